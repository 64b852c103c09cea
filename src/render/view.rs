//! What templates are given. A template sees these fields and nothing else.
//!
//! Takes: nothing. Gives: types, whose docs are the theme's reference. Never: works anything out.
//!
//! Strings are plain text unless their doc says HTML. Links are relative to the page. Nothing is ever absent: a text may be
//! empty, a list too; only `before`, `after` and the parts that belong to one kind of page can be null.

mod glossary;
mod machine;
mod map;
mod references;
mod tree;

use crate::source::digest;
use serde::Serialize;
use std::collections::BTreeMap;

pub use glossary::*;
pub use machine::*;
pub use map::*;
pub use references::*;
pub use tree::*;

/// The view of any page.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct View {
    /// The same for every page, but for its links.
    pub site: SiteView,
    /// The navigation.
    pub nav: Vec<NavItem>,
    /// The theme's settings, by key: as the site's `theme_settings` say, or their defaults.
    pub theme: BTreeMap<String, SettingView>,
    /// What is said of the page itself.
    pub page: PageView,
    /// What machines are told of it.
    pub machine: MachineView,
    /// Of home, section and article pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleView>,
    /// Of the pages of a decision tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeView>,
    /// Of a question's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionView>,
    /// Of an outcome's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeView>,
    /// Of the page of a whole tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<WholeView>,
    /// Of a tag's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<TagView>,
    /// Of the page of all tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<TagItem>>,
    /// Of the page of all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters: Option<Vec<Letter>>,
    /// Of the page of the terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glossary: Option<Vec<GlossaryTerm>>,
    /// Of the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<MapView>,
    /// Of the page of the sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<Vec<ListedSource>>,
    /// Of a page that only leads on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect: Option<LinkView>,
    /// The sources cited on the page, in order of their numbers.
    pub sources: Vec<SourceView>,
    /// The terms that the page uses, in the order of their first use.
    pub terms: Vec<TermNote>,
}

impl View {
    /// The key of the page rendered from this view.
    pub(super) fn key(&self, template: &str, theme: u128) -> u128 {
        digest(&(self, template, theme))
    }
}

/// The site.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// For the attribute `lang`.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The home page.
    pub home: String,
    /// The style sheet.
    pub stylesheet: String,
    /// The picture for a browser's tab.
    pub icon: String,
    /// The page of all pages.
    pub everything: String,
    /// The page of the search.
    pub search: String,
    /// The script of the search; empty where the theme has none.
    pub search_script: String,
    /// The script that looks for the words of an address that leads nowhere; empty where the theme has none.
    pub lost_script: String,
    /// The first file of the search's index.
    pub search_index: String,
    /// The page of all tags; empty where there are none.
    pub tags: String,
    /// The page of the terms; its title and address are empty where there is none.
    pub glossary: LinkView,
    /// The map; its title and address are empty where there is none.
    pub map: LinkView,
    /// The page of the sources; its title and address are empty where there is none.
    pub references: LinkView,
    /// The script that explains terms; empty where the theme has none.
    pub glossary_script: String,
    /// The number to call in an emergency.
    pub emergency: String,
    /// The number to call when it is urgent.
    pub urgent: String,
    /// Who publishes it.
    pub publisher: String,
    /// The start pages of the decision trees, the main one first.
    pub trees: Vec<LinkView>,
    /// The Content-Security-Policy.
    pub csp: &'static str,
    /// The program's name.
    pub generator: &'static str,
    /// What stands under `extra` in `site.yaml`.
    pub extra: serde_json::Value,
}

/// The value of a setting of the theme.
#[derive(Clone, Debug, Serialize, Hash)]
#[serde(untagged)]
pub enum SettingView {
    /// Of the kinds `text` and `choice`: words, perhaps none.
    Text(String),
    /// Of the kind `yes-no`.
    YesNo(bool),
    /// Of the kind `page`: a link; null where no page is named.
    Page(Option<LinkView>),
}

/// A link with its words.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct LinkView {
    /// The words.
    pub title: String,
    /// The address.
    pub href: String,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct NavItem {
    /// The words.
    pub title: String,
    /// The address.
    pub href: String,
    /// Whether it is this very page.
    pub current: bool,
    /// Whether this page lies below it.
    pub open: bool,
    /// What lies below it, if it is open.
    pub pages: Vec<NavPage>,
}

/// An entry below an open one.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct NavPage {
    /// The words.
    pub title: String,
    /// The address.
    pub href: String,
    /// Whether it is this very page.
    pub current: bool,
}

/// The page itself.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct PageView {
    /// `home`, `section`, `article`, `tree`, `whole-tree`, `question`, `outcome`, `tag`, `tags`, `everything`, `not-found` or `redirect`.
    pub kind: &'static str,
    /// For the window's title and lists.
    pub title: String,
    /// For the heading.
    pub heading: String,
    /// One sentence.
    pub description: String,
    /// The whole address on the web; empty where the site's is not known.
    pub canonical: String,
    /// Whether search engines should list it.
    pub indexed: bool,
    /// The pages above, from the home page on.
    pub breadcrumbs: Vec<LinkView>,
    /// Where its file can be edited.
    pub suggest: String,
    /// A letter about it, for those who cannot edit it.
    pub contact: ContactView,
    /// What stands under `extra` in its front matter.
    pub extra: serde_json::Value,
    /// Of home and section pages, and of the page of everything: where a new article can be begun.
    pub begin: String,
}

/// Where to write to.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct ContactView {
    /// The e-mail address; empty where there is none.
    pub address: String,
    /// `mailto:`, with the page's title as the subject.
    pub href: String,
}

/// A text and what belongs to it.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct ArticleView {
    /// HTML.
    pub body: String,
    /// Its headings, if there are enough to be listed.
    pub toc: Vec<TocItem>,
    /// Its subjects.
    pub tags: Vec<LinkView>,
    /// Who links here.
    pub backlinks: Vec<Backlink>,
    /// Pages about the same.
    pub related: Vec<Listed>,
    /// The page before, in reading order.
    pub before: Option<LinkView>,
    /// The page after.
    pub after: Option<LinkView>,
    /// The sources it cites.
    pub sources: Vec<SourceView>,
    /// The pages below, of a section or the home page.
    pub children: Vec<Listed>,
    /// When it was reviewed.
    pub review: Review,
    /// When it was last changed, in words.
    pub updated: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// The gravest level of its care cards, such as `urgent`; empty where it has none.
    pub care: &'static str,
}

/// A heading in the contents.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TocItem {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A page that links here.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Backlink {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// The sentence around the link; of a decision tree's outcome its title.
    pub sentence: String,
    /// Of a decision tree: the answers that lead here, in words; else empty.
    pub answers: String,
}

/// A page in a list.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Listed {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One sentence, or empty.
    pub description: String,
}

/// A source in the list at a text's end.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct SourceView {
    /// As cited.
    pub number: usize,
    /// Its anchor.
    pub anchor: String,
    /// HTML.
    pub html: String,
    /// The anchors of the places that cite it.
    pub back: Vec<String>,
}

/// When a page was reviewed.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Review {
    /// `none` where the site does not ask for reviews, else `awaiting`, `reviewed` or `overdue`.
    pub state: &'static str,
    /// The day, in words.
    pub reviewed: String,
    /// Who did it.
    pub reviewer: String,
    /// When it is due again, in words.
    pub next_review: String,
    /// Whether the text was changed since.
    pub edited: bool,
}

/// A subject.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TagView {
    /// Its words.
    pub title: String,
    /// Its pages.
    pub pages: Vec<Listed>,
}

/// A subject in the list of all.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TagItem {
    /// Its words.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many pages it has.
    pub count: usize,
}

/// The pages of one letter.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Letter {
    /// The letter, or `#` for all else.
    pub letter: String,
    /// Its pages, by their titles and by what readers also call them.
    pub pages: Vec<LetterEntry>,
}

/// A page under a letter.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct LetterEntry {
    /// Its title, or another name for it.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One sentence, or empty. Not beside another name.
    pub description: String,
    /// Beside another name: the page's title; else empty.
    pub page: String,
}
