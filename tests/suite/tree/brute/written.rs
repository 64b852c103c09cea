//! The YAML of a random tree, with the line of everything in it.

use super::spec::{Claim, Entry, LEVELS, Matcher, Question, SKIP, Spec, Target, When, joined, number, option_id};
use std::fmt::Write;

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
                    w.line(if self.times[index] { "    kind: time" } else { "    kind: number" });
                    w.line(&format!("    min: {}", self.said(index, *min)));
                    w.line(&format!("    max: {}", self.said(index, *max)));
                    if *step != if self.times[index] { 1 } else { 10 } {
                        w.line(&format!("    step: {}", self.said(index, *step)));
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
            let mut options: Vec<usize> = options.collect();
            options.extend(self.skips[index].as_ref().map(|goto| match goto {
                None => w.line("    skip: I do not know"),
                Some(goto) => w.line(&format!("    skip: {{say: I do not know, goto: {}}}", goto.written())),
            }));
            w.options.push(options);
            if !self.rules_of(index).is_empty() {
                w.line("    next:");
            }
            let rules = self.rules_of(index).iter().map(|(when, goto)| match when {
                None => w.line(&format!("      - goto: {}", goto.written())),
                Some(when) => {
                    w.line(&format!("      - {{when: {}, goto: {}}}", self.written_when(when), goto.written()))
                }
            });
            let rules = rules.collect();
            w.next.push(rules);
        }
        if !self.values.is_empty() {
            w.line("values:");
        }
        for (index, points) in self.values.iter().enumerate() {
            w.line(&format!("  v{index}:"));
            w.line("    points:");
            for question in 0..self.questions.len() {
                let own: Vec<_> = points.iter().filter(|(q, ..)| *q == question).collect();
                if !own.is_empty() {
                    let given = joined(&own, |(_, o, points)| {
                        format!("{}: {}", option_id(*o, self.none(question)), number(*points))
                    });
                    w.line(&format!("      q{question}: {{{given}}}"));
                }
            }
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
                Claim::Pairs(named, orders) => {
                    let named = named
                        .as_ref()
                        .map_or("true".into(), |named| format!("[{}]", joined(named, |q| format!("q{q}"))));
                    w.line(&format!("    milder_never: {named}"));
                    if !orders.is_empty() {
                        let orders: Vec<_> = orders.iter().collect();
                        let order = |(q, options): &(&usize, &Vec<usize>)| {
                            format!("q{q}: [{}]", joined(options, |o| option_id(*o, None)))
                        };
                        w.line(&format!("    order: {{{}}}", joined(&orders, order)));
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
        if answer == SKIP {
            return "skip".into();
        }
        match &self.questions[question] {
            Question::One { .. } => option_id(answer as usize, None),
            Question::Any { gotos, none } => {
                let ticked: Vec<usize> = (0..gotos.len()).filter(|o| answer >> o & 1 == 1).collect();
                format!("[{}]", joined(&ticked, |o| option_id(*o, *none)))
            }
            Question::Number { .. } => self.said(question, answer),
        }
    }

    fn written_when(&self, When(maps): &When) -> String {
        let answers = |map: &[(usize, Matcher)]| {
            joined(map, |(q, matcher)| format!("q{q}: {}", matcher.written(self.none(*q), &|n| self.said(*q, n))))
        };
        let entry = |entry: &Entry| match entry {
            Entry::Answer(question, matcher) => answers(&[(*question, matcher.clone())]),
            Entry::Any(parts, fits) => {
                format!(
                    "any: [{}], count: {}",
                    joined(parts, |part| format!("{{{}}}", answers(part))),
                    fits.written(None, &number)
                )
            }
            Entry::Value(value, fits) => format!("v{value}: {}", fits.written(None, &number)),
        };
        let map = |map: &Vec<Entry>| format!("{{{}}}", joined(map, entry));
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
