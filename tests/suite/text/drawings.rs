//! Drawings of strangers: what is published of them only draws, whatever is in them, whatever the settings say.
//!
//! The lists here are the test's own: what a reader of XML sees in a published drawing is held against them.

use crate::common::{files, repository, run, site, write};
use fingerpost::parse;
use fingerpost::source::Source;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use roxmltree::{Document, Node, NodeType};
use std::collections::BTreeSet;
use std::fs;

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Where an address would be asked for.
const CANARY: &str = "canary";

const ELEMENTS: &str = "a animate animateMotion animateTransform circle clipPath defs desc ellipse filter foreignObject g image \
    line linearGradient marker mask mpath path pattern polygon polyline radialGradient rect set stop style svg switch symbol \
    text textPath title tspan use view";
const HTML: &str = "a abbr b bdi bdo blockquote br caption center cite code dd del details dfn div dl dt em figcaption figure \
    font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong style sub summary sup table \
    tbody td tfoot th thead tr u ul var wbr";
/// Parts of names of attributes that run or fetch something, `on…` besides.
const ACTING: [&str; 12] = [
    "action",
    "ping",
    "srcdoc",
    "srcset",
    "autofocus",
    "background",
    "equiv",
    "poster",
    "data",
    "target",
    "manifest",
    "code",
];

/// Attributes that a browser reads as styles, and in which `url(…)` means something.
const STYLED: [&str; 16] = [
    "style",
    "fill",
    "stroke",
    "filter",
    "mask",
    "clip-path",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
    "cursor",
    "color",
    "font",
    "font-family",
    "stop-color",
    "flood-color",
];

fn hostile() -> String {
    fs::read_to_string(repository().join("tests/drawings/hostile.txt")).expect("the list can be read")
}

fn drawing(text: &str) -> parse::Drawing {
    parse::drawing(&Source::new("content/a.svg".into(), text.into()))
}

/// The first thing in a published drawing that does more than draw.
fn harm(text: &str) -> Option<String> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return Some(format!("it is no XML: {error}")),
    };
    for node in document.descendants() {
        match node.node_type() {
            NodeType::Comment | NodeType::PI => return Some("a comment or an instruction".into()),
            NodeType::Element => {}
            NodeType::Root | NodeType::Text => continue,
        }
        let name = node.tag_name();
        let listed = |list: &str| list.split_ascii_whitespace().any(|listed| listed == name.name());
        let draws = match name.namespace() {
            Some(SVG) => listed(ELEMENTS) || name.name().starts_with("fe"),
            Some(XHTML) => listed(HTML) && node.ancestors().any(|above| above.has_tag_name((SVG, "foreignObject"))),
            _ => false,
        };
        if !draws {
            return Some(format!("<{}> of {:?}", name.name(), name.namespace()));
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let known = match attribute.namespace() {
                None => true,
                Some(XLINK) => name == "href",
                Some(XML) => ["space", "lang"].contains(&name),
                Some(_) => false,
            };
            let acts = name.to_lowercase().starts_with("on") || name == "is";
            let acts = acts || !name.starts_with("data-") && ACTING.iter().any(|part| name.contains(part));
            if !known || acts {
                return Some(format!("{name}={value}"));
            }
            let styles =
                STYLED.contains(&name) || ["to", "from", "by", "values"].contains(&name) && moves_a_style(node);
            let found = address(node.tag_name().name(), name, value).or_else(|| styled(value).filter(|_| styles));
            if let Some(found) = found {
                return Some(format!("{name}={found}"));
            }
            if name == "attributeName" && ["href", "style", "class", "id", "src"].iter().any(|bad| value.contains(bad))
            {
                return Some(format!("an animation of {value}"));
            }
        }
        if name.name() == "style"
            && let Some(found) = styled(node.text().unwrap_or_default())
        {
            return Some(found);
        }
    }
    None
}

/// Whether it is an animation of something that is read as a style.
fn moves_a_style(node: Node<'_, '_>) -> bool {
    node.attribute("attributeName").is_some_and(|name| STYLED.contains(&name))
}

/// An address that leads where it must not.
fn address(element: &str, name: &str, value: &str) -> Option<String> {
    if !["href", "src"].contains(&name) {
        return None;
    }
    let scheme = value.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme);
    let good = match element {
        "a" => scheme.is_none_or(|scheme| ["http", "https", "mailto", "tel", "sms"].contains(&&*scheme.to_lowercase())),
        "image" | "feImage" | "img" => {
            value.starts_with("data:image/") || element == "feImage" && value.starts_with('#')
        }
        _ => value.starts_with('#'),
    };
    (!good).then(|| value.to_owned())
}

/// What a style, or any other value, would fetch or run. Names are written without escapes.
fn styled(value: &str) -> Option<String> {
    // Words between quotation marks are only shown.
    let mut outside = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for c in value.chars() {
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        outside.extend((!quoted).then_some(c));
    }
    let lower = outside.to_lowercase();
    let inside = |rest: &str| {
        rest.starts_with('#')
            || rest.starts_with("data:image/")
            || rest.starts_with("data:font/")
            || rest.starts_with("data:application/")
    };
    let fetches = lower.match_indices("url(").any(|(at, _)| !inside(&lower[at + "url(".len()..]));
    let bad = [
        "@import",
        "expression(",
        "image-set(",
        "cross-fade(",
        "src(",
        "-moz-binding",
        "behavior:",
        "javascript:",
        CANARY,
    ];
    let found = bad.iter().find(|bad| lower.contains(**bad));
    (fetches || found.is_some()).then(|| value.chars().take(80).collect())
}

#[test]
fn what_is_published_of_a_hostile_drawing_only_draws_and_each_is_told() {
    let folder = site(&hostile());
    let drawn: BTreeSet<String> =
        files(&folder.path().join("content")).into_keys().filter(|path| path.ends_with(".svg")).collect();
    assert!(drawn.len() >= 40);
    let said = run(folder.path(), &["check", "--format", "json"]);
    assert_eq!(said.code, 0, "the settings make warnings of it all: {}", said.stderr);
    for path in &drawn {
        assert!(said.stdout.contains(&format!("\"content/{path}\"")), "nothing is said of {path}");
    }
    assert_eq!(run(folder.path(), &["build"]).code, 0);
    let published = files(&folder.path().join("public"));
    let mut written = 0;
    for path in &drawn {
        let Some(bytes) = published.get(path) else { continue };
        written += 1;
        let text = String::from_utf8(bytes.clone()).expect("a drawing is UTF-8");
        assert_eq!(harm(&text), None, "{path}: {text}");
    }
    assert!(written > drawn.len() / 2, "most are published, without what is harmful in them");
}

#[test]
fn a_drawing_that_does_harm_stops_a_build_unless_the_settings_say_otherwise() {
    let text = hostile().replace("checks: {", "description: \"{").replace("off}", "off}\"");
    let folder = site(&text);
    assert_eq!(run(folder.path(), &["build"]).code, 1);
    assert!(!folder.path().join("public").exists());
}

#[test]
fn the_headers_of_drawings_are_written_where_there_are_drawings() {
    let folder = site("--- content/index.md\n# Home\n\nWords.\n");
    assert_eq!(run(folder.path(), &["build"]).code, 0);
    assert!(!folder.path().join("public/_headers").exists());
    write(folder.path(), "content/index.md", "# Home\n\n![A line](a.svg)\n");
    write(folder.path(), "content/a.svg", format!("<svg xmlns='{SVG}'><path d='M0 0h9'/><!-- a --></svg>"));
    assert_eq!(run(folder.path(), &["build"]).code, 0);
    let headers = fs::read_to_string(folder.path().join("public/_headers")).unwrap();
    assert!(headers.contains("/*.svg\n  Content-Security-Policy: sandbox; default-src 'none';"), "{headers}");
    let drawing = fs::read_to_string(folder.path().join("public/a.svg")).unwrap();
    assert_eq!(drawing, format!("<svg xmlns=\"{SVG}\"><path d=\"M0 0h9\"/></svg>\n"));
}

/// The club's own drawings lose nothing, and once written anew a drawing stays as it is.
#[test]
fn the_clubs_drawings_stay_what_they_were() {
    let drawings = files(&repository().join("content")).into_iter().filter(|(path, _)| path.ends_with(".svg"));
    let mut seen = 0;
    for (path, bytes) in drawings {
        seen += 1;
        let text = String::from_utf8(bytes).unwrap();
        let read = drawing(&text);
        let written = read.text.expect("it can be read");
        assert!(read.problems.is_empty(), "{path}");
        let count = |text: &str| {
            let document = Document::parse(text).unwrap();
            let nodes = document.descendants().filter(|node| node.is_element()).map(|node| node.attributes().count());
            (nodes.clone().count(), nodes.sum::<usize>())
        };
        assert_eq!(count(&text), count(&written), "{path}");
        assert_eq!(drawing(&written).text.as_deref(), Some(&*written), "{path}");
    }
    assert!(seen >= 5);
}

/// Parts of drawings that, put together in any order, have confused readers of XML before.
const PARTS: [&str; 40] = [
    "<",
    ">",
    "/>",
    "</",
    "\"",
    "'",
    "=",
    " ",
    "&lt;",
    "&#106;",
    "&amp;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x ",
    "?>",
    "<script",
    "</script>",
    " onload=\"x\"",
    " href=\"javascript:x\"",
    " xmlns=\"http://www.w3.org/1999/xhtml\"",
    " xmlns:a=\"http://www.w3.org/2000/svg\"",
    "<a:script",
    "<style>",
    "</style>",
    "@import '/canary';",
    "u\\72l(/canary)",
    "url(#a)",
    "<g",
    "</g>",
    "<foreignObject>",
    "</foreignObject>",
    "<set attributeName=\"href\"",
    " to=\"/canary\"",
    " style=\"",
    ":",
    "\\",
    "\u{0}",
    "é",
];

/// For random changes of drawings: what is published holds only what is listed, and written anew it is the same.
#[test]
fn whatever_is_in_a_drawing_what_is_published_only_draws() {
    let text = hostile();
    let seeds: Vec<&str> = text.lines().filter(|line| line.contains("<svg")).collect();
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..PARTS.len(), 0..12_usize);
    let changes = (any::<prop::sample::Index>(), prop::collection::vec(change, 0..6));
    let config = Config { cases: 4_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let read = std::cell::Cell::new(0);
    runner
        .run(&changes, |(seed, changes)| {
            let mut text = (*seed.get(&seeds)).to_owned();
            for (at, other, part, gone) in changes {
                let mut at = at.index(text.len() + 1);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                let end = text.ceil_char_boundary((at + gone).min(text.len()));
                // A piece of another drawing, or one of the parts.
                let other = *other.get(&seeds);
                let piece = if part % 4 == 0 { other.get(gone * 5..gone * 9).unwrap_or_default() } else { PARTS[part] };
                text.replace_range(at..end, piece);
            }
            let first = drawing(&text);
            let Some(written) = first.text else {
                prop_assert!(!first.problems.is_empty(), "what is not published is told: {text}");
                return Ok(());
            };
            read.set(read.get() + 1);
            prop_assert_eq!(harm(&written), None, "{}\n{}", text, written);
            let second = drawing(&written);
            prop_assert!(second.problems.is_empty(), "{}\n{}", text, written);
            prop_assert_eq!(second.text.as_deref(), Some(&*written), "{}", text);
            for problem in first.problems {
                let span = problem.span.expect("each is told at its place").range();
                prop_assert!(text.get(span).is_some(), "a place is between characters: {}", text);
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(read.get() > 400, "enough of them can be read: {}", read.get());
}

/// Drawings made to take long are told, or read in time that grows with their length only.
#[test]
fn drawings_made_to_hang_end() {
    let svg = |inside: &str| format!("<svg xmlns='{SVG}'>{inside}</svg>");
    let many = |n: usize, part: &dyn Fn(usize) -> String| (0..n).map(part).collect::<String>();
    let refused = [
        svg(&("<g>".repeat(100_000) + &"</g>".repeat(100_000))),
        svg(&"<g/>".repeat(3_000_000)),
        svg(&format!("<g {}/>", many(1_000_000, &|i| format!(" a{i}=''")))),
        svg(&format!("<g {}/>", many(60_000, &|i| format!(" xmlns:a{i}='b{i}'")))),
        svg(&many(2_000, &|i| format!("<g xmlns:a{i}='b{i}'>"))),
        "<".repeat(16 << 20),
        format!("<svg {}", "=".repeat(8 << 20)),
    ];
    for (i, text) in refused.iter().enumerate() {
        let read = drawing(text);
        assert!(read.text.is_none() && read.problems.len() == 1, "{i}");
    }
    let read = [
        svg(&format!("<path d='{}'/>", "M0 0".repeat(4 << 20))),
        svg(&format!("<image href='data:image/png;base64,{}'/>", "A".repeat(12 << 20))),
        svg(&format!("<style>{}</style>", "a{".repeat(1 << 20))),
        svg(&format!("<style>{}</style>", "a:b{".repeat(200_000))),
        svg(&format!("<g style='fill:{}'/>", "rgb(".repeat(1 << 20))),
        svg(&format!("<style>{}</style>", "a{b:url(/x)}".repeat(100_000))),
        svg(&"<g onclick='x'/>".repeat(100_000)),
        svg(&"<!-- < -->".repeat(200_000)),
        svg(&"&#60;".repeat(1 << 20)),
        svg(&"<![CDATA[<]]>".repeat(200_000)),
    ];
    for (i, text) in read.iter().enumerate() {
        let read = drawing(text);
        assert!(read.text.is_some_and(|text| harm(&text).is_none()) && read.problems.len() <= 50, "{i}");
    }
}
