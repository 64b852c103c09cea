//! The names of a page whose keys cannot be read, as far as they can be seen: so that links by these names are known for links to it.
//!
//! Takes: the text before an article's own, or that of a tree. Gives: its title and other names. Never: read to show them; such a page
//! is kept back.

use crate::source::Span;
use crate::yaml::Text;

/// So many lines are looked at.
const LINES: usize = 200;

/// Names that stand in lines of their own.
#[derive(Debug, Default)]
pub(in crate::parse) struct Names {
    pub(in crate::parse) title: Option<Text>,
    pub(in crate::parse) aliases: Vec<Text>,
    pub(in crate::parse) also_called: Vec<Text>,
}

/// The names in a text that begins at a byte of its file.
pub(in crate::parse) fn names(text: &str, shift: usize) -> Names {
    let mut out = Names::default();
    let mut list: Option<&str> = None;
    let mut at = shift;
    for line in text.split_inclusive('\n').take(LINES) {
        let start = at;
        at += line.len();
        let bare = line.trim();
        if start > shift && matches!(bare, "---" | "+++") {
            break;
        }
        let Some((key, value)) = bare.split_once([':', '=']) else {
            match (list, bare.strip_prefix("- ")) {
                (Some(key), Some(entry)) => out.add(key, entry, Span::new(start, start + line.trim_end().len())),
                _ => list = None,
            }
            continue;
        };
        // What stands further in belongs to something else.
        if line.len() - line.trim_start().len() > 1 {
            continue;
        }
        let (key, span) = (key.trim(), Span::new(start, start + line.trim_end().len()));
        list = ["aliases", "also_called"].into_iter().find(|known| *known == key && value.trim().is_empty());
        let values = value.trim().trim_start_matches('[').trim_end_matches(']');
        match key {
            "title" => out.add(key, value.trim().trim_matches(['[', ']', '{', '}']), span),
            _ => values.split(',').for_each(|value| out.add(key, value, span)),
        }
    }
    out
}

impl Names {
    fn add(&mut self, key: &str, value: &str, span: Span) {
        let text = value.trim().trim_matches(['"', '\'']).to_owned();
        if text.is_empty() {
            return;
        }
        let text = Text { text, span };
        match key {
            "title" => self.title = self.title.take().or(Some(text)),
            "aliases" => self.aliases.push(text),
            "also_called" => self.also_called.push(text),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_seen_in_what_cannot_be_read() {
        let names = names(
            "title: Sore: calf\naliases:\n  - \"Old calf\"\n  - /old/\nalso_called: [Calf ache, wade]\nextra:\n  title: X\n",
            4,
        );
        let texts = |list: &[Text]| list.iter().map(|text| text.text.clone()).collect::<Vec<_>>();
        assert_eq!(names.title.map(|title| title.text).as_deref(), Some("Sore: calf"));
        assert_eq!(texts(&names.aliases), ["Old calf", "/old/"]);
        assert_eq!(texts(&names.also_called), ["Calf ache", "wade"]);
    }
}
