//! For reading: the line as written, a caret under the mistake, what is wrong, and what to type instead.

use super::{Problem, Severity, Sources};
use crate::source::{BYTE_ORDER_MARK, Source, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

/// All problems, with their source. Colour codes are always in; the printing stream takes them out where they do not belong.
pub fn human(problems: &[Problem], sources: &Sources) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for problem in problems {
        out.push_str(&one(problem, sources, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(problem: &Problem, sources: &Sources, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&problem.message).id(problem.code.id()));
    let source = sources.get(&problem.path);
    match (problem.span, source) {
        (Some(span), Some(source)) => {
            let (text, line, span) = excerpt(source, span);
            let primary = AnnotationKind::Primary.span(span);
            group =
                group.element(Snippet::source(text).line_start(line).path(problem.path.as_str()).annotation(primary));
        }
        _ => group = group.element(Origin::path(problem.path.as_str())),
    }
    for related in &problem.related {
        let Some(source) = sources.get(&related.path) else { continue };
        let (text, line, span) = excerpt(source, related.span);
        let context = AnnotationKind::Context.span(span).label(related.message.as_str());
        group = group.element(Snippet::source(text).line_start(line).path(related.path.as_str()).annotation(context));
    }
    let mut report = Vec::new();
    match (&problem.fix, &problem.help, source) {
        (Some(fix), help, Some(source)) => {
            let (text, line, span) = excerpt(source, fix.span);
            let patch = Snippet::source(text).line_start(line).patch(Patch::new(span, fix.replacement.as_str()));
            report.push(group);
            report.push(Level::HELP.secondary_title(help.as_deref().unwrap_or("write this")).element(patch));
        }
        (_, Some(help), _) => report.push(group.element(Level::HELP.message(help.as_str()))),
        _ => report.push(group),
    }
    renderer.render(&report)
}

/// The lines of a span only, at most two: a renderer that is given a whole file reads it whole, for each problem anew.
fn excerpt(source: &Source, span: Span) -> (&str, usize, std::ops::Range<usize>) {
    let text = source.text.as_str();
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let mut end = text.floor_char_boundary((span.end as usize).min(text.len())).max(start);
    let mut from = text[..start].rfind('\n').map_or(0, |i| i + 1);
    if from == 0 && text.starts_with(BYTE_ORDER_MARK) {
        from = BYTE_ORDER_MARK.len_utf8().min(start);
    }
    if let Some(newline) = text[start..end].find('\n') {
        end = start + newline;
    }
    let to = text[end..].find('\n').map_or(text.len(), |i| end + i);
    let line = text[from..to].strip_suffix('\r').unwrap_or(&text[from..to]);
    let end = end.min(from + line.len());
    (line, source.position(start as u32).line as usize, start - from..end.max(start) - from)
}
