//! A decision tree.

use super::{anything, article, described, map, text_of, texts, whole_number};
use serde_json::{Value, json};

pub(super) fn tree() -> Value {
    let mut keys = vec![("title", text_of("The question that the whole tree answers. Required."))];
    keys.extend(article::shared());
    keys.extend([
        ("summary", text_of("One sentence for lists and search.")),
        ("intro", text_of("Markdown above the first question.")),
        ("purpose", text_of("What the tree is for, and what it is not: general information, not a diagnosis.")),
        ("levels", texts("How soon help is needed, mildest first. Without it: self-care, routine, urgent, emergency.")),
        ("start", text_of("The question that is asked first; the first of the file unless given.")),
        ("questions", by_id(question(), "By id, in reading order.")),
        (
            "values",
            by_id(
                value(),
                "Numbers that answers add up to, or that a formula gives, by id. They stand in `when` like a number.",
            ),
        ),
        ("outcomes", by_id(outcome(), "Where the answers lead, by id.")),
        ("tests", list(test(), "Answers, and what they must reach.")),
        ("rules", list(rule(), "What must hold on every path. Each is proved over all of them.")),
    ]);
    let mut schema = map(keys, &["title", "questions", "outcomes"]);
    schema["$defs"] = json!({"when": when(), "ends": ends()});
    schema
}

fn by_id(entry: Value, description: &str) -> Value {
    json!({"type": "object", "minProperties": 1, "additionalProperties": entry, "description": description})
}

fn list(entry: Value, description: &str) -> Value {
    json!({"type": ["array", "null"], "items": entry, "description": description})
}

fn number(description: &str) -> Value {
    json!({"type": ["number", "string"], "description": description})
}

fn target(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn question() -> Value {
    let option = map(
        vec![
            ("say", text_of("The words shown.")),
            ("hint", text_of("Markdown below them.")),
            ("on_card", text_of("The words on the card with a result: as a clinician would write them.")),
            ("goto", target("Where this answer leads, whatever `next` says: a question, an outcome, or `tree:NAME`.")),
        ],
        &["say"],
    );
    let option =
        json!({"anyOf": [{"type": ["string", "number", "boolean"], "description": "The words shown."}, option]});
    let skip = described(
        option.clone(),
        "What somebody says who leaves the question out, such as `I do not know`: the words, or `{say:, hint:, on_card:, goto:}`. In a `when` it is called `skip`, and no other condition on this question fits it.",
    );
    let next = map(
        vec![
            ("when", json!({"$ref": "#/$defs/when"})),
            ("goto", target("A question, an outcome, or another tree: `tree:shoes/fit`.")),
        ],
        &["goto"],
    );
    map(
        vec![
            ("ask", text_of("The question itself.")),
            ("hint", text_of("Markdown below it.")),
            (
                "called",
                text_of(
                    "What its answer is called where a text tells it, by `{id}`, and nobody knows it: `the distance`.",
                ),
            ),
            ("on_card", text_of("What is asked, on the card with a result: as a clinician would write it.")),
            (
                "kind",
                described(
                    json!({"enum": ["one", "any", "number", "time"]}),
                    "`one`: one of the options (the usual). `any`: tick boxes; the option `none` excludes the others. `number`: a number. `time`: hours, minutes and seconds, as `41:30` or `3:05:00`.",
                ),
            ),
            (
                "options",
                json!({
                    "type": "object", "additionalProperties": option,
                    "description": "By id: the words shown, or `{say:, hint:, on_card:, goto:}`.",
                }),
            ),
            ("skip", skip),
            ("unit", text_of("What a number counts: `miles`.")),
            ("min", number("The smallest number; of a time, such as `10:00`.")),
            ("max", number("The largest number; of a time, such as `8:00:00`.")),
            (
                "step",
                number(
                    "From one number to the next; 1 unless given. Of a time, one second unless given, such as `0:05`.",
                ),
            ),
            (
                "next",
                list(next, "The first rule that fits decides what comes next. The last is best one without `when`."),
            ),
        ],
        &["ask"],
    )
}

fn value() -> Value {
    let points = json!({"type": "object", "additionalProperties": number("Points: `2`, `-1`, `1.5`.")});
    let points = json!({
        "type": "object", "additionalProperties": points,
        "description": "By question and answer: how many points that answer gives. Questions that are not asked give none.",
    });
    map(
        vec![
            ("points", points),
            (
                "is",
                text_of(
                    "A formula over questions that are answered by a number or a time, and values above: `time / distance`, `round(pace + 1:00, 0:05)`. `+ - * /`, `min`, `max`, `round`, `floor`, `ceil`.",
                ),
            ),
            ("unit", text_of("Of a formula: what it gives, as it stands behind the number: `minutes per mile`.")),
            (
                "show",
                number(
                    "Of a formula: `m:ss` for a time, `0:05` for one in steps of five seconds, or a number to whose multiples it is rounded: `1`, `0.1`. What is shown is what is compared.",
                ),
            ),
            ("say", text_of("What it is called where a page speaks of it: `your risk`.")),
        ],
        &[],
    )
}

fn outcome() -> Value {
    let also = map(
        vec![
            ("when", json!({"$ref": "#/$defs/when"})),
            ("say", text_of("Markdown that is added below the body where the answers fit.")),
        ],
        &["say"],
    );
    map(
        vec![
            ("title", text_of("The heading.")),
            ("level", text_of("How soon help is needed: one of `levels`.")),
            ("body", text_of("Markdown: what to do.")),
            ("read", texts("Articles to read, by name as in `[[links]]`.")),
            ("also", list(also, "Pieces that are added where the answers fit.")),
        ],
        &["title", "level"],
    )
}

fn test() -> Value {
    let answers = json!({
        "type": "object", "additionalProperties": texts("An option's id, a list of ids, or a number."),
        "description": "By question.",
    });
    map(
        vec![
            ("name", text_of("What it is about.")),
            ("answers", answers),
            ("reaches", target("The outcome that these answers must reach.")),
            (
                "values",
                json!({
                    "type": "object", "additionalProperties": anything("A number, or a comparison such as `\">= 4\"`."),
                    "description": "What the tree's values must come to with these answers, by id.",
                }),
            ),
        ],
        &["answers", "reaches"],
    )
}

fn rule() -> Value {
    let ends = || json!({"$ref": "#/$defs/ends"});
    let when = || json!({"$ref": "#/$defs/when"});
    map(
        vec![
            ("name", text_of("What it is about. It is shown when a path breaks it.")),
            ("paths_to", described(ends(), "Every path that ends here …")),
            ("must_ask", texts("… must have asked these questions.")),
            ("must_answer", described(when(), "… must have answered this.")),
            ("within", whole_number("… may take so many answers at most.")),
            (
                "milder_never",
                json!({
                    "anyOf": [{"type": ["boolean", "string", "null"]}, {"type": "array", "items": {"type": "string"}}],
                    "description": "Of two ways to answer that differ in one answer, the worse never ends milder: `true`, or the questions that are meant.",
                }),
            ),
            (
                "order",
                json!({
                    "type": "object", "additionalProperties": texts("Options, from the mildest to the worst."),
                    "description": "Of questions whose options do not stand from the mildest to the worst: the order that is meant.",
                }),
            ),
            ("paths_with", described(when(), "Every path with these answers …")),
            ("must_reach", described(ends(), "… must end here.")),
            ("must_not_reach", described(ends(), "… must not end here.")),
        ],
        &[],
    )
}

/// A condition: a map of questions and answers, or a list of such maps.
fn when() -> Value {
    let word = json!({"type": ["string", "number", "boolean"]});
    let not = map(vec![("not", anything_but())], &["not"]);
    let fits = || anything("A number, a comparison such as `\">= 2\"`, a list of them, or `{not: …}`.");
    let count = map(
        vec![("count", fits()), ("of", texts("Only these options are counted; without it, all but `none`."))],
        &["count"],
    );
    let all = map(vec![("all", texts("All of these options are ticked."))], &["all"]);
    let one = json!({"anyOf": [word, {"type": "array"}, not, count, all]});
    let entries = json!({
        "type": "object", "additionalProperties": one,
        "description": "By question: an option's id, a list of them, `{not: …}`; of numbers and values `\"< 6\"`, `\">= 6\"`, `\"6..15\"`; of tick boxes `{count: \">= 2\"}`, `{count: \">= 2\", of: […]}`, `{all: […]}`. `{any: [{q1: yes}, {q2: yes}], count: \">= 2\"}` counts over questions. All must hold.",
    });
    json!({"anyOf": [entries, {"type": "array", "items": entries, "description": "One of these must hold."}]})
}

fn anything_but() -> Value {
    json!({"description": "Answers that must not have been given."})
}

/// A choice of outcomes.
fn ends() -> Value {
    map(
        vec![
            ("outcome", texts("This outcome, or these.")),
            ("level", text_of("Outcomes of this level.")),
            ("level_below", text_of("Outcomes milder than this level.")),
            ("level_at_least", text_of("Outcomes of this level or a graver one.")),
        ],
        &[],
    )
}
