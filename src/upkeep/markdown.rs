//! What is due, as a list to tick off: a task a line.

use super::{Kind, Report, Task};
use crate::problem::escape_markdown;
use std::fmt::Write;

/// More tasks of a kind are counted and not shown: an issue of a code host holds some 60,000 characters.
const SHOWN: usize = 40;

const KINDS: [(Kind, &str); 7] = [
    (Kind::Mistake, "Mistakes: with these nothing is published, and more may be due"),
    (Kind::ReviewOverdue, "Reviews that are overdue"),
    (Kind::ChangedSinceReview, "Changed since their review"),
    (Kind::AddressGone, "Addresses outside that are gone"),
    (Kind::SourceUnchecked, "Sources that nobody has opened for long"),
    (Kind::SearchFails, "Searches that fail"),
    (Kind::Orphan, "Pages that nothing links to"),
];

/// The report. Where nothing is due, one sentence.
pub fn markdown(report: &Report) -> String {
    let mut out = String::from("## What is due\n\n");
    if report.tasks.is_empty() {
        out.push_str("Nothing.\n");
        return out;
    }
    for (kind, heading) in KINDS {
        let tasks: Vec<&Task> = report.tasks.iter().filter(|task| task.kind == kind).collect();
        if tasks.is_empty() {
            continue;
        }
        let _ = writeln!(out, "### {heading} ({})\n", tasks.len());
        tasks.iter().take(SHOWN).for_each(|task| line(&mut out, task));
        if tasks.len() > SHOWN {
            let _ = writeln!(out, "\nand {} more.", tasks.len() - SHOWN);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn line(out: &mut String, task: &Task) {
    let title = escape_markdown(&task.title);
    // The address is ours but for the repository's, which the site's owner writes.
    let named = if task.edit.is_empty() || task.edit.contains(['(', ')', ' ', '<', '>', '\n', '\\']) {
        format!("**{title}**")
    } else {
        format!("[{title}]({})", task.edit)
    };
    let at = if task.line > 0 { format!("{}:{}", task.path, task.line) } else { task.path.clone() };
    let owner = if task.owner.is_empty() { String::new() } else { format!(" · {}", escape_markdown(&task.owner)) };
    let _ = writeln!(out, "- [ ] {named}: {} ({}){owner}", escape_markdown(&task.what), escape_markdown(&at));
}
