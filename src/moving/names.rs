//! A page or a file, and a name for it → the names of the same form that it can have at its new place.

use crate::parse::is_index;
use crate::source::{SitePath, below, relative, slug};

/// Where something is.
pub(super) struct Stand<'a> {
    /// Its file.
    pub(super) path: &'a SitePath,
    /// The address of its page, where it is one.
    pub(super) address: Option<&'a str>,
}

impl Stand<'_> {
    fn stem(&self) -> &str {
        stem(self.path.below())
    }

    fn is_index(&self) -> bool {
        is_index(last(self.stem()))
    }

    fn folder(&self) -> &str {
        self.path.below_folder()
    }
}

fn stem(below: &str) -> &str {
    [".tree.yaml", ".tree.yml", ".md", ".markdown"].iter().find_map(|end| below.strip_suffix(end)).unwrap_or(below)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn same(one: &str, other: &str) -> bool {
    slug::composed(one) == slug::composed(other)
}

/// Paths, as a link writes them from a file.
pub(super) fn paths(written: &str, from: &SitePath, old: &Stand<'_>, new: &Stand<'_>) -> Vec<String> {
    let rooted = written.starts_with('/');
    let rest = written.trim_start_matches('/');
    let root = if rooted && below(rest) != rest { "/content/" } else { "/" };
    let slash = if written.len() > 1 && written.ends_with('/') { "/" } else { "" };
    let to = |below: &str, slash: &str| {
        if rooted {
            with_slash(&format!("{root}{below}"), slash)
        } else {
            way(from.below_folder(), below, slash, written)
        }
    };
    let name = last(written.trim_end_matches('/'));
    let (old_file, old_stem) = (old.path.file_name(), last(old.stem()));
    let as_file = || to(new.path.below(), "");
    let mut out = Vec::new();
    if let Some(below) = new.path.as_str().strip_prefix("static/") {
        let path = way(from.folder(), new.path.as_str(), "", written);
        let named = written.contains("static/");
        let rooted_too = if named { format!("/static/{below}") } else { format!("/{below}") };
        out.push(if rooted { rooted_too } else { path.clone() });
        out.extend([format!("/{below}"), path]);
        return out;
    }
    if same(name, old_file) {
        out.push(as_file());
    } else if same(name, old_stem) && !(rooted && old.is_index()) {
        out.push(to(new.stem(), slash));
    } else if name.strip_suffix(".html").is_some_and(|name| same(name, old_stem)) {
        out.push(to(&format!("{}.html", new.stem()), ""));
    } else if old.is_index() && new.is_index() && (!rooted || same(below(rest).trim_matches('/'), old.folder())) {
        out.push(to(new.folder(), slash));
    }
    if let Some((was, is)) = old.address.zip(new.address).filter(|_| rooted)
        && written.trim_matches('/') == was.trim_matches('/')
    {
        out.push(if slash.is_empty() { is.trim_end_matches('/').to_owned() } else { is.to_owned() });
    }
    out.extend([as_file(), format!("/{}", new.path.below())]);
    out.retain(|path| !path.is_empty());
    out
}

fn with_slash(path: &str, slash: &str) -> String {
    if slash.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}{slash}") }
}

/// The way from a folder to a path, as it was written before.
fn way(from: &str, to: &str, slash: &str, written: &str) -> String {
    let path = relative(from, to);
    let path = match path.is_empty() {
        // A way that ends in the folder itself needs a name for it.
        true => "./".to_owned(),
        false if written.starts_with("./") && !path.starts_with("..") => format!("./{path}"),
        // What stands before a colon would be taken for a scheme.
        false if path.split('/').next().is_some_and(|first| first.contains(':')) => format!("./{path}"),
        false => path,
    };
    with_slash(&path, slash)
}

/// Names, as `[[…]]`, `read` and settings have them.
pub(super) fn names(written: &str, from: &SitePath, old: &Stand<'_>, new: &Stand<'_>) -> Vec<String> {
    if written.starts_with("./") || written.starts_with("../") {
        return paths(written, from, old, new);
    }
    let rest = written.trim_start_matches('/');
    let plain = below(rest);
    let before = &written[..written.len() - plain.len()];
    let slash = plain.len() > 1 && plain.ends_with('/');
    let plain = plain.trim_end_matches('/');
    let ending = same(last(plain), old.path.file_name());
    let by_folder = old.is_index() && new.is_index() && !same(last(plain), last(old.stem())) && !ending;
    let full = match (ending, by_folder) {
        (true, _) => new.path.below(),
        (_, true) => new.folder(),
        _ => new.stem(),
    };
    let old_full = match (ending, by_folder) {
        (true, _) => old.path.below(),
        (_, true) => old.folder(),
        _ => old.stem(),
    };
    let parts: Vec<&str> = full.split('/').collect();
    let wanted = plain.split('/').count().min(parts.len());
    let tail = |count: usize| parts[parts.len() - count..].join("/");
    let mut out = Vec::new();
    if plain.contains('/') && same(plain, old_full) {
        out.push(tail(parts.len()));
    }
    out.extend((wanted..=parts.len()).map(tail));
    out.push(new.path.below().to_owned());
    let end = if slash { "/" } else { "" };
    let mut out: Vec<String> = out.into_iter().map(|name| with_slash(&format!("{before}{name}"), end)).collect();
    if let Some((was, is)) = old.address.zip(new.address)
        && written.starts_with('/')
        && plain == was.trim_matches('/')
    {
        out.insert(0, if slash { is.to_owned() } else { is.trim_end_matches('/').to_owned() });
    }
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_form() {
        let of = |written: &str, from: &str, old: (&str, &str), new: (&str, &str)| {
            let (old_path, new_path, from) = (SitePath::from(old.0), SitePath::from(new.0), SitePath::from(from));
            let old = Stand { path: &old_path, address: Some(old.1) };
            let new = Stand { path: &new_path, address: Some(new.1) };
            paths(written, &from, &old, &new).remove(0)
        };
        let (old, new) = (("content/a/x.md", "/a/x/"), ("content/b/c/y.md", "/b/c/y/"));
        for (written, from, is) in [
            ("x.md", "content/a/z.md", "../b/c/y.md"),
            ("./x.md", "content/a/z.md", "../b/c/y.md"),
            ("a/x", "content/z.md", "b/c/y"),
            ("a/x/", "content/z.md", "b/c/y/"),
            ("/a/x.md", "content/z.md", "/b/c/y.md"),
            ("/content/a/x.md", "content/z.md", "/content/b/c/y.md"),
            ("/a/x/", "content/z.md", "/b/c/y/"),
            ("../a/x.html", "content/b/z.md", "c/y.html"),
        ] {
            assert_eq!(of(written, from, old, new), is, "{written}");
        }
        let (old, new) = (("content/a/index.md", "/a/"), ("content/b/index.md", "/b/"));
        assert_eq!(of("a/", "content/z.md", old, new), "b/");
        assert_eq!(of("../a", "content/c/z.md", old, new), "../b");
        assert_eq!(of("a/index.md", "content/z.md", old, new), "b/index.md");
    }
}
