//! `fingerpost diff`: what a reader of the site would notice between two versions of it.
//!
//! Takes: two revisions or folders. Gives: a report on standard output. Never: compares; [`diff`](crate::diff) does.

mod held;

use crate::cli::{Outcome, git, report, site_folder};
use crate::diff::report::{Pictures, html, markdown};
use crate::diff::{self, Alarm, Changes, FileBytes, FileFate, Paired, Parted};
use crate::load::git::Repository;
use crate::load::{self, Attachment, Inputs};
use crate::problem::printed;
use crate::source::SitePath;
use crate::{Choices, Memory, Plan};
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The version before: a site's folder, or a git revision such as main or HEAD~1; or both, as main..topic or main...topic
    old: String,
    /// The version after: likewise
    new: Option<String>,
    /// The site's folder whose revisions are meant
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::reader())]
    root: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// Exit with 1 if there is such a change; the report is printed all the same
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    fail_on: Vec<Failure>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Failure {
    /// Somebody may get help later than before, or nobody can tell
    LessUrgent,
    /// A check, a test, a rule or another guard is weaker or gone
    Guard,
    /// An address no longer works, or a place in a page, such as a heading, is no longer reached by its own
    Vanished,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// For a review
    #[default]
    Markdown,
    /// One object, for machines
    Json,
    /// One file that opens in a browser by itself, with the changed pages and trees before and after
    Html,
}

/// A version of a site, read and planned.
pub(super) struct Version {
    pub(super) inputs: Inputs,
    pub(super) plan: Plan,
    /// What it comes to as it was read, where files are shown as the other version has them.
    read: Option<Plan>,
    /// Paths of a revision that are no plain files.
    pub(super) left_out: Vec<String>,
    /// Where it lies; a revision is gone with this.
    pub(super) folder: PathBuf,
    /// Which commit it is, if it is one.
    commit: Option<String>,
    _kept: Option<TempDir>,
}

impl Version {
    fn shown(&self) -> diff::Version<'_> {
        let read = self.read.as_ref().unwrap_or(&self.plan);
        diff::Version { inputs: &self.inputs, plan: &self.plan, read, left_out: &self.left_out }
    }

    /// The bytes of a picture or file.
    fn bytes(&self, file: &Attachment) -> Option<Vec<u8>> {
        self.folder.canonicalize().and_then(|root| load::attachment(&root, &file.disk)).ok()
    }
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let read = |name: &str| version(&arguments.root, name);
    let names = match named(arguments) {
        Ok(names) => names,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    let (old, new) = match (read(&names[0]), read(&names[1])) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(why), _) | (_, Err(why)) => return Outcome::CouldNotRun(why),
    };
    if let Some(why) = no_site(&old, &new, &arguments.root) {
        return Outcome::CouldNotRun(why);
    }
    let (old, new) = held::held(old, new);
    let mut bytes = file_bytes(&old, &new);
    let commits = old.commit.as_deref().zip(new.commit.as_deref());
    let history = git::repository(&arguments.root).zip(commits);
    if let Some((repository, (before, after))) = &history {
        bytes.workflows = git::workflows(repository, [before, after]);
    }
    let paired = Paired::of(&old.plan.site, &new.plan.site, &bytes);
    let mut changes = diff::diff(old.shown(), new.shown(), &paired, &bytes);
    if let Some((repository, (before, after))) = history.filter(|_| !changes.is_empty()) {
        let fork = repository.fork(before, after).filter(|fork| fork != before && fork != after);
        let [old, new] = names;
        changes.parted = fork.map(|fork| Parted { old, new, at: fork[..SHORT].to_owned() });
    }
    match arguments.format {
        Form::Markdown => report::print(&markdown(&changes)),
        Form::Json => {
            let text = serde_json::to_string_pretty(&changes).expect("words and numbers always serialise") + "\n";
            report::print_as_it_is(&printed::in_json(&text));
        }
        Form::Html => {
            let pictures = pictures(&changes, &old, &new);
            report::print(&html(&changes, old.shown(), new.shown(), &paired, &pictures));
        }
    }
    let fails = arguments.fail_on.iter().any(|failure| {
        changes.alarms(match failure {
            Failure::LessUrgent => Alarm::LessUrgent,
            Failure::Guard => Alarm::Guard,
            Failure::Vanished => Alarm::Vanished,
        })
    });
    if fails { Outcome::ProblemsFound } else { Outcome::Fine }
}

/// What both versions are called. `A..B` is A and B; `A...B` is where B began to differ from A, and B; nothing is `HEAD`: as git
/// has it.
fn named(arguments: &Arguments) -> Result<[String; 2], String> {
    let written = &arguments.old;
    if let Some(new) = &arguments.new {
        return Ok([written.clone(), new.clone()]);
    }
    let side = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    let both = |dots: &str| {
        let (old, new) = written.split_once(dots)?;
        (!old.starts_with('.') && !new.starts_with(['.', '/'])).then(|| [side(old), side(new)])
    };
    let Some([old, new]) = both("...") else {
        return both("..").ok_or_else(|| {
            format!("`{written}` is one version, and two are compared: `fingerpost diff main HEAD`, or `fingerpost diff main...HEAD`")
        });
    };
    let Some(repository) = git::repository(&arguments.root) else {
        return Err(format!("`{written}` names git revisions, and {} lies in no repository", arguments.root.display()));
    };
    let commit = |name: &str| {
        repository.commit(name).ok_or_else(|| format!("`{name}` is no git revision of {}", arguments.root.display()))
    };
    let fork = repository.fork(&commit(&old)?, &commit(&new)?);
    fork.map(|fork| [fork, new.clone()]).ok_or_else(|| {
        format!("`{old}` and `{new}` have no commit in common that this clone knows, so `{written}` has no beginning")
    })
}

/// So many signs of a commit's id are shown.
const SHORT: usize = 12;

/// Where neither version has a site, another folder was meant.
fn no_site(old: &Version, new: &Version, root: &Path) -> Option<String> {
    if [old, new].iter().any(|version| is_site(&version.folder)) {
        return None;
    }
    let sites = || Some(git::sites(&git::repository(root)?, new.commit.as_deref()?));
    let here = if root == Path::new(".") { String::new() } else { format!("{}/", root.display()) };
    let help = match sites().unwrap_or_default().first() {
        Some(site) => format!("There is one in `{here}{site}`: add `--root {here}{site}`."),
        None => "Name the site's folder with `--root`.".to_owned(),
    };
    Some(format!("neither version has a site in this folder, for there is no `site.yaml` and no `content`. {help}"))
}

/// Reads a version: a revision if git knows one of this name, else a folder. What is meant to be a folder in any case is written
/// like one, `./main`: a stranger can put a folder called like a branch into the site, and would hide all changes with it.
pub(super) fn version(root: &Path, name: &str) -> Result<Version, String> {
    let folder = PathBuf::from(name);
    let written_as_folder = folder.is_absolute() || name.starts_with("./") || name.starts_with("../");
    let repository = if written_as_folder { None } else { git::repository(root) };
    let unknown = || {
        let shallow = repository.as_ref().is_some_and(Repository::is_shallow);
        let more = if shallow {
            ": this clone has only the newest commits. `git fetch --unshallow` brings the others; in a workflow, `fetch-depth: 0` \
             of `actions/checkout` does"
        } else {
            ""
        };
        format!("`{name}` is neither a folder nor a git revision of {}{more}", root.display())
    };
    let found = repository.as_ref().and_then(|repository| Some((repository.commit(name)?, repository)));
    let Some((commit, repository)) = found else {
        return if folder.is_dir() && !is_site(&folder) {
            Err(format!("{} is a folder without a site: it holds neither `site.yaml` nor `content`", folder.display()))
        } else if folder.is_dir() {
            planned(folder, Vec::new(), None)
        } else {
            Err(unknown())
        };
    };
    let kept = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let left_out = git::write_site(repository, &commit, kept.path())
        .map_err(|error| format!("`{name}` cannot be read out of git: {error}"))?;
    // What lies in a temporary folder has its place in the repository all the same.
    let place = load::InRepository::of(repository);
    planned(kept.path().to_owned(), left_out, Some((kept, commit, place)))
}

/// Whether there is anything of a site in a folder. Every other one would be compared as a site that has lost all its pages.
pub(super) fn is_site(folder: &Path) -> bool {
    [load::SETTINGS, load::CONTENT].iter().any(|part| folder.join(part).exists())
}

fn planned(
    folder: PathBuf,
    left_out: Vec<String>,
    revision: Option<(TempDir, String, load::InRepository)>,
) -> Result<Version, String> {
    let (mut inputs, problems) = load::load(&folder).map_err(|unreadable| unreadable.to_string())?;
    // When a file was changed is known of a folder and not of a revision: it would differ on every page.
    inputs.changes = Arc::default();
    let (kept, commit) = match revision {
        Some((kept, commit, place)) => {
            inputs.in_repository = place;
            (Some(kept), Some(commit))
        }
        None => (None, None),
    };
    let plan =
        crate::plan(&inputs, problems, &Choices { plain_code: true, ..Choices::default() }, &mut Memory::default());
    Ok(Version { inputs, plan, read: None, left_out, folder, commit, _kept: kept })
}

/// The pictures and files of a version, those that are published as they are among them.
pub(super) fn files(version: &Version) -> impl Iterator<Item = &Attachment> {
    let inputs = &version.inputs;
    inputs.files.iter().chain(&inputs.downloads).chain(&inputs.statics)
}

/// The pictures and files of both versions that have other bytes, and those that are elsewhere with the same.
fn file_bytes(old: &Version, new: &Version) -> FileBytes {
    let by_path = |version: &'_ Version| files(version).map(|file| (file.path.clone(), file.clone())).collect();
    let (before, after): (BTreeMap<SitePath, Attachment>, BTreeMap<SitePath, Attachment>) =
        (by_path(old), by_path(new));
    let mut out = FileBytes::default();
    for (path, file) in &after {
        let Some(was) = before.get(path) else { continue };
        if was.size != file.size || old.bytes(was) != new.bytes(file) {
            out.differing.insert(path.clone());
        }
    }
    for path in before.keys().chain(after.keys()).filter(|path| diff::governs(path)) {
        let text = |version: &Version, file: Option<&Attachment>| {
            let bytes = file.filter(|file| file.size <= LONGEST).and_then(|file| version.bytes(file));
            bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
        };
        out.texts.insert(path.to_string(), [text(old, before.get(path)), text(new, after.get(path))]);
    }
    let mut gone: BTreeMap<u64, Vec<&Attachment>> = BTreeMap::new();
    for file in before.values().filter(|file| !after.contains_key(&file.path)) {
        gone.entry(file.size).or_default().push(file);
    }
    for file in after.values().filter(|file| !before.contains_key(&file.path)) {
        let Some(alike) = gone.get_mut(&file.size) else { continue };
        let bytes = new.bytes(file);
        // Of several, the one of the same name.
        alike.sort_by_key(|was| was.path.file_name() != file.path.file_name());
        if let Some(at) = alike.iter().position(|was| old.bytes(was) == bytes) {
            out.moved.insert(alike.remove(at).path.clone(), file.path.clone());
        }
    }
    out
}

/// More pictures than this are not read: they would not be shown.
const PICTURES: usize = 40;

/// The bytes of the pictures that changed, as far as they may be shown.
fn pictures(changes: &Changes, old: &Version, new: &Version) -> Pictures {
    let shown = changes.files.iter().filter(|file| file.what != FileFate::Moved).take(PICTURES);
    let mut out = Pictures::default();
    for file in shown {
        for (version, into) in [(old, &mut out.before), (new, &mut out.after)] {
            let found = files(version).find(|known| known.path.as_str() == file.path);
            if let Some(bytes) = found.filter(|found| found.size <= LARGEST).and_then(|found| version.bytes(found)) {
                into.insert(SitePath::from(file.path.as_str()), bytes);
            }
        }
    }
    out
}

/// Of a file that hosts and browsers go by, a longer text is not shown.
const LONGEST: u64 = 1 << 20;
/// A picture of more bytes is not read.
const LARGEST: u64 = 32 << 20;
