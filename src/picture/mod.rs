//! Pictures: what a file's head tells, in which sizes it is published, and the making of these.
//!
//! Takes: a picture's bytes. Gives: [`ImageInfo`], [`Rendition`]s, and the bytes of each.
//! Never: knows of pages or of a disk. What goes out has been made anew, from points alone, or of what moves by the parts that
//! draw: whatever else a camera wrote into the file, such as where somebody lives, stays behind.

mod bare;
pub mod card;
mod head;
mod kind;
mod make;
mod places;
mod points;
mod rendition;
mod scale;
mod web;
mod work;

pub use bare::bare;
pub use head::{Extent, ImageHeader, ImageInfo, seen};
pub use kind::{Kind, is_picture};
pub use make::{VERSION, made};
pub use places::film_says_where;
pub use rendition::{Format, MOST_POINTS, Rendition, is_of_form, renditions};
