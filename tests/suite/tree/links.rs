//! Decision trees in the web of links: articles lead to a tree, a question or an outcome, and are told which answers lead to them.
use scraper::{Html, Selector};
use std::fs;
use std::path::Path;

const SITE: &str = "
--- content/index.md
# Home

[[Check]], [[Check#how-far]], [[check#rest-now]], [the file](calf/check.tree.yaml), [a question](calf/check.tree.yaml#how-far)
and [an end](calf/check.tree.yaml#rest-now).
--- content/rest.md
# Rest

A text.
--- content/sleep.md
# Sleep

A text.
--- content/calf/check.tree.yaml
title: Check
questions:
  pain:
    ask: Does it hurt?
    options: {much: {say: Much, goto: rest-now}, little: {say: A little, goto: how-far}}
  how-far:
    ask: How far?
    kind: number
    unit: miles
    min: 0
    max: 20
    next: [{when: {how-far: '> 6'}, goto: rest-now}, {goto: run}]
outcomes:
  rest-now: {title: Rest now, level: routine, body: 'Do it.', read: [Rest]}
  run: {title: Run, level: self-care, body: 'After [[Sleep]], or [[Rest]].'}
";

fn page(out: &Path, path: &str) -> Html {
    Html::parse_document(
        &fs::read_to_string(out.join(path).join("index.html")).unwrap_or_else(|e| panic!("{path}: {e}")),
    )
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let text =
        |e: scraper::ElementRef<'_>| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&selector).map(text).collect()
}

#[test]
fn articles_and_trees_point_to_one_another() {
    let site = crate::common::site(SITE);
    let said = crate::common::run(site.path(), &["build", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
    let out = site.path().join("public");
    let home = page(&out, "");
    let links = Selector::parse("main .prose a").unwrap();
    let hrefs: Vec<&str> = home.select(&links).filter_map(|a| a.attr("href")).collect();
    let (tree, question, end) = ("calf/check/", "calf/check/how-far/", "calf/check/rest-now/");
    assert_eq!(hrefs, [tree, question, end, tree, question, end]);
    assert_eq!(all(&home, "main .prose a")[..3], ["Check", "How far?", "Rest now"]);

    let rest = all(&page(&out, "rest"), ".linked li");
    assert_eq!(rest, ["CheckIt leads here if you answer: Does it hurt? Much"]);
    let sleep = all(&page(&out, "sleep"), ".linked li");
    assert_eq!(sleep, ["CheckIt leads here if you answer: Does it hurt? A little · How far? 0 miles"]);
}
