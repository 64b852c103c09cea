//! Signs that are nearly a mark: of a call-out or care card, of a formula, of a price. What stands in them is read or told.
use crate::common::{run, site};

const MODES: [&str; 2] = ["", "front_matter: open\n"];

/// What is told of one article of a site with these settings, and its page, whatever is wrong with it.
fn read(settings: &str, article: &str) -> (String, String) {
    let of = |more: &str| {
        site(&format!("--- site.yaml\ntitle: S\n{settings}{more}--- content/index.md\n# Home\n\n{article}\n"))
    };
    let told = run(of("").path(), &["check", "--format", "short"]).stdout;
    let mild = of("checks: {care-card: advice, care-level: advice, broken-link: advice}\n");
    let said = run(mild.path(), &["build"]);
    assert_eq!(said.code, 0, "{article}: {}{}", said.stdout, said.stderr);
    let page = std::fs::read_to_string(mild.path().join("public/index.html")).unwrap();
    let from = page.find("<div class=\"prose\">").unwrap();
    (told, page[from..page.find("</article>").unwrap()].to_owned())
}

#[test]
fn words_in_a_mark_are_its_title() {
    for (written, shown) in [
        ("> [!EMERGENCY Call 999]\n> - x", "Emergency</span> Call 999</h2>"),
        ("> [!EMERGENCY — Call 999]\n> - x", "Emergency</span> Call 999</h2>"),
        ("> [!urgent: go on] today\n> - x", "Urgent</span> go on today</h2>"),
        ("> [!URGENT|go on]\n> - x", "Urgent</span> go on</h2>"),
        ("> [!URGENT]: go\n> - x", "Urgent</span> go</h2>"),
        ("> [!URGENT]Go\n> - x", "Urgent</span> Go</h2>"),
        ("> [!URGENT](now.md)\n> - x", "Urgent</span> (now.md)</h2>"),
        ("> [!self care Stretch]\n> - x", "Self-care</span> Stretch</h2>"),
        ("- > [!EMERGENCY Call 999]\n  > - x", "Emergency</span> Call 999</h2>"),
        ("> [!WARNING: go on]\n> x", "callout-warning\"><p class=\"callout-title\">go on</p>"),
        (
            "> [!NOTE **Two** words]- and more\n> x",
            "<summary class=\"callout-title\"><strong>Two</strong> words and more</summary>",
        ),
        ("> [!recipe]\n> x", "callout-title\">Recipe</p>"),
        ("> [!my own words] more\n> x", "callout-title\">my own words more</p>"),
        (
            "> [!a name that is much longer than forty bytes are] more\n> x",
            "callout-title\">a name that is much longer than forty bytes are more</p>",
        ),
        ("!!! emergency Call 999\n    - x", "Emergency</span> Call 999</h2>"),
        (":::emergency Call 999\n- x\n:::", "Emergency</span> Call 999</h2>"),
        ("!!! note “A title”\n    x", "callout-title\">A title</p>"),
        ("!!! note Two Words\n    x", "callout-title\">Two Words</p>"),
        ("!!! note inline end\n    x", "callout-title\">Note</p>"),
    ] {
        for settings in MODES {
            let page = read(settings, written).1;
            assert!(page.contains(shown), "{settings}{written}: {page}");
        }
    }
}

#[test]
fn what_is_nearly_a_care_card_is_an_error() {
    for (written, place) in [
        ("> [!EMERGANCY] Call\n> - x", "3:3: error[care-card]"),
        ("> [!EMERGANCY Call 999]\n> - x", "3:3: error[care-card]"),
        ("> [!Emergency!] Call\n> - x", "3:3: error[care-card]"),
        ("> [! URGENT] Call\n> - x", "3:3: error[care-card]"),
        ("> [!very urgent] Call\n> - x", "3:3: error[care-card]"),
        ("> [URGENT] Call\n> - x", "3:3: error[care-card]"),
        ("> ![URGENT] Call\n> - x", "3:3: error[care-card]"),
        ("> [!URGENT Call\n> - x", "3:3: error[care-card]"),
        ("> [！URGENT] Call\n> - x", "3:3: error[care-card]"),
        ("> **[!URGENT]** Call\n> - x", "3:5: error[care-card]"),
        ("> Words\n> [!URGENT] Call\n> - x", "4:3: error[care-card]"),
        ("[!URGENT] Call", "3:1: error[care-card]"),
        ("[!URGENT](call.md)", "3:1: error[care-card]"),
        ("- [!URGENT] Call", "3:3: error[care-card]"),
        ("| a |\n|---|\n| [!URGENT] |", "5:3: error[care-card]"),
        ("!!! emergancy \"Call\"\n    - x", "error[care-card]"),
        ("!!! emergency: Call\n    - x", "3:1: error[care-card]"),
        ("!!!emergency \"Call\"\n\nx", "3:1: error[care-card]"),
        (":::emergancy Call\n:::", "3:1: error[care-card]"),
        (":::emergency Call\n- x", "3:1: error[care-card]"),
    ] {
        let (told, _) = read("", written);
        assert!(told.contains(place), "{written}: {told}");
    }
    for plain in [
        "`[!URGENT]` begins a card.",
        "> [!outline] A\n> x",
        "[urgent](https://example.org/)",
        "Urgent: call",
        "\\[!URGENT] x",
    ] {
        let (told, _) = read("", plain);
        assert!(!told.contains("care-card"), "{plain}: {told}");
    }
    // In a vault the rest is published all the same.
    let vault = site(
        "--- site.yaml\ntitle: V\n--- .obsidian/app.json\n{}\n--- Home.md\n> [!EMERGANCY]\n> x\n\n> [!note|wide left] T\n> x\n",
    );
    let said = run(vault.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let told = run(vault.path(), &["check", "--format", "short"]).stdout;
    assert!(told.contains("Home.md:1:3: warning[care-card]"), "{told}");
    let page = std::fs::read_to_string(vault.path().join("public/index.html")).unwrap();
    assert!(page.contains("callout-title\">EMERGANCY</p>") && page.contains("callout-title\">T</p>"), "{page}");
}

#[test]
fn levels_in_other_words_are_told() {
    let tree = "title: T\nlevels: [rest, hospital]\nquestions:\n  a:\n    ask: A?\n    options:\n      b: {say: B, goto: o}\noutcomes:\n  o: {title: O, level: rest}\n";
    let site = site(&format!(
        "--- site.yaml\ntitle: S\nlanguage: de\n--- content/t.tree.yaml\n{tree}--- content/index.md\n# Home\n\n> [!Notfall] 112 anrufen\n> - x\n\n> [!NICHT DRINGEND] Warten\n> - x\n\n> [!Hospital] Hin\n> - x\n\n> [!Rezept] Suppe\n> x\n"
    ));
    let told = run(site.path(), &["check", "--format", "short"]).stdout;
    let lines: Vec<&str> = told.lines().filter_map(|line| line.split(": error[care-card]").next()).collect();
    assert_eq!(lines, ["content/index.md:3:5", "content/index.md:6:5", "content/index.md:9:5"], "{told}");
}

#[test]
fn a_formula_is_one_block_whatever_its_lines_begin_with() {
    let lines =
        ["- x", "+ y", "= z", "> 0", "# h", "1. k", "---", "===", "| a | b |", "", "    far in", "**a** _b_", "<div>"];
    let formula: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let escaped = formula.replace('>', "&gt;").replace('<', "&lt;");
    let within = |before: &str| -> String {
        let lines = ["$$"].into_iter().chain(lines).chain(["$$"]);
        lines.map(|line| format!("{before}{line}").trim_end().to_owned() + "\n").collect()
    };
    for (written, begins) in [
        (within(""), "<p><span"),
        (format!("Words before\n{}and behind.\n", within("")), "<p>Words before</p>\n<p><span"),
        (format!("Words: {}and behind.\n", within("")), "<p>Words:</p>\n<p><span"),
        (within("> "), "<blockquote>\n<p><span"),
        (format!("- {}", within("  ").trim_start()), "<ul>\n<li><p><span"),
        (format!("1. Words\n\n{}\n2. More\n", within("   ")), "<ol>\n<li><p>Words</p>\n<p><span"),
        (format!("> - {}", within(">   ").trim_start_matches(['>', ' '])), "<blockquote>\n<ul>\n<li><p><span"),
        (format!("> [!NOTE] Title\n{}", within("> ")), "<p class=\"callout-title\">Title</p>\n<p><span"),
        (format!("!!! note \"Title\"\n{}", within("    ")), "<p class=\"callout-title\">Title</p>\n<p><span"),
    ] {
        for settings in MODES {
            let page = read(settings, &written).1;
            let whole = format!(
                "{begins} class=\"math display\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\">{escaped}</span></p>"
            );
            assert!(page.contains(&whole), "{settings}{written}: {page}");
        }
    }
    let beside = read("", "$$ x = 1\n- 2 $$ where x.\n").1;
    assert!(beside.contains("alttext=\"x = 1\n- 2\""), "{beside}");
    assert!(beside.contains("</math></span></p>\n<p>where x.</p>"), "{beside}");
    // What is a formula to the parser stays where it stands.
    let inside = read("", "1. One\n   $$\n   a\n   $$\n2. Two\n").1;
    assert!(inside.contains("</span></li>\n<li>Two</li>"), "{inside}");
}

#[test]
fn money_is_no_formula() {
    for text in [
        "$5-$6, US$5 to US$6, $5/$6, ($5) and ($6), $20k–$30k.",
        "From 5$ to 6$; $1,000 and $2,000; A$5, B$ 6.",
        "It costs $$ or $$$ or $$$$.",
        "- $ cheap\n- $$ middling: Joe\n- $$ middling: Ann\n- $$$ dear",
        "$$ Joe\n\n# Part\n\n$$ Ann",
        "$$ off\n\n- a\n\nno end",
    ] {
        for settings in MODES {
            let page = read(settings, text).1;
            assert!(!page.contains("math"), "{settings}{text}: {page}");
            assert_eq!(page.matches('$').count(), text.matches('$').count(), "{settings}{text}: {page}");
            assert!(!page.contains('\\'), "{settings}{text}: {page}");
        }
    }
    let formulas = read("", "$x$, $2x$, $5 + 6$, $$ a $$ and the $n$th.").1;
    assert_eq!(formulas.matches("class=\"math").count(), 5, "{formulas}");
}

#[test]
fn what_python_markdown_reads_in_html_cells_and_titles_is_read() {
    let article = "| a {: .x } | b |\n|---|---|\n| c | d {: .y } |\n\n- e {: .z }\n\n<table><tr>\n<td markdown>**f**</td>\n</tr></table>\n\n<div markdown=\"1\">**g**</div>\n\n<div>\n{% if h %} i\n</div>\n";
    let page = read("front_matter: open\n", article).1;
    for shown in ["<strong>f</strong>", "<strong>g</strong>", "<code>{% if h %}</code> i", "<li>e"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("{:") && !page.contains("**") && !page.contains('`'), "{page}");
    let site = site(
        "--- site.yaml\ntitle: S\nfront_matter: open\n--- content/index.md\n---\ntitle: Mail&nbsp;and post\n---\n# Mail&nbsp;and post\n\nx\n",
    );
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let page = std::fs::read_to_string(site.path().join("public/index.html")).unwrap();
    assert!(page.contains(">Mail\u{a0}and post</h1>") && !page.contains("<h2"), "{page}");
}

#[test]
fn what_html_would_hide_is_told_as_that() {
    for (attribute, is_told) in [
        ("hidden", true),
        ("style=\"display: none\"", true),
        ("style='color:red; VISIBILITY : hidden !important'", true),
        ("style=\"font-size:0\"", true),
        ("style=\"margin:0; opacity: 0.0\"", true),
        ("style=\"visibility: collapse\"", true),
        ("style=\"color: red\"", false),
    ] {
        let text = format!(
            "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n<div {attribute}>\n\nA secret.\n\n</div>\n"
        );
        let site = crate::common::site(&text);
        let said = crate::common::run(site.path(), &["check", "--format", "short"]);
        let hidden = said.stdout.contains("error[unsafe-html]: This would hide what stands here, and readers see it");
        assert_eq!((hidden, said.code == 1), (is_told, is_told), "{attribute}: {said:?}");
    }
}
