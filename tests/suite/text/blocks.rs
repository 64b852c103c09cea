//! What stands in an article by itself: code and formulas.
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

#[test]
fn formulas_are_mathml_with_their_tex() {
    let article =
        "So $x^2 < \"y\"$, which costs $5 and $6.\n\n$$\n\\frac{a}{b}\n$$\n\n```math\na_1\n```\n\n## Where $y$ is\n";
    let (told, page) = read("", article);
    assert!(!told.contains("formula"), "{told}");
    for wanted in [
        "So <span class=\"math\"><math alttext=\"x^2 &lt; &quot;y&quot;\"><msup><mi>x</mi><mn>2</mn></msup>",
        "</math></span>, which costs $5 and $6.</p>",
        "<p><span class=\"math display\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\"><math display=\"block\" alttext=\"\\frac{a}{b}\"><mfrac>",
        "alttext=\"a_1\"",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let (told, page) = read("", "One $\\fracc{a}{b}$ and $<script>x^$.");
    assert!(told.contains("content/index.md:3:6: warning[broken-formula]"), "{told}");
    assert!(page.contains("<span class=\"math\">\\fracc{a}{b}</span>") && !page.contains("<script>x"), "{page}");
}

/// Whatever stands in a formula, it is drawn or told, and nothing of it leaves it.
#[test]
fn no_formula_leaves_its_place() {
    let odd = [
        "\\text{</math><script>alert(1)</script>}",
        "\\href{javascript:alert(1)}{x}",
        "\\def\\a{\\a\\a}\\a",
        "\\text{\"><img src=x onerror=alert(1)>}",
        "\\color{red;background:url(x)}x",
        "\\begin{array}{c\"onclick=\"x}a\\end{array}",
        "{{{{x}}}}^{{{{y}}}}",
    ];
    for tex in odd {
        let (_, page) = read("", &format!("One.\n\n$${tex}$$\n\nTwo ${tex}$."));
        let page = page.to_lowercase();
        for never in ["<script>alert", "<img src=x", "javascript:alert(1)\"", " onclick=\"", " style=\""] {
            assert!(!page.contains(never), "{tex}: {never}");
        }
    }
}

#[test]
fn formulas_are_found_and_compared() {
    let of = |tex: &str| {
        site(&format!(
            "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\nEnergy is ${tex}$.\n--- content/b.md\n# Other\n\nWords.\n"
        ))
    };
    let (old, new) = (of("E = mc^2"), of("E = \\sigma T^4"));
    let found = run(new.path(), &["search", "sigma"]);
    assert!(found.stdout.contains("Home"), "{}", found.stdout);
    let [old, new] = [&old, &new].map(|site| site.path().to_str().unwrap().to_owned());
    let told = run(std::path::Path::new("/"), &["diff", &old, &new]);
    assert!(told.stdout.contains("sigma") && told.stdout.contains("mc^2"), "{}{}", told.stdout, told.stderr);
}

/// As MkDocs, VitePress and its plugins write them, the same is shown.
#[test]
fn tabs_are_rows_of_parts_with_titles() {
    let of = |article: &str| {
        let (told, page) = read("", article);
        assert!(!told.contains("broken-markup"), "{told}");
        let from = page.find("<div class=\"tabs\">").unwrap_or_else(|| panic!("no tabs: {page}"));
        assert!(page.contains("/tabs."), "{page}");
        page[from..page.find("\n\n</div>").unwrap()].trim_end().to_owned()
    };
    let wanted = of("=== \"One *b*\"\n\n    a\n\n=== \"Two\"\n\n    - b\n");
    assert_eq!(
        wanted,
        "<div class=\"tabs\">\n<div class=\"tab\"><p class=\"tab-title\">One <em>b</em></p>\n<p>a</p>\n</div>\n\
         <div class=\"tab\"><p class=\"tab-title\">Two</p>\n<ul>\n<li>b</li>\n</ul>\n</div>\n</div>"
    );
    for other in [
        ":::tabs\n== One *b*\na\n== Two\n- b\n:::\n",
        ":::tabs\n@tab One *b*\na\n@tab:active Two\n- b\n:::\n",
        "::::tabs\n:::tab One *b*\na\n:::\n:::tab Two\n- b\n:::\n::::\n",
    ] {
        assert_eq!(of(other), wanted, "{other}");
    }
    assert_eq!(of("=== \"One\"\n\n    a\n\n===! \"Two\"\n\n    b\n").matches("class=\"tabs\"").count(), 2);
    assert_eq!(of(":::code-group\n```js [a.js]\nx\n```\n```py\ny\n```\n:::\n").matches("class=\"tab\"").count(), 2);
    assert_eq!(
        of("- a\n\n    === \"One\"\n\n        b\n\n    === \"Two\"\n\n        c\n").matches("class=\"tab\"").count(),
        2
    );
}

#[test]
fn steps_and_cards_are_lists_of_their_own_look() {
    let (told, page) = read("", ":::steps\n1. a\n2. b\n:::\n\n:::cards\n- [A](#b) — words\n:::\n\n## B\n");
    assert!(!told.contains("broken-markup"), "{told}");
    for wanted in
        ["<div class=\"steps\"><ol>\n<li>a</li>", "<div class=\"cards\"><ul>\n<li><a href=\"#b\">A</a> — words</li>"]
    {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("/tabs.") && page.contains("/blocks."), "{page}");
}

#[test]
fn figures_have_numbers_and_are_enlarged() {
    let of = site(
        "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n![A calf](a.png \"Stretching\"){#fig-stretch}\n\n![B](a.png){#fig-b}\n\nSee [@fig-b] and [@fig-stretch].\n\n[Words](https://www.youtube.com/watch?v=a)\n\nSee [words](https://youtu.be/a).\n\n![Clip](c.mp4)\n",
    );
    let mut picture = Vec::new();
    image::write(&mut picture);
    crate::common::write(of.path(), "content/a.png", picture);
    crate::common::write(of.path(), "content/c.mp4", [0; 64]);
    let said = run(of.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let page = std::fs::read_to_string(of.path().join("public/index.html")).unwrap();
    for wanted in [
        "<figure id=\"fig-stretch\"><a class=\"enlarge\" href=\"a.png",
        "aria-label=\"Enlarge: A calf\">",
        "</a><figcaption><span class=\"figure-number\">Figure 1</span> Stretching</figcaption></figure>",
        "<p>See <a href=\"#fig-b\">Figure 2</a> and <a href=\"#fig-stretch\">Figure 1</a>.</p>",
        "<p class=\"film\"><a class=\"external\" rel=\"noopener\" href=\"https://www.youtube.com/watch?v=a\">Words</a> <span>Film on YouTube</span></p>",
        "<p>See <a class=\"external\"",
        "aria-label=\"Clip\"></video>",
        "/enlarge.",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
}

/// The drawing, and the same in words: for the search, copies for machines, and the e-book too.
#[test]
fn diagrams_are_drawn_and_said() {
    let of = site(
        "--- site.yaml\ntitle: S\nbook: true\nmarkdown_copies: true\nbase_url: https://e.example/\n--- content/index.md\n# Home\n\n```mermaid\nflowchart TD\nA[It <b>hurts</b> & more] -->|\"yes\"| B(Rest)\n```\n\n- In a list:\n\n  ```mermaid\n  sequenceDiagram\n    Ann->>Bob: Hello\n    Bob: hi\n  ```\n",
    );
    let told = run(of.path(), &["check", "--format", "short"]).stdout;
    assert!(told.contains("content/index.md:13:5: warning[broken-diagram]"), "{told}");
    let said = run(of.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let read = |path: &str| std::fs::read_to_string(of.path().join("public").join(path)).unwrap();
    let page = read("index.html");
    for wanted in [
        "<figure class=\"diagram\"><div class=\"drawn\" tabindex=\"0\" role=\"group\" aria-label=\"Diagram 1\"><svg role=\"img\" aria-label=\"Flow chart\"",
        ">It hurts &amp; more</tspan>",
        "<li>It hurts &amp; more\n<ul>\n<li>→ Rest: yes</li>\n</ul>\n</li>",
        "<code class=\"language-mermaid\">sequenceDiagram",
        "/blocks.",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let copy = read("index.md");
    assert!(copy.contains("- → Rest: yes") && copy.contains("- In a list:"), "{copy}");
}

mod image {
    /// A picture of 800 by 2 points.
    pub(super) fn write(out: &mut Vec<u8>) {
        let mut encoder = png::Encoder::new(out, 800, 2);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header().unwrap().write_image_data(&[120; 1600]).unwrap();
    }
}

#[test]
fn formulas_of_several_parts_are_whole_and_code_is_not_torn() {
    let (told, page) = read(
        "",
        "$\\sqrt[n+1]{2}$ $\\text{if $x$ holds}$ $\\boxed{y}$ $\\phantom{ab}c$\n\n$HOME and `$PATH` are :tada: `:tada:` at 10:30:15.\n",
    );
    assert!(!told.contains("formula"), "{told}");
    let root = &page[page.find("<mroot>").unwrap()..page.find("</mroot>").unwrap()];
    assert!(root.contains("<mn>2</mn>") && root.contains("<mn>1</mn>"), "{root}");
    for wanted in [
        "<mtext>if",
        "<mi>x</mi>",
        "<mrow class=\"boxed\"><mi>y</mi>",
        "<mrow class=\"phantom\">",
        "<p>$HOME and <code>$PATH</code> are 🎉 <code>:tada:</code> at 10:30:15.</p>",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("<mtext>if $") && !page.contains('\u{e0b0}'), "{page}");
}
