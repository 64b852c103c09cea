//! A text that is written, but for what depends on other pages.
//!
//! HTML with placeholders: everything one file decides is written once, when the file is parsed. What it does not decide (where a
//! link leads, the number of a source) is a placeholder, and the render stage fills it. So a page whose links have not changed is
//! never written again.
//!
//! Takes: what the Markdown writer puts into it. Gives: a [`Body`]. Never: decides what a part is called, or knows another page.

mod second_id;

use crate::highlight::Language;
use crate::source::Span;
use crate::source::script::Direction;
use compact_str::CompactString;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// What stands after `#` in a link to a part of a page. Most are short, and lie where their heading lies: to look for one among
/// a page's is to wait for the memory once.
pub type Anchor = CompactString;

/// HTML and its placeholders, with what other pages and the checks need to know of the text.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML; safe: nothing in it was copied from the author's HTML.
    pub html: String,
    /// What is still to be filled in, ascending by place.
    pub placeholders: Vec<Placeholder>,
    /// Those placeholders in which another page is put: the byte of the HTML, and the number of the link.
    pub embeds: Vec<(usize, usize)>,
    /// Links to other pages, files and pictures of this site, in order. Shared with what other pages may know of its page.
    pub links: Arc<Vec<Link>>,
    /// Where each link stands, in the same order. Kept apart: other pages see links without places.
    pub link_spans: Vec<LinkSpan>,
    /// In order; shared too.
    pub headings: Arc<Vec<Heading>>,
    /// Where each heading stands in the HTML, in the same order.
    pub heading_places: Vec<usize>,
    /// Where each block begins in the HTML and in its file, as bytes; in the order of the first.
    pub block_places: Vec<(u32, u32)>,
    /// Blocks with a name of their own.
    pub marks: Vec<Mark>,
    /// Notes, by number. Their HTML stands behind the text's own.
    pub notes: Vec<Note>,
    /// Anchors that are not headings' own.
    pub anchors: Vec<Anchor>,
    /// In order.
    pub citations: Vec<Citation>,
    /// Its care cards, in order.
    pub cards: Vec<CareCard>,
    /// The names of call-outs that are the author's own, with their places.
    pub own_callouts: Vec<(String, Span)>,
    /// Blocks of code that are shown with colours, marks or numbers, in order.
    pub codes: Vec<CodeBlock>,
    /// The names of figures that have a number, in order.
    pub figures: Vec<Anchor>,
    /// Mentions of figures, with their places.
    pub figure_mentions: Vec<(Anchor, Span)>,
    /// Diagrams, in order; what they say stands in the HTML behind them.
    pub diagrams: Vec<Diagram>,
    /// Formulas as MathML, in order; their TeX stands in the HTML.
    pub formulas: Vec<String>,
}

/// A diagram, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// What stands in `<svg>`.
    pub svg: String,
    /// Left, top, width and height in CSS pixels.
    pub view: [i64; 4],
    /// The key of the word for what it is.
    pub kind: &'static str,
    /// What its author calls it; or empty.
    pub title: String,
}

/// How a block of code is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CodeBlock {
    /// In which language it is coloured.
    pub language: Option<Language>,
    /// Lines that are marked, from 1; the last that names a line counts.
    pub marked: Vec<(RangeInclusive<u32>, LineMark)>,
    /// The number of its first line, where lines are numbered.
    pub numbers: Option<u32>,
}

impl CodeBlock {
    /// What readers see besides the words, in a manner that is another where they see another.
    pub fn told(&self) -> String {
        let mark =
            |(lines, mark): &(RangeInclusive<u32>, LineMark)| format!(" {}-{}{mark:?}", lines.start(), lines.end());
        let marks: String = self.marked.iter().map(mark).collect();
        let numbers = self.numbers.map_or(String::new(), |first| format!(" #{first}"));
        format!("{{{}{numbers}}}", marks.trim_start())
    }
}

/// Why a line of code is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineMark {
    /// It is spoken of.
    Marked,
    /// It was put in.
    Inserted,
    /// It was taken out.
    Deleted,
}

/// A care card: how soon to get which help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareCard {
    /// The id of its level: `urgent`.
    pub level: &'static str,
    /// The anchor of its heading.
    pub id: Anchor,
    /// What its first line says to do, as plain text; empty where it says nothing.
    pub title: String,
    /// Its first line.
    pub span: Span,
}

/// A place in the HTML where something is to be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The byte of the HTML before which it is put.
    pub at: usize,
    /// What.
    pub kind: PlaceholderKind,
}

/// What a placeholder is for; numbers count the lists of the [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// `<a …>` of a link.
    LinkStart(usize),
    /// `</a>`.
    LinkEnd(usize),
    /// A picture, whole.
    Picture(usize),
    /// Another page, or a part of it, whole: that of a link.
    Embed(usize),
    /// What makes the ids of a text that is put into another page differ from that page's own: before an id, or a link to one.
    Id,
    /// The link to a heading of the text itself, behind it: for who wants to pass that part on.
    Here(usize),
    /// The anchor of a named block.
    Anchor(usize),
    /// The number of a note, and which of the mentions of that note it is, from 1.
    Note(usize, usize),
    /// What a table is called, by its number on the page.
    Table,
    /// What a block of code without a title is called, by its number on the page.
    CodeName,
    /// Before the words of a block of code: how these are shown.
    Code(usize),
    /// Before the TeX of a formula: its MathML stands in the place of that.
    Formula(usize),
    /// A diagram, whole.
    Diagram(usize),
    /// Around a picture: the link to its file, by which it is enlarged.
    EnlargeStart(usize),
    /// `</a>` of that.
    EnlargeEnd(usize),
    /// The number of a figure: `Figure 2`.
    Figure(usize),
    /// A mention of a figure.
    FigureMention(usize),
    /// Where a film is shown, by the name of its host.
    Film(&'static str),
    /// Two signs `=` that are text.
    Equals,
    /// The beginning of highlighted text.
    MarkStart,
    /// Its end.
    MarkEnd,
    /// The number of a source.
    Citation(usize),
    /// The number to call, at the end of a care card of this level.
    Call(&'static str),
    /// A word in the site's language, by its key in the theme's words.
    Word(&'static str),
    /// In a tag: that its text runs this way, where the site does not.
    Direction(Direction),
    /// The same of a list.
    ListDirection(Direction),
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Where to.
    pub target: Target,
    /// What it is for.
    pub purpose: Purpose,
    /// How it is written.
    pub markup: Markup,
    /// The sentence around it, as plain text.
    pub sentence: String,
    /// In an outcome of a decision tree: the shortest answers that lead there, in words.
    pub answers: String,
    /// How many answers that takes; 0 elsewhere.
    pub steps: usize,
}

impl Link {
    /// A link that does not yet know the sentence it stands in.
    pub fn to(target: Target, purpose: Purpose) -> Link {
        Link { target, purpose, markup: Markup::Markdown, sentence: String::new(), answers: String::new(), steps: 0 }
    }
}

/// Where a link points, before any other file was looked at. Most names and paths are short, and lie in the link itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A file by its path, decoded; an empty path is the page itself.
    File {
        /// Relative to the file, or from the content folder where it begins with `/`.
        path: CompactString,
        /// After `#`.
        fragment: Option<Anchor>,
    },
    /// A page by its name.
    Name {
        /// Title, file name, path, alias or other name; empty for the page itself.
        name: CompactString,
        /// The heading after `#`.
        fragment: Option<Anchor>,
    },
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Markup {
    /// `[words](address)`, `![words](address)`, `[[name]]`.
    Markdown,
    /// `<a href="address">`, `<img src="address">`.
    Html,
}

/// What a link is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To be followed.
    Follow {
        /// Whether the author gave the words; if not, the page's title is shown.
        own_words: bool,
    },
    /// To be seen here: a picture, with its alternative text and its width in CSS pixels, where given.
    Show {
        /// For those who do not see it.
        alt: String,
        /// Shown when pointed at.
        title: String,
        /// In CSS pixels.
        width: Option<u32>,
        /// In CSS pixels.
        height: Option<u32>,
    },
    /// To be read here: a page, or a part of it. Where that cannot be, a link.
    Embed,
}

/// Where a link stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSpan {
    /// `[text](target#part)`, whole.
    pub whole: Span,
    /// `target#part`.
    pub target: Span,
}

/// A heading of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its anchor.
    pub id: Anchor,
    /// As plain text.
    pub text: String,
    /// In a vault, as it is written, where that has other words: Obsidian's links name a heading by them.
    #[serde(skip)]
    pub written: String,
    /// Where it stands; not for other pages.
    #[serde(skip)]
    pub span: Span,
}

/// A block with a name: `^name` behind it, as Obsidian writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its name, without `^`.
    pub name: String,
    /// Where its HTML begins.
    pub start: usize,
    /// Where an anchor can be put.
    pub anchor: usize,
    /// Where its HTML ends.
    pub end: usize,
}

/// A note at the foot of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// From 1.
    pub number: usize,
    /// What its author calls it.
    pub label: CompactString,
    /// Where its HTML begins, without the item around it.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A mention of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its key in the references.
    pub key: String,
    /// Where in the source, such as `p. 4`; or empty.
    pub detail: String,
    /// Where the key stands.
    pub span: Span,
}

impl Citation {
    /// As an author writes it: `[@key, p. 4]`.
    pub fn written(&self) -> String {
        let comma = if self.detail.is_empty() { "" } else { ", " };
        format!("[@{}{comma}{}]", self.key, self.detail)
    }
}

impl Body {
    /// Puts another body behind this one.
    pub fn append(&mut self, other: Body) {
        let (at, links, citations) = (self.html.len(), self.links.len(), self.citations.len());
        let (headings, codes, formulas) = (self.headings.len(), self.codes.len(), self.formulas.len());
        let (figures, mentions, diagrams) = (self.figures.len(), self.figure_mentions.len(), self.diagrams.len());
        self.html.push_str(&other.html);
        self.placeholders.extend(other.placeholders.into_iter().map(|placeholder| Placeholder {
            at: placeholder.at + at,
            kind: match placeholder.kind {
                PlaceholderKind::LinkStart(i) => PlaceholderKind::LinkStart(i + links),
                PlaceholderKind::LinkEnd(i) => PlaceholderKind::LinkEnd(i + links),
                PlaceholderKind::Picture(i) => PlaceholderKind::Picture(i + links),
                PlaceholderKind::Embed(i) => PlaceholderKind::Embed(i + links),
                PlaceholderKind::Citation(i) => PlaceholderKind::Citation(i + citations),
                PlaceholderKind::Here(i) => PlaceholderKind::Here(i + headings),
                PlaceholderKind::Code(i) => PlaceholderKind::Code(i + codes),
                PlaceholderKind::Formula(i) => PlaceholderKind::Formula(i + formulas),
                PlaceholderKind::Diagram(i) => PlaceholderKind::Diagram(i + diagrams),
                PlaceholderKind::EnlargeStart(i) => PlaceholderKind::EnlargeStart(i + links),
                PlaceholderKind::EnlargeEnd(i) => PlaceholderKind::EnlargeEnd(i + links),
                PlaceholderKind::Figure(i) => PlaceholderKind::Figure(i + figures),
                PlaceholderKind::FigureMention(i) => PlaceholderKind::FigureMention(i + mentions),
                kind => kind,
            },
        }));
        self.embeds.extend(other.embeds.into_iter().map(|(place, link)| (place + at, link + links)));
        self.marks.extend(other.marks.into_iter().map(|mark| Mark {
            start: mark.start + at,
            anchor: mark.anchor + at,
            end: mark.end + at,
            ..mark
        }));
        self.block_places.extend(other.block_places.into_iter().map(|(place, source)| (place + at as u32, source)));
        self.heading_places.extend(other.heading_places.into_iter().map(|place| place + at));
        Arc::make_mut(&mut self.links).extend(Arc::unwrap_or_clone(other.links));
        self.link_spans.extend(other.link_spans);
        Arc::make_mut(&mut self.headings).extend(Arc::unwrap_or_clone(other.headings));
        self.anchors.extend(other.anchors);
        self.citations.extend(other.citations);
        self.cards.extend(other.cards);
        self.own_callouts.extend(other.own_callouts);
        self.codes.extend(other.codes);
        self.formulas.extend(other.formulas);
        self.figures.extend(other.figures);
        self.figure_mentions.extend(other.figure_mentions);
        self.diagrams.extend(other.diagrams);
    }

    /// Where the text ends and its notes begin.
    pub fn text_end(&self) -> usize {
        self.notes.first().map_or(self.html.len(), |note| note.start)
    }

    /// Marks a placeholder at the end of what is written so far.
    pub fn placeholder(&mut self, kind: PlaceholderKind) {
        self.placeholders.push(Placeholder { at: self.html.len(), kind });
        if let PlaceholderKind::Embed(link) = kind {
            self.embeds.push((self.html.len(), link));
        }
    }
}
