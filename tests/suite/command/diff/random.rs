//! Random small edits of the golden site: whatever changes a byte of a page is told, or said not to be told.

use crate::common::{files, folder, repository, write};
use fingerpost::diff::{self, FileBytes, Paired, Version};
use fingerpost::render::Content;
use fingerpost::{Choices, Memory, Plan, load};
use std::collections::BTreeMap;
use std::path::Path;

const EDITS: usize = 50;

/// A row of numbers that is the same on every day: a linear congruence by Knuth.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// Changes one place of one text: a word, a line or a sign comes, goes or is another.
fn edit(texts: &mut BTreeMap<String, Vec<u8>>, numbers: &mut Numbers) -> String {
    const SIGNS: [&str; 14] =
        ["~~", "**", "[", "> [!NOTE]\n> ", "- ", "# ", "x", "\n\n", "`", "==", "1. ", "![a](b)", "^2^", "<ins>a</ins>"];
    let keys: Vec<String> =
        texts.iter().filter(|(_, text)| std::str::from_utf8(text).is_ok()).map(|(k, _)| k.clone()).collect();
    let key = keys[numbers.below(keys.len())].clone();
    let text = String::from_utf8(texts[&key].clone()).unwrap();
    let words: Vec<(usize, &str)> = text
        .split_inclusive([' ', '\n'])
        .scan(0, |at, word| {
            let here = *at;
            *at += word.len();
            Some((here, word))
        })
        .collect();
    let (at, word) = words.get(numbers.below(words.len())).copied().unwrap_or((0, ""));
    let (from, to, new) = match numbers.below(5) {
        0 => (at, at + word.len(), String::new()),
        1 => (at, at, word.to_owned()),
        2 => (at, at, SIGNS[numbers.below(SIGNS.len())].to_owned()),
        3 => {
            let (_, other) = words[numbers.below(words.len())];
            (at, at + word.len(), other.to_owned())
        }
        _ => {
            let line = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
            let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
            (start, line, String::new())
        }
    };
    let edited = format!("{}{new}{}", &text[..from], &text[to..]);
    texts.insert(key.clone(), edited.into_bytes());
    format!("{key} at {from}: {:?} → {new:?}", &text[from..to])
}

struct Planned {
    inputs: load::Inputs,
    plan: Plan,
}

impl Planned {
    fn version(&self) -> Version<'_> {
        Version { inputs: &self.inputs, plan: &self.plan, read: &self.plan, left_out: &[] }
    }
}

fn planned(root: &Path) -> Planned {
    let (mut inputs, problems) = load::load(root).unwrap();
    inputs.changes = Default::default();
    let plan = fingerpost::plan(&inputs, problems, &Choices::default(), &mut Memory::default());
    Planned { inputs, plan }
}

/// Every file that is made of the site. The search's index, which no reader reads, is made of the pages.
fn rendered(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut inputs, problems) = load::load(root).unwrap();
    inputs.changes = Default::default();
    let built = fingerpost::build(&inputs, problems, &Choices::default(), &mut Memory::default());
    let bytes = |content: Content| match content {
        Content::Text(text) => text.as_bytes().to_vec(),
        Content::Bytes(bytes) => bytes.to_vec(),
        Content::Copy(_) | Content::Bared(_) | Content::Rendition(..) | Content::Card(_) | Content::Archive(_) => {
            Vec::new()
        }
    };
    built.outputs.into_iter().map(|output| (output.path, bytes(output.content))).collect()
}

#[test]
fn something_is_told_of_every_edit_that_changes_a_byte() {
    let seed = std::env::var("DIFF_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(22);
    let edits = std::env::var("DIFF_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(EDITS);
    let original = files(&repository().join("tests/golden/site"));
    let old = folder();
    original.iter().for_each(|(path, bytes)| write(old.path(), path, bytes));
    let (before, was) = (planned(old.path()), rendered(old.path()));
    let mut numbers = Numbers(seed);
    let mut changed = 0;
    for _ in 0..edits {
        let mut texts = original.clone();
        let what = edit(&mut texts, &mut numbers);
        let new = folder();
        texts.iter().for_each(|(path, bytes)| write(new.path(), path, bytes));
        let after = planned(new.path());
        let differing = after.inputs.files.iter().map(|file| file.path.clone());
        let differing = differing.filter(|path| original.get(path.as_str()) != texts.get(path.as_str())).collect();
        let bytes = FileBytes { differing, ..FileBytes::default() };
        let paired = Paired::of(&before.plan.site, &after.plan.site, &bytes);
        let changes = diff::diff(before.version(), after.version(), &paired, &bytes);
        let differ = rendered(new.path()) != was;
        changed += usize::from(differ);
        let told = !changes.is_empty() || !changes.rewrapped.is_empty();
        assert!(!differ || told, "{what}: a page has other bytes, and nothing is told");
        assert!(
            differ || changes.is_empty() || !changes.guards.is_empty() || !changes.unreadable.is_empty(),
            "{what}: the bytes are the same, and told is {changes:#?}"
        );
    }
    assert!(changed * 2 > edits, "hardly any edit changed a page: {changed} of {edits}");
}
