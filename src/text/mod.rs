//! Written text and its structure: HTML with placeholders, its tokens, and its tree of nodes.
//!
//! Takes: what the Markdown writer wrote, so that every `<` begins a tag, elements nest, and `&` begins one of five entities.
//! Gives: plain words, sections, passages, sentences' boundaries, parts that stand by themselves. Never: reads Markdown, or knows
//! of a page. Nothing outside this room looks for a `<` or an `&` in a text.
//!
//! The nodes are read off the finished HTML by one lexer, and are not recorded while it is written, which would be as quick:
//! a heading, a title or a note is written apart and put in its place later, a block's name is cut off its end, and raw HTML is
//! nested anew at the very end ([`nest`]). A record would have to be moved with each of these; the lexer comes after the last.

pub mod body;
mod nest;
mod node;
mod outline;
mod part;
mod passages;
mod plain;
mod sections;
pub mod sentence;
mod token;
mod xhtml;

pub use body::Body;
pub use nest::{EMPTY, nest, piece};
pub use node::{Kind, Node, nodes};
pub use outline::{level_before, moved_below};
pub use part::{is_item, list_around};
pub use passages::{Passage, Says, passages, passages_of};
pub use plain::{Plain, plain};
pub use sections::{Section, sections};
pub use token::{Tag, Token, Tokens, escaped, letter_at, without_escapes};
pub use xhtml::{Element, Keep, xhtml};
