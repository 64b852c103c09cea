//! The days on which a page is there for its readers, by whatever key its author used for them.
//!
//! A page that is published too soon, or stays too long, cannot be taken back: what is no day holds it back, and a key that is nearly
//! one of these counts as that one. Both are told.

use super::visibility::normal;
use crate::problem::{Certainty, Code, Problem, Severity, near};
use crate::source::{SitePath, Span};
use crate::yaml::{Fields, Key, Value, as_day};
use jiff::civil::Date;

/// The days on which a page is there for its readers: `expires`, and as Hugo has them, `publishDate` and `expiryDate`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The first of them.
    pub from: Option<Date>,
    /// The first day after them.
    pub until: Option<Date>,
}

/// Why a day keeps a page back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Waits {
    /// It waits for this day.
    Until(Date),
    /// Its last day was before this one.
    Since(Date),
}

impl Days {
    /// Why a day is none of them. Where nobody knows what day it is, none has begun: a page that is shown too soon cannot be taken
    /// back, one that was there for all to see is no secret.
    pub fn keep_back(self, today: Option<Date>) -> Option<Waits> {
        let ended = |until: &Date| *until == Date::MIN || today.is_some_and(|today| *until <= today);
        let begun = |from: &Date| today.is_some_and(|today| *from <= today);
        let since = self.until.filter(ended).map(Waits::Since);
        since.or_else(|| self.from.filter(|from| !begun(from)).map(Waits::Until))
    }
}

/// What a front matter says of days.
pub(super) struct Said {
    pub(super) days: Days,
    /// Where one stands that cannot be read.
    pub(super) unread: Option<Span>,
}

/// Keys of a first day and of a last, as Fingerpost, Hugo and others have them.
const FROM: [&str; 3] = ["publishdate", "pubdate", "publish_date"];
const UNTIL: [&str; 4] = ["expires", "expirydate", "expiry_date", "unpublishdate"];

/// The days that such keys say. What is no day is one that never comes: then the page is held back.
pub(super) fn read(fields: &Fields<'_>, path: &SitePath, problems: &mut Vec<Problem>) -> Said {
    let mut out = Said { days: Days::default(), unread: None };
    for (key, node) in fields.entries() {
        let Value::Scalar(text) = &node.value else { continue };
        let (text, mut name) = (text.trim(), normal(&key.text));
        if text.is_empty() {
            continue;
        }
        let day = as_day(text);
        if day.is_some()
            && let Some(meant) = meant(&name)
        {
            problems.push(slip(path, key, meant));
            meant.clone_into(&mut name);
        }
        if FROM.contains(&name.as_str()) {
            // At some hour of that day, in whatever part of the world: on the next it has come everywhere.
            let whole = |day: Date| if text.len() > 10 { day.tomorrow().unwrap_or(day) } else { day };
            out.days.from = out.days.from.max(Some(day.map_or(Date::MAX, whole)));
        } else if UNTIL.contains(&name.as_str()) {
            out.days.until = out.days.until.into_iter().chain([day.unwrap_or(Date::MIN)]).min();
        } else {
            continue;
        }
        out.unread = out.unread.or((day.is_none()).then_some(node.span));
    }
    out
}

/// The key of a last day that a misspelt one means: `expire`, `expries`, `expirey_date`.
fn meant(key: &str) -> Option<&'static str> {
    // What a thing cost, or what was tried, has a day too.
    let known = ["expense", "expenses", "expert", "experts"].contains(&key) || UNTIL.contains(&key);
    let near = near::nearest(key, ["expires", "expirydate", "expiry_date"]).filter(|_| !known);
    near.or_else(|| {
        ["expire", "expired", "expiry", "expiration", "expiration_date"].contains(&key).then_some("expires")
    })
}

fn slip(path: &SitePath, key: &Key, meant: &'static str) -> Problem {
    let message = format!("Is `{}` meant to be `{meant}`? Until that is clear, it counts as that", key.text);
    Problem::at(Code::DatedPage, path, key.span, message)
        .help(format!("Write `{meant}`; or, if it is another program's own, a name that is not so near."))
        .weighing(Severity::Warning)
        .fix(key.span, meant)
        .sure(Certainty::Doubtful)
}
