//! libFuzzer on the property `drawing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fingerpost_properties::property("drawing")(data));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fingerpost_properties::mutate_in_place("drawing", data, size, most, seed)
});
