//! The site → what is wrong with it.
//!
//! Takes: a [`Site`]. Gives: [`Problem`]s; one file a family of rules, one constructor function a problem.
//! Never: changes the site. What one file shows by itself was told when it was parsed.

mod addresses;
mod citations;
mod embeds;
mod jargon;
mod links;
mod manner;
mod orphans;
mod pictures;
mod review;
mod search;
mod settings;
mod trees;
mod vanished;

pub use settings::{theme_settings, unknown_theme};

use crate::link::Site;
use crate::parse::lock::Locked;
use crate::parse::references::Reference;
use crate::parse::settings::Settings;
use crate::parse::{Doc, Kind};
use crate::problem::{Code, Problem, Severity};
use crate::search::Index;
use crate::source::{SitePath, Source};

/// Everything that is wrong between the site's files. `index` is asked for only where there are tests of the search.
pub fn check<'a>(
    site: &Site,
    references: Option<&Source>,
    listed: &[Reference],
    lock: Option<(&SitePath, &[Locked])>,
    index: impl FnOnce() -> &'a Index,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    links::check(site, &mut problems);
    // A vault's notes are its owner's own words: of them only what is broken is told.
    if site.settings.vault != Some(true) {
        manner::check(site, &mut problems);
        jargon::check(site, &mut problems);
    }
    embeds::check(site, &mut problems);
    addresses::check(site, &mut problems);
    pictures::check(site, &mut problems);
    pictures::places(site, &mut problems);
    citations::check(site, references, listed, &mut problems);
    orphans::check(site, &mut problems);
    review::check(site, &mut problems);
    settings::check(site, &mut problems);
    if let Some((path, locked)) = lock {
        vanished::check(site, path, locked, &mut problems);
    }
    trees::check(site, &mut problems);
    if !site.settings.search_tests.is_empty() {
        search::check(site, index(), &mut problems);
    }
    problems
}

/// What is wrong with a file by itself. Where another program reads the articles too, its keys in their front matter, and
/// what it means by ours, are its own affair.
pub fn own<'a>(doc: &'a Doc, settings: &Settings) -> impl Iterator<Item = Problem> + use<'a> {
    let open = (settings.open_front_matter || settings.vault == Some(true)) && doc.facts.kind == Kind::Article;
    let vault = settings.vault == Some(true);
    let counts = move |problem: &&Problem| match problem.code {
        Code::UnknownKey | Code::WrongType => !open,
        Code::LongSentence | Code::ReadingLevel => !vault,
        _ => true,
    };
    // A vault is full of films and pictures from elsewhere, and of templates whose keys are none yet. They are left out, and
    // that is no reason not to publish the rest.
    let weighed = move |problem: &Problem| match problem.code {
        Code::UnsafeHtml | Code::RemoteFile | Code::YamlSyntax | Code::FrontMatter if vault => {
            problem.clone().weighing(Severity::Warning)
        }
        _ => problem.clone(),
    };
    doc.problems.iter().filter(counts).map(weighed)
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
