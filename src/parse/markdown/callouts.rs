//! Call-outs and care cards: a quotation whose first line is a marker and a title.

use super::super::callout::{self, Beginning, Fold, Marker, Shape};
use super::inline::Room;
use super::shapes;
use super::{Block, Writer};
use crate::problem::{Certainty, Code, Problem, Severity};
use crate::source::{SitePath, Span};
use crate::text::body::{Anchor, CareCard, Link, PlaceholderKind, Purpose, Target};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// So many bytes of marks are looked at before a paragraph's first word: a line may be the whole text.
const MARKS: usize = 64;

/// A care card that is being read.
pub(super) struct Card {
    /// Its number among the text's cards.
    number: usize,
    /// The number of its first link.
    link: usize,
    /// How many lists and links out of the site stand before it.
    lists: usize,
    links_outside: usize,
    /// Its first line.
    span: Span,
}

impl Writer<'_> {
    pub(super) fn callout_at(&self, range: &Range<usize>) -> Option<(Marker, Range<usize>)> {
        if !self.words_follow {
            return None;
        }
        let quote = &self.text[range.clone()];
        let inside = quote.strip_prefix('>')?.trim_start_matches(' ');
        let start = range.start + (quote.len() - inside.len());
        let marker = callout::marker(inside)?;
        let line_end = start + inside.find('\n').unwrap_or(inside.len());
        Some((marker, start + marker.length..line_end))
    }

    /// A `-` or `=` below the first line of a call-out makes a heading of it for the parser. It is the call-out's title.
    pub(super) fn without_underline<'e>(&self, event: Event<'e>) -> Event<'e> {
        match event {
            Event::Start(Tag::Heading { .. }) if self.tight_title.is_some() => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::Heading(_)) if matches!(self.blocks.last(), Some(Block::Plain)) => {
                Event::End(TagEnd::Paragraph)
            }
            event => event,
        }
    }

    pub(super) fn start_callout(
        &mut self,
        (marker, title): (Marker, Range<usize>),
        problems: &mut Vec<Problem>,
    ) -> Block {
        if !marker.known {
            let (name, place) = self.name_of(title.start - marker.length..title.start);
            match marker.meant {
                Some(level) => {
                    let span = self.context.offsets.span(title.start - marker.length..title.start);
                    problems.push(misspelt(self.context.path, span, place, &spelt(&name, level)));
                }
                None => self.out.own_callouts.push((name, place)),
            }
        }
        if marker.shape != Shape::Box {
            self.start_shape(marker.shape);
            self.tight_title = Some((title.start, title.end));
            self.outer.push(std::mem::take(&mut self.out));
            return Block::Callout(marker);
        }
        let (open, label) = match (marker.care, marker.fold) {
            (true, _) => ("<section class=\"care care-", ""),
            (false, Fold::None) => ("<div role=\"note\" class=\"callout callout-", ""),
            (false, Fold::Closed) => ("<details class=\"callout callout-", "summary"),
            (false, Fold::Open) => ("<details open class=\"callout callout-", "summary"),
        };
        self.out.html.push_str(open);
        self.out.html.push_str(marker.name);
        self.out.html.push_str("\">");
        if marker.care {
            let span = self.context.offsets.span(title.start - marker.length..title.end);
            let id: Anchor = format!("care-{}", self.out.cards.len() + 1).into();
            self.open_card_heading(marker, &id);
            self.out.anchors.push(id.clone());
            self.out.cards.push(CareCard { level: marker.name, id, title: String::new(), span });
            self.open_cards.push(Card {
                number: self.out.cards.len() - 1,
                link: self.out.links.len(),
                lists: self.inline.lists,
                links_outside: self.inline.links_outside,
                span,
            });
        } else if label.is_empty() {
            self.out.html.push_str("<p class=\"callout-title\">");
        } else {
            self.out.html.push_str("<summary class=\"callout-title\">");
        }
        self.tight_title = Some((title.start, title.end));
        self.outer.push(std::mem::take(&mut self.out));
        Block::Callout(marker)
    }

    /// The name in a marker.
    fn name_of(&self, marker: Range<usize>) -> (String, Span) {
        let inside = &self.text[marker.start + 2..marker.end];
        let name = &inside[..inside.find(['|', ']']).unwrap_or(inside.len())];
        let place = self.context.offsets.span(marker.start + 2..marker.start + 2 + name.len());
        (name.to_owned(), place)
    }

    /// What seems to be meant as a care card's marker, and stands where it is none.
    pub(super) fn check_unmarked(&self, range: &Range<usize>, problems: &mut Vec<Problem>) {
        let before = &self.text[self.text.floor_char_boundary(range.start.saturating_sub(MARKS))..range.start];
        let line = before.rsplit('\n').next().unwrap_or(before);
        let is_mark =
            |c: char| matches!(c, ' ' | '\\' | '\t' | '>' | '-' | '*' | '+' | '#' | '.') || c.is_ascii_digit();
        let place = if line.chars().all(is_mark) { Beginning::Block } else { Beginning::Within };
        // Some editors put the backslash there by themselves: nobody writes about a card's marker in a quotation.
        let by_an_editor = line.trim_start().starts_with('>') && self.text[range.start..].starts_with("[!");
        self.tell_unmarked(range.start, if by_an_editor { Beginning::Quotation } else { place }, problems);
    }

    /// The same at the beginning of a quotation that is no call-out.
    pub(super) fn check_quotation(&self, range: &Range<usize>, problems: &mut Vec<Problem>) {
        let quote = &self.text[range.clone()];
        let inside = quote.trim_start_matches('>').trim_start_matches(' ');
        if self.words_follow && inside.starts_with('[') && !inside.starts_with("[!") {
            self.tell_unmarked(range.end - inside.len(), Beginning::Quotation, problems);
        }
    }

    fn tell_unmarked(&self, at: usize, place: Beginning, problems: &mut Vec<Problem>) {
        let escaped =
            place != Beginning::Quotation && self.text[..at].ends_with('\\') && !self.text[at..].starts_with(':');
        if let Some((name, level)) = callout::unmarked(&self.text[at..], place).filter(|_| !escaped) {
            let span = self.context.offsets.span(at..at + name.end);
            problems.push(unmarked(self.context.path, span, level));
        }
    }

    /// A card's title is a heading, so that whoever goes from heading to heading comes to it: its level in words, then what to do.
    fn open_card_heading(&mut self, marker: Marker, id: &Anchor) {
        self.inline.ids.show(id);
        self.out.html.push_str(&format!("<h{} class=\"care-title\" id=\"", self.card_level()));
        self.out.placeholder(PlaceholderKind::Id);
        self.out.html.push_str(&format!("{id}\"><span class=\"care-level\">"));
        self.out.placeholder(PlaceholderKind::Word(marker.key));
        self.out.html.push_str("</span>");
    }

    /// The level of a card's heading: one below that of the section in which the card stands.
    fn card_level(&self) -> u8 {
        self.out.headings.last().map_or(2, |above| above.level.max(1) + 1).min(6)
    }

    /// A quotation, call-out or card has ended.
    pub(super) fn end_quote(&mut self, block: &Block, problems: &mut Vec<Problem>) {
        let end = match block {
            Block::Callout(marker) if marker.care => {
                if let Some(card) = self.open_cards.pop() {
                    self.check_card(*marker, &card, problems);
                }
                "</section>\n"
            }
            Block::Callout(Marker { shape: Shape::FirstTab | Shape::Tab, .. }) => shapes::END_TAB,
            Block::Callout(marker) if marker.fold != Fold::None => "</details>\n",
            Block::Callout(_) => "</div>\n",
            _ => "</blockquote>\n",
        };
        self.out.html.push_str(end);
    }

    /// A card says what to do, then lists when; and nobody is led away from an emergency.
    fn check_card(&self, marker: Marker, card: &Card, problems: &mut Vec<Problem>) {
        let path = self.context.path;
        if self.out.cards.get(card.number).is_none_or(|card| card.title.is_empty()) {
            problems.push(no_action(path, card.span));
        }
        if self.inline.lists == card.lists {
            problems.push(no_list(path, card.span));
        }
        if marker.name != "emergency" {
            return;
        }
        let links = self.out.links.iter().zip(&self.out.link_spans).skip(card.link);
        let away = |link: &Link| {
            let (Target::File { path: to, .. } | Target::Name { name: to, .. }) = &link.target;
            matches!(link.purpose, Purpose::Follow { .. }) && !to.is_empty()
        };
        problems.extend(links.filter(|(link, _)| away(link)).map(|(_, span)| leads_away(path, span.whole)));
        if self.inline.links_outside > card.links_outside {
            problems.push(leads_away(path, card.span));
        }
    }

    /// The first line of a call-out is read: its title is written, or its kind's own word where it has none.
    pub(super) fn end_callout_title(&mut self, paragraph_ends: bool) {
        self.tight_title = None;
        self.inline.close_raw(&mut self.out, self.blocks.len());
        let text = self.inline.take_block_text(&mut self.out);
        let title = std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default());
        let marker = self.blocks.iter().rev().find_map(|block| match block {
            Block::Callout(marker) => Some(*marker),
            _ => None,
        });
        let Some(marker) = marker else { return };
        let folds = marker.fold != Fold::None && !marker.care;
        if marker.shape != Shape::Box {
            self.end_shape_title(marker.shape, title, text.trim());
        } else if marker.care {
            self.out.html.push(' ');
            self.out.append(title);
            self.out.html.push_str(&format!("</h{}>\n", self.card_level()));
            // Before the list of signs: on a phone that is longer than the screen.
            self.out.placeholder(PlaceholderKind::Call(marker.name));
            if let Some(card) = self.out.cards.last_mut() {
                card.title = text.trim().to_owned();
            }
        } else if !text.trim().is_empty() {
            self.out.append(title);
            self.out.html.push_str(if folds { "</summary>\n" } else { "</p>\n" });
        } else {
            self.out.placeholder(PlaceholderKind::Word(marker.key));
            self.out.html.push_str(if folds { "</summary>\n" } else { "</p>\n" });
        }
        if paragraph_ends {
            self.close_block();
        } else {
            let start = self.out.html.len();
            self.out.html.push_str("<p>");
            let (block, extent) = self.close_block();
            self.open_block(block, start, extent.source);
            self.inline.room = Room::Paragraph;
        }
    }
}

/// A level of care in the author's own manner: in capitals, or in small letters.
fn spelt(name: &str, level: &str) -> String {
    if name.contains(char::is_lowercase) { level.to_owned() } else { level.to_uppercase() }
}

fn misspelt(path: &SitePath, span: Span, name: Span, spelt: &str) -> Problem {
    Problem::at(Code::CareCard, path, span, "There is no call-out or care card of this name, so it is shown as a note")
        .weighing(Severity::Error)
        .help(format!("Did you mean `{spelt}`?"))
        .fix(name, spelt)
        // How soon somebody gets help is not to be guessed.
        .sure(Certainty::Doubtful)
}

fn unmarked(path: &SitePath, span: Span, level: &str) -> Problem {
    Problem::at(Code::CareCard, path, span, "This does not begin a care card here, so readers see it as plain text")
        .weighing(Severity::Error)
        .help(format!(
            "A card is a quotation that begins with its level: `> [!{}] What to do`, and its list below, each line behind a `>`.",
            level.to_uppercase()
        ))
}

fn no_action(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::CareCard, path, span, "This card does not say what to do")
        .help("Say it in the card's first line, behind its level, like `> [!URGENT] Get help today`.")
}

fn no_list(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::CareCard, path, span, "This card has no list")
        .help("Below its first line, write each sign or step on a line of its own, like `> - One calf is swollen`.")
}

fn leads_away(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::CareCard, path, span, "A link leads away from an emergency")
        .help("Whoever needs this card should read nothing else first: put the link below the card.")
}
