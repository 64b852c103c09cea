//! What every page shows, in both versions → what of it is not the same: settings, and the theme's words, styles, scripts and
//! templates.
//!
//! Takes: two versions. Gives: [`Setting`]s. Never: tells what a page says for itself.

use super::Version;
use super::pages::Both;
use crate::config::settings::Settings;
use crate::config::theme::{Setting as ThemeSetting, SettingValue};
use crate::load::ThemeFiles;
use crate::load::theme::built_in;
use crate::source::{Source, Span};
use crate::yaml::{self, Value};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Something that all pages show.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// What it is, in words.
    pub what: String,
    /// What it was.
    pub before: String,
    /// What it is now.
    pub after: String,
}

/// What all pages show, the gravest first.
pub(super) fn compare(old: Version<'_>, new: Version<'_>, both: Both<'_>) -> Vec<Setting> {
    let (before, after) = (settings(old, Some(both)), settings(new, None));
    let both = before.into_iter().zip(after).map(|((what, before), (_, after))| (what.to_owned(), before, after));
    let mut all: Vec<(String, String, String)> = both.collect();
    let values = |version: Version<'_>| theme_values(version);
    all.extend(either(values(old), values(new), |key| format!("The theme's setting `{key}`")));
    all.extend(either(words(old), words(new), |key| format!("The theme's word `{key}`")));
    let mut out: Vec<Setting> = all
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| Setting { what, before, after })
        .collect();
    out.extend(files(old, new));
    out
}

fn settings(version: Version<'_>, both: Option<Both<'_>>) -> Vec<(&'static str, String)> {
    let site = &version.plan.site;
    let settings = &site.settings;
    let yes = |yes: bool| String::from(if yes { "yes" } else { "no" });
    let texts = |texts: &[String]| texts.join(", ");
    let navigation: Vec<String> = site.navigation.iter().map(|entry| entry.title.clone()).collect();
    let named: Vec<String> = settings.navigation.iter().map(|entry| entry.page.text.clone()).collect();
    // The page that an entry names may have moved with its file.
    let named: Vec<String> = named
        .into_iter()
        .map(|name| match site.page_named(&name) {
            Ok(page) => both
                .and_then(|both| both.now.get(&page).cloned())
                .unwrap_or_else(|| site.pages[page].facts().address.clone()),
            Err(_) => name,
        })
        .collect();
    let synonyms: Vec<String> = settings.synonyms.iter().map(|group| group.join(" = ")).collect();
    vec![
        ("The number for an emergency", settings.emergency.clone()),
        ("The number for urgent help", settings.urgent.clone()),
        ("The site's name", settings.title.clone()),
        ("The publisher", settings.publisher.clone()),
        ("The description of the site", settings.description.clone()),
        ("The language", settings.language.clone()),
        ("The navigation", navigation.join(" · ")),
        ("Where the navigation leads", named.join(" · ")),
        ("The theme", settings.theme.text.clone()),
        ("The address of the site", settings.base_url.clone()),
        ("Where changes are suggested", format!("{} {}", settings.repository, settings.branch).trim().to_owned()),
        ("The e-mail address for changes", settings.contact.clone()),
        (
            "When pages are due for a review, in months",
            settings.review_after.map(|m| m.to_string()).unwrap_or_default(),
        ),
        ("Pages are kept for when there is no network", settings.offline.map(yes).unwrap_or_default()),
        ("The folder of the checks' own pages", settings.check_pages.clone().unwrap_or_default()),
        ("Read as a vault", settings.vault.map(yes).unwrap_or_default()),
        ("Keys of other programs in the front matter", settings.open_front_matter.map(yes).unwrap_or_default()),
        ("The order of another program", texts(&settings.reading_order)),
        ("What is left out", texts(&settings.exclude)),
        ("Words that mean the same to the search", synonyms.join("; ")),
        (
            "What themes are told (`extra`)",
            if settings.extra.is_null() { String::new() } else { settings.extra.to_string() },
        ),
    ]
}

/// What either of two maps has, with what both say.
fn either(
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
    called: impl Fn(&str) -> String,
) -> Vec<(String, String, String)> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let said = |map: &BTreeMap<String, String>, key: &String| map.get(key).cloned().unwrap_or_default();
    keys.into_iter().map(|key| (called(key), said(&before, key), said(&after, key))).collect()
}

/// The value of a theme's setting, as the site says it, or the theme for it; `None` where the theme has no such setting.
pub(super) fn theme_setting(settings: &Settings, declared: &[ThemeSetting], key: &str) -> Option<String> {
    let declared = declared.iter().find(|setting| setting.key == key)?;
    let said = settings.theme_settings.iter().find(|(said, _)| said.text == key);
    let value = match said.map(|(_, node)| &node.value) {
        Some(Value::Scalar(text)) => text.clone(),
        _ => match &declared.default {
            SettingValue::Text(text) => text.clone(),
            SettingValue::YesNo(yes) => yes.to_string(),
            SettingValue::Page(page) => page.as_ref().map(|page| page.text.clone()).unwrap_or_default(),
        },
    };
    Some(value)
}

fn theme_values(version: Version<'_>) -> BTreeMap<String, String> {
    let (settings, declared) = (&version.plan.site.settings, &version.plan.theme.settings);
    declared.iter().filter_map(|s| Some((s.key.clone(), theme_setting(settings, declared, &s.key)?))).collect()
}

/// The words of the theme in the site's language, but for those that a change of the language changes all.
fn words(version: Version<'_>) -> BTreeMap<String, String> {
    version.plan.theme.words.clone()
}

/// Files of the theme that are new, gone or changed, but for those whose words and settings are told one by one.
fn files(old: Version<'_>, new: Version<'_>) -> Vec<Setting> {
    let (before, after) = (theme_files(old), theme_files(new));
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let told = |path: &str| path.starts_with("words/") && readable(&after, path) && readable(&before, path);
    let fate = |path: &String| {
        let (was, is) = (before.get(path), after.get(path));
        let (before, after) = match (was, is) {
            (Some(was), Some(is)) if was.0 == is.0 => return None,
            (Some(_), Some(_)) => ("one text", "another"),
            (None, _) => ("", "there"),
            (_, None) => ("there", ""),
        };
        if told(path) {
            return None;
        }
        let kind = match path.split_once('/') {
            Some(("templates", _)) => "The template",
            _ if path.ends_with(".css") => "The style sheet",
            _ if path.ends_with(".js") || path.ends_with(".mjs") => "The script",
            _ => "The theme's file",
        };
        let name = path.strip_prefix("templates/").or_else(|| path.strip_prefix("assets/")).unwrap_or(path);
        Some(Setting { what: format!("{kind} `{name}`"), before: before.into(), after: after.into() })
    };
    all.into_iter().filter_map(fate).collect()
}

type Bytes = (u64, Option<Arc<Source>>);

/// The files of the theme in use: what tells one from another, and the text.
fn theme_files(version: Version<'_>) -> BTreeMap<String, Bytes> {
    let name = &version.plan.site.settings.theme.text;
    let own: Option<&ThemeFiles> = version.inputs.themes.iter().find(|theme| theme.name == *name);
    let all = own.cloned().unwrap_or_else(built_in);
    let texts = all.texts.into_iter().map(|(path, source)| (path, (xxh3_64(source.text.as_bytes()), Some(source))));
    let binaries = all.binaries.into_iter().map(|(path, bytes)| (path, (xxh3_64(&bytes), None)));
    texts.chain(binaries).collect()
}

/// Whether a file of words can be read, so that its words are told; one that is not there has none.
fn readable(files: &BTreeMap<String, Bytes>, path: &str) -> bool {
    let Some((_, Some(source))) = files.get(path) else { return true };
    yaml::read(source, Span::new(source.start(), source.text.len()), &mut Vec::new()).is_ok()
}
