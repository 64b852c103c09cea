//! What hosts read beside a site, read back by each host's own rules; over a real connection: `tests/browser/hosts.mjs`.
use crate::common::{files, run, write};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Old addresses as somebody writes them who means harm, or has other signs on the keyboard.
const ALIASES: [&str; 15] = [
    "/plain/",
    "/two words/",
    "/läuft gut/",
    "/old.html",
    "/a\\\"b/",
    "/a'b/",
    "/${host}/",
    "/a; return 500;/",
    "/a{b}/",
    "/100%/",
    "/%2e%2e/x/",
    "/back\\\\slash/",
    "/x*/:y/",
    "/a\\n301 https:/evil.example/",
    "/(a|b)^c$/",
];

fn published(host: &str, base: &str) -> BTreeMap<String, String> {
    let aliases = ALIASES.map(|alias| format!("\"{alias}\"")).join(", ");
    let site = crate::common::site(&format!(
        "
--- site.yaml
title: A small site
base_url: {base}
host: {host}
--- content/index.md
# Home

[A](läuft/neu.md)
--- content/läuft/neu.md
---
aliases: [{aliases}]
---
# Neu
"
    ));
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    files(&site.path().join("public"))
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

/// The rules of a `_redirects`: three words a line.
fn rules(text: &str) -> BTreeMap<String, (String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let rule = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [from, to, status] = words[..] else { panic!("{line}") };
        for address in [from, to] {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/%".contains(c);
            assert!(address.starts_with('/') && address.chars().all(plain), "{line}");
        }
        (from.to_owned(), (to.to_owned(), status.to_owned()))
    };
    lines.map(rule).collect()
}

const NEW: &str = "/help/l%C3%A4uft/neu/";

#[test]
fn redirects_of_netlify_and_cloudflare_are_one_line_each() {
    for (host, status) in [("netlify", "301!"), ("cloudflare", "301")] {
        let public = published(host, "https://club.example/help/");
        let rules = rules(&public["_redirects"]);
        assert_eq!(rules.len(), ALIASES.len(), "{rules:?}");
        assert!(rules.values().all(|(to, said)| to == NEW && said == status), "{rules:?}");
        for from in ["/help/plain/", "/help/two%20words/", "/help/l%C3%A4uft%20gut/", "/help/old.html", "/help/100%25/"]
        {
            assert!(rules.contains_key(from), "{from}: {rules:?}");
        }
        assert!(public["plain/index.html"].contains("http-equiv=\"refresh\""), "the page stays for other hosts");
    }
}

/// There a file goes before a rule: where there is a rule, there is no page.
#[test]
fn redirects_of_gitlab_stand_alone() {
    let public = published("gitlab", "https://club.gitlab.io/help/");
    let rules = rules(&public["_redirects"]);
    assert_eq!(rules.keys().collect::<Vec<_>>(), ["/help/old.html", "/help/plain/"], "{rules:?}");
    assert!(!public.contains_key("plain/index.html") && !public.contains_key("old.html"));
    assert!(public["two words/index.html"].contains("http-equiv=\"refresh\""));
    assert!(!public.contains_key("_headers"));
}

#[test]
fn limits_of_a_host_leave_the_rest_to_pages() {
    let many: Vec<String> = (0..2_100).map(|n| format!("/old-{n}/")).collect();
    for (host, most) in [("cloudflare", 2_000), ("gitlab", 1_000)] {
        let site = crate::common::site(&format!(
            "
--- site.yaml
title: T
host: {host}
--- content/index.md
# Home

[A](a.md)
--- content/a.md
---
aliases: [{}]
---
# A
",
            many.join(", ")
        ));
        assert_eq!(run(site.path(), &["build"]).code, 0);
        let public = files(&site.path().join("public"));
        let text = String::from_utf8(public["_redirects"].clone()).unwrap();
        assert!(host != "gitlab" || text.len() <= 64 << 10);
        let ruled: BTreeSet<String> = rules(&text).into_keys().collect();
        assert_eq!(ruled.len(), most, "{host}");
        let leads =
            |alias: &String| ruled.contains(alias) || public.contains_key(&format!("{}index.html", &alias[1..]));
        assert!(many.iter().all(leads), "{host}: an old address leads nowhere");
    }
}

/// Each rule of a `_headers` is an address, and below it a name and a value a line.
#[test]
fn headers_say_what_lasts() {
    for host in ["netlify", "cloudflare"] {
        let public = published(host, "https://club.example/");
        let mut rules: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        let mut address = String::new();
        for line in public["_headers"].lines() {
            match line.strip_prefix("  ") {
                None => line.clone_into(&mut address),
                Some(header) => {
                    let (name, value) = header.split_once(": ").unwrap();
                    rules.entry(address.clone()).or_default().push((name.to_owned(), value.to_owned()));
                }
            }
        }
        assert_eq!(rules["/*"], [("X-Content-Type-Options".to_owned(), "nosniff".to_owned())]);
        assert!(rules["/*.svg"][0].1.starts_with("sandbox;"));
        let lasting: Vec<&String> =
            rules.iter().filter(|(_, headers)| headers[0].0 == "Cache-Control").map(|(address, _)| address).collect();
        assert!(lasting.iter().any(|address| address.starts_with("/assets/style.")), "{rules:?}");
        assert!(lasting.iter().all(|address| public.contains_key(&address[1..])), "{lasting:?}");
        assert!(rules.len() <= 100, "Cloudflare reads no more");
    }
}

#[test]
fn github_is_told_the_domain_only_where_it_is_the_owners() {
    let files = |base: &str| published("github-pages", base);
    let own = files("https://club.example/");
    assert_eq!((own["CNAME"].as_str(), own[".nojekyll"].as_str()), ("club.example\n", ""));
    for base in ["https://club.github.io/", "https://club.github.io/help/", "https://club.example/help/"] {
        let public = files(base);
        assert!(!public.contains_key("CNAME") && public.contains_key(".nojekyll"), "{base}");
    }
}

/// Whatever an alias holds, it is one word of the configuration.
#[test]
fn no_alias_is_a_directive() {
    let apache = &published("apache", "https://club.example/help/")[".htaccess"];
    let redirects: Vec<&str> = apache.lines().filter(|line| line.starts_with("RedirectMatch ")).collect();
    assert_eq!(redirects.len(), ALIASES.len());
    for line in redirects {
        let rest = line.strip_prefix("RedirectMatch 301 \"^/help/").unwrap_or_else(|| panic!("{line}"));
        let (from, to) = rest.split_once("$\" \"").unwrap_or_else(|| panic!("{line}"));
        assert_eq!(to, "/help/läuft/neu/\"", "{line}");
        assert!(from.chars().all(|c| c.is_ascii_alphanumeric() || "/-_\\?".contains(c)), "{line}");
    }
    let known = ["#", "ErrorDocument 404 \"/help/404.html\"", "<", "Header ", "RedirectMatch "];
    assert!(apache.lines().all(|line| known.iter().any(|known| line.starts_with(known))), "{apache}");

    let nginx = &published("nginx", "https://club.example/help/")["nginx.conf"];
    for line in nginx.lines().filter(|line| line.contains("return 301")) {
        let rest = line.strip_prefix("location = \"/help/").unwrap_or_else(|| panic!("{line}"));
        let end = (0..rest.len()).find(|at| {
            rest.as_bytes()[*at] == b'"' && (rest[..*at].len() - rest[..*at].trim_end_matches('\\').len()) % 2 == 0
        });
        assert_eq!(
            &rest[end.unwrap_or_else(|| panic!("{line}"))..],
            "\" { absolute_redirect off; return 301 \"/help/l%C3%A4uft/neu/\"; }",
            "{line}"
        );
    }
}

/// An alias that is another page's address leads nobody away from that page, whatever its problem weighs.
#[test]
fn no_rule_stands_before_a_page() {
    let site = crate::common::site(
        "
--- site.yaml
title: T
host: netlify
checks: {duplicate-address: warning}
--- content/index.md
# Home

[A](a.md), [B](b.md)
--- content/a.md
# A
--- content/b.md
---
aliases: [/a/, /old/]
---
# B
",
    );
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let public = files(&site.path().join("public"));
    let rules = rules(std::str::from_utf8(&public["_redirects"]).unwrap());
    assert_eq!(rules.keys().collect::<Vec<_>>(), ["/old/"]);
}

/// Hosts show `index.html` for its folder: as an old address it is the folder's own, and a rule for it would take the page away.
#[test]
fn no_alias_takes_the_place_of_the_page_that_a_host_shows_for_a_folder() {
    let site = |host: &str, home: &str, other: &str| {
        let lines =
            |alias: &str| if alias.is_empty() { String::new() } else { format!("---\naliases: [{alias}]\n---\n") };
        crate::common::site(&format!(
            "--- site.yaml\ntitle: T\nhost: {host}\n--- content/index.md\n{}# Home\n\n[A](a.md)\n--- content/a.md\n{}# A\n\nText.\n",
            lines(home),
            lines(other)
        ))
    };
    for host in ["nginx", "apache", "netlify", "cloudflare", "gitlab", "github-pages"] {
        // Somebody else's page: told at the alias, whatever it ends in.
        for alias in ["/index.html", "//./index.html", "/index.php", "/INDEX.htm", "/index.php/"] {
            let site = site(host, "", alias);
            let said = run(site.path(), &["check"]);
            assert!(said.code == 1 && said.stdout.contains("error[duplicate-address]"), "{host} {alias}: {said:?}");
            assert!(said.stdout.contains("content/a.md:2:11"), "{host} {alias}: {said:?}");
        }
        // The page's own: it is there already, and nothing leads from it to itself.
        let own = site(host, "/index.html, /older/index.html", "/a/index.html");
        let said = run(own.path(), &["build", "--strict"]);
        assert_eq!(said.code, 0, "{host}: {said:?}");
        let public = files(&own.path().join("public"));
        for file in ["_redirects", ".htaccess", "nginx.conf"].iter().filter_map(|name| public.get(*name)) {
            let text = String::from_utf8_lossy(file);
            assert!(
                text.contains("older") && !text.contains("/index.") && !text.contains("/index\\x2e"),
                "{host}: {text}"
            );
        }
        if host != "gitlab" {
            assert!(public.contains_key("older/index.html"), "{host}");
        }
        // Where a web space shows `index.php` first, it would be the one that leads to itself.
        let said = run(site(host, "/index.php", "").path(), &["check"]);
        assert!(said.code == 1 && said.stdout.contains("without end"), "{host}: {said:?}");
        // No page is there: an old address like any other.
        assert_eq!(run(site(host, "/forum/index.php", "").path(), &["check", "--strict"]).code, 0, "{host}");
    }
}

/// What only the build makes, for the host or by a name of its own, is in the way of a page as well.
#[test]
fn a_page_below_a_file_that_is_made_is_told_by_check() {
    let style = |root: &Path| {
        let public = files(&root.join("public"));
        let name = public.keys().find(|name| name.starts_with("assets/") && name.ends_with(".css"));
        format!("/{}", name.expect("a style sheet"))
    };
    for (host, alias) in [
        ("apache", "/.htaccess"),
        ("netlify", "/_redirects"),
        ("netlify", "/_headers/x"),
        ("nginx", "/nginx.conf/"),
        ("github-pages", "/CNAME"),
        ("github-pages", "/.nojekyll"),
        ("nginx", ""),
    ] {
        let site = crate::common::site(&format!(
            "--- site.yaml\ntitle: T\nbase_url: https://club.example/\nhost: {host}\n--- content/index.md\n# Home\n"
        ));
        assert_eq!(run(site.path(), &["build"]).code, 0);
        let alias = if alias.is_empty() { style(site.path()) } else { alias.to_owned() };
        write(site.path(), "content/index.md", format!("---\naliases: [{alias}]\n---\n# Home\n"));
        for command in ["check", "build"] {
            let said = run(site.path(), &[command]);
            assert!(said.code == 1 && said.stdout.contains("error[duplicate-address]"), "{host} {alias}: {said:?}");
            assert_eq!(said.stdout.matches("duplicate-address").count(), 1, "{host} {alias}: {said:?}");
            assert!(said.stdout.contains("content/index.md:2:11"), "{host} {alias}: {said:?}");
        }
    }
}

#[test]
fn a_file_of_the_owners_in_the_place_of_a_hosts_is_told() {
    let site = crate::common::site("--- content/index.md\n# Home\n");
    let root: &Path = site.path();
    write(root, "site.yaml", "title: T\nhost: netlify\n");
    write(root, "static/_redirects", "/x / 301\n");
    let said = run(root, &["check"]);
    assert!(said.code == 1 && said.stdout.contains("error[static-file]"), "{said:?}");
    // Without a host it is the owner's alone, and so is the domain.
    write(root, "site.yaml", "title: T\n");
    assert_eq!(run(root, &["check"]).code, 0);
    write(root, "site.yaml", "title: T\nhost: github-pages\nbase_url: https://club.example/\n");
    write(root, "static/CNAME", "www.club.example\n");
    assert_eq!(run(root, &["build"]).code, 0);
    assert_eq!(files(&root.join("public"))["CNAME"], b"www.club.example\n");
}
