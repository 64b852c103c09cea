//! The link stage's work grows with the links, not with the pages times the links.
use fingerpost::config::settings::settings;
use fingerpost::link::{self, Memory};
use fingerpost::parse;
use fingerpost::source::Source;
use std::sync::Arc;

/// How many names are looked up or compared to link so many pages with four links each.
fn looks(pages: usize, vault: bool) -> usize {
    let source = Source::new("site.yaml".into(), format!("title: T\nvault: {vault}\n"));
    let settings = settings(Some(&source), None, &mut Vec::new());
    let page = |number: usize| {
        let to = |step: usize| (number * 31 + step * 17) % pages;
        let text = format!(
            "---\ntitle: Page {number}\n---\n[[p{}]] [[page {}]] [x](p{}.md) [[p{}|words]]\n",
            to(1),
            to(2),
            to(3),
            to(4)
        );
        Arc::new(parse::article(&Arc::new(Source::new(format!("content/p{number}.md").into(), text))))
    };
    let docs = (0..pages).map(page).collect();
    let site = link::link(link::Inputs { docs, ..link::Inputs::default() }, settings, &mut Memory::default());
    assert!(site.pages.iter().all(|page| page.links.iter().all(|link| !matches!(link, link::Resolved::Fault(_)))));
    site.names.looks()
}

#[test]
fn ten_times_the_pages_are_ten_times_the_work() {
    for vault in [false, true] {
        let (few, many) = (looks(100, vault), looks(1_000, vault));
        assert!(few >= 400, "each link is looked up: {few}");
        assert!(many <= 12 * few, "{few} for 100 pages, {many} for 1,000");
    }
}
