//! The site as a whole: its settings, its theme's, what its search must find, and that there is a page.
//!
//! Takes: the site and its settings. Gives: problems at the settings' own lines.
//! Never: looks into a page's text.

pub(super) mod nothing;
pub(super) mod passed;
pub(super) mod search;
pub(super) mod settings;
pub(super) mod unrendered;
