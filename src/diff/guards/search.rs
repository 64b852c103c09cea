//! Tests of the search in both versions → those that are gone, ask for less or for something else.

use super::{Guard, GuardChange, GuardFate};
use crate::config::settings::SearchTest;
use crate::diff::pages::Both;
use std::collections::BTreeSet;

/// One page must be found first, several among the first three: of one and several nobody can say which asks for more.
pub(super) fn compare(both: Both<'_>, out: &mut Vec<GuardChange>) {
    for test in &both.old.settings.search_tests {
        let now = both.new.settings.search_tests.iter().find(|now| now.query.text == test.query.text);
        let (was, is) = (before(both, test), now.map(|now| after(both, now)).unwrap_or_default());
        let several = was.len() > 1 && is.len() > 1;
        let fate = match now {
            None => GuardFate::Gone,
            Some(_) if was == is || several && is.is_superset(&was) => continue,
            Some(_) if several && is.is_subset(&was) => GuardFate::Weaker,
            Some(_) => GuardFate::Changed,
        };
        out.push(GuardChange {
            kind: Guard::SearchTest,
            fate,
            what: test.query.text.clone(),
            before: written(test),
            after: now.map(written).unwrap_or_default(),
            ..GuardChange::default()
        });
    }
}

/// The pages meant, by where they are now: one that has moved is the same, whatever it is called. One that is there no more, or is
/// kept back, goes by the name that the test has for it.
fn before(both: Both<'_>, test: &SearchTest) -> BTreeSet<String> {
    let page = |name: &str| match both.old.page_named(name) {
        Ok(page) => both.now.get(&page).cloned().unwrap_or_else(|| name.to_owned()),
        Err(_) => name.to_owned(),
    };
    test.pages.iter().map(|named| page(&named.text)).collect()
}

fn after(both: Both<'_>, test: &SearchTest) -> BTreeSet<String> {
    let known: BTreeSet<&String> = both.now.values().collect();
    let page = |name: &str| match both.new.page_named(name) {
        Ok(page) if known.contains(&both.new.pages[page].facts().address) => {
            both.new.pages[page].facts().address.clone()
        }
        _ => name.to_owned(),
    };
    test.pages.iter().map(|named| page(&named.text)).collect()
}

fn written(test: &SearchTest) -> String {
    test.pages.iter().map(|page| page.text.clone()).collect::<Vec<_>>().join(", ")
}
