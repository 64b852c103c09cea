//! The page of a whole tree: the drawing, and all of it as nested text.

use super::tree::{level_word, tree_view};
use crate::link::{BOOK, Page, Site};
use crate::parse::Decision;
use crate::render::html::chapters::Chapters;
use crate::render::html::page_context::Frame;
use crate::render::outputs::routes::tree_page;
use crate::render::view::{LinkView, PageView, View, WholeAnswer, WholeQuestion, WholeView, WholeWay};
use crate::tree::{self, Item, Map, Outline, ScreenKind, SvgWords, Target, Transition};
use std::collections::BTreeMap;

/// The view. `None` for a tree without pages.
pub(in crate::render) fn whole(site: &Site, frame: &Frame<'_>, p: usize, from: &str) -> Option<View> {
    let (page, decision) = tree_page(site, p)?;
    let title = frame.theme.word("whole-tree").replace("{name}", &page.facts().title);
    let above = frame.page_view(from, "whole-tree", p);
    let mut breadcrumbs = above.breadcrumbs;
    breadcrumbs.push(frame.to_page(from, p));
    // The first page of an outcome is the one with the fewest answers before it.
    let mut ends: BTreeMap<usize, &str> = BTreeMap::new();
    for (screen, facts) in decision.screens.iter().zip(&page.facts().screens) {
        if let ScreenKind::Outcome(outcome) = screen.kind {
            ends.entry(outcome).or_insert(&facts.address);
        }
    }
    let said = frame.theme.tree_words();
    let outline = tree::outline(&decision.tree, &said);
    let other = |name: &str| match site.tree_called(name) {
        Some(other) => site.pages[other].facts().title.clone(),
        None => name.to_owned(),
    };
    let map = tree::map(&decision.tree, &outline, &said, &other);
    let places = Places { site, frame, page, decision, outline: &outline, on: On::ItsPage(from), ends };
    Some(View {
        page: PageView { heading: title.clone(), title, breadcrumbs, ..above },
        tree: Some(tree_view(frame, from, p, decision)),
        whole: Some(WholeView {
            map: map.map(|map| drawing(frame, page, decision, &map)).unwrap_or_default(),
            questions: outline.items.iter().enumerate().map(|(i, item)| places.question(i, item)).collect(),
        }),
        ..frame.around(from, Some(p))
    })
}

/// The questions of a tree with their numbers in it, in reading order, for the document of the whole site.
pub(super) fn questions(
    site: &Site,
    frame: &Frame<'_>,
    p: usize,
    decision: &Decision,
    chapters: &Chapters,
) -> Vec<(usize, WholeQuestion)> {
    let said = frame.theme.tree_words();
    let outline = tree::outline(&decision.tree, &said);
    let (page, on, ends) = (&site.pages[p], On::Book(p, chapters), BTreeMap::new());
    let places = Places { site, frame, page, decision, outline: &outline, on, ends };
    outline.items.iter().enumerate().map(|(i, item)| (item.question, places.question(i, item))).collect()
}

fn drawing(frame: &Frame<'_>, page: &Page, decision: &Decision, map: &Map) -> String {
    let title = frame.theme.word("map").replace("{name}", &page.facts().title);
    let words = SvgWords {
        title: &title,
        description: frame.theme.word("map-about"),
        level: &|level| level_word(frame, level),
        other_tree: frame.theme.word("other-tree"),
    };
    tree::svg(&decision.tree, map, &words)
}

/// Where a whole tree is shown.
#[derive(Clone, Copy)]
enum On<'a> {
    /// On a page of its own, at this address.
    ItsPage(&'a str),
    /// In the document of the whole site: the tree's page, and where all others are.
    Book(usize, &'a Chapters),
}

/// What a way needs to know to say where it leads.
struct Places<'a> {
    site: &'a Site,
    frame: &'a Frame<'a>,
    page: &'a Page,
    decision: &'a Decision,
    outline: &'a Outline,
    on: On<'a>,
    ends: BTreeMap<usize, &'a str>,
}

impl Places<'_> {
    fn question(&self, place: usize, item: &Item) -> WholeQuestion {
        let mut answers: Vec<WholeAnswer> = Vec::new();
        let mut open = false;
        for way in &item.transitions {
            let leads = self.way(way);
            match answers.last_mut() {
                Some(last) if open && last.answer == way.answer => last.ways.push(leads),
                _ => answers.push(WholeAnswer { answer: way.answer.clone(), ways: vec![leads] }),
            }
            open = !way.earlier.is_empty();
        }
        let ask = self.decision.tree.questions[item.question].ask.text.clone();
        let anchor = match self.on {
            On::ItsPage(_) => format!("question-{}", place + 1),
            On::Book(page, chapters) => chapters.question(page, item.question),
        };
        WholeQuestion { anchor, ask, answers }
    }

    /// The first page of an outcome, or its place.
    fn end(&self, outcome: usize) -> String {
        match self.on {
            On::ItsPage(from) => {
                let to = self.ends.get(&outcome).map(|end| format!("{}{end}", self.page.facts().address));
                to.map(|to| self.frame.link(from, &to)).unwrap_or_default()
            }
            On::Book(page, chapters) => format!("#{}", chapters.outcome(page, outcome)),
        }
    }

    fn other_tree(&self, tree: usize) -> LinkView {
        match self.on {
            On::ItsPage(from) => self.frame.to_page(from, tree),
            On::Book(_, chapters) => match chapters.anchor(tree) {
                Some(anchor) => LinkView { href: format!("#{anchor}"), ..self.frame.to_page(BOOK, tree) },
                None => self.frame.to_page(BOOK, tree),
            },
        }
    }

    fn way(&self, way: &Transition) -> WholeWay {
        let Places { frame, decision, .. } = *self;
        let tree = &decision.tree;
        let plain = WholeWay { earlier: way.earlier.clone(), ..WholeWay::default() };
        match &way.target {
            Target::Question(question) => {
                let number = self.outline.number.get(question).map_or(0, |number| number + 1);
                let title = tree.questions[*question].ask.text.clone();
                let href = match self.on {
                    On::ItsPage(_) => format!("#question-{number}"),
                    On::Book(page, chapters) => format!("#{}", chapters.question(page, *question)),
                };
                WholeWay { title, href, number, ..plain }
            }
            Target::Outcome(outcome) => {
                let level = tree.levels.get(tree.outcomes[*outcome].level).cloned().unwrap_or_default();
                let level_word = level_word(frame, &level);
                let looks_like = tree.looks_like(tree.outcomes[*outcome].level);
                WholeWay {
                    title: tree.outcomes[*outcome].title.text.clone(),
                    href: self.end(*outcome),
                    level,
                    looks_like,
                    level_word,
                    ..plain
                }
            }
            Target::OtherTree(name) => match self.site.tree_called(name) {
                Some(other) => {
                    let to = self.other_tree(other);
                    WholeWay { title: to.title, href: to.href, ..plain }
                }
                None => WholeWay { title: name.clone(), ..plain },
            },
            Target::Unknown => plain,
        }
    }
}
