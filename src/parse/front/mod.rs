//! Front matter: the keys before an article, which a decision tree shares.
//!
//! Takes: a file, or the keys of a tree's. Gives: [`Front`], and where the text begins.
//! Never: shows a page of which it cannot be read whether it is private: such a page is held back.

mod anchors;
mod days;
mod fence;
mod names;
pub(in crate::parse) mod toml;
mod visibility;

use crate::config::settings::{Settings, is_language};
use crate::data::filled;
use crate::problem::{Certainty, Code, Problem, merge_marks};
use crate::source::{SitePath, Source, Span};
use crate::yaml::{self, Fields, Key, Node, Text, Value};
use fence::{Language, Split, split};
use jiff::civil::Date;

pub use anchors::KeptAnchor;
pub(super) use anchors::{taken, unknown};
pub use days::{Days, Waits};
pub(super) use names::names;
pub use visibility::Visibility;

/// What is said of a page before its text.
#[derive(Clone, Debug)]
pub struct Front {
    /// The page's name.
    pub title: Option<Text>,
    /// One sentence for search results and lists.
    pub description: Option<String>,
    /// Subjects.
    pub tags: Vec<Text>,
    /// Old addresses and other names.
    pub aliases: Vec<Text>,
    /// Former names of its parts, which lead to them still.
    pub anchors: Vec<KeptAnchor>,
    /// Other words that readers use for it.
    pub also_called: Vec<Text>,
    /// The language of its text, by its code, where it says so.
    pub language: Option<String>,
    /// First published.
    pub date: Option<Date>,
    /// Last changed, where the author says so.
    pub updated: Option<Date>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When a person qualified to do so last reviewed it.
    pub reviewed: Option<Date>,
    /// Who did.
    pub reviewer: Option<String>,
    /// When it should be reviewed again.
    pub next_review: Option<Date>,
    /// Where it is said when it is due, or when it was reviewed.
    pub review_span: Option<Span>,
    /// Whether it is kept back.
    pub visibility: Visibility,
    /// Whether it says that it is not: `publish: true`.
    pub says_publish: bool,
    /// What it says of the pages below it.
    pub below: Visibility,
    /// On which days it is not.
    pub days: Days,
    /// Where a day of those stands that cannot be read.
    pub days_unread: Option<Span>,
    /// Where it says the day on which it is first published.
    pub date_span: Option<Span>,
    /// Where it says the day from which on it is kept back.
    pub expires_span: Option<Span>,
    /// The address that is wanted instead of the file's own.
    pub permalink: Option<Text>,
    /// Place among its neighbours; those without come after, by title.
    pub order: Option<i64>,
    /// Whether the contents are listed; by itself where there are three headings or more.
    pub toc: Option<bool>,
    /// Whether search finds it.
    pub search: bool,
    /// A template other than the usual.
    pub template: Option<Text>,
    /// For themes.
    pub extra: serde_json::Value,
}

impl Front {
    /// The same, with names that nothing else says.
    pub(super) fn called(self, names: names::Names) -> Front {
        Front { title: names.title, aliases: names.aliases, also_called: names.also_called, ..self }
    }

    /// Puts in the values that its title and its description name.
    pub(super) fn fill(&mut self, source: &Source, problems: &mut Vec<Problem>) {
        let taken = source.taken.as_deref();
        let place = self.title.as_ref().map(|title| title.span).unwrap_or_default();
        if let Some(title) = &mut self.title {
            filled(&mut title.text, taken, &source.path, place, problems);
        }
        if let Some(description) = &mut self.description {
            filled(description, taken, &source.path, place, problems);
        }
    }

    /// Takes its keys out of a map.
    pub fn read(fields: &mut Fields<'_>, path: &SitePath, problems: &mut Vec<Problem>) -> Front {
        // Obsidian's classes for the look of a note in its own window mean nothing on a page; the other two are read whatever
        // they are called.
        for key in ["draft", "publish", "cssclasses", "cssclass"] {
            fields.get(key);
        }
        let words = |text: Option<Text>| text.map(|t| t.text);
        let days = days::read(fields, path, problems);
        Front {
            title: fields.text("title", problems),
            description: words(fields.text("description", problems)),
            tags: tags([fields.texts("tags", problems), fields.texts_of_old("tag")].concat()),
            aliases: not_too_deep(
                [fields.texts("aliases", problems), fields.texts_of_old("alias")].concat(),
                path,
                problems,
            ),
            anchors: anchors::kept(fields, path, problems),
            also_called: fields.texts("also_called", problems),
            language: language(fields),
            date: fields.day("date", problems),
            date_span: fields.get("date").map(|node| node.span),
            expires_span: {
                // Read with the keys of other programs for the same; here only what is no day is told.
                fields.day("expires", problems);
                fields.get("expires").map(|node| node.span)
            },
            updated: fields.day("updated", problems),
            author: words(fields.text("author", problems)),
            reviewed: fields.day("reviewed", problems),
            reviewer: words(fields.text("reviewer", problems)),
            next_review: fields.day("next_review", problems),
            review_span: ["next_review", "reviewed"].into_iter().find_map(|key| fields.get(key)).map(|node| node.span),
            visibility: visibility::visibility(fields, path, problems),
            says_publish: visibility::says_publish(fields),
            below: visibility::below(fields),
            days: days.days,
            days_unread: days.unread,
            permalink: not_too_deep(fields.text("permalink", problems).into_iter().collect(), path, problems).pop(),
            order: fields.integer("order", problems),
            toc: fields.truth("toc", problems),
            search: is_searched(fields, problems),
            template: fields.text("template", problems),
            extra: fields.get("extra").map_or(serde_json::Value::Null, yaml::to_json),
        }
    }
}

/// Reads what stands before an article's text, and gives the byte where the text begins. What cannot be read is told, and holds
/// the page back: nobody knows whether it says that it is private.
pub(super) fn of_article(source: &Source, problems: &mut Vec<Problem>) -> (Front, usize) {
    let Split { matter, body, fault } = split(source);
    let read = match (fault, matter) {
        (Some(fault), _) => Read::Unreadable(fault),
        (None, Some((language, span))) => read(source, language, span, problems),
        (None, None) => Read::Keys(Node::empty(Span::default())),
    };
    match read {
        Read::Keys(node) => (Front::of(&with_taxonomies(node), &source.path, problems), body),
        Read::Text => (Front::of(&Node::empty(Span::default()), &source.path, problems), source.start()),
        Read::Unreadable(fault) => {
            problems.push(held_back(fault));
            let front = Front::of(&Node::empty(Span::default()), &source.path, problems);
            // Of front matter that does not end, nobody knows where: what looks like a key in the text is taken for one.
            let names = names(&source.text[source.start()..], source.start());
            (Front { visibility: Visibility::Unknown, ..front.called(names) }, body)
        }
    }
}

/// Zola's lists of what a page is about, `tags` and `categories` below `taxonomies`, as the tags that they are.
fn with_taxonomies(mut node: Node) -> Node {
    let Value::Map(entries) = &mut node.value else { return node };
    let Some(place) = entries.iter().position(|(key, _)| key.text == "taxonomies") else { return node };
    let Value::Map(lists) = &mut entries[place].1.value else { return node };
    let (about, others): (Vec<_>, Vec<_>) =
        std::mem::take(lists).into_iter().partition(|(key, _)| matches!(key.text.as_str(), "tags" | "categories"));
    *lists = others;
    if lists.is_empty() {
        entries.remove(place);
    }
    let items = |node: Node| match node.value {
        Value::List(items) => items,
        Value::Null => Vec::new(),
        _ => vec![node],
    };
    let Some((key, span)) = about.first().map(|(key, list)| (Key { text: "tags".into(), ..key.clone() }, list.span))
    else {
        return node;
    };
    let about: Vec<Node> = about.into_iter().flat_map(|(_, list)| items(list)).collect();
    match entries.iter_mut().find(|(key, _)| key.text == "tags") {
        Some((_, tags)) => {
            let own = std::mem::replace(&mut tags.value, Value::Null);
            let own = items(Node { value: own, span: tags.span });
            tags.value = Value::List(own.into_iter().chain(about).collect());
        }
        None => entries.push((key, Node { value: Value::List(about), span })),
    }
    node
}

/// What stands where front matter does.
enum Read {
    /// Keys with values, or nothing.
    Keys(Node),
    /// Text between two rules.
    Text,
    Unreadable(Problem),
}

/// Reads what stands between two lines of a fence. A sentence, a list or a heading between two rules is text, and so is what
/// cannot be read and begins with no key; but not where a word of it might keep the page back.
fn read(source: &Source, language: Language, span: Span, problems: &mut Vec<Problem>) -> Read {
    let inside = source.slice(span);
    let node = match language {
        Language::Yaml => yaml::read(source, span, problems),
        Language::Toml => merge_marks(source, span).map_or_else(|| toml::read(source, span), Err),
    };
    let holding = || inside.split_whitespace().find(|word| visibility::is_run_together(word));
    match node {
        Ok(node @ Node { value: Value::Map(_), .. }) => Read::Keys(node),
        Ok(node @ Node { value: Value::Null, .. }) if fence::are_comments(inside) => Read::Keys(node),
        Ok(node) => match holding() {
            Some(word) => Read::Unreadable(run_together(source, node.span, word)),
            None if fence::keeps_back(inside) => Read::Unreadable(no_keys(source, node.span)),
            None => Read::Text,
        },
        Err(fault) => {
            let is_text = language == Language::Yaml
                && fault.code != Code::MergeConflict
                && !fence::begins_with_key(inside)
                && !fence::may_be_keys(inside)
                && !fence::keeps_back(inside)
                && holding().is_none();
            if is_text { Read::Text } else { Read::Unreadable(fault) }
        }
    }
}

/// What an article's front matter is, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// There is none; the text begins where the file does.
    None,
    /// Keys with values, or nothing; the text begins at this byte.
    Keys(usize),
    /// Something else, or nothing that can be read; the text begins at this byte.
    NoKeys(usize),
    /// Where it ends is not known.
    Endless,
}

/// What the front matter of an article is, whatever it says.
pub fn shape(source: &Source) -> Shape {
    match split(source) {
        Split { matter: Some((language, span)), body, .. } => match read(source, language, span, &mut Vec::new()) {
            Read::Keys(_) => Shape::Keys(body),
            // One word may be a key that is being typed.
            Read::Text if source.slice(span).split_whitespace().count() > 1 => Shape::None,
            Read::Text | Read::Unreadable(_) => Shape::NoKeys(body),
        },
        Split { fault: Some(_), .. } => Shape::Endless,
        Split { .. } => Shape::None,
    }
}

/// What is wrong with the front matter of an article by itself.
pub fn problems(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    of_article(source, &mut problems);
    problems
}

fn no_keys(source: &Source, span: Span) -> Problem {
    Problem::at(Code::FrontMatter, &source.path, span, "This keeps its page back, and is no key with a value")
        .help("Write a colon and a space between the key and its value, like `draft: true`.")
}

fn run_together(source: &Source, span: Span, word: &str) -> Problem {
    let message = format!("`{word}` is no key with a value");
    let problem = Problem::at(Code::FrontMatter, &source.path, span, message)
        .help("Write a colon and a space between the key and its value, like `draft: true`.");
    match (word.split_once([':', '=']), source.slice(span).find(word)) {
        (Some((key, value)), Some(at)) if !key.is_empty() && !value.is_empty() => {
            let at = span.start as usize + at + key.len();
            // It may publish the page.
            problem.edit(Certainty::Doubtful, Span::new(at, at + 1), ": ")
        }
        _ => problem,
    }
}

/// Says of what is wrong with a page what becomes of it.
pub(super) fn held_back(mut fault: Problem) -> Problem {
    let help = fault.help.get_or_insert_default();
    help.push_str(match fault.code {
        Code::MergeConflict => " Until that is done, this page is held back.",
        _ => " Until it can be read, this page is held back.",
    });
    fault
}

impl Front {
    /// Reads a map, and tells of every key that means nothing here.
    fn of(node: &Node, path: &SitePath, problems: &mut Vec<Problem>) -> Front {
        let mut fields = Fields::of(node, path, "An article's front matter", problems);
        let front = Front::read(&mut fields, path, problems);
        fields.finish(problems);
        front
    }

    /// Why its days keep the page back. Where `date` is the day of publishing, and not only when a text was written, it waits for
    /// that too.
    pub fn waits(&self, today: Option<Date>, for_date: bool) -> Option<Waits> {
        let date = self.date.filter(|day| for_date && today.is_some_and(|today| *day > today));
        self.days.keep_back(today).or(date.map(Waits::Until))
    }

    /// When the page is due its next review: the day it names, or so many months after its last as the site asks for.
    pub fn review_due(&self, settings: &Settings) -> Option<Date> {
        let months = settings.review_after.filter(|months| *months > 0);
        let after = || self.reviewed?.checked_add(jiff::Span::new().try_months(months?).ok()?).ok();
        self.next_review.or_else(after)
    }
}

/// Whether search finds a page: `search: false`, or as Zola (`in_search_index`) and MkDocs (`search: {exclude: true}`) have it.
fn is_searched(fields: &mut Fields<'_>, problems: &mut Vec<Problem>) -> bool {
    let says = |node: &Node, wanted: bool| matches!(&node.value, Value::Scalar(text) if yaml::truth(text.trim()) == Some(wanted));
    let is_zolas = |(key, node): (&Key, &Node)| key.text == "in_search_index" && says(node, false);
    let is_mkdocs = |(key, node): (&Key, &Node)| match &node.value {
        Value::Map(keys) if key.text == "search" => {
            keys.iter().any(|(key, node)| key.text == "exclude" && says(node, true))
        }
        _ => false,
    };
    // Theirs are no keys of ours: where keys are checked, they are told.
    let hidden = fields.entries().any(|entry| is_zolas(entry) || is_mkdocs(entry));
    fields.truth("search", problems).unwrap_or(true) && !hidden
}

/// The language that the keys name. Other programs have other things there, too: a language of programming, its whole name.
fn language(fields: &mut Fields<'_>) -> Option<String> {
    let said = ["lang", "language"].map(|key| fields.get(key));
    let words = said.into_iter().flatten().filter_map(|node| match &node.value {
        Value::Scalar(text) => Some(text.trim().replace('_', "-")),
        _ => None,
    });
    words.into_iter().find(|word| is_language(word))
}

/// So many parts an address may have. Each is a folder that is published.
const DEEPEST: usize = 64;

/// Addresses without those of more parts than any host serves, which are told.
fn not_too_deep(addresses: Vec<Text>, path: &SitePath, problems: &mut Vec<Problem>) -> Vec<Text> {
    let (good, deep): (Vec<Text>, Vec<Text>) =
        addresses.into_iter().partition(|address| address.text.matches('/').count() <= DEEPEST);
    problems.extend(deep.iter().map(|address| {
        let message = format!("This address has more than {DEEPEST} parts");
        Problem::at(Code::WrongType, path, address.span, message).help("Write a shorter one, like `/old/address/`.")
    }));
    good
}

/// Subjects as written: one a line of a list, or divided by commas; with Obsidian's `#` or without.
fn tags(written: Vec<Text>) -> Vec<Text> {
    let mut out = Vec::new();
    for Text { text, span } in written {
        for part in text.split(',').map(|part| part.trim().trim_start_matches('#')).filter(|part| !part.is_empty()) {
            out.push(Text { text: part.to_owned(), span });
        }
    }
    out
}

/// Where the keys of an article's front matter stand, without their fence; `None` where there is none, or it is not YAML.
pub fn yaml_keys(source: &Source) -> Option<Span> {
    match split(source).matter {
        Some((Language::Yaml, span)) => Some(span),
        _ => None,
    }
}
