//! `.htaccess`, as Apache reads it from the site's folder where `AllowOverride FileInfo` lets it.
//!
//! Redirects are `RedirectMatch`: `Redirect` would take every address that begins alike, and `mod_rewrite` needs a right more.
//! Of an old address each byte that is no letter or figure stands in the pattern by its number. The new one is text, which Apache
//! encodes itself; one that holds a sign that means something there is left to its page.

use super::{ABOUT, DRAWING_POLICY, Redirect, YEAR};
use std::fmt::Write;

/// A line is read up to so many bytes.
const LONGEST: usize = 8_000;

/// The file of a site that lies in the folder `base` on its host.
pub(super) fn htaccess(base: &str, redirects: &[Redirect], lasting: &[&str]) -> String {
    let mut out = String::from(ABOUT);
    if let Some(base) = plain(base) {
        let _ = writeln!(out, "ErrorDocument 404 \"{base}/404.html\"");
    }
    out.push_str("<IfModule mod_headers.c>\nHeader always set X-Content-Type-Options nosniff\n");
    let _ = writeln!(
        out,
        "<FilesMatch \"\\.[sS][vV][gG]$\">\nHeader set Content-Security-Policy \"{DRAWING_POLICY}\"\n</FilesMatch>"
    );
    for address in lasting {
        let name = pattern(address.rsplit('/').next().unwrap_or(address));
        let _ = writeln!(out, "<FilesMatch \"^{name}$\">\nHeader set Cache-Control \"{YEAR}\"\n</FilesMatch>");
    }
    out.push_str("</IfModule>\n<IfModule mod_alias.c>\n");
    for redirect in redirects {
        let Some(to) = plain(&redirect.to) else { continue };
        let from = match redirect.without_slash() {
            Some(from) => format!("{}/?", pattern(from)),
            None => pattern(&redirect.from),
        };
        let line = format!("RedirectMatch 301 \"^{from}$\" \"{to}\"\n");
        if line.len() <= LONGEST {
            out.push_str(&line);
        }
    }
    out.push_str("</IfModule>\n");
    out
}

/// A pattern that only this text fits.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

/// A text that means itself between quotes, in an address and where a match is put in.
fn plain(text: &str) -> Option<&str> {
    let means = |c: char| c.is_control() || matches!(c, '"' | '\\' | '$' | '&' | '%' | '?' | '#' | '<' | '>');
    (!text.contains(means)).then_some(text)
}
