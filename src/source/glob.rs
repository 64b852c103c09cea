//! Patterns of paths, as in a `.gitignore`.
//!
//! Takes: patterns, and a path. Gives: whether they take it in.
//! Never: reads a disk, or takes more time than a pattern is long times a path.
//!
//! `*` is any letters but `/`, `?` any one, `**` any folders. A pattern without a `/` but at its end fits at any depth; one with
//! `/` at its end fits folders; what fits a folder fits all in it; `!` takes back. Of several that fit, the last decides.

/// Whether the last of the patterns that fits a path takes it in.
pub fn takes_in<'a>(patterns: impl IntoIterator<Item = &'a str>, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let mut taken = false;
    for pattern in patterns {
        let (wanted, pattern) = pattern.strip_prefix('!').map_or((true, pattern), |rest| (false, rest));
        if taken != wanted && fits(pattern, &parts) {
            taken = wanted;
        }
    }
    taken
}

fn fits(pattern: &str, path: &[&str]) -> bool {
    let (pattern, folder) = pattern.strip_suffix('/').map_or((pattern, false), |rest| (rest, true));
    let anywhere = !pattern.contains('/');
    let wanted: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    // What fits a folder fits all that is in it.
    let ends = 1..=path.len() - usize::from(folder).min(path.len());
    !wanted.is_empty()
        && ends.into_iter().any(|end| match wanted.as_slice() {
            [name] if anywhere => part_fits(name, path[end - 1]),
            wanted => parts_fit(wanted, &path[..end]),
        })
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
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                n = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_gitignores() {
        let yes = |pattern: &str, path: &str| assert!(takes_in([pattern], path), "{pattern} {path}");
        let no = |pattern: &str, path: &str| assert!(!takes_in([pattern], path), "{pattern} {path}");
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
        assert!(takes_in(["*.md", "!keep.md", "keep.md"], "x/keep.md"));
        assert!(!takes_in(["notes/", "!notes/open.md"], "notes/open.md"));
        assert!(takes_in(["Tags [old]/"], "Tags [old]/a.md"));
    }
}
