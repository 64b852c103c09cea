//! Which card a page has: what programs show with a link to it, where it has no picture of its own.

use crate::config::settings::Medium;
use crate::link::{Page, Site};
use crate::picture::card::{Card, Colour, VERSION};
use crate::render::theme::Theme;
use crate::source::digest;
use crate::yaml::Value;

/// A site of more pages has one card, that of its start page, for all: each is some ten thousand bytes.
const MOST: usize = 500;

/// The pages that have cards, each with the address of its card; of two pages with the same card the first. None where nobody knows
/// the site's own address: programs that show links ask for whole ones.
pub(in crate::render) fn cards<'a>(site: &'a Site, theme: &'a Theme) -> impl Iterator<Item = (usize, String)> + 'a {
    let all = if site.pages.len() > MOST { None } else { Some(0..site.pages.len()) };
    let pages = all.into_iter().flatten().chain(home(site).filter(|_| site.pages.len() > MOST));
    pages.filter_map(|p| Some((p, address(&of(site, theme, p)?))))
}

/// The address of the card of a page.
pub(in crate::render) fn address_for(site: &Site, theme: &Theme, p: usize) -> Option<String> {
    let p = if site.pages.len() > MOST { home(site)? } else { p };
    of(site, theme, p).map(|card| address(&card))
}

fn home(site: &Site) -> Option<usize> {
    site.pages.iter().position(|page| page.parent.is_none())
}

/// What stands on the card of a page.
pub(in crate::render) fn of(site: &Site, theme: &Theme, p: usize) -> Option<Card> {
    let (page, settings) = (&site.pages[p], &site.settings);
    if settings.base_url.is_empty() || settings.medium != Medium::Web || !page.written {
        return None;
    }
    let chosen = settings.theme_settings.iter().find(|(key, _)| key.text == "colour");
    let chosen =
        chosen.and_then(|(_, node)| if let Value::Scalar(text) = &node.value { Some(text.as_str()) } else { None });
    let colour = |token: &str| theme.colour(token, chosen.unwrap_or_default());
    let card = Card {
        title: page.facts().title.clone(),
        level: level(page, theme, &colour),
        site: settings.title.clone(),
        board: colour("board")?,
        post: colour("post")?,
    };
    card.is_writable().then_some(card)
}

/// How soon help is needed, where that is soon.
fn level(page: &Page, theme: &Theme, colour: &dyn Fn(&str) -> Option<Colour>) -> Option<(String, Colour)> {
    let care = page.doc.care();
    let level = ["emergency", "urgent"].into_iter().find(|level| care.contains(level))?;
    Some((theme.word(&format!("care-{level}")).to_owned(), colour(level)?))
}

fn address(card: &Card) -> String {
    format!("/assets/cards/{:032x}.png", digest(&(card, VERSION)))
}
