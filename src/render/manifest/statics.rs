//! Files that are published as they are: the folder `static`.
//!
//! Takes: the site, and every other file that it will be. Gives: the same with these among them, and which of these cannot be.
//! Never: lets one take the place of a page. What is made for machines alone, `robots.txt` say, an author's own goes before.

use super::Part;
use crate::link::{self, AddressOwner, Site};
use crate::load::{self, STATIC};
use crate::problem::{Code, Problem};
use crate::render::outputs::hosts::HostFile;
use crate::source::SitePath;
use std::collections::HashMap;

/// Why a file is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is an article or a tree.
    Source,
    /// At this path there is a file of the site, made from this one where it is made from one.
    Taken(String, Option<SitePath>),
    /// This path is a folder in one place, and a file in the other.
    FolderAndFile(String, Option<SitePath>),
    /// It is made for the host that the settings name.
    OfHost,
    /// The program keeps this name for itself.
    Kept,
    /// By its name it holds passwords or keys.
    Secret,
}

/// A file that was listed before: as it is spelled, and the author's file that it is made from.
type Listed = (String, Option<SitePath>);

/// Adds the files to all others, which are in order of their paths, and gives those that cannot be.
pub(super) fn add(site: &Site, parts: &mut Vec<(String, Part)>) -> Vec<(usize, Refused)> {
    if site.statics.is_empty() {
        return Vec::new();
    }
    let (mut taken, mut folders): (HashMap<String, Listed>, HashMap<String, Listed>) = Default::default();
    for (path, part) in parts.iter() {
        let listed = || (path.clone(), source(site, *part));
        for folder in folders_of(path) {
            folders.entry(folder.to_lowercase()).or_insert_with(listed);
        }
        taken.insert(path.to_lowercase(), listed());
    }
    let of_host = |(path, part): &(String, Part)| {
        matches!(part, Part::ForHost(_)).then(|| path.clone()).filter(|_| !gives_way(*part))
    };
    let hosts_own: Vec<String> = parts.iter().filter_map(of_host).collect();
    let hosts_own: Vec<&str> = hosts_own.iter().map(String::as_str).collect();
    let (mut refused, mut added) = (Vec::new(), Vec::new());
    for (number, file) in site.statics.iter().enumerate() {
        let path = link::of_static(&file.path).trim_start_matches('/');
        // On many machines `A.png` and `a.png` are one file.
        let alike = path.to_lowercase();
        let stands_back = |(path, _): &Listed| parts.iter().any(|(p, part)| p == path && gives_way(*part));
        let why = if load::is_source(path) {
            Some(Refused::Source)
        } else if is_kept(&alike) {
            Some(Refused::Kept)
        } else if is_secret(&alike) {
            Some(Refused::Secret)
        } else if hosts_own.contains(&path) {
            Some(Refused::OfHost)
        } else if let Some((path, by)) = taken.get(&alike).filter(|listed| !stands_back(listed)) {
            Some(Refused::Taken(path.clone(), by.clone()))
        } else if let Some((_, by)) = folders.get(&alike) {
            Some(Refused::FolderAndFile(path.to_owned(), by.clone()))
        } else {
            let file = folders_of(&alike).find_map(|folder| taken.get(folder));
            file.map(|(path, by)| Refused::FolderAndFile(path.clone(), by.clone()))
        };
        match why {
            Some(why) => refused.push((number, why)),
            None => added.push((path.to_owned(), Part::Static(number))),
        }
    }
    parts.extend(added);
    // Of two at one path the author's own comes first.
    parts.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| gives_way(a.1).cmp(&gives_way(b.1))));
    parts.dedup_by(|next, first| next.0 == first.0);
    refused
}

/// The folders that a path lies in.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// What is made for machines where the author has no such file. The redirects and headers of the host that the settings name are
/// not among it: with another file in their place, old addresses would lead nowhere and nobody would know.
fn gives_way(part: Part) -> bool {
    matches!(part, Part::Robots | Part::Headers | Part::ForHost(HostFile::Cname | HostFile::NoJekyll))
}

/// Names of files that are made last, or not by rendering: the marker, the search's index, and what readers keep.
fn is_kept(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    let made = [link::WORKER, link::KEPT_SIZE, "/manifest.webmanifest"].iter().any(|address| path == &address[1..]);
    first == load::MARKER || made || path.starts_with("assets/search/") || path.starts_with("assets/offline.")
}

/// Names under which tools keep what nobody else may know. A certificate (`.pem`) may be meant for all.
fn is_secret(path: &str) -> bool {
    const NAMES: [&str; 9] =
        [".env", ".netrc", ".npmrc", ".pypirc", ".git-credentials", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];
    let name = path.rsplit('/').next().unwrap_or(path);
    NAMES.contains(&name) || name.starts_with(".env.") || name.ends_with(".kdbx")
}

/// The author's file that a part is made from.
fn source(site: &Site, part: Part) -> Option<SitePath> {
    match part {
        Part::Page(owned) => match site.addresses[owned].owner {
            AddressOwner::Page(p)
            | AddressOwner::Screen(p, _)
            | AddressOwner::Whole(p)
            | AddressOwner::Alias(p, _)
            | AddressOwner::Kept(p, _) => site.pages[p].written.then(|| site.pages[p].facts().path.clone()),
            _ => None,
        },
        Part::Routes(page) => Some(site.pages[page].facts().path.clone()),
        Part::File(file) | Part::Rendition(file, _) => Some(site.files[file].path.clone()),
        _ => None,
    }
}

/// A page's address is that of its folder.
fn folder_or_file(path: &str) -> &str {
    path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path)
}

/// What is told of a file that cannot be published as it is.
pub(super) fn problem(path: &SitePath, why: &Refused) -> Problem {
    let name = |by: &Option<SitePath>| match by {
        Some(path) => format!("`{path}`"),
        None => "a file that Fingerpost makes".into(),
    };
    let (message, help) = match why {
        Refused::Source => (
            format!("An article or a decision tree cannot be published from the folder `{STATIC}`"),
            format!("Move it into `{}`; or give it another ending, such as `.txt`.", load::CONTENT),
        ),
        Refused::Taken(at, by) => (
            format!("The address `/{}` is already taken by {}", folder_or_file(at), name(by)),
            "Give this file another name, or take it out.".to_owned(),
        ),
        Refused::FolderAndFile(at, by) => (
            format!("`/{at}` is a file in one place and a folder in another: {} is in its way", name(by)),
            "Give this file another name, or move it into another folder.".to_owned(),
        ),
        Refused::OfHost => (
            "This file is made for the host that `host` in `site.yaml` names, and there can be only one".to_owned(),
            "Take this file out; or take `host` out of `site.yaml`, and put here what it made, below your own lines."
                .to_owned(),
        ),
        Refused::Kept => (
            "Fingerpost keeps this name for a file that it makes itself".to_owned(),
            "Give this file another name, or take it out.".to_owned(),
        ),
        Refused::Secret => (
            "A file of this name holds passwords or keys, and all in this folder is published".to_owned(),
            "Take it out; if everybody may read it, give it another name.".to_owned(),
        ),
    };
    Problem::of_file(Code::StaticFile, path, message).help(help)
}
