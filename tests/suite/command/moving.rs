//! `mv`: whatever is moved, nothing is wrong that was not, every old address leads to its new place, words stay, and the way back
//! gives the same bytes but for what leads on.
use crate::common::{files, folder, run, site, write};
use fingerpost::link::{leads_on, published};
use fingerpost::load;
use fingerpost::moving::{self, Moved, What};
use fingerpost::parse::Content;
use fingerpost::publish::{NewText, NotReplaced, Rename, replace_all};
use fingerpost::{Choices, Memory, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Small numbers in an order that looks like none.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const FOLDERS: [&str; 5] = ["", "a/", "a/deep/", "b/", "c d/"];
const PAGES: usize = 6;

/// A page's file below `content`, and its title.
fn page(number: usize, folder: &str) -> (String, String) {
    let stem = ["one", "Two words", "index", "four", "fünf", "six (6)"][number];
    (format!("{folder}{stem}.md"), format!("Title {number}"))
}

fn relative(from: &str, to: &str) -> String {
    let up = from.matches('/').count();
    let common = from.split_inclusive('/').zip(to.split_inclusive('/')).take_while(|(a, b)| a == b && a.ends_with('/'));
    let common: usize = common.map(|(part, _)| part.len()).sum();
    let up = up - from[..common].matches('/').count();
    format!("{}{}", "../".repeat(up), &to[common..])
}

fn encoded(path: &str) -> String {
    path.replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

/// A link in one of its forms.
fn link(dice: &mut Dice, from: &str, to: &(String, String), part: &str) -> String {
    let (file, title) = to;
    let (stem, rel) = (file.trim_end_matches(".md"), relative(from, file));
    let name = stem.rsplit('/').next().unwrap();
    let behind = if dice.below(2) == 0 { String::new() } else { format!("#{part}") };
    match dice.below(12) {
        0 => format!("[words]({}{behind})", encoded(&rel)),
        1 => format!("[words](<{rel}{behind}> \"a title\")"),
        2 => format!("[words](/{}{behind})", encoded(file)),
        3 => format!("[words](/content/{}{behind})", encoded(file)),
        4 => format!("[words]({}{behind})", encoded(rel.trim_end_matches(".md"))),
        5 => format!("<a href=\"{}{behind}\">words</a>", encoded(&rel)),
        6 if name != "index" => format!("[[{name}{behind}]]"),
        7 => format!("[[{stem}{behind}|words]]"),
        8 => format!("[[{title}{behind}]]"),
        9 => format!("\n\n![[{stem}]]\n\n"),
        10 => format!("[words][to {name}]\n\n[to {name}]: {}{behind}\n\n", encoded(&rel)),
        _ => format!("[[{stem}#Part {}]]", part.rsplit('-').next().unwrap()),
    }
}

fn random_site(dice: &mut Dice) -> (tempfile::TempDir, Vec<String>) {
    let site = folder();
    let root = site.path();
    let pages: Vec<(String, String)> =
        (0..PAGES).map(|number| page(number, FOLDERS[dice.below(FOLDERS.len())])).collect();
    let end = if dice.below(3) == 0 { "\r\n" } else { "\n" };
    for (number, (file, title)) in pages.iter().enumerate() {
        let mut text = format!("---\ntitle: {title}\n---\n\n## Part {number}\n\n");
        for _ in 0..dice.below(5) {
            let to = dice.below(PAGES);
            text.push_str(&format!("Text {} and. ", link(dice, file, &pages[to], &format!("part-{to}"))));
        }
        if dice.below(2) == 0 {
            text.push_str(&format!("\n\n![A dot]({}) ", encoded(&relative(file, "b/dot.svg"))));
        }
        if dice.below(2) == 0 {
            text.push_str("Word [@src, p. 1], [term](glossary:Salt) and [[t#which]].");
        }
        text.push_str("\n\n## Last\n\nEnd.\n");
        let mark = if dice.below(4) == 0 { "\u{feff}" } else { "" };
        write(root, &format!("content/{file}"), format!("{mark}{}", text.replace('\n', end)));
    }
    let home = pages.iter().any(|(file, _)| file == "index.md");
    if !home {
        write(root, "content/index.md", "---\ntitle: Home\n---\n\nHello.\n");
    }
    let to = dice.below(PAGES);
    write(
        root,
        "content/t.tree.yaml",
        format!(
            "title: T\nsummary: Is it one?\nquestions:\n  which:\n    ask: Which?\n    options: {{one: {{say: One, goto: end}}, two: {{say: Two, goto: \"tree:b/u\"}}}}\noutcomes:\n  end:\n    title: End\n    level: self-care\n    body: |\n      See [x]({}#part-{to}) and [[t#which]].\n    read: [\"{}\"]\ntests:\n  - {{name: n, answers: {{which: one}}, reaches: end}}\nrules:\n  - {{name: r, paths_to: {{outcome: end}}, must_ask: [which]}}\n",
            encoded(&pages[to].0),
            pages[to].0.trim_end_matches(".md"),
        ),
    );
    write(
        root,
        "content/b/u.tree.yaml",
        "title: U\nsummary: Is it one?\nquestions:\n  which:\n    ask: Which?\n    options: {one: {say: One, goto: end}}\noutcomes:\n  end: {title: End, level: self-care, body: \"See [t](../t.tree.yaml#which).\"}\n",
    );
    write(
        root,
        "content/b/dot.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>A dot</title><rect width=\"1\" height=\"1\"/></svg>",
    );
    write(
        root,
        "content/glossary.yaml",
        format!("- term: Salt\n  meaning: What is in [x](/{}). [@src]\n", encoded(&pages[0].0)),
    );
    write(root, "content/references.yaml", "src: {title: A source, year: 2020, url: \"https://example.org/\"}\n");
    write(
        root,
        "site.yaml",
        format!(
            "title: S\nchecks: {{orphan-page: off, same-link-words: off, unused-file: off, unused-reference: off}}\nlogo: b/dot.svg\nnavigation: [\"{}\", Title 1]\n",
            pages[3].0
        ),
    );
    (site, pages.into_iter().map(|(file, _)| file).collect())
}

/// Something to move, and the way back.
fn random_move(dice: &mut Dice, files: &[String]) -> (What, What) {
    let path = |text: &str| fingerpost::source::SitePath::from(text);
    let both = |old: String, new: String| {
        let (old, new) = (path(&old), path(&new));
        (What::File { old: old.clone(), new: new.clone() }, What::File { old: new, new: old })
    };
    let part = |file: &str, old: &str, new: &str, back: (&str, &str)| {
        let one = |old: &str, new: &str| What::Part { path: path(file), old: old.to_owned(), new: new.to_owned() };
        (one(old, new), one(back.0, back.1))
    };
    let number = dice.below(files.len());
    match dice.below(10) {
        0..=3 => {
            let end = if files[number].ends_with("index.md") && dice.below(2) == 0 { "index" } else { "fresh" };
            // A path of one part is a name: on the way back nobody could tell that it was a path.
            let new = format!("content/{}{end}.md", dice.of(&["k/", "a/", "x/y/", "b/", "new folder/"]));
            both(format!("content/{}", files[number]), new)
        }
        4 => {
            let old = dice.of(&["a", "a/deep", "b", "c d"]);
            both(format!("content/{old}"), format!("content/{}", dice.of(&["moved", "k/moved", "moved to"])))
        }
        5 => both("content/b/dot.svg".into(), format!("content/{}dot2.svg", dice.of(&["", "a/", "pics/"]))),
        6 => both("content/t.tree.yaml".into(), format!("content/{}s.tree.yaml", dice.of(&["m/", "a/", "k/"]))),
        7 => {
            let (file, words) = (format!("content/{}", files[number]), format!("Part {number}"));
            part(&file, &format!("part-{number}"), "What helps", ("what-helps", &words))
        }
        8 => {
            let old = *dice.of(&["which", "end"]);
            part("content/t.tree.yaml", old, "fresh-id", ("fresh-id", old))
        }
        _ => (
            What::Source { old: "src".into(), new: "other".into() },
            What::Source { old: "other".into(), new: "src".into() },
        ),
    }
}

fn planned(root: &Path) -> Plan {
    let (inputs, problems) = load::load(root).unwrap();
    fingerpost::plan(&inputs, problems, &Choices::default(), &mut Memory::once())
}

fn written(root: &Path, moved: &Moved) -> Result<(), NotReplaced> {
    let text = |(_, before, after): &(_, std::sync::Arc<fingerpost::source::Source>, String)| NewText {
        path: before.path.as_str().into(),
        before: before.text.clone(),
        after: after.clone(),
    };
    let texts: Vec<NewText> = moved.texts.iter().map(text).collect();
    let rename = moved.renamed.as_ref();
    let rename = rename.map(|(old, new)| Rename { old: old.as_str().into(), new: new.as_str().into() });
    replace_all(root, &texts, rename.as_ref())
}

fn done(root: &Path, what: &What) -> Result<Moved, String> {
    let (inputs, problems) = load::load(root).unwrap();
    let moved = moving::moved(&inputs, &problems, what, None)?;
    written(root, &moved).map_err(|error| error.to_string())?;
    Ok(moved)
}

fn codes(plan: &Plan) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = plan
        .problems
        .iter()
        .map(|problem| (problem.code.id().to_owned(), problem.path.file_name().to_owned()))
        .collect();
    out.iter_mut().for_each(|(_, file)| file.clear());
    out.sort();
    out
}

/// The words of all links, page by page.
fn words(plan: &Plan) -> BTreeMap<String, Vec<String>> {
    let of = |page: &fingerpost::link::Page| {
        let texts: Vec<String> = match &page.doc.content {
            Content::Article(article) => article.link_texts.iter().map(|link| link.words.clone()).collect(),
            Content::Tree(_) => Vec::new(),
        };
        (page.facts().title.clone(), texts)
    };
    plan.site.pages.iter().filter(|page| page.written).map(of).collect()
}

/// All files, without the lines that lead old addresses on.
fn texts(root: &Path) -> BTreeMap<String, String> {
    let plain = |text: &str| -> String {
        let leads_on = |line: &&str| !line.starts_with("aliases:") && !line.starts_with("anchors:");
        text.split_inclusive('\n').filter(leads_on).collect()
    };
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().strip_prefix(root).unwrap().display().to_string(), entry.into_path()))
        .filter(|(name, _)| name != "addresses.lock")
        .map(|(name, path)| (name, plain(&String::from_utf8_lossy(&fs::read(path).unwrap()))))
        .collect()
}

/// `MOVING_SEED=7 MOVING_CASES=2000` for others and more.
#[test]
fn any_move_on_any_site_breaks_nothing_and_can_be_taken_back() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let cases = number("MOVING_CASES", 30);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut moved = 0;
    for case in 0..cases {
        let mut dice = Dice((number("MOVING_SEED", 26) << 32) + case * 7919 + 1);
        (0..9).for_each(|_| assert!(dice.below(2) < 2));
        let (site, pages) = random_site(&mut dice);
        let root = site.path();
        if planned(root).problems.iter().any(|problem| problem.code.id().contains("duplicate")) {
            continue;
        }
        if dice.below(2) == 0 {
            let recorded = published(&planned(root).site);
            write(root, "addresses.lock", fingerpost::config::lock::written(&recorded));
        }
        let (there, back) = random_move(&mut dice, &pages);
        let about = format!("case {case}: {there:?}");
        let (before, texts_before) = (planned(root), texts(root));
        if let Err(why) = done(root, &there) {
            *refused.entry(why.split('`').next().unwrap().to_owned()).or_default() += 1;
            assert_eq!(texts(root), texts_before, "{about}: refused, and written all the same");
            continue;
        }
        moved += 1;
        let after = planned(root);
        assert_eq!(codes(&after), codes(&before), "{about}: {:?}", after.problems);
        assert_eq!(words(&after), words(&before), "{about}");
        leads_to_the_same(&before, &after, &about);
        let (inputs, problems) = load::load(root).unwrap();
        let built = fingerpost::build(&inputs, problems, &Choices::default(), &mut Memory::default());
        let paths: BTreeSet<&str> = built.outputs.iter().map(|output| output.path.as_str()).collect();
        for address in published(&before.site).keys() {
            let file = format!("{}index.html", address.trim_start_matches('/'));
            assert!(paths.contains(file.as_str()), "{about}: `{address}` is not in the build");
        }
        match done(root, &back) {
            Ok(_) => {
                let is = texts(root);
                let names: BTreeSet<&String> = is.keys().chain(texts_before.keys()).collect();
                for name in names {
                    assert_eq!(is.get(name), texts_before.get(name), "{about}: and back, `{name}`");
                }
            }
            // A folder whose page goes away shows the list of its pages there.
            Err(why) if why.contains("would be another page") => continue,
            Err(why) => panic!("{about}: there is no way back: {why}"),
        }
        assert_eq!(codes(&planned(root)), codes(&before), "{about}: and back");
        // What leads on is written once, however often it goes there and back.
        if case % 4 == 0 {
            let trail = files(root);
            assert!(done(root, &there).and_then(|_| done(root, &back)).is_ok(), "{about}: once more");
            assert_eq!(files(root), trail, "{about}: once more");
        }
    }
    let tried: usize = moved + refused.values().sum::<usize>();
    assert!(moved * 10 >= tried * 7, "of {tried} only {moved} were moved: {refused:?}");
}

/// Each old address is one of the page that was there, or leads on to it.
fn leads_to_the_same(before: &Plan, after: &Plan, about: &str) {
    let titles = |plan: &Plan| -> BTreeMap<String, String> {
        let owned = plan.site.addresses.iter().rev();
        let owner = |owned: &fingerpost::link::OwnedAddress| {
            let page = owned.owner.page()?;
            let facts = plan.site.pages[page].facts();
            let to = leads_on(&plan.site, owned.owner).unwrap_or_else(|| owned.address.clone());
            let screen = facts.screens.iter().find(|screen| format!("{}{}", facts.address, screen.address) == to);
            Some((owned.address.clone(), format!("{} {:?}", facts.title, screen.map(|screen| &screen.title))))
        };
        owned.filter_map(owner).collect()
    };
    let (was, is) = (titles(before), titles(after));
    for address in published(&before.site).keys() {
        assert_eq!(is.get(address), was.get(address), "{about}: at `{address}`");
    }
}

const SITE: &str = "--- content/index.md
# Home

[a](a.md), [[b]]
--- content/a.md
---
title: A
---
Text of [b](b.md).
--- content/b.md
# B
";

#[test]
fn it_shows_first_and_writes_only_when_told() {
    let site = site(SITE);
    let before = texts(site.path());
    for (arguments, code) in [(&["--dry-run"][..], 0), (&[][..], 1)] {
        let said = run(site.path(), &[&["mv", "content/a.md", "content/new/a.md"], arguments].concat());
        assert_eq!(said.code, code, "{said:?}");
        assert!(said.stdout.contains("-[a](a.md), [[b]]\n+[a](new/a.md), [[b]]"), "{}", said.stdout);
        assert!(said.stdout.contains("+aliases: [/a/]"), "{}", said.stdout);
        assert!(said.stderr.contains("Nothing was written"), "{}", said.stderr);
        assert_eq!(texts(site.path()), before);
    }
    let said = run(site.path(), &["mv", "content/a.md", "content/new/", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("`/a/` leads on"), "{}", said.stderr);
    assert!(site.path().join("content/new/a.md").exists() && !site.path().join("content/a.md").exists());
    let left = walkdir::WalkDir::new(site.path()).into_iter().map(Result::unwrap);
    assert!(
        left.map(|entry| entry.file_name().to_string_lossy().into_owned())
            .all(|name| !name.contains(".fingerpost-new"))
    );
}

#[test]
fn it_refuses_what_it_cannot_do() {
    let site = site(SITE);
    write(site.path(), "elsewhere.md", "# Not of the site\n");
    let before = texts(site.path());
    for (old, new, why) in [
        ("content/a.md", "content/b.md", "there is something at `content/b.md` already"),
        ("content/a.md", "../a.md", "is no path below the site's folder"),
        ("content/a.md", "/tmp/a.md", "is no path below the site's folder"),
        ("content/a.md", "a.md", "only what lies in `content` or `static` is moved"),
        ("elsewhere.md", "content/c.md", "only what lies in `content` or `static` is moved"),
        ("content/c.md", "content/d.md", "there is no `content/c.md`"),
        ("content/a.md", "content/a.txt", "must end as the old one does"),
        ("content/a.md#x", "content/a.md#y", "has no heading `#x`"),
        ("content/a.md#x", "content/b.md#x", "write the same file before both"),
        ("glossary:x", "glossary:y", "this site has no glossary"),
        ("@x", "@y", "this site has no list of sources"),
        ("@x", "content/b.md", "both names begin with `@`"),
        ("content", "content/x", "only what lies in"),
    ] {
        let said = run(site.path(), &["mv", old, new, "--yes"]);
        assert_eq!(said.code, 2, "{old} {new}: {said:?}");
        assert!(said.stderr.contains(why), "{old} {new}: {}", said.stderr);
        assert_eq!(texts(site.path()), before, "{old} {new}");
    }
}

#[test]
fn files_that_changed_meanwhile_stay_and_so_does_all_else() {
    let site = site(SITE);
    let root = site.path();
    let (inputs, problems) = load::load(root).unwrap();
    let what = What::File { old: "content/a.md".into(), new: "content/c.md".into() };
    let moved = moving::moved(&inputs, &problems, &what, None).unwrap();
    write(root, "content/index.md", "# Home\n\nAnother text.\n");
    let before = texts(root);
    let error = written(root, &moved).unwrap_err().to_string();
    assert!(error.contains("content/index.md") && error.contains("has changed meanwhile"), "{error}");
    assert_eq!(texts(root), before);

    // A file that came to stand there, and a place that cannot be written to.
    let moved = done(root, &What::File { old: "content/b.md".into(), new: "content/d.md".into() });
    assert!(moved.is_ok(), "{moved:?}");
    let (inputs, problems) = load::load(root).unwrap();
    let moved = moving::moved(&inputs, &problems, &what, None).unwrap();
    write(root, "content/c.md", "somebody's");
    let before = texts(root);
    assert!(written(root, &moved).is_err());
    assert_eq!(texts(root), before);
}

#[test]
fn a_text_that_yaml_uses_again_is_edited_where_it_is_written() {
    let site = site(
        "--- content/index.md
# Home

[T](t.tree.yaml), [a](a.md), [[Other name]]
--- content/a.md
---
title: A
aliases:
  - Other name
---
--- content/t.tree.yaml
title: T
summary: Is it one?
questions:
  which:
    ask: Which?
    options: {one: {say: One, goto: end}, two: {say: Two, goto: other}}
outcomes:
  end:
    title: End
    level: self-care
    body: Words.
    also: &notes
      - when: {which: one}
        say: \"See [a](a.md) and [@src].\"
  other:
    title: Other
    level: self-care
    body: Words.
    also: *notes
--- content/references.yaml
src: {title: A source}
",
    );
    let root = site.path();
    let said = run(root, &["mv", "content/a.md", "content/b/c.md", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    let tree = fs::read_to_string(root.join("content/t.tree.yaml")).unwrap();
    assert!(tree.contains("[a](b/c.md)"), "{tree}");
    let moved = fs::read_to_string(root.join("content/b/c.md")).unwrap();
    assert!(moved.contains("aliases:\n  - /a/\n  - /other-name/\n  - Other name\n"), "{moved}");
    assert_eq!(run(root, &["mv", "@src", "@other", "--yes"]).code, 0);
    assert!(fs::read_to_string(root.join("content/t.tree.yaml")).unwrap().contains("[@other]"));
    let said = run(root, &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    for page in ["a", "other-name"] {
        assert!(root.join(format!("public/{page}/index.html")).exists(), "{page}");
    }
}

#[test]
fn a_question_is_renamed_in_counts_points_orders_and_texts() {
    let tree = "title: T
questions:
  which:
    ask: Which?
    options: {no: \"No\", yes: \"Yes\"}
    next: [{goto: signs}]
  signs:
    ask: Which signs?
    kind: any
    options: {a: A, b: B, none: None}
    next:
      - when: {any: [{which: yes}, {signs: a}], count: \">= 2\"}
        goto: end
      - when: {risk: \">= 2\"}
        goto: end
      - goto: other
values:
  risk: {points: {which: {yes: 2}, signs: {b: 1}}}
outcomes:
  other: {title: Other, level: self-care, body: \"You said {answer:which}.\"}
  end: {title: End, level: urgent, body: \"You said {which}, and `{which}` is code. {{which}\"}
tests:
  - {answers: {which: yes, signs: [a]}, reaches: end}
rules:
  - {name: R, milder_never: [which], order: {which: [no, yes]}}
";
    let site = site(&format!(
        "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n[T](t.tree.yaml)\n--- content/t.tree.yaml\n{tree}"
    ));
    let checked = run(site.path(), &["check"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let said = run(site.path(), &["mv", "content/t.tree.yaml#which", "content/t.tree.yaml#which-one", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    let now = fs::read_to_string(site.path().join("content/t.tree.yaml")).unwrap();
    assert_eq!(now.matches("which-one").count(), 9, "{now}");
    let checked = run(site.path(), &["check"]);
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
fn a_question_is_renamed_in_formulas_and_nothing_that_only_begins_so() {
    let tree = "title: T
questions:
  far: {ask: Far?, kind: number, min: 1, max: 9, next: [{goto: far-out}]}
  far-out: {ask: Out?, kind: number, min: 1, max: 9, next: [{when: {twice: \"> 4\"}, goto: end}, {goto: end-2}]}
values:
  twice: {is: far*2+0*far}
  both: {is: \"max(far, far-out) / far\"}
outcomes:
  end: {title: \"{both}\", level: urgent}
  end-2: {title: End, level: urgent}
";
    let site = site(&format!("--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n--- content/t.tree.yaml\n{tree}"));
    let checked = run(site.path(), &["check"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let said = run(site.path(), &["mv", "content/t.tree.yaml#far", "content/t.tree.yaml#how-far", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    let now = fs::read_to_string(site.path().join("content/t.tree.yaml")).unwrap();
    assert!(now.contains("is: how-far*2+0*how-far}"), "{now}");
    assert!(now.contains("is: \"max(how-far, far-out) / how-far\""), "{now}");
}

#[test]
fn a_page_that_nobody_sees_leaves_no_address_behind() {
    let today = ["--today", "2026-12-01"];
    for keys in ["draft: true", "date: 2027-05-01", "expires: 2026-11-30"] {
        let site = site(&format!(
            "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n--- content/b.md\n---\n{keys}\n---\n# B\n--- addresses.lock (locked)\n/\n"
        ));
        write(site.path(), "addresses.lock", "/\n");
        let check = |root: &std::path::Path| run(root, &[&["check"], &today[..]].concat());
        assert_eq!(check(site.path()).code, 0, "{keys}: {:?}", check(site.path()));
        let said = run(site.path(), &[&["mv", "content/b.md", "content/c.md", "--yes"], &today[..]].concat());
        assert_eq!(said.code, 0, "{keys}: {said:?}");
        let lock = fs::read_to_string(site.path().join("addresses.lock")).unwrap();
        let page = fs::read_to_string(site.path().join("content/c.md")).unwrap();
        assert!(lock == "/\n" && !page.contains("aliases"), "{keys}: {lock}{page}");
        assert_eq!(check(site.path()).code, 0, "{keys}: {:?}", check(site.path()));
    }
    // Of an expired page the address that is recorded, and every former one, is let go with it.
    let site = site(
        "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n--- content/b.md\n---\nexpires: 2026-11-30\naliases: [/old/]\n---\n# B\n",
    );
    write(site.path(), "addresses.lock", "/\n/b/\n/old/\n");
    let check = |root: &std::path::Path| run(root, &[&["check"], &today[..]].concat());
    assert_eq!(check(site.path()).code, 0, "{:?}", check(site.path()));
    assert_eq!(run(site.path(), &[&["mv", "content/b.md", "content/c.md", "--yes"], &today[..]].concat()).code, 0);
    assert_eq!(check(site.path()).code, 0, "{:?}", check(site.path()));
}

#[test]
fn nothing_is_moved_to_where_nothing_is_read() {
    let site = site("--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n[B](b.md)\n--- content/b.md\n# B\n");
    for new in
        ["content/.x/b.md", "content/.b.md", "content/node_modules/b.md", "static/b.md", "content/b.md~.md/../.b.md"]
    {
        let said = run(site.path(), &["mv", "content/b.md", new, "--yes"]);
        assert_eq!(said.code, 2, "{new}: {said:?}");
        assert!(site.path().join("content/b.md").exists(), "{new}");
    }
}

/// Nobody sees such a page, and its links are its author's all the same.
#[test]
fn links_in_pages_that_are_never_published_follow() {
    let secret = "--- content/secret.md\n---\npublish: false\n---\n# Secret\n\n[b](b.md), [[b]], [c][d]\n\n[d]: b.md\n";
    let there = site(&format!("{SITE}{secret}"));
    let said = run(there.path(), &["mv", "content/b.md", "content/new/b.md", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = fs::read_to_string(there.path().join("content/secret.md")).unwrap();
    assert!(text.contains("[b](new/b.md), [[b]], [c][d]\n\n[d]: new/b.md"), "{text}");
    // It can be moved itself, with no address to lead on, and what leads to it follows.
    write(there.path(), "content/index.md", "# Home\n\n[a](a.md), [[b]], [s](secret.md)\n");
    let said = run(there.path(), &["mv", "content/secret.md", "content/x/secret.md", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = fs::read_to_string(there.path().join("content/x/secret.md")).unwrap();
    assert!(text.contains("[b](../new/b.md)") && !text.contains("aliases"), "{text}");
    let home = fs::read_to_string(there.path().join("content/index.md")).unwrap();
    assert!(home.contains("[s](x/secret.md)"), "{home}");
    // One that is called as a published page is makes no link of others lead elsewhere.
    let twin = site(&format!("{SITE}--- content/k/b.md\n---\npublish: false\n---\n# B\n\n[b](../b.md)\n"));
    let said = run(twin.path(), &["mv", "content/b.md", "content/new/c.md", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(run(twin.path(), &["check", "--strict"]).code, 0);
}

/// Names that Windows cannot have are refused before they are there, and can be got rid of; capitals alone are another name.
#[test]
fn names_are_moved_to_what_every_machine_can_have() {
    let site = site(SITE);
    let before = texts(site.path());
    for (new, why) in [
        ("content/CON.md", "`con` is a device"),
        ("content/a?.md", "no name can hold `?`"),
        ("content/B.md", "would be another page"),
    ] {
        let said = run(site.path(), &["mv", "content/a.md", new, "--yes"]);
        assert_eq!(said.code, 2, "{new}: {said:?}");
        assert!(said.stderr.contains(why), "{new}: {}", said.stderr);
        assert_eq!(texts(site.path()), before, "{new}");
    }
    let said = run(site.path(), &["mv", "content/a.md", "content/A.md", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(site.path().join("content/A.md").exists());
    let home = fs::read_to_string(site.path().join("content/index.md")).unwrap();
    assert!(home.contains("[a](A.md)"), "{home}");
    assert!(
        !fs::read_to_string(site.path().join("content/A.md")).unwrap().contains("aliases"),
        "its address is the same"
    );
    if cfg!(not(windows)) {
        write(site.path(), "content/aux.md", "# Aux\n\n[b](b.md)\n");
        assert!(run(site.path(), &["check"]).stdout.contains("unportable-name"));
        let said = run(site.path(), &["mv", "content/aux.md", "content/help.md", "--yes"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(!run(site.path(), &["check"]).stdout.contains("unportable-name"));
    }
}
