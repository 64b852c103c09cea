//! `feed.xml`: what is new, for those who follow the site in a reader of their own.
//!
//! RSS 2.0. Atom was not taken: each of its entries must say when it was changed, and an article need not.

use crate::link::{FEED, Page, Site};
use crate::source::escape::xml_line;
use crate::source::url::encoded;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::fmt::Write;

/// How many pages it names: what no reader has seen for longer is not news.
const MOST: usize = 50;

/// The feed. The latest comes first, and what has no date last.
pub(in crate::render) fn feed(site: &Site) -> String {
    let settings = &site.settings;
    let base = settings.base_url.trim_end_matches('/');
    let (title, home) = (xml_line(&settings.title), xml_line(&settings.base_url));
    let about = if settings.description.is_empty() { title.clone() } else { xml_line(&settings.description) };
    let new = |page: &&Page| page.is_for_readers() && page.parent.is_some() && !page.facts().is_held();
    let mut pages: Vec<&Page> = site.pages.iter().filter(new).collect();
    // A day that is still to come, as of a race, is not when a page was written.
    let day = |page: &Page| site.last_changed(page).filter(|day| site.today.is_none_or(|today| *day <= today));
    pages.sort_by_key(|page| (Reverse(day(page)), &page.facts().address));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel>\n<title>{title}</title>\n<link>{home}</link>\n<description>{about}</description>\n<language>{}</language>\n\
         <atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>\n",
        xml_line(&settings.language),
        xml_line(&format!("{base}{FEED}")),
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
