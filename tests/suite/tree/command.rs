//! `fingerpost tree`: what it prints, where, and its exit code; and drawings, in which no two boxes touch.
#[allow(dead_code, reason = "only the trees are taken, not what brute force finds out about them")]
use fingerpost::parse::{self, Content};
use fingerpost::render::Theme;
use fingerpost::source::Source;
use fingerpost::{load, tree};
use std::sync::Arc;

const ODD: &str = r#"title: Odd names
questions:
  a b, c=d:
    ask: Which?
    kind: any
    options: {"x, y": X, z+w: Z, none: None}
    next:
      - {when: {"a b, c=d": none}, goto: out}
      - goto: far
  far:
    ask: How far?
    kind: number
    min: -1.5
    max: 2
    step: 0.25
    next:
      - {when: {far: "< 0"}, goto: out}
      - {when: {far: "0..1", "a b, c=d": z+w}, goto: "tree:x/y"}
      - goto: in
outcomes:
  out: {title: Out, level: urgent}
  in: {title: In, level: routine}
"#;

#[test]
fn two_trees_end_alike_or_the_shortest_difference_is_told() {
    let folder = crate::common::folder();
    let numbers = "title: T
questions:
  far: {ask: How far?, kind: number, min: 0, max: 20, next: [{when: {far: \"< 6\"}, goto: in}, {goto: sure}]}
  sure: {ask: Sure?, options: {yes: \"Yes\", no: \"No\"}, next: [{when: {sure: yes}, goto: in}, {goto: out}]}
outcomes:
  out: {title: Out, level: urgent}
  in: {title: In, level: routine}
";
    // The same by one rule with a formula, and in another order.
    let reckoned = "title: T
questions:
  far: {ask: How far?, kind: number, min: 0, max: 20, next: [{when: {twice: \">= 12\"}, goto: sure}, {goto: in}]}
  sure: {ask: Sure?, options: {no: {say: \"No\", goto: out}, yes: {say: \"Yes\", goto: in}}}
values:
  twice: {is: far * 2}
outcomes:
  in: {title: In, level: routine}
  out: {title: Out, level: urgent}
";
    crate::common::write(folder.path(), "a.yaml", numbers);
    crate::common::write(folder.path(), "b.yaml", reckoned);
    crate::common::write(folder.path(), "c.yaml", reckoned.replace(">= 12", ">= 14"));
    crate::common::write(folder.path(), "d.yaml", reckoned.replace("max: 20", "max: 30"));
    let run = |other: &str| crate::common::run(folder.path(), &["tree", "a.yaml", other, "--same"]);
    let said = run("b.yaml");
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (0, "Both end alike, for all 3 ways to answer.\n"),
        "{}",
        said.stderr
    );
    let said = run("c.yaml");
    assert_eq!((said.code, said.stdout.as_str()), (1, "far=6,sure=no: a.yaml ends at out, and c.yaml ends at in\n"));
    let said = run("d.yaml");
    assert_eq!(said.code, 1, "{}", said.stdout);
    assert!(
        said.stdout.contains("far=30") && said.stdout.contains("a.yaml does not take one of them"),
        "{}",
        said.stdout
    );
    let alone = crate::common::run(folder.path(), &["tree", "a.yaml", "--same"]);
    assert_eq!(alone.code, 2, "{}", alone.stderr);
}

#[test]
fn answers_print_one_id() {
    let folder = crate::common::folder();
    crate::common::write(folder.path(), "odd.yaml", ODD);
    for (answers, printed) in [
        ("", "a b, c=d"),
        ("a b, c=d=none", "out"),
        ("a b, c=d=none,far=1", "out"),
        ("a b, c=d=x, y", "far"),
        ("a b, c=d=x, y+z+w,far=-.25", "out"),
        (" a b, c=d = z+w , far = 0.50 ", "tree:x/y"),
        ("far=1,a b, c=d=x, y", "in"),
    ] {
        let said = crate::common::run(folder.path(), &["tree", "odd.yaml", "--answers", answers]);
        assert_eq!((said.code, said.stdout.trim_end()), (0, printed), "{answers}: {}", said.stderr);
    }
    for (answers, why) in [
        ("a b, c=d=none+x, y", "`none` excludes"),
        ("far=0.3", "0.25 apart"),
        ("far=9", "from -1.5 to 2"),
        ("far=", "is answered by a number"),
        ("fat=1", "Did you mean `far`?"),
        ("far", "has no `=`"),
        ("far=1,far=2", "answered twice"),
    ] {
        let said = crate::common::run(folder.path(), &["tree", "odd.yaml", "--answers", answers]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{answers}");
        assert!(said.stderr.contains(why), "{answers}: {}", said.stderr);
    }
}

#[test]
fn a_fault_in_the_file_is_told_and_counts() {
    let folder = crate::common::folder();
    crate::common::write(folder.path(), "a.yaml", ODD.replace("      - goto: in\n", ""));
    for format in ["outline", "svg", "mermaid", "json"] {
        let said = crate::common::run(folder.path(), &["tree", "a.yaml", "--format", format]);
        assert_eq!(said.code, 1, "{format}");
        assert!(format!("{}{}", said.stdout, said.stderr).contains("[tree-gap]"), "{format}: {said:?}");
    }
    let said = crate::common::run(folder.path(), &["tree", "a.yaml", "--format", "json"]);
    let told: serde_json::Value =
        serde_json::from_str(&said.stdout).expect("results are JSON, also where all is not well");
    assert_eq!(told["reachable_outcomes"], serde_json::json!(["out"]));
    assert_eq!(crate::common::run(folder.path(), &["tree", "none.yaml"]).code, 2);
    crate::common::write(folder.path(), "b.yaml", "title: {");
    assert_eq!(crate::common::run(folder.path(), &["tree", "b.yaml"]).code, 1);
}

#[test]
fn counts_are_exact() {
    let folder = crate::common::folder();
    crate::common::write(folder.path(), "odd.yaml", ODD);
    let said = crate::common::run(folder.path(), &["tree", "odd.yaml", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    // Three sets of ticks, each with three runs of numbers, and `none`.
    for (key, value) in [("questions", 2), ("outcomes", 2), ("longest", 2)] {
        assert_eq!(told[key], value, "{key}");
    }
    assert_eq!(told["paths"], "10");
    assert_eq!(told["reachable_outcomes"], serde_json::json!(["out", "in"]));
}

#[test]
fn no_two_boxes_of_a_drawing_touch() {
    let theme = Theme::new(&load::theme::built_in(), "en", &mut Vec::new());
    let words = theme.tree_words();
    let mut seed = 7u64;
    let mut drawn = 0;
    for _ in 0..600 {
        let bytes: Vec<u8> = (0..300)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 40) as u8
            })
            .collect();
        let text = super::brute::Spec::from_choices(&bytes).written().text;
        let doc = parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text.clone())));
        let Content::Tree(decision) = &doc.content else { panic!("not a tree") };
        let tree = &decision.tree;
        let Some(map) = tree::map(tree, &tree::outline(tree, &words), &words, &str::to_owned) else { continue };
        drawn += 1;
        for (i, one) in map.boxes.iter().enumerate() {
            let inside = one.x >= 0.0 && one.x + one.width <= map.width && one.y + one.height <= map.height;
            assert!(inside, "a box lies outside\n{text}");
            for other in &map.boxes[..i] {
                let beside = one.x >= other.x + other.width || other.x >= one.x + one.width;
                let below = one.y >= other.y + other.height || other.y >= one.y + one.height;
                assert!(beside || below, "two boxes touch\n{text}");
            }
        }
    }
    assert!(drawn > 500, "{drawn}");
}

#[test]
fn a_narrow_screen_shows_the_start_and_where_it_leads() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/sore-calf.tree.yaml")).unwrap();
    let doc = parse::tree(&Arc::new(Source::new("content/sore-calf.tree.yaml".into(), text)));
    let Content::Tree(decision) = &doc.content else { panic!("not a tree") };
    let theme = Theme::new(&load::theme::built_in(), "en", &mut Vec::new());
    let words = theme.tree_words();
    let map = tree::map(&decision.tree, &tree::outline(&decision.tree, &words), &words, &str::to_owned).expect("a map");
    // The list of emergency signs stands at the edge, and the first result that it leads to begins beside it before everything
    // else; a phone is 320 px wide.
    let start = map.boxes.iter().find(|one| one.number == Some(1)).expect("the start is drawn");
    assert!(start.x + start.width <= 300.0, "{:?} lies at {}", start.words, start.x);
    let below = map.boxes.iter().filter(|one| one.y > start.y && one.x <= 300.0);
    let first = below.min_by(|one, other| one.y.total_cmp(&other.y)).expect("something stands below the start");
    assert!(first.words.concat().contains("Call 999"), "{:?} stands below the start", first.words);
}
