//! Patterns of paths, as in a `.gitignore`.
//!
//! Takes: patterns, and a path. Gives: whether they take it in.
//! Never: reads a disk, or takes more time than a pattern is long times a path.
//!
//! `*` is any letters but `/`, `?` any one, `**` any folders. A pattern without a `/` but at its end fits at any depth; one with
//! `/` at its end fits folders; what fits a folder fits all in it; `!` takes back. Of several that fit, the last decides.

use std::str::Chars;

/// A pattern, taken apart: it is tried on every path of a site.
#[derive(Clone, Debug)]
pub struct Pattern<'a> {
    /// Without `!` before it.
    takes: bool,
    /// Without `/` but at its end.
    anywhere: bool,
    /// With `/` at its end.
    folder: bool,
    parts: Vec<&'a str>,
}

impl<'a> Pattern<'a> {
    /// Takes a pattern apart.
    pub fn of(written: &'a str) -> Pattern<'a> {
        let (takes, pattern) = written.strip_prefix('!').map_or((true, written), |rest| (false, rest));
        let (pattern, folder) = pattern.strip_suffix('/').map_or((pattern, false), |rest| (rest, true));
        let parts = pattern.split('/').filter(|part| !part.is_empty()).collect();
        Pattern { takes, anywhere: !pattern.contains('/'), folder, parts }
    }

    fn fits(&self, path: &[&str]) -> bool {
        // What fits a folder fits all that is in it.
        let ends = 1..=path.len() - usize::from(self.folder).min(path.len());
        !self.parts.is_empty()
            && ends.into_iter().any(|end| match self.parts.as_slice() {
                [name] if self.anywhere => part_fits(name, path[end - 1]),
                parts => parts_fit(parts, &path[..end]),
            })
    }
}

/// Whether the last of the patterns that fits a path takes it in.
pub fn takes_in(patterns: &[Pattern<'_>], path: &str) -> bool {
    decided(patterns, path).unwrap_or(false)
}

/// What the last of the patterns that fits a path says of it; `None` where none fits.
pub fn decided(patterns: &[Pattern<'_>], path: &str) -> Option<bool> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    patterns.iter().rev().find(|pattern| pattern.fits(&parts)).map(|pattern| pattern.takes)
}

/// Parts of a pattern and of a path, whole. Every row says to which parts of the path the pattern so far can reach.
fn parts_fit(pattern: &[&str], path: &[&str]) -> bool {
    let mut reached = vec![false; path.len() + 1];
    reached[0] = true;
    for wanted in pattern {
        let mut next = vec![false; path.len() + 1];
        for at in (0..=path.len()).filter(|at| reached[*at]) {
            if *wanted == "**" {
                next[at..].fill(true);
                break;
            }
            if at < path.len() && part_fits(wanted, path[at]) {
                next[at + 1] = true;
            }
        }
        reached = next;
    }
    reached[path.len()]
}

/// One part against one: where a `*` has taken too little, it takes one letter more.
fn part_fits(pattern: &str, name: &str) -> bool {
    let (mut pattern, mut name) = (pattern.chars(), name.chars());
    // What stands behind the last `*`, and what it has not taken.
    let mut star: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let (wanted, letter) = (pattern.clone().next(), name.clone().next());
        match (wanted, letter) {
            (None, None) => return true,
            (Some('*'), _) => {
                pattern.next();
                star = Some((pattern.clone(), name.clone()));
            }
            (Some(_), None) => return false,
            (Some(wanted), Some(letter)) if wanted == '?' || wanted == letter => {
                pattern.next();
                name.next();
            }
            _ => {
                let Some((behind, left)) = &mut star else { return false };
                left.next();
                (pattern, name) = (behind.clone(), left.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_gitignores() {
        let yes = |pattern: &str, path: &str| assert!(takes_in(&[Pattern::of(pattern)], path), "{pattern} {path}");
        let no = |pattern: &str, path: &str| assert!(!takes_in(&[Pattern::of(pattern)], path), "{pattern} {path}");
        yes("*.canvas", "a/b/x.canvas");
        no("*.canvas", "a/b/x.canvas.md");
        yes("Templates/", "Templates/Daily.md");
        yes("Templates/", "a/Templates/b/Daily.md");
        no("/Templates/", "a/Templates/Daily.md");
        no("Templates/", "Templates");
        yes("/Templates", "Templates/x.md");
        yes("a/**/z.md", "a/z.md");
        yes("a/**/z.md", "a/b/c/z.md");
        yes("a/*.md", "a/b.md");
        no("a/*.md", "a/b/c.md");
        yes("**", "a/b");
        yes("a?c*", "abcdef.md");
        no("", "a");
        no("/", "a");
        no("a*b*c*d*e*f", &"ab".repeat(200));
        assert!(takes_in(&["*.md", "!keep.md", "keep.md"].map(Pattern::of), "x/keep.md"));
        assert!(!takes_in(&["notes/", "!notes/open.md"].map(Pattern::of), "notes/open.md"));
        yes("Tags [old]/", "Tags [old]/a.md");
        yes("*a*b", "xaxbab");
        no("*a*b", "xaxba");
        yes("é?*", "éa");
    }
}
