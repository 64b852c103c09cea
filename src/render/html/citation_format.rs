//! A source as it is printed.

use crate::config::references::Reference;
use crate::render::theme::Theme;
use pulldown_cmark_escape::{escape_href, escape_html};

/// Authors. Title. Container year; volume: pages. Links. As HTML.
pub(in crate::render) fn html(reference: &Reference, theme: &Theme) -> String {
    let mut out = String::new();
    let mut sentence = |text: &str, open: &str, close: &str| {
        if text.is_empty() {
            return;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(open);
        let _ = escape_html(&mut out, text);
        out.push_str(close);
        if !text.ends_with(['.', '?', '!']) {
            out.push('.');
        }
    };
    sentence(&reference.authors, "", "");
    sentence(&reference.title, "<cite>", "</cite>");
    let pages = reference.pages.replace('-', "\u{2013}");
    let mut place = reference.container.clone();
    for (before, part) in [(" ", &reference.year), ("; ", &reference.volume), (": ", &pages)] {
        if !part.is_empty() {
            place.push_str(if place.is_empty() { "" } else { before });
            place.push_str(part);
        }
    }
    sentence(&place, "", "");
    let mut kind = reference.kind.clone();
    if let Some(first) = kind.get(..1) {
        kind = first.to_uppercase() + &kind[1..];
    }
    sentence(&kind, "<span class=\"kind\">", "</span>");
    let mut link = |address: String, words: &str| {
        out.push_str(" <a class=\"external\" rel=\"noopener\" href=\"");
        let _ = escape_href(&mut out, &address);
        out.push_str("\">");
        let _ = escape_html(&mut out, words);
        out.push_str("</a>");
    };
    if !reference.doi.is_empty() {
        link(format!("https://doi.org/{}", reference.doi), "DOI");
    }
    if !reference.pmid.is_empty() {
        link(format!("https://pubmed.ncbi.nlm.nih.gov/{}/", reference.pmid), "PubMed");
    }
    if reference.url.starts_with("https://") || reference.url.starts_with("http://") {
        let host = reference.url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("");
        link(reference.url.clone(), host);
    }
    if let Some(day) = reference.checked {
        out.push_str(&format!(
            " <span class=\"checked\">{}</span>",
            theme.word("source-checked").replace("{date}", &theme.date(day))
        ));
    }
    out
}
