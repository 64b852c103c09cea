//! `fingerpost search "words"`: what readers find with these words, in order.

use crate::Choices;
use crate::cli::{Calendar, Outcome, Place, report};
use crate::problem::{in_line, printed};
use crate::search::{Answer, Hit};
use clap::Args;
use std::io::BufRead;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// What a reader types; without it, each line of the standard input is a search
    words: Vec<String>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    calendar: Calendar,
    /// One line of JSON for each search, for machines
    #[arg(long)]
    json: bool,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let choices = Choices { today: arguments.calendar.today(), ..Choices::default() };
    let plan = match report::plan(&arguments.place, &choices) {
        Err(why) => return Outcome::CouldNotRun(why),
        Ok(plan) => plan,
    };
    let say = |words: &str| {
        let answer = plan.index().ask(words);
        if arguments.json { json(words, &answer) } else { lines(words, &answer) }
    };
    if arguments.words.is_empty() {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            say(&line);
        }
    } else {
        say(&arguments.words.join(" "));
    }
    Outcome::Fine
}

fn lines(words: &str, answer: &Answer) {
    for (typed, meant) in &answer.changed {
        report::say(&format!("No page has the word `{typed}`. Looked for `{meant}`."));
    }
    for (number, hit) in answer.hits.iter().enumerate() {
        report::print(&line(number + 1, hit));
    }
    if answer.hits.is_empty() {
        report::say(&format!("Nothing found for `{words}`."));
    }
}

fn line(number: usize, hit: &Hit) -> String {
    let part = |before: &str, text: &str| if text.is_empty() { String::new() } else { format!("{before}{text}") };
    let care = if hit.care.is_empty() { String::new() } else { format!(" [{}]", hit.care) };
    let (heading, within) = (part(" › ", &hit.heading), part(" ‹ ", &hit.within));
    let first = format!("{number:>2}. {}{heading}{within}{care}", hit.title);
    format!("{}\n    /{}\n    {}\n", in_line(&first), in_line(&hit.href), in_line(&hit.excerpt))
}

fn json(words: &str, answer: &Answer) {
    let hit = |hit: &Hit| {
        serde_json::json!({
            "title": hit.title, "heading": hit.heading, "within": hit.within, "care": hit.care, "href": hit.href,
            "excerpt": hit.excerpt, "score": hit.score,
        })
    };
    let hits: Vec<_> = answer.hits.iter().map(hit).collect();
    let found = serde_json::json!({ "query": words, "changed": answer.changed, "hits": hits });
    report::print_as_it_is(&printed::in_json(&format!("{found}\n")));
}
