//! A day as text → the day, or what to write instead.
//!
//! Takes: text. Gives: a day, or a problem. Never: guesses which of two days is meant.

use super::Text;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use jiff::civil::Date;

/// A day as `2026-11-23`; behind it some programs write the time.
pub(super) fn read(text: &str) -> Result<Date, ()> {
    let (day, time) = text.split_at_checked(10).unwrap_or((text, ""));
    if time.is_empty() || time.starts_with(['T', ' ']) { day.parse().map_err(|_| ()) } else { Err(()) }
}

/// A day, if a text is one.
pub fn as_day(text: &str) -> Option<Date> {
    read(text).ok()
}

pub(super) fn no_day(path: &SitePath, key: &str, text: &Text) -> Problem {
    let message = format!("`{key}` should be a day of the calendar, with the year first");
    let problem = Problem::at(Code::WrongType, path, text.span, message);
    match meant(&text.text) {
        Some(day) => problem.help(format!("Did you mean `{key}: {day}`?")).fix(text.span, day.to_string()),
        None => problem.help(format!("Write year, month and day, like `{key}: 2026-11-23`.")),
    }
}

/// The one day that `23.11.2026` or `11/23/2026` can be. `3.4.2026` can be two, and is none.
fn meant(text: &str) -> Option<Date> {
    let mut parts = text.split(['.', '/', '-']).map(str::trim);
    let (Some(first), Some(second), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    let (first, second) = (first.parse::<i8>().ok()?, second.parse::<i8>().ok()?);
    let (one, other) = (Date::new(year, second, first).ok(), Date::new(year, first, second).ok());
    match (one, other) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_one_day_is_meant() {
        let said = |text: &str| meant(text).map(|day| day.to_string());
        assert_eq!(said("23.11.2026").as_deref(), Some("2026-11-23"));
        assert_eq!(said("11/23/2026").as_deref(), Some("2026-11-23"));
        assert_eq!(said("4.4.2026").as_deref(), Some("2026-04-04"));
        for text in ["3.4.2026", "30.2.2026", "23.11.26", "tomorrow", "1.2.3.4", ""] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
