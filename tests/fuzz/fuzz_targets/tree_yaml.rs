//! libFuzzer on the property `tree_yaml`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fingerpost_properties::property("tree_yaml")(data));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fingerpost_properties::mutate_in_place("tree_yaml", data, size, most, seed)
});
