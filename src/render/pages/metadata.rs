//! A page → what machines are told of it: Open Graph, and schema.org's terms as JSON-LD.
//!
//! Takes: the site and the page's view. Gives: a [`MachineView`].
//! Never: says more than is so. A page is a `MedicalWebPage` where it gives care levels, where it was reviewed, or where the
//! settings say after how long pages are reviewed again: reviews are a clinician's. It has `lastReviewed` only where it was.

use super::card;
use crate::link::{AddressOwner, FEED, OFFLINE, Page, Site, pictures};
use crate::picture::Rendition;
use crate::picture::card::{HEIGHT, WIDTH};
use crate::render::html::page_context::Frame;
use crate::render::outputs::{feed, offline, sitemap};
use crate::render::view::{GlossaryTerm, LinkView, MachineView, SharedPicture, View};
use crate::source::url::encoded;
use crate::text::body::Purpose;
use crate::text::plain;
use serde::Serialize;

/// What programs that show a link can show of pictures.
const SHOWABLE: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// What machines are told of the page that has this address.
pub(in crate::render) fn machine(
    site: &Site,
    frame: &Frame<'_>,
    by: AddressOwner,
    address: &str,
    view: &View,
) -> MachineView {
    let page = match by {
        AddressOwner::Page(p) | AddressOwner::Whole(p) => Some(&site.pages[p]),
        _ => None,
    };
    let written = page.filter(|page| page.parent.is_some());
    MachineView {
        feed: if sitemap::wanted(site) { frame.link(address, FEED) } else { String::new() },
        own_feed: feed::listed_at(site, by, address)
            .filter(|_| sitemap::wanted(site))
            .map(|(title, to)| LinkView { title, href: frame.link(address, &to) }),
        markdown: String::new(),
        offline_script: offline::script(site).map(|to| frame.link(address, &to)).unwrap_or_default(),
        offline_page: offline::script(site).map(|_| frame.link(address, OFFLINE)).unwrap_or_default(),
        manifest: offline::manifest(site).map(|to| frame.link(address, to)).unwrap_or_default(),
        kind: if written.is_some() { "article" } else { "website" },
        locale: site.settings.language.replace('-', "_"),
        picture: page.and_then(|page| picture(site, frame, page)).or_else(|| card(site, frame, by)),
        data: match (page, &view.glossary) {
            (Some(page), _) => data(site, frame, page, address, view),
            (None, Some(terms)) => terms_data(site, frame, terms, address, view),
            (None, None) => String::new(),
        },
    }
}

/// The first picture of a page that can be shown elsewhere.
fn picture(site: &Site, frame: &Frame<'_>, page: &Page) -> Option<SharedPicture> {
    page.pictures().find_map(|(_, link, file)| {
        let Purpose::Show { alt, .. } = &link.purpose else { return None };
        let (file, address) = (&site.files[file], &site.file_addresses[file]);
        let shown = SHOWABLE.contains(&file.path.extension().as_str()) && !site.withholds(file);
        let form = pictures::renditions(file).last().map(Rendition::ending).unwrap_or_default();
        let address = frame.canonical(&format!("{address}{form}"));
        (shown && !address.is_empty()).then(|| SharedPicture { address, alt: alt.clone(), ..SharedPicture::default() })
    })
}

/// The card of a page. The pages of a tree have that of its start.
fn card(site: &Site, frame: &Frame, by: AddressOwner) -> Option<SharedPicture> {
    let page = match by {
        AddressOwner::Page(p) | AddressOwner::Whole(p) | AddressOwner::Screen(p, _) => p,
        _ => return None,
    };
    let address = card::address_for(site, frame.theme, page)?;
    let alt = site.pages[page].facts().title.clone();
    Some(SharedPicture { address: frame.canonical(&address), alt, width: WIDTH, height: HEIGHT })
}

/// What is said of a page or of the site. As in all of these, the names are in order, and what is empty is left out.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Work<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Named<'a>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    date_modified: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    date_published: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    headline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Box<Work<'a>>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    last_reviewed: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_by: Option<Named<'a>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
}

/// Somebody.
#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

fn person(name: &str) -> Named<'_> {
    Named { kind: "Person", name }
}

#[derive(Serialize)]
struct Crumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Crumb<'a>>,
}

#[derive(Serialize)]
struct Crumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    item: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    position: usize,
}

/// JSON-LD of several things. These are a tuple: a list whose entries are of different kinds.
#[derive(Serialize)]
struct Graph<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: T,
}

fn data(site: &Site, frame: &Frame<'_>, page: &Page, address: &str, view: &View) -> String {
    let settings = &site.settings;
    let whole = |to: &str| match frame.canonical(to) {
        known if known.is_empty() => frame.link(address, to),
        known => known,
    };
    let publisher = || {
        let name = settings.publisher.as_str();
        (!name.is_empty()).then_some(Named { kind: "Organization", name })
    };
    let site_data = Work { kind: "WebSite", name: &settings.title, url: whole("/"), ..Work::default() };
    if page.parent.is_none() {
        let site_data = Work {
            description: &settings.description,
            in_language: &settings.language,
            publisher: publisher(),
            ..site_data
        };
        return in_script((site_data,));
    }

    let front = &page.doc.front;
    let is_article = view.page.kind == "article";
    let plain = if is_article { "Article" } else { "WebPage" };
    let title = view.page.title.as_str();
    let (headline, name) = if is_article { (title, "") } else { ("", title) };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let page_data = Work {
        kind: if is_medical(site, page) { "MedicalWebPage" } else { plain },
        author: front.author.as_deref().map(person),
        date_modified: day(site.last_changed(page)),
        date_published: day(front.date),
        description: &view.page.description,
        headline,
        in_language: &settings.language,
        is_part_of: Some(site_data.into()),
        last_reviewed: day(front.reviewed),
        name,
        publisher: publisher(),
        reviewed_by: front.reviewed.and(front.reviewer.as_deref()).map(person),
        url: whole(address),
    };
    let way = way_here(site, page, &whole, address, view).into_iter().enumerate();
    let crumb = |(i, (name, item))| Crumb { kind: "ListItem", item, name, position: i + 1 };
    in_script((page_data, Crumbs { kind: "BreadcrumbList", items: way.map(crumb).collect() }))
}

#[derive(Serialize)]
struct TermSet<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "hasDefinedTerm")]
    terms: Vec<DefinedTerm<'a>>,
    #[serde(rename = "inLanguage", skip_serializing_if = "str::is_empty")]
    language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

#[derive(Serialize)]
struct DefinedTerm<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "alternateName", skip_serializing_if = "<[String]>::is_empty")]
    forms: &'a [String],
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(rename = "inDefinedTermSet")]
    set: Id<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

#[derive(Serialize)]
struct Id<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

/// The glossary: each term with its meaning.
fn terms_data(site: &Site, frame: &Frame<'_>, terms: &[GlossaryTerm], address: &str, view: &View) -> String {
    let known = frame.canonical(address);
    let page = if known.is_empty() { "./" } else { known.as_str() };
    let terms = terms.iter().map(|term| DefinedTerm {
        id: format!("{page}#{}", encoded(&term.anchor)),
        kind: "DefinedTerm",
        forms: &term.forms,
        description: plain(&without_numbers(&term.html)),
        set: Id { id: page },
        name: &term.title,
    });
    in_script((TermSet {
        id: page,
        kind: "DefinedTermSet",
        terms: terms.collect(),
        language: &site.settings.language,
        name: &view.page.title,
    },))
}

/// HTML without the numbers of its sources, which say nothing elsewhere.
fn without_numbers(html: &str) -> String {
    let mut parts = html.split("<sup class=\"cite\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("</sup>").map_or("", |(_, rest)| rest));
    }
    out
}

/// The pages above and the page itself, with their addresses.
fn way_here<'a>(
    site: &'a Site,
    page: &'a Page,
    whole: &dyn Fn(&str) -> String,
    address: &str,
    view: &'a View,
) -> Vec<(&'a str, String)> {
    let mut way = vec![(view.page.title.as_str(), whole(address))];
    if page.facts().address != address {
        way.push((page.facts().title.as_str(), whole(&page.facts().address)));
    }
    let mut above = page.parent;
    while let Some(p) = above {
        let facts = site.pages[p].facts();
        way.push((facts.title.as_str(), whole(&facts.address)));
        above = site.pages[p].parent;
    }
    way.reverse();
    way
}

fn is_medical(site: &Site, page: &Page) -> bool {
    let reviewed = site.settings.review_after.is_some() && !page.doc.made || page.doc.front.reviewed.is_some();
    reviewed || !page.doc.care().is_empty()
}

/// JSON-LD that cannot end the script it stands in: nothing in it looks like a tag.
fn in_script(graph: impl Serialize) -> String {
    let text = serde_json::to_string(&Graph { context: "https://schema.org", graph }).unwrap_or_default();
    // Most pages name none of these, and are not written again for each.
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'&')) {
        return text;
    }
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
