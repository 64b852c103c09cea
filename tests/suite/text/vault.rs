//! Folders that other programs were written for: what resolves there resolves here, what is broken there is told, nothing else.
use std::path::Path;

const VAULT: &str = "A vault, as Obsidian keeps it.
--- site.yaml
title: My notes
--- .obsidian/app.json
{}
--- .trash/Old.md
[[gone]]
--- Start.md
---
aliases: Begin
tags: inbox/new, running
cssclasses: [wide]
kanban-plugin: basic
created: 2024-01-05T10:30
date: 2024-01-05T10:30:00
order: first
---
[[Calf]] [[Notes/Calf]] [[calf#pain RELIEF]] [[Calf#After#Ice|ice]] [[Calf#^ice-1]] [[Calf#^LIST]] [[Begin]] [[Private]]
[[#Here]] [[Deepest]] [[Start#Here]] [[Deep note]] [[Deep/Deep note]] [[deep NOTE.md]] [[Board.canvas]] [[README]] [[Two  words]]
[md](Notes/Calf.md) [by name](Calf.md) [spaced](<Two words.md>) [coded](Two%20words.md#Some%20part) [bare](Calf)
[[Cafe\u{301}]] and ![[pic.png|A picture|100]] and ![in words|50](pic.png) and ![[sound.mp3]] and ![[Paper.pdf#page=2]].

| A | [[Calf\\|calf]] |
| --- | --- |
| [[Notes/Calf#Ice\\|ice]] | ![[pic.png\\|A picture\\|100]] |

> [!tip]- Folded
> > [!warning]+ Nested [[Calf]]
> > ![[Calf#^ice-1]]

## Here

![[Calf]]

![[Calf#Pain relief]]

- [/] ![[Deep note]] #tag/nested ==marked==

%% [[nowhere]]
%%

$$x$$
--- Notes/Calf.md
## Pain relief

### Ice

Ice. ^ice-1

- one
- two

^list

## After

### Ice
--- Notes/Deep/Deep note.md
---
alias: Deepest
tag: deep
---
Deep. [[Calf]] and [[Start]].
--- Notes/Deep/README.md
Here too.
--- Two words.md
## Some part
--- Caf\u{e9}.md
Coffee.
--- Private.md
---
publish: false
---
[[Start]]
--- Files/pic.png (picture)
--- Files/sound.mp3
x
--- Files/Paper.pdf
x
--- Files/style.css
x
--- Board.canvas
{}
--- Sketch.excalidraw
{}
";

fn unicode(text: &str) -> String {
    text.replace("\\u{301}", "\u{301}").replace("\\u{e9}", "\u{e9}")
}

/// What `check` says, a line each.
fn told(site: &Path) -> String {
    let said = crate::common::run(site, &["check", "--format", "short"]);
    assert!(matches!(said.code, 0 | 1), "{}", said.stderr);
    said.stdout
}

fn page(site: &Path, path: &str) -> String {
    let said = crate::common::run(site, &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let file = site.join("public").join(path).join("index.html");
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn a_vault_works_as_it_is_at_the_root_and_below_content() {
    let vault = unicode(VAULT);
    let below: String = vault.replace("--- ", "--- content/").replace("--- content/site.yaml", "--- site.yaml");
    for text in [vault, below] {
        let site = crate::common::site(&text);
        assert_eq!(told(site.path()), "");
        let page = page(site.path(), "start");
        assert!(page.contains("<a href=\"../notes/calf/#pain-relief\">calf &gt; Pain relief</a>"), "{page}");
        assert!(page.contains("<a href=\"../notes/calf/#ice-1\">ice</a>"), "the heading below the other: {page}");
        assert!(page.contains("<span>Private</span>") && !page.contains("class=\"broken\""), "{page}");
        assert!(page.contains("<mark>marked</mark>") && !page.contains("%%"), "{page}");
        assert_eq!(page.matches("<div class=\"embed\">").count(), 4, "{page}");
        // A second look at it, with what the first one published beside the notes, is the same.
        assert_eq!(told(site.path()), "");
    }
}

#[test]
fn of_several_files_obsidian_means_one_and_elsewhere_that_is_an_error() {
    let text = "--- site.yaml
title: T
vault: VAULT
--- content/a/note.md
[[same]] ![[pic.png|A picture]]
--- content/a/deep/same.md
# In a
--- content/same.md
# At the top
--- content/b/same.md
# In b
--- content/b/note.md
[[same]] [[b/same]] [[deep/same]]
--- content/b/index.md
[[same]]
--- content/c/deep/er/same.md
# In c
--- content/c/note.md
![[pic.png|A picture]]
--- content/a/deep/pic.png (picture)
--- content/pics/pic.png (picture)
";
    let site = crate::common::site(&text.replace("VAULT", "true"));
    assert_eq!(told(site.path()), "");
    // The whole path comes first; what is written is the path of the one at the top.
    assert!(page(site.path(), "b/note").contains("<a href=\"../../same/\">same</a>"));
    let site = crate::common::site(&text.replace("VAULT", "true").replace("--- content/same.md\n# At the top\n", ""));
    assert_eq!(told(site.path()), "");
    assert!(page(site.path(), "b/note").contains("<a href=\"../same/\">same</a>"));
    assert!(page(site.path(), "a/note").contains("<a href=\"../deep/same/\">same</a>"));
    assert!(page(site.path(), "a/note").contains("src=\"../deep/pic.png.1.png\""));
    assert!(page(site.path(), "c/note").contains("src=\"../../pics/pic.png.1.png\""));
    let site = crate::common::site(&text.replace("VAULT", "false"));
    let told = told(site.path());
    assert!(
        told.contains("a/note.md:1:3: error[ambiguous-link]: `same` can mean `content/a/deep/same.md` or"),
        "{told}"
    );
    assert!(told.contains("`pic.png` can mean `content/a/deep/pic.png` or `content/pics/pic.png`"), "{told}");
}

#[test]
fn what_is_broken_in_a_vault_is_told() {
    let site = crate::common::site(
        "--- site.yaml
title: T
--- .obsidian/app.json
{}
--- Calf.md
[[Claf]] [[Calf#Relif]] [[Calf#^none]] ![[gone.png|A picture]] [x](Nothing.md) ![Far|100x20](https://example.org/a.png) ![[Clf]]

## Relief
",
    );
    let told = told(site.path());
    let codes: Vec<&str> = told.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(
        codes,
        ["broken-link", "broken-anchor", "broken-anchor", "missing-file", "broken-link", "remote-file", "broken-link"],
        "{told}"
    );
    // Notes that wait to be written keep nobody from reading the rest.
    let page = page(site.path(), "calf");
    assert!(page.contains("<span class=\"broken\">Claf</span>") && !page.contains("href=\"../claf"), "{page}");
    assert!(page.contains(" Far") && !page.contains("100x20"), "{page}");
}

#[test]
fn keys_of_other_programs_are_left_alone_where_that_is_wanted() {
    let text = "--- site.yaml
title: T
front_matter: FRONT
--- content/index.md
---
title: Home
icon: material/home
hide: [navigation]
search: {exclude: true}
template: home.html
---
";
    assert_eq!(told(crate::common::site(&text.replace("FRONT", "open")).path()), "");
    let told = told(crate::common::site(&text.replace("FRONT", "checked")).path());
    assert_eq!(told.matches("[unknown-key]").count(), 2, "{told}");
    assert_eq!(told.matches("[wrong-type]").count(), 1, "{told}");
}

#[test]
fn a_folder_of_mkdocs_works_as_it_is() {
    let site = crate::common::site(
        "--- site.yaml
title: Docs
front_matter: open
--- index.md
---
hide: [toc]
---
# Welcome

[Guide](guide/index.md) [part](guide/setup.md#whats-new-next) [ascii](guide/setup.md#uber-uns) [second](guide/setup.md#again_1)
[own](guide/setup.md#own) [para](guide/setup.md#para) [folder](guide/) [old](guide/setup.md#old) <a href=\"guide/setup.md\">html</a>
[Button](guide/setup.md){ .md-button .md-button--primary }

[ref][setup]

![Picture](img/pic.png){ width=\"300\" }

<figure markdown>
<img src=\"img/pic.png\" alt=\"Picture\">
</figure>

[setup]: guide/setup.md 'A title'
--- guide/index.md
[up](../index.md) [beside](setup.md) [picture](../img/pic.png)

!!! note \"See [setup](setup.md)\"

    Inside [setup](setup.md#own).

    ```
    [not](a-link.md)
    ```

=== \"Tab\"

    [setup](setup.md)
--- guide/setup.md
# Setup

## What's new & next?

## \u{dc}ber uns

## Again

## Again

## Named {: #own }

Words.
{: #para }

<a name=\"old\"></a>
--- img/pic.png (picture)
--- mkdocs.yml
site_name: Docs
"
        .replace("\\u{dc}", "\u{dc}")
        .as_str(),
    );
    let told = told(site.path());
    assert!(told.lines().all(|line| line.contains("warning[unsafe-html]: The attribute `markdown`")), "{told}");
    let page = page(site.path(), "guide");
    assert!(page.contains("<div role=\"note\" class=\"callout callout-note\">"), "{page}");
    assert!(page.contains("Inside <a href=\"setup/#own\">setup</a>."), "{page}");
}

#[test]
fn a_folder_of_mdbook_works_as_it_is() {
    let site = crate::common::site(
        "--- site.yaml
title: Book
--- SUMMARY.md
# Summary

[Introduction](README.md)

- [One](one/README.md)
  - [Two](./one/two.md)
- [Draft]()
--- README.md
[built](one/two.html) [built folder](one/index.html) [anchor](one/two.html#a-heading--more) [below](#part)

# Part

{{#include ../../secret.txt}} and \\{{#title no}}

```rust
{{#include ../listings/x.rs:here}}
```
--- one/README.md
[up](../README.md) [two](two.md#a-heading--more)
--- one/two.md
# A `code` title

## A heading & more {#named}

## A heading & more
--- book.toml
[book]
",
    );
    let told = told(site.path());
    assert!(told.lines().count() == 1 && told.contains("README.md:5:1: warning[broken-markup]"), "{told}");
    assert!(told.contains("only another program fills in: 1 value `{{ … }}`"), "{told}");
    let home = page(site.path(), "");
    assert!(home.contains("<code>{{#include ../../secret.txt}}</code> and {{#title no}}"), "{home}");
}

#[test]
fn what_is_put_into_a_page_is_found_once() {
    let site = crate::common::site("--- content/a.md\nThe word xylophone.\n--- content/b.md\n![[a]]\n");
    let said = crate::common::run(site.path(), &["search", "--json", "xylophone"]);
    assert_eq!(said.stdout.matches("\"href\"").count(), 1, "{}", said.stdout);
}

/// How a text is written and kept is its owner's own way where another program reads it too; `checks` asks for more.
#[test]
fn of_another_programs_folder_only_what_is_broken_is_told() {
    let text = "--- site.yaml
title: A book
front_matter: open
--- content/index.md
A line before the title.

# A book

#### A heading too deep

![](leg.png) https://example.org/ <div class=\"wide\" markdown>words</div>

<h1>Raw</h1>

[one](#tenon) [two](#A-term-of-art) [docs]({{#DOCS}}/a/b.html) [gone](gone.md) [part](#nowhere)

tenon
: The part of a joint that goes in.

A *term* of art
: Another.
--- content/part/alone.md
# Alone
--- content/leg.png (picture)
--- content/unused.png (picture)
";
    let site = crate::common::site(text);
    let lines: Vec<String> = told(site.path()).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(
        lines[0].contains("index.md:11:") && lines[0].contains("only another program fills in: 1 value `{{ … }}`"),
        "{lines:#?}"
    );
    assert!(lines[1].contains("warning[broken-link]: There is no page `gone.md`"), "{lines:#?}");
    assert!(
        lines[2].contains("warning[broken-anchor]: \u{201c}A book\u{201d} has no heading `#nowhere`"),
        "{lines:#?}"
    );

    crate::common::write(
        site.path(),
        "site.yaml",
        "title: A book\nfront_matter: open\nchecks: {missing-alt: error, orphan-page: error}\n",
    );
    let asked = told(site.path());
    assert!(
        asked.contains("missing-alt") && asked.contains("orphan-page") && !asked.contains("unused-file"),
        "{asked}"
    );

    let mended = text.replace("[gone](gone.md) [part](#nowhere)", "");
    let page = page(crate::common::site(&mended).path(), "");
    assert!(page.contains(">A book</h1>") && page.contains("<p>A line before the title.</p>"), "{page}");
    assert!(page.contains("<h2>Raw</h2>"), "{page}");
    assert!(page.contains("href=\"#%5E%3Atenon\"") && page.contains("id=\"^:tenon\""), "{page}");
    assert!(page.contains("href=\"#%5E%3Aa-term-of-art\"") && page.contains("id=\"^:a-term-of-art\""), "{page}");
}

#[test]
fn what_another_program_means_by_a_citation_stays_as_it_is_written() {
    let text = "--- site.yaml
title: T
vault: true
--- Start.md
install _crate_[@_version_]. As it is known [@smith-2020, p. 4].
";
    let site = crate::common::site(text);
    assert_eq!(told(site.path()), "");
    let page = page(site.path(), "start");
    assert!(page.contains("<em>crate</em>[@<em>version</em>]"), "{page}");
    assert!(page.contains("known [@smith-2020, p. 4]."), "{page}");
    // With sources of its own, it has citations.
    let with = crate::common::site(&format!("{text}--- references.yaml\nsmith-2021:\n  title: Sleep\n"));
    assert!(told(with.path()).contains("unknown-citation"), "{}", told(with.path()));
}

/// The name is looked for in the last bytes of a block, and a letter may be three of them.
#[test]
fn blocks_have_names_in_every_script() {
    for length in [24, 25, 26, 27, 40] {
        let words = "\u{6cb3}".repeat(length);
        let text =
            format!("--- site.yaml\ntitle: T\nvault: true\n--- A.md\n{words} ^river\n\n[[#^river]] [[A#^river|a]]\n");
        assert_eq!(told(crate::common::site(&text).path()), "", "{length}");
    }
}

#[test]
fn links_to_headings_are_as_obsidian_writes_them() {
    let site = crate::common::site(
        "--- site.yaml
title: T
--- .obsidian/app.json
{\"strictLineBreaks\": true}
--- P.md
## HTTP [M](https://x.org)

## A & B

## C++ (part)

### Sub [[Q|one]]

## Spec [[Q#Sel|Sels]]

## D | E #tag
--- Q.md
## Sel
--- I.md
[[P#HTTP [M](https x.org)]] [[P#HTTP [M](https //x.org)]] [[P#A & B]] [[P#A B]] [[P#C++ (part)]] [[P#C++ (part)#Sub Q one]]
[[P#Spec Q Sel Sels|own]] [[P#D E tag]] ![[x.png#interface|A screen]] ![[x.png#outline|200]]
--- sub/x.png (picture)
",
    );
    assert_eq!(told(site.path()), "");
    let page = page(site.path(), "i");
    for link in [
        "p/#http-m\">P &gt; HTTP M<",
        "p/#a--b\">P &gt; A &amp; B<",
        "p/#sub-one\">P &gt; Sub one<",
        "p/#spec-sels\">own<",
        "p/#d--e-tag\"",
    ] {
        assert!(page.contains(link), "{link}: {page}");
    }
    assert!(page.matches("src=\"../sub/x.png.1.png\"").count() == 2 && page.contains("alt=\"A screen\""), "{page}");
    assert!(page.contains("width=\"200\"") && !page.contains("<br>"), "strict line breaks: {page}");
}

/// A garden in English and Arabic: each line at its own side.
#[test]
fn letters_from_right_to_left_run_so_in_a_site_that_does_not() {
    let text = "# Hi

Plain words.

مرحبا بك!

## عنوان

- واحد

- اثنان

| a | ب |
| --- | --- |
| one | اثنان |

![صورة](p.png)

**Hello** مرحبا
";
    let built = |settings: &str, front: &str| {
        let site = crate::common::site(&format!(
            "--- site.yaml\ntitle: S\n{settings}--- content/index.md\n# Home\n--- content/مرحبا.md\n{front}{text}--- content/en.md\n# En\n\nEnglish alone.\n--- content/p.png (picture)\nx\n"
        ));
        let said = crate::common::run(site.path(), &["build"]);
        assert_eq!(said.code, 0, "{said:?}");
        let all = crate::common::files(&site.path().join("public"));
        let pages = all.iter().filter(|(path, _)| path.ends_with("index.html"));
        let pages: Vec<String> = pages.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
        let with = |words: &str| pages.iter().find(|page| page.contains(words)).cloned().unwrap_or_default();
        (with(">Plain words."), with(">English alone."))
    };
    let (english, plain) = built("vault: true\n", "");
    let title = english.split("<h1").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    assert!(title.contains(" dir=\"auto\""), "{english}");
    for right in [
        "<p>Plain words.",
        "<p dir=\"auto\">مرحبا",
        "dir=\"auto\">عنوان",
        "<ul dir=\"rtl\">",
        "<th scope=\"col\">a",
        "<th scope=\"col\" dir=\"auto\">ب",
        "<td dir=\"auto\">اثنان",
        "<p><strong>Hello",
    ] {
        assert!(english.contains(right), "{right}\n{english}");
    }
    assert!(!plain.contains("dir=\"auto\"") && !plain.contains("<main id=\"content\" lang"), "{plain}");
    // In an Arabic site it is English that runs another way.
    let (arabic, _) = built("vault: true\nlanguage: ar\n", "");
    for right in ["<p dir=\"auto\">Plain words.", "<p>مرحبا", "<ul>", "<td dir=\"auto\">one"] {
        assert!(arabic.contains(right), "{right}\n{arabic}");
    }
    for front in ["---\nlang: ar\n---\n", "---\nlanguage: ar_EG\n---\n"] {
        let (own, _) = built("vault: true\n", front);
        assert!(own.contains("<main id=\"content\" lang=\"ar") && own.contains("dir=\"rtl\">"), "{own}");
        assert!(own.contains("<p>مرحبا") && own.contains("<p dir=\"auto\">Plain words."), "{own}");
    }
    let (other, _) = built("vault: true\n", "---\nlanguage: TypeScript\n---\n");
    assert!(!other.contains("<main id=\"content\" lang"), "{other}");
}

/// Of names that differ in small and capital letters alone, the one that is written so is meant; in Obsidian's folders and in all
/// others.
#[test]
fn of_two_names_that_differ_in_case_the_one_that_is_written_is_meant() {
    for kind in ["vault: true", "front_matter: open", "checks: {ambiguous-link: warning}"] {
        let site = crate::common::site(&format!(
            "--- site.yaml\ntitle: T\n{kind}\n--- content/index.md\n# Home\n\n[[MaaS]] [[MAAS]] [[MaaS#h|part]] [[Sub/MaaS|path]] ![[Dot.png]] [x](a/b/dot.png)\n--- content/MAAS.md\n# MAAS\n\n## h\n--- content/Sub/MaaS.md\n# MaaS\n\n## h\n--- content/a/Dot.png (picture)\n--- content/a/b/dot.png (picture)\n"
        ));
        let said = crate::common::run(site.path(), &["build"]);
        assert_eq!(said.code, 0, "{kind}: {}{}", said.stdout, said.stderr);
        let page = std::fs::read_to_string(site.path().join("public/index.html")).unwrap();
        for link in [
            "<a href=\"sub/maas/\">MaaS</a>",
            "<a href=\"maas/\">MAAS</a>",
            "<a href=\"sub/maas/#h\">part</a>",
            "<a href=\"sub/maas/\">path</a>",
            "a/Dot.png.1.png",
        ] {
            assert!(page.contains(link), "{kind}: {link}\n{page}");
        }
    }
}

#[test]
fn a_name_in_a_sentence_stays_as_it_was_written() {
    let site = crate::common::site(
        "--- site.yaml\ntitle: T\nvault: true\n--- Apple.md\n---\naliases: [golden apple]\n---\n## Seeds\n\nOne. ^one\n--- Z1.md\n---\ntitle: A long name\n---\nText.\n--- in/Deep.md\nText.\n--- A.md\nAn [[apple]], a [[golden apple]], [[Apple#seeds]], [[Apple#^one]], [[Z1]], [[in/Deep]] and [[Apple|x]].\n--- Other.md\nText.\n",
    );
    let page = page(site.path(), "a");
    for (address, words) in [
        ("../apple/", "apple"),
        ("../apple/", "golden apple"),
        ("../apple/#seeds", "Apple &gt; Seeds"),
        ("../apple/#%5Eone", "Apple"),
        ("../z1/", "A long name"),
        ("../in/deep/", "Deep"),
        ("../apple/", "x"),
    ] {
        assert!(page.contains(&format!("<a href=\"{address}\">{words}</a>")), "{words}: {page}");
    }
}
