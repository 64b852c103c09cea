//! What readers are told to keep for when there is no network: the files of `offline`, without a browser.
use std::collections::BTreeMap;

const SITE: &str = r#"--- site.yaml
title: Kept
offline: true
--- content/index.md
Home.
--- content/plain.md
# Plain

Words.
--- content/first aid/burn.md
# A burn

> [!URGENT] Today
> Go.
--- content/run.tree.yaml
title: Do I run?
questions:
  q: {ask: Fever?, options: {yes: {say: "Yes", goto: rest}, no: {say: "No", goto: run}}}
outcomes:
  rest: {title: Rest, level: self-care}
  run: {title: Run, level: self-care}
"#;

type Files = BTreeMap<String, String>;

fn built(site: &str) -> Files {
    let folder = crate::common::site(site);
    let said = crate::common::run(folder.path(), &["build"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    let files = crate::common::files(&folder.path().join("public")).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The name of the list in the worker, and what it says.
fn list(files: &Files) -> (String, BTreeMap<String, String>) {
    let worker = &files["sw.js"];
    let start = worker.find("assets/offline.").expect("the worker names its list");
    let name = worker[start..].split('\'').next().unwrap().to_owned();
    let list = serde_json::from_str(&files[&name]).expect("the list is JSON");
    (name, list)
}

#[test]
fn the_list_names_the_trees_the_urgent_pages_and_what_they_are_shown_with() {
    let files = built(SITE);
    let (_, list) = list(&files);
    for address in ["", "first-aid/burn/", "run/", "run/q/", "run/rest/", "run/whole-tree/", "search/", "offline/"] {
        assert!(list.contains_key(address), "{address} is kept");
    }
    assert!(!list.contains_key("plain/"), "what nobody has read is not kept");
    for address in list.keys() {
        let path =
            if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.clone() };
        assert!(files.contains_key(&path), "{address} is published");
    }
    for (path, page) in files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && list.contains_key(path.trim_end_matches("index.html")))
    {
        for asset in page.split("assets/").skip(1).map(|rest| format!("assets/{}", rest.split('"').next().unwrap())) {
            assert!(list.contains_key(&asset), "{path} is shown with {asset}");
        }
    }
}

#[test]
fn the_worker_changes_when_something_kept_does_and_only_then() {
    let before = built(SITE);
    let other = built(&SITE.replace("Words.", "Other words, of a page that is not kept."));
    assert_eq!(
        before["assets/search/index.json"] == other["assets/search/index.json"],
        before["sw.js"] == other["sw.js"]
    );
    let changed = built(&SITE.replace("Go.", "Go now."));
    assert_ne!(before["sw.js"], changed["sw.js"]);
    let (one, two) = (list(&before).1, list(&changed).1);
    let same = one.iter().filter(|(address, hash)| two.get(*address) == Some(hash)).count();
    assert!(same > one.len() / 2 && one["first-aid/burn/"] != two["first-aid/burn/"]);
}

#[test]
fn nothing_is_kept_unasked_and_what_was_kept_is_taken_back() {
    let without = built(&SITE.replace("offline: true\n", ""));
    assert!(!without.contains_key("sw.js") && !without.contains_key("offline/index.html"));
    let back = built(&SITE.replace("offline: true", "offline: false"));
    assert!(back["sw.js"].contains("unregister()") && !back.contains_key("manifest.webmanifest"));
    for files in [without, back] {
        for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            assert!(!page.contains("offline"), "{path}");
        }
    }
}

#[test]
fn a_preview_keeps_nothing() {
    let folder = crate::common::site(SITE);
    let (inputs, problems) = fingerpost::load::load(folder.path()).unwrap();
    let choices = fingerpost::Choices { preview: true, ..fingerpost::Choices::default() };
    let built = fingerpost::build(&inputs, problems, &choices, &mut fingerpost::Memory::default());
    assert!(built.outputs.iter().all(|output| output.path != "sw.js" && !output.path.starts_with("assets/offline.")));
}
