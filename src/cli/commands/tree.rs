//! `fingerpost tree`: what one decision tree does. The file may be anywhere; no site is needed.

use crate::cli::{Outcome, report};
use crate::load;
use crate::parse::{self, Content, Decision};
use crate::problem::{self, Problem, Severity, Sources, human, in_line, json};
use crate::render::Theme;
use crate::source::Source;
use crate::tree::{self, Answer, End, Tree, Words};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The tree's file
    file: PathBuf,
    /// Another tree's file, with --same
    #[arg(requires = "same")]
    other: Option<PathBuf>,
    /// Whether both trees end alike for all answers, or the shortest answers for which they do not
    #[arg(long, requires = "other", conflicts_with_all = ["answers", "format"])]
    same: bool,
    /// What is printed
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// Answers, such as red-flags=pop+dark-urine,how-far=7: prints the outcome that they reach, or the question still open
    #[arg(long, value_name = "q=a,q2=b,q3=c+d")]
    answers: Option<String>,
}

/// What is printed of a tree.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Its counts, and all of it as text
    #[default]
    Outline,
    /// A drawing
    Svg,
    /// A flowchart for Mermaid
    Mermaid,
    /// Its counts as one object, for machines
    Json,
}

/// A tree with everything that is wrong with it.
struct Read {
    source: Arc<Source>,
    decision: Box<Decision>,
    problems: Vec<Problem>,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let read = match read(&arguments.file) {
        Ok(read) => read,
        Err(outcome) => return outcome,
    };
    match (&arguments.other, &arguments.answers) {
        (Some(other), _) => match self::read(other) {
            Ok(other) => same([&read, &other]),
            Err(outcome) => outcome,
        },
        (None, Some(answers)) => follow(&read, answers),
        (None, None) => show(&read, arguments.format),
    }
}

fn read(file: &Path) -> Result<Read, Outcome> {
    let mut problems = Vec::new();
    let source = load::single(file, &mut problems)
        .map_err(|error| Outcome::CouldNotRun(format!("{} cannot be read: {error}", file.display())))?;
    let Some(source) = source else {
        report::print(&human::human(&problems, &Sources::new()));
        return Err(Outcome::ProblemsFound);
    };
    let doc = parse::tree(&source);
    problems.extend(doc.problems);
    let Content::Tree(decision) = doc.content else { return Err(Outcome::ProblemsFound) };
    Ok(Read { source, decision, problems: problem::at_roots(problems) })
}

/// Whether two trees end alike, whatever is answered; each is held against the other, so that no answer of either is left out.
fn same(both: [&Read; 2]) -> Outcome {
    both.iter().for_each(|read| report::say_styled(&read.told()));
    if both.iter().any(|read| matches!(read.verdict(), Outcome::ProblemsFound)) {
        return Outcome::ProblemsFound;
    }
    let trees = both.map(|read| &read.decision.tree);
    let compared = tree::compare(trees[0], trees[1]).zip(tree::compare(trees[1], trees[0]));
    let Some((there, back)) = compared else {
        return Outcome::CouldNotRun("these trees combine too many answers to be held against each other".to_owned());
    };
    let found = there.shifts.iter().map(|shift| (shift, [0, 1])).chain(back.shifts.iter().map(|shift| (shift, [1, 0])));
    let Some((shift, order)) = found.min_by_key(|(shift, _)| shift.example.len()) else {
        print_line(&format!("Both end alike, for all {} ways to answer.", there.ways));
        return Outcome::Fine;
    };
    let given: Vec<String> =
        shift.example.iter().map(|(side, q, answer)| typed(trees[order[*side]], *q, answer)).collect();
    let end = |side: usize| {
        let (tree, name) = (trees[order[side]], both[order[side]].source.path.to_string());
        match &shift.ends[side] {
            tree::compare::End::Outcome(outcome, also) => {
                let more = if also.is_empty() { String::new() } else { format!(", with {} of `also`", also.len()) };
                format!("{name} ends at {}{more}", tree.outcomes[*outcome].id.text)
            }
            tree::compare::End::OtherTree(path) => format!("{name} leads to tree:{path}"),
            tree::compare::End::Nowhere => format!("{name} leads nowhere"),
            tree::compare::End::NotOffered => format!("{name} does not take one of them"),
            tree::compare::End::OtherAnswers => format!("{name} takes answers of another kind"),
        }
    };
    print_line(&format!("{}: {}, and {}", given.join(","), end(0), end(1)));
    Outcome::ProblemsFound
}

/// An answer as it is typed after `--answers`.
fn typed(tree: &Tree, question: usize, answer: &Answer) -> String {
    let asked = &tree.questions[question];
    let id = |option: &usize| asked.options[*option].id.text.as_str();
    let said = match answer {
        Answer::Option(option) => id(option).to_owned(),
        Answer::Ticks(ticks) => ticks.iter().map(id).collect::<Vec<_>>().join("+"),
        Answer::Number(number) => asked.number_written(*number),
    };
    format!("{}={said}", asked.id.text)
}

fn show(read: &Read, form: Form) -> Outcome {
    let tree = &read.decision.tree;
    let theme = Theme::new(&load::theme::built_in(), "en", &mut Vec::new());
    let words = theme.tree_words();
    match form {
        Form::Outline => {
            let text = if tree.questions.is_empty() { String::new() } else { outline(&read.decision, &words) };
            report::print(&text);
            report::print(&read.told());
        }
        Form::Svg => {
            report::say_styled(&read.told());
            match drawing(&read.decision, &words) {
                Some(drawing) => report::print(&drawing),
                None if tree.questions.is_empty() => return Outcome::ProblemsFound,
                None => {
                    return Outcome::CouldNotRun(format!(
                        "this tree has more than {} questions and ends, or more lines than can be told apart; \
                         `--format outline` shows all of it as text",
                        tree::MAP_LIMIT
                    ));
                }
            }
        }
        Form::Mermaid => {
            report::print(&tree::mermaid(tree, &tree::outline(tree, &words), &words));
            report::say_styled(&read.told());
        }
        Form::Json => {
            report::print_json(&counts(read));
            report::say_styled(&read.told());
        }
    }
    read.verdict()
}

/// Prints where answers lead: one id and nothing else.
fn follow(read: &Read, answers: &str) -> Outcome {
    report::say_styled(&read.told());
    let tree = &read.decision.tree;
    let answers = match tree::parse_answers(tree, answers) {
        Ok(answers) => answers,
        Err(why) => return Outcome::CouldNotRun(format!("--answers: {why}")),
    };
    match tree::walk(tree, &answers).map(|walk| walk.end) {
        Some(End::Outcome(outcome)) => print_line(&tree.outcomes[outcome].id.text),
        Some(End::Open(question)) => print_line(&tree.questions[question].id.text),
        Some(End::OtherTree(path)) => print_line(&format!("tree:{path}")),
        Some(End::Nowhere(question)) => {
            report::say(&format!("Nothing comes after this answer to `{}`.", tree.questions[question].id.text));
            return Outcome::ProblemsFound;
        }
        Some(End::Cycle(question)) => {
            report::say(&format!("These answers lead back to `{}`.", tree.questions[question].id.text));
            return Outcome::ProblemsFound;
        }
        None => return Outcome::ProblemsFound,
    }
    read.verdict()
}

fn print_line(text: &str) {
    report::print(&format!("{}\n", in_line(text)));
}

impl Read {
    fn sources(&self) -> Sources {
        Sources::from([(self.source.path.clone(), Arc::clone(&self.source))])
    }

    fn told(&self) -> String {
        human::human(&self.problems, &self.sources())
    }

    fn verdict(&self) -> Outcome {
        let wrong = self.problems.iter().any(|p| p.severity == Severity::Error);
        if wrong { Outcome::ProblemsFound } else { Outcome::Fine }
    }
}

fn outline(decision: &Decision, words: &Words<'_>) -> String {
    let (tree, proof) = (&decision.tree, &decision.proof);
    let paths = proof.paths.as_ref().map_or_else(|| "too many".to_owned(), ToString::to_string);
    format!(
        "{}\n{}, {}, {paths} {}, longest {}\n\n{}\n",
        in_line(decision.title.as_deref().unwrap_or("A tree without a title")),
        report::many(tree.questions.len(), "question"),
        report::many(tree.outcomes.len(), "outcome"),
        if paths == "1" { "path" } else { "paths" },
        report::many(proof.longest, "answer"),
        tree::outline_text(tree, &tree::outline(tree, words)),
    )
}

fn drawing(decision: &Decision, words: &Words<'_>) -> Option<String> {
    let tree = &decision.tree;
    let map = tree::map(tree, &tree::outline(tree, words), words, &str::to_owned)?;
    let words = tree::SvgWords {
        title: decision.title.as_deref().unwrap_or("A decision tree"),
        description: "Questions, and where each answer leads. `fingerpost tree` shows the same as text.",
        level: &|level| level.to_owned(),
        other_tree: "another tree",
    };
    let drawing = tree::svg(tree, &map, &words);
    let (head, rest) = drawing.split_once("\n<title")?;
    Some(format!("{head}\n<style>{}</style>\n<title{rest}\n", tree::SVG_STYLE))
}

fn counts(read: &Read) -> Value {
    let Read { decision, problems, .. } = read;
    let (tree, proof) = (&decision.tree, &decision.proof);
    let problem::Tally { errors, warnings, .. } = problem::tally(problems);
    let outcomes = proof.reachable_outcomes.iter().map(|o| tree.outcomes[*o].id.text.as_str());
    let questions = proof.reachable_questions.iter().map(|q| tree.questions[*q].id.text.as_str());
    json!({
        "title": decision.title,
        "questions": tree.questions.len(),
        "outcomes": tree.outcomes.len(),
        "paths": proof.paths.as_ref().map(ToString::to_string),
        "longest": proof.longest,
        "start": start(tree),
        "reachable_questions": questions.collect::<Vec<_>>(),
        "reachable_outcomes": outcomes.collect::<Vec<_>>(),
        "other_trees": tree.other_trees().into_iter().map(|(path, _)| path).collect::<std::collections::BTreeSet<_>>(),
        "pages": decision.screens.len(),
        "problems": json::list(problems, &read.sources()),
        "errors": errors,
        "warnings": warnings,
    })
}

fn start(tree: &Tree) -> Option<&str> {
    tree.questions.get(tree.start).map(|question| question.id.text.as_str())
}
