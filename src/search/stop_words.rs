//! Stop words: what a question is made of, and no page is about.
//!
//! Takes: a language. Gives: its words of no weight, folded as the index folds words; none for a language without words of its
//! own here. Never: takes a word away from a query that has no other.

/// In order, so that what is published does not depend on how the list grew. No word that says when, where or how much of a
/// body's trouble: not “after”, not “at night”, not “both”.
const ENGLISH: &str = "a about am an and any are as be been but by can could d did do does doing for from get got had has have he \
    her his how i if im in is it its ive just ll m may me mine my need of on or our ought s shall she should so some t than that \
    the their them then there these they this those to us ve was we were what whats when where which who why will with would you \
    your";

const GERMAN: &str = "aber ich als am an auch auf aus bei bin bis da dann das dass dem den denn der des die dies diese dieser doch \
    du ein eine einem einen einer eines er es fur hab habe haben hat hatte ihm ihn ihr ihre im in ist ja kann kannst konnen \
    man mein meine meinem meinen meiner mich mir mit muss nun nur ob oder sein seine sich sie sind so soll sollte um und uns \
    vom von war warum was welche welcher welches wenn wer werden wie wieso wir wird wo woher zu zum zur";

/// The stop words of a language.
pub(super) fn stop_words(language: &str) -> impl Iterator<Item = &'static str> {
    let list = match language.split('-').next().unwrap_or(language) {
        "en" => ENGLISH,
        "de" => GERMAN,
        _ => "",
    };
    list.split_ascii_whitespace()
}
