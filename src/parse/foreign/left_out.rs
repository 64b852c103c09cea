//! Which files another program leaves out, by patterns of its own kind, and what the site's own `exclude` says to that.
//!
//! Takes: patterns, and a path. Gives: whether they take it in.
//! Never: takes long: globs and regular expressions are tried by crates that look at each letter once.

use super::Foreign;
use crate::load;
use crate::source::SitePath;
use crate::source::glob::{self, Pattern};
use globset::{GlobBuilder, GlobMatcher};
use regex_automata::meta::Regex;

/// What a `*` of a program stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Star {
    /// Letters of one name.
    Name,
    /// Letters of a path, `/` among them.
    Path,
}

/// What such a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// All files.
    Files,
    /// Articles alone: of the other files that program takes what its pages show.
    Articles,
}

/// What it does with a file that it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    LeavesOut,
    TakesBack,
}

/// The rule that no text in a folder is a page: its files are served as they are.
pub(super) fn no_pages_in(folder: &str) -> Option<Rule> {
    Rule::glob(folder, "**/*.{md,markdown}", Star::Path, Reach::Articles)
}

/// One pattern, and below which folder it counts. Of several that fit, the last decides.
#[derive(Clone, Debug)]
pub struct Rule {
    /// With `/` at its end, or `""`.
    base: String,
    reach: Reach,
    effect: Effect,
    matcher: Matcher,
}

#[derive(Clone, Debug)]
enum Matcher {
    Glob(GlobMatcher),
    Regex(Regex),
    /// A name that begins with `_`, but for these: names anywhere, or paths that begin with `/`.
    Underscore(Vec<String>),
}

/// More than this no regular expression may need: a file's name is short, and what is larger was made to keep machines busy.
const LARGEST_REGEX: usize = 1 << 20;

impl Rule {
    /// A glob for the paths below a folder. `None` where it is written in a way that only its program knows.
    pub(super) fn glob(base: &str, pattern: &str, star: Star, reach: Reach) -> Option<Rule> {
        let pattern = pattern.trim().trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
        let is_extended = ["@(", "!(", "+(", "?(", "*("].iter().any(|sign| pattern.contains(sign));
        if pattern.is_empty() || pattern.starts_with("../") || pattern.starts_with('!') || is_extended {
            return None;
        }
        let glob = GlobBuilder::new(pattern).literal_separator(star == Star::Name).build().ok()?;
        Some(Rule::new(base, reach, Matcher::Glob(glob.compile_matcher())))
    }

    /// A regular expression that is looked for in paths below the folder of articles, with `/` before them.
    pub(super) fn regex(written: &str) -> Option<Rule> {
        let limits = Regex::config().nfa_size_limit(Some(LARGEST_REGEX)).onepass_size_limit(Some(LARGEST_REGEX));
        let regex = Regex::builder().configure(limits).build(written).ok()?;
        Some(Rule::new("", Reach::Files, Matcher::Regex(regex)))
    }

    /// Names that begin with `_`, of files and of folders, but for some.
    pub(super) fn underscore(base: &str, shown: Vec<String>) -> Rule {
        Rule::new(base, Reach::Files, Matcher::Underscore(shown))
    }

    /// The same, for what is published although another rule leaves it out.
    pub(super) fn taking_back(self) -> Rule {
        Rule { effect: Effect::TakesBack, ..self }
    }

    fn new(base: &str, reach: Reach, matcher: Matcher) -> Rule {
        Rule { base: base.to_owned(), reach, effect: Effect::LeavesOut, matcher }
    }

    /// Whether it fits a path below the folder of articles, or a folder that this is in.
    fn fits(&self, below: &str) -> bool {
        let Some(path) = below.strip_prefix(&self.base) else { return false };
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.into_iter().any(|end| match &self.matcher {
            Matcher::Glob(glob) => glob.is_match(&path[..end]),
            Matcher::Regex(regex) => regex.is_match(format!("/{}", &path[..end]).as_str()),
            Matcher::Underscore(shown) => {
                let name = path[..end].rsplit('/').next().unwrap_or_default();
                let is_shown = |shown: &String| shown == name || shown.strip_prefix('/') == Some(&path[..end]);
                name.starts_with('_') && !shown.iter().any(is_shown)
            }
        })
    }
}

/// What is not published of a folder: what another program would not, and what the settings name or take back.
#[derive(Debug)]
pub struct LeftOut<'a> {
    foreign: &'a Foreign,
    theirs: Vec<Pattern<'a>>,
    ours: Vec<Pattern<'a>>,
}

impl<'a> LeftOut<'a> {
    /// From what another program's settings say, and the site's own `exclude`, which comes last and so decides.
    pub fn new(foreign: &'a Foreign, exclude: &'a [String]) -> LeftOut<'a> {
        let patterns = |written: &'a [String]| written.iter().map(|pattern| Pattern::of(pattern)).collect();
        LeftOut { foreign, theirs: patterns(&foreign.left_out), ours: patterns(exclude) }
    }

    /// Whether a file is left out. The site's settings, its recorded addresses and its themes never are.
    pub fn takes(&self, path: &SitePath) -> bool {
        use load::{LOCK, SETTINGS, THEMES};
        let own = matches!(path.as_str(), SETTINGS | LOCK)
            || path.as_str().strip_prefix(THEMES).is_some_and(|rest| rest.starts_with('/'));
        if own || self.foreign.is_unlisted(path) {
            return !own;
        }
        let below = path.below();
        let mut taken = glob::takes_in(&self.theirs, below);
        let is_article = load::is_source(path.as_str());
        for rule in self.foreign.rules.iter().filter(|rule| is_article || rule.reach == Reach::Files) {
            let after = rule.effect == Effect::LeavesOut;
            if taken != after && rule.fits(below) {
                taken = after;
            }
        }
        glob::decided(&self.ours, below).unwrap_or(taken)
    }

    /// Whether a file that is no article is published only where a page uses it.
    pub fn waits_for_use(&self, path: &SitePath) -> bool {
        let below = path.below();
        let ruled = self.foreign.rules.iter().any(|rule| rule.reach == Reach::Articles && rule.fits(below));
        ruled && glob::decided(&self.ours, below).unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_fits_as_its_program_says() {
        let fits = |pattern: &str, star, path: &str| {
            Rule::glob("docs/", pattern, star, Reach::Files).is_some_and(|rule| rule.fits(path))
        };
        assert!(fits("inner/**", Star::Name, "docs/inner/a/b.md"));
        assert!(fits("**/TODO.md", Star::Name, "docs/TODO.md"));
        assert!(fits("**/_*.{md,mdx}", Star::Name, "docs/a/_x.md"));
        assert!(fits("[a-c]*.md", Star::Name, "docs/b1.md"));
        assert!(fits("private", Star::Name, "docs/private/a.md"));
        assert!(!fits("private", Star::Name, "docs/a/private/a.md"));
        assert!(!fits("*.md", Star::Name, "docs/a/b.md"));
        assert!(fits("*.md", Star::Path, "docs/a/b.md"));
        assert!(!fits("inner/**", Star::Name, "inner/a.md"));
        assert!(Rule::glob("", "!(a|b)/**", Star::Name, Reach::Files).is_none());
        assert!(Rule::regex(r"\.tmp\.md$").is_some_and(|rule| rule.fits("a/b.tmp.md") && !rule.fits("a/btmp.md")));
        assert!(Rule::regex(r"/notes/").is_some_and(|rule| rule.fits("notes/a.md") && !rule.fits("mynotes/a.md")));
        assert!(Rule::regex("(?=x)").is_none() && Rule::regex(&"(a{999}){999}".repeat(9)).is_none());
    }
}
