//! Blocks of code: a region that can be scrolled, with a title where it has one.
//!
//! Takes: the events of a block. Gives: its text as HTML, and what is shown besides: see [`CodeBlock`]. Never: colours it, which
//! rendering does.

use super::{Context, Writer};
use crate::highlight::{self, Named};
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use crate::text::body::{CodeBlock, PlaceholderKind};
use info::Info;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use std::ops::Range;

mod diagrams;
mod info;
mod notes;
mod part;

/// The block that is being written.
pub(super) struct Open {
    text: String,
    shown: CodeBlock,
    /// Whether it has a title, and so is a figure.
    titled: bool,
    /// The part of a file that is shown in the place of its own text.
    part: Option<String>,
    /// Of a diagram, what stands before it.
    diagram: Option<diagrams::Begun>,
}

impl Writer<'_> {
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>, problems: &mut Vec<Problem>) {
        self.check_fence(kind, range, problems);
        let mut info = match kind {
            CodeBlockKind::Fenced(info) => Info::read(info),
            CodeBlockKind::Indented => Info::default(),
        };
        // What another program's theme takes is its own affair; a slip in a key of ours is not.
        if let Some((key, near)) = info.unknown.and_then(|key| Some((key, near::nearest(key, info::KEYS)?))) {
            problems.push(unknown_key(self.context, self.language_span(key, range), key, near));
        }
        let part = self.part(&info, range, problems);
        let ending = SitePath::from(info.part.file.as_str()).extension();
        if let Some(part) = &part {
            // Its own numbers, unless the author counts from another.
            info.numbers = info.numbers.map(|from| if from == 1 { part.first } else { from });
            if info.language.is_empty() && matches!(highlight::named(&ending), Named::Known(_)) {
                info.language = &ending;
            }
        }
        if let Some(id) = info.id {
            self.inline.write_anchor(&mut self.out, id);
        }
        let diagram = (info.language == "mermaid").then(|| self.begun(range));
        let language = match highlight::named(info.language) {
            _ if diagram.is_some() => None,
            Named::Known(language) => Some(language),
            Named::Plain => None,
            Named::Unknown => {
                problems.push(unknown_language(self.context, self.language_span(info.language, range), info.language));
                None
            }
        };
        let out = &mut self.out;
        let titled = !info.title.is_empty();
        if titled {
            out.html.push_str("<figure class=\"code\"><figcaption>");
            let _ = escape_html_body_text(&mut out.html, info.title);
            out.html.push_str("</figcaption>");
        } else {
            out.html.push_str("<div class=\"code\">");
        }
        out.html.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
        if titled {
            let _ = escape_html(&mut out.html, info.title);
        } else {
            out.placeholder(PlaceholderKind::CodeName);
        }
        out.html.push_str("\"><code");
        if !info.language.is_empty() {
            out.html.push_str(" class=\"language-");
            let _ = escape_html(&mut out.html, info.language);
            out.html.push('"');
        }
        out.html.push('>');
        let shown = CodeBlock { language, marked: info.marked, numbers: info.numbers };
        self.code = Some(Open { text: String::new(), shown, titled, part: part.map(|part| part.text), diagram });
    }

    pub(super) fn code_text(&mut self, text: &str) {
        self.code.iter_mut().for_each(|code| code.text.push_str(text));
    }

    pub(super) fn end_code(&mut self, problems: &mut Vec<Problem>) {
        let Some(Open { text, mut shown, titled, part, diagram }) = self.code.take() else { return };
        let text = part.unwrap_or(text);
        if let Some(begun) = diagram
            && self.draw(&text, &begun, problems)
        {
            return;
        }
        let without_notes = notes::taken_out(&text);
        if let Some((_, marked)) = &without_notes {
            shown.marked.extend(marked.iter().cloned());
        }
        let text = without_notes.map_or(text, |(text, _)| text);
        let out = &mut self.out;
        if !text.is_empty() && shown != CodeBlock::default() {
            out.placeholder(PlaceholderKind::Code(out.codes.len()));
            out.codes.push(shown);
        }
        let _ = escape_html_body_text(&mut out.html, &text);
        out.html.push_str(if titled { "</code></pre></figure>\n" } else { "</code></pre></div>\n" });
    }

    /// The part of a file that a fence names.
    fn part(&self, info: &Info<'_>, range: &Range<usize>, problems: &mut Vec<Problem>) -> Option<part::Shown> {
        if info.part.file.is_empty() {
            return None;
        }
        let line = self.text[range.clone()].lines().next().unwrap_or_default().len();
        let fence = self.context.offsets.span(range.start..range.start + line);
        part::part(&info.part, self.context, fence).map_err(|problem| problems.push(problem)).ok()
    }

    /// Where the language of a fence stands; the fence, where it is written otherwise than it reads.
    fn language_span(&self, language: &str, range: &Range<usize>) -> Span {
        let block = &self.text[range.clone()];
        let line = block.lines().next().unwrap_or_default();
        let at = line
            .find(language)
            .map_or(range.start..range.start + line.len(), |at| range.start + at..range.start + at + language.len());
        self.context.offsets.span(at)
    }
}

fn unknown_key(context: Context<'_>, span: Span, key: &str, near: &str) -> Problem {
    let message = format!("Behind a fence of code, nobody knows the key `{key}`");
    Problem::at(Code::BrokenMarkup, context.path, span, message).help(format!("Did you mean `{near}`?")).fix(span, near)
}

fn unknown_language(context: Context<'_>, span: Span, language: &str) -> Problem {
    let message = format!("No language is known as `{language}`, so this code has no colours");
    let problem = Problem::at(Code::UnknownLanguage, context.path, span, message);
    match near::nearest(language, highlight::NAMES) {
        Some(near) => problem.help(format!("Did you mean `{near}`?")).fix(span, near),
        None => problem.help("Name it as it is usually called, such as `python`, or write `text` for what is no code."),
    }
}
