//! VitePress and Docusaurus: their articles' folders, and what their settings, which are scripts, leave out of these.

use super::left_out::{Reach, Rule, Star, no_pages_in};
use super::script::{self, Setting};
use super::{Foreign, alone, unread};
use crate::problem::Problem;
use crate::source::Source;
use std::sync::Arc;

/// Reads `srcDir` and `srcExclude` of a `.vitepress/config`.
pub(super) fn vitepress(source: &Source, articles: &[Arc<Source>], out: &mut Foreign, problems: &mut Vec<Problem>) {
    let beside = source.path.below().split(".vitepress").next().unwrap_or_default();
    let named = script::settings(&source.text, "srcDir");
    let named = named.into_iter().find(|setting| setting.whole).and_then(|setting| setting.texts.into_iter().next());
    let named = named.map(|folder| folder_below(beside, &folder));
    let base = named.filter(|base| articles.iter().any(|article| article.path.below().starts_with(base)));
    let base = base.unwrap_or_else(|| beside.to_owned());
    alone(&[&base], articles, &mut out.left_out);
    out.rules.extend(no_pages_in(&format!("{base}public/")));
    let excluded = script::settings(&source.text, "srcExclude");
    leave_out(source, "srcExclude", &excluded, &[(base, String::new())], out, problems);
}

/// A folder that is named as seen from another, with `/` at its end.
fn folder_below(beside: &str, folder: &str) -> String {
    let folder = folder.trim_start_matches("./").trim_matches('/');
    if folder.is_empty() || folder == "." { beside.to_owned() } else { format!("{beside}{folder}/") }
}

/// What Docusaurus publishes without being told: its articles, its posts, and pages that are no part of a text of another.
pub(super) fn docusaurus(source: &Source, articles: &[Arc<Source>], out: &mut Foreign, problems: &mut Vec<Problem>) {
    if articles.iter().any(|article| article.path.below().starts_with("docs/")) {
        alone(&["docs", "blog", "i18n", "versioned_docs", "static", "src"], articles, &mut out.left_out);
        out.left_out.extend(["/src/*", "!/src/pages/"].map(str::to_owned));
    }
    let folders = script::settings(&source.text, "staticDirectories").into_iter().flat_map(|setting| setting.texts);
    let folders = folders.chain(std::iter::once("static".to_owned()));
    out.rules.extend(folders.filter_map(|folder| no_pages_in(&folder_below("", &folder))));
    let own = ["**/_*.{md,mdx}", "**/_*/**", "**/__tests__/**"];
    out.rules.extend(own.iter().filter_map(|pattern| Rule::glob("", pattern, Star::Name, Reach::Articles)));

    let paths = script::settings(&source.text, "path");
    for excluded in script::settings(&source.text, "exclude") {
        let plugin = excluded.within.last().copied().filter(|name| matches!(*name, "docs" | "blog" | "pages"));
        let path = paths.iter().find(|path| path.object == excluded.object && path.whole);
        let folder = match (path, plugin) {
            (Some(path), _) => path.texts.first().map_or("docs", String::as_str),
            (None, Some("pages")) => "src/pages",
            (None, Some(plugin)) => plugin,
            // Another plugin's.
            (None, None) => continue,
        };
        let mut bases = vec![(folder_below("", folder), String::new())];
        if matches!(plugin, Some("docs") | None) {
            bases.push(("versioned_docs/".to_owned(), "*/".to_owned()));
        }
        bases.push(("i18n/".to_owned(), "*/*/".to_owned()));
        bases.push(("i18n/".to_owned(), "*/*/*/".to_owned()));
        leave_out(source, "exclude", &[excluded], &bases, out, problems);
    }
}

/// Leaves out what some settings name, below each of these folders and so many others. What of it cannot be read is told.
fn leave_out(
    source: &Source,
    key: &str,
    settings: &[Setting<'_>],
    bases: &[(String, String)],
    out: &mut Foreign,
    problems: &mut Vec<Problem>,
) {
    let mut doubt = None;
    for setting in settings {
        let mut read = setting.whole;
        for pattern in &setting.texts {
            for (base, between) in bases {
                let pattern = format!("{between}{}", pattern.trim_start_matches("./").trim_start_matches('/'));
                let rule = Rule::glob(base, &pattern, Star::Name, Reach::Articles);
                read &= rule.is_some();
                out.rules.extend(rule);
            }
        }
        doubt = doubt.or((!read).then_some(setting.span));
    }
    problems.extend(doubt.map(|span| unread::unread(&source.path, span, key)));
}
