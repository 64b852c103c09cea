//! The workflows, ours and those that `new site` writes: what they are named by, what they may, and what their steps do when a shell
//! runs them with what GitHub gives to a fork's pull request and nothing else.
#![cfg(unix)]

use crate::common::{Said, folder, git, link, repository, run, said, set_mode, write};
use fingerpost::source::{Source, Span};
use fingerpost::yaml;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const WRITTEN: &str = "src/cli/commands/new/workflows";
const OURS: &str = ".github/workflows";

/// Every workflow and action, by its path in the repository.
fn all() -> BTreeMap<String, String> {
    let mut paths: Vec<PathBuf> = vec!["action.yml".into(), ".github/program/action.yml".into()];
    for folder in [WRITTEN, OURS] {
        let entries = fs::read_dir(repository().join(folder))
            .unwrap()
            .map(|entry| Path::new(folder).join(entry.unwrap().file_name()));
        paths.extend(entries.filter(|path| path.extension().is_some_and(|ending| ending == "yml")));
    }
    paths
        .iter()
        .map(|path| (path.display().to_string(), fs::read_to_string(repository().join(path)).unwrap()))
        .collect()
}

/// Those of [`all`] that are workflows, read.
fn workflows() -> BTreeMap<String, Value> {
    all()
        .iter()
        .map(|(path, text)| (path.clone(), read(path, text)))
        .filter(|(_, workflow)| workflow.get("jobs").is_some())
        .collect()
}

fn read(path: &str, text: &str) -> Value {
    let source = Source::new(path.into(), text.replace("{fingerpost}", "the program's action"));
    let whole = Span::new(0, source.text.len());
    yaml::to_json(&yaml::read(&source, whole, &mut Vec::new()).unwrap_or_else(|problem| panic!("{path}: {problem:?}")))
}

/// The steps of all jobs, or of an action.
fn steps(workflow: &Value) -> Vec<&Value> {
    let jobs = workflow["jobs"].as_object().map(|jobs| jobs.values().collect()).unwrap_or(vec![&workflow["runs"]]);
    let own = jobs.into_iter().filter(|job| job.get("uses").is_none());
    own.flat_map(|job| job["steps"].as_array().expect("a job has steps")).collect()
}

#[test]
fn no_workflow_needs_a_secret_or_a_variable() {
    let all = all();
    assert!(all.len() >= 12, "{:?}", all.keys());
    for (path, text) in all {
        for word in ["secrets", "vars", "pull_request_target"] {
            let expression = |at: usize| {
                let before =
                    text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-');
                let after =
                    text[at + word.len()..].chars().next().is_none_or(|c| c == '.' || c == '[' || c == ')' || c == ':');
                before && after
            };
            assert!(!text.match_indices(word).any(|(at, _)| expression(at)), "{path} names {word}");
        }
    }
}

/// A tag may be moved to another commit; and what is named in several files is the same in all.
#[test]
fn every_action_is_named_by_a_commit() {
    let mut commits: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in all() {
        let uses = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
        for action in uses.filter(|action| !action.starts_with("./.github/") && *action != "{fingerpost}") {
            let (name, commit) = action.split_once('@').unwrap_or_else(|| panic!("{path}: {action}"));
            let (digest, version) = commit.split_once(" # v").unwrap_or_else(|| panic!("{path}: {action}"));
            assert!(digest.len() == 40 && digest.bytes().all(|b| b.is_ascii_hexdigit()), "{path}: {action}");
            assert_eq!(version.split('.').filter(|part| part.parse::<u32>().is_ok()).count(), 3, "{path}: {action}");
            let owner: Vec<&str> = name.split('/').take(2).collect();
            let before = commits.entry(owner.join("/")).or_insert_with(|| commit.to_owned());
            assert_eq!(before, commit, "{path}: {action}");
        }
    }
    assert!(commits.len() >= 7, "{commits:?}");
}

/// GitHub stops every workflow whose file has a clock after 60 days without a change; a correction after that would not be published.
#[test]
fn what_publishes_a_change_has_no_clock() {
    let mut clocks = 0;
    for (path, workflow) in workflows() {
        let on = &workflow["on"];
        assert!(on.get("schedule").is_none() || on.get("push").is_none(), "{path}");
        clocks += usize::from(on.get("schedule").is_some());
    }
    assert!(clocks >= 4, "{clocks}");
}

/// What an expression gives may be a stranger's words; in the environment they stay words.
#[test]
fn no_shell_is_given_an_expression() {
    let mut scripts = 0;
    for (path, text) in all() {
        let workflow = read(&path, &text);
        if workflow.get("jobs").is_none() && workflow.get("runs").is_none() {
            continue;
        }
        for script in steps(&workflow).iter().filter_map(|step| step["run"].as_str()) {
            assert!(!script.contains("${{"), "{path}: {script}");
            scripts += 1;
        }
    }
    assert!(scripts >= 25, "{scripts}");
}

#[test]
fn every_job_ends_and_may_no_more_than_it_must() {
    for (path, workflow) in workflows() {
        assert!(workflow["permissions"].is_object(), "{path} says what it may");
        assert!(!workflow["concurrency"].is_null(), "{path} says what may run beside it");
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            // Another workflow of the same repository, which says it of itself.
            if let Some(other) = job["uses"].as_str() {
                let other =
                    format!("{}/{}", Path::new(&path).parent().unwrap().display(), other.rsplit('/').next().unwrap());
                assert!(workflows().contains_key(&other), "{path}: {other}");
                continue;
            }
            assert!(job["timeout-minutes"].as_u64().is_some_and(|minutes| minutes <= 120), "{path}: {name}");
        }
        for step in steps(&workflow)
            .iter()
            .filter(|step| step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@")))
        {
            assert_eq!(step["with"]["persist-credentials"], json!(false), "{path}");
        }
    }
    // What a pull request starts may only read; what may write runs nothing of it.
    for (path, workflow) in workflows() {
        if workflow["on"] == json!("pull_request") || workflow["on"].get("pull_request").is_some() {
            assert_eq!(workflow["permissions"], json!({"contents": "read"}), "{path}");
        }
        if workflow["on"].get("workflow_run").is_some() {
            let steps = steps(&workflow);
            assert!(steps.iter().all(|step| step.get("uses").is_none()), "{path} checks nothing out");
            assert!(steps.iter().filter_map(|step| step["run"].as_str()).all(|script| !script.contains("fingerpost ")));
        }
    }
}

/// This repository's site goes the same way as anybody's, but for where the program comes from.
#[test]
fn our_workflows_are_those_that_are_written_for_a_new_site() {
    let all = all();
    let mut same = 0;
    for (path, text) in all.iter().filter(|(path, _)| path.starts_with(WRITTEN)) {
        if let Some(ours) = all.get(&path.replace(WRITTEN, OURS)) {
            assert_eq!(ours, &text.replace("{fingerpost}", "./.github/program"), "{path}");
            same += 1;
        }
    }
    assert!(same >= 3);
}

/// Whoever begins a site has the program's name and version in its workflows, by the commit in a release.
#[test]
fn a_new_site_names_the_program_and_its_version() {
    let folder = folder();
    run(folder.path(), &["new", "site", "."]);
    let slug = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    for name in ["check", "publish", "report"] {
        let text = fs::read_to_string(folder.path().join(format!(".github/workflows/{name}.yml"))).unwrap();
        let named: Vec<&str> = text.lines().filter(|line| line.contains(slug)).collect();
        assert_eq!(named.len(), 1, "{text}");
        assert!(named[0].trim().starts_with(&format!("- uses: {slug}@")), "{named:?}");
        assert!(named[0].ends_with(&format!("v{}", env!("CARGO_PKG_VERSION"))), "{named:?}");
        assert!(!text.contains("{fingerpost}"));
    }
}

/// A command in a workflow that the program does not know fails here, not on somebody's pull request.
#[test]
fn the_workflows_call_commands_that_exist() {
    let mut called = 0;
    for (path, workflow) in workflows().into_iter().filter(|(path, _)| path.starts_with(WRITTEN)) {
        for line in steps(&workflow).iter().filter_map(|step| step["run"].as_str()).flat_map(str::lines) {
            let Some((_, arguments)) = line.split_once("fingerpost ") else { continue };
            if arguments.starts_with(':') || line.contains("echo") {
                continue;
            }
            let arguments = arguments.split(['>', '|']).next().unwrap_or_default().split_whitespace();
            let said = run(repository(), &arguments.chain(["--help"]).collect::<Vec<_>>());
            assert_eq!(said.code, 0, "{path}: {line}: {}", said.stderr);
            called += 1;
        }
    }
    assert!(called >= 4, "the workflows call the program {called} times");
}

/// A machine of GitHub's: what is on its PATH, and what it says in the environment.
struct Runner {
    folder: tempfile::TempDir,
    variables: BTreeMap<String, String>,
}

impl Runner {
    /// With the program, and with a `gh` that is given if the workflow calls it.
    fn new() -> Runner {
        let folder = folder();
        for name in ["temp", "tools", "home"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        link(env!("CARGO_BIN_EXE_fingerpost"), folder.path().join("tools/fingerpost"));
        let at = |name: &str| folder.path().join(name).display().to_string();
        let path = format!("{}:{}", at("tools"), std::env::var("PATH").unwrap());
        let variables = [
            ("PATH", path.as_str()),
            ("HOME", &at("home")),
            ("LANG", "C.UTF-8"),
            ("CI", "true"),
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_REPOSITORY", "some-club/help"),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_STEP_SUMMARY", &at("summary.md")),
            ("GITHUB_OUTPUT", &at("output")),
            ("GITHUB_WORKSPACE", &at("site")),
            ("RUNNER_TEMP", &at("temp")),
            ("RUNNER_OS", "Linux"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Runner { folder, variables }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_default()
    }

    fn say(&mut self, variables: &[(&str, &str)]) {
        self.variables.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    }

    /// What an expression comes to, of those that the workflows have.
    fn value(&self, expression: &str, event: &Value) -> String {
        let Some((before, rest)) = expression.split_once("${{") else { return expression.to_owned() };
        let (inner, after) = rest.split_once("}}").unwrap();
        let inner = inner.trim();
        let value = if let Some(path) = inner.strip_prefix("github.event.") {
            let found = path.split('.').fold(event, |value, key| &value[key]);
            found.as_str().map_or_else(|| found.to_string(), str::to_owned)
        } else if let Some((step, name)) = inner.strip_prefix("steps.").and_then(|path| path.split_once(".outputs.")) {
            let _ = step;
            self.output(name)
        } else if inner == "runner.temp" {
            self.at("temp").display().to_string()
        } else if inner == "github.token" {
            "the run's own".to_owned()
        } else {
            panic!("an expression that is not known here: {inner}")
        };
        format!("{before}{value}{}", self.value(after, event))
    }

    /// What a step before has put out under a name.
    fn output(&self, name: &str) -> String {
        let out = self.text("output");
        let mut found = out.lines().filter_map(|line| line.split_once('=')).filter(|(key, _)| *key == name);
        found.next_back().map(|(_, value)| value.to_owned()).unwrap_or_default()
    }

    /// Runs the steps of a workflow's one job, as GitHub would: one that fails ends it but for those that run all the same. Gives what
    /// each said, and the folders that are uploaded, by the artefact's name.
    fn play(&self, workflow: &Value, event: &Value) -> (Vec<Said>, BTreeMap<String, PathBuf>) {
        let jobs = workflow["jobs"].as_object().unwrap();
        assert_eq!(jobs.len(), 1);
        let job = jobs.values().next().unwrap();
        let (mut all, mut artefacts) = (Vec::new(), BTreeMap::new());
        let mut failed = false;
        for step in job["steps"].as_array().unwrap() {
            let condition = step["if"].as_str().unwrap_or("${{ success() }}");
            let inner = condition.trim_start_matches("${{").trim_end_matches("}}").trim();
            let runs = match inner {
                "success()" => !failed,
                "!cancelled()" => true,
                _ => {
                    let (name, is) = inner
                        .split_once(" != ")
                        .map(|(name, _)| (name, false))
                        .unwrap_or_else(|| (inner.split_once(" == ").unwrap().0, true));
                    let wanted = inner.split('\'').nth(1).unwrap();
                    !failed && (self.output(name.rsplit('.').next().unwrap()) == wanted) == is
                }
            };
            if !runs {
                continue;
            }
            if let Some(script) = step["run"].as_str() {
                let mut shell = Command::new("bash");
                shell.args(["-e", "-c", script]).current_dir(self.at("site")).env_clear().envs(&self.variables);
                for variables in [&job["env"], &step["env"]].into_iter().filter_map(Value::as_object) {
                    shell
                        .envs(variables.iter().map(|(name, value)| (name, self.value(value.as_str().unwrap(), event))));
                }
                let said = said(shell);
                failed |= said.code != 0;
                all.push(said);
            } else if step["uses"].as_str().unwrap().starts_with("actions/upload-") {
                let name = step["with"]["name"].as_str().unwrap_or("pages").to_owned();
                artefacts.insert(name, PathBuf::from(self.value(step["with"]["path"].as_str().unwrap(), event)));
            }
        }
        (all, artefacts)
    }
}

/// A new site in a repository, a branch that changes it while the main branch goes on too, and both merged as GitHub merges them for a
/// pull request's run.
fn pull_request(runner: &Runner, home: &str) {
    let root = runner.at("site");
    let said = run(runner.folder.path(), &["new", "site", "site"]);
    assert_eq!(said.code, 0, "{said:?}");
    let save = |day: &str, what: &str| {
        git(&root, day, &["add", "--all"]);
        git(&root, day, &["commit", "--quiet", "--message", what]);
    };
    git(&root, "2026-01-01", &["init", "--quiet", "--initial-branch=main"]);
    save("2026-01-01", "A new site");
    git(&root, "2026-01-02", &["switch", "--quiet", "--create", "change"]);
    let text = fs::read_to_string(root.join("content/index.md")).unwrap();
    write(&root, "content/index.md", text + home);
    save("2026-01-02", "A change");
    git(&root, "2026-01-03", &["switch", "--quiet", "main"]);
    let text = fs::read_to_string(root.join("content/getting-started.md")).unwrap();
    write(&root, "content/getting-started.md", text + "\nMeanwhile, somebody else wrote this.\n");
    save("2026-01-03", "Another change");
    git(&root, "2026-01-04", &["switch", "--quiet", "--detach", "main"]);
    git(&root, "2026-01-04", &["merge", "--quiet", "--no-ff", "--message", "Merge", "change"]);
    git(&root, "2026-01-04", &["update-ref", "refs/remotes/origin/main", "main"]);
    git(&root, "2026-01-04", &["update-ref", "refs/remotes/pull/7/merge", "HEAD"]);
    git(&root, "2026-01-04", &["branch", "--quiet", "--delete", "--force", "main", "change"]);
}

fn written(name: &str) -> Value {
    workflows().remove(&format!("{WRITTEN}/{name}.yml")).unwrap()
}

/// From checkout to artefact, with what GitHub gives a fork's pull request and nothing else.
#[test]
fn a_forks_pull_request_shows_what_it_changes() {
    for (home, right) in [("\nA new word: flamingo.\n", true), ("\nA new [word](flamingo.md).\n", false)] {
        let mut runner = Runner::new();
        pull_request(&runner, home);
        runner.say(&[
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("GITHUB_BASE_REF", "main"),
            ("GITHUB_HEAD_REF", "change"),
            ("GITHUB_REF", "refs/pull/7/merge"),
        ]);
        let (said, artefacts) = runner.play(&written("check"), &Value::Null);
        assert_eq!(said.iter().all(|said| said.code == 0), right, "{said:?}");
        assert_eq!(
            said.iter().any(|said| said.stdout.contains("::error file=content/index.md,line=")),
            !right,
            "{said:?}"
        );
        let summary = runner.text("summary.md");
        assert!(summary.starts_with("## What readers will notice"), "{summary}");
        // What this change does, and not what the main branch did beside it.
        assert!(summary.contains("flamingo") && !summary.contains("Meanwhile"), "{summary}");
        assert_eq!(summary.contains("| error `broken-link` |"), !right, "{summary}");
        let review = crate::common::files(&artefacts["review"]);
        assert_eq!(review.keys().collect::<Vec<_>>(), ["1-changes.md", "2-mistakes.md", "due.txt", "review.html"]);
        assert!(review.values().all(|bytes| !bytes.is_empty()), "{review:?}");
        let home = fs::read_to_string(artefacts["site"].join("index.html"));
        assert_eq!(home.is_ok(), right);
        if right {
            let home = home.unwrap();
            assert!(home.contains("https://github.com/some-club/help/edit/main/content/index.md"), "{home}");
            // The merge is checked out, and its whole history.
            assert!(
                fs::read_to_string(artefacts["site"].join("getting-started/index.html")).unwrap().contains("Meanwhile")
            );
            assert!(home.contains("Last changed on 2 January 2026"), "{home}");
        }
        // Nothing was left in what was checked out.
        let status = git(&runner.at("site"), "2026-01-05", &["status", "--porcelain"]);
        assert_eq!(status, "");
    }
}

#[test]
fn the_main_branch_is_published() {
    let runner = Runner::new();
    pull_request(&runner, "\nMore.\n");
    // It came with the repository, and would be kept for the next time.
    write(&runner.at("site"), ".fingerpost-cache/forged.png", "x");
    write(runner.folder.path(), "output", "base_url=https://some-club.github.io/help\n");
    let (said, artefacts) = runner.play(&written("publish"), &Value::Null);
    assert!(said.iter().all(|said| said.code == 0), "{said:?}");
    let map = fs::read_to_string(artefacts["pages"].join("sitemap.xml")).unwrap();
    assert!(map.contains("<loc>https://some-club.github.io/help/getting-started/</loc>"), "{map}");
    assert!(!runner.at("site/.fingerpost-cache/forged.png").exists());
}

/// A `gh` of the test's own: it notes what it is asked and what is sent, and answers from files that are called after what is asked.
const GH: &str = r#"#!/usr/bin/env bash
set -eu
[ "$GH_TOKEN" = "the run's own" ]
method=GET input= path=
shift
while [ $# -gt 0 ]; do
  case "$1" in
    --method) method="$2"; shift ;;
    --input) input="$2"; shift ;;
    -f) echo "$2" >> "$HOME/asked"; shift ;;
    --silent | --paginate) ;;
    *) path="$1" ;;
  esac
  shift
done
echo "$method $path" >> "$HOME/asked"
if [ -n "$input" ]; then
  if [ "$input" = - ]; then cat; else cat "$input"; fi > "$HOME/sent"
else
  cat "$HOME/$(basename "$path")"
fi
"#;

fn with_gh() -> Runner {
    let runner = Runner::new();
    write(runner.folder.path(), "tools/gh", GH);
    set_mode(&runner.at("tools/gh"), 0o755);
    fs::create_dir(runner.at("site")).unwrap();
    runner
}

/// Packs files as an artefact of a run is packed.
fn artefact(runner: &Runner, files: &[(&str, &str)]) {
    let folder = folder();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    let mut zip = Command::new("zip");
    zip.current_dir(folder.path()).arg("--quiet").arg(runner.at("home/zip.zip")).arg("--recurse-paths").arg(".");
    assert_eq!(said(zip).code, 0);
    fs::rename(runner.at("home/zip.zip"), runner.at("home/zip")).unwrap();
}

fn run_of_a_fork() -> Value {
    json!({"workflow_run": {
        "id": 55, "event": "pull_request", "head_sha": "c0ffee", "head_branch": "$(touch owned)`touch owned`; touch owned",
        "head_repository": {"full_name": "stranger/help", "owner": {"login": "stranger"}},
    }})
}

#[test]
fn a_pull_request_gets_one_comment_that_is_kept_up_to_date() {
    let runner = with_gh();
    let event = run_of_a_fork();
    let hostile = "## What readers will notice\n\n@everybody `$(touch owned)` ${{ github.token }} caf\u{e9}\n\
                   &#64;one &#x40;two &commat;three &#X0040;four &#0064;five @&#8203;six\n";
    // Longer than a comment can be, in signs that become two each, and in the middle of a block of code.
    let long = format!("{hostile}\n```diff\n{}```\n", "- @@@@@@@@\n".repeat(9_000));
    artefact(&runner, &[("1-changes.md", &long), ("2-mistakes.md", "| error | `x` |\n"), ("number", "1")]);
    let answers = [
        ("pulls", json!([{"number": 6, "head": {"sha": "older"}}, {"number": 7, "head": {"sha": "c0ffee"}}])),
        ("artifacts", json!({"artifacts": [{"id": 99, "size_in_bytes": 1000}]})),
        (
            "comments",
            json!([
                {"id": 1, "user": {"login": "stranger"}, "body": "<!-- fingerpost: review -->"},
                {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "of another workflow"},
            ]),
        ),
    ];
    for (name, answer) in answers {
        write(runner.folder.path(), &format!("home/{name}"), answer.to_string());
    }
    let (said, _) = runner.play(&written("comment"), &event);
    assert!(said.len() == 3 && said.iter().all(|said| said.code == 0), "{said:?}");
    let asked = runner.text("home/asked");
    assert!(asked.contains("head=stranger:$(touch owned)`touch owned`; touch owned\n"), "{asked}");
    assert!(asked.ends_with("POST repos/some-club/help/issues/7/comments\n"), "{asked}");
    let sent: Value = serde_json::from_str(&runner.text("home/sent")).unwrap();
    let body = sent["body"].as_str().unwrap();
    assert!(body.starts_with("<!-- fingerpost: review -->\n"), "{body}");
    assert!(body.contains("https://github.com/some-club/help/actions/runs/55"), "{body}");
    assert!(body.contains("## What readers will notice") && body.contains("caf\u{e9}"), "{body}");
    assert!(body.contains("@\u{200b}everybody `$(touch owned)` ${{ github.token }}"), "nobody is called: {body}");
    let called = body.match_indices('@').filter(|(at, _)| !body[at + 1..].starts_with('\u{200b}')).count();
    assert!(called == 0 && !body.contains("&#") && !body.contains("&commat;"), "nobody is called: {body}");
    assert!(body.contains("Of c0ffee, said by"), "which commit it speaks of: {body}");
    // What is cut says so, outside of the block of code, and the mistakes are there all the same.
    assert!(body.contains("\n```\n\n**Cut here: a comment holds no more.**"), "{body}");
    assert!(body.ends_with("| error | `x` |\n"), "{body}");
    assert!(body.chars().count() < 65_536, "{}", body.len());
    assert!(!runner.at("site/owned").exists() && !runner.at("temp/owned").exists());

    // With a comment of its own there, that one is written anew.
    let comments =
        json!([{"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- fingerpost: review -->\nold"}]);
    write(runner.folder.path(), "home/comments", comments.to_string());
    runner.play(&written("comment"), &event);
    assert!(runner.text("home/asked").ends_with("PATCH repos/some-club/help/issues/comments/3\n"));
}

/// An older commit's comment would stand there as if it spoke of the newest.
#[test]
fn a_run_that_left_nothing_says_so() {
    for artefacts in [json!({"artifacts": []}), json!({"artifacts": [{"id": 99, "size_in_bytes": 20_000_000_000_u64}]})]
    {
        let runner = with_gh();
        let old = json!([{"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- fingerpost: review -->\n1 page is new"}]);
        let pulls = json!([{"number": 7, "head": {"sha": "c0ffee"}}]);
        for (name, answer) in [("pulls", pulls), ("artifacts", artefacts), ("comments", old)] {
            write(runner.folder.path(), &format!("home/{name}"), answer.to_string());
        }
        let (said, _) = runner.play(&written("comment"), &run_of_a_fork());
        assert!(said.iter().all(|said| said.code == 0), "{said:?}");
        assert!(runner.text("home/asked").ends_with("PATCH repos/some-club/help/issues/comments/3\n"));
        let sent: Value = serde_json::from_str(&runner.text("home/sent")).unwrap();
        let body = sent["body"].as_str().unwrap();
        assert!(
            body.contains("Of c0ffee") && body.contains("left nothing to read") && !body.contains("is new"),
            "{body}"
        );
    }
}

/// A run of a commit that is no longer the newest.
#[test]
fn an_older_commit_is_not_spoken_of() {
    let runner = with_gh();
    write(runner.folder.path(), "home/pulls", json!([{"number": 7, "head": {"sha": "newer"}}]).to_string());
    let (said, _) = runner.play(&written("comment"), &run_of_a_fork());
    assert!(said.iter().all(|said| said.code == 0), "{said:?}");
    assert!(!runner.at("home/sent").exists(), "{}", runner.text("home/asked"));
}

/// What is due goes into one issue; a second run changes nothing, and where nothing is due any more the issue is closed.
#[test]
fn one_issue_says_what_is_due() {
    let runner = with_gh();
    pull_request(&runner, "\nMore.\n");
    let weekly = || {
        let _ = fs::remove_file(runner.at("home/sent"));
        let (said, _) = runner.play(&written("report"), &Value::Null);
        assert!(said.len() == 2 && said.iter().all(|said| said.code == 0), "{said:?}");
        let sent = serde_json::from_str::<Value>(&runner.text("home/sent")).ok();
        let asked = runner.text("home/asked").lines().last().unwrap().to_owned();
        (sent, asked)
    };
    let answer = |issues: Value| write(runner.folder.path(), "home/issues", issues.to_string());

    answer(json!([]));
    assert_eq!(weekly().0, None, "nothing is due, and nobody is told");
    write(
        &runner.at("site"),
        "content/alone.md",
        "---\nreviewed: 2020-01-01\nnext_review: 2021-01-01\n---\n# Alone\n\nWords.\n",
    );
    let (sent, asked) = weekly();
    let sent = sent.unwrap();
    assert_eq!(asked, "POST repos/some-club/help/issues");
    let body = sent["body"].as_str().unwrap();
    assert!(body.contains("https://github.com/some-club/help/edit/main/content/alone.md"), "{body}");

    let there = json!({"number": 4, "state": "open", "body": body.replace('\n', "\r\n") + "\r\n"});
    let others = [
        json!({"number": 9, "state": "open", "body": Value::Null}),
        json!({"number": 8, "state": "open", "body": body, "pull_request": {}}),
    ];
    answer(json!([others[0], others[1], there]));
    assert_eq!(weekly().0, None, "it says so already");

    // What somebody has ticked stays so, also in an issue that somebody has closed, and beside what comes to it.
    let ticked = body.replace("- [ ] ", "- [x] ");
    answer(json!([{"number": 4, "state": "closed", "body": ticked}]));
    assert_eq!(weekly().0, None, "it was seen");
    write(
        &runner.at("site"),
        "content/other.md",
        "---\nreviewed: 2020-01-01\nnext_review: 2021-01-01\n---\n# Other\n\nWords.\n",
    );
    let sent = weekly().0.unwrap();
    let lines: Vec<&str> = sent["body"].as_str().unwrap().lines().filter(|line| line.starts_with("- [")).collect();
    assert!(lines.iter().any(|line| line.starts_with("- [x] [Alone]")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("- [ ] [Other]")), "{lines:?}");
    assert_eq!(sent["state"], "open");
    fs::remove_file(runner.at("site/content/other.md")).unwrap();
    answer(json!([there]));

    fs::remove_file(runner.at("site/content/alone.md")).unwrap();
    let (sent, asked) = weekly();
    assert_eq!(asked, "PATCH repos/some-club/help/issues/4");
    assert_eq!(sent.unwrap()["state"], "closed");
}
