//! What every page has around it: the site's name and links, the navigation, the way up.

use super::edit;
use crate::config::theme::{self, SettingValue};
use crate::link::{self, Resolved, Site, href};
use crate::load::SETTINGS;
use crate::render::outputs::search::SCRIPT;
use crate::render::theme::Theme;
use crate::render::view::{
    Backlink, ContactView, LinkView, Listed, NavItem, NavPage, PageView, Review, SettingView, SiteView,
};
use crate::source::url::encoded;
use crate::yaml::{Key, Node};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a page may do: nothing but show itself. No inline script or style, nothing from anyone else.
const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; \
    script-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'";

/// The theme's script that explains terms where they stand.
const EXPLAINS: &str = "glossary.js";

/// The theme's script for the page that is shown where there is none.
const LOST: &str = "lost.js";

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "arc", "dv", "fa", "he", "ks", "ps", "ur", "yi"];

/// The site and its theme, at hand for each page.
pub(in crate::render) struct Frame<'a> {
    pub(in crate::render) site: &'a Site,
    pub(in crate::render) theme: &'a Theme,
}

impl<'a> Frame<'a> {
    pub(in crate::render) fn new(site: &'a Site, theme: &'a Theme) -> Frame<'a> {
        Frame { site, theme }
    }

    /// A link from one address to another; from the page for addresses that are not there, whole, as it is shown anywhere.
    pub(in crate::render) fn link(&self, from: &str, to: &str) -> String {
        if from == "/404.html" {
            let base = self.site.settings.base_path().trim_end_matches('/');
            return format!("{base}/{}", href("/", to).trim_start_matches("./"));
        }
        href(from, to)
    }

    pub(in crate::render) fn site_view(&self, from: &str) -> SiteView {
        let settings = &self.site.settings;
        let short = settings.language.split('-').next().unwrap_or("");
        let tags = if self.site.tags.is_empty() { String::new() } else { self.link(from, link::TAGS) };
        let asset = |name: &str| match self.theme.asset(name) {
            "" => String::new(),
            address => self.link(from, address),
        };
        SiteView {
            title: settings.title.clone(),
            description: settings.description.clone(),
            language: settings.language.clone(),
            direction: if RIGHT_TO_LEFT.contains(&short) { "rtl" } else { "ltr" },
            home: self.link(from, "/"),
            stylesheet: self.link(from, self.theme.asset("style.css")),
            icon: self.link(from, self.theme.asset("icon.svg")),
            everything: self.link(from, link::EVERYTHING),
            tags,
            search: self.link(from, link::SEARCH),
            search_script: asset(SCRIPT),
            lost_script: asset(LOST),
            search_index: self.link(from, link::INDEX),
            glossary: self.made(from, link::GLOSSARY, "glossary"),
            map: self.made(from, link::MAP, "site-map"),
            references: self.made(from, link::REFERENCES, "references"),
            glossary_script: asset(EXPLAINS),
            emergency: settings.emergency.clone(),
            urgent: settings.urgent.clone(),
            publisher: settings.publisher.clone(),
            trees: self.site.trees.iter().map(|t| self.to_page(from, *t)).collect(),
            csp: CSP,
            generator: "Fingerpost",
            extra: settings.extra.clone(),
        }
    }

    /// The number to call at a level of care; empty where the site has none.
    pub(in crate::render) fn number_to_call(&self, level: &str) -> &'a str {
        match level {
            "emergency" => self.site.settings.emergency.trim(),
            "urgent" => self.site.settings.urgent.trim(),
            _ => "",
        }
    }

    /// The theme's settings. What cannot be read of the site's was told by the check stage; then the default holds.
    pub(in crate::render) fn theme_view(&self, from: &str) -> BTreeMap<String, SettingView> {
        let settings = self.theme.settings.iter().map(|setting| {
            let said = self.site.settings.theme_settings.iter().find(|(key, _)| key.text == setting.key);
            let read = |(key, node): &(_, _)| said_value(&setting.kind, key, node);
            let value = match said.and_then(read).unwrap_or_else(|| setting.default.clone()) {
                SettingValue::Text(text) => SettingView::Text(text),
                SettingValue::YesNo(yes) => SettingView::YesNo(yes),
                SettingValue::Page(name) => {
                    let page = name.and_then(|name| self.site.page_named(&name.text).ok());
                    SettingView::Page(page.map(|page| self.to_page(from, page)))
                }
            };
            (setting.key.clone(), value)
        });
        settings.collect()
    }

    /// The navigation, opened where `page` lies.
    pub(in crate::render) fn nav(&self, from: &str, page: Option<usize>) -> Vec<NavItem> {
        let pages = &self.site.pages;
        let topic = page.and_then(|p| link::topic(pages, p));
        let entry = |entry: &link::Entry| {
            let open = page.is_some()
                && (topic == Some(entry.page) || page == Some(entry.page))
                && pages[entry.page].parent.is_some();
            let below = if open { pages[entry.page].children.as_slice() } else { &[] };
            NavItem {
                title: entry.title.clone(),
                href: self.link(from, &pages[entry.page].facts().address),
                current: page == Some(entry.page),
                open,
                pages: below
                    .iter()
                    .map(|child| {
                        let LinkView { title, href } = self.to_page(from, *child);
                        NavPage { title, href, current: page == Some(*child) }
                    })
                    .collect(),
            }
        };
        self.site.navigation.iter().map(entry).collect()
    }

    pub(in crate::render) fn to_page(&self, from: &str, page: usize) -> LinkView {
        let facts = self.site.pages[page].facts();
        LinkView { title: facts.title.clone(), href: self.link(from, &facts.address) }
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
        PageView {
            kind,
            title: facts.title.clone(),
            heading: facts.title.clone(),
            description: facts.description.clone(),
            canonical: self.canonical(from),
            indexed: !facts.is_held(),
            breadcrumbs: above,
            suggest: self.suggest(page),
            contact: self.contact(page),
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

    /// Who links to a page, with the sentence that does.
    pub(in crate::render) fn backlinks(&self, from: &str, page: usize) -> Vec<Backlink> {
        let sources = self.site.pages[page].linked_from.iter();
        sources
            .map(|(source, number)| {
                let LinkView { title, href } = self.to_page(from, *source);
                let link = &self.site.pages[*source].facts().links[*number];
                Backlink { title, href, sentence: link.sentence.clone(), answers: link.answers.clone() }
            })
            .collect()
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

    /// A page that the program makes, by its address and the key of its title; an empty link where this site has none.
    pub(in crate::render) fn made(&self, from: &str, address: &str, title: &str) -> LinkView {
        if !self.site.made.contains(&address) {
            return LinkView::default();
        }
        LinkView { title: self.theme.word(title).to_owned(), href: self.link(from, address) }
    }

    /// The place of a term on the page of the terms.
    pub(in crate::render) fn to_term(&self, from: &str, term: usize) -> String {
        let page = if from == link::GLOSSARY { String::new() } else { self.link(from, link::GLOSSARY) };
        format!("{page}#{}", encoded(&self.site.glossary.terms[term].anchor))
    }

    /// Where a link of the page at `from` leads; `None` where it leads nowhere.
    pub(in crate::render) fn resolved(&self, from: &str, resolved: &Resolved) -> Option<String> {
        match resolved {
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
            // A drawing that is not published is not shown.
            Resolved::File(file) if self.site.withholds(&self.site.files[*file]) => None,
            Resolved::File(file) => Some(self.link(from, &self.site.file_addresses[*file])),
            Resolved::Fault(_) => None,
        }
    }
}

fn said_value(kind: &theme::SettingKind, key: &Key, node: &Node) -> Option<SettingValue> {
    theme::value(kind, &SETTINGS.into(), &key.text, node, &mut Vec::new())
}
