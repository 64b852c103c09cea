//! Citations of sources that are not listed, and listed sources that nobody cites.

use crate::config::references::Reference;
use crate::link::Site;
use crate::load::{GLOSSARY, REFERENCES};
use crate::parse::Content;
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Source, below};
use crate::text::body::Citation;
use std::collections::BTreeSet;

pub(in crate::check) fn check(site: &Site, source: Option<&Source>, listed: &[Reference], problems: &mut Vec<Problem>) {
    let mut cited = BTreeSet::new();
    // Without sources, `[@…]` in another program's folder is that program's, or plain text.
    let cites = site.cites();
    for page in site.pages.iter() {
        let citations: Vec<&Citation> = match &page.doc.content {
            Content::Article(article) => article.body.citations.iter().collect(),
            Content::Tree(decision) => decision.texts.values().flat_map(|(body, _)| &body.citations).collect(),
        };
        for citation in citations {
            if cites && !site.references.contains_key(&citation.key) {
                problems.push(unknown(site, &page.facts().path, citation));
            }
            cited.insert(citation.key.as_str());
        }
    }
    let glossary = GLOSSARY.into();
    for citation in site.glossary.terms.iter().flat_map(|term| &term.meaning.citations) {
        if cites && !site.references.contains_key(&citation.key) {
            problems.push(unknown(site, &glossary, citation));
        }
        cited.insert(citation.key.as_str());
    }
    let Some(source) = source else { return };
    // What it cites, nobody knows.
    let unread = site.unread.page().or_else(|| site.unread.file(below(GLOSSARY)));
    let unused = listed.iter().filter(|r| !cited.contains(r.key.as_str())).map(|r| unused(&source.path, r));
    problems.extend(unused.map(|problem| problem.following(unread)));
}

fn unknown(site: &Site, path: &SitePath, citation: &Citation) -> Problem {
    let figure = citation.key.starts_with("fig-");
    let nobody = if figure { "No figure of this page, and no source," } else { "No source" };
    let message = format!("{nobody} is called `{}`", citation.key);
    let problem = Problem::at(Code::UnknownCitation, path, citation.span, message);
    if figure {
        return problem.help(format!(
            "Write `{{#{}}}` right behind the figure that is meant, like `![A calf](calf.jpg \"Stretching\"){{#{}}}`.",
            citation.key, citation.key
        ));
    }
    let otherwise = || "Add it to `content/references.yaml`, or take the citation out.".into();
    let keys = site.references.keys().map(String::as_str);
    near::meant(problem, (&citation.key, citation.span), keys, otherwise).following(site.unread.file(below(REFERENCES)))
}

fn unused(path: &SitePath, reference: &Reference) -> Problem {
    Problem::at(Code::UnusedReference, path, reference.span, format!("Nothing cites the source `{}`", reference.key))
        .help(format!("Cite it with `[@{}]` where it is used, or delete it here.", reference.key))
}
