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

#[test]
fn a_script_of_ones_own_is_there_by_its_name_and_has_a_place_in_each_part_of_a_page() {
    let page = home(
        "--- content/index.md\n# Home\n--- themes/default/assets/own.js\nconsole.log(1);\n--- themes/default/templates/base.html\n{% extends \"default/base.html\" %}\n\
         {% block head %}{{ super() }}<script type=\"module\" src=\"{{ site.assets[\"own.js\"] }}\"></script>\n{% endblock %}\n\
         {% block header %}{{ super() }}<p>Below the top</p>{% endblock %}\n{% block footer %}<p>Above the foot</p>{{ super() }}{% endblock %}",
    );
    let head = page.split("</head>").next().unwrap();
    assert!(head.contains("src=\"assets/own.") && head.contains(".js\"></script>"), "{head}");
    let order = [
        "class=\"top\"",
        "class=\"brand\"",
        "</header>",
        "Below the top",
        "<main",
        "Above the foot",
        "class=\"bottom\"",
    ];
    let places: Vec<_> = order.iter().map(|part| page.find(part).unwrap_or_else(|| panic!("{part}: {page}"))).collect();
    assert!(places.is_sorted(), "{page}");
}

#[test]
fn a_logo_and_a_favicon_are_a_line_each() {
    let drawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"30\"><rect width=\"90\" height=\"30\"/></svg>";
    let site = |settings: &str| {
        format!(
            "--- site.yaml\ntitle: A site\n{settings}\n--- content/index.md\n# Home\n--- content/kit/logo one.svg\n{drawing}\n--- static/tab.png (picture)\n"
        )
    };
    let seen = |settings: &str| {
        let page = home(&site(settings));
        let document = scraper::Html::parse_document(&page);
        let first = |selector: &str| document.select(&scraper::Selector::parse(selector).unwrap()).next().unwrap();
        let (logo, icon) = (first(".brand img"), first("link[rel=icon]"));
        ["src", "width", "height"]
            .map(|key| logo.attr(key).unwrap().to_owned())
            .into_iter()
            .chain([icon.attr("href").unwrap().to_owned()])
            .collect::<Vec<_>>()
    };
    assert_eq!(seen("logo: kit/logo one.svg"), ["kit/logo%20one.svg", "96", "32", "kit/logo%20one.svg"]);
    assert_eq!(seen("logo: /kit/logo one.svg\nfavicon: tab.png"), ["kit/logo%20one.svg", "96", "32", "tab.png"]);
    for (settings, key) in [("logo: lgo.svg", "logo"), ("logo: kit/logo one.svg\nfavicon: index.md", "favicon")] {
        let site = crate::common::site(&site(settings));
        let said = crate::common::run(site.path(), &["check"]);
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(
            said.code == 1 && all.contains(&format!("to be the site's {key}")) && all.contains("site.yaml:"),
            "{all}"
        );
    }
}

#[test]
fn a_level_of_a_trees_own_has_words_and_a_look() {
    let tree = "--- content/t.tree.yaml\ntitle: T\nlevels: [no-worries, ask-a-coach, see-somebody, emergency]\nquestions:\n  \
        q: {ask: Q, options: {a: {say: A, goto: a}, b: {say: B, goto: b}, c: {say: C, goto: c}, d: {say: D, goto: d}}}\noutcomes:\n  \
        a: {title: A, level: no-worries, body: A.}\n  b: {title: B, level: ask-a-coach, body: B.}\n  c: {title: C, level: see-somebody, body: C.}\n  d: {title: D, level: emergency, body: D.}\n\
        --- themes/default/words/en.yaml\ncare-see-somebody: See somebody soon\n";
    let site = crate::common::site(&format!("--- content/index.md\n# Home\n\n[[T]]\n{tree}"));
    let said = crate::common::run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let page = |path: &str| fs::read_to_string(site.path().join("public").join(path)).unwrap();
    for (outcome, classes, words) in [
        ("a", "self-care care-no-worries", "No worries"),
        ("b", "routine care-ask-a-coach", "Ask a coach"),
        ("c", "routine care-see-somebody", "See somebody soon"),
        ("d", "emergency", "Emergency"),
    ] {
        let text = page(&format!("t/{outcome}/index.html"));
        assert!(text.contains(&format!("<header class=\"verdict care-{classes}\">")), "{text}");
        assert!(text.contains(&format!("<p class=\"care-level\">{words}</p>")), "{text}");
    }
    let whole = page("t/whole-tree/index.html");
    assert!(
        whole.contains("class=\"end level-routine level-ask-a-coach\"")
            && whole.contains("level level-routine level-ask-a-coach\">Ask a coach<"),
        "{whole}"
    );
}

/// A site of one page in a language, with the words that it brings.
fn worded(language: &str, words: &str) -> String {
    let site = crate::common::site(&format!(
        "--- site.yaml\ntitle: S\nlanguage: {language}\n--- themes/default/words/{language}.yaml\n{words}\n--- content/index.md\n# Home\n"
    ));
    crate::common::run(site.path(), &["check", "--format", "short"]).stdout
}

#[test]
fn words_of_a_theme_that_nobody_will_see_are_told() {
    assert_eq!(worded("pl", "search: Szukaj\nmy-own-key: Moje"), "");
    let told = worded("pl", "search-manny: x\nsearch-many: \"{cuont} miejsc\"");
    assert!(told.contains(":1:1: warning[unknown-key]: No word of the theme has the key `search-manny`"), "{told}");
    assert!(told.contains(":2:14: warning[unknown-key]: Nothing is put in place of `{cuont}` here"), "{told}");
    let site = crate::common::site("--- site.yaml\ntitle: S\nlanguage: pl\n--- content/index.md\n# Home\n");
    let told = crate::common::run(site.path(), &["check", "--format", "short"]).stdout;
    assert!(told.contains("advice[unknown-language]: There are no words in the language `pl`"), "{told}");
    for language in ["de", "en-GB", "es", "fr-CH", "it", "nl", "pt-BR"] {
        let site = crate::common::site(&format!(
            "--- site.yaml\ntitle: S\nlanguage: {language}\n--- content/index.md\n# Home\n"
        ));
        assert_eq!(crate::common::run(site.path(), &["check", "--format", "short"]).stdout, "", "{language}");
    }
}
