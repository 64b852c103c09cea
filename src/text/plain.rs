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
        while let Some(space) = odd_space(rest) {
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

/// The first white space that cannot stay as it is. A plain space between two words can, and nearly all are.
fn odd_space(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let may_be = |byte: &u8| MAY_BE_SPACE[usize::from(*byte)];
    let mut from = 0;
    loop {
        let at = from + bytes[from..].iter().position(may_be)?;
        if at > 0 && bytes[at] == b' ' && bytes.get(at + 1).is_some_and(|next| !may_be(next)) {
            from = at + 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if c.is_whitespace() {
            return Some(at);
        }
        from = at + c.len_utf8();
    }
}

/// With which bytes white space begins: up to U+0020, and those of what is beyond ASCII.
const MAY_BE_SPACE: [bool; 256] = {
    let mut may_be = [false; 256];
    let mut at = 0;
    while at < may_be.len() {
        may_be[at] = at <= b' ' as usize || matches!(at, 0xc2 | 0xe1..=0xe3);
        at += 1;
    }
    may_be
};

/// The plain words of HTML that this program wrote, without placeholders.
pub fn plain(html: &str) -> String {
    let mut out = Plain { out: String::with_capacity(html.len()) };
    for (_, token) in Tokens::of(html, &[]) {
        match token {
            Token::Words(words) => out.words(words),
            Token::Open(tag) => out.tag(Kind::of(tag)),
            Token::Close(name) => out.tag(Kind::of_name(name)),
            Token::Placeholder(_) => {}
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
        assert_eq!(plain("<p> a  b\u{a0}c\n d é f </p> <p>g</p>"), "a b c d é f g");
        assert_eq!(plain("VO<sub>2</sub>max<br>x<kbd>Ctrl</kbd>"), "VO2max xCtrl");
    }
}
