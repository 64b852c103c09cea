//! Which files of a site were called otherwise before, as far as git knows.
//!
//! Takes: the site's folder, and what was loaded from it. Gives: earlier names and what is there now; none where there is no git.
//! Never: takes a likeness for a rename where git has not committed it: then only the very same text is one.

use super::Inputs;
use super::git::{Repository, blob_names};
use crate::source::SitePath;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Earlier paths, each with the path that its file has now.
pub type Renames = BTreeMap<SitePath, SitePath>;

/// Asks git for every rename of its history, and looks for texts that have moved since the last commit.
pub fn renames(root: &Path, inputs: &Inputs) -> Renames {
    let asked = || {
        let repository = Repository::of(&root.canonicalize().ok()?)?;
        let head = repository.commit("HEAD")?;
        Some((repository.renames(&head).ok()?, repository.blobs(&head, "").ok()?))
    };
    let Some((committed, blobs)) = asked() else { return Renames::new() };
    let texts = || inputs.articles.iter().chain(&inputs.trees);
    let there: HashSet<&str> = texts()
        .map(|text| text.path.as_str())
        .chain(inputs.files.iter().chain(&inputs.downloads).map(|file| file.path.as_str()))
        .collect();
    let new: Vec<_> = texts().filter(|text| !blobs.contains_key(text.path.as_str())).collect();
    let digits = blobs.values().next().map_or(0, String::len);
    let mut named: HashMap<String, &str> = HashMap::new();
    for text in new.iter().rev() {
        named.extend(blob_names(&text.text, digits).into_iter().map(|name| (name, text.path.as_str())));
    }
    let mut next: BTreeMap<String, String> = BTreeMap::new();
    for (path, blob) in blobs.iter().filter(|(path, _)| !there.contains(path.as_str())) {
        if let Some(now) = named.get(blob) {
            next.insert(path.clone(), (*now).to_owned());
        }
    }
    for (old, new) in committed {
        next.entry(old).or_insert(new);
    }
    let now = |old: &String| {
        let mut at = next.get(old)?;
        // A file that was renamed back and forth comes to an end as well.
        for _ in 0..next.len() {
            if there.contains(at.as_str()) {
                break;
            }
            at = next.get(at)?;
        }
        (there.contains(at.as_str()) && !there.contains(old.as_str())).then(|| at.as_str().into())
    };
    next.keys().filter_map(|old| Some((old.as_str().into(), now(old)?))).collect()
}
