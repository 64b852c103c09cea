//! Quartz: a vault whose settings say what is not for others.

use super::left_out::{Reach, Rule, Star};
use super::values::{entry_of, items_of, texts_of, unreadable, value};
use super::{Foreign, script, unread};
use crate::problem::Problem;
use crate::source::{Source, Span};

/// What a new folder of Quartz leaves out, and one whose settings cannot be read.
const IGNORED: [&str; 3] = ["private", "templates", ".obsidian"];

/// Whether these are its settings.
pub(super) fn is_of_quartz(source: &Source) -> bool {
    source.path.file_name().starts_with("quartz.config.")
}

/// Reads `ignorePatterns`, and whether pages must say `publish: true`.
pub(super) fn quartz(source: &Source, out: &mut Foreign, problems: &mut Vec<Problem>) {
    let is_script = !matches!(source.path.extension().as_str(), "yaml" | "yml");
    let mut written = Vec::new();
    let mut doubt;
    if is_script {
        let settings = script::settings(&source.text, "ignorePatterns");
        doubt = settings.iter().find(|setting| !setting.whole).map(|setting| setting.span);
        written.extend(settings.into_iter().flat_map(|setting| setting.texts));
        out.asks_for_publish = script::calls(&source.text, "ExplicitPublish");
        out.strict_line_breaks = !script::calls(&source.text, "HardLineBreaks");
    } else {
        doubt = unreadable(source, "configuration");
        let patterns = value(source, "configuration").and_then(|node| entry_of(&node, "ignorePatterns").cloned());
        if let Some(patterns) = patterns {
            written.extend(texts_of(&patterns));
        }
        out.asks_for_publish = has_plugin(source, "explicit-publish");
        out.strict_line_breaks = !has_plugin(source, "hard-line-breaks");
    }
    let known = doubt.is_none() && !written.is_empty();
    written.extend(IGNORED.iter().filter(|_| !known).map(|pattern| (*pattern).to_owned()));
    for pattern in &written {
        match Rule::glob("", pattern, Star::Name, Reach::Files) {
            Some(rule) => out.rules.push(rule),
            None => doubt = doubt.or(Some(Span::new(0, 0))),
        }
    }
    problems.extend(doubt.map(|span| unread::unread(&source.path, span, "ignorePatterns")));
}

/// Whether a plugin is named and not turned off: `- source: github:quartz-community/NAME`, `enabled: true`.
fn has_plugin(source: &Source, name: &str) -> bool {
    let Some(plugins) = value(source, "plugins") else { return false };
    items_of(&plugins).iter().any(|plugin| {
        let named = entry_of(plugin, "source").map(texts_of).unwrap_or_default();
        let off = entry_of(plugin, "enabled").map(texts_of).is_some_and(|said| said == ["false"]);
        !off && named.iter().any(|source| source.rsplit('/').next().is_some_and(|last| last.starts_with(name)))
    })
}
