//! What content, a repository or a slip may never do.

mod days;
mod downloads;
mod hostile;
mod hostile_repository;
mod left_out;
mod private;
mod properties;
mod unseen;
