//! Safety rules and tests of both versions of each tree → those that are gone, weaker or others.

use super::{Guard, GuardChange, GuardFate};
use crate::diff::Version;
use crate::diff::pages::Both;
use crate::link::Page;
use crate::parse::{self, Content, Decision, Kind};
use crate::tree::{self, Promise, Tree};
use std::collections::BTreeMap;

/// Those of all trees that the old version shows.
pub(super) fn compare(new: Version<'_>, both: Both<'_>, out: &mut Vec<GuardChange>) {
    let partner: BTreeMap<usize, usize> = both.pairs.iter().copied().collect();
    for (p, page) in both.old.pages.iter().enumerate().filter(|(_, page)| page.written) {
        let Some(was) = decision(page) else { continue };
        let title = &page.facts().title;
        match partner.get(&p).and_then(|q| decision(&both.new.pages[*q])) {
            Some(is) => tree(title, [&was.tree, &is.tree], out),
            // One that is kept back, such as a draft, keeps its rules.
            None => match new.plan.sources.get(&page.facts().path).map(parse::tree).map(|doc| doc.content) {
                Some(Content::Tree(is)) if !is.tree.questions.is_empty() => tree(title, [&was.tree, &is.tree], out),
                _ => gone(title, &was.tree, out),
            },
        }
    }
}

fn decision(page: &Page) -> Option<&Decision> {
    match &page.doc.content {
        Content::Tree(decision) if page.facts().kind == Kind::Tree => Some(decision),
        _ => None,
    }
}

fn tree(title: &str, [old, new]: [&Tree; 2], out: &mut Vec<GuardChange>) {
    let change = |kind, promise: &Promise, what: String, said: [String; 2]| {
        let [before, after] = said;
        let fate = match (promise.new, promise.weaker) {
            (None, _) => GuardFate::Gone,
            (Some(_), true) => GuardFate::Weaker,
            (Some(_), false) => GuardFate::Changed,
        };
        GuardChange { kind, fate, what, of: title.to_owned(), before, after }
    };
    for promise in tree::rules_not_kept(old, new) {
        let rule = &old.rules[promise.old];
        let name = rule.name.as_ref().map_or_else(|| format!("rule {}", promise.old + 1), |name| name.text.clone());
        let after = promise.new.map(|n| tree::rule_said(new, &new.rules[n].kind)).unwrap_or_default();
        out.push(change(Guard::TreeRule, &promise, name, [tree::rule_said(old, &rule.kind), after]));
    }
    let purpose = |tree: &Tree| {
        let said = tree.purpose.iter().flat_map(|text| text.text.split_whitespace());
        said.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    let (before, after) = (purpose(old), purpose(new));
    if !before.is_empty() && before != after {
        let quoted = |text: String| if text.is_empty() { text } else { format!("“{text}”") };
        out.push(GuardChange {
            kind: Guard::Purpose,
            fate: if after.is_empty() { GuardFate::Gone } else { GuardFate::Changed },
            what: "what the tree says it is for (`purpose`)".into(),
            of: title.to_owned(),
            before: quoted(before),
            after: quoted(after),
        });
    }
    for promise in tree::tests_not_kept(old, new) {
        let test = &old.tests[promise.old];
        let name = test.name.as_ref().map_or_else(|| format!("test {}", promise.old + 1), |name| name.text.clone());
        let after = promise.new.map(|n| tree::test_said(new, &new.tests[n])).unwrap_or_default();
        out.push(change(Guard::TreeTest, &promise, name, [tree::test_said(old, test), after]));
    }
}

/// With a tree go its rules and tests.
fn gone(title: &str, tree: &Tree, out: &mut Vec<GuardChange>) {
    let all = [(Guard::TreeRule, "rules", tree.rules.len()), (Guard::TreeTest, "tests", tree.tests.len())];
    for (kind, called, count) in all.into_iter().filter(|(_, _, count)| *count > 0) {
        out.push(GuardChange {
            kind,
            fate: GuardFate::Gone,
            what: format!("all of its {called} ({count}), with the tree itself"),
            of: title.to_owned(),
            ..GuardChange::default()
        });
    }
}
