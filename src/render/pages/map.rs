//! The map: how the pages hang together.
//!
//! Takes: the site. Gives: the pages of each topic, and a drawing of their links.
//! Never: draws what nobody can overlook, or lets a line cross words.
//!
//! Pages stand one below the other in reading order, topic by topic, and a bow joins each two that link to each other. So the
//! drawing is the same whenever it is made, its words can be read at any width, and no line crosses them. A layout by springs
//! was not taken: it is another one after each edit, and on a phone it is a knot.

use crate::link::{MAP, Resolved, Site, topic};
use crate::parse::Kind;
use crate::render::html::page_context::Frame;
use crate::render::view::{LinkView, MapGroup, MapRow, MapView};
use std::collections::{BTreeMap, BTreeSet};

mod drawing;

/// With more pages than this, the map is one of topics; with more topics, it is not drawn.
const MOST: usize = 80;

/// So many places are named that one leads to.
const LEADS_TO: usize = 40;

/// Something that has a place on the map: a page, or a topic.
struct Place {
    page: usize,
    /// The number of its topic, among those of the map.
    group: usize,
}

/// How often places link to one another, the earlier place first.
type Bows = BTreeMap<(usize, usize), usize>;

/// The map of a site.
pub(in crate::render) fn map(site: &Site, frame: &Frame<'_>) -> MapView {
    let mut topics: Vec<usize> = Vec::new();
    let mut places = Vec::new();
    for page in site.order.iter().copied() {
        // Trees lead to everything, and would hide what the articles say of one another.
        let above = topic(&site.pages, page)
            .filter(|_| site.pages[page].facts().kind == Kind::Article && !site.pages[page].doc.made);
        let Some(above) = above else { continue };
        let group = topics.iter().rposition(|known| *known == above).unwrap_or_else(|| {
            topics.push(above);
            topics.len() - 1
        });
        places.push(Place { page, group });
    }
    let by_topic = places.len() > MOST;
    let places = if by_topic {
        topics.iter().enumerate().map(|(group, page)| Place { page: *page, group }).collect()
    } else {
        places
    };
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, known) in places.iter().enumerate() {
        at.insert(known.page, place);
    }
    let place_of = |page: usize| if by_topic { at.get(&topic(&site.pages, page)?) } else { at.get(&page) }.copied();
    let mut bows = Bows::new();
    let mut leads: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); places.len()];
    for (p, page) in site.pages.iter().enumerate() {
        // A folder's page leads to what is below it, and stands there as its title.
        let title = |page: usize| !by_topic && !site.pages[page].children.is_empty();
        let Some(from) = place_of(p).filter(|_| !title(p)) else { continue };
        for to in page.links.iter().filter_map(|link| match link {
            Resolved::Page { page, .. } if !title(*page) => place_of(*page),
            _ => None,
        }) {
            if to != from {
                *bows.entry((from.min(to), from.max(to))).or_insert(0) += 1;
                leads[from].insert(to);
            }
        }
    }
    let link = |place: &Place| frame.to_page(MAP, place.page);
    let row = |(place, leads): (&Place, &BTreeSet<usize>)| MapRow {
        page: link(place),
        leads_to: leads.iter().take(LEADS_TO).map(|to| link(&places[*to])).collect(),
        more: leads.len().saturating_sub(LEADS_TO),
    };
    let mut groups: Vec<MapGroup> = Vec::new();
    let mut last = None;
    for (place, leads) in places.iter().zip(&leads) {
        if last != Some(place.group) && !by_topic || groups.is_empty() {
            let title = if by_topic { String::new() } else { site.pages[topics[place.group]].facts().title.clone() };
            groups.push(MapGroup { title, rows: Vec::new() });
        }
        last = Some(place.group);
        if let Some(group) = groups.last_mut() {
            group.rows.push(row((place, leads)));
        }
    }
    let links: Vec<LinkView> = places.iter().map(link).collect();
    let drawn = places.len() <= MOST;
    let mark = |place: &Place| drawing::Mark {
        group: place.group,
        is_title: !by_topic && !site.pages[place.page].children.is_empty(),
    };
    let marks: Vec<drawing::Mark> = places.iter().map(mark).collect();
    MapView {
        drawing: if drawn { drawing::drawing(frame, &links, &marks, &bows) } else { String::new() },
        by_topic,
        groups,
    }
}
