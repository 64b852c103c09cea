//! Nothing outside is touched: at each path that the program writes something stands already, and stays as it is.
#![cfg(unix)]

use crate::common::{Said, run, write};
use fingerpost::publish::{CACHE, PLACES, STAGING_LINE, Whose};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

const SITE: &str = "
--- content/index.md
# Home

[A](a.md) ![a leg](leg.png)
--- content/a.md
# A

##A slip that can be mended

Text.
";

/// A folder with a site in `site`, and beside it what must stay as it is.
fn planted() -> tempfile::TempDir {
    let outer = crate::common::folder();
    crate::common::write_site(&outer.path().join("site"), SITE);
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(300, 200).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    write(outer.path(), "site/content/leg.png", picture.into_inner());
    write(outer.path(), "victim/letter.txt", "dear diary");
    write(outer.path(), "victim/lock", "mine");
    write(outer.path(), "victim/site/page.html", "mine too");
    write(outer.path(), "victim/index.html", "<p>mine");
    outer
}

/// All files and links below a folder, with their bytes and where they lead.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| !e.file_type().is_dir());
    let bytes = |path: &Path| match fs::read_link(path) {
        Ok(to) => format!("-> {}", to.display()).into_bytes(),
        Err(_) if path.is_file() => fs::read(path).unwrap(),
        Err(_) => b"a pipe".to_vec(),
    };
    entries.map(|entry| (entry.path().to_owned(), bytes(entry.path()))).collect()
}

type Plant = fn(&Path, &Path);

/// What is planted: at a path, with the victim's folder in sight.
const PLANTS: [(&str, Plant); 8] = [
    ("a link to a file", |at, victim| symlink(victim.join("letter.txt"), at).unwrap()),
    ("a link to a folder", |at, victim| symlink(victim, at).unwrap()),
    ("a link to nothing", |at, victim| symlink(victim.join("nothing"), at).unwrap()),
    ("a link to its own folder", |at, _| symlink(".", at).unwrap()),
    ("a second name of a file", |at, victim| fs::hard_link(victim.join("letter.txt"), at).unwrap()),
    ("a file", |at, _| fs::write(at, "somebody's").unwrap()),
    ("a folder", |at, _| write(at, "deep/down.txt", "somebody's")),
    ("a pipe", |at, _| assert!(Command::new("mkfifo").arg(at).status().unwrap().success())),
];

#[test]
fn what_stands_at_any_path_that_is_written_stays_as_it_is() {
    for place in PLACES.iter().filter(|place| place.whose == Whose::Site && !place.by.contains(&"MOUNT")) {
        for (what, plant) in PLANTS {
            let outer = planted();
            let (root, victim) = (outer.path().join("site"), outer.path().join("victim"));
            let at = root.join(place.name);
            // A folder in which our files may lie is no harm by itself.
            let ours_too = what == "a folder"
                && [
                    "new/content",
                    "new/.github",
                    "new/.github/workflows",
                    "new/.github/pictures",
                    "content/new",
                    CACHE,
                ]
                .contains(&place.name);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            plant(&at, &victim);
            let before = all(outer.path());
            let said = run(&root, place.by);
            let what = format!("{what} at {}: {said:?}", place.name);
            let after = all(outer.path());
            for (path, bytes) in &before {
                assert_eq!(after.get(path), Some(bytes), "{} with {what}", path.display());
            }
            for path in after.keys().filter(|path| path.starts_with(&victim)) {
                assert!(before.contains_key(path), "{} is new with {what}", path.display());
            }
            assert_calm(&said, &what);
            let goes_on = ours_too
                || [CACHE, ".external-links.json", ".external-links.json.new", "new/README.md", "new/CONTRIBUTING.md"]
                    .contains(&place.name);
            assert!(goes_on || said.code != 0, "{what}");
            // It is named, or the folder of ours that it lies in.
            let names = place.name.rsplit('/').take(if place.name.starts_with('.') { 2 } else { 1 });
            let told = format!("{}{}", said.stdout, said.stderr);
            assert!(ours_too || names.into_iter().any(|name| told.contains(name)), "{what}");
        }
    }
}

fn assert_calm(said: &Said, what: &str) {
    assert!((0..=2).contains(&said.code), "{what}");
    assert!(!said.stderr.contains("panicked") && !said.stderr.contains("os error"), "{what}");
}

/// What the table leaves out would not be tried: so nothing else writes.
#[test]
fn nothing_else_writes() {
    // With what each of them may: a folder that the user named, one made for the run, a file that the environment names.
    let allowed = [
        ("src/publish/target.rs", "create_dir_all"),
        ("src/cli/commands/new.rs", "create_dir_all"),
        ("src/cli/commands/new/site.rs", "create_dir_all"),
        ("src/cli/git.rs", "create_dir_all"),
        ("src/cli/git.rs", "OpenOptions"),
        ("src/cli/report.rs", "OpenOptions"),
    ];
    let writers = [
        "fs::write",
        "File::create",
        "create_dir",
        "fs::remove_",
        "fs::rename",
        "fs::copy",
        "hard_link",
        "OpenOptions",
        "File::options",
        "set_permissions",
        "DirBuilder",
        "NamedTempFile",
        "persist(",
        "mkdirat",
        "unlinkat",
    ];
    for entry in walkdir::WalkDir::new(crate::common::repository().join("src")).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(crate::common::repository()).unwrap().to_str().unwrap();
        if !path.ends_with(".rs") || path.starts_with("src/publish/held/") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//") && !line.starts_with("use ")) {
            let writes = writers.iter().find(|writer| line.contains(*writer));
            let may = |writer: &str| allowed.iter().any(|(file, what)| *file == path && what.starts_with(writer));
            assert!(writes.is_none_or(|writer| may(writer)), "{path} writes by itself: {line}");
        }
    }
}

/// A hard link is a second name of one file: to write into one is to write into the other.
#[test]
fn a_file_of_ours_with_a_second_name_elsewhere_is_replaced_and_not_written_into() {
    let outer = planted();
    let (root, victim) = (outer.path().join("site"), outer.path().join("victim"));
    assert_eq!(run(&root, &["build"]).code, 0);
    assert_eq!(run(&root, &["lock"]).code, 0);
    for (ours, name) in [("public/index.html", "page"), ("public/a/index.html", "other"), ("addresses.lock", "lock2")] {
        fs::hard_link(root.join(ours), victim.join(name)).unwrap();
    }
    let before = all(&victim);
    write(&root, "content/index.md", "# Home\n\n[B](b.md), in other words\n");
    write(&root, "content/b.md", "# B\n");
    write(&root, "content/a.md", "# A\n\n[B](b.md) [Home](index.md)\n");
    let said = run(&root, &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = run(&root, &["lock"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(all(&victim), before);
    assert!(fs::read_to_string(root.join("addresses.lock")).unwrap().contains("/b/"));
}

#[test]
fn links_in_a_staging_folder_of_ours_are_deleted_and_not_followed() {
    for left in ["site", "old"] {
        let outer = planted();
        let (root, victim) = (outer.path().join("site"), outer.path().join("victim"));
        write(&root, ".public.fingerpost/lock", format!("{STAGING_LINE}\n"));
        write(&root, &format!(".public.fingerpost/{left}/junk.txt"), "junk");
        symlink(&victim, root.join(".public.fingerpost").join(left).join("deeper")).unwrap();
        let before = all(&victim);
        let said = run(&root, &["build"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(all(&victim), before);
        assert!(!root.join(".public.fingerpost").exists());
        assert!(!root.join("public/junk.txt").exists(), "{left}");
    }
}

#[test]
fn an_output_folder_behind_a_link_in_the_site_is_refused_and_behind_one_of_the_users_it_is_not() {
    let outer = planted();
    let (root, victim) = (outer.path().join("site"), outer.path().join("victim"));
    symlink("../victim", root.join("out")).unwrap();
    symlink(".", root.join("circle")).unwrap();
    let before = all(outer.path());
    for out in ["out", "out/new", "out/new/deeper", "circle/out/new", "out/../out/new"] {
        let said = run(&root, &["build", "--out", out]);
        assert_eq!(said.code, 2, "{out}: {said:?}");
        assert!(said.stderr.contains("link"), "{out}: {said:?}");
        assert_eq!(
            all(&victim),
            before.iter().filter(|(path, _)| path.starts_with(&victim)).map(|(p, b)| (p.clone(), b.clone())).collect(),
            "{out}"
        );
    }
    // A site's folder may itself be reached by a link, and so may a folder beside it.
    symlink("site", outer.path().join("by-name")).unwrap();
    fs::create_dir(outer.path().join("disk")).unwrap();
    symlink("disk", outer.path().join("www")).unwrap();
    for (folder, out, there) in [
        ("by-name", "public", "site/public/index.html"),
        ("site", "../www", "disk/index.html"),
        ("site", "../www/help", "disk/help/index.html"),
    ] {
        let said = run(&outer.path().join(folder), &["build", "--out", out]);
        assert_eq!(said.code, 0, "{out}: {said:?}");
        assert!(outer.path().join(there).is_file(), "{out}");
    }
    assert!(outer.path().join("www").is_symlink(), "the link stays");
}

/// In a checkout, a link beside the site's folder came with it too.
#[test]
fn a_link_in_the_repository_around_the_site_is_not_followed() {
    let outer = planted();
    fs::create_dir(outer.path().join(".git")).unwrap();
    symlink("victim", outer.path().join("public")).unwrap();
    let before = all(&outer.path().join("victim"));
    let said = run(&outer.path().join("site"), &["build", "--out", "../public"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("link"), "{said:?}");
    assert_eq!(all(&outer.path().join("victim")), before);
}

#[test]
fn only_names_of_our_own_form_are_deleted_from_the_kept_pictures() {
    let outer = planted();
    let root = outer.path().join("site");
    let foreign = ["letter.txt", ".new-letter", "0123.webp", "notes/deep.txt", ".new-1-x"];
    for name in foreign {
        write(&root.join(CACHE), name, "mine");
    }
    let old = format!("{:032x}-{:032x}.400.webp", 1, 2);
    write(&root.join(CACHE), &old, "of a picture that no page shows any more");
    write(&root.join(CACHE), ".new-77-3", "half written");
    assert_eq!(run(&root, &["build"]).code, 0);
    for name in foreign {
        assert_eq!(fs::read(root.join(CACHE).join(name)).unwrap(), b"mine", "{name}");
    }
    assert!(!root.join(CACHE).join(old).exists() && !root.join(CACHE).join(".new-77-3").exists());
}
