//! Pages put into pages, in any tangle: it ends, nothing grows without measure, and no two ids of a page are the same.
use fingerpost::problem::Code;
use fingerpost::render::Content;
use fingerpost::{Built, Choices, Memory, build, load};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use std::fmt::Write;

const PAGES: usize = 6;

fn built(site: &std::path::Path) -> Built {
    let (inputs, problems) = load::load(site).unwrap();
    build(&inputs, problems, &Choices::default(), &mut Memory::default())
}

/// A page that holds these pages, whole.
fn page(number: usize, holds: &BTreeSet<usize>) -> String {
    let mut text = format!("# Page {number}\n\n## Part\n\nA note[^1]. ^block\n\n");
    for held in holds {
        let _ = write!(text, "![[p{held}]]\n\n");
    }
    text + "[^1]: Its text.\n"
}

/// Whether a page comes to stand in itself, by trying every way.
fn circular(holds: &[BTreeSet<usize>]) -> bool {
    fn ends(page: usize, holds: &[BTreeSet<usize>], path: &mut Vec<usize>) -> bool {
        if path.contains(&page) {
            return false;
        }
        path.push(page);
        let fine = holds[page].iter().all(|held| ends(*held, holds, path));
        path.pop();
        fine
    }
    !(0..holds.len()).all(|page| ends(page, holds, &mut Vec::new()))
}

#[test]
fn any_tangle_ends_and_a_circle_is_told_where_there_is_one() {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let holds = prop::collection::vec(prop::collection::btree_set(0..PAGES, 0..3), PAGES);
    runner
        .run(&holds, |holds| {
            let site = crate::common::folder();
            crate::common::write(site.path(), "site.yaml", "title: T\n");
            for (number, held) in holds.iter().enumerate() {
                crate::common::write(site.path(), &format!("content/p{number}.md"), page(number, held));
            }
            let built = built(site.path());
            let told = built.problems.iter().any(|problem| problem.code == Code::EmbedCircle);
            prop_assert_eq!(told, circular(&holds));
            for output in &built.outputs {
                let Content::Text(text) = &output.content else { continue };
                if output.path.ends_with(".html") {
                    let document = scraper::Html::parse_document(text);
                    let all = scraper::Selector::parse("[id]").unwrap();
                    let mut ids = BTreeSet::new();
                    for element in document.select(&all) {
                        let id = element.value().id().unwrap_or_default();
                        prop_assert!(ids.insert(id), "{} has two of `{}`", output.path, id);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_put_into_pages_is_measured() {
    let site = crate::common::folder();
    crate::common::write(site.path(), "site.yaml", "title: T\n");
    for level in 0..8 {
        crate::common::write(
            site.path(),
            &format!("content/p{level}.md"),
            format!("![[p{}]]\n\n", level + 1).repeat(20),
        );
    }
    crate::common::write(site.path(), "content/p8.md", "words ".repeat(2000));
    let built = built(site.path());
    assert!(built.problems.iter().any(|problem| problem.code == Code::EmbedTooLarge));
    for output in &built.outputs {
        if let Content::Text(text) = &output.content {
            assert!(text.len() < 8 << 20, "{} has {} bytes", output.path, text.len());
        }
    }
}

#[test]
fn an_edit_of_a_page_changes_those_that_hold_it() {
    let site = crate::common::site("--- content/a.md\n![[b#Part]]\n--- content/b.md\n# B\n\n## Part\n\nOld.\n");
    let mut memory = Memory::default();
    let page = |memory: &mut Memory| {
        let (inputs, problems) = load::load(site.path()).unwrap();
        let built = build(&inputs, problems, &Choices::default(), memory);
        let output = built.outputs.into_iter().find(|output| output.path == "a/index.html").unwrap();
        let Content::Text(text) = output.content else { panic!() };
        text
    };
    assert!(page(&mut memory).contains("<p>Old.</p>"));
    crate::common::write(site.path(), "content/b.md", "# B\n\n## Part\n\nNew.\n");
    assert!(page(&mut memory).contains("<p>New.</p>"));
}

#[test]
fn a_part_that_is_put_into_a_page_stands_there_by_itself() {
    let site = crate::common::site(
        "--- content/a.md\n![[b#Part]]\n\n![[b#^three]]\n\nBehind.\n--- content/b.md\n# B\n\n<div>\n\n## Part\n\n\
         Text ![A hill](hill.png) and **more**.\n\n</div>\n\n## Next\n\n1. One\n2. Two\n3. Three ^three\n4. Four\n",
    );
    let mut picture = Vec::new();
    let image = image::RgbImage::from_pixel(900, 600, image::Rgb([90, 120, 60]));
    image.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
    crate::common::write(site.path(), "content/hill.png", picture);
    let said = crate::common::run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    let html = std::fs::read_to_string(site.path().join("public/a/index.html")).unwrap();
    assert!(html.contains("</picture> and <strong>more</strong>.</p>"), "{html}");
    assert!(html.contains("<ol start=\"3\"><li>"), "{html}");
    assert!(html.contains("<p>Behind.</p>"));
}

#[test]
fn a_heading_has_a_link_of_its_own_where_it_is_at_home() {
    let site = crate::common::site(
        "--- content/index.md\n# Home\n\n## A \u{201c}part\u{201d} <b>\n\n- Text.\n\n  ### Below\n\n## [[Other]]\n\n### Deep\n\
         --- content/other.md\n# Other\n\n## Ruhe & Schlaf\n\n![[index#Deep]]\n\n\
         --- content/t.tree.yaml\ntitle: T\nquestions:\n  q: {ask: Q, options: {a: {say: A, goto: o}, b: {say: B, goto: o}}}\noutcomes:\n  \
         o: {title: O, level: self-care, body: \"## Head\\n\\nText.\"}\n",
    );
    let built = built(site.path());
    let links = |path: &str| -> Vec<(String, String)> {
        let text = built.outputs.iter().find(|output| output.path == path).map(|output| match &output.content {
            Content::Text(text) => text.to_string(),
            _ => String::new(),
        });
        let document = scraper::Html::parse_document(&text.unwrap());
        let selector = scraper::Selector::parse(".here").unwrap();
        let of = |e: scraper::ElementRef<'_>| {
            let beside = e.prev_sibling().and_then(scraper::ElementRef::wrap).unwrap();
            assert_eq!(
                e.attr("href").map(|to| to[1..].to_owned()).as_deref(),
                beside.attr("id"),
                "the heading before it"
            );
            assert_eq!(e.text().count(), 0, "no words of the text");
            (beside.value().name().to_owned(), e.attr("aria-label").unwrap().to_owned())
        };
        document.select(&selector).map(of).collect()
    };
    let link = |name: &str, words: &str| (name.to_owned(), format!("Link to this section: {words}"));
    assert_eq!(links("index.html"), [link("h2", "A \u{201c}part\u{201d}"), link("h2", "Other"), link("h3", "Deep")]);
    assert_eq!(links("other/index.html"), [link("h2", "Ruhe & Schlaf")]);
    assert_eq!(links("t/o/index.html"), []);
}

#[test]
fn cells_name_their_heads_by_the_ids_that_these_have_there() {
    let folder = crate::common::site(
        "--- content/index.md\n![[a]]\n--- content/a.md\n# A\n\n<table><tr><th id=\"x\">1</th><th id=\"y\">2</th></tr><tr><td headers=\"x y\">3</td></tr></table>\n",
    );
    assert_eq!(crate::common::run(folder.path(), &["build"]).code, 0);
    let page = |path: &str| std::fs::read_to_string(folder.path().join(path)).expect("there is such a page");
    assert!(page("public/a/index.html").contains("<td headers=\"x y\">"));
    assert!(page("public/index.html").contains("<td headers=\"embed-1.x embed-1.y\">"));
}
