//! Entries of the navigation, and other names in the settings, that name nothing.

use crate::link::{Fault, Site};
use crate::load::SETTINGS;
use crate::problem::{Code, Problem, near};
use crate::yaml::Text;

pub(super) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for (entry, fault) in &site.lost_entries {
        let page = &site.settings.navigation[*entry].page;
        problems.push(match fault {
            Fault::Ambiguous(pages) => {
                let paths: Vec<String> = pages.iter().map(|p| format!("`{}`", site.pages[*p].facts().path)).collect();
                ambiguous(page, &paths)
            }
            _ => lost(site, page),
        });
    }
}

fn lost(site: &Site, page: &Text) -> Problem {
    let mut names: Vec<&str> = site.names.page_names().collect();
    names.sort_unstable();
    let help = near::did_you_mean(&page.text, names, || "Write a path below `content`, like `sleep/index.md`.".into());
    Problem::at(Code::BrokenLink, &SETTINGS.into(), page.span, format!("No page is called `{}`", page.text)).help(help)
}

fn ambiguous(page: &Text, paths: &[String]) -> Problem {
    let message = format!("`{}` can mean {}", page.text, paths.join(" or "));
    Problem::at(Code::AmbiguousLink, &SETTINGS.into(), page.span, message).help("Write its path below `content`.")
}

/// The settings name a theme that is not there.
pub fn unknown_theme<'a>(theme: &Text, themes: impl Iterator<Item = &'a str>) -> Problem {
    let help = near::did_you_mean(&theme.text, themes, || "Leave `theme` out to use the built-in one.".into());
    let message = format!("There is no theme `{}`: no folder `themes/{}`", theme.text, theme.text);
    Problem::at(Code::MissingFile, &SETTINGS.into(), theme.span, message).help(help)
}
