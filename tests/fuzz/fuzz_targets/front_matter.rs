//! libFuzzer on the property `front_matter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fingerpost_properties::property("front_matter")(data));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fingerpost_properties::mutate_in_place("front_matter", data, size, most, seed)
});
