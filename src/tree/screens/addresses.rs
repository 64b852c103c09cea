//! Readable addresses for screens.
//!
//! Takes: which states each screen stands for. Gives: an address each, all different: the id alone, or with the answers that matter.
//! Never: uses a letter that an address would have to encode.

use crate::tree::model::{Kind, Matcher, Ticks, steps};
use crate::tree::states::{Condition, Residual, View};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

/// Longer addresses are cut and told apart by a few figures.
const LONGEST: usize = 100;

/// A state that a screen stands for.
pub(super) struct Member<'a> {
    pub(super) screen: usize,
    pub(super) place: usize,
    pub(super) truths: &'a [u32],
}

/// The address of each screen.
pub(super) fn addresses(view: &View<'_>, members: Vec<Member<'_>>, screens: usize) -> Vec<String> {
    // Of the states that a screen stands for, the one with the least to say names it.
    let mut named_by: Vec<Option<&Member<'_>>> = vec![None; screens];
    let mut at_place: BTreeMap<usize, (usize, BTreeMap<u32, usize>)> = BTreeMap::new();
    for member in &members {
        let name = &mut named_by[member.screen];
        if name.is_none_or(|other| member.truths.len() < other.truths.len()) {
            *name = Some(member);
        }
        let (states, true_in) = at_place.entry(member.place).or_default();
        *states += 1;
        for fact in member.truths {
            *true_in.entry(*fact).or_default() += 1;
        }
    }
    let mut screens_of: BTreeMap<usize, usize> = BTreeMap::new();
    for member in named_by.iter().flatten() {
        *screens_of.entry(member.place).or_default() += 1;
    }
    // Plain ids come first, so that no other screen takes them.
    let mut wanted: Vec<(bool, usize, String)> = Vec::new();
    for (screen, member) in named_by.iter().enumerate() {
        let Some(member) = member else { continue };
        let (states, true_in) = &at_place[&member.place];
        let mut facts: Vec<u32> = member.truths.iter().copied().filter(|fact| true_in[fact] < *states).collect();
        if screens_of[&member.place] == 1 {
            facts.clear();
        }
        wanted.push((!facts.is_empty(), screen, address(view, member.place, &facts)));
    }
    wanted.sort();
    let mut taken = BTreeSet::new();
    let mut addresses = vec![String::new(); screens];
    for (_, screen, address) in wanted {
        let mut different = address.clone();
        let mut number = 2;
        while !taken.insert(different.clone()) {
            different = format!("{address}-{number}");
            number += 1;
        }
        addresses[screen] = different;
    }
    addresses
}

fn address(view: &View<'_>, place: usize, facts: &[u32]) -> String {
    let questions = view.graph.places.questions;
    let id = match view.tree.questions.get(place) {
        Some(question) => &question.id.text,
        None => &view.tree.outcomes[place - questions].id.text,
    };
    let telling = |fact: &&u32| !facts.iter().any(|other| says_more(view, *other, **fact));
    let history: Vec<String> = facts.iter().filter(telling).map(|fact| fact_slug(view, *fact as usize)).collect();
    let history = history.join(".");
    let address = if history.is_empty() { slug(id) } else { format!("{}/{history}", slug(id)) };
    if address.len() <= LONGEST {
        return address;
    }
    let hash = format!("{:012x}", xxh3_64(address.as_bytes()) >> 16);
    let cut: String = slug(id).chars().take(LONGEST - hash.len() - 1).collect();
    format!("{cut}{}{hash}", if history.is_empty() { '-' } else { '/' })
}

/// Whether one fact cannot be true without the other, so that the other need not be said.
fn says_more(view: &View<'_>, one: u32, other: u32) -> bool {
    let facts = &view.conditions.facts;
    let (Some(one), Some(other)) = (facts.get(one as usize), facts.get(other as usize)) else { return false };
    if one.question != other.question || one.matcher == other.matcher {
        return false;
    }
    match (&one.matcher, &other.matcher) {
        (Matcher::Options(one), Matcher::Options(other)) => one.iter().all(|o| other.binary_search(o).is_ok()),
        (Matcher::Steps(one), Matcher::Steps(other)) => {
            one.iter().all(|(from, to)| other.iter().any(|(start, end)| start <= from && to <= end))
        }
        _ => false,
    }
}

fn fact_slug(view: &View<'_>, fact: usize) -> String {
    if let Some(residual) = view.residual(fact as u32) {
        return residual_slug(view, &residual);
    }
    let owner = view.liveness.owners[fact];
    let question = &view.tree.questions[owner];
    let id = |option: &usize| slug(&question.options[*option].id.text);
    let ids = |options: &[usize]| options.iter().map(id).collect::<Vec<_>>().join("-or-");
    let answer = match view.conditions.facts.get(fact).map(|fact| &fact.matcher) {
        None => "asked".to_owned(),
        Some(Matcher::Options(options)) if options.len() * 2 > question.options.len() => {
            let others: Vec<usize> = (0..question.options.len()).filter(|o| !options.contains(o)).collect();
            if others.is_empty() { "asked".to_owned() } else { format!("not-{}", ids(&others)) }
        }
        Some(Matcher::Options(options)) => ids(options),
        Some(Matcher::Ticks(ticks)) => ticks_slug(ticks, &ids),
        Some(Matcher::Steps(ranges)) => {
            let Kind::Number(row) = &question.kind else { return slug(&question.id.text) };
            let last = row.last_step();
            let skipped = question.skipped_step().filter(|step| steps::contains(ranges, *step)).and(question.skip);
            // A colon is no part of an address.
            let number = |step: i128| row.written(step).replace(':', ".");
            let said = |(from, to): &(i128, i128)| match (*from, *to) {
                (0, to) if to == last => "asked".to_owned(),
                (0, to) => format!("up-to-{}", number(to)),
                (from, to) if to == last => format!("{}-or-more", number(from)),
                (from, to) if from == to => number(from),
                (from, to) => format!("{}-to-{}", number(from), number(to)),
            };
            let ranges = steps::up_to(ranges, last);
            ranges.iter().map(said).chain(skipped.map(|skip| id(&skip))).collect::<Vec<_>>().join("-or-")
        }
    };
    format!("{}-{answer}", slug(&question.id.text))
}

/// What is left of a condition is named by the rule that looks at it; of a sum, how far it is.
fn residual_slug(view: &View<'_>, residual: &Residual) -> String {
    let (condition, lists) = match residual {
        Residual::Total(_, added) => return format!("so-far-{}", added.so_far),
        Residual::Condition(condition, lists) => (*condition, lists),
    };
    let conditions = view.conditions;
    let at = |of: &[Vec<Condition>]| {
        let at = |(of, all): (usize, &Vec<Condition>)| Some((of, all.iter().position(|c| c.id == condition)?));
        of.iter().enumerate().find_map(at)
    };
    let (id, number) = match (at(&conditions.next), at(&conditions.also)) {
        (Some((question, rule)), _) => (slug(&view.tree.questions[question].id.text), rule),
        (None, Some((outcome, piece))) => (slug(&view.tree.outcomes[outcome].id.text), piece),
        (None, None) => ("rule".to_owned(), condition),
    };
    match lists.iter().any(Vec::is_empty) {
        true => format!("{id}-{}", number + 1),
        false if lists.is_empty() => format!("not-{id}-{}", number + 1),
        false => format!("open-{id}-{}", number + 1),
    }
}

/// As deep as YAML may nest, so at most 64.
fn ticks_slug(ticks: &Ticks, ids: &dyn Fn(&[usize]) -> String) -> String {
    match ticks {
        Ticks::Hit(options) => ids(options),
        Ticks::Not(part) => format!("not-{}", ticks_slug(part, ids)),
        Ticks::Any(parts) => parts.iter().map(|part| ticks_slug(part, ids)).collect::<Vec<_>>().join("-or-"),
        Ticks::All(options) => options.iter().map(|option| ids(&[*option])).collect::<Vec<_>>().join("-and-"),
        Ticks::Count(of, counts) => {
            let said = |(from, to): &(i128, i128)| match (*from, *to) {
                (from, to) if from == to => from.to_string(),
                (from, to) if to >= of.len() as i128 => format!("{from}-or-more"),
                (from, to) => format!("{from}-to-{to}"),
            };
            format!("{}-of-{}", counts.iter().map(said).collect::<Vec<_>>().join("-or-"), ids(of).replace("-or-", "-"))
        }
    }
}

/// Lower-case letters, figures, hyphens, dots and underscores. What that loses is made up for by a few figures.
fn slug(id: &str) -> String {
    let mut slug = String::with_capacity(id.len());
    for c in id.chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9' | '_' | '.') => slug.push(c),
            _ if slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if id.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) || slug.is_empty() {
        let hash = xxh3_64(id.as_bytes()) as u32;
        return format!("{slug}-{hash:08x}").trim_start_matches('-').to_owned();
    }
    slug.to_owned()
}
