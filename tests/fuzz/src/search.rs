//! A reader's words → places.
//!
//! Takes: any words. Gives: nothing. Never: judges the order.

use super::pages::{Files, inputs, text};
use fingerpost::search::Index;
use fingerpost::{Choices, Memory};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// An index of pages in several scripts, with the addresses that the site has.
static INDEX: LazyLock<(Index, BTreeSet<String>)> = LazyLock::new(|| {
    let words = [
        "calf pain",
        "stretching",
        "Wade",
        "İstanbul",
        "straße",
        "ランニング",
        "running shoes",
        "10 km",
        "e\u{301}cole",
        "it's",
    ];
    let mut files: Files = words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            (
                format!("content/p{i}.md"),
                format!("# About {word}\n\n## When {word} hurts\n\nThe {word}, {}.\n", words[i / 2]),
            )
        })
        .collect();
    files.insert("site.yaml".to_owned(), "title: S\nsynonyms: [[pain, ache], [shoe, trainer]]\n".to_owned());
    let plan = fingerpost::plan(&inputs(&files), Vec::new(), &Choices::default(), &mut Memory::default());
    let pages = fingerpost::build(&inputs(&files), Vec::new(), &Choices::default(), &mut Memory::default());
    (plan.index().clone(), pages.outputs.into_iter().map(|output| output.path).collect())
});

/// Every place found is on a page that is there; the same words have the same answer.
pub fn query(data: &[u8]) {
    let (index, pages) = &*INDEX;
    let words = text(data);
    let answer = index.ask(&words);
    for hit in &answer.hits {
        let page = hit.href.split('#').next().unwrap_or_default();
        let file = if page.is_empty() || page.ends_with('/') { format!("{page}index.html") } else { page.to_owned() };
        assert!(pages.contains(&file), "{:?} leads nowhere", hit.href);
    }
    assert_eq!(index.ask(&words), answer);
}
