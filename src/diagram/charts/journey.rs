//! `journey`: what somebody does, one after the other, and how well each goes, from 1 to 5.

use super::super::canvas::{Anchor, Canvas};
use super::super::lines::Line;
use super::super::words::{in_line, label};
use super::super::{Drawn, Entry, MOST, Mistake, too_much};
use crate::tree::wrap::{LINE, wrap};

const NAMES: f64 = 190.0;
/// The best that a step can be.
const BEST: u32 = 5;

pub(in crate::diagram) fn drawn(first: &Line<'_>, lines: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let mut title = String::new();
    let mut sections: Vec<(String, Vec<(String, u32, String)>)> = vec![(String::new(), Vec::new())];
    for (number, line) in lines.iter().enumerate() {
        let word = line.text.split([' ', '\t', ':']).next().unwrap_or_default();
        let behind = line.text[word.len()..].trim();
        match word {
            "title" => title = label(behind),
            "section" => sections.push((label(behind), Vec::new())),
            "accTitle" | "accDescr" => {}
            _ => {
                let mut parts = line.text.splitn(3, ':').map(str::trim);
                let (name, score) =
                    (parts.next().unwrap_or_default(), parts.next().and_then(|score| score.parse().ok()));
                let Some(score) = score.filter(|score| *score <= BEST) else {
                    let help =
                        "Write a step, how well it goes from 1 to 5, and who takes it: `Find the page: 4: Reader`.";
                    return Err(Mistake::at(line.place(), "This line says nothing that is known of a journey", help));
                };
                let who = in_line(&label(parts.next().unwrap_or_default()));
                sections.last_mut().into_iter().for_each(|(_, steps)| steps.push((label(name), score, who.clone())));
            }
        }
        if number > MOST {
            return Err(too_much(line.place()));
        }
    }
    if sections.iter().all(|(_, steps)| steps.is_empty()) {
        let help = "Write its steps, like `Find the page: 4: Reader`.";
        return Err(Mistake::at(first.place(), "There is no step in this journey", help));
    }
    let (mut canvas, mut outline, mut y) = (Canvas::default(), Vec::new(), 0.0);
    for (section, steps) in &sections {
        let mut said = Vec::new();
        if !section.is_empty() {
            canvas.text("d-title", (0.0, y), Anchor::Start, &wrap(section, NAMES + 200.0, 1));
            y += LINE + 4.0;
        }
        for (name, score, who) in steps {
            let lines = wrap(&in_line(name), NAMES, 3);
            canvas.text("", (0.0, y), Anchor::Start, &lines);
            let middle = y + LINE / 2.0;
            for point in 0..BEST {
                let class = if point < *score { "d-full" } else { "d-box" };
                canvas.circle(class, (NAMES + 20.0 + f64::from(point) * 16.0, middle), 6.0);
            }
            let names = wrap(who, 160.0, 3);
            canvas.text("", (NAMES + 110.0, y), Anchor::Start, &names);
            y += lines.len().max(names.len()).max(1) as f64 * LINE + 6.0;
            let by = if who.is_empty() { String::new() } else { format!(" ({who})") };
            said.push(Entry::of(format!("{}: {score} / {BEST}{by}", in_line(name))));
        }
        match section.is_empty() {
            true => outline.extend(said),
            false => outline.push(Entry { below: said, ..Entry::of(in_line(section)) }),
        }
    }
    let (svg, view) = canvas.finish();
    Ok(Drawn { svg, view, kind: "diagram-journey", title, outline })
}
