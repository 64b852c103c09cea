//! How long the link stage takes for a page of a site of 1,000 pages and of one of 10,000: `cargo bench --bench links`. Ten times
//! the pages should take at most twelve times as long.
//!
//! Ten sites of 1,000 pages are linked in turn: one alone, linked again and again, would stay in the processor's cache, and a
//! real site is not there when it is linked.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, reason = "a bench measures and prints")]

use fingerpost::link::{self, Memory};
use fingerpost::parse::settings::{Settings, settings};
use fingerpost::parse::{self, Doc};
use fingerpost::source::Source;
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

const RUNS: usize = 5;

fn main() {
    for vault in [false, true] {
        let sites: Vec<Vec<Arc<Doc>>> = (0..10).map(|_| docs(1_000)).collect();
        let few = measured(&sites, vault);
        let many = measured(&[docs(10_000)], vault);
        println!(
            "{}: ten sites of 1,000 pages {} ms, one of 10,000 pages {} ms: ten times the pages, {:.1} times as long",
            if vault { "names as in a vault" } else { "names" },
            few.as_millis(),
            many.as_millis(),
            10.0 * many.as_secs_f64() / few.as_secs_f64()
        );
    }
}

/// How long these sites take, one after the other: the shortest of some runs.
fn measured(sites: &[Vec<Arc<Doc>>], vault: bool) -> Duration {
    let source = Source::new("site.yaml".into(), format!("title: T\nvault: {vault}\n"));
    let settings: Settings = settings(Some(&source), &mut Vec::new());
    let run = |docs: &Vec<Arc<Doc>>| {
        let (docs, pages) = (docs.clone(), docs.len());
        let began = Instant::now();
        let site = link::link(
            docs,
            Vec::new(),
            settings.clone(),
            Vec::new(),
            Arc::default(),
            Vec::new(),
            &mut Memory::default(),
        );
        let took = began.elapsed();
        assert!(site.pages.len() > pages);
        took
    };
    (0..RUNS).map(|_| sites.iter().map(run).sum()).min().expect("there are runs")
}

/// Pages of fifty a folder, each with eight links by name, two of them to headings, and one page put into it.
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
        text.push_str("\n\n## Part two\n\nWords.\n");
        Arc::new(parse::article(&Arc::new(Source::new(format!("content/s{}/p{number}.md", number / 50).into(), text))))
    };
    (0..pages).map(page).collect()
}
