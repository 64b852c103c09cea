//! What machines read of a check: JSON, SARIF, GitHub's annotations; and the workflows and completions that call the program.
use fingerpost::problem::Code;
use fingerpost::source::{Source, Span};
use fingerpost::yaml::{self, Node, Value};
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

/// A command in a workflow that the program does not know fails here, not on somebody's pull request.
#[test]
fn the_workflows_call_commands_that_exist() {
    let mut called = 0;
    for path in workflows() {
        for script in scripts(&path) {
            called += script.lines().filter(|line| runs(line)).count();
        }
    }
    assert_eq!(called, 8, "the workflows call the program {called} times");
}

fn workflows() -> Vec<String> {
    [".github/workflows/", "src/cli/commands/new/"]
        .iter()
        .flat_map(|f| ["check", "publish"].map(|n| format!("{f}{n}.yml")))
        .collect()
}

/// What a workflow runs, in order.
fn scripts(path: &str) -> Vec<String> {
    let text = fs::read_to_string(crate::common::repository().join(path)).unwrap();
    assert!(!text.contains("secrets.") && !text.contains("pull_request_target"), "{path} needs a secret");
    let source = Source::new(path.into(), text);
    let whole = Span::new(0, source.text.len());
    let mut open = vec![yaml::read(&source, whole, &mut Vec::new()).unwrap_or_else(|problem| panic!("{problem:?}"))];
    let mut out = Vec::new();
    while let Some(Node { value, .. }) = open.pop() {
        match value {
            Value::List(items) => open.extend(items.into_iter().rev()),
            Value::Map(entries) => {
                for (key, node) in entries {
                    if let (true, Value::Scalar(script)) = (key.text == "run", &node.value) {
                        out.push(script.clone());
                    }
                    open.push(node);
                }
            }
            _ => {}
        }
    }
    out
}

/// Every step but those that build the program, as a shell runs them for a pull request that changes one page and breaks a link.
#[test]
fn the_steps_of_the_workflows_do_what_they_are_for() {
    use std::os::unix::fs::symlink;
    let folder = crate::common::site(SITE);
    let root = folder.path();
    let shell = |script: &str| {
        let mut shell = Command::new("bash");
        shell.current_dir(root).args(["-e", "-o", "pipefail", "-c", script]);
        let bin = root.join("target/release");
        shell.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
        shell.env("GITHUB_BASE_REF", "main").env("GITHUB_STEP_SUMMARY", root.join(".summary"));
        shell.env("GITHUB_SERVER_URL", "https://github.com").env("GITHUB_REPOSITORY", "some-club/help");
        shell.env("ADDRESS", "https://club.example/help").env("FINGERPOST", "some-club/fingerpost");
        crate::common::said(shell)
    };
    let git = |script: &str| assert_eq!(shell(script).code, 0, "{script}");
    crate::common::write(root, "target/.keep", "");
    fs::create_dir(root.join("target/release")).unwrap();
    symlink(env!("CARGO_BIN_EXE_fingerpost"), root.join("target/release/fingerpost")).unwrap();
    let right =
        SITE.split_once("--- content/index.md\n").unwrap().1.split("---").next().unwrap().replace("calv", "calf");
    let broken = right.replace("calf.md", "calv.md");
    crate::common::write(root, "content/index.md", right);
    crate::common::write(root, ".gitignore", "target\npublic\n.summary\n");
    let save = "git add -A && git -c user.name=A -c user.email=a@example.org commit -q -m x";
    git(&format!("git init -q -b main && {save} && git update-ref refs/remotes/origin/main HEAD"));
    for (path, text, right) in [
        ("check", "# Home\n\nGröße [calf](calf.md), and more.\n", true),
        ("check", broken.as_str(), false),
        ("publish", "# Home\n\n[calf](calf.md)\n", true),
    ] {
        for path in workflows().into_iter().filter(|workflow| workflow.ends_with(&format!("{path}.yml"))) {
            let _ = fs::remove_file(root.join(".summary"));
            let _ = fs::remove_dir_all(root.join("public"));
            crate::common::write(root, "content/index.md", text);
            git(&format!("{save} --allow-empty"));
            let steps = scripts(&path).into_iter().filter(|script| !script.starts_with("cargo"));
            let said: Vec<(String, crate::common::Said)> =
                steps.map(|script| (script.clone(), shell(&script))).collect();
            let failed: Vec<&String> =
                said.iter().filter(|(_, said)| said.code != 0).map(|(script, _)| script).collect();
            assert_eq!(failed.is_empty(), right, "{path}: {failed:?}");
            let home = fs::read_to_string(root.join("public/index.html"));
            assert_eq!(home.is_ok(), right, "{path}");
            let change = "href=\"https://github.com/some-club/help/edit/main/content/index.md\"";
            assert!(home.is_ok_and(|home| home.contains(change)) == right, "{path}");
            if path.ends_with("check.yml") {
                let summary = fs::read_to_string(root.join(".summary")).unwrap();
                assert!(summary.starts_with("## What readers will notice"), "{path}: {summary}");
                assert!(summary.contains("#### Home"), "{path}: {summary}");
                assert_eq!(summary.contains("| error `broken-link` |"), !right, "{path}: {summary}");
                assert_eq!(
                    said.iter().any(|(_, said)| said.stdout.contains("::error file=content/index.md,line=3")),
                    !right
                );
            }
        }
    }
}

/// Whether a line of a script calls the program; it must know every word of the call.
fn runs(line: &str) -> bool {
    let line = line.trim();
    let Some(arguments) = line.strip_prefix("target/release/").unwrap_or(line).strip_prefix("fingerpost ") else {
        return false;
    };
    let mut arguments: Vec<&str> = arguments.split(" >> ").next().unwrap_or_default().split_whitespace().collect();
    arguments.push("--help");
    let said = crate::common::run(crate::common::repository(), &arguments);
    assert_eq!(said.code, 0, "{line}: {}", said.stderr);
    true
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
