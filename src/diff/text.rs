//! A page → its passages, as a reader meets them.

use crate::link::{Page, Resolved, Site, shown_name};
use crate::parse::{Content, Slot};
use crate::source::SitePath;
use crate::text::body::{Body, PlaceholderKind, Purpose, Target};
use crate::text::{self, Passage, Says};
use std::collections::{BTreeMap, HashMap};

/// A version of a site, and where its pages are in the new one: a link to a page that has moved is the same link.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) site: &'a Site,
    /// The new address of each page, where it is known.
    pub(super) now: &'a BTreeMap<usize, String>,
    /// The new path of each file that is elsewhere.
    pub(super) files: &'a BTreeMap<SitePath, SitePath>,
}

impl Reading<'_> {
    /// The passages of a page in order: of an article its text, of a tree its questions, answers and outcomes.
    pub(super) fn page(&self, page: &Page) -> Vec<Passage> {
        let mut out = Vec::new();
        match &page.doc.content {
            Content::Article(article) => self.body(&article.body, &page.links, &mut out),
            Content::Tree(decision) => {
                let tree = &decision.tree;
                let slot = |slot: Slot, out: &mut Vec<Passage>| out.extend(self.slot(page, slot));
                out.extend(tree.purpose.iter().map(|text| line(&text.text, "")));
                slot(Slot::Intro, &mut out);
                for (q, question) in tree.questions.iter().enumerate() {
                    out.push(line(&question.ask.text, "a question"));
                    slot(Slot::Hint(q), &mut out);
                    for (o, option) in question.options.iter().enumerate() {
                        out.push(line(&option.say.text, "an answer"));
                        slot(Slot::OptionHint(q, o), &mut out);
                    }
                }
                for (o, outcome) in tree.outcomes.iter().enumerate() {
                    out.push(line(&outcome.title.text, "the title of an outcome"));
                    slot(Slot::Body(o), &mut out);
                    for also in 0..outcome.also.len() {
                        slot(Slot::Also(o, also), &mut out);
                    }
                    let reads = decision.reads.get(o).map_or(&[][..], Vec::as_slice);
                    out.extend(
                        reads.iter().filter_map(|link| self.recommended(page, decision.links.get(*link)?, *link)),
                    );
                }
            }
        }
        out
    }

    /// The passages of one place of a tree.
    pub(super) fn slot(&self, page: &Page, slot: Slot) -> Vec<Passage> {
        let mut out = Vec::new();
        if let Content::Tree(decision) = &page.doc.content
            && let Some((body, first)) = decision.texts.get(&slot)
        {
            self.body(body, page.links.get(*first..).unwrap_or_default(), &mut out);
        }
        out
    }

    pub(super) fn body(&self, body: &Body, links: &[Resolved], out: &mut Vec<Passage>) {
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
                Says::Block(format!("[{}]", name(i)), format!("![[{}]]({})", name(i), leads(i)))
            }
            PlaceholderKind::Note(number, _) => Says::Unread(format!("[^{number}]")),
            PlaceholderKind::Equals => Says::Words("==".to_owned()),
            _ => Says::Nothing,
        };
        let first = out.last().map_or(0, |last| last.block);
        let passages = text::passages(body, says).into_iter();
        out.extend(passages.map(|passage| Passage { block: passage.block + first, ..passage }));
    }

    /// What an outcome says should be read.
    fn recommended(&self, page: &Page, link: &crate::text::body::Link, number: usize) -> Option<Passage> {
        let resolved = page.links.get(number);
        let name = shown_name(self.site, link, resolved, |_, id| Some(id.to_owned()));
        let passage = line(&format!("To read: {name}"), "");
        Some(Passage { full: format!("To read: [{name}]({})", self.leads(&link.target, resolved)), ..passage })
    }

    /// Where a link leads, as a text that is the same in both versions where it is the same place.
    fn leads(&self, target: &Target, resolved: Option<&Resolved>) -> String {
        let part = |fragment: &Option<text::body::Anchor>| {
            fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default()
        };
        match resolved {
            Some(Resolved::Page { page, screen, fragment }) => {
                let facts = self.site.pages[*page].facts();
                let address = self.now.get(page).unwrap_or(&facts.address);
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

fn line(text: &str, within: &str) -> Passage {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Passage { shown: text.clone(), full: text, within: within.into(), ..Passage::default() }
}
