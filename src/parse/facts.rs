//! What other pages may know of a page: little, and no places, so that an edit inside a text leaves every other page alone.

use super::article::Article;
use super::decision::Decision;
use super::front::{Front, Visibility};
use crate::source::{SitePath, Source, slug};
use crate::text::body::{Anchor, Heading, Link};
use crate::tree::ScreenKind;
use jiff::civil::Date;
use std::sync::Arc;

/// What kind of page a file makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A text.
    Article,
    /// A decision tree.
    Tree,
}

/// A page as the others see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The file.
    pub path: SitePath,
    /// What it makes.
    pub kind: Kind,
    /// Its address below the site's, with `/` at both ends: `/cramps/cramp-now/`. The home page's is `/`.
    pub address: String,
    /// Never empty.
    pub title: String,
    /// One sentence, or empty.
    pub description: String,
    /// Old addresses and other names.
    pub aliases: Vec<String>,
    /// Other words that readers use.
    pub also_called: Vec<String>,
    /// As written.
    pub tags: Vec<String>,
    /// Place among its neighbours.
    pub order: Option<i64>,
    /// Whether it is to be published.
    pub visibility: Visibility,
    /// In order.
    pub headings: Arc<Vec<Heading>>,
    /// All anchors, the headings' first: a link to one finds it here, and does not go through all that is known of headings.
    pub anchors: Vec<Anchor>,
    /// Former names of its parts, each with the name of today.
    pub kept: Vec<(Anchor, Anchor)>,
    /// What its author calls each note at its foot, by the notes' numbers.
    pub notes: Vec<Anchor>,
    /// In order.
    pub links: Arc<Vec<Link>>,
    /// A tree's pages, besides its start.
    pub screens: Vec<ScreenFacts>,
    /// The address of the page that shows the whole of a tree; an article has none, nor a tree without screens.
    pub whole_address: Option<String>,
}

impl Facts {
    /// Whether it is kept back: a draft, private, or of a front matter that cannot be read.
    pub fn is_held(&self) -> bool {
        self.visibility != Visibility::Public
    }
}

/// The last part of the address of a whole tree, unless a question has that id.
const WHOLE: &str = "whole-tree";

/// A page of a tree as the others see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ScreenFacts {
    /// The question's or outcome's id: what stands after `#` in a link to it.
    pub id: String,
    /// Below the tree's own address, with `/` at the end.
    pub address: String,
    /// The question, or the outcome's title.
    pub title: String,
}

pub(super) fn of_article(source: &Source, front: &Front, article: &Article) -> Facts {
    let stem = source.path.file_name().rsplit_once('.').map_or(source.path.file_name(), |(stem, _)| stem);
    let title = article.title.clone().filter(|t| !t.trim().is_empty());
    let headings = article.body.headings.iter().map(|heading| &heading.id);
    let title_id = article.title_id.iter().filter(|id| !article.body.anchors.contains(id));
    Facts {
        headings: Arc::clone(&article.body.headings),
        anchors: headings.chain(&article.body.anchors).chain(title_id).cloned().collect(),
        notes: article.body.notes.iter().map(|note| note.label.clone()).collect(),
        links: Arc::clone(&article.body.links),
        ..plain(&source.path, Kind::Article, stem, title, front)
    }
}

pub(super) fn of_tree(source: &Source, front: &Front, decision: &Decision) -> Facts {
    let name = source.path.file_name();
    let stem = name.len().checked_sub(".tree.yaml".len()).map_or(name, |_| name.split(".tree.").next().unwrap_or(name));
    let tree = &decision.tree;
    let screens = decision.screens.iter().map(|screen| {
        let (id, title) = match screen.kind {
            ScreenKind::Question(q) => (&tree.questions[q].id, &tree.questions[q].ask),
            ScreenKind::Outcome(o) => (&tree.outcomes[o].id, &tree.outcomes[o].title),
        };
        ScreenFacts { id: id.text.clone(), address: format!("{}/", screen.address), title: title.text.clone() }
    });
    let screens: Vec<ScreenFacts> = screens.collect();
    let facts = plain(&source.path, Kind::Tree, stem, decision.title.clone(), front);
    let summary = tree.summary.as_ref().map(|s| s.text.clone()).unwrap_or_default();
    Facts {
        description: if facts.description.is_empty() { summary } else { facts.description },
        links: Arc::new(decision.links.clone()),
        whole_address: whole_address(&facts.address, &screens),
        screens,
        ..facts
    }
}

fn whole_address(tree: &str, screens: &[ScreenFacts]) -> Option<String> {
    let mut part = format!("{WHOLE}/");
    while screens.iter().any(|screen| screen.address.starts_with(&part)) {
        part = format!("{}-map/", part.trim_end_matches('/'));
    }
    (!screens.is_empty()).then(|| format!("{tree}{part}"))
}

fn plain(path: &SitePath, kind: Kind, stem: &str, title: Option<String>, front: &Front) -> Facts {
    let words = |texts: &[crate::yaml::Text]| texts.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
    Facts {
        path: path.clone(),
        kind,
        address: front
            .permalink
            .as_ref()
            .and_then(|wanted| permalink(&wanted.text))
            .unwrap_or_else(|| address(path, stem)),
        title: title.unwrap_or_else(|| spoken_name(path, stem)),
        description: front.description.clone().unwrap_or_default(),
        aliases: words(&front.aliases).into_iter().chain(file_wanted(front)).collect(),
        also_called: words(&front.also_called),
        tags: words(&front.tags),
        order: front.order,
        visibility: front.visibility,
        headings: Arc::default(),
        anchors: Vec::new(),
        kept: front.anchors.iter().map(|kept| (kept.old.text.as_str().into(), kept.new.text.as_str().into())).collect(),
        notes: Vec::new(),
        links: Arc::default(),
        screens: Vec::new(),
        whole_address: None,
    }
}

/// The day and the name of a post of Jekyll's, which its file is called after: `_posts/2024-01-02-first-run.md`.
pub(super) fn post(path: &SitePath) -> Option<(Date, &str)> {
    path.below_folder().split('/').find(|folder| *folder == "_posts")?;
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (day, name) = stem.split_at_checked("2024-01-02".len())?;
    Some((day.parse().ok()?, name.strip_prefix('-').filter(|name| !name.is_empty())?))
}

/// What is known of a post by its name, where its front matter does not say it. Links to it are written by its day.
pub(super) fn of_post((day, name): (Date, &str), has_title: bool, facts: Facts) -> Facts {
    let address = format!("/{:04}/{:02}/{:02}/{name}.html", day.year(), day.month(), day.day());
    let title = if has_title { facts.title } else { slug::spoken(name) };
    Facts { title, aliases: facts.aliases.into_iter().chain([address]).collect(), ..facts }
}

/// Whether a file of this stem is its folder's own page. `_index` is Hugo's and Zola's name for it; `index.html.md` is one, too.
pub fn is_index(stem: &str) -> bool {
    let stem = stem.strip_suffix(".html").unwrap_or(stem);
    ["index", "readme", "_index"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// What an article is called that has no title.
pub(super) fn name_of_file(path: &SitePath) -> String {
    let name = path.file_name();
    spoken_name(path, name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

fn spoken_name(path: &SitePath, stem: &str) -> String {
    slug::spoken(if is_index(stem) { folder_name(path) } else { stem })
}

fn folder_name(path: &SitePath) -> &str {
    path.below_folder().rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("Home")
}

/// The address of a file that an author wants: `/a/help.html`. The page is at `/a/help/`, and found there too.
fn file_wanted(front: &Front) -> Option<String> {
    let wanted = &front.permalink.as_ref()?.text;
    (wanted.starts_with('/') && wanted.ends_with(".html")).then(|| wanted.clone())
}

/// An address that an author wants, made one: `/` at both ends, and nothing in it that must be escaped.
fn permalink(wanted: &str) -> Option<String> {
    let wanted = wanted.strip_suffix(".html").map_or(wanted, |page| page.strip_suffix("/index").unwrap_or(page));
    let parts = wanted.split('/').map(str::trim).filter(|part| !part.is_empty() && *part != "." && *part != "..");
    let parts: Vec<String> = parts.map(slug::address_part).collect();
    (!parts.is_empty()).then(|| format!("/{}/", parts.join("/")))
}

fn address(path: &SitePath, stem: &str) -> String {
    let mut out = String::from("/");
    let parts = path.below_folder().split('/').filter(|p| !p.is_empty());
    // A page is called `x`, and not `x.html`, whoever writes `x.html.md`.
    let stem = stem.strip_suffix(".html").filter(|stem| !stem.is_empty()).unwrap_or(stem);
    for part in parts.chain((!is_index(stem)).then_some(stem)) {
        out.push_str(&slug::address_part(part));
        out.push('/');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_readable() {
        let of = |path: &str, stem: &str| address(&path.into(), stem);
        assert_eq!(of("content/a/Two Words.md", "Two Words"), "/a/two-words/");
        assert_eq!(of("content/a/index.md", "index"), "/a/");
        assert_eq!(of("content/README.md", "README"), "/");
        assert_eq!(of("notes/Two Words.md", "Two Words"), "/notes/two-words/");
        assert_eq!(permalink("/My notes/../two/").as_deref(), Some("/my-notes/two/"));
        assert_eq!(permalink("/"), None);
        assert_eq!(slug::spoken("muscle-damage"), "Muscle damage");
    }
}
