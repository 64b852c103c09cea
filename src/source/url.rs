//! Addresses as XML, HTTP and JSON may hold them: UTF-8, by `%`.
//!
//! Takes: an address or a path as text: `/läuft gut/`. Gives: `/l%C3%A4uft%20gut/`, and back.
//! Never: knows where an address leads, or puts two together.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// What stands in a path as it is: what RFC 3986 calls unreserved, and the slash.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// Every byte that is not plain, by its number.
pub fn encoded(address: &str) -> String {
    utf8_percent_encode(address, PLAIN).to_string()
}

/// Undoes it. `None` for what is no UTF-8 then.
pub fn decoded(address: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(address).decode_utf8().ok()
}

/// Undoes it, whatever the bytes are.
pub fn decoded_bytes(address: &str) -> Vec<u8> {
    percent_decode_str(address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encoded_and_decoded() {
        assert_eq!(encoded("/läuft gut/a-b_c.d~e#f?g"), "/l%C3%A4uft%20gut/a-b_c.d~e%23f%3Fg");
        assert_eq!(decoded("/l%C3%A4uft%20gut/").as_deref(), Some("/läuft gut/"));
        assert_eq!(decoded("%ff"), None);
        // A sign is no figure.
        assert_eq!(decoded("100%+f%").as_deref(), Some("100%+f%"));
        assert_eq!(decoded_bytes("%00%ff"), [0, 255]);
    }
}
