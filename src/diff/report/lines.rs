//! A line of a report: words of ours and of strangers, each known for what it is, so that every form can print it safely.

use super::words::code;
use crate::diff::signs;
use crate::problem::escape_markdown;
use std::fmt::Write;

/// Words of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Anybody's words.
    Text(String),
    /// The same, in quotation marks.
    Quoted(String),
    /// The same, to be seen first.
    Strong(String),
    /// The same, an answer.
    Stressed(String),
    /// A path, an address, a name of the program's.
    Code(String),
}

/// Words that stand in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line(Vec<Piece>);

/// Longer words of a stranger are cut: one sentence must not fill a report.
const LONGEST: usize = 1500;

/// The beginning of a text that is too long.
pub(super) fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(LONGEST)])
}

impl Line {
    pub(super) fn of(text: impl AsRef<str>) -> Line {
        Line::default().say(text)
    }

    /// Words of ours, in which what stands between two backticks is a name.
    pub(super) fn worded(text: impl AsRef<str>) -> Line {
        let parts = text.as_ref().split('`').enumerate();
        parts.fold(Line::default(), |line, (nth, part)| match (nth % 2, part) {
            (_, "") => line,
            (0, words) => line.say(words),
            (_, name) => line.code(name),
        })
    }

    pub(super) fn say(self, text: impl AsRef<str>) -> Line {
        self.with(Piece::Text(shortened(text.as_ref())))
    }

    pub(super) fn quote(self, text: impl AsRef<str>) -> Line {
        self.with(Piece::Quoted(shortened(&signs::hidden_named(text.as_ref()))))
    }

    pub(super) fn strong(self, text: impl AsRef<str>) -> Line {
        self.with(Piece::Strong(shortened(text.as_ref())))
    }

    pub(super) fn stress(self, text: impl AsRef<str>) -> Line {
        self.with(Piece::Stressed(shortened(text.as_ref())))
    }

    pub(super) fn code(self, text: impl AsRef<str>) -> Line {
        self.with(Piece::Code(shortened(text.as_ref())))
    }

    /// “one”, “two”.
    pub(super) fn quotes<T: AsRef<str>>(self, texts: &[T]) -> Line {
        texts.iter().enumerate().fold(self, |line, (nth, text)| {
            let line = if nth > 0 { line.say(", ") } else { line };
            line.quote(text)
        })
    }

    pub(super) fn join(mut self, other: Line) -> Line {
        self.0.extend(other.0);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn with(mut self, piece: Piece) -> Line {
        self.0.push(piece);
        self
    }

    /// As Markdown: nothing of a stranger's is markup.
    pub(super) fn markdown(&self) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            let _ = match piece {
                Piece::Text(text) => write!(out, "{}", escape_markdown(text)),
                Piece::Quoted(text) => write!(out, "“{}”", escape_markdown(text)),
                Piece::Strong(text) => write!(out, "**{}**", escape_markdown(text)),
                Piece::Stressed(text) => write!(out, "*{}*", escape_markdown(text)),
                Piece::Code(text) => write!(out, "{}", code(text)),
            };
        }
        out
    }

    /// As HTML, likewise.
    pub(super) fn html(&self) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            let _ = match piece {
                Piece::Text(text) => write!(out, "{}", escaped(text)),
                Piece::Quoted(text) => write!(out, "“{}”", escaped(text)),
                Piece::Strong(text) => write!(out, "<strong>{}</strong>", escaped(text)),
                Piece::Stressed(text) => write!(out, "<em>{}</em>", escaped(text)),
                Piece::Code(text) => write!(out, "<code>{}</code>", escaped(text)),
            };
        }
        out
    }
}

/// Words as they stand in HTML, in attributes too; what would be invisible or turn the text around is shown by a sign.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::words::folded(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_markup_in_any_form() {
        let line = Line::of("a*b <i>").strong("**").code("`x`");
        assert_eq!(line.markdown(), r"a\*b &lt;i>**\*\***`` `x` ``");
        assert_eq!(line.html(), "a*b &lt;i&gt;<strong>**</strong><code>`x`</code>");
    }
}
