//! Everything in a site's files that names a page, a part of one, a file or a term: where it stands, and where it leads.

use crate::Plan;
use crate::link::{Fault, Resolved, Site};
use crate::load;
use crate::parse::Content;
use crate::parse::glossary::folded;
use crate::source::{SitePath, Span, slug};
use crate::text::body::{Link, LinkSpan, Target};
use crate::tree;

/// Where a link leads, in words that hold whatever the numbers of pages are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// To a page, a screen of it or a part.
    Page {
        /// Its file.
        path: SitePath,
        /// Of a tree: the id of the question or outcome.
        screen: Option<String>,
        /// What stands behind `#`.
        part: Option<String>,
    },
    /// To a file, published as it is or not.
    File(SitePath),
    /// To a term, by its number.
    Term(usize),
    /// To a page that the program makes.
    Made(String),
    /// Nowhere; where a path was meant, that one.
    Nowhere(Option<SitePath>),
}

/// Which of the names in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The file.
    pub(super) path: SitePath,
    /// What kind of name it is.
    pub(super) kind: Kind,
    /// Its number among those of the kind.
    pub(super) number: usize,
}

/// Where in its file a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A link of a text, or a recommendation of an outcome.
    Link,
    /// A link in the meaning of a term.
    Meaning(usize),
    /// A `goto` to another tree.
    Goto,
    /// An entry of the navigation.
    Navigation,
    /// A page of a test of the search.
    SearchTest,
}

/// A name, and where it leads.
#[derive(Clone, Debug)]
pub(super) struct Use {
    /// Which it is.
    pub(super) key: Key,
    /// Where it leads.
    pub(super) lead: Lead,
    /// How it is written.
    pub(super) written: Written,
}

/// How a name is written.
#[derive(Clone, Debug)]
pub(super) enum Written {
    /// As a link.
    Link(Box<Link>, LinkSpan),
    /// As a name in YAML: this is the text, the span holds its quotes.
    Name(String, Span),
    /// As `tree:NAME`.
    Tree(String, Span),
}

impl Use {
    /// Whether it is a link that says this name behind `#` or `glossary:`.
    pub(super) fn names(&self, name: &str) -> bool {
        let Written::Link(link, _) = &self.written else { return false };
        let (Target::File { fragment, .. } | Target::Name { fragment, .. }) = &link.target;
        fragment.as_deref().is_some_and(|said| folded(said) == folded(name) || said == slug::slug(name))
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Option<Span> {
        Some(match &self.written {
            Written::Link(_, span) => span.whole,
            Written::Name(_, span) | Written::Tree(_, span) => *span,
        })
    }
}

/// All of a site.
pub(super) fn uses(plan: &Plan) -> Vec<Use> {
    let site = &plan.site;
    let mut out = Vec::new();
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let path = &page.facts().path;
        let key = |kind, number| Key { path: path.clone(), kind, number };
        let spans = match &page.doc.content {
            Content::Article(article) => &article.body.link_spans,
            Content::Tree(decision) => &decision.link_spans,
        };
        for (number, ((link, span), resolved)) in page.facts().links.iter().zip(spans).zip(&page.links).enumerate() {
            let written = Written::Link(Box::new(link.clone()), *span);
            out.push(Use { key: key(Kind::Link, number), lead: lead(site, resolved), written });
        }
        if let Content::Tree(decision) = &page.doc.content {
            for (number, (name, span)) in gotos(&decision.tree).into_iter().enumerate() {
                let lead = of_page(site, site.tree_called(&name));
                out.push(Use { key: key(Kind::Goto, number), lead, written: Written::Tree(name, span) });
            }
        }
    }
    let glossary: SitePath = load::GLOSSARY.into();
    for (t, (term, links)) in site.glossary.terms.iter().zip(site.term_links.iter()).enumerate() {
        let body = &term.meaning;
        for (number, ((link, span), resolved)) in body.links.iter().zip(&body.link_spans).zip(links).enumerate() {
            let written = Written::Link(Box::new(link.clone()), *span);
            let key = Key { path: glossary.clone(), kind: Kind::Meaning(t), number };
            out.push(Use { key, lead: lead(site, resolved), written });
        }
    }
    let named = |kind, number, text: &crate::yaml::Text| Use {
        key: Key { path: load::SETTINGS.into(), kind, number },
        lead: of_page(site, site.page_named(&text.text).ok()),
        written: Written::Name(text.text.clone(), text.span),
    };
    let entries = site.settings.navigation.iter().enumerate();
    out.extend(entries.map(|(number, entry)| named(Kind::Navigation, number, &entry.page)));
    let tests = site.settings.search_tests.iter().flat_map(|test| &test.pages).enumerate();
    out.extend(tests.map(|(number, page)| named(Kind::SearchTest, number, page)));
    out
}

fn gotos(tree: &tree::Tree) -> Vec<(String, Span)> {
    let reached = tree.tests.iter().filter_map(|test| match &test.reaches.target {
        tree::Target::OtherTree(name) => Some((name.as_str(), test.reaches.span)),
        _ => None,
    });
    tree.other_trees().into_iter().chain(reached).map(|(name, span)| (name.to_owned(), span)).collect()
}

fn of_page(site: &Site, page: Option<usize>) -> Lead {
    match page {
        Some(page) => Lead::Page { path: site.pages[page].facts().path.clone(), screen: None, part: None },
        None => Lead::Nowhere(None),
    }
}

fn lead(site: &Site, resolved: &Resolved) -> Lead {
    match resolved {
        Resolved::Page { page, screen, fragment } => {
            let facts = site.pages[*page].facts();
            let screen = screen.map(|screen| facts.screens[screen].id.clone());
            Lead::Page { path: facts.path.clone(), screen, part: fragment.as_ref().map(ToString::to_string) }
        }
        Resolved::Term(term) => Lead::Term(*term),
        Resolved::Made { address, fragment } => {
            Lead::Made(format!("{address}#{}", fragment.as_deref().unwrap_or_default()))
        }
        Resolved::File(file) => Lead::File(site.files[*file].path.clone()),
        Resolved::Static(file) => Lead::File(site.statics[*file].path.clone()),
        Resolved::Fault(Fault::NoPage(Some(path)) | Fault::NoFile(Some(path))) => Lead::Nowhere(Some(content(path))),
        Resolved::Fault(Fault::Unpublished(path) | Fault::Unread(path)) => Lead::Nowhere(Some(path.clone())),
        Resolved::Fault(Fault::NoAnchor(page)) => Lead::Nowhere(Some(site.pages[*page].facts().path.clone())),
        Resolved::Fault(_) => Lead::Nowhere(None),
    }
}

/// A path below the folder of articles, as the paths of files are.
fn content(below: &SitePath) -> SitePath {
    format!("{}/{below}", load::CONTENT).into()
}
