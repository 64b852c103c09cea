//! What an author is told: one small site a file of `ui/`, and beside it all that `check` says, word for word.
//!
//! A case is named after the code that it shows, so that no code is without one. After a change that is meant, look at
//! what changed with `INSTA_UPDATE=always cargo test --test ui` and `git diff tests/ui`.

use std::fs;
use std::path::Path;

#[test]
fn every_case_says_what_its_snapshot_says() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../ui/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("../../ui", "*.txt", |path| {
            let text = fs::read_to_string(path).expect("the case can be read");
            let site = crate::common::site(&text);
            let run = if text.contains(" (locked)\n") { crate::common::run_unprivileged } else { crate::common::run };
            let said = run(site.path(), &["check"]);
            let code = code_of(path);
            assert!(said.stdout.contains(&format!("[{code}]")), "{path:?} does not show `{code}`:\n{}", said.stdout);
            insta::assert_snapshot!("check", format!("{}{}exit code {}", said.stdout, said.stderr, said.code));
        });
    });
}

/// The code that a case is named after: the longest that its name begins with.
fn code_of(case: &Path) -> &'static str {
    let name = case.file_stem().and_then(|stem| stem.to_str()).expect("a case has a name");
    let codes = fingerpost::problem::Code::ALL.iter().map(|code| code.id());
    let fits = codes.filter(|id| name.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')));
    fits.max_by_key(|id| id.len()).unwrap_or_else(|| panic!("{case:?} is named after no code"))
}

/// Whoever has never seen a terminal is told what to type.
#[test]
fn every_message_says_what_to_do() {
    let folder = crate::common::repository().join("tests/ui");
    for case in fs::read_dir(folder).expect("there are cases") {
        let case = case.expect("the folder can be read").path();
        if case.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let site = crate::common::site(&fs::read_to_string(&case).expect("the case can be read"));
        let said = crate::common::run(site.path(), &["check", "--format", "json"]);
        let said: serde_json::Value = serde_json::from_str(&said.stdout).expect("it is JSON");
        for problem in said["problems"].as_array().expect("there is a list") {
            assert!(problem["help"].as_str().is_some_and(|help| !help.is_empty()), "{case:?}: {problem}");
            let message = problem["message"].as_str().unwrap_or_default();
            let begins = message.chars().next().is_some_and(|c| !c.is_lowercase());
            assert!(begins && !message.ends_with('.'), "{case:?}: {message}");
        }
    }
}

#[test]
fn no_snapshot_is_left_of_a_case_that_is_gone() {
    let folder = crate::common::repository().join("tests/ui");
    for snapshot in fs::read_dir(folder.join("snapshots")).expect("there are snapshots") {
        let name = snapshot.expect("the folder can be read").file_name().into_string().expect("the name is UTF-8");
        let case = name.strip_prefix("check@").and_then(|rest| rest.strip_suffix(".snap")).unwrap_or(&name);
        assert!(folder.join(case).exists(), "{name} belongs to no case");
    }
}

/// Whoever has checked a site knows what publishing it will say, drafts included.
#[test]
fn what_check_says_build_says() {
    let folder = crate::common::repository().join("tests/ui");
    let cases = fs::read_dir(folder).expect("there are cases").map(|case| case.expect("it can be read").path());
    let cases: Vec<_> = cases.filter(|case| case.extension().is_some_and(|extension| extension == "txt")).collect();
    let compare = |case: &Path| {
        let text = fs::read_to_string(case).expect("the case can be read");
        let run = if text.contains(" (locked)\n") {
            crate::common::run_unprivileged
        } else {
            crate::common::run_with_own_templates
        };
        let drafts: &[&[&str]] = if text.contains("draft") { &[&[], &["--drafts"]] } else { &[&[]] };
        for more in drafts {
            let site = crate::common::site(&text);
            let said = ["check", "build"].map(|command| run(site.path(), &[&[command], *more].concat()));
            // An output folder beside files that nobody may read is not what is asked here.
            assert!(said[1].code < 2 || text.contains(" (locked)\n"), "{case:?}: {}", said[1].stderr);
            if said[1].code < 2 {
                let [checked, built] = said.each_ref().map(|said| said.stdout.split("\n\n").collect::<Vec<_>>());
                // Whether a photo can be made anew is seen only when it is made, and no check makes one.
                let [known, seen] = said.each_ref().map(|said| said.stdout.contains("[broken-picture]"));
                if known == seen {
                    assert_eq!(checked, built, "{case:?} {more:?}");
                }
                assert!(checked.iter().all(|told| built.contains(told)), "{case:?} {more:?}: {checked:?}");
                assert_eq!(said[0].code, said[1].code, "{case:?} {more:?}");
            }
        }
    };
    std::thread::scope(|scope| {
        for cases in cases.chunks(cases.len().div_ceil(4)) {
            scope.spawn(move || cases.iter().for_each(|case| compare(case)));
        }
    });
}
