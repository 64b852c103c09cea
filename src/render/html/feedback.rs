//! Messages that say a page did not help: begun with what is known of the page, read and sent by the reader alone.
//!
//! Takes: what did not help, and who is told. Gives: an address that opens the message, as a letter or as a report at a code host.
//! Never: sends anything, or asks who reads.

use super::edit;
use super::page_context::Frame;
use crate::config::settings::Feedback;
use crate::load::{CONTENT, SETTINGS};
use crate::render::view::FeedbackView;
use crate::source::url::encoded;

/// What did not help.
pub(in crate::render) enum About<'a> {
    /// An article, by the path of its file.
    Article(&'a str),
    /// An outcome of a tree: the path of its file, and the outcome's id.
    Outcome(&'a str, &'a str),
    /// A search.
    Search,
}

/// Stands for what a reader may add: the answers, or the words that were looked for. A script puts them in its place.
const OPEN: char = '…';

impl Frame<'_> {
    /// The message that the page at `from` did not help. At its end is a line for those who keep the site, which a test can be
    /// made of.
    pub(in crate::render) fn feedback(&self, from: &str, title: &str, about: &About<'_>) -> FeedbackView {
        let settings = &self.site.settings;
        let (mail, report) = match &settings.feedback {
            Feedback::Nobody => return FeedbackView::default(),
            Feedback::Mail(address) => (address.clone(), String::new()),
            Feedback::Report(address) => (String::new(), address.clone()),
            Feedback::AsChanges if !settings.contact.is_empty() => (settings.contact.clone(), String::new()),
            Feedback::AsChanges => (String::new(), edit::reports(settings)),
        };
        let (title, text) = (self.theme.word("report-title").replace("{title}", title), self.text(from, title, about));
        let href = match (mail.is_empty(), report.is_empty()) {
            (true, true) => return FeedbackView::default(),
            // RFC 6068 ends lines so.
            (false, _) => format!(
                "mailto:{}?subject={}&body={}",
                encoded(&mail).replace("%40", "@"),
                edit::query(&title),
                edit::query(&text.replace('\n', "\r\n"))
            ),
            (true, false) => edit::report(&report, &title, &text),
        };
        FeedbackView { href, address: mail }
    }

    fn text(&self, from: &str, title: &str, about: &About<'_>) -> String {
        let word = |key| self.theme.word(key);
        let below = |path: &str| path.strip_prefix(CONTENT).unwrap_or(path).trim_start_matches('/').to_owned();
        let (file, line) = match about {
            About::Article(path) => (SETTINGS.to_owned(), format!("search_tests:\n      {OPEN}: {}", below(path))),
            About::Outcome(path, id) => {
                ((*path).to_owned(), format!("tests:\n      - answers: {{{OPEN}}}\n        reaches: {id}"))
            }
            About::Search => {
                (SETTINGS.to_owned(), format!("search_tests:\n      {OPEN}: {}", word("report-some-page")))
            }
        };
        let address = Some(self.canonical(from)).filter(|whole| !whole.is_empty()).unwrap_or_else(|| from.to_owned());
        format!(
            "{}\n{address}\n\n{}\n\n\n\n{}\n\n    {line}\n",
            word("report-page").replace("{title}", title),
            word("report-missing"),
            word("report-line").replace("{file}", &file),
        )
    }
}
