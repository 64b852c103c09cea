//! Whose the files of an output folder are, which folder is a published site, and builds side by side.
use crate::common::{Said, files, run, write};
use fingerpost::load::MARKER_LINE;
use fingerpost::publish::{CACHE, STAGING_LINE};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use xxhash_rust::xxh3::xxh3_128;

const SITE: &str = "
--- content/index.md
# Home

[A](a.md)
--- content/a.md
# A

Text.
";

fn git(root: &Path, arguments: &[&str]) {
    crate::common::git(root, "2024-03-02", arguments);
}

fn commit(root: &Path) {
    git(root, &["init", "-q"]);
    git(root, &["add", "-A", "-f"]);
    git(root, &["commit", "-q", "-m", "x"]);
}

/// A marker that lists these files below a folder as they are.
fn marker(folder: &Path, paths: &[&str]) -> String {
    let line = |path: &&str| format!("{:032x} {path}\n", xxh3_128(&fs::read(folder.join(path)).unwrap_or_default()));
    format!("{MARKER_LINE}\n{}", paths.iter().map(line).collect::<String>())
}

fn built(root: &Path) -> Said {
    let said = run(root, &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    said
}

// ---- whose the files are ----

/// A merge that is looked at before it is committed, and a branch's files fetched over: nobody here wrote them.
#[test]
fn what_was_added_and_not_committed_yet_is_not_published() {
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    write(root, ".gitignore", "nothing\n");
    commit(root);
    git(root, &["checkout", "-qb", "theirs"]);
    write(&out, "evil.html", "<script>alert(1)</script>");
    write(&out, "deeper/notes.txt", "notes");
    write(&out, ".fingerpost", marker(&out, &[]));
    git(root, &["add", "-A", "-f"]);
    git(root, &["commit", "-qm", "y"]);
    git(root, &["checkout", "-q", "-"]);
    assert!(!out.exists());
    for fetched in [&["merge", "--squash", "-q", "theirs"][..], &["checkout", "theirs", "--", "public"]] {
        git(root, fetched);
        assert!(out.join("evil.html").exists());
        write(&out, "own.txt", "somebody's own");
        let said = built(root);
        assert!(["`deeper/notes.txt`", "`evil.html`"].iter().all(|name| said.stderr.contains(name)), "{said:?}");
        assert!(!out.join("evil.html").exists() && !out.join("deeper").exists(), "{fetched:?}");
        assert!(out.join("own.txt").exists(), "what nobody added is the user's own");
        git(root, &["reset", "-q", "--hard"]);
    }
}

#[test]
fn what_was_committed_into_the_output_folder_is_not_published() {
    for listed in [&["evil.html"][..], &[], &["evil.html", "../a", "/etc/passwd", "CNAME"]] {
        let site = crate::common::site(SITE);
        let (root, out) = (site.path(), site.path().join("public"));
        built(root);
        write(&out, "evil.html", "<script>alert(1)</script>");
        write(&out, "a/deeper/evil.svg", "<svg/>");
        crate::common::link("/etc/passwd", out.join("pw.txt"));
        write(&out, ".fingerpost", marker(&out, listed));
        commit(root);
        // This one is the user's.
        write(&out, "CNAME", "club.example\n");
        let said = built(root);
        let after = files(&out);
        assert!(!after.contains_key("evil.html") && !after.contains_key("a/deeper/evil.svg"), "{listed:?}");
        assert!(out.join("pw.txt").symlink_metadata().is_err(), "no link is carried over");
        assert_eq!(after["CNAME"], b"club.example\n", "{listed:?}");
        let told = ["evil.html", "a/deeper/evil.svg", "pw.txt", "CNAME"].into_iter();
        for name in told.filter(|name| *name != "evil.html" || listed.is_empty()) {
            assert!(said.stderr.contains(&format!("`{name}`")), "{name} is told: {}", said.stderr);
        }
        // And when nothing else has changed, it stays out.
        write(&out, "evil.html", "<script>alert(1)</script>");
        built(root);
        assert!(!out.join("evil.html").exists());
    }
}

/// A checkout may hold folders in one another by the thousand: in the output folder, among the articles, and as an address.
#[test]
fn folders_in_folders_end_no_build() {
    let deep = |times: usize| "a/".repeat(times);
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    built(root);
    write(&out, &format!("{}x.txt", deep(1_900)), "deep");
    built(root);
    fs::remove_dir_all(out.join("a/a")).unwrap();
    write(root, &format!("content/{}x.md", deep(900)), "# Deep\n");
    let said = run(root, &["check", "--format", "short"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stdout.matches("[unreadable-file]").count(), 1, "{}", said.stdout);
    fs::remove_dir_all(root.join("content/a")).unwrap();
    write(root, "content/a.md", format!("---\naliases: [/{}]\n---\n# A\n\n[Home](index.md)\n", deep(1_000)));
    let said = run(root, &["check", "--format", "short"]);
    assert!(said.stdout.contains("content/a.md:2:") && said.code == 1, "{}", said.stdout);
}

/// A folder that was unpacked from an archive has no git that could say what came with it.
#[test]
fn without_git_what_a_browser_would_run_is_not_carried_over() {
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    built(root);
    write(&out, "evil.html", "<script>alert(1)</script>");
    write(&out, "assets/evil.JS", "alert(1)");
    write(&out, "CNAME", "club.example\n");
    let said = built(root);
    let after = files(&out);
    assert!(!after.contains_key("evil.html") && !after.contains_key("assets/evil.JS"), "{after:?}");
    assert_eq!(after["CNAME"], b"club.example\n");
    assert!(said.stderr.contains("`evil.html`"), "{}", said.stderr);
    // Whoever wants it says so.
    write(root, "site.yaml", "title: A site\nkeep: [proof.html]\n");
    write(&out, "proof.html", "mine");
    built(root);
    assert_eq!(files(&out)["proof.html"], b"mine");
}

/// Whoever publishes from a folder of the branch says what else belongs there.
#[test]
fn a_committed_file_that_the_settings_keep_stays() {
    let site = crate::common::site(SITE);
    let root = site.path();
    write(root, "site.yaml", "title: A site\nkeep: [CNAME, .well-known]\n");
    assert_eq!(run(root, &["build", "--out", "docs"]).code, 0);
    let out = root.join("docs");
    write(&out, "CNAME", "club.example\n");
    write(&out, ".well-known/security.txt", "Contact: somebody\n");
    write(&out, "CNAME.html", "<script>");
    commit(root);
    write(root, "content/a.md", "# A\n\nOther words.\n");
    assert_eq!(run(root, &["build", "--out", "docs"]).code, 0);
    let after = files(&out);
    assert!(after.contains_key("CNAME") && after.contains_key(".well-known/security.txt"));
    assert!(!after.contains_key("CNAME.html"));
    assert!(String::from_utf8_lossy(&after["a/index.html"]).contains("Other words"));
}

#[test]
fn where_git_is_silent_nothing_is_kept_or_lost() {
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    built(root);
    write(root, ".git/HEAD", "no repository");
    write(&out, "CNAME", "club.example\n");
    let before = files(&out);
    let said = run(root, &["build"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("CNAME") && said.stderr.contains("git"), "{said:?}");
    assert_eq!(files(&out), before);
}

#[test]
fn somebody_elses_file_with_a_name_of_the_new_site_is_not_overwritten() {
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    built(root);
    write(&out, "b/index.html", "my own page");
    write(root, "content/b.md", "# B\n\n[Home](index.md)\n");
    let before = files(&out);
    let said = run(root, &["build"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("b/index.html"), "{said:?}");
    assert_eq!(files(&out), before);
    fs::remove_file(out.join("b/index.html")).unwrap();
    built(root);
}

/// A page that is gone goes, as it was written. One that somebody has changed since may be missed.
#[test]
fn the_marker_lists_hashes_and_only_what_has_them_is_deleted() {
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    write(root, "content/b.md", "# B\n\n[Home](index.md)\n");
    write(root, "content/c.md", "# C\n\n[Home](index.md)\n");
    write(root, ".gitignore", "/public\n");
    commit(root);
    built(root);
    write(&out, "b/index.html", "changed by hand");
    fs::remove_file(root.join("content/b.md")).unwrap();
    fs::remove_file(root.join("content/c.md")).unwrap();
    let said = built(root);
    assert_eq!(fs::read(out.join("b/index.html")).unwrap(), b"changed by hand");
    assert!(said.stderr.contains("`b/index.html`"), "{}", said.stderr);
    assert!(!out.join("c").exists());
}

#[test]
fn the_last_versions_styles_and_scripts_stay_for_one_more() {
    let folder = crate::common::site("--- content/index.md\nHome.\n--- content/a.md\n# A\n\nWithdrawn words.\n");
    let root = folder.path();
    git(root, &["init", "-q"]);
    let style = |gap: u8| {
        fs::create_dir_all(root.join("themes/default/assets")).unwrap();
        fs::write(root.join("themes/default/assets/own.css"), format!(":root {{ --gap: {gap}rem; }}\n")).unwrap();
        assert_eq!(built(root).code, 0);
    };
    let there = || {
        let files = fs::read_dir(root.join("public/assets")).unwrap().map(|file| file.unwrap().path());
        let is_style = |name: &str| name.starts_with("style.") && name.ends_with(".css");
        let styles = files.filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_style));
        styles.map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>()
    };
    let has = |gap: u8| there().iter().any(|style| style.contains(&format!("--gap: {gap}rem")));
    style(1);
    style(2);
    assert!(has(1) && has(2), "a page of the first version is still styled");
    style(2);
    assert!(has(1) && has(2), "where nothing has changed, nothing goes");
    style(3);
    assert!(!has(1) && has(2) && has(3), "one version and no more");
    style(2);
    assert!(has(2) && has(3) && there().len() == 2, "what comes back is there once");
    fs::remove_file(root.join("content/a.md")).unwrap();
    style(2);
    assert!(there().len() == 1, "it goes with the next version, whatever that changes");
    let held = crate::common::files(&root.join("public")).into_iter();
    let words = held.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("Withdrawn words"));
    assert_eq!(words.count(), 0, "words that are taken back are gone at once");
}

#[test]
fn a_committed_script_is_no_script_of_the_last_version() {
    let folder = crate::common::site("--- content/index.md\nHome.\n");
    let root = folder.path();
    git(root, &["init", "-q"]);
    assert_eq!(built(root).code, 0);
    let (script, name) = ("alert(1)", "assets/evil.0123456789abcdef.js");
    fs::write(root.join("public").join(name), script).unwrap();
    let marker = fs::read_to_string(root.join("public/.fingerpost")).unwrap();
    let hash = xxhash_rust::xxh3::xxh3_128(script.as_bytes());
    fs::write(root.join("public/.fingerpost"), format!("{marker}{hash:032x} {name}\n")).unwrap();
    git(root, &["add", "-f", "public"]);
    commit(root);
    fs::write(root.join("content/index.md"), "Home, anew.\n").unwrap();
    assert_eq!(built(root).code, 0);
    assert!(!root.join("public").join(name).exists());
}

#[test]
fn a_folder_of_an_earlier_version_is_taken_over() {
    let site = crate::common::site(SITE);
    let (root, out) = (site.path(), site.path().join("public"));
    built(root);
    let new = fs::read_to_string(out.join(".fingerpost")).unwrap();
    let paths: String = new.lines().skip(1).map(|line| format!("{}\n", line.split_once(' ').unwrap().1)).collect();
    write(&out, "gone/index.html", "of a page that is gone");
    write(&out, "CNAME", "club.example\n");
    write(&out, ".fingerpost", format!("{MARKER_LINE}\n{paths}gone/index.html\n../site.yaml\n"));
    let said = built(root);
    assert!(said.stderr.contains("0 files written") && said.stderr.contains("1 removed"), "{}", said.stderr);
    assert_eq!(fs::read_to_string(out.join(".fingerpost")).unwrap(), new);
    assert!(!out.join("gone").exists() && out.join("CNAME").exists() && root.join("site.yaml").exists());
}

#[test]
fn a_kept_picture_that_was_committed_is_not_used() {
    let site = crate::common::site("--- content/index.md\n# Home\n\n![a leg](leg.png)\n");
    let root = site.path();
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(300, 200).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    write(root, "content/leg.png", picture.into_inner());
    built(root);
    let published = |name: &str| fs::read(root.join("public").join(name)).unwrap();
    let right = published("leg.png.300.webp");
    // Whoever can commit a file can reckon its hash.
    let kept = fs::read_dir(root.join(CACHE)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept: Vec<String> = kept.filter(|name| name.ends_with(".webp")).collect();
    let (key, ending) = (&kept[0][..32], &kept[0][65..]);
    let forge = |bytes: &[u8]| {
        for entry in fs::read_dir(root.join(CACHE)).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        let forged = format!("{key}-{:032x}{ending}", xxh3_128(bytes));
        write(&root.join(CACHE), &forged, bytes);
        fs::remove_dir_all(root.join("public")).unwrap();
        built(root);
        published("leg.png.300.webp")
    };
    assert_eq!(forge(b"<script>no picture</script>"), right);
    let another = [&right[..], b"another"].concat();
    assert_eq!(forge(&another), another, "what this machine made is used");
    commit(root);
    fs::remove_dir_all(root.join("public")).unwrap();
    let said = built(root);
    assert_eq!(published("leg.png.300.webp"), right);
    assert!(said.stderr.contains("came with the repository"), "{}", said.stderr);
}

// ---- which folder is a published site ----

#[test]
fn a_marker_hides_no_page() {
    for (name, marked) in
        [("content", "content"), ("content", "content/deep"), (".", "."), (".", "notes"), (".", "public")]
    {
        for text in [format!("{MARKER_LINE}\n{:032x} one.md\n", xxh3_128(b"# One\n")), String::new()] {
            let site = crate::common::folder();
            let root = site.path();
            write(root, "site.yaml", "title: A site\n");
            write(root, &format!("{name}/index.md"), "# Home\n");
            write(root, &format!("{marked}/one.md"), "# One\n");
            let before = run(root, &["check"]).stderr;
            write(root, &format!("{marked}/.fingerpost"), &text);
            assert_eq!(run(root, &["check"]).stderr, before, "{marked}");
            fs::remove_file(root.join(marked).join(".fingerpost")).unwrap();
            fs::create_dir(root.join(marked).join(".fingerpost")).unwrap();
            assert_eq!(run(root, &["check"]).stderr, before, "{marked}");
        }
    }
}

#[test]
fn a_published_site_among_the_articles_is_none_of_them() {
    let site = crate::common::folder();
    let root = site.path();
    write(root, "site.yaml", "title: A site\nvault: true\n");
    write(root, "index.md", "# Home\n\n![[leg.svg]] [the plan](plan.pdf)\n");
    write(root, "leg.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    write(root, "plan.pdf", "a plan");
    built(root);
    let first = files(&root.join("public"));
    let said = built(root);
    assert!(said.stderr.contains("0 files written"), "{}", said.stderr);
    assert_eq!(files(&root.join("public")), first);
    assert!(!first.keys().any(|path| path.starts_with("public/")), "{:?}", first.keys());
}

/// A vault with its notes beside `site.yaml`: what lies above it, such as a program that somebody built there, is none of it; and the
/// workflows that `new site` writes check out nothing into it.
#[test]
fn a_vault_in_a_workflow_is_published_alone() {
    let outer = crate::common::folder();
    let root = outer.path().join("site");
    write(&root, "site.yaml", "title: A site\n");
    write(&root, "index.md", "# Home\n\n[One](notes/one.md)\n");
    write(&root, "notes/one.md", "# One\n");
    write(outer.path(), "program/README.md", "# The program\n");
    write(outer.path(), "program/content/index.md", "# Not of this site\n");
    let said = built(&root);
    assert!(said.stderr.contains("2 pages"), "{}", said.stderr);
    for name in ["check", "publish"] {
        let path = format!("src/cli/commands/new/workflows/{name}.yml");
        let text = fs::read_to_string(crate::common::repository().join(path)).unwrap();
        assert_eq!(text.matches("actions/checkout@").count(), 1, "{name}");
        for line in text.lines().filter(|line| line.contains("fingerpost ") && line.contains(" > ")) {
            assert!(line.contains("> \"$RUNNER_TEMP/"), "{name} writes beside the site: {line}");
        }
        assert!(text.contains("--out \"$RUNNER_TEMP/site\""), "{name}");
    }
}

#[test]
fn an_empty_site_never_takes_a_good_ones_place() {
    let empty: [(&str, fn(&Path)); 5] = [
        ("no content", |root| fs::remove_dir_all(root.join("content")).unwrap()),
        ("a file in its place", |root| {
            fs::remove_dir_all(root.join("content")).unwrap();
            write(root, "content", "not a folder");
        }),
        ("a link in its place", |root| {
            fs::rename(root.join("content"), root.join("elsewhere")).unwrap();
            crate::common::link("elsewhere", root.join("content"));
        }),
        ("drafts alone", |root| {
            for name in ["index.md", "a.md"] {
                write(root, &format!("content/{name}"), "---\ndraft: true\n---\n# A\n");
            }
        }),
        ("a check turned off", |root| {
            fs::remove_dir_all(root.join("content")).unwrap();
            write(root, "content/leg.txt", "no page");
            write(root, "site.yaml", "title: A site\ncheck_pages: about\nchecks: {no-pages: off}\n");
        }),
    ];
    for (what, make_empty) in empty {
        let site = crate::common::site(SITE);
        let root = site.path();
        built(root);
        let good = files(&root.join("public"));
        make_empty(root);
        for command in ["check", "build"] {
            let said = run(root, &[command]);
            assert_eq!(said.code, 1, "{command} with {what}: {said:?}");
            assert!(said.stdout.contains("no-pages"), "{command} with {what}: {said:?}");
        }
        assert_eq!(files(&root.join("public")), good, "{what}");
    }
}

// ---- builds side by side, and killed ones ----

#[test]
fn a_build_is_refused_while_another_holds_the_lock_and_looks_at_nothing() {
    let site = crate::common::site(SITE);
    let root = site.path();
    built(root);
    write(root, ".public.fingerpost/lock", format!("{STAGING_LINE}\n"));
    let lock = fs::File::options().read(true).write(true).open(root.join(".public.fingerpost/lock")).unwrap();
    lock.lock().unwrap();
    let before = files(root);
    let said = run(root, &["build"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("another build"), "{said:?}");
    assert_eq!(files(root), before, "also where it has nothing to change");
    drop(lock);
    built(root);
    assert!(!root.join(".public.fingerpost").exists());
}

#[test]
fn what_a_killed_build_left_is_cleared_also_where_nothing_has_changed() {
    let site = crate::common::site(SITE);
    let root = site.path();
    built(root);
    write(root, ".public.fingerpost/lock", format!("{STAGING_LINE}\n"));
    write(root, ".public.fingerpost/site/a/index.html", "half a pa");
    let said = built(root);
    assert!(said.stderr.contains("0 files written"), "{said:?}");
    assert!(!root.join(".public.fingerpost").exists());
}

/// Four builds of four sites into one folder, again and again: what stands there afterwards is one of them, whole.
#[test]
fn builds_side_by_side_do_not_mix() {
    let outer = crate::common::folder();
    let roots: Vec<_> = (0..4).map(|number| outer.path().join(format!("site{number}"))).collect();
    let mut whole: Vec<BTreeMap<String, Vec<u8>>> = Vec::new();
    for (number, root) in roots.iter().enumerate() {
        write(root, "site.yaml", format!("title: Site {number}\n"));
        write(root, "content/index.md", format!("# Home {number}\n\n[Own](own{number}.md)\n"));
        write(root, &format!("content/own{number}.md"), "# Own\n");
        assert_eq!(run(root, &["build", "--out", "alone"]).code, 0);
        whole.push(files(&root.join("alone")));
    }
    let out = outer.path().join("www");
    for round in 0..6 {
        let start = |root: &std::path::PathBuf| {
            let mut build = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
            build.current_dir(root).args(["build", "--out", "../www"]);
            build.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let running: Vec<_> = roots.iter().map(start).collect();
        let codes: Vec<_> = running.into_iter().map(|mut build| build.wait().unwrap().code()).collect();
        assert!(codes.iter().all(|code| matches!(code, Some(0 | 2))) && codes.contains(&Some(0)), "{codes:?}");
        let there = files(&out);
        assert!(whole.contains(&there), "round {round} left a mixture: {:?}", there.keys());
        assert!(!outer.path().join(".www.fingerpost").exists());
    }
}

// ---- a file system of its own ----

/// As in a container, the output folder is where a volume is mounted. Tried where a file system can be mounted.
#[test]
#[cfg(target_os = "linux")]
fn an_output_folder_that_is_a_mount_point_is_filled_inside() {
    let site = crate::common::site(SITE);
    let root = site.path();
    fs::create_dir(root.join("public")).unwrap();
    let inside = |script: &str| {
        let mut shell = Command::new("unshare");
        shell.current_dir(root).env("PROGRAM", env!("CARGO_BIN_EXE_fingerpost"));
        shell.args(["--user", "--map-root-user", "--mount", "sh", "-ec", script]);
        shell.output().is_ok_and(|said| {
            if !said.status.success() {
                eprintln!("{}", String::from_utf8_lossy(&said.stderr));
            }
            said.status.success()
        })
    };
    if !inside("mount -t tmpfs none public") {
        eprintln!("no file system can be mounted here");
        return;
    }
    for mount in ["mount -t tmpfs none public", "mkdir -p volume; mount --bind volume public"] {
        let script = format!(
            "{mount}; mkdir -p public/lost+found
             $PROGRAM build
             test -f public/a/index.html -a -f public/index.html -a -f public/.fingerpost
             echo club.example > public/CNAME
             mkdir -p public/a/mine; echo mine > public/a/mine/note.txt
             printf '# Home\\n\\n[B](b.md) anew\\n' > content/index.md
             mv content/a.md content/b.md
             $PROGRAM build
             test -f public/b/index.html -a -f public/CNAME -a -f public/a/mine/note.txt -a ! -e public/a/index.html
             grep -q anew public/index.html
             test ! -e public/.fingerpost-staging
             mkdir -p public/.fingerpost-staging/site
             echo '{STAGING_LINE}' > public/.fingerpost-staging/lock
             $PROGRAM build
             test ! -e public/.fingerpost-staging
             mv content/b.md content/a.md
             printf '# Home\\n\\n[A](a.md)\\n' > content/index.md"
        );
        assert!(inside(&script), "{mount}");
    }
}
