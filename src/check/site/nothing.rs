//! A site without a page.
//!
//! Takes: what was loaded. Gives: a problem where nothing would be published.
//! Never: lets an empty site take the place of a good one. A folder that was renamed, or a wrong `--root`, should be told.

use crate::load::{CONTENT, Inputs};
use crate::problem::{Code, Problem};
use crate::source::SitePath;

/// Tells where there is no article and no tree, or `held_back` is all there are.
pub fn no_pages(inputs: &Inputs, held_back: usize) -> Option<Problem> {
    let written = inputs.articles.len() + inputs.trees.len();
    if written > held_back {
        return None;
    }
    let path = inputs.settings.as_ref().map_or_else(|| SitePath::from(CONTENT), |settings| settings.path.clone());
    Some(if written == 0 {
        Problem::of_file(
            Code::NoPages,
            &path,
            "There is no article and no decision tree here, so nothing would be published",
        )
        .help("Write a page such as `content/index.md`, or say with `--root` where the site is.")
    } else {
        Problem::of_file(Code::NoPages, &path, "Every page is kept back, so nothing would be published")
            .help("Take `draft: true` or `publish: false` out of a page.")
    })
}
