//! How long the link stage takes for 1,000 pages and for 10,000: `cargo bench --bench links`. Ten times the pages should take at
//! most twelve times as long.
//!
//! As in a build, the pages have just been parsed, and are linked once: linked again and again, the smaller site would come
//! to lie in the processor's cache, the larger would not.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, reason = "a bench measures and prints")]

use fingerpost::link::{self, Memory};
use fingerpost::parse::settings::{Settings, settings};
use fingerpost::parse::{self, Doc};
use fingerpost::source::Source;
use rayon::prelude::*;
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

const RUNS: usize = 15;
/// So many words a page has besides.
const WORDS: usize = 600;

fn main() {
    for vault in [false, true] {
        let mut times: Vec<[Duration; 2]> =
            (0..RUNS).map(|_| [1_000, 10_000].map(|pages| linked(pages, vault))).collect();
        let [few, many] = [0, 1].map(|size| {
            times.sort_by_key(|times| times[size]);
            times[RUNS / 2][size]
        });
        println!(
            "{}: 1,000 pages {:.1} ms, 10,000 pages {:.1} ms, {:.1} times as long (medians of {RUNS})",
            if vault { "names as in a vault" } else { "names" },
            few.as_secs_f64() * 1e3,
            many.as_secs_f64() * 1e3,
            many.as_secs_f64() / few.as_secs_f64()
        );
    }
}

/// How long it takes to link so many pages that have just been parsed.
fn linked(pages: usize, vault: bool) -> Duration {
    let docs = docs(pages);
    let source = Source::new("site.yaml".into(), format!("title: T\nvault: {vault}\n"));
    let settings: Settings = settings(Some(&source), &mut Vec::new());
    let began = Instant::now();
    let site = link::link(docs, Vec::new(), settings, Vec::new(), Arc::default(), Vec::new(), &mut Memory::default());
    let took = began.elapsed();
    assert!(site.pages.len() > pages);
    took
}

/// Pages of fifty a folder and some five kilobytes, each with eight links by name, two of them to headings, and one page put into it.
fn docs(pages: usize) -> Vec<Arc<Doc>> {
    let page = |number: usize| {
        let mut text = format!("---\ntitle: Page number {number}\naliases: [Alias {number}]\n---\n\n");
        for link in 0..8 {
            let to = (number * 7919 + link * 104_729 + 1) % pages;
            let _ = match link {
                0 | 1 => write!(text, "Words [[p{to}#Part two]] words.\n\n## Part {link}\n\n"),
                2 => write!(text, "[[Page number {to}|there]] and "),
                3 => write!(text, "[[alias {to}]] and "),
                _ => write!(text, "[[p{to}]] and "),
            };
        }
        // A page is put only into those behind it, so that there is no circle.
        if number % 7 == 1 {
            let _ = write!(text, "\n\n![[p{}#Part 1]]\n", number - 1);
        }
        text.push_str("\n\n## Part two\n\n");
        for word in 0..WORDS {
            let end = if word % 60 == 59 { ".\n\n" } else { " " };
            let _ = write!(text, "word{}{end}", (number * 31 + word * word * 17) % 120);
        }
        Arc::new(parse::article(&Arc::new(Source::new(format!("content/s{}/p{number}.md", number / 50).into(), text))))
    };
    (0..pages).into_par_iter().map(page).collect()
}
