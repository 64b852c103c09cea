//! Pages below a file that is made for every site or for its host: where a disk has a file, it can have no folder.
//!
//! Pages below an author's file are the checks' to tell; which files are made, with which names, is known here alone.

use super::Part;
use crate::link::{AddressOwner, Site, place};
use crate::problem::{Code, Problem};
use crate::render::outputs::hosts::HostFile;
use std::collections::HashSet;

/// Takes such pages out of all files, and gives the places of their addresses, each with the file above it.
pub(super) fn take_out(parts: &mut Vec<(String, Part)>) -> Vec<(usize, String)> {
    // Told with the files that have the same name in every site.
    let told = |part: Part| matches!(part, Part::ForHost(HostFile::Headers));
    let is_made = |part: Part| matches!(part, Part::Asset(_) | Part::Routes(_) | Part::ForHost(_)) && !told(part);
    // On many machines `A` and `a` are one file.
    let made: HashSet<String> =
        parts.iter().filter(|(_, part)| is_made(*part)).map(|(path, _)| path.to_lowercase()).collect();
    let mut out = Vec::new();
    parts.retain(|(path, part)| {
        let Part::Page(owned) = part else { return true };
        let lower = path.to_lowercase();
        let file = lower.match_indices('/').map(|(at, _)| &lower[..at]).find(|folder| made.contains(*folder));
        out.extend(file.map(|file| (*owned, file.to_owned())));
        file.is_none()
    });
    out
}

/// What is told of one.
pub(super) fn problem(site: &Site, owned: usize, file: &str) -> Problem {
    let owner = site.addresses[owned].owner;
    let (path, span) = place(site, owner);
    let message = format!(
        "There can be no page at `{}`: `/{file}` is a file that Fingerpost makes",
        site.addresses[owned].address
    );
    let help = match owner {
        AddressOwner::Alias(..) => "Take this alias out.",
        _ => "Give this page another address.",
    };
    Problem { span, ..Problem::of_file(Code::DuplicateAddress, &path, message) }.help(help)
}
