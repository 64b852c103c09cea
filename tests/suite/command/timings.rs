//! `--timings`: which stages a run has, and that it changes nothing else. How long they take is no test's business.

use crate::common::{run, site};

const SITE: &str = "
--- content/index.md
# Home

Text.
";

#[test]
fn a_run_tells_its_stages_in_their_order() {
    let site = site(SITE);
    let stages = |arguments: &[&str]| -> Vec<String> {
        let said = run(site.path(), arguments);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let rows = said.stderr.lines().filter(|line| line.contains(" s of processors"));
        rows.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
    };
    let build = ["load", "parse", "link", "check", "render", "search", "publish", "all"];
    assert_eq!(stages(&["build", "--timings"]), build);
    assert_eq!(stages(&["check", "--timings"]), ["load", "parse", "link", "check", "all"]);
    assert_eq!(stages(&["build"]), [""; 0]);
}

/// Where nobody watches, no line moves: a log holds what was said, and no more.
#[test]
fn no_line_moves_where_nobody_watches() {
    let site = site(SITE);
    assert!(!run(site.path(), &["build"]).stderr.contains(['\r', '\u{1b}']));
}
