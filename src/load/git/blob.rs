//! The name that git has for a text: the hash of its bytes, behind a head that says how many they are.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Whether a text is what git keeps under this name, its line ends as they are or as git keeps those of Windows.
///
/// Worked out here: to compare the files on the disk, git would first send them through the filters that they name themselves.
pub fn is_blob(text: &str, id: &str) -> bool {
    blob_names(text, id.len()).contains(&id.to_owned())
}

/// The names under which git keeps a text, in so many digits: as it is, and with the line ends that git keeps.
pub fn blob_names(text: &str, digits: usize) -> Vec<String> {
    let mut names = vec![name(text, digits)];
    if text.contains("\r\n") {
        names.push(name(&text.replace("\r\n", "\n"), digits));
    }
    names
}

/// In hexadecimal digits; 40 of SHA-1, or 64 of SHA-256.
fn name(text: &str, digits: usize) -> String {
    let head = format!("blob {}\0", text.len());
    let hash = match digits {
        64 => Sha256::new().chain_update(head).chain_update(text).finalize().to_vec(),
        _ => Sha1::new().chain_update(head).chain_update(text).finalize().to_vec(),
    };
    hash.iter().fold(String::with_capacity(digits), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_name_that_git_gives_it() {
        assert_eq!(name("", 40), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(name("", 64), "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
        let kept = name("one\ntwo\n", 40);
        assert!(is_blob("one\r\ntwo\r\n", &kept) && is_blob("one\ntwo\n", &kept) && !is_blob("one\ntwo", &kept));
    }
}
