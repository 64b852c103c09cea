//! `_redirects`, as Netlify, Cloudflare Pages and GitLab Pages read it: the old address, the new one and a status, parted by spaces.
//!
//! In a rule `*` and `:name` stand for anything, and `#` begins a comment; in an address that is encoded none of these is left.

use super::Redirect;
use crate::config::settings::Host;
use crate::source::url::encoded;

/// What a host reads of the file.
struct Limits {
    /// Rules.
    rules: usize,
    /// Bytes of a rule.
    line: usize,
    /// Bytes of the whole.
    file: usize,
}

/// Room for the line above the rules.
const HEAD: usize = 128;

/// The rules that this host reads, each with the number of its old address. What is beyond a limit is left to its page.
pub(super) fn rules(redirects: &[Redirect], host: Host) -> Vec<(usize, String)> {
    let limits = match host {
        Host::Cloudflare => Limits { rules: 2_000, line: 1_000, file: usize::MAX },
        Host::Gitlab => Limits { rules: 1_000, line: usize::MAX, file: 64 << 10 },
        _ => Limits { rules: 10_000, line: usize::MAX, file: usize::MAX },
    };
    // There is a page at the old address too, before which a rule goes only where it says so.
    let status = if host == Host::Netlify { "301!" } else { "301" };
    let mut room = limits.file.saturating_sub(HEAD);
    let mut out = Vec::new();
    for redirect in redirects {
        let from = encoded(&redirect.from);
        // Whether an encoded address is decoded before it is compared is not said there.
        if host == Host::Gitlab && from != redirect.from {
            continue;
        }
        let line = format!("{from} {} {status}", redirect.target());
        if line.len() > limits.line || line.len() >= room || out.len() >= limits.rules {
            continue;
        }
        room -= line.len() + 1;
        out.push((redirect.owned, line));
    }
    out
}
