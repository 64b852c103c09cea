//! A part of nginx's configuration: `include` it in the `server` block whose `root` is above the site.
//!
//! Each redirect is a `location =` of its own: these are found as fast as in a `map`, which would need a second file, outside the
//! block, and an entry of which that is longer than a setting of the server's keeps it from starting.
//! An address stands between quotes. The new one is encoded, so that no `$` in it is a variable.

use super::{ABOUT, DRAWING_POLICY, Redirect, YEAR};
use std::collections::HashSet;
use std::fmt::Write;

/// No word of the configuration may be longer, in bytes.
const LONGEST: usize = 4_000;

/// The part for a site that lies in the folder `base` on its host.
pub(super) fn part(base: &str, redirects: &[Redirect], lasting: &[&str]) -> String {
    let lost = quoted(&format!("{base}/404.html"));
    let sniff = "add_header X-Content-Type-Options nosniff always;";
    let mut out = format!("{ABOUT}{sniff}\nerror_page 404 {lost};\n");
    // Where a block has a header of its own, those around it do not hold.
    let _ = writeln!(
        out,
        "location ~* \"\\.svg$\" {{ {sniff} add_header Content-Security-Policy \"{DRAWING_POLICY}\" always; }}"
    );
    // Two blocks for one address would keep the server from starting.
    let mut there = HashSet::new();
    let mut block = |address: &str, inside: &str| {
        let at = quoted(address);
        if at.len() + inside.len() <= LONGEST && there.insert(address.to_owned()) {
            let _ = writeln!(out, "location = {at} {{ {inside} }}");
        }
    };
    block(&format!("{base}/404.html"), "internal;");
    block(&format!("{base}/nginx.conf"), "return 404;");
    for address in lasting.iter().filter(|address| !address.ends_with(".svg")) {
        block(&format!("{base}{address}"), &format!("{sniff} add_header Cache-Control \"{YEAR}\";"));
    }
    for redirect in redirects {
        // Behind another server the port of this one is nobody's business.
        let leads = format!("absolute_redirect off; return 301 {};", quoted(&redirect.target()));
        block(&redirect.from, &leads);
        if let Some(from) = redirect.without_slash() {
            block(from, &leads);
        }
    }
    out
}

/// A text between quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}
