//! What the template of the map is given.
//!
//! Takes: nothing; these are types. Gives: [`MapView`] and its parts.
//! Never: holds what a template must look up.

use super::LinkView;
use serde::Serialize;

/// How the pages hang together.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct MapView {
    /// HTML: the drawing; empty where there is too much to be drawn.
    pub drawing: String,
    /// Whether topics stand for their pages.
    pub by_topic: bool,
    /// The same as text.
    pub groups: Vec<MapGroup>,
}

/// A topic.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct MapGroup {
    /// Its title; empty where topics are not told apart.
    pub title: String,
    /// Its pages.
    pub rows: Vec<MapRow>,
}

/// A page, or a topic, and where it leads.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct MapRow {
    /// The page.
    pub page: LinkView,
    /// The pages that it links to.
    pub leads_to: Vec<LinkView>,
    /// How many more it links to.
    pub more: usize,
}
