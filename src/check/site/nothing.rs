//! A site without a page, or that is a part of another program's folder.
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

/// Tells that the settings of the program whose articles these are lie in the folder above, where they are not read: what they
/// leave out would be published.
pub fn part_of_a_folder(inputs: &Inputs) -> Option<Problem> {
    let (above, settings) = (inputs.above.as_ref()?, inputs.settings.as_ref()?);
    let message = format!("These are another program's articles: its settings, `{above}`, lie in the folder above");
    Some(Problem::of_file(Code::OutsideSite, &settings.path, message).help(format!(
        "Move `site.yaml` to `{above}`, and name that folder with `--root`: then its title, its order and what it leaves out hold here \
         too. If this is a site of its own, write `front_matter: checked` into `site.yaml`."
    )))
}
