//! `fingerpost completions`: what a shell needs to complete the commands.

use crate::cli::Outcome;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut crate::cli::Arguments::command(), "fingerpost", &mut script);
    // A reader that went away (`| head`) is no reason to fail.
    let _ = anstream::stdout().lock().write_all(&script);
    Outcome::Fine
}
