//! One `.tree.yaml` → the tree, its proof, its screens, and the Markdown in it.
//!
//! Takes: a file's text. Gives: [`Decision`], and what is wrong with it.
//! Never: looks at another file.

mod told;

use super::dialect::Dialect;
use super::front::{Front, Visibility, names, taken, unknown};
use super::ids::Place;
use super::markdown::{Context, markdown_and_prose};
use super::prose::LinkText;
use super::target;
use crate::data::filled;
use crate::problem::{Code, Problem};
use crate::source::{Offsets, Source, Span};
use crate::text::body::{Body, Link, LinkSpan, Purpose};
use crate::tree::{self, Markup, Proof, Screen, Tree};
use crate::yaml::{self, Fields, Text};
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// A decision tree, as its file alone tells it.
#[derive(Debug)]
pub struct Decision {
    /// The title, where the file has one.
    pub title: Option<String>,
    /// Questions, outcomes and rules.
    pub tree: Tree,
    /// Counts of its paths. Its problems and screens have been taken out.
    pub proof: Proof,
    /// The pages it needs.
    pub screens: Vec<Screen>,
    /// The ways between them, for a script.
    pub routes: Routes,
    /// Its Markdown, written; with the number of the first of its links among the file's.
    pub texts: BTreeMap<Slot, (Body, usize)>,
    /// The numbers of the links that each outcome recommends, in its order.
    pub reads: Vec<Vec<usize>>,
    /// Every link of the file: first the texts', in the order of slots, then the outcomes' `read`.
    pub links: Vec<Link>,
    /// Where they stand.
    pub link_spans: Vec<LinkSpan>,
    /// The words of the links in its texts.
    pub link_texts: Vec<LinkText>,
}

/// Which answers lead from which screen to which, as JSON.
#[derive(Debug)]
pub struct Routes {
    /// The JSON.
    pub json: Arc<str>,
    /// Of the JSON.
    pub hash: u64,
}

/// A place of a tree that holds Markdown; questions, options and outcomes by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Above the first question.
    Intro,
    /// Below a question.
    Hint(usize),
    /// Below an option of a question.
    OptionHint(usize, usize),
    /// An outcome's text.
    Body(usize),
    /// A piece added to an outcome.
    Also(usize, usize),
}

/// Reads, proves and lays out a tree. Whatever is wrong with it, something is read.
pub(super) fn decision(source: &Source, problems: &mut Vec<Problem>) -> (Front, Decision) {
    let whole = Span::new(source.start(), source.text.len());
    let node = yaml::read(source, whole, problems).unwrap_or_else(|problem| {
        problems.push(problem);
        yaml::Node::empty(whole)
    });
    let readable = !matches!(node.value, yaml::Value::Null) || problems.is_empty();
    let mut fields = Fields::of(&node, &source.path, "A decision tree", problems);
    let before = problems.len();
    let mut front = Front::read(&mut fields, &source.path, problems);
    if front.title.is_none() {
        fields.required_text("title", problems);
    }
    front.fill(source, problems);
    let mut tree = tree::read(&source.path, &mut fields, problems);
    fill(&mut tree, source, problems);
    fields.finish(problems);
    if !readable {
        // The file is not YAML: that is told, and what is missing because of it need not be.
        problems.truncate(before);
        front = front.called(names(&source.text[source.start()..], source.start()));
        front.visibility = Visibility::Unknown;
    }
    let mut proof = tree::prove(&tree, &source.path);
    let ends_open = proof.problems.iter().any(|problem| matches!(problem.code, Code::TreeNoNext | Code::TreeGap));
    let follows = |problem: &Problem| match problem.code {
        _ if tree.torn => true,
        Code::TreeUnreachable | Code::TreeRuleBroken | Code::TreeDeadRule | Code::TreeUnasked => ends_open,
        _ => false,
    };
    problems.extend(proof.problems.drain(..).map(|p| if follows(&p) { p.following(&source.path) } else { p }));
    let screens = std::mem::take(&mut proof.screens);
    keep_ids(&tree, &front, source, problems);
    let kept = front.anchors.iter().map(|kept| (kept.old.text.as_str(), kept.new.text.as_str()));
    let json = tree::routes(&tree, &screens, kept.collect());
    let routes = Routes { hash: xxh3_64(json.as_bytes()), json: json.into() };
    if let Some(title) = &front.title {
        problems.extend(tree::names_not_told(&tree, &source.path, &title.text, Markup::Plain, |_| title.span));
    }
    let title = front.title.as_ref().map(|t| t.text.clone());
    let mut out = Decision {
        title,
        proof,
        screens,
        routes,
        texts: BTreeMap::new(),
        reads: Vec::new(),
        links: Vec::new(),
        link_spans: Vec::new(),
        link_texts: Vec::new(),
        tree,
    };
    write_texts(&mut out, source, problems);
    (front, out)
}

/// The words of a tree that are no Markdown, with the values that they name.
fn fill(tree: &mut Tree, source: &Source, problems: &mut Vec<Problem>) {
    let Some(taken) = source.taken.as_deref() else { return };
    let one = |text: &mut Text, problems: &mut Vec<Problem>| {
        filled(&mut text.text, Some(taken), &source.path, text.span, problems)
    };
    for question in &mut tree.questions {
        one(&mut question.ask, problems);
        question.options.iter_mut().for_each(|option| one(&mut option.say, problems));
    }
    for outcome in &mut tree.outcomes {
        one(&mut outcome.title, problems);
        let span = outcome.title.span;
        let words = outcome.title_pieces.iter_mut().filter_map(|piece| piece.as_mut().err());
        words.for_each(|words| filled(words, Some(taken), &source.path, span, &mut Vec::new()));
    }
    tree.summary.iter_mut().for_each(|summary| one(summary, problems));
}

/// Former names of questions and outcomes lead to what is called otherwise now.
fn keep_ids(tree: &Tree, front: &Front, source: &Source, problems: &mut Vec<Problem>) {
    let questions = tree.questions.iter().map(|question| question.id.text.as_str());
    let ids: Vec<&str> = questions.chain(tree.outcomes.iter().map(|outcome| outcome.id.text.as_str())).collect();
    for kept in &front.anchors {
        if ids.contains(&kept.old.text.as_str()) {
            problems.push(taken(&source.path, kept));
        } else if !ids.contains(&kept.new.text.as_str()) {
            problems.push(unknown(&source.path, kept, &ids));
        }
    }
}

fn write_texts(out: &mut Decision, source: &Source, problems: &mut Vec<Problem>) {
    for (slot, text) in slots(&out.tree) {
        let offsets = Offsets::of_scalar(source, text.span, &text.text);
        let at = |range| offsets.span(range);
        let (words, offsets) = if slot == Slot::Intro {
            problems.extend(tree::names_not_told(&out.tree, &source.path, &text.text, Markup::Markdown, at));
            (text.text, offsets)
        } else {
            problems.extend(tree::unknown_names(&out.tree, &source.path, &text.text, Markup::Markdown, at));
            told::told(&out.tree, &source.path, text.text, offsets, problems)
        };
        // A title that no heading can have: headings in a tree's texts are shown, all of them.
        let context = Context {
            path: &source.path,
            offsets: &offsets,
            title: Some("\0"),
            place: Place::Tree,
            dialect: Dialect::Own,
            taken: source.taken.as_deref(),
        };
        let (parsed, link_texts, _) = markdown_and_prose(&words, context, problems);
        let mut body = parsed.body;
        out.link_texts.extend(link_texts);
        let first = out.links.len();
        if let Slot::Body(outcome) | Slot::Also(outcome, _) = slot {
            let (answers, steps) = answers(out, outcome);
            for link in Arc::make_mut(&mut body.links) {
                link.answers.clone_from(&answers);
                link.steps = steps;
            }
        }
        out.links.extend_from_slice(&body.links);
        out.link_spans.append(&mut body.link_spans);
        out.texts.insert(slot, (body, first));
    }
    for (index, outcome) in out.tree.outcomes.iter().enumerate() {
        let (answers, steps) = answers(out, index);
        let mut numbers = Vec::new();
        for read in &outcome.read {
            numbers.push(out.links.len());
            let sentence = outcome.title.text.clone();
            out.links.push(Link {
                sentence,
                answers: answers.clone(),
                steps,
                ..Link::to(target::name(&read.text), Purpose::Follow { own_words: false })
            });
            out.link_spans.push(LinkSpan { whole: read.span, target: read.span });
        }
        out.reads.push(numbers);
    }
}

/// The shortest answers that lead to an outcome, in words, and how many they are; empty where nothing does.
fn answers(decision: &Decision, outcome: usize) -> (String, usize) {
    let arrival = decision.proof.arrivals.get(&outcome);
    arrival.map(|arrival| (tree::describe_arrival(&decision.tree, arrival), arrival.steps)).unwrap_or_default()
}

fn slots(tree: &Tree) -> Vec<(Slot, Text)> {
    let mut out: Vec<(Slot, Text)> = Vec::new();
    let mut add = |slot, text: Option<&Text>| out.extend(text.map(|text| (slot, text.clone())));
    add(Slot::Intro, tree.intro.as_ref());
    for (q, question) in tree.questions.iter().enumerate() {
        add(Slot::Hint(q), question.hint.as_ref());
        for (o, option) in question.options.iter().enumerate() {
            add(Slot::OptionHint(q, o), option.hint.as_ref());
        }
    }
    for (o, outcome) in tree.outcomes.iter().enumerate() {
        add(Slot::Body(o), outcome.body.as_ref());
        for (a, also) in outcome.also.iter().enumerate() {
            add(Slot::Also(o, a), Some(&also.say));
        }
    }
    out
}
