//! A question's answers and where each leads, in words, whatever was answered before.
//!
//! Takes: a question, and the words of a language. Gives: [`Transition`]s in the order in which they decide: what is answered,
//! what must have been answered earlier, and what comes next.
//! Never: follows a path, so that it is as long as the file and no longer.

use super::label;
use super::words::Words;
use crate::tree::model::{
    Counting, Entry, Kind, Matcher, NumberKind, Question, Row, Rule, Shape, SumOf, Target, Ticks, Tree, When,
    skip_fits, steps, ticks_fit,
};

/// An answer, or some, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The answer in words.
    pub answer: String,
    /// What must have been answered earlier, in words; empty where that does not matter, or no longer.
    pub earlier: String,
    /// What comes next.
    pub target: Target,
}

/// Up to so many answers times conditions, each answer is tried against each condition (a list by answers). Beyond, the rules
/// are listed as they stand in the file.
const LOOKS: usize = 4000;

/// Where the answers to a question lead. The first that fits is meant.
pub fn transitions(tree: &Tree, question: usize, words: &Words<'_>) -> Vec<Transition> {
    let asked = &tree.questions[question];
    let entries: usize =
        asked.next.iter().map(|rule| 1 + whens(rule).iter().map(|list| 1 + list.len()).sum::<usize>()).sum();
    match &asked.kind {
        Kind::One if asked.options.len() * entries <= LOOKS => by_option(tree, question, words),
        Kind::Number(row) if entries * entries <= LOOKS => by_number(tree, question, row, words),
        _ => by_rule(tree, question, words),
    }
}

fn whens(rule: &Rule) -> &[Vec<Entry>] {
    rule.when.as_ref().map_or(&[], |when| when.any.as_slice())
}

fn by_option(tree: &Tree, question: usize, words: &Words<'_>) -> Vec<Transition> {
    let asked = &tree.questions[question];
    let mut found = Vec::new();
    for option in 0..asked.options.len() {
        found.extend(transitions_of(tree, question, option, words));
    }
    found
}

/// Where one option leads; of a question that takes several ticks, where it leads by itself.
pub fn transitions_of(tree: &Tree, question: usize, option: usize, words: &Words<'_>) -> Vec<Transition> {
    let asked = &tree.questions[question];
    let choice = &asked.options[option];
    let answer = &choice.say.text;
    if let Some(goto) = &choice.goto {
        return vec![way(answer, String::new(), &goto.target)];
    }
    let fits = |matcher: &Matcher| match matcher {
        Matcher::Options(options) => options.contains(&option),
        Matcher::Ticks(ticks) if asked.skip == Some(option) => skip_fits(ticks, option),
        Matcher::Ticks(ticks) => ticks_fit(ticks, &|options| options.contains(&option)),
        Matcher::Steps(ranges) => asked.skipped_step().is_some_and(|step| steps::contains(ranges, step)),
    };
    let leads = leads(tree, question, &fits, words);
    leads.into_iter().map(|(earlier, target)| way(answer, earlier, &target)).collect()
}

fn by_number(tree: &Tree, question: usize, row: &NumberKind, words: &Words<'_>) -> Vec<Transition> {
    let last = row.last_step();
    let mut starts = vec![0];
    for matcher in tree.questions[question].next.iter().flat_map(whens).flat_map(|list| own(list, question)) {
        if let Matcher::Steps(ranges) = matcher {
            starts.extend(ranges.iter().flat_map(|(from, to)| [*from, to + 1]).filter(|start| *start <= last));
        }
    }
    starts.sort_unstable();
    starts.dedup();
    let mut runs: Vec<(i128, Vec<(String, Target)>)> = Vec::new();
    for start in starts {
        let fits = |matcher: &Matcher| matches!(matcher, Matcher::Steps(ranges) if steps::contains(ranges, start));
        let leads = leads(tree, question, &fits, words);
        if runs.last().is_none_or(|(_, before)| *before != leads) {
            runs.push((start, leads));
        }
    }
    let ends: Vec<i128> = runs.iter().skip(1).map(|(start, _)| start - 1).chain([last]).collect();
    let mut found = Vec::new();
    for ((start, leads), end) in runs.into_iter().zip(ends) {
        let answer = numbers(row, &[(start, end)], words);
        found.extend(leads.into_iter().map(|(earlier, target)| way(&answer, earlier, &target)));
    }
    if let Some(skip) = tree.questions[question].skip {
        found.extend(transitions_of(tree, question, skip, words));
    }
    found
}

fn way(answer: &str, earlier: String, target: &Target) -> Transition {
    Transition { answer: answer.to_owned(), earlier, target: target.clone() }
}

/// Where one answer leads, by what was answered earlier.
fn leads(tree: &Tree, question: usize, fits: &dyn Fn(&Matcher) -> bool, words: &Words<'_>) -> Vec<(String, Target)> {
    let mut found: Vec<(String, Target)> = Vec::new();
    for rule in tree.questions[question].next.iter().filter(|rule| rule.is_clear()) {
        let open = whens(rule).iter().filter(|list| own(list, question).all(fits));
        let earlier: Vec<String> = open.map(|list| earlier(tree, question, list, words)).collect();
        if rule.when.is_none() || earlier.iter().any(String::is_empty) {
            found.push((String::new(), rule.goto.target.clone()));
            return found;
        }
        if !earlier.is_empty() {
            found.push((words.or_that(&earlier), rule.goto.target.clone()));
        }
    }
    found
}

/// The options' own `goto`s and then the rules, as they stand in the file.
fn by_rule(tree: &Tree, question: usize, words: &Words<'_>) -> Vec<Transition> {
    let asked = &tree.questions[question];
    let options = asked.options.iter().filter_map(|o| Some(way(&o.say.text, String::new(), &o.goto.as_ref()?.target)));
    let mut found: Vec<Transition> = options.collect();
    for rule in asked.next.iter().filter(|rule| rule.is_clear()) {
        let rest = words.rest(found.len());
        if rule.when.is_none() {
            found.push(way(rest, String::new(), &rule.goto.target));
        }
        for list in whens(rule) {
            let own: Vec<String> = own(list, question).map(|matcher| fitting(asked, matcher, words)).collect();
            let answer = if own.is_empty() { rest.to_owned() } else { words.and_that(&own) };
            found.push(way(&answer, earlier(tree, question, list, words), &rule.goto.target));
        }
    }
    found
}

/// What a list wants of the answer to this very question.
fn own(list: &[Entry], wanted: usize) -> impl Iterator<Item = &Matcher> {
    list.iter().filter_map(move |entry| match entry {
        Entry::Answer { question, matcher, .. } if *question == wanted => Some(matcher),
        _ => None,
    })
}

/// What a list wants besides. Sums are told whole, also where the answer to this question is a part of them.
fn earlier(tree: &Tree, wanted: usize, list: &[Entry], words: &Words<'_>) -> String {
    let was = |question: usize, matcher: &Matcher| {
        let asked = &tree.questions[question];
        words.was(&asked.ask.text, &fitting(asked, matcher, words))
    };
    let said = |entry: &Entry| match entry {
        Entry::Answer { question, .. } if *question == wanted => None,
        Entry::Answer { question, matcher, .. } => Some(was(*question, matcher)),
        Entry::Sum { of: SumOf::Value(value), ranges, .. } => {
            let value = &tree.values[*value];
            Some(words.value(value.shown(), &words.numbers(&value.sum.row.numbers(None), ranges)))
        }
        Entry::Sum { of: SumOf::Count(sum), ranges, .. } => {
            let part = |part: &Counting| {
                words.and_that(&part.all.iter().map(|(question, matcher)| was(*question, matcher)).collect::<Vec<_>>())
            };
            let parts: Vec<String> = sum.parts.iter().map(part).collect();
            Some(words.count(&words.numbers(&sum.row.numbers(None), ranges), &parts.join("; ")))
        }
    };
    words.and_that(&list.iter().filter_map(said).collect::<Vec<_>>())
}

/// What must have been answered where a condition holds, in words; empty for one that always holds.
pub fn condition(tree: &Tree, when: &When, words: &Words<'_>) -> String {
    let lists: Vec<String> = when.any.iter().map(|list| earlier(tree, usize::MAX, list, words)).collect();
    words.or_that(&lists)
}

/// Answers that fit, in words.
fn fitting(question: &Question, matcher: &Matcher, words: &Words<'_>) -> String {
    match (matcher, &question.kind) {
        (Matcher::Options(options), _) if options.len() * 2 > question.options.len() => {
            let others: Vec<usize> =
                (0..question.options.len()).filter(|o| options.binary_search(o).is_err()).collect();
            if others.is_empty() { words.any_answer() } else { words.not(&said(question, &others, words)) }
        }
        (Matcher::Options(options), _) => said(question, options, words),
        (Matcher::Ticks(ticks), _) => ticked(question, ticks, words),
        (Matcher::Steps(ranges), Kind::Number(row)) => {
            let skipped = question.skipped_step().filter(|step| steps::contains(ranges, *step)).and(question.skip);
            let skipped = skipped.map(|skip| question.options[skip].say.text.clone());
            let ranges = steps::up_to(ranges, row.last_step());
            let numbers = ranges.iter().map(|(from, to)| label::range(row, *from, *to, words));
            one_of(numbers.chain(skipped).collect(), words)
        }
        (Matcher::Steps(_), _) => String::new(),
    }
}

fn said(question: &Question, options: &[usize], words: &Words<'_>) -> String {
    one_of(options.iter().map(|o| question.options[*o].say.text.clone()).collect(), words)
}

/// As deep as YAML may nest, so at most 64.
fn ticked(question: &Question, ticks: &Ticks, words: &Words<'_>) -> String {
    match ticks {
        Ticks::Hit(options) => said(question, options, words),
        Ticks::Not(part) => words.not(&ticked(question, part, words)),
        Ticks::Any(parts) => words.or(&parts.iter().map(|part| ticked(question, part, words)).collect::<Vec<_>>()),
        Ticks::All(options) => words.all_of(&each(question, options, words)),
        Ticks::Count(of, counts) => {
            let row = Row { zero: 0, last: of.len() as i128, step: Row::ONE, shape: Shape::Figures }.numbers(None);
            words.number_of(&words.numbers(&row, counts), &each(question, of, words))
        }
    }
}

/// All of these options, one after the other.
fn each(question: &Question, options: &[usize], words: &Words<'_>) -> String {
    label::listed(&options.iter().map(|o| words.inside(&question.options[*o].say.text)).collect::<Vec<_>>())
}

fn numbers(row: &NumberKind, ranges: &[(i128, i128)], words: &Words<'_>) -> String {
    one_of(ranges.iter().map(|(from, to)| label::range(row, *from, *to, words)).collect(), words)
}

fn one_of(answers: Vec<String>, words: &Words<'_>) -> String {
    if answers.is_empty() { words.no_answer().to_owned() } else { words.or(&answers) }
}
