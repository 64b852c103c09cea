//! The files that texts take something from: tables that are put on a page, and files of which code shows a part.
//!
//! Takes: the texts of a site. Gives: those files as texts, and the site with each text given what it asks for.
//! Never: reads a file outside the site's root, one that is hidden, or one that no text names.

use super::walk::{file, is_ignored};
use super::{Attachment, FileCache, Inputs, Text, text};
use crate::data::{self, Asks, Values, asks};
use crate::problem::Problem;
use crate::source::{SitePath, Source, Taken, url};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// A table, or a file of which a part is shown, may have so many bytes.
pub const LARGEST: u64 = 1 << 20;

/// Reads what the texts ask for.
pub(super) fn read(
    root: &Path,
    inputs: &mut Inputs,
    cache: &FileCache,
    texts: &mut Vec<Text>,
    problems: &mut Vec<Problem>,
) {
    let (mut tables, mut parts) = (BTreeSet::new(), BTreeSet::new());
    for source in asking(inputs) {
        let asked = asks(&source.text);
        tables.extend(asked.tables.iter().map(|name| file_name(name)));
        parts.extend(asked.parts.iter().filter_map(|name| part(&source.path, name)));
    }
    let mut one = |file: &Attachment| {
        let known =
            text(file, cache).map_err(|problem| problems.push(problem)).ok().filter(|_| file.size <= LARGEST)?;
        problems.extend(known.problems.iter().cloned());
        let source = Arc::clone(&known.source);
        texts.push(known);
        Some(source)
    };
    if !tables.is_empty() {
        let files = inputs.files.iter().chain(&inputs.downloads);
        let wanted = files.filter(|file| tables.contains(&file.path.file_name().to_lowercase()));
        inputs.tables = wanted.filter_map(&mut one).collect();
        inputs.tables.sort_by(|a, b| a.path.cmp(&b.path));
    }
    let there = parts.iter().filter_map(|path| file(root, path.as_str(), &mut Vec::new()));
    inputs.parts = there.filter_map(|file| one(&file)).collect();
}

/// Whether other files are to be read for a text than for another.
pub(super) fn asks_alike(a: &str, b: &str) -> bool {
    let (a, b) = (asks(a), asks(b));
    (a.tables, a.parts) == (b.tables, b.parts)
}

fn asking(inputs: &Inputs) -> impl Iterator<Item = &Arc<Source>> {
    inputs.articles.iter().chain(&inputs.trees).chain(&inputs.glossary)
}

fn file_name(written: &str) -> String {
    let decoded = url::decoded(written).unwrap_or(written.into());
    decoded.rsplit('/').next().unwrap_or(&decoded).to_lowercase()
}

/// The file that the text of a path calls so; `None` where that leads out of the site, or to what is hidden.
pub fn part(from: &SitePath, written: &str) -> Option<SitePath> {
    let path = match written.strip_prefix('/') {
        Some(path) => SitePath::resolve("", path)?,
        None => SitePath::resolve(from.folder(), written)?,
    };
    let plain = path.as_str().split('/').all(|part| !is_ignored(part.as_bytes()) && !part.contains('\\'));
    plain.then_some(path)
}

/// The site with each text given what it asks for; `None` where no text asks for anything.
pub fn supplied(inputs: &Inputs, values: &Values) -> Option<Inputs> {
    let mut out: Option<Inputs> = None;
    let given = |source: &Arc<Source>| {
        let asked = asks(&source.text);
        (!asked.is_empty()).then(|| Arc::new(source.taking(taken(source, &asked, inputs, values))))
    };
    for (number, source) in inputs.articles.iter().enumerate() {
        if let Some(source) = given(source) {
            out.get_or_insert_with(|| inputs.clone()).articles[number] = source;
        }
    }
    for (number, source) in inputs.trees.iter().enumerate() {
        if let Some(source) = given(source) {
            out.get_or_insert_with(|| inputs.clone()).trees[number] = source;
        }
    }
    if let Some(source) = inputs.glossary.as_ref().and_then(given) {
        out.get_or_insert_with(|| inputs.clone()).glossary = Some(source);
    }
    out
}

fn taken(source: &Source, asked: &Asks<'_>, inputs: &Inputs, values: &Values) -> Taken {
    let table = |name: &&str| Some(((*name).to_owned(), table(source, name, inputs)?));
    let part = |name: &&str| {
        let path = part(&source.path, name)?;
        let found = inputs.parts.iter().find(|file| file.path == path)?;
        Some(((*name).to_owned(), Arc::clone(found)))
    };
    Taken {
        values: asked.values.iter().map(|name| ((*name).to_owned(), data::values::answer(values, name))).collect(),
        tables: asked.tables.iter().filter_map(table).collect(),
        parts: asked.parts.iter().filter_map(part).collect(),
    }
}

/// The table that a text calls so: beside it, from the top, or anywhere where its name is the only one.
fn table(source: &Source, written: &str, inputs: &Inputs) -> Option<Arc<Source>> {
    let written = url::decoded(written).unwrap_or(written.into());
    let at = |path: Option<SitePath>| {
        inputs.tables.iter().find(|table| path.as_ref().is_some_and(|path| table.path.below() == path.as_str()))
    };
    let found = at(SitePath::resolve(source.path.below_folder(), written.trim_start_matches('/')))
        .or_else(|| at(SitePath::resolve("", written.trim_start_matches('/'))));
    let named = || {
        let name = file_name(&written);
        let mut same = inputs.tables.iter().filter(|table| table.path.file_name().to_lowercase() == name);
        same.next().filter(|_| same.next().is_none() && !written.contains('/'))
    };
    found.or_else(named).map(Arc::clone)
}
