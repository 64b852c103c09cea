//! What must hold of any input, however it was made: property-based testing and fuzzing from one list.
//!
//! Takes: bytes that nobody has looked at. Gives: nothing, or a panic that says which property does not hold.
//! Never: writes a disk, or chooses an input. `tests/suite/trust/properties.rs` runs each property over seeded mutations, `tests/fuzz` over
//! what libFuzzer finds by coverage; both mutate by the same rules, in `mutate.rs`.

mod drawing;
mod glossary;
mod mutate;
mod pages;
mod pictures;
mod preview;
mod search;
mod seeds;
mod sites;
mod texts;
mod tokens;

pub use mutate::{Random, mutate};
pub use seeds::seeds;

/// A property with its name, which is the fuzz target's and that of its seeds.
pub type Property = (&'static str, fn(&[u8]));

/// Every property.
pub const ALL: [Property; 11] = [
    ("markdown", texts::markdown),
    ("inline_html", texts::inline_html),
    ("front_matter", texts::front_matter),
    ("tree_yaml", texts::tree_yaml),
    ("drawing", drawing::drawing),
    ("picture_head", pictures::head),
    ("picture_whole", pictures::whole),
    ("preview_paths", preview::paths),
    ("search_query", search::query),
    ("glossary_match", glossary::matches),
    ("tiny_site", sites::tiny),
];

/// The property of this name.
pub fn property(name: &str) -> fn(&[u8]) {
    ALL.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("there is no property `{name}`")).1
}

/// A fuzz target's way to mutate: the bytes in the buffer's first `size` places become others, `most` of them at most.
pub fn mutate_in_place(name: &str, buffer: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut random = Random::new(u64::from(seed));
    let mut out = mutate(&buffer[..size], &seeds(name), &mut random);
    out.truncate(most);
    buffer[..out.len()].copy_from_slice(&out);
    out.len()
}
