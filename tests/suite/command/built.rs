//! `fingerpost serve FOLDER` over a real connection: a site that is built already, as its files are.
use crate::common::{folder, run};
use fingerpost::preview::{Built, Host, listen, serve};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

fn running(root: &Path) -> SocketAddr {
    let built = Arc::new(Built::open(root).expect("the folder can be read"));
    let listener = listen("127.0.0.1", 0).expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || serve(listener, Host::new("127.0.0.1", address), built));
    address
}

/// The status, the head in lower case, and the body.
fn get(address: SocketAddr, target: &str, more: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{more}\r\n").unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let all = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = all.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_lowercase(), body.to_owned())
}

#[test]
fn a_built_site_is_shown_as_it_is() {
    let site = crate::common::site(
        "
--- site.yaml
title: T
base_url: https://club.example/help/
--- content/index.md
# Home

[A](a.md)
--- content/a.md
# A
--- static/.well-known/security.txt
Contact: x
--- static/läuft gut/plan.txt
0123456789
",
    );
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let public = site.path().join("public");
    let at = running(&public);
    let file = |path: &str| std::fs::read_to_string(public.join(path)).unwrap();
    for (target, path) in [
        ("/", "index.html"),
        ("/a/", "a/index.html"),
        ("/a/index.html?x", "a/index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/l%C3%A4uft%20gut/plan.txt", "läuft gut/plan.txt"),
    ] {
        let (status, head, body) = get(at, target, "");
        assert_eq!((status, body), (200, file(path)), "{target}");
        assert!(head.contains("x-content-type-options: nosniff") && head.contains("x-frame-options"), "{head}");
    }
    let (status, head, body) = get(at, "/l%C3%A4uft%20gut/plan.txt", "Range: bytes=2-4\r\n");
    assert!(status == 206 && body == "234" && head.contains("content-range: bytes 2-4/11"), "{head}");
    let (status, head, body) = get(at, "/nothing/", "");
    assert_eq!((status, body), (404, file("404.html")));
    assert!(head.contains("text/html"));
    for (target, location) in [("/a", "/a/"), ("/a?q=1", "/a/?q=1"), ("/help/a/", "/a/"), ("/help/", "/")] {
        let (status, head, _) = get(at, target, "");
        assert!(status == 307 && head.contains(&format!("location: {location}\r\n")), "{target}: {head}");
    }
}

#[cfg(unix)]
#[test]
fn no_path_leaves_the_folder() {
    use crate::common::write;
    let outside = folder();
    write(outside.path(), "secret.txt", "secret");
    let site = folder();
    write(site.path(), "index.html", "home");
    write(site.path(), ".git/config", "secret");
    write(site.path(), ".env", "secret");
    write(site.path(), "a/.hidden", "secret");
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), site.path().join("out.txt")).unwrap();
    let at = running(site.path());
    for target in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/a/..%2f..%2fsecret.txt",
        "/.git/config",
        "/.env",
        "/a/.hidden",
        "/out.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/%2Fetc%2Fpasswd",
        "/..%5csecret.txt",
        "/%00",
        "/%ff",
        "/a",
    ] {
        let (status, _, body) = get(at, target, "");
        assert!(
            [400, 404].contains(&status) && !body.contains("secret") && !body.contains("root:"),
            "{target}: {body}"
        );
    }
    let (status, ..) = get(at, "/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n");
    assert_eq!(status, 403);
}

#[test]
fn which_folder_is_what() {
    let site = crate::common::site("--- content/index.md\n# Home\n");
    assert!(!Built::is_one(site.path()));
    assert_eq!(run(site.path(), &["build"]).code, 0);
    assert!(Built::is_one(&site.path().join("public")));
    let empty = folder();
    let said = run(Path::new("/"), &["serve", &empty.path().display().to_string()]);
    assert!(said.code == 2 && said.stderr.contains("neither a site"), "{said:?}");
}

/// A site's own program is asked, as an author would start it.
#[test]
fn the_page_of_changes_since_main_knows_of_files_that_are_published_as_they_are() {
    let site = crate::common::site(
        "--- content/index.md\n# Home\n--- static/plan.txt\n0123456789\n--- static/old.txt\nsame\n",
    );
    let root = site.path();
    let git = |arguments: &[&str]| crate::common::git(root, "2026-11-01", arguments);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "a"]);
    std::fs::write(root.join("static/plan.txt"), "9876543210\n").unwrap();
    std::fs::rename(root.join("static/old.txt"), root.join("static/new.txt")).unwrap();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    program.args(["serve", "--port", "0", "--root"]).arg(root);
    let mut running = program.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut said = std::io::BufReader::new(running.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("http://") {
        line.clear();
        assert!(std::io::BufRead::read_line(&mut said, &mut line).unwrap() > 0, "it says where it is");
    }
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
    let (_, _, page) = get(address, "/_fingerpost/changes", "");
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(page.contains("static/plan.txt: changed"), "{page}");
    assert!(page.contains("static/new.txt: moved"), "{page}");
}
