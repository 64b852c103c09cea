//! Themes: words in every language, settings, and templates that change a part of the built-in ones.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Builds a site; its home page and what was said.
fn home(text: &str) -> String {
    let site = crate::common::site(text);
    let said = crate::common::run(site.path(), &["build", "--strict"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    fs::read_to_string(site.path().join("public/index.html")).expect("there is a home page")
}

const TREE: &str = "\
--- content/check.tree.yaml
title: Do I run today?
questions:
  tired: {ask: Are you tired?, options: {yes: {say: \"Yes\", goto: rest}, no: {say: \"No\", goto: run}}}
outcomes:
  rest: {title: Rest, level: self-care, body: Rest.}
  run: {title: Run, level: self-care, body: Run.}
";

#[test]
fn every_language_has_all_words_with_the_same_places_to_fill_in() {
    let read = |path: &std::path::Path| -> BTreeMap<String, String> {
        let source = fingerpost::source::Source::new("words.yaml".into(), fs::read_to_string(path).unwrap());
        let whole = fingerpost::source::Span::new(0, source.text.len());
        let fingerpost::yaml::Value::Map(entries) =
            fingerpost::yaml::read(&source, whole, &mut Vec::new()).expect("it is YAML").value
        else {
            panic!("{path:?} is no map");
        };
        let text = |value| if let fingerpost::yaml::Value::Scalar(text) = value { text } else { panic!("{path:?}") };
        entries.into_iter().map(|(key, node)| (key.text, text(node.value))).collect()
    };
    let folder = crate::common::repository().join("themes/default/words");
    let english = read(&folder.join("en.yaml"));
    let holes = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
    };
    let mut languages = 0;
    for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let words = read(&file);
        assert_eq!(words.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{file:?}");
        for (key, text) in &words {
            assert_eq!(holes(text), holes(&english[key]), "{file:?}: {key}");
            assert_eq!(
                text.starts_with(' ') || text.ends_with(' '),
                english[key].trim() != english[key],
                "{file:?}: {key}"
            );
        }
        assert_eq!(words["months"].split(',').count(), 12, "{file:?}");
        languages += 1;
    }
    assert!(languages >= 2);
}

#[test]
fn every_token_of_the_style_sheet_is_explained() {
    let theme = crate::common::repository().join("themes/default");
    let (styles, page) = (
        fs::read_to_string(theme.join("assets/tokens.css")).unwrap(),
        fs::read_to_string(theme.join("TOKENS.md")).unwrap(),
    );
    let root = styles.split_once(":root {").and_then(|(_, rest)| rest.split_once('}')).expect("there are tokens").0;
    let tokens: Vec<&str> = root.split("--").skip(1).filter_map(|rest| Some(rest.split_once(':')?.0)).collect();
    let tokens: Vec<&str> =
        tokens.into_iter().filter(|token| token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).collect();
    assert!(tokens.len() > 20, "{tokens:?}");
    for token in tokens {
        assert!(page.contains(&format!("`--{token}`")), "TOKENS.md does not explain --{token}");
    }
}

#[test]
fn a_german_site_is_german_days_included() {
    let text = format!(
        "--- site.yaml\ntitle: Eine Seite\nlanguage: de\nreview_after: 12\n--- content/index.md\n---\nupdated: 2026-03-01\n---\n# Start\n\nText.\n{TREE}"
    );
    let site = crate::common::site(&text);
    assert_eq!(crate::common::run(site.path(), &["build"]).code, 0);
    let page = fs::read_to_string(site.path().join("public/index.html")).unwrap();
    assert!(page.contains("lang=\"de\"") && page.contains("Menü") && page.contains("1. März 2026"), "{page}");
    let outcome = fs::read_to_string(site.path().join("public/check/rest/index.html")).unwrap();
    assert!(outcome.contains("Selbsthilfe"), "{outcome}");
}

#[test]
fn a_language_of_ones_own_needs_only_some_words_and_is_written_from_right_to_left() {
    let page = home(
        "--- site.yaml\ntitle: אתר\nlanguage: he\n--- content/index.md\n# שלום\n--- themes/default/words/he.yaml\neverything: כל הדפים\n",
    );
    assert!(page.contains("lang=\"he\" dir=\"rtl\"") && page.contains("כל הדפים"), "{page}");
    assert!(page.contains("Skip to content"), "{page}");
}

#[test]
fn a_few_words_can_be_said_otherwise_and_the_others_stay() {
    let page = home("--- content/index.md\n# Home\n--- themes/default/words/en.yaml\neverything: All that we know\n");
    assert!(page.contains("All that we know") && page.contains("Skip to content"), "{page}");
}

#[test]
fn settings_reach_the_page_and_have_defaults() {
    let plain = home(&format!("--- content/index.md\n# Home\n--- content/a.md\n# An article\n{TREE}"));
    assert!(plain.contains("class=\"sign\" href=\"check/\">Do I run today?"), "{plain}");
    assert!(
        plain.contains("class=\"arm\"") && plain.contains("General information") && !plain.contains("colour-"),
        "{plain}"
    );
    let set = home(&format!(
        "--- site.yaml\ntitle: A site\ntheme_settings:\n  sign: a.md\n  sign-words: Read this\n  colour: plum\n  home-sections: false\n  notice: false\n--- content/index.md\n# Home\n--- content/a.md\n# An article\n{TREE}"
    ));
    assert!(set.contains("class=\"sign\" href=\"a/\">Read this") && set.contains(">Do I run today?"), "{set}");
    assert!(
        !set.contains("class=\"arm\"") && !set.contains("General information") && set.contains("colour-plum"),
        "{set}"
    );
}

#[test]
fn a_template_can_change_a_part_of_the_built_in_one_of_its_name() {
    let page = home(
        "--- content/index.md\n# Home\n--- themes/default/templates/base.html\n{% extends \"default/base.html\" %}\n{% block sign %}<p>Our own sign</p>{% endblock %}\n--- themes/default/templates/home.html\n{% extends \"default/home.html\" %}\n{% block title %}{{ super() }}, and more{% endblock %}\n{% block sign %}{{ super() }}{% endblock %}",
    );
    assert!(page.contains("<title>A small site, and more</title>") && page.contains("class=\"brand\""), "{page}");
}

#[test]
fn a_theme_of_ones_own_declares_settings_beside_the_built_in_ones() {
    let page = home(
        "--- site.yaml\ntitle: A site\ntheme: ours\ntheme_settings: {motto: Slow and steady, colour: blue}\n--- content/index.md\n# Home\n--- themes/ours/theme.yaml\nname: Ours\nsettings:\n  motto: {kind: text, description: Below the title.}\n--- themes/ours/templates/home.html\n{% extends \"default/home.html\" %}\n{% block content %}<p>{{ theme.motto }}</p>{{ super() }}{% endblock %}\n",
    );
    assert!(page.contains("<p>Slow and steady</p>") && page.contains("colour-blue"), "{page}");
}
