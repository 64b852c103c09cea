//! Hugo and Zola: what their settings leave out of `content`.

use super::left_out::{Reach, Rule, Star};
use super::values::{entry_of, items_of, texts_of, whole};
use super::{Foreign, regex_escaped, unread};
use crate::problem::Problem;
use crate::source::{Source, Span};
use crate::yaml::Node;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A folder with an `index.md` is one page: other texts in it, and below it, are none.
pub(super) fn in_bundles(articles: &[Arc<Source>]) -> Vec<Rule> {
    let own = articles.iter().map(|article| &article.path).filter(|path| path.file_name() == "index.md");
    let folders: BTreeSet<&str> = own.map(|path| path.below_folder()).filter(|folder| !is_top(folder)).collect();
    let within = |folder: &str| folder.match_indices('/').any(|(at, _)| folders.contains(&folder[..at]));
    let rules = folders.iter().filter(|folder| !within(folder)).flat_map(|folder| {
        let folder = regex_escaped(folder);
        let texts = Rule::regex(&format!(r"^/{folder}/.+\.(?:md|markdown)$"));
        // Its page may be there in several languages.
        let page = Rule::regex(&format!(r"^/{folder}/index(?:\.[^/]*)?\.(?:md|markdown)$")).map(Rule::taking_back);
        texts.into_iter().chain(page)
    });
    rules.collect()
}

fn is_top(folder: &str) -> bool {
    matches!(folder, "" | "content")
}

/// Reads Hugo's `ignoreFiles` and the `excludeFiles` of its mounts, and Zola's `ignored_content`.
pub(super) fn hugo_or_zola(source: &Source, out: &mut Foreign, problems: &mut Vec<Problem>) {
    let Some(settings) = whole(source) else {
        let keys = ["ignoreFiles", "excludeFiles", "ignored_content"];
        let doubt = keys.into_iter().find_map(|key| Some((key, source.text.find(key)?)));
        let doubt = doubt.map(|(key, at)| (key, Span::new(at, at)));
        problems.extend(doubt.map(|(key, span)| unread::unread(&source.path, span, key)));
        return;
    };
    let mut doubt = None;
    let mut take = |key: &'static str, place: &Node, rule: Option<Rule>, out: &mut Foreign| match rule {
        Some(rule) => out.rules.push(rule),
        None => doubt = doubt.or(Some((key, place.span))),
    };
    if let Some(node) = entry_of(&settings, "ignoreFiles") {
        for written in texts_of(node) {
            take("ignoreFiles", node, Rule::regex(&written), out);
        }
    }
    if let Some(node) = entry_of(&settings, "ignored_content") {
        for written in texts_of(node) {
            // A name is one at any depth.
            let pattern = if written.contains('/') { written } else { format!("**/{written}") };
            take("ignored_content", node, Rule::glob("", &pattern, Star::Path, Reach::Files), out);
        }
    }
    let mounts = entry_of(&settings, "module").and_then(|module| entry_of(module, "mounts"));
    for mount in mounts.map(items_of).unwrap_or_default() {
        let word = |key: &str| entry_of(mount, key).map(texts_of).unwrap_or_default();
        let folder = word("source").pop().unwrap_or_default();
        let Some(below) = folder.trim_matches('/').strip_prefix("content") else { continue };
        let base = below.trim_start_matches('/');
        let base = if base.is_empty() { String::new() } else { format!("{base}/") };
        let mut excluded = word("excludeFiles");
        excluded.extend(word("files").iter().filter_map(|glob| Some(glob.strip_prefix('!')?.trim().to_owned())));
        for written in excluded {
            take("excludeFiles", mount, Rule::glob(&base, &written, Star::Name, Reach::Files), out);
        }
    }
    // Not read: what they say holds for pages by patterns, by languages, and for another folder than `content`.
    let is_usual = |key: &str, node: &Node| key == "contentDir" && texts_of(node) == ["content"];
    let unread_keys = ["cascade", "contentDir"].into_iter().filter_map(|key| Some((key, entry_of(&settings, key)?)));
    let doubts = unread_keys.filter(|(key, node)| !is_usual(key, node)).map(|(key, node)| (key, node.span));
    let doubts = doubt.into_iter().chain(doubts);
    problems.extend(doubts.map(|(key, span)| unread::unread(&source.path, span, key)));
}
