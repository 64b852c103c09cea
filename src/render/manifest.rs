//! Every file that a site will be, before any of it is rendered.
//!
//! Takes: a [`Site`] and a [`Theme`]. Gives: a [`Manifest`]: paths below the output folder, and what each is made from.
//! Never: renders.

mod below_files;
mod statics;

use super::copies;
use super::outputs::feed::{self, Channel};
use super::outputs::hosts::{self, HostFile};
use super::outputs::path::output_path;
use super::outputs::{routes, sitemap};
use super::pages::card;
use super::theme::Theme;
use crate::config::settings::Medium;
use crate::link::{self, AddressOwner, Site, pictures};
use crate::parse::Content;
use crate::problem::Problem;
use crate::source::SitePath;
use crate::tree::ScreenKind;
use statics::Refused;
use std::collections::HashSet;

/// What a file of the published site is made from, by its place in the site's lists.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// A page: the place of its address among the site's.
    Page(usize),
    /// A picture or other file, as it is; of a drawing, what it was written anew as.
    File(usize),
    /// A file that is published as it is.
    Static(usize),
    /// A picture in one of its sizes: the file, and which of them.
    Rendition(usize, usize),
    /// What programs show with a link to a page.
    Card(usize),
    /// A file of the theme.
    Asset(usize),
    /// The ways through a tree, for its script: the tree's page.
    Routes(usize),
    /// A page as Markdown, for readers of machines.
    Copy(usize),
    /// The list of these.
    CopyList,
    /// The whole site as an e-book.
    Epub,
    /// For readers of feeds.
    Feed(Channel),
    /// For hosts that read it: which headers to send.
    Headers,
    /// For the host that the settings name.
    ForHost(HostFile),
    /// For search engines.
    Robots,
    /// For search engines.
    Sitemap,
}

/// All files, by path. Of two at one path the first is the stronger.
#[derive(Debug, Default)]
pub struct Manifest {
    parts: Vec<(String, Part)>,
    /// Files that ask to be published as they are, and cannot be.
    refused: Vec<(usize, Refused)>,
    /// Pages for which there is no folder: the places of their addresses, and the file that is there.
    below_files: Vec<(usize, String)>,
}

impl Manifest {
    /// Lists the files.
    pub fn new(site: &Site, theme: &Theme) -> Manifest {
        let pages = site
            .addresses
            .iter()
            .enumerate()
            .filter(|(_, owned)| !matches!(owned.owner, AddressOwner::File(_) | AddressOwner::Static(_)))
            .filter(|(_, owned)| owned.owner != AddressOwner::Program || owned.address != link::EPUB);
        let needless = hosts::needless_pages(site);
        let pages = pages.filter(|(c, _)| !needless.contains(c));
        let mut parts: Vec<(String, Part)> =
            pages.map(|(c, owned)| (output_path(&owned.address), Part::Page(c))).collect();
        let remade = pictures::remade(site);
        let held_back = site.holds_back();
        for (f, to) in site.file_addresses.iter().enumerate().filter(|(f, _)| !held_back(*f)) {
            if remade.as_it_is(f) && !site.withholds(&site.files[f]) {
                parts.push((output_path(to), Part::File(f)));
            }
            let renditions = remade.renditions(f).iter().enumerate();
            parts.extend(renditions.map(|(r, form)| (output_path(to) + &form.ending(), Part::Rendition(f, r))));
        }
        let assets = theme.published(&site.settings);
        parts.extend(assets.map(|(a, asset)| (output_path(&asset.address), Part::Asset(a))));
        parts.extend(routes::routed(site, theme).map(|(t, address)| (output_path(&address), Part::Routes(t))));
        parts.extend(card::cards(site, theme).map(|(p, address)| (output_path(&address), Part::Card(p))));
        parts.extend(site.settings.book.then(|| (output_path(link::EPUB), Part::Epub)));
        let made = hosts::files(site);
        parts.extend(made.iter().map(|file| (file.name().to_owned(), Part::ForHost(*file))));
        if !site.drawings.is_empty() && site.settings.host.is_none() && site.settings.medium == Medium::Web {
            parts.push((output_path(link::HEADERS), Part::Headers));
        }
        if site.settings.medium == Medium::Web {
            parts.push((output_path(link::ROBOTS), Part::Robots));
        }
        // A file of the author's own goes before what is made beside a page.
        let own: HashSet<&str> = site.statics.iter().map(|file| link::of_static(&file.path)).collect();
        if copies::wanted(site) {
            let copied = copies::copies(site).map(|(page, to)| (to, Part::Copy(page)));
            let all =
                copied.chain([(copies::LIST.to_owned(), Part::CopyList)]).filter(|(to, _)| !own.contains(to.as_str()));
            parts.extend(all.map(|(to, part)| (output_path(&to), part)));
        }
        if sitemap::wanted(site) {
            parts.push((output_path(link::SITEMAP), Part::Sitemap));
            let feeds =
                feed::channels(site).filter(|(to, channel)| *channel == Channel::Site || !own.contains(to.as_str()));
            parts.extend(feeds.map(|(address, channel)| (output_path(&address), Part::Feed(channel))));
        }
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        // A file that its author has given the name of a rendition stands in its place.
        parts.dedup_by(|next, first| next.0 == first.0);
        let below_files = below_files::take_out(&mut parts);
        let refused = statics::add(site, &mut parts);
        Manifest { parts, refused, below_files }
    }

    /// What cannot be published, since something else is in its place.
    pub fn problems(&self, site: &Site) -> Vec<Problem> {
        let refused = self.refused.iter().map(|(file, why)| statics::problem(&site.statics[*file].path, why));
        refused.chain(self.below_files.iter().map(|(owned, file)| below_files::problem(site, *owned, file))).collect()
    }

    /// Whether the file at this path is one that is published as it is.
    pub fn is_static(&self, path: &str) -> bool {
        matches!(self.part(path), Some(Part::Static(_)))
    }

    pub(super) fn parts(&self) -> &[(String, Part)] {
        &self.parts
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn part(&self, path: &str) -> Option<Part> {
        let first = self.parts.partition_point(|(known, _)| known.as_str() < path);
        self.parts.get(first).filter(|(known, _)| known == path).map(|(_, part)| *part)
    }

    /// Whether there is a file at this path.
    pub fn has(&self, path: &str) -> bool {
        self.part(path).is_some()
    }

    /// The file of the author's that the page at this path is made from, where it is made from one.
    pub fn source<'a>(&self, site: &'a Site, path: &str) -> Option<&'a SitePath> {
        let Part::Page(owned) = self.part(path)? else { return None };
        site.addresses[owned].owner.page().map(|page| &site.pages[page].facts().path)
    }

    /// The address that the page at this path leads on to, where it is a page's old address.
    pub fn leads_on(&self, site: &Site, path: &str) -> Option<String> {
        let Part::Page(owned) = self.part(path)? else { return None };
        link::leads_on(site, site.addresses[owned].owner)
    }

    /// The line of its file at which the question or outcome begins that the page at this path shows.
    pub fn line(&self, site: &Site, path: &str) -> Option<u32> {
        let Part::Page(owned) = self.part(path)? else { return None };
        let AddressOwner::Screen(page, screen) = site.addresses[owned].owner else { return None };
        let doc = &site.pages[page].doc;
        let Content::Tree(decision) = &doc.content else { return None };
        let id = match decision.screens.get(screen)?.kind {
            ScreenKind::Question(question) => &decision.tree.questions[question].id,
            ScreenKind::Outcome(outcome) => &decision.tree.outcomes[outcome].id,
        };
        Some(doc.source.position(id.span.start).line)
    }
}
