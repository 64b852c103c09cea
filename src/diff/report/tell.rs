//! Changes → the lines of a report, in the order in which a reviewer should read them.
//!
//! Takes: [`Changes`]. Gives: a [`Report`]. Never: decides how a line is printed.

pub(super) mod help;

use super::lines::Line;
use super::words::many;
use super::{Alert, Entry, Grade, Part, Report, Section, guards, parts, trees};
use crate::diff::{Changes, FieldChange, FileFate, Lost, Parted, ReviewFate, Setting, Totals};

/// The section of pictures, in which a browser is shown them.
pub(super) const FILES: &str = "Pictures and files";
/// So many pages are named of one file.
const NAMED: usize = 5;
/// So many lines of an alarm are shown; the others are counted.
const ALARMED: usize = 60;

impl Report {
    /// Everything that is told.
    pub(super) fn of(changes: &Changes) -> Report {
        let mut out = Report::default();
        unreadable(changes, &mut out.alarms);
        if changes.is_empty() && !changes.rewrapped.is_empty() {
            let pages = many(&changes.rewrapped.len().to_string(), "page");
            out.totals = Line::of(format!(
                "Nothing that a reader sees: {pages} with other line breaks or spaces in the HTML, and with every word as before."
            ));
            return out;
        }
        if changes.is_empty() {
            out.totals = Line::of(if changes.unreadable.is_empty() {
                "Nothing: every page reads as before, and every tree leads where it led."
            } else {
                "Nothing: every page reads as before, and every tree leads where it led, as far as both versions can be read."
            });
            return out;
        }
        out.totals = totals(&changes.totals, changes.relinked.len(), changes.unread.len());
        let unreadable = std::mem::take(&mut out.alarms);
        // The cause before what may come of it.
        unread(changes, &mut out.alarms);
        help::whom_to_call(changes, &mut out.alarms);
        changes.trees.iter().for_each(|tree| trees::alarms(tree, &mut out.alarms));
        help::cards(changes, &mut out.alarms);
        help::calls(changes, &mut out.alarms);
        help::turned(changes, &mut out.alarms);
        help::overturned(changes, &mut out.alarms);
        guards::alarms(&changes.guards, &mut out.alarms);
        out.alarms.extend(changes.trees.iter().filter_map(trees::other_words));
        lost(changes, &mut out.alarms);
        code(changes, &mut out.alarms);
        out.alarms.extend(unreadable);
        out.alarms.extend(changes.parted.as_ref().map(parted));
        reviewed(changes, &mut out.alarms);
        lost_parts(changes, &mut out.alarms);
        let mut section = |title: &'static str, entries: Vec<Entry>| {
            if !entries.is_empty() {
                out.sections.push(Section { title, entries });
            }
        };
        let [weaker, changed] = guards::lines(&changes.guards);
        section("Guards weakened", weaker.into_iter().map(Entry::Item).collect());
        section("Guards changed", changed.into_iter().map(Entry::Item).collect());
        let told = changes.trees.iter().enumerate();
        section("Decision trees", told.map(|(nth, tree)| Entry::Part(trees::part(nth, tree))).collect());
        let (unseen, seen): (Vec<&Setting>, Vec<&Setting>) =
            changes.everywhere.iter().partition(|setting| setting.unseen);
        let everywhere = seen.into_iter().map(on_every_page);
        section("On every page", everywhere.chain(changes.affected.as_ref().map(parts::affected)).collect());
        section("Settings that no page shows", unseen.into_iter().map(on_every_page).collect());
        section("Moved pages", moved(changes));
        section("Pages that are gone, with their address taken over", replaced(changes));
        let told = changes.added.iter().enumerate();
        section("New pages", told.map(|(nth, page)| Entry::Part(parts::added(nth, page))).collect());
        let told = changes.edited.iter().enumerate();
        section("Changed pages", told.map(|(nth, page)| Entry::Part(parts::page(nth, page))).collect());
        section("Words of the glossary", changes.terms.iter().map(|term| Entry::Part(parts::term(term))).collect());
        let sources = parts::sources(&changes.sources);
        section("Sources", if changes.sources.is_empty() { Vec::new() } else { vec![Entry::Part(sources)] });
        section(FILES, files(changes));
        section("Pages with every word as before", as_before(changes));
        section("Not told", unexplained(changes));
        out
    }
}

/// `2 pages read otherwise, 1 page moved.`
fn totals(totals: &Totals, relinked: usize, unread: usize) -> Line {
    let count = |n: usize, one: &str, more: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{} {more}", super::words::grouped(&n.to_string()))),
    };
    let parts = [
        count(totals.trees, "decision tree changed", "decision trees changed"),
        count(
            totals.trees_less_urgent,
            "of them is less urgent somewhere, or nobody can tell",
            "of them are less urgent somewhere, or nobody can tell",
        ),
        count(
            totals.cards_milder,
            "care card is milder, says less or is gone, or nobody can tell",
            "care cards are milder, say less or are gone, or nobody can tell",
        ),
        count(totals.calls_lost, "text no longer says to call, or whom", "texts no longer say to call, or whom"),
        count(
            totals.turned,
            "sentence has another number, unit, bound or “not”",
            "sentences have another number, unit, bound or “not”",
        ),
        count(totals.turned_urgent, "of them where help is urgent", "of them where help is urgent"),
        count(
            totals.overturned,
            "sentence stands elsewhere among do, do not and steps",
            "sentences stand elsewhere among do, do not and steps",
        ),
        count(totals.guards, "guard is weaker or gone", "guards are weaker or gone"),
        count(totals.guards_changed, "guard is changed", "guards are changed"),
        count(totals.lost, "address is lost", "addresses are lost"),
        count(totals.lost_parts, "link to a heading is lost", "links to headings are lost"),
        count(totals.everywhere, "thing changed on every page", "things changed on every page"),
        count(totals.unseen, "setting changed that no page shows", "settings changed that no page shows"),
        count(
            totals.still_reviewed,
            "page changed under a review that stands as it was",
            "pages changed under reviews that stand as they were",
        ),
        count(totals.reviewed, "page has a new review", "pages have a new review"),
        count(
            totals.unreviewed,
            "page no longer says who has reviewed it",
            "pages no longer say who has reviewed them",
        ),
        count(totals.edited, "page reads otherwise", "pages read otherwise"),
        count(totals.added, "page is new", "pages are new"),
        count(totals.moved, "page moved", "pages moved"),
        count(relinked, "page has only other paths in its links", "pages have only other paths in their links"),
        count(totals.terms, "word of the glossary changed", "words of the glossary changed"),
        count(totals.sources, "source changed", "sources changed"),
        count(totals.files, "file changed", "files changed"),
        count(totals.unexplained, "page differs in a way that is not told", "pages differ in a way that is not told"),
        count(unread, "changed file cannot be read", "changed files cannot be read"),
        count(totals.errors, "error may hide more", "errors may hide more"),
    ];
    let said = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    Line::of(if said.is_empty() { "What changed stands below.".to_owned() } else { format!("{said}.") })
}

/// Lines of an alarm, not too many.
pub(super) fn some(lines: impl ExactSizeIterator<Item = Line>) -> Vec<Line> {
    let more = lines.len().saturating_sub(ALARMED);
    let mut out: Vec<Line> = lines.take(ALARMED).collect();
    if more > 0 {
        out.push(Line::of(format!("… and {more} more")));
    }
    out
}

fn lost(changes: &Changes, out: &mut Vec<Alert>) {
    if changes.lost.is_empty() {
        return;
    }
    let head = match changes.lost.len() {
        1 => "1 address no longer works.".to_owned(),
        count => format!("{count} addresses no longer work."),
    };
    out.push(Alert {
        grade: Grade::Warning,
        head: Line::default().strong(head).join(Line::worded(
            " Links and bookmarks end at “Page not found”. Write the old address into `aliases` of the page that takes over.",
        )),
        items: some(changes.lost.chunk_by(together).map(lost_said).collect::<Vec<_>>().into_iter()),
    });
}

/// Whether two addresses are of one screen, each made of other earlier answers.
fn together(one: &Lost, next: &Lost) -> bool {
    one.made_at.is_some() && one.made_at == next.made_at && one.now.is_none() && next.now.is_none()
}

/// Addresses that are one line.
fn lost_said(lost: &[Lost]) -> Line {
    let first = &lost[0];
    if let (Some(at), true) = (&first.made_at, lost.len() > 1) {
        let line = Line::default().code(format!("{at}…/")).say(format!(" ({})", first.title));
        return line.say(format!(": {} addresses, each for other earlier answers", lost.len()));
    }
    let line = Line::default().code(&first.address).say(format!(" ({})", first.title));
    match &first.now {
        Some(now) => line.say(" is now at ").code(now),
        None => line,
    }
}

/// Headings that nobody comes to by the addresses that they had.
fn lost_parts(changes: &Changes, out: &mut Vec<Alert>) {
    if changes.lost_parts.is_empty() {
        return;
    }
    let head = match changes.lost_parts.len() {
        1 => "1 heading no longer has the address that it had.".to_owned(),
        count => format!("{count} headings no longer have the addresses that they had."),
    };
    out.push(Alert {
        grade: Grade::Important,
        head: Line::default().strong(head).join(Line::worded(
            " Links and bookmarks from elsewhere end at the top of the page. `## New words {#old-words}` keeps it.",
        )),
        items: some(
            changes.lost_parts.iter().map(|lost| Line::default().code(&lost.address).say(format!(" ({})", lost.title))),
        ),
    });
}

fn unread(changes: &Changes, out: &mut Vec<Alert>) {
    if !changes.unread.is_empty() {
        let head = match changes.unread.len() {
            1 => "1 changed file cannot be read.".to_owned(),
            count => format!("{count} changed files cannot be read."),
        };
        out.push(Alert {
            grade: Grade::Warning,
            head: Line::default().strong(head).say(
                " What changed in it is not told, nor what follows from it on other pages: it is compared as the other version has it.",
            ),
            items: some(changes.unread.iter().map(|path| Line::default().code(path))),
        });
    }
}

fn unreadable(changes: &Changes, out: &mut Vec<Alert>) {
    for side in &changes.unreadable {
        let (version, has, again) = match side.version {
            "before" => ("The version before", "has", ""),
            "after" => ("The version after", "has", ""),
            _ => ("Both versions", "have", "the same "),
        };
        let mut items: Vec<Line> = side
            .first
            .iter()
            .map(|fault| {
                let line = fault.line.map(|line| format!(":{line}")).unwrap_or_default();
                Line::default()
                    .code(format!("{}{line}", fault.path))
                    .join(Line::worded(format!(" [{}]: {}", fault.code, fault.message)))
            })
            .collect();
        if side.errors > items.len() {
            items.push(Line::of(format!("… and {} more", side.errors - items.len())));
        }
        items.extend(
            side.left_out
                .iter()
                .map(|path| Line::default().code(path).say(" is left out: it is no plain file inside the site")),
        );
        let one = if again.is_empty() { "1 error" } else { "the same error" };
        let head = match side.errors {
            0 => Line::default().strong(format!("{version} could not be read whole.")),
            1 => Line::default().strong(format!("{version} {has} {one} and would not be published.")),
            errors => {
                Line::default().strong(format!("{version} {has} {again}{errors} errors and would not be published."))
            }
        };
        let head = head.say(" What can be read is compared; what these hide is not told.");
        out.push(Alert { grade: Grade::Warning, head, items });
    }
}

/// What one branch gained alone reads as if the other took it back.
fn parted(parted: &Parted) -> Alert {
    let head = Line::default().strong(format!("“{}” went on after “{}” began at ", parted.old, parted.new));
    let head = head.code(&parted.at).say(": what it gained since is told here as taken back. What “");
    let head = head.say(&parted.new).say("” alone changes: ");
    let head = head.code(format!("fingerpost diff {} {}", parted.at, parted.new));
    Alert { grade: Grade::Warning, head, items: Vec::new() }
}

/// Who vouches for which page.
fn reviewed(changes: &Changes, out: &mut Vec<Alert>) {
    let mut alert = |head: [&str; 2], more: &str, items: Vec<Line>| {
        let count = items.len();
        let head = if count == 1 { format!("1 {}", head[0]) } else { format!("{count} {}", head[1]) };
        if count > 0 {
            let head = Line::default().strong(head).say(more);
            out.push(Alert { grade: Grade::Important, head, items: some(items.into_iter()) });
        }
    };
    let still = changes.still_reviewed.iter().map(|page| {
        let line = Line::default().quote(&page.title).say(": reviewed");
        let line = if page.reviewer.is_empty() { line } else { line.say(" by ").quote(&page.reviewer) };
        line.say(format!(" on {}", page.reviewed))
    });
    let head = [
        "page changed, under a review that stands as it was.",
        "pages changed, under reviews that stand as they were.",
    ];
    alert(head, " Readers take it that this person has read what it says now.", still.collect());
    let edited = changes.edited.iter().map(|page| (&page.title, &page.review));
    let all: Vec<(&String, &Vec<FieldChange>)> =
        edited.chain(changes.added.iter().map(|page| (&page.title, &page.review))).collect();
    let of = |fate: ReviewFate| -> Vec<Line> {
        let item = |(title, review): &(&String, &Vec<FieldChange>)| {
            review.iter().enumerate().fold(Line::default().quote(title).say(": "), |line, (nth, field)| {
                let line = if nth > 0 { line.say("; ") } else { line };
                line.join(parts::field(field))
            })
        };
        all.iter().filter(|(_, review)| ReviewFate::of(review) == Some(fate)).map(item).collect()
    };
    let head = ["page has a new review.", "pages have a new review."];
    alert(head, " Is it true that this person has read it?", of(ReviewFate::New));
    let head = ["page no longer says who has reviewed it.", "pages no longer say who has reviewed them."];
    alert(head, "", of(ReviewFate::Gone));
    let head =
        ["page is due for its next review on another day.", "pages are due for their next review on another day."];
    alert(head, "", of(ReviewFate::OtherDay));
}

/// A setting in a line; a text of the theme with the lines that changed in it.
fn on_every_page(setting: &Setting) -> Entry {
    if setting.lines.is_empty() {
        return Entry::Item(everywhere(setting));
    }
    let (title, edits) = (Line::worded(&setting.what), setting.lines.clone());
    let note = match (setting.before.as_str(), setting.after.as_str()) {
        ("", _) => Line::of("It is new."),
        (_, "") => Line::of("It is gone."),
        _ => Line::default(),
    };
    Entry::Part(Part { title, note, edits, ..Part::default() })
}

/// What a reader of a review cannot see from words: templates, styles and scripts can hide anything, anywhere.
fn code(changes: &Changes, out: &mut Vec<Alert>) {
    let texts: Vec<&Setting> = changes.everywhere.iter().filter(|setting| setting.is_code).collect();
    if !texts.is_empty() {
        let head = Line::default().strong("Files changed that can hide or change anything on every page.");
        let head = head.say(" Read them line by line, or look at pages before and after.");
        let items = texts.into_iter().map(|setting| Line::worded(&setting.what));
        out.push(Alert { grade: Grade::Important, head, items: some(items) });
    }
}

fn everywhere(setting: &Setting) -> Line {
    let shown = |line: Line, text: &str| if text.is_empty() { line.say("nothing") } else { line.quote(text) };
    let line = shown(Line::worded(&setting.what).say(": was "), &setting.before);
    shown(line.say(", is "), &setting.after)
}

fn moved(changes: &Changes) -> Vec<Entry> {
    let mut out: Vec<Entry> = changes
        .moved
        .iter()
        .map(|page| {
            let line = Line::default().strong(&page.title).say(": from ").code(&page.from).say(" to ").code(&page.to);
            Entry::Item(if page.redirect {
                line.say(", the old address leads there")
            } else {
                line.say(", ").strong("without a redirect")
            })
        })
        .collect();
    if !changes.relinked.is_empty() {
        let pages = many(&changes.relinked.len().to_string(), "page");
        let paths = changes.relinked.iter().take(ALARMED).enumerate();
        let line = paths.fold(
            Line::of(format!("On {pages} only the paths of links changed, to where they led: ")),
            |line, (nth, address)| {
                if nth > 0 { line.say(", ").code(address) } else { line.code(address) }
            },
        );
        let more = changes.relinked.len().saturating_sub(ALARMED);
        out.push(Entry::Item(if more > 0 { line.say(format!(" and {more} more")) } else { line }));
    }
    out
}

fn replaced(changes: &Changes) -> Vec<Entry> {
    let item = |page: &crate::diff::Moved| {
        Line::default().strong(&page.title).say(": ").code(&page.from).say(" now leads to ").code(&page.to)
    };
    changes.replaced.iter().map(|page| Entry::Item(item(page))).collect()
}

fn files(changes: &Changes) -> Vec<Entry> {
    let item = |file: &crate::diff::FileChange| {
        let line = Line::default().code(&file.path);
        let line = match (file.what, &file.from) {
            (FileFate::Moved, Some(from)) => line.say(" was at ").code(from),
            (FileFate::Added, _) => line.say(" is new"),
            (FileFate::Removed, _) => line.say(" is gone"),
            (FileFate::Changed | FileFate::Moved, _) => line.say(" is changed"),
        };
        let (named, more) = (&file.on[..file.on.len().min(NAMED)], file.on.len().saturating_sub(NAMED));
        let line = if named.is_empty() { line } else { line.say(", on ").quotes(named) };
        if more > 0 { line.say(format!(" and {}", many(&more.to_string(), "more page"))) } else { line }
    };
    changes.files.iter().map(|file| Entry::Item(item(file))).collect()
}

/// Pages of which something differs that nobody sees, named as such.
fn as_before(changes: &Changes) -> Vec<Entry> {
    let all = |pages: &[String], what: &str| {
        let head = format!("{what} on {}: ", many(&pages.len().to_string(), "page"));
        let line = pages.iter().take(ALARMED).enumerate().fold(Line::of(head), |line, (nth, address)| {
            if nth > 0 { line.say(", ").code(address) } else { line.code(address) }
        });
        let more = pages.len().saturating_sub(ALARMED);
        (!pages.is_empty()).then(|| Entry::Item(if more > 0 { line.say(format!(" and {more} more")) } else { line }))
    };
    let signs = "Signs that nobody sees, such as a no-break space, a soft hyphen or a space of no width, came or went";
    let spaces = "Other line breaks or spaces in the HTML";
    [all(&changes.unseen_signs, signs), all(&changes.rewrapped, spaces)].into_iter().flatten().collect()
}

fn unexplained(changes: &Changes) -> Vec<Entry> {
    let count = changes.unexplained.len();
    let (differ, them) = if count == 1 { ("differs", "it") } else { ("differ", "them") };
    let pages = many(&count.to_string(), "page");
    let head = format!("{pages} {differ} in a way that is not told here. Look at {them} yourself:");
    let mut out = vec![Entry::Note(Line::of(head))];
    let parts = |parts: &[&str]| {
        let said = parts.iter().map(|part| match *part {
            "text" => "its text",
            "around" => "what stands around its text",
            "site" => "what every page shows",
            "page" => "what machines are told of it",
            "screen" => "its question or outcome",
            _ => "its lists",
        });
        said.collect::<Vec<_>>().join(", ")
    };
    let item = |page: &crate::diff::Unexplained| {
        let line = Line::default().quote(&page.title).say(" at ").code(&page.address);
        let of = parts(&page.parts);
        if of.is_empty() { line } else { line.say(format!(": {of}")) }
    };
    out.extend(changes.unexplained.iter().map(|page| Entry::Item(item(page))));
    if count == 0 { Vec::new() } else { out }
}
