//! A page → its care cards and call-outs in the order of the text, those of pages that are put into it among them.
//!
//! Takes: a site and a page of it. Gives: [`Card`]s. Never: reads what a card says beyond its words.

use crate::link::Site;
use crate::parse::{Content, Slot};
use crate::text::body::PlaceholderKind;
use crate::text::{Body, Kind, Node, Plain, nodes, plain};
use std::ops::Range;

/// A care card or call-out, as it stands on a page.
#[derive(Clone, Default)]
pub(super) struct Card {
    /// Its level or kind.
    pub(super) name: String,
    /// Whether it is a care card.
    pub(super) care: bool,
    /// What it says first.
    pub(super) title: String,
    /// Its lines: the title, each paragraph and each item of a list.
    pub(super) lines: Vec<String>,
    /// The same with what makes a word small, raised or explained, a footnote, and whether a line is under another point.
    pub(super) marked: Vec<String>,
    /// The lines of its text that stand above it, and those below.
    pub(super) around: [Vec<String>; 2],
    /// The outcome it stands in; empty in an article.
    pub(super) outcome: String,
    /// The page it is put in from; empty where it is the page's own.
    pub(super) from: String,
    /// What is tapped to see it, where it stands in something folded.
    pub(super) fold: Option<String>,
}

impl Card {
    /// All that it says.
    pub(super) fn text(&self) -> String {
        self.lines.join(" ")
    }
}

/// The cards of a page; those of a tree with the outcome that they stand in.
pub(super) fn cards(site: &Site, page: usize) -> Vec<Card> {
    let mut out = Vec::new();
    let mut of_text = |body: &Body, first: usize, outcome: &str| {
        if body.cards.is_empty() && body.embeds.is_empty() && !body.html.contains("callout") {
            return;
        }
        let mut reader = Reader::of(site);
        reader.read(body, (page, first), 0..body.html.len(), &Card { outcome: outcome.to_owned(), ..Card::default() });
        out.extend(reader.finished());
    };
    match &site.pages[page].doc.content {
        Content::Article(article) => of_text(&article.body, 0, ""),
        Content::Tree(decision) => {
            for (slot, (body, first)) in &decision.texts {
                let outcome = match slot {
                    Slot::Body(outcome) | Slot::Also(outcome, _) => {
                        decision.tree.outcomes[*outcome].title.text.as_str()
                    }
                    Slot::Intro | Slot::Hint(_) | Slot::OptionHint(..) => "",
                };
                of_text(body, *first, outcome);
            }
        }
    }
    out
}

/// The cards in what a term means. Nothing is put in there.
pub(super) fn of_meaning(site: &Site, term: usize) -> Vec<Card> {
    let body = &site.glossary.terms[term].meaning;
    if body.cards.is_empty() && !body.html.contains("callout") {
        return Vec::new();
    }
    let mut reader = Reader::of(site);
    reader.read(body, (usize::MAX, 0), 0..body.html.len(), &Card::default());
    reader.finished()
}

struct Reader<'a> {
    site: &'a Site,
    line: Plain,
    lines: Vec<String>,
    /// The line with its marks.
    marks: Plain,
    marked: Vec<String>,
    /// Each with the places of its lines.
    cards: Vec<(Card, Range<usize>)>,
}

impl<'a> Reader<'a> {
    fn of(site: &'a Site) -> Reader<'a> {
        let (line, lines, marks) = (Plain::default(), Vec::new(), Plain::default());
        Reader { site, line, lines, marks, marked: Vec::new(), cards: Vec::new() }
    }

    /// Reads a part of a text. `place` is its page, and the number of its first link there; `around` is what it stands in.
    fn read(&mut self, body: &Body, place: (usize, usize), part: Range<usize>, around: &Card) {
        let nodes = nodes(body);
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut folds: Vec<(usize, String)> = Vec::new();
        let mut tags: Vec<(usize, String)> = Vec::new();
        let mut lists: Vec<usize> = Vec::new();
        // What is struck out is said no more.
        let mut struck = 0;
        let begins = |node: &&(usize, &Node)| part.contains(&(node.1.html.start as usize));
        for (at, node) in nodes.iter().enumerate().filter(|node| begins(&node)) {
            while folds.pop_if(|(end, _)| *end <= at).is_some() {}
            while let Some((_, name)) = tags.pop_if(|(end, _)| *end <= at) {
                self.marks.text(&format!("</{name}>"));
            }
            // The line before a block, and the last one of a card, are of the list that they stand in.
            if !node.kind.is_inline() || open.last().is_some_and(|(end, _)| *end <= at) {
                self.flush_at(lists.len());
            }
            while lists.pop_if(|end| *end <= at).is_some() {}
            while let Some((_, card)) = open.pop_if(|(end, _)| *end <= at) {
                self.close(card);
            }
            match node.kind {
                Kind::Words if at < struck => {}
                Kind::Words => {
                    self.line.words(html(body, node));
                    self.marks.words(html(body, node));
                }
                Kind::Break => {
                    self.line.text(" ");
                    self.marks.text(" ");
                }
                Kind::Placeholder(PlaceholderKind::Note(..)) => self.marks.text(" (with a footnote)"),
                Kind::List => lists.push(node.end as usize),
                Kind::Phrase => match node.tag(body).map(|tag| (tag.name, tag.attributes)) {
                    Some(("del" | "s", _)) => struck = struck.max(node.end as usize),
                    Some((name, attributes)) if !(PLAIN.contains(&name) && attributes.is_empty()) => {
                        self.marks.text(&format!("<{name}{attributes}>"));
                        tags.push((node.end as usize, name.to_owned()));
                    }
                    _ => {}
                },
                Kind::Placeholder(PlaceholderKind::Embed(link)) => {
                    self.flush();
                    let fold = folds.last().map(|(_, summary)| summary.clone()).or_else(|| around.fold.clone());
                    self.embed((place.0, place.1 + link), &Card { fold, ..around.clone() });
                }
                kind if kind.is_inline() => {}
                _ => self.flush(),
            }
            let inside = &nodes[at + 1..node.end as usize];
            let folded = node.tag(body).filter(|tag| tag.name == "details" && !tag.attributes.contains(" open"));
            if node.kind == Kind::Card || node.kind == Kind::Callout {
                let fold = folds.last().map(|(_, summary)| summary.clone()).or_else(|| around.fold.clone());
                let first = self.lines.len();
                open.push((node.end as usize, self.cards.len()));
                self.cards.push((card(body, node, inside, &Card { fold, ..around.clone() }), first..first));
            }
            if folded.is_some() {
                let summary = inside.iter().find(|node| node.kind == Kind::CalloutTitle);
                let summary = summary.map(|node| plain(html(body, node))).unwrap_or_default();
                folds.push((node.end as usize, summary));
            }
        }
        tags.into_iter().rev().for_each(|(_, name)| self.marks.text(&format!("</{name}>")));
        self.flush_at(lists.len());
        open.into_iter().for_each(|(_, card)| self.close(card));
    }

    /// A part of another page that is put in here.
    fn embed(&mut self, (page, link): (usize, usize), around: &Card) {
        let site = self.site;
        let Some(embed) = site.embeds.at(page, link) else { return };
        let Content::Article(article) = &site.pages[embed.page].doc.content else { return };
        let from = site.pages[embed.page].facts().title.clone();
        self.read(&article.body, (embed.page, 0), embed.part.clone(), &Card { from, ..around.clone() });
    }

    fn flush(&mut self) {
        self.flush_at(0);
    }

    /// Ends a line that stands in so many lists.
    fn flush_at(&mut self, lists: usize) {
        let (line, marks) = (self.line.take(), self.marks.take());
        if !line.is_empty() {
            self.lines.push(line);
            self.marked.push(if lists > 1 { format!("{marks} (under another point)") } else { marks });
        }
    }

    fn close(&mut self, card: usize) {
        self.flush();
        self.cards[card].1.end = self.lines.len();
    }

    fn finished(self) -> Vec<Card> {
        let (lines, marked) = (&self.lines, &self.marked);
        let with_lines = |(card, own): (Card, Range<usize>)| Card {
            lines: lines[own.clone()].to_vec(),
            marked: marked[own.clone()].to_vec(),
            around: [lines[..own.start].to_vec(), lines[own.end..].to_vec()],
            ..card
        };
        self.cards.into_iter().map(with_lines).collect()
    }
}

/// What changes nothing of what words mean, or how well they are seen.
const PLAIN: [&str; 7] = ["em", "i", "strong", "b", "span", "code", "kbd"];

/// A card without its lines.
fn card(body: &Body, node: &Node, inside: &[Node], around: &Card) -> Card {
    let care = node.kind == Kind::Card;
    let titles = |node: &&Node| matches!(node.kind, Kind::CardTitle | Kind::CalloutTitle);
    let title = inside.iter().find(titles).map(|node| plain(html(body, node))).filter(|title| !title.is_empty());
    let tag = node.tag(body);
    let class = tag.and_then(|tag| tag.class()).unwrap_or_default();
    let name = class.rsplit(' ').next().unwrap_or_default();
    let name = name.strip_prefix(if care { "care-" } else { "callout-" }).unwrap_or(name);
    let folded = match tag.map(|tag| (tag.name, tag.attributes.contains(" open"))) {
        Some(("details", true)) => ", which can be folded",
        Some(("details", false)) => ", folded",
        _ => "",
    };
    let first = || plain(html(body, node)).chars().take(80).collect();
    Card { name: format!("{name}{folded}"), care, title: title.unwrap_or_else(first), ..around.clone() }
}

fn html<'a>(body: &'a Body, node: &Node) -> &'a str {
    &body.html[node.html.start as usize..node.html.end as usize]
}
