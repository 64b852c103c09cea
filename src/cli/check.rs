//! `fingerpost check`: all the checks, nothing written.

use super::{Calendar, Format, Outcome, Place, external, report};
use crate::{Choices, check, problem};
use clap::Args;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    calendar: Calendar,
    /// Ask also whether the addresses outside the site are still there
    #[arg(long)]
    external: bool,
    /// Check drafts too, as `build --drafts` would publish them
    #[arg(long)]
    drafts: bool,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let today = arguments.calendar.today();
    let choices = Choices { drafts: arguments.drafts, base_url: None, repository: None, preview: false, today };
    let mut built = match report::build(&arguments.place, &choices) {
        Err(why) => return Outcome::CouldNotRun(why),
        Ok(built) => built,
    };
    if arguments.external {
        match external::check(&built.outside, &arguments.place.root) {
            Err(why) => return Outcome::CouldNotRun(why),
            Ok(gone) => {
                built.problems.extend(check::weigh(gone, &built.settings));
                built.problems = problem::in_order(built.problems);
            }
        }
    }
    report::results(&built, arguments.format, &arguments.place.root);
    if !matches!(arguments.format, Format::Json | Format::Sarif) {
        report::say(&format!("{}: {}.", report::extent(built.counts), report::tally(&built.problems)));
    }
    report::verdict(&built, &arguments.place)
}
