//! Headings: their anchors, the one that is the page's title, and their order.

use super::blocks::Extent;
use super::{Block, Writer};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, slug};
use crate::text::body::{Body, Heading, HoleKind};
use pulldown_cmark_escape::escape_html;

/// What the name of a term of a definition list begins with.
const TERM: char = ':';

impl Writer<'_> {
    pub(super) fn end_heading(&mut self, block: Block, extent: &mut Extent) {
        let Block::Heading { level, id, span } = block else { return };
        let name = self.take_name(&Extent::default());
        let text = self.inline.take_block_text(&mut self.out);
        let content = std::mem::replace(&mut self.out, self.shelf.pop().unwrap_or_default());
        // The first of its level, wherever it stands; but one that says what the front matter says only where it is the first.
        let outermost = self.shelf.is_empty() && self.blocks.is_empty();
        let begins = self.out.html.is_empty() && self.out.headings.is_empty();
        let is_title = match self.context.title {
            None => outermost,
            Some(title) => outermost && begins && title.trim() == text,
        };
        let id = self.inline.ids.of_heading(id, &text).into();
        let heading = Heading { level, id, text, span: self.context.offsets.span(span) };
        if level == 1 && is_title && self.title.is_none() {
            self.out.anchors.push(heading.id.clone());
            self.title = Some(heading);
            return;
        }
        self.inline.ids.show(&heading.id);
        // The page's title is its only h1.
        let shown = level.max(2);
        extent.name = name;
        self.out.heading_places.push(self.out.html.len());
        self.out.html.push_str(&format!("<h{shown} id=\""));
        self.out.hole(HoleKind::Id);
        let _ = escape_html(&mut self.out.html, &heading.id);
        self.out.html.push_str("\">");
        self.out.append(content);
        self.out.html.push_str(&format!("</h{shown}>\n"));
        self.out.headings.push(heading);
    }

    /// The anchor of a term of a definition list: its words, as mdBook has it. The colon keeps it apart from names that authors give.
    pub(super) fn end_term(&mut self) -> Option<String> {
        let text = self.inline.take_block_text(&mut self.out);
        Some(slug::slug(&text)).filter(|words| !words.is_empty()).map(|words| format!("{TERM}{words}"))
    }
}

/// A heading that skips a level loses those who move from heading to heading.
pub(super) fn check_order(body: &Body, path: &SitePath, problems: &mut Vec<Problem>) {
    let mut before = 1;
    for heading in &body.headings {
        let level = heading.level.max(2);
        if level > before + 1 && before > 1 || heading.level == 1 {
            let (marks, wanted) = ("#".repeat(heading.level.into()), "#".repeat(usize::from(before.max(1)) + 1));
            let message = if heading.level == 1 {
                "The page's title is its only heading with one `#`".to_owned()
            } else {
                format!("This heading has {} marks `#`, but the one before it has {before}", heading.level)
            };
            let wanted = if heading.level == 1 { "##".to_owned() } else { wanted };
            problems.push(
                Problem::at(Code::HeadingOrder, path, heading.span, message)
                    .help(format!("Write `{wanted} {}` instead of `{marks} …`.", heading.text)),
            );
        }
        before = level;
    }
}
