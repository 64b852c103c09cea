//! Which folder is the site's: the one that is named, or the one around it for somebody who stands inside `content`.

use crate::load::{CONTENT, SETTINGS, STATIC, THEMES};
use clap::builder::{PathBufValueParser, TypedValueParser};
use std::path::{Path, PathBuf};

/// Reads the value of `--root`.
pub(super) fn reader() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().map(whole_site)
}

/// The folder itself, if anything in it says that it is a site; else the site in whose `content`, `static` or `themes` it lies.
fn whole_site(folder: PathBuf) -> PathBuf {
    if [SETTINGS, CONTENT].iter().any(|part| folder.join(part).exists()) {
        return folder;
    }
    let Ok(whole) = folder.canonicalize() else { return folder };
    match around(&whole) {
        Some(site) if is_a_part(whole.strip_prefix(site).unwrap_or(&whole)) => site.to_owned(),
        _ => folder,
    }
}

/// Whether a path below a site's folder lies in one of the folders that the program reads there.
pub(super) fn is_a_part(below: &Path) -> bool {
    [CONTENT, STATIC, THEMES].iter().any(|part| below.starts_with(part))
}

/// The folder of the site around a whole path.
pub(super) fn around(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join(SETTINGS).exists())
}
