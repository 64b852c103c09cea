//! `check --external` against servers of this machine: only what is gone is told, and nobody is asked more than needed.

use crate::common::{Said, run, said, site};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Command;
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
    let said = run(folder.path(), &["check", "--external", "--private-addresses", "--format", "short"]);
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

    let again = run(folder.path(), &["check", "--external", "--private-addresses", "--strict"]);
    assert_eq!(again.code, 1, "{again:?}");
    let second = asked.lock().unwrap().clone();
    assert_eq!((second["/ok/a"], second["/get/b"]), (first["/ok/a"], first["/get/b"]), "what was there is remembered");
    assert!(second["/404/c"] > first["/404/c"], "what was gone may be back");

    let without = run(folder.path(), &["check", "--strict"]);
    assert_eq!((without.code, asked.lock().unwrap().clone()), (0, second), "nobody is asked unless it is wished");
}

/// A site whose sources have these addresses.
fn listing(addresses: &[String]) -> tempfile::TempDir {
    let mut text = "--- content/index.md\n# Home\n--- site.yaml\ntitle: A site\nchecks: {unused-reference: off}\n\
                    --- content/references.yaml\n"
        .to_owned();
    for (i, address) in addresses.iter().enumerate() {
        text.push_str(&format!("k{i}: {{title: A source, url: '{address}'}}\n"));
    }
    site(&text)
}

/// However a host is spelt, this machine and its networks are not asked.
#[test]
fn nobody_in_here_is_asked_unless_it_is_wished() {
    let (server, asked) = server();
    let port = server.rsplit(':').next().unwrap();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "127.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "127.0.0.1.",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "a@127.0.0.1",
        "a:b@localhost",
        "example.org@127.0.0.1",
        "%31%32%37.0.0.1",
        "\u{2460}\u{2461}\u{2466}.0.0.1",
        "127\u{3002}0\u{3002}0\u{3002}1",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.0.1",
        "172.16.0.1",
        "100.64.0.1",
        "[fd00::1]",
        "[fe80::1]",
        "224.0.0.1",
        "192.0.2.1",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
    ];
    let addresses: Vec<String> = hosts.iter().map(|host| format!("http://{host}:{port}/404/x")).collect();
    let said = run(listing(&addresses).path(), &["check", "--external", "--format", "short"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said:?}");
    assert_eq!(*asked.lock().unwrap(), BTreeMap::new());
    for address in addresses {
        assert!(
            said.stderr.contains(&format!("{address} is not asked: it leads to this machine")),
            "{address}\n{}",
            said.stderr
        );
    }
    let said = run(listing(&[format!("{server}/404/x")]).path(), &["check", "--private-addresses"]);
    assert_eq!(said.code, 2, "the one means nothing without the other: {said:?}");
}

/// A proxy that plays every server of the world, and tells what it was asked for: where to connect, and then what.
fn world() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    let own = address.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            loop {
                let mut head = String::new();
                while lines.read_line(&mut head).is_ok_and(|read| read > 2) {}
                let Some(first) = head.lines().next().map(str::to_owned) else { break };
                kept.lock().unwrap().push(first.clone());
                if first.starts_with("CONNECT") {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
                    continue;
                }
                // A proxy is given a whole address, or after CONNECT a path.
                let whole = first.split(' ').nth(1).unwrap_or_default();
                let rest = whole.strip_prefix("http://").unwrap_or(whole);
                let to = match &rest[rest.find('/').unwrap_or(rest.len())..] {
                    "/inside" => format!("{own}/404/inside"),
                    "/metadata" => "http://169.254.169.254/latest/meta-data/".to_owned(),
                    "/slashes" => "//localhost/x".to_owned(),
                    "/file" => "file:///etc/passwd".to_owned(),
                    "/round" => "/round".to_owned(),
                    "/twice" => "http://8.8.8.8/inside".to_owned(),
                    "/moved" => "http://8.8.8.8:81/gone".to_owned(),
                    _ => String::new(),
                };
                let status = if to.is_empty() { "404 X".to_owned() } else { format!("302 X\r\nLocation: {to}") };
                let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes());
                break;
            }
        }
    });
    (address, asked)
}

fn through(proxy: &str, addresses: &[&str]) -> Said {
    let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
    let site = listing(&addresses);
    let mut program = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    program.current_dir(site.path()).args(["check", "--external", "--format", "short"]);
    for variable in ["no_proxy", "NO_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        program.env_remove(variable);
    }
    said({
        program.env("http_proxy", proxy);
        program
    })
}

#[test]
fn each_redirect_is_looked_at_like_the_first_address() {
    let (proxy, asked) = world();
    let private = ["/inside", "/metadata", "/slashes", "/twice"].map(|path| format!("http://1.1.1.1{path}"));
    let said = through(&proxy, &private.each_ref().map(String::as_str));
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said:?}");
    for address in private {
        assert!(
            said.stderr.contains(&format!("{address} is not asked: it leads to this machine")),
            "{address}\n{}",
            said.stderr
        );
    }
    let asked = std::mem::take(&mut *asked.lock().unwrap());
    assert!(asked.iter().all(|line| !line.contains("404/inside") && !line.contains("169.254")), "{asked:?}");

    let said = through(&proxy, &["http://1.1.1.1/moved", "http://1.1.1.1/file", "http://1.1.1.1/round"]);
    assert!(said.stdout.contains("There is no page any more at http://1.1.1.1/moved"), "{said:?}");
    assert!(said.stderr.contains("/file could not be asked: it is, or leads to, no address of the web"), "{said:?}");
    assert!(said.stderr.contains("/round could not be asked: it leads on more than 8 times"), "{said:?}");
}

/// The proxy is told the very machine that was looked at; it never resolves a name for us.
#[test]
fn a_proxy_is_told_the_address_that_was_looked_at() {
    let (proxy, asked) = world();
    through(&proxy, &["http://1.1.1.1/moved", "http://a@9.9.9.9:8080/x", "http://a.localhost/x", "http://0x1010101/y"]);
    let asked = asked.lock().unwrap();
    let known = ["1.1.1.1/moved", "8.8.8.8:81/gone", "9.9.9.9:8080/x", "1.1.1.1/y"].map(|to| format!("http://{to}"));
    let to = |line: &String| line.split(' ').nth(1).unwrap_or_default().replace("a@", "");
    assert!(asked.iter().all(|line| known.contains(&to(line))), "{asked:?}");
    assert!(known.iter().all(|known| asked.iter().any(|line| to(line) == *known)), "{asked:?}");
}
