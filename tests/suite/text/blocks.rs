//! What stands in an article by itself: code.
use crate::common::{run, site};

/// What is told of one article, and its page.
fn read(settings: &str, article: &str) -> (String, String) {
    let of = site(&format!("--- site.yaml\ntitle: S\n{settings}--- content/index.md\n# Home\n\n{article}\n"));
    let told = run(of.path(), &["check", "--format", "short"]).stdout;
    let said = run(of.path(), &["build"]);
    assert_eq!(said.code, 0, "{article}: {}{}", said.stdout, said.stderr);
    let page = std::fs::read_to_string(of.path().join("public/index.html")).unwrap();
    (told, page)
}

#[test]
fn code_has_colours_marks_numbers_and_a_title() {
    let (told, page) = read(
        "",
        "```js title=\"a & b.js\" {2} showLineNumbers=7\nlet a = \"<b>\"; // c\nf(a);\n```\n\n```text\nlet a;\n```\n\n    indented",
    );
    assert_eq!(told.lines().filter(|line| line.contains("language")).count(), 0, "{told}");
    for wanted in [
        "<figure class=\"code\"><figcaption>a &amp; b.js</figcaption><pre tabindex=\"0\" role=\"group\" aria-label=\"a &amp; b.js\"><code class=\"language-js\">",
        "<span class=\"line\" data-n=\"7\"><span class=\"hl-k\">let</span> a = <span class=\"hl-s\">\"&lt;b&gt;\"</span>; <span class=\"hl-c\">// c</span>\n</span>",
        "<mark class=\"line\" data-n=\"8\"><span class=\"hl-f\">f</span>(a);\n</mark></code></pre></figure>",
        "<div class=\"code\"><pre tabindex=\"0\" role=\"group\" aria-label=\"Code 1\"><code class=\"language-text\">let a;\n</code></pre></div>",
        "aria-label=\"Code 2\"><code>indented",
        "/code.",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
}

/// As each program writes it, the same is shown.
#[test]
fn marked_lines_are_written_in_many_ways() {
    let of = |code: &str| {
        let (_, page) = read("", code);
        let from = page.find("<pre").unwrap();
        page[from..page.find("</pre>").unwrap()].to_owned()
    };
    let wanted = of("```py {2}\na\nb\n```");
    assert!(wanted.contains("<mark class=\"line\">b\n</mark>"), "{wanted}");
    for other in [
        "```py hl_lines=\"2\"\na\nb\n```",
        "```{ .py hl_lines=\"2\" }\na\nb\n```",
        "``` py {hl_lines=[2]}\na\nb\n```",
        "```py\na\n# highlight-next-line\nb\n```",
        "```py\na\nb # [!code highlight]\n```",
    ] {
        assert_eq!(of(other), wanted, "{other}");
    }
    let put_in = of("```js\na(); // [!code ++]\nb(); // [!code --]\n```");
    assert!(put_in.contains("<ins class=\"line\">") && put_in.contains("<del class=\"line\">"), "{put_in}");
}

#[test]
fn pages_without_code_load_no_script_for_it() {
    let (_, page) = read("", "Words and `code`.");
    assert!(!page.contains("code-copy") && !page.contains("/code."), "{page}");
}

#[test]
fn endless_code_is_shown_as_it_is() {
    let long = format!("```js\n{}\n```", "let a = 1;\n".repeat(8_000));
    let (_, page) = read("", &long);
    assert!(!page.contains("hl-k") && page.matches("let a = 1;").count() == 8_000);
}
