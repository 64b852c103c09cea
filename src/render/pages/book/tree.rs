//! A decision tree on paper: all of its questions, and what it says at their end.

use crate::link::{Resolved, Site};
use crate::parse::{Decision, Slot};
use crate::render::html::chapters::Chapters;
use crate::render::html::fill;
use crate::render::html::page_context::Frame;
use crate::render::pages::tree::{begins_with_card, level_word};
use crate::render::pages::tree_overview;
use crate::render::view::{WholeAnswer, WholeQuestion, WholeWay};
use crate::text;
use crate::tree;
use pulldown_cmark_escape::escape_html;

/// `Emergency: Call 999`.
pub(super) fn level_and(frame: &Frame<'_>, level: &str, words: &str) -> String {
    format!("{}: {words}", level_word(frame, level))
}

/// The chapter: what the tree is for, its questions with their answers and where these lead, and its outcomes.
pub(in crate::render) fn chapter(
    site: &Site,
    frame: &Frame<'_>,
    p: usize,
    decision: &Decision,
    chapters: &Chapters,
    filling: &mut fill::Page<'_>,
) -> String {
    let said = Said { site, frame, p, decision, chapters };
    let mut out = said.text(Slot::Intro, filling);
    if let Some(purpose) = &decision.tree.purpose {
        out.push_str("<p class=\"purpose\">");
        write(&mut out, purpose.text.trim());
        out.push_str("</p>\n");
    }
    let questions = tree_overview::questions(site, frame, p, decision, chapters);
    for (nth, (question, whole)) in questions.iter().enumerate() {
        said.question(nth + 1, *question, whole, filling, &mut out);
    }
    let ends = decision.screens.iter().filter_map(|screen| match screen.kind {
        tree::ScreenKind::Outcome(outcome) => Some(outcome),
        tree::ScreenKind::Question(_) => None,
    });
    let ends: std::collections::BTreeSet<usize> = ends.collect();
    for outcome in ends {
        said.outcome(outcome, filling, &mut out);
    }
    out
}

/// A tree, and what is around it.
struct Said<'a> {
    site: &'a Site,
    frame: &'a Frame<'a>,
    p: usize,
    decision: &'a Decision,
    chapters: &'a Chapters,
}

impl Said<'_> {
    fn text(&self, slot: Slot, filling: &mut fill::Page<'_>) -> String {
        let uses = self.site.uses[self.p].texts.get(&slot).map_or(&[][..], Vec::as_slice);
        let filled = self.decision.texts.get(&slot).map(|(body, first)| filling.fill(body, *first, uses));
        text::moved_below(filled.unwrap_or_default(), 3)
    }

    fn question(&self, nth: usize, q: usize, whole: &WholeQuestion, filling: &mut fill::Page<'_>, out: &mut String) {
        out.push_str("<section class=\"question\"><h3 id=\"");
        write(out, &whole.anchor);
        out.push_str("\">");
        write(out, &format!("{nth}. {}", whole.ask));
        out.push_str("</h3>\n");
        out.push_str(&self.text(Slot::Hint(q), filling));
        let hints = (0..self.decision.tree.questions[q].options.len()).filter_map(|o| {
            let hint = self.text(Slot::OptionHint(q, o), filling);
            let say = &self.decision.tree.questions[q].options[o].say.text;
            (!hint.is_empty()).then_some((say, hint))
        });
        let hints: Vec<(&String, String)> = hints.collect();
        if !hints.is_empty() {
            out.push_str("<dl class=\"hints\">\n");
            for (say, hint) in hints {
                out.push_str("<dt>");
                write(out, say);
                out.push_str(&format!("</dt><dd>{hint}</dd>\n"));
            }
            out.push_str("</dl>\n");
        }
        out.push_str("<ul class=\"ways\">\n");
        for answer in &whole.answers {
            self.answer(answer, out);
        }
        out.push_str("</ul></section>\n");
    }

    fn answer(&self, answer: &WholeAnswer, out: &mut String) {
        out.push_str("<li><strong>");
        write(out, &answer.answer);
        out.push_str("</strong>");
        if let [only] = answer.ways.as_slice()
            && only.earlier.is_empty()
        {
            out.push(' ');
            way(only, out);
        } else {
            out.push_str("\n<ul>\n");
            for each in &answer.ways {
                let lead = if each.earlier.is_empty() {
                    self.frame.theme.word("otherwise").to_owned()
                } else {
                    self.frame.theme.word("if-earlier").replace("{answers}", &each.earlier)
                };
                out.push_str("<li>");
                write(out, &lead);
                out.push(' ');
                way(each, out);
                out.push_str("</li>\n");
            }
            out.push_str("</ul>");
        }
        out.push_str("</li>\n");
    }

    fn outcome(&self, o: usize, filling: &mut fill::Page<'_>, out: &mut String) {
        let tree = &self.decision.tree;
        let outcome = &tree.outcomes[o];
        let level = tree.levels.get(outcome.level).cloned().unwrap_or_default();
        out.push_str("<section class=\"end\"><h3 id=\"");
        write(out, &self.chapters.outcome(self.p, o));
        out.push_str("\">");
        write(out, &level_and(self.frame, &level, &outcome.title.text));
        out.push_str("</h3>\n");
        let number = self.frame.number_to_call(&level);
        if !number.is_empty() && !begins_with_card(self.decision, o, &level) {
            out.push_str("<p><strong>");
            write(out, &self.frame.words_to_call(&level));
            out.push_str("</strong></p>\n");
        }
        out.push_str(&self.text(Slot::Body(o), filling));
        let said = self.frame.theme.tree_words();
        for (a, also) in outcome.also.iter().enumerate() {
            let when = also.when.as_ref().map(|when| tree::condition(tree, when, &said)).unwrap_or_default();
            let text = self.text(Slot::Also(o, a), filling);
            if text.is_empty() {
                continue;
            }
            out.push_str("<div class=\"also\">");
            if !when.is_empty() {
                out.push_str("<p><em>");
                write(out, &self.frame.theme.word("if-earlier").replace("{answers}", &when));
                out.push_str("</em></p>\n");
            }
            out.push_str(&format!("{text}</div>\n"));
        }
        self.read(o, filling, out);
        out.push_str("</section>\n");
    }

    /// What an outcome recommends.
    fn read(&self, o: usize, filling: &fill::Page<'_>, out: &mut String) {
        let links = &self.site.pages[self.p].links;
        let read = self.decision.reads.get(o).into_iter().flatten().filter_map(|link| match &links[*link] {
            resolved @ Resolved::Page { page, .. } => {
                Some((self.site.pages[*page].facts().title.as_str(), filling.leads_to(resolved)?))
            }
            _ => None,
        });
        let read: Vec<(&str, String)> = read.collect();
        if read.is_empty() {
            return;
        }
        out.push_str("<p>");
        write(out, self.frame.theme.word("read-next"));
        out.push_str("</p>\n<ul>\n");
        for (title, href) in read {
            out.push_str("<li><a href=\"");
            write(out, &href);
            out.push_str("\">");
            write(out, title);
            out.push_str("</a></li>\n");
        }
        out.push_str("</ul>\n");
    }
}

/// Where an answer leads.
fn way(way: &WholeWay, out: &mut String) {
    out.push_str("<span aria-hidden=\"true\">→</span> ");
    let number = if way.number > 0 { format!("{}. ", way.number) } else { String::new() };
    let level = if way.level_word.is_empty() { String::new() } else { format!("{}: ", way.level_word) };
    let words = format!("{level}{number}{}", way.title);
    if way.href.is_empty() {
        return write(out, &words);
    }
    out.push_str("<a href=\"");
    write(out, &way.href);
    out.push_str("\">");
    write(out, &words);
    out.push_str("</a>");
}

fn write(out: &mut String, words: &str) {
    let _ = escape_html(&mut *out, words);
}
