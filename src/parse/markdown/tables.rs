//! Tables: a region that can be scrolled, cells that know their column, and a head without empty heads.

use super::Writer;
use crate::text::body::PlaceholderKind;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// The table that is being written.
#[derive(Default)]
pub(super) struct Table {
    columns: Vec<Alignment>,
    cell: usize,
    /// Where the last cell ends.
    pub(super) cell_end: usize,
    /// Whether a link's `|` has made cells of the row that are none.
    pub(super) is_torn: bool,
    head: bool,
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, columns: Vec<Alignment>) {
        self.out.html.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        self.out.placeholder(PlaceholderKind::Table);
        self.table = Table { columns, ..Table::default() };
        self.out.html.push_str("\"><table>\n");
    }

    pub(super) fn start_row(&mut self, head: bool) {
        (self.table.head, self.table.cell, self.table.is_torn) = (head, 0, false);
        self.out.html.push_str(if head { "<thead><tr>" } else { "<tr>" });
    }

    pub(super) fn start_cell(&mut self, range: &Range<usize>) {
        self.table.cell_end = range.end;
        let class = match self.table.columns.get(self.table.cell) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        let tag = if self.table.head { "<th scope=\"col\"" } else { "<td" };
        self.out.html.push_str(tag);
        self.out.html.push_str(class);
        self.mark_direction(range);
        self.open_with_text(">");
    }

    pub(super) fn end_cell(&mut self) {
        self.table.cell += 1;
        let out = &mut self.out;
        // A corner without words heads nothing. Only a head is looked for its tag: from any other cell that is a long way back.
        let open = if self.table.head { out.html.rfind("<th") } else { None };
        let open = open.filter(|open| out.html.rfind('<') == Some(*open));
        let corner = open.filter(|open| {
            out.html.ends_with('>') && out.placeholders.last().is_none_or(|placeholder| placeholder.at <= *open)
        });
        if let Some(open) = corner {
            out.html.truncate(open);
            out.html.push_str("<td>");
        }
        let close = if self.table.head && corner.is_none() { "</th>" } else { "</td>" };
        self.inline.end_block(out, close);
    }

    pub(super) fn end_row(&mut self, head: bool) {
        self.table.head = false;
        self.out.html.push_str(if head { "</tr></thead><tbody>\n" } else { "</tr>\n" });
    }
}
