//! What an editor asks at a place.
use super::SITE;
use super::client::{Client, range};
use serde_json::{Value, json};

/// What is offered at `|` in a text that is typed into a file.
fn offered(client: &mut Client, path: &str, text: &str) -> Vec<String> {
    let at = text.find('|').unwrap();
    let typed = text.replacen('|', "", 1);
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    client.type_all(path, 2, &typed);
    let answer = client.at("textDocument/completion", path, line, text[start..at].encode_utf16().count(), json!({}));
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["textEdit"]["newText"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_can_be_written_is_offered() {
    let mut client = Client::open(SITE);
    client.open_file("content/b/sleep.md", "");
    client.settle();
    for (typed, first) in [
        ("See [[cal|", "Calf strain]]"),
        ("See [[pulled|", "Calf strain]]"),
        ("See 😀 [[Cal|]] more", "Calf strain"),
        ("See [[Calf strain#la|", "Later]]"),
        ("See [[Calf strain#^|", "^rest]]"),
        ("See [x](ca|", "../a/calf-strain.md)"),
        ("See [x](../a/calf-strain.md#fi|)", "first-aid"),
        ("See [x](../check.tree.yaml#|", "pain)"),
        ("# Own\n\n## Part\n\n[x](#pa|", "part)"),
        ("See [x](glossary:ham|", "hamstring)"),
        ("See [@br|", "brown2020]"),
        ("See [@a; @|", "brown2020]"),
        ("---\ntit|\n---\n", "title: "),
        ("---\ntitle: X\nrev|\n---\n", "reviewed: "),
    ] {
        let found = offered(&mut client, "content/b/sleep.md", typed);
        assert_eq!(found.first().map(String::as_str), Some(first), "{typed}: {found:?}");
    }
    for none in ["Words|", "`a` (|", "See [[Calf strain]] |", "[x](https://a|"] {
        assert_eq!(offered(&mut client, "content/b/sleep.md", none), [""; 0], "{none}");
    }
    let keys = offered(&mut client, "content/b/sleep.md", "---\ntitle: X\n|\n---\n");
    assert!(!keys.contains(&"title: ".to_owned()) && keys.contains(&"tags: ".to_owned()), "{keys:?}");
}

#[test]
fn a_tree_is_offered_its_own_ids_and_keys() {
    let mut client = Client::open(SITE);
    let tree = SITE.split("--- content/check.tree.yaml\n").nth(1).unwrap();
    client.open_file("content/check.tree.yaml", tree);
    client.settle();
    for (from, to, first) in [
        ("goto: rest-it", "goto: re|", "rest-it"),
        ("goto: rest-it", "goto: tree:|", "check"),
        ("    ask: Is there pain?", "    ask: Is there pain?\n    hi|", "hint: "),
        ("outcomes:", "outcomes:\n  other:\n    le|", "level: "),
        ("questions:", "sum|\nquestions:", "summary: "),
        ("read: [Calf strain]", "read: [[cal|", "Calf strain]]"),
    ] {
        let found = offered(&mut client, "content/check.tree.yaml", &tree.replacen(from, to, 1));
        assert_eq!(found.first().map(String::as_str), Some(first), "{to}: {found:?}");
    }
    client.open_file("site.yaml", "");
    let found = offered(&mut client, "site.yaml", "title: X\nbase|\n");
    assert_eq!(found.first().map(String::as_str), Some("base_url: "));
}

#[test]
fn names_lead_to_what_they_mean() {
    let mut client = Client::open(SITE);
    client.settle();
    for (path, line, character, wanted) in [
        ("content/index.md", 2, 10, "content/a/calf-strain.md 6:0-6:12"),
        ("content/index.md", 2, 52, "content/b/sleep.md 0:0-0:0"),
        ("content/index.md", 2, 70, "content/references.yaml 0:0-0:9"),
        ("content/b/sleep.md", 2, 24, "content/glossary.yaml 0:9-0:18"),
        ("content/check.tree.yaml", 4, 36, "content/check.tree.yaml 6:2-6:9"),
        ("content/check.tree.yaml", 6, 55, "content/a/calf-strain.md 0:0-0:0"),
        ("site.yaml", 2, 17, "content/a/calf-strain.md 0:0-0:0"),
    ] {
        let found = client.at("textDocument/definition", path, line, character, json!({}));
        let uri = found["uri"].as_str().unwrap_or_else(|| panic!("{path}:{line}:{character}: {found}")).to_owned();
        let below = uri.strip_prefix(&client.uri("")).unwrap_or(&uri).trim_start_matches('/').to_owned();
        assert_eq!(format!("{below} {}", range(&found["range"])), wanted, "{path}:{line}:{character}");
    }
}

#[test]
fn who_leads_there_is_found() {
    let mut client = Client::open(SITE);
    client.settle();
    for (path, line, character, wanted) in [
        (
            "content/a/calf-strain.md",
            4,
            0,
            vec!["check.tree.yaml 6:48-6:59", "index.md 2:4-2:42", "site.yaml 2:13-2:29"],
        ),
        ("content/a/calf-strain.md", 6, 5, vec!["index.md 2:4-2:42"]),
        ("content/references.yaml", 0, 3, vec!["index.md 2:65-2:74"]),
        ("content/check.tree.yaml", 6, 4, vec!["check.tree.yaml 4:36-4:43"]),
    ] {
        let found = client.at(
            "textDocument/references",
            path,
            line,
            character,
            json!({"context": {"includeDeclaration": false}}),
        );
        let mut found: Vec<String> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|found| {
                format!("{} {}", found["uri"].as_str().unwrap().rsplit('/').next().unwrap(), range(&found["range"]))
            })
            .collect();
        found.sort();
        assert_eq!(found, wanted, "{path}:{line}:{character}");
    }
}

#[test]
fn what_a_name_means_is_shown() {
    let mut client = Client::open(SITE);
    let tree = SITE.split("--- content/check.tree.yaml\n").nth(1).unwrap();
    client.open_file("content/check.tree.yaml", tree);
    client.settle();
    let mut shown = |path: &str, line, character| {
        let found = client.at("textDocument/hover", path, line, character, json!({}));
        found["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(shown("content/index.md", 2, 52), "**Sleep well** `/b/sleep/`\n\nWords on sleep and a hamstring.");
    assert_eq!(shown("content/index.md", 2, 10), "**Calf strain** `/a/calf-strain/`\n\nRest it.");
    assert_eq!(shown("content/index.md", 2, 70), "Brown. On calves. 2020");
    assert_eq!(shown("content/b/sleep.md", 2, 24), "**hamstring**\n\nThe muscle behind the thigh.");
    assert_eq!(shown("content/b/sleep.md", 2, 3), "");
    let counts = "**What helps?** `/check/`\n\n1 question, 2 outcomes, 2 paths, the longest of 1 answer";
    assert_eq!(shown("content/check.tree.yaml", 0, 3), counts);
    client.type_all("content/check.tree.yaml", 2, &tree.replace("level: routine", "level: self-care"));
    let found = client.at("textDocument/hover", "content/check.tree.yaml", 0, 3, json!({}));
    assert_eq!(found["contents"]["value"], format!("{counts}; with your edits 1 end milder"));
}

#[test]
fn a_file_has_an_outline_and_folds() {
    let mut client = Client::open(SITE);
    client.open_file("content/b/sleep.md", "---\ntitle: X\n---\n## A\n\n```sh\nls\n```\n\n### B\n\nWords.\n\n## C\n");
    let document = json!({"textDocument": {"uri": client.uri("content/b/sleep.md")}});
    let symbols = client.ask("textDocument/documentSymbol", document.clone());
    let names = |symbols: &Value| -> Vec<String> {
        let list = symbols.as_array().unwrap();
        list.iter().map(|symbol| format!("{} {}", symbol["name"].as_str().unwrap(), range(&symbol["range"]))).collect()
    };
    assert_eq!(names(&symbols), ["A 3:0-13:0", "C 13:0-14:0"]);
    assert_eq!(names(&symbols[0]["children"]), ["B 9:0-13:0"]);
    let folds = client.ask("textDocument/foldingRange", document);
    let folds: Vec<String> =
        folds.as_array().unwrap().iter().map(|fold| format!("{}-{}", fold["startLine"], fold["endLine"])).collect();
    assert_eq!(folds, ["0-2", "3-11", "5-7", "9-11"]);
    let tree = client
        .ask("textDocument/documentSymbol", json!({"textDocument": {"uri": client.uri("content/check.tree.yaml")}}));
    // What is not open is read as it is saved, once the site is there.
    client.settle();
    let tree = if tree.is_null() {
        client
            .ask("textDocument/documentSymbol", json!({"textDocument": {"uri": client.uri("content/check.tree.yaml")}}))
    } else {
        tree
    };
    let found: Vec<&str> = tree.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert_eq!(found, ["pain", "rest-it", "run"]);
    let pages = client.ask("workspace/symbol", json!({"query": "PULLED"}));
    assert_eq!(pages[0]["name"], "Calf strain");
}
