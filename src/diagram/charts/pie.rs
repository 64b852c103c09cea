//! `pie title X`: parts of a whole, each with its number.

use super::super::canvas::{Anchor, Canvas};
use super::super::lines::Line;
use super::super::words::{in_line, label};
use super::super::{Drawn, Entry, MOST, Mistake, too_much};
use crate::data::number::number;
use crate::tree::wrap::{LINE, wrap};
use std::f64::consts::TAU;

const RADIUS: f64 = 100.0;

pub(in crate::diagram) fn drawn(first: &Line<'_>, rest: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let head = first.text["pie".len()..].trim();
    let (shown, head) = head.strip_prefix("showData").map_or((false, head), |rest| (true, rest.trim()));
    let mut title = head.strip_prefix("title").map(label).unwrap_or_default();
    let mut parts: Vec<(String, f64, &str)> = Vec::new();
    for line in rest {
        if let Some(words) = line.text.strip_prefix("title ") {
            title = label(words);
            continue;
        }
        if ["accTitle", "accDescr", "showData"].iter().any(|word| line.text.starts_with(word)) {
            continue;
        }
        let split = line.text.rsplit_once(':').map(|(words, value)| (label(words), value.trim()));
        let read =
            split.and_then(|(words, value)| Some((words, number(value).filter(|number| *number >= 0.0)?, value)));
        parts.push(read.ok_or_else(|| {
            let help = "Write each part in quotes with its number, like `\"Bread\" : 40`; no number is below zero.";
            Mistake::at(line.place(), "This is no part of a pie with its number", help)
        })?);
        if parts.len() > MOST {
            return Err(too_much(line.place()));
        }
    }
    let whole: f64 = parts.iter().map(|(_, value, _)| value).sum();
    if whole <= 0.0 || !whole.is_finite() {
        let help = "Write at least one part with a number above zero, like `\"Bread\" : 40`.";
        return Err(Mistake::at(first.place(), "There is nothing in this pie", help));
    }
    let mut canvas = Canvas::default();
    canvas.circle("d-box", (0.0, 0.0), RADIUS);
    let (mut at, mut outline) = (0.0, Vec::new());
    let point = |part: f64, radius: f64| ((part * TAU).sin() * radius, -(part * TAU).cos() * radius);
    let mut key = -(parts.len() as f64) * (LINE + 6.0) / 2.0;
    for (nth, (words, value, written)) in parts.iter().enumerate() {
        let (from, share) = (at, value / whole);
        at += share;
        let class = format!("d-box d-{}", nth % 5 + 1);
        let ((x, y), (to, down)) = (point(from, RADIUS), point(at, RADIUS));
        if share > 0.0 && share < 0.9999 {
            let far = i32::from(share > 0.5);
            canvas.path(&class, &format!("M0 0L{x:.1} {y:.1}A{RADIUS} {RADIUS} 0 {far} 1 {to:.1} {down:.1}z"));
        }
        // A number ties the part to its words: nobody needs to tell colours apart.
        if share > 0.03 {
            let (x, y) = point(from + share / 2.0, RADIUS * 0.7);
            canvas.text("d-title", (x, y - LINE / 2.0), Anchor::Middle, &[(nth + 1).to_string()]);
        }
        let percent = format!("{:.1}", share * 100.0);
        let percent = percent.strip_suffix(".0").unwrap_or(&percent);
        let data = if shown { format!(" ({written})") } else { String::new() };
        let said = format!("{}: {percent} %{data}", in_line(words));
        let lines = wrap(&format!("{}. {said}", nth + 1), 220.0, 3);
        canvas.text("", (RADIUS + 24.0, key), Anchor::Start, &lines);
        key += lines.len() as f64 * LINE + 6.0;
        outline.push(Entry::of(said));
    }
    let (svg, view) = canvas.finish();
    Ok(Drawn { svg, view, kind: "diagram-pie", title, outline })
}
