//! `fingerpost explain`: what a check means.

use crate::cli::Outcome;
use crate::problem::{Code, near};
use clap::Args;
use std::io::Write;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The word in brackets behind `error` or `warning`; without it, all of them are listed
    code: Option<String>,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let mut out = anstream::stdout().lock();
    let Some(id) = &arguments.code else {
        for code in Code::ALL {
            let _ = writeln!(out, "{:20} {}", code.id(), code.summary());
        }
        return Outcome::Fine;
    };
    match Code::from_id(id) {
        Some(code) => {
            let _ = out.write_all(code.explanation().as_bytes());
            Outcome::Fine
        }
        None => {
            let near = near::did_you_mean(id, Code::ALL.iter().map(|c| c.id()), || {
                "`fingerpost explain` lists them all.".into()
            });
            Outcome::CouldNotRun(format!("there is no check `{id}`. {near}"))
        }
    }
}
