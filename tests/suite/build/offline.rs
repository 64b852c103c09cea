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

/// What the worker names: its packs, the list of other pages, and assets.
#[derive(serde::Deserialize)]
struct List {
    packs: Vec<String>,
    pages: Vec<String>,
    assets: Vec<String>,
}

impl List {
    fn of(files: &Files) -> List {
        let line =
            files["sw.js"].lines().find_map(|line| line.strip_prefix("const LIST = ")).expect("the worker's list");
        serde_json::from_str(line.trim_end_matches(';')).expect("the list is JSON")
    }

    /// Every file of the packs, as a reader without a network gets it; what is no text is empty.
    fn unpacked(&self, files: &Files) -> Files {
        let mut out = Files::new();
        for pack in &self.packs {
            let pack: serde_json::Value = serde_json::from_str(&files[pack]).expect("a pack is JSON");
            for (address, runs) in pack["files"].as_object().expect("files by address") {
                let runs: Vec<usize> = serde_json::from_value(runs.clone()).unwrap_or_default();
                let lines = runs.chunks(2).flat_map(|run| (run[0]..run[0] + run[1]).map(|line| &pack["lines"][line]));
                let lines: Vec<&str> = lines.map(|line| line.as_str().unwrap()).collect();
                out.insert(address.clone(), lines.join("\n"));
            }
        }
        out
    }
}

/// A text without the hashes in the names of styles and scripts.
fn unhashed(text: &str, list: &List) -> String {
    list.assets.iter().fold(text.to_owned(), |text, asset| {
        let hash = asset.split('.').find(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()));
        hash.map_or_else(|| text.clone(), |hash| text.replace(hash, &"0".repeat(16)))
    })
}

#[test]
fn the_packs_hold_the_trees_the_urgent_pages_and_what_they_are_shown_with() {
    let files = built(SITE);
    let list = List::of(&files);
    let packed = list.unpacked(&files);
    for address in ["", "first-aid/burn/", "run/", "run/q/", "run/rest/", "search/", "offline/"] {
        assert!(packed.contains_key(address), "{address} is kept");
    }
    for address in ["plain/", "run/whole-tree/"] {
        assert!(!packed.contains_key(address), "{address} is not kept before it was read");
    }
    for (address, text) in packed.iter().filter(|(_, text)| !text.is_empty()) {
        let path =
            if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.clone() };
        assert_eq!(text, &unhashed(&files[&path], &list), "{address} is what is published");
        for asset in files[&path].split("\"assets/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let asset = format!("assets/{asset}");
            assert!(packed.contains_key(&asset) || list.assets.contains(&asset), "{path} is shown with {asset}");
        }
    }
    for path in list.packs.iter().chain(&list.pages).chain(&list.assets) {
        assert!(files.contains_key(path), "{path} is published");
    }
}

#[test]
fn a_change_is_a_change_of_its_own_pack_alone() {
    let before = built(SITE);
    let kept = |files: &Files| {
        let list = List::of(files);
        (list.packs, list.pages, list.assets)
    };
    let (packs, pages, assets) = kept(&before);
    let others = |list: &[String]| list.iter().filter(|pack| !packs.contains(pack)).count();
    // The start page and the tree stay; the urgent page's pack and the search's index are others.
    let burn = kept(&built(&SITE.replace("Go.", "Go now.")));
    assert!((1..=2).contains(&others(&burn.0)), "{:?} {packs:?}", burn.0);
    assert_eq!((&burn.1, &burn.2), (&pages, &assets));
    // What is not kept for everybody: no pack but the search's, and the list of what others may have read.
    let plain = kept(&built(&SITE.replace("Words.", "Other words, of a page that is not kept.")));
    assert!(others(&plain.0) <= 1 && plain.1 != pages && plain.2 == assets);
    // A style: no pack, no list.
    let styled = kept(&built(&format!("{SITE}--- themes/default/assets/own.css\n:root {{ --gap: 1rem; }}\n")));
    assert_eq!((&styled.0, &styled.1), (&packs, &pages));
    let new = styled.2.iter().filter(|asset| !assets.contains(asset)).count();
    assert_eq!(new, 1, "{:?}", styled.2);
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
