//! `gantt`: tasks on the days of a calendar.

use super::super::canvas::{Anchor, Canvas};
use super::super::lines::Line;
use super::super::words::{in_line, label};
use super::super::{Drawn, Entry, MOST, Mistake, too_much};
use crate::tree::wrap::{LINE, wrap};
use jiff::civil::Date;
use std::collections::HashMap;

/// How wide the names and the calendar are.
const NAMES: f64 = 150.0;
const CALENDAR: f64 = 400.0;
/// Nobody plans further ahead.
const MOST_DAYS: f64 = 40_000.0;

struct Task {
    name: String,
    section: usize,
    from: f64,
    to: f64,
    milestone: bool,
    class: &'static str,
}

pub(in crate::diagram) fn drawn(first: &Line<'_>, lines: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let mut title = String::new();
    let (mut sections, mut tasks) = (vec![String::new()], Vec::<Task>::new());
    let mut known: HashMap<String, (f64, f64)> = HashMap::new();
    for line in lines {
        let word = line.text.split([' ', '\t', ':']).next().unwrap_or_default();
        let behind = line.text[word.len()..].trim();
        match word {
            "title" => title = label(behind),
            "section" => sections.push(label(behind)),
            "dateFormat" if behind != "YYYY-MM-DD" => {
                let help = "Write days like `2026-11-30`, and `dateFormat YYYY-MM-DD`.";
                return Err(Mistake::at(line.place(), format!("Days are not read as `{behind}` here"), help));
            }
            "dateFormat" | "axisFormat" | "tickInterval" | "excludes" | "includes" | "todayMarker" | "weekday"
            | "weekend" | "accTitle" | "accDescr" | "click" | "inclusiveEndDates" => {}
            _ => {
                let task = task(line, sections.len() - 1, tasks.last(), &mut known)?;
                tasks.push(task);
            }
        }
        if tasks.len() > MOST {
            return Err(too_much(line.place()));
        }
    }
    let from = tasks.iter().map(|task| task.from).fold(f64::INFINITY, f64::min);
    let to = tasks.iter().map(|task| task.to).fold(f64::NEG_INFINITY, f64::max).max(from + 1.0);
    if tasks.is_empty() {
        let help = "Write each task with its days, like `Bake: 2026-11-30, 3d`.";
        return Err(Mistake::at(first.place(), "There is no task in this plan", help));
    }
    if to - from > MOST_DAYS {
        return Err(too_much(first.place()));
    }
    let (svg, view) = draw(&sections, &tasks, from, to);
    let mut outline: Vec<Entry> = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let inside = tasks.iter().filter(|task| task.section == number);
        let said = inside.map(|task| {
            let last = if task.milestone || task.to - task.from <= 1.0 { task.from } else { task.to - 1.0 };
            let days = if last > task.from { format!("{} – {}", day(task.from), day(last)) } else { day(task.from) };
            Entry::of(format!("{}: {days}", in_line(&task.name)))
        });
        match section.is_empty() {
            true => outline.extend(said),
            false => outline.push(Entry { below: said.collect(), ..Entry::of(in_line(section)) }),
        }
    }
    Ok(Drawn { svg, view, kind: "diagram-gantt", title, outline })
}

/// `Name :done, id, 2026-11-30, 3d`.
fn task(
    line: &Line<'_>,
    section: usize,
    before: Option<&Task>,
    known: &mut HashMap<String, (f64, f64)>,
) -> Result<Task, Mistake> {
    let unknown = || {
        Mistake::at(
            line.place(),
            "This line says nothing that is known of a plan",
            "Write a task with its first day and how long it takes, like `Bake: 2026-11-30, 3d`, or `Sell: after bake, 2d`.",
        )
    };
    let (name, rest) = line.text.split_once(':').ok_or_else(unknown)?;
    let (mut milestone, mut class) = (false, "d-box d-1");
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part {
            "milestone" => milestone = true,
            "done" => class = "d-box d-5",
            "active" => class = "d-box d-2",
            "crit" => class = "d-box d-4",
            part => parts.push(part),
        }
    }
    let ended = before.map(|task| task.to);
    let start = |text: &str| match text.strip_prefix("after ") {
        Some(ids) => ids.split_whitespace().filter_map(|id| known.get(id)).map(|(_, to)| *to).reduce(f64::max),
        None => days(text),
    };
    let (id, from, end) = match parts.as_slice() {
        [end] => ("", ended, *end),
        [from, end] if start(from).is_some() => ("", start(from), *end),
        [id, end] => (*id, ended, *end),
        [id, from, end] => (*id, start(from), *end),
        _ => return Err(unknown()),
    };
    let from = from.ok_or_else(unknown)?;
    let until = end.strip_prefix("until ").and_then(|id| known.get(id)).map(|(from, _)| *from);
    let to = until.or_else(|| days(end)).or_else(|| Some(from + length(end)?)).ok_or_else(unknown)?;
    let to = to.max(from);
    if !(from.is_finite() && to.is_finite()) {
        return Err(unknown());
    }
    if !id.is_empty() {
        known.insert(id.to_owned(), (from, to));
    }
    Ok(Task { name: label(name), section, from, to, milestone, class })
}

/// The number of a day.
fn days(text: &str) -> Option<f64> {
    let date: Date = text.parse().ok()?;
    let since = date.since((jiff::Unit::Day, Date::constant(2000, 1, 1))).ok()?;
    Some(f64::from(since.get_days()))
}

fn day(number: f64) -> String {
    let span = jiff::Span::new().try_days(number.floor() as i64).unwrap_or_default();
    Date::constant(2000, 1, 1).checked_add(span).map(|date| date.to_string()).unwrap_or_default()
}

/// `3d`, `2w`, `12h`.
fn length(text: &str) -> Option<f64> {
    let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number: f64 = text[..unit].parse().ok()?;
    let days = match &text[unit..] {
        "ms" => 1.0 / 86_400_000.0,
        "s" => 1.0 / 86_400.0,
        "m" => 1.0 / 1440.0,
        "h" => 1.0 / 24.0,
        "d" => 1.0,
        "w" => 7.0,
        "M" => 30.0,
        "y" => 365.0,
        _ => return None,
    };
    Some(number * days)
}

fn draw(sections: &[String], tasks: &[Task], from: f64, to: f64) -> (String, [i64; 4]) {
    let x = |day: f64| NAMES + 12.0 + (day - from) / (to - from) * CALENDAR;
    let mut canvas = Canvas::default();
    let mut y = LINE + 10.0;
    let mut rows = Canvas::default();
    for (number, section) in sections.iter().enumerate() {
        if !section.is_empty() {
            rows.text("d-title", (0.0, y), Anchor::Start, &wrap(section, NAMES + CALENDAR, 1));
            y += LINE + 4.0;
        }
        for task in tasks.iter().filter(|task| task.section == number) {
            let name = wrap(&in_line(&task.name), NAMES, 3);
            rows.text("", (0.0, y), Anchor::Start, &name);
            let height = name.len().max(1) as f64 * LINE;
            let (left, right, middle) = (x(task.from), x(task.to), y + height / 2.0);
            if task.milestone {
                rows.polygon(
                    "d-full",
                    &[(left, middle - 8.0), (left + 8.0, middle), (left, middle + 8.0), (left - 8.0, middle)],
                );
            } else {
                rows.rect(task.class, [left, middle - 7.0, (right - left).max(2.0), 14.0], 2.0);
            }
            y += height + 6.0;
        }
    }
    // Four parts of the whole, and their days above.
    let parts = if to - from >= 4.0 { 4 } else { 1 };
    for part in 0..=parts {
        let at = from + ((to - from) * f64::from(part) / f64::from(parts)).round();
        canvas.polyline("d-dash", &[(x(at), LINE + 4.0), (x(at), y)]);
        canvas.text("", (x(at), 0.0), Anchor::Middle, &[day(at)]);
    }
    canvas.append(rows);
    canvas.finish()
}
