//! From a site to its published bytes: the pipeline, what is written, and that a warm run equals a cold one.

mod anchors;
mod book;
mod copies;
mod crawl;
mod disk;
mod edit_script;
mod golden;
mod hosts;
mod large;
mod machine;
mod offline;
mod pipeline;
#[cfg(unix)]
mod planted;
#[cfg(unix)]
mod publish;
mod renaming;
mod statics;
mod themes;
mod views;
