//! Code → what of it is a comment, a string, a keyword, so that a theme can colour it.
//!
//! Takes: a block's text and the language that its author names. Gives: [`Piece`]s, each with its [`Class`]. Never: knows HTML or a
//! page; nor takes longer than the text's size allows: what is too long stays as it is.
//!
//! The grammars are read on first use, and what has been coloured once is kept by its content: [`Kept`].

mod language;
mod limits;
mod scopes;

pub use language::{Language, NAMES, Named, language, named};

use crate::source::digest;
use limits::{MOST, shortened};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// For who reads the code.
    Comment,
    /// Text in quotes.
    Text,
    /// A word of the language's own.
    Keyword,
    /// A key, a tag or an attribute.
    Name,
    /// A number, or a value that the language has a word for.
    Number,
    /// A function, or a type.
    Function,
    /// A line that was put in.
    Inserted,
    /// A line that was taken out.
    Deleted,
}

impl Class {
    /// In HTML.
    pub fn name(self) -> &'static str {
        match self {
            Class::Comment => "hl-c",
            Class::Text => "hl-s",
            Class::Keyword => "hl-k",
            Class::Name => "hl-n",
            Class::Number => "hl-m",
            Class::Function => "hl-f",
            Class::Inserted => "hl-i",
            Class::Deleted => "hl-d",
        }
    }
}

/// A run of bytes of one class, up to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The byte behind it.
    pub end: usize,
    /// None for what is nothing in particular.
    pub class: Option<Class>,
}

/// The grammars, read when the first block of code is.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// What was coloured before, by language and text: for a run and for those after it.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Pieces>);

#[derive(Debug, Default)]
struct Pieces {
    of: HashMap<u128, Arc<[Piece]>>,
    count: usize,
}

/// So many pieces are kept, some 16 MB; then all are forgotten, and coloured again when they are asked for.
const KEPT: usize = 1 << 20;

impl Kept {
    /// The pieces of a text, in order.
    pub fn pieces(&self, language: Language, text: &str) -> Arc<[Piece]> {
        let key = digest(&(language.key(), text));
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).of.get(&key) {
            return Arc::clone(known);
        }
        let made: Arc<[Piece]> = pieces(language, text).into();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.count + made.len() > KEPT {
            *kept = Pieces::default();
        }
        kept.count += made.len();
        kept.of.insert(key, Arc::clone(&made));
        made
    }

    /// How many texts are kept: for tests that count work.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).of.len()
    }

    /// Whether nothing was coloured yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The pieces of a text; one without a class where it is too long, or its grammar fails.
fn pieces(language: Language, text: &str) -> Vec<Piece> {
    let mut out = Pieced { out: Vec::new() };
    if text.len() <= MOST {
        match language {
            Language::Grammar(number) => {
                let _ = Reader::of(&SYNTAXES.syntaxes()[number]).text(text, 0, &mut out);
            }
            Language::Session(number) => session(&SYNTAXES.syntaxes()[number], text, &mut out),
        }
    }
    out.push(text.len(), None);
    out.out
}

/// Commands behind a prompt, and what they print, which is nothing in particular.
fn session(shell: &SyntaxReference, text: &str, out: &mut Pieced) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let prompt = ["$ ", "# ", "% ", "> "].iter().find(|prompt| line.starts_with(**prompt)).map_or(0, |p| p.len());
        if prompt > 0 {
            out.push(at, None);
            out.push(at + prompt, Some(Class::Comment));
            let _ = Reader::of(shell).text(&line[prompt..], at + prompt, out);
        }
        at += line.len();
    }
}

/// Pieces that are being gathered: two of a class side by side are one.
struct Pieced {
    out: Vec<Piece>,
}

impl Pieced {
    /// What stands up to `end` behind the last piece is of this class.
    fn push(&mut self, end: usize, class: Option<Class>) {
        match self.out.last_mut() {
            Some(last) if end <= last.end => {}
            Some(last) if last.class == class => last.end = end,
            None if end == 0 => {}
            _ => self.out.push(Piece { end, class }),
        }
    }
}

/// A grammar at work.
struct Reader {
    state: ParseState,
    scopes: ScopeStack,
}

impl Reader {
    fn of(syntax: &SyntaxReference) -> Reader {
        Reader { state: ParseState::new(syntax), scopes: ScopeStack::new() }
    }

    /// Reads a text that stands at a place of the block's; `None` where the grammar fails.
    fn text(&mut self, text: &str, place: usize, out: &mut Pieced) -> Option<()> {
        let mut at = place;
        for line in text.split_inclusive('\n') {
            // A line that is too long is left out, and those behind it are read as if it were not there.
            if let Some(read) = shortened(line) {
                // The last line of a text may have no end; grammars want one.
                let ended = if read.text.ends_with('\n') { read.text.clone() } else { format!("{}\n", read.text) };
                let changes = self.state.parse_line(&ended, &SYNTAXES).ok()?;
                let mut from = 0;
                for (until, change) in changes {
                    self.piece(&ended, from..until, |until| at + read.place(until).min(line.len()), out);
                    self.scopes.apply(&change).ok()?;
                    from = until;
                }
                self.piece(&ended, from..ended.len(), |_| at + line.len(), out);
            } else {
                out.push(at + line.len(), None);
            }
            at += line.len();
        }
        Some(())
    }

    fn piece(&self, line: &str, part: std::ops::Range<usize>, place: impl Fn(usize) -> usize, out: &mut Pieced) {
        if part.is_empty() {
            return;
        }
        let words = &line[part.clone()];
        let class = if words.trim().is_empty() { None } else { self.class(words) };
        out.push(place(part.end), class);
    }

    fn class(&self, words: &str) -> Option<Class> {
        let scopes: &[Scope] = self.scopes.as_slice();
        scopes::class(scopes, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Vec<(String, Class)> {
        let mut at = 0;
        let known = language(name).expect("the language is known");
        let pieces = pieces(known, text);
        assert_eq!(pieces.last().map_or(0, |piece| piece.end), text.len(), "every byte has its place");
        let classed = pieces.into_iter().filter_map(|piece| {
            let words = text[at..piece.end].trim().to_owned();
            at = piece.end;
            Some((words, piece.class?))
        });
        classed.collect()
    }

    #[test]
    fn code_is_its_pieces() {
        let rust = of("rs", "// Why.\nfn f(a: u8) -> &str { \"é\"; 12 }\n");
        for wanted in [
            ("// Why.", Class::Comment),
            ("fn", Class::Keyword),
            ("f", Class::Function),
            ("\"é\"", Class::Text),
            ("12", Class::Number),
        ] {
            assert!(rust.contains(&(wanted.0.to_owned(), wanted.1)), "{wanted:?} in {rust:?}");
        }
        let yaml = of("yml", "a: true # b\nc: \"d\"\n");
        assert!(yaml.contains(&("a".to_owned(), Class::Name)), "{yaml:?}");
        assert!(yaml.contains(&("# b".to_owned(), Class::Comment)), "{yaml:?}");
        let diff = of("diff", "-a\n+b\n c\n");
        assert_eq!(diff, [("-a".to_owned(), Class::Deleted), ("+b".to_owned(), Class::Inserted)]);
        let session = of("console", "$ ls \"a\"\nb \"c\"\n");
        assert!(session.contains(&("\"a\"".to_owned(), Class::Text)), "{session:?}");
        assert!(!session.iter().any(|(words, _)| words.contains('c')), "{session:?}");
    }

    #[test]
    fn what_is_alike_is_coloured_once() {
        let kept = Kept::default();
        let rust = language("rust").unwrap();
        let first = kept.pieces(rust, "let a = 1;\n");
        assert!(Arc::ptr_eq(&first, &kept.pieces(language("rs").unwrap(), "let a = 1;\n")));
        kept.pieces(language("js").unwrap(), "let a = 1;\n");
        assert_eq!(kept.len(), 2);
    }

    /// Of each grammar, lines that make patterns look back and forth: each block ends, in a time that is no reader's.
    #[test]
    fn no_block_takes_long() {
        let lines = ["-", "((a", "`", "<a b=\"", "{a:", "\t", "ab=", "\"'", "[[", "*a_"].map(|unit| unit.repeat(400));
        for name in ["sass", "typst", "sv", "lisp", "rust", "md", "html", "sh", "matlab"] {
            let known = language(name).unwrap_or_else(|| panic!("{name}"));
            for line in &lines {
                let text = format!("{}\n", &line[..line.floor_char_boundary(200)]);
                assert_eq!(pieces(known, &text).last().map(|piece| piece.end), Some(text.len()), "{name}");
            }
        }
        let long = "let a = 1;\n".repeat(10_000);
        assert_eq!(pieces(language("rs").unwrap(), &long), [Piece { end: long.len(), class: None }]);
    }
}
