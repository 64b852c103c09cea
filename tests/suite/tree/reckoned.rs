//! Values by a formula: what they come to, worked out here a second time, and what conditions on them let through.

use super::examples::example;
use fingerpost::parse::{self, Content, Decision};
use fingerpost::problem::Problem;
use fingerpost::source::Source;
use fingerpost::tree::{self, End, Walk};
use std::sync::Arc;

fn read(text: String) -> (Decision, Vec<Problem>) {
    let doc = parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text)));
    let Content::Tree(decision) = doc.content else { panic!("no tree") };
    (*decision, doc.problems)
}

fn walked(decision: &Decision, answers: &str) -> Walk {
    let given = tree::parse_answers(&decision.tree, answers).unwrap_or_else(|why| panic!("{why}"));
    tree::walk(&decision.tree, &given).unwrap()
}

/// A value as it is shown.
fn shown(decision: &Decision, walk: &Walk, id: &str) -> String {
    let index = decision.tree.values.iter().position(|value| value.id.text == id).unwrap();
    let row = decision.tree.values[index].sum.row.numbers(None);
    row.written(walk.values[index].expect("the answers are there"))
}

fn clock(seconds: i128) -> String {
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

/// The nearest whole number to a fraction, of two the one above.
fn near(above: i128, below: i128) -> i128 {
    (2 * above + below).div_euclid(2 * below)
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> i128 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from((self.0 >> 33) % n)
    }
}

#[test]
fn a_pace_calculator_says_what_arithmetic_says() {
    let decision = example("pace.tree.yaml");
    let mut random = Random(20_261_201);
    for _ in 0..1000 {
        // Tenths of a mile, and seconds.
        let (tenths, seconds) = (1 + random.below(1000), 30 + random.below(107_971));
        let walk = walked(&decision, &format!("distance={}.{},time={}", tenths / 10, tenths % 10, clock(seconds)));
        let told = |id: &str| shown(&decision, &walk, id);
        assert_eq!(told("pace"), clock(near(seconds * 10, tenths)), "{tenths} {seconds}");
        // A mile is 1.609344 km.
        assert_eq!(told("pace-km"), clock(near(seconds * 10_000_000, tenths * 1_609_344)), "{tenths} {seconds}");
        let speed = near(tenths * 3600, seconds);
        let (whole, tenth) = (speed / 10, speed % 10);
        let said = if tenth == 0 { whole.to_string() } else { format!("{whole}.{tenth}") };
        assert_eq!(told("speed"), said, "{tenths} {seconds}");
        assert_eq!(told("easy"), clock(5 * near(seconds * 10 + 90 * tenths, tenths * 5)), "{tenths} {seconds}");
        assert_eq!(told("half"), clock(near(seconds.min(7200) - 30, 2)), "{tenths} {seconds}");
        let hundredths = near(seconds, 36);
        let End::Outcome(outcome) = walk.end else { panic!("{:?}", walk.end) };
        assert_eq!(decision.tree.outcomes[outcome].id.text == "short", hundredths < 100, "{tenths} {seconds}");
    }
}

/// What a formula comes to for one answer, by small fractions; and the same as it is written.
fn formula(random: &mut Random, depth: u64, x: i128) -> (i128, i128, String) {
    if depth == 0 || random.below(4) == 0 {
        let number = 1 + random.below(6);
        return if random.below(3) > 0 { (x, 1, "x".into()) } else { (number, 1, number.to_string()) };
    }
    let which = random.below(7);
    // The same choices for each answer.
    let mut copy = Random(random.0);
    let (a, b, one) = formula(&mut copy, depth - 1, x);
    let (c, d, two) = formula(&mut copy, depth - 1, x);
    random.0 = copy.0;
    let sign = |n: i128, m: i128| if m < 0 { (-n, -m) } else { (n, m) };
    match which {
        0 => (a * d + c * b, b * d, format!("({one} + {two})")),
        1 => (a * d - c * b, b * d, format!("({one} - {two})")),
        2 => (a * c, b * d, format!("{one} * {two}")),
        3 if c != 0 => {
            let (n, m) = sign(a * d, b * c);
            (n, m, format!("({one}) / ({two})"))
        }
        3 => (0, 0, format!("({one}) / ({two})")),
        4 => {
            if a * d <= c * b {
                (a, b, format!("min({one}, {two})"))
            } else {
                (c, d, format!("min({one}, {two})"))
            }
        }
        5 => {
            if a * d >= c * b {
                (a, b, format!("max({one}, {two})"))
            } else {
                (c, d, format!("max({one}, {two})"))
            }
        }
        _ if b == 0 => (0, 0, format!("round({one}, 2)")),
        _ => (2 * near(a, 2 * b), 1, format!("round({one}, 2)")),
    }
}

#[test]
fn conditions_on_a_formula_let_through_what_trying_every_answer_lets_through() {
    let (mut tried, mut undefined) = (0, 0);
    for seed in 0..400 {
        let written = formula(&mut Random(seed), 3, 1).2;
        if !written.replace("max", "").contains('x') {
            continue;
        }
        let of = |x: i128| formula(&mut Random(seed), 3, x);
        let values: Vec<(i128, i128, i128)> = (0..=20)
            .map(|x| {
                let (n, m, _) = of(x);
                (x, n, m)
            })
            .collect();
        let limit = 1 + Random(seed + 7).below(9);
        let text = format!(
            "title: T\nquestions:\n  x: {{ask: X?, kind: number, min: 0, max: 20, next: [{{when: {{v: \">= {limit}\"}}, goto: one}}, {{goto: two}}]}}\n\
             values:\n  v: {{is: \"{written}\", show: 0.5}}\n\
             outcomes:\n  one: {{title: One, level: urgent}}\n  two: {{title: Two, level: routine}}\n"
        );
        let (decision, problems) = read(text);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code.id()).collect();
        // A division by zero somewhere inside is one, whatever is done with it.
        if codes.contains(&"tree-undefined-value") {
            assert!(written.contains('/'), "{written}: {problems:?}");
            undefined += 1;
            continue;
        }
        assert!(values.iter().all(|(.., m)| *m != 0), "{written} divides by zero, which is not told");
        tried += 1;
        // In halves, as it is shown.
        let halves = |n: i128, m: i128| near(2 * n, m);
        let fits: Vec<bool> = values.iter().map(|(_, n, m)| halves(*n, *m) >= 2 * limit).collect();
        let all_alike = fits.iter().all(|fit| *fit == fits[0]);
        let told = codes.contains(&"tree-dead-rule") || codes.contains(&"tree-unknown-value");
        assert_eq!(told, all_alike, "{written}: {problems:?}");
        for ((x, ..), fits) in values.iter().zip(&fits) {
            let End::Outcome(outcome) = walked(&decision, &format!("x={x}")).end else { panic!("{written}") };
            assert_eq!(outcome == 0, *fits, "{written} at {x}, against {limit}");
        }
        let runs = 1 + fits.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(decision.proof.paths.as_ref().map(ToString::to_string), Some(runs.to_string()), "{written}");
    }
    assert!(tried > 150 && undefined > 10, "{tried} tried, {undefined} undefined");
}

#[test]
fn what_needs_an_answer_that_is_not_there_is_nothing() {
    let (decision, problems) = read(
        "title: T\nquestions:\n  t: {ask: T?, kind: time, min: 1:00, max: 2:00, skip: No idea, next: [{when: {v: \"<= 1:30\"}, goto: one}, {goto: two}]}\n\
         values:\n  v: {is: t + 0:10}\noutcomes:\n  one: {title: One, level: urgent}\n  two: {title: Two, level: routine}\n\
         tests:\n  - {answers: {t: skip}, values: {v: 1:10}, reaches: two}\n"
            .to_owned(),
    );
    assert_eq!(walked(&decision, "t=skip").values, [None]);
    assert_eq!(shown(&decision, &walked(&decision, "t=1:20"), "v"), "1:30");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert!(problem.message.contains("is nothing"), "{problem:?}");
}

/// What cannot be reckoned is told alone: nobody knows what its conditions and tests would have said.
#[test]
fn what_is_wrong_with_a_formula_is_told_without_what_follows() {
    for (formula, code) in [("t + 1", "tree-unit"), ("t / (x - 3)", "tree-undefined-value"), ("t * y", "wrong-type")] {
        let (_, problems) = read(format!(
            "title: T\nquestions:\n  x: {{ask: X?, kind: number, min: 0, max: 9, next: [{{goto: t}}]}}\n  \
             t: {{ask: T?, kind: time, min: 1:00, max: 2:00, next: [{{when: {{v: \"<= 1:30\"}}, goto: one}}, {{goto: two}}]}}\n\
             values:\n  v: {{is: \"{formula}\"}}\noutcomes:\n  one: {{title: One, level: urgent}}\n  two: {{title: Two, level: routine}}\n\
             tests:\n  - {{answers: {{x: 1, t: 1:10}}, reaches: one}}\n"
        ));
        let told = fingerpost::problem::at_roots(problems);
        let codes: Vec<&str> = told.iter().map(|problem| problem.code.id()).collect();
        assert_eq!(codes, [code], "{formula}: {told:?}");
    }
}

/// A formula is looked at in pieces of what answers may be; of a whole file so many, and no more.
#[test]
fn formulas_that_nobody_can_see_through_are_told_and_nothing_hangs() {
    let values: String =
        (0..300).map(|v| format!("  v{v}: {{is: \"1 / (x * y - {v}.1 * y + {v})\", show: 1}}\n")).collect();
    let (_, problems) = read(format!(
        "title: T\nquestions:\n  x: {{ask: X?, kind: number, min: 0, max: 1000000, next: [{{goto: y}}]}}\n  \
         y: {{ask: Y?, kind: number, min: 0, max: 1000000, step: 0.3, next: [{{goto: one}}]}}\n\
         values:\n{values}outcomes:\n  one: {{title: One, level: urgent}}\n"
    ));
    assert!(!problems.is_empty());
    assert!(problems.iter().all(|problem| problem.code.id() == "tree-undefined-value"), "{problems:?}");
}
