//! The key of a value: what is worked out from it is remembered under that.

use std::hash::{Hash, Hasher};
use xxhash_rust::xxh3::Xxh3;

/// The standard hashing traits give 64 bits; one value must not be taken for another, so all 128 are taken.
struct Digest(Xxh3);

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

/// xxh3-128 of a value.
pub fn digest(value: &impl Hash) -> u128 {
    let mut hasher = Digest(Xxh3::new());
    value.hash(&mut hasher);
    hasher.0.digest128()
}
