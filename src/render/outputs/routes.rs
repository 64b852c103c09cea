//! The ways between the pages of a tree, for the theme's script: which trees have such a file, and what is in it.

use crate::link::{Page, Site};
use crate::parse::{Content, Decision};
use crate::render::theme::Theme;
use std::sync::Arc;

pub(in crate::render) fn tree_page(site: &Site, p: usize) -> Option<(&Page, &Decision)> {
    match &site.pages[p].doc.content {
        Content::Tree(decision) => Some((&site.pages[p], decision)),
        Content::Article(_) => None,
    }
}

/// The script of the theme that the pages of trees load.
pub(in crate::render) const SCRIPT: &str = "tree.js";

/// Each tree whose ways the script reads, and the address of the file that holds them; none where the theme has no script.
pub(in crate::render) fn routed(site: &Site, theme: &Theme) -> impl Iterator<Item = (usize, String)> {
    let scripted = !theme.asset(SCRIPT).is_empty();
    let trees = site.trees.iter().filter(move |_| scripted).filter_map(|p| Some((*p, tree_page(site, *p)?)));
    let walkable = trees.filter(|(_, (_, decision))| !decision.screens.is_empty());
    walkable.map(|(p, (page, decision))| (p, routes_address(page, decision)))
}

/// The ways through a tree.
pub(in crate::render) fn routes(site: &Site, p: usize) -> Option<Arc<str>> {
    tree_page(site, p).map(|(_, decision)| Arc::clone(&decision.routes.json))
}

/// Named by its content's hash, as assets are: a page and its routes always fit.
pub(in crate::render) fn routes_address(page: &Page, decision: &Decision) -> String {
    format!("/assets/trees{}{:016x}.json", page.facts().address, decision.routes.hash)
}
