//! Pictures → their sizes, made once and kept.
//!
//! Takes: the outputs, and the site's folder. Gives: [`Made`], the outputs with a file or bytes in each rendition's place, and
//! which pictures could not be decoded.
//! Never: trusts what it finds. A kept file's name holds the hash of the picture that it was made from, and its own: one that was
//! half written, edited or made of an earlier picture is not taken. So the folder can be deleted at any time.

use crate::load;
use crate::picture::{self, Rendition};
use crate::render::{Content, Output};
use crate::source::digest;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

/// Where they are kept, below the site's folder.
pub const CACHE: &str = ".fingerpost-cache";

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
        return Made { outputs, broken: BTreeSet::new(), encoded: 0 };
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
    Made { outputs: outputs.collect(), broken, encoded }
}

/// The folder of kept renditions.
struct Cache {
    folder: PathBuf,
    /// By what they were made from and as: the file's name.
    files: HashMap<u128, String>,
}

/// What the folder has of a picture.
struct Looked<'a> {
    found: Kept,
    /// What is still to be made; the file, if it could not be read.
    missing: Result<Task<'a>, &'a Path>,
    points: u64,
}

impl Cache {
    fn open(root: &Path) -> Cache {
        let folder = root.join(CACHE);
        let names = fs::read_dir(&folder).into_iter().flatten().flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        let files = names.filter_map(|name| Some((u128::from_str_radix(name.get(..32)?, 16).ok()?, name))).collect();
        Cache { folder, files }
    }

    fn look<'a>(&self, root: &Path, task: Task<'a>) -> Looked<'a> {
        let Ok(file) = load::attachment(root, task.disk) else {
            return Looked { found: Kept::new(), missing: Err(task.disk), points: 0 };
        };
        let (mut found, mut missing) = (Kept::new(), Vec::new());
        for form in task.forms {
            match self.kept(&file, form) {
                Some(path) => drop(found.insert((task.disk.to_owned(), form), Content::Copy(path))),
                None => missing.push(form),
            }
        }
        let extent = picture::seen(Cursor::new(&file)).head.extent();
        let points = extent.map_or(0, |extent| u64::from(extent.width) * u64::from(extent.height));
        Looked { found, missing: Ok(Task { disk: task.disk, forms: missing }), points }
    }

    /// The kept file, if it is whole.
    fn kept(&self, file: &[u8], form: Rendition) -> Option<PathBuf> {
        let name = self.files.get(&key(file, form))?;
        let path = self.folder.join(name);
        let bytes = fs::read(&path).ok()?;
        (*name == kept_name(file, form, &bytes)).then_some(path)
    }

    /// Makes and keeps what is missing of a picture. `None` if it cannot be decoded.
    fn make(&self, root: &Path, task: &Task<'_>) -> Option<Kept> {
        let file = load::attachment(root, task.disk).ok()?;
        let made = picture::made(&file, &task.forms)?;
        let keep = |(form, bytes): (&Rendition, Vec<u8>)| {
            let content = match self.keep(&kept_name(&file, *form, &bytes), &bytes) {
                Ok(path) => Content::Copy(path),
                Err(_) => Content::Bytes(bytes.into()),
            };
            ((task.disk.to_owned(), *form), content)
        };
        Some(task.forms.iter().zip(made).map(keep).collect())
    }

    /// A file has its name only once it is whole.
    fn keep(&self, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        // Readable for whom any new file here is: a web server, say.
        let mut file = tempfile::Builder::new().make_in(&self.folder, |path| fs::File::create_new(path))?;
        file.write_all(bytes)?;
        let path = self.folder.join(name);
        file.persist(&path)?;
        Ok(path)
    }

    /// What no page shows any more is cleared away, and what another run left half written.
    fn forget_all_but(&self, kept: &Kept) {
        let kept: BTreeSet<&Path> = kept.values().filter_map(path).collect();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !kept.contains(entry.path().as_path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn path(content: &Content) -> Option<&Path> {
    match content {
        Content::Copy(path) => Some(path),
        _ => None,
    }
}

/// Of a picture in one of its sizes.
fn key(file: &[u8], form: Rendition) -> u128 {
    digest(&(picture::VERSION, xxh3_128(file), form))
}

fn kept_name(file: &[u8], form: Rendition, bytes: &[u8]) -> String {
    format!("{:032x}-{:032x}{}", key(file, form), xxh3_128(bytes), form.ending())
}
