//! Clients that are gone, say what is no message, or ask for what cannot be: none of them hangs the server or makes it write.
use super::SITE;
use super::client::{Client, ended, program};
use crate::common::{files, folder};
use serde_json::{Value, json};
use std::io::Write;

#[test]
fn a_client_that_is_gone_ends_it() {
    let mut client = Client::open(SITE);
    client.settle();
    assert_eq!(client.vanish(), Some(1));
    // In the middle of a message, and before any.
    for bytes in [&b"Content-Length: 50\r\n\r\n{\"jsonrpc\""[..], b""] {
        let mut client = Client::start(SITE);
        client.send_raw(bytes);
        assert_eq!(client.vanish(), Some(1));
    }
    let mut client = Client::open(SITE);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended(), Some(1), "nobody has said `shutdown`");
}

#[test]
fn what_is_no_stream_of_messages_ends_it() {
    for bytes in [
        &b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..],
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Length: 9999999999999\r\n\r\n{}",
        b"Content-Length: -1\r\n\r\n",
        &[0xff; 100_000],
    ] {
        let mut client = Client::start(SITE);
        client.send_raw(bytes);
        assert_eq!(client.ended(), Some(1), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
}

/// A client that reads nothing keeps nobody alive once it is gone.
#[test]
fn a_client_that_reads_nothing_is_not_waited_for() {
    let site = crate::common::site(SITE);
    let mut child = program(site.path(), &[]);
    let mut input = child.stdin.take().unwrap();
    let output = child.stdout.take().unwrap();
    let root = url::Url::from_file_path(site.path()).unwrap();
    let mut send = |message: Value| {
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len())
    };
    send(json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"rootUri": root.as_str()}})).unwrap();
    for id in 1..4000 {
        let _ = send(json!({"jsonrpc": "2.0", "id": id, "method": "x".repeat(60), "params": null}));
    }
    drop(input);
    assert_eq!(ended(&mut child), Some(1));
    drop(output);
}

#[test]
fn what_cannot_be_is_refused_and_the_session_goes_on() {
    let mut client = Client::start(SITE);
    let early = client.ask_whole("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    client.initialize();
    assert_eq!(client.ask_whole("no/such", json!({}))["error"]["code"], -32601);
    client.send_raw(b"Content-Length: 5\r\n\r\n{\"id\"");
    assert_eq!(
        client.wait(|message| message["id"].is_null() && message.get("error").is_some()).unwrap()["error"]["code"],
        -32700
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    client.send_raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    client.settle();
    let before = files(client.folder.path());
    let outside = folder();
    let uris = [
        client.uri("../../etc/passwd"),
        "file:///etc/passwd".into(),
        "untitled:Untitled-1".into(),
        "https://example.org/a.md".into(),
        "".into(),
        format!("{}content/%2e%2e/%2e%2e/x.md", client.uri("")),
        client.uri("content/.hidden/x.md"),
        url::Url::from_file_path(outside.path().join("x.md")).unwrap().into(),
    ];
    for uri in &uris {
        client.notify(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "version": 1, "text": "# X\n[a](b.md)\n"}}),
        );
        for method in [
            "completion",
            "definition",
            "references",
            "hover",
            "documentSymbol",
            "foldingRange",
            "codeAction",
            "prepareRename",
            "rename",
        ] {
            let answer = client.ask_whole(&format!("textDocument/{method}"), json!({
                "textDocument": {"uri": uri}, "position": {"line": u64::MAX, "character": -3}, "newName": "../../../x",
                "range": {"start": {"line": 9, "character": 9}, "end": 3},
            }));
            assert!(answer["result"].is_null() || answer["result"] == json!([]), "{uri}: {answer}");
        }
    }
    // Nothing at all, and everything of another kind.
    for params in
        [Value::Null, json!([]), json!({"textDocument": 7, "position": "x", "files": [1, 2], "query": []}), json!("x")]
    {
        for method in [
            "textDocument/completion",
            "textDocument/rename",
            "workspace/willRenameFiles",
            "workspace/symbol",
            "textDocument/hover",
        ] {
            client.ask_whole(method, params.clone());
        }
        for method in
            ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "$/cancelRequest", "no/such"]
        {
            client.notify(method, params.clone());
        }
    }
    for new in ["../../../etc/x.md", "/etc/x.md", "", "\n", ".git/x.md", "content/../../x.md"] {
        let position = json!({"line": 2, "character": 52});
        let answer = client.ask_whole(
            "textDocument/rename",
            json!({
                "textDocument": {"uri": client.uri("content/index.md")}, "position": position, "newName": new,
            }),
        );
        assert!(answer.get("error").is_some(), "{new}: {answer}");
    }
    client.settle();
    assert!(client.told.values().all(Vec::is_empty), "{:?}", client.told);
    assert_eq!(files(client.folder.path()), before);
    assert_eq!(client.close(), Some(0));
}

/// Edits that no text has the places for, in their thousands: the last text counts.
#[test]
fn a_flood_of_edits_is_looked_at_together() {
    let mut client = Client::open(SITE);
    client.open_file("content/b/sleep.md", "# Sleep well\n");
    for version in 2..2000 {
        let place = json!({"line": version * 7, "character": version});
        let change = json!({"range": {"start": place, "end": {"line": 0, "character": 0}}, "text": "a"});
        let document = json!({"uri": client.uri("content/b/sleep.md"), "version": version});
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }
    client.type_all("content/b/sleep.md", 5000, "# Sleep well\n\n[x](no.md)\n");
    client.settle();
    assert_eq!(client.problems("content/b/sleep.md"), ["broken-link 2:4-2:9"]);
    client.notify("$/cancelRequest", json!({"id": 1}));
    assert_eq!(client.close(), Some(0));
}

#[test]
fn a_folder_without_a_site_is_answered_all_the_same() {
    let empty = folder();
    let mut client = Client::start("--- site.yaml (absent)\n--- x.txt\n");
    client.initialize();
    client.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": client.uri("a.md"), "version": 1, "text": "# A\n"}}),
    );
    for method in ["completion", "hover", "rename", "codeAction", "documentSymbol"] {
        let params = json!({"textDocument": {"uri": client.uri("a.md")}, "position": {"line": 0, "character": 1}, "newName": "x"});
        assert!(client.ask_whole(&format!("textDocument/{method}"), params)["result"].is_null());
    }
    drop(empty);
    assert_eq!(client.close(), Some(0));
}
