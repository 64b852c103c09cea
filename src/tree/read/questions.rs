//! A question's keys → its answers, and its rules.
//!
//! Takes: one entry of `questions`. Gives: the question, and what is wrong with its words.
//! Never: reads a condition before all questions are known: rules are a second reading.

use super::moved_out::{OPTIONS, put_back};
use super::names::Names;
use super::when::read_when;
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use crate::tree::model::{Choice, Decimal, Goto, Kind, NumberKind, Question, Rule, Shape, Target, Tree};
use crate::yaml::{Fields, Key, Node, Text, Value, text};

/// What comes after a question, unread.
pub(super) enum Next<'a> {
    /// The rules of `next`.
    Rules(&'a [Node]),
    /// A `goto` that stands beside `next` and not in it: everybody's first mistake. It has been told, and what is meant is clear.
    Beside(&'a Node),
}

/// Everything but the rules, which are given back to be read later.
pub(super) fn read_answers<'a>(
    key: &'a Key,
    node: &'a Node,
    what: &'a str,
    names: &Names<'a>,
    problems: &mut Vec<Problem>,
) -> (Question, Next<'a>) {
    let mut fields = Fields::of(node, names.path, what, problems);
    fields.span = key.span;
    let id = Text { text: key.text.clone(), span: key.span };
    let ask = fields.required_text("ask", problems).unwrap_or_else(|| id.clone());
    let hint = fields.text("hint", problems);
    let on_card = fields.text("on_card", problems);
    let called = fields.text("called", problems);
    let mut broken = false;
    let (kind, mut options) = match fields.text("kind", problems) {
        Some(kind) if ["number", "time"].contains(&kind.text.as_str()) => {
            let before = problems.len() + fields.lacking();
            let shape = if kind.text == "time" { Shape::Time } else { Shape::Figures };
            let numbers = read_numbers(node, shape, &mut fields, names.path, problems);
            broken = problems.len() + fields.lacking() > before;
            if let Some((options, _)) = entry(node, "options") {
                fields.get("options");
                problems.push(options_of_a_number(names.path, options.span, &kind.text));
            }
            (Kind::Number(numbers), Vec::new())
        }
        Some(kind) if !["one", "any"].contains(&kind.text.as_str()) => {
            problems.push(unknown_kind(names.path, &kind));
            broken = true;
            for key in NUMBER_KEYS {
                fields.get(key);
            }
            (Kind::One, options_of(fields.map("options", problems), names, problems))
        }
        kind => {
            let options = read_options(node, &mut fields, names, problems);
            broken |= options.is_empty();
            (if kind.is_some_and(|kind| kind.text == "any") { Kind::Any } else { Kind::One }, options)
        }
    };
    let skip = read_skip(node, &mut fields, &mut options, names, problems);
    let next = match entry(node, "goto") {
        Some((key, goto)) if entry(node, "next").is_none() => {
            fields.get("goto");
            problems.push(goto_outside_next(names.path, key.span));
            Next::Beside(goto)
        }
        None if entry(node, "next").is_none()
            && let Some((inner, rules)) = next_among_options(node) =>
        {
            problems.push(next_too_far_in(names.path, inner, key));
            Next::Rules(rules)
        }
        _ => Next::Rules(fields.list("next", problems)),
    };
    fields.finish(problems);
    (Question { id, ask, hint, on_card, called, kind, options, skip, next: Vec::new(), broken }, next)
}

/// What stands under `skip`, put behind the other options: its words, or `{say:, goto:}`.
fn read_skip(
    node: &Node,
    fields: &mut Fields<'_>,
    options: &mut Vec<Choice>,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    fields.get("skip");
    let (key, skip) = entry(node, "skip")?;
    if let Some(other) = options.iter().find(|option| option.id.text == key.text) {
        problems.push(skip_is_an_option(names.path, key.span, other.id.span));
        return None;
    }
    if let Value::Null = skip.value {
        problems.push(skip_without_words(names.path, key.span));
        return None;
    }
    options.push(read_option(key, skip, names, problems));
    Some(options.len() - 1)
}

/// `next` with its rules, two spaces too far right: no answer is a list.
fn is_next(key: &Key, node: &Node) -> bool {
    key.text == "next" && matches!(node.value, Value::List(_))
}

fn next_among_options(question: &Node) -> Option<(&Key, &[Node])> {
    let Value::Map(options) = &entry(question, "options")?.1.value else { return None };
    options.iter().find(|(key, node)| is_next(key, node)).and_then(|(key, node)| match &node.value {
        Value::List(rules) => Some((key, rules.as_slice())),
        _ => None,
    })
}

fn next_too_far_in(path: &SitePath, next: &Key, question: &Key) -> Problem {
    let message = format!("This line begins too far right: `next` stands among the options of `{}`", question.text);
    Problem::at(Code::YamlSyntax, path, next.span, message)
        .help("Write fewer spaces before it, as many as before `options`.")
}

const NUMBER_KEYS: [&str; 4] = ["unit", "min", "max", "step"];

fn read_options(node: &Node, fields: &mut Fields<'_>, names: &Names<'_>, problems: &mut Vec<Problem>) -> Vec<Choice> {
    let before = problems.len();
    let options = options_of(fields.map("options", problems), names, problems);
    let of_numbers = NUMBER_KEYS.iter().find_map(|key| Some(&entry(node, key)?.0));
    if let Some(key) = of_numbers {
        for key in NUMBER_KEYS {
            fields.get(key);
        }
        problems.push(number_key(names.path, key));
    } else if options.is_empty() && problems.len() == before {
        problems.push(no_options(names.path, fields.span));
    }
    options
}

fn options_of(entries: &[(Key, Node)], names: &Names<'_>, problems: &mut Vec<Problem>) -> Vec<Choice> {
    let entries = put_back(entries, &OPTIONS, names.path, problems);
    entries
        .iter()
        .filter(|(key, node)| !is_next(key, node))
        .map(|(key, node)| read_option(key, node, names, problems))
        .collect()
}

fn read_option(key: &Key, node: &Node, names: &Names<'_>, problems: &mut Vec<Problem>) -> Choice {
    let id = Text { text: key.text.clone(), span: key.span };
    match &node.value {
        Value::Scalar(say) => {
            let say = Text { text: say.clone(), span: node.span };
            Choice { id, say, hint: None, on_card: None, goto: None }
        }
        _ => {
            let what = format!("The option `{}`", key.text);
            let mut fields = Fields::of(node, names.path, &what, problems);
            fields.span = key.span;
            let say = fields.required_text("say", problems).unwrap_or_else(|| id.clone());
            let hint = fields.text("hint", problems);
            let on_card = fields.text("on_card", problems);
            let goto = fields.text("goto", problems).map(|goto| names.goto(&goto, problems));
            fields.finish(problems);
            Choice { id, say, hint, on_card, goto }
        }
    }
}

fn read_numbers(
    node: &Node,
    shape: Shape,
    fields: &mut Fields<'_>,
    path: &SitePath,
    problems: &mut Vec<Problem>,
) -> NumberKind {
    let mut unit = fields.text("unit", problems);
    if let (Shape::Time, Some((key, _))) = (shape, entry(node, "unit")) {
        unit = None;
        problems.push(unit_of_a_time(path, key.span));
    }
    let min = fields.required_text("min", problems);
    let max = fields.required_text("max", problems);
    let step = fields.text("step", problems);
    let mut number = |key: &str, text: &Option<Text>| {
        let text = text.as_ref()?;
        let number = shape.read(text.text.trim());
        if number.is_none() {
            problems.push(not_a_number(path, key, shape, text.span));
        }
        number
    };
    let smallest = number("min", &min).unwrap_or_default();
    let largest = number("max", &max);
    let mut by = number("step", &step).unwrap_or(Decimal::ONE);
    if let (Some(text), false) = (&step, by.is_positive()) {
        problems.push(step_not_positive(path, text));
        by = Decimal::ONE;
    }
    if let (Some(text), Some(largest)) = (&max, largest)
        && largest < smallest
    {
        problems.push(max_below_min(path, text.span, &shape.written(smallest), &shape.written(largest)));
    }
    NumberKind { unit, min: smallest, max: largest.unwrap_or(smallest).max(smallest), step: by, shape }
}

/// The rules of a question's `next`.
pub(super) fn read_next(next: Next<'_>, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Vec<Rule> {
    match next {
        Next::Rules(nodes) => nodes.iter().filter_map(|node| read_next_rule(node, names, tree, problems)).collect(),
        Next::Beside(node) => {
            let goto = text(node, names.path, "goto", problems).map(|id| names.goto(&id, problems));
            goto.map(|goto| Rule { when: None, goto, span: node.span }).into_iter().collect()
        }
    }
}

fn read_next_rule(node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Option<Rule> {
    if let Value::Scalar(id) = &node.value {
        // What is meant is clear, so that it makes no further problems.
        problems.push(rule_without_keys(names.path, node, id));
        let goto = names.goto(&Text { text: id.clone(), span: node.span }, problems);
        return Some(Rule { when: None, goto, span: node.span });
    }
    if let Value::Null = &node.value {
        problems.push(empty_rule(names.path, node));
        return None;
    }
    let mut fields = Fields::of(node, names.path, "A rule of `next`", problems);
    let when = fields.get("when").map(|when| read_when(when, names, tree, problems));
    let goto = match fields.required_text("goto", problems) {
        Some(text) => names.goto(&text, problems),
        None => Goto { target: Target::Unknown, span: node.span },
    };
    fields.finish(problems);
    Some(Rule { when, goto, span: node.span })
}

/// A key of a map, with what stands under it.
fn entry<'a>(node: &'a Node, wanted: &str) -> Option<&'a (Key, Node)> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(key, _)| key.text == wanted),
        _ => None,
    }
}

/// What a question may be answered by.
const KINDS: [&str; 4] = ["one", "any", "number", "time"];

fn unknown_kind(path: &SitePath, kind: &Text) -> Problem {
    let message = format!("There is no kind of question called `{}`", kind.text);
    let problem = Problem::at(Code::WrongType, path, kind.span, message);
    match near::nearest(&kind.text, KINDS) {
        Some(near) => problem
            .help(format!("Did you mean `{near}`?"))
            .fix(kind.span, near)
            .sure(near::certainty_among(&kind.text, KINDS)),
        None => problem.help(
            "Write `kind: one` to choose one option, `kind: any` to tick several, `kind: number`, or `kind: time`.",
        ),
    }
}

fn no_options(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "This question has no `options` to choose from")
        .help("Add `options:` and under it lines like `yes: Yes, both`. For a number, write `kind: number`.")
}

fn not_a_number(path: &SitePath, key: &str, shape: Shape, span: Span) -> Problem {
    if shape == Shape::Time {
        return Problem::at(Code::WrongType, path, span, format!("`{key}` is not a time"))
            .help(format!("Write minutes and seconds, like `{key}: 12:30`, or with hours, like `{key}: 3:05:00`."));
    }
    Problem::at(Code::WrongType, path, span, format!("`{key}` is not a number"))
        .help(format!("Write it in figures, like `{key}: 12` or `{key}: 0.5`, with at most nine after the point."))
}

fn step_not_positive(path: &SitePath, step: &Text) -> Problem {
    Problem::at(Code::WrongType, path, step.span, format!("`step` is {}, but it must be above 0", step.text))
        .help("Write how far each number is from the next, like `step: 0.5`, or `step: 0:30` of a time. Without it, the step is 1.")
}

fn max_below_min(path: &SitePath, span: Span, min: &str, max: &str) -> Problem {
    Problem::at(Code::WrongType, path, span, format!("`max` is {max}, which is below `min`, {min}"))
        .help(format!("Write the smaller as `min` and the larger as `max`: `min: {max}`, `max: {min}`."))
}

fn goto_outside_next(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::UnknownKey, path, span, "A question has no key `goto`: it goes in a list called `next`")
        .help("Write a line `next:`, and below it, indented, `- goto: …`.")
}

fn rule_without_keys(path: &SitePath, node: &Node, id: &str) -> Problem {
    Problem::at(Code::WrongType, path, node.span, "A rule of `next` needs the word `goto:`")
        .help(format!("Write `- goto: {id}`."))
        .fix(node.span, format!("goto: {id}"))
}

fn empty_rule(path: &SitePath, node: &Node) -> Problem {
    Problem::at(Code::WrongType, path, node.span, "This rule of `next` is empty")
        .help("Write `- goto: …` with the id of a question or an outcome, or delete the hyphen.")
}

fn skip_is_an_option(path: &SitePath, span: Span, option: Span) -> Problem {
    Problem::at(
        Code::WrongType,
        path,
        span,
        "This question has an option `skip` too, so it is not clear which is meant",
    )
    .help("Give the option another id, or take the key `skip` away.")
    .related(path, option, "the option")
}

fn skip_without_words(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "What does somebody say who leaves this question out?")
        .help("Write the words: `skip: I do not know`, or `skip: {say: I do not know, goto: …}`.")
}

fn number_key(path: &SitePath, key: &Key) -> Problem {
    let message = format!("`{}` is for questions that are answered by a number", key.text);
    Problem::at(Code::UnknownKey, path, key.span, message)
        .help("Add a line `kind: number` to the question, or delete this line.")
}

fn unit_of_a_time(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::UnknownKey, path, span, "A time is in hours, minutes and seconds, and has no other unit")
        .help("Delete this line; or write `kind: number` for minutes as a number.")
}

fn options_of_a_number(path: &SitePath, span: Span, kind: &str) -> Problem {
    Problem::at(Code::UnknownKey, path, span, format!("A question of `kind: {kind}` has no `options` to choose from"))
        .help(format!("Delete the options, or the line `kind: {kind}`."))
}
