//! Whether a page is kept back, by whatever key and spelling its author used for it.
//!
//! A page that is published by mistake cannot be taken back; one that is held back by mistake is told, and published a minute
//! later. So every doubt holds back.

use super::fence::is_unseen;
use crate::problem::{Certainty, Code, Problem, near};
use crate::source::SitePath;
use crate::yaml::{Fields, Key, Node, Value, truth};

/// Whether a page is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// It is not.
    Public,
    /// Until it is ready.
    Draft,
    /// For good: `publish: false`.
    Private,
    /// Nobody knows what its front matter says. That is told.
    Unknown,
}

impl Visibility {
    /// Of two, the one that keeps more back.
    #[must_use]
    pub fn stricter(self, other: Visibility) -> Visibility {
        let rank = |held| match held {
            Visibility::Public => 0,
            Visibility::Draft => 1,
            Visibility::Private => 2,
            Visibility::Unknown => 3,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

/// What keys like `draft` and `publish` come to, however they are spelt; of two that differ the stricter holds.
pub(super) fn visibility(fields: &Fields<'_>, path: &SitePath, problems: &mut Vec<Problem>) -> Visibility {
    let mut out = Visibility::Public;
    for (key, node) in fields.entries() {
        if let Some(below) = said_below(key, node) {
            problems.push(too_far_in(path, key, below));
            out = out.stricter(Visibility::Unknown);
        }
        let found = match &node.value {
            Value::Null => continue,
            Value::Scalar(text) => keeps_back(&key.text, text),
            Value::Map(below) if is_build(&key.text) => Some(is_never_rendered(below)),
            _ if is_key(&key.text) => None,
            _ => continue,
        };
        // In the front matter of another program an unknown key is nobody's mistake; such a one is.
        // Only a yes or a no keeps back, so that the keys of most pages are compared with no other.
        if let (Some(false), Value::Scalar(text)) = (found, &node.value)
            && keeps_back("publish", text).is_some()
            && let Some(meant) = meant(&key.text)
            && keeps_back(meant, text) == Some(true)
        {
            problems.push(slip(path, key, meant));
            out = out.stricter(Visibility::Unknown);
            continue;
        }
        let now = match found {
            Some(false) => Visibility::Public,
            Some(true) if is_draft(&key.text) && !is_private(node) => Visibility::Draft,
            Some(true) => Visibility::Private,
            None => {
                problems.push(neither(path, key, node));
                Visibility::Unknown
            }
        };
        out = out.stricter(now);
    }
    out
}

/// What Hugo's `cascade` says of the pages below one: keys for each, or for some of them, and then for all here.
pub(super) fn below(fields: &Fields<'_>) -> Visibility {
    let Some((_, cascade)) = fields.entries().find(|(key, _)| normal(&key.text) == "cascade") else {
        return Visibility::Public;
    };
    let parts = match &cascade.value {
        Value::List(parts) => parts.as_slice(),
        _ => std::slice::from_ref(cascade),
    };
    let keys = parts.iter().filter_map(|part| match &part.value {
        Value::Map(keys) => Some(keys),
        _ => None,
    });
    let said = keys.flatten().map(|(key, node)| match &node.value {
        Value::Map(below) if is_build(&key.text) && is_never_rendered(below) => Visibility::Private,
        Value::Scalar(text) if keeps_back(&key.text, text) != Some(false) => {
            if is_draft(&key.text) {
                Visibility::Draft
            } else {
                Visibility::Private
            }
        }
        _ => Visibility::Public,
    });
    said.fold(Visibility::Public, Visibility::stricter)
}

/// Whether a page says `publish: true`, which some programs ask of each that they publish.
pub(super) fn says_publish(fields: &Fields<'_>) -> bool {
    fields.entries().any(|(key, node)| {
        let Value::Scalar(text) = &node.value else { return false };
        matches!(normal(&key.text).as_str(), "publish" | "dg-publish") && truth(text.trim()) == Some(true)
    })
}

/// Whether a key with such a value keeps its page back. `None` where nobody can know; of other keys, `Some(false)`.
pub(super) fn keeps_back(key: &str, value: &str) -> Option<bool> {
    let value = value.trim().trim_matches(['"', '\'']);
    match normal(key).as_str() {
        "draft" | "private" => truth(value),
        "publish" => truth(value).map(|publish| !publish),
        // Keys of other programs, in which other things may stand as well: a day, the name of a state.
        "published" | "public" | "dg-publish" => Some(truth(value) == Some(false)),
        "unpublished" | "confidential" | "secret" => Some(truth(value) == Some(true)),
        "drafts" | "isdraft" | "is_draft" | "is-draft" => Some(truth(value) == Some(true)),
        // Docusaurus' word: of a page that no list may show, nothing is published here.
        "unlisted" | "hidden" => Some(truth(value) == Some(true)),
        // The drawing of a plugin of Obsidian, whose text is data.
        "excalidraw-plugin" => Some(!value.is_empty() && truth(value) != Some(false)),
        // Plugins of several programs encrypt such a page; here nothing would.
        "password" | "encrypt_password" | "encryption_password" => {
            Some(!value.is_empty() && truth(value) != Some(false))
        }
        "encrypt" | "encrypted" | "protected" => Some(truth(value) == Some(true)),
        // Hugo's word for a folder of parts that other pages show.
        "headless" => Some(truth(value) == Some(true)),
        // Eleventy's way of writing no file. An address is anything else.
        "permalink" => Some(value.eq_ignore_ascii_case("false")),
        // Zola's way of the same, of a page or of a section's own.
        "render" => Some(truth(value) == Some(false)),
        "status" | "state" => Some(matches!(normal(value).as_str(), "draft" | "private")),
        "visibility" | "access" => Some(normal(value) == "private"),
        _ => Some(false),
    }
}

/// Whether a word is such a key and its value with no space between them, or a key that stands alone: `draft:true`, `draft`.
pub(super) fn is_run_together(word: &str) -> bool {
    let key = word.split([':', '=']).next().unwrap_or(word);
    is_key(key) || normal(key) == "published"
}

fn is_key(key: &str) -> bool {
    matches!(normal(key).as_str(), "draft" | "private" | "publish")
}

/// The key that keeps pages back which a misspelt one means: `publised`, `draf`.
fn meant(key: &str) -> Option<&'static str> {
    let key = normal(key);
    let known = ["public", "published", "drafts", "status", "state"].contains(&key.as_str());
    near::nearest(&key, ["draft", "private", "publish", "published"]).filter(|meant| !known && *meant != key)
}

fn slip(path: &SitePath, key: &Key, meant: &'static str) -> Problem {
    let message = format!("Is `{}` meant to be `{meant}`? Until that is clear, this page is held back", key.text);
    Problem::at(Code::FrontMatter, path, key.span, message)
        .help(format!("Write `{meant}`; or, if it is another program's own, a name that is not so near."))
        .fix(key.span, meant)
        // It may publish the page.
        .sure(Certainty::Doubtful)
}

fn is_draft(key: &str) -> bool {
    matches!(normal(key).as_str(), "draft" | "drafts" | "isdraft" | "is_draft" | "is-draft" | "status" | "state")
}

/// `status: private`, unlike `status: draft`.
fn is_private(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(text) if normal(text.trim_matches(['"', '\''])) == "private")
}

/// Hugo's key for what becomes of a page.
fn is_build(key: &str) -> bool {
    matches!(normal(key).as_str(), "build" | "_build")
}

/// `render: never`; with `link`, lists name the page, and nothing is written.
fn is_never_rendered(build: &[(Key, Node)]) -> bool {
    build.iter().any(|(key, node)| {
        let Value::Scalar(text) = &node.value else { return false };
        normal(&key.text) == "render" && (matches!(text.trim(), "never" | "link") || truth(text) == Some(false))
    })
}

/// A key that would keep its page back if it did not stand in another: `draft = true` behind a table of TOML, or too far in.
fn said_below<'n>(key: &Key, node: &'n Node) -> Option<&'n Key> {
    let Value::Map(below) = &node.value else { return None };
    let is_said = |(key, node): &&(Key, Node)| match &node.value {
        Value::Scalar(text) => is_key(&key.text) && keeps_back(&key.text, text) == Some(true),
        _ => false,
    };
    // What holds for the pages below is no key of the page's own.
    if normal(&key.text) == "cascade" { None } else { below.iter().find(is_said).map(|(key, _)| key) }
}

fn too_far_in(path: &SitePath, outer: &Key, key: &Key) -> Problem {
    let message = format!(
        "`{}` stands in `{}`, where it says nothing of the page; until that is clear, it is held back",
        key.text, outer.text
    );
    Problem::at(Code::FrontMatter, path, key.span, message).help(format!(
        "If the page is to be kept back, write it before `{}`, at the left edge; else give it another name.",
        outer.text
    ))
}

/// In small letters, without what nobody sees: a word that was copied may have such signs in it.
pub(super) fn normal(key: &str) -> String {
    let seen = key.chars().filter(|c| !is_unseen(*c));
    // A keyboard for Chinese or Japanese types letters as wide as its own.
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    seen.map(plain).collect::<String>().trim().to_lowercase()
}

fn neither(path: &SitePath, key: &Key, node: &Node) -> Problem {
    let message = format!("`{}` should be `true` or `false`; until it is, this page is held back", key.text);
    Problem::at(Code::FrontMatter, path, node.span, message)
        .help(format!("Write `{0}: true` or `{0}: false`.", key.text.trim()))
}
