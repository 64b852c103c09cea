//! What machines read of a check: JSON, SARIF, GitHub's annotations; and what shells complete.
use fingerpost::problem::Code;
use serde_json::Value as Json;
use std::fs;
use std::process::Command;

const SITE: &str = "Two mistakes, one behind letters of several bytes, one in two lines.\n--- content/index.md\n# Home\n\n\
    Größe [calf](calv.md).\n\n![](dot.svg)\n--- content/calf.md\n# Calf\n--- content/dot.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n";

fn json(folder: &std::path::Path, format: &str) -> Json {
    let said = crate::common::run(folder, &["check", "--format", format]);
    assert_eq!(said.code, 1, "{said:?}");
    serde_json::from_str(&said.stdout).expect("it is JSON")
}

/// All formats tell the same problems at the same places.
#[test]
fn the_formats_agree() {
    let folder = crate::common::site(SITE);
    let whole = json(folder.path(), "json");
    let problems = whole["problems"].as_array().unwrap();
    assert!(problems.len() >= 2, "{whole}");
    let short = crate::common::run(folder.path(), &["check", "--format", "short"]).stdout;
    let lines: Vec<String> = problems
        .iter()
        .map(|p| {
            let word = |key: &str| p[key].as_str().unwrap().to_owned();
            let (line, column) = (&p["start"]["line"], &p["start"]["column"]);
            format!("{}:{line}:{column}: {}[{}]: {}", word("path"), word("severity"), word("code"), word("message"))
        })
        .collect();
    assert_eq!(short.lines().collect::<Vec<_>>(), lines);

    let sarif = json(folder.path(), "sarif");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["name"], "fingerpost");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), problems.len());
    for (result, problem) in results.iter().zip(problems) {
        assert_eq!(result["ruleId"], problem["code"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], problem["code"]);
        assert_eq!(result["level"], problem["severity"]);
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], problem["path"]);
        for (ours, theirs) in [("start", ["startLine", "startColumn"]), ("end", ["endLine", "endColumn"])] {
            assert_eq!(place["region"][theirs[0]], problem[ours]["line"]);
            assert_eq!(place["region"][theirs[1]], problem[ours]["column"]);
        }
    }
}

#[test]
fn github_gets_annotations_and_a_summary() {
    let folder = crate::common::site(SITE);
    let summary = folder.path().join("summary");
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    command.current_dir(folder.path()).args(["check", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", &summary).env_remove("GITHUB_BASE_REF");
    let said = crate::common::said(command);
    assert_eq!(said.code, 1, "{said:?}");
    let first = said.stdout.lines().next().unwrap();
    assert!(first.starts_with("::error file=content/index.md,line=3,endLine=3,col=14,endColumn=21,"), "{first}");
    let list = fs::read_to_string(summary).unwrap();
    assert!(list.contains("| content/index.md:3:14 | error `broken-link` |"), "{list}");
}

#[test]
fn each_shell_gets_its_completions() {
    let folder = crate::common::folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = crate::common::run(folder.path(), &["completions", shell]);
        assert!(said.code == 0 && said.stdout.contains("fingerpost"), "{shell}: {said:?}");
    }
}

/// One text feeds the terminal, the site's own pages, and what links to them.
#[test]
fn every_check_has_a_page_on_the_site() {
    let text = "--- site.yaml\ntitle: A site\nbase_url: https://club.example/help\ncheck_pages: about/Our checks\nrepository: https://github.com/a/b\nreview_after: 12\n\
                --- content/index.md\n# Home\n\n[x](no.md)\n--- content/about/Our checks/missing-alt.md\n# Our own words on this\n";
    let folder = crate::common::site(text);
    let sarif = crate::common::run(folder.path(), &["check", "--format", "sarif"]);
    let log: Json = serde_json::from_str(&sarif.stdout).unwrap();
    crate::common::write(folder.path(), "content/index.md", "# Home\n\n[Ours](<about/Our checks/missing-alt.md>)\n");
    let said = crate::common::run(folder.path(), &["build", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
    let page = |name: &str| {
        fs::read_to_string(folder.path().join(format!("public/about/our-checks/{name}/index.html"))).unwrap()
    };
    let feed = fs::read_to_string(folder.path().join("public/feed.xml")).unwrap();
    for (code, rule) in Code::ALL.iter().zip(log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap()) {
        let own = code.id() == "missing-alt";
        assert!(page(code.id()).contains(if own { "Our own words" } else { "<code" }), "{}", code.id());
        assert_eq!(page(code.id()).contains("https://github.com/a/b/edit/"), own, "{} can be changed", code.id());
        // They are for authors: no clinician reads them, and no reader is led to them.
        assert!(own || !page(code.id()).contains("Not yet reviewed"), "{}", code.id());
        assert!(own || !page("../../everything").contains(&format!("/{}/", code.id())), "{}", code.id());
        assert_eq!(feed.contains(code.id()), own, "{}", code.id());
        assert_eq!(rule["helpUri"], format!("https://club.example/help/about/our-checks/{}/", code.id()));
    }
}
