//! Addresses of the web that settings name: where the site will be (`base_url`), and where its files are kept (`repository`).

use crate::problem::{Code, Problem};
use crate::source::SitePath;
use crate::yaml::Text;

/// An address of the web, with a `/` at its end. `None` for anything else.
pub fn base_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let (host, folders) = rest.trim_end_matches('/').split_once('/').unwrap_or((rest.trim_end_matches('/'), ""));
    let signs = ['?', '#', '"', '<', '>', '\\', '\''];
    // A name and a password before the host would be published with every page.
    let clean = !host.is_empty()
        && !host.contains('@')
        && !rest.contains(|c: char| signs.contains(&c) || c.is_whitespace() || c.is_control())
        && !rest.trim_end_matches('/').contains("//")
        && !names_file(folders);
    clean.then(|| format!("{}/", text.trim_end_matches('/')))
}

/// Whether the path of an address ends in the name of a page's file.
fn names_file(folders: &str) -> bool {
    let name = folders.rsplit('/').next().unwrap_or_default().to_lowercase();
    [".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".xml"].iter().any(|ending| name.ends_with(ending))
}

pub(super) fn bad_base_url(path: &SitePath, url: &Text) -> Problem {
    let rest = url.text.split_once("://").map_or("", |(_, rest)| rest);
    let (host, folders) = rest.trim_end_matches('/').split_once('/').unwrap_or((rest, ""));
    let (message, help) = if host.contains('@') {
        ("`base_url` names a user, and would show that to every reader", "Write it without what stands before the `@`.")
    } else if names_file(folders) {
        ("`base_url` should be the address of a folder, not of a page", "Leave out the name of the file at its end.")
    } else if rest.trim_end_matches('/').contains("//") {
        ("`base_url` has two slashes where one should be", "Leave one of them out.")
    } else if rest.contains(['?', '#']) {
        (
            "`base_url` should be an address alone: what stands behind `?` or `#` is no part of a page's address",
            "End it before that sign.",
        )
    } else {
        (
            "`base_url` should be the whole address of the site on the web",
            "Begin it with `https://`, like `base_url: https://club.example/help/`.",
        )
    };
    Problem::at(Code::WrongType, path, url.span, message).help(help)
}

/// Where the site's files are kept, or nothing and what is wrong with it.
pub(super) fn repository_said(said: Option<Text>, path: &SitePath, problems: &mut Vec<Problem>) -> String {
    let Some(said) = said.filter(|said| !said.text.is_empty()) else { return String::new() };
    repository(&said.text).unwrap_or_else(|meant| {
        let message = "`repository` should be the address of the page that shows your files, as the browser has it";
        let problem = Problem::at(Code::WrongType, path, said.span, message);
        problems.push(match &meant {
            Some(meant) => problem.help(format!("Write `{meant}`.")).fix(said.span, meant.clone()),
            None => problem.help("Write it like `repository: https://github.com/some-club/help`."),
        });
        meant.unwrap_or_default()
    })
}

/// The address of a repository's page, without a `/` at its end; or what is meant where it is written as git, or as the address of
/// a page in it.
pub fn repository(text: &str) -> Result<String, Option<String>> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
    // A name before the host is git's own, or a secret that would be shown to every reader.
    let user = rest.find('@').filter(|at| !rest[..*at].contains('/'));
    let rest = user.map_or(rest, |at| &rest[at + 1..]);
    let with_host = if scheme.is_none() && user.is_some() { rest.replacen(':', "/", 1) } else { rest.to_owned() };
    let mut parts: Vec<&str> = with_host.split('/').filter(|part| !part.is_empty()).collect();
    // `/tree/main`, `/blob/main/x.md`, `/-/tree/main`, `/src/branch/main`: pages in it.
    let pages = ["-", "tree", "blob", "edit", "src", "issues", "pulls", "pull", "settings", "actions", "wiki"];
    if let Some(at) = parts.iter().skip(3).position(|part| pages.contains(part)) {
        parts.truncate(at + 3);
    }
    let joined = parts.join("/");
    let joined = joined.strip_suffix(".git").unwrap_or(&joined);
    let is_host = |host: &str| host.contains('.') || host.split(':').next() == Some("localhost");
    let signs = ['?', '#', '"', '<', '>', '\\', '\'', '@'];
    let clean = parts.len() >= 2
        && is_host(parts[0])
        && !joined.contains(|c: char| signs.contains(&c) || c.is_whitespace() || c.is_control());
    // `javascript:…` and a disk's `C:` are no hosts.
    if !clean || scheme.is_none() && user.is_none() && text.contains(':') {
        return Err(None);
    }
    let meant = format!("{}://{joined}", if scheme == Some("http") { "http" } else { "https" });
    if meant == text.trim_end_matches('/') { Ok(meant) } else { Err(Some(meant)) }
}

#[cfg(test)]
mod tests {
    use super::repository;

    #[test]
    fn a_repository_is_known_by_the_address_of_its_page() {
        for right in ["https://github.com/a/b", "https://gitlab.com/a/b/c", "http://git.club.example:3000/a/b"] {
            assert_eq!(repository(right), Ok(right.to_owned()));
            assert_eq!(repository(&format!("{right}/")), Ok(right.to_owned()));
        }
        for meant in [
            "github.com/a/b",
            "git@github.com:a/b.git",
            "ssh://git@github.com/a/b.git",
            "git://github.com/a/b.git",
            "https://github.com/a/b.git",
            "https://github.com/a/b/tree/main",
            "https://github.com/a/b/blob/main/content/x.md",
            "https://github.com/a/b/-/tree/main",
            "https://me:secret@github.com/a/b",
        ] {
            assert_eq!(repository(meant), Err(Some("https://github.com/a/b".to_owned())), "{meant}");
        }
        for wrong in
            ["a/b", "javascript:alert(1)", "help", "https://github.com", "https://", "data:text/html,x/y", "C:\\site"]
        {
            assert_eq!(repository(wrong), Err(None), "{wrong}");
        }
    }
}
