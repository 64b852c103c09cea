//! Whole sessions.
use super::SITE;
use super::client::{Client, edited};
use crate::common::{files, folder, run, site};
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_slip_is_told_while_it_stands_unsaved_and_gone_when_it_is_mended() {
    let mut client = Client::open(SITE);
    client.settle();
    assert_eq!(client.told.len(), 0, "{:?}", client.told);
    let before = files(client.folder.path());
    client.open_file("content/b/sleep.md", "# Sleep well\n\nWords on [[Calf strian]].\n");
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md"), ["broken-link 2:11-2:22"]);
    // Other files are told of what the unsaved text does to them.
    client.type_all("content/b/sleep.md", 2, "# Sleep badly\n\nWords on [[Calf strain]].\n");
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md"), [""; 0]);
    assert_eq!(client.problems("content/index.md"), ["broken-link 2:46-2:56"]);
    // What is half typed breaks no other file.
    client.type_all("content/b/sleep.md", 3, "---\ntitle: Sleep well\ntags: [a\n---\nWords.\n");
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md").len(), 1, "{:?}", client.told);
    // The disk counts again.
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": client.uri("content/b/sleep.md")}}));
    client.settle();
    assert!(client.told.values().all(Vec::is_empty), "{:?}", client.told);
    assert_eq!(files(client.folder.path()), before, "nothing is written");
    assert_eq!(client.close(), Some(0));
}

#[test]
fn a_file_that_is_not_there_yet_is_a_page_and_one_that_others_save_is_seen() {
    let mut client = Client::open(SITE);
    client.open_file("content/b/new.md", "# A new page\n\nSee [[Home]].\n");
    client.open_file("content/b/sleep.md", "# Sleep well\n\nSee [[A new page]].\n");
    client.settle();
    assert!(client.told.values().all(Vec::is_empty), "{:?}", client.told);
    fs::write(client.folder.path().join("content/a/calf-strain.md"), "# Another\n").unwrap();
    let uri = client.uri("content/index.md");
    let told = client.wait(|m| m["params"]["uri"] == uri && m["params"]["diagnostics"] != json!([]));
    assert!(told.is_some(), "the disk is watched");
}

/// Emoji are two units of UTF-16, and lines end as they like.
#[test]
fn places_are_counted_as_editors_count() {
    let mut client = Client::open(SITE);
    client.open_file("content/b/sleep.md", "# Sleep well 😀\r\n\r\n😀😀 日本 [x](no.md) 😀 [y](no.md)\r\n");
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md"), ["broken-link 2:12-2:17", "broken-link 2:26-2:31"]);
    // An edit behind an emoji, in a file with carriage returns.
    let change = json!({"range": {"start": {"line": 2, "character": 12}, "end": {"line": 2, "character": 17}}, "text": "../index.md"});
    let document = json!({"uri": client.uri("content/b/sleep.md"), "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md"), ["broken-link 2:32-2:37"]);
}

/// What is told of open texts is what `check` tells of the same texts once they are saved.
#[test]
fn problems_are_those_of_check() {
    let mut client = Client::open(SITE);
    let texts = [
        (
            "content/b/sleep.md",
            "---\ntitel: Sleep\n---\n# Sleep well\n\n[a](x.md) ![](y.png) [[Home]] [@nobody]\n\n#### Deep\n",
        ),
        (
            "content/check.tree.yaml",
            "title: T\nquestions:\n  q: {ask: Q?, options: {a: {say: A, goto: nowhere}}}\noutcomes:\n  o: {title: O, level: urgent}\n",
        ),
        ("content/glossary.yaml", "- {term: x, meaning: \"[y](z.md)\"}\n"),
    ];
    for (path, text) in texts {
        client.open_file(path, text);
    }
    client.settle();
    let mut told = Vec::new();
    for (uri, problems) in &client.told {
        for problem in problems {
            let (path, start) = (uri.rsplit_once("/content/").unwrap().1, &problem["range"]["start"]);
            told.push(format!("{path}:{}:{} {}", start["line"], start["character"], problem["code"].as_str().unwrap()));
        }
    }
    let saved = site(SITE);
    for (path, text) in texts {
        fs::write(saved.path().join(path), text).unwrap();
    }
    let said = run(saved.path(), &["check", "--format", "json", "--today", "2026-12-01"]);
    let said: Value = serde_json::from_str(&said.stdout).unwrap();
    let mut checked: Vec<String> = said["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            let place = |key: &str| problem["start"][key].as_u64().map_or(0, |number| number - 1);
            let path = problem["path"].as_str().unwrap().trim_start_matches("content/");
            format!("{path}:{}:{} {}", place("line"), place("column"), problem["code"].as_str().unwrap())
        })
        .collect();
    told.sort();
    checked.sort();
    assert!(checked.len() > 6, "{checked:?}");
    assert_eq!(told, checked);
}

/// Editors do not agree on which signs of a path are written as numbers: a file is called what its editor calls it.
#[test]
fn addresses_are_spelt_as_the_editor_spells_them() {
    let mut client = Client::open(SITE);
    let odd = client.uri("content/b/sl%65ep.md").replace("%25", "%");
    let document = json!({"uri": odd, "languageId": "markdown", "version": 7, "text": "# Sleep well\n\n[x](no.md)\n"});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.settle();
    assert_eq!(client.told.len(), 1, "{:?}", client.told);
    assert_eq!(client.told[&odd].len(), 1, "{:?}", client.told);
    let found = client.at("textDocument/definition", "content/index.md", 2, 52, json!({}));
    assert_eq!(found["uri"], odd);
}

/// The edit of a rename, made by the client, is what `fingerpost mv` writes.
#[test]
fn renaming_is_moving() {
    for (path, (line, character), new, arguments) in [
        (
            "content/a/calf-strain.md",
            (6, 5),
            "What to do first",
            ["content/a/calf-strain.md#first-aid", "content/a/calf-strain.md#What to do first"],
        ),
        ("content/index.md", (2, 12), "content/b/calf.md", ["content/a/calf-strain.md#first-aid", ""]),
        ("content/index.md", (2, 52), "content/b/rest.md", ["content/b/sleep.md", "content/b/rest.md"]),
        ("content/index.md", (2, 70), "brown", ["@brown2020", "@brown"]),
        (
            "content/check.tree.yaml",
            (6, 4),
            "rest",
            ["content/check.tree.yaml#rest-it", "content/check.tree.yaml#rest"],
        ),
        (
            "content/check.tree.yaml",
            (4, 36),
            "rest",
            ["content/check.tree.yaml#rest-it", "content/check.tree.yaml#rest"],
        ),
        ("content/glossary.yaml", (0, 12), "thigh muscle", ["glossary:hamstring", "glossary:thigh muscle"]),
    ] {
        let mut client = Client::open(SITE);
        let text = fs::read_to_string(client.folder.path().join(path)).unwrap();
        client.open_file(path, &text);
        let prepared = client.at("textDocument/prepareRename", path, line, character, json!({}));
        assert!(prepared["placeholder"].is_string(), "{path}: {prepared}");
        if arguments[1].is_empty() {
            // A link to a part names the part.
            assert_eq!(prepared["placeholder"], "First aid");
            continue;
        }
        let answer = client.at("textDocument/rename", path, line, character, json!({"newName": new}));
        make(&client, &answer);
        let moved = site(SITE);
        let said = run(moved.path(), &["mv", arguments[0], arguments[1], "--yes", "--today", "2026-12-01"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(files(client.folder.path()), files(moved.path()), "{arguments:?}");
    }
}

/// Makes an edit as an editor does.
fn make(client: &Client, edit: &Value) {
    let file = |uri: &Value| url::Url::parse(uri.as_str().unwrap()).unwrap().to_file_path().unwrap();
    for change in edit["documentChanges"].as_array().unwrap_or_else(|| panic!("{edit}")) {
        if change["kind"] == "rename" {
            fs::rename(file(&change["oldUri"]), file(&change["newUri"])).unwrap();
        } else {
            let path = file(&change["textDocument"]["uri"]);
            assert!(path.starts_with(client.folder.path()));
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, edited(&text, &change["edits"])).unwrap();
        }
    }
}

/// An editor that moves a file by itself is given the edits that go with it.
#[test]
fn a_file_that_the_editor_moves_takes_its_links_along() {
    let mut client = Client::open(SITE);
    let files_moved = json!({"files": [{"oldUri": client.uri("content/a"), "newUri": client.uri("content/legs")}]});
    let edit = client.ask("workspace/willRenameFiles", files_moved);
    assert!(edit["documentChanges"].as_array().unwrap().iter().all(|change| change.get("kind").is_none()), "{edit}");
    make(&client, &edit);
    fs::rename(client.folder.path().join("content/a"), client.folder.path().join("content/legs")).unwrap();
    let said = run(client.folder.path(), &["check", "--strict", "--today", "2026-12-01"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    // What is none of the site's is nobody's affair.
    let other = json!({"files": [{"oldUri": client.uri("notes.txt"), "newUri": client.uri("other.txt")}]});
    assert_eq!(client.ask("workspace/willRenameFiles", other), Value::Null);
}

#[test]
fn a_rename_that_cannot_be_says_why() {
    let mut client = Client::open(SITE);
    let position = json!({"line": 2, "character": 52});
    let params = json!({"textDocument": {"uri": client.uri("content/index.md")}, "position": position, "newName": "content/a/calf-strain.md"});
    let answer = client.ask_whole("textDocument/rename", params);
    assert!(answer["error"]["message"].as_str().unwrap().contains("already"), "{answer}");
}

/// The quick fixes are the edits of `check --fix`, and after them the problem is gone.
#[test]
fn a_quick_fix_mends_what_is_told() {
    let mut client = Client::open(SITE);
    let text = "# Sleep well\r\n\r\n😀 See [[Calf strian]] and [x](https:/x.example).\r\n";
    client.open_file("content/b/sleep.md", text);
    client.settle();
    let document = json!({"uri": client.uri("content/b/sleep.md")});
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let actions = client.ask(
        "textDocument/codeAction",
        json!({"textDocument": document, "range": whole, "context": {"diagnostics": []}}),
    );
    let actions = actions.as_array().unwrap().clone();
    let mut mended = text.to_owned();
    let quick: Vec<&Value> = actions.iter().filter(|action| action["kind"] == "quickfix").collect();
    assert_eq!(quick.len(), 2, "{actions:#?}");
    for action in quick.iter().rev() {
        mended = edited(&mended, &action["edit"]["changes"][client.uri("content/b/sleep.md")]);
    }
    client.type_all("content/b/sleep.md", 2, &mended);
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md"), [""; 0], "{mended}");
    assert!(actions.iter().any(|action| action["kind"] == "source.fixAll.fingerpost"), "{actions:#?}");
    assert!(mended.contains("😀 See [[Calf strain]] and [x](https://x.example).\r\n"), "{mended}");
}

/// What Neovim 0.7 said while somebody typed, mended, completed, pointed, renamed and left: recorded, and said again.
#[test]
fn a_session_of_neovim() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["new", "site", "s"]).code, 0);
    let root = folder.path().join("s").to_string_lossy().into_owned();
    let mut client = Client::in_folder(folder);
    let mut answers = Vec::new();
    for line in include_str!("neovim.jsonl").lines() {
        let message: Value = serde_json::from_str(&line.replace("ROOT", &root)).unwrap();
        client.send(&message);
        if let Some(id) = message.get("id") {
            let answer = client.wait(|answer| answer["id"] == *id).unwrap();
            assert!(answer.get("error").is_none(), "{message}: {answer}");
            answers.push((message["method"].as_str().unwrap().to_owned(), answer["result"].clone()));
        }
    }
    let of = |method: &str| &answers.iter().find(|(name, _)| name.ends_with(method)).unwrap().1;
    assert_eq!(of("initialize")["capabilities"]["renameProvider"]["prepareProvider"], true);
    assert!(of("completion")["items"].as_array().unwrap().iter().any(|item| item["label"] == "Can I come today?"));
    assert!(of("hover")["contents"]["value"].as_str().unwrap().contains("3 questions, 3 outcomes, 6 paths"));
    assert!(of("definition")["uri"].as_str().unwrap().ends_with("/content/can-i-come.tree.yaml"));
    assert_eq!(of("documentSymbol")[0]["name"], "Links");
    assert_eq!(of("prepareRename")["placeholder"], "Links");
    let edits = of("/rename")["changes"].as_object().unwrap().values().next().unwrap().as_array().unwrap();
    assert!(edits.iter().any(|edit| edit["newText"] == "## A new name\n"), "{edits:?}");
    assert!(client.told.values().flatten().any(|problem| problem["code"] == "broken-link"));
    assert_eq!(client.ended(), Some(0));
}
