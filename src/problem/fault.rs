//! A mistake of the program's own → a problem of the file that it was working on.
//!
//! Takes: a piece of work. Gives: what it comes to, or the panic as a [`Problem`]. Never: hides one; a site is not published with
//! it. What the panic says is told in one line and cut short, because it may hold as much of the content as it likes.

use super::{Code, Problem};
use crate::source::SitePath;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

/// So many characters of a panic's words are told.
const MOST: usize = 160;

/// Does the work for a file; where it panics, that is the file's problem.
///
/// What the work had borrowed is left as it was then. All that outlives a run is keyed by content, so half of it does no harm.
pub fn caught<T>(path: &SitePath, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| internal_fault(path, words(&*panic)))
}

/// Keeps panics from being printed where they happen: what is caught is told as a problem, and the rest where it ends the program.
pub fn quiet() {
    set_hook(Box::new(|_| {}));
}

/// What a panic says, in one line.
pub fn words(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let line = said.unwrap_or("nothing").chars().map(|c| if c.is_control() { ' ' } else { c });
    line.take(MOST).collect()
}

fn internal_fault(path: &SitePath, words: String) -> Problem {
    let message = "Fingerpost itself has failed at this file: the mistake is the program's, not yours";
    let help = "Please report it, with this file and these words:";
    Problem::of_file(Code::InternalFault, path, message).help(format!("{help} {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_problem_of_its_file() {
        let path = SitePath::from("content/a.md");
        assert_eq!(caught(&path, || 3), Ok(3));
        let bytes: [u8; 0] = [];
        let problem = caught(&path, || *bytes.first().expect("a\nbyte")).unwrap_err();
        assert_eq!((problem.code, &problem.path), (Code::InternalFault, &path));
        assert!(problem.help.is_some_and(|help| help.ends_with(": a byte")));
        let long = caught(&path, || panic!("{}", "é".repeat(10_000))).unwrap_err();
        assert!(long.help.is_some_and(|help| help.chars().count() < 300));
    }
}
