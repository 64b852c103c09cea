//! The command line.
//!
//! Takes: arguments. Gives: an exit code: 0 nothing wrong, 1 problems found, 2 it could not run.
//! Never: does a stage's work. Results go to standard output, talk to standard error.

#![allow(clippy::disallowed_methods, reason = "this room talks to a person: arguments, clock, terminal")]

mod commands;
mod external;
mod git;
mod report;
mod site_folder;
mod timings;

use crate::problem::{fault, in_line};
use clap::{Args, Parser, Subcommand, ValueEnum};
use commands::about::{completions, explain, schema};
use commands::{build, check, diff, lock, lsp, mv, new, search, serve, tree, upkeep};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

/// Markdown articles that point to one another, and decision trees that are proved, as a static site.
#[derive(Parser)]
#[command(name = "fingerpost", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the site
    Build(build::Arguments),
    /// All the checks, nothing written
    Check(check::Arguments),
    /// See the site in a browser while you write
    Serve(serve::Arguments),
    /// Begin a site, an article or a tree
    New(new::Arguments),
    /// What a decision tree does: its questions and counts, or where answers lead
    Tree(tree::Arguments),
    /// What readers find with these words
    Search(search::Arguments),
    /// What a reader of the site would notice between two versions of it
    Diff(diff::Arguments),
    /// Record today's addresses, so that a check can say when one vanishes
    Lock(lock::Arguments),
    /// Move or rename a page, a folder, a picture, a heading, a question, a term or a source, with all that names it
    Mv(mv::Arguments),
    /// A language server on standard input and output, for editors
    Lsp(lsp::Arguments),
    /// What is due: reviews, sources, addresses outside, pages that nothing links to, searches
    Report(upkeep::Arguments),
    /// What a check means, with an example and the fix
    Explain(explain::Arguments),
    /// A JSON Schema, for editors
    Schema(schema::Arguments),
    /// What a shell needs to complete these commands
    Completions(completions::Arguments),
}

/// The day on which reviews are due.
#[derive(Args)]
struct Calendar {
    /// The day that counts as today; for tests [default: today, or the day of SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "DAY", hide = true)]
    today: Option<jiff::civil::Date>,
}

impl Calendar {
    /// Where a build is to give the same bytes on another day, SOURCE_DATE_EPOCH says which day it is.
    fn today(&self) -> Option<jiff::civil::Date> {
        let said = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
        let said = said.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        let now = || jiff::tz::Offset::UTC.to_datetime(said.unwrap_or_else(jiff::Timestamp::now)).date();
        Some(self.today.unwrap_or_else(now))
    }
}

/// Where the site is.
#[derive(Args)]
struct Place {
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::reader())]
    root: PathBuf,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
}

/// How problems are printed.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// With the source line and a caret
    #[default]
    Human,
    /// A line each
    Short,
    /// One object, for machines
    Json,
    /// Annotations of a pull request; the whole list goes to the job's summary
    Github,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

/// What a command came to.
enum Outcome {
    Fine,
    ProblemsFound,
    CouldNotRun(String),
}

/// Prints what is wrong with the arguments, or the help that they ask for. What was typed is repeated as a part of one line,
/// so the arguments are read again as that.
fn told(error: &clap::Error) -> ExitCode {
    let shown = std::env::args_os().map(|argument| in_line(&argument.to_string_lossy()).into_owned());
    let again = Arguments::try_parse_from(shown).err();
    let error = again.as_ref().unwrap_or(error);
    let text = error.render().ansi().to_string();
    if error.use_stderr() {
        report::say_styled(&text)
    } else {
        report::print_as_it_is(&text)
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    fault::quiet();
    let command = match Arguments::try_parse() {
        Ok(arguments) => arguments.command,
        Err(error) => return told(&error),
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| outcome(command))).unwrap_or_else(|panic| {
        let words = fault::words(&*panic);
        Outcome::CouldNotRun(format!("the program itself has failed; please report it, with these words: {words}"))
    });
    match outcome {
        Outcome::Fine => ExitCode::SUCCESS,
        Outcome::ProblemsFound => ExitCode::from(1),
        Outcome::CouldNotRun(why) => {
            report::say(&format!("fingerpost: {why}"));
            ExitCode::from(2)
        }
    }
}

fn outcome(command: Command) -> Outcome {
    match command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Tree(arguments) => tree::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Lock(arguments) => lock::run(&arguments),
        Command::Mv(arguments) => mv::run(&arguments),
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::Report(arguments) => upkeep::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}
