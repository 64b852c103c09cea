//! The site → what is wrong with it.
//!
//! Takes: a [`Site`]. Gives: [`Problem`]s; a file a family of rules, in three folders by what they look at, one constructor function a problem.
//! Never: changes the site. What one file shows by itself was told when it was parsed.

mod content;
mod linking;
mod site;

pub use content::care::own_names;
pub use content::days::{is_unread, kept_by_day};
pub use linking::addresses::numbered;
pub use linking::renamed::{tell_renames, wants_renames};
pub use site::nothing::{no_pages, part_of_a_folder};
pub use site::passed::{kinds, unpublished};
pub use site::settings::{theme_settings, unknown_theme};

use crate::config::lock::Locked;
use crate::config::references::Reference;
use crate::config::settings::Settings;
use crate::link::Site;
use crate::load::{Inputs, SETTINGS};
use crate::parse::{Doc, Drawing, Kind};
use crate::problem::{Code, Problem, Severity};
use crate::search::Index;
use crate::source::{SitePath, Source};
use content::{care, citations, days, jargon, pictures, prose, review};
use linking::{addresses, aliases, embeds, links, orphans, permalinks, trees, vanished};
use rayon::prelude::*;
use site::{search, settings, unrendered};
use std::collections::{BTreeSet, HashSet};

/// The families of rules that need nothing but the site.
const FAMILIES: [fn(&Site, &mut Vec<Problem>); 15] = [
    links::check,
    prose::check,
    jargon::check,
    embeds::check,
    addresses::check,
    aliases::check,
    permalinks::check,
    pictures::check,
    orphans::check,
    review::check,
    days::check,
    settings::check,
    trees::check,
    care::check,
    unrendered::check,
];

/// Everything that is wrong between the site's files. `index` is asked for only where there are tests of the search.
pub fn check<'a>(
    site: &Site,
    references: Option<&Source>,
    listed: &[Reference],
    lock: Option<(&SitePath, &[Locked])>,
    index: impl FnOnce() -> &'a Index,
) -> Vec<Problem> {
    let families = FAMILIES.par_iter().flat_map_iter(|family| {
        let mut problems = Vec::new();
        family(site, &mut problems);
        problems
    });
    let mut problems: Vec<Problem> = families.collect();
    citations::check(site, references, listed, &mut problems);
    if let Some((path, locked)) = lock {
        vanished::check(site, path, locked, &mut problems);
    }
    if !site.settings.search_tests.is_empty() {
        search::check(site, index(), &mut problems);
    }
    problems
}

/// What is wrong with a file by itself. Where another program reads the articles too, its keys in their front matter, and
/// what it means by ours, are its own affair.
pub fn file_problems<'a>(doc: &'a Doc, settings: &Settings) -> impl Iterator<Item = Problem> + use<'a> {
    let foreign = settings.is_foreign() && doc.facts.kind == Kind::Article;
    let vault = settings.vault == Some(true);
    // But for the days that publish a page, and those that take it away: what is not read of them, nobody sees.
    let date = doc.front.date_span.filter(|_| settings.waits_for_date());
    let is_day = move |problem: &Problem| {
        problem.code == Code::WrongType
            && problem.span.is_some()
            && [doc.front.expires_span, date].contains(&problem.span)
    };
    let counts = move |problem: &&Problem| match problem.code {
        Code::UnknownKey | Code::WrongType => !foreign || is_day(problem),
        // Where keys are checked, it is an unknown one.
        Code::DatedPage => foreign,
        // Looks, for another program's theme.
        Code::UnsafeHtml => !(foreign && problem.severity == Severity::Warning),
        _ => true,
    };
    // Such folders are full of films and pictures from elsewhere, and of templates whose keys are none yet. They are left out,
    // and that is no reason not to publish the rest.
    let weighed = move |problem: &Problem| match problem.code {
        Code::UnsafeHtml
        | Code::RemoteFile
        | Code::YamlSyntax
        | Code::FrontMatter
        | Code::MergeConflict
        | Code::WrongType
            if foreign =>
        {
            problem.clone().weighing(Severity::Warning)
        }
        // Vaults have call-outs of their own names.
        Code::CareCard if vault && foreign => problem.clone().weighing(Severity::Warning),
        _ => problem.clone(),
    };
    doc.problems.iter().filter(counts).map(weighed)
}

/// The articles that are not saved as UTF-8, in a folder that another program reads too: nobody knows what they say, so each is held
/// back, and that is no reason not to publish the rest. Their problems weigh as much.
pub fn garbled(inputs: &Inputs, problems: &mut [Problem]) -> BTreeSet<SitePath> {
    let articles: HashSet<&SitePath> = inputs.articles.iter().map(|article| &article.path).collect();
    let mut out = BTreeSet::new();
    for problem in problems.iter_mut().filter(|problem| problem.code == Code::NotUtf8) {
        if articles.contains(&problem.path) {
            problem.severity = Severity::Warning;
            problem.help.get_or_insert_default().push_str(" Until that is done, this page is held back.");
            out.insert(problem.path.clone());
        }
    }
    out
}

/// What is wrong with a drawing. In a folder that another program reads too it is left out, and the rest is published.
pub fn drawing_problems<'a>(drawing: &'a Drawing, settings: &Settings) -> impl Iterator<Item = Problem> + use<'a> {
    let foreign = settings.is_foreign();
    drawing.problems.iter().map(move |problem| match problem.severity {
        Severity::Error if foreign && problem.code != Code::InternalFault => {
            problem.clone().weighing(Severity::Warning)
        }
        _ => problem.clone(),
    })
}

/// Of a site whose settings could not be read whole: what these decide is not known, such as which checks are off, which numbers
/// a card shows and what is published. So only what is an error in any case is told beside them.
pub fn undecided(problems: &mut [Problem], settings: &Settings) {
    let decided = |problem: &Problem| {
        problem.severity == Severity::Error
            && !matches!(
                problem.code,
                Code::CareLevel
                    | Code::OverBudget
                    | Code::SearchTestFailed
                    | Code::UnknownKey
                    | Code::VanishedAddress
                    | Code::VanishedAnchor
            )
    };
    let path: SitePath = SETTINGS.into();
    let of_settings = [Code::AmbiguousLink, Code::BrokenLink, Code::SearchTestFailed, Code::UnknownKey];
    let follows = |problem: &Problem| match problem.path == path {
        true => of_settings.contains(&problem.code),
        false => !decided(problem),
    };
    for problem in problems.iter_mut().filter(|problem| !settings.whole && follows(problem)) {
        problem.follows.get_or_insert_with(|| path.clone());
    }
}

/// Makes each problem weigh what the settings say; what is off is dropped.
pub fn apply_severity(problems: Vec<Problem>, settings: &Settings) -> Vec<Problem> {
    let foreign = settings.is_foreign();
    if settings.checks.is_empty() && !foreign {
        return problems;
    }
    let weighed = problems.into_iter().filter_map(|problem| match settings.checks.get(&problem.code) {
        // What came of it is not known, so it is never published.
        _ if problem.code == Code::InternalFault => Some(problem),
        Some(None) => None,
        Some(Some(severity)) => Some(problem.weighing(*severity)),
        None if foreign && STYLE_CODES.contains(&problem.code) => None,
        None if foreign && LOOSE_ENDS.contains(&problem.code) => Some(problem.weighing(Severity::Warning)),
        None => Some(problem),
    });
    weighed.collect()
}

/// What leads nowhere, or to two places. Obsidian, MkDocs and mdBook publish a folder in which something does, and there it often
/// waits to be written.
const LOOSE_ENDS: [Code; 9] = [
    Code::AmbiguousLink,
    Code::BrokenAnchor,
    Code::BrokenLink,
    Code::DuplicateAddress,
    Code::EmbedCircle,
    Code::EmbedTooLarge,
    Code::MissingFile,
    Code::OutsideSite,
    Code::StaticFile,
];

/// How a text is written and kept rather than what is broken in it. Where another program reads the articles too, that is their
/// owner's own way of working, and told only if the settings name the check.
const STYLE_CODES: [Code; 10] = [
    Code::BareAddress,
    Code::HeadingOrder,
    Code::LongSentence,
    Code::MissingAlt,
    Code::OrphanPage,
    Code::ReadingLevel,
    Code::SameLinkWords,
    Code::UnexplainedWord,
    Code::UnusedFile,
    Code::UnusedReference,
];
