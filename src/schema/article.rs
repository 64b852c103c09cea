//! The keys before an article, which a decision tree shares.

use super::{anything, day, described, map, text_of, texts, truth};
use serde_json::{Value, json};

pub(super) fn article() -> Value {
    let mut keys = shared();
    keys.insert(
        0,
        ("title", text_of("The page's name. Without it, the first heading is taken, or else the file's name.")),
    );
    map(keys, &[])
}

/// Old names of parts, each with the one of today.
fn anchors() -> Value {
    described(
        json!({"type": ["object", "null"], "additionalProperties": {"type": ["string", "number"]}}),
        "Old names of parts of the page, each with its name of today: `{first-aid: what-helps}`. A link to the old one, `#first-aid`, leads there still.",
    )
}

/// All but the title, which a tree must have.
pub(super) fn shared() -> Vec<(&'static str, Value)> {
    vec![
        ("description", text_of("One sentence for lists and search engines.")),
        ("tags", texts("Subjects. Each gets a page that lists its articles.")),
        ("aliases", texts("Old addresses (`/old/page/`), which then lead here, and other names for `[[links]]`.")),
        ("anchors", anchors()),
        ("also_called", texts("Other words that readers use for it. Search and links find the page by them.")),
        ("date", day("When it was first published. Until a day to come, the page is held back.")),
        (
            "expires",
            day(
                "The first day on which the page is no longer there. From then on it is held back, and links to it are told.",
            ),
        ),
        ("updated", day("When it was last changed.")),
        ("author", text_of("Who wrote it.")),
        ("reviewed", day("When somebody who knows the subject last reviewed it. Leave it empty until somebody has.")),
        ("reviewer", text_of("Who reviewed it.")),
        ("next_review", day("When it should be reviewed again.")),
        ("publish", truth("`false`: never published, and links to it are no mistakes. Obsidian's word.")),
        ("permalink", text_of("The page's address, instead of the one that follows from its file: `/old/page/`.")),
        ("cssclass", texts("Obsidian's classes. They are let stand, and mean nothing here.")),
        ("cssclasses", texts("Obsidian's classes. They are let stand, and mean nothing here.")),
        ("lang", text_of("The language of its text where it is not the site's, by its code: `ar`, `pt-BR`.")),
        ("language", text_of("The same as `lang`.")),
        ("draft", truth("`true`: not published yet.")),
        (
            "order",
            described(
                json!({"type": ["integer", "null"]}),
                "Its place among its neighbours, smallest first. Pages without one come after, by title.",
            ),
        ),
        ("toc", truth("Whether its headings are listed. Without it, from three headings on.")),
        ("search", truth("`false`: the search does not find it.")),
        ("template", text_of("A template of the theme other than the usual, by its file's name.")),
        ("extra", anything("Anything, for the theme's templates.")),
    ]
}
