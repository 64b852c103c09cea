//! Paths within the site.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The folder of articles, trees and pictures. A site without it keeps them at its root.
pub const CONTENT: &str = "content";

/// A file's path below the site's root, with `/` between the parts on every system. It never begins with `/` and never holds `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// As text, parts divided by `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Below the folder of articles: what addresses, names and links are made from. Where a site has no such folder, no path
    /// begins with its name, and the whole path is meant.
    pub fn below(&self) -> &str {
        below(&self.0)
    }

    /// The folder of [`below`](SitePath::below): `""` at the top.
    pub fn below_folder(&self) -> &str {
        let below = self.below();
        below.rfind('/').map_or("", |i| &below[..i])
    }

    /// The folder that holds the file: `""` at the root.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |i| &self.0[..i])
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rfind('/').map_or(&*self.0, |i| &self.0[i + 1..])
    }

    /// What stands after the last dot of the file name, in lower case; `""` if there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
            _ => String::new(),
        }
    }

    /// Follows a relative path from a folder, `.` and `..` included. `None` where it leaves the site's root.
    pub fn resolve(folder: &str, relative: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(SitePath(parts.join("/").into()))
    }
}

/// The way from a folder to a path, as an author writes it: `../b/c.md`. Empty where it ends in that folder itself.
pub fn relative(folder: &str, to: &str) -> String {
    let [from, to] = [folder, to].map(|path| path.split('/').filter(|part| !part.is_empty()).collect::<Vec<&str>>());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut out = vec![".."; from.len() - common];
    out.extend_from_slice(&to[common..]);
    out.join("/")
}

/// A path as written from the site's root, taken from the folder of articles instead.
pub fn below(path: &str) -> &str {
    path.strip_prefix(CONTENT).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

impl From<&str> for SitePath {
    fn from(path: &str) -> SitePath {
        SitePath(path.into())
    }
}

impl From<String> for SitePath {
    fn from(path: String) -> SitePath {
        SitePath(path.into())
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_site() {
        assert_eq!(SitePath::resolve("content/a", "../b/./c.md").unwrap().as_str(), "content/b/c.md");
        assert_eq!(SitePath::resolve("content", "../../etc/passwd"), None);
        assert_eq!(SitePath::resolve("", ".."), None);
    }

    #[test]
    fn names_and_addresses_begin_at_the_folder_of_articles() {
        let of = |path: &str| (SitePath::from(path).below().to_owned(), SitePath::from(path).below_folder().to_owned());
        assert_eq!(of("content/a/b.md"), ("a/b.md".into(), "a".into()));
        assert_eq!(of("contents/b.md"), ("contents/b.md".into(), "contents".into()));
        assert_eq!(of("b.md"), ("b.md".into(), String::new()));
    }
}
