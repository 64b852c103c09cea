//! The page of all terms.

use crate::link::{GLOSSARY, Site};
use crate::render::html::fill;
use crate::render::html::page_context::Frame;
use crate::render::view::{GlossaryTerm, View};
use crate::source::order_key;

/// So many pages are named that use a term.
const USED_IN: usize = 40;

/// The page of all terms, but for what every page has.
pub(in crate::render) fn page(site: &Site, frame: &Frame<'_>, view: View) -> View {
    let mut used_in: Vec<Vec<usize>> = vec![Vec::new(); site.glossary.terms.len()];
    for (page, uses) in site.uses.iter().enumerate() {
        for term in uses.terms() {
            used_in[term].push(page);
        }
    }
    let mut order: Vec<usize> = (0..site.glossary.terms.len()).collect();
    order.sort_by_cached_key(|term| (order_key(&site.glossary.terms[*term].term.text, &site.settings.language), *term));
    let mut filling = fill::Page::new(frame, GLOSSARY, &[]).with_ids("text-1.".to_owned());
    let terms = order.into_iter().map(|t| {
        let term = &site.glossary.terms[t];
        filling.read_on(&site.term_links[t]);
        let pages = &mut used_in[t];
        pages.sort_by_cached_key(|page| (order_key(&site.pages[*page].facts().title, &site.settings.language), *page));
        GlossaryTerm {
            title: term.term.text.clone(),
            forms: term.forms.iter().map(|form| form.text.clone()).collect(),
            anchor: term.anchor.clone(),
            html: filling.fill(&term.meaning, 0, &site.glossary.in_meanings[t]),
            used_in: pages.iter().take(USED_IN).map(|page| frame.to_page(GLOSSARY, *page)).collect(),
            more: pages.len().saturating_sub(USED_IN),
        }
    });
    let glossary: Vec<GlossaryTerm> = terms.collect();
    View { glossary: Some(glossary), sources: filling.sources(), ..view }
}
