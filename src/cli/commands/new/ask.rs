//! Questions to whoever begins a site, where a terminal stands on both sides.

use super::kind::Kind;
use crate::cli::report;
use clap::ValueEnum;
use std::io::{BufRead, IsTerminal, stderr, stdin};

/// What is not said yet: the title, and what the site is for. Where nobody can answer, what is likely.
pub(super) fn missing(title: Option<&str>, kind: Option<Kind>, likely: (&str, Kind)) -> (String, Kind) {
    if !stdin().is_terminal() || !stderr().is_terminal() {
        return (title.unwrap_or(likely.0).to_owned(), kind.unwrap_or(likely.1));
    }
    let mut answers = stdin().lock();
    let title = title.map_or_else(|| title_of(&mut answers, likely.0), str::to_owned);
    (title, kind.unwrap_or_else(|| kind_of(&mut answers, likely.1)))
}

fn title_of(answers: &mut impl BufRead, likely: &str) -> String {
    report::say(&format!("What is the site called? [{likely}]"));
    let said = line(answers);
    if said.is_empty() { likely.to_owned() } else { said }
}

fn kind_of(answers: &mut impl BufRead, likely: Kind) -> Kind {
    let kinds = Kind::value_variants();
    let mut lines = String::from("What is it for?");
    for (nth, kind) in kinds.iter().enumerate() {
        let help = kind.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
        lines += &format!("\n  {}  {}", nth + 1, help.unwrap_or_default());
    }
    report::say_lines(&lines);
    let usual = kinds.iter().position(|kind| *kind == likely).map_or(1, |nth| nth + 1);
    loop {
        report::say(&format!("Its number, or nothing for {usual}:"));
        let said = line(answers);
        if said.is_empty() {
            return likely;
        }
        let named =
            || kinds.iter().find(|kind| kind.to_possible_value().is_some_and(|value| value.matches(&said, true)));
        let number = said.parse::<usize>().ok().and_then(|number| kinds.get(number.checked_sub(1)?));
        if let Some(kind) = number.or_else(named) {
            return *kind;
        }
    }
}

/// A line without its end; empty where nothing more comes.
fn line(answers: &mut impl BufRead) -> String {
    let mut said = String::new();
    // Whoever cannot be heard has said nothing.
    let _ = answers.read_line(&mut said);
    said.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_a_name_or_nothing_is_an_answer() {
        let asked = |said: &str| kind_of(&mut said.as_bytes(), Kind::Club);
        assert_eq!(asked("2\n"), Kind::Charity);
        assert_eq!(asked("Team\n"), Kind::Team);
        assert_eq!(asked("\n"), Kind::Club);
        assert_eq!(asked("9\nwhat?\n0\n4\n"), Kind::Notes);
        assert_eq!(asked(""), Kind::Club);
    }

    #[test]
    fn a_title_is_what_is_typed_or_what_is_likely() {
        assert_eq!(title_of(&mut " The food bank \n".as_bytes(), "Help"), "The food bank");
        assert_eq!(title_of(&mut "\n".as_bytes(), "Help"), "Help");
    }
}
