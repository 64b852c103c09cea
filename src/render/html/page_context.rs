//! What every page has around it: the site's name and links, the navigation, the way up.

use super::alike::{Alike, Kept};
use super::edit;
use super::feedback::About;
use super::navigation::Seen;
use crate::config::settings::Medium;
use crate::config::theme::{self, SettingValue};
use crate::link::{self, Resolved, Site, href};
use crate::load::SETTINGS;
use crate::parse::Content;
use crate::render::outputs::search::SCRIPT;
use crate::render::theme::Theme;
use crate::render::view::{
    Backlink, ContactView, FeedbackView, LinkView, Listed, LogoView, NavItem, NavPage, PageView, Review, SettingView,
    SiteView, View,
};
use crate::source::script::{Direction, first_strong};
use crate::source::url::encoded;
use crate::yaml::{Key, Node, Value};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

/// What a page may do: nothing but show itself. No inline script or style, nothing from anyone else.
const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; \
    script-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'";

/// The theme's script that explains terms where they stand.
const EXPLAINS: &str = "glossary.js";

/// The theme's script for the page that is shown where there is none.
const LOST: &str = "lost.js";

/// A logo is so high, unless it would be wider than there is room for.
const LOGO: u32 = 32;
const WIDEST_LOGO: u32 = 160;

/// So many pages are named that link to one.
const BACKLINKS: usize = 40;

/// The page that a host shows at any address that leads nowhere: its links do not depend on where it lies.
pub(in crate::render) const LOST_PAGE: &str = "/404.html";

/// What a page shows of the site and of its theme's settings: alike for all from which the links are.
type Around = (Alike<SiteView>, Alike<BTreeMap<String, SettingView>>);

/// The site and its theme, at hand for each page.
pub(in crate::render) struct Frame<'a> {
    pub(in crate::render) site: &'a Site,
    pub(in crate::render) theme: &'a Theme,
    /// The folders in which something lies that every page links to, and those above them.
    folders: HashSet<String>,
    /// By the depth of a page, and the innermost of those folders that it lies in.
    around: Kept<(usize, String), Around>,
    /// Entries of the navigation that are not open.
    pub(in crate::render) entries: Kept<Seen, Alike<NavItem>>,
    /// Entries below an open one.
    pub(in crate::render) below: Kept<Seen, Alike<NavPage>>,
    /// Whether any page says how soon to get help.
    care: bool,
}

impl<'a> Frame<'a> {
    pub(in crate::render) fn new(site: &'a Site, theme: &'a Theme) -> Frame<'a> {
        let (around, entries, below) = Default::default();
        let care = site.pages.iter().any(|page| page.written && !page.doc.care().is_empty());
        let mut frame = Frame { site, theme, folders: HashSet::new(), around, entries, below, care };
        let linked = RefCell::new(HashSet::new());
        let gather = |to: &str| {
            let folders = to.match_indices('/').map(|(at, _)| to[..=at].to_owned());
            linked.borrow_mut().extend(folders);
            String::new()
        };
        let _ = (frame.site_view(&gather), frame.theme_view(&gather));
        frame.folders = linked.into_inner();
        frame
    }

    /// What every page has around it: the view, but for what is its own.
    pub(in crate::render) fn around(&self, from: &str, page: Option<usize>) -> View {
        let folder = &from[..from.rfind('/').map_or(0, |at| at + 1)];
        let mut near = folder.match_indices('/').rev().map(|(at, _)| &folder[..=at]);
        // A link leads up to the last folder that both lie in, and down from there: those that differ deeper have links alike.
        let near = near.find(|folder| self.folders.contains(*folder)).unwrap_or_default();
        let depth = if from == LOST_PAGE { usize::MAX } else { folder.matches('/').count() };
        let (site, theme) = self.around.get((depth, near.to_owned()), || {
            let link = |to: &str| self.link(from, to);
            (Alike::of(&self.site_view(&link)), Alike::of(&self.theme_view(&link)))
        });
        let (nav, nav_all) = self.nav(from, page);
        View { site, theme, nav, nav_all, ..View::default() }
    }

    /// A link from one address to another; from the page for addresses that are not there, whole, as it is shown anywhere.
    pub(in crate::render) fn link(&self, from: &str, to: &str) -> String {
        if self.site.settings.medium == Medium::Disk && to.ends_with('/') {
            return href(from, &format!("{to}index.html"));
        }
        if from == LOST_PAGE && self.site.settings.medium == Medium::Web {
            let base = self.site.settings.base_path().trim_end_matches('/');
            return format!("{base}/{}", href("/", to).trim_start_matches("./"));
        }
        href(from, to)
    }

    fn site_view(&self, link: &dyn Fn(&str) -> String) -> SiteView {
        let settings = &self.site.settings;
        let tags = if self.site.tags.is_empty() { String::new() } else { link(link::TAGS) };
        let asset = |name: &str| match self.theme.asset(name) {
            "" => String::new(),
            address => link(address),
        };
        let made = |address: &str, title: &str| {
            if !self.site.made.contains(&address) {
                return LinkView::default();
            }
            LinkView { title: self.theme.word(title).to_owned(), href: link(address) }
        };
        SiteView {
            title: settings.title.clone(),
            description: settings.description.clone(),
            language: settings.language.clone(),
            direction: Direction::of_language(&settings.language).name(),
            home: link("/"),
            stylesheet: link(self.theme.asset("style.css")),
            icon: link(self.site.own_icon().unwrap_or_else(|| self.theme.asset("icon.svg"))),
            logo: self.logo(link),
            assets: self
                .theme
                .published(settings)
                .map(|(_, asset)| (asset.name.clone(), link(&asset.address)))
                .collect(),
            everything: link(link::EVERYTHING),
            tags,
            search: link(link::SEARCH),
            search_script: asset(SCRIPT),
            hears: !self.feedback(link::SEARCH, "", &About::Search).href.is_empty(),
            lost_script: asset(LOST),
            search_index: link(link::INDEX),
            glossary: made(link::GLOSSARY, "glossary"),
            map: made(link::MAP, "site-map"),
            references: made(link::REFERENCES, "references"),
            book: made(link::BOOK, "book"),
            epub: made(link::EPUB, "book-epub"),
            glossary_script: asset(EXPLAINS),
            care: self.care,
            levels: self.levels(),
            emergency: settings.emergency.clone(),
            urgent: settings.urgent.clone(),
            publisher: settings.publisher.clone(),
            trees: self.site.trees.iter().map(|tree| self.linked(*tree, link)).collect(),
            csp: CSP,
            generator: "Fingerpost",
            extra: settings.extra.clone(),
        }
    }

    fn logo(&self, link: &dyn Fn(&str) -> String) -> LogoView {
        let own = self.site.settings.logo.as_ref().and_then(|name| self.site.own_picture(name));
        let (address, extent) = own.unwrap_or_else(|| (self.theme.asset("icon.svg"), None));
        let width = extent.map_or(LOGO, |extent| extent.width_at(LOGO).clamp(1, WIDEST_LOGO));
        let height = extent.filter(|_| width == WIDEST_LOGO).map_or(LOGO, |extent| extent.height_at(width).max(1));
        LogoView { href: link(address), width, height }
    }

    /// Whether a page says how soon to get help.
    pub(in crate::render) fn has_care(&self) -> bool {
        self.care
    }

    /// The number to call at a level of care; empty where the site has none.
    pub(in crate::render) fn number_to_call(&self, level: &str) -> &'a str {
        match level {
            "emergency" => self.site.settings.emergency.trim(),
            "urgent" => self.site.settings.urgent.trim(),
            _ => "",
        }
    }

    /// What a link to the number of a level says: at an emergency to call it, else that whoever answers tells where to go.
    pub(in crate::render) fn words_to_call(&self, level: &str) -> String {
        let key = if level == "emergency" { "call" } else { "call-urgent" };
        self.theme.word(key).replace("{number}", self.number_to_call(level))
    }

    /// The theme's settings. What cannot be read of the site's was told by the check stage; then the default holds.
    fn theme_view(&self, link: &dyn Fn(&str) -> String) -> BTreeMap<String, SettingView> {
        let settings = self.theme.settings.iter().map(|setting| {
            let said = self.site.settings.theme_settings.iter().find(|(key, _)| key.text == setting.key);
            let read = |(key, node): &(_, _)| said_value(&setting.kind, key, node);
            let value = match said.and_then(read).unwrap_or_else(|| setting.default.clone()) {
                SettingValue::Text(text) => SettingView::Text(text),
                SettingValue::YesNo(yes) => SettingView::YesNo(yes),
                SettingValue::Page(name) => {
                    let page = name.and_then(|name| self.site.page_named(&name.text).ok());
                    SettingView::Page(page.map(|page| self.linked(page, link)))
                }
            };
            (setting.key.clone(), value)
        });
        settings.collect()
    }

    /// What the site says of a setting of its theme, in words; empty where it says nothing.
    pub(in crate::render) fn setting(&self, key: &str) -> String {
        let said = self.site.settings.theme_settings.iter().find(|(known, _)| known.text == key);
        match said.map(|(_, node)| &node.value) {
            Some(Value::Scalar(text)) => text.clone(),
            _ => String::new(),
        }
    }

    pub(in crate::render) fn to_page(&self, from: &str, page: usize) -> LinkView {
        self.linked(page, &|to: &str| self.link(from, to))
    }

    fn linked(&self, page: usize, link: &dyn Fn(&str) -> String) -> LinkView {
        let address = &self.site.pages[page].facts().address;
        LinkView { title: self.site.called(page).to_owned(), href: link(address) }
    }

    pub(in crate::render) fn listed(&self, from: &str, page: usize) -> Listed {
        let LinkView { title, href } = self.to_page(from, page);
        Listed { title, href, description: self.site.pages[page].facts().description.clone() }
    }

    /// What is said of a page made from a file.
    pub(in crate::render) fn page_view(&self, from: &str, kind: &'static str, page: usize) -> PageView {
        let facts = self.site.pages[page].facts();
        let mut above = Vec::new();
        let mut p = page;
        while let Some(parent) = self.site.pages[p].parent {
            above.push(self.to_page(from, parent));
            p = parent;
        }
        above.reverse();
        let language = &self.site.settings.language;
        let own = self.site.pages[page].doc.front.language.as_deref().filter(|own| own != language);
        let around = Direction::of_language(own.unwrap_or(language));
        let runs_elsewhere = first_strong(&facts.title).is_some_and(|direction| direction != around);
        PageView {
            kind,
            title: facts.title.clone(),
            heading: facts.title.clone(),
            heading_id: match &self.site.pages[page].doc.content {
                Content::Article(article) => article.title_id.as_deref().unwrap_or_default().to_owned(),
                Content::Tree(_) => String::new(),
            },
            description: if kind == "home" && facts.description.is_empty() {
                self.site.settings.description.clone()
            } else {
                facts.description.clone()
            },
            canonical: self.canonical(from),
            indexed: !facts.is_held(),
            language: own.unwrap_or_default().to_owned(),
            direction: own.map(|own| Direction::of_language(own).name()).unwrap_or_default(),
            heading_direction: if runs_elsewhere { "auto" } else { "" },
            breadcrumbs: above,
            suggest: self.suggest(page),
            contact: self.contact(page),
            feedback: match kind {
                "article" if self.site.pages[page].is_for_readers() => {
                    self.feedback(from, &facts.title, &About::Article(facts.path.as_str()))
                }
                _ => FeedbackView::default(),
            },
            extra: self.site.pages[page].doc.front.extra.clone(),
            begin: match kind {
                "home" | "section" => edit::begin(&self.site.settings, facts.path.folder()),
                _ => String::new(),
            },
        }
    }

    pub(in crate::render) fn canonical(&self, address: &str) -> String {
        let base = &self.site.settings.base_url;
        if base.is_empty() { String::new() } else { format!("{}{}", base.trim_end_matches('/'), encoded(address)) }
    }

    fn contact(&self, page: usize) -> ContactView {
        let (page, address) = (&self.site.pages[page], &self.site.settings.contact);
        if address.is_empty() || !page.is_for_readers() {
            return ContactView::default();
        }
        let subject = encoded(&page.facts().title).replace('/', "%2F");
        let href = format!("mailto:{}?subject={subject}", encoded(address).replace("%40", "@"));
        ContactView { address: address.clone(), href }
    }

    fn suggest(&self, page: usize) -> String {
        let page = &self.site.pages[page];
        if !page.is_for_readers() {
            return String::new();
        }
        edit::change(&self.site.settings, page.facts().path.as_str())
    }

    /// Who links to a page, with the sentence that does, and how many more do.
    pub(in crate::render) fn backlinks(&self, from: &str, page: usize) -> (Vec<Backlink>, usize) {
        let sources = &self.site.pages[page].linked_from;
        let shown = sources.iter().take(BACKLINKS).map(|(source, number)| {
            let LinkView { title, href } = self.to_page(from, *source);
            let link = &self.site.pages[*source].facts().links[*number];
            Backlink { title, href, sentence: link.sentence.clone(), answers: link.answers.clone() }
        });
        (shown.collect(), sources.len().saturating_sub(BACKLINKS))
    }

    /// When a page was last changed, in words; empty where nobody knows.
    pub(in crate::render) fn last_changed(&self, page: usize) -> String {
        self.site.last_changed(&self.site.pages[page]).map(|day| self.theme.date(day)).unwrap_or_default()
    }

    /// When a page was reviewed, and what became of it since.
    pub(in crate::render) fn review(&self, page: usize) -> Review {
        let front = &self.site.pages[page].doc.front;
        let day = |day: Option<Date>| day.map(|day| self.theme.date(day)).unwrap_or_default();
        let due = front.review_due(&self.site.settings);
        let overdue = due.zip(self.site.today).is_some_and(|(due, today)| due < today);
        let said = front.reviewed.is_some() && front.updated > front.reviewed;
        let state = match front.reviewed {
            Some(_) if overdue => "overdue",
            Some(_) => "reviewed",
            None if self.site.settings.review_after.is_some() && !self.site.pages[page].doc.made => "awaiting",
            None => "none",
        };
        Review {
            state,
            reviewed: day(front.reviewed),
            reviewer: front.reviewer.clone().unwrap_or_default(),
            next_review: day(due),
            edited: said
                || front.reviewed.is_some()
                    && self.site.changed(&self.site.pages[page]).is_some_and(|change| change.since_review),
        }
    }

    /// The place of a term on the page of the terms.
    pub(in crate::render) fn to_term(&self, from: &str, term: usize) -> String {
        let page = if from == link::GLOSSARY { String::new() } else { self.link(from, link::GLOSSARY) };
        format!("{page}#{}", encoded(&self.site.glossary.terms[term].anchor))
    }

    /// Whether a link leads anywhere: what it leads to is there, and published.
    pub(in crate::render) fn leads(&self, resolved: &Resolved) -> bool {
        match resolved {
            Resolved::Fault(_) => false,
            Resolved::File(file) => !self.site.withholds(&self.site.files[*file]),
            _ => true,
        }
    }

    /// Where a link of the page at `from` leads; `None` where it leads nowhere.
    pub(in crate::render) fn resolved(&self, from: &str, resolved: &Resolved) -> Option<String> {
        match resolved {
            _ if !self.leads(resolved) => None,
            Resolved::Page { page, screen, fragment } => {
                let facts = self.site.pages[*page].facts();
                let screen = screen.map_or("", |s| &facts.screens[s].address);
                let to = format!("{}{screen}", facts.address);
                Some(match fragment {
                    Some(fragment) if to == from => format!("#{}", encoded(fragment)),
                    Some(fragment) => format!("{}#{}", self.link(from, &to), encoded(fragment)),
                    None => self.link(from, &to),
                })
            }
            Resolved::Term(term) => Some(self.to_term(from, *term)),
            Resolved::Made { address, fragment } => {
                let fragment = fragment.as_ref().map(|f| format!("#{}", encoded(f))).unwrap_or_default();
                Some(format!("{}{fragment}", self.link(from, address)))
            }
            Resolved::File(file) => Some(self.link(from, &self.site.file_addresses[*file])),
            Resolved::Static(file) => Some(self.link(from, link::of_static(&self.site.statics[*file].path))),
            Resolved::Fault(_) => None,
        }
    }
}

fn said_value(kind: &theme::SettingKind, key: &Key, node: &Node) -> Option<SettingValue> {
    theme::value(kind, &SETTINGS.into(), &key.text, node, &mut Vec::new())
}
