//! When reviews are due, in both versions → those that are due later, or never; and what pages say that wait for one.

use super::{Guard, GuardChange, GuardFate};
use crate::config::settings::Settings;
use crate::diff::Version;
use crate::diff::pages::Both;
use crate::link::Page;
use jiff::civil::Date;

/// What the site asks for, and of each page what it says itself.
pub(super) fn compare(old: Version<'_>, new: Version<'_>, both: Both<'_>, out: &mut Vec<GuardChange>) {
    let (before, after) = (&old.plan.site.settings, &new.plan.site.settings);
    let months = |months: Option<u32>| months.map(|months| format!("after {months} months")).unwrap_or_default();
    if let Some(was) = before.review_after
        && after.review_after.is_none_or(|is| is > was)
    {
        let said = waiting(old);
        let more = if after.review_after.is_none() && !said.is_empty() {
            format!("when pages are due for a review (`review_after`), and that pages without one say “{said}”,")
        } else {
            "when pages are due for a review (`review_after`)".to_owned()
        };
        out.push(GuardChange {
            kind: Guard::Review,
            fate: if after.review_after.is_none() { GuardFate::Gone } else { GuardFate::Weaker },
            what: more,
            before: months(before.review_after),
            after: months(after.review_after),
            ..GuardChange::default()
        });
    }
    let said = [old, new].map(waiting);
    if before.review_after.is_some() && after.review_after.is_some() && said[0] != said[1] {
        let [before, after] = said;
        out.push(GuardChange {
            kind: Guard::Review,
            fate: GuardFate::Changed,
            what: "what every page says that nobody has reviewed".into(),
            before: format!("“{before}”"),
            after: format!("“{after}”"),
            ..GuardChange::default()
        });
    }
    for (p, q) in both.pairs {
        let pages = [&both.old.pages[*p], &both.new.pages[*q]];
        out.extend(put_off(pages, [before, after]));
    }
}

/// What a page says that waits for its review.
fn waiting(version: Version<'_>) -> String {
    let theme = &version.plan.theme;
    let own = crate::diff::everywhere::theme_setting(&version.plan.site.settings, &theme.settings, "awaiting-review");
    own.filter(|said| !said.is_empty()).or_else(|| theme.words.get("awaiting-review").cloned()).unwrap_or_default()
}

/// Whether a page's own words put its review off: the same review is due later, or a new one leaves it longer alone than the site
/// asks for and than the last one did. What a review in `review_after` itself changes is told there.
fn put_off([was, is]: [&Page; 2], [before, after]: [&Settings; 2]) -> Option<GuardChange> {
    let fronts = [&was.doc.front, &is.doc.front];
    if fronts[0].next_review == fronts[1].next_review {
        return None;
    }
    let due = fronts[0].review_due(before)?;
    let now = fronts[1].review_due(after);
    let longer = |now: Date| {
        let length =
            |from: Option<Date>, to: Date| from.and_then(|from| from.until(to).ok()).map(|span| span.get_days());
        let asked = |settings: &Settings| {
            let front = crate::parse::Front { next_review: None, ..fronts[1].clone() };
            front.review_due(settings).is_some_and(|asked| now <= asked)
        };
        let lengths = length(fronts[1].reviewed, now).zip(length(fronts[0].reviewed, due));
        lengths.is_some_and(|(now, before)| now > before) && !asked(after)
    };
    let weaker = match now {
        // A page that nobody vouches for any more waits for its review again.
        None if fronts[1].reviewed.is_none() && after.review_after.is_some() => false,
        None => true,
        Some(now) if fronts[0].reviewed == fronts[1].reviewed => now > due,
        Some(now) => longer(now),
    };
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    weaker.then(|| GuardChange {
        kind: Guard::Review,
        fate: if now.is_none() { GuardFate::Gone } else { GuardFate::Weaker },
        what: "when it is due for a review (`next_review`)".into(),
        of: is.facts().title.clone(),
        before: day(Some(due)),
        after: day(now),
    })
}
