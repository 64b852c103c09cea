//! A text that is written, but for what depends on other pages.
//!
//! HTML with holes: everything one file decides is written once, when the file is parsed. What it does not decide (where a
//! link leads, the number of a source) is a hole, and the render stage fills it. So a page whose links have not changed is
//! never written again.

use crate::source::Span;

/// HTML and its holes, with what other pages and the checks need to know of the text.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML; safe: nothing in it was copied from the author's HTML.
    pub html: String,
    /// What is still to be filled in, ascending by place.
    pub holes: Vec<Hole>,
    /// Links to other pages, files and pictures of this site, in order.
    pub links: Vec<Link>,
    /// Where each link stands, in the same order. Kept apart: other pages see links without places.
    pub link_spans: Vec<LinkSpan>,
    /// In order.
    pub headings: Vec<Heading>,
    /// Anchors that are not headings' own.
    pub anchors: Vec<String>,
    /// In order.
    pub citations: Vec<Citation>,
    /// The levels of its care cards, in order.
    pub cards: Vec<&'static str>,
}

/// A place in the HTML where something is to be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The byte of the HTML before which it is put.
    pub at: usize,
    /// What.
    pub kind: HoleKind,
}

/// What a hole is for; numbers count the lists of the [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// `<a …>` of a link.
    LinkStart(usize),
    /// `</a>`.
    LinkEnd(usize),
    /// A picture, whole.
    Picture(usize),
    /// The number of a source.
    Citation(usize),
    /// The number to call, at the end of a care card of this level.
    Call(&'static str),
    /// A word in the site's language, by its key in the theme's words.
    Word(&'static str),
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Where to.
    pub target: Target,
    /// What it is for.
    pub purpose: Purpose,
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
        Link { target, purpose, sentence: String::new(), answers: String::new(), steps: 0 }
    }
}

/// Where a link points, before any other file was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A file by its path, decoded; an empty path is the page itself.
    File {
        /// Relative to the file, or from the content folder where it begins with `/`.
        path: String,
        /// After `#`.
        fragment: Option<String>,
    },
    /// A page by its name.
    Name {
        /// Title, file name, path, alias or other name; empty for the page itself.
        name: String,
        /// The heading after `#`.
        fragment: Option<String>,
    },
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
    },
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
    pub id: String,
    /// As plain text.
    pub text: String,
    /// Where it stands; not for other pages.
    #[serde(skip)]
    pub span: Span,
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

impl Body {
    /// Puts another body behind this one.
    pub fn append(&mut self, other: Body) {
        let (at, links, citations) = (self.html.len(), self.links.len(), self.citations.len());
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.into_iter().map(|hole| Hole {
            at: hole.at + at,
            kind: match hole.kind {
                HoleKind::LinkStart(i) => HoleKind::LinkStart(i + links),
                HoleKind::LinkEnd(i) => HoleKind::LinkEnd(i + links),
                HoleKind::Picture(i) => HoleKind::Picture(i + links),
                HoleKind::Citation(i) => HoleKind::Citation(i + citations),
                other @ (HoleKind::Word(_) | HoleKind::Call(_)) => other,
            },
        }));
        self.links.extend(other.links);
        self.link_spans.extend(other.link_spans);
        self.headings.extend(other.headings);
        self.anchors.extend(other.anchors);
        self.citations.extend(other.citations);
        self.cards.extend(other.cards);
    }

    /// Marks a hole at the end of what is written so far.
    pub fn hole(&mut self, kind: HoleKind) {
        self.holes.push(Hole { at: self.html.len(), kind });
    }
}
