//! `fingerpost new`: a good start that passes `check --strict` as it is. Nothing that is there is ever overwritten.

use super::{Outcome, report};
use crate::problem::in_line;
use crate::schema;
use crate::source::slug;
use clap::{Args, ValueEnum};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct Arguments {
    /// What to begin
    what: What,
    /// A site's folder, or the file of an article or a tree
    path: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// A folder with settings, two articles and a tree
    Site,
    /// A Markdown file
    Article,
    /// A decision tree
    Tree,
}

/// The files of a new site, by their path below its folder.
const SITE: &[(&str, &str)] = &[
    ("site.yaml", include_str!("new/site.yaml")),
    ("content/index.md", include_str!("new/content/index.md")),
    ("content/getting-started.md", include_str!("new/content/getting-started.md")),
    ("content/good-day.tree.yaml", TREE),
    (".github/workflows/check.yml", include_str!("new/check.yml")),
    (".github/workflows/publish.yml", include_str!("new/publish.yml")),
    (".gitignore", "/public/\n/.fingerpost-cache/\n/.external-links.json\n"),
];
/// Where a site keeps what its author's editor needs to complete keys, so that it works without a network.
const SCHEMAS: &str = ".schemas";
const TREE: &str = include_str!("new/tree.yaml");

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let path = &arguments.path;
    match arguments.what {
        What::Site => site(path),
        What::Article => file(&ending(path, ".md"), crate::render::NEW_ARTICLE),
        What::Tree => file(&ending(path, ".tree.yaml"), TREE),
    }
}

fn site(folder: &Path) -> Outcome {
    let mut names = SITE.iter().map(|(name, _)| *name).chain([SCHEMAS]);
    if let Some(name) = names.find(|name| folder.join(name).exists()) {
        return Outcome::CouldNotRun(format!("{} is there already; nothing was written", folder.join(name).display()));
    }
    let title = fs::canonicalize(folder).map_or_else(|_| title(folder), |whole| title(&whole));
    for (name, text) in SITE {
        let title = if name.ends_with(".tree.yaml") { "Is it a good day for a run?" } else { &title };
        let path = folder.join(name);
        if let Err(error) = write(&path, &filled(text, title, Some(&"../".repeat(name.matches('/').count())))) {
            return could_not(&path, &error);
        }
        report::say(&format!("{} is new.", path.display()));
    }
    for file in schema::File::ALL {
        let path = folder.join(SCHEMAS).join(format!("{}.json", file.name()));
        if let Err(error) = write(&path, &schema::text(file)) {
            return could_not(&path, &error);
        }
    }
    report::say(&format!("{} is new: your editor completes and explains keys by it.", folder.join(SCHEMAS).display()));
    let root = if folder == Path::new(".") { String::new() } else { format!(" --root {}", in_line(&quoted(folder))) };
    report::say_lines(&format!(
        "Now try:\n  fingerpost build{root}    write the site\n  fingerpost check{root}    look for mistakes\n  \
         fingerpost serve{root}    see it while you write"
    ));
    Outcome::Fine
}

fn file(path: &Path, text: &str) -> Outcome {
    match write(path, &filled(text, &title(path), way_to_site(path).as_deref())) {
        Ok(()) => {
            report::say(&format!("{} is new. `fingerpost check` tells what is wrong with it.", path.display()));
            Outcome::Fine
        }
        Err(error) => could_not(path, &error),
    }
}

fn could_not(path: &Path, error: &io::Error) -> Outcome {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Outcome::CouldNotRun(format!("{} is there already; nothing was written", path.display()));
    }
    Outcome::CouldNotRun(format!("{} cannot be written: {error}", path.display()))
}

/// Writes a file that is not there yet, its folders with it.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

/// The path with this ending, whether it was typed or not.
fn ending(path: &Path, ending: &str) -> PathBuf {
    let typed = path.to_string_lossy();
    let stem = typed.strip_suffix(ending).or_else(|| typed.strip_suffix(".yaml")).unwrap_or(&typed);
    PathBuf::from(format!("{stem}{ending}"))
}

/// `calf/how-far.tree.yaml` → `How far`.
fn title(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = name.strip_suffix(".tree.yaml").or_else(|| name.strip_suffix(".md")).unwrap_or(&name);
    let title = slug::spoken(stem.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_')));
    if title.is_empty() { "New site".to_owned() } else { title }
}

/// The way from a file to the folder of the site that it lies in; `None` where it lies in none.
fn way_to_site(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let mut above = path.ancestors().skip(1).enumerate();
    let (steps, _) = above.find(|(_, folder)| folder.join(crate::load::SETTINGS).exists())?;
    Some("../".repeat(steps))
}

/// The text with its title, and with the way to its schema where that is known.
fn filled(text: &str, title: &str, way: Option<&str>) -> String {
    let line = |file: schema::File| match way {
        Some(way) => format!("# yaml-language-server: $schema={way}{SCHEMAS}/{}.json\n", file.name()),
        None => String::new(),
    };
    let text = text.replace("{tree-schema}\n", &line(schema::File::Tree));
    titled(&text.replace("{site-schema}\n", &line(schema::File::Site)), title)
}

/// The text with its title; in YAML it stands in double quotes.
fn titled(text: &str, title: &str) -> String {
    let quoted = title.replace(char::is_control, " ").replace('\\', "\\\\").replace('"', "\\\"");
    text.replace("\"{title}\"", &format!("\"{quoted}\"")).replace("{title}", title)
}

/// The path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-~".contains(c));
    if plain { path.into_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
