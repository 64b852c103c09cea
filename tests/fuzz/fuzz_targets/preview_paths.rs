//! libFuzzer on the property `preview_paths`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fingerpost_properties::property("preview_paths")(data));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fingerpost_properties::mutate_in_place("preview_paths", data, size, most, seed)
});
