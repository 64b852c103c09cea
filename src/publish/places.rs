//! Every path that the program writes, in one table.
//!
//! Takes: nothing. Gives: [`PLACES`], and the names themselves for those who write there.
//! Never: leaves one out: `tests/suite/build/planted.rs` walks the table, plants links and foreign files at each name, and holds that
//! no other code writes.

use crate::load::LOCK;
use std::ffi::{OsStr, OsString};

/// Where made pictures are kept, below the site's folder.
pub const CACHE: &str = ".fingerpost-cache";
/// Where it is kept which outside addresses were there.
pub const EXTERNAL: &str = ".external-links.json";
/// The staging folder in an output folder on which a file system is mounted.
pub const STAGING_INSIDE: &str = ".fingerpost-staging";

/// The staging folder beside an output folder of this name.
pub(super) fn staging(out: &OsStr) -> OsString {
    let mut name = OsString::from(".");
    name.push(out);
    name.push(".fingerpost");
    name
}

/// The file beside another, in which its new text is written.
pub(super) fn beside(name: &str) -> String {
    format!("{name}.new")
}

/// In whose folder a path lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The site's, which may have come with a checkout.
    Site,
    /// One that is made new for the run, with a name that nobody knows before.
    Temporary,
    /// One that the environment names.
    Environment,
}

/// How what stands there is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A folder of ours changes places with another; our marker is in it.
    Exchanged,
    /// A folder of ours is filled and emptied; our line is in its lock.
    Staged,
    /// A folder that is filled; in it only names of our own form are replaced or deleted. Without it the program does as well.
    Kept,
    /// A new file takes its place; the old one is not opened.
    Renamed,
    /// It is made new, and stays if anything is there.
    MadeNew,
    /// A line is added.
    Appended,
}

/// A path that the program writes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Below its folder.
    pub name: &'static str,
    /// Whose folder that is.
    pub whose: Whose,
    /// How it is replaced.
    pub how: How,
    /// The command that writes it, run in the site's folder.
    pub by: &'static [&'static str],
}

const fn site(name: &'static str, how: How, by: &'static [&'static str]) -> Place {
    Place { name, whose: Whose::Site, how, by }
}

/// All of them. `public` stands for any output folder.
pub const PLACES: &[Place] = &[
    site("public", How::Exchanged, &["build"]),
    site(".public.fingerpost", How::Staged, &["build"]),
    site(".public.fingerpost/lock", How::Staged, &["build"]),
    site(".public.fingerpost/site", How::Staged, &["build"]),
    site(".public.fingerpost/old", How::Staged, &["build"]),
    site(CACHE, How::Kept, &["build"]),
    site(LOCK, How::Renamed, &["lock"]),
    site("addresses.lock.new", How::Renamed, &["lock"]),
    // `mv` writes into the files of the site that its user names, and beside each of them.
    site("content/.index.md.fingerpost-new", How::Renamed, &["mv", "content/a.md", "content/moved.md", "--yes"]),
    site("content/.a.md.fingerpost-new", How::Renamed, &["mv", "content/a.md", "content/moved.md", "--yes"]),
    site(EXTERNAL, How::Renamed, &["check", "--external"]),
    site(".external-links.json.new", How::Renamed, &["check", "--external"]),
    // Beside any text of the site that is mended, and moved into its name.
    site("content/.a.md.fingerpost-new", How::Renamed, &["check", "--fix"]),
    site("new/site.yaml", How::MadeNew, &["new", "site", "new"]),
    site("new/content", How::MadeNew, &["new", "site", "new"]),
    site("new/content/index.md", How::MadeNew, &["new", "site", "new"]),
    site("new/content/getting-started.md", How::MadeNew, &["new", "site", "new"]),
    site("new/content/can-i-come.tree.yaml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/workflows", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/dependabot.yml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/workflows/check.yml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/workflows/comment.yml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/workflows/publish.yml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/workflows/report.yml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/workflows/weekly.yml", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/pictures", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/pictures/a-message.svg", How::MadeNew, &["new", "site", "new"]),
    site("new/.github/pictures/way-of-a-change.svg", How::MadeNew, &["new", "site", "new"]),
    site("new/README.md", How::MadeNew, &["new", "site", "new"]),
    site("new/CONTRIBUTING.md", How::MadeNew, &["new", "site", "new"]),
    site("new/.gitignore", How::MadeNew, &["new", "site", "new"]),
    site("new/.schemas", How::MadeNew, &["new", "site", "new"]),
    site("content/new", How::MadeNew, &["new", "article", "content/new/page"]),
    site("content/new/page.md", How::MadeNew, &["new", "article", "content/new/page"]),
    site("content/new/page.tree.yaml", How::MadeNew, &["new", "tree", "content/new/page"]),
    // In an output folder on which a file system is mounted; tried where one can be mounted.
    Place { name: STAGING_INSIDE, whose: Whose::Site, how: How::Staged, by: &["build", "--out", "MOUNT"] },
    // The versions that `diff` reads out of git.
    Place { name: "", whose: Whose::Temporary, how: How::MadeNew, by: &["diff"] },
    Place {
        name: "GITHUB_STEP_SUMMARY",
        whose: Whose::Environment,
        how: How::Appended,
        by: &["check", "--format", "github"],
    },
];
