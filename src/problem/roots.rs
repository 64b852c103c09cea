//! Effects → their cause: what follows from a file that cannot be read is counted there, and not told besides.
//!
//! Takes: problems, some of which name a file that may be their cause. Gives: those that are nobody's effect.
//! Never: loses one: an effect is held back only if its cause is among the problems.

use super::{Code, Problem, Severity};
use crate::source::SitePath;
use std::collections::BTreeMap;

/// With one of these, a file or a part of it was not read: the surest first.
const CAUSES: [Code; 21] = [
    Code::MergeConflict,
    Code::UnreadableFile,
    Code::FileTooLarge,
    Code::OutsideSite,
    Code::InternalFault,
    Code::YamlSyntax,
    Code::FrontMatter,
    Code::TemplateSyntax,
    Code::TreeUnknownTarget,
    Code::TreeUnknownAnswer,
    Code::TreeUnknownValue,
    Code::TreeUnit,
    Code::TreeUndefinedValue,
    Code::TreeTooComplex,
    Code::TreeCycle,
    Code::TreeNoNext,
    Code::TreeGap,
    Code::MissingFile,
    Code::MissingKey,
    Code::WrongType,
    Code::UnknownKey,
];

/// Of these causes nothing of the file was read.
const WHOLE: usize = 8;

/// What an effect is called when it is counted: one, several, and of which checks. The first are names that are looked up.
const EFFECTS: [(&str, &str, &[Code]); 7] = [
    ("citation", "citations", &[Code::UnknownCitation]),
    (
        "link",
        "links",
        &[
            Code::AmbiguousLink,
            Code::BrokenAnchor,
            Code::BrokenLink,
            Code::MissingFile,
            Code::TreeUnknownTarget,
            Code::UnknownTerm,
        ],
    ),
    ("published address", "published addresses", &[Code::VanishedAddress, Code::VanishedAnchor]),
    ("word", "words", &[Code::UnexplainedWord]),
    (
        "question or outcome",
        "questions and outcomes",
        &[Code::TreeCycle, Code::TreeGap, Code::TreeNoNext, Code::TreeUnreachable],
    ),
    ("test", "tests", &[Code::SearchTestFailed, Code::TreeTestFailed]),
    ("rule", "rules", &[Code::TreeDeadRule, Code::TreePairBroken, Code::TreeRuleBroken, Code::TreeUnasked]),
];

/// So many kinds of effects are names.
const NAMES: usize = 4;

/// The files that could not be read whole, by what was told of them so far.
pub fn unread(problems: &[Problem]) -> Vec<SitePath> {
    let whole = |problem: &&Problem| problem.severity == Severity::Error && CAUSES[..WHOLE].contains(&problem.code);
    let mut paths: Vec<SitePath> = problems.iter().filter(whole).map(|problem| problem.path.clone()).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Takes the effects out, and says at each cause how many there were. Of a file in which two changes meet, everything else is one.
pub fn at_roots(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort();
    problems.dedup();
    let torn: Vec<SitePath> =
        problems.iter().filter(|p| p.code == Code::MergeConflict).map(|p| p.path.clone()).collect();
    for problem in problems.iter_mut().filter(|p| p.code != Code::MergeConflict && torn.contains(&p.path)) {
        problem.follows = Some(problem.path.clone());
    }
    let mut causes: BTreeMap<SitePath, Option<usize>> =
        problems.iter().filter_map(|problem| Some((problem.follows.clone()?, None))).collect();
    for (path, cause) in &mut causes {
        let rank = |problem: &Problem| CAUSES.iter().position(|code| *code == problem.code);
        // They are in order of their paths.
        let first = problems.partition_point(|problem| problem.path < *path);
        let of_file = problems.iter().enumerate().skip(first).take_while(|(_, p)| p.path == *path);
        let own = of_file.filter(|(_, p)| p.follows.is_none());
        *cause = own.filter_map(|(i, p)| Some((p.severity, rank(p)?, i))).min().map(|(.., i)| i);
    }
    let mut counts: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut kept = vec![true; problems.len()];
    for (i, problem) in problems.iter().enumerate() {
        let Some(cause) = problem.follows.as_ref().and_then(|path| *causes.get(path)?) else { continue };
        // What fails a run is never held back for what does not.
        if problems[cause].severity > problem.severity {
            continue;
        }
        kept[i] = false;
        if problem.path == problems[cause].path && torn.contains(&problem.path) {
            continue;
        }
        let kind = EFFECTS.iter().position(|(.., codes)| codes.contains(&problem.code)).unwrap_or(EFFECTS.len());
        *counts.entry(cause).or_default().entry(kind).or_default() += 1;
    }
    for (cause, counts) in &counts {
        let message = &mut problems[*cause].message;
        *message = format!("{message}; so {}", not_checked(counts));
    }
    let mut kept = kept.into_iter();
    problems.retain(|_| kept.next() == Some(true));
    problems
}

/// `662 citations and 1 link were not looked up`.
fn not_checked(counts: &BTreeMap<usize, usize>) -> String {
    let named = |(kind, count): (&usize, &usize)| {
        let (one, several, _) = EFFECTS.get(*kind).copied().unwrap_or(("other thing", "other things", &[]));
        format!("{count} {}", if *count == 1 { one } else { several })
    };
    let mut parts: Vec<String> = counts.iter().map(named).collect();
    let one = counts.values().sum::<usize>() == 1;
    let last = parts.pop().unwrap_or_default();
    let all = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    let how = if counts.keys().all(|kind| *kind < NAMES) { "looked up" } else { "checked" };
    format!("{all} {} not {how}", if one { "was" } else { "were" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_counted_at_their_cause_and_told_where_there_is_none() {
        let effect =
            |code, n: usize| Problem::of_file(code, &"a.md".into(), format!("{n}")).following(&SitePath::from("list"));
        let effects =
            || [effect(Code::UnknownCitation, 1), effect(Code::UnknownCitation, 2), effect(Code::BrokenLink, 3)];
        assert_eq!(at_roots(effects().to_vec()).len(), 3);
        let mut all = effects().to_vec();
        all.push(Problem::of_file(Code::UnusedFile, &"list".into(), "Unused"));
        assert_eq!(at_roots(all.clone()).len(), 4, "an unused file is no cause");
        all.push(Problem::of_file(Code::YamlSyntax, &"list".into(), "Torn"));
        let told = at_roots(all);
        assert_eq!(told.len(), 2);
        assert!(told.iter().any(|p| p.message == "Torn; so 2 citations and 1 link were not looked up"), "{told:?}");
    }
}
