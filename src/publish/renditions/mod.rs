//! Pictures → their sizes, made once and kept.
//!
//! Takes: the outputs, and the site's folder. Gives: [`Made`], the outputs with a file or bytes in each rendition's and card's place, and
//! which pictures could not be decoded.
//! Never: trusts what it finds (see [`cache`]).

mod cache;

use crate::picture::Rendition;
use crate::picture::card::Card;
use crate::render::{Content, Output};
use cache::{Cache, Looked};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Points of pictures that are open at once, about; each takes up to eight bytes.
const AT_ONCE: u64 = 60_000_000;

/// What became of the pictures.
#[derive(Debug, Default)]
pub struct Made {
    /// The outputs, none of them still to be made.
    pub outputs: Vec<Output>,
    /// The files that could not be decoded. Their renditions are missing.
    pub broken: BTreeSet<PathBuf>,
    /// How many pictures were made now, and not found: for tests that count work.
    pub encoded: usize,
    /// Why what was kept before was not used.
    pub told: Option<String>,
}

/// A picture's file with what is asked of it.
struct Task<'a> {
    disk: &'a Path,
    forms: Vec<Rendition>,
}

/// Where a rendition is: in the folder of kept ones, or, where nothing can be kept, here.
type Kept = HashMap<(PathBuf, Rendition), Content>;

/// Makes what is not kept. `root` is the site's folder.
pub fn make(outputs: Vec<Output>, root: &Path) -> Made {
    let mut asked: BTreeMap<&Path, Vec<Rendition>> = BTreeMap::new();
    let mut cards: Vec<&Card> = Vec::new();
    for output in outputs.iter().flat_map(with_packed) {
        match &output.content {
            Content::Rendition(disk, form) => asked.entry(disk).or_default().push(*form),
            Content::Card(card) => cards.push(card),
            _ => {}
        }
    }
    let Some(folder) =
        (!asked.is_empty() || !cards.is_empty()).then(|| root.canonicalize().unwrap_or_else(|_| root.to_owned()))
    else {
        return Made { outputs, ..Made::default() };
    };
    let cache = Cache::open(&folder);
    let looked: Vec<Looked<'_>> =
        asked.into_par_iter().map(|(disk, forms)| cache.look(&folder, Task { disk, forms })).collect();
    let (mut kept, mut broken, mut missing) = (Kept::new(), BTreeSet::new(), Vec::new());
    for looked in looked {
        match looked.missing {
            Ok(task) if task.forms.is_empty() => {}
            Ok(task) => missing.push((task, looked.points)),
            Err(disk) => drop(broken.insert(disk.to_owned())),
        }
        kept.extend(looked.found);
    }
    let encoded: usize = missing.iter().map(|(task, _)| task.forms.len()).sum();
    // Few large ones at a time, many small ones: a site of photos must not ask for all the memory there is.
    let mut rest = missing.as_slice();
    while !rest.is_empty() {
        let mut points = 0;
        let fit = rest.iter().take_while(|(_, more)| {
            points += more;
            points <= AT_ONCE
        });
        let (now, later) = rest.split_at(fit.count().max(1));
        let made: Vec<_> = now.par_iter().map(|(task, _)| (task.disk, cache.make(&folder, task))).collect();
        for (disk, made) in made {
            match made {
                Some(made) => kept.extend(made),
                None => drop(broken.insert(disk.to_owned())),
            }
        }
        rest = later;
    }
    let cards: HashMap<&Card, (Content, bool)> =
        cards.into_par_iter().filter_map(|card| Some((card, cache.card(card)?))).collect();
    let encoded = encoded + cards.values().filter(|(_, new)| *new).count();
    cache.forget_all_but(kept.values().chain(cards.values().map(|(card, _)| card)));
    let outputs = outputs.iter().filter_map(|output| finished(output, &kept, &cards));
    Made { outputs: outputs.collect(), broken, encoded, told: cache.told }
}

/// An output, and what is packed in it.
fn with_packed(output: &Output) -> impl Iterator<Item = &Output> {
    let packed = match &output.content {
        Content::Archive(files) => files.as_slice(),
        _ => &[],
    };
    std::iter::once(output).chain(packed)
}

/// An output with nothing in it that is still to be made. `None` for a picture that could not be.
fn finished(output: &Output, kept: &Kept, cards: &HashMap<&Card, (Content, bool)>) -> Option<Output> {
    let content = match &output.content {
        Content::Rendition(disk, form) => kept.get(&(disk.clone(), *form))?.clone(),
        Content::Card(card) => cards.get(card.as_ref())?.0.clone(),
        Content::Archive(files) => {
            Content::Archive(Arc::new(files.iter().filter_map(|file| finished(file, kept, cards)).collect()))
        }
        content => content.clone(),
    };
    Some(Output { content, path: output.path.clone() })
}
