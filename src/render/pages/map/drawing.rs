//! The map as SVG: names on the left, bows on the right.

use super::Bows;
use crate::render::html::page_context::Frame;
use crate::render::view::LinkView;
use pulldown_cmark_escape::escape_html;
use std::fmt::Write;

/// The height of a row, so that a finger fits.
const ROW: usize = 36;
/// Between one topic and the next.
const GAP: usize = 14;
/// Where the dots stand; names end before them.
const DOTS: usize = 226;
/// How far the longest bow reaches, and the shortest.
const REACH: (usize, usize) = (128, 14);
/// So many letters fit into a line of a name.
const LINE: usize = 28;
/// So many colours the topics take turns in.
const COLOURS: usize = 5;

/// What stands at a place.
pub(super) struct Mark {
    /// The number of its topic.
    pub(super) group: usize,
    /// A topic's own page, which is its title.
    pub(super) is_title: bool,
}

/// The drawing. Each name is a link, and with it come its own bows, to be shown when the name is pointed at.
pub(super) fn drawing(frame: &Frame<'_>, names: &[LinkView], marks: &[Mark], bows: &Bows) -> String {
    let mut heights = Vec::with_capacity(names.len());
    let mut y = ROW / 2 + 2;
    for (place, mark) in marks.iter().enumerate() {
        if place > 0 {
            y += if marks[place - 1].group == mark.group { ROW } else { ROW + GAP };
        }
        heights.push(y);
    }
    let (width, height) = (DOTS + REACH.0 * 3 / 4 + 12, y + ROW / 2 + 2);
    let longest = names.len().saturating_sub(1).max(1);
    let path = |&(a, b): &(usize, usize)| {
        let reach = DOTS + REACH.1 + (REACH.0 - REACH.1) * (b - a) / longest;
        format!("M{DOTS} {}C{reach} {0} {reach} {1} {DOTS} {1}", heights[a], heights[b])
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"site-map\" role=\"group\" aria-labelledby=\"site-map-title\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n<title id=\"site-map-title\">"
    );
    let _ = escape_html(&mut out, frame.theme.word("site-map-about"));
    out.push_str("</title>\n<g class=\"bows\" aria-hidden=\"true\">\n");
    for (pair, count) in bows {
        let often = if *count > 1 { " often" } else { "" };
        let _ = writeln!(out, "<path class=\"topic-{}{often}\" d=\"{}\"/>", marks[pair.0].group % COLOURS, path(pair));
    }
    out.push_str("</g>\n");
    for (place, name) in names.iter().enumerate() {
        let title = if marks[place].is_title { " title" } else { "" };
        let _ = write!(out, "<g class=\"place topic-{}{title}\"><a href=\"", marks[place].group % COLOURS);
        let _ = escape_html(&mut out, &name.href);
        out.push_str("\">");
        let lines = lines(&name.title);
        let first = heights[place] + 5 - 8 * (lines.len() - 1);
        out.push_str("<text>");
        for (nth, line) in lines.iter().enumerate() {
            let space = if nth > 0 { " " } else { "" };
            let _ = write!(out, "<tspan x=\"{}\" y=\"{}\">{space}", DOTS - 12, first + 16 * nth);
            let _ = escape_html(&mut out, line);
            out.push_str("</tspan>");
        }
        let _ = write!(
            out,
            "</text><circle cx=\"{DOTS}\" cy=\"{}\" r=\"5\"/></a><g class=\"own\" aria-hidden=\"true\">",
            heights[place]
        );
        for pair in bows.keys().filter(|(a, b)| *a == place || *b == place) {
            let _ = write!(out, "<path d=\"{}\"/>", path(pair));
        }
        out.push_str("</g></g>\n");
    }
    out.push_str("</svg>");
    out
}

/// A name in two lines at most.
fn lines(name: &str) -> Vec<String> {
    let wide = |c: char| if crate::source::script::is_unspaced(c) { 2 } else { 1 };
    let width = |text: &str| text.chars().map(wide).sum::<usize>();
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() || width(&lines[last]) + 1 + width(word) <= LINE {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        } else if lines.len() < 2 {
            lines.push(word.to_owned());
        } else {
            lines[last].push('…');
            break;
        }
    }
    for line in &mut lines {
        let mut room = LINE + 2;
        let fits = line.char_indices().find(|(_, c)| {
            let full = room < wide(*c);
            room = room.saturating_sub(wide(*c));
            full
        });
        if let Some((cut, _)) = fits {
            line.truncate(cut);
            line.push('…');
        }
    }
    lines
}
