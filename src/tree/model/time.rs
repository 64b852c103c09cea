//! Times as runners write them: `41:30`, `3:05:00`.
//!
//! Takes: a time as written, or whole seconds. Gives: the other.
//! Never: takes a number without a colon, which may be minutes or seconds.

use super::decimal::Decimal;

/// Reads `m:ss` or `h:mm:ss`, as seconds.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    let parts: Vec<&str> = text.split(':').collect();
    let figures = |part: &str, most: usize| {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<i128>().ok()).flatten()
    };
    let below_sixty = |part: &str| figures(part, 2).filter(|n| part.len() == 2 && *n < 60);
    let seconds = match parts.as_slice() {
        [minutes, seconds] => figures(minutes, 6)? * 60 + below_sixty(seconds)?,
        [hours, minutes, seconds] => (figures(hours, 6)? * 60 + below_sixty(minutes)?) * 60 + below_sixty(seconds)?,
        _ => return None,
    };
    Some(Decimal::whole(seconds))
}

/// Seconds, from an hour on with the hours.
pub(super) fn written(seconds: Decimal) -> String {
    let whole = seconds.rounded();
    let (sign, whole) = (if whole < 0 { "-" } else { "" }, whole.abs());
    match whole / 3600 {
        0 => format!("{sign}{}:{:02}", whole / 60, whole % 60),
        hours => format!("{sign}{hours}:{:02}:{:02}", whole / 60 % 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written_as_runners_do() {
        for (text, seconds) in [("41:30", 2490), ("3:05:00", 11_100), ("0:05", 5), ("90:00", 5400), ("00:41:30", 2490)]
        {
            assert_eq!(parse(text), Some(Decimal::whole(seconds)), "{text}");
        }
        assert_eq!(
            [2490, 11_100, 5, 5400, 59].map(|n| written(Decimal::whole(n))),
            ["41:30", "3:05:00", "0:05", "1:30:00", "0:59"]
        );
        for wrong in ["41", "41:3", "41:60", "1:60:00", ":30", "1:2:3:4", "-1:00", "1:00.5", "", "a:00", "3:5:00"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
