//! The mend of a problem as an edit: bytes out, text in.
//!
//! Takes: problems and the texts they point into. Gives: which edits go together, and the texts with them.
//! Never: touches a byte outside an edit, or decides that a guess is certain: whoever tells the problem says how sure its edit is.

use super::{Code, Problem, Sources};
use crate::source::{SitePath, Source, Span};
use std::collections::BTreeMap;

/// How sure it is that an edit is what the author means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// There is one way to mend it, and it says what was meant.
    Safe,
    /// The likeliest of several, or one that only the author can judge.
    Doubtful,
}

/// One exact edit that mends a problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// The file.
    pub path: SitePath,
    /// What to take out.
    pub span: Span,
    /// What to put there.
    pub text: String,
    /// How sure it is.
    pub certainty: Certainty,
}

impl Edit {
    /// The same edit with no more bytes in it than it changes, and with the ends of lines that its file has.
    pub fn fitted(&self, source: &Source) -> Edit {
        let old = source.slice(self.span);
        let text = match source.text.contains("\r\n") {
            true => self.text.replace("\r\n", "\n").replace('\n', "\r\n"),
            false => self.text.clone(),
        };
        let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
            pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
        };
        let before = same(&mut old.chars().zip(text.chars()));
        let (old, text) = (&old[before..], &text[before..]);
        let behind = same(&mut old.chars().rev().zip(text.chars().rev()));
        let start = self.span.start as usize + before;
        let span = Span::new(start, start + old.len() - behind);
        Edit { span, text: text[..text.len() - behind].to_owned(), ..self.clone() }
    }
}

/// The problems whose edits can be applied together, by file, with their edits in order. Of edits that meet, the first is taken:
/// when the rest is looked at again, the other may be needless. `sure` says up to which certainty.
pub fn together<'a>(
    problems: &'a [Problem],
    sources: &Sources,
    sure: Certainty,
) -> BTreeMap<SitePath, Vec<(&'a Problem, Edit)>> {
    let mut all: BTreeMap<SitePath, Vec<(&Problem, Edit)>> = BTreeMap::new();
    for problem in problems {
        let Some(edit) = problem.edit.as_ref().filter(|edit| edit.certainty <= sure) else { continue };
        let Some(source) = sources.get(&edit.path).filter(|source| source.text.get(edit.span.range()).is_some()) else {
            continue;
        };
        let edit = edit.fitted(source);
        if is_text(problem.code) && breaks_yaml(&edit) {
            continue;
        }
        if source.slice(edit.span) != edit.text {
            all.entry(edit.path.clone()).or_default().push((problem, edit));
        }
    }
    for edits in all.values_mut() {
        // What is safe goes before what is doubtful at the same place.
        edits.sort_by(|(_, a), (_, b)| {
            (a.span.start, a.certainty, a.span.end).cmp(&(b.span.start, b.certainty, b.span.end))
        });
        let mut end = None;
        edits.retain(|(_, edit)| {
            // Two texts put in at one place would have no order.
            let apart = end.is_none_or(|end| edit.span.start > end);
            if apart {
                end = Some(edit.span.end);
            }
            apart
        });
    }
    all
}

/// Whether a code is told of Markdown, which may stand in YAML.
fn is_text(code: Code) -> bool {
    use Code::{
        BrokenAnchor, BrokenLink, BrokenMarkup, CareCard, EmbedCircle, EmbedTooLarge, HeadingOrder, MissingFile,
        OddAlias, UnknownCitation, UnknownTerm,
    };
    matches!(
        code,
        BrokenAnchor
            | BrokenLink
            | BrokenMarkup
            | CareCard
            | EmbedCircle
            | EmbedTooLarge
            | HeadingOrder
            | MissingFile
            | OddAlias
            | UnknownCitation
            | UnknownTerm
    )
}

/// Whether an edit may mean something else where YAML stands around it: how its text is quoted there is not known.
fn breaks_yaml(edit: &Edit) -> bool {
    let yaml = matches!(&*edit.path.extension(), "yaml" | "yml");
    yaml && (edit.text.contains(['\\', '"', '\'', '\n', '{', '}', '[', ']', ','])
        || [": ", " #"].iter().any(|sign| edit.text.contains(sign)))
}

/// A text with edits that are in order and do not meet.
pub fn applied<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out += &text[at..edit.span.start as usize];
        out += &edit.text;
        at = edit.span.end as usize;
    }
    out + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;
    use std::sync::Arc;

    fn problem(start: usize, end: usize, text: &str, certainty: Certainty) -> Problem {
        let span = Span::new(start, end);
        Problem::at(Code::BrokenLink, &"a.md".into(), span, "x").edit(certainty, span, text)
    }

    fn mended(text: &str, problems: &[Problem], sure: Certainty) -> String {
        let source = Arc::new(Source::new("a.md".into(), text.into()));
        let sources = Sources::from([(source.path.clone(), Arc::clone(&source))]);
        let edits = together(problems, &sources, sure);
        applied(text, edits.values().flatten().map(|(_, edit)| edit))
    }

    #[test]
    fn only_what_differs_is_changed_and_lines_end_as_the_file_has_them() {
        let source = Source::new("a.md".into(), "ärger\r\n".into());
        let edit = |text: &str| Edit {
            path: "a.md".into(),
            span: Span::new(0, 6),
            text: text.into(),
            certainty: Certainty::Safe,
        };
        let fitted = edit("äger").fitted(&source);
        assert_eq!((fitted.span, fitted.text.as_str()), (Span::new(2, 3), ""));
        assert_eq!(edit("a\nb").fitted(&source).text, "a\r\nb");
    }

    #[test]
    fn of_edits_that_meet_one_is_made_and_the_doubtful_only_when_asked_for() {
        let problems = [
            problem(0, 2, "X", Certainty::Safe),
            problem(1, 3, "Y", Certainty::Safe),
            problem(4, 5, "Z", Certainty::Doubtful),
        ];
        assert_eq!(mended("abcdef", &problems, Certainty::Safe), "Xcdef");
        assert_eq!(mended("abcdef", &problems, Certainty::Doubtful), "XcdZf");
    }
}
