//! The folder of a new site: settings, samples for what it is for, and what its host and its helpers need.

use super::kind::Kind;
use super::{SCHEMAS, already, ask, could_not, filled, quoted, title, titled};
use crate::cli::{Outcome, report};
use crate::problem::in_line;
use crate::{publish, schema};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A drawing that the guide shows as well.
macro_rules! picture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/guide/content/contribute/", $name))
    };
}

/// What every site with samples has besides them, by its path below the folder.
const SITE: &[(&str, &str)] = &[
    ("site.yaml", include_str!("site.yaml")),
    ("content/index.md", include_str!("index.md")),
    ("content/getting-started.md", include_str!("getting-started.md")),
    (".github/workflows/check.yml", include_str!("workflows/check.yml")),
    (".github/workflows/comment.yml", include_str!("workflows/comment.yml")),
    (".github/workflows/publish.yml", include_str!("workflows/publish.yml")),
    (".github/workflows/report.yml", include_str!("workflows/report.yml")),
    (".github/workflows/weekly.yml", include_str!("workflows/weekly.yml")),
    (".github/pictures/a-message.svg", picture!("a-message.svg")),
    (".github/pictures/way-of-a-change.svg", picture!("way-of-a-change.svg")),
    (".github/dependabot.yml", include_str!("workflows/dependabot.yml")),
    (".gitignore", IGNORED),
];
/// Beside notes that are there already, nothing is put among them.
const AROUND_NOTES: &[(&str, &str)] = &[("site.yaml", include_str!("notes.yaml"))];
/// What stands beside the site for those who come to its repository. Hosts make such files, too: one that is there stays.
const BESIDE: &[(&str, &str)] =
    &[("README.md", include_str!("readme.md")), ("CONTRIBUTING.md", include_str!("contributing.md"))];
const BESIDE_NOTES: &[(&str, &str)] = &[(".gitignore", IGNORED)];
const IGNORED: &str =
    "/public/\n/public-disk/\n/.*.fingerpost/\n/.fingerpost-cache/\n/.pages/\n/.external-links.json\n";

/// Begins a site, or nothing at all where any of its files is there.
pub(super) fn begin(folder: &Path, called: Option<&str>, kind: Option<Kind>) -> Outcome {
    let is_there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    if let Some(there) = ["site.yaml", SCHEMAS].into_iter().find(|name| is_there(name)) {
        return already(&folder.join(there));
    }
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let likely = if has_notes(folder) { Kind::Notes } else { Kind::Club };
    let (title, kind) = ask::missing(called, kind, (&title(&whole), likely));
    let sample = kind.sample();
    let (files, beside) = if sample.is_some() { (SITE, BESIDE) } else { (AROUND_NOTES, BESIDE_NOTES) };
    let tree = sample.as_ref().map(|sample| (format!("content/{}", sample.file), sample));
    let names = files.iter().map(|(name, _)| *name).chain(tree.iter().map(|(name, _)| name.as_str()));
    if let Some(there) = names.into_iter().find(|name| is_there(name)) {
        return already(&folder.join(there));
    }
    if let Err(error) = fs::create_dir_all(folder) {
        return could_not(folder, &error);
    }
    let written = |name: &str, text: &str, title: &str| {
        let text = filled(text, title, Some(&"../".repeat(name.matches('/').count())));
        publish::make_new(folder, Path::new(name), &text)
            .map(|()| report::say(&format!("{} is new.", folder.join(name).display())))
            .map_err(|error| could_not(&folder.join(name), &error))
    };
    for (name, text) in files {
        if let Err(outcome) = written(name, &told(text, kind, folder), &title) {
            return outcome;
        }
    }
    if let Some((name, sample)) = &tree
        && let Err(outcome) = written(name, sample.text, sample.title)
    {
        return outcome;
    }
    for (name, text) in beside {
        let path = folder.join(name);
        match publish::make_new(folder, Path::new(name), &titled(text, &title)) {
            Ok(()) => report::say(&format!("{} is new.", path.display())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                report::say(&format!("{} is there already, and stays as it is.", path.display()));
            }
            Err(error) => return could_not(&path, &error),
        }
    }
    for file in schema::File::ALL {
        let below = Path::new(SCHEMAS).join(format!("{}.json", file.name()));
        if let Err(error) = publish::make_new(folder, &below, &schema::text(file)) {
            return could_not(&folder.join(below), &error);
        }
    }
    report::say(&format!("{} is new: your editor completes and explains keys by it.", folder.join(SCHEMAS).display()));
    if let Some(below) = below_its_repository(folder) {
        let below = in_line(&quoted(&below)).into_owned();
        report::say_lines(&format!(
            "This folder is not the top of its repository, and GitHub runs only the workflows there:\n  \
             move {below}/.github to the top, put `--root {below}` behind each `fingerpost build`, `check` and `report` in it,\n  \
             and {below}/ before each path under `paths`."
        ));
    }
    let root = if folder == Path::new(".") { String::new() } else { format!(" --root {}", in_line(&quoted(folder))) };
    report::say_lines(&format!(
        "Now try:\n  fingerpost build{root}    write the site\n  fingerpost check{root}    look for mistakes\n  \
         fingerpost serve{root}    see it while you write"
    ));
    Outcome::Fine
}

/// Whether notes lie in the folder itself, or it is a vault. What a host puts beside a repository is none.
fn has_notes(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_note = |name: &str| name.ends_with(".md") && !["README.md", "CONTRIBUTING.md"].contains(&name);
    names.any(|name| name == ".obsidian" || is_note(&name))
}

/// The text with what the site's kind says.
fn told(text: &str, kind: Kind, folder: &Path) -> String {
    // Obsidian's folder, and the settings of another program, say themselves whose notes these are.
    let is_known = folder.join(".obsidian").exists();
    let open = "# The keys of other programs are left alone, and what leads nowhere is no error:\nfront_matter: open\n";
    let text = text.replace("{open}\n", if is_known { "" } else { open });
    let text = text.replace("{description}", kind.description());
    match kind.sample() {
        Some(sample) => text.replace("{tree}", sample.title).replace("{file}", sample.file),
        None => text,
    }
}

/// The way to a new site from the top of the repository that it lies in, where it is not the top itself.
fn below_its_repository(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let top = folder.ancestors().find(|around| around.join(".git").symlink_metadata().is_ok())?;
    folder.strip_prefix(top).ok().filter(|below| *below != Path::new("")).map(Path::to_owned)
}
