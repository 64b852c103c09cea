//! Pages that are put into other pages: which part of which, and where that must not be.
//!
//! Takes: pages with resolved links. Gives: [`Embeds`]. A page that would come to stand in itself, or a page that would grow
//! without measure, is refused here, so that all that is left ends.
//! It reads sizes and places of texts, which facts do not have, and is worked out anew for each run.

use super::{Page, Resolved};
use crate::parse::Content;
use crate::text::body::{Anchor, Body};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// So deep pages may stand in one another.
const DEEPEST: usize = 8;
/// So many bytes of HTML may be put into one page.
const LARGEST: usize = 4 << 20;
/// So many may be put into the pages of the site, all together.
const LARGEST_SITE: usize = 512 << 20;
/// What is written around a page that is put into another, and for a placeholder, roughly.
const AROUND: usize = 128;

/// What stands where a page is put, by page and number of link.
#[derive(Debug, Default)]
pub struct Embeds {
    embeds: HashMap<(usize, usize), Embed>,
    /// Those that are refused, in order.
    pub refused: BTreeMap<(usize, usize), Refusal>,
}

/// A part of a page that is put into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// The page.
    pub page: usize,
    /// The part of its HTML.
    pub part: Range<usize>,
}

/// Why a page is not put where its author wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would stand in itself: by way of these pages, the first again at the end.
    Circle(Vec<usize>),
    /// Pages would stand in one another more than so many deep.
    TooDeep(usize),
    /// One page would become too large.
    TooLarge,
}

impl Embeds {
    /// What is put where a page's link stands; `None` where a link is shown instead.
    pub fn at(&self, page: usize, link: usize) -> Option<&Embed> {
        self.embeds.get(&(page, link)).filter(|_| !self.refused.contains_key(&(page, link)))
    }

    /// Looks through a site.
    pub(super) fn of(pages: &[Page]) -> Embeds {
        let places: Vec<Vec<Place>> = pages.par_iter().map(places).collect();
        let mut search = Search { pages, places: &places, ..Search::default() };
        let mut total = 0;
        for page in (0..pages.len()).filter(|page| !places[*page].is_empty()) {
            let whole = match &pages[page].doc.content {
                Content::Article(article) => 0..article.body.html.len(),
                Content::Tree(_) => 0..usize::MAX,
            };
            let root = search.node(page, Anchor::default(), whole);
            search.visit(root);
            total += search.nodes[root].inside;
            if total > LARGEST_SITE {
                let links: Vec<usize> = search.nodes[root].edges.iter().map(|(link, _)| *link).collect();
                search.found.refused.extend(links.into_iter().map(|link| ((page, link), Refusal::TooLarge)));
            }
        }
        search.found
    }
}

/// A place where a page is put: the byte of the HTML, and the number of the file's link.
type Place = (usize, usize);

fn places(page: &Page) -> Vec<Place> {
    let of = |body: &Body, first: usize| -> Vec<Place> {
        body.embeds.iter().map(|(at, link)| (*at, first + link)).collect()
    };
    match &page.doc.content {
        Content::Article(article) => of(&article.body, 0),
        Content::Tree(decision) => decision.texts.values().flat_map(|(body, first)| of(body, *first)).collect(),
    }
}

/// A part of a page, and what is put into it.
struct Node {
    page: usize,
    part: Range<usize>,
    /// The links that put something here, and what.
    edges: Vec<(usize, usize)>,
    state: State,
    /// How deep pages stand in it.
    height: usize,
    /// The bytes that are put into it, and its own with them.
    inside: usize,
    size: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

#[derive(Default)]
struct Search<'a> {
    pages: &'a [Page],
    places: &'a [Vec<Place>],
    nodes: Vec<Node>,
    known: HashMap<(usize, Anchor), usize>,
    /// The parts of a page's text by their anchors.
    parts: HashMap<usize, HashMap<Anchor, Range<usize>>>,
    found: Embeds,
}

impl Search<'_> {
    /// The node of a part of a page; `anchor` is empty for the whole.
    fn node(&mut self, page: usize, anchor: Anchor, part: Range<usize>) -> usize {
        if let Some(known) = self.known.get(&(page, anchor.clone())) {
            return *known;
        }
        let size = match &self.pages[page].doc.content {
            Content::Article(article) => {
                let placeholders = &article.body.placeholders;
                let before = |at: usize| placeholders.partition_point(|placeholder| placeholder.at < at);
                let notes = article.body.html.len() - article.body.text_end();
                part.len() + notes + AROUND * (1 + before(part.end) - before(part.start))
            }
            Content::Tree(_) => 0,
        };
        let number = self.nodes.len();
        self.nodes.push(Node { page, part, edges: Vec::new(), state: State::New, height: 0, inside: 0, size });
        self.known.insert((page, anchor), number);
        number
    }

    /// What is put into a part. A note's text comes with any part of its page.
    fn edges(&mut self, node: usize) -> Vec<(usize, usize)> {
        let (page, part) = (self.nodes[node].page, self.nodes[node].part.clone());
        let notes = match &self.pages[page].doc.content {
            Content::Article(article) => article.body.text_end(),
            Content::Tree(_) => usize::MAX,
        };
        // A text's places are in order; a tree's are of many texts, and its node is always all of it.
        let places: &[Place] = &self.places[page];
        let (here, rest) = if part.end == usize::MAX {
            (places, &places[..0])
        } else {
            let first = |at: usize| places.partition_point(|(place, _)| *place < at);
            (&places[first(part.start)..first(part.end)], &places[first(notes.max(part.end))..])
        };
        let links: Vec<usize> = here.iter().chain(rest).map(|(_, link)| *link).collect();
        links.into_iter().filter_map(|link| Some((link, self.target(page, link)?))).collect()
    }

    fn target(&mut self, page: usize, link: usize) -> Option<usize> {
        let Some(Resolved::Page { page: to, fragment, .. }) = self.pages[page].links.get(link) else { return None };
        let Content::Article(article) = &self.pages[*to].doc.content else { return None };
        let whole = 0..article.body.html.len();
        let part = match fragment {
            None => whole,
            Some(anchor) => {
                let parts = self.parts.entry(*to).or_insert_with(|| parts(&article.body));
                parts.get(anchor).cloned().unwrap_or(whole)
            }
        };
        self.found.embeds.insert((page, link), Embed { page: *to, part: part.clone() });
        Some(self.node(*to, fragment.clone().unwrap_or_default(), part))
    }

    /// Follows everything that is put into a part, to its end.
    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.open(root);
        while let Some((node, next)) = path.last().copied() {
            let Some((link, child)) = self.nodes[node].edges.get(next).copied() else {
                self.nodes[node].state = State::Done;
                self.nodes[node].size += self.nodes[node].inside;
                path.pop();
                continue;
            };
            match self.nodes[child].state {
                State::New => {
                    self.open(child);
                    path.push((child, 0));
                    continue;
                }
                State::Open => {
                    let circle = path.iter().map(|(on, _)| *on).skip_while(|on| *on != child).chain([child]);
                    let mut pages: Vec<usize> = circle.map(|on| self.nodes[on].page).collect();
                    pages.dedup();
                    if pages.len() == 1 {
                        pages.push(pages[0]);
                    }
                    self.refuse(node, link, Refusal::Circle(pages));
                }
                State::Done => self.weigh(node, link, child),
            }
            if let Some(last) = path.last_mut() {
                last.1 += 1;
            }
        }
    }

    fn open(&mut self, node: usize) {
        if self.nodes[node].state == State::New {
            let edges = self.edges(node);
            self.nodes[node].edges = edges;
            self.nodes[node].state = State::Open;
        }
    }

    fn weigh(&mut self, node: usize, link: usize, child: usize) {
        let (height, size) = (self.nodes[child].height + 1, self.nodes[child].size);
        if height > DEEPEST {
            self.refuse(node, link, Refusal::TooDeep(DEEPEST));
        } else if self.nodes[node].inside + size > LARGEST {
            self.refuse(node, link, Refusal::TooLarge);
        } else {
            let node = &mut self.nodes[node];
            node.height = node.height.max(height);
            node.inside += size;
        }
    }

    fn refuse(&mut self, node: usize, link: usize, why: Refusal) {
        self.found.refused.entry((self.nodes[node].page, link)).or_insert(why);
    }
}

/// The parts of a text by their anchors: the section of each heading, up to the next of its level or a higher one, and each
/// named block.
fn parts(body: &Body) -> HashMap<Anchor, Range<usize>> {
    let mut out = HashMap::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut end = |number: usize, at: usize| {
        let range = body.heading_places[number]..at;
        out.entry(body.headings[number].id.clone()).or_insert(range);
    };
    for (number, (heading, at)) in body.headings.iter().zip(&body.heading_places).enumerate() {
        while let Some((_, last)) = open.pop_if(|(level, _)| *level >= heading.level) {
            end(last, *at);
        }
        open.push((heading.level, number));
    }
    while let Some((_, last)) = open.pop() {
        end(last, body.text_end());
    }
    for mark in &body.marks {
        out.entry(format!("^{}", mark.name).into()).or_insert(mark.start..mark.end);
    }
    out
}
