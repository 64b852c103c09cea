//! The lines of a diagram's text: without comments, settings and what stands before all.

/// A line with words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Without spaces at its ends.
    pub(super) text: &'t str,
    /// Where it begins in the diagram's text.
    pub(super) at: usize,
}

impl Line<'_> {
    pub(super) fn place(&self) -> std::ops::Range<usize> {
        self.at..self.at + self.text.len()
    }
}

/// All lines, and the title that stands before them.
pub(super) struct Lines<'t> {
    pub(super) lines: Vec<Line<'t>>,
    pub(super) title: &'t str,
}

pub(super) fn lines(text: &str) -> Lines<'_> {
    let mut out = Lines { lines: Vec::new(), title: "" };
    let (mut at, mut matter, mut setting) = (0, None, false);
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let words = line.trim();
        if words == "---" && (matter == Some(true) || matter.is_none() && out.lines.is_empty()) {
            matter = Some(matter.is_none());
            continue;
        }
        if matter == Some(true) {
            if let Some(title) = words.strip_prefix("title:") {
                out.title = title.trim().trim_matches(['"', '\'']);
            }
            continue;
        }
        if words.starts_with("%%{") || setting {
            setting = !words.contains("}%%");
            continue;
        }
        if !words.is_empty() && !words.starts_with("%%") {
            out.lines.push(Line { text: words, at: start });
        }
    }
    out
}
