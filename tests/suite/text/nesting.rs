//! Raw HTML and Markdown mixed as badly as can be, in every dialect: what is published nests, and nothing panics.
use fingerpost::load::Inputs;
use fingerpost::problem::Code;
use fingerpost::render::Content;
use fingerpost::source::Source;
use fingerpost::{Choices, Memory, build};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::sync::Arc;

const GOOD: &str = "# Good\n\nWords ^block\n\n## Part\n\n- One ^item\n- Two\n\n> ## In a quotation\n>\n> - x\n\nEnd.[^1]\n\n[^1]: A note.\n";
const TREE: &str = "title: T\nintro: |\n  INTRO\nquestions:\n  q:\n    ask: Q?\n    hint: |\n      HINT\n    options: {a: {say: A, goto: o}, b: {say: B, goto: o}}\noutcomes:\n  o:\n    title: O\n    level: routine\n    body: |\n      BODY\n";

fn source(path: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(path.into(), text.to_owned()))
}

/// What is published of a text: as an article, put into another, in a tree and in the glossary.
fn published(text: &str) -> (Vec<(String, String)>, Vec<fingerpost::problem::Problem>) {
    let indented = |columns: usize| text.replace('\n', &format!("\n{}", " ".repeat(columns)));
    let tree = TREE.replace("INTRO", &indented(2)).replace("HINT", &indented(6)).replace("BODY", &indented(6));
    let meaning = format!("- term: words\n  meaning: |\n    {}\n- {{term: x, meaning: An x.}}\n", indented(4));
    let holder =
        "# Holder\n\n![[nasty]]\n\n![[nasty#part]] ![[nasty#^block]]\n\n![[good#in a quotation]] ![[good#^item]]\n";
    let inputs = Inputs {
        settings: Some(source("site.yaml", "title: S\nreferences: true\n")),
        articles: vec![
            source("content/good.md", GOOD),
            source("content/holder.md", holder),
            source("content/nasty.md", text),
        ],
        trees: vec![source("content/t.tree.yaml", &tree)],
        glossary: Some(source("content/glossary.yaml", &meaning)),
        references: Some(source("content/references.yaml", "- {key: k, title: K, year: 2020, authors: [A B]}\n")),
        ..Inputs::default()
    };
    let built = build(&inputs, Vec::new(), &Choices::default(), &mut Memory::default());
    let pages = built.outputs.into_iter().filter(|output| output.path.ends_with(".html")).filter_map(|output| {
        match output.content {
            Content::Text(text) => Some((output.path, text.to_string())),
            _ => None,
        }
    });
    // Each form of telling it reads the places, on the borders of characters or not.
    fingerpost::problem::human::human(&built.problems, &built.sources);
    fingerpost::problem::short::short(&built.problems, &built.sources);
    fingerpost::problem::json::json(&built.problems, &built.sources, 1, 1);
    fingerpost::problem::sarif::sarif(&built.problems, &built.sources, None);
    (pages.collect(), built.problems)
}

/// What is wrong with what is published of a text.
fn faults(text: &str) -> Vec<String> {
    let (pages, problems) = published(text);
    let mut out: Vec<String> = problems
        .iter()
        .filter(|problem| problem.code == Code::InternalFault)
        .map(|problem| format!("{}: {:?}", problem.path, problem.help))
        .collect();
    for (path, page) in pages {
        out.extend(crate::common::strict::faults(&page).into_iter().take(3).map(|fault| format!("{path}: {fault}")));
        // And by the rules of HTML's own tree construction, as browsers have them.
        let errors = scraper::Html::parse_document(&page).errors;
        out.extend(errors.iter().take(3).map(|error| format!("{path}: {error}")));
    }
    out
}

fn assert_good(text: &str) {
    let faults = faults(text);
    assert!(faults.is_empty(), "{text:?}: {:#?}", &faults[..faults.len().min(4)]);
}

#[test]
fn each_mixture_that_was_once_wrong_nests() {
    for text in [
        "[a <b>c](good.md) d</b>",
        "[[Good|a <b>c]] d</b>",
        "[a <b>c](https://x.example) d",
        "![a <b>c](p.png) d</b>",
        "![a <img src=q.png alt=b> c](p.png)",
        "> [!NOTE] Title\n> -",
        "> [!NOTE] Title\n> -\n\nAfter.",
        "> [!URGENT] Call 999\n> -",
        "> [!URGENT]\n> =",
        ">[!URGENT]\n>=",
        "> [!NOTE]- Title\n> more\n> ===\n> - a",
        "> [!NOTE] a | b\n> --|--\n> c | d",
        "> [!NOTE]\n> : definition",
        "> [!NOTE]: good.md",
        "> [!NOTE](good.md) x",
        "> [!NOTE] a <b>c\n> d</b>",
        "> [!NOTE]- a <div>c\n> d</div>\n> > [!TIP]\n> > -",
        "> [!NOTE]",
        "> [!NOTE]\n>\n> ```\n> x",
        "a <div>b</div> c",
        "*a <div>b* c</div>",
        "<p>\n\na\n\n</p>\n\n<p>b",
        "<a href=good.md>a [b](good.md) [[Good]] c</a>",
        "[a <a href=good.md>b</a> c](good.md)",
        "[a[^1] [@k] b](good.md)\n\n[^1]: c",
        "[![[good]]](good.md) [x ![[good]] y](good.md)",
        "## A <h3>b</h3> <div>c</div>",
        "<h2>\n\n## A\n\n</h2>",
        "<ul><li>a<li>b</ul><li id=x>c",
        "<dt><a href=\"good.md\">",
        "a[^1] <a href=\"good.md\">b\n\n[^1]: <a href=\"good.md\">c",
        "- a <li>b</li>\n- c",
        "<table>a<tr><td>b<td>\n\n- c\n\n<tr>d</table>",
        "<table>\n\n| a |\n|---|\n| <td>b |\n\n</table>",
        "<td>a</td><tr><dt>b<dd>c<summary>d</summary><rt>e<figcaption>f<caption>g",
        "<ruby>a<rp>(<rt>b<rp>)</ruby>",
        "<dl><dt>a<dd>b<dt>c</dl>",
        "<details>\n\nx <p>y</details>",
        "<b id=a title=x title=y></b><i id=a></i>\n\n# a\n\n## a\n\n## Sources\n\n## Fn 1\n\n[@k] <i id=search-field></i>",
        "a ^b\n\nc ^b\n\nt\n: d\n\nt\n: d",
        "==a ![[good]] b== ==c <div>d== e</div>",
        "<!-- <b> --><b><!--",
        "</b></p></div></article></main>",
        "<b><i><u>x",
        "a[^1] <b>\n\n[^1]: <i>c\n\n    </b> d",
        "<table><tr>\n\na ^b\n\n</table>",
        "<table><tr>\n\n## A\n\n</table> ==a== ![x](p.png) $x$ \\\nb",
        "!!! note \"T <b>\"\n    a </b>\n    -\n",
        "??? tip\n    <table>\n    -\n",
        "=== \"Tab\"\n    -\n",
        "%%a%% <b> ^[note </b> [x](good.md)] [y ^[z]](good.md)",
        "[a](good.md){#b} <a href=good.md>[c](good.md){#d}</a> {: #b }",
        "Words <summary>a</summary> <a href=good.md id=x name=y>words</a>",
    ] {
        assert_good(text);
    }
}

const PIECES: &[&str] = &[
    "a",
    " ",
    "\n",
    "\n\n",
    "words x",
    "> ",
    "- ",
    "1. ",
    "  ",
    "    ",
    "# ",
    "## ",
    "#### Part",
    "`a`",
    "```\n",
    "*",
    "**",
    "_",
    "~~",
    "==",
    "|",
    "| a | b |\n|---|---|\n| ",
    "\n: ",
    "[",
    "](good.md)",
    "](https://x.example)",
    "[[Good",
    "[[",
    "|",
    "]]",
    "![[good]]",
    "![[good#part]]",
    "![",
    "](p.png)",
    "[^1]",
    "\n\n[^1]: ",
    "^[",
    "]",
    "[@k]",
    "[@k, p. 4]",
    " ^block",
    "\n\n^block\n\n",
    "> [!NOTE] ",
    "> [!URGENT] Call\n> ",
    "> [!tip]- ",
    "> > [!faq]+ T\n> > ",
    "\n> -",
    "\n> =",
    "\n-\n",
    "\n===\n",
    "---\n",
    "!!! note \"T\"\n    ",
    "??? tip\n    ",
    "=== \"Tab\"\n    ",
    "%%",
    "{: #a }",
    "{#a}",
    "{#b .c}",
    "\\\n",
    "  \n",
    "$x$",
    "$$",
    "<",
    ">",
    "&amp;",
    "é",
    "日本",
    "\u{301}",
    "<!-- ",
    " -->",
    "<script>",
    "</script>",
    "{{#include x}}",
    "- [ ] ",
    "<b>",
    "</b>",
    "<i id=\"a\">",
    "</i>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<span title=x title=y>",
    "</span>",
    "<a href=\"good.md\">",
    "<a id=b>",
    "<a name=c href=good.md>",
    "</a>",
    "<ul>",
    "<ol>",
    "<li>",
    "</li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dd>",
    "</dl>",
    "<table>",
    "<tr>",
    "<td>",
    "<th id=a>",
    "</td>",
    "</tr>",
    "<tbody>",
    "<caption>",
    "</caption>",
    "</table>",
    "<h1>",
    "<h2>",
    "</h2>",
    "<h3 id=part>",
    "</h3>",
    "<details>",
    "<details open>",
    "<summary>",
    "</summary>",
    "</details>",
    "<ruby>",
    "<rt>",
    "<rp>",
    "</ruby>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<br>",
    "<hr>",
    "<wbr>",
    "<img src=p.png alt=a>",
    "<mark>",
    "</mark>",
    "<kbd>",
    "</kbd>",
    "<section>",
    "<center>",
    "<b",
    "</",
    "<br/>",
    "<div/>",
];

fn nasty() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 1..40)
        .prop_map(|pieces| pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>())
}

fn holds(cases: u32, seed: [u8; 32]) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let outcome = runner.run(&nasty(), |text| {
        let faults = faults(&text);
        prop_assert!(faults.is_empty(), "{:#?}", &faults[..faults.len().min(3)]);
        Ok(())
    });
    outcome.unwrap();
}

/// With `NESTING_SEED`, a number, other texts; with `NESTING_CASES`, more of them.
#[test]
fn any_mixture_nests() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("NESTING_SEED").unwrap_or_default().to_le_bytes());
    holds(number("NESTING_CASES").unwrap_or(150) as u32, seed);
}

/// A file at which the program fails is told, whatever the settings say, and the word that a stemmer cannot cut is none.
#[test]
fn a_word_that_the_greek_stemmer_cannot_cut_is_no_fault() {
    let site = crate::common::site(
        "--- site.yaml\ntitle: S\nlanguage: el\nchecks: {internal-fault: off}\n--- content/index.md\n# A\n\nισάισα\n",
    );
    let said = crate::common::run(site.path(), &["build"]);
    assert_eq!((said.code, said.stderr.contains("panicked")), (0, false), "{}{}", said.stdout, said.stderr);
}
