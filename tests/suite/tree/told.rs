//! Texts that tell answers: what stands there without a script, and what a script is given to put there.

use crate::common::{files, folder, run, write};

const TREE: &str = r#"title: How was the run?
questions:
  how-far:
    ask: How far was it?
    called: <b>*the* distance</b> & more
    kind: number
    unit: miles
    min: 0
    max: 20
    next: [{goto: signs}]
  signs:
    ask: What do you feel?
    hint: After {how-far}.
    kind: any
    options: {tired: Tired, sore: {say: Sore, hint: "Sore from {answer:how-far}?"}, none: Nothing}
    next: [{when: {load: ">= 2"}, goto: rest}, {goto: run}]
values:
  load: {say: your load, points: {how-far: {">= 10": 1.5}, signs: {tired: 0.5, sore: 1}}}
outcomes:
  rest:
    title: "Rest after {how-far}: {load} of {{load}}"
    level: routine
    body: |
      You ran {how-far} and felt **{answer:signs}**, so [{load}](index.md) is much.

      `{how-far}` is code, {{how-far} are braces, { how-far } and {7} are text.
    also:
      - {when: {how-far: "> 10"}, say: "More than {how-far}."}
  run: {title: Run, level: self-care, body: "{x: y} stays."}
"#;

#[test]
fn what_is_told_is_called_by_its_name_and_escaped_wherever_it_lands() {
    let site = folder();
    write(site.path(), "site.yaml", "title: Site\n");
    write(site.path(), "content/index.md", "# Home\n");
    write(site.path(), "content/t.tree.yaml", TREE);
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let pages = files(&site.path().join("public"));
    let page = |start: &str| {
        let found = pages.iter().find(|(path, _)| path.starts_with(start) && path.ends_with("index.html"));
        String::from_utf8(found.unwrap_or_else(|| panic!("no {start}")).1.clone()).unwrap()
    };
    let distance = "<data value=\"told:how-far\">&lt;b&gt;*the* distance&lt;/b&gt; &amp; more</data>";
    let rest = page("t/rest/");
    assert!(
        rest.contains(&format!(
            "You ran {distance} and felt <strong><data value=\"told:signs\">“What do you feel?”</data></strong>"
        )),
        "{rest}"
    );
    assert!(rest.contains("<data value=\"told:load\">your load</data></a> is much."), "{rest}");
    assert!(
        rest.contains("<code>{how-far}</code> is code, {how-far} are braces, { how-far } and {7} are text."),
        "{rest}"
    );
    assert!(
        rest.contains("Rest after &lt;b&gt;*the* distance&lt;&#x2F;b&gt; &amp; more: your load of {load}</h1>")
            || rest.contains("Rest after &lt;b&gt;*the* distance&lt;/b&gt; &amp; more: your load of {load}</h1>"),
        "{rest}"
    );
    assert!(page("t/run/").contains("{x: y} stays."));
    let signs = page("t/signs/");
    assert!(
        signs.contains(&format!("After {distance}.")) && signs.contains(&format!("Sore from {distance}?")),
        "{signs}"
    );
    let routes = pages.iter().find(|(path, _)| path.starts_with("assets/trees/t/")).unwrap();
    let routes: serde_json::Value = serde_json::from_slice(routes.1).unwrap();
    let ends: Vec<_> = routes["screens"].as_array().unwrap().iter().filter(|s| s["title"].is_array()).collect();
    let title = serde_json::json!(["Rest after ", {"told": "how-far"}, ": ", {"told": "load"}, " of {load}"]);
    assert!(!ends.is_empty() && ends.iter().all(|screen| screen["title"] == title), "{ends:?}");
    let points = serde_json::json!([[0, ["10", "20"], "1.5"], [1, [[0]], "0.5"], [1, [[1]], "1"]]);
    assert_eq!(routes["values"], serde_json::json!([{"id": "load", "points": points}]));
}
