//! `fingerpost new`: a good start that passes `check --strict` as it is.
//!
//! Takes: what is begun, where, and what it is called; what is not said is asked, where somebody can answer. Gives: files.
//! Never: writes over anything that is there.

mod ask;
mod kind;
mod site;

use crate::cli::{Outcome, report, site_folder};
use crate::load::CONTENT;
use crate::source::slug;
use crate::{publish, schema};
use clap::{Args, ValueEnum};
use kind::Kind;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// What to begin
    what: What,
    /// A site's folder, or the file of an article or a tree
    path: PathBuf,
    /// What it is called; else its path says it
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// What a site is for; else it is asked, where somebody can answer
    #[arg(long, value_enum)]
    kind: Option<Kind>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// A folder with settings, two articles and a tree
    Site,
    /// A Markdown file
    Article,
    /// A decision tree
    Tree,
}

/// Where a site keeps what its author's editor needs to complete keys, so that it works without a network.
const SCHEMAS: &str = ".schemas";

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let (path, title) = (&arguments.path, arguments.title.as_deref());
    if arguments.kind.is_some() && arguments.what != What::Site {
        return Outcome::CouldNotRun("`--kind` says what a site is for: `fingerpost new site`".to_owned());
    }
    match arguments.what {
        What::Site => site::begin(path, title, arguments.kind),
        What::Article => file(&published(ending(path, ".md")), crate::render::NEW_ARTICLE, title),
        What::Tree => file(&published(ending(path, ".tree.yaml")), kind::TREE, title),
    }
}

fn file(path: &Path, text: &str, called: Option<&str>) -> Outcome {
    let title = called.map_or_else(|| title(path), str::to_owned);
    match write(path, &filled(text, &title, way_to_site(path).as_deref())) {
        Ok(()) => {
            report::say(&format!("{} is new. `fingerpost check` tells what is wrong with it.", path.display()));
            Outcome::Fine
        }
        Err(error) => could_not(path, &error),
    }
}

/// Where a file of this path is published from: below `content`, for somebody who stands in the site's folder and says only the rest.
fn published(path: PathBuf) -> PathBuf {
    let Ok(whole) = std::path::absolute(&path) else { return path };
    let Some((site, below)) = site_folder::around(&whole).and_then(|site| Some((site, whole.strip_prefix(site).ok()?)))
    else {
        return path;
    };
    let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || site_folder::is_a_part(below) || !site.join(CONTENT).is_dir() {
        return path;
    }
    let moved = site.join(CONTENT).join(below);
    let here = std::env::current_dir().ok();
    here.and_then(|here| Some(moved.strip_prefix(here).ok()?.to_owned())).unwrap_or(moved)
}

fn could_not(path: &Path, error: &io::Error) -> Outcome {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return already(path);
    }
    Outcome::CouldNotRun(format!("{} cannot be written: {error}", path.display()))
}

fn already(path: &Path) -> Outcome {
    Outcome::CouldNotRun(format!("{} is there already; nothing was written", path.display()))
}

/// Writes a file that is not there yet, its folders with it. Below a site's folder no link is followed: it may have come with the
/// site. Elsewhere the path is the user's own word.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let whole = std::path::absolute(path)?;
    let plain = |below: &&Path| below.components().all(|part| matches!(part, Component::Normal(_)));
    if let Some(site) = site_folder::around(&whole)
        && let Some(below) = whole.strip_prefix(site).ok().filter(plain)
    {
        return publish::make_new(site, below, text);
    }
    let (Some(folder), Some(name)) = (whole.parent(), whole.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(folder)?;
    publish::make_new(folder, name.as_ref(), text)
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
    let steps = path.parent()?.strip_prefix(site_folder::around(&path)?).ok()?.components().count();
    Some("../".repeat(steps))
}

/// The text with its title, and with the way to its schema where that is known.
fn filled(text: &str, title: &str, way: Option<&str>) -> String {
    let line = |file: schema::File| match way {
        Some(way) => format!("# yaml-language-server: $schema={way}{SCHEMAS}/{}.json\n", file.name()),
        None => String::new(),
    };
    let text = text.replace("{fingerpost}", &action()).replace("{tree-schema}\n", &line(schema::File::Tree));
    titled(&text.replace("{site-schema}\n", &line(schema::File::Site)), title)
}

/// What a workflow writes to use this version of the program. A release's own build knows the commit that the version is, and names
/// that: a tag may be moved, a commit may not.
fn action() -> String {
    let repository = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    let version = env!("CARGO_PKG_VERSION");
    match option_env!("FINGERPOST_COMMIT") {
        Some(commit) => format!("{repository}@{commit} # v{version}"),
        None => format!("{repository}@v{version}"),
    }
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
