//! `fingerpost check`: all the checks, nothing written.

use super::{Calendar, Format, Outcome, Place, report};
use crate::Choices;
use clap::Args;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    calendar: Calendar,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match report::build(&arguments.place, &Choices { drafts: true, base_url: None, today: arguments.calendar.today() })
    {
        Err(why) => Outcome::CouldNotRun(why),
        Ok(built) => {
            report::results(&built, arguments.format, &arguments.place.root);
            if !matches!(arguments.format, Format::Json | Format::Sarif) {
                report::say(&format!("{}: {}.", report::extent(built.counts), report::tally(&built.problems)));
            }
            report::verdict(&built, &arguments.place)
        }
    }
}
