//! "Did this help?": a message that its reader sends, or does not; begun for an article, an outcome and the search.
use crate::common::{run, site};
use std::fs;
use std::path::Path;

/// The addresses of all messages on a page.
fn messages(site: &Path, page: &str) -> Vec<String> {
    let text = fs::read_to_string(site.join("public").join(page)).unwrap();
    let document = scraper::Html::parse_document(&text);
    let selector = scraper::Selector::parse(":is(.helped, .in-vain) a").unwrap();
    document.select(&selector).map(|link| link.attr("href").unwrap().to_owned()).collect()
}

fn read(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8().unwrap().replace('\r', "")
}

fn built(settings: &str) -> tempfile::TempDir {
    let site = site(&format!(
        "--- site.yaml\ntitle: T\nbase_url: https://club.example/help/\n{settings}\n--- content/index.md\n# Home\n\n[[Salt & cramp?]] [[T]]\n\
         --- content/a/salt.md\n# Salt & cramp?\n\nText.\n--- content/t.tree.yaml\ntitle: T\nquestions:\n  \
         q: {{ask: Q, options: {{a: {{say: A, goto: o}}, b: {{say: B, goto: p}}}}}}\noutcomes:\n  \
         o: {{title: Rest, level: self-care, body: Rest.}}\n  p: {{title: Run, level: self-care, body: Run.}}\n",
    ));
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    site
}

#[test]
fn a_letter_names_the_page_and_ends_with_a_line_for_a_test() {
    let site = built("contact: help@club.example\nrepository: https://github.com/a/b");
    let [article] = &messages(site.path(), "a/salt/index.html")[..] else { panic!("one message") };
    assert!(
        article.starts_with("mailto:help@club.example?subject=Did%20not%20help%3A%20Salt%20%26%20cramp%3F&body="),
        "{article}"
    );
    assert!(!article.split_once("&body=").unwrap().1.contains(['&', ' ', '+', '#']), "{article}");
    let article = read(article);
    assert!(article.contains("Page: Salt & cramp?\nhttps://club.example/help/a/salt/\n"), "{article}");
    assert!(article.ends_with("a test in site.yaml:\n\n    search_tests:\n      …: a/salt.md\n"), "{article}");
    let outcome = read(&messages(site.path(), "t/o/index.html")[0]);
    assert!(outcome.contains("Page: Rest\n"), "{outcome}");
    assert!(
        outcome.ends_with("content/t.tree.yaml:\n\n    tests:\n      - answers: {…}\n        reaches: o\n"),
        "{outcome}"
    );
    let search = read(&messages(site.path(), "search/index.html")[0]);
    assert!(search.ends_with("    search_tests:\n      …: the-page-that-should-come.md\n"), "{search}");
    for quiet in ["index.html", "t/index.html", "everything/index.html"] {
        assert!(messages(site.path(), quiet).is_empty(), "{quiet}");
    }
}

#[test]
fn a_report_is_begun_as_its_host_has_it_and_nobody_is_asked_where_nobody_is_told() {
    for (settings, begins) in [
        ("repository: https://github.com/a/b", "https://github.com/a/b/issues/new?title="),
        ("repository: https://gitlab.com/a/b", "https://gitlab.com/a/b/-/issues/new?issue[title]="),
        ("repository: https://codeberg.org/a/b", "https://codeberg.org/a/b/issues/new?title="),
        ("feedback: https://club.example/tell?of=help", "https://club.example/tell?of=help&title="),
        ("contact: a@b.example\nfeedback: mailto:c@d.example", "mailto:c@d.example?subject="),
    ] {
        let site = built(settings);
        let message = read(&messages(site.path(), "a/salt/index.html")[0]);
        assert!(message.starts_with(begins), "{settings}: {message}");
        let text = fs::read_to_string(site.path().join("public/a/salt/index.html")).unwrap();
        assert_eq!(text.contains("Everybody can read such a report"), !begins.starts_with("mailto:"), "{settings}");
    }
    for settings in ["", "contact: a@b.example\nrepository: https://github.com/a/b\nfeedback: false"] {
        let site = built(settings);
        for page in ["a/salt/index.html", "t/o/index.html", "search/index.html"] {
            assert!(messages(site.path(), page).is_empty(), "{settings} {page}");
            let text = fs::read_to_string(site.path().join("public").join(page)).unwrap();
            assert!(!text.contains("Did this help"), "{settings} {page}");
        }
    }
}

#[test]
fn what_is_neither_an_address_nor_a_page_is_told() {
    let site = site("--- site.yaml\ntitle: T\nfeedback: ask the club\n--- content/index.md\n# Home\n\nText.\n");
    let said = run(site.path(), &["check"]);
    let all = format!("{}{}", said.stdout, said.stderr);
    assert!(all.contains("`feedback` should be an e-mail address, or where a report is begun"), "{all}");
    assert!(all.contains("feedback: help@club.example"), "{all}");
}
