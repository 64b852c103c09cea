//! The page of all sources, with the places that cite them.

use crate::config::references::Reference;
use crate::link::{GLOSSARY, Page, REFERENCES, Site};
use crate::parse::{Content, Decision, Slot};
use crate::render::html::citation_format;
use crate::render::html::fill::{cite_anchor, source_anchor};
use crate::render::html::page_context::Frame;
use crate::render::view::{CitedIn, ListedSource, View};
use crate::source::order_key;
use crate::source::url::encoded;
use crate::text::body::Body;
use crate::tree::ScreenKind;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Where a text that cites is shown.
struct Shown {
    title: String,
    address: String,
}

/// The page, but for what every page has.
pub(in crate::render) fn page(site: &Site, frame: &Frame<'_>, view: View) -> View {
    let mut cited: HashMap<&str, Vec<CitedIn>> = HashMap::new();
    for page in site.pages.iter() {
        match &page.doc.content {
            Content::Article(article) if !article.body.citations.is_empty() => {
                let (title, address) = (page.facts().title.clone(), page.facts().address.clone());
                let shown = Shown { title, address };
                gather(frame, &shown, &[&article.body], &mut cited);
            }
            Content::Article(_) => {}
            Content::Tree(decision) => {
                for (shown, texts) in shown(page, decision) {
                    gather(frame, &shown, &texts, &mut cited);
                }
            }
        }
    }
    let meanings: Vec<&Body> = site.glossary.terms.iter().map(|term| &term.meaning).collect();
    let title = frame.theme.word("glossary").to_owned();
    gather(frame, &Shown { title, address: GLOSSARY.into() }, &meanings, &mut cited);

    let mut listed: Vec<&Reference> = site.references.values().collect();
    let name = |reference: &Reference| {
        order_key(format!("{} {}", reference.authors, reference.title).trim(), &site.settings.language)
    };
    listed.sort_by_cached_key(|reference| (name(reference), reference.year.clone(), reference.key.clone()));
    let source = |reference: &Reference| ListedSource {
        anchor: source_anchor(&reference.key),
        // What kind of study it is stands where it is cited; here it would be a tenth of the page.
        html: citation_format::html(&Reference { kind: String::new(), ..reference.clone() }, frame.theme),
        cited_in: cited.remove(reference.key.as_str()).unwrap_or_default(),
    };
    View { references: Some(listed.into_iter().map(source).collect()), ..view }
}

/// Adds the places of texts that are shown together.
fn gather<'a>(frame: &Frame<'_>, shown: &Shown, texts: &[&'a Body], cited: &mut HashMap<&'a str, Vec<CitedIn>>) {
    let keys: BTreeSet<&str> =
        texts.iter().flat_map(|body| &body.citations).map(|citation| citation.key.as_str()).collect();
    for key in keys {
        let place = encoded(&cite_anchor(key, 1));
        let href = format!("{}#{place}", frame.link(REFERENCES, &shown.address));
        let places = cited.entry(key).or_default();
        // Of a tree, which may cite a source on each of its pages, the first is enough.
        if places.last().is_none_or(|last| last.title != shown.title) {
            places.push(CitedIn { title: shown.title.clone(), href });
        }
    }
}

/// The pages of a tree with the texts on each. A text that stands on several pages is told of on the first.
fn shown<'a>(page: &Page, decision: &'a Decision) -> Vec<(Shown, Vec<&'a Body>)> {
    let mut seen: HashSet<Slot> = HashSet::new();
    let mut texts = |wanted: &dyn Fn(&Slot) -> bool| -> Vec<&'a Body> {
        let new = decision.texts.iter().filter(|(slot, _)| wanted(slot) && seen.insert(**slot));
        new.map(|(_, (body, _))| body).collect()
    };
    let facts = page.facts();
    let start = Shown { title: facts.title.clone(), address: facts.address.clone() };
    let mut out = vec![(start, texts(&|slot| matches!(slot, Slot::Intro)))];
    for (screen, screen_facts) in decision.screens.iter().zip(&facts.screens) {
        let found = match screen.kind {
            ScreenKind::Question(q) => {
                texts(&|slot| matches!(slot, Slot::Hint(of) | Slot::OptionHint(of, _) if *of == q))
            }
            ScreenKind::Outcome(o) => texts(&|slot| match slot {
                Slot::Body(of) => *of == o,
                Slot::Also(of, piece) => *of == o && screen.also.contains(piece),
                _ => false,
            }),
        };
        let address = format!("{}{}", facts.address, screen_facts.address);
        out.push((Shown { title: facts.title.clone(), address }, found));
    }
    out.retain(|(_, texts)| texts.iter().any(|body| !body.citations.is_empty()));
    out
}
