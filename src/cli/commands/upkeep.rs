//! `fingerpost report`: what is due on the site, as a list for those who keep it.

use crate::cli::external::{self, Reach};
use crate::cli::{Calendar, Outcome, report, site_folder};
use crate::problem::printed;
use crate::{Choices, Memory, check, load, upkeep};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    calendar: Calendar,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::reader())]
    root: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// Ask first whether the addresses outside the site are still there; else it is said what was found out last
    #[arg(long)]
    external: bool,
    /// Where the site's files are kept, for links to edit them, if the settings do not say it
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// A list to tick off
    #[default]
    Markdown,
    /// One object, for machines
    Json,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let root = &arguments.root;
    let (inputs, problems) = match load::load(root) {
        Ok(loaded) => loaded,
        Err(unreadable) => return Outcome::CouldNotRun(unreadable.to_string()),
    };
    let today = arguments.calendar.today();
    let repository = match super::build::repository(arguments.repository.as_deref()) {
        Ok(repository) => repository,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    let choices = Choices { today, repository, ..Choices::default() };
    let plan = crate::plan(&inputs, problems, &choices, &mut Memory::default());
    let outside = plan.outside(inputs.references.as_deref());
    let gone = if arguments.external {
        match external::check(&outside, root, Reach::Public) {
            Err(why) => return Outcome::CouldNotRun(why),
            Ok(gone) => gone,
        }
    } else {
        external::known_gone(&outside, root)
    };
    let mut found = plan.problems.clone();
    found.extend(check::apply_severity(gone, &plan.site.settings));
    let due = upkeep::report(&plan.site, &found, &plan.sources);
    match arguments.format {
        Form::Markdown => report::print(&upkeep::markdown(&due)),
        Form::Json => {
            let text = serde_json::to_string_pretty(&due).expect("words and numbers always serialise") + "\n";
            report::print_as_it_is(&printed::in_json(&text));
        }
    }
    Outcome::Fine
}
