//! Decision trees: their proofs against a brute force, their pages, links and differences.

mod against_brute_force;
mod brute;
mod club_pace;
mod command;
mod diff;
mod examples;
mod links;
mod many_questions;
mod pages;
mod proofs;
mod reckoned;
mod told;
