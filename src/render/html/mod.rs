//! HTML that views hold: texts with their placeholders filled, what every page has around them, a source as it is printed.
//!
//! Takes: the site, and the address of the page that it is for. Gives: HTML, and links that lead from that page.
//! Never: knows which page's view it goes into.

pub(super) mod alike;
pub(super) mod blocks;
pub(super) mod chapters;
pub(super) mod citation_format;
pub(super) mod edit;
pub(super) mod feedback;
pub(super) mod fill;
mod levels;
pub(super) mod moved;
mod navigation;
pub(super) mod page_context;
