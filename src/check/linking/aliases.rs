//! Aliases at which no page can be, and those that look like an address and are read as a name.

use crate::link::{Site, cannot_be_asked_for, is_own_address};
use crate::problem::{Certainty, Code, Problem};
use crate::source::url::decoded;
use crate::source::{SitePath, slug};
use crate::yaml::Text;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let foreign = site.settings.is_foreign();
    for page in site.pages.iter() {
        let path = &page.facts().path;
        for alias in &page.doc.front.aliases {
            let text = alias.text.trim();
            if cannot_be_asked_for(text) {
                problems.push(unasked(path, alias, here(text, &site.settings.base_url).as_deref()));
            } else if text.starts_with('/') && text.split('/').any(|part| part.len() > slug::LONGEST_NAME) {
                problems.push(too_long(path, alias));
            } else if text.starts_with('/') && text.split(['/', '#']).any(|part| matches!(part, "." | "..")) {
                problems.push(with_dots(path, alias));
            } else if !foreign && is_own_address(text, page) {
                problems.push(own(path, alias, text.split_once('#').map(|(_, part)| part)));
            } else if text == "/" {
                problems.push(home(path, alias));
            // In a vault an alias is a name, and `TCP/IP` is one everywhere.
            } else if !foreign && looks_like_address(text) {
                problems.push(without_slash(path, alias));
            }
        }
    }
}

/// What stands behind `base_url` in an address of the web, without what no page's address has; `None` of another site's.
fn here(alias: &str, base_url: &str) -> Option<String> {
    let below = match alias.split_once("://") {
        Some((_, rest)) => {
            let base = base_url.split_once("://")?.1.trim_end_matches('/');
            rest.strip_prefix(base).filter(|below| below.starts_with('/'))?
        }
        None => alias,
    };
    let plain = below.split('?').next().unwrap_or_default();
    let plain = decoded(plain).map_or_else(|| plain.to_owned(), |plain| plain.into_owned());
    (plain.len() > 1).then_some(plain)
}

/// `old/hours`, `old/hours.html`, `old/`: small letters, figures and hyphens, as addresses have them.
fn looks_like_address(alias: &str) -> bool {
    let signs = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '/' | '-' | '_' | '.');
    !alias.starts_with('/') && alias.contains('/') && alias.chars().all(signs)
}

fn unasked(path: &SitePath, alias: &Text, here: Option<&str>) -> Problem {
    let message = if alias.text.contains("://") && here.is_none() {
        "An alias can only be an address on this site"
    } else if alias.text.contains("://") {
        "An alias is written without the site's own address"
    } else {
        "What stands behind `?` is no part of a page's address, so no page can be found by this alias"
    };
    let problem = Problem::at(Code::OddAlias, path, alias.span, message);
    match here {
        Some(here) => problem.help(format!("Write `{here}`.")).fix(alias.span, here),
        None => problem.help("Take it out; on the other site, let the old address lead here."),
    }
}

/// `part` is what the alias says behind `#`.
fn own(path: &SitePath, alias: &Text, part: Option<&str>) -> Problem {
    let problem = Problem::at(Code::OddAlias, path, alias.span, "This is the address that the page has anyway");
    match part.filter(|part| !part.is_empty()) {
        Some(part) => {
            problem.help(format!("To keep the name of a part, write `anchors: {{{part}: its-name-now}}` instead."))
        }
        None => problem.help("Take it out."),
    }
}

fn home(path: &SitePath, alias: &Text) -> Problem {
    Problem::at(Code::OddAlias, path, alias.span, "At `/` stands the home page, so no other page is found there")
        .help("Take it out.")
}

fn with_dots(path: &SitePath, alias: &Text) -> Problem {
    Problem::at(Code::OddAlias, path, alias.span, "No browser asks for an address with `.` or `..` between its slashes")
        .help("Write the address without them, like `/old/page/`.")
}

fn too_long(path: &SitePath, alias: &Text) -> Problem {
    let message = format!(
        "A part of this alias is longer than a file's name can be, so it is cut off after {} bytes",
        slug::LONGEST_NAME
    );
    Problem::at(Code::OddAlias, path, alias.span, message).help("Take it out if nobody uses it any more.")
}

fn without_slash(path: &SitePath, alias: &Text) -> Problem {
    let text = alias.text.trim();
    Problem::at(Code::OddAlias, path, alias.span, "This alias looks like an address, and is read as a name")
        .help(format!("If it is an old address, begin it with a slash: `/{text}`."))
        .fix(alias.span, format!("/{text}"))
        .sure(Certainty::Doubtful)
}
