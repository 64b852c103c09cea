//! `site.yaml`.

use super::{anything, described, map, text_of, texts, truth, whole_number};
use crate::problem::Code;
use serde_json::{Map, Value, json};

pub(super) fn site() -> Value {
    let number = |what: &str| text_of(&format!("{what}, in quotation marks: `\"999\"`."));
    let numbers = map(
        vec![
            ("emergency", number("The number to call in an emergency")),
            ("urgent", number("The number to call when it is urgent")),
        ],
        &[],
    );
    let entry = json!({
        "anyOf": [
            {"type": "string", "description": "A page: its path below `content`, or its name."},
            {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": {"type": "string"},
             "description": "Other words for it: `Sleep: sleep/index.md`."},
        ],
    });
    let words = json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    map(
        vec![
            ("title", text_of("The site's name. The only key that is required.")),
            ("base_url", text_of("Where it will be on the web: `https://club.example/help/`. Needed for a sitemap.")),
            ("description", text_of("One sentence about the site, for search engines.")),
            ("publisher", text_of("Who publishes it; at the foot of each page.")),
            ("language", text_of("Its language: `en`, `de-CH`.")),
            ("theme", text_of("A folder below `themes`. Without it, the built-in theme.")),
            (
                "theme_settings",
                described(
                    json!({"type": ["object", "null"], "additionalProperties": {"type": ["string", "boolean", "number", "null"]}}),
                    "What the theme lets a site decide, by the keys that its `theme.yaml` declares: `colour: blue`.",
                ),
            ),
            (
                "repository",
                text_of(
                    "Where its files can be edited, for the link \"Suggest a change\": `https://github.com/club/help`.",
                ),
            ),
            ("branch", text_of("The branch that is edited there; `main` unless given.")),
            (
                "contact",
                text_of(
                    "An e-mail address for readers without an account there, beside \"Suggest a change\": `help@club.example`.",
                ),
            ),
            (
                "feedback",
                described(
                    json!({"type": ["string", "boolean", "null"]}),
                    "Who is told that a page did not help: `help@club.example`, or where a report is begun, `https://github.com/club/help/issues/new`. \
                     Unless given, `contact`, or else the repository; `false`: nobody.",
                ),
            ),
            (
                "emergency",
                json!({
                    "description": "The numbers to call: `emergency` and `urgent` below it, or the first alone.",
                    "anyOf": [{"type": ["string", "number", "null"]}, numbers],
                }),
            ),
            ("urgent", number("The number to call when it is urgent, where `emergency` is a number alone")),
            ("logo", text_of("The picture beside the site's name, below `content` or `static`: `logo.svg`.")),
            ("favicon", text_of("The picture for a browser's tab, likewise. Unless given, the logo.")),
            (
                "navigation",
                json!({
                    "description": "The pages of the navigation, in order. Without it, the folders decide.",
                    "type": ["array", "null"], "items": entry,
                }),
            ),
            (
                "review_after",
                whole_number(
                    "After how many months a page should be reviewed again. Pages then show whether they were.",
                ),
            ),
            ("checks", checks()),
            (
                "check_pages",
                text_of(
                    "A folder below `content`, such as `about/checks`, in which each check gets a page that explains it.",
                ),
            ),
            (
                "keep",
                json!({
                    "description": "Files in the output folder that stay there though they came with the repository: `[CNAME]`.",
                    "type": ["array", "null"], "items": {"type": ["string", "number"]},
                }),
            ),
            (
                "exclude",
                json!({
                    "description": "Patterns of files below `content` that are not published, as in a `.gitignore`: \
                                    `[Templates/, \"*.draft.md\"]`; `!` before one publishes what is left out by itself.",
                    "type": ["array", "null"], "items": {"type": ["string", "number"]},
                }),
            ),
            (
                "synonyms",
                json!({
                    "description": "Words that mean the same to the search: `- [cramp, charley horse]`.",
                    "anyOf": [
                        {"type": ["array", "null"], "items": words},
                        {"type": "object", "additionalProperties": words},
                    ],
                }),
            ),
            (
                "search_tests",
                described(
                    json!({"type": ["object", "null"], "additionalProperties": texts("A page, or several.")}),
                    "What readers type, and the page that must be found first; of several pages each among the first three.",
                ),
            ),
            (
                "vault",
                truth(
                    "Whether the articles are an Obsidian vault. Without it, whether Obsidian's folder is among them.",
                ),
            ),
            (
                "front_matter",
                described(
                    json!({"enum": ["open", "checked", null]}),
                    "`open`: the front matter may hold keys of other programs. `checked`: an unknown key is an error.",
                ),
            ),
            (
                "budget",
                json!({
                    "description": "How many bytes a page may weigh on a first visit; or `bytes` and `requests` below it.",
                    "anyOf": [{"type": ["integer", "null"], "minimum": 0}, map(
                        vec![
                            ("bytes", whole_number("Over the wire, compressed.")),
                            ("requests", whole_number("Files asked for, the page itself among them.")),
                        ],
                        &[],
                    )],
                }),
            ),
            (
                "offline",
                truth("Whether readers keep pages for when there is no network. `false` takes back what was kept."),
            ),
            (
                "markdown_copies",
                truth(
                    "Whether each page lies there as Markdown too, and `llms.txt` lists them, for readers of machines.",
                ),
            ),
            ("book", truth("Whether readers get the whole site as one page to print, and as an e-book (EPUB).")),
            (
                "host",
                described(
                    json!({"enum": ["github-pages", "gitlab", "netlify", "cloudflare", "apache", "nginx", null]}),
                    "Who serves the site: the files that this host reads (redirects, headers) are made beside it.",
                ),
            ),
            ("extra", anything("Anything, for the theme's templates.")),
        ],
        &["title"],
    )
}

/// Every check by its name, with what it finds.
fn checks() -> Value {
    let levels = json!({"enum": ["error", "warning", "advice", "off"]});
    let check = |code: &Code| {
        let level = described(levels.clone(), &format!("{} Usually: {}.", code.summary(), code.severity().word()));
        (code.id().to_owned(), level)
    };
    let properties: Map<String, Value> = Code::ALL.iter().map(check).collect();
    json!({
        "description": "How much each check weighs here. `error` keeps the site from being published, `warning` fails only \
                        `--strict`, `advice` never fails, `off` is not told.",
        "type": ["object", "null"], "additionalProperties": false, "properties": properties,
    })
}
