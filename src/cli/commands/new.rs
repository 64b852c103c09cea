//! `fingerpost new`: a good start that passes `check --strict` as it is. Nothing that is there is ever overwritten.

use crate::cli::{Outcome, report, site_folder};
use crate::load::CONTENT;
use crate::problem::in_line;
use crate::source::slug;
use crate::{publish, schema};
use clap::{Args, ValueEnum};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
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

/// A drawing that the guide shows as well.
macro_rules! picture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/guide/content/contribute/", $name))
    };
}

/// The files of a new site, by their path below its folder.
const SITE: &[(&str, &str)] = &[
    ("site.yaml", include_str!("new/site.yaml")),
    ("content/index.md", include_str!("new/content/index.md")),
    ("content/getting-started.md", include_str!("new/content/getting-started.md")),
    ("content/can-i-come.tree.yaml", TREE),
    (".github/workflows/check.yml", include_str!("new/check.yml")),
    (".github/workflows/comment.yml", include_str!("new/comment.yml")),
    (".github/workflows/publish.yml", include_str!("new/publish.yml")),
    (".github/workflows/report.yml", include_str!("new/report.yml")),
    (".github/workflows/weekly.yml", include_str!("new/weekly.yml")),
    (".github/pictures/a-message.svg", picture!("a-message.svg")),
    (".github/pictures/way-of-a-change.svg", picture!("way-of-a-change.svg")),
    (".github/dependabot.yml", include_str!("new/dependabot.yml")),
    (".gitignore", "/public/\n/public-disk/\n/.*.fingerpost/\n/.fingerpost-cache/\n/.pages/\n/.external-links.json\n"),
];
/// What stands beside the site for those who come to its repository. Hosts make such files, too: one that is there stays.
const BESIDE: &[(&str, &str)] =
    &[("README.md", include_str!("new/readme.md")), ("CONTRIBUTING.md", include_str!("new/contributing.md"))];
/// Where a site keeps what its author's editor needs to complete keys, so that it works without a network.
const SCHEMAS: &str = ".schemas";
const TREE: &str = include_str!("new/tree.yaml");

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let path = &arguments.path;
    match arguments.what {
        What::Site => site(path),
        What::Article => file(&published(ending(path, ".md")), crate::render::NEW_ARTICLE),
        What::Tree => file(&published(ending(path, ".tree.yaml")), TREE),
    }
}

fn site(folder: &Path) -> Outcome {
    let mut names = SITE.iter().map(|(name, _)| *name).chain([SCHEMAS]);
    if let Some(name) = names.find(|name| folder.join(name).symlink_metadata().is_ok()) {
        return Outcome::CouldNotRun(format!("{} is there already; nothing was written", folder.join(name).display()));
    }
    if let Err(error) = fs::create_dir_all(folder) {
        return could_not(folder, &error);
    }
    let title = fs::canonicalize(folder).map_or_else(|_| title(folder), |whole| title(&whole));
    for (name, text) in SITE {
        let title = if name.ends_with(".tree.yaml") { "Can I come today?" } else { &title };
        let path = folder.join(name);
        let text = filled(text, title, Some(&"../".repeat(name.matches('/').count())));
        if let Err(error) = publish::make_new(folder, Path::new(name), &text) {
            return could_not(&path, &error);
        }
        report::say(&format!("{} is new.", path.display()));
    }
    for (name, text) in BESIDE {
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

/// The way to a new site from the top of the repository that it lies in, where it is not the top itself.
fn below_its_repository(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let top = folder.ancestors().find(|around| around.join(".git").symlink_metadata().is_ok())?;
    folder.strip_prefix(top).ok().filter(|below| *below != Path::new("")).map(Path::to_owned)
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
        return Outcome::CouldNotRun(format!("{} is there already; nothing was written", path.display()));
    }
    Outcome::CouldNotRun(format!("{} cannot be written: {error}", path.display()))
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
