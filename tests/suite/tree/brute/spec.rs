//! A random tree, and its YAML with the line of everything in it.

use std::collections::BTreeMap;
use std::fmt::Write;

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
}

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

/// Maps of question and what fits.
#[derive(Clone, Debug)]
pub struct When(pub Vec<Vec<(usize, Matcher)>>);

#[derive(Clone, Debug)]
pub enum Matcher {
    Option(usize),
    Compare(&'static str, i64),
    Range(i64, i64),
    Exactly(i64),
    List(Vec<Matcher>),
    Not(Box<Matcher>),
}

#[derive(Clone, Debug)]
pub enum Claim {
    PathsTo { ends: Need, must_ask: Vec<usize>, must_answer: Option<When>, within: Option<usize> },
    PathsWith { when: When, must_reach: Option<Need>, must_not_reach: Option<Need> },
}

#[derive(Clone, Debug)]
pub enum Need {
    Outcomes(Vec<usize>),
    Level(usize),
    LevelBelow(usize),
    LevelAtLeast(usize),
}

const LEVELS: [&str; 4] = ["self-care", "routine", "urgent", "emergency"];

impl Need {
    pub fn fits(&self, outcome: usize, levels: &[usize]) -> bool {
        match self {
            Need::Outcomes(outcomes) => outcomes.contains(&outcome),
            Need::Level(level) => levels[outcome] == *level,
            Need::LevelBelow(level) => levels[outcome] < *level,
            Need::LevelAtLeast(level) => levels[outcome] >= *level,
        }
    }

    fn written(&self) -> String {
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
        match self {
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
        }
    }

    fn written(&self, none: Option<usize>) -> String {
        match self {
            Matcher::Option(option) => option_id(*option, none),
            Matcher::Compare(sign, limit) => format!("\"{sign} {}\"", number(*limit)),
            Matcher::Range(from, to) => format!("\"{}..{}\"", number(*from), number(*to)),
            Matcher::Exactly(exactly) => number(*exactly),
            Matcher::List(parts) => format!("[{}]", joined(parts, |part| part.written(none))),
            Matcher::Not(part) => format!("{{not: {}}}", part.written(none)),
        }
    }
}

fn option_id(option: usize, none: Option<usize>) -> String {
    if Some(option) == none { "none".into() } else { format!("a{option}") }
}

fn joined<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn number(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
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
            let mut map: BTreeMap<usize, Matcher> = BTreeMap::new();
            for _ in 0..1 + choices.below(8) / 5 {
                let question = if choices.below(3) == 0 { near } else { choices.below(self.questions.len()) };
                map.entry(question).or_insert(self.matcher(choices, question, 0));
            }
            when.push(map.into_iter().collect());
        }
        When(when)
    }

    fn matcher(&self, choices: &mut Choices<'_>, question: usize, depth: usize) -> Matcher {
        if depth < 3 && choices.one_in(5) {
            return Matcher::Not(Box::new(self.matcher(choices, question, depth + 1)));
        }
        if depth < 3 && choices.one_in(5) {
            let parts = 1 + choices.below(3);
            return Matcher::List((0..parts).map(|_| self.matcher(choices, question, depth + 1)).collect());
        }
        match &self.questions[question] {
            Question::One { gotos } | Question::Any { gotos, .. } => Matcher::Option(choices.below(gotos.len())),
            Question::Number { min, max, .. } => {
                let mut limit = || min - 10 + 5 * choices.below(((max - min) / 5 + 5) as usize) as i64;
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

    pub fn is_number(&self, question: usize) -> bool {
        matches!(self.questions[question], Question::Number { .. })
    }

    pub fn gotos(&self, question: usize) -> &[Option<Target>] {
        match &self.questions[question] {
            Question::One { gotos } | Question::Any { gotos, .. } => gotos,
            Question::Number { .. } => &[],
        }
    }

    pub fn rules_of(&self, question: usize) -> &[(Option<When>, Target)] {
        &self.rules_of[question]
    }

    /// Every answer there is.
    pub fn answers(&self, question: usize) -> Vec<i64> {
        match &self.questions[question] {
            Question::One { gotos } => (0..gotos.len() as i64).collect(),
            Question::Any { gotos, none } => (1..1i64 << gotos.len())
                .filter(|set| none.is_none_or(|none| set >> none & 1 == 0 || *set == 1 << none))
                .collect(),
            Question::Number { min, max, step } => (*min..=*max).step_by(*step as usize).collect(),
        }
    }

    pub fn all_whens(&self) -> impl Iterator<Item = &When> {
        let next = self.rules_of.iter().flatten().filter_map(|(when, _)| when.as_ref());
        let also = self.also.iter().flatten().filter_map(Option::as_ref);
        let rules = self.rules.iter().filter_map(|claim| match claim {
            Claim::PathsTo { must_answer, .. } => must_answer.as_ref(),
            Claim::PathsWith { when, .. } => Some(when),
        });
        next.chain(also).chain(rules)
    }

    fn none(&self, question: usize) -> Option<usize> {
        if let Question::Any { none, .. } = &self.questions[question] { *none } else { None }
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

/// The YAML, and on which line everything stands.
#[derive(Debug, Default)]
pub struct Written {
    pub text: String,
    pub questions: Vec<usize>,
    pub options: Vec<Vec<usize>>,
    pub next: Vec<Vec<usize>>,
    pub outcomes: Vec<usize>,
    pub also: Vec<Vec<usize>>,
    pub tests: Vec<usize>,
    pub rules: Vec<usize>,
}

impl Written {
    fn line(&mut self, text: &str) -> usize {
        let _ = writeln!(self.text, "{text}");
        self.text.lines().count()
    }
}

impl Spec {
    pub fn written(&self) -> Written {
        let mut w = Written::default();
        w.line("title: T");
        w.line(&format!("start: q{}", self.start));
        w.line("questions:");
        for index in 0..self.questions.len() {
            let line = w.line(&format!("  q{index}:"));
            w.questions.push(line);
            w.line("    ask: A question?");
            match &self.questions[index] {
                Question::One { .. } => {}
                Question::Any { .. } => drop(w.line("    kind: any")),
                Question::Number { min, max, step } => {
                    w.line("    kind: number");
                    w.line(&format!("    min: {}", number(*min)));
                    w.line(&format!("    max: {}", number(*max)));
                    if *step != 10 {
                        w.line(&format!("    step: {}", number(*step)));
                    }
                }
            }
            if !self.gotos(index).is_empty() {
                w.line("    options:");
            }
            let options = self.gotos(index).iter().enumerate().map(|(option, goto)| {
                let id = option_id(option, self.none(index));
                match goto {
                    None => w.line(&format!("      {id}: Answer {option}")),
                    Some(goto) => w.line(&format!("      {id}: {{say: Answer {option}, goto: {}}}", goto.written())),
                }
            });
            let options = options.collect();
            w.options.push(options);
            if !self.rules_of[index].is_empty() {
                w.line("    next:");
            }
            let rules = self.rules_of[index].iter().map(|(when, goto)| match when {
                None => w.line(&format!("      - goto: {}", goto.written())),
                Some(when) => {
                    w.line(&format!("      - {{when: {}, goto: {}}}", self.written_when(when), goto.written()))
                }
            });
            let rules = rules.collect();
            w.next.push(rules);
        }
        w.line("outcomes:");
        for (index, level) in self.levels.iter().enumerate() {
            let line = w.line(&format!("  o{index}:"));
            w.outcomes.push(line);
            w.line(&format!("    title: Outcome {index}"));
            w.line(&format!("    level: {}", LEVELS[*level]));
            if !self.also[index].is_empty() {
                w.line("    also:");
            }
            let pieces = self.also[index].iter().map(|when| match when {
                None => w.line("      - say: More"),
                Some(when) => w.line(&format!("      - {{when: {}, say: More}}", self.written_when(when))),
            });
            let pieces = pieces.collect();
            w.also.push(pieces);
        }
        self.write_promises(&mut w);
        w
    }

    fn write_promises(&self, w: &mut Written) {
        if !self.tests.is_empty() {
            w.line("tests:");
        }
        for (answers, reaches) in &self.tests {
            let answers: Vec<_> =
                answers.iter().map(|(q, a)| format!("q{q}: {}", self.written_answer(*q, *a))).collect();
            w.line("  - name: A test");
            w.line(&format!("    answers: {{{}}}", answers.join(", ")));
            let line = w.line(&format!("    reaches: o{reaches}"));
            w.tests.push(line);
        }
        if !self.rules.is_empty() {
            w.line("rules:");
        }
        for rule in &self.rules {
            let line = w.line("  - name: A rule");
            w.rules.push(line);
            match rule {
                Claim::PathsTo { ends, must_ask, must_answer, within } => {
                    w.line(&format!("    paths_to: {}", ends.written()));
                    if !must_ask.is_empty() {
                        w.line(&format!("    must_ask: [{}]", joined(must_ask, |q| format!("q{q}"))));
                    }
                    if let Some(when) = must_answer {
                        w.line(&format!("    must_answer: {}", self.written_when(when)));
                    }
                    if let Some(within) = within {
                        w.line(&format!("    within: {within}"));
                    }
                }
                Claim::PathsWith { when, must_reach, must_not_reach } => {
                    w.line(&format!("    paths_with: {}", self.written_when(when)));
                    if let Some(need) = must_reach {
                        w.line(&format!("    must_reach: {}", need.written()));
                    }
                    if let Some(need) = must_not_reach {
                        w.line(&format!("    must_not_reach: {}", need.written()));
                    }
                }
            }
        }
    }

    fn written_answer(&self, question: usize, answer: i64) -> String {
        match &self.questions[question] {
            Question::One { .. } => option_id(answer as usize, None),
            Question::Any { gotos, none } => {
                let ticked: Vec<usize> = (0..gotos.len()).filter(|o| answer >> o & 1 == 1).collect();
                format!("[{}]", joined(&ticked, |o| option_id(*o, *none)))
            }
            Question::Number { .. } => number(answer),
        }
    }

    fn written_when(&self, When(maps): &When) -> String {
        let map = |map: &Vec<(usize, Matcher)>| {
            format!("{{{}}}", joined(map, |(q, matcher)| format!("q{q}: {}", matcher.written(self.none(*q)))))
        };
        if let [only] = maps.as_slice() { map(only) } else { format!("[{}]", joined(maps, map)) }
    }
}

impl Target {
    fn written(&self) -> String {
        match self {
            Target::Question(question) => format!("q{question}"),
            Target::Outcome(outcome) => format!("o{outcome}"),
            Target::OtherTree(path) => format!("tree:{path}"),
        }
    }
}
