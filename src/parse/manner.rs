//! What an editor would say of a text: its links' words and its sentences.
//!
//! Takes: a Markdown text, and where it stands in its file. Gives: what is to be told, [`Said`], the words of every link, and a
//! [`Reading`].
//! Never: writes HTML. It reads the text a second time, which costs little, so that the writer need not know of manners.

mod marks;
pub mod reading;

use super::markdown::{Context, options};
use super::target::{self, Destination};
use crate::problem::{Code, Problem};
use crate::source::{Offsets, Span};
use crate::text::body::Link;
use crate::text::sentence;
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use reading::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// A link as a reader meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// `[words](address)`, whole.
    pub span: Span,
    /// Its words; of a picture that is a link, the picture's. Empty where the page's title is shown.
    pub words: String,
    /// The address, where it leads out of the site.
    pub outside: Option<String>,
    /// The number of an article's link, where it leads to a page or a file of the site.
    pub link: Option<usize>,
}

/// How an address begins.
const ADDRESSES: [&str; 3] = ["https://", "http://", "www."];

/// More words than this are too many for one sentence.
const LONG: usize = 30;

/// Reads a text as an editor does.
pub(super) fn manner(text: &str, context: Context<'_>, problems: &mut Vec<Problem>) -> (Vec<Said>, Reading) {
    let mut plain = Vec::new();
    let mut reader = Reader::new(context);
    let (mut silent, mut code) = (0usize, false);
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                reader.end_block(problems);
                code = true;
            }
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(_) if code => {}
            Event::Start(Tag::HtmlBlock | Tag::Table(_) | Tag::Heading { .. }) => {
                reader.end_block(problems);
                silent += 1;
            }
            Event::End(TagEnd::HtmlBlock | TagEnd::Table | TagEnd::Heading(_)) => {
                reader.forget_block();
                silent -= 1;
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                reader.open.push(Open {
                    kind: link_type,
                    address: dest_url.into(),
                    from: reader.words.len(),
                    shows: false,
                });
            }
            Event::End(TagEnd::Link) => reader.end_link(range, problems),
            Event::Start(Tag::Image { .. }) => reader.open.iter_mut().for_each(|link| link.shows = true),
            Event::End(TagEnd::Image) => {}
            Event::Text(words) => {
                if silent == 0 || !reader.open.is_empty() {
                    reader.add(&words, range.start);
                }
                plain.push(range.clone());
                if reader.open.is_empty() {
                    reader.bare_addresses(&text[range.clone()], range.start, problems);
                }
            }
            Event::Code(words) | Event::InlineMath(words) => {
                let from = reader.words.len();
                reader.add(&words, range.start);
                reader.code.push(from..reader.words.len());
            }
            Event::SoftBreak | Event::HardBreak => reader.add(" ", range.start),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript)
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript,
            ) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => reader.end_block(problems),
            _ => {}
        }
    }
    marks::check(text, &plain, context, problems);
    (reader.said, reader.reading)
}

/// The links that say the same, whatever the case, unless they are all written to lead to the same place.
pub(super) fn alike(said: &[Said], links: &[Link]) -> Vec<Vec<usize>> {
    let target = |place: usize| (&said[place].outside, said[place].link.map(|link| &links[link].target));
    let differ = |places: &Vec<usize>| places.iter().any(|place| target(*place) != target(places[0]));
    let mut by_words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, link) in said.iter().enumerate().filter(|(_, link)| !link.words.is_empty()) {
        let words = link.words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        by_words.entry(words).or_default().push(place);
    }
    let mut alike: Vec<Vec<usize>> = by_words.into_values().filter(differ).collect();
    alike.sort_unstable();
    alike
}

struct Reader<'a> {
    context: Context<'a>,
    /// The block so far.
    words: String,
    /// Where they stand in the file.
    places: Offsets,
    /// What of them is code.
    code: Vec<Range<usize>>,
    open: Vec<Open>,
    said: Vec<Said>,
    reading: Reading,
}

struct Open {
    kind: LinkType,
    address: String,
    /// Where its words begin in the block's.
    from: usize,
    /// Whether there is a picture in it.
    shows: bool,
}

impl Reader<'_> {
    fn new(context: Context<'_>) -> Reader<'_> {
        Reader {
            context,
            words: String::new(),
            places: Offsets::default(),
            code: Vec::new(),
            open: Vec::new(),
            said: Vec::new(),
            reading: Reading::default(),
        }
    }

    fn add(&mut self, words: &str, at: usize) {
        self.places.push(self.words.len(), self.context.offsets.in_file(at));
        self.words.push_str(words);
    }

    fn end_link(&mut self, range: Range<usize>, problems: &mut Vec<Problem>) {
        let Some(link) = self.open.pop() else { return };
        let span = self.context.offsets.span(range);
        let words = self.words.get(link.from..).unwrap_or_default().trim().to_owned();
        let outside = match target::destination(&link.address) {
            Destination::Elsewhere(address) if !matches!(link.kind, LinkType::WikiLink { .. }) => Some(address),
            _ => None,
        };
        let named = matches!(link.kind, LinkType::WikiLink { has_pothole: false });
        if words.is_empty() && !link.shows && !named {
            problems.push(empty_link(self.context, span));
        } else if link.kind == LinkType::Autolink || is_address(&words) {
            problems.push(bare_address(self.context, span, &words));
        }
        self.said.push(Said { span, words: if named { String::new() } else { words }, outside, link: None });
    }

    /// Addresses that stand in the text as they are, and so are no links at all.
    fn bare_addresses(&mut self, written: &str, at: usize, problems: &mut Vec<Problem>) {
        let starts = ADDRESSES.iter().flat_map(|start| written.match_indices(start)).map(|(start, _)| start);
        let mut starts: Vec<usize> = starts.collect();
        starts.sort_unstable();
        let mut done = 0;
        for start in starts {
            let inside_a_word = written[..start].ends_with(char::is_alphanumeric);
            if start < done || inside_a_word {
                continue;
            }
            let rest = &written[start..];
            let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']');
            let end = rest.find(ends).unwrap_or(rest.len());
            done = start + end;
            let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            if address.contains('.') && address.len() > "www.".len() {
                let span = self.context.offsets.span(at + start..at + start + address.len());
                problems.push(bare_address(self.context, span, address));
            }
        }
    }

    fn end_block(&mut self, problems: &mut Vec<Problem>) {
        for sentence in sentence::split(&self.words) {
            let count = self.words[sentence.clone()].split_whitespace().count();
            if count > LONG {
                problems.push(long_sentence(self.context, self.places.span(sentence), count));
            }
        }
        self.reading.block(&self.words, &self.code, &self.places);
        self.forget_block();
    }

    fn forget_block(&mut self) {
        self.words.clear();
        self.code.clear();
        self.places = Offsets::default();
    }
}

fn is_address(words: &str) -> bool {
    ADDRESSES.iter().any(|start| words.starts_with(start)) && !words.contains(char::is_whitespace)
}

fn empty_link(context: Context<'_>, span: Span) -> Problem {
    Problem::at(Code::EmptyLink, context.path, span, "This link has no words, so nobody can see or follow it")
        .help("Write between the square brackets what is there, like `[walking after a run](walking.md)`.")
}

fn bare_address(context: Context<'_>, span: Span, address: &str) -> Problem {
    let mut shown: String = address.chars().take(60).collect();
    if shown.len() < address.len() {
        shown.push('…');
    }
    Problem::at(Code::BareAddress, context.path, span, "This is an address where readers need words")
        .help(format!("Say what is there, and put the address behind it: `[words that say what is there]({shown})`."))
}

fn long_sentence(context: Context<'_>, span: Span, count: usize) -> Problem {
    Problem::at(Code::LongSentence, context.path, span, format!("This sentence has {count} words"))
        .help("Make two of it: most readers lose the thread after 20 words or so.")
}
