//! The whole site as one page to print, and as an e-book: what is in it, where its links lead, and that it is XML.
use crate::common;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;

const SITE: &str = r##"--- site.yaml
title: Runners & <friends>
base_url: https://runs.example/help/
emergency: "999"
book: true
--- content/index.md
# Welcome

Start with [soreness](sore.md), or with [the part on rest](deep/rest.md#when). Ask [the questions](check.tree.yaml),
or go to [one of them](check.tree.yaml#pain), or to [its end](check.tree.yaml#doctor). [All pages](/everything/).
--- content/sore.md
---
reviewed: 2026-03-02
---
# Soreness

> [!EMERGENCY] Call for help
> At once.

## When

After a run the calf is sore.[^1] It has a ratio [@one, p. 4]. See [above](#when), and [[Rest]].

[^1]: For days.

![A dot](dot.png)
--- content/dot.png (picture)
--- content/deep/rest.md
---
reviewed: 2026-05-01
updated: 2026-06-07
---
# Rest

## When

At night [@two] and again [@one]. ![[sore#When]]
--- content/check.tree.yaml
title: Do I run?
purpose: Not a diagnosis.
questions:
  pain:
    ask: Does it hurt?
    hint: Press it.
    options: {bad: {say: "Yes, badly", goto: doctor}, little: {say: A little, hint: A *small* pain.}, no: {say: "No", goto: run}}
    next:
      - {goto: fever}
  fever: {ask: Fever?, options: {yes: {say: "Yes", goto: doctor}, no: {say: "No", goto: run}}}
outcomes:
  doctor:
    title: See a doctor
    level: emergency
    body: Take [this page](sore.md) along [@two].
    read: [Rest]
  run:
    title: Run
    level: self-care
    body: Go slowly.
    also:
      - {when: {pain: little}, say: Stop when it hurts more.}
--- content/glossary.yaml
- {term: ratio, meaning: "One to another, as of [[Rest]]."}
--- content/references.yaml
one: {type: book, authors: A. One, title: First, year: 2001}
two: {type: book, authors: B. Two, title: Second, year: 2002}
"##;

fn built(root: &Path, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let mut all = vec!["build"];
    all.extend(arguments);
    let said = common::run(root, &all);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    common::files(&root.join("public"))
}

/// The files of an archive in their order, each with whether it is stored as it is.
fn unpacked(archive: &[u8]) -> Vec<(String, bool, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("it is an archive");
    let count = zip.len();
    let read = |nth: usize| {
        let mut file = zip.by_index(nth).expect("it has such a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it can be unpacked");
        (file.name().to_owned(), file.compression() == zip::CompressionMethod::Stored, bytes)
    };
    (0..count).map(read).collect()
}

/// Every page of a book is XML, in one piece; each id is there once, each link leads to one, each picture is there, and the
/// package names every file. Gives the texts by name.
fn sound(archive: &[u8]) -> BTreeMap<String, String> {
    let files = unpacked(archive);
    assert_eq!((files[0].0.as_str(), files[0].1), ("mimetype", true));
    assert_eq!(files[0].2, b"application/epub+zip");
    assert_eq!(&archive[30..58], b"mimetypeapplication/epub+zip");
    let names: BTreeSet<String> = files.iter().map(|(name, ..)| name.clone()).collect();
    assert_eq!(names.len(), files.len(), "a name is there twice");
    let texts: BTreeMap<String, String> = files
        .into_iter()
        .filter(|(name, ..)| [".xhtml", ".opf", ".xml", ".svg"].iter().any(|ending| name.ends_with(ending)))
        .map(|(name, _, bytes)| (name, String::from_utf8(bytes).expect("text")))
        .collect();
    let parsed = |name: &str| {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        roxmltree::Document::parse_with_options(&texts[name], options).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let documents: BTreeMap<&str, roxmltree::Document<'_>> =
        texts.keys().map(|name| (name.as_str(), parsed(name))).collect();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, document) in documents.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        let own = ids.entry(name).or_default();
        for id in document.descendants().filter_map(|node| node.attribute("id")) {
            assert!(own.insert(id), "{name}: `{id}` is there twice");
        }
        assert!(
            document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "h1"))).count()
                == 1
        );
    }
    for (name, document) in documents.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        for node in document.descendants() {
            for address in ["href", "src"].iter().filter_map(|key| node.attribute(*key)) {
                if address.contains(':') {
                    continue;
                }
                let (file, fragment) = address.split_once('#').unwrap_or((address, ""));
                let file = if file.is_empty() { name } else { file };
                assert!(names.contains(file), "{name}: {address}");
                let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8().unwrap();
                assert!(fragment.is_empty() || ids[file].contains(fragment.as_ref()), "{name}: {address}");
            }
        }
    }
    let package = &documents["package.opf"];
    let items: BTreeSet<&str> = package.descendants().filter_map(|node| node.attribute("href")).collect();
    let not_listed = ["mimetype", "META-INF/container.xml", "package.opf"];
    let all: BTreeSet<&str> = names.iter().map(String::as_str).filter(|name| !not_listed.contains(name)).collect();
    assert_eq!(items, all, "the package names every file");
    texts
}

fn page(files: &BTreeMap<String, Vec<u8>>) -> String {
    String::from_utf8(files["book/index.html"].clone()).expect("text")
}

#[test]
fn the_page_holds_every_page_in_reading_order() {
    let folder = common::site(SITE);
    let files = built(folder.path(), &[]);
    let page = page(&files);
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("`{words}` is not there"));
    let order = [
        "<h1>Runners &amp; &lt;friends&gt;</h1>",
        "The last review of one of its pages was on 1 May 2026.",
        "<h2>Welcome</h2>",
        "<h2>Rest</h2>",
        "<h2>Glossary</h2>",
        "<h2>Sources</h2>",
    ];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])));
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    // Sources are numbered once for all: the second page cites the first one again.
    assert_eq!(page.matches("id=\"source-").count(), 2);
    assert!(page.contains(">2, p. 4</a>"));
    // A page's headings stand below its title, which stands below the site's.
    assert!(page.contains(".when\">When"), "{page}");
    assert!(!page.contains("<h2 id=\"page-"));
    // The tree: its questions, where each answer leads, its ends with their words, and when a piece is added.
    for said in [
        "1. Does it hurt?",
        "2. Fever?",
        "Press it.",
        "A <em>small</em> pain.",
        "Emergency: See a doctor",
        "Go slowly.",
        "Stop when it hurts more.",
        "“Does it hurt?” was: A little",
        "Call 999",
    ] {
        assert!(page.contains(said), "`{said}` is not there");
    }
    let inner = &page[at("<main")..at("</main>")];
    let out: BTreeSet<&str> = inner.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let out: Vec<&str> = out.into_iter().filter(|href| !href.starts_with('#')).collect();
    assert_eq!(out, ["../", "../book.epub", "../everything/", "tel:999"], "all else leads within the page");
    for href in inner.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{href}\"")), "#{href}");
    }
    assert!(!String::from_utf8_lossy(&files["sitemap.xml"]).contains("book"));
    let home = String::from_utf8_lossy(&files["index.html"]);
    assert!(home.contains("href=\"book/\"") && home.contains("href=\"book.epub\""));
}

#[test]
fn the_book_is_sound_and_the_same_bytes_everywhere() {
    let (one, other) = (common::site(SITE), common::site(SITE));
    let files = built(one.path(), &["--today", "2026-06-08"]);
    assert!(files["book.epub"] == built(other.path(), &["--today", "2031-01-01"])["book.epub"], "other bytes");
    let texts = sound(&files["book.epub"]);
    let package = &texts["package.opf"];
    for said in [
        "<dc:identifier id=\"id\">https://runs.example/help/</dc:identifier>",
        "<dc:title>Runners &amp; &lt;friends&gt;</dc:title>",
        "<dc:language>en</dc:language>",
        "<meta property=\"dcterms:modified\">2026-06-07T00:00:00Z</meta>",
        "<meta property=\"schema:accessMode\">visual</meta>",
        "properties=\"nav\"",
    ] {
        assert!(package.contains(said), "{said}: {package}");
    }
    let contents = &texts["contents.xhtml"];
    assert!(contents.contains("epub:type=\"toc\"") && contents.contains("epub:type=\"landmarks\""));
    let all: String = texts.values().map(String::as_str).collect();
    assert!(all.contains("href=\"https://runs.example/help/everything/\""), "what is not in the book is on the web");
    assert!(all.contains("src=\"picture-1.png\"") && !all.contains("srcset"));
}

#[test]
fn a_book_of_which_no_day_is_known_has_a_fixed_one() {
    let folder =
        common::site("--- site.yaml\ntitle: T\nbook: true\n--- content/index.md\n# A\n\n[All](/everything/)\n");
    let texts = sound(&built(folder.path(), &[])["book.epub"]);
    assert!(texts["package.opf"].contains("2000-01-01T00:00:00Z"));
    assert!(texts["package.opf"].contains(">urn:uuid:"));
    // Nobody knows where the site is, so what is not in the book cannot be linked to.
    assert!(texts["page-1.xhtml"].contains("<span>All</span>"), "{}", texts["page-1.xhtml"]);
}

#[test]
fn what_is_held_back_is_in_neither() {
    let held = format!(
        "{SITE}--- content/draft.md\n---\ndraft: true\n---\n# Secretdraft\n\n![Secretpicture](secret.svg)\n\
         --- content/secret.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9\"/></svg>\n\
         --- content/private.md\n---\npublish: false\n---\n# Secretprivate\n"
    );
    for arguments in [&[][..], &["--drafts"]] {
        let folder = common::site(&held);
        let files = built(folder.path(), arguments);
        let page = page(&files);
        // The navigation names drafts where they are asked for.
        assert!(!page[page.find("<main").unwrap()..].contains("Secret"));
        let all: String = sound(&files["book.epub"]).into_values().collect();
        assert!(!all.contains("Secret") && !all.contains(".svg"));
    }
}

/// Each picture of the book is the file that the site publishes: a moving one without its notes.
#[test]
fn a_picture_of_the_book_is_what_the_site_publishes_of_it() {
    let folder = common::site(
        "--- site.yaml\ntitle: S\nbase_url: https://s.example/\nbook: true\n--- content/index.md\n# Home\n\n![Moves](moves.gif) ![Still](still.svg)\n",
    );
    let gif = b"GIF89a\x05\0\x05\0\0\0\0!\xfe\x17exif:GPSLatitude=51,30N\0;";
    let photo = b"\xff\xd8\xff\xfe\0\x0dGPSLatitude\xff\xd9";
    let held = data_encoding::BASE64.encode(photo);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><image width=\"9\" height=\"9\" href=\"data:image/jpeg;base64,{held}\"/></svg>"
    );
    std::fs::write(folder.path().join("content/moves.gif"), gif).unwrap();
    std::fs::write(folder.path().join("content/still.svg"), svg).unwrap();
    let files = built(folder.path(), &[]);
    let svg = String::from_utf8(files["still.svg"].clone()).unwrap();
    assert!(!svg.contains(&held) && svg.contains("data:image/jpeg;base64,/9j/2Q=="), "{svg}");
    let packed = unpacked(&files["book.epub"]);
    let ending = |ending: &str| &packed.iter().find(|(name, ..)| name.ends_with(ending)).expect("a picture").2;
    assert_eq!(ending(".gif"), &files["moves.gif"]);
    assert_eq!(ending(".gif"), b"GIF89a\x05\0\x05\0\0\0\0;");
    assert_eq!(ending(".svg"), &files["still.svg"]);
}

/// Programs that show books are told where there are formulas, and find them in their own namespace.
#[test]
fn formulas_are_in_the_book() {
    let folder = common::site(
        "--- site.yaml\ntitle: S\nbook: true\n--- content/index.md\n# Home\n\nHere $\\frac{a}{b} < c$.\n\n```rs\nlet a = 1;\n```\n",
    );
    let texts = sound(&built(folder.path(), &[])["book.epub"]);
    let home = texts.values().find(|text| text.contains("mfrac")).expect("the formula is there");
    let math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"\\frac{a}{b} &lt; c\"><mfrac>";
    assert!(home.contains(math) && home.contains("<span class=\"hl-k\">let</span>"), "{home}");
    assert!(texts["package.opf"].contains("properties=\"mathml\""), "{}", texts["package.opf"]);
}

#[test]
fn nasty_words_are_xml() {
    let nasty = "--- site.yaml\ntitle: \"N \\\" ' <x>\"\ndescription: \"]]> &amp; --\"\nlanguage: ar\nbook: true\n\
        checks: {unsafe-html: warning, broken-picture: warning, broken-drawing: warning, broken-link: warning, missing-file: warning, broken-markup: warning}\n\
        --- content/index.md (bytes)\n\
        # A & <b> \\x01\\x0b\\xef\\xbf\\xbf\\n\\n\
        <details><summary>More <b>b</summary>\\n\\n- [x] done\\n- [ ] open\\n\\n</details>\\n\\n\
        1 < 2 &nbsp; &copy; &#0; ]]> <!-- x -- y --> <br> <i>a<b>c</i></b> <p title='a\"&lt;b'>x\\n\\n\
        <video src=\"film.mp4\" controls></video> ![Sound](sound.mp3) ![Alt & \\\"text\\\"](b.avif)\\n\\n\
        | a | b |\\n|:-:|---|\\n| `<` | ~~x~~ |\\n\\n```html\\n<a href=x>\\x02\\n```\\n\\n\
        <img src=\"d.svg\" alt=\"D\" onerror=\"x\"> <ruby>a<rt>b</rt></ruby> <script>x</script>\\n\\n## \\xd9\\x85 & {#a\"b}\\n\\n$$\\na < b & c\\n$$\\n\
        --- content/d.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>x</script><path d=\"M0 0h9\"/></svg>\n\
        --- content/sound.mp3\nx\n--- content/film.mp4\nx\n--- content/b.avif\nx\n\
        --- content/t.tree.yaml\ntitle: \"<t> & \\\"\"\nquestions:\n  q: {ask: \"<q> & \\\"?\", options: {a: {say: \"<a> & \\\"\", goto: o}, b: {say: b, goto: o}}}\noutcomes:\n  o: {title: \"<o> & \\\"\", level: self-care}\n";
    let folder = common::site(nasty);
    let files = built(folder.path(), &[]);
    nasty_texts(&files["book.epub"]);
}

fn nasty_texts(archive: &[u8]) {
    let texts = sound(archive);
    assert!(texts["page-1.xhtml"].contains("dir=\"rtl\"") && texts["package.opf"].contains("=\"rtl\""));
    assert!(texts["page-1.xhtml"].contains('☑') && texts["page-1.xhtml"].contains('☐'));
    let all: String = texts.into_values().collect();
    for gone in ["<script", "onerror", "<video", "<audio", ".avif\"", "<input", "<details"] {
        assert!(!all.contains(gone), "{gone}");
    }
}

#[test]
fn the_sites_of_this_repository_are_sound_books() {
    let repository = common::repository();
    for root in [repository.to_owned(), repository.join("guide"), repository.join("tests/golden/site")] {
        let out = common::folder();
        let to = out.path().join("public");
        let said = common::run(&root, &["build", "--out", to.to_str().unwrap()]);
        assert_eq!(said.code, 0, "{}", said.stdout);
        let texts = sound(&std::fs::read(to.join("book.epub")).expect("it asks for a book"));
        assert!(texts.len() > 10);
    }
}

#[test]
fn a_site_that_does_not_ask_has_none_and_loses_the_last() {
    let folder = common::site(SITE);
    let style = |files: &BTreeMap<String, Vec<u8>>| files.keys().any(|path| path.starts_with("assets/book."));
    assert!(style(&built(folder.path(), &[])));
    common::write(folder.path(), "site.yaml", "title: Runners\nemergency: \"999\"\n");
    let files = built(folder.path(), &[]);
    assert!(!files.contains_key("book.epub") && !files.contains_key("book/index.html"));
    assert!(!String::from_utf8_lossy(&files["index.html"]).contains("book"));
}

#[test]
fn the_book_is_not_kept_offline_and_counts_for_no_budget() {
    let folder =
        common::site(&SITE.replace("book: true", "book: true\noffline: true\nbudget: {requests: 9, bytes: 30000}"));
    let long = "# Long\n\nWelcome back. ".to_owned() + &(0..9000).map(|n| format!("word{n} ")).collect::<String>();
    for name in ["x", "y"] {
        common::write(folder.path(), &format!("content/{name}.md"), &long[..long.len() / 2]);
    }
    let said = common::run(folder.path(), &["build"]);
    assert!(said.code == 0 && !said.stdout.contains("over-budget"), "{}", said.stdout);
    let files = common::files(&folder.path().join("public"));
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("assets/offline.") || *path == "sw.js") {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("\"book/\"") && !text.contains("\"book.epub\"") && !text.contains("assets/book."),
            "{path}"
        );
    }
}

#[test]
fn a_page_of_the_same_address_is_told_and_an_own_link_leads_to_both() {
    let folder = common::site(SITE);
    common::write(folder.path(), "content/book.md", "# A book\n");
    let said = common::run(folder.path(), &["check"]);
    assert!(said.code == 1 && said.stdout.contains("duplicate-address"), "{}", said.stdout);
    std::fs::remove_file(folder.path().join("content/book.md")).unwrap();
    common::write(
        folder.path(),
        "content/take.md",
        "# Take\n\n[Print](/book/) or [read](/book.epub) it. [[Welcome]]\n",
    );
    let files = built(folder.path(), &[]);
    let take = String::from_utf8_lossy(&files["take/index.html"]);
    assert!(take.contains("href=\"../book/\"") && take.contains("href=\"../book.epub\""));
    assert!(sound(&files["book.epub"]).values().any(|text| text.contains("https://runs.example/help/book.epub")));
}
