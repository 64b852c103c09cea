//! For reading: the line as written, a caret under the mistake, what is wrong, and what to type instead.

use super::cut::{cut, totals};
use crate::problem::printed::in_source;
use crate::problem::{Problem, Severity, Sources, in_line};
use crate::source::{Position, Source, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// Problems with their source, the first of each code, and how many there are of each where they are many. Colour codes are
/// always in; the printing stream takes them out where they do not belong.
pub fn human(problems: &[Problem], sources: &Sources) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    let cut = cut(problems);
    for problem in &cut.shown {
        out.push_str(&one(problem, sources, &renderer));
        out.push_str("\n\n");
    }
    let more = cut.more();
    if !more.is_empty() {
        out.extend([&more, "\n"]);
    }
    out + &totals(problems)
}

/// One problem, without colour: for places that are no terminal.
pub fn plain(problem: &Problem, sources: &Sources) -> String {
    one(problem, sources, &Renderer::plain())
}

fn one(problem: &Problem, sources: &Sources, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    };
    // The renderer shows a source's controls as pictures, but takes paths and messages as they are.
    let (path, message) = (in_line(problem.path.as_str()), in_line(&problem.message));
    let help = problem.help.as_deref().map(in_line);
    let related = problem.related.iter().filter_map(|related| {
        let source = sources.get(&related.path)?;
        Some((in_line(related.path.as_str()), in_line(&related.message), excerpt(source, related.span)))
    });
    let related: Vec<_> = related.collect();
    let mut group = Group::with_title(level.primary_title(&*message).id(problem.code.id()));
    let source = sources.get(&problem.path);
    match (problem.span, source) {
        (Some(span), Some(source)) => {
            group = shown(group, &path, excerpt(source, span), |span| AnnotationKind::Primary.span(span));
        }
        _ => group = group.element(Origin::path(&*path)),
    }
    for (path, message, excerpt) in &related {
        let context = |span| AnnotationKind::Context.span(span).label(&**message);
        group = shown(group, path, excerpt.clone(), context);
    }
    let mut report = Vec::new();
    match (&problem.fix, &help, source) {
        (Some(fix), help, Some(source)) => {
            let Excerpt { text, at, span } = excerpt(source, fix.span);
            let patch = Patch::new(span, fix.replacement.as_str());
            let patch = Snippet::source(text).line_start(at.line as usize).patch(patch);
            report.push(group);
            report.push(Level::HELP.secondary_title(help.as_deref().unwrap_or("write this")).element(patch));
        }
        (_, Some(help), _) => report.push(group.element(Level::HELP.message(&**help))),
        _ => report.push(group),
    }
    renderer.render(&report)
}

/// What is shown of a source: the line of a mistake, or as much of it as can be read.
#[derive(Clone)]
struct Excerpt<'a> {
    text: Cow<'a, str>,
    at: Position,
    /// The mistake in the text.
    span: Range<usize>,
}

/// How many bytes of a line are shown before and after a mistake. All may stand in one line, of a million characters.
const SHOWN: usize = 200;

/// The line of a span only: a renderer that is given a whole file reads it whole, for each problem anew.
fn excerpt(source: &Source, span: Span) -> Excerpt<'_> {
    let text = source.text.as_str();
    let start = text.floor_char_boundary((span.start as usize).min(text.len())).max(source.start());
    let at = source.position(start as u32);
    let from = text.floor_char_boundary(start.saturating_sub(SHOWN)).max(source.start());
    let (from, cut_before) = match text[from..start].rfind('\n') {
        Some(newline) => (from + newline + 1, ""),
        None => (from, if at.column as usize > text[from..start].chars().count() + 1 { "…" } else { "" }),
    };
    let to = text.ceil_char_boundary((span.end as usize).max(start).min(start + SHOWN).saturating_add(SHOWN));
    let (to, cut_after) = match text[start..to].find('\n') {
        Some(newline) => (start + newline, ""),
        None => (to, if to < text.len() { "…" } else { "" }),
    };
    let line = text[from..to].strip_suffix('\r').unwrap_or(&text[from..to]);
    let end = text.floor_char_boundary((span.end as usize).min(from + line.len())).max(start);
    let shift = cut_before.len();
    let shown = match (cut_before, cut_after) {
        ("", "") => Cow::Borrowed(line),
        _ => Cow::Owned(format!("{cut_before}{line}{cut_after}")),
    };
    as_seen(Excerpt { text: shown, at, span: start - from + shift..end - from + shift })
}

/// With a picture for each character that nobody would see, so that the caret stands below what is meant.
fn as_seen(excerpt: Excerpt<'_>) -> Excerpt<'_> {
    let Cow::Owned(text) = in_source(&excerpt.text) else { return excerpt };
    // A picture has other bytes, and is one character as well.
    let place = |old: usize| {
        let before = excerpt.text[..old].chars().count();
        text.char_indices().nth(before).map_or(text.len(), |(at, _)| at)
    };
    let span = place(excerpt.span.start)..place(excerpt.span.end);
    Excerpt { text: Cow::Owned(text), at: excerpt.at, span }
}

/// Where it is, and the line.
fn shown<'a>(
    group: Group<'a>,
    path: &'a str,
    excerpt: Excerpt<'a>,
    annotation: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Group<'a> {
    let Excerpt { text, at, span } = excerpt;
    // The renderer works out the column from the text, unless that has lost its beginning.
    let cut = at.column as usize > text[..span.start].chars().count() + 1;
    let snippet = Snippet::source(text).line_start(at.line as usize).annotation(annotation(span));
    if cut {
        let origin = Origin::path(path).line(at.line as usize).char_column(at.column as usize);
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(path))
}
