//! Answers as typed on a command line.
//!
//! Takes: `q=a,q2=b,q3=c+d` and a tree. Gives: the answers, or what is wrong in one sentence.
//! Never: is misled by an id that has a comma, a plus or an equals sign in it.

use super::walk::takes;
use crate::problem::near;
use crate::tree::model::{Answer, Choice, Kind, Question, Shape, Tree, sorted};
use std::collections::BTreeSet;

/// Reads `q=a,q2=b,q3=c+d`: question ids and answers, ticks joined by `+`. Gives what is wrong in one sentence.
pub fn parse_answers(tree: &Tree, text: &str) -> Result<Vec<(usize, Answer)>, String> {
    let mut answers = Vec::new();
    let mut seen = BTreeSet::new();
    for part in split(text, ',', |rest| answer_ahead(tree, rest)).into_iter().filter(|part| !part.is_empty()) {
        let ids = tree.questions.iter().map(|q| q.id.text.as_str());
        let named = longest_start(part, ids.clone(), &['=']).or_else(|| part.find('='));
        let Some((id, answer)) = named.map(|at| (part[..at].trim(), part[at + 1..].trim())) else {
            return Err(format!("`{part}` has no `=`: write a question, `=` and its answer, like `how-far=7`"));
        };
        let Some(index) = ids.clone().position(|known| known == id) else {
            return Err(format!("There is no question `{id}`.{}", did_you_mean(id, ids)));
        };
        if !seen.insert(index) {
            return Err(format!("The question `{id}` is answered twice; ticks are joined by `+`, like `{id}=a+b`"));
        }
        answers.push((index, parse_answer(&tree.questions[index], answer)?));
    }
    Ok(answers)
}

/// Parts between separators. `ahead` may say that the separator after the next part stands so many bytes on.
fn split(text: &str, separator: char, ahead: impl Fn(&str) -> Option<usize>) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let end = ahead(rest).or_else(|| rest.find(separator)).unwrap_or(rest.len());
        parts.push(rest[..end].trim());
        match rest[end..].strip_prefix(separator) {
            Some(after) => rest = after,
            None => return parts,
        }
    }
}

/// Where a question of the tree with answers of its own ends.
fn answer_ahead(tree: &Tree, text: &str) -> Option<usize> {
    let equals = longest_start(text, tree.questions.iter().map(|q| q.id.text.as_str()), &['='])?;
    let question = tree.questions.iter().find(|q| q.id.text == text[..equals].trim())?;
    let ids = || question.options.iter().map(|o| o.id.text.as_str());
    let mut at = equals + 1;
    loop {
        at += longest_start(&text[at..], ids(), &[',', '+'])?;
        match text[at..].chars().next() {
            Some('+') if question.kind == Kind::Any => at += 1,
            Some('+') => return None,
            _ => return Some(at),
        }
    }
}

/// Where the longest of these ids ends with which a text begins, if the end or one of these signs stands behind it.
fn longest_start<'a>(text: &str, ids: impl Iterator<Item = &'a str>, signs: &[char]) -> Option<usize> {
    let blank = text.len() - text.trim_start().len();
    let end = |id: &str| {
        let rest = text[blank..].strip_prefix(id)?;
        let after = rest.trim_start();
        (after.is_empty() && !signs.contains(&'=') || after.starts_with(signs)).then_some(text.len() - after.len())
    };
    ids.filter_map(end).max()
}

fn parse_answer(question: &Question, text: &str) -> Result<Answer, String> {
    let id = &question.id.text;
    let skip = question.skip.filter(|skip| question.options[*skip].id.text == text);
    let answer = match &question.kind {
        Kind::Number(_) if let Some(skip) = skip => Answer::Option(skip),
        Kind::Number(row) => {
            let (what, several) = match row.shape {
                Shape::Figures => ("number", "numbers"),
                Shape::Time => ("time", "times"),
            };
            let number = row.shape.read(text).ok_or_else(|| {
                format!("`{id}` is answered by a {what}, like `{id}={}`, not by `{text}`", row.written(0))
            })?;
            if row.step_of(number).is_none() {
                let (last, step) = (row.written(row.last_step()), row.shape.written(row.step));
                return Err(format!(
                    "`{id}` takes {several} from {} to {last}, {step} apart, so not {text}",
                    row.written(0)
                ));
            }
            Answer::Number(number)
        }
        Kind::One => Answer::Option(option_of(question, text)?),
        Kind::Any => {
            let ids = question.options.iter().map(|o| o.id.text.as_str());
            let ticks = split(text, '+', |rest| longest_start(rest, ids.clone(), &['+']));
            let options: Result<Vec<_>, _> = ticks.into_iter().map(|tick| option_of(question, tick)).collect();
            Answer::Ticks(sorted(options?))
        }
    };
    if takes(question, &answer) {
        return Ok(answer);
    }
    let alone = |option: &&usize| question.stands_alone(**option);
    let alone = match &answer {
        Answer::Ticks(ticks) => ticks.iter().find(alone).map_or("none", |option| &question.options[*option].id.text),
        _ => "none",
    };
    Err(format!("`{alone}` excludes the other answers to `{id}`"))
}

fn option_of(question: &Question, text: &str) -> Result<usize, String> {
    let ids = question.options.iter().map(|o: &Choice| o.id.text.as_str());
    ids.clone().position(|id| id == text).ok_or_else(|| {
        let known: Vec<_> = ids.clone().take(12).collect();
        let help = did_you_mean(text, ids);
        let help = if help.is_empty() { format!(" Its answers are {}.", known.join(", ")) } else { help };
        format!("The question `{}` has no answer `{text}`.{help}", question.id.text)
    })
}

fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    near::nearest(name, known).map_or(String::new(), |near| format!(" Did you mean `{near}`?"))
}
