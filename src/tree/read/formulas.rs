//! Formulas: `time / distance`, `round(pace + 1:00, 0:05)`.
//!
//! Takes: a formula as written, and the questions and values that it may name. Gives: [`Typed`]: what is reckoned, and in which unit.
//! Never: adds miles to minutes: what is measured is followed through every sign.

use crate::problem::near;
use crate::tree::model::{Formula, Kind, Measures, Op, Ratio, Rounding, Shape, Tree, Unit, join, said};

/// A formula, with what it measures.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) formula: Formula,
    pub(super) measures: Measures,
    /// How much one is, in the units that the questions have.
    pub(super) worth: Ratio,
    /// How many seconds a time in it counts as one, where it measures time, or so much time for something else.
    pub(super) seconds: Option<Ratio>,
    /// How it is written where nothing else is said.
    pub(super) kind: Written,
}

impl Typed {
    /// A time that stands in the formula, where so much time for something else is meant: `pace + 1:00`.
    fn as_time_of(&self, other: &Typed) -> Option<Ratio> {
        match (&self.formula, self.kind, other.seconds) {
            (Formula::Number(time), Written::Time, Some(seconds)) => time.div(seconds)?.mul(other.worth),
            _ => None,
        }
    }
}

/// What a number is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It stands in the formula, and takes the unit of what it is added to.
    Bare,
    /// It is a time, with its colon.
    Time,
    /// It has a unit, or none.
    Number,
}

/// What is wrong: a sentence, and what to do.
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) help: String,
    /// Whether it is about units.
    pub(super) units: bool,
}

/// Formulas with more parts are not read, values that they name among them.
const PARTS: usize = 300;

/// Reads a formula. `values` are those that stand above it.
pub(super) fn read_formula(text: &str, tree: &Tree, values: &[Option<Typed>]) -> Result<Typed, Wrong> {
    let mut reader = Reader { tree, values, tokens: tokens(text)?, at: 0 };
    let typed = reader.sum(0)?;
    match reader.tokens.get(reader.at) {
        None => Ok(typed),
        Some(token) => Err(unclear(&token.said())),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Ratio, Written, String),
    Name(String),
    Sign(char),
}

impl Token {
    fn said(&self) -> String {
        match self {
            Token::Number(.., text) | Token::Name(text) => text.clone(),
            Token::Sign(sign) => sign.to_string(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Wrong> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(sign) = rest.chars().next() {
        let length = |fits: &dyn Fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
        let end = match sign {
            '+' | '-' | '*' | '/' | '(' | ')' | ',' => {
                found.push(Token::Sign(sign));
                1
            }
            '−' | '×' | '÷' => {
                found.push(Token::Sign(match sign {
                    '−' => '-',
                    '×' => '*',
                    _ => '/',
                }));
                sign.len_utf8()
            }
            '0'..='9' | '.' => {
                let end = length(&|c| c.is_ascii_digit() || matches!(c, '.' | ':'));
                let number = &rest[..end];
                let (shape, written) = match number.contains(':') {
                    true => (Shape::Time, Written::Time),
                    false => (Shape::Figures, Written::Bare),
                };
                let Some(read) = shape.read(number) else { return Err(unclear(number)) };
                found.push(Token::Number(Ratio::decimal(read), written, number.to_owned()));
                end
            }
            c if c.is_alphabetic() => {
                let end = length(&|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
                found.push(Token::Name(rest[..end].to_owned()));
                end
            }
            other => return Err(unclear(&other.to_string())),
        };
        rest = rest[end..].trim_start();
    }
    Ok(found)
}

struct Reader<'a> {
    tree: &'a Tree,
    values: &'a [Option<Typed>],
    tokens: Vec<Token>,
    at: usize,
}

impl Reader<'_> {
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let found = match self.tokens.get(self.at) {
            Some(Token::Sign(sign)) if signs.contains(sign) => Some(*sign),
            _ => None,
        };
        self.at += usize::from(found.is_some());
        found
    }

    fn sum(&mut self, depth: usize) -> Result<Typed, Wrong> {
        let mut typed = self.product(depth)?;
        while let Some(sign) = self.sign(&['+', '-']) {
            let other = self.product(depth)?;
            typed = alike(if sign == '+' { Op::Add } else { Op::Sub }, vec![typed, other])?;
        }
        Ok(typed)
    }

    fn product(&mut self, depth: usize) -> Result<Typed, Wrong> {
        let mut typed = self.part(depth)?;
        while let Some(sign) = self.sign(&['*', '/']) {
            let other = self.part(depth)?;
            typed = if sign == '*' { product(Op::Mul, typed, other)? } else { product(Op::Div, typed, other)? };
        }
        Ok(typed)
    }

    fn part(&mut self, depth: usize) -> Result<Typed, Wrong> {
        if depth > 40 {
            return Err(too_long());
        }
        if self.sign(&['-']).is_some() {
            let part = self.part(depth + 1)?;
            return product(Op::Mul, bare(Ratio::of(-1, 1).unwrap_or(Ratio::ONE)), part);
        }
        if self.sign(&['(']).is_some() {
            let inside = self.sum(depth + 1)?;
            return self.sign(&[')']).map(|_| inside).ok_or_else(not_closed);
        }
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        match token {
            Some(Token::Number(number, Written::Time, _)) => Ok(time(Formula::Number(number))),
            Some(Token::Number(number, ..)) => Ok(bare(number)),
            Some(Token::Name(name)) if self.sign(&['(']).is_some() => self.call(&name, depth),
            Some(Token::Name(name)) => self.named(&name),
            Some(sign) => Err(unclear(&sign.said())),
            None => Err(Wrong {
                message: "This formula is not finished".to_owned(),
                help: "Write it like `time / distance`.".to_owned(),
                units: false,
            }),
        }
    }

    fn call(&mut self, name: &str, depth: usize) -> Result<Typed, Wrong> {
        let mut parts = vec![self.sum(depth + 1)?];
        while self.sign(&[',']).is_some() {
            parts.push(self.sum(depth + 1)?);
        }
        self.sign(&[')']).ok_or_else(not_closed)?;
        let how = match name {
            "min" if parts.len() > 1 => return alike(Op::Min, parts),
            "max" if parts.len() > 1 => return alike(Op::Max, parts),
            "round" => Rounding::Near,
            "floor" => Rounding::Down,
            "ceil" => Rounding::Up,
            _ => return Err(no_function(name)),
        };
        rounded(how, parts)
    }

    /// A question or a value.
    fn named(&self, name: &str) -> Result<Typed, Wrong> {
        if let Some(index) = self.tree.questions.iter().position(|question| question.id.text == name) {
            let Kind::Number(row) = &self.tree.questions[index].kind else { return Err(no_number(name)) };
            if row.shape == Shape::Time {
                return Ok(time(Formula::Answer(index, Ratio::ONE)));
            }
            let unit = row.unit.as_ref().and_then(|unit| Unit::read(&unit.text));
            let (measures, worth, seconds) = match unit {
                Some(unit) => (unit.measures, unit.worth, unit.seconds),
                None => (Measures::new(), Ratio::ONE, None),
            };
            let formula = Formula::Answer(index, worth);
            return Ok(Typed { formula, measures, worth, seconds, kind: Written::Number });
        }
        match self.values.get(self.tree.values.iter().position(|value| value.id.text == name).unwrap_or(usize::MAX)) {
            Some(Some(typed)) => Ok(typed.clone()),
            Some(None) => Err(Wrong {
                message: format!("`{name}` adds up points, or could not be read, so nothing can be reckoned from it"),
                help: "Name questions that are answered by a number or a time, and values with `is` above this one."
                    .to_owned(),
                units: false,
            }),
            None => Err(self.unknown(name)),
        }
    }

    fn unknown(&self, name: &str) -> Wrong {
        let questions = self.tree.questions.iter().map(|question| question.id.text.as_str());
        let values = self.tree.values.iter().map(|value| value.id.text.as_str());
        let known: Vec<&str> = questions.chain(values).collect();
        let help = match near::nearest(name, known.iter().copied()) {
            _ if name.split('-').all(|part| known.contains(&part)) => "Write spaces around a minus.".to_owned(),
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Name a question that is answered by a number or a time, or a value that stands above this one."
                .to_owned(),
        };
        Wrong {
            message: format!("There is no question and no value above this one called `{name}`"),
            help,
            units: false,
        }
    }
}

fn bare(number: Ratio) -> Typed {
    let formula = Formula::Number(number);
    Typed { formula, measures: Measures::new(), worth: Ratio::ONE, seconds: None, kind: Written::Bare }
}

fn time(formula: Formula) -> Typed {
    let measures = Measures::from([("time".to_owned(), 1)]);
    Typed { formula, measures, worth: Ratio::ONE, seconds: Some(Ratio::ONE), kind: Written::Time }
}

/// Parts that must measure the same. A bare number takes the unit of the others.
fn alike(op: Op, mut parts: Vec<Typed>) -> Result<Typed, Wrong> {
    let stands_there = |part: &&Typed| matches!(part.formula, Formula::Number(_));
    let other = parts.iter().find(|part| !stands_there(part) && part.kind != Written::Bare);
    let Some(model) = other.or_else(|| parts.iter().find(|part| part.kind != Written::Bare)).cloned() else {
        let formulas = parts.into_iter().map(|part| part.formula).collect();
        return small(Typed { formula: Formula::Of(op, formulas), ..bare(Ratio::ONE) });
    };
    for part in &mut parts {
        if part.kind == Written::Bare {
            if model.kind == Written::Time {
                return Err(bare_time(part));
            }
            let formula = std::mem::replace(&mut part.formula, Formula::Number(Ratio::ONE));
            part.formula = Formula::Of(Op::Mul, vec![formula, Formula::Number(model.worth)]);
        } else if part.measures != model.measures {
            if let Some(number) = part.as_time_of(&model) {
                part.formula = Formula::Number(number);
                continue;
            }
            return Err(unlike(&model.measures, &part.measures));
        }
    }
    let formulas = parts.into_iter().map(|part| part.formula).collect();
    small(Typed { formula: Formula::Of(op, formulas), ..model })
}

fn product(op: Op, one: Typed, other: Typed) -> Result<Typed, Wrong> {
    let mut measures = one.measures;
    for (measure, power) in &other.measures {
        join(&mut measures, measure, if op == Op::Mul { *power } else { -power });
    }
    let worth = if op == Op::Mul { one.worth.mul(other.worth) } else { one.worth.div(other.worth) };
    let kind = match (one.kind, other.kind) {
        (kind, Written::Bare) => kind,
        (Written::Bare, kind) if op == Op::Mul => kind,
        _ => Written::Number,
    };
    let seconds = match (one.seconds, other.seconds) {
        (Some(seconds), None) => Some(seconds),
        (None, Some(seconds)) if op == Op::Mul => Some(seconds),
        _ => None,
    };
    let seconds = seconds.filter(|_| measures.get("time") == Some(&1));
    let formula = Formula::Of(op, vec![one.formula, other.formula]);
    small(Typed { formula, measures, worth: worth.ok_or_else(too_long)?, seconds, kind })
}

/// `round(x)` to whole ones of its unit, `round(x, 5)` and `round(x, 0:05)` to multiples.
fn rounded(how: Rounding, mut parts: Vec<Typed>) -> Result<Typed, Wrong> {
    let to = if parts.len() > 1 { parts.pop() } else { None };
    let (Some(part), true) = (parts.pop(), parts.is_empty()) else { return Err(unclear(",")) };
    let multiple = match &to {
        None => Some(part.worth),
        Some(Typed { formula: Formula::Number(number), kind: Written::Bare, .. }) if part.kind != Written::Time => {
            number.mul(part.worth)
        }
        Some(to) => to.as_time_of(&part),
    };
    let Some(multiple) = multiple else {
        return Err(Wrong {
            message: "What is rounded to is a number, or of a time a time".to_owned(),
            help: "Write `round(x, 5)`, or of a time `round(x, 0:05)`.".to_owned(),
            units: true,
        });
    };
    if multiple <= Ratio::ZERO {
        return Err(unclear("0"));
    }
    let formula = Formula::Rounded(how, Box::new(part.formula), multiple);
    small(Typed { formula, ..Typed { formula: Formula::Number(Ratio::ONE), ..part } })
}

fn small(typed: Typed) -> Result<Typed, Wrong> {
    if typed.formula.size() > PARTS { Err(too_long()) } else { Ok(typed) }
}

fn unclear(at: &str) -> Wrong {
    Wrong {
        message: format!("It is not clear what `{at}` means in this formula"),
        help: "A formula has names, numbers, times such as `1:30`, `+ - * /`, round brackets, and `min`, `max`, `round`, `floor` and `ceil`.".to_owned(),
        units: false,
    }
}

fn not_closed() -> Wrong {
    Wrong {
        message: "A round bracket of this formula is not closed".to_owned(),
        help: "Close it. Between `{` and `}`, a formula with a comma stands in quotation marks: `is: \"max(a, b)\"`."
            .to_owned(),
        units: false,
    }
}

fn too_long() -> Wrong {
    Wrong {
        message: "This formula is too long to be reckoned".to_owned(),
        help: "Write it shorter, or with smaller numbers.".to_owned(),
        units: false,
    }
}

fn no_function(name: &str) -> Wrong {
    Wrong {
        message: format!("A formula has no `{name}( )` like this"),
        help: "Write `min(a, b)`, `max(a, b)`, `round(a)`, `floor(a)` or `ceil(a)`; of the last three also `round(a, 5)`, to multiples of 5.".to_owned(),
        units: false,
    }
}

fn no_number(name: &str) -> Wrong {
    Wrong {
        message: format!("`{name}` is answered by options, so nothing can be reckoned from it"),
        help: "Let it be answered by a number or a time; or give points, by `points:`.".to_owned(),
        units: false,
    }
}

fn bare_time(part: &Typed) -> Wrong {
    let number = match &part.formula {
        Formula::Number(number) => number.floor(),
        _ => 1,
    };
    Wrong {
        message: "A number without a unit meets a time: it may be minutes or seconds".to_owned(),
        help: format!("Write it as a time: `{number}:00` for minutes, `0:{number:02}` for seconds."),
        units: true,
    }
}

fn unlike(one: &Measures, other: &Measures) -> Wrong {
    Wrong {
        message: format!("Here {} meets {}, which cannot be added or compared", said(one), said(other)),
        help: "Look at the `unit` of the questions that it names: only what measures the same can be added.".to_owned(),
        units: true,
    }
}
