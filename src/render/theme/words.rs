//! The words around a site's texts, in its language.
//!
//! Takes: a theme's files, and the language. Gives: the words by their keys, and what is wrong with those that a site has written.
//! Never: refuses a key of its own: a site's templates may have such.

use super::layers;
use crate::load::theme::BUILT_IN;
use crate::load::{SETTINGS, ThemeFiles};
use crate::problem::{Code, Problem, Severity, near};
use crate::source::{Source, Span};
use crate::yaml::{self, Key, Text};
use std::collections::BTreeMap;

/// The words of a language, over those of English: a theme may translate, or say otherwise, as much as it likes.
pub(super) fn of_language(files: &ThemeFiles, language: &str, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let short = language.split('-').next().unwrap_or(language);
    let names =
        [Some("en"), Some(short).filter(|short| *short != "en"), Some(language).filter(|whole| *whole != short)];
    let names: Vec<String> = names.into_iter().flatten().map(|name| format!("words/{name}.yaml")).collect();
    if short != "en" && names[1..].iter().all(|name| layers(files, name).is_empty()) {
        problems.push(no_words(short));
    }
    for name in &names {
        for source in layers(files, name) {
            let is_own = !BUILT_IN.iter().any(|(known, text)| known == name && *text == source.text);
            match yaml::read(&source, Span::new(source.start(), source.text.len()), problems) {
                Ok(yaml::Node { value: yaml::Value::Map(entries), .. }) => {
                    for (key, node) in entries {
                        if let Some(text) = yaml::text(&node, &source.path, &key.text, problems) {
                            if is_own {
                                check(&source, &key, &text, &out, problems);
                            }
                            out.insert(key.text, text.text);
                        }
                    }
                }
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
    }
    out
}

/// A key that is nearly one of the theme's, and a name in braces that nothing is put in place of.
fn check(source: &Source, key: &Key, said: &Text, known: &BTreeMap<String, String>, problems: &mut Vec<Problem>) {
    let Some(before) = known.get(&key.text) else {
        if let Some(near) = near::nearest(&key.text, known.keys().map(String::as_str)) {
            problems.push(nearly_a_key(source, key, near));
        }
        return;
    };
    let names = braced(before);
    for name in braced(&said.text).into_iter().filter(|name| !names.contains(name)) {
        problems.push(no_such_name(source, said, name, &names));
    }
}

/// `count` of `{count} places`.
fn braced(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn no_words(language: &str) -> Problem {
    let message = format!("There are no words in the language `{language}`, so those around the texts are English");
    Problem::of_file(Code::UnknownLanguage, &SETTINGS.into(), message).help(format!(
        "Write them into `themes/default/words/{language}.yaml`, with the keys of the reference of words."
    ))
}

fn nearly_a_key(source: &Source, key: &Key, near: &str) -> Problem {
    Problem::at(Code::UnknownKey, &source.path, key.span, format!("No word of the theme has the key `{}`", key.text))
        .weighing(Severity::Warning)
        .help(format!("Did you mean `{near}`?"))
        .fix(key.span, near)
        .sure(near::certainty(&key.text, near))
}

fn no_such_name(source: &Source, said: &Text, name: &str, names: &[&str]) -> Problem {
    let message = format!("Nothing is put in place of `{{{name}}}` here, so readers see the braces");
    let problem = Problem::at(Code::UnknownKey, &source.path, said.span, message).weighing(Severity::Warning);
    match names {
        [] => problem.help("Take it out: these words name nothing."),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
            problem.help(format!("What can stand here: {}.", names.join(", ")))
        }
    }
}
