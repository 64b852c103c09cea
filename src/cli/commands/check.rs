//! `fingerpost check`: all the checks, nothing written.

use crate::cli::external::{self, Reach};
use crate::cli::{Calendar, Format, Outcome, Place, report};
use crate::{Choices, Memory, check, problem};
use clap::Args;

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
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let today = arguments.calendar.today();
    let choices = Choices { drafts: arguments.drafts, base_url: None, repository: None, preview: false, today };
    let (inputs, problems) = match report::load(&arguments.place) {
        Err(why) => return Outcome::CouldNotRun(why),
        Ok(loaded) => loaded,
    };
    let mut built = crate::build(&inputs, problems, &choices, &mut Memory::default());
    if arguments.external {
        let reach = if arguments.private_addresses { Reach::Anything } else { Reach::Public };
        match external::check(&built.outside, &arguments.place.root, reach) {
            Err(why) => return Outcome::CouldNotRun(why),
            Ok(gone) => {
                built.problems.extend(check::apply_severity(gone, &built.settings));
                built.problems = problem::in_order(built.problems);
            }
        }
    }
    report::results(&built, arguments.format, &arguments.place.root);
    if !matches!(arguments.format, Format::Json | Format::Sarif) {
        if let Some(line) = report::passed_over(&built.passed_over) {
            report::say(&line);
        }
        report::say(&format!("{}: {}.", report::extent(built.counts), report::tally(&built.problems)));
    }
    report::verdict(&built, &arguments.place)
}
