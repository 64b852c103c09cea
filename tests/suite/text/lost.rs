//! What would be lost or changed without a word: it is shown as it was meant, or told at its line with the mend.
use crate::common::{run, site};

/// What is told of a site's problems, one a line.
fn told(text: &str) -> String {
    run(site(text).path(), &["check", "--format", "short"]).stdout
}

/// A page of a site, whatever is wrong with it.
fn page(text: &str, path: &str) -> String {
    let mild = "checks: {broken-link: advice, broken-anchor: advice, unknown-citation: advice, missing-file: advice, unsafe-html: advice}";
    let site = site(&text.replacen("title: S\n", &format!("title: S\n{mild}\n"), 1));
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    std::fs::read_to_string(site.path().join("public").join(path).join("index.html")).unwrap()
}

/// A site of one article.
fn one(article: &str) -> String {
    format!("--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n{article}\n")
}

#[test]
fn a_place_in_a_file_is_kept_however_the_file_is_named() {
    let text = "--- site.yaml\ntitle: S\n--- content/index.md
# Home

[[doc.pdf#page=4]] ![[doc.pdf#page=5]] [a](doc.pdf#page=6) ![[v.mp4#t=9]] ![A film](v.mp4#t=1,5) ![[p.png#part|A hill]]
--- content/doc.pdf\nx\n--- content/v.mp4\nx\n--- content/p.png (picture)\n";
    let home = page(text, "");
    for kept in [
        "href=\"doc.pdf#page=4\"",
        "href=\"doc.pdf#page=5\"",
        "href=\"doc.pdf#page=6\"",
        "src=\"v.mp4#t=9\"",
        "src=\"v.mp4#t=1,5\"",
    ] {
        assert!(home.contains(kept), "{kept}: {home}");
    }
    assert!(!home.contains("#part"), "a picture is shown whole: {home}");
}

#[test]
fn a_link_by_name_to_a_part_that_is_not_there_keeps_its_words() {
    for settings in ["", "front_matter: open\n", "vault: true\n"] {
        let text = format!(
            "--- site.yaml\ntitle: S\n{settings}--- content/index.md\n# Home\n\n[[one#Nope]], [[#Not here]], [[one#A#B]], [[one#^b]].\n--- content/one.md\n# One\n"
        );
        let home = page(&text, "");
        for words in ["one &gt; Nope</span>", ">Not here</span>", "one &gt; A &gt; B</span>", "one &gt; ^b</span>"] {
            assert!(home.contains(words), "{settings}{words}: {home}");
        }
        let told = told(&text);
        assert_eq!(told.matches("[broken-anchor]").count(), 4, "{told}");
    }
}

#[test]
fn what_is_nearly_a_link_or_a_picture_is_told() {
    for (written, place) in [
        ("See [t][].", "3:5: warning[broken-markup]: No address is given for `t`, so this is no link"),
        ("See ![a][].", "3:5: warning[broken-markup]: No address is given for `a`, so this is no picture"),
        ("See ![a][x].", "3:5: warning[broken-markup]: No address is given for `x`, so this is no picture"),
        (
            "See ![pic] (x.svg).",
            "3:5: warning[broken-markup]: There is a space before the address, so this is no picture",
        ),
        ("See [x] (index.md#home).", "3:5: warning[broken-markup]: There is a space"),
        ("See [the site](https:x.org).", "3:16: warning[broken-markup]: The slashes are missing"),
        ("See [the site](https:v//x).", "3:16: warning[broken-markup]: The slashes are missing"),
        ("See [the site](HTTPS:/x.org).", "3:16: warning[broken-markup]: A slash is missing"),
        ("See [the site](https:///x.org).", "3:16: warning[broken-markup]: This address has other slashes"),
        ("See <a href=\"https:/x.org\">the site</a>.", "3:5: warning[broken-markup]: This address has other slashes"),
        ("See [the site][r].\n\n[r]: https:/x", "5:6: warning[broken-markup]: A slash is missing"),
        ("See [the site][r].\n\n[r]: <https:x.org> 'A title'", "5:7: warning[broken-markup]: The slashes are missing"),
        ("See https:x.org there.", "3:5: warning[broken-markup]: The slashes are missing"),
    ] {
        let told = told(&one(written));
        let of_markup: Vec<&str> = told.lines().filter(|line| line.contains("broken-markup")).collect();
        assert!(of_markup.len() == 1 && of_markup[0].contains(place), "{written}: {told}");
    }
    for meant in [
        "An int[i][] and [the words] (as said) and [a] note.",
        "Port http:80, `https:x.org`, [the site](https://x.org) and a scheme like https: alone.",
        "[The site][r].\n\n[r]: https://x.org",
        "This [list][] is known.\n\n[list]: index.md",
    ] {
        let told = told(&one(meant));
        assert!(!told.contains("broken-markup"), "{meant}: {told}");
    }
}

#[test]
fn control_characters_are_told_and_stand_on_no_page() {
    let text = one(
        "A\u{1}b\u{7f}c\n\n`co\u{2}de`, [on\u{3}e](index.md) and \u{1b}[31m\n\nA&#7;number, form\u{c}feed.\n\nIt\u{92}s \u{93}so\u{94}, it&#146;s.",
    );
    let told = told(&text);
    for place in [
        "3:2: warning[broken-markup]: No page may hold the character U+0001, and it is left out",
        "5:4: warning[broken-markup]: No page may hold the character U+0002",
        "7:2: warning[broken-markup]: No page may hold the character U+0007",
        "9:3: warning[broken-markup]: No page may hold the character U+0092, and it is shown as `’`",
    ] {
        assert!(told.contains(place), "{place}: {told}");
    }
    let home = page(&text, "");
    assert!(!home.chars().any(|c| c.is_control() && c != '\n'), "{home}");
    for shown in ["<p>Abc</p>", "<code>code</code>", ">one</a>", "Anumber, form feed.", "It’s “so”, it’s."] {
        assert!(home.contains(shown), "{shown}: {home}");
    }
    let plain = one("A tab\there.\r\nAnd \u{a0} a space.");
    assert!(!self::told(&plain).contains("broken-markup"));
}

#[test]
fn what_begins_in_a_list_or_a_quotation_and_has_no_end_is_told() {
    for (written, place) in [
        (
            "- ```\n  code\n\n- next",
            "3:3: warning[broken-markup]: This block of code has no end, so the rest of this list",
        ),
        ("> ~~~ js\n> code\n\nNext.", "3:3: warning[broken-markup]: This block of code has no end"),
        ("1. > ```\n   > code\n\nNext.", "3:6: warning[broken-markup]: This block of code has no end"),
        ("- <!-- gone\n\n- next", "3:3: warning[broken-markup]: This comment has no end"),
        ("Words <!-- gone\n\nNext.", "3:7: warning[broken-markup]: This comment has no end"),
        ("- $$\n  a = b\n\n- next", "3:3: warning[broken-markup]: This formula has no end"),
        ("> $$ x\n> y\n\nNext.", "3:3: warning[broken-markup]: This formula has no end"),
        ("A formula $$ a\n\nb $$ ends.", "3:11: warning[broken-markup]: This formula has no end"),
        ("$$ a\n\nb $$", "3:1: warning[broken-markup]: This formula has no end"),
    ] {
        let told = told(&one(written));
        assert!(told.contains(&format!("content/index.md:{place}")), "{written}: {told}");
    }
    let vault = "--- site.yaml\ntitle: S\nvault: true\n--- content/index.md\n- a %%b\n- c\n";
    assert!(told(vault).contains("1:5: warning[broken-markup]: This comment has no end"), "{}", told(vault));
    for meant in [
        "- ```\n  code\n  ```\n- ~~~\n  code\n  ~~~~\n\n> ```\n> code\n> ```",
        "- $$ cheap\n- $$$ dear\n\nPrice: $$, and $$ = moderate.",
        "$$\nx\n\ny\n$$\n\nInline $$x$$ and `$$`.",
        "A <!-- comment --> and `<!--` and \\<!--.",
    ] {
        let told = told(&one(meant));
        assert!(!told.contains("broken-markup"), "{meant}: {told}");
    }
}

#[test]
fn a_citation_takes_nothing_away() {
    let text = one(
        "End ![a hill][@a]. So it is![@a] See [[[x]]](index.md), [see @a; -@b, p. 4] and [@a; see also @b].",
    ) + "--- content/references.yaml\na: {type: website, title: A, url: \"https://a.example/\"}\nb: {type: website, title: B, url: \"https://b.example/\"}\n";
    let said = told(&text);
    assert!(
        said.contains("3:5: warning[broken-markup]: No address is given for `@a`, so this is no picture"),
        "{said}"
    );
    assert!(!said.contains("unknown-citation") && !said.contains("broken-link"), "{said}");
    let home = page(&text, "");
    for shown in [
        "![a hill][@a].",
        "So it is!<sup",
        ">[[x]]</a>",
        "see<sup class=\"cite\" id=\"cite-a:2\"",
        "2, p. 4</a>",
        " see also <sup",
    ] {
        assert!(home.contains(shown), "{shown}: {home}");
    }
}

#[test]
fn notes_and_the_page_itself_are_found_by_the_names_they_have_elsewhere() {
    let text = "--- site.yaml\ntitle: S\n--- content/index.md
# Home

[a](b.md#fn:x) [b](b.md#fnref:x) [c](b.md#user-content-fn-x) [d](b.md#fn1) [e](#top) [f](b.md#TOP) [g](c.md#top)
--- content/b.md\n# B\n\nA word[^x].\n\n[^x]: A note.\n--- content/c.md\n# C\n\n## Top\n\nWords.\n";
    assert!(!told(text).contains("broken-anchor"), "{}", told(text));
    let home = page(text, "");
    for href in ["b/#fn-1\">a", "b/#fnref-1\">b", "b/#fn-1\">c", "b/#fn-1\">d", "./\">e", "b/\">f", "c/#top\">g"] {
        assert!(home.contains(&format!("href=\"{href}")), "{href}: {home}");
    }
    let none = text.replace("b.md#fn:x", "b.md#fn:y");
    assert!(told(&none).contains("[broken-anchor]"));
}

#[test]
fn a_title_is_a_place_that_links_lead_to() {
    for settings in ["", "front_matter: open\n", "vault: true\n"] {
        let text = format!(
            "--- site.yaml\ntitle: S\n{settings}--- content/index.md\n---\ntitle: The start\n---\n[a](#the-start) [b](two.md#page-two) [c](three.md#three) [d](four.md#sources)\n\
             --- content/two.md\n---\ntitle: Page two\n---\nWords.\n--- content/three.md\nWords.\n\
             --- content/four.md\n---\ntitle: Sources\n---\n<a id=\"x\"></a>\n\n## Sources\n\nWords.\n\
             --- content/five.md\n---\ntitle: Five\n---\nOne.\n\n## Five\n\nTwo.\n"
        );
        assert!(!told(&text).contains("broken-anchor"), "{settings}{}", told(&text));
        assert!(page(&text, "").contains("<h1 id=\"the-start\">The start</h1>"));
        assert!(page(&text, "two").contains("<h1 id=\"page-two\">Page two</h1>"));
        assert!(page(&text, "three").contains("<h1 id=\"three\">"));
        assert!(page(&text, "four").contains("<h1>Sources</h1>"), "the page has a part of its own of this name");
        let five = page(&text, "five");
        assert!(five.contains("<h1>Five</h1>") && five.contains("<h2 id=\"five\">"), "{five}");
    }
}

#[test]
fn what_other_programs_write_is_read() {
    for settings in ["", "front_matter: open\n", "vault: true\n"] {
        let text = format!(
            "--- site.yaml\ntitle: S\n{settings}--- content/index.md
+++
title = \"Home\"
[taxonomies]
tags = [\"calf\"]
categories = [\"running\"]
+++
[t](#tab) [c](#code) [d](#more)

| a | b |
|---|---|
| c | d |
{{: #tab }}

``` {{ .py #code linenums=\"1\" }}
x = 1
```

```rust {{#more .x}}
x = 1
```

```js {{2,4-6}}
x = 1
```

``` {{1}}
x = 2
```

Term
: A `code
  span` of two lines
"
        );
        assert!(!told(&text).contains("error"), "{settings}{}", told(&text));
        let home = page(&text, "");
        for shown in [
            "tags/calf/\">calf</a>",
            "tags/running/\">running</a>",
            "<td>d</td></tr>\n</tbody></table></div>\n<p><span id=\"tab\">",
            "<span id=\"code\"></span><div class=\"code\"><pre tabindex=\"0\"",
            "<span id=\"more\"></span><div class=\"code\"><pre tabindex=\"0\"",
            "<code class=\"language-js\">",
            "<mark class=\"line\">x = 2",
            "<dd>A <code>code span</code> of two lines</dd>",
        ] {
            assert!(home.contains(shown), "{settings}{shown}: {home}");
        }
    }
}

#[test]
fn markdown_in_html_is_read_in_quotations_admonitions_tabs_and_lists() {
    let html =
        ["<div markdown>", "**words**", "", "- item", "</div>", "<table><tr><td markdown>**cell**</td></tr></table>"];
    let in_lines = |before: &str| html.map(|line| format!("{before}{line}").trim_end().to_owned()).join("\n");
    let text = one(&format!(
        "{}\n\n!!! note \"T\"\n{}\n\n=== \"Tab\"\n{}\n\n- item\n\n{}\n\n- last",
        in_lines("> "),
        in_lines("    "),
        in_lines("    "),
        in_lines("  ")
    ));
    let home = page(&text, "");
    assert_eq!(home.matches("<strong>words</strong>").count(), 4, "{home}");
    assert_eq!(home.matches("<strong>cell</strong>").count(), 4, "{home}");
    assert!(home.matches("<blockquote>").count() == 1 && !home.contains("&lt;") && !home.contains(">- item"), "{home}");
}

#[test]
fn tasks_of_other_signs_are_tasks() {
    let tasks = "- [>] moved\n- [?] asked\n- [!] first\n- [*] star\n- [/] half\n- [-] gone\n- [a] a letter\n- [x] done\n- [!note] none";
    let home = page(&one(tasks), "");
    for shown in
        ["<li>☐ &gt; moved", "<li>☐ ? asked", "<li>☐ ! first", "<li>☐ * star", "<li>◪ half", "<li>[a] a letter"]
    {
        assert!(home.contains(shown), "{shown}: {home}");
    }
    let vault = format!("--- site.yaml\ntitle: S\nvault: true\n--- content/index.md\n{tasks}\n- [é] e\n");
    let home = page(&vault, "");
    assert!(
        home.contains("<li>☐ a a letter") && home.contains("<li>☐ é e") && home.contains("<li>[!note] none"),
        "{home}"
    );
}

/// What is left out takes its own inside with it, and nothing else.
#[test]
fn words_behind_what_is_left_out_are_there() {
    for element in [
        "<svg width=\"9\"><path d=\"M0 0\"/></svg>",
        "<iframe src=\"https://example.org\"></iframe>",
        "<IFRAME src=\"x\"/>",
        "<textarea>GONE</textarea>",
        "<noscript>GONE</noscript>",
        "<math><mi>GONE</mi></math>",
        "<script>GONE</SCRIPT>",
        "<script/>",
        "<style>",
        "<title>",
        "<embed src=\"x\">",
    ] {
        for around in [
            "See ELEMENT **two** [three](four.md).",
            "- See ELEMENT **two** [three](four.md).",
            "> See ELEMENT **two** [three](four.md).",
            "| See ELEMENT **two** [three](four.md). |\n|---|",
            "## See ELEMENT **two** [three](four.md).",
            "<div>See ELEMENT <strong>two</strong> <a href=\"four.md\">three</a>.</div>",
        ] {
            let written = around.replace("ELEMENT", element);
            let text = format!(
                "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n{written}\n\nLast words.\n--- content/four.md\n# Four\n"
            );
            assert!(told(&text).contains("unsafe-html"), "{written}");
            let home = page(&text, "");
            for words in ["See ", "<strong>two</strong>", "<a href=\"four/\">three</a>.", "Last words."] {
                assert!(home.contains(words), "{written}, {words}: {home}");
            }
            assert!(!home.contains("GONE"), "{written}: {home}");
        }
    }
}

#[test]
fn a_name_in_angle_brackets_that_html_does_not_have_is_shown_and_told() {
    let written = "A `Vec<u8>`, Vec<String>, <your-name> and GET /users/<id>/posts.\n\n<NAME>\n\n- Hello <First Name>,\n\n<x-box>in **it**</x-box> and </other>.\n\n| <a-b> |\n| --- |\n| x<T>y |\n\n## Head <Foo>";
    let home = page(&one(written), "");
    for shown in [
        "Vec&lt;String&gt;, &lt;your-name&gt; and GET /users/&lt;id&gt;/posts.",
        "&lt;NAME&gt;",
        "Hello &lt;First Name&gt;,",
        "&lt;x-box&gt;in <strong>it</strong>&lt;/x-box&gt; and .",
        "&lt;a-b&gt;",
        "x&lt;T&gt;y",
        "<h2 id=\"head-foo\">Head &lt;Foo&gt;</h2>",
    ] {
        assert!(home.contains(shown), "{shown}: {home}");
    }
    let told = told(&one(written));
    assert_eq!(told.matches("it is shown as it stands").count(), 9, "{told}");
    // What HTML has, and what has attributes, is an element and no words.
    let home =
        page(&one("<center>in</center> <font color=red>red</font> <my-box kind=\"x\">box</my-box> <!-- c -->"), "");
    assert!(home.contains("in red box") && !home.contains("&lt;"), "{home}");
}
