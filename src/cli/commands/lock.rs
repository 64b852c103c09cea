//! `fingerpost lock`: records today's addresses beside those of before. What was recorded stays until somebody deletes its line.

use crate::cli::{Calendar, Outcome, report, site_folder};
use crate::config::lock;
use crate::link::{AddressOwner, OwnedAddress, Site};
use crate::load::{self, LOCK};
use crate::problem::{self, human};
use crate::{Choices, Memory, publish};
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
    let before: BTreeSet<String> = inputs.lock.as_deref().map_or_else(BTreeSet::new, |source| {
        lock::locked(source, &mut Vec::new()).into_iter().map(|locked| locked.address).collect()
    });
    let mut all = addresses(&plan.site);
    let new = all.difference(&before).count();
    all.extend(before);
    let file = root.join(LOCK);
    match publish::replace(root, LOCK, &lock::written(&all)) {
        Err(error) => Outcome::CouldNotRun(format!("{} cannot be written: {error}", file.display())),
        Ok(()) => {
            let count = match all.len() {
                1 => "1 address".to_owned(),
                count => format!("{count} addresses"),
            };
            report::say(&format!("{}: {count}, {new} of them new.", file.display()));
            Outcome::Fine
        }
    }
}

/// The addresses that people keep and link to: of pages, and of a tree's questions and outcomes where they need no answers
/// before them. Those of old names lead on, and are kept as well.
fn addresses(site: &Site) -> BTreeSet<String> {
    let kept = |owned: &&OwnedAddress| match owned.owner {
        AddressOwner::Page(page) => site.pages[page].written,
        AddressOwner::Screen(page, screen) => {
            let screen = &site.pages[page].facts().screens[screen];
            screen.address.trim_end_matches('/') == screen.id
        }
        AddressOwner::Whole(_) | AddressOwner::Alias(..) => true,
        AddressOwner::Program | AddressOwner::File(_) | AddressOwner::Static(_) => false,
    };
    site.addresses.iter().filter(kept).map(|owned| owned.address.clone()).collect()
}
