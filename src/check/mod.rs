//! The site → what is wrong with it.
//!
//! Takes: a [`Site`]. Gives: [`Problem`]s; one file a family of rules, one constructor function a problem.
//! Never: changes the site. What one file shows by itself was told when it was parsed.

mod addresses;
mod citations;
mod links;
mod orphans;
mod review;
mod search;
mod settings;
mod trees;

pub use settings::unknown_theme;

use crate::link::Site;
use crate::parse::references::Reference;
use crate::parse::settings::Settings;
use crate::problem::Problem;
use crate::search::Index;
use crate::source::Source;

/// Everything that is wrong between the site's files. `index` is asked for only where there are tests of the search.
pub fn check<'a>(
    site: &Site,
    references: Option<&Source>,
    listed: &[Reference],
    index: impl FnOnce() -> &'a Index,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    links::check(site, &mut problems);
    addresses::check(site, &mut problems);
    citations::check(site, references, listed, &mut problems);
    orphans::check(site, &mut problems);
    review::check(site, &mut problems);
    settings::check(site, &mut problems);
    trees::check(site, &mut problems);
    if !site.settings.search_tests.is_empty() {
        search::check(site, index(), &mut problems);
    }
    problems
}

/// Makes each problem weigh what the settings say; what is off is dropped.
pub fn weigh(problems: Vec<Problem>, settings: &Settings) -> Vec<Problem> {
    if settings.checks.is_empty() {
        return problems;
    }
    let weighed = problems.into_iter().filter_map(|problem| match settings.checks.get(&problem.code) {
        Some(None) => None,
        Some(Some(severity)) => Some(problem.weighing(*severity)),
        None => Some(problem),
    });
    weighed.collect()
}
