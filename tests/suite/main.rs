//! Every test but those in a browser, as one program: forty would each be linked with the whole of Fingerpost.
//!
//! `cargo test --test suite trust::` runs one folder, `cargo test --test suite diff` what has this word in its name.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stderr,
    reason = "tests stand outside the pipeline"
)]

mod common;

mod build;
mod command;
mod house;
mod text;
mod tree;
mod trust;
