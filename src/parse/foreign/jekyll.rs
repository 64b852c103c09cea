//! Jekyll, and Hexo, whose settings are called alike: `exclude`, `include`, `collections`, and names that begin with `_`.

use super::left_out::{Reach, Rule, Star};
use super::values::{entry_of, items_of, scalar, texts_of, unreadable, value};
use super::{Foreign, alone, unread};
use crate::problem::Problem;
use crate::source::{Source, Span};
use crate::yaml::{self, Node, Value};
use std::sync::Arc;

/// What it leaves out without being told.
const EXCLUDED: [&str; 5] = ["node_modules/", "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"];

/// Reads what of the folder is none of the site.
pub(super) fn jekyll(source: &Source, articles: &[Arc<Source>], out: &mut Foreign, problems: &mut Vec<Problem>) {
    let named = scalar(source, "source").or_else(|| scalar(source, "source_dir")).unwrap_or_default();
    let named = format!("{}/", named.trim_start_matches("./").trim_matches('/'));
    let base =
        if articles.iter().any(|article| article.path.below().starts_with(&named)) { named.as_str() } else { "" };
    alone(&[base], articles, &mut out.left_out);

    // Hexo asks posts for no day.
    if value(source, "source_dir").is_none() {
        let undated = Rule::regex(r"/_posts/(?:.*/)?[^/]+\.(?:md|markdown)$");
        let dated = Rule::regex(r"/_posts/(?:.*/)?\d+-\d+-\d+-[^/]*$").map(Rule::taking_back);
        out.rules.extend(undated.into_iter().chain(dated));
    }
    out.rules.extend(Rule::regex("/[#~]"));
    let mut shown: Vec<String> = ["_posts", "_drafts"].map(str::to_owned).to_vec();
    shown.extend(collections(source));
    out.rules.push(Rule::underscore(base, shown));
    let excluded = texts(source, "exclude").into_iter().chain(EXCLUDED.map(str::to_owned));
    let mut rules: Vec<Option<Rule>> = excluded.map(|pattern| beginning(base, &pattern, Reach::Files)).collect();
    rules.extend(unpublished(source).iter().map(|pattern| beginning(base, pattern, Reach::Articles)));
    let included = texts(source, "include");
    rules.extend(included.iter().map(|pattern| Some(beginning(base, pattern, Reach::Files)?.taking_back())));
    let place = || {
        let lines = source.text.split_inclusive('\n').take_while(|line| !line.starts_with("exclude"));
        let at = lines.map(str::len).sum();
        Span::new(at, at)
    };
    let doubt = unreadable(source, "exclude").or_else(|| rules.iter().any(Option::is_none).then(place));
    problems.extend(doubt.map(|span| unread::unread(&source.path, span, "exclude")));
    out.rules.extend(rules.into_iter().flatten());
}

/// Jekyll leaves out what begins with the pattern, whatever follows; a `*` of it stands for `/` too.
fn beginning(base: &str, pattern: &str, reach: Reach) -> Option<Rule> {
    let pattern =
        if pattern.ends_with('/') { pattern.to_owned() } else { format!("{}*", pattern.trim_end_matches('*')) };
    Rule::glob(base, &pattern, Star::Path, reach)
}

/// The folders of the collections that have pages, below the top.
fn collections(source: &Source) -> Vec<String> {
    let folder = scalar(source, "collections_dir").map(|folder| format!("{}/", folder.trim_matches('/')));
    let folder = folder.filter(|folder| folder != "/").unwrap_or_default();
    let Some(Node { value: Value::Map(entries), .. }) = value(source, "collections") else { return Vec::new() };
    let has_pages = |node: &Node| entry_of(node, "output").map(texts_of).and_then(|said| truth(&said)) == Some(true);
    entries.iter().filter(|(_, node)| has_pages(node)).map(|(name, _)| format!("/{folder}_{}", name.text)).collect()
}

/// Whole folders that `defaults` says `published: false` of, as the beginnings of paths.
fn unpublished(source: &Source) -> Vec<String> {
    let Some(defaults) = value(source, "defaults") else { return Vec::new() };
    let hidden = items_of(&defaults).iter().filter_map(|item| {
        let said = entry_of(entry_of(item, "values")?, "published").map(texts_of)?;
        let scope = entry_of(item, "scope")?;
        let word = |key: &str| entry_of(scope, key).map(texts_of).and_then(|mut words| words.pop()).unwrap_or_default();
        let (path, kind) = (word("path"), word("type"));
        let path = path.trim_matches('/');
        (truth(&said) == Some(false)).then(|| match kind.as_str() {
            "" | "pages" | "page" => format!("{path}*"),
            "drafts" | "draft" => "_drafts/".to_owned(),
            "posts" | "post" if path.is_empty() => "**/_posts/".to_owned(),
            "posts" | "post" => format!("{path}*"),
            kind if path.is_empty() => format!("**/_{kind}/"),
            _ => format!("{path}*"),
        })
    });
    hidden.collect()
}

fn truth(said: &[String]) -> Option<bool> {
    match said {
        [word] => yaml::truth(word),
        _ => None,
    }
}

/// The texts under a key.
fn texts(source: &Source, key: &str) -> Vec<String> {
    value(source, key).map(|node| texts_of(&node)).unwrap_or_default()
}
