//! What a reader would notice, as Markdown for a review: what could harm first.

use super::pages::{Edited, HeadingChange, PageLink};
use super::sentences::Edit;
use super::trees::{Answered, EndView, ShiftView, TreeChange};
use super::words::{code, folded, longest_run, many, plain};
use super::{Changes, FileFate, ReferenceChange, TermChange};
use std::fmt::Write;

/// More changed sentences of a page are counted and not shown: a review is read, and GitHub keeps a megabyte.
const SENTENCES: usize = 60;
/// More kinds of shift of a tree are counted and not shown.
const SHIFTS: usize = 30;
/// An example of so many answers is shown whole.
const FEW: usize = 4;

/// All changes. Of a site in which a reader would notice nothing, one sentence.
pub fn markdown(changes: &Changes) -> String {
    let mut out = String::from("## What readers will notice\n\n");
    if changes.is_empty() {
        out.push_str("Nothing: every page reads as before, and every tree leads where it led.\n");
        return out;
    }
    changes.trees.iter().for_each(|tree| alarm(&mut out, tree));
    if !changes.lost.is_empty() {
        let _ = writeln!(
            out,
            "> [!WARNING]\n> **{} {}.** Links and bookmarks end at “Page not found”. \
             Write the old address into `aliases` of the page that takes over.\n>",
            changes.lost.len(),
            if changes.lost.len() == 1 { "address no longer works" } else { "addresses no longer work" },
        );
        for lost in &changes.lost {
            let _ = writeln!(out, "> - {} ({})", code(&lost.address), plain(&lost.title));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}\n", extent(changes));
    if !changes.trees.is_empty() {
        out.push_str("### Decision trees\n\n");
        changes.trees.iter().for_each(|tree| tree_section(&mut out, tree));
    }
    everywhere(&mut out, changes);
    moved(&mut out, changes);
    if !changes.added.is_empty() {
        out.push_str("### New pages\n\n");
        for page in &changes.added {
            let _ =
                writeln!(out, "- **{}** at {} (file {})", plain(&page.title), code(&page.address), code(&page.path));
        }
        out.push('\n');
    }
    if !changes.edited.is_empty() {
        out.push_str("### Changed pages\n\n");
        changes.edited.iter().for_each(|page| page_section(&mut out, page));
    }
    terms(&mut out, &changes.terms);
    sources(&mut out, &changes.sources);
    if !changes.files.is_empty() {
        out.push_str("### Pictures and files\n\n");
        for file in &changes.files {
            let what = match file.what {
                FileFate::Added => "new",
                FileFate::Removed => "gone",
                FileFate::Changed => "changed",
            };
            let _ = writeln!(out, "- {} is {what}", code(&file.path));
        }
        out.push('\n');
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// What a reviewer must see before anything else: answers that now lead to less, or are gone, or to nothing.
fn alarm(out: &mut String, tree: &TreeChange) {
    let title = plain(&tree.title);
    let worse = |shift: &&ShiftView| matches!(shift.kind, "less-urgent" | "no-longer-offered" | "leads-nowhere");
    let shifts: Vec<&ShiftView> = tree.shifts.iter().filter(worse).collect();
    if shifts.is_empty() && tree.rules_removed.is_empty() && tree.compared {
        return;
    }
    out.push_str("> [!CAUTION]\n");
    if !tree.compared {
        let _ = writeln!(
            out,
            "> **“{title}” could not be compared.** Its answers combine in too many ways, or one version cannot be read. \
             Try the answers that matter by hand."
        );
    } else if tree.less_urgent != "0" {
        let _ = writeln!(out, "> **“{title}” is now less urgent on {}:**", many(&tree.less_urgent, "path"));
    } else if !shifts.is_empty() {
        let _ = writeln!(out, "> **“{title}” no longer leads everybody on:**");
    }
    if !shifts.is_empty() {
        out.push_str(">\n");
    }
    for line in shifts_said(&shifts) {
        let _ = writeln!(out, "> - {line}");
    }
    if !tree.rules_removed.is_empty() {
        let rules: Vec<String> = tree.rules_removed.iter().map(|name| format!("“{}”", plain(name))).collect();
        let _ = writeln!(out, ">\n> **Safety rules of “{title}” taken out or changed:** {}.", rules.join(", "));
    }
    out.push('\n');
}

/// `2 pages changed, 1 page moved, 1 decision tree leads elsewhere.`
fn extent(changes: &Changes) -> String {
    let count = |n: usize, one: &str, more: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {more}")),
    };
    let parts = [
        count(changes.trees.len(), "decision tree changed", "decision trees changed"),
        count(changes.edited.len(), "page reads otherwise", "pages read otherwise"),
        count(changes.added.len(), "page is new", "pages are new"),
        count(changes.moved.len(), "page moved", "pages moved"),
        count(changes.lost.len(), "address is lost", "addresses are lost"),
        count(changes.terms.len(), "word of the glossary changed", "words of the glossary changed"),
        count(changes.sources.len(), "source changed", "sources changed"),
        count(changes.everywhere.len(), "thing changed on every page", "things changed on every page"),
        count(changes.files.len(), "file changed", "files changed"),
    ];
    format!("{}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn tree_section(out: &mut String, tree: &TreeChange) {
    let _ = writeln!(out, "#### {}\n", plain(&tree.title));
    let _ = writeln!(out, "{}\n", headline(tree));
    let calm = |shift: &&ShiftView| !matches!(shift.kind, "less-urgent" | "no-longer-offered" | "leads-nowhere");
    let shifts: Vec<&ShiftView> = tree.shifts.iter().filter(calm).collect();
    let mut lines = shifts_said(&shifts);
    lines.extend(tree.questions_removed.iter().map(|ask| format!("No longer asked: “{}”", plain(ask))));
    lines.extend(tree.questions_added.iter().map(|ask| format!("New question: “{}”", plain(ask))));
    for change in &tree.options {
        let list =
            |options: &[String]| options.iter().map(|o| format!("“{}”", plain(o))).collect::<Vec<_>>().join(", ");
        let question = plain(&change.question);
        if !change.removed.is_empty() {
            lines.push(format!("“{question}” no longer offers {}", list(&change.removed)));
        }
        if !change.added.is_empty() {
            lines.push(format!("“{question}” now offers {}", list(&change.added)));
        }
    }
    for ask in &tree.unlike {
        lines.push(format!("“{}” is answered in another way, so its answers cannot be compared", plain(ask)));
    }
    if tree.tests[1] < tree.tests[0] {
        lines.push(format!("It had {} tests and now has {}", tree.tests[0], tree.tests[1]));
    }
    for line in &lines {
        let _ = writeln!(out, "- {line}");
    }
    if !lines.is_empty() {
        out.push('\n');
    }
}

/// `3 of 1,106 paths changed; 1 is now less urgent, 2 are now more urgent.`
fn headline(tree: &TreeChange) -> String {
    if !tree.compared {
        return "Its paths could not be compared.".into();
    }
    let are = |count: &str, what: &str| {
        (count != "0").then(|| format!("{count} {} now {what}", if count == "1" { "is" } else { "are" }))
    };
    let urgent = [are(&tree.less_urgent, "less urgent"), are(&tree.more_urgent, "more urgent")];
    let urgent: Vec<String> = urgent.into_iter().flatten().collect();
    let mut said = if tree.changed == "0" {
        format!("None of {} changed", many(&tree.ways, "path"))
    } else {
        format!("{} of {} changed", tree.changed, many(&tree.ways, "path"))
    };
    if !urgent.is_empty() {
        let _ = write!(said, "; {}", urgent.join(", "));
    }
    said.push('.');
    if tree.gone != "0" {
        let verb = if tree.gone == "1" { "has an answer that is" } else { "have answers that are" };
        let _ = write!(said, " {} besides {verb} no longer offered.", many(&tree.gone, "path"));
    }
    if let [Some(before), Some(after)] = &tree.paths
        && (before != &tree.ways || after != &tree.ways)
    {
        let _ = write!(
            said,
            " (The tree had {before} paths and now has {after}. A path is here one way to answer every question that either \
             version asks.)"
        );
    }
    said
}

fn shifts_said(shifts: &[&ShiftView]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut above: Vec<String> = Vec::new();
    for shift in shifts.iter().take(SHIFTS) {
        let mut answers = answers(shift);
        // Most shifts of one edit begin alike, so that is said once.
        let shared = answers.len().saturating_sub(1);
        let again = shared > 1 && above.get(..shared) == answers.get(..shared);
        let example = match answers.last() {
            None => String::new(),
            Some(last) if again => format!(". For example: as above, and then {last}"),
            Some(_) => format!(". For example: {}", answers.join(" · ")),
        };
        lines.push(format!("{}{example}", shift_said(shift)));
        above = std::mem::take(&mut answers);
    }
    if shifts.len() > SHIFTS {
        lines.push(format!("… and {} more", shifts.len() - SHIFTS));
    }
    lines
}

fn shift_said(shift: &ShiftView) -> String {
    let paths = many(&shift.paths, "path");
    let (from, to) = (end(&shift.from), end(&shift.to));
    match shift.kind {
        "no-longer-offered" => format!("{paths} to {from}: an answer on the way is no longer offered"),
        "leads-nowhere" => format!("{paths} to {from}: nothing comes next any more"),
        "other-additions" => format!("{paths} to {to}: the same end, with other text added to it"),
        _ => format!("{paths}: from {from} to {to}"),
    }
}

fn end(end: &EndView) -> String {
    if end.level.is_empty() { plain(&end.title) } else { format!("**{}** ({})", plain(&end.title), plain(&end.level)) }
}

/// The answers that matter: where the versions part, and where each ends. The rest is in the JSON.
fn answers(shift: &ShiftView) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut next = 0;
    let shown: Vec<usize> =
        if shift.example.len() <= FEW { (0..shift.example.len()).collect() } else { shift.turns.clone() };
    for at in shown {
        if at > next {
            parts.push("…".into());
        }
        next = at + 1;
        let Answered { question, answer } = &shift.example[at];
        parts.push(format!("{} *{}*", plain(question), plain(answer)));
    }
    parts
}

fn everywhere(out: &mut String, changes: &Changes) {
    if changes.everywhere.is_empty() {
        return;
    }
    out.push_str("### On every page\n\n");
    for setting in &changes.everywhere {
        let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("“{}”", plain(text)) };
        let _ = writeln!(out, "- {}: was {}, is {}", setting.what, shown(&setting.before), shown(&setting.after));
    }
    out.push('\n');
}

fn moved(out: &mut String, changes: &Changes) {
    if !changes.moved.is_empty() {
        out.push_str("### Moved pages\n\n");
        for page in &changes.moved {
            let how = if page.redirect { "the old address leads there" } else { "**without a redirect**" };
            let _ =
                writeln!(out, "- **{}**: from {} to {}, {how}", plain(&page.title), code(&page.from), code(&page.to));
        }
        out.push('\n');
    }
    if !changes.replaced.is_empty() {
        out.push_str("### Pages that are gone, with their address taken over\n\n");
        for page in &changes.replaced {
            let _ = writeln!(out, "- **{}**: {} now leads to {}", plain(&page.title), code(&page.from), code(&page.to));
        }
        out.push('\n');
    }
}

fn terms(out: &mut String, terms: &[TermChange]) {
    if !terms.is_empty() {
        out.push_str("### Words of the glossary\n\n");
    }
    for change in terms {
        let _ = writeln!(out, "#### {}\n", plain(&change.term));
        let list = |forms: &[String]| match forms {
            [] => "nothing".to_owned(),
            forms => forms.iter().map(|form| format!("“{}”", plain(form))).collect::<Vec<_>>().join(", "),
        };
        let _ = match (&change.forms_before, &change.forms_after) {
            (None, _) => writeln!(out, "- It is new\n"),
            (_, None) => writeln!(out, "- It is gone\n"),
            (Some(before), Some(after)) if before != after => {
                writeln!(out, "- Other words for it: was {}, is {}\n", list(before), list(after))
            }
            _ => Ok(()),
        };
        sentences(out, &change.sentences);
    }
}

/// The key stands before each, as it stands in the texts.
fn sources(out: &mut String, sources: &[ReferenceChange]) {
    if sources.is_empty() {
        return;
    }
    out.push_str("### Sources\n\n");
    let with_key = |key: &str, text: &Option<String>| text.as_ref().map(|text| format!("[@{key}] {text}"));
    let edit = |change: &ReferenceChange| Edit {
        before: with_key(&change.key, &change.before),
        after: with_key(&change.key, &change.after),
    };
    sentences(out, &sources.iter().map(edit).collect::<Vec<_>>());
}

fn page_section(out: &mut String, page: &Edited) {
    let _ = writeln!(out, "#### {} ({})\n", plain(&page.title), code(&page.path));
    if let Some(before) = &page.title_before {
        let _ = writeln!(out, "- Its title was “{}”", plain(before));
    }
    if page.words_added + page.words_removed > 0 {
        let _ = writeln!(out, "- {} more, {} fewer", many(&page.words_added.to_string(), "word"), page.words_removed);
    }
    for HeadingChange { before, after } in &page.headings {
        let shown = |heading: &super::Heading| format!("“{}”", plain(&heading.text));
        let said = match (before, after) {
            (Some(before), Some(after)) if before.text == after.text => {
                format!("The heading {} is on level {} rather than {}", shown(after), after.level, before.level)
            }
            (Some(before), Some(after)) => format!("The heading {} is now {}", shown(before), shown(after)),
            (Some(before), None) => format!("The heading {} is gone", shown(before)),
            (None, Some(after)) => format!("The heading {} is new", shown(after)),
            (None, None) => continue,
        };
        let _ = writeln!(out, "- {said}");
    }
    links(out, "Now links to", &page.links_gained);
    links(out, "No longer links to", &page.links_lost);
    out.push('\n');
    sentences(out, &page.sentences);
}

fn links(out: &mut String, lead: &str, links: &[PageLink]) {
    if links.is_empty() {
        return;
    }
    let one = |link: &PageLink| {
        if link.title == link.address { code(&link.address) } else { format!("“{}”", plain(&link.title)) }
    };
    let _ = writeln!(out, "- {lead} {}", links.iter().map(one).collect::<Vec<_>>().join(", "));
}

/// A block of code in which GitHub colours what went and what came. Nothing inside can be markup.
fn sentences(out: &mut String, edits: &[Edit]) {
    if edits.is_empty() {
        return;
    }
    let shown = &edits[..edits.len().min(SENTENCES)];
    let texts = shown.iter().flat_map(|edit| edit.before.iter().chain(&edit.after));
    let fence = "`".repeat(texts.map(|text| longest_run(text)).max().unwrap_or(0).max(2) + 1);
    let _ = writeln!(out, "{fence}diff");
    for edit in shown {
        let lines = [("-", &edit.before), ("+", &edit.after)];
        for (sign, text) in lines.into_iter().filter_map(|(sign, text)| Some((sign, text.as_ref()?))) {
            let _ = writeln!(out, "{sign} {}", folded(text));
        }
    }
    let _ = writeln!(out, "{fence}\n");
    if edits.len() > SENTENCES {
        let _ = writeln!(out, "… and {} more changed lines.\n", edits.len() - SENTENCES);
    }
}
