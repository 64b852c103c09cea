//! A page is renamed: with its links, or with an alias instead, nothing is broken, and no published address vanishes unsaid.
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::path::Path;

const FOLDERS: [&str; 3] = ["", "a/", "a/deep/"];

/// How a page is linked to.
#[derive(Clone, Copy, Debug)]
enum By {
    Path,
    Name,
    Title,
    Section,
}

#[derive(Clone, Debug)]
struct Tangle {
    /// Each page's folder.
    folders: Vec<usize>,
    /// From, to, how.
    links: Vec<(usize, usize, By)>,
    renamed: usize,
    moved_to: usize,
}

fn tangle() -> impl Strategy<Value = Tangle> {
    const PAGES: usize = 5;
    let by = prop_oneof![Just(By::Path), Just(By::Name), Just(By::Title), Just(By::Section)];
    let links = prop::collection::vec((0..PAGES, 0..PAGES, by), 1..12);
    let folders = prop::collection::vec(0..FOLDERS.len(), PAGES);
    (folders, links, 0..PAGES, 0..FOLDERS.len()).prop_map(|(folders, links, renamed, moved_to)| Tangle {
        folders,
        links,
        renamed,
        moved_to,
    })
}

/// A page's name and folder, before and after it is renamed.
fn place(tangle: &Tangle, page: usize, after: bool) -> (String, &'static str) {
    let moved = after && page == tangle.renamed;
    let folder = if moved { tangle.moved_to } else { tangle.folders[page] };
    (if moved { format!("fresh{page}") } else { format!("page{page}") }, FOLDERS[folder])
}

fn write(site: &Path, tangle: &Tangle, after: bool, links_after: bool) {
    let _ = std::fs::remove_dir_all(site.join("content"));
    for page in 0..tangle.folders.len() {
        let (name, folder) = place(tangle, page, after);
        let (old, old_folder) = place(tangle, page, false);
        let keeps = after && !links_after && page == tangle.renamed;
        let aliases = if keeps { format!("aliases: [{old}, /{old_folder}{old}/]\n") } else { String::new() };
        let mut text = format!("---\ntitle: Title of {page}\n{aliases}---\n\n## Part\n\n");
        for (from, to, by) in &tangle.links {
            if *from != page {
                continue;
            }
            let (name, to_folder) = place(tangle, *to, links_after);
            // A page that has moved takes its relative links along.
            let up = "../".repeat(folder.matches('/').count());
            text.push_str(&match by {
                By::Path if after && !links_after && *to == tangle.renamed => format!("[[{name}]] "),
                By::Path => format!("[x]({up}{to_folder}{name}.md#part) "),
                By::Name => format!("[[{name}]] "),
                By::Title => format!("[[title OF {to}]] "),
                By::Section => format!("![[{name}#^none]] ").replace("![[", "[[").replace("#^none", "#Part"),
            });
        }
        crate::common::write(site, &format!("content/{folder}{name}.md"), text);
    }
}

#[test]
fn a_renamed_page_leaves_nothing_broken() {
    let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner
        .run(&tangle(), |tangle| {
            let site = crate::common::site(
                "--- site.yaml\ntitle: S\nchecks: {orphan-page: off, same-link-words: off}\n--- content/index.md\n",
            );
            let check = || crate::common::run(site.path(), &["check", "--format", "short"]).stdout;
            write(site.path(), &tangle, false, false);
            prop_assert_eq!(check(), "");
            let locked = crate::common::run(site.path(), &["lock"]);
            prop_assert_eq!(locked.code, 0, "{}", locked.stderr);
            prop_assert_eq!(check(), "");

            // With an alias for the old name and address, other pages stay as they are.
            write(site.path(), &tangle, true, false);
            prop_assert_eq!(check(), "");
            // With its links renamed too and no alias, only the old address is missed.
            write(site.path(), &tangle, true, true);
            let said = check();
            prop_assert_eq!(said.lines().count(), 1, "{}", &said);
            prop_assert!(said.contains("[vanished-address]"), "{}", &said);
            Ok(())
        })
        .unwrap();
}

#[test]
fn addresses_are_recorded_in_order_and_never_forgotten() {
    let site = crate::common::site(
        "--- content/b.md\n# B\n--- content/a/index.md\n---\naliases: [/old/]\n---\n--- content/c.md\n---\ndraft: true\n---\n",
    );
    let lock = || std::fs::read_to_string(site.path().join("addresses.lock")).unwrap();
    let run = || crate::common::run(site.path(), &["lock"]);
    assert_eq!(run().code, 0);
    let first = lock();
    let addresses: Vec<&str> = first.lines().filter(|line| line.starts_with('/')).collect();
    assert_eq!(addresses, ["/a/", "/b/", "/old/"]);
    assert_eq!(run().code, 0);
    assert_eq!(lock(), first, "a second time adds nothing");

    std::fs::remove_file(site.path().join("content/b.md")).unwrap();
    let said = run();
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stdout.contains("[vanished-address]") && said.stderr.contains("Nothing was recorded"), "{said:?}");
    assert_eq!(lock(), first);
    crate::common::write(site.path(), "content/d.md", "---\naliases: [/b/]\n---\n");
    assert_eq!(run().code, 0);
    let addresses = lock();
    assert!(addresses.ends_with("/a/\n/b/\n/d/\n/old/\n"), "{addresses}");
}
