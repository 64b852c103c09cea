//! What is wrong with a formula, in plain words, and where in it.

use pulldown_latex::{Parser, Storage};
use std::ops::Range;

/// What keeps a formula from being drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    kind: Kind,
    place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of this name there is no command.
    Unknown(String),
    /// A command is defined.
    Defines,
    /// Something is not closed.
    Open,
    /// Something is closed that was not open.
    Closed,
    Environment,
    /// A command has not all that it is for.
    Lacks,
    /// Two parts are raised, or lowered, at one place.
    Twice,
    /// `&` or a line's end outside a table.
    Alignment,
    /// `$` or `#`.
    Sign,
    TooLarge,
    Other,
}

impl Mistake {
    pub(super) fn of(kind: Kind, place: Range<usize>) -> Mistake {
        Mistake { kind, place }
    }

    /// Where it is in the formula; empty where that is not known.
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        match &self.kind {
            Kind::Unknown(name) => return format!("In formulas, nobody knows the command `\\{name}`"),
            Kind::Defines => "This formula would define a command, which formulas cannot do here",
            Kind::Open => "Something in this formula is not closed",
            Kind::Closed => "Something is closed in this formula that was not open",
            Kind::Environment => "In this formula, `\\begin` has a name that nobody knows",
            Kind::Lacks => "A command in this formula lacks what it is for",
            Kind::Twice => "Two parts of this formula are raised, or lowered, at one place",
            Kind::Alignment => "In this formula, `&` or `\\\\` stands outside a table",
            Kind::Sign => "A sign in this formula means something else there",
            Kind::TooLarge => "This formula is too long, or has too many parts in one another, to be drawn",
            Kind::Other => "This formula cannot be read",
        }
        .to_owned()
    }

    /// What to do.
    pub fn help(&self) -> &'static str {
        match self.kind {
            Kind::Unknown(_) => {
                "Write it in commands of LaTeX and its package amsmath; without a command, write words as `\\text{words}`."
            }
            Kind::Defines => "Write what it stands for wherever it is used.",
            Kind::Open => "Write the `}`, `\\right` or `\\end` that belongs to it.",
            Kind::Closed => "Delete the `}`, `\\right` or `\\end`, or write what it belongs to.",
            Kind::Environment => "Usual ones are `aligned`, `cases`, `matrix` and `pmatrix`.",
            Kind::Lacks => "`\\frac` needs two parts, `\\frac{a}{b}`; `\\sqrt` and accents need one.",
            Kind::Twice => "Put braces where they belong: `{x^2}^3`, or `x^{23}`.",
            Kind::Alignment => "Put the lines between `\\begin{aligned}` and `\\end{aligned}`.",
            Kind::Sign => "Write a backslash before it: `\\$`, `\\#`.",
            Kind::TooLarge => "Divide it into several.",
            Kind::Other => "Look for what is missing or written twice.",
        }
    }
}

/// Commands that define others.
const DEFINE: [&str; 11] = [
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "futurelet",
    "long",
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareMathOperator",
];

/// The first command of a formula that defines another.
pub(super) fn definition(tex: &str) -> Option<Range<usize>> {
    commands(tex).find(|(_, name)| DEFINE.contains(name)).map(|(place, _)| place)
}

/// The mistake that the reader of TeX tells of.
pub(super) fn told(tex: &str, said: &str) -> Mistake {
    let said = said.lines().next().unwrap_or_default();
    if said.contains("unknown primitive")
        && let Some((place, name)) = commands(tex).find(|(_, name)| is_unknown(name))
    {
        return Mistake::of(Kind::Unknown(name.to_owned()), place);
    }
    let first = |sign: &str| tex.find(sign).map_or(0..0, |at| at..at + sign.len());
    let (kind, place) = if said.contains("unbalanced") && said.contains("unexpected") {
        (Kind::Closed, 0..0)
    } else if said.contains("unbalanced") {
        (Kind::Open, 0..0)
    } else if said.contains("environment found") {
        (Kind::Environment, first("\\begin"))
    } else if said.contains("twice") {
        (Kind::Twice, 0..0)
    } else if said.contains("alignment") || said.contains("new line") || said.contains("newline") {
        (Kind::Alignment, first("&"))
    } else if said.contains("math shift") {
        (Kind::Sign, first("$"))
    } else if said.contains("hash sign") {
        (Kind::Sign, first("#"))
    } else if said.contains("expected") {
        (Kind::Lacks, 0..0)
    } else {
        (Kind::Other, 0..0)
    };
    Mistake::of(kind, place)
}

/// The commands of a formula, with their places.
fn commands(tex: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    tex.match_indices('\\').filter_map(move |(at, _)| {
        let behind = &tex[at + 1..];
        let length = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        (length > 0).then(|| (at..at + 1 + length, &behind[..length]))
    })
}

/// Whether the reader does not know a command, whatever would stand behind it.
fn is_unknown(name: &str) -> bool {
    let alone = super::names::usual(&format!("\\{name}"));
    let storage = Storage::new();
    Parser::new(&alone, &storage).any(|event| event.is_err_and(|error| error.to_string().contains("unknown primitive")))
}
