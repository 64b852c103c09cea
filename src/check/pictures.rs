//! Pictures that no browser can show.

use super::links::span;
use crate::link::{Resolved, Site};
use crate::load::Attachment;
use crate::parse::body::Purpose;
use crate::picture::Head;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};

/// Pixels of a picture, at most. A phone needs four bytes for each, whatever the file weighs.
const MOST: u64 = 100_000_000;

pub(super) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for page in &site.pages {
        for (number, (link, resolved)) in page.facts().links.iter().zip(&page.links).enumerate() {
            let (Purpose::Show { .. }, Resolved::File(file)) = (&link.purpose, resolved) else { continue };
            problems.extend(problem(&page.facts().path, span(page, number).target, &site.files[*file]));
        }
    }
}

fn problem(path: &SitePath, span: Span, file: &Attachment) -> Option<Problem> {
    let name = file.path.file_name();
    let (message, help) = match file.head {
        Head::Broken => (
            format!("`{name}` is broken: it begins as a picture and does not go on as one"),
            "Open it in a picture viewer. If it does not show there either, save or copy it again.",
        ),
        Head::Other if file.size == 0 => (format!("`{name}` is empty"), "Save or copy the picture again."),
        Head::Other => (
            format!("`{name}` is not a picture but a text in its place"),
            "It was not fetched whole. Fetch it again; if the pictures are kept in Git LFS, run `git lfs pull`.",
        ),
        Head::Sized(extent) if u64::from(extent.width) * u64::from(extent.height) > MOST => (
            format!("`{name}` has {} times {} pixels, more than a phone can show", extent.width, extent.height),
            "Save it smaller: 2000 pixels from side to side are enough for any page.",
        ),
        Head::Sized(_) | Head::Silent => return None,
    };
    Some(Problem::at(Code::BrokenPicture, path, span, message).help(help))
}
