//! The files of the search's index, under the site's addresses.

use crate::render::theme::Theme;
use crate::render::{Content, Output};
use crate::search::Index;
use std::sync::Arc;

/// The script of the theme that searches.
pub(in crate::render) const SCRIPT: &str = "search.js";
/// Where the index's files are, below the output folder.
const FOLDER: &str = "assets/search/";

/// All files of the index, for a theme that can search it: only then is the index asked for.
pub fn files<'a>(theme: &Theme, index: impl FnOnce() -> &'a Index) -> impl Iterator<Item = Output> {
    let index = (!theme.asset(SCRIPT).is_empty()).then(index);
    index.into_iter().flat_map(|index| &index.files).map(|(name, bytes)| output(name, bytes))
}

/// The one at a path, if that is one of the index's: only then is the index asked for.
pub fn file<'a>(path: &str, theme: &Theme, index: impl FnOnce() -> &'a Index) -> Option<Output> {
    let name = path.strip_prefix(FOLDER).filter(|_| !theme.asset(SCRIPT).is_empty())?;
    index().files.get(name).map(|bytes| output(name, bytes))
}

fn output(name: &str, bytes: &Arc<[u8]>) -> Output {
    Output { path: format!("{FOLDER}{name}"), content: Content::Bytes(Arc::clone(bytes)) }
}
