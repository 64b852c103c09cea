//! A page → its passages, as a reader meets them.

use crate::link::{Page, Resolved, Site, shown_name};
use crate::parse::{Content, Slot};
use crate::source::SitePath;
use crate::text::body::{Body, PlaceholderKind, Purpose, Target};
use crate::text::{self, Passage, Says};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A version of a site, and where its pages are in the new one: a link to a page that has moved is the same link.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) site: &'a Site,
    /// The new address of each page, where it is known.
    pub(super) now: &'a BTreeMap<usize, String>,
    /// The new path of each file that is elsewhere.
    pub(super) files: &'a BTreeMap<SitePath, SitePath>,
}

/// What stands before the title of an article that an outcome lists to read.
pub(super) const TO_READ: &str = "To read: ";

/// A body, and where its links lead.
struct Piece<'a> {
    body: &'a Body,
    links: &'a [Resolved],
    /// The part of it that is read.
    part: Range<usize>,
    /// Its page, and the number of its first link there, if it is on one.
    page: Option<(usize, usize)>,
}

/// So many passages of other pages are read as a part of one; nobody puts more in.
const PUT_IN: usize = 4000;

impl Reading<'_> {
    /// The passages of a page in order: of an article its text, of a tree its questions, answers and outcomes.
    pub(super) fn page(&self, p: usize) -> Vec<Passage> {
        let mut out = Vec::new();
        let page = &self.site.pages[p];
        match &page.doc.content {
            Content::Article(article) => {
                let part = 0..article.body.html.len();
                let piece = Piece { body: &article.body, links: &page.links, part, page: Some((p, 0)) };
                self.read(&piece, &Cell::new(PUT_IN), &mut out);
            }
            Content::Tree(decision) => {
                let tree = &decision.tree;
                out.extend(tree.purpose.iter().map(|text| line(&text.text, "")));
                out.extend(self.slot(p, Slot::Intro));
                for (q, question) in tree.questions.iter().enumerate() {
                    let mut here = vec![line(&question.ask.text, "a question")];
                    here.extend(self.slot(p, Slot::Hint(q)));
                    for (o, option) in question.options.iter().enumerate() {
                        here.push(line(&option.say.text, "an answer"));
                        here.extend(self.slot(p, Slot::OptionHint(q, o)));
                    }
                    out.extend(placed(here, &format!("the question “{}”", question.ask.text)));
                }
                for (o, outcome) in tree.outcomes.iter().enumerate() {
                    let mut here = vec![line(&outcome.title.text, "the title of an outcome")];
                    here.extend(self.slot(p, Slot::Body(o)));
                    here.extend((0..outcome.also.len()).flat_map(|also| self.slot(p, Slot::Also(o, also))));
                    let reads = decision.reads.get(o).map_or(&[][..], Vec::as_slice);
                    here.extend(
                        reads.iter().filter_map(|link| self.recommended(page, decision.links.get(*link)?, *link)),
                    );
                    let level = tree.levels.get(outcome.level).map(|level| format!(" ({level})")).unwrap_or_default();
                    out.extend(placed(here, &format!("the outcome “{}”{level}", outcome.title.text)));
                }
            }
        }
        out
    }

    /// The address of a page in the new version.
    pub(super) fn address(&self, page: usize) -> &str {
        self.now.get(&page).unwrap_or(&self.site.pages[page].facts().address)
    }

    /// The passages of one place of a tree.
    pub(super) fn slot(&self, p: usize, slot: Slot) -> Vec<Passage> {
        let mut out = Vec::new();
        let page = &self.site.pages[p];
        if let Content::Tree(decision) = &page.doc.content
            && let Some((body, first)) = decision.texts.get(&slot)
        {
            let links = page.links.get(*first..).unwrap_or_default();
            let piece = Piece { body, links, part: 0..body.html.len(), page: Some((p, *first)) };
            self.read(&piece, &Cell::new(PUT_IN), &mut out);
        }
        out
    }

    /// The passages of a text that is on no page.
    pub(super) fn body(&self, body: &Body, links: &[Resolved], out: &mut Vec<Passage>) {
        self.read(&Piece { body, links, part: 0..body.html.len(), page: None }, &Cell::new(0), out);
    }

    /// A part of another page that is put into this one, as far as there is room for it.
    fn put_in(&self, piece: &Piece<'_>, link: usize, room: &Cell<usize>) -> Vec<Passage> {
        let embed = piece.page.and_then(|(page, first)| self.site.embeds.at(page, first + link));
        let Some(embed) = embed.filter(|_| room.get() > 0) else { return Vec::new() };
        let page = &self.site.pages[embed.page];
        let Content::Article(article) = &page.doc.content else { return Vec::new() };
        let mut out = Vec::new();
        let (body, part) = (&article.body, embed.part.clone());
        self.read(&Piece { body, links: &page.links, part, page: Some((embed.page, 0)) }, room, &mut out);
        room.set(room.get().saturating_sub(out.len()));
        let title = &page.facts().title;
        let put_in = |passage: Passage| {
            let within = if passage.within.is_empty() { String::new() } else { format!("{} in ", passage.within) };
            // It is a heading of its own page, and told there.
            Passage { within: format!("{within}a part of “{title}”"), heading: None, ..passage }
        };
        out.into_iter().map(put_in).collect()
    }

    fn read(&self, piece: &Piece<'_>, room: &Cell<usize>, out: &mut Vec<Passage>) {
        let Piece { body, links, .. } = *piece;
        let mut headings: HashMap<usize, HashMap<&str, &str>> = HashMap::new();
        let mut name = |i: usize| {
            shown_name(self.site, &body.links[i], links.get(i), |page, id| {
                let all = || self.site.pages[page].facts().headings.iter().rev();
                let of = || all().map(|h| (h.id.as_str(), h.text.as_str())).collect();
                headings.entry(page).or_insert_with(of).get(id).map(|text| (*text).to_owned())
            })
            .to_string()
        };
        let leads = |i: usize| self.leads(&body.links[i].target, links.get(i));
        let says = |hole: PlaceholderKind| match hole {
            PlaceholderKind::LinkStart(i) if matches!(body.links[i].purpose, Purpose::Follow { own_words: false }) => {
                Says::Words(name(i))
            }
            PlaceholderKind::LinkEnd(i) => Says::Unread(leads(i)),
            PlaceholderKind::Picture(i) => match &body.links[i].purpose {
                Purpose::Show { alt, title, width, height } => {
                    let size = [width, height].map(|points| points.map(|points| points.to_string()));
                    let [width, height] = size.map(Option::unwrap_or_default);
                    let size =
                        if width.len() + height.len() > 0 { format!(" ={width}x{height}") } else { String::new() };
                    let title = if title.is_empty() { String::new() } else { format!(" “{title}”") };
                    Says::Block(format!("[{alt}]"), format!("[{alt}]({}{size}{title})", leads(i)))
                }
                _ => Says::Nothing,
            },
            PlaceholderKind::Citation(i) => Says::Words(format!(" {}", body.citations[i].written())),
            PlaceholderKind::Embed(i) => {
                let (shown, full) = (format!("[{}]", name(i)), format!("![[{}]]({})", name(i), leads(i)));
                Says::Passages(Passage { shown, full, ..Passage::default() }, self.put_in(piece, i, room))
            }
            PlaceholderKind::Note(number, _) => Says::Unread(format!("[^{number}]")),
            PlaceholderKind::Code(i) => Says::Unread(body.codes[i].told()),
            PlaceholderKind::Equals => Says::Words("==".to_owned()),
            _ => Says::Nothing,
        };
        let first = out.last().map_or(0, |last| last.block);
        let passages = text::passages_of(body, piece.part.clone(), says).into_iter();
        out.extend(passages.map(|passage| Passage { block: passage.block + first, ..passage }));
    }

    /// What an outcome says should be read.
    fn recommended(&self, page: &Page, link: &crate::text::body::Link, number: usize) -> Option<Passage> {
        let resolved = page.links.get(number);
        let name = shown_name(self.site, link, resolved, |_, id| Some(id.to_owned()));
        let passage = line(&format!("{TO_READ}{name}"), "");
        Some(Passage { full: format!("{TO_READ}[{name}]({})", self.leads(&link.target, resolved)), ..passage })
    }

    /// Where a link leads, as a text that is the same in both versions where it is the same place.
    fn leads(&self, target: &Target, resolved: Option<&Resolved>) -> String {
        let part = |fragment: &Option<text::body::Anchor>| {
            fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default()
        };
        match resolved {
            Some(Resolved::Page { page, screen, fragment }) => {
                let (facts, address) = (self.site.pages[*page].facts(), self.address(*page));
                let screen = screen.map(|screen| facts.screens[screen].address.as_str()).unwrap_or_default();
                format!("{address}{screen}{}", part(fragment))
            }
            Some(Resolved::File(file)) => {
                let path = &self.site.files[*file].path;
                self.files.get(path).unwrap_or(path).to_string()
            }
            Some(Resolved::Static(file)) => self.site.statics[*file].path.to_string(),
            Some(Resolved::Made { address, fragment }) => format!("{address}{}", part(fragment)),
            Some(Resolved::Term(term)) => self
                .site
                .glossary
                .terms
                .get(*term)
                .map(|term| format!("glossary: {}", term.term.text))
                .unwrap_or_default(),
            Some(Resolved::Fault(_)) | None => match target {
                Target::File { path, fragment } => format!("{path}{}", part(fragment)),
                Target::Name { name, fragment } => format!("{name}{}", part(fragment)),
            },
        }
    }
}

/// Passages that stand in one question or outcome of a tree.
fn placed(passages: Vec<Passage>, place: &str) -> impl Iterator<Item = Passage> {
    passages.into_iter().map(move |passage| {
        let own = if passage.place.is_empty() { String::new() } else { format!("{} in ", passage.place) };
        Passage { place: format!("{own}{place}"), ..passage }
    })
}

fn line(text: &str, within: &str) -> Passage {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Passage { shown: text.clone(), full: text, within: within.into(), ..Passage::default() }
}
