//! Pages below a file: where a disk has a file, it can have no folder.
//!
//! Pages below an author's file, or one that every site may have, are the checks' to tell; which files are made besides, with which
//! names, is known here alone. All are taken out, so that the rest can be published where that is told as a warning.

use super::Part;
use crate::link::{AddressOwner, Site, place};
use crate::problem::{Code, Problem};
use crate::render::outputs::hosts::HostFile;
use std::collections::{HashMap, HashSet};

/// Takes such pages out of all files, and gives the places of the addresses of those that are not told, each with the file above it.
pub(super) fn take_out(parts: &mut Vec<(String, Part)>) -> Vec<(usize, String)> {
    let told = |part: Part| match part {
        Part::Asset(_) | Part::Routes(_) => false,
        Part::ForHost(file) => file == HostFile::Headers,
        _ => true,
    };
    // On many machines `A` and `a` are one file.
    let files = parts.iter().filter(|(_, part)| !matches!(part, Part::Page(_)));
    let files: HashMap<String, bool> = files.map(|(path, part)| (path.to_lowercase(), told(*part))).collect();
    let pages = parts.iter().filter(|(path, part)| matches!(part, Part::Page(_)) && !path.ends_with("/index.html"));
    let pages: HashSet<String> = pages.map(|(path, _)| path.to_lowercase()).collect();
    let mut out = Vec::new();
    parts.retain(|(path, part)| {
        // What lies beside a page goes with it.
        if !matches!(part, Part::Page(_) | Part::Feed(_) | Part::Copy(_)) {
            return true;
        }
        let lower = path.to_lowercase();
        let mut folders = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        let Some(file) = folders.find(|folder| files.contains_key(*folder) || pages.contains(*folder)) else {
            return true;
        };
        if let Part::Page(owned) = part
            && files.get(file) == Some(&false)
        {
            out.push((*owned, file.to_owned()));
        }
        false
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
        AddressOwner::Alias(..) | AddressOwner::Kept(..) => "Take this alias out.",
        _ => "Give this page another address.",
    };
    Problem { span, ..Problem::of_file(Code::DuplicateAddress, &path, message) }.help(help)
}
