//! One Markdown file → front matter and text.

use super::dialect::{Dialect, Unrendered, is_template};
use super::facts::{is_index, name_of_file};
use super::front::{self, Front, KeptAnchor, Visibility};
use super::html;
use super::ids::Place;
use super::markdown::{Context, markdown_and_prose};
use super::prose::reading::Reading;
use super::prose::{LinkText, ambiguous_texts};
use crate::problem::{Code, Problem, merge_marks};
use crate::source::{Offsets, SitePath, Source, Span};
use crate::text::body::{Anchor, Body};
use std::collections::{BTreeSet, HashMap};

/// An article's text, as its file alone tells it.
#[derive(Debug)]
pub struct Article {
    /// The title: of the front matter, else the first heading, else `None`.
    pub title: Option<String>,
    /// The id of the title, where it has one of its own.
    pub title_id: Option<Anchor>,
    /// The text.
    pub body: Body,
    /// The words of its links, in order.
    pub link_texts: Vec<LinkText>,
    /// Links that say the same and may lead to different places, by their places in `link_texts`.
    pub ambiguous: Vec<Vec<usize>>,
    /// How hard it is to read.
    pub reading: Reading,
    /// What it leaves to another program.
    pub unrendered: Vec<Unrendered>,
}

/// What a note of a vault is called, whatever headings it has: as its file. A folder's own page has no such name.
fn name_of_note(source: &Source) -> Option<&str> {
    let name = source.path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folder = source.path.below_folder().rsplit('/').next().filter(|name| !name.is_empty());
    // A folder that was given a page is called as it is; a page that its author wrote for it says its own title.
    if !is_index(stem) { Some(stem) } else { folder.filter(|_| source.text.trim().is_empty()) }
}

/// Reads an article. Whatever is wrong with it, something is read.
pub(super) fn article(source: &Source, dialect: Dialect, problems: &mut Vec<Problem>) -> (Front, Article) {
    let (mut front, body_start) = front::of_article(source, problems);
    // MkDocs and Jekyll write a title into the page as HTML.
    if let Some(title) = front.title.as_mut().filter(|title| dialect == Dialect::Generator && title.text.contains('&'))
    {
        title.text = html::decode_entities(&title.text);
    }
    if matches!(dialect, Dialect::Obsidian(_)) && is_template(&source.text) {
        front.visibility = front.visibility.stricter(Visibility::Private);
    }
    if !problems.iter().any(|problem| problem.code == Code::MergeConflict) {
        let marks = merge_marks(source, Span::new(source.start(), source.text.len()));
        // One of the two versions may be without what was to go. In a folder that another program reads too, the rest is published.
        let marks = marks.map(|marks| if dialect == Dialect::Own { marks } else { front::held_back(marks) });
        if marks.is_some() && dialect != Dialect::Own {
            front.visibility = Visibility::Unknown;
        }
        problems.extend(marks);
    }
    front.fill(source, problems);
    let offsets = Offsets::from(body_start);
    let title = front.title.as_ref().map(|t| t.text.as_str()).filter(|title| !title.trim().is_empty());
    let name = if matches!(dialect, Dialect::Obsidian(_)) { name_of_note(source) } else { None };
    let title = title.or(name);
    let context = Context {
        path: &source.path,
        offsets: &offsets,
        title,
        place: Place::Article,
        dialect,
        taken: source.taken.as_deref(),
    };
    let text = &source.text[body_start..];
    let (parsed, mut link_texts, reading) = markdown_and_prose(text, context, problems);
    let spans = parsed.body.link_spans.iter().enumerate();
    let numbers: HashMap<Span, usize> = spans.map(|(number, span)| (span.whole, number)).collect();
    link_texts.iter_mut().for_each(|link| link.link = numbers.get(&link.span).copied());
    let own_id = parsed.title.as_ref().map(|heading| heading.id.clone());
    let title = title.map(str::to_owned).or(parsed.title.map(|heading| heading.text));
    let shown = title.clone().unwrap_or_else(|| name_of_file(&source.path));
    let reserved = |kept: &&KeptAnchor| parsed.ids.is_reserved(&kept.old.text);
    let (reserved, kept): (Vec<_>, Vec<_>) = front.anchors.iter().partition(reserved);
    problems.extend(reserved.into_iter().map(|kept| front::taken(&source.path, kept)));
    let title_id = parsed.ids.of_title(own_id.as_deref(), &shown).map(Anchor::from);
    let mut body = parsed.body;
    keep_anchors(&mut body, title_id.as_deref(), &kept, &source.path, problems);
    let ambiguous = ambiguous_texts(&link_texts, &body.links);
    (front, Article { title, title_id, body, link_texts, ambiguous, reading, unrendered: parsed.unrendered })
}

/// Gives parts the names besides that they had. One that no part has, or that another part has now, is told.
fn keep_anchors(
    body: &mut Body,
    title: Option<&str>,
    kept: &[&KeptAnchor],
    path: &SitePath,
    problems: &mut Vec<Problem>,
) {
    let mut ids: BTreeSet<Anchor> = body.headings.iter().map(|heading| heading.id.clone()).collect();
    ids.extend(body.anchors.iter().cloned().chain(title.map(Anchor::from)));
    for kept in kept {
        let (old, new) = (kept.old.text.as_str(), kept.new.text.as_str());
        if ids.contains(old) {
            problems.push(front::taken(path, kept));
        } else if Some(new) == title {
            body.add_id_at_start(old);
            ids.insert(old.into());
        } else if ids.contains(new) && body.add_id(new, old) {
            ids.insert(old.into());
        } else {
            let known: Vec<&str> = ids.iter().map(Anchor::as_str).collect();
            problems.push(front::unknown(path, kept, &known));
        }
    }
}
