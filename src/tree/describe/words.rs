//! What choices, outlines and maps say besides the author's own words.
//!
//! Takes: a look-up of words by key. Gives: [`Words`] of one language.
//! Never: knows a language.

use crate::tree::model::NumberKind;

/// Words with places to fill in, such as `{from} to {to}`.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    any_of: &'a str,
    also_any_of: &'a str,
    all_of: [&'a str; 2],
    at_least_of: [&'a str; 2],
    at_least: &'a str,
    at_most: &'a str,
    number_of: &'a str,
    count: &'a str,
    value: &'a str,
    and_also: &'a str,
    range: &'a str,
    any_answer: &'a str,
    any_other: &'a str,
    no_answer: &'a str,
    not: &'a str,
    or: &'a str,
    and_that: &'a str,
    or_that: &'a str,
    was: &'a str,
    depends: &'a str,
    inside: Inside,
}

/// How an answer begins that stands inside a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// With a small letter, as in English.
    Small,
    /// As its author began it, as in German, where a noun keeps its capital.
    AsWritten,
}

impl<'a> Words<'a> {
    /// Looks up every word by its key in the words of a theme.
    pub fn new(word: impl Fn(&'static str) -> &'a str) -> Words<'a> {
        Words {
            any_of: word("answer-any-of"),
            also_any_of: word("answer-also-any-of"),
            all_of: [word("answer-all-of"), word("answer-also-all-of")],
            at_least_of: [word("answer-at-least-of"), word("answer-also-at-least-of")],
            at_least: word("answer-at-least"),
            at_most: word("answer-at-most"),
            number_of: word("answer-number-of"),
            count: word("answer-count"),
            value: word("answer-value"),
            and_also: word("answer-and-also"),
            range: word("answer-range"),
            any_answer: word("answer-any"),
            any_other: word("answer-any-other"),
            no_answer: word("answer-none"),
            not: word("answer-not"),
            or: word("answer-or"),
            and_that: word("answer-and-that"),
            or_that: word("answer-or-that"),
            was: word("answer-was"),
            depends: word("answer-depends"),
            inside: if word("answer-inside") == "small" { Inside::Small } else { Inside::AsWritten },
        }
    }

    /// "Any of: a pop, swelling"; not the first of several groups: "any of: …".
    pub(in crate::tree) fn any_of(&self, place: usize, options: &str) -> String {
        (if place == 0 { self.any_of } else { self.also_any_of }).replace("{answers}", options)
    }

    /// "At least 2 of: a pop, swelling, a dent", or "All of: …" where these are as many as there are.
    pub(in crate::tree) fn at_least_of(&self, place: usize, least: usize, of: usize, options: &str) -> String {
        let later = usize::from(place > 0);
        let words = if least == of { self.all_of[later] } else { self.at_least_of[later] };
        fill(words, "{number}", &least.to_string()).replace("{answers}", options)
    }

    /// "all of: a pop, swelling", inside a sentence.
    pub(in crate::tree) fn all_of(&self, options: &str) -> String {
        self.all_of[1].replace("{answers}", options)
    }

    /// "at least 2 of: a pop, swelling, a dent", inside a sentence.
    pub(in crate::tree) fn number_of(&self, number: &str, options: &str) -> String {
        fill(self.number_of, "{number}", number).replace("{answers}", options)
    }

    /// How many of these conditions hold.
    pub(in crate::tree) fn count(&self, number: &str, conditions: &str) -> String {
        fill(self.count, "{number}", number).replace("{answers}", conditions)
    }

    /// What a value comes to.
    pub(in crate::tree) fn value(&self, value: &str, number: &str) -> String {
        fill(self.value, "{number}", number).replace("{value}", value)
    }

    /// Numbers of a row, of which the first and the last need not be said: "at least 4", "2 to 3".
    pub(in crate::tree) fn numbers(&self, row: &NumberKind, ranges: &[(i128, i128)]) -> String {
        let said = |(from, to): &(i128, i128)| {
            let (first, last) = (row.written(*from), row.written(*to));
            match (*from, *to) {
                (from, to) if from == to => first,
                (_, to) if to == row.last_step() => fill(self.at_least, "{number}", &first),
                (0, _) => fill(self.at_most, "{number}", &last),
                _ => self.range(&first, &last),
            }
        };
        self.or(&ranges.iter().map(said).collect::<Vec<_>>())
    }

    /// Groups of ticks that must all be among an answer.
    pub(in crate::tree) fn and_also(&self, groups: &[String]) -> String {
        groups.join(self.and_also)
    }

    /// "6 to 15".
    pub(in crate::tree) fn range(&self, from: &str, to: &str) -> String {
        self.range.replace("{from}", from).replace("{to}", to)
    }

    /// Whatever is answered; `listed` are the answers told before.
    pub(in crate::tree) fn rest(&self, listed: usize) -> &'a str {
        if listed == 0 { self.any_answer } else { self.any_other }
    }

    /// Whatever is answered, inside a sentence.
    pub(in crate::tree) fn any_answer(&self) -> String {
        self.inside(self.any_answer)
    }

    /// What nobody can answer.
    pub(in crate::tree) fn no_answer(&self) -> &'a str {
        self.no_answer
    }

    /// All answers but these.
    pub(in crate::tree) fn not(&self, answers: &str) -> String {
        self.not.replace("{answers}", answers)
    }

    /// One of these answers.
    pub(in crate::tree) fn or(&self, answers: &[String]) -> String {
        answers.join(self.or)
    }

    /// All of these conditions.
    pub(in crate::tree) fn and_that(&self, conditions: &[String]) -> String {
        conditions.join(self.and_that)
    }

    /// One of these conditions.
    pub(in crate::tree) fn or_that(&self, conditions: &[String]) -> String {
        conditions.join(self.or_that)
    }

    /// A condition on an earlier answer.
    pub(in crate::tree) fn was(&self, question: &str, answers: &str) -> String {
        // The author's words last: a brace in them is no place to fill in.
        let [before, after] = parts(self.was, "{question}");
        let fill = |part: &str| part.replace("{answers}", answers);
        format!("{}{question}{}", fill(before), fill(after))
    }

    /// Where earlier answers decide.
    pub(in crate::tree) fn depends(&self) -> &'a str {
        self.depends
    }

    /// An answer inside a sentence: it begins small, unless its first word has its capital for another reason: "I", "NHS", "McArdle".
    pub(in crate::tree) fn inside(&self, answer: &str) -> String {
        let first: String = answer.chars().take_while(|c| c.is_alphanumeric() || *c == '\'' || *c == '’').collect();
        let capital_for_itself = first.chars().skip(1).any(char::is_uppercase)
            || first == "I"
            || first.starts_with("I'")
            || first.starts_with("I’");
        if capital_for_itself || self.inside == Inside::AsWritten {
            return answer.to_owned();
        }
        let mut letters = answer.chars();
        letters.next().map_or(String::new(), |c| c.to_lowercase().chain(letters).collect())
    }
}

fn fill(words: &str, place: &str, with: &str) -> String {
    words.replace(place, with)
}

fn parts<'t>(text: &'t str, place: &str) -> [&'t str; 2] {
    text.split_once(place).map_or([text, ""], |(before, after)| [before, after])
}
