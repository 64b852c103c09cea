//! Prose checks: a text's links' words, its sentences, and how hard it is to read.
//!
//! Takes: the Markdown parser's events, as they pass to the writer of HTML. Gives: what is wrong, [`LinkText`], the words of
//! every link, and a [`Reading`]. Never: writes HTML, or parses.

mod marks;
pub mod reading;
mod stray;

use super::dialect;
use super::markdown::{Context, is_citation};
use super::target::{self, Destination};
use crate::problem::{Code, Problem};
use crate::source::{Offsets, Span};
use crate::text::body::Link;
use crate::text::sentence;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use reading::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// A link as a reader meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkText {
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

/// The reader of one text's events.
pub(super) struct Prose<'a> {
    text: &'a str,
    context: Context<'a>,
    /// The block so far.
    words: String,
    /// Where they stand in the file.
    places: Offsets,
    /// What of them is code.
    code: Vec<Range<usize>>,
    open: Vec<Open>,
    /// Whether there is anything like an address in the text: in most there is none, and each stretch of it need not be asked.
    has_addresses: bool,
    /// What is open that is no prose: a heading, a table, a block of HTML.
    silent: usize,
    in_code: bool,
    /// How many links are open within a citation, with it.
    cited: usize,
    /// What is shown as it stands.
    plain: Vec<Range<usize>>,
    links: Vec<LinkText>,
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

impl<'a> Prose<'a> {
    pub(super) fn of(text: &'a str, context: Context<'a>) -> Prose<'a> {
        Prose {
            text,
            context,
            words: String::new(),
            places: Offsets::default(),
            code: Vec::new(),
            open: Vec::new(),
            has_addresses: text.contains("http") || text.contains("www."),
            silent: 0,
            in_code: false,
            cited: 0,
            plain: Vec::new(),
            links: Vec::new(),
            reading: Reading::default(),
        }
    }

    /// Reads what the parser tells next.
    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>, problems: &mut Vec<Problem>) {
        // A source's key is shown as a number, and is no word.
        if self.cited > 0 {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.cited += 1,
                Event::End(TagEnd::Link | TagEnd::Image) => self.cited -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_block(problems);
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Text(_) if self.in_code => {}
            Event::Start(Tag::HtmlBlock | Tag::Table(_) | Tag::Heading { .. }) => {
                self.end_block(problems);
                self.silent += 1;
            }
            Event::End(TagEnd::HtmlBlock | TagEnd::Table | TagEnd::Heading(_)) => {
                self.forget_block();
                self.silent -= 1;
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if is_citation(dest_url) => {
                self.cited = 1;
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let (kind, address) = (*link_type, dest_url.to_string());
                self.open.push(Open { kind, address, from: self.words.len(), shows: false });
            }
            Event::End(TagEnd::Link) => self.end_link(range.clone(), problems),
            Event::Start(Tag::Image { .. }) => self.open.iter_mut().for_each(|link| link.shows = true),
            Event::End(TagEnd::Image) => {}
            Event::Text(words) => {
                if self.silent == 0 || !self.open.is_empty() {
                    self.add(words, range.start);
                }
                self.plain.push(range.clone());
                if self.has_addresses {
                    self.addresses(range, problems);
                }
            }
            Event::Code(words) | Event::InlineMath(words) => {
                let from = self.words.len();
                self.add(words, range.start);
                self.code.push(from..self.words.len());
            }
            Event::SoftBreak | Event::HardBreak => self.add(" ", range.start),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript)
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript,
            ) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => self.end_block(problems),
            _ => {}
        }
    }

    /// The text has ended: the words of its links, in order, and how hard it is to read.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) -> (Vec<LinkText>, Reading) {
        marks::check(self.text, &self.plain, self.context, problems);
        (self.links, self.reading)
    }

    fn add(&mut self, words: &str, at: usize) {
        self.places.push(self.words.len(), self.context.offsets.in_file(at));
        self.words.push_str(words);
    }

    fn end_link(&mut self, range: Range<usize>, problems: &mut Vec<Problem>) {
        let Some(link) = self.open.pop() else { return };
        // Without the `<` and `>` around an address, which its author need not have written.
        let inner = match link.kind {
            LinkType::Autolink | LinkType::Email => range.start + 1..range.end.saturating_sub(1).max(range.start + 1),
            _ => range,
        };
        let span = self.context.offsets.span(inner);
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
        self.links.push(LinkText { span, words: if named { String::new() } else { words }, outside, link: None });
    }

    /// What is wrong with the addresses of words that are shown as they stand.
    fn addresses(&mut self, range: &Range<usize>, problems: &mut Vec<Problem>) {
        let written = &self.text[range.clone()];
        marks::other_slashes(written, range.start, self.context, problems);
        if self.open.is_empty() {
            self.bare_addresses(written, range.start, problems);
        }
    }

    /// Addresses that stand in the text as they are, and so are no links at all.
    fn bare_addresses(&mut self, written: &str, at: usize, problems: &mut Vec<Problem>) {
        if !written.as_bytes().contains(&b':') && !written.contains("www.") {
            return;
        }
        for address in dialect::addresses(written) {
            let span = self.context.offsets.span(at + address.start..at + address.end);
            problems.push(bare_address(self.context, span, &written[address]));
        }
    }

    fn end_block(&mut self, problems: &mut Vec<Problem>) {
        if self.words.is_empty() {
            return;
        }
        let sentences = sentence::split(&self.words);
        for sentence in &sentences {
            let words = &self.words[sentence.clone()];
            if may_be_long(words) {
                let count = words.split_whitespace().count();
                if count > LONG {
                    problems.push(long_sentence(self.context, self.places.span(sentence.clone()), count));
                }
            }
        }
        self.reading.block(&self.words, &sentences, &self.code, &self.places);
        self.forget_block();
    }

    fn forget_block(&mut self) {
        self.words.clear();
        self.code.clear();
        self.places.clear();
    }
}

/// The links that say the same, whatever the case, unless they are all written to lead to the same place.
pub(super) fn ambiguous_texts(texts: &[LinkText], links: &[Link]) -> Vec<Vec<usize>> {
    let target = |place: usize| (&texts[place].outside, texts[place].link.map(|link| &links[link].target));
    let differ = |places: &Vec<usize>| places.iter().any(|place| target(*place) != target(places[0]));
    let mut by_words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, link) in texts.iter().enumerate().filter(|(_, link)| !link.words.is_empty()) {
        by_words.entry(sentence::folded(&link.words).to_lowercase()).or_default().push(place);
    }
    let mut ambiguous: Vec<Vec<usize>> = by_words.into_values().filter(differ).collect();
    ambiguous.sort_unstable();
    ambiguous
}

/// Whether a sentence may have more words than are good: nearly none does, and so no other is divided into its words.
fn may_be_long(sentence: &str) -> bool {
    // Between two words is a byte of white space, or of a letter beyond ASCII that may be white space.
    let between = sentence.bytes().filter(|byte| *byte <= b' ' || !byte.is_ascii()).count();
    between >= LONG
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
