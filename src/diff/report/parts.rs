//! A changed page, a changed term and the changed sources, each as a part of a report.

use super::lines::Line;
use super::words::many;
use super::{Entry, Part, Shown, tell};
use crate::diff::signs;
use crate::diff::{
    Added, Affected, Edit, Edited, FieldChange, Heading, HeadingChange, PageLink, ReferenceChange, TermChange,
};

/// What changed on a page. `nth` is its place among the changed pages.
pub(super) fn page(nth: usize, page: &Edited) -> Part {
    let mut items: Vec<Line> = page.cards.iter().map(tell::help::card).collect();
    items.extend(page.review.iter().map(field));
    items.extend(page.title_before.iter().map(|before| match signs::looks(before) == signs::looks(&page.title) {
        true => Line::of("Its title was ").quote(signs::named(before)).say(", is ").quote(signs::named(&page.title)),
        false => Line::of("Its title was ").quote(before),
    }));
    items.extend(page.about.iter().map(field));
    if page.words_added + page.words_removed > 0 {
        items.push(Line::of(format!(
            "{} more, {} fewer",
            many(&page.words_added.to_string(), "word"),
            page.words_removed
        )));
    }
    items.extend(page.headings.iter().filter_map(heading));
    for relaid in &page.relaid {
        let more = if relaid.more > 0 { format!(" and {} more", relaid.more) } else { String::new() };
        let now = if relaid.more > 0 { "stand now" } else { "stands now" };
        let (was, is) = (&relaid.before, &relaid.after);
        items.push(Line::default().quote(&relaid.first).say(format!("{more} {now} {is}, and stood {was}")));
    }
    items.extend(links("Now links to ", &page.links_gained));
    items.extend(links("No longer links to ", &page.links_lost));
    Part {
        title: Line::of(&page.title).say(" (").code(&page.path).say(")"),
        items,
        edits: page.sentences.clone(),
        shown: Shown::Page(nth),
        ..Part::default()
    }
}

/// A page that is new, with all that it says. `nth` is its place among the new pages.
pub(super) fn added(nth: usize, page: &Added) -> Part {
    let mut items: Vec<Line> = page.cards.iter().map(tell::help::card).collect();
    if items.is_empty() {
        items.push(Line::of("It has no care card"));
    }
    items.extend(page.review.iter().map(field));
    items.extend(page.aliases.iter().map(|alias| Line::of("It is found at ").code(alias).say(" too")));
    Part {
        title: Line::default()
            .strong(&page.title)
            .say(" at ")
            .code(&page.address)
            .say(" (file ")
            .code(&page.path)
            .say(")"),
        items,
        edits: page.sentences.clone(),
        shown: Shown::Added(nth),
        ..Part::default()
    }
}

/// A key that says something else.
pub(super) fn field(field: &FieldChange) -> Line {
    let name = match field.key {
        "reviewed" => "reviewed on",
        "reviewer" => "reviewed by",
        "next_review" => "next review",
        "search" => "found by the search",
        "also_called" => "also called",
        key => key,
    };
    let shown = |line: Line, text: &str| if text.is_empty() { line.say("nothing") } else { line.quote(text) };
    let lead = Line::of(format!("{name} (")).code(field.key).say("): ");
    if !field.before.is_empty() && !field.after.is_empty() && field.is_list {
        return entries(lead, &field.came, &field.went);
    }
    let line = shown(lead.say("was "), &field.before);
    shown(line.say(", is "), &field.after)
}

/// What came into a list and what went.
fn entries(lead: Line, came: &[String], went: &[String]) -> Line {
    match (came, went) {
        ([], []) => lead.say("the same, in another order"),
        (came, []) => lead.quotes(came).say(" added"),
        ([], went) => lead.quotes(went).say(" taken out"),
        (came, went) => lead.quotes(came).say(" added, ").quotes(went).say(" taken out"),
    }
}

/// What one list has and another has not.
fn alone(of: &[String], other: &[String]) -> Vec<String> {
    of.iter().filter(|entry| !other.contains(entry)).cloned().collect()
}

fn heading(change: &HeadingChange) -> Option<Line> {
    let named = |line: Line, text: String| {
        let line = line.quote(text);
        if change.place.is_empty() { line } else { line.say(" in ").say(&change.place) }
    };
    let called = |line: Line, heading: &Heading| named(line, heading.text.clone());
    let lead = Line::of("The heading ");
    Some(match (&change.before, &change.after) {
        (Some(before), Some(after))
            if signs::looks(&before.text) == signs::looks(&after.text) && before.text != after.text =>
        {
            named(lead, signs::named(&before.text)).say(" is now ").quote(signs::named(&after.text))
        }
        (Some(before), Some(after)) if before.text != after.text => {
            called(lead, before).say(" is now ").quote(&after.text)
        }
        (Some(before), Some(after)) if before.level != after.level => {
            called(lead, after).say(format!(" is on level {} rather than {}", after.level, before.level))
        }
        (Some(before), Some(after)) if before.id != after.id => {
            let line = called(lead, after).say(" is linked to by ").code(format!("#{}", after.id));
            line.say(" rather than ").code(format!("#{}", before.id))
        }
        (Some(_), Some(after)) => called(lead, after).say(" stands elsewhere among the headings"),
        (Some(before), None) => called(lead, before).say(" is gone"),
        (None, Some(after)) => called(lead, after).say(" is new"),
        (None, None) => return None,
    })
}

fn links(lead: &str, links: &[PageLink]) -> Option<Line> {
    if links.is_empty() {
        return None;
    }
    let one = |line: Line, link: &PageLink| {
        if link.title == link.address { line.code(&link.address) } else { line.quote(&link.title) }
    };
    Some(
        links
            .iter()
            .enumerate()
            .fold(Line::of(lead), |line, (nth, link)| one(if nth > 0 { line.say(", ") } else { line }, link)),
    )
}

/// What changed in a term.
pub(super) fn term(change: &TermChange) -> Part {
    let list = |line: Line, forms: &[String]| if forms.is_empty() { line.say("nothing") } else { line.quotes(forms) };
    let item = match (&change.forms_before, &change.forms_after) {
        (None, _) => Some(Line::of("It is new")),
        (_, None) => Some(Line::of("It is gone")),
        (Some(before), Some(after)) if before != after && !before.is_empty() && !after.is_empty() => {
            Some(entries(Line::of("Other words for it: "), &alone(after, before), &alone(before, after)))
        }
        (Some(before), Some(after)) if before != after => {
            Some(list(list(Line::of("Other words for it: was "), before).say(", is "), after))
        }
        _ => None,
    };
    Part {
        title: Line::of(&change.term),
        items: change.cards.iter().map(tell::help::card).chain(item).collect(),
        edits: change.sentences.clone(),
        ..Part::default()
    }
}

/// What changed in the sources. The key stands before each, as it stands in the texts.
pub(super) fn sources(changes: &[ReferenceChange]) -> Part {
    let with_key = |key: &str, text: &Option<String>| text.as_ref().map(|text| format!("[@{key}] {text}"));
    let renamed = changes.iter().filter_map(|change| Some((change, change.key_before.as_ref()?)));
    let items = renamed.map(|(change, before)| {
        let line = Line::of("The source ").code(format!("[@{}]", change.key)).say(" was called ");
        line.code(format!("[@{before}]")).say(": ").quote(change.after.as_deref().unwrap_or_default())
    });
    let items = items.collect();
    let changes = changes.iter().filter(|change| change.key_before.is_none());
    let edit = |change: &ReferenceChange| Edit {
        before: with_key(&change.key, &change.before),
        after: with_key(&change.key, &change.after),
        ..Edit::default()
    };
    Part { items, edits: changes.map(edit).collect(), ..Part::default() }
}

/// What the theme's changes come to, on one page.
pub(super) fn affected(affected: &Affected) -> Entry {
    let of = many(&affected.of.to_string(), "page");
    if affected.pages == 0 {
        return Entry::Note(Line::of(format!("By the theme's templates, words and settings no page of {of} differs.")));
    }
    let differ = if affected.pages == 1 { "differs" } else { "differ" };
    let head = Line::of(format!("By the theme's templates, words and settings {} of {of} {differ}", affected.pages));
    Entry::Part(Part {
        title: head,
        note: Line::of("For example, in the HTML of ")
            .quote(&affected.title)
            .say(" at ")
            .code(&affected.address)
            .say(":"),
        edits: affected.lines.clone(),
        ..Part::default()
    })
}
