//! Markdown → HTML with placeholders.
//!
//! Takes: a text, and where each byte of it stands in its file. Gives: a [`Body`] and what is wrong with the text by itself.
//! Never: looks at another file. The Markdown crate's own HTML writer was not taken: it styles table cells in the tag, which
//! the site's Content-Security-Policy forbids, and it gives headings no anchors.

use super::callout::Marker;
use super::dialect::{self, Dialect, LineEnds, Unrendered};
use super::ids::{Ids, Place};
use super::prose::reading::Reading;
use super::prose::{LinkText, Prose};
use crate::formula;
use crate::problem::Problem;
use crate::source::script::is_right_to_left;
use crate::source::{Offsets, SitePath, Taken};
use crate::text;
use crate::text::body::{Body, Heading, Note};
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

mod blocks;
mod callouts;
mod code;
mod direction;
mod figures;
mod formulas;
mod headings;
mod inline;
mod links;
mod marks;
mod shapes;
mod tables;

use blocks::{Extent, tags};
use inline::{Inline, Room};
use tables::Table;

/// What [`markdown`] needs to know of the text's surroundings.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The file, for problems.
    pub path: &'a SitePath,
    /// Where the text stands in it.
    pub offsets: &'a Offsets,
    /// The page's title where the front matter has one: a first heading that says the same is not shown twice.
    pub title: Option<&'a str>,
    /// The page it stands on.
    pub place: Place,
    /// Whose Markdown it is.
    pub dialect: Dialect,
    /// What the file takes from others.
    pub taken: Option<&'a Taken>,
}

/// A text, parsed: what is shown, and the heading that was its title.
pub struct Parsed {
    /// The text, without its title.
    pub body: Body,
    /// The first `# heading`, if the text begins with it.
    pub title: Option<Heading>,
    /// What it leaves to another program.
    pub unrendered: Vec<Unrendered>,
    /// The ids that it has.
    pub(super) ids: Ids,
}

/// Whether the parser tells a citation as a link to this address.
pub(super) fn is_citation(address: &str) -> bool {
    address.starts_with(CITATION)
}

pub(super) use links::slashes;

pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_MATH
        | Options::ENABLE_WIKILINKS
}

/// Before a citation's key, where the parser gives a link's address. No author can type it into one.
const CITATION: &str = "\u{1}cite:";

/// Writes a text as HTML with placeholders.
pub fn markdown(text: &str, context: Context<'_>, problems: &mut Vec<Problem>) -> Parsed {
    marks::check_controls(text, context, problems);
    if context.dialect == Dialect::Own {
        let shown = dialect::shown_containers(text).into_iter();
        problems
            .extend(shown.map(|(range, why)| marks::shown_container(context.path, context.offsets.span(range), why)));
    }
    let (draft, _) = dialect::rewritten(text, context.offsets, context.dialect, &mut given(context, problems));
    let (text, context) = as_read(&draft, text, context);
    write(text, context, problems, |_, _| {})
}

/// Writes a text as HTML with placeholders, and reads its prose by the way.
pub(super) fn markdown_and_prose(
    text: &str,
    context: Context<'_>,
    problems: &mut Vec<Problem>,
) -> (Parsed, Vec<LinkText>, Reading) {
    marks::check_controls(text, context, problems);
    if context.dialect == Dialect::Own {
        let shown = dialect::shown_containers(text).into_iter();
        problems
            .extend(shown.map(|(range, why)| marks::shown_container(context.path, context.offsets.span(range), why)));
    }
    let (draft, unrendered) = dialect::rewritten(text, context.offsets, context.dialect, &mut given(context, problems));
    let (text, context) = as_read(&draft, text, context);
    let span = |range| context.offsets.span(range);
    if context.dialect == Dialect::Own {
        let shown = dialect::shown_comments(text).into_iter();
        problems.extend(shown.map(|range| marks::shown_comment(context.path, span(range))));
    }
    if matches!(context.dialect, Dialect::Obsidian(_)) {
        let open = dialect::open_comment(text).into_iter();
        problems.extend(open.map(|range| marks::open_percents(context.path, span(range))));
    }
    let open = dialect::open_formulas(text).into_iter();
    problems.extend(open.map(|range| marks::open_formula(context.path, span(range))));
    let mut prose = Prose::of(text, context);
    let mut found = Vec::new();
    let parsed = write(text, context, problems, |event, range| prose.event(event, range, &mut found));
    let parsed = Parsed { unrendered, ..parsed };
    let (links, reading) = prose.finish(&mut found);
    problems.append(&mut found);
    (parsed, links, reading)
}

/// What a text is given of the site's data.
fn given<'a>(context: Context<'a>, problems: &'a mut Vec<Problem>) -> dialect::Given<'a> {
    dialect::Given { path: context.path, taken: context.taken, problems }
}

/// Where a piece of the text stands in its file: not all of it may be there, as where a control character was taken out of a tag.
fn offsets_of(context: Context<'_>, range: Range<usize>) -> Offsets {
    let mut offsets = Offsets::default();
    offsets.continue_with(0, context.offsets, range);
    offsets
}

/// A text and its surroundings as they are read: the draft, where there is one.
fn as_read<'a>(draft: &'a Option<dialect::Draft>, text: &'a str, context: Context<'a>) -> (&'a str, Context<'a>) {
    match draft {
        Some(draft) => (&draft.text, Context { offsets: &draft.offsets, ..context }),
        None => (text, context),
    }
}

fn write<'t>(
    text: &'t str,
    context: Context<'_>,
    problems: &mut Vec<Problem>,
    mut reads: impl FnMut(&Event<'_>, &Range<usize>),
) -> Parsed {
    let nowhere = RefCell::new(Vec::new());
    let undefined = |link: BrokenLink<'t>| -> Option<(CowStr<'t>, CowStr<'t>)> {
        // A picture cannot be fetched from a source: `![words][@a]` stays as it is written, and is told.
        let is_picture = link.link_type == LinkType::Reference && text[link.span.clone()].starts_with('!');
        let Some(keys) = links::keys(&link.reference).filter(|_| !is_picture) else {
            nowhere.borrow_mut().push((link.span, link.link_type));
            return None;
        };
        Some((format!("{CITATION}{keys}").into(), "".into()))
    };
    let parser = Parser::new_with_broken_link_callback(text, options(), Some(undefined));
    let mut writer = Writer {
        text,
        context,
        inline: Inline::new(text, context),
        out: Body { html: String::with_capacity(text.len() + text.len() / 2), ..Body::default() },
        outer: Vec::new(),
        blocks: Vec::new(),
        extents: Vec::new(),
        last: None,
        footnotes: BTreeMap::new(),
        footnote_numbers: HashMap::new(),
        marked_headings: HashSet::new(),
        notes: OnceCell::new(),
        table: Table::default(),
        tight_title: None,
        skip_links: 0,
        open_cards: Vec::new(),
        title: None,
        code: None,
        words_follow: false,
        has_right_to_left: !text.is_ascii() && text.chars().any(is_right_to_left),
    };
    let parser = parser.into_offset_iter();
    writer.check_definitions(parser.reference_definitions(), problems);
    marks::unshown::check_definitions(context, text, parser.reference_definitions(), problems);
    let mut events = dialect::restored(parser).peekable();
    while let Some((event, range)) = events.next() {
        for (range, kind) in nowhere.take() {
            writer.undefined(range, kind, problems);
        }
        // Its marker and title are words; in a table, or a definition, they are not a call-out's.
        writer.words_follow = matches!(event, Event::Start(Tag::BlockQuote(_)))
            && matches!(events.peek(), Some((Event::Start(Tag::Paragraph | Tag::Heading { .. }), _)));
        reads(&event, &range);
        writer.event(event, range, problems);
    }
    writer.finish(problems)
}

/// What an open block will do when it ends.
enum Block {
    Plain,
    Heading {
        level: u8,
        id: Option<String>,
        span: Range<usize>,
    },
    Callout(Marker),
    Item,
    /// A note's name, and where it begins.
    Footnote(String, usize),
    RawHtml(String, Offsets),
    /// Words in brackets before a citation, and the citation.
    Cited(String, Range<usize>),
}

struct Writer<'a> {
    text: &'a str,
    context: Context<'a>,
    inline: Inline<'a>,
    out: Body,
    /// Bodies begun before the one that is being written: around a heading or a footnote.
    outer: Vec<Body>,
    blocks: Vec<Block>,
    /// Of each of them.
    extents: Vec<Extent>,
    /// The block at the top that ended last.
    last: Option<(usize, usize)>,
    /// The notes that are written, and where each begins.
    footnotes: BTreeMap<String, (Body, usize)>,
    footnote_numbers: HashMap<String, (usize, usize)>,
    /// Where headings begin that are written with marks `#`.
    marked_headings: HashSet<u32>,
    /// The names of the notes that the text has, where somebody has asked.
    notes: OnceCell<HashSet<String>>,
    table: Table,
    /// While the first line of a call-out is being read: where its marker and its line end.
    tight_title: Option<(usize, usize)>,
    /// Inside a citation, whose own text is not shown.
    skip_links: usize,
    /// Care cards that are open.
    open_cards: Vec<callouts::Card>,
    title: Option<Heading>,
    /// The block of code that is being written.
    code: Option<code::Open>,
    /// Whether the quotation that begins here begins with words.
    words_follow: bool,
    /// Whether some of the text's letters run from right to left.
    has_right_to_left: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, problems: &mut Vec<Problem>) {
        let event = self.without_underline(event);
        if let Some((marker_end, line_end)) = self.tight_title {
            if range.end <= marker_end && !matches!(event, Event::Start(_) | Event::End(_)) {
                return;
            }
            if range.start >= line_end && self.inline.at_rest() || matches!(event, Event::End(TagEnd::Paragraph)) {
                self.end_callout_title(matches!(event, Event::End(TagEnd::Paragraph)));
                if matches!(event, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)) {
                    return;
                }
            }
        }
        let is_link = matches!(
            event,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image)
        );
        if self.skip_links > 0 && !is_link {
            return;
        }
        if matches!(&event, Event::Text(words) if words.starts_with(['[', '!', '?', ':'])) && self.code.is_none() {
            self.check_unmarked(&range, problems);
        }
        match event {
            Event::Start(tag) => self.start(tag, range, problems),
            Event::End(tag) => self.end(tag, &range, problems),
            Event::Text(text) if self.code.is_some() => self.code_text(&text),
            Event::Text(text) if self.tight_title.is_some() && self.out.html.is_empty() => {
                // The sign for folding belongs to the marker, but the parser tells it with the title's first words.
                let marker_end = self.tight_title.map_or(0, |(marker_end, _)| marker_end);
                let title = text.get(marker_end.saturating_sub(range.start)..).unwrap_or(&text);
                self.inline.text(&mut self.out, title.trim_start());
            }
            Event::Text(text) => {
                if text.contains(dialect::is_control) {
                    problems.push(marks::control(self.context, range.clone(), &text).0);
                }
                let escaped = self.text[..range.start].ends_with('\\');
                self.inline.words(&mut self.out, &text, escaped);
            }
            Event::Code(text) => self.inline.marked_up(&mut self.out, "<code>", &text, "</code>"),
            Event::InlineMath(tex) => self.formula(&tex, &range, formula::Place::Line, problems),
            Event::DisplayMath(tex) => self.formula(&tex, &range, formula::Place::Block, problems),
            Event::Html(html) => match self.blocks.last_mut() {
                Some(Block::RawHtml(gathered, offsets)) => {
                    offsets.continue_with(gathered.len(), self.context.offsets, range);
                    gathered.push_str(&html);
                }
                _ => self.inline.raw_html(
                    &mut self.out,
                    &html,
                    &offsets_of(self.context, range),
                    self.blocks.len(),
                    problems,
                ),
            },
            Event::InlineHtml(html) => {
                let (offsets, end) = (offsets_of(self.context, range.clone()), range.end);
                self.inline.raw_html(&mut self.out, &html, &offsets, self.blocks.len(), problems);
                self.inline.leave_out_ended(self.text, end);
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak if self.context.dialect == Dialect::Obsidian(LineEnds::Breaks) => {
                self.inline.line_break(&mut self.out);
            }
            Event::SoftBreak => self.inline.text(&mut self.out, "\n"),
            Event::HardBreak => self.inline.line_break(&mut self.out),
            Event::Rule => self.out.html.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                self.out.html.push_str(if done {
                    "<span class=\"task\">☑</span> "
                } else {
                    "<span class=\"task\">☐</span> "
                });
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, problems: &mut Vec<Problem>) {
        let mut block = Some(Block::Plain);
        if tags(tag.to_end()).is_none() && !matches!(tag, Tag::Link { .. } | Tag::Image { .. }) {
            self.end_item_text();
        }
        let start = self.out.html.len();
        let source = self.context.offsets.in_file(range.start);
        match tag {
            Tag::Paragraph => {
                if self.tight_title.is_none() {
                    self.out.html.push_str("<p");
                    self.mark_direction(&range);
                    self.out.html.push('>');
                }
                self.inline.begin_block(&mut self.out);
                self.inline.room = if self.tight_title.is_none() { Room::Paragraph } else { Room::Words };
            }
            Tag::Heading { level, id, .. } => {
                block = Some(Block::Heading { level: level as u8, id: id.map(|id| id.to_string()), span: range });
                self.outer.push(std::mem::take(&mut self.out));
                self.inline.begin_block(&mut self.out);
                self.inline.room = Room::Words;
            }
            Tag::BlockQuote(_) => match self.callout_at(&range) {
                Some(marker) => block = Some(self.start_callout(marker, problems)),
                None => {
                    self.check_quotation(&range, problems);
                    self.out.html.push_str("<blockquote>\n");
                }
            },
            Tag::CodeBlock(kind) => self.start_code(&kind, &range, problems),
            Tag::HtmlBlock => block = Some(Block::RawHtml(String::new(), Offsets::default())),
            Tag::List(start) => self.start_list(start, &range),
            Tag::Item => {
                block = Some(Block::Item);
                self.out.html.push_str("<li>");
                self.inline.begin_block(&mut self.out);
            }
            Tag::FootnoteDefinition(label) => {
                block = Some(Block::Footnote(marks::unshown::note_name(&label), range.start));
                self.outer.push(std::mem::take(&mut self.out));
            }
            Tag::DefinitionList => self.out.html.push_str("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.open_with_text("<dt>");
                self.inline.room = Room::Words;
            }
            Tag::DefinitionListDefinition => self.open_with_text("<dd>"),
            Tag::Table(columns) => self.start_table(columns),
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => {
                self.check_cell(&range, problems);
                self.start_cell(&range);
            }
            // A link is a level of its own for raw HTML in it, as a phrase is: no tag of the one ends in the other.
            Tag::Link { link_type, dest_url, title, .. } => {
                self.check_unmarked(&range, problems);
                if self.skip_links > 0 {
                    block = None;
                    self.skip_links += 1;
                } else if let Some(reference) = dest_url.strip_prefix(CITATION) {
                    if self.words_before_citation(&range) {
                        block = Some(Block::Cited(reference.to_owned(), range));
                    } else {
                        block = None;
                        self.skip_links = 1;
                        self.citation(reference, range);
                    }
                } else {
                    self.start_link(link_type, &dest_url, &title, range, problems);
                }
            }
            Tag::Image { .. } if self.skip_links > 0 => {
                block = None;
                self.skip_links += 1;
            }
            // A sign at the end of a sentence, and a source: `So it is![@a]`.
            Tag::Image { dest_url, .. } if is_citation(&dest_url) => {
                block = None;
                self.skip_links = 1;
                self.inline.text(&mut self.out, "!");
                self.citation(&dest_url[CITATION.len()..], range);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                block = None;
                self.start_picture(link_type, &dest_url, &title, range, problems);
            }
            Tag::MetadataBlock(_) => {}
            phrase => self.inline.open(&mut self.out, tags(phrase.to_end()).map_or("", |(open, _)| open)),
        }
        if let Some(block) = block {
            self.open_block(block, start, source);
        }
    }

    fn start_list(&mut self, start: Option<u64>, range: &Range<usize>) {
        self.inline.lists += 1;
        match start {
            None => self.out.html.push_str("<ul"),
            Some(1) => self.out.html.push_str("<ol"),
            Some(start) => self.out.html.push_str(&format!("<ol start=\"{start}\"")),
        }
        self.mark_list_direction(range);
        self.out.html.push_str(">\n");
    }

    fn open_with_text(&mut self, tag: &str) {
        self.out.html.push_str(tag);
        self.inline.begin_block(&mut self.out);
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>, problems: &mut Vec<Problem>) {
        match tag {
            TagEnd::Link => {
                if self.skip_links > 0 {
                    self.skip_links -= 1;
                } else {
                    self.inline.close_raw(&mut self.out, self.blocks.len());
                    match self.close_block() {
                        (Block::Cited(reference, range), _) => self.citation(&reference, range),
                        _ => self.inline.end_link(&mut self.out),
                    }
                }
                return;
            }
            TagEnd::Image if self.skip_links > 0 => {
                self.skip_links -= 1;
                return;
            }
            TagEnd::Image => return self.inline.end_picture(&mut self.out, problems),
            _ => {}
        }
        if matches!(tag, TagEnd::Item) {
            self.end_item_text();
        }
        let depth = self.blocks.len();
        self.inline.close_raw(&mut self.out, depth);
        let (block, mut extent) = self.close_block();
        if let Some((_, close)) = tags(tag) {
            return self.inline.close(&mut self.out, close);
        }
        if matches!(tag, TagEnd::Paragraph) && self.end_paragraph(&mut extent) {
            self.inline.end_block_text(&mut self.out);
            return;
        }
        if matches!(tag, TagEnd::Paragraph) {
            self.mark_film(&extent);
        }
        if matches!(tag, TagEnd::Paragraph) && self.end_pictures(&extent) {
            self.inline.end_block_text(&mut self.out);
            return self.ended(extent);
        }
        let out = &mut self.out;
        match tag {
            TagEnd::Paragraph => self.inline.end_paragraph(out),
            TagEnd::Heading(_) => self.end_heading(block, &mut extent, problems),
            TagEnd::BlockQuote(_) => {
                self.end_quote(&block, problems);
            }
            TagEnd::CodeBlock => self.end_code(problems),
            TagEnd::HtmlBlock => {
                if let Block::RawHtml(html, offsets) = block {
                    let open = html.rfind("<!--").filter(|open| !html[*open..].contains("-->"));
                    problems.extend(
                        open.map(|open| {
                            marks::open_comment(self.context.path, offsets.span(open..open + "<!--".len()))
                        }),
                    );
                    self.inline.raw_html(out, &html, &offsets, depth - 1, problems);
                }
            }
            TagEnd::List(true) => out.html.push_str("</ol>\n"),
            TagEnd::List(false) => out.html.push_str("</ul>\n"),
            TagEnd::Item => self.inline.end_block(out, "</li>\n"),
            TagEnd::FootnoteDefinition => {
                let body = std::mem::replace(out, self.outer.pop().unwrap_or_default());
                if let Block::Footnote(name, start) = block {
                    self.end_note(name, body, start, problems);
                }
                return;
            }
            TagEnd::DefinitionList => out.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => {
                extent.name = self.end_term();
                self.out.html.push_str("</dt>\n");
            }
            TagEnd::DefinitionListDefinition => self.inline.end_block(out, "</dd>\n"),
            TagEnd::Table => out.html.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => self.end_row(true),
            TagEnd::TableRow => {
                self.check_row(range, problems);
                self.end_row(false);
            }
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
        self.ended(extent);
    }

    fn finish(mut self, problems: &mut Vec<Problem>) -> Parsed {
        self.inline.close_raw(&mut self.out, 0);
        let mut used: Vec<(usize, String)> =
            self.footnote_numbers.into_iter().map(|(label, (number, _))| (number, label)).collect();
        used.sort();
        if self.out.placeholders.last().is_some_and(|placeholder| placeholder.at == self.out.html.len()) {
            self.out.html.push('\n');
        }
        for (number, label) in used {
            let start = self.out.html.len();
            self.out.append(self.footnotes.remove(&label).unwrap_or_default().0);
            self.out.html.push('\n');
            self.out.notes.push(Note { number, label: label.into(), start, end: self.out.html.len() });
        }
        marks::unshown::check_notes(self.context, self.text, &self.footnotes, problems);
        figures::settle_mentions(&mut self.out);
        self.out.anchor_marks();
        if self.inline.mixed {
            text::nest(&mut self.out);
        }
        // A block ends, and is known, after those in it.
        self.out.block_places.sort_unstable();
        // All texts of a site are held at once, and each might have room for another half of itself.
        self.out.html.shrink_to_fit();
        self.out.placeholders.shrink_to_fit();
        self.out.block_places.shrink_to_fit();
        Arc::make_mut(&mut self.out.links).shrink_to_fit();
        Arc::make_mut(&mut self.out.headings).shrink_to_fit();
        headings::check_order(&self.out, &self.marked_headings, self.context.path, problems);
        Parsed { body: self.out, title: self.title, unrendered: Vec::new(), ids: self.inline.ids }
    }
}
