//! A site that is built already, as its files lie in a folder.
//!
//! Takes: a path as it was sent. Gives: an [`Answer`]: the file, the way to it, or the site's own page for what is not there.
//! Never: leaves the folder, or shows what begins with a dot, but for `.well-known`.

use super::routes::{Answer, kind, output_path};
use crate::load;
use crate::source::url::encoded;
use hyper::StatusCode;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a built site.
#[derive(Debug)]
pub struct Built {
    root: PathBuf,
    /// The folder that the site lies in on the web, with a slash at both ends: links of its page for what is not there begin so.
    base: String,
}

impl Built {
    /// Opens a folder. It is no error that there is no page in it.
    pub fn open(folder: &Path) -> io::Result<Built> {
        let root = folder.canonicalize()?;
        let home = load::attachment(&root, &root.join("index.html")).unwrap_or_default();
        let base = base(&String::from_utf8_lossy(&home)).unwrap_or_else(|| "/".to_owned());
        Ok(Built { root, base })
    }

    /// Whether a folder is a built site, rather than one that is to be built.
    pub fn is_one(folder: &Path) -> bool {
        let has = |name: &str| folder.join(name).is_file();
        !has(load::SETTINGS) && !folder.join(load::CONTENT).is_dir() && (has(load::MARKER) || has("index.html"))
    }

    fn is_there(&self, path: &str) -> bool {
        is_shown(path) && self.root.join(path).is_file()
    }
}

/// The folder that a home page says the site lies in on the web: its own whole address stands in it.
fn base(home: &str) -> Option<String> {
    let (_, rest) = home.split_once("<link rel=\"canonical\" href=\"")?;
    let (_, rest) = rest.split_once('"')?.0.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    (path.ends_with('/') && !path.starts_with("//")).then(|| path.to_owned())
}

/// Whether a path below the folder is one that a host would show, and leads nowhere else on any system.
fn is_shown(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(['\\', ':', '\0']);
    path.split('/').all(|part| plain(part) && (!part.starts_with('.') || part == ".well-known"))
}

/// The answer to a request.
pub(super) fn file(built: &Built, address: &str, query: Option<&str>) -> Answer {
    let path = output_path(address).unwrap_or_default();
    if built.is_there(&path)
        && let Ok(bytes) = load::attachment(&built.root, &built.root.join(&path))
    {
        return Answer::new(StatusCode::OK, kind(&path), bytes);
    }
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    if !path.is_empty() && built.is_there(&format!("{path}/index.html")) {
        return Answer::elsewhere(format!("/{}/{query}", encoded(&path)));
    }
    if built.base != "/"
        && let Some(below) = address.strip_prefix(&built.base)
        && !below.starts_with('/')
    {
        return Answer::elsewhere(format!("/{below}{query}"));
    }
    match load::attachment(&built.root, &built.root.join("404.html")) {
        Ok(page) => Answer::new(StatusCode::NOT_FOUND, kind("404.html"), page),
        Err(_) => Answer::said(StatusCode::NOT_FOUND, "There is no such page.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_are_shown() {
        for good in ["index.html", "a/b c.png", ".well-known/security.txt", "a..b/x"] {
            assert!(is_shown(good), "{good}");
        }
        for bad in [
            "",
            "..",
            "../x",
            "a/../x",
            "a//b",
            "/etc/passwd",
            ".fingerpost",
            ".git/config",
            "a/.x",
            "C:/x",
            "a\\b",
            "a\0",
        ] {
            assert!(!is_shown(bad), "{bad}");
        }
    }

    #[test]
    fn the_home_page_says_where_it_lies() {
        let page = |address: &str| format!("<head><link rel=\"canonical\" href=\"{address}\"></head>");
        assert_eq!(base(&page("https://club.example/help/")).as_deref(), Some("/help/"));
        assert_eq!(base(&page("https://club.example/")).as_deref(), Some("/"));
        assert_eq!(base("<head></head>"), None);
    }
}
