//! Entries of the navigation, and other names in the settings, that name nothing; settings that the theme does not have.

use crate::config::settings::Host;
use crate::config::theme::{self, Setting, SettingValue};
use crate::link::{Fault, Site};
use crate::load::{SETTINGS, THEMES};
use crate::problem::{Code, Problem, Severity, near};
use crate::yaml::{Key, Text};

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for (entry, fault) in &site.lost_entries {
        problems.push(unnamed(site, &site.settings.navigation[*entry].page, fault));
    }
    for (key, name) in [("logo", &site.settings.logo), ("favicon", &site.settings.favicon)] {
        if let Some(name) = name.as_ref().filter(|name| site.own_picture(name).is_none()) {
            problems.push(no_picture(key, name));
        }
    }
    if matches!(site.settings.host, Some(Host::Apache | Host::Nginx)) && site.settings.base_url.is_empty() {
        problems.push(whole_domain());
    }
}

/// Their files name addresses from the top of the domain on, and nothing else says in which folder of it the site will lie.
fn whole_domain() -> Problem {
    let message = "Old addresses and the page for what is not there are written for a site at the top of its domain";
    Problem::of_file(Code::MissingKey, &SETTINGS.into(), message)
        .help("Say where it will be, such as `base_url: https://club.example/help/`.")
        .weighing(Severity::Advice)
}

/// What the settings say of a theme, against what the theme lets a site decide.
pub fn theme_settings(site: &Site, known: &[Setting], problems: &mut Vec<Problem>) {
    let theme = &site.settings.theme.text;
    // Without its theme, the settings' own line is the cause.
    let unread = site.unread.file(&format!("{THEMES}/{theme}/theme.yaml")).or_else(|| site.unread.file(SETTINGS));
    for (key, node) in &site.settings.theme_settings {
        let Some(setting) = known.iter().find(|setting| setting.key == key.text) else {
            problems.push(unknown_setting(site, key, known).following(unread));
            continue;
        };
        if let Some(SettingValue::Page(Some(name))) =
            theme::value(&setting.kind, &SETTINGS.into(), &key.text, node, problems)
            && let Err(fault) = site.page_named(&name.text)
        {
            problems.push(unnamed(site, &name, &fault));
        }
    }
}

fn no_picture(key: &str, name: &Text) -> Problem {
    let message = format!("There is no picture `{}` to be the site's {key}", name.text);
    Problem::at(Code::MissingFile, &SETTINGS.into(), name.span, message)
        .help(format!("Write where it lies below `content` or `static`, like `{key}: logo.svg`, and put it there."))
}

fn unnamed(site: &Site, page: &Text, fault: &Fault) -> Problem {
    match fault {
        _ if site.unread.page_called(&page.text).is_some() => {
            lost(site, page).following(site.unread.page_called(&page.text))
        }
        Fault::Ambiguous(pages) => {
            let paths: Vec<String> = pages.iter().map(|p| format!("`{}`", site.pages[*p].facts().path)).collect();
            ambiguous(page, &paths)
        }
        Fault::Draft(_) | Fault::Waits(..) | Fault::Private => held_back(page),
        _ => lost(site, page),
    }
}

fn unknown_setting(site: &Site, key: &Key, known: &[Setting]) -> Problem {
    let names = known.iter().map(|setting| setting.key.as_str());
    let message = format!("The theme `{}` has no setting `{}`", site.settings.theme.text, key.text);
    let problem = Problem::at(Code::UnknownKey, &SETTINGS.into(), key.span, message);
    match near::nearest(&key.text, names.clone()) {
        Some(near) => {
            let there = site.settings.theme_settings.iter().any(|(key, _)| key.text == near);
            let sure = near::certainty_among(&key.text, names);
            problem.help(format!("Did you mean `{near}`?")).fix(key.span, near).sure((!there).then_some(sure))
        }
        None if known.is_empty() => problem.help("It has no settings at all. Delete the line."),
        None => problem.help(format!("These are known: {}.", names.collect::<Vec<_>>().join(", "))),
    }
}

fn lost(site: &Site, page: &Text) -> Problem {
    let mut names: Vec<&str> = site.names.page_names().collect();
    names.sort_unstable();
    let problem =
        Problem::at(Code::BrokenLink, &SETTINGS.into(), page.span, format!("No page is called `{}`", page.text));
    near::meant(problem, (&page.text, page.span), names, || {
        "Write a path below `content`, like `sleep/index.md`.".into()
    })
}

fn held_back(page: &Text) -> Problem {
    let message = format!("The page `{}` is held back, and so is its entry", page.text);
    Problem::at(Code::BrokenLink, &SETTINGS.into(), page.span, message)
        .help("Take the entry out, or that out of the page which holds it back. With `--drafts` drafts are shown.")
}

fn ambiguous(page: &Text, paths: &[String]) -> Problem {
    let message = format!("`{}` can mean {}", page.text, paths.join(" or "));
    Problem::at(Code::AmbiguousLink, &SETTINGS.into(), page.span, message)
        .help(format!("Write which: {}.", paths.join(" or ")))
}

/// The settings name a theme that is not there.
pub fn unknown_theme<'a>(theme: &Text, themes: impl Iterator<Item = &'a str>) -> Problem {
    let message = format!("There is no theme `{}`: no folder `themes/{}`", theme.text, theme.text);
    let problem = Problem::at(Code::MissingFile, &SETTINGS.into(), theme.span, message);
    near::meant(problem, (&theme.text, theme.span), themes, || "Leave `theme` out to use the built-in one.".into())
}
