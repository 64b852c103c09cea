//! The page of a whole tree: the drawing, and all of it as nested text.

use super::tree::{level_word, tree_view};
use crate::link::{Page, Site};
use crate::parse::Decision;
use crate::render::html::page_context::Frame;
use crate::render::outputs::routes::tree_page;
use crate::render::view::{PageView, View, WholeAnswer, WholeQuestion, WholeView, WholeWay};
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
    let places = Places { site, frame, page, decision, outline: &outline, from, ends };
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

/// What a way needs to know to say where it leads.
struct Places<'a> {
    site: &'a Site,
    frame: &'a Frame<'a>,
    page: &'a Page,
    decision: &'a Decision,
    outline: &'a Outline,
    from: &'a str,
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
        WholeQuestion { anchor: format!("question-{}", place + 1), ask, answers }
    }

    fn way(&self, way: &Transition) -> WholeWay {
        let Places { frame, page, decision, from, .. } = *self;
        let tree = &decision.tree;
        let plain = WholeWay { earlier: way.earlier.clone(), ..WholeWay::default() };
        match &way.target {
            Target::Question(question) => {
                let number = self.outline.number.get(question).map_or(0, |number| number + 1);
                let title = tree.questions[*question].ask.text.clone();
                WholeWay { title, href: format!("#question-{number}"), number, ..plain }
            }
            Target::Outcome(outcome) => {
                let level = tree.levels.get(tree.outcomes[*outcome].level).cloned().unwrap_or_default();
                let level_word = level_word(frame, &level);
                let looks_like = tree.looks_like(tree.outcomes[*outcome].level);
                let to = self.ends.get(outcome).map(|end| format!("{}{end}", page.facts().address));
                let href = to.map(|to| frame.link(from, &to)).unwrap_or_default();
                WholeWay {
                    title: tree.outcomes[*outcome].title.text.clone(),
                    href,
                    level,
                    looks_like,
                    level_word,
                    ..plain
                }
            }
            Target::OtherTree(name) => match self.site.tree_called(name) {
                Some(other) => {
                    let to = frame.to_page(from, other);
                    WholeWay { title: to.title, href: to.href, ..plain }
                }
                None => WholeWay { title: name.clone(), ..plain },
            },
            Target::Unknown => plain,
        }
    }
}
