//! Shapes and words as SVG: no styles, no ids, every word escaped, every element closed by a tag of its own.

use crate::source::escape::xml_line;
use crate::tree::wrap::LINE;

/// What is drawn so far, and how far it reaches.
#[derive(Debug, Default)]
pub(in crate::diagram) struct Canvas {
    out: String,
    /// Left, top, right, bottom.
    reach: Option<[f64; 4]>,
}

/// How words stand at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagram) enum Anchor {
    Start,
    Middle,
}

impl Canvas {
    pub(in crate::diagram) fn reach(&mut self, x: f64, y: f64) {
        let [left, top, right, bottom] = self.reach.get_or_insert([x, y, x, y]);
        (*left, *top, *right, *bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
    }

    pub(in crate::diagram) fn rect(&mut self, class: &str, [x, y, width, height]: [f64; 4], round: f64) {
        self.reach(x, y);
        self.reach(x + width, y + height);
        self.out.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"{round:.0}\"></rect>"
        ));
    }

    pub(in crate::diagram) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        self.reach(x - radius, y - radius);
        self.reach(x + radius, y + radius);
        self.out
            .push_str(&format!("<circle class=\"{class}\" cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius:.0}\"></circle>"));
    }

    /// Straight lines from point to point; closed where it is a shape.
    pub(in crate::diagram) fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        self.lines(class, points, "z");
    }

    pub(in crate::diagram) fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        self.lines(class, points, "");
    }

    fn lines(&mut self, class: &str, points: &[(f64, f64)], end: &str) {
        let mut path = String::new();
        for (nth, (x, y)) in points.iter().enumerate() {
            self.reach(*x, *y);
            path.push_str(&format!("{}{x:.1} {y:.1}", if nth == 0 { 'M' } else { 'L' }));
        }
        self.path(class, &format!("{path}{end}"));
    }

    /// Its reach must be told apart.
    pub(in crate::diagram) fn path(&mut self, class: &str, path: &str) {
        self.out.push_str(&format!("<path class=\"{class}\" d=\"{path}\"></path>"));
    }

    /// Lines of words; `y` is their upper edge.
    pub(in crate::diagram) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, lines: &[String]) {
        let anchored = match anchor {
            Anchor::Start => " text-anchor=\"start\"",
            Anchor::Middle => "",
        };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out.push_str(&format!("<text{class}{anchored} fill=\"currentColor\" stroke=\"none\">"));
        for (nth, line) in lines.iter().enumerate() {
            let width = crate::tree::wrap::measure(line);
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
            };
            let base = y + (nth as f64 + 1.0) * LINE - 4.0;
            self.reach(left, y);
            self.reach(left + width, base + 4.0);
            let blank = if nth + 1 < lines.len() { " " } else { "" };
            self.out.push_str(&format!("<tspan x=\"{x:.0}\" y=\"{base:.0}\">{}{blank}</tspan>", xml_line(line)));
        }
        self.out.push_str("</text>");
    }

    /// Puts another drawing upon this one.
    pub(in crate::diagram) fn append(&mut self, other: Canvas) {
        self.out.push_str(&other.out);
        if let Some([left, top, right, bottom]) = other.reach {
            self.reach(left, top);
            self.reach(right, bottom);
        }
    }

    pub(in crate::diagram) fn finish(self) -> (String, [i64; 4]) {
        let [left, top, right, bottom] = self.reach.unwrap_or_default();
        let (left, top) = ((left - 3.0).floor(), (top - 3.0).floor());
        (self.out, [left as i64, top as i64, (right + 3.0 - left).ceil() as i64, (bottom + 3.0 - top).ceil() as i64])
    }
}
