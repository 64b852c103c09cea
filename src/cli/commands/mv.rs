//! `fingerpost mv`: moves or renames something of a site, with all that names it. What will be written is shown first.

use crate::cli::{Calendar, Outcome, report, site_folder};
use crate::load;
use crate::moving::{self, Moved, What, changed_lines};
use crate::publish::{NewText, NotReplaced, Rename, replace_all};
use crate::source::SitePath;
use clap::Args;
use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// What is moved: content/a.md, a folder, a picture, content/a.md#heading, content/t.tree.yaml#question, glossary:Term, @key
    old: String,
    /// Where it is to be, or what it is to be called, in the same form; a folder that is there takes it in
    new: String,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::reader())]
    root: PathBuf,
    /// Only show what would be written
    #[arg(long)]
    dry_run: bool,
    /// Write it without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    calendar: Calendar,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let root = &arguments.root;
    let refused = |why: String| Outcome::CouldNotRun(format!("nothing is moved: {why}"));
    let what = match moving::read(&arguments.old, &arguments.new).and_then(|what| at_its_place(what, arguments)) {
        Ok(what) => what,
        Err(why) => return refused(why),
    };
    let (inputs, problems) = match load::load(root) {
        Ok(loaded) => loaded,
        Err(unreadable) => return Outcome::CouldNotRun(unreadable.to_string()),
    };
    let moved = match moving::moved(&inputs, &problems, &what, arguments.calendar.today()) {
        Ok(moved) => moved,
        Err(why) => return refused(why),
    };
    show(&moved);
    if arguments.dry_run {
        report::say("Nothing was written.");
        return Outcome::Fine;
    }
    if !arguments.yes {
        if !stdin().is_terminal() {
            report::say("Nothing was written, since there is nobody to ask: `--yes` writes it.");
            return Outcome::ProblemsFound;
        }
        report::say("Write this? [y/N]");
        let mut answer = String::new();
        let said = stdin().read_line(&mut answer);
        if said.is_err() || !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            report::say("Nothing was written.");
            return Outcome::ProblemsFound;
        }
    }
    match write(root, &moved) {
        Ok(()) => {
            report::say(&told(&moved));
            Outcome::Fine
        }
        Err(error) => refused(error.to_string()),
    }
}

/// A folder that is there takes the file in; the places between the site's folder and it must be the site's own.
fn at_its_place(what: What, arguments: &Arguments) -> Result<What, String> {
    let What::File { old, new } = what else { return Ok(what) };
    let root = &arguments.root;
    let is_folder = |path: &SitePath| root.join(path.as_str()).is_dir();
    // A disk of macOS or Windows does not tell `a.md` from `A.md`: that is the file itself.
    let is_itself = old.as_str().to_lowercase() == new.as_str().to_lowercase()
        && same_file::is_same_file(root.join(old.as_str()), root.join(new.as_str())).unwrap_or(false);
    let into = !is_itself && (is_folder(&new) || arguments.new.ends_with('/') && !is_folder(&old));
    let new: SitePath = if into { format!("{new}/{}", old.file_name()).into() } else { new };
    let own = |path: &SitePath| site_folder::is_a_part(Path::new(path.as_str()));
    let folders = root.join(load::CONTENT).is_dir();
    let outside = folders && (!own(&old) || !own(&new));
    if outside || [load::CONTENT, load::STATIC].contains(&old.as_str()) {
        return Err(format!("only what lies in `{}` or `{}` is moved", load::CONTENT, load::STATIC));
    }
    if old == new {
        return Err("both names are the same".to_owned());
    }
    if !root.join(old.as_str()).exists() {
        return Err(format!("there is no `{old}`"));
    }
    if !is_itself && root.join(new.as_str()).symlink_metadata().is_ok() {
        return Err(format!("there is something at `{new}` already"));
    }
    Ok(What::File { old, new })
}

fn show(moved: &Moved) {
    if let Some((old, new)) = &moved.renamed {
        report::print(&format!("rename {old}\n    to {new}\n"));
    }
    for (path, before, after) in &moved.texts {
        let name = if before.path == *path { path.to_string() } else { format!("{} → {path}", before.path) };
        report::print(&format!("\n{name}\n{}", changed_lines(&before.text, after)));
    }
}

fn told(moved: &Moved) -> String {
    let files = match moved.texts.len() {
        1 => "1 file was edited".to_owned(),
        count => format!("{count} files were edited"),
    };
    match moved.kept.len() {
        0 => format!("Done: {files}."),
        1 => format!("Done: {files}. `{}` leads on.", moved.kept[0]),
        count => format!("Done: {files}. `{}` and {} more old addresses lead on.", moved.kept[0], count - 1),
    }
}

fn write(root: &Path, moved: &Moved) -> Result<(), NotReplaced> {
    let texts: Vec<NewText> = moved
        .texts
        .iter()
        .map(|(_, before, after)| NewText {
            path: before.path.as_str().into(),
            before: before.text.clone(),
            after: after.clone(),
        })
        .collect();
    let renamed = moved.renamed.as_ref();
    let rename = renamed.map(|(old, new)| Rename { old: old.as_str().into(), new: new.as_str().into() });
    replace_all(root, &texts, rename.as_ref())
}
