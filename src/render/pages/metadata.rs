//! A page → what machines are told of it: Open Graph, and schema.org's terms as JSON-LD.
//!
//! Takes: the site and the page's view. Gives: a [`MachineView`].
//! Never: says more than is so. A page is a `MedicalWebPage` where it gives care levels, where it was reviewed, or where the
//! settings say after how long pages are reviewed again: reviews are a clinician's. It has `lastReviewed` only where it was.

use crate::link::{AddressOwner, FEED, Page, Site, pictures};
use crate::picture::Rendition;
use crate::render::html::page_context::Frame;
use crate::render::outputs::offline;
use crate::render::view::{GlossaryTerm, MachineView, SharedPicture, View};
use crate::source::url::encoded;
use crate::text::body::Purpose;
use crate::text::plain;
use serde_json::{Map, Value, json};

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
        feed: if crate::render::outputs::sitemap::wanted(site) { frame.link(address, FEED) } else { String::new() },
        offline_script: offline::script(site).map(|to| frame.link(address, &to)).unwrap_or_default(),
        manifest: offline::manifest(site).map(|to| frame.link(address, to)).unwrap_or_default(),
        kind: if written.is_some() { "article" } else { "website" },
        locale: site.settings.language.replace('-', "_"),
        picture: page.and_then(|page| picture(site, frame, page)),
        data: match (page, &view.glossary) {
            (Some(page), _) => in_script(&data(site, frame, page, address, view)),
            (None, Some(terms)) => in_script(&terms_data(site, frame, terms, address, view)),
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
        (shown && !address.is_empty()).then(|| SharedPicture { address, alt: alt.clone() })
    })
}

fn data(site: &Site, frame: &Frame<'_>, page: &Page, address: &str, view: &View) -> Value {
    let settings = &site.settings;
    let whole = |to: &str| match frame.canonical(to) {
        known if known.is_empty() => frame.link(address, to),
        known => known,
    };
    let mut site_data = object("WebSite");
    put(&mut site_data, "name", &settings.title);
    put(&mut site_data, "url", &whole("/"));
    let mut publisher = object("Organization");
    put(&mut publisher, "name", &settings.publisher);
    if page.parent.is_none() {
        put(&mut site_data, "description", &settings.description);
        put(&mut site_data, "inLanguage", &settings.language);
        if !settings.publisher.is_empty() {
            site_data.insert("publisher".into(), publisher.into());
        }
        return graph(vec![site_data]);
    }

    let front = &page.doc.front;
    let plain = if view.page.kind == "article" { "Article" } else { "WebPage" };
    let mut data = object(if is_medical(site, page) { "MedicalWebPage" } else { plain });
    put(&mut data, if plain == "Article" { "headline" } else { "name" }, &view.page.title);
    put(&mut data, "description", &view.page.description);
    put(&mut data, "url", &whole(address));
    put(&mut data, "inLanguage", &settings.language);
    put(&mut data, "datePublished", &front.date.map(|day| day.to_string()).unwrap_or_default());
    put(&mut data, "dateModified", &site.last_changed(page).map(|day| day.to_string()).unwrap_or_default());
    if let Some(author) = &front.author {
        data.insert("author".into(), person(author));
    }
    if let Some(day) = front.reviewed {
        put(&mut data, "lastReviewed", &day.to_string());
        if let Some(reviewer) = &front.reviewer {
            data.insert("reviewedBy".into(), person(reviewer));
        }
    }
    if !settings.publisher.is_empty() {
        data.insert("publisher".into(), publisher.into());
    }
    data.insert("isPartOf".into(), site_data.into());
    let above: Vec<(&str, String)> = way_here(site, page, &whole, address, view);
    let crumb = |(i, (name, item)): (usize, (&str, String))| {
        let mut crumb = object("ListItem");
        crumb.insert("position".into(), (i + 1).into());
        put(&mut crumb, "name", name);
        put(&mut crumb, "item", &item);
        Value::from(crumb)
    };
    let mut crumbs = object("BreadcrumbList");
    crumbs.insert("itemListElement".into(), above.into_iter().enumerate().map(crumb).collect());
    graph(vec![data, crumbs])
}

/// The glossary: each term with its meaning.
fn terms_data(site: &Site, frame: &Frame<'_>, terms: &[GlossaryTerm], address: &str, view: &View) -> Value {
    let known = frame.canonical(address);
    let page = if known.is_empty() { "./" } else { known.as_str() };
    let term = |term: &GlossaryTerm| {
        let mut data = object("DefinedTerm");
        put(&mut data, "@id", &format!("{page}#{}", encoded(&term.anchor)));
        put(&mut data, "name", &term.title);
        put(&mut data, "description", &plain(&without_numbers(&term.html)));
        if !term.forms.is_empty() {
            data.insert("alternateName".into(), term.forms.clone().into());
        }
        data.insert("inDefinedTermSet".into(), json!({"@id": page}));
        Value::from(data)
    };
    let mut set = object("DefinedTermSet");
    put(&mut set, "@id", page);
    put(&mut set, "name", &view.page.title);
    put(&mut set, "inLanguage", &site.settings.language);
    set.insert("hasDefinedTerm".into(), terms.iter().map(term).collect());
    graph(vec![set])
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

fn person(name: &str) -> Value {
    json!({"@type": "Person", "name": name})
}

fn object(kind: &str) -> Map<String, Value> {
    Map::from_iter([("@type".to_owned(), kind.into())])
}

fn put(object: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        object.insert(key.to_owned(), text.into());
    }
}

fn graph(parts: Vec<Map<String, Value>>) -> Value {
    json!({"@context": "https://schema.org", "@graph": parts})
}

/// JSON that cannot end the script it stands in: nothing in it looks like a tag.
fn in_script(data: &Value) -> String {
    let text = data.to_string();
    // Most pages name none of these, and are not written again for each.
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'&')) {
        return text;
    }
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
