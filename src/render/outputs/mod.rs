//! What a site publishes besides pages: for readers of feeds, search engines, hosts, the search, and those without a network.
//!
//! Takes: the site; of what is kept and weighed, the files as rendered. Gives: the bytes of such a file, or its address.
//! Never: asks a template.

pub(super) mod feed;
pub(super) mod headers;
pub(super) mod hosts;
pub(super) mod offline;
pub(super) mod path;
pub(super) mod routes;
pub(super) mod search;
pub(super) mod sitemap;
pub(super) mod weight;
