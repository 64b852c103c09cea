//! What is linked of a text: by example, and on random texts against a reading by hand.

use super::*;
use crate::source::Source;
use proptest::prelude::*;

fn glossary(yaml: &str) -> Glossary {
    let mut problems = Vec::new();
    let source = Source::new("content/glossary.yaml".into(), yaml.to_owned());
    let glossary = Glossary::new(crate::parse::glossary::glossary(&source, &mut problems));
    assert_eq!(problems, []);
    glossary
}

fn article(text: &str) -> Doc {
    crate::parse::article(&Arc::new(Source::new("content/a.md".into(), text.to_owned())))
}

/// The linked words, in order.
fn linked(glossary: &Glossary, text: &str) -> Vec<String> {
    let doc = article(text);
    let Content::Article(article) = &doc.content else { unreachable!() };
    let uses = glossary.of_doc(&doc).body;
    uses.iter().map(|used| article.body.html[used.start..used.end].replace('\n', " ")).collect()
}

const CLUB: &str = "
- {term: Deep vein thrombosis, forms: [DVT, clot], meaning: m}
- {term: Clot in the lung, forms: [CK], meaning: m}
- {term: Run/walk, forms: [run-walk, run/walk/run], meaning: m}
- {term: Größe, forms: [R&D, 筋肉], meaning: m}
- {term: it's so, meaning: m}
";

#[test]
fn whole_words_the_longest_first_and_abbreviations_as_written() {
    let glossary = glossary(CLUB);
    let of = |text: &str| linked(&glossary, text).join("|");
    assert_eq!(of("A deep Vein\nthrombosis, a DVT."), "deep Vein thrombosis");
    assert_eq!(of("A clot in the lung and a clot."), "clot in the lung|clot");
    assert_eq!(of("dvt, ck, clots, aclot, clot_, anti-clot, clot-like"), "clot");
    assert_eq!(of("The DVT’s size; CK."), "DVT|CK");
    assert_eq!(of("run/walk/run, then run-walker"), "run/walk/run");
    assert_eq!(of("GRÖSSE ist nicht größe"), "größe");
    assert_eq!(of("R&D"), "R&amp;D");
    assert_eq!(of("足の筋肉痛"), "筋肉");
    assert_eq!(of("Say it’s so."), "it’s so");
}

#[test]
fn never_in_headings_links_code_or_the_line_that_says_what_to_do() {
    let glossary = glossary(CLUB);
    let text = "# A DVT\n\n## DVT\n\n`DVT` [DVT](a.md) [[DVT]] <DVT@b.example> <a href=\"a.md\">DVT</a> **clot**\n\n```\nDVT\n```\n\n\
                > [!EMERGENCY] A DVT\n> - CK\n\n> [!note]- DVT\n> x\n\n<details><summary>DVT</summary></details>\n\n![DVT](d.png) $DVT$ <kbd>DVT</kbd>\n";
    assert_eq!(linked(&glossary, text), ["clot", "CK"]);
}

#[test]
fn once_in_each_section() {
    let glossary = glossary(CLUB);
    let text = "DVT clot.\n\nDVT.[^n]\n\n## One\n\nDVT.\n\n- clot\n\n### Two\n\n| DVT | DVT |\n| --- | --- |\n| DVT | clot |\n\n[^n]: DVT.\n";
    assert_eq!(linked(&glossary, text), ["DVT", "DVT", "DVT", "DVT"]);
}

/// The rule as one would say it: word by word, the longest name that the next words make.
fn by_hand(names: &[(&str, usize)], sections: &[Vec<&str>]) -> Vec<String> {
    let mut out = Vec::new();
    for section in sections {
        let mut seen = std::collections::HashSet::new();
        let mut at = 0;
        while at < section.len() {
            let fits = |name: &str| {
                let words: Vec<&str> = name.split(' ').collect();
                let same = |(want, have): (&&str, &&str)| {
                    if want.chars().all(char::is_uppercase) {
                        want == have
                    } else {
                        want.to_lowercase() == have.to_lowercase()
                    }
                };
                let fits = section[at..].len() >= words.len() && words.iter().zip(&section[at..]).all(same);
                fits.then_some(words.len())
            };
            let found = names.iter().filter_map(|(name, term)| Some((fits(name)?, *term))).max();
            if let Some((length, term)) = found {
                if seen.insert(term) {
                    out.push(section[at..at + length].join(" "));
                }
                at += length;
            } else {
                at += 1;
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_first_of_each_section_on_random_texts(
        sections in proptest::collection::vec(
            proptest::collection::vec(proptest::sample::select(vec!["vein", "Vein", "DVT", "dvt", "deep", "clot", "of", "größe", "x1"]), 0..14),
            1..4,
        )
    ) {
        let names = [("deep vein", 0), ("DVT", 0), ("vein", 1), ("deep vein clot", 2), ("Größe", 3), ("vein of", 1)];
        let yaml = "
- {term: deep vein, forms: [DVT], meaning: m}
- {term: vein, forms: [vein of], meaning: m}
- {term: deep vein clot, meaning: m}
- {term: Größe, meaning: m}
";
        let text: String = sections.iter().map(|words| format!("## vein\n\n{}\n\n", words.join(" "))).collect();
        prop_assert_eq!(linked(&glossary(yaml), &text), by_hand(&names, &sections));
    }
}
