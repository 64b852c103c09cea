//! Pictures → their sizes, made once and kept.
//!
//! Takes: the outputs, and the site's folder. Gives: [`Made`], the outputs with a file or bytes in each rendition's place, and
//! which pictures could not be decoded.
//! Never: trusts what it finds (see [`cache`]).

mod cache;

use crate::picture::Rendition;
use crate::render::{Content, Output};
use cache::{Cache, Looked};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

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
    for output in &outputs {
        if let Content::Rendition(disk, form) = &output.content {
            asked.entry(disk).or_default().push(*form);
        }
    }
    let Some(folder) = (!asked.is_empty()).then(|| root.canonicalize().unwrap_or_else(|_| root.to_owned())) else {
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
    let encoded = missing.iter().map(|(task, _)| task.forms.len()).sum();
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
    cache.forget_all_but(&kept);
    let outputs = outputs.into_iter().filter_map(|output| match output.content {
        Content::Rendition(disk, form) => Some(Output { content: kept.get(&(disk, form))?.clone(), path: output.path }),
        content => Some(Output { content, ..output }),
    });
    Made { outputs: outputs.collect(), broken, encoded, told: cache.told }
}
