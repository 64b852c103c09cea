//! A report as one file of HTML, for somebody who reviews in a browser: it opens from a disk, without a network or a script.
//!
//! Takes: the changes, and both versions. Gives: a page below a megabyte. Never: leaves something out in silence.

use super::lines::escaped;
use super::pictures::{Pictures, picture};
use super::{Alert, Entry, Grade, Part, Report, Shown, beside, walk};
use crate::diff::{Changes, Edit, Paired, Version};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");

/// So many bytes the file has at most: a mail takes it, and a host keeps it.
const MOST: usize = 950_000;
/// Of these, so many are for what the Markdown says too.
const SAID: usize = 500_000;
/// More changed sentences of what is not shown before and after are counted.
const SENTENCES: usize = 400;

/// All changes, with the changed pages, trees and pictures before and after, as far as there is room; at most 950 KB.
pub fn html(changes: &Changes, old: Version<'_>, new: Version<'_>, paired: &Paired, pictures: &Pictures) -> String {
    let report = Report::of(changes);
    let mut room = MOST - SAID;
    let mut left_out = 0;
    let mut take = |html: String| {
        if html.is_empty() {
            return None;
        }
        if html.len() > room {
            left_out += 1;
            return None;
        }
        room -= html.len();
        Some(html)
    };
    let both = paired.both(&old.plan.site, &new.plan.site);
    let by_path: BTreeMap<&str, (usize, usize)> =
        both.pairs.iter().map(|(p, q)| (both.new.pages[*q].facts().path.as_str(), (*p, *q))).collect();
    let mut shown: BTreeMap<Shown, String> = BTreeMap::new();
    for (nth, tree) in changes.trees.iter().enumerate() {
        let words = [old.plan.theme.tree_words(), new.plan.theme.tree_words()];
        let html = by_path.get(tree.path.as_str()).map(|pair| walk::tree(both, *pair, nth, words));
        shown.extend(html.and_then(&mut take).map(|html| (Shown::Tree(nth), html)));
    }
    let new_paths: BTreeMap<&str, usize> =
        both.new.pages.iter().enumerate().map(|(q, page)| (page.facts().path.as_str(), q)).collect();
    for (nth, page) in changes.added.iter().enumerate() {
        let words = new.plan.theme.tree_words();
        let html = new_paths.get(page.path.as_str()).map(|q| walk::added(both, *q, nth, words));
        shown.extend(html.and_then(&mut take).map(|html| (Shown::Added(nth), html)));
    }
    for (nth, page) in changes.edited.iter().enumerate() {
        let html = by_path.get(page.path.as_str()).map(|pair| beside::page(both, *pair));
        shown.extend(html.and_then(&mut take).map(|html| (Shown::Page(nth), html)));
    }
    let sites = [both.old, both.new];
    let seen: Vec<String> = changes.files.iter().filter_map(|file| take(picture(file, sites, pictures))).collect();
    written(&report, &shown, &seen, left_out)
}

fn written(report: &Report, shown: &BTreeMap<Shown, String>, pictures: &[String], left_out: usize) -> String {
    let mut out = head();
    let _ = writeln!(
        out,
        "<body>\n<a class=\"skip\" href=\"#changes\">Skip to the changes</a>\n<header><h1>What readers will notice</h1>\n<p>{}</p></header>",
        report.totals.html()
    );
    if !report.sections.is_empty() {
        out.push_str("<nav aria-label=\"Kinds of change\"><ul>\n");
        for (nth, section) in report.sections.iter().enumerate() {
            let _ = writeln!(out, "<li><a href=\"#kind-{nth}\">{}</a></li>", section.title);
        }
        out.push_str("</ul></nav>\n");
    }
    out.push_str("<main id=\"changes\">\n");
    let mut said = 0;
    let mut cut = 0;
    let mut put = |out: &mut String, own: &str, shown: &str| {
        if cut > 0 || said + own.len() > SAID - 20_000 {
            cut += 1;
            return;
        }
        said += own.len();
        out.push_str(own);
        out.push_str(shown);
    };
    report.alarms.iter().for_each(|alert| put(&mut out, &alarm(alert), ""));
    for (nth, section) in report.sections.iter().enumerate() {
        let _ = writeln!(out, "<section aria-labelledby=\"kind-{nth}\"><h2 id=\"kind-{nth}\">{}</h2>", section.title);
        for entries in section.entries.chunk_by(|a, b| matches!((a, b), (Entry::Item(_), Entry::Item(_)))) {
            let list = matches!(entries[0], Entry::Item(_));
            out.push_str(if list { "<ul>\n" } else { "" });
            for entry in entries {
                match entry {
                    Entry::Item(line) => put(&mut out, &format!("<li>{}</li>\n", line.html()), ""),
                    Entry::Note(line) => put(&mut out, &format!("<p>{}</p>\n", line.html()), ""),
                    Entry::Part(part) => {
                        let before_and_after = shown.get(&part.shown).map_or("", String::as_str);
                        // What is new is shown whole, besides as cards to walk.
                        let sentences = before_and_after.is_empty() || matches!(part.shown, Shown::Added(_));
                        put(&mut out, &part_written(part, sentences), before_and_after);
                    }
                }
            }
            out.push_str(if list { "</ul>\n" } else { "" });
        }
        if section.title == super::tell::FILES {
            pictures.iter().for_each(|picture| out.push_str(picture));
        }
        out.push_str("</section>\n");
    }
    for (count, what) in [(cut, "more changes are"), (left_out, "pages, trees or pictures are")] {
        if count > 0 {
            let of = if what.starts_with("more") { "" } else { " before and after" };
            let _ = writeln!(
                out,
                "<p><strong>{count} {what} not shown here{of}</strong>, so that this file stays small. <code>--format json</code> tells them all.</p>"
            );
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head() -> String {
    let style = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What readers will notice</title>\n\
         <style>{STYLE}</style>\n</head>\n"
    )
}

fn alarm(alert: &Alert) -> String {
    let (class, word) = match alert.grade {
        Grade::Caution => ("caution", "Caution"),
        Grade::Warning => ("warning", "Warning"),
        Grade::Important => ("important", "Important"),
    };
    let mut out =
        format!("<div class=\"alert {class}\"><p><span class=\"grade\">{word}:</span> {}</p>", alert.head.html());
    list(&mut out, alert.items.iter().map(super::Line::html));
    out.push_str("</div>\n");
    out
}

/// A part by itself; its sentences only where it is not shown before and after.
fn part_written(part: &Part, sentences: bool) -> String {
    let mut out = String::new();
    if !part.title.is_empty() {
        let _ = writeln!(out, "<h3>{}</h3>", part.title.html());
    }
    if !part.note.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", part.note.html());
    }
    list(&mut out, part.items.iter().map(super::Line::html));
    if sentences && !part.edits.is_empty() {
        edits(&mut out, &part.edits);
    }
    out
}

fn edits(out: &mut String, edits: &[Edit]) {
    let lines = edits.iter().take(SENTENCES).map(|edit| {
        let texts = beside::either(edit.before.as_deref(), edit.after.as_deref());
        let place = if edit.places.is_empty() {
            String::new()
        } else {
            format!("<small>In {}</small>", escaped(&super::lines::shortened(&edit.places.join(", in "))))
        };
        let parts = [place].into_iter().chain(texts).filter(|text| !text.is_empty());
        parts.collect::<Vec<_>>().join("<br>")
    });
    list(out, lines);
    if edits.len() > SENTENCES {
        let _ = writeln!(out, "<p>… and {} more changed lines.</p>", edits.len() - SENTENCES);
    }
}

fn list(out: &mut String, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    out.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(out, "<li>{item}</li>");
    }
    out.push_str("</ul>\n");
}
