//! `fingerpost lock`: records today's addresses beside those of before. What was recorded stays until somebody deletes its line.

use crate::cli::{Calendar, Outcome, report, site_folder};
use crate::config::lock::{self, Addresses};
use crate::load::{self, LOCK};
use crate::problem::{self, human};
use crate::{Choices, Memory, link, publish};
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::reader())]
    root: PathBuf,
    #[command(flatten)]
    calendar: Calendar,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let root = &arguments.root;
    let (inputs, problems) = match load::load(root) {
        Ok(loaded) => loaded,
        Err(unreadable) => return Outcome::CouldNotRun(unreadable.to_string()),
    };
    let choices = Choices { today: arguments.calendar.today(), ..Choices::default() };
    let plan = crate::plan(&inputs, problems, &choices, &mut Memory::default());
    if problem::tally(&plan.problems).errors > 0 {
        report::print(&human::human(&plan.problems, &plan.sources));
        report::say(&format!("Nothing was recorded: {}.", report::tally(&plan.problems)));
        return Outcome::ProblemsFound;
    }
    let mut all = lock::held(inputs.lock.as_deref());
    let count = |all: &Addresses| (all.len(), all.values().map(BTreeSet::len).sum::<usize>());
    let (addresses_before, anchors_before) = count(&all);
    for (address, anchors) in link::published(&plan.site) {
        all.entry(address).or_default().extend(anchors);
    }
    let (addresses, anchors) = count(&all);
    let file = root.join(LOCK);
    match publish::replace(root, LOCK, &lock::written(&all)) {
        Err(error) => Outcome::CouldNotRun(format!("{} cannot be written: {error}", file.display())),
        Ok(()) => {
            let new = addresses - addresses_before;
            let addresses = counted(addresses, "address", "addresses");
            let anchors =
                format!("{}, {} of them new", counted(anchors, "anchor", "anchors"), anchors - anchors_before);
            report::say(&format!("{}: {addresses}, {new} of them new; {anchors}.", file.display()));
            Outcome::Fine
        }
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}
