//! `fingerpost check`: all the checks, nothing written.

use crate::cli::external::{self, Reach};
use crate::cli::timings::Timings;
use crate::cli::{Calendar, Format, Outcome, Place, report};
use crate::config::settings::Medium;
use crate::progress::Stage;
use crate::{Choices, Memory, check, problem};
use clap::Args;
use std::mem::ManuallyDrop;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    calendar: Calendar,
    /// Ask also whether the addresses outside the site are still there
    #[arg(long)]
    external: bool,
    /// With --external: ask those, too, that lead to this machine or a network of its own
    #[arg(long, requires = "external")]
    private_addresses: bool,
    /// Check drafts too, as `build --drafts` would publish them
    #[arg(long)]
    drafts: bool,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show at the end how long each stage took, and how much memory
    #[arg(long)]
    timings: bool,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let mut timings = Timings::begin();
    let outcome = checked(arguments, &mut timings);
    if arguments.timings {
        timings.tell();
    }
    outcome
}

fn checked(arguments: &Arguments, timings: &mut Timings) -> Outcome {
    let today = arguments.calendar.today();
    let choices = Choices {
        drafts: arguments.drafts,
        base_url: None,
        repository: None,
        preview: false,
        medium: Medium::Web,
        today,
        progress: timings.progress(),
    };
    choices.progress.begin(Stage::Load, 0);
    let (inputs, problems) = match report::load(&arguments.place) {
        Err(why) => return Outcome::CouldNotRun(why),
        Ok(loaded) => loaded,
    };
    // What is held goes with the program, at once.
    let (inputs, mut memory) = (ManuallyDrop::new(inputs), ManuallyDrop::new(Memory::once()));
    let mut plan = ManuallyDrop::new(crate::plan(&inputs, problems, &choices, &mut memory));
    report::look_for_renames(&arguments.place.root, &inputs, &mut plan);
    let mut found = plan.problems.clone();
    found.extend(plan.faults_of_rendering(&memory.rendered, &choices.progress));
    timings.quiet();
    if arguments.external {
        let reach = if arguments.private_addresses { Reach::Anything } else { Reach::Public };
        match external::check(&plan.outside(inputs.references.as_deref()), &arguments.place.root, reach) {
            Err(why) => return Outcome::CouldNotRun(why),
            Ok(gone) => found.extend(check::apply_severity(gone, &plan.site.settings)),
        }
    }
    let found = problem::in_order(found);
    report::results(&plan, &found, arguments.format, &arguments.place.root);
    if !matches!(arguments.format, Format::Json | Format::Sarif) {
        if let Some(line) = report::passed_over(&plan.passed_over) {
            report::say(&line);
        }
        report::say(&format!("{}: {}.", report::extent(plan.counts), report::tally(&found)));
    }
    report::verdict(&found, &arguments.place)
}
