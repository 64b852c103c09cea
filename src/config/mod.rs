//! What the owner of a site writes beside its pages: `site.yaml`, a theme's `theme.yaml`, `references.yaml`, `addresses.lock`.
//!
//! Takes: a file's text. Gives: what it says, as values, and a problem for each word that means nothing. What is left out holds
//! its default.
//! Never: reads Markdown, and so not `glossary.yaml`, whose meanings are; asks whether a page is there; or looks at two files.

pub mod lock;
pub mod references;
pub mod settings;
pub mod theme;
