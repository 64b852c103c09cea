//! Articles: Markdown in each dialect, links, embedded parts, pictures, drawings, and the search over them.

mod blocks;
mod data;
mod drawings;
mod embeds;
mod feedback;
mod folders;
mod formats;
mod generators;
mod knowledge;
mod link_work;
mod lost;
mod nesting;
mod pictures;
mod search;
mod signs;
mod vault;
mod yaml_slips;
