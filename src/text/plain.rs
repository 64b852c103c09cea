//! A text → its plain words: without tags, with single spaces, with a space wherever a word or a sentence ends.

use super::node::Kind;
use super::token::{Token, Tokens, without_escapes};

/// Plain words that are being gathered.
#[derive(Debug, Default)]
pub struct Plain {
    out: String,
}

impl Plain {
    /// Adds words as they stand in HTML.
    pub fn words(&mut self, words: &str) {
        self.text(&without_escapes(words));
    }

    /// Adds a text, with one space where it has white space.
    pub fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(space) = next_space(rest) {
            self.out.push_str(&rest[..space]);
            if !self.out.is_empty() && !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            rest = rest[space..].trim_start();
        }
        self.out.push_str(rest);
    }

    /// Passes the tag of an element: one that does not stand in a line ends a word.
    pub fn tag(&mut self, kind: Kind) {
        if !kind.is_inline() || kind == Kind::Break {
            self.text(" ");
        }
    }

    /// The bytes gathered so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing is gathered.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// What was gathered; nothing is left.
    pub fn take(&mut self) -> String {
        let mut out = std::mem::take(&mut self.out);
        out.truncate(out.trim_end().len());
        out
    }
}

fn next_space(text: &str) -> Option<usize> {
    // White space beyond ASCII begins with one of these bytes.
    let may_be = |byte: &u8| *byte <= b' ' || matches!(byte, 0xc2 | 0xe1..=0xe3);
    let mut from = 0;
    loop {
        let at = from + text.as_bytes()[from..].iter().position(may_be)?;
        let c = text[at..].chars().next()?;
        if c.is_whitespace() {
            return Some(at);
        }
        from = at + c.len_utf8();
    }
}

/// The plain words of HTML that this program wrote, without placeholders.
pub fn plain(html: &str) -> String {
    let mut out = Plain { out: String::with_capacity(html.len()) };
    for (_, token) in Tokens::of(html, &[]) {
        match token {
            Token::Words(words) => out.words(words),
            Token::Open(tag) => out.tag(Kind::of(tag)),
            Token::Close(name) => out.tag(Kind::of_name(name)),
            Token::Hole(_) => {}
        }
    }
    out.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay_apart() {
        assert_eq!(plain("<p>One <em>t</em>wo.</p><ul><li>A &amp; B</li><li>C</li></ul>"), "One two. A & B C");
        assert_eq!(plain("VO<sub>2</sub>max<br>x<kbd>Ctrl</kbd>"), "VO2max xCtrl");
    }
}
