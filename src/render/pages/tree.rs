//! The pages of a decision tree: its start, its questions, its outcomes.

use crate::link::{Resolved, Site};
use crate::parse::{Decision, Slot};
use crate::render::html::feedback::About;
use crate::render::html::fill;
use crate::render::html::page_context::Frame;
use crate::render::outputs::routes::{SCRIPT, routes_address, tree_page};
use crate::render::view::{
    ChoiceView, Listed, NumbersView, OutcomeView, PageView, QuestionView, TickView, TreeView, View,
};
use crate::tree::{self, Picked, Screen, ScreenKind, ScreenTarget};

/// The start page: what the tree is for, and its first question. `None` for a tree without questions.
pub(in crate::render) fn start(site: &Site, frame: &Frame<'_>, p: usize) -> Option<View> {
    let (page, decision) = tree_page(site, p)?;
    let from = page.facts().address.as_str();
    let mut filling = fill::Page::of(frame, from, p);
    let start = decision.screens.first().map(|screen| question(site, frame, p, from, screen, &mut filling));
    let intro = text(site, p, decision, Slot::Intro, &mut filling);
    let (backlinks, more_backlinks) = frame.backlinks(from, p);
    let view = TreeView {
        intro,
        start: Some(start.unwrap_or_default()),
        backlinks,
        more_backlinks,
        ..tree_view(frame, from, p, decision)
    };
    Some(View {
        page: frame.page_view(from, "tree", p),
        tree: Some(view),
        terms: filling.terms(),
        sources: filling.sources(),
        ..frame.around(from, Some(p))
    })
}

/// The page of a question or an outcome: the template's name and the view.
pub(in crate::render) fn screen(site: &Site, frame: &Frame<'_>, p: usize, s: usize) -> (&'static str, View) {
    let Some((page, decision)) = tree_page(site, p) else { return ("question.html", View::default()) };
    let screen = &decision.screens[s];
    let facts = &page.facts().screens[s];
    let from = format!("{}{}", page.facts().address, facts.address);
    let from = from.as_str();
    let mut filling = fill::Page::of(frame, from, p);
    let (kind, template) = match screen.kind {
        ScreenKind::Question(_) => ("question", "question.html"),
        ScreenKind::Outcome(_) => ("outcome", "outcome.html"),
    };
    let mut view = View {
        tree: Some(TreeView { screen: s, ..tree_view(frame, from, p, decision) }),
        ..frame.around(from, Some(p))
    };
    match screen.kind {
        ScreenKind::Question(_) => view.question = Some(question(site, frame, p, from, screen, &mut filling)),
        ScreenKind::Outcome(o) => view.outcome = Some(outcome(site, frame, p, from, screen, o, &mut filling)),
    }
    let above = frame.page_view(from, kind, p);
    let mut breadcrumbs = above.breadcrumbs;
    breadcrumbs.push(frame.to_page(from, p));
    let feedback = match screen.kind {
        ScreenKind::Outcome(o) if page.is_for_readers() => {
            let about = About::Outcome(page.facts().path.as_str(), &decision.tree.outcomes[o].id.text);
            frame.feedback(from, &facts.title, &about)
        }
        _ => Default::default(),
    };
    view.page = PageView {
        feedback,
        title: facts.title.clone(),
        heading: facts.title.clone(),
        description: String::new(),
        // One page a step is for readers on their way; whoever searches should find the start.
        indexed: false,
        breadcrumbs,
        ..above
    };
    view.terms = filling.terms();
    view.sources = filling.sources();
    (template, view)
}

pub(in crate::render) fn tree_view(frame: &Frame<'_>, from: &str, p: usize, decision: &Decision) -> TreeView {
    let page = &frame.site.pages[p];
    let script = frame.theme.asset(SCRIPT);
    TreeView {
        title: page.facts().title.clone(),
        href: frame.link(from, &page.facts().address),
        whole: page.facts().whole_address.as_ref().map(|address| frame.link(from, address)).unwrap_or_default(),
        purpose: decision.tree.purpose.as_ref().map(|t| t.text.trim().to_owned()).unwrap_or_default(),
        review: frame.review(p),
        updated: frame.last_changed(p),
        script: if script.is_empty() { String::new() } else { frame.link(from, script) },
        routes: frame.link(from, &routes_address(page, decision)),
        ..TreeView::default()
    }
}

/// How soon help is needed, in the site's language.
pub(in crate::render) fn level_word(frame: &Frame<'_>, level: &str) -> String {
    frame.level_word(level)
}

fn text(site: &Site, p: usize, decision: &Decision, slot: Slot, filling: &mut fill::Page<'_>) -> String {
    let uses = site.uses[p].texts.get(&slot).map_or(&[][..], Vec::as_slice);
    decision.texts.get(&slot).map(|(body, first)| filling.fill(body, *first, uses)).unwrap_or_default()
}

fn question(
    site: &Site,
    frame: &Frame<'_>,
    p: usize,
    from: &str,
    screen: &Screen,
    filling: &mut fill::Page<'_>,
) -> QuestionView {
    let (Some((page, decision)), ScreenKind::Question(q)) = (tree_page(site, p), screen.kind) else {
        return QuestionView::default();
    };
    let asked = &decision.tree.questions[q];
    let hint = text(site, p, decision, Slot::Hint(q), filling);
    let said = frame.theme.tree_words();
    let choices = screen.choices.iter().map(|choice| {
        let hint = match choice.picked {
            Picked::Option(o) => text(site, p, decision, Slot::OptionHint(q, o), filling),
            _ => String::new(),
        };
        let to = match &choice.target {
            ScreenTarget::Screen(s) => format!("{}{}", page.facts().address, page.facts().screens[*s].address),
            ScreenTarget::OtherTree(name) => match site.tree_called(name) {
                Some(other) => site.pages[other].facts().address.clone(),
                None => page.facts().address.clone(),
            },
        };
        let skip = matches!(choice.picked, Picked::Option(o) if asked.skip == Some(o));
        ChoiceView { label: tree::label(&decision.tree, choice, &said), hint, href: frame.link(from, &to), skip }
    });
    let choices = choices.collect();
    let ticks = asked.options.iter().enumerate().map(|(o, option)| TickView {
        label: option.say.text.clone(),
        hint: text(site, p, decision, Slot::OptionHint(q, o), filling),
        alone: asked.stands_alone(o),
        decides: asked.options[o].goto.is_some(),
    });
    let (ticks, numbers) = match &asked.kind {
        tree::Kind::One => (Vec::new(), None),
        tree::Kind::Any => (ticks.collect(), None),
        tree::Kind::Number(row) => (Vec::new(), Some(numbers(row))),
    };
    QuestionView { ask: asked.ask.text.clone(), hint, choices, ticks, numbers, ahead: screen.ahead }
}

fn numbers(row: &tree::NumberKind) -> NumbersView {
    let (min, step) = (row.written(0), row.shape.written(row.step));
    let time = row.shape == tree::Shape::Time;
    NumbersView {
        whole: step == if time { "0:01" } else { "1" } && !min.contains('.'),
        time,
        max: row.written(row.last_step()),
        unit: row.unit.as_ref().map(|unit| unit.text.clone()).unwrap_or_default(),
        min,
        step,
    }
}

fn outcome(
    site: &Site,
    frame: &Frame<'_>,
    p: usize,
    from: &str,
    screen: &Screen,
    o: usize,
    filling: &mut fill::Page<'_>,
) -> OutcomeView {
    let Some((page, decision)) = tree_page(site, p) else { return OutcomeView::default() };
    let outcome = &decision.tree.outcomes[o];
    let level = decision.tree.levels.get(outcome.level).cloned().unwrap_or_default();
    let level_word = level_word(frame, &level);
    let joined = begins_with_card(decision, o, &level);
    if joined {
        filling.call_is_shown();
    }
    let body = text(site, p, decision, Slot::Body(o), filling);
    let also = screen.also.iter().map(|a| text(site, p, decision, Slot::Also(o, *a), filling)).collect();
    let read = decision.reads.get(o).into_iter().flatten().filter_map(|link| {
        let resolved = &page.links[*link];
        let href = frame.resolved(from, resolved)?;
        match resolved {
            Resolved::Page { page, .. } => Some(Listed { href, ..frame.listed(from, *page) }),
            _ => None,
        }
    });
    let call = frame.number_to_call(&level).to_owned();
    let call_words = frame.words_to_call(&level);
    let looks_like = decision.tree.looks_like(outcome.level);
    OutcomeView {
        title: outcome.title.text.clone(),
        level,
        looks_like,
        level_word,
        call,
        call_words,
        joined,
        body,
        also,
        read: read.collect(),
    }
}

/// Whether an outcome's text begins with a care card of its level.
pub(super) fn begins_with_card(decision: &Decision, o: usize, level: &str) -> bool {
    let body = decision.texts.get(&Slot::Body(o)).map(|(body, _)| body);
    body.is_some_and(|body| {
        let first = body.cards.first().is_some_and(|card| card.level == level);
        first && body.html.starts_with("<section class=\"care care-")
    })
}
