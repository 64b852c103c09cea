//! The folder of kept renditions.
//!
//! Takes: the site's folder and a picture. Gives: the sizes of it that are kept, and keeps those that were made.
//! Never: takes a file only because of its name. The name holds the hash of the picture that it was made from and its own (xxh3-128):
//! one that was half written, edited or made of an earlier picture is not taken. But anybody can reckon a hash, so one that git
//! tracks, and so came with the checkout, is not taken either. The folder can be deleted at any time; of what is in it only names of
//! our own form are.
//!
//! Not a hash with a secret key: the key would have to lie outside the site, and a cache that a workflow brings back (which no
//! pull request can write to) would be worth nothing on the next machine.

use super::{Kept, Task};
use crate::load::{self, Committed};
use crate::picture::card::{self, Card};
use crate::picture::{self, Extent, Format, Rendition};
use crate::publish::held::{Folder, Kind};
use crate::publish::places::CACHE;
use crate::render::Content;
use crate::source::digest;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use xxhash_rust::xxh3::xxh3_128;

/// Before the name of a file that is not whole yet.
const UNFINISHED: &str = ".new-";

/// The folder, held open; without one, nothing is found and nothing kept.
pub(super) struct Cache {
    folder: Option<Folder>,
    path: PathBuf,
    /// By what they were made from and as: the file's name.
    files: HashMap<u128, String>,
    committed: Committed,
    begun: AtomicUsize,
    /// Why what was kept before was not used.
    pub(super) told: Option<String>,
}

/// What the folder has of a picture.
pub(super) struct Looked<'a> {
    pub(super) found: Kept,
    /// What is still to be made; the file, if it could not be read.
    pub(super) missing: Result<Task<'a>, &'a Path>,
    pub(super) points: u64,
}

impl Cache {
    /// `root` is the site's folder, without links.
    pub(super) fn open(root: &Path) -> Cache {
        let path = root.join(CACHE);
        let none = Cache {
            folder: None,
            path,
            files: HashMap::new(),
            committed: Committed::default(),
            begun: AtomicUsize::new(0),
            told: None,
        };
        let Ok(site) = Folder::at(root) else { return none };
        if let Some(other) = site.kind(CACHE.as_ref()).ok().flatten().filter(|kind| *kind != Kind::Folder) {
            let why = other.in_the_way();
            return Cache { told: Some(format!("Pictures were made anew and not kept in {CACHE}: {why}.")), ..none };
        }
        let Ok(folder) = site.make(CACHE.as_ref()) else { return none };
        let names = folder.names().unwrap_or_default().into_iter();
        let names = names.filter(|(_, kind)| *kind == Kind::File).filter_map(|(name, _)| name.into_string().ok());
        let mut files: HashMap<u128, String> = names.filter_map(|name| Some((key_of(&name)?, name))).collect();
        let top = load::committed::top(root);
        let asked = !files.is_empty();
        let committed = if asked { load::committed::committed(top.as_deref(), root, CACHE.as_ref()) } else { None };
        let before = files.len();
        // Where git does not say what came with the checkout, all of it may have.
        files.retain(|_, name| committed.as_ref().is_some_and(|committed| !committed.has(name)));
        let told = (files.len() < before).then(|| match committed {
            Some(_) => format!("Pictures in {CACHE} that came with the repository were not used, but made anew."),
            None => {
                format!("Pictures in {CACHE} were made anew: git does not say whether they came with the repository.")
            }
        });
        Cache { folder: Some(folder), files, committed: committed.unwrap_or_default(), told, ..none }
    }

    pub(super) fn look<'a>(&self, root: &Path, task: Task<'a>) -> Looked<'a> {
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
        let bytes = self.bytes(name)?;
        // Anybody can name a file after its own hash; only a picture of this form can be in a picture's place.
        let is_one = picture::is_of_form(&bytes, form);
        (is_one && *name == kept_name(file, form, &bytes)).then(|| self.path.join(name))
    }

    /// A card, and whether it was drawn now. `None` if it cannot be drawn.
    pub(super) fn card(&self, card: &Card) -> Option<(Content, bool)> {
        let form = Rendition { extent: Extent { width: card::WIDTH, height: card::HEIGHT }, format: Format::Png };
        let key = digest(&(card::VERSION, card, form));
        let named = |bytes: &[u8]| format!("{key:032x}-{:032x}{}", xxh3_128(bytes), form.ending());
        if let Some((name, bytes)) = self.files.get(&key).and_then(|name| Some((name, self.bytes(name)?)))
            && picture::is_of_form(&bytes, form)
            && *name == named(&bytes)
        {
            return Some((Content::Copy(self.path.join(name)), false));
        }
        let bytes = card::drawn(card)?;
        let kept = self.keep(&named(&bytes), &bytes);
        Some((kept.map_or_else(|_| Content::Bytes(bytes.into()), Content::Copy), true))
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.folder.as_ref()?.read(name.as_ref()).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Makes and keeps what is missing of a picture. `None` if it cannot be decoded.
    pub(super) fn make(&self, root: &Path, task: &Task<'_>) -> Option<Kept> {
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
        let folder = self.folder.as_ref().ok_or(std::io::ErrorKind::NotFound)?;
        let own = self.begun.fetch_add(1, Ordering::Relaxed);
        let unfinished = format!("{UNFINISHED}{}-{own}", std::process::id());
        let mut file = folder.create(unfinished.as_ref())?;
        file.write_all(bytes)?;
        folder.rename(unfinished.as_ref(), folder, name.as_ref())?;
        Ok(self.path.join(name))
    }

    /// What no page shows any more is cleared away, and what another run left half written.
    pub(super) fn forget_all_but<'a>(&self, kept: impl Iterator<Item = &'a Content>) {
        let Some(folder) = &self.folder else { return };
        let kept: BTreeSet<&OsStr> = kept.filter_map(path).filter_map(Path::file_name).collect();
        for (name, kind) in folder.names().unwrap_or_default() {
            let own = name.to_str().is_some_and(|name| is_own(name) && !self.committed.has(name));
            if own && kind == Kind::File && !kept.contains(name.as_os_str()) {
                let _ = folder.remove_file(&name);
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

/// What a file with a name of our form was made from and as.
fn key_of(name: &str) -> Option<u128> {
    let (key, rest) = name.split_once('-')?;
    let (own, ending) = rest.split_once('.')?;
    let hash = |text: &str| {
        let digits = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        u128::from_str_radix(text, 16).ok().filter(|_| digits)
    };
    let (width, format) = ending.split_once('.')?;
    hash(own).filter(|_| width.parse::<u32>().is_ok() && matches!(format, "webp" | "jpg" | "png"))?;
    hash(key)
}

/// Whether a name is of the form that we give, whole or unfinished.
fn is_own(name: &str) -> bool {
    let numbers =
        |text: &str| text.split_once('-').is_some_and(|(a, b)| a.parse::<u32>().is_ok() && b.parse::<usize>().is_ok());
    key_of(name).is_some() || name.strip_prefix(UNFINISHED).is_some_and(numbers)
}
