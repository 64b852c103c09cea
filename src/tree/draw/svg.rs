//! A drawn tree as SVG.
//!
//! Takes: a [`Map`] and the words for levels. Gives: one `<svg>` with classes; how it looks is the style sheet's business.
//! Never: holds a style, a script, an id but the two that name it, or a word that is not escaped.

use super::map::{Map, MapBox, MapLine, PADDING};
use super::wrap::LINE;
use crate::source::escape::xml_line;
use crate::tree::model::{Target, Tree};

/// Words that the drawing shows besides the tree's own.
pub struct SvgWords<'a> {
    /// What it is.
    pub title: &'a str,
    /// For those who do not see it.
    pub description: &'a str,
    /// A level in words, by its id.
    pub level: &'a dyn Fn(&str) -> String,
    /// Above the name of another tree.
    pub other_tree: &'a str,
}

/// What a file of its own needs to be seen: the page's style sheet is not there.
pub const SVG_STYLE: &str = include_str!("svg.css");

/// The drawing.
pub fn svg(tree: &Tree, map: &Map, words: &SvgWords<'_>) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tree-map\" role=\"img\" aria-labelledby=\"map-title map-about\" \
         viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\">\n<title id=\"map-title\">{2}</title>\n<desc id=\"map-about\">{3}</desc>\n",
        map.width,
        map.height,
        xml_line(words.title),
        xml_line(words.description)
    );
    out.push_str("<g class=\"lines\">\n");
    for line in &map.lines {
        let class = if line.depends { " class=\"depends\"" } else { "" };
        out.push_str(&format!("<path{class} d=\"{}\"/>\n", path(line)));
    }
    out.push_str("</g>\n<g class=\"arrows\">\n");
    let mut arrows: Vec<(i64, i64)> =
        map.lines.iter().filter(|l| l.arrow).map(|l| (l.until.0.round() as i64, l.end.round() as i64)).collect();
    arrows.sort_unstable();
    arrows.dedup();
    for (x, y) in arrows {
        out.push_str(&format!("<path d=\"M{x} {y}l-5 -8h10z\"/>\n"));
    }
    out.push_str("</g>\n<g class=\"answers\">\n");
    for label in &map.labels {
        text(&mut out, "", label.x, label.y, &label.words);
    }
    out.push_str("</g>\n");
    for shown in &map.boxes {
        boxed(&mut out, tree, shown, words);
    }
    out.push_str("</svg>");
    out
}

fn path(line: &MapLine) -> String {
    let ((x, y), (to, down)) = (line.from, line.until);
    let (bend, end) = (line.bend.max(y), line.end);
    if (x - to).abs() < 0.5 {
        return format!("M{x:.0} {y:.0}V{end:.0}");
    }
    let middle = (bend + down) / 2.0;
    format!("M{x:.0} {y:.0}V{bend:.0}C{x:.0} {middle:.0} {to:.0} {middle:.0} {to:.0} {down:.0}V{end:.0}")
}

fn boxed(out: &mut String, tree: &Tree, shown: &MapBox, words: &SvgWords<'_>) {
    let (class, above, radius) = match &shown.target {
        Target::Question(_) => ("question".to_owned(), None, 3),
        Target::Outcome(outcome) => {
            let place = tree.outcomes[*outcome].level;
            let (level, looks) = (tree.levels.get(place).map_or("", String::as_str), tree.looks_like(place));
            let own = if looks == level { String::new() } else { format!(" level-{}", class_name(level)) };
            (format!("end level-{looks}{own}"), Some((words.level)(level)), 10)
        }
        Target::OtherTree(_) | Target::Unknown => ("end other".to_owned(), Some(words.other_tree.to_owned()), 10),
    };
    let MapBox { x, y, width, height, .. } = shown;
    out.push_str(&format!(
        "<g class=\"{class}\">\n<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"{radius}\"/>\n"
    ));
    let (middle, mut top) = (x + width / 2.0, y + PADDING);
    if let Some(above) = above {
        text(out, "level", middle, top, &[above]);
        top += LINE + 3.0;
    }
    text(out, "", middle, top, &shown.words);
    out.push_str("</g>\n");
}

fn text(out: &mut String, class: &str, x: f64, y: f64, lines: &[String]) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    out.push_str(&format!("<text{class}>"));
    for (i, line) in lines.iter().enumerate() {
        let y = y + (i as f64 + 1.0) * LINE - 4.0;
        // The blank keeps words apart for those who copy or hear them.
        let blank = if i + 1 < lines.len() { " " } else { "" };
        out.push_str(&format!("<tspan x=\"{x:.0}\" y=\"{y:.0}\">{}{blank}</tspan>", xml_line(line)));
    }
    out.push_str("</text>\n");
}

/// A level is an author's word; a class is not any word.
fn class_name(level: &str) -> String {
    level.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}
