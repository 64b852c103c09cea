//! How long the link stage takes for 1,000 pages and for 10,000: `cargo bench --bench links`. Ten times the pages should take at
//! most twelve times as long.
//!
//! That is asked of pages that lie in memory, both the few and the many. As in a build, they were just parsed and are linked
//! once, and a smaller site still lies in the processor's cache for a part, where a larger one does not: how much that helps the
//! smaller one depends on the machine, and is told apart.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, reason = "a bench measures and prints")]

use fingerpost::config::settings::{Settings, settings};
use fingerpost::link::{self, Memory};
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
    let kinds = [
        (Cache::Emptied, false, "names, from memory"),
        (Cache::Emptied, true, "names as in a vault, from memory"),
        (Cache::AsParsed, false, "names, just parsed"),
        (Cache::AsParsed, true, "names as in a vault, just parsed"),
    ];
    for (cache, vault, what) in kinds {
        let mut times: Vec<[Duration; 2]> =
            (0..RUNS).map(|_| [1_000, 10_000].map(|pages| linked(pages, vault, cache))).collect();
        let [few, many] = [0, 1].map(|size| {
            times.sort_by_key(|times| times[size]);
            times[RUNS / 2][size]
        });
        println!(
            "{what}: 1,000 pages {:.1} ms, 10,000 pages {:.1} ms, {:.1} times as long (medians of {RUNS})",
            few.as_secs_f64() * 1e3,
            many.as_secs_f64() * 1e3,
            many.as_secs_f64() / few.as_secs_f64()
        );
    }
}

/// What the processor still holds of the pages when linking begins.
#[derive(Clone, Copy)]
enum Cache {
    Emptied,
    AsParsed,
}

/// More than any cache holds.
const ALL_CACHES: usize = 256 << 20;

/// How long it takes to link so many pages that have just been parsed.
fn linked(pages: usize, vault: bool, cache: Cache) -> Duration {
    let docs = docs(pages);
    let source = Source::new("site.yaml".into(), format!("title: T\nvault: {vault}\n"));
    let settings: Settings = settings(Some(&source), None, &mut Vec::new());
    if let Cache::Emptied = cache {
        let mut other = vec![0_u8; ALL_CACHES];
        other.iter_mut().step_by(64).for_each(|byte| *byte = 1);
        std::hint::black_box(other);
    }
    let began = Instant::now();
    let site = link::link(link::Inputs { docs, ..link::Inputs::default() }, settings, &mut Memory::default());
    let took = began.elapsed();
    assert!(site.pages.len() > pages);
    took
}

/// Pages of fifty a folder and some five kilobytes, each with eight links by name, two of them to headings; one in seven is put
/// into the page behind it. They come in the order of their paths, as files are read.
fn docs(pages: usize) -> Vec<Arc<Doc>> {
    let page = |number: usize| {
        let mut text = format!("---\ntitle: Page number {number}\naliases: [Alias {number}]\n---\n\n");
        for link in 0..8 {
            let to = (number * 7919 + link * 104_729 + 1) % pages;
            let _ = match link {
                0 | 1 => write!(text, "Words [[p{to:06}#Part two]] words.\n\n## Part {link}\n\n"),
                2 => write!(text, "[[Page number {to}|there]] and "),
                3 => write!(text, "[[alias {to}]] and "),
                _ => write!(text, "[[p{to:06}]] and "),
            };
        }
        // A page is put only into those behind it, so that there is no circle.
        if number % 7 == 1 {
            let _ = write!(text, "\n\n![[p{:06}#Part 1]]\n", number - 1);
        }
        text.push_str("\n\n## Part two\n\n");
        for word in 0..WORDS {
            let end = if word % 60 == 59 { ".\n\n" } else { " " };
            let _ = write!(text, "word{}{end}", (number * 31 + word * word * 17) % 120);
        }
        Arc::new(parse::article(&Arc::new(Source::new(
            format!("content/s{:04}/p{number:06}.md", number / 50).into(),
            text,
        ))))
    };
    (0..pages).into_par_iter().map(page).collect()
}
