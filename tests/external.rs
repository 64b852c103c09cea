//! `check --external` against servers of this machine: only what is gone is told, and nobody is asked more than needed.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests stand outside the pipeline")]

mod common;

use common::{run, site};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// By path: how often it was asked for.
type Asked = Arc<Mutex<BTreeMap<String, usize>>>;

/// Answers each path by its first part: `/404/x` is not found. `/none` gets no answer, `/get` refuses to give the head alone.
fn server() -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = String::new();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            while lines.read_line(&mut head).is_ok_and(|read| read > 2) {}
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            *count.lock().unwrap().entry(path.clone()).or_default() += 1;
            let status = match path.split('/').nth(1).unwrap_or_default() {
                "none" => continue,
                "get" if head.starts_with("HEAD") => "405",
                "ok" | "get" => "200",
                status => status,
            };
            let to = if status == "301" { "Location: /404/moved\r\n" } else { "" };
            let answer = format!("HTTP/1.1 {status} X\r\n{to}Content-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (address, asked)
}

#[test]
fn only_what_is_gone_is_told_and_what_was_there_is_not_asked_again() {
    let (server, asked) = server();
    let text = format!(
        "--- content/index.md\n# Home\n\n[One]({server}/ok/a#part), [one]({server}/ok/a), [two]({server}/get/b), \
         [three]({server}/404/c), [four]({server}/410/d),\n[five]({server}/429/e), [six]({server}/503/f), [seven]({server}/none/g), \
         [eight]({server}/403/h), [nine]({server}/301/i).\n--- content/references.yaml\nkey:\n  title: A source\n  url: {server}/404/j\n\
         --- site.yaml\ntitle: A site\nchecks: {{unused-reference: off, same-link-words: off}}\n"
    );
    let folder = site(&text);
    let said = run(folder.path(), &["check", "--external", "--format", "short"]);
    assert_eq!(said.code, 0, "{said:?}");
    let told: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(told.len(), 4, "{said:?}");
    assert!(told[0].starts_with("content/index.md:3:") && told[0].contains("/404/c"), "{told:?}");
    assert!(told[1].starts_with("content/index.md:3:") && told[1].contains("/410/d"), "{told:?}");
    assert!(told[2].starts_with("content/index.md:4:") && told[2].contains("/301/i"), "{told:?}");
    assert!(told[3].starts_with("content/references.yaml:1:1: warning[dead-address]"), "{told:?}");
    for passing in ["/429/e answers 429", "/503/f answers 503", "/none/g could not be asked", "/403/h answers 403"] {
        assert!(said.stderr.contains(passing), "{passing} in {}", said.stderr);
    }
    let first = asked.lock().unwrap().clone();
    assert_eq!(first["/ok/a"], 1, "two links to one page ask once");
    assert_eq!(first["/429/e"], 3, "what may pass is tried again");
    assert!(first["/404/c"] <= 2, "what is gone is not tried again: {first:?}");

    let again = run(folder.path(), &["check", "--external", "--strict"]);
    assert_eq!(again.code, 1, "{again:?}");
    let second = asked.lock().unwrap().clone();
    assert_eq!((second["/ok/a"], second["/get/b"]), (first["/ok/a"], first["/get/b"]), "what was there is remembered");
    assert!(second["/404/c"] > first["/404/c"], "what was gone may be back");

    let without = run(folder.path(), &["check", "--strict"]);
    assert_eq!((without.code, asked.lock().unwrap().clone()), (0, second), "nobody is asked unless it is wished");
}
