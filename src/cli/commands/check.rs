//! `fingerpost check`: all the checks.
//!
//! Takes: a site's folder. Gives: what is wrong with it; with `--fix`, what could be mended in its files, and what is left.
//! Never: writes anything without `--fix`.

mod mend;

use crate::cli::external::{self, Reach};
use crate::cli::timings::Timings;
use crate::cli::{Calendar, Format, Outcome, Place, report};
use crate::load::Inputs;
use crate::problem::Problem;
use crate::progress::Stage;
use crate::{Choices, Memory, check, problem};
use clap::Args;
use mend::{Mending, Which};
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
    /// Mend in the files what one exact edit mends; `all` makes the likeliest guess too
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    fix: Option<Which>,
    /// With --fix: show the change, and write nothing
    #[arg(long, requires = "fix", conflicts_with = "external")]
    dry_run: bool,
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
    let choices = Choices { drafts: arguments.drafts, today, progress: timings.progress(), ..Choices::default() };
    choices.progress.begin(Stage::Load, 0);
    let (inputs, problems) = match report::load(&arguments.place) {
        Err(why) => return Outcome::CouldNotRun(why),
        Ok(loaded) => loaded,
    };
    if let Some(which) = arguments.fix {
        return fixed(arguments, (inputs, &problems), &choices, which);
    }
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

/// Mends what can be, and tells what is left.
fn fixed(arguments: &Arguments, (inputs, problems): (Inputs, &[Problem]), choices: &Choices, which: Which) -> Outcome {
    let root = &arguments.place.root;
    let mut memory = Memory::default();
    let mending = mend::mend(inputs, problems, (choices, &mut memory), root, which);
    if !arguments.dry_run
        && let Err(why) = mending.write(root)
    {
        return Outcome::CouldNotRun(why);
    }
    let plan = &mending.plan;
    let mut left = plan.problems.clone();
    left.extend(plan.faults_of_rendering(&memory.rendered, &choices.progress));
    let left = problem::in_order(left);
    tell(&mending, &left, arguments, which);
    report::verdict(&left, &arguments.place)
}

fn tell(mending: &Mending, left: &[Problem], arguments: &Arguments, which: Which) {
    let (plan, root) = (&mending.plan, &arguments.place.root);
    let diff = if arguments.dry_run { mending.diff() } else { String::new() };
    if matches!(arguments.format, Format::Json) {
        return report::results_with(plan, left, [("mended", mending.json()), ("diff", diff.into())]);
    }
    if matches!(arguments.format, Format::Human | Format::Short) {
        report::print(&diff);
        report::print(&mending.lines().iter().map(|line| format!("{line}\n")).collect::<String>());
    } else {
        mending.lines().iter().for_each(|line| report::say(line));
    }
    report::results(plan, left, arguments.format, root);
    report::say(&mending.said(left, arguments.dry_run, which));
    if !matches!(arguments.format, Format::Sarif) {
        report::say(&format!("{}: {}.", report::extent(plan.counts), report::tally(left)));
    }
}
