//! What somebody types → what is to be moved: `content/a.md content/b/a.md`, `content/a.md#old content/a.md#new`,
//! `glossary:Term glossary:Other`, `@key @other`.

use crate::source::SitePath;

/// What is to have another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A file or a folder, with all below it.
    File {
        /// Where it is.
        old: SitePath,
        /// Where it is to be; nothing is there yet.
        new: SitePath,
    },
    /// A heading of an article, or a question or an outcome of a tree.
    Part {
        /// The file.
        path: SitePath,
        /// What stands behind `#` in a link to it.
        old: String,
        /// The new words of the heading, or the new id.
        new: String,
    },
    /// A term of the glossary.
    Term {
        /// As it is called.
        old: String,
        /// As it is to be called.
        new: String,
    },
    /// The key of a source.
    Source {
        /// Without `@`.
        old: String,
        /// Likewise.
        new: String,
    },
}

/// Reads what was typed.
pub fn read(old: &str, new: &str) -> Result<What, String> {
    let both = |prefix: &str| match (old.strip_prefix(prefix), new.strip_prefix(prefix)) {
        (Some(old), Some(new)) => Ok(Some((old.trim().to_owned(), new.trim().to_owned()))),
        (None, None) => Ok(None),
        _ => Err(format!("both names begin with `{prefix}`, or none does")),
    };
    if let Some((old, new)) = both("glossary:")? {
        return named(&new).map(|()| What::Term { old, new });
    }
    if let Some((old, new)) = both("@")? {
        let plain =
            |key: &str| !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || ";,[]@:#{}\"'".contains(c));
        return if plain(&new) { Ok(What::Source { old, new }) } else { Err(format!("`{new}` is no key of a source")) };
    }
    match (old.split_once('#'), new.split_once('#')) {
        (Some((path, old)), Some((new_path, new))) => {
            let (path, new_path) = (path_of(path)?, path_of(new_path)?);
            if path != new_path {
                return Err("a part of a page is renamed in its file: write the same file before both `#`".to_owned());
            }
            named(new).map(|()| What::Part { path, old: old.to_owned(), new: new.trim().to_owned() })
        }
        (None, None) => Ok(What::File { old: path_of(old)?, new: path_of(new)? }),
        _ => Err("to rename a part, write `#` and its name behind both".to_owned()),
    }
}

fn named(new: &str) -> Result<(), String> {
    let fits = !new.trim().is_empty() && !new.contains(char::is_control);
    if fits { Ok(()) } else { Err("the new name is empty, or has a line break in it".to_owned()) }
}

/// A path below the site, which leads nowhere else.
fn path_of(typed: &str) -> Result<SitePath, String> {
    let typed = typed.replace('\\', "/");
    let plain = typed.trim_start_matches("./").trim_end_matches('/');
    let bad = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains(char::is_control);
    if typed.starts_with('/') || plain.contains(':') || plain.split('/').any(bad) {
        return Err(format!("`{typed}` is no path below the site's folder"));
    }
    Ok(plain.into())
}
