//! A changed page before and after, its passages side by side, with the changed words marked.
//!
//! Takes: both versions of a page. Gives: a table. Never: shows all of a long page: of what is the same, only what stands around a
//! change.

use super::lines::{escaped, shortened};
use crate::diff::pages::Both;
use crate::diff::sentences::{Row, aligned};
use crate::text::Passage;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::fmt::Write;

/// So many blocks are shown before and after a change.
const AROUND: usize = 2;
/// Changed rows beyond these are counted and not shown.
const ROWS: usize = 150;

/// The table of a page; empty where no passage changed.
pub(super) fn page(both: Both<'_>, (p, q): (usize, usize)) -> String {
    let (before, after) = (both.before().page(p), both.after().page(q));
    let rows = aligned(&before, &after);
    if rows.iter().all(|row| row.same) {
        return String::new();
    }
    let title = escaped(&both.new.pages[q].facts().title);
    let mut out = format!(
        "<table class=\"beside\"><caption>“{title}” before and after</caption>\
         <thead><tr><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead><tbody>\n"
    );
    let mut changed = 0;
    let mut at = 0;
    while at < rows.len() {
        if rows[at].same {
            let run = rows[at..].iter().take_while(|row| row.same).count();
            let (first, last) = (at == 0, at + run == rows.len());
            same(&mut out, &after, &rows[at..at + run], (first, last));
            at += run;
            continue;
        }
        changed += 1;
        if changed <= ROWS {
            pair(&mut out, rows[at].old.map(|old| &before[old]), rows[at].new.map(|new| &after[new]));
        }
        at += 1;
    }
    if changed > ROWS {
        let _ = writeln!(out, "<tr><td colspan=\"2\">… and {} more changes</td></tr>", changed - ROWS);
    }
    out.push_str("</tbody></table>\n");
    out
}

/// Passages that are the same: the blocks next to a change, and how many there are between.
fn same(out: &mut String, after: &[Passage], rows: &[Row], (first, last): (bool, bool)) {
    let passages: Vec<&Passage> = rows.iter().filter_map(|row| Some(&after[row.new?])).collect();
    let blocks: Vec<&[&Passage]> = passages.chunk_by(|a, b| a.block == b.block && a.block > 0).collect();
    let head = if first { 0 } else { AROUND };
    let tail = if last { 0 } else { AROUND };
    let count = blocks.len();
    for (nth, block) in blocks.iter().enumerate() {
        if nth >= head && nth + tail < count {
            if nth == head {
                let left = count - head - tail;
                let blocks = if left == 1 { "1 paragraph".to_owned() } else { format!("{left} paragraphs") };
                let _ = writeln!(out, "<tr class=\"left-out\"><td colspan=\"2\">{blocks} as before</td></tr>");
            }
            continue;
        }
        let text: Vec<String> = block.iter().map(|passage| escaped(&shortened(&passage.shown))).collect();
        let _ = writeln!(out, "<tr><td colspan=\"2\">{}</td></tr>", dressed(block[0], &text.join(" ")));
    }
}

fn pair(out: &mut String, before: Option<&Passage>, after: Option<&Passage>) {
    let texts = match (before, after) {
        // Where the words are the same, what differs is in a mark or in a link.
        (Some(before), Some(after)) if before.shown == after.shown => marked(&before.full, &after.full),
        (before, after) => either(before.map(|p| p.shown.as_str()), after.map(|p| p.shown.as_str())),
    };
    let [was, is] = texts;
    let cell = |passage: Option<&Passage>, text: &str| {
        passage.map_or(String::new(), |passage| match passage.place.as_str() {
            "" => dressed(passage, text),
            place => format!("{} <small>in {}</small>", dressed(passage, text), escaped(&shortened(place))),
        })
    };
    let _ = writeln!(out, "<tr class=\"changed\"><td>{}</td><td>{}</td></tr>", cell(before, &was), cell(after, &is));
}

/// A passage with what it is: a heading, a care card.
fn dressed(passage: &Passage, text: &str) -> String {
    let text = match &passage.heading {
        Some((level, _)) => format!("<strong>{text}</strong> <small>heading {level}</small>"),
        None => text.to_owned(),
    };
    match passage.card.as_str() {
        "" => text,
        level => format!("<span class=\"level {0}\">{0}</span> {text}", escaped(level)),
    }
}

/// Both texts with what differs marked; of one that is alone, the whole.
pub(super) fn either(before: Option<&str>, after: Option<&str>) -> [String; 2] {
    if let (Some(before), Some(after)) = (before, after) {
        return marked(before, after);
    }
    let whole = |tag: &str, text: Option<&str>| {
        text.map_or(String::new(), |text| format!("<{tag}>{}</{tag}>", escaped(&shortened(text))))
    };
    [whole("del", before), whole("ins", after)]
}

/// Both texts with the words that the other does not have marked.
fn marked(before: &str, after: &str) -> [String; 2] {
    let (before, after) = (shortened(before), shortened(after));
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let mut out = [Vec::new(), Vec::new()];
    let mut put = |side: usize, tag: &str, words: &[&str]| {
        if !words.is_empty() {
            let text = escaped(&words.join(" "));
            out[side].push(if tag.is_empty() { text } else { format!("<{tag}>{text}</{tag}>") });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let same = matches!(op, DiffOp::Equal { .. });
        put(0, if same { "" } else { "del" }, &old[op.old_range()]);
        put(1, if same { "" } else { "ins" }, &new[op.new_range()]);
    }
    out.map(|words| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changed_words_are_marked_on_either_side() {
        assert_eq!(
            marked("Hold it for 20 <s>.", "Hold for 30 <s>."),
            ["Hold <del>it</del> for <del>20</del> &lt;s&gt;.", "Hold for <ins>30</ins> &lt;s&gt;."]
        );
    }
}
