//! The folder `static`: its files come out as they are, are linked to, and take nobody's place.
use crate::common::{files, run, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SITE: &str = "
--- site.yaml
title: A small site
base_url: https://club.example/help/
--- content/index.md
# Home

[Who to write to](/.well-known/security.txt), [for robots](/robots.txt), [the plan](/files/Plan%20A.pdf#page=2),
[the same](../static/files/Plan%20A.pdf), [a demo](/demo/), ![A dot](/files/dot.png) and [calves](calf.md).
--- content/calf.md
# Calves

[Home](index.md), [the plan](/static/files/Plan%20A.pdf).
--- static/.well-known/security.txt
Contact: mailto:help@club.example
--- static/.nojekyll
--- static/CNAME
club.example
--- static/robots.txt
User-agent: *
Disallow: /files/
--- static/files/Plan A.pdf
Not really one.
--- static/files/dot.png (picture)
--- static/files/drawing.svg
<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>
--- static/demo/index.html
<!doctype html><title>As it is</title><script>1</script>
--- static/.git/config
[core]
--- static/.DS_Store
x
--- static/notes.txt~
x
";

fn published(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let said = run(root, &["build", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
    files(&root.join("public"))
}

#[test]
fn files_come_out_as_they_are_and_links_lead_to_them() {
    let site = crate::common::site(SITE);
    let public = published(site.path());
    for path in [
        ".well-known/security.txt",
        ".nojekyll",
        "CNAME",
        "robots.txt",
        "files/Plan A.pdf",
        "files/dot.png",
        "files/drawing.svg",
        "demo/index.html",
    ] {
        assert_eq!(public.get(path), Some(&fs::read(site.path().join("static").join(path)).unwrap()), "{path}");
    }
    for path in [".git/config", ".DS_Store", "notes.txt~"] {
        assert!(!public.contains_key(path), "{path}");
    }
    let home = String::from_utf8(public["index.html"].clone()).unwrap();
    for link in [
        "href=\".well-known/security.txt\"",
        "href=\"robots.txt\"",
        "href=\"files/Plan%20A.pdf#page=2\"",
        "href=\"files/Plan%20A.pdf\"",
        "href=\"demo/index.html\"",
        "src=\"files/dot.png\" alt=\"A dot\" width=\"1\" height=\"1\"",
    ] {
        assert!(home.contains(link), "{link}\n{home}");
    }
    let calf = String::from_utf8(public["calf/index.html"].clone()).unwrap();
    assert!(calf.contains("href=\"../files/Plan%20A.pdf\""), "{calf}");
}

/// A file that is taken out goes from the site with the next build, and its address is told as lost.
#[test]
fn a_file_that_is_taken_out_goes() {
    let site = crate::common::site(SITE);
    published(site.path());
    fs::remove_dir_all(site.path().join("static/demo")).unwrap();
    let said = run(site.path(), &["check"]);
    assert!(said.stdout.contains("error[missing-file]") || said.stdout.contains("error[broken-link]"), "{said:?}");
    write(site.path(), "static/demo/other.txt", "x");
    let home = fs::read_to_string(site.path().join("content/index.md")).unwrap();
    write(site.path(), "content/index.md", home.replace("(/demo/)", "(/demo/other.txt)"));
    let public = published(site.path());
    assert!(!public.contains_key("demo/index.html") && public.contains_key("demo/other.txt"));
}

#[test]
fn a_reviewer_is_told_of_them() {
    let (old, new) = (crate::common::site(SITE), crate::common::site(SITE));
    write(new.path(), "static/demo/index.html", "<script>2</script>");
    write(new.path(), "static/new.html", "<script>3</script>");
    fs::remove_file(new.path().join("static/CNAME")).unwrap();
    let (old, new) = (old.path().display().to_string(), new.path().display().to_string());
    let said = run(Path::new("/"), &["diff", &old, &new, "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    // They govern pages or run in browsers, and are told with what every page shows, not as pictures are.
    let told = said["everywhere"].as_array().unwrap().iter();
    let told: Vec<&str> = told.map(|setting| setting["what"].as_str().unwrap()).collect();
    for path in ["static/CNAME", "static/demo/index.html", "static/new.html"] {
        assert!(told.iter().any(|what| what.contains(&format!("`{path}`"))), "{path}: {told:?}");
    }
    assert_eq!(said["files"].as_array().map(Vec::len), Some(0));
    assert_eq!(said["lost"][0]["address"], "/CNAME");
}

/// A link of an article to what git or a tool keeps hidden would publish a token.
#[cfg(unix)]
#[test]
fn a_link_leads_to_nothing_hidden() {
    let site = crate::common::site(
        "
--- content/index.md
# Home
--- content/token.txt -> ../.git/config
--- content/large.txt -> ../.git/annex/objects/large.txt
--- static/own.txt -> files/one.txt
--- static/files/one.txt
one
--- static/token.txt -> ../.git/config
--- .git/config
extraheader = secret
--- .git/annex/objects/large.txt
large
",
    );
    let said = run(site.path(), &["check", "--format", "short"]);
    let outside: Vec<&str> = said.stdout.lines().filter(|line| line.contains("[outside-site]")).collect();
    assert_eq!(outside.len(), 2, "{said:?}");
    assert!(outside[0].starts_with("content/token.txt:") && outside[1].starts_with("static/token.txt:"), "{outside:?}");
    fs::remove_file(site.path().join("content/token.txt")).unwrap();
    fs::remove_file(site.path().join("static/token.txt")).unwrap();
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let public = files(&site.path().join("public"));
    assert_eq!(public["own.txt"], b"one\n");
    assert_eq!(public["large.txt"], b"large\n");
}

/// In a folder that another program reads too, what collides is told, and the page stays.
#[test]
fn in_another_programs_folder_a_collision_is_a_warning() {
    let site = crate::common::site(
        "
--- site.yaml
title: T
front_matter: open
--- content/index.md
# Home

[A](a.md)
--- content/a.md
# The page
--- static/a/index.html
<p>The other</p>
",
    );
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("warning[static-file]"), "{said:?}");
    assert!(fs::read_to_string(site.path().join("public/a/index.html")).unwrap().contains("The page"));
}

/// Saved in the preview, one is there as it is: a page among them without the preview's script.
#[test]
fn the_preview_shows_them_as_they_are() {
    use fingerpost::load::ChangeSet;
    use fingerpost::preview::{AfterSave, Host, Preview, listen, serve};
    use std::io::{Read, Write};
    let site = crate::common::site(SITE);
    let choices = fingerpost::Choices { preview: true, ..fingerpost::Choices::default() };
    let preview = std::sync::Arc::new(Preview::open(site.path(), choices, AfterSave::Stay).unwrap());
    let listener = listen("127.0.0.1", 0).unwrap();
    let address = listener.local_addr().unwrap();
    let served = std::sync::Arc::clone(&preview);
    std::thread::spawn(move || serve(listener, Host::new("127.0.0.1", address), served));
    let get = |target: &str| {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut all = String::new();
        stream.read_to_string(&mut all).unwrap();
        all.split_once("\r\n\r\n").unwrap().1.to_owned()
    };
    let demo = fs::read_to_string(site.path().join("static/demo/index.html")).unwrap();
    assert_eq!(get("/demo/"), demo);
    write(site.path(), "static/.well-known/security.txt", "Contact: another\n");
    let saved = preview.root().join("static/.well-known/security.txt");
    let reading = preview.read(&ChangeSet::Files([saved].into())).expect("it is seen");
    preview.adopt(reading);
    assert_eq!(get("/.well-known/security.txt"), "Contact: another\n");
    write(site.path(), "static/new.txt", "new\n");
    preview.adopt(preview.read(&ChangeSet::All).expect("it is seen"));
    assert_eq!(get("/new.txt"), "new\n");
}

/// What is in `static` is published as it is, so that a file that tools keep secrets in is most likely there by mistake.
#[test]
fn what_holds_secrets_by_its_name_is_refused() {
    for name in [".env", ".ENV.local", "deep/id_rsa", "id_ed25519", ".netrc", "all.kdbx"] {
        let site = crate::common::site("--- site.yaml\ntitle: T\n--- content/index.md\n# Home\n");
        write(site.path(), &format!("static/{name}"), "TOKEN=1");
        let said = run(site.path(), &["check"]);
        assert!(said.code == 1 && said.stdout.contains("holds passwords or keys"), "{name}: {said:?}");
        assert_eq!(run(site.path(), &["build"]).code, 1, "{name}");
    }
    let site = crate::common::site("--- site.yaml\ntitle: T\n--- content/index.md\n# Home\n");
    for name in ["environment.txt", ".well-known/security.txt", "id_rsa.pub", "ca.pem"] {
        write(site.path(), &format!("static/{name}"), "x");
    }
    assert_eq!(run(site.path(), &["build", "--strict"]).code, 0);
}
