//! The site → bytes.
//!
//! Takes: a [`Site`] and a [`Theme`]. Gives: a [`Manifest`] of every file, all of their [`Output`]s or a single one, and what a
//! template could not do.
//! Never: writes to a disk. A template is given a view and nothing else; a page is rendered again only if its view, or the
//! theme, has changed.

mod assets;
mod copies;
mod epub;
mod html;
mod manifest;
mod outputs;
mod pages;
mod qr;
mod theme;
pub mod view;

use crate::link::{AddressOwner, Site, pictures};
use crate::parse::Kind;
use crate::picture::Rendition;
use crate::picture::card::Card;
use crate::problem::fault::caught;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use html::edit::{NEW_ARTICLE, change as edit_address};
use html::moved::moved;
use html::page_context::Frame;
pub use manifest::Manifest;
use manifest::Part;
pub use outputs::headers::DRAWING_POLICY;
pub use outputs::offline::Keeper;
pub use outputs::search::{file as search_file, files as search_files};
pub use outputs::weight::Scales;
use outputs::{feed, headers, hosts, routes, sitemap};
use pages::{article, card, lists, metadata, tree, tree_overview};
pub use theme::Theme;

impl Content {
    /// The bytes, of what is made here.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Content::Text(text) => Some(text.as_bytes()),
            Content::Bytes(bytes) => Some(bytes),
            Content::Copy(_) | Content::Bared(_) | Content::Rendition(..) | Content::Card(_) | Content::Archive(_) => {
                None
            }
        }
    }
}

/// A file of the published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Below the output folder, with `/` between the parts: `a/b/index.html`.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file of the published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Made here.
    Text(Arc<str>),
    /// Made here, or a picture of the theme.
    Bytes(Arc<[u8]>),
    /// A file of the site, as it is.
    Copy(PathBuf),
    /// A picture of the site that moves: as it is, but without what was noted beside it.
    Bared(PathBuf),
    /// A picture of the site, in another size: made when the site is published.
    Rendition(PathBuf, Rendition),
    /// What programs show with a link to a page: drawn when the site is published.
    Card(Arc<Card>),
    /// Files in one, in this order: packed when the site is published.
    Archive(Arc<Vec<Output>>),
}

/// The last rendering of each page, with the hash of its template's name, its view and its theme: shown again while that holds.
#[derive(Debug)]
pub struct Rendered {
    /// `None` in a run that renders each page once: then nothing is kept, nor are keys worked out.
    pages: Option<Mutex<Pages>>,
    renders: AtomicUsize,
    bytes: AtomicUsize,
}

type Pages = HashMap<String, (u128, Arc<str>)>;

impl Default for Rendered {
    fn default() -> Rendered {
        Rendered { pages: Some(Mutex::default()), ..Rendered::once() }
    }
}

impl Rendered {
    /// For a run that renders each page once.
    pub fn once() -> Rendered {
        Rendered { pages: None, renders: AtomicUsize::new(0), bytes: AtomicUsize::new(0) }
    }

    /// How many pages were rendered for the last plan: for tests that count work.
    pub fn renders(&self) -> usize {
        self.renders.load(Ordering::Relaxed)
    }

    /// How many bytes these pages have: for tests that count work.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Forgets the pages of files that are no longer there, and counts from nought.
    pub(crate) fn begin(&self, manifest: &Manifest) {
        if let Some(mut pages) = self.pages() {
            pages.retain(|path, _| manifest.has(path));
        }
        self.renders.store(0, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
    }

    fn pages(&self) -> Option<MutexGuard<'_, Pages>> {
        self.pages.as_ref().map(|pages| pages.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The page of a key: the last rendering, if it was of the same, else what `render` makes.
    fn page<E>(
        &self,
        path: &str,
        key: impl FnOnce() -> u128,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Arc<str>, E> {
        let key = self.pages.as_ref().map(|_| key());
        if let Some(pages) = self.pages()
            && let Some((known, text)) = pages.get(path)
            && Some(*known) == key
        {
            return Ok(Arc::clone(text));
        }
        let text: Arc<str> = render()?.into();
        self.renders.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(text.len(), Ordering::Relaxed);
        if let (Some(mut pages), Some(key)) = (self.pages(), key) {
            pages.insert(path.to_owned(), (key, Arc::clone(&text)));
        }
        Ok(text)
    }
}

/// A page before its template is asked: what it is named in problems, and its view.
struct Page<'a> {
    /// The file that a failure of the template is told at.
    path: &'a SitePath,
    template: String,
    view: view::View,
}

/// Renders every file of a site, and hands each over as soon as it is there: from several threads, and in no order. With a theme
/// that does not work, none.
pub fn each(
    site: &Site,
    theme: &Theme,
    manifest: &Manifest,
    memory: &Rendered,
    take: &(dyn Fn(Output) + Sync),
) -> Vec<Problem> {
    if !theme.works {
        return Vec::new();
    }
    let frame = Frame::new(site, theme);
    let render = |(path, part): &(String, Part)| match output((site, manifest), &frame, path, *part, memory)? {
        Ok(output) => {
            take(output);
            None
        }
        Err(problem) => Some(problem),
    };
    told_once(manifest.parts().par_iter().filter_map(render).collect())
}

/// One problem for each place in a template that fails, whatever number of pages it fails for.
fn told_once(mut failures: Vec<Problem>) -> Vec<Problem> {
    failures.sort();
    let is_one = |a: &Problem, b: &Problem| {
        a.code == Code::TemplateRender
            && (&a.path, a.span) == (&b.path, b.span)
            && (a.span.is_some() || a.message == b.message)
    };
    let told = |pages: &[Problem]| {
        let mut problem = pages[0].clone();
        if pages.len() > 1 {
            problem.message = format!("{}; so {} pages cannot be made", problem.message, pages.len());
        }
        problem
    };
    failures.chunk_by(is_one).map(told).collect()
}

/// The pictures that must be made, or found where these are kept, before the site can be published: those of the site in other
/// sizes, the cards of its pages, and the e-book, which holds some of them.
pub fn renditions(site: &Site, theme: &Theme, manifest: &Manifest) -> Vec<Output> {
    let rendition = |(path, part): &(String, Part)| {
        let content = match part {
            Part::Rendition(file, form) => rendition(site, *file, *form),
            Part::Card(page) => card::of(site, theme, *page).map(|card| Content::Card(Arc::new(card))),
            Part::Epub => Some(Content::Archive(Arc::new(epub::epub(site, &Frame::new(site, theme), manifest)))),
            _ => None,
        };
        Some(Output { path: path.clone(), content: content? })
    };
    manifest.parts().iter().filter_map(rendition).collect()
}

fn rendition(site: &Site, file: usize, form: usize) -> Option<Content> {
    let file = &site.files[file];
    Some(Content::Rendition(file.disk.clone(), *pictures::renditions(file).get(form)?))
}

/// Renders one file of a site, by its path below the output folder. `None` if there is no such file, or the theme does not work.
pub fn one(
    site: &Site,
    theme: &Theme,
    manifest: &Manifest,
    memory: &Rendered,
    path: &str,
) -> Option<Result<Output, Problem>> {
    OnDemand::of(site, theme, manifest)?.output(path, memory)
}

/// A page that is planned: what it would be rendered from, by digests.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    /// Below the output folder.
    pub path: String,
    /// The place of its address among the site's.
    pub owned: usize,
    /// Of all that the page is rendered from: two pages of one have the same bytes.
    pub key: u128,
    /// Of each part of it: [`view::View::parts`].
    pub parts: Vec<(&'static str, u128)>,
}

/// A site of which single files are rendered when they are asked for: what pages have around them is worked out once.
pub struct OnDemand<'a> {
    site: &'a Site,
    manifest: &'a Manifest,
    frame: Frame<'a>,
}

impl<'a> OnDemand<'a> {
    /// `None` with a theme that does not work.
    pub fn of(site: &'a Site, theme: &'a Theme, manifest: &'a Manifest) -> Option<OnDemand<'a>> {
        theme.works.then(|| OnDemand { site, manifest, frame: Frame::new(site, theme) })
    }

    /// What every page would be rendered from, in the order of paths; nothing is rendered.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        let print = |(path, part): &(String, Part)| {
            let Part::Page(owned) = *part else { return None };
            let page = viewed(self.site, &self.frame, owned)?;
            let (key, parts) = (page.view.key(&page.template, self.frame.theme.hash), page.view.parts());
            Some(Fingerprint { path: path.clone(), owned, key, parts })
        };
        self.manifest.parts().par_iter().filter_map(print).collect()
    }

    /// The text of an article's page as HTML, before it is put into its template.
    pub fn article_text(&self, path: &str) -> Option<String> {
        let Part::Page(owned) = self.manifest.part(path)? else { return None };
        Some(viewed(self.site, &self.frame, owned)?.view.article?.body)
    }

    /// A file by its path below the output folder; `None` if there is none.
    pub fn output(&self, path: &str, memory: &Rendered) -> Option<Result<Output, Problem>> {
        output((self.site, self.manifest), &self.frame, path, self.manifest.part(path)?, memory)
    }
}

/// A page before its template is asked.
fn viewed<'a>(site: &'a Site, frame: &Frame<'a>, owned: usize) -> Option<Page<'a>> {
    let owned = &site.addresses[owned];
    let mut page = page(site, frame, owned.owner, &owned.address)?;
    page.view.machine = metadata::machine(site, frame, owned.owner, &owned.address, &page.view);
    page.view.moved = moved(frame, owned);
    if let AddressOwner::Page(p) = owned.owner {
        let copy = copies::copy_of(site, p).map(|to| frame.link(&owned.address, &to));
        page.view.machine.markdown = copy.unwrap_or_default();
    }
    page.view.blocks = html::blocks::blocks(frame, &owned.address, &page.view);
    Some(page)
}

fn output<'a>(
    (site, manifest): (&'a Site, &Manifest),
    frame: &Frame<'a>,
    path: &str,
    part: Part,
    memory: &Rendered,
) -> Option<Result<Output, Problem>> {
    let of = match part {
        Part::Page(owned) => site.addresses[owned].owner.page(),
        Part::Routes(page) | Part::Copy(page) => Some(page),
        _ => None,
    };
    let file = of.map_or_else(|| crate::load::SETTINGS.into(), |page| site.pages[page].facts().path.clone());
    caught(&file, || written((site, manifest), frame, path, part, memory)).unwrap_or_else(|fault| Some(Err(fault)))
}

fn written<'a>(
    (site, manifest): (&'a Site, &Manifest),
    frame: &Frame<'a>,
    path: &str,
    part: Part,
    memory: &Rendered,
) -> Option<Result<Output, Problem>> {
    let content = match part {
        Part::Page(owned) => {
            let page = viewed(site, frame, owned)?;
            let key = || page.view.key(&page.template, frame.theme.hash);
            let render = || frame.theme.render(&page.template, &page.view);
            match memory.page(path, key, render) {
                Ok(text) => Content::Text(text),
                Err(error) => return Some(Err(failure(frame.theme, page.path, &error))),
            }
        }
        Part::File(file) => file_content(site, file),
        Part::Static(file) => Content::Copy(site.statics[file].disk.clone()),
        Part::Rendition(file, form) => rendition(site, file, form)?,
        Part::Card(page) => Content::Card(Arc::new(card::of(site, frame.theme, page)?)),
        Part::Epub => Content::Archive(Arc::new(epub::epub(site, frame, manifest))),
        Part::Asset(asset) => frame.theme.assets[asset].content.clone(),
        Part::Routes(tree) => Content::Text(routes::routes(site, tree)?),
        Part::Headers => Content::Text(headers::headers().into()),
        Part::ForHost(file) => Content::Text(hosts::text(site, frame.theme, file).into()),
        Part::Copy(page) => Content::Text(copies::copy(site, frame, page).into()),
        Part::CopyList => Content::Text(copies::list(site, frame).into()),
        Part::Robots => Content::Text(sitemap::robots(site).into()),
        Part::Feed(channel) => Content::Text(feed::feed(site, channel).into()),
        Part::Sitemap => Content::Text(sitemap::sitemap(site).into()),
    };
    Some(Ok(Output { path: path.to_owned(), content }))
}

/// What is published of a file of the site, by its number: wherever it is packed, the same.
fn file_content(site: &Site, file: usize) -> Content {
    let file = &site.files[file];
    match site.drawings.get(&file.path) {
        Some(drawing) => Content::Text(Arc::clone(drawing)),
        None if file.seen.is_bared() => Content::Bared(file.disk.clone()),
        None => Content::Copy(file.disk.clone()),
    }
}

fn page<'a>(site: &'a Site, frame: &Frame<'a>, by: AddressOwner, address: &'a str) -> Option<Page<'a>> {
    let of = |p: usize, template: &str, view| {
        Some(Page { path: &site.pages[p].facts().path, template: template.to_owned(), view })
    };
    match by {
        AddressOwner::Page(p) => match site.pages[p].facts().kind {
            Kind::Article => {
                let (template, view) = article::article(site, frame, p);
                of(p, &template, view)
            }
            Kind::Tree => of(p, "tree.html", tree::start(site, frame, p)?),
        },
        AddressOwner::Screen(p, s) => {
            let (template, view) = tree::screen(site, frame, p, s);
            of(p, template, view)
        }
        AddressOwner::Whole(p) => of(p, "whole-tree.html", tree_overview::whole(site, frame, p, address)?),
        AddressOwner::Alias(p, _) | AddressOwner::Kept(p, _) => {
            of(p, "redirect.html", lists::redirect(site, frame, by, address)?)
        }
        AddressOwner::File(_) | AddressOwner::Static(_) => None,
        AddressOwner::Program => {
            let (template, view) = lists::made_page(site, frame, address)?;
            Some(Page { path: &site.pages.first()?.facts().path, template: template.to_owned(), view })
        }
    }
}

fn failure(theme: &Theme, page: &SitePath, error: &tera::Error) -> Problem {
    let problem = theme.problem(Code::TemplateRender, error);
    let help = format!(
        "It happened for the page of `{page}`. A template may use what its view has, and `or` where a value can be absent."
    );
    problem.help(help)
}
