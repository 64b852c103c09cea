//! A report as Markdown for a review.

use super::lines::{Line, shortened};
use super::words::{folded, longest_run};
use super::{Alert, Entry, Grade, Part, Report, Section};
use crate::diff::{Changes, Edit};
use std::fmt::Write;

/// More changed sentences of a page are counted and not shown.
const SENTENCES: usize = 60;
/// GitHub drops a summary of more than a megabyte whole. Beyond this, entries are counted and left out.
const MOST: usize = 600 << 10;

/// All changes, at most some 600 KB. Of a site in which a reader would notice nothing, one sentence.
pub fn markdown(changes: &Changes) -> String {
    let report = Report::of(changes);
    let mut out = format!("## What readers will notice\n\n{}\n\n", report.totals.markdown());
    let mut cut = 0;
    let mut put = |out: &mut String, text: &str| {
        // Once something is cut, what follows is cut too: nobody looks for a gap.
        if cut > 0 || out.len() + text.len() > MOST {
            cut += 1;
            return false;
        }
        out.push_str(text);
        true
    };
    for alert in &report.alarms {
        put(&mut out, &alarm(alert));
    }
    for Section { title, entries } in &report.sections {
        let mut head = format!("### {title}\n\n");
        for (nth, entry) in entries.iter().enumerate() {
            let ends_list = matches!(entry, Entry::Item(_)) && !matches!(entries.get(nth + 1), Some(Entry::Item(_)));
            let text = head.clone() + &written(entry) + if ends_list { "\n" } else { "" };
            if put(&mut out, &text) {
                head.clear();
            }
        }
    }
    if cut > 0 {
        let entries = if cut == 1 { "1 more entry is".to_owned() } else { format!("{cut} more entries are") };
        let _ = writeln!(
            out,
            "\n**{entries} left out here**, because hosts show no summary of more than a megabyte. `--format json` has all of them."
        );
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn alarm(alert: &Alert) -> String {
    let grade = match alert.grade {
        Grade::Caution => "CAUTION",
        Grade::Warning => "WARNING",
        Grade::Important => "IMPORTANT",
    };
    let mut out = format!("> [!{grade}]\n> {}\n", alert.head.markdown());
    if !alert.items.is_empty() {
        out.push_str(">\n");
    }
    for item in &alert.items {
        let _ = writeln!(out, "> - {}", item.markdown());
    }
    out.push('\n');
    out
}

fn written(entry: &Entry) -> String {
    match entry {
        Entry::Item(line) => format!("- {}\n", line.markdown()),
        Entry::Note(line) => format!("{}\n\n", line.markdown()),
        Entry::Part(part) => part_written(part),
    }
}

fn part_written(part: &Part) -> String {
    let paragraph = |line: &Line| if line.is_empty() { String::new() } else { format!("{}\n\n", line.markdown()) };
    let mut out = String::new();
    if !part.title.is_empty() {
        let _ = write!(out, "#### {}\n\n", part.title.markdown());
    }
    out.push_str(&paragraph(&part.note));
    for item in &part.items {
        let _ = writeln!(out, "- {}", item.markdown());
    }
    if !part.items.is_empty() {
        out.push('\n');
    }
    sentences(&mut out, &part.edits);
    out
}

/// A block of code in which GitHub colours what went and what came. Nothing inside can be markup.
fn sentences(out: &mut String, edits: &[Edit]) {
    if edits.is_empty() {
        return;
    }
    let shown = &edits[..edits.len().min(SENTENCES)];
    let texts = shown.iter().flat_map(|edit| edit.before.iter().chain(&edit.after).chain(&edit.places));
    let fence = "`".repeat(texts.map(|text| longest_run(text)).max().unwrap_or(0).max(2) + 1);
    let _ = writeln!(out, "{fence}diff");
    let mut above: &[String] = &[];
    for edit in shown {
        if edit.places != above {
            let _ = writeln!(out, "@@ In {} @@", folded(&shortened(&edit.places.join(", in "))));
            above = &edit.places;
        }
        let lines = [("-", &edit.before), ("+", &edit.after)];
        for (sign, text) in lines.into_iter().filter_map(|(sign, text)| Some((sign, text.as_ref()?))) {
            let _ = writeln!(out, "{sign} {}", folded(&shortened(text)));
        }
    }
    let _ = writeln!(out, "{fence}\n");
    if edits.len() > SENTENCES {
        let _ = writeln!(out, "… and {} more changed lines.\n", edits.len() - SENTENCES);
    }
}
