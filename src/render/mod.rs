//! The site → bytes.
//!
//! Takes: a [`Site`] and a [`Theme`]. Gives: [`Output`]s, and what a template could not do.
//! Never: writes to a disk. A template is given a view and nothing else; a page is rendered again only if its view, or the
//! theme, has changed.

mod article;
mod assets;
mod fill;
mod frame;
mod lists;
mod references;
mod sitemap;
mod theme;
mod tree;
pub mod view;
mod whole;

use crate::link::{Claimant, Site};
use crate::parse::Kind;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use theme::Theme;

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
}

/// Pages rendered before, by the hash of their template's name, their view and their theme.
#[derive(Debug, Default)]
pub struct Rendered {
    pages: HashMap<u128, Arc<str>>,
    /// How many pages were rendered in the last run: for tests that count work.
    pub renders: usize,
}

/// A page before its template is asked: what it is named in problems, and its view.
struct Page<'a> {
    address: &'a str,
    /// The file that a failure of the template is told at.
    path: &'a SitePath,
    template: String,
    view: view::View,
}

/// Renders every page, and gathers the files that go with them.
pub fn render(site: &Site, theme: &Theme, memory: &mut Rendered) -> (Vec<Output>, Vec<Problem>) {
    if !theme.works {
        return (Vec::new(), Vec::new());
    }
    let frame = frame::Frame::new(site, theme);
    let kept = std::mem::take(&mut memory.pages);
    let fresh = Mutex::new(0usize);
    let results: Vec<Result<(u128, Output), Problem>> = site
        .claims
        .par_iter()
        .filter_map(|claim| page(site, &frame, claim.by, &claim.address))
        .map(|page| {
            let key = page.view.key(&page.template, theme.hash);
            let text = match kept.get(&key) {
                Some(text) => Arc::clone(text),
                None => {
                    *fresh.lock().unwrap_or_else(|e| e.into_inner()) += 1;
                    theme.render(&page.template, &page.view).map_err(|e| failure(theme, page.path, &e))?.into()
                }
            };
            Ok((key, Output { path: output_path(page.address), content: Content::Text(text) }))
        })
        .collect();
    memory.renders = fresh.into_inner().unwrap_or_else(|e| e.into_inner());

    let mut outputs = Vec::new();
    let mut problems = Vec::new();
    for result in results {
        match result {
            Ok((key, output)) => {
                if let Content::Text(text) = &output.content {
                    memory.pages.insert(key, Arc::clone(text));
                }
                outputs.push(output);
            }
            Err(problem) => problems.push(problem),
        }
    }
    for (file, address) in site.files.iter().zip(&site.file_addresses) {
        outputs.push(Output { path: output_path(address), content: Content::Copy(file.disk.clone()) });
    }
    outputs.extend(
        theme.assets.iter().map(|asset| Output { path: output_path(&asset.address), content: asset.content.clone() }),
    );
    outputs.extend(tree::routes(site, theme));
    outputs.extend(sitemap::files(site));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    (outputs, problems)
}

fn page<'a>(site: &'a Site, frame: &frame::Frame<'a>, by: Claimant, address: &'a str) -> Option<Page<'a>> {
    let of = |p: usize, template: &str, view| {
        Some(Page { address, path: &site.pages[p].facts().path, template: template.to_owned(), view })
    };
    match by {
        Claimant::Page(p) => match site.pages[p].facts().kind {
            Kind::Article => {
                let (template, view) = article::article(site, frame, p);
                of(p, &template, view)
            }
            Kind::Tree => of(p, "tree.html", tree::start(site, frame, p)?),
        },
        Claimant::Screen(p, s) => {
            let (template, view) = tree::screen(site, frame, p, s);
            of(p, template, view)
        }
        Claimant::Whole(p) => of(p, "whole-tree.html", whole::whole(site, frame, p, address)?),
        Claimant::Alias(p, _) => of(p, "redirect.html", lists::redirect(site, frame, p, address)),
        Claimant::File(_) => None,
        Claimant::Program => {
            let (template, view) = lists::made_page(site, frame, address)?;
            Some(Page { address, path: &site.pages.first()?.facts().path, template: template.to_owned(), view })
        }
    }
}

/// `/a/b/` is served from `a/b/index.html`.
fn output_path(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn failure(theme: &Theme, page: &SitePath, error: &tera::Error) -> Problem {
    let problem = theme.problem(Code::TemplateRender, error);
    let help = format!(
        "It happened for the page of `{page}`. A template may use what its view has, and `or` where a value can be absent."
    );
    problem.help(help)
}
