//! A tree as a few numbers, its YAML, and everything about it found out by trying.

mod spec;
mod written;

pub use spec::{Claim, Entry, Need, Question, SKIP, Spec, Target, When};
use std::collections::{BTreeMap, BTreeSet};
pub use written::Written;

/// Trees with more path beginnings than this are not tried.
const PATHS: usize = 30_000;

/// Trees with more paths than this are not tried where every two of them are held against each other.
const PAIRED: usize = 400;

/// Where a whole path ends, with the pieces of `also` that fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    Outcome(usize, Vec<usize>),
    OtherTree(String),
}

/// What decides: an option by its place, or a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Option(usize),
    Rule(usize),
}

/// A question or outcome, the rule or piece, the map of its `when` and the name there.
type EntryAt = (bool, usize, usize, usize, String);

/// Everything found out.
#[derive(Default)]
pub struct Brute {
    pub questions: BTreeSet<usize>,
    pub outcomes: BTreeSet<usize>,
    pub paths: u128,
    pub longest: usize,
    pub decides: BTreeSet<(usize, usize)>,
    /// By question: the fewest answers after which nothing comes.
    pub stuck: BTreeMap<usize, usize>,
    /// By question and what decides: the fewest answers, and what is asked again.
    pub cycles: BTreeMap<(usize, By), (usize, BTreeSet<usize>)>,
    /// By entry: asked for some path that looks at it, unasked for some.
    looked: BTreeMap<EntryAt, (bool, bool)>,
    /// By rule: the fewest answers that break it.
    pub broken: Vec<Option<usize>>,
    pub endings: Vec<(Vec<(usize, i64)>, Ending)>,
    /// Questions and outcomes that differ in what they show or lead to.
    pub different: usize,
    spec: Spec,
    runs: Vec<BTreeSet<i64>>,
    beginnings: usize,
    residues: BTreeMap<Residue, usize>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Residue {
    Outcome(usize, Vec<usize>),
    Elsewhere(String),
    Stopped,
    Question(usize, Vec<usize>),
}

impl Brute {
    /// Tries everything. `None` where that is too much.
    pub fn of(spec: &Spec) -> Option<Brute> {
        let mut brute = Brute { spec: spec.clone(), broken: vec![None; spec.rules.len()], ..Brute::default() };
        brute.runs = (0..spec.questions.len()).map(|q| brute.first_of_runs(q)).collect();
        brute.ask(spec.start, &mut Vec::new(), true)?;
        let pairs = spec.rules.iter().any(|rule| matches!(rule, Claim::Pairs(..)));
        if pairs && brute.endings.len() > PAIRED {
            return None;
        }
        for (number, rule) in spec.rules.iter().enumerate().filter(|(_, rule)| matches!(rule, Claim::Pairs(..))) {
            brute.broken[number] = brute.breaks_pairs(rule).then_some(0);
        }
        brute.different =
            brute.residues.keys().filter(|r| matches!(r, Residue::Outcome(..) | Residue::Question(..))).count();
        Some(brute)
    }

    /// The first number of each run that no matcher tells apart.
    fn first_of_runs(&self, question: usize) -> BTreeSet<i64> {
        let matchers = self.spec.matchers_of(question);
        let mut before: Option<Vec<bool>> = None;
        let mut first = BTreeSet::new();
        for answer in self.spec.answers(question).into_iter().filter(|answer| *answer != SKIP) {
            let seen: Vec<bool> = matchers.iter().map(|m| m.fits(answer, self.is_any(question))).collect();
            if before.as_ref() != Some(&seen) {
                first.insert(answer);
            }
            before = Some(seen);
        }
        first
    }

    /// Whether some way to answer differs from another in one answer, which is worse, and ends milder.
    fn breaks_pairs(&self, rule: &Claim) -> bool {
        let level = |ending: &Ending| {
            if let Ending::Outcome(outcome, _) = ending { Some(self.spec.levels[*outcome]) } else { None }
        };
        self.endings.iter().any(|(milder, end)| {
            self.endings.iter().any(|(worse, other)| {
                let both = level(end).zip(level(other));
                both.is_some_and(|(level, other)| other < level) && {
                    let shared = milder
                        .iter()
                        .flat_map(|(q, a)| worse.iter().filter(move |(p, _)| p == q).map(move |(_, b)| (*q, *a, *b)));
                    let differing: Vec<_> = shared.filter(|(_, a, b)| a != b).collect();
                    matches!(differing.as_slice(), [(q, a, b)] if self.spec.is_worse(rule, *q, *b, *a))
                }
            })
        })
    }

    pub fn is_any(&self, question: usize) -> bool {
        matches!(self.spec.questions[question], Question::Any { .. })
    }

    /// How many steps a number is from the smallest.
    pub fn step(&self, question: usize, answer: i64) -> i128 {
        self.spec.answers(question).iter().position(|a| *a == answer).unwrap() as i128
    }

    fn holds(&self, when: &Option<When>, answers: &[(usize, i64)]) -> bool {
        self.spec.holds(when, answers)
    }

    /// The questions that an entry looks at. Points of nothing are none.
    fn questions_of(&self, entry: &Entry) -> Vec<usize> {
        match entry {
            Entry::Value(value, _) => self.spec.values[*value].iter().map(|(question, ..)| *question).collect(),
            entry => entry.answers().into_iter().map(|(question, _)| question).collect(),
        }
    }

    fn look(&mut self, at: (bool, usize, usize), when: &Option<When>, answers: &[(usize, i64)]) {
        for (map, entry) in
            when.iter().flat_map(|when| &when.0).enumerate().flat_map(|(i, map)| map.iter().map(move |e| (i, e)))
        {
            let asked = self.questions_of(entry).iter().any(|wanted| answers.iter().any(|(q, _)| q == wanted));
            let seen = self.looked.entry((at.0, at.1, at.2, map, entry.name())).or_default();
            seen.0 |= asked;
            seen.1 |= !asked;
        }
    }

    fn ask(&mut self, question: usize, answers: &mut Vec<(usize, i64)>, counts: bool) -> Option<usize> {
        self.questions.insert(question);
        let mut leads = Vec::new();
        for answer in self.spec.answers(question) {
            self.beginnings += 1;
            if self.beginnings > PATHS {
                return None;
            }
            let number = self.spec.is_number(question);
            let counts = counts && (!number || answer == SKIP || self.runs[question].contains(&answer));
            answers.push((question, answer));
            let residue = self.next(question, answer, answers, counts)?;
            answers.pop();
            leads.push(residue);
        }
        Some(self.residue(Residue::Question(question, leads)))
    }

    fn residue(&mut self, residue: Residue) -> usize {
        let next = self.residues.len();
        *self.residues.entry(residue).or_insert(next)
    }

    fn next(&mut self, question: usize, answer: i64, answers: &mut Vec<(usize, i64)>, counts: bool) -> Option<usize> {
        let spec = self.spec.clone();
        let own = spec.own_goto(question, answer).map(|(option, goto)| (By::Option(option), goto));
        let decided = own.or_else(|| {
            spec.rules_of(question).iter().enumerate().find_map(|(number, (when, goto))| {
                self.look((false, question, number), when, answers);
                self.holds(when, answers).then(|| (By::Rule(number), goto.clone()))
            })
        });
        let Some((by, target)) = decided else {
            let least = self.stuck.entry(question).or_insert(usize::MAX);
            *least = answers.len().min(*least);
            return Some(self.residue(Residue::Stopped));
        };
        if let By::Rule(rule) = by {
            self.decides.insert((question, rule));
        }
        match target {
            Target::Question(next) if answers.iter().any(|(q, _)| *q == next) => {
                let (least, back_to) = self.cycles.entry((question, by)).or_insert((usize::MAX, BTreeSet::new()));
                *least = answers.len().min(*least);
                back_to.insert(next);
                Some(self.residue(Residue::Stopped))
            }
            Target::Question(next) => self.ask(next, answers, counts),
            Target::Outcome(outcome) => {
                self.outcomes.insert(outcome);
                let pieces = &spec.also[outcome];
                for (number, when) in pieces.iter().enumerate() {
                    self.look((true, outcome, number), when, answers);
                }
                let fit: Vec<usize> = (0..pieces.len()).filter(|i| self.holds(&pieces[*i], answers)).collect();
                self.ends(answers, Ending::Outcome(outcome, fit.clone()), counts);
                Some(self.residue(Residue::Outcome(outcome, fit)))
            }
            Target::OtherTree(path) => {
                self.ends(answers, Ending::OtherTree(path.clone()), counts);
                Some(self.residue(Residue::Elsewhere(path)))
            }
        }
    }

    fn ends(&mut self, answers: &[(usize, i64)], ending: Ending, counts: bool) {
        self.paths += u128::from(counts);
        self.longest = self.longest.max(answers.len());
        for rule in 0..self.broken.len() {
            if self.breaks_at(rule, answers, &ending) {
                let least = self.broken[rule].get_or_insert(usize::MAX);
                *least = answers.len().min(*least);
            }
        }
        self.endings.push((answers.to_vec(), ending));
    }

    fn breaks_at(&self, rule: usize, answers: &[(usize, i64)], ending: &Ending) -> bool {
        let end = if let Ending::Outcome(outcome, _) = ending { Some(*outcome) } else { None };
        let meant = |need: &Need| end.is_some_and(|outcome| need.fits(outcome, &self.spec.levels));
        match &self.spec.rules[rule] {
            Claim::PathsTo { ends, must_ask, must_answer, within } => {
                meant(ends)
                    && (must_ask.iter().any(|q| !answers.iter().any(|(asked, _)| asked == q))
                        || must_answer.is_some() && !self.holds(must_answer, answers)
                        || within.is_some_and(|most| answers.len() > most))
            }
            Claim::PathsWith { when, must_reach, must_not_reach } => {
                self.holds(&Some(when.clone()), answers)
                    && (must_reach.as_ref().is_some_and(|need| !meant(need))
                        || must_not_reach.as_ref().is_some_and(meant))
            }
            Claim::Pairs(..) => false,
        }
    }

    /// Whether a whole path with these answers breaks the rule.
    pub fn breaks(&self, rule: usize, answers: &[(usize, i64)]) -> bool {
        let found = self.endings.iter().find(|(path, _)| path == answers);
        found.is_some_and(|(path, ending)| self.breaks_at(rule, path, ending))
    }

    pub fn dead_rules(&self, spec: &Spec, written: &Written) -> Vec<usize> {
        let mut lines = Vec::new();
        for question in &self.questions {
            for rule in 0..spec.rules_of(*question).len() {
                if !self.decides.contains(&(*question, rule)) {
                    lines.push(written.next[*question][rule]);
                }
            }
        }
        sorted(lines)
    }

    pub fn unreachable(&self, spec: &Spec, written: &Written) -> Vec<usize> {
        let questions = (0..spec.questions.len()).filter(|q| !self.questions.contains(q)).map(|q| written.questions[q]);
        let outcomes = (0..spec.levels.len()).filter(|o| !self.outcomes.contains(o)).map(|o| written.outcomes[o]);
        sorted(questions.chain(outcomes).collect())
    }

    pub fn failed_tests(&self, spec: &Spec, written: &Written) -> Vec<usize> {
        let fails = |(given, wanted): &(BTreeMap<usize, i64>, usize)| {
            let reached = self.endings.iter().find(|(path, _)| path.iter().all(|(q, a)| given.get(q) == Some(a)));
            !matches!(reached, Some((_, Ending::Outcome(outcome, _))) if outcome == wanted)
        };
        sorted((0..spec.tests.len()).filter(|i| fails(&spec.tests[*i])).map(|i| written.tests[i]).collect())
    }

    /// The rules that some path breaks, and those that two ways to answer break.
    pub fn broken_rules(&self, written: &Written) -> [Vec<usize>; 2] {
        [false, true].map(|pairs| {
            let such =
                |i: &usize| matches!(self.spec.rules[*i], Claim::Pairs(..)) == pairs && self.broken[*i].is_some();
            sorted((0..self.broken.len()).filter(such).map(|i| written.rules[i]).collect())
        })
    }

    pub fn unasked_entries(&self, written: &Written) -> BTreeSet<(usize, String, bool)> {
        // A sum counts also where some of its questions are not asked.
        let unasked =
            self.looked.iter().filter(|((.., name), (asked, unasked))| *unasked && (name.starts_with('q') || !asked));
        unasked
            .map(|((outcome, index, number, _, name), (asked, _))| {
                let lines = if *outcome { &written.also } else { &written.next };
                (lines[*index][*number], name.clone(), !asked)
            })
            .collect()
    }

    pub fn cycles_by_line(&self, written: &Written) -> BTreeMap<usize, (usize, BTreeSet<usize>)> {
        let line = |question: usize, by: By| match by {
            By::Option(option) => written.options[question][option],
            By::Rule(rule) => written.next[question][rule],
        };
        self.cycles.iter().map(|((question, by), found)| (line(*question, *by), found.clone())).collect()
    }

    pub fn cycle_lines(&self, written: &Written) -> Vec<usize> {
        self.cycles_by_line(written).into_keys().collect()
    }
}

fn sorted(mut lines: Vec<usize>) -> Vec<usize> {
    lines.sort_unstable();
    lines
}
