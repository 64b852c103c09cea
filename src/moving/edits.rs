//! Edits of texts: each takes out a span and puts a text there. All else stays, byte by byte.

use crate::load::Inputs;
use crate::source::{SitePath, Source, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A piece of a text that is to be another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// What is taken out.
    pub(super) span: Span,
    /// What is put there.
    pub(super) text: String,
}

/// The edits of each file, by the path that it had.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits(BTreeMap<SitePath, Vec<Edit>>);

impl Edits {
    /// Adds one; the same a second time counts once.
    pub(super) fn add(&mut self, path: &SitePath, edit: Edit) -> Result<(), String> {
        let edits = self.0.entry(path.clone()).or_default();
        if edits.contains(&edit) {
            return Ok(());
        }
        let meets = |other: &Edit| {
            let both_empty = other.span.start == other.span.end && edit.span.start == edit.span.end;
            !both_empty && other.span.start < edit.span.end && edit.span.start < other.span.end
                || other.span == edit.span && !both_empty
        };
        if edits.iter().any(meets) {
            return Err(format!("two things would be written at one place of `{path}`"));
        }
        edits.push(edit);
        Ok(())
    }

    /// Whether something of a file is another.
    pub(super) fn touch(&self, path: &SitePath) -> bool {
        self.0.contains_key(path)
    }

    /// A file's text with its edits; `None` where it has none.
    pub(super) fn text(&self, source: &Source) -> Result<Option<String>, String> {
        let Some(edits) = self.0.get(&source.path) else { return Ok(None) };
        let mut edits = edits.clone();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let (mut out, mut at) = (String::with_capacity(source.text.len() + 64), 0);
        for edit in &edits {
            let range = edit.span.range();
            let kept = source.text.get(at..range.start);
            out.push_str(kept.ok_or_else(|| format!("`{}` cannot be edited at one place", source.path))?);
            out.push_str(&edit.text);
            at = range.end;
        }
        out.push_str(source.text.get(at..).unwrap_or_default());
        Ok(Some(out))
    }

    /// Every file that is another, with its new text.
    pub(super) fn texts(&self, inputs: &Inputs) -> Result<Vec<(SitePath, Arc<Source>, String)>, String> {
        let mut out = Vec::new();
        for source in inputs.texts() {
            if let Some(text) = self.text(source)?.filter(|text| *text != source.text) {
                out.push((source.path.clone(), Arc::clone(source), text));
            }
        }
        out.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(out)
    }
}
