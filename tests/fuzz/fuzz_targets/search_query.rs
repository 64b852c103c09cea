//! libFuzzer on the property `search_query`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fingerpost_properties::property("search_query")(data));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fingerpost_properties::mutate_in_place("search_query", data, size, most, seed)
});
