//! The knowledge that pages share, as readers see it: related pages, the map, and the page of all sources.
use std::fs;

const SITE: &str = "--- content/index.md
# Home

[Socks](kit/socks.md), [laces](kit/laces.md), [magnesium](food/magnesium.md), [salt](food/salt.md) and [naps](sleep/naps.md).
--- content/kit/socks.md
# Socks

Compression stockings squeeze the ankle. See [laces](laces.md) [@doe].
--- content/kit/laces.md
# Laces

A knot for the ankle. Stockings matter less.
--- content/food/magnesium.md
# Magnesium

Tablets of magnesium, potassium and sodium were compared in a trial.
--- content/food/salt.md
# Salt

Sodium and potassium leave with the sweat.
--- content/sleep/naps.md
# Naps

An hour in the afternoon. Compression stockings are taken off.
--- content/references.yaml
doe: {title: On socks}
";

fn section<'a>(page: &'a str, class: &str) -> &'a str {
    let start = page.find(&format!("<section class=\"{class}\"")).map_or(page.len(), |start| start);
    let end = page[start..].find("</section>").map_or(page.len(), |end| start + end);
    &page[start..end]
}

#[test]
fn related_pages_share_rare_words_and_are_not_linked_already() {
    let folder = crate::common::site(SITE);
    assert_eq!(crate::common::run(folder.path(), &["build", "--strict"]).code, 0);
    let page = |name: &str| fs::read_to_string(folder.path().join(format!("public/{name}/index.html"))).unwrap();
    let socks = page("kit/socks");
    let related = section(&socks, "related");
    assert!(related.contains("sleep/naps/"), "{related}");
    assert!(!related.contains("laces/"), "it is linked in the text: {related}");
    // Magnesium comes before salt on the same shelf, and so it is there already.
    assert!(!section(&page("food/salt"), "related").contains("magnesium"));
}

#[test]
fn the_map_joins_what_is_linked_and_says_the_same_as_text() {
    let folder = crate::common::site(SITE);
    crate::common::run(folder.path(), &["build"]);
    let map = fs::read_to_string(folder.path().join("public/map/index.html")).unwrap();
    let bows = map.split("<g class=\"bows\"").nth(1).and_then(|rest| rest.split("</g>").next()).unwrap();
    assert_eq!(bows.matches("<path").count(), 1, "{bows}");
    assert!(map.contains("<p>Leads to: Laces</p>"), "{map}");
    let all = fs::read_to_string(folder.path().join("public/everything/index.html")).unwrap();
    assert!(all.contains("href=\"../map/\""));
}

#[test]
fn a_page_of_the_author_goes_before_one_that_is_made() {
    let folder = crate::common::site(&format!(
        "{SITE}--- content/map.md\n# My map\n--- content/references.md\n# My references\n"
    ));
    let said = crate::common::run(folder.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    for (name, title) in [("map", "My map"), ("references", "My references")] {
        assert!(fs::read_to_string(folder.path().join(format!("public/{name}/index.html"))).unwrap().contains(title));
    }
}

#[test]
fn a_source_leads_back_to_the_place_that_cites_it() {
    let folder = crate::common::site(SITE);
    crate::common::run(folder.path(), &["build"]);
    let sources = fs::read_to_string(folder.path().join("public/references/index.html")).unwrap();
    assert!(sources.contains("href=\"../kit/socks/#cite-doe\""), "{sources}");
    assert!(fs::read_to_string(folder.path().join("public/kit/socks/index.html")).unwrap().contains("id=\"cite-doe\""));
}
