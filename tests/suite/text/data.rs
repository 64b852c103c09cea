//! What texts take from other files of the site: values, tables, parts of code.
use crate::common::{run, site, write};
use std::path::Path;

const SITE: &str = "--- site.yaml\ntitle: S\n--- content/data.yaml\nclub:\n  phone: 020 7946-0123\n  mail: help@club.example\n  odd: \"*<b>* 1--2\"\n";

fn page(root: &Path, path: &str) -> String {
    let said = run(root, &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    std::fs::read_to_string(root.join("public").join(path)).expect("the page is there")
}

#[test]
fn values_stand_in_every_kind_of_text() {
    let of = site(&format!(
        "{SITE}--- content/index.md\n---\ntitle: Call [[=club.phone]]\n---\nOr write to [[=club.mail]] or [[=club.odd]], `[[=club.phone]]`.\n\n[Tree](t.tree.yaml)\n\
         --- content/t.tree.yaml\ntitle: T\nquestions:\n  a:\n    ask: Called [[=club.phone]]?\n    options:\n      \"yes\": {{say: \"Yes, [[=club.phone]]\", goto: b}}\noutcomes:\n  b:\n    title: Call [[=club.phone]]\n    level: routine\n    body: Or [[=club.mail]].\n"
    ));
    let home = page(of.path(), "index.html");
    for wanted in [
        ">Call 020 7946-0123</h1>",
        "Or write to <a href=\"mailto:help@club.example\">help@club.example</a> or *&lt;b&gt;* 1--2, <code>[[=club.phone]]</code>.",
    ] {
        assert!(home.contains(wanted), "{wanted}\n{home}");
    }
    let question = page(of.path(), "t/index.html");
    assert!(question.contains("Called 020 7946-0123?") && question.contains("Yes, 020 7946-0123"), "{question}");
    let outcome = page(of.path(), "t/b/index.html");
    assert!(outcome.contains("Call 020 7946-0123") && outcome.contains("mailto:help@club.example"), "{outcome}");
    // Found by the value, not by its name.
    let index: String = std::fs::read_dir(of.path().join("public"))
        .unwrap()
        .flat_map(|entry| std::fs::read_to_string(entry.unwrap().path()))
        .collect();
    assert!(!index.contains("=club.mail"));
}

#[test]
fn another_value_is_another_page_and_is_told_by_diff() {
    let article = "--- content/index.md\n# Home\n\nCall [[=club.phone]] soon.\n\n```rust file=\"/code/a.rs\"\n```\n\n![[plan.csv]]\n--- code/a.rs\nfn one() {}\n--- content/plan.csv\nweek,miles\n1,3\n";
    let (old, new) = (site(&format!("{SITE}{article}")), site(&format!("{SITE}{article}")));
    write(new.path(), "content/data.yaml", "club:\n  phone: 999\n  mail: a@b.example\n  odd: x\n");
    write(new.path(), "content/plan.csv", "week,miles\n1,30\n");
    let said = run(old.path(), &["diff", &old.path().to_string_lossy(), &new.path().to_string_lossy()]).stdout;
    for wanted in ["020 7946-0123", "999", "30"] {
        assert!(said.contains(wanted), "{wanted} in {said}");
    }
}

/// A run with memory is one without it.
#[test]
fn what_a_text_takes_is_looked_at_again() {
    let of = site(&format!(
        "{SITE}--- content/index.md\n# Home\n\n[[=club.phone]]\n\n![[plan.csv]]\n\n```rust file=\"/code/a.rs\"\n```\n--- code/a.rs\nfn one() {{}}\n--- content/plan.csv\nweek\n1\n"
    ));
    let mut memory = fingerpost::Memory::default();
    let mut cache = fingerpost::load::FileCache::default();
    let mut look = || {
        let (inputs, problems) = fingerpost::load::reload(of.path(), &mut cache).unwrap();
        let built = fingerpost::build(&inputs, problems, &fingerpost::Choices::default(), &mut memory);
        let page = built.outputs.iter().find(|output| &*output.path == "index.html").unwrap();
        let fingerpost::render::Content::Text(text) = &page.content else { panic!("a page is text") };
        (text.to_string(), memory.parses)
    };
    assert!(look().0.contains("020 7946-0123"));
    assert_eq!(look().1, 0);
    write(of.path(), "content/data.yaml", "club: {phone: 999}\n");
    let (shown, parses) = look();
    assert!(shown.contains("<p>999</p>") && parses == 1, "{shown}");
    write(of.path(), "content/plan.csv", "week\nseven\n");
    assert!(look().0.contains("seven"));
    write(of.path(), "code/a.rs", "fn two() {}\n");
    assert!(look().0.contains("two"));
}

#[test]
fn tables_are_tables_of_the_page() {
    let of = site(
        "--- site.yaml\ntitle: S\n--- content/a/plan.csv\nWeek;Miles;\"With; whom\"\n1;3,5;*Ann* | <b>\n2;4;Bob\n3;10;Ann\n--- content/a/index.md\n# A\n\n- Here:\n\n  ![[plan.csv#columns=with; whom,miles&rows=miles<=4&rows=with; whom~ann|The plan]]\n\n![The whole](plan.csv)\n--- content/index.md\n# Home\n\n[A](a/index.md)\n",
    );
    let page = page(of.path(), "a/index.html");
    for wanted in [
        "<tr><th scope=\"col\">With; whom</th><th scope=\"col\" class=\"right\">Miles</th></tr></thead><tbody>\n<tr><td>*Ann* | &lt;b&gt;</td><td class=\"right\">3,5</td></tr>\n</tbody>",
        "<p><a href=\"plan.csv\">The plan</a></p>\n</li>",
        "<tr><td class=\"right\">3</td><td class=\"right\">10</td><td>Ann</td></tr>",
        ">The whole</a>",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
}

#[test]
fn parts_of_files_follow_the_file() {
    let of = site(
        "--- site.yaml\ntitle: S\n--- src/x.rs\nuse a;\n// #region b\n    fn b() {\n        1 < 2\n    }\n// #endregion b\n--- content/index.md\n# Home\n\n```file=\"../src/x.rs\" region=\"b\" linenums\nold\n```\n\n```text file=\"/src/x.rs\" lines=\"1\"\n```\n",
    );
    let page = page(of.path(), "index.html");
    assert!(page.contains("data-n=\"3\"") && page.contains("data-n=\"5\"") && !page.contains("region"), "{page}");
    assert!(
        page.contains("&lt;")
            && !page.contains("old")
            && page.contains("<code class=\"language-text\">use a;\n</code>"),
        "{page}"
    );
}
