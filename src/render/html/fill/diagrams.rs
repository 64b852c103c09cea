//! Diagrams: a region that can be scrolled, with the drawing in it. What it says stands behind it as text.

use super::Page;
use crate::text::body::Diagram;
use pulldown_cmark_escape::escape_html;

impl Page<'_> {
    pub(super) fn diagram(&mut self, out: &mut String, diagram: &Diagram) {
        self.diagrams += 1;
        let theme = self.frame.theme;
        let [left, top, width, height] = diagram.view;
        let name = if diagram.title.is_empty() { theme.word(diagram.kind) } else { &diagram.title };
        out.push_str("<div class=\"drawn\" tabindex=\"0\" role=\"group\" aria-label=\"");
        // Two regions of a page are not called the same.
        let _ = escape_html(&mut *out, &format!("{} {}", theme.word("diagram"), self.diagrams));
        out.push_str("\"><svg role=\"img\" aria-label=\"");
        let _ = escape_html(&mut *out, name);
        out.push_str(&format!(
            "\" viewBox=\"{left} {top} {width} {height}\" width=\"{width}\" height=\"{height}\" \
             text-anchor=\"middle\" fill=\"none\" stroke=\"currentColor\">"
        ));
        out.push_str(&diagram.svg);
        out.push_str("</svg></div>\n");
    }
}
