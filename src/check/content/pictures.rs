//! Pictures that no browser can show, what is called a picture and is none, and those that tell strangers where they were taken.

use crate::check::linking::links::span;
use crate::link::{Resolved, Site, pictures};
use crate::load::Attachment;
use crate::picture::{ImageHeader, MOST_POINTS};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::text::body::{Link, Purpose};
use std::collections::HashSet;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    places(site, problems);
    if site.files.iter().all(|file| wrong(file).is_none()) {
        return;
    }
    let mut told = HashSet::new();
    for page in site.pages.iter() {
        for (number, resolved) in page.links.iter().enumerate() {
            let Resolved::File(file) = resolved else { continue };
            let Some((message, help)) = wrong(&site.files[*file]) else { continue };
            let place = span(page, number).target;
            problems.push(Problem::at(Code::BrokenPicture, &page.facts().path, place, message).help(help));
            told.insert(*file);
        }
    }
    // A file that no page names is published too.
    let held_back = site.holds_back();
    let untold = site.files.iter().enumerate().filter(|(f, _)| !told.contains(f) && !held_back(*f));
    problems.extend(untold.filter_map(|(_, file)| {
        let (message, help) = wrong(file)?;
        Some(Problem::of_file(Code::BrokenPicture, &file.path, message).help(help))
    }));
}

/// A picture made anew says nothing of where; the file itself does, wherever it is published.
fn places(site: &Site, problems: &mut Vec<Problem>) {
    problems.extend(site.statics.iter().filter(|file| file.seen.says_where).map(|file| says_where(file, None)));
    if site.files.iter().all(|file| !file.seen.says_where) {
        return;
    }
    let (remade, held_back) = (pictures::remade(site), site.holds_back());
    let told = |(f, file): &(usize, &Attachment)| {
        file.seen.says_where && !file.seen.is_bared() && remade.as_it_is(*f) && !held_back(*f)
    };
    for (f, file) in site.files.iter().enumerate().filter(told) {
        let cause = |link: &Link| remade.renditions(f).is_empty() || !matches!(link.purpose, Purpose::Show { .. });
        let linked = site.pages.iter().find_map(|page| {
            let mut links = page.facts().links.iter().zip(&page.links).enumerate();
            let (number, _) =
                links.find(|(_, (link, to))| matches!(to, Resolved::File(to) if *to == f) && cause(link))?;
            Some((&page.facts().path, span(page, number).target))
        });
        problems.push(says_where(file, linked));
    }
}

fn says_where(file: &Attachment, linked: Option<(&SitePath, Span)>) -> Problem {
    let message = format!("`{}` says where it was taken, and is published as it is", file.path.file_name());
    let problem = match linked {
        Some((path, span)) => Problem::at(Code::PictureSaysWhere, path, span, message),
        None => Problem::of_file(Code::PictureSaysWhere, &file.path, message),
    };
    let help = "Save it without the place: phones and picture viewers offer that where they share or export a picture or a film.";
    let remade = matches!(file.path.extension().as_str(), "jpg" | "jpeg" | "png" | "webp");
    problem.help(if remade {
        format!("{help} Or show it with `![…](…)`: what readers then get is made anew, and does not say it.")
    } else {
        help.to_owned()
    })
}

/// What is wrong with a picture, and what to do.
fn wrong(file: &Attachment) -> Option<(String, String)> {
    let name = file.path.file_name();
    let (message, help) = match file.seen.head {
        ImageHeader::Broken => (
            format!("`{name}` is broken: it begins as a picture and does not go on as one"),
            "It is not published. Open it in a picture viewer. If it does not show there either, save or copy it again.",
        ),
        ImageHeader::Other if file.size == 0 => (format!("`{name}` is empty"), "Save or copy the picture again."),
        ImageHeader::Other => (
            format!("`{name}` is not a picture but a text in its place"),
            "It is not published. It was not fetched whole: fetch it again; if the pictures are kept in Git LFS, run `git lfs pull`.",
        ),
        ImageHeader::Unknown => (
            format!("`{name}` is not a picture, whatever its name says"),
            "It is not published. Look what it is: if it is a picture of an unusual kind, save it as PNG or JPEG; else give it the ending that it should have.",
        ),
        ImageHeader::Sized(extent) | ImageHeader::Moving(extent) | ImageHeader::Heavy(extent)
            if u64::from(extent.width) * u64::from(extent.height) > MOST_POINTS =>
        {
            (
                format!("`{name}` has {} times {} pixels, more than a phone can show", extent.width, extent.height),
                "Save it smaller: 2000 pixels from side to side are enough for any page.",
            )
        }
        ImageHeader::Heavy(_) => (
            format!("`{name}` is stored in a way that asks for more memory or work than one picture is given"),
            "Save it again as a plain JPEG or PNG, neither progressive nor interlaced; 2000 pixels from side to side are enough for any page.",
        ),
        ImageHeader::Sized(_) | ImageHeader::Moving(_) | ImageHeader::Silent => return misnamed(file),
    };
    Some((message, help.to_owned()))
}

/// A picture with the ending of another kind.
fn misnamed(file: &Attachment) -> Option<(String, String)> {
    let (name, kind) = (file.path.file_name(), file.seen.kind?);
    let endings = kind.endings();
    if endings.contains(&file.path.extension().as_str()) {
        return None;
    }
    let message = format!("`{name}` is a picture of the kind {}, whatever its ending says", kind.name());
    let help = match endings.first() {
        Some(ending) => format!("Let its name end with `.{ending}`, and change the links to it."),
        None => "Not every browser shows this kind. Save it as JPEG or PNG.".to_owned(),
    };
    Some((message, help))
}
