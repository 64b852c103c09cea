//! `_headers`: what Netlify, Cloudflare Pages and hosts like them send beside the files of a site.
//!
//! Takes: nothing. Gives: the text of the file, and the policy that drawings are sent with.
//! Never: the only thing that holds: a drawing is harmless by itself, and this is a second door. Pages bring their own policy.

/// What a browser lets a drawing do that is opened by itself: draw, in its own styles, with what it holds.
pub const DRAWING_POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/// The text of the file, where no host is named. On those that read it a `*` stands for folders too.
pub(in crate::render) fn headers() -> String {
    format!("/*\n  X-Content-Type-Options: nosniff\n/*.svg\n  Content-Security-Policy: {DRAWING_POLICY}\n")
}
