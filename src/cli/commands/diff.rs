//! `fingerpost diff`: what a reader of the site would notice between two versions of it.

use crate::cli::{Outcome, git, report};
use crate::load::{self, Attachment, Inputs};
use crate::problem::{Severity, printed};
use crate::source::SitePath;
use crate::{Choices, Memory, Plan, diff};
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The version before: a site's folder, or a git revision such as main or HEAD~1
    old: String,
    /// The version after: likewise
    new: String,
    /// The site's folder whose revisions are meant
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// For a review
    #[default]
    Markdown,
    /// One object, for machines
    Json,
}

/// A version of a site, read and planned.
pub(super) struct Version {
    pub(super) inputs: Inputs,
    pub(super) plan: Plan,
    /// Where it lies; a revision is gone with this.
    pub(super) folder: PathBuf,
    _kept: Option<TempDir>,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let read = |name: &str| version(&arguments.root, name);
    let (old, new) = match (read(&arguments.old), read(&arguments.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(why), _) | (_, Err(why)) => return Outcome::CouldNotRun(why),
    };
    for (name, version) in [(&arguments.old, &old), (&arguments.new, &new)] {
        let errors = version.plan.problems.iter().filter(|p| p.severity == Severity::Error).count();
        if errors > 0 {
            let errors = report::many(errors, "error");
            report::say(&format!("`{name}` has {errors} and would not be published; what can be read is compared."));
        }
    }
    let changes = diff::diff(&old.plan.site, &new.plan.site, &differing(&old, &new));
    match arguments.format {
        Form::Markdown => report::print(&diff::markdown(&changes)),
        Form::Json => {
            let text = serde_json::to_string_pretty(&changes).expect("words and numbers always serialise") + "\n";
            report::print_as_it_is(&printed::in_json(&text));
        }
    }
    Outcome::Fine
}

/// Reads a version: a revision if git knows one of this name, else a folder. What is meant to be a folder in any case is written
/// like one, `./main`: a stranger can put a folder called like a branch into the site, and would hide all changes with it.
pub(super) fn version(root: &Path, name: &str) -> Result<Version, String> {
    let folder = PathBuf::from(name);
    let written_as_folder = folder.is_absolute() || name.starts_with("./") || name.starts_with("../");
    let repository = if written_as_folder { None } else { git::repository(root) };
    let found = repository.and_then(|repository| Some((repository.commit(name)?, repository)));
    let Some((commit, repository)) = found else {
        return if folder.is_dir() && !is_site(&folder) {
            Err(format!("{} is a folder without a site: it holds neither `site.yaml` nor `content`", folder.display()))
        } else if folder.is_dir() {
            planned(folder, None)
        } else {
            Err(format!("`{name}` is neither a folder nor a git revision of {}", root.display()))
        };
    };
    let kept = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let left_out = git::write_site(&repository, &commit, kept.path())
        .map_err(|error| format!("`{name}` cannot be read out of git: {error}"))?;
    for path in left_out {
        report::say(&format!("`{path}` of `{name}` is left out: it is no plain file inside the site."));
    }
    planned(kept.path().to_owned(), Some(kept))
}

/// Whether there is anything of a site in a folder. Every other one would be compared as a site that has lost all its pages.
fn is_site(folder: &Path) -> bool {
    [load::SETTINGS, load::CONTENT].iter().any(|part| folder.join(part).exists())
}

fn planned(folder: PathBuf, kept: Option<TempDir>) -> Result<Version, String> {
    let (inputs, problems) = load::load(&folder).map_err(|unreadable| unreadable.to_string())?;
    let plan = crate::plan(&inputs, problems, &Choices::default(), &mut Memory::default());
    Ok(Version { inputs, plan, folder, _kept: kept })
}

/// The pictures and files of both versions that have other bytes.
fn differing(old: &Version, new: &Version) -> BTreeSet<SitePath> {
    let by_path: BTreeMap<&SitePath, &Attachment> = old.inputs.files.iter().map(|file| (&file.path, file)).collect();
    let bytes = |version: &Version, file: &Attachment| {
        version.folder.canonicalize().and_then(|root| load::attachment(&root, &file.disk)).ok()
    };
    let differ = |file: &&Attachment| {
        let before = by_path.get(&file.path);
        before.is_some_and(|before| before.size != file.size || bytes(old, before) != bytes(new, file))
    };
    new.inputs.files.iter().filter(differ).map(|file| file.path.clone()).collect()
}
