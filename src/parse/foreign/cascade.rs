//! What a folder's `_index.md` says of all that is below it: Hugo's `cascade`, and of Zola that it is a draft.

use super::Foreign;
use crate::parse::{Doc, Visibility};
use crate::source::SitePath;
use std::sync::Arc;

/// The folders whose pages are kept back by the page above them.
#[derive(Debug)]
pub struct Cascade<'d> {
    folders: Vec<(&'d str, Visibility)>,
}

impl<'d> Cascade<'d> {
    /// From all pages of a site. Zola does not read what is below a section that is a draft.
    pub fn of(docs: &'d [Arc<Doc>], foreign: &Foreign) -> Cascade<'d> {
        let said = |doc: &Arc<Doc>| match doc.facts.visibility {
            Visibility::Draft if foreign.drafts_hold_folders => doc.front.below.stricter(Visibility::Draft),
            _ => doc.front.below,
        };
        let sections = docs.iter().filter(|doc| doc.facts.path.file_name().starts_with("_index."));
        let folders = sections.map(|doc| (doc.facts.path.below_folder(), said(doc)));
        Cascade { folders: folders.filter(|(_, said)| *said != Visibility::Public).collect() }
    }

    /// What the pages above a page say of it. Of the folder's own page they say nothing.
    pub fn says_of(&self, path: &SitePath) -> Visibility {
        let is_below = |folder: &str| {
            let rest = path.below().strip_prefix(folder).unwrap_or_default();
            let rest = if folder.is_empty() { Some(rest) } else { rest.strip_prefix('/') };
            rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with("_index."))
        };
        let said = self.folders.iter().filter(|(folder, _)| is_below(folder)).map(|(_, said)| *said);
        said.fold(Visibility::Public, Visibility::stricter)
    }
}
