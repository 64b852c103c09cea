//! Properties of any input, over seeded mutations: the same ones that `tests/fuzz` gives to libFuzzer.
//!
//! `FUZZ_SEED=…` mutates otherwise, `FUZZ_RUNS=…` more often; a failure says the seed that shows it again.
#[path = "../../fuzz/src/lib.rs"]
#[allow(dead_code, clippy::module_inception, reason = "a part is for libFuzzer")]
mod properties;

use properties::{Random, mutate, property, seeds};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Without other orders, every run of the tests tries the same.
const SEED: u64 = 18;

fn number(variable: &str, or: u64) -> u64 {
    std::env::var(variable).ok().map_or(or, |text| text.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

/// Each seed, then mutations of seeds and of what came of them.
fn hold(name: &str, runs: u64) {
    let (property, seeds, seed) = (property(name), seeds(name), number("FUZZ_SEED", SEED));
    let check = |input: &[u8]| {
        if catch_unwind(AssertUnwindSafe(|| property(input))).is_err() {
            panic!("`{name}` does not hold (FUZZ_SEED={seed}) of {:?}", String::from_utf8_lossy(input));
        }
    };
    check(b"");
    seeds.iter().for_each(|seed| check(seed));
    let mut random = Random::new(seed);
    let mut input = Vec::new();
    for _ in 0..number("FUZZ_RUNS", runs) {
        if random.below(4) == 0 || input.len() > 2000 {
            input = seeds[random.below(seeds.len())].to_vec();
        }
        input = mutate(&input, &seeds, &mut random);
        check(&input);
    }
}

macro_rules! properties {
    ($($name:ident: $runs:literal,)+) => {
        $(#[test]
        fn $name() {
            hold(stringify!($name), $runs);
        })+

        #[test]
        fn every_property_is_tried() {
            assert_eq!(properties::ALL.map(|(name, _)| name), [$(stringify!($name)),+]);
        }
    };
}

properties! {
    markdown: 300,
    inline_html: 300,
    front_matter: 300,
    tree_yaml: 300,
    drawing: 300,
    picture_head: 3000,
    picture_whole: 100,
    preview_paths: 1000,
    search_query: 1000,
    glossary_match: 300,
    tiny_site: 200,
}
