//! `fingerpost schema`: what an editor needs to complete and explain the keys of a file.

use crate::cli::{Outcome, report};
use crate::schema::{self, File};
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The kind of file
    #[arg(value_enum)]
    file: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// site.yaml
    Site,
    /// The front matter of an article
    Article,
    /// A decision tree
    Tree,
    /// content/glossary.yaml
    Glossary,
    /// content/references.yaml
    References,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let file = match arguments.file {
        What::Site => File::Site,
        What::Article => File::Article,
        What::Tree => File::Tree,
        What::Glossary => File::Glossary,
        What::References => File::References,
    };
    report::print_as_it_is(&schema::text(file));
    Outcome::Fine
}
