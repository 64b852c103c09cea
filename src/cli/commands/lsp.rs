//! `fingerpost lsp`: a language server on standard input and output, for editors.

use crate::Choices;
use crate::cli::{Calendar, Outcome, report, site_folder};
use crate::lsp::{Ended, serve};
use clap::{ArgAction, Args};
use std::io::stdin;
use std::path::PathBuf;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    calendar: Calendar,
    /// The site's folder [default: that of the folder or file that the editor has open]
    #[arg(long, value_name = "DIR", value_parser = site_folder::reader())]
    root: Option<PathBuf>,
    /// Whether drafts are looked at too; --drafts=false tells what will be published
    #[arg(long, value_name = "BOOL", action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_value_t = true, default_missing_value = "true")]
    drafts: bool,
    /// As editors say it; it is the only way there is
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let choices =
        Choices { drafts: arguments.drafts, preview: true, today: arguments.calendar.today(), ..Choices::default() };
    match serve(arguments.root.clone(), choices, stdin(), report::protocol()) {
        Ended::AsAsked => Outcome::Fine,
        Ended::Lost => Outcome::ProblemsFound,
    }
}
