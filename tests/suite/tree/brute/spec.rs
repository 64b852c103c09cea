//! A random tree.

use std::collections::{BTreeMap, BTreeSet};

/// A tree. Answers are an option's place, a set of ticks as bits, or a number in tenths.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    pub start: usize,
    pub questions: Vec<Question>,
    rules_of: Vec<Vec<(Option<When>, Target)>>,
    /// By outcome: its level.
    pub levels: Vec<usize>,
    pub also: Vec<Vec<Option<When>>>,
    pub tests: Vec<(BTreeMap<usize, i64>, usize)>,
    pub rules: Vec<Claim>,
    /// By value: question, option and points in tenths.
    pub values: Vec<Vec<(usize, usize, i64)>>,
    /// By question: whether it may be left out, and where that leads by itself.
    pub skips: Vec<Option<Option<Target>>>,
    /// By question: whether its numbers are times. Each tenth is then a second.
    pub times: Vec<bool>,
}

/// The answer of somebody who leaves a question out.
pub const SKIP: i64 = 1 << 40;

#[derive(Clone, Debug)]
pub enum Question {
    One {
        gotos: Vec<Option<Target>>,
    },
    /// With the place of `none`, if there is one.
    Any {
        gotos: Vec<Option<Target>>,
        none: Option<usize>,
    },
    Number {
        min: i64,
        max: i64,
        step: i64,
    },
}

#[derive(Clone, Debug)]
pub enum Target {
    Question(usize),
    Outcome(usize),
    OtherTree(String),
}

/// Maps of what must hold.
#[derive(Clone, Debug)]
pub struct When(pub Vec<Vec<Entry>>);

#[derive(Clone, Debug)]
pub enum Entry {
    Answer(usize, Matcher),
    /// How many of these maps hold, in tenths.
    Any(Vec<Vec<(usize, Matcher)>>, Matcher),
    Value(usize, Matcher),
}

impl Entry {
    /// Its key.
    pub fn name(&self) -> String {
        match self {
            Entry::Answer(question, _) => format!("q{question}"),
            Entry::Any(..) => "any".into(),
            Entry::Value(value, _) => format!("v{value}"),
        }
    }

    /// What it wants of single questions.
    pub fn answers(&self) -> Vec<(usize, &Matcher)> {
        match self {
            Entry::Answer(question, matcher) => vec![(*question, matcher)],
            Entry::Any(parts, _) => parts.iter().flatten().map(|(question, matcher)| (*question, matcher)).collect(),
            Entry::Value(..) => Vec::new(),
        }
    }
}

#[derive(Clone, Debug)]
pub enum Matcher {
    Option(usize),
    Compare(&'static str, i64),
    Range(i64, i64),
    Exactly(i64),
    List(Vec<Matcher>),
    Not(Box<Matcher>),
    /// How many of these options are ticked, in tenths; of all but `none` where no list is written.
    Count(Vec<usize>, bool, Box<Matcher>),
    /// All of these options are ticked.
    All(Vec<usize>),
    /// The question is left out.
    Skip,
}

#[derive(Clone, Debug)]
pub enum Claim {
    PathsTo {
        ends: Need,
        must_ask: Vec<usize>,
        must_answer: Option<When>,
        within: Option<usize>,
    },
    PathsWith {
        when: When,
        must_reach: Option<Need>,
        must_not_reach: Option<Need>,
    },
    /// These questions or all; with the options of some from the mildest to the worst.
    Pairs(Option<Vec<usize>>, BTreeMap<usize, Vec<usize>>),
}

#[derive(Clone, Debug)]
pub enum Need {
    Outcomes(Vec<usize>),
    Level(usize),
    LevelBelow(usize),
    LevelAtLeast(usize),
}

pub(super) const LEVELS: [&str; 4] = ["self-care", "routine", "urgent", "emergency"];

impl Need {
    pub fn fits(&self, outcome: usize, levels: &[usize]) -> bool {
        match self {
            Need::Outcomes(outcomes) => outcomes.contains(&outcome),
            Need::Level(level) => levels[outcome] == *level,
            Need::LevelBelow(level) => levels[outcome] < *level,
            Need::LevelAtLeast(level) => levels[outcome] >= *level,
        }
    }

    pub(super) fn written(&self) -> String {
        match self {
            Need::Outcomes(outcomes) if outcomes.len() == 1 => format!("{{outcome: o{}}}", outcomes[0]),
            Need::Outcomes(outcomes) => format!("{{outcome: [{}]}}", joined(outcomes, |o| format!("o{o}"))),
            Need::Level(level) => format!("{{level: {}}}", LEVELS[*level]),
            Need::LevelBelow(level) => format!("{{level_below: {}}}", LEVELS[*level]),
            Need::LevelAtLeast(level) => format!("{{level_at_least: {}}}", LEVELS[*level]),
        }
    }
}

impl Matcher {
    pub fn fits(&self, answer: i64, any: bool) -> bool {
        if answer == SKIP {
            return match self {
                Matcher::Skip => true,
                Matcher::List(parts) => parts.iter().any(|part| part.fits(answer, any)),
                _ => false,
            };
        }
        match self {
            Matcher::Skip => false,
            Matcher::Option(option) if any => answer >> option & 1 == 1,
            Matcher::Option(option) => answer == *option as i64,
            Matcher::Compare("<", limit) => answer < *limit,
            Matcher::Compare("<=", limit) => answer <= *limit,
            Matcher::Compare(">", limit) => answer > *limit,
            Matcher::Compare(_, limit) => answer >= *limit,
            Matcher::Range(from, to) => (*from..=*to).contains(&answer),
            Matcher::Exactly(number) => answer == *number,
            Matcher::List(parts) => parts.iter().any(|part| part.fits(answer, any)),
            Matcher::Not(part) => !part.fits(answer, any),
            Matcher::Count(of, _, fits) => {
                fits.fits(10 * of.iter().filter(|o| answer >> **o & 1 == 1).count() as i64, false)
            }
            Matcher::All(options) => options.iter().all(|o| answer >> o & 1 == 1),
        }
    }

    /// `said` writes the numbers.
    pub(super) fn written(&self, none: Option<usize>, said: &dyn Fn(i64) -> String) -> String {
        match self {
            Matcher::Skip => "skip".into(),
            Matcher::Option(option) => option_id(*option, none),
            Matcher::Compare(sign, limit) => format!("\"{sign} {}\"", said(*limit)),
            Matcher::Range(from, to) => format!("\"{}..{}\"", said(*from), said(*to)),
            Matcher::Exactly(exactly) => said(*exactly),
            Matcher::List(parts) => format!("[{}]", joined(parts, |part| part.written(none, said))),
            Matcher::Not(part) => format!("{{not: {}}}", part.written(none, said)),
            Matcher::Count(_, true, fits) => format!("{{count: {}}}", fits.written(None, &number)),
            Matcher::Count(of, false, fits) => {
                format!("{{count: {}, of: [{}]}}", fits.written(None, &number), joined(of, |o| option_id(*o, none)))
            }
            Matcher::All(options) => format!("{{all: [{}]}}", joined(options, |o| option_id(*o, none))),
        }
    }
}

pub(super) fn option_id(option: usize, none: Option<usize>) -> String {
    if Some(option) == none { "none".into() } else { format!("a{option}") }
}

pub(super) fn joined<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(super) fn number(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

pub(super) fn time(seconds: i64) -> String {
    assert!(seconds >= 0, "a time is not below zero");
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Decisions, one byte each; when they run out, the first choice is taken.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |byte| *byte as usize % n.max(1))
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }
}

impl Spec {
    pub fn from_choices(bytes: &[u8]) -> Spec {
        let choices = &mut Choices(bytes.iter());
        let questions = 1 + choices.below(7);
        let outcomes = 1 + choices.below(4);
        let mut spec = Spec {
            start: if choices.one_in(8) { choices.below(questions) } else { 0 },
            levels: (0..outcomes).map(|_| choices.below(4)).collect(),
            ..Spec::default()
        };
        let mut kinds: Vec<Question> = (0..questions).map(|_| kind(choices)).collect();
        for (index, question) in kinds.iter_mut().enumerate() {
            if let Question::One { gotos } | Question::Any { gotos, .. } = question {
                for goto in gotos {
                    *goto = choices.one_in(3).then(|| target(choices, index, questions, outcomes));
                }
            }
        }
        spec.questions = kinds;
        for index in 0..questions {
            let goto = choices.one_in(3).then(|| target(choices, index, questions, outcomes));
            spec.skips.push(choices.one_in(5).then_some(goto));
            let time = matches!(spec.questions[index], Question::Number { min: 0.., .. }) && choices.one_in(3);
            spec.times.push(time);
        }
        for _ in 0..choices.below(5) / 3 {
            let value = spec.value(choices);
            spec.values.extend(Some(value).filter(|value| !value.is_empty()));
        }
        for index in 0..questions {
            let mut rules = Vec::new();
            for _ in 0..choices.below(4) {
                let when = (!choices.one_in(12)).then(|| spec.when(choices, index));
                rules.push((when, target(choices, index, questions, outcomes)));
            }
            if !choices.one_in(7) {
                rules.push((None, target(choices, index, questions, outcomes)));
            }
            spec.rules_of.push(rules);
        }
        for _ in 0..outcomes {
            let pieces = (0..choices.below(3)).map(|_| (!choices.one_in(6)).then(|| spec.when(choices, 0))).collect();
            spec.also.push(pieces);
        }
        for _ in 0..choices.below(3) {
            let mut answers = BTreeMap::new();
            for question in 0..questions {
                if !choices.one_in(5) {
                    let known = spec.answers(question);
                    answers.insert(question, known[choices.below(known.len())]);
                }
            }
            spec.tests.push((answers, choices.below(outcomes)));
        }
        for _ in 0..choices.below(4) {
            let rule = spec.claim(choices);
            spec.rules.push(rule);
        }
        spec
    }

    fn when(&self, choices: &mut Choices<'_>, near: usize) -> When {
        let maps = if choices.one_in(4) { 2 } else { 1 };
        let mut when = Vec::new();
        for _ in 0..maps {
            let mut entries: Vec<Entry> = Vec::new();
            let answers = self.answers_wanted(choices, near);
            if choices.one_in(5) {
                let parts: Vec<_> = (0..1 + choices.below(4)).map(|_| self.answers_wanted(choices, near)).collect();
                let counts: Vec<i64> = (0..=parts.len() as i64).map(|count| 10 * count).collect();
                let fits = among(choices, &counts);
                entries.push(Entry::Any(parts, fits));
            }
            if !self.values.is_empty() && choices.one_in(4) {
                let value = choices.below(self.values.len());
                let fits = among(choices, &self.sums(value));
                entries.push(Entry::Value(value, fits));
            }
            if entries.is_empty() || choices.one_in(3) {
                entries.extend(answers.into_iter().map(|(question, matcher)| Entry::Answer(question, matcher)));
            }
            when.push(entries);
        }
        When(when)
    }

    fn answers_wanted(&self, choices: &mut Choices<'_>, near: usize) -> Vec<(usize, Matcher)> {
        let mut map: BTreeMap<usize, Matcher> = BTreeMap::new();
        for _ in 0..1 + choices.below(8) / 5 {
            let question = if choices.below(3) == 0 { near } else { choices.below(self.questions.len()) };
            map.entry(question).or_insert(self.matcher(choices, question, 0));
        }
        map.into_iter().collect()
    }

    fn value(&self, choices: &mut Choices<'_>) -> Vec<(usize, usize, i64)> {
        let mut points: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for _ in 0..1 + choices.below(8) {
            let question = choices.below(self.questions.len());
            if let options @ 1.. = self.gotos(question).len() {
                points.insert((question, choices.below(options)), [10, 20, 10, 15, -10, 30, 5][choices.below(7)]);
            }
        }
        points.into_iter().map(|((question, option), points)| (question, option, points)).collect()
    }

    /// What a value may come to, whatever is asked, in order.
    fn sums(&self, value: usize) -> Vec<i64> {
        let mut sums = BTreeSet::from([0]);
        for question in 0..self.questions.len() {
            let answers = self.answers(question);
            let added = answers.iter().map(|answer| self.points(value, question, *answer)).chain([0]);
            let added: BTreeSet<i64> = added.collect();
            sums = sums.iter().flat_map(|sum| added.iter().map(move |more| sum + more)).collect();
        }
        sums.into_iter().collect()
    }

    /// Whether a condition holds for these answers.
    pub fn holds(&self, when: &Option<When>, answers: &[(usize, i64)]) -> bool {
        let Some(When(maps)) = when else { return true };
        maps.iter().any(|map| {
            map.iter().all(|entry| match entry {
                Entry::Answer(question, matcher) => self.was(*question, matcher, answers),
                Entry::Any(parts, fits) => {
                    let held =
                        parts.iter().filter(|part| part.iter().all(|(q, matcher)| self.was(*q, matcher, answers)));
                    fits.fits(10 * held.count() as i64, false)
                }
                Entry::Value(value, fits) => {
                    let sum = answers.iter().map(|(question, answer)| self.points(*value, *question, *answer)).sum();
                    fits.fits(sum, false)
                }
            })
        })
    }

    fn was(&self, question: usize, matcher: &Matcher, answers: &[(usize, i64)]) -> bool {
        answers.iter().any(|(q, answer)| {
            *q == question && matcher.fits(*answer, matches!(self.questions[question], Question::Any { .. }))
        })
    }

    /// Whether an answer is worse than another to the same question.
    pub fn is_worse(&self, rule: &Claim, question: usize, worse: i64, milder: i64) -> bool {
        let Claim::Pairs(named, orders) = rule else { return false };
        if worse == SKIP || milder == SKIP {
            return false;
        }
        let meant = named.as_ref().is_none_or(|named| named.contains(&question)) || orders.contains_key(&question);
        meant
            && match &self.questions[question] {
                Question::Number { .. } => false,
                Question::One { .. } => match orders.get(&question) {
                    None => worse > milder,
                    Some(order) => {
                        let place = |answer: i64| order.iter().position(|option| *option as i64 == answer);
                        place(worse).zip(place(milder)).is_some_and(|(worse, milder)| worse > milder)
                    }
                },
                Question::Any { none, .. } => {
                    let none = none.map(|none| 1i64 << none);
                    worse != milder && Some(worse) != none && (Some(milder) == none || worse & milder == milder)
                }
            }
    }

    /// What one answer adds to a value.
    pub fn points(&self, value: usize, question: usize, answer: i64) -> i64 {
        let any = matches!(self.questions[question], Question::Any { .. });
        let given = |option: usize| if any { answer >> option & 1 == 1 } else { answer == option as i64 };
        self.values[value]
            .iter()
            .filter(|(q, option, _)| *q == question && given(*option))
            .map(|(.., points)| points)
            .sum()
    }

    fn matcher(&self, choices: &mut Choices<'_>, question: usize, depth: usize) -> Matcher {
        if depth < 3 && choices.one_in(5) {
            return Matcher::Not(Box::new(self.matcher(choices, question, depth + 1)));
        }
        if depth < 3 && choices.one_in(5) {
            let parts = 1 + choices.below(3);
            return Matcher::List((0..parts).map(|_| self.matcher(choices, question, depth + 1)).collect());
        }
        if self.skips[question].is_some() && choices.one_in(4) {
            return Matcher::Skip;
        }
        match &self.questions[question] {
            Question::Any { gotos, none } if choices.one_in(3) => {
                let all: Vec<usize> = (0..gotos.len()).filter(|option| Some(*option) != *none).collect();
                let few: Vec<usize> = all.iter().copied().filter(|_| choices.below(3) > 0).collect();
                let (of, whole) = if few.is_empty() || choices.one_in(2) { (all, true) } else { (few, false) };
                if !whole && choices.one_in(3) {
                    return Matcher::All(of);
                }
                let counts: Vec<i64> = (0..=of.len() as i64).map(|count| 10 * count).collect();
                Matcher::Count(of, whole, Box::new(among(choices, &counts)))
            }
            Question::One { gotos } | Question::Any { gotos, .. } => Matcher::Option(choices.below(gotos.len())),
            Question::Number { min, max, .. } => {
                let least = if self.times[question] { 0 } else { min - 10 };
                let mut limit = || least + 5 * choices.below(((max - min) / 5 + 5) as usize) as i64;
                let (a, b) = (limit(), limit());
                match choices.below(6) {
                    0 => Matcher::Compare("<", a),
                    1 => Matcher::Compare("<=", a),
                    2 => Matcher::Compare(">", a),
                    3 => Matcher::Compare(">=", a),
                    4 => Matcher::Range(a.min(b), a.max(b)),
                    _ => Matcher::Exactly(a),
                }
            }
        }
    }

    fn claim(&self, choices: &mut Choices<'_>) -> Claim {
        if choices.one_in(4) {
            let some = |choices: &mut Choices<'_>| (0..self.questions.len()).filter(|_| choices.below(3) > 0).collect();
            let named =
                if choices.one_in(2) { Some(some(choices)).filter(|named: &Vec<_>| !named.is_empty()) } else { None };
            let mut orders = BTreeMap::new();
            for (index, question) in self.questions.iter().enumerate() {
                if let (Question::One { gotos }, true) = (question, choices.one_in(3)) {
                    orders.insert(index, (0..gotos.len()).rev().collect());
                }
            }
            return Claim::Pairs(named, orders);
        }
        if choices.one_in(2) {
            let must_reach = (!choices.one_in(3)).then(|| self.need(choices));
            let must_not_reach = (must_reach.is_none() || choices.one_in(4)).then(|| self.need(choices));
            return Claim::PathsWith { when: self.when(choices, 0), must_reach, must_not_reach };
        }
        let ends = self.need(choices);
        let must_ask: Vec<usize> = (0..choices.below(3)).map(|_| choices.below(self.questions.len())).collect();
        let must_answer = choices.one_in(3).then(|| self.when(choices, 0));
        let within = (choices.one_in(3) || must_ask.is_empty() && must_answer.is_none()).then(|| choices.below(6));
        Claim::PathsTo { ends, must_ask, must_answer, within }
    }

    fn need(&self, choices: &mut Choices<'_>) -> Need {
        match choices.below(4) {
            0 => {
                let mut outcomes: Vec<usize> =
                    (0..1 + choices.below(2)).map(|_| choices.below(self.levels.len())).collect();
                outcomes.dedup();
                Need::Outcomes(outcomes)
            }
            1 => Need::Level(self.levels[choices.below(self.levels.len())]),
            2 => Need::LevelBelow(choices.below(4)),
            _ => Need::LevelAtLeast(choices.below(4)),
        }
    }

    /// A number of this question, as it is written.
    pub(super) fn said(&self, question: usize, answer: i64) -> String {
        if self.times[question] { time(answer) } else { number(answer) }
    }

    pub fn is_number(&self, question: usize) -> bool {
        matches!(self.questions[question], Question::Number { .. })
    }

    pub fn gotos(&self, question: usize) -> &[Option<Target>] {
        match &self.questions[question] {
            Question::One { gotos } | Question::Any { gotos, .. } => gotos,
            Question::Number { .. } => &[],
        }
    }

    /// The option that decides by its own `goto`, and where that leads. What leaves a question out stands behind its options.
    pub fn own_goto(&self, question: usize, answer: i64) -> Option<(usize, Target)> {
        let gotos = self.gotos(question);
        if answer == SKIP {
            return self.skips[question].clone().flatten().map(|goto| (gotos.len(), goto));
        }
        let chosen = |option: usize| match self.questions[question] {
            Question::Number { .. } => false,
            Question::One { .. } => answer == option as i64,
            Question::Any { .. } => answer >> option & 1 == 1,
        };
        gotos.iter().enumerate().find_map(|(o, goto)| goto.clone().filter(|_| chosen(o)).map(|goto| (o, goto)))
    }

    pub fn rules_of(&self, question: usize) -> &[(Option<When>, Target)] {
        &self.rules_of[question]
    }

    /// Every answer there is.
    pub fn answers(&self, question: usize) -> Vec<i64> {
        let mut answers: Vec<i64> = match &self.questions[question] {
            Question::One { gotos } => (0..gotos.len() as i64).collect(),
            Question::Any { gotos, none } => (1..1i64 << gotos.len())
                .filter(|set| none.is_none_or(|none| set >> none & 1 == 0 || *set == 1 << none))
                .collect(),
            Question::Number { min, max, step } => (*min..=*max).step_by(*step as usize).collect(),
        };
        answers.extend(self.skips[question].as_ref().map(|_| SKIP));
        answers
    }

    /// Every condition on one question's answers, wherever it stands.
    pub fn matchers_of(&self, question: usize) -> Vec<&Matcher> {
        let entries = self.all_whens().flat_map(|when| &when.0).flatten();
        entries.flat_map(Entry::answers).filter(|(q, _)| *q == question).map(|(_, m)| m).collect()
    }

    pub fn all_whens(&self) -> impl Iterator<Item = &When> {
        let next = self.rules_of.iter().flatten().filter_map(|(when, _)| when.as_ref());
        let also = self.also.iter().flatten().filter_map(Option::as_ref);
        let rules = self.rules.iter().filter_map(|claim| match claim {
            Claim::PathsTo { must_answer, .. } => must_answer.as_ref(),
            Claim::PathsWith { when, .. } => Some(when),
            Claim::Pairs(..) => None,
        });
        next.chain(also).chain(rules)
    }

    pub(super) fn none(&self, question: usize) -> Option<usize> {
        if let Question::Any { none, .. } = &self.questions[question] { *none } else { None }
    }
}

/// A comparison that some of these numbers fit.
fn among(choices: &mut Choices<'_>, numbers: &[i64]) -> Matcher {
    let mut one = || numbers[choices.below(numbers.len())];
    let (a, b) = (one(), one());
    match choices.below(7) {
        0 | 1 => Matcher::Compare(">=", a),
        2 => Matcher::Compare("<=", a),
        3 => Matcher::Range(a.min(b), a.max(b)),
        4 => Matcher::Not(Box::new(Matcher::Exactly(a))),
        5 => Matcher::List(vec![Matcher::Exactly(a), Matcher::Compare(">=", b)]),
        _ => Matcher::Exactly(a),
    }
}

fn kind(choices: &mut Choices<'_>) -> Question {
    match choices.below(4) {
        0 | 1 => Question::One { gotos: vec![None; [2, 3, 2, 1][choices.below(4)]] },
        2 => {
            let options = [2, 3, 4, 1][choices.below(4)];
            let none = choices.one_in(2).then(|| choices.below(options));
            Question::Any { gotos: vec![None; options], none }
        }
        _ => {
            let min = 5 * choices.below(6) as i64 - 10;
            Question::Number { min, max: min + 5 * choices.below(10) as i64, step: [10, 5, 15, 7][choices.below(4)] }
        }
    }
}

/// Mostly forwards, or else hardly any random tree would hold.
fn target(choices: &mut Choices<'_>, from: usize, questions: usize, outcomes: usize) -> Target {
    match choices.below(16) {
        0..=11 if from + 1 < questions => Target::Question(from + 1 + (choices.below(4) / 3).min(questions - from - 2)),
        14 => Target::Question(choices.below(questions)),
        15 => Target::OtherTree(format!("other/t{}", choices.below(2))),
        _ => Target::Outcome(choices.below(outcomes)),
    }
}
