//! What every page shows, in both versions → what of it is not the same: settings, and the theme's words, styles, scripts and
//! templates.
//!
//! Takes: two versions. Gives: [`Setting`]s. Never: tells what a page says for itself.

pub(super) mod affected;
mod hidden;
pub(super) mod published;

use super::pages::Both;
use super::sentences::Edit;
use super::text::Reading;
use super::{Version, knowledge};
use crate::config::settings::{Feedback, Host, Settings};
use crate::config::theme::{Setting as ThemeSetting, SettingValue};
use crate::load::ThemeFiles;
use crate::load::theme::built_in;
use crate::source::{Source, Span, digest};
use crate::yaml::{self, Value};
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something that all pages show.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// What it is, in words.
    pub what: String,
    /// What it was.
    pub before: String,
    /// What it is now.
    pub after: String,
    /// Whether readers go by it when they need help: a number to call, an address to write to, the words of a care card.
    pub calls: bool,
    /// Whether it is a file by which anything can be hidden or changed: a template, a style sheet, a script, a rule for hosts.
    pub is_code: bool,
    /// Whether it is no page that shows it: what the search, the checks or a host go by.
    pub unseen: bool,
    /// Of a text, the lines that went and came.
    pub lines: Vec<Edit>,
    /// Of a style sheet, what it hides and did not hide before.
    pub hides: Vec<String>,
}

/// Words of the theme by which readers find whom to call, besides those of care cards.
const CALLING: [&str; 4] = ["call", "call-urgent", "call-now", "very-unwell"];

/// What all pages show, the gravest first.
pub(super) fn compare(old: Version<'_>, new: Version<'_>, both: Both<'_>) -> Vec<Setting> {
    let mut out = help(old, new);
    out.extend(told(settings(old, both.before()), settings(new, both.after())));
    let lists = [listed(old), listed(new)];
    let [before, after] = [0, 1].map(|side| alone(&lists[side], &lists[1 - side]));
    let unseen = unseen(old).into_iter().chain(before).zip(unseen(new).into_iter().chain(after));
    let (before, after) = unseen.unzip();
    out.extend(told(before, after).map(|setting| Setting { unseen: true, ..setting }));
    let values = named(theme_values(old), theme_values(new), |key| format!("The theme's setting `{key}`"));
    out.extend(values.map(|(_, setting)| setting));
    // Another language has other words for everything, and is told by itself.
    if old.plan.site.settings.language == new.plan.site.settings.language {
        let words = named(words(old), words(new), |key| format!("The theme's word `{key}`"));
        out.extend(words.map(|(key, setting)| Setting {
            calls: key.starts_with("care-") || CALLING.contains(&key.as_str()),
            ..setting
        }));
    }
    out.extend(files(old, new));
    out.sort_by_key(|setting| !setting.calls);
    out
}

/// Whom readers call.
fn help(old: Version<'_>, new: Version<'_>) -> Vec<Setting> {
    let of = |version: Version<'_>| {
        let settings = &version.plan.site.settings;
        vec![
            ("The number for an emergency", settings.emergency.clone()),
            ("The number for urgent help", settings.urgent.clone()),
        ]
    };
    told(of(old), of(new)).map(|setting| Setting { calls: true, ..setting }).collect()
}

/// Of what has a name in both versions, what is not the same.
fn told(before: Vec<(&'static str, String)>, after: Vec<(&'static str, String)>) -> impl Iterator<Item = Setting> {
    let both = before.into_iter().zip(after).filter(|((_, before), (_, after))| before != after);
    both.map(|((what, before), (_, after))| Setting { what: what.to_owned(), before, after, ..Setting::default() })
}

/// Of what either of two maps has, what is not the same, by its key.
fn named(
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
    called: impl Fn(&str) -> String,
) -> impl Iterator<Item = (String, Setting)> {
    let all = knowledge::both(before, after).filter(|(_, before, after)| before != after);
    all.map(move |(key, before, after)| {
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let setting = Setting { what: called(&key), before, after, ..Setting::default() };
        (key, setting)
    })
}

fn who_is_told(feedback: &Feedback) -> String {
    match feedback {
        Feedback::AsChanges => String::new(),
        Feedback::Mail(to) | Feedback::Report(to) => to.clone(),
        Feedback::Nobody => "nobody".to_owned(),
    }
}

fn settings(version: Version<'_>, reading: Reading<'_>) -> Vec<(&'static str, String)> {
    let site = &version.plan.site;
    let settings = &site.settings;
    let picture = |named: &Option<yaml::Text>| named.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    let yes = |yes: bool| String::from(if yes { "yes" } else { "no" });
    // The page that an entry leads to may have moved with its file.
    let entries = site.navigation.iter().map(|entry| format!("{} ({})", entry.title, reading.address(entry.page)));
    let navigation: Vec<String> = entries.collect();
    let suggested = if settings.repository.is_empty() {
        String::new()
    } else {
        format!("{} {}", settings.repository, settings.branch).trim().to_owned()
    };
    vec![
        ("The site's name", settings.title.clone()),
        ("The publisher", settings.publisher.clone()),
        ("The description of the site", settings.description.clone()),
        ("The language", settings.language.clone()),
        ("The navigation", navigation.join(" · ")),
        ("The theme", settings.theme.text.clone()),
        ("The address of the site", settings.base_url.clone()),
        ("Where changes are suggested", suggested),
        ("The e-mail address for changes", settings.contact.clone()),
        ("The logo", picture(&settings.logo)),
        ("The picture for a browser's tab", picture(&settings.favicon)),
        ("Who is told that a page did not help", who_is_told(&settings.feedback)),
        (
            "When pages are due for a review, in months",
            settings.review_after.map(|m| m.to_string()).unwrap_or_default(),
        ),
        ("Pages are kept for when there is no network", settings.offline.map(yes).unwrap_or_default()),
        ("The whole site is made as one page and as an e-book", yes(settings.book)),
        ("Pages lie there as Markdown too, for machines", yes(settings.markdown_copies)),
        ("The order of another program", settings.reading_order.join(", ")),
        (
            "What themes are told (`extra`)",
            if settings.extra.is_null() { String::new() } else { settings.extra.to_string() },
        ),
    ]
}

/// What no page shows.
fn unseen(version: Version<'_>) -> Vec<(&'static str, String)> {
    let settings = &version.plan.site.settings;
    let yes = |yes: bool| String::from(if yes { "yes" } else { "no" });
    let host = Host::ALL.iter().find(|(_, host)| settings.host == Some(*host)).map(|(name, _)| (*name).to_owned());
    vec![
        ("The host whose files are made", host.unwrap_or_default()),
        ("The folder of the checks' own pages", settings.check_pages.clone().unwrap_or_default()),
        ("Read as a vault", settings.vault.map(yes).unwrap_or_default()),
        ("Keys of other programs in the front matter", settings.open_front_matter.map(yes).unwrap_or_default()),
    ]
}

/// What no page shows, and is a list.
fn listed(version: Version<'_>) -> [(&'static str, Vec<String>); 2] {
    let settings = &version.plan.site.settings;
    let synonyms = settings.synonyms.iter().map(|group| group.join(" = ")).collect();
    [("What is left out", settings.exclude.clone()), ("Words that mean the same to the search", synonyms)]
}

/// Of lists, what the other version's do not have: a long list is not read twice for one entry.
fn alone(lists: &[(&'static str, Vec<String>)], others: &[(&'static str, Vec<String>)]) -> Vec<(&'static str, String)> {
    let both = lists.iter().zip(others);
    both.map(|((what, list), (_, other))| {
        let own: Vec<&str> = list.iter().filter(|entry| !other.contains(entry)).map(String::as_str).collect();
        (*what, own.join("; "))
    })
    .collect()
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

/// The words of the theme in the site's language.
fn words(version: Version<'_>) -> BTreeMap<String, String> {
    version.plan.theme.words.clone()
}

/// Files of the theme that are new, gone or changed, but for those whose words and settings are told one by one, and those that
/// are for the theme's authors and make no page.
fn files(old: Version<'_>, new: Version<'_>) -> Vec<Setting> {
    let (before, after) = (theme_files(old), theme_files(new));
    let worded = |path: &str| path.starts_with("words/") && readable(&after, path) && readable(&before, path);
    let shown =
        |path: &str| path == "theme.yaml" || path.split_once('/').is_some_and(|(room, _)| ROOMS.contains(&room));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).filter(|p| shown(p) && !worded(p)).collect();
    let fate = |path: &String| {
        let (was, is) = (before.get(path), after.get(path));
        let (before, after) = match (was, is) {
            (Some(was), Some(is)) if was.0 == is.0 => return None,
            (Some(_), Some(_)) => ("one text", "another"),
            (None, _) => ("", "there"),
            (_, None) => ("there", ""),
        };
        let kind = match path.split_once('/') {
            Some(("templates", _)) => "The template",
            _ if path.ends_with(".css") => "The style sheet",
            _ if path.ends_with(".js") || path.ends_with(".mjs") => SCRIPT,
            _ => "The theme's file",
        };
        let name = path.strip_prefix("templates/").or_else(|| path.strip_prefix("assets/")).unwrap_or(path);
        let text = |side: Option<&Bytes>| side.and_then(|(_, source)| Some(source.as_ref()?.text.clone()));
        let [was, is] = [was, is].map(|side| text(side).unwrap_or_default());
        let lines = lines_of(&was, &is);
        let hides = if path.ends_with(".css") { hidden::more(&was, &is) } else { Vec::new() };
        let is_code = kind != "The theme's file";
        let (what, before, after) = (format!("{kind} `{name}`"), before.into(), after.into());
        Some(Setting { what, before, after, is_code, lines, hides, ..Setting::default() })
    };
    paths.into_iter().filter_map(fate).collect()
}

/// What a script is called.
pub(super) const SCRIPT: &str = "The script";
/// The folders of a theme that pages are made from.
const ROOMS: [&str; 3] = ["templates", "assets", "words"];

/// The lines of a text that are gone, and those that came.
fn lines_of(before: &str, after: &str) -> Vec<Edit> {
    let of = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let (old, new) = (of(before), of(after));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let changed = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let alone = |op: DiffOp| -> Vec<Edit> {
        let gone = old[op.old_range()].iter().map(|line| Edit { before: Some(line.clone()), ..Edit::default() });
        let come = new[op.new_range()].iter().map(|line| Edit { after: Some(line.clone()), ..Edit::default() });
        gone.chain(come).collect()
    };
    changed.flat_map(alone).collect()
}

type Bytes = (u128, Option<Arc<Source>>);

/// The files of the theme in use: what tells one from another, and the text.
fn theme_files(version: Version<'_>) -> BTreeMap<String, Bytes> {
    let name = &version.plan.site.settings.theme.text;
    let own: Option<&ThemeFiles> = version.inputs.themes.iter().find(|theme| theme.name == *name);
    let all = own.cloned().unwrap_or_else(built_in);
    let texts = all.texts.into_iter().map(|(path, source)| (path, (source.hash, Some(source))));
    let binaries = all.binaries.into_iter().map(|(path, bytes)| (path, (digest(&bytes), None)));
    texts.chain(binaries).collect()
}

/// Whether a file of words can be read, so that its words are told; one that is not there has none.
fn readable(files: &BTreeMap<String, Bytes>, path: &str) -> bool {
    let Some((_, Some(source))) = files.get(path) else { return true };
    yaml::read(source, Span::new(source.start(), source.text.len()), &mut Vec::new()).is_ok()
}
