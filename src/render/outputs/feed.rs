//! `feed.xml`: what is new, for those who follow the site, a folder of it or a topic in a reader of their own.
//!
//! RSS 2.0. Atom was not taken: each of its entries must say when it was changed, and an article need not.

use crate::link::{AddressOwner, FEED, Page, Site, TAGS};
use crate::source::escape::xml_line;
use crate::source::url::encoded;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::fmt::Write;

/// How many pages it names: what no reader has seen for longer is not news.
const MOST: usize = 50;

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Channel {
    /// Every page.
    Site,
    /// The pages of a topic, by its place among the topics.
    Topic(usize),
    /// All pages below one, however deep.
    Below(usize),
}

/// All feeds, each with its address: that of the page which lists its pages, and `feed.xml` behind it.
pub(in crate::render) fn channels(site: &Site) -> impl Iterator<Item = (String, Channel)> {
    let topics = site.lists.tags.iter().enumerate().map(|(t, part)| (topic_address(part), Channel::Topic(t)));
    let folders = (0..site.pages.len()).filter_map(|p| Some((below_address(site, p)?, Channel::Below(p))));
    [(FEED.to_owned(), Channel::Site)].into_iter().chain(topics).chain(folders)
}

fn topic_address(part: &str) -> String {
    format!("{TAGS}{part}{FEED}")
}

/// The feed of what lies below a page; the home page has the site's.
fn below_address(site: &Site, page: usize) -> Option<String> {
    let folder = site.pages[page].facts().address.strip_suffix('/').filter(|folder| !folder.is_empty())?;
    let lists = site.pages[page].parent.is_some() && !site.pages[page].children.is_empty();
    lists.then(|| format!("{folder}{FEED}"))
}

/// The feed of the pages that the page at an address lists, and what it is called.
pub(in crate::render) fn listed_at(site: &Site, by: AddressOwner, address: &str) -> Option<(String, String)> {
    let (title, feed) = match by {
        AddressOwner::Page(page) => (site.pages[page].facts().title.as_str(), below_address(site, page)?),
        AddressOwner::Program => {
            let part = address.strip_prefix(TAGS)?.trim_end_matches('/');
            (site.tags.get(part)?.title.as_str(), topic_address(part))
        }
        _ => return None,
    };
    Some((titled(site, title), feed))
}

fn titled(site: &Site, title: &str) -> String {
    format!("{title} · {}", site.settings.title)
}

fn below(site: &Site, page: usize, out: &mut Vec<usize>) {
    for child in &site.pages[page].children {
        out.push(*child);
        below(site, *child, out);
    }
}

/// A feed. The latest comes first, and what has no date last.
pub(in crate::render) fn feed(site: &Site, channel: Channel) -> String {
    let settings = &site.settings;
    let base = settings.base_url.trim_end_matches('/');
    let (title, about, home, own, among) = match channel {
        Channel::Site => {
            let about = if settings.description.is_empty() { &settings.title } else { &settings.description };
            let all = (0..site.pages.len()).collect();
            (settings.title.clone(), about.clone(), settings.base_url.clone(), FEED.to_owned(), all)
        }
        Channel::Topic(topic) => {
            let part = &site.lists.tags[topic];
            let tag = &site.tags[part];
            let title = titled(site, &tag.title);
            (title.clone(), title, format!("{base}{TAGS}{}/", encoded(part)), topic_address(part), tag.pages.clone())
        }
        Channel::Below(page) => {
            let facts = site.pages[page].facts();
            let title = titled(site, &facts.title);
            let about = if facts.description.is_empty() { title.clone() } else { facts.description.clone() };
            let mut among = Vec::new();
            below(site, page, &mut among);
            let own = below_address(site, page).unwrap_or_default();
            (title, about, format!("{base}{}", encoded(&facts.address)), own, among)
        }
    };
    let (title, about, home) = (xml_line(&title), xml_line(&about), xml_line(&home));
    let new = |page: &&Page| page.is_for_readers() && page.parent.is_some() && !page.facts().is_held();
    let mut pages: Vec<&Page> = among.into_iter().map(|page: usize| &site.pages[page]).filter(new).collect();
    // A day that is still to come, as of a race, is not when a page was written.
    let day = |page: &Page| site.last_changed(page).filter(|day| site.today.is_none_or(|today| *day <= today));
    pages.sort_by_key(|page| (Reverse(day(page)), &page.facts().address));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel>\n<title>{title}</title>\n<link>{home}</link>\n<description>{about}</description>\n<language>{}</language>\n\
         <atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>\n",
        xml_line(&settings.language),
        xml_line(&format!("{base}{}", encoded(&own))),
    );
    if let Some(day) = pages.iter().find_map(|page| day(page)) {
        let _ = writeln!(out, "<lastBuildDate>{}</lastBuildDate>", in_rfc_822(day));
    }
    for page in pages.into_iter().take(MOST) {
        let (facts, front) = (page.facts(), &page.doc.front);
        let address = xml_line(&format!("{base}{}", encoded(&facts.address)));
        let _ = write!(out, "<item>\n<title>{}</title>\n<link>{address}</link>\n", xml_line(&facts.title));
        let _ = writeln!(out, "<guid isPermaLink=\"true\">{address}</guid>");
        if !facts.description.is_empty() {
            let _ = writeln!(out, "<description>{}</description>", xml_line(&facts.description));
        }
        if let Some(author) = &front.author {
            let _ = writeln!(out, "<dc:creator>{}</dc:creator>", xml_line(author));
        }
        if let Some(day) = day(page) {
            let _ = writeln!(out, "<pubDate>{}</pubDate>", in_rfc_822(day));
        }
        out.push_str("</item>\n");
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// A day alone: the hour is not known, so it is midnight, and the same everywhere.
fn in_rfc_822(day: Date) -> String {
    day.strftime("%a, %d %b %Y 00:00:00 +0000").to_string()
}
