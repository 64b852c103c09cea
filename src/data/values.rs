//! `data.yaml` → values by their names, and texts with values in them.

use super::asks::{VALUE, value};
use crate::problem::{Code, Problem, near};
use crate::source::{Answer, SitePath, Source, Span, Taken};
use crate::yaml::{self, Node, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// Values by their names, such as `club.phone`.
pub type Values = BTreeMap<String, String>;

/// Reads the file of values.
pub fn values(source: &Source, problems: &mut Vec<Problem>) -> Values {
    let mut out = Values::new();
    let whole = Span::new(source.start(), source.text.len());
    match yaml::read(source, whole, problems) {
        Err(problem) => problems.push(problem),
        Ok(node) => match &node.value {
            Value::Map(_) | Value::Null => below(&node, "", &source.path, &mut out, problems),
            other => {
                let wanted = "keys with values, like `phone: 020 7946 0123`";
                problems.push(yaml::wrong_type(&source.path, node.span, "The data is a file that", wanted, other));
            }
        },
    }
    out
}

fn below(node: &Node, name: &str, path: &SitePath, out: &mut Values, problems: &mut Vec<Problem>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, inside) in entries {
                let dot = if name.is_empty() { "" } else { "." };
                below(inside, &format!("{name}{dot}{}", key.text.trim()), path, out, problems);
            }
        }
        Value::Scalar(text) => {
            out.insert(name.to_owned(), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        Value::List(_) => problems.push(
            Problem::at(
                Code::WrongType,
                path,
                node.span,
                format!("`{name}` is a list, and a text can name single values only"),
            )
            .help("Give each value a key of its own, or keep the list as a table, in a file such as `plan.csv`."),
        ),
        Value::Null => {}
    }
}

/// What there is of a name.
pub fn answer(values: &Values, name: &str) -> Answer {
    match values.get(name) {
        Some(value) => Answer::Known(value.clone()),
        None => {
            let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
            let near = near::nearest(name, values.keys().map(String::as_str));
            let same = || values.keys().find(|known| last(known) == last(name)).map(String::as_str);
            Answer::Unknown(near.or_else(same).map(str::to_owned))
        }
    }
}

/// Where a text names values: the places of the signs with what is between them, and the names' own.
pub fn named(text: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let signs = text.match_indices(VALUE).filter_map(|(at, _)| value(text, at));
    signs.map(|name| (name.start - VALUE.len()..name.end + 2, name))
}

/// A line of plain text with its values. `place` is where it stands: a name that is unknown is told there.
pub fn filled(text: &mut String, taken: Option<&Taken>, path: &SitePath, place: Span, problems: &mut Vec<Problem>) {
    let Some(taken) = taken.filter(|_| text.contains(VALUE)) else { return };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (whole, name) in named(text) {
        let name = text[name].trim();
        match taken.values.get(name) {
            Some(Answer::Known(value)) => {
                out.push_str(&text[at..whole.start]);
                out.push_str(value);
                at = whole.end;
            }
            Some(Answer::Unknown(near)) => problems.push(unknown(path, place, None, name, near.as_deref())),
            None => {}
        }
    }
    out.push_str(&text[at..]);
    *text = out;
}

/// `own` is the place of the name itself.
pub fn unknown(path: &SitePath, span: Span, own: Option<Span>, name: &str, near: Option<&str>) -> Problem {
    let problem = Problem::at(Code::UnknownValue, path, span, format!("The data has no value `{name}`"));
    match near {
        Some(near) => {
            let problem = problem.help(format!("Did you mean `[[={near}]]`?"));
            if let Some(own) = own { problem.fix(own, near) } else { problem }
        }
        None => problem
            .help("Write it into `content/data.yaml`, like `phone: 020 7946 0123`, and name it here as `[[=phone]]`."),
    }
}
