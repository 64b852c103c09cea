//! A text with placeholders → HTML, the placeholders filled for the page it stands on.
//!
//! Takes: a body, and where its links lead. Gives: HTML, and what the page must say besides: its sources, its terms, its headings.
//! Never: changes what is between two placeholders.

use super::chapters::Chapters;
use super::citation_format;
use super::page_context::Frame;
use crate::glossary::Use;
use crate::link::{Fault, Resolved, shown_name, stays_text};
use crate::parse::Content;
use crate::render::view::SourceView;
use crate::source::script::Direction;
use crate::source::url::encoded;
use crate::text;
use crate::text::body::{Body, Citation, Link, Placeholder, PlaceholderKind, Purpose, Target};
use memchr::memchr;
use pulldown_cmark_escape::escape_html;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

mod code;
mod diagrams;
mod lines;
mod pictures;
mod terms;

/// The page that texts are filled for. Several texts of one page share the numbers of their sources.
pub(in crate::render) struct Page<'a> {
    frame: &'a Frame<'a>,
    address: &'a str,
    /// Where the file's links lead.
    links: &'a [Resolved],
    /// The number of the page whose file it is; a term has none.
    page: Option<usize>,
    numbers: BTreeMap<String, usize>,
    cited: Vec<(String, Vec<String>)>,
    /// Whether sources are numbered here; else citations are left out.
    cites: bool,
    /// The terms used so far, in order.
    terms: Vec<usize>,
    /// The headings of pages that links lead to, by their anchors.
    headings: HashMap<usize, HashMap<&'a str, &'a String>>,
    /// The nodes of pages of which parts are put here.
    nodes: HashMap<usize, Vec<text::Node>>,
    texts: usize,
    /// Before the ids of all its texts.
    before_ids: String,
    embeds: usize,
    /// How many pictures so far: the first is seen at once.
    pictures: usize,
    /// How many tables so far: two regions of a page are not called the same.
    tables: usize,
    blocks_of_code: usize,
    diagrams: usize,
    /// Whether the page shows the number of the next card already.
    called: bool,
    /// Of the document of the whole site, where its parts are.
    chapters: Option<&'a Chapters>,
}

/// A part of a text, and whose it is.
struct Piece<'a> {
    body: &'a Body,
    /// Where its file's links lead.
    links: &'a [Resolved],
    /// The page that it was written for.
    page: Option<usize>,
    /// The terms that it uses, in order.
    uses: &'a [Use],
    /// The number of the text's first link among the file's.
    first_link: usize,
    part: Range<usize>,
    /// Before each id, so that no two on the page are the same.
    before_ids: String,
}

impl<'a> Piece<'a> {
    fn resolved(&self, link: usize) -> Option<&'a Resolved> {
        self.links.get(self.first_link + link)
    }
}

/// The mentions of notes.
#[derive(Default)]
struct Mentions {
    /// Of each note, by its number.
    of: BTreeMap<usize, Vec<usize>>,
    /// Notes that are mentioned and not written yet.
    new: Vec<usize>,
}

impl Mentions {
    fn add(&mut self, number: usize, nth: usize) {
        let mentions = self.of.entry(number).or_default();
        if mentions.is_empty() {
            self.new.push(number);
        }
        mentions.push(nth);
    }
}

impl<'a> Page<'a> {
    /// For texts whose links lead there.
    pub(in crate::render) fn new(frame: &'a Frame<'a>, address: &'a str, links: &'a [Resolved]) -> Page<'a> {
        Page {
            frame,
            address,
            links,
            page: None,
            numbers: BTreeMap::new(),
            cited: Vec::new(),
            cites: true,
            terms: Vec::new(),
            headings: HashMap::new(),
            nodes: HashMap::new(),
            texts: 0,
            before_ids: String::new(),
            embeds: 0,
            pictures: 0,
            tables: 0,
            blocks_of_code: 0,
            diagrams: 0,
            called: false,
            chapters: None,
        }
    }

    /// For the texts of all pages in one document, with one list of sources: links between them stay within it.
    pub(in crate::render) fn of_book(frame: &'a Frame<'a>, address: &'a str, chapters: &'a Chapters) -> Page<'a> {
        Page { chapters: Some(chapters), ..Page::new(frame, address, &[]) }
    }

    /// For the texts of a page's file.
    pub(in crate::render) fn of(frame: &'a Frame<'a>, address: &'a str, page: usize) -> Page<'a> {
        Page { page: Some(page), ..Page::new(frame, address, &frame.site.pages[page].links) }
    }

    /// Leaves citations out.
    pub(in crate::render) fn without_sources(self) -> Page<'a> {
        Page { cites: false, ..self }
    }

    /// The page shows the number of the next care card above it: the card itself need not.
    pub(in crate::render) fn call_is_shown(&mut self) {
        self.called = true;
    }

    /// Puts this before each id, because the page has other texts.
    pub(in crate::render) fn with_ids(self, before_ids: String) -> Page<'a> {
        Page { before_ids, ..self }
    }

    /// Goes on with the texts of another file.
    pub(in crate::render) fn read_on(&mut self, links: &'a [Resolved]) {
        self.links = links;
    }

    /// Goes on with the texts of another page's file.
    pub(in crate::render) fn turn_to(&mut self, page: usize, before_ids: String) {
        self.links = &self.frame.site.pages[page].links;
        (self.page, self.before_ids, self.texts, self.embeds) = (Some(page), before_ids, 0, 0);
    }

    /// Goes on with the texts of the glossary.
    pub(in crate::render) fn turn_to_terms(&mut self, before_ids: String) {
        (self.page, self.before_ids, self.texts, self.embeds) = (None, before_ids, 0, 0);
    }

    /// Where a link of its texts leads; `None` where it leads nowhere.
    pub(in crate::render) fn leads_to(&self, resolved: &Resolved) -> Option<String> {
        let within = self.chapters.and_then(|chapters| chapters.leads(self.frame.site, resolved));
        within.or_else(|| self.frame.resolved(self.address, resolved))
    }

    /// Fills a text whose first link is the file's link of this number, and links the terms that it uses.
    pub(in crate::render) fn fill(&mut self, body: &Body, first_link: usize, uses: &[Use]) -> String {
        let mut out = String::with_capacity(body.html.len() + body.placeholders.len() * 48);
        self.texts += 1;
        let text = if self.texts == 1 { String::new() } else { format!("text-{}.", self.texts) };
        let before_ids = format!("{}{text}", self.before_ids);
        let (links, page) = (self.links, self.page);
        let part = 0..body.html.len();
        self.piece(&mut out, &Piece { body, links, page, uses, first_link, part, before_ids });
        out
    }

    fn piece(&mut self, out: &mut String, piece: &Piece<'_>) {
        let text = piece.part.start..piece.part.end.min(piece.body.text_end());
        let mut mentions = Mentions::default();
        self.stretch(out, piece, text, &mut mentions);
        // A note can mention another.
        let mut notes: BTreeMap<usize, String> = BTreeMap::new();
        while let Some(number) = mentions.new.pop() {
            let mut html = String::new();
            if let Some(note) = number.checked_sub(1).and_then(|place| piece.body.notes.get(place)) {
                self.stretch(&mut html, piece, note.start..note.end, &mut mentions);
            }
            notes.insert(number, html);
        }
        if notes.is_empty() {
            return;
        }
        out.push_str("<section class=\"footnotes\"");
        // A landmark of its name is there once; notes of a text that is put into another are a part of that.
        if piece.before_ids.is_empty() {
            out.push_str(" role=\"doc-endnotes\" aria-label=\"");
            let _ = escape_html(&mut *out, self.frame.theme.word("footnotes"));
            out.push('"');
        }
        out.push_str("><ol>\n");
        let before = &piece.before_ids;
        for (next, (number, html)) in notes.into_iter().enumerate() {
            let value = if number == next + 1 { String::new() } else { format!(" value=\"{number}\"") };
            out.push_str(&format!("<li{value} id=\"{before}fn-{number}\">{}\n", html.trim_end()));
            for nth in mentions.of.get(&number).into_iter().flatten() {
                let (again, mut name) = (again(*nth), String::new());
                let _ = escape_html(&mut name, self.frame.theme.word("footnote-back"));
                out.push_str(&format!(
                    "<a class=\"back\" href=\"#{before}fnref-{number}{again}\" role=\"doc-backlink\" aria-label=\"{name}\">↩</a> "
                ));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol></section>\n");
    }

    fn stretch(&mut self, out: &mut String, piece: &Piece<'_>, part: Range<usize>, mentions: &mut Mentions) {
        let body = piece.body;
        let first = body.placeholders.partition_point(|placeholder| placeholder.at < part.start);
        let end = body.placeholders.partition_point(|placeholder| placeholder.at < part.end);
        let mut at = part.start;
        let used = piece.uses.partition_point(|used| used.start < part.start);
        let mut uses = piece.uses[used..].iter().take_while(|used| used.end <= part.end).peekable();
        for placeholder in &body.placeholders[first..end.max(first)] {
            while let Some(used) = uses.next_if(|used| used.start < placeholder.at) {
                at = self.term(out, piece, at, used);
            }
            self.copy(out, piece, at..placeholder.at);
            at = placeholder.at;
            if let PlaceholderKind::Code(number) = placeholder.kind {
                at = self.code(out, piece, at, number);
            } else if let PlaceholderKind::Formula(number) = placeholder.kind {
                out.push_str(body.formulas.get(number).map_or("", String::as_str));
                at = words_end(&body.html, at);
            } else {
                self.placeholder(out, piece, *placeholder, mentions);
            }
        }
        for used in uses {
            at = self.term(out, piece, at, used);
        }
        self.copy(out, piece, at..part.end);
    }

    fn placeholder(&mut self, out: &mut String, piece: &Piece<'_>, placeholder: Placeholder, mentions: &mut Mentions) {
        let Piece { body, before_ids, .. } = piece;
        match placeholder.kind {
            PlaceholderKind::LinkStart(i) => self.link_start(out, piece, i),
            PlaceholderKind::LinkEnd(i) => {
                let (link, resolved) = (&body.links[i], piece.resolved(i));
                if matches!(link.purpose, Purpose::Follow { own_words: true })
                    && stays_text(self.frame.site, link, resolved)
                {
                    out.push_str("]]");
                }
                let leads = resolved.is_some_and(|r| self.frame.leads(r));
                out.push_str(if leads { "</a>" } else { "</span>" });
            }
            PlaceholderKind::Picture(i) => self.picture(out, &body.links[i], piece.resolved(i)),
            PlaceholderKind::Embed(i) => self.embed(out, piece, placeholder.at, i),
            PlaceholderKind::Citation(i) => self.citation(out, &body.citations[i]),
            PlaceholderKind::Call(level) => self.call(out, level),
            PlaceholderKind::Word(key) => {
                let _ = escape_html(out, self.frame.theme.word(key));
            }
            PlaceholderKind::Id => out.push_str(before_ids),
            PlaceholderKind::Here(i) => self.here(out, piece, i),
            PlaceholderKind::Anchor(i) => {
                out.push_str(&format!("<span class=\"anchor\" id=\"{before_ids}^{}\"></span>", body.marks[i].name));
            }
            PlaceholderKind::Note(number, nth) => {
                mentions.add(number, nth);
                let (again, name) = (again(nth), self.numbered("footnote-number", number));
                out.push_str(&format!(
                    "<sup class=\"footnote\" id=\"{before_ids}fnref-{number}{again}\"><a href=\"#{before_ids}fn-{number}\" role=\"doc-noteref\" aria-label=\"{name}\">{number}</a></sup>"
                ));
            }
            PlaceholderKind::Table => {
                self.tables += 1;
                let _ = escape_html(&mut *out, &format!("{} {}", self.frame.theme.word("table"), self.tables));
            }
            PlaceholderKind::CodeName => self.code_name(out),
            PlaceholderKind::Diagram(i) => self.diagram(out, &body.diagrams[i]),
            PlaceholderKind::EnlargeStart(i) => self.enlarge_start(out, &body.links[i], piece.resolved(i)),
            PlaceholderKind::EnlargeEnd(i) => {
                if self.enlarged(piece.resolved(i)).is_some() {
                    out.push_str("</a>");
                }
            }
            PlaceholderKind::Figure(i) => out.push_str(&self.numbered("figure-number", i + 1)),
            PlaceholderKind::FigureMention(i) => {
                let (name, _) = &body.figure_mentions[i];
                let number = body.figures.iter().position(|figure| figure == name).map_or(0, |at| at + 1);
                let words = self.numbered("figure-number", number);
                out.push_str(&format!("<a href=\"#{before_ids}{name}\">{words}</a>"));
            }
            PlaceholderKind::Film(host) => {
                let _ = escape_html(out, &self.frame.theme.word("film-on").replace("{name}", host));
            }
            PlaceholderKind::Equals => out.push_str("=="),
            PlaceholderKind::MarkStart => out.push_str("<mark>"),
            PlaceholderKind::MarkEnd => out.push_str("</mark>"),
            PlaceholderKind::Direction(direction) if direction != self.own_direction() => out.push_str(" dir=\"auto\""),
            // It holds paragraphs that say so themselves, and these do not count for `auto`.
            PlaceholderKind::ListDirection(direction) if direction != self.own_direction() => {
                out.push_str(&format!(" dir=\"{}\"", direction.name()));
            }
            // The words of code and formulas are written with them.
            PlaceholderKind::Direction(_)
            | PlaceholderKind::ListDirection(_)
            | PlaceholderKind::Code(_)
            | PlaceholderKind::Formula(_) => {}
        }
    }

    /// The way of the page's own language.
    fn own_direction(&self) -> Direction {
        let site = self.frame.site;
        let own = self.page.and_then(|page| site.pages[page].doc.front.language.as_deref());
        Direction::of_language(own.unwrap_or(&site.settings.language))
    }

    fn link_start(&mut self, out: &mut String, piece: &Piece<'_>, number: usize) {
        let (link, resolved) = (&piece.body.links[number], piece.resolved(number));
        if let Some(Resolved::Term(term)) = resolved {
            return self.term_start(out, *term);
        }
        if stays_text(self.frame.site, link, resolved) {
            return as_text(out, link);
        }
        match resolved.and_then(|r| self.leads_to(r)) {
            Some(href) => {
                out.push_str("<a href=\"");
                let _ = escape_html(&mut *out, &href);
                let _ = escape_html(&mut *out, &part_of_file(link, resolved));
                out.push_str("\">");
            }
            // Its author keeps that page back: nothing is broken.
            None if matches!(resolved, Some(Resolved::Fault(Fault::Private | Fault::Unread(_)))) => {
                out.push_str("<span>")
            }
            None => out.push_str("<span class=\"broken\">"),
        }
        if matches!(link.purpose, Purpose::Follow { own_words: false } | Purpose::Embed) {
            let name = shown_name(self.frame.site, link, resolved, |page, id| self.heading(page, id).cloned());
            let _ = escape_html(&mut *out, &name);
        }
    }

    /// The link to a heading, for who wants to pass it on. One in a text that is put into another has no lasting name there.
    fn here(&self, out: &mut String, piece: &Piece<'_>, heading: usize) {
        let Some(heading) = piece.body.headings.get(heading).filter(|_| piece.before_ids.is_empty()) else { return };
        out.push_str(&format!("<a class=\"here\" href=\"#{}\" aria-label=\"", encoded(&heading.id)));
        let name = self.frame.theme.word("link-to-section").replace("{title}", &heading.text);
        let _ = escape_html(&mut *out, &name);
        out.push_str("\"></a>");
    }

    /// The words of a page's heading. A page may have as many headings as links to them.
    fn heading(&mut self, page: usize, id: &str) -> Option<&'a String> {
        let headings = &self.frame.site.pages[page].facts().headings;
        let of = || headings.iter().rev().map(|heading| (heading.id.as_str(), &heading.text)).collect();
        self.headings.entry(page).or_insert_with(of).get(id).copied()
    }

    /// Another page, or a part of it, under its title; where that may not be, a link to it. Its links lead where they lead from
    /// their own page.
    fn embed(&mut self, out: &mut String, piece: &Piece<'_>, at: usize, number: usize) {
        let site = self.frame.site;
        let embed = piece.page.and_then(|page| site.embeds.at(page, piece.first_link + number));
        let text = embed.and_then(|embed| match &site.pages[embed.page].doc.content {
            Content::Article(article) => Some((embed, &article.body)),
            Content::Tree(_) => None,
        });
        let Some((embed, body)) = text else {
            out.push_str("<p>");
            self.link_start(out, piece, number);
            let leads = piece.resolved(number).is_some_and(|r| self.frame.leads(r));
            out.push_str(if leads { "</a></p>\n" } else { "</span></p>\n" });
            return;
        };
        self.embeds += 1;
        let before_ids = format!("{}embed-{}.", self.before_ids, self.embeds);
        let title = &site.pages[embed.page].facts().title;
        let href = piece.resolved(number).and_then(|r| self.leads_to(r)).unwrap_or_default();
        out.push_str("<div class=\"embed\"");
        lines::file(out, site, embed.page);
        out.push_str("><p class=\"embed-title\"><a href=\"");
        let _ = escape_html(&mut *out, &href);
        out.push_str("\">");
        let _ = escape_html(&mut *out, title);
        out.push_str("</a></p>\n");
        let mut inside = String::new();
        let part = embed.part.clone();
        let whole = part == (0..body.html.len());
        let (links, uses) = (site.pages[embed.page].links.as_slice(), site.uses[embed.page].body.as_slice());
        self.piece(&mut inside, &Piece { body, links, page: Some(embed.page), uses, first_link: 0, part, before_ids });
        let list = text::is_item(body, embed.part.start).then(|| {
            let nodes = self.nodes.entry(embed.page).or_insert_with(|| text::nodes(body));
            text::list_around(body, nodes, embed.part.start)
        });
        let list = list.flatten();
        let inside = if whole { inside } else { text::piece(&inside, list.as_deref()) };
        out.push_str(&text::moved_below(inside, text::level_before(piece.body, piece.part.start, at)));
        out.push_str("</div>\n");
    }

    /// The number of a care card's level, where the site has one.
    fn call(&mut self, out: &mut String, level: &str) {
        let shown = std::mem::take(&mut self.called);
        let number = self.frame.number_to_call(level);
        if shown || number.is_empty() {
            return;
        }
        let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
        out.push_str("<p class=\"care-call\"><a class=\"call\" href=\"tel:");
        let _ = escape_html(&mut *out, &encoded(&dialled));
        out.push_str("\">");
        let _ = escape_html(&mut *out, &self.frame.words_to_call(level));
        out.push_str("</a></p>\n");
    }

    /// `Footnote 2`: what a number that is a link is called when it is read out.
    fn numbered(&self, key: &str, number: usize) -> String {
        let mut out = String::new();
        let _ = escape_html(&mut out, &self.frame.theme.word(key).replace("{number}", &number.to_string()));
        out
    }

    fn citation(&mut self, out: &mut String, citation: &Citation) {
        let Citation { key, detail, .. } = citation;
        if !self.frame.site.cites() {
            let _ = escape_html(&mut *out, &format!(" {}", citation.written()));
            return;
        }
        if !self.cites || !self.frame.site.references.contains_key(key) {
            return;
        }
        let next = self.cited.len() + 1;
        let number = *self.numbers.entry(key.to_owned()).or_insert_with(|| {
            self.cited.push((key.to_owned(), Vec::new()));
            next
        });
        let id = cite_anchor(key, self.cited[number - 1].1.len() + 1);
        // Two numbers side by side would be read as one.
        let apart = if out.ends_with("</a></sup>") { ", " } else { "" };
        out.push_str("<sup class=\"cite\" id=\"");
        let _ = escape_html(&mut *out, &id);
        let name = self.numbered("source-number", number);
        // With the place in it, the link's own words say more.
        let name = if detail.is_empty() { format!(" aria-label=\"{name}\"") } else { String::new() };
        out.push_str(&format!("\">{apart}<a href=\"#source-{number}\"{name}>{number}"));
        if !detail.is_empty() {
            out.push_str(", ");
            let _ = escape_html(&mut *out, detail);
        }
        out.push_str("</a></sup>");
        self.cited[number - 1].1.push(id);
    }

    /// The sources of all the texts filled so far.
    pub(in crate::render) fn sources(self) -> Vec<SourceView> {
        let source = |(i, (key, back)): (usize, (String, Vec<String>))| {
            let html = self
                .frame
                .site
                .references
                .get(&key)
                .map(|r| citation_format::html(r, self.frame.theme))
                .unwrap_or_default();
            SourceView { number: i + 1, anchor: format!("source-{}", i + 1), html, back }
        };
        self.cited.into_iter().enumerate().map(source).collect()
    }
}

/// Where the words end that begin at a place: a `<` stands in none.
fn words_end(html: &str, at: usize) -> usize {
    memchr(b'<', &html.as_bytes()[at..]).map_or(html.len(), |length| at + length)
}

/// What stands behind `#` in a link to a file, with it: a page of a document, a second of a film. Browsers know what is meant.
fn part_of_file(link: &Link, resolved: Option<&Resolved>) -> String {
    let (Target::File { fragment, .. } | Target::Name { fragment, .. }) = &link.target;
    match (resolved, fragment) {
        (Some(Resolved::File(_) | Resolved::Static(_)), Some(part)) if !part.is_empty() => {
            format!("#{}", encoded(part).replace("%3D", "=").replace("%26", "&").replace("%2C", ","))
        }
        _ => String::new(),
    }
}

/// A second mention of a note has an anchor of its own.
fn again(nth: usize) -> String {
    if nth > 1 { format!("-{nth}") } else { String::new() }
}

/// The anchor of a place that cites a source: of a page's first such place, second, and so on. A colon stands in no encoded key.
pub(in crate::render) fn cite_anchor(key: &str, nth: usize) -> String {
    let again = if nth > 1 { format!(":{nth}") } else { String::new() };
    format!("cite-{}{again}", encoded(key))
}

/// The anchor of a source on the page of all sources.
pub(in crate::render) fn source_anchor(key: &str) -> String {
    encoded(key)
}

/// `[[words]]` that are no link, as they are written.
fn as_text(out: &mut String, link: &Link) {
    let Target::Name { name, fragment } = &link.target else { return };
    let sign = if link.purpose == Purpose::Embed { "!" } else { "" };
    let part = fragment.as_ref().map_or(String::new(), |part| format!("#{part}"));
    let end = if matches!(link.purpose, Purpose::Follow { own_words: true }) { "|" } else { "]]" };
    out.push_str("<span>");
    let _ = escape_html(out, &format!("{sign}[[{name}{part}{end}"));
}
