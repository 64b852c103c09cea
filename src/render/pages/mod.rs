//! The pages of a site: the view of each kind.
//!
//! Takes: the site, and a page of it. Gives: the name of a template and its view.
//! Never: asks a template, or gives it anything but a view.

pub(super) mod article;
mod bibliography;
pub(super) mod book;
pub(super) mod card;
mod glossary;
mod letters;
pub(super) mod lists;
mod map;
pub(super) mod metadata;
pub(super) mod tree;
pub(super) mod tree_overview;
