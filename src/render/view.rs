//! What templates are given. A template sees these fields and nothing else.
//!
//! Takes: nothing. Gives: types, whose docs are the theme's reference. Never: works anything out.
//!
//! Strings are plain text unless their doc says HTML. Links are relative to the page. Nothing is ever absent: a text may be
//! empty, a list too; only `before`, `after` and the parts that belong to one kind of page can be null.

mod book;
mod glossary;
mod lists;
mod machine;
mod map;
mod moved;
mod references;
mod tree;

use super::html::alike::Alike;
use crate::source::digest;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Context;

pub use book::*;
pub use glossary::*;
pub use lists::*;
pub use machine::*;
pub use map::*;
pub use moved::*;
pub use references::*;
pub use tree::*;

/// The view of any page.
#[derive(Clone, Debug, Default, Hash)]
pub struct View {
    /// The same for every page, but for its links.
    pub site: Alike<SiteView>,
    /// The navigation. Where it has many entries, those around the page.
    pub nav: Vec<Alike<NavItem>>,
    /// Where all of its entries are.
    pub nav_all: AllView,
    /// The theme's settings, by key: as the site's `theme_settings` say, or their defaults.
    pub theme: Alike<BTreeMap<String, SettingView>>,
    /// What is said of the page itself.
    pub page: PageView,
    /// What machines are told of it.
    pub machine: MachineView,
    /// The theme's files that its texts need.
    pub blocks: BlocksView,
    /// Of home, section and article pages.
    pub article: Option<ArticleView>,
    /// Of the pages of a decision tree.
    pub tree: Option<TreeView>,
    /// Of a question's page.
    pub question: Option<QuestionView>,
    /// Of an outcome's page.
    pub outcome: Option<OutcomeView>,
    /// Of the page of a whole tree.
    pub whole: Option<WholeView>,
    /// Of a tag's page.
    pub tag: Option<TagView>,
    /// Of the page of all tags.
    pub tags: Option<Vec<TagItem>>,
    /// Of the page of all pages.
    pub letters: Option<Vec<Letter>>,
    /// Of a list that is too long for one page: its parts, each called by its first entry.
    pub parts: Vec<NavPage>,
    /// Of the page of the terms.
    pub glossary: Option<Vec<GlossaryTerm>>,
    /// Of the map.
    pub map: Option<MapView>,
    /// Of the page of the sources.
    pub references: Option<Vec<ListedSource>>,
    /// Of the page of the whole site.
    pub book: Option<BookView>,
    /// Of a page that only leads on.
    pub redirect: Option<LinkView>,
    /// Of a page that leads on, or of which a part is elsewhere now.
    pub moved: Option<MovedView>,
    /// The sources cited on the page, in order of their numbers.
    pub sources: Vec<SourceView>,
    /// The terms that the page uses, in the order of their first use.
    pub terms: Vec<TermNote>,
}

impl View {
    /// What the template can name. What a page does not have is not there.
    pub(super) fn context(&self) -> Result<Context, tera::Error> {
        let View { site, nav, nav_all, theme, page, machine, blocks, sources, terms, .. } = self;
        let mut context = Context::new();
        context.insert_value("site", site.value());
        context.insert_value("nav", nav.iter().map(Alike::value).collect::<Vec<_>>().into());
        context.insert_value("theme", theme.value());
        put(&mut context, "nav_all", Some(nav_all))?;
        put(&mut context, "page", Some(page))?;
        put(&mut context, "machine", Some(machine))?;
        put(&mut context, "blocks", Some(blocks))?;
        put(&mut context, "article", self.article.as_ref())?;
        put(&mut context, "tree", self.tree.as_ref())?;
        put(&mut context, "question", self.question.as_ref())?;
        put(&mut context, "outcome", self.outcome.as_ref())?;
        put(&mut context, "whole", self.whole.as_ref())?;
        put(&mut context, "tag", self.tag.as_ref())?;
        put(&mut context, "tags", self.tags.as_ref())?;
        put(&mut context, "letters", self.letters.as_ref())?;
        put(&mut context, "parts", Some(&self.parts))?;
        put(&mut context, "glossary", self.glossary.as_ref())?;
        put(&mut context, "map", self.map.as_ref())?;
        put(&mut context, "references", self.references.as_ref())?;
        put(&mut context, "book", self.book.as_ref())?;
        put(&mut context, "redirect", self.redirect.as_ref())?;
        put(&mut context, "moved", self.moved.as_ref())?;
        put(&mut context, "sources", Some(sources))?;
        put(&mut context, "terms", Some(terms))?;
        Ok(context)
    }

    /// A digest of each part, by its name: what of two pages is not the same. The text of an article is told apart from what is
    /// said around it.
    pub fn parts(&self) -> Vec<(&'static str, u128)> {
        let (text, around) = match self.article.clone() {
            Some(article) => {
                let text = digest(&article.body);
                (text, digest(&ArticleView { body: String::new(), ..article }))
            }
            None => Default::default(),
        };
        vec![
            ("text", text),
            ("around", around),
            ("site", digest(&(&self.site, &self.nav, &self.nav_all, &self.theme))),
            ("page", digest(&(&self.page, &self.machine, &self.blocks, &self.redirect, &self.moved))),
            ("screen", digest(&(&self.tree, &self.question, &self.outcome, &self.whole))),
            ("list", digest(&(&self.tag, &self.tags, &self.letters, &self.parts, &self.map, &self.book))),
            ("knowledge", digest(&(&self.glossary, &self.references, &self.sources, &self.terms))),
        ]
    }

    /// The key of the page rendered from this view.
    pub(super) fn key(&self, template: &str, theme: u128) -> u128 {
        digest(&(self, template, theme))
    }
}

fn put<T: Serialize>(context: &mut Context, name: &'static str, view: Option<&T>) -> Result<(), tera::Error> {
    if let Some(view) = view {
        context.insert_value(name, tera::Value::try_from_serializable(view)?);
    }
    Ok(())
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
    /// The picture beside the site's name.
    pub logo: LogoView,
    /// The theme's files in `assets`, by their names there: `{{ site.assets["own.js"] }}`.
    pub assets: BTreeMap<String, String>,
    /// The page of all pages.
    pub everything: String,
    /// The page of the search.
    pub search: String,
    /// The script of the search; empty where the theme has none.
    pub search_script: String,
    /// Whether somebody is told what was looked for in vain, from the page of the search.
    pub hears: bool,
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
    /// The page of the whole site; its title and address are empty where there is none.
    pub book: LinkView,
    /// The same as an e-book, likewise.
    pub epub: LinkView,
    /// The script that explains terms; empty where the theme has none.
    pub glossary_script: String,
    /// Whether a page says how soon help is needed, by a care card or as a tree's outcome.
    pub care: bool,
    /// The levels of care that a search may find, each once: those of care cards and of the trees' outcomes.
    pub levels: Vec<LevelView>,
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

/// How soon help is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Hash)]
pub struct LevelView {
    /// Its id, such as `urgent`.
    pub id: String,
    /// The built-in level that it looks like: itself, or of a tree's own levels one by its place among them.
    pub looks_like: &'static str,
    /// In words.
    pub word: String,
}

/// The picture beside the site's name.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct LogoView {
    /// Its address.
    pub href: String,
    /// How wide it is shown, in pixels.
    pub width: u32,
    /// How high.
    pub height: u32,
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

/// The theme's files for what stands in a page's texts; each empty where nothing needs it, or the theme has none.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct BlocksView {
    /// The style sheet for code, formulas, tabs, steps, cards, diagrams and figures.
    pub style: String,
    /// The script for blocks of code.
    pub code: String,
    /// The script for tabs.
    pub tabs: String,
    /// The script for pictures that a click enlarges.
    pub enlarge: String,
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
    /// What lies below it, if it is open. Where that is much, what lies around the page.
    pub pages: Vec<NavPage>,
    /// Where all of that is.
    pub all: AllView,
}

/// Where all entries of a list are that is shown in part.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct AllView {
    /// How many they are, as the site's language writes it; empty where none is left out.
    pub count: String,
    /// What they belong to.
    pub title: String,
    /// The page that leads to all of them.
    pub href: String,
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
    /// `home`, `section`, `article`, `tree`, `whole-tree`, `question`, `outcome`, `tag`, `tags`, `everything`, `book`, `not-found` or `redirect`.
    pub kind: &'static str,
    /// For the window's title and lists.
    pub title: String,
    /// For the heading.
    pub heading: String,
    /// The id of the heading of an article, so that links can lead to it; empty where a part of the text has that id.
    pub heading_id: String,
    /// `auto`, where the heading runs another way than the page; else empty.
    pub heading_direction: &'static str,
    /// The language of its text, where that is not the site's; else empty.
    pub language: String,
    /// `ltr` or `rtl`: the way of that language; else empty.
    pub direction: &'static str,
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
    /// Of articles, outcomes and the search, where the site wants to be told: a message that it did not help.
    pub feedback: FeedbackView,
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

/// A message that a page did not help.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct FeedbackView {
    /// What opens it, begun; a script may put what a reader ticks in the place of its last `…`. Empty where nobody is told.
    pub href: String,
    /// The e-mail address that it goes to; empty where it is a report that everybody can read.
    pub address: String,
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
    /// How many more do.
    pub more_backlinks: usize,
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
