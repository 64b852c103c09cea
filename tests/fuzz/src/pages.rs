//! What must hold of a site that was built in memory.
//!
//! Takes: files as texts. Gives: the site, once what was told of it and what is published have been looked at.
//! Never: writes a disk, or reads one but for the shape of a file's entry.

use super::tokens;
use fingerpost::load::{self, Attachment, Inputs};
use fingerpost::problem::{self, Problem, Sources};
use fingerpost::render::Content;
use fingerpost::source::{SitePath, Source, Span};
use fingerpost::{Built, Choices, Memory};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// A site's files, by path.
pub type Files = BTreeMap<String, String>;

/// An entry of a file, as the disk gives it: there is no other way to come by one.
static ENTRY: LazyLock<Attachment> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::create_dir(folder.path().join("content")).expect("a folder can be made");
    std::fs::write(folder.path().join("content/a.txt"), "a").expect("a file can be written");
    load::load(folder.path()).expect("it can be read").0.files.remove(0)
});

thread_local! {
    /// With the theme compiled: that takes longer than a small site.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// The site that these files are.
pub fn inputs(files: &Files) -> Inputs {
    let mut out = Inputs::default();
    for (path, text) in files {
        let site_path = SitePath::from(path.as_str());
        let source = Arc::new(Source::new(site_path.clone(), text.clone()));
        match path.as_str() {
            load::SETTINGS => out.settings = Some(source),
            load::GLOSSARY => out.glossary = Some(source),
            load::REFERENCES => out.references = Some(source),
            load::LOCK => out.lock = Some(source),
            _ if path.ends_with(".tree.yaml") => out.trees.push(source),
            _ if path.ends_with(".md") => out.articles.push(source),
            _ => {
                let entry = Attachment { disk: path.into(), size: text.len() as u64, path: site_path, ..ENTRY.clone() };
                out.files.push(entry);
                if path.ends_with(".svg") {
                    out.drawings.push(source);
                }
            }
        }
    }
    out
}

/// Builds with a memory.
pub fn built(files: &Files, memory: &mut Memory) -> Built {
    fingerpost::build(&inputs(files), Vec::new(), &Choices { drafts: true, ..Choices::default() }, memory)
}

/// Builds, and looks at everything that came of it.
pub fn held(files: &Files) -> Built {
    let built = MEMORY.with_borrow_mut(|memory| built(files, memory));
    look(&built);
    built
}

/// Looks at what was told and at what is published.
pub fn look(built: &Built) {
    told(&built.problems, &built.sources);
    for output in &built.outputs {
        let fits =
            |part: &str| !part.is_empty() && part.len() <= 255 && part != "." && part != ".." && !part.contains('\0');
        assert!(output.path.split('/').all(fits), "no disk has a file {:?}", output.path);
        let Content::Text(text) = &output.content else { continue };
        if output.path.ends_with(".html") {
            if let Err(wrong) = tokens::check(text) {
                panic!("{}: {wrong}", output.path);
            }
        } else if output.path.ends_with(".xml")
            && let Err(wrong) = roxmltree::Document::parse(text)
        {
            panic!("{}: {wrong}", output.path);
        }
    }
}

/// Places lie in their texts, between characters; every way of printing has an answer.
pub fn told(problems: &[Problem], sources: &Sources) {
    for problem in problems {
        let own = problem.span.iter().chain(problem.fix.as_ref().map(|fix| &fix.span));
        for (path, span) in
            own.map(|span| (&problem.path, span)).chain(problem.related.iter().map(|r| (&r.path, &r.span)))
        {
            if let Some(source) = sources.get(path) {
                on_borders(&source.text, *span, &problem.message);
            }
        }
    }
    let human = problem::human::human(problems, sources);
    assert!(!human.contains('\u{9b}'), "a sign that steers a terminal");
    problem::short::short(problems, sources);
    problem::json::json(problems, sources, 1, 1);
    problem::sarif::sarif(problems, sources, None);
    problem::github::github(problems, sources, &BTreeSet::new());
}

/// A span lies in its text, between characters.
pub fn on_borders(text: &str, span: Span, what: &str) {
    let range = span.range();
    let lies = range.start <= range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
    assert!(lies, "{range:?} of {} bytes: {what}", text.len());
}

/// Text of anything: what is no UTF-8 is told before, and read as well as may be.
pub fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}
