//! The master test: for random edits, a run with memory equals one without, bytes and problems.
use fingerpost::{Built, Choices, Memory, build, load};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::path::Path;

const FILES: [&str; 6] = ["index.md", "a/one.md", "a/two.md", "b/three.md", "b/index.md", "check.tree.yaml"];
const TEXTS: [&str; 11] = [
    "# Title\n\nWords.\n",
    "---\ntitle: Two\ntags: [calf]\n---\n\nSee [one](one.md) and [[Three]].\n\n## Part\n",
    "---\ntitle: Three\naliases: [Two]\n---\n\n[[Two]] and [there](../a/one.md#part).\n",
    "---\ntitle: \"broken\n---\n",
    "---\ntitel: x\norder: 2\n---\n\n> [!URGENT] Today\n> - Go.\n",
    "![A dot](dot.png) <b>raw</b> [@nobody]\n",
    "",
    "title: T\nquestions:\n  q: {ask: Q?, options: {a: {say: A, goto: o}, b: {say: B, goto: p}}}\noutcomes:\n  o: {title: O, level: urgent, read: [Two]}\n  p: {title: P, level: routine}\n",
    "title: T\nquestions:\n  q: {ask: Q?, options: {a: {say: A, goto: gone}}}\noutcomes:\n  o: {title: O, level: urgent}\n",
    "---\ntitle: Holder\n---\n\n![[Three]]\n\n![[one#part]]\n\n==Words[^1]== ^block\n\n## Part\n\n[^1]: A note.\n",
    "![[Holder]]\n\n[[Holder#^block]] ![[Two#Part]]\n",
];
const GLOSSARIES: [&str; 4] = [
    "- {term: Part, forms: [Words], meaning: 'A [piece](a/one.md).'}\n- {term: Go, meaning: To move.}\n",
    "- {term: Part, forms: [Words], meaning: A share.}\n- {term: Go, meaning: To move.}\n",
    "- {term: Two, forms: [there], meaning: 'See [[Three]] [@nobody].'}\n- {term: two, meaning: x}\n",
    "- [\n",
];
const SETTINGS: [&str; 4] = [
    "title: S\n",
    "title: Other\nbase_url: https://x.example/h/\noffline: true\nbudget: 9000\n",
    "titel: S\n",
    "title: [\n",
];

#[derive(Clone, Debug)]
enum Edit {
    Put(usize, usize),
    Delete(usize),
    Rename(usize, usize),
    Settings(usize),
    Glossary(Option<usize>),
    Template(bool),
    Touch,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => (0..FILES.len(), 0..TEXTS.len()).prop_map(|(file, text)| Edit::Put(file, text)),
        2 => (0..FILES.len()).prop_map(Edit::Delete),
        2 => (0..FILES.len(), 0..FILES.len()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0..SETTINGS.len()).prop_map(Edit::Settings),
        2 => proptest::option::weighted(0.8, 0..GLOSSARIES.len()).prop_map(Edit::Glossary),
        1 => any::<bool>().prop_map(Edit::Template),
        1 => Just(Edit::Touch),
    ]
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn apply(root: &Path, edit: &Edit) {
    let content = root.join("content");
    match edit {
        Edit::Put(file, text) => put(&content, FILES[*file], TEXTS[*text]),
        Edit::Delete(file) => {
            let _ = fs::remove_file(content.join(FILES[*file]));
        }
        Edit::Rename(from, to) => {
            let _ = fs::create_dir_all(content.join(FILES[*to]).parent().unwrap());
            let _ = fs::rename(content.join(FILES[*from]), content.join(FILES[*to]));
        }
        Edit::Settings(text) => put(root, "site.yaml", SETTINGS[*text]),
        Edit::Glossary(Some(text)) => put(&content, "glossary.yaml", GLOSSARIES[*text]),
        Edit::Glossary(None) => drop(fs::remove_file(content.join("glossary.yaml"))),
        Edit::Template(works) => {
            let text = if *works { "{{ redirect.title }}" } else { "{% if %}" };
            put(root, "themes/default/templates/redirect.html", text);
        }
        Edit::Touch => {}
    }
}

fn built(root: &Path, memory: &mut Memory) -> Built {
    let (inputs, problems) = load::load(root).unwrap();
    build(&inputs, problems, &Choices::default(), memory)
}

#[test]
fn warm_equals_cold() {
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let script = proptest::collection::vec(edit(), 1..20);
    runner
        .run(&script, |script| {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            put(root, "site.yaml", SETTINGS[0]);
            put(root, "content/a/one.md", TEXTS[1]);
            let mut memory = Memory::default();
            built(root, &mut memory);
            for edit in &script {
                apply(root, edit);
                let (warm, cold) = (built(root, &mut memory), built(root, &mut Memory::default()));
                prop_assert_eq!(&warm.outputs, &cold.outputs, "after {:?}", edit);
                prop_assert_eq!(&warm.problems, &cold.problems, "after {:?}", edit);
            }
            Ok(())
        })
        .unwrap();
}

/// A meaning is for the pages that show it; a term that nobody uses is nobody's business.
#[test]
fn a_changed_meaning_renders_the_pages_that_use_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "site.yaml", SETTINGS[0]);
    put(root, "content/index.md", "# Home\n\nNothing of the kind.\n");
    put(root, "content/one.md", "# One\n\nA part of it.\n");
    put(root, "content/two.md", "# Two\n\nGo.\n");
    put(root, "content/glossary.yaml", GLOSSARIES[0]);
    let mut memory = Memory::default();
    built(root, &mut memory);
    put(root, "content/glossary.yaml", GLOSSARIES[1]);
    built(root, &mut memory);
    // The page of the glossary, the page that says "part", and, since the meaning linked there, nothing else.
    assert_eq!((memory.parses, memory.rendered.renders()), (0, 2));
}
