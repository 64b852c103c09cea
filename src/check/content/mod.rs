//! What a page says and shows: prose, words, care cards, sources, pictures, reviews, days.
//!
//! Takes: the site. Gives: problems of pages that a reader would not understand, could not see or should not trust.
//! Never: reads Markdown: what a text holds was noted when it was parsed.

pub(super) mod care;
pub(super) mod citations;
pub(super) mod days;
pub(super) mod jargon;
pub(super) mod pictures;
pub(super) mod prose;
pub(super) mod review;
