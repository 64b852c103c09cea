//! `feedback`: who is told that a page did not help.

use super::mail_address;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use crate::yaml::Text;

/// Who is told that a page did not help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// Whoever is named for changes: the address of `contact`, or else the repository.
    #[default]
    AsChanges,
    /// Who reads the letters to an e-mail address.
    Mail(String),
    /// Who reads the reports that are begun at an address of the web.
    Report(String),
    /// Nobody.
    Nobody,
}

/// `help@club.example`, the same behind `mailto:`, the address at which a report is begun, or `false`.
pub(super) fn feedback(said: Option<Text>, path: &SitePath, problems: &mut Vec<Problem>) -> Feedback {
    let Some(said) = said else { return Feedback::AsChanges };
    let text = said.text.trim();
    let web = text.starts_with("https://") || text.starts_with("http://");
    if text == "false" {
        return Feedback::Nobody;
    }
    if web && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '#')) {
        return Feedback::Report(text.to_owned());
    }
    match mail_address(text) {
        Some(address) => Feedback::Mail(address.to_owned()),
        None => {
            problems.push(neither_letters_nor_reports(path, &said));
            Feedback::Nobody
        }
    }
}

fn neither_letters_nor_reports(path: &SitePath, said: &Text) -> Problem {
    Problem::at(Code::WrongType, path, said.span, "`feedback` should be an e-mail address, or where a report is begun")
        .help("Write it like `feedback: help@club.example` or `feedback: https://github.com/club/help/issues/new`, or `feedback: false` for none.")
}
