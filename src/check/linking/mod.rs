//! What leads where: links, parts of pages, addresses old and new, trees.
//!
//! Takes: the site, resolved. Gives: a problem at each link, address or file from which nobody gets anywhere.
//! Never: resolves a link: it says what became of it.

pub(super) mod addresses;
pub(super) mod aliases;
pub(super) mod embeds;
pub(super) mod links;
pub(super) mod orphans;
pub(super) mod permalinks;
pub(super) mod renamed;
pub(super) mod trees;
pub(super) mod vanished;
mod written;
