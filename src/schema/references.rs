//! The lists beside the articles: terms and sources.

use super::{day, map, text_of, texts};
use serde_json::{Value, json};

pub(super) fn glossary() -> Value {
    let term = map(
        vec![
            ("term", text_of("The word, as it is shown.")),
            ("forms", texts("Other forms: plurals, abbreviations, other names. They are linked as well.")),
            ("meaning", text_of("What it means, in one or two sentences. Markdown.")),
        ],
        &["term", "meaning"],
    );
    json!({"type": ["array", "null"], "items": term})
}

pub(super) fn references() -> Value {
    let reference = map(
        vec![
            ("type", text_of("What kind of source it is, in words: article, review, guideline, web page …")),
            ("authors", text_of("As printed: `Miller KC, Mack GW`.")),
            ("title", text_of("As printed.")),
            ("journal", text_of("The journal it appeared in.")),
            ("publisher", text_of("Who published it, where there is no journal.")),
            ("site", text_of("The web site it is on, where there is neither.")),
            ("year", text_of("The year.")),
            ("volume", text_of("The volume.")),
            ("pages", text_of("The pages, or the article's number.")),
            ("doi", text_of("The digital object identifier: `10.1000/xyz`.")),
            ("pmid", text_of("Its number in PubMed.")),
            ("url", text_of("Where it can be read.")),
            ("checked", day("The day somebody last opened it.")),
            ("note", text_of("For the editors; not shown.")),
        ],
        &["title"],
    );
    json!({
        "type": ["object", "null"],
        "description": "By key: what `[@key]` in an article names.",
        "additionalProperties": reference,
    })
}
