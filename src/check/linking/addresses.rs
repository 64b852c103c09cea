//! Two pages at one address; a page below an address that is a file's.

use crate::link::{self, AddressOwner, Numbered, OwnedAddress, Site, folder_shown, place};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// Files that are made for every site, or for some. An author's own file of such a name goes before it; a page there would
/// be no page.
const FILES: [&str; 6] = [link::FEED, link::HEADERS, link::SITEMAP, link::ROBOTS, link::WORKER, link::INDEX];

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let mut first: HashMap<Cow<'_, str>, AddressOwner> = HashMap::with_capacity(site.addresses.len());
    // A file that is published as it is can meet files that are made, too: `Manifest::problems` tells of those.
    for owned in site.addresses.iter().filter(|owned| !matches!(owned.owner, AddressOwner::Static(_))) {
        // On many machines `A.png` and `a.png` are one file.
        let capital = owned.address.contains(char::is_uppercase);
        let address =
            if capital { Cow::Owned(owned.address.to_lowercase()) } else { Cow::Borrowed(owned.address.as_str()) };
        let is_alias = matches!(owned.owner, AddressOwner::Alias(..) | AddressOwner::Kept(..));
        let shown =
            || is_alias.then(|| folder_shown(&address)).flatten().and_then(|folder| Some((folder, first.get(folder)?)));
        if let Some((folder, holder)) = shown() {
            problems.push(shown_for(site, owned, folder, *holder));
            continue;
        }
        let Some(holder) = first.get(&address) else {
            first.insert(address, owned.owner);
            continue;
        };
        let (path, span) = place(site, owned.owner);
        let problem = duplicate(&path, span, &owned.address, &holder_path(site, *holder));
        problems.push(problem.help(match (owned.owner, holder) {
            (AddressOwner::Alias(..), AddressOwner::Program) => "Take this alias out.",
            (AddressOwner::Alias(..), _) => "Take this alias out, or rename the other page.",
            (_, AddressOwner::Program) => "Rename this file.",
            _ => "Rename one of the two files.",
        }));
    }
    let file = |owned: &&OwnedAddress| !matches!(owned.owner, AddressOwner::Static(_)) && !owned.address.ends_with('/');
    let mut files: HashMap<&str, AddressOwner> =
        FILES.iter().map(|address| (*address, AddressOwner::Program)).collect();
    files.extend(site.addresses.iter().filter(file).map(|owned| (owned.address.as_str(), owned.owner)));
    let is_page = |owned: &&OwnedAddress| {
        !matches!(owned.owner, AddressOwner::Program | AddressOwner::File(_) | AddressOwner::Static(_))
    };
    for owned in site.addresses.iter().filter(is_page) {
        if let Some((address, holder)) = file_above(&files, &owned.address) {
            let (path, span) = place(site, owned.owner);
            let problem = duplicate(&path, span, address, &file_named(site, holder));
            problems.push(problem.help(match owned.owner {
                AddressOwner::Alias(..) => "Take this alias out: there can be no page at the address of a file.",
                _ => "Give this page another address: there can be no page at the address of a file.",
            }));
        }
    }
}

/// The file at a page's address or above it: where a disk has a file, it can have no folder.
fn file_above<'a>(files: &HashMap<&'a str, AddressOwner>, page: &str) -> Option<(&'a str, AddressOwner)> {
    let ends = page.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
    ends.map(|end| &page[..end]).find_map(|above| files.get_key_value(above)).map(|(address, by)| (*address, *by))
}

fn file_named(site: &Site, by: AddressOwner) -> String {
    match by {
        AddressOwner::Program => "a file that is made for every site".into(),
        by => holder_path(site, by),
    }
}

/// An old address such as `/a/index.php`: many a web space shows it to whoever asks for the page at `/a/`.
fn shown_for(site: &Site, alias: &OwnedAddress, folder: &str, holder: AddressOwner) -> Problem {
    let (path, span) = place(site, alias.owner);
    let holder = holder_path(site, holder);
    let name = alias.address.trim_end_matches('/');
    let message = format!("Some hosts show `{name}` to whoever asks for `{folder}`, which is the address of {holder}");
    Problem { span, ..Problem::of_file(Code::DuplicateAddress, &path, message) }
        .help("Take this alias out: the page would be lost behind it, or lead to itself without end.")
}

fn holder_path(site: &Site, by: AddressOwner) -> String {
    match by {
        AddressOwner::Program => "a page that is made for every site".into(),
        by => format!("`{}`", place(site, by).0),
    }
}

/// A page that was given another address than its file's.
pub fn numbered(page: &Numbered) -> Problem {
    let holder =
        page.holder.as_ref().map_or("a page that is made for every site".into(), |holder| format!("`{holder}`"));
    let message =
        format!("The address `{}` is already taken by {holder}, so this page is at `{}`", page.wanted, page.address);
    Problem::of_file(Code::DuplicateAddress, &page.path, message)
        .help("Rename one of the two files if the address should be another.")
}

fn duplicate(path: &SitePath, span: Option<Span>, address: &str, holder: &str) -> Problem {
    let message = format!("The address `{address}` is already taken by {holder}");
    Problem { span, ..Problem::of_file(Code::DuplicateAddress, path, message) }
}
