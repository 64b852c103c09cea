//! Open blocks, and the names that Obsidian gives them: `^name` at the end of a block, or on a line below it.

use super::{Block, Writer};
use crate::text::body::{Body, Mark, PlaceholderKind};
use pulldown_cmark::TagEnd;

/// A name may be so long; what is longer is text.
const LONGEST: usize = 80;

/// What is known of an open block besides its kind.
#[derive(Default)]
pub(super) struct Extent {
    /// Where its HTML begins.
    pub(super) start: usize,
    /// Where its own text begins: behind the tag.
    pub(super) inside: usize,
    /// Where it begins in its file.
    pub(super) source: usize,
    /// Its name.
    pub(super) name: Option<String>,
    /// The block within it that ended last.
    pub(super) last: Option<(usize, usize)>,
}

/// The tags of a phrase.
pub(super) fn tags(phrase: TagEnd) -> Option<(&'static str, &'static str)> {
    match phrase {
        TagEnd::Emphasis => Some(("<em>", "</em>")),
        TagEnd::Strong => Some(("<strong>", "</strong>")),
        TagEnd::Strikethrough => Some(("<del>", "</del>")),
        TagEnd::Superscript => Some(("<sup>", "</sup>")),
        TagEnd::Subscript => Some(("<sub>", "</sub>")),
        _ => None,
    }
}

impl Writer<'_> {
    /// A block begins at `start`, in its file at `source`; its tag is written, unless the block is written apart first, as a
    /// heading is.
    pub(super) fn open_block(&mut self, block: Block, start: usize, source: usize) {
        self.blocks.push(block);
        self.extents.push(Extent { start, inside: self.out.html.len().max(start), source, ..Extent::default() });
    }

    pub(super) fn close_block(&mut self) -> (Block, Extent) {
        (self.blocks.pop().unwrap_or(Block::Plain), self.extents.pop().unwrap_or_default())
    }

    /// The block that ended last within the one that is open now.
    fn last_here(&mut self) -> &mut Option<(usize, usize)> {
        match self.extents.last_mut() {
            Some(extent) => &mut extent.last,
            None => &mut self.last,
        }
    }

    /// A block has ended and its HTML is written.
    pub(super) fn ended(&mut self, extent: Extent) {
        let end = self.out.html.len();
        // The title of a page is not written here.
        if extent.start < end {
            self.out.block_places.push((extent.start as u32, extent.source as u32));
        }
        if let Some(name) = extent.name {
            self.mark(name, extent.start, extent.inside.min(end), end);
        }
        *self.last_here() = Some((extent.start, end));
    }

    /// A paragraph ends, its closing tag not yet written. Gives whether it was nothing but the name of the block before it,
    /// which it then leaves without a trace.
    pub(super) fn end_paragraph(&mut self, extent: &mut Extent) -> bool {
        let Some(name) = self.take_name(extent) else { return false };
        let bare =
            self.out.html.len() <= extent.inside && self.out.placeholders.last().is_none_or(|h| h.at < extent.start);
        if bare {
            let Some((start, end)) = *self.last_here() else {
                self.inline.text(&mut self.out, &format!("^{name}"));
                return false;
            };
            self.out.html.truncate(extent.start);
            self.mark(name, start, start, end);
            return true;
        }
        match (self.blocks.last(), self.extents.last_mut()) {
            (Some(Block::Item), Some(item)) if item.name.is_none() => item.name = Some(name),
            _ => extent.name = Some(name),
        }
        false
    }

    /// The text of an item ends, because the item does or because a block begins in it.
    pub(super) fn end_item_text(&mut self) {
        if !matches!(self.blocks.last(), Some(Block::Item)) {
            return;
        }
        if let Some(extent) = self.extents.pop() {
            let name = if extent.name.is_none() { self.take_name(&extent) } else { None };
            self.extents.push(Extent { name: extent.name.or(name), ..extent });
        }
    }

    /// Takes the name off the end of what is written.
    pub(super) fn take_name(&mut self, extent: &Extent) -> Option<String> {
        if !self.inline.at_rest() {
            return None;
        }
        let (name, keep) = name_at_end(&self.out, extent.inside)?;
        self.inline.forget_end(&format!("^{name}"));
        self.out.html.truncate(keep);
        Some(name)
    }

    fn mark(&mut self, name: String, start: usize, anchor: usize, end: usize) {
        let id = format!("^{name}");
        if !self.inline.ids.show(&id) {
            return;
        }
        self.out.anchors.push(id.into());
        self.out.marks.push(Mark { name, start, anchor, end });
    }
}

/// The name at the end of a block's HTML, and how much of the HTML stays without it.
fn name_at_end(out: &Body, inside: usize) -> Option<(String, usize)> {
    let from = inside.max(out.html.floor_char_boundary(out.html.len().saturating_sub(LONGEST)));
    let window = out.html.get(from..)?;
    let caret = window.rfind('^')?;
    let name = &window[caret + 1..];
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    let at = from + caret;
    let before = &out.html[inside..at];
    let placeholder = out.placeholders.last().map_or(0, |placeholder| placeholder.at);
    let apart = before.is_empty() || before.ends_with(char::is_whitespace);
    let keep = (inside + before.trim_end().len()).max(placeholder);
    (apart && placeholder <= at).then(|| (name.to_owned(), keep))
}

impl Body {
    /// Puts an anchor where each named block begins.
    pub(super) fn anchor_marks(&mut self) {
        if self.marks.is_empty() {
            return;
        }
        let anchors = self.marks.iter().enumerate();
        let mut placeholders: Vec<_> = anchors
            .map(|(number, mark)| crate::text::body::Placeholder {
                at: mark.anchor,
                kind: PlaceholderKind::Anchor(number),
            })
            .collect();
        placeholders.append(&mut self.placeholders);
        placeholders.sort_by_key(|placeholder| placeholder.at);
        self.placeholders = placeholders;
    }
}
