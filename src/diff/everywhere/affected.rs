//! The theme's templates, words and settings of both versions, tried on the new one → the pages that they make otherwise.
//!
//! The new version is planned once more with what the old one's theme has: whatever differs then is the theme's doing alone.

use super::{Edit, Version, lines_of};
use crate::link::Site;
use crate::load::ThemeFiles;
use crate::load::theme::built_in;
use crate::render::{Content, OnDemand, Rendered};
use crate::{Choices, Memory, Plan};
use serde::Serialize;
use std::collections::BTreeMap;

/// Which pages a changed theme makes otherwise.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Affected {
    /// How many differ.
    pub pages: usize,
    /// Of how many.
    pub of: usize,
    /// One of them: its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// The lines of its HTML that went and came.
    pub lines: Vec<Edit>,
    /// The addresses of those on which fewer numbers to call stand, or fewer care cards.
    pub call_less: Vec<String>,
}

/// What a theme's styles and scripts do is not seen in a page's HTML, so they are the new ones on both sides.
pub(in crate::diff) fn compare(old: Version<'_>, new: Version<'_>) -> Option<Affected> {
    let [before, after] = [old, new].map(files);
    let of_pages = |files: &ThemeFiles| -> Vec<(String, u128)> {
        let texts = files.texts.iter().filter(|(path, _)| !path.starts_with(ASSETS));
        texts.map(|(path, source)| (path.clone(), source.hash)).collect()
    };
    if of_pages(&before) == of_pages(&after) {
        return None;
    }
    let mut inputs = new.inputs.clone();
    let mut tried = after.clone();
    tried.texts.retain(|path, _| path.starts_with(ASSETS));
    tried.texts.extend(before.texts.into_iter().filter(|(path, _)| !path.starts_with(ASSETS)));
    inputs.themes.retain(|theme| theme.name != tried.name);
    inputs.themes.push(tried);
    // The new version was planned without colours in its code.
    let choices = Choices { plain_code: true, ..Choices::default() };
    let plan = crate::plan(&inputs, Vec::new(), &choices, &mut Memory::default());
    Some(affected([&made(&plan)?, &made(new.plan)?], &new.plan.site))
}

/// The folder of styles, scripts and pictures.
const ASSETS: &str = "assets/";

fn files(version: Version<'_>) -> ThemeFiles {
    let name = &version.plan.site.settings.theme.text;
    let own = version.inputs.themes.iter().find(|theme| theme.name == *name);
    ThemeFiles { name: name.clone(), ..own.cloned().unwrap_or_else(built_in) }
}

fn made(plan: &Plan) -> Option<OnDemand<'_>> {
    OnDemand::of(&plan.site, &plan.theme, &plan.manifest)
}

fn affected([before, after]: [&OnDemand<'_>; 2], site: &Site) -> Affected {
    let old: BTreeMap<String, u128> = before.fingerprints().into_iter().map(|print| (print.path, print.key)).collect();
    let new = after.fingerprints();
    let mut out = Affected { of: new.len(), ..Affected::default() };
    for page in &new {
        if old.get(&page.path) == Some(&page.key) {
            continue;
        }
        let [was, is] = [before, after].map(|made| html(made, &page.path));
        if was == is {
            continue;
        }
        let owned = &site.addresses[page.owned];
        if out.pages == 0 {
            let title = owned.owner.page().map(|page| site.pages[page].facts().title.clone());
            out.title = title.unwrap_or_else(|| owned.address.clone());
            out.address = owned.address.clone();
            out.lines = lines_of(&was, &is);
        }
        out.pages += 1;
        if CALLS.iter().any(|call| is.matches(call).count() < was.matches(call).count()) {
            out.call_less.push(owned.address.clone());
        }
    }
    out
}

/// How a page's HTML has a number to call, and a care card.
const CALLS: [&str; 2] = ["href=\"tel:", "<section class=\"care care-"];

fn html(made: &OnDemand<'_>, path: &str) -> String {
    let content = made.output(path, &Rendered::once()).and_then(Result::ok).map(|output| output.content);
    match content {
        Some(Content::Text(text)) => text.to_string(),
        _ => String::new(),
    }
}
