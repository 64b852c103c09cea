//! Several files of a site, replaced or renamed together: all, or none.
//!
//! Takes: a folder, for files below it the text that was read and the text that is to be there, and what is renamed. Gives: all of it
//! done, or an error. Never: writes over what somebody has saved meanwhile, or opens a file to write into it.
//!
//! Each new text is written beside its file, saved, and in a name that nobody has; then all take their places, and last the file or
//! folder is renamed. What fails on the way is taken back.

use super::clear;
use crate::publish::held::{Folder, Kind};
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A file whose text is to be another.
#[derive(Clone, Debug)]
pub struct NewText {
    /// Below the folder, before anything is renamed.
    pub path: PathBuf,
    /// All of its text, when it was read: with anything else there, nothing is written.
    pub before: String,
    /// All of its text from now on.
    pub after: String,
}

/// A rename below a folder.
#[derive(Clone, Debug)]
pub struct Rename {
    /// What is there.
    pub old: PathBuf,
    /// Where nothing is yet, or the same under a name that the disk does not tell from its own.
    pub new: PathBuf,
}

/// Why nothing was written.
#[derive(Debug)]
pub struct NotReplaced {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it; `None` where somebody has changed it since it was read.
    pub error: Option<io::Error>,
}

impl fmt::Display for NotReplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.error {
            None => write!(f, "`{path}` has changed meanwhile, so nothing was written; run it again"),
            Some(error) => write!(f, "`{path}` cannot be written: {error}"),
        }
    }
}

impl std::error::Error for NotReplaced {}

/// Does all of it, or nothing.
pub fn replace_all(root: &Path, texts: &[NewText], rename: Option<&Rename>) -> Result<(), NotReplaced> {
    let failed = |path: &Path, error: io::Error| NotReplaced { path: path.to_owned(), error: Some(error) };
    let folder = Folder::at(root).map_err(|error| failed(root, error))?;
    // Before anything is made, so that nothing is where something is missing.
    for text in texts {
        match Place::of(&folder, text).and_then(|place| as_read(&place, text)) {
            Ok(Some(_)) => {}
            Ok(None) => return Err(NotReplaced { path: text.path.clone(), error: None }),
            Err(error) => return Err(failed(&text.path, error)),
        }
    }
    let renaming = rename.map(|rename| Renaming::of(&folder, rename).map_err(|error| failed(&rename.new, error)));
    let renaming = renaming.transpose()?;
    let mut laid: Vec<(Place, LineEnds)> = Vec::new();
    let mut fault = None;
    for text in texts {
        match Place::of(&folder, text).and_then(|place| place.lay(text).map(|ends| Some((place, ends?)))) {
            Ok(Some(place)) => laid.push(place),
            Ok(None) => fault = Some(NotReplaced { path: text.path.clone(), error: None }),
            Err(error) => fault = Some(failed(&text.path, error)),
        }
        if fault.is_some() {
            break;
        }
    }
    let mut done = 0;
    for ((place, _), text) in laid.iter().zip(texts) {
        if fault.is_some() {
            break;
        }
        match as_read(place, text).and_then(|is| is.map(|_| place.take()).transpose()) {
            Ok(Some(())) => done += 1,
            Ok(None) => fault = Some(NotReplaced { path: text.path.clone(), error: None }),
            Err(error) => fault = Some(failed(&text.path, error)),
        }
    }
    if let (None, Some(renaming), Some(rename)) = (&fault, &renaming, rename) {
        fault = renaming.take().err().map(|error| failed(&rename.new, error));
    }
    if let Some(fault) = fault {
        for (number, (place, ends)) in laid.iter().enumerate() {
            if number < done {
                let back = place.create_beside().and_then(|mut file| file.write_all(&ends.of(&texts[number].before)));
                let _ = back.and_then(|()| place.take());
            } else {
                let _ = place.folder.remove_file(place.beside().as_ref());
            }
        }
        return Err(fault);
    }
    laid.iter()
        .zip(texts)
        .try_for_each(|((place, _), text)| place.folder.sync().map_err(|error| failed(&text.path, error)))
}

/// A file's folder, held open, and its name in it.
struct Place {
    folder: Folder,
    name: String,
}

impl Place {
    fn of(root: &Folder, text: &NewText) -> io::Result<Place> {
        Place::at(root, &text.path)
    }

    fn at(root: &Folder, path: &Path) -> io::Result<Place> {
        Ok(Place { folder: root.below(path.parent().unwrap_or(Path::new("")))?, name: name(path)? })
    }

    /// Writes the new text beside the old; `None` where that is not what was read.
    fn lay(&self, text: &NewText) -> io::Result<Option<LineEnds>> {
        let Some(ends) = as_read(self, text)? else { return Ok(None) };
        let after = ends.of(&text.after);
        clear(&self.folder, &self.beside(), &String::from_utf8_lossy(&after))?;
        let mut file = self.create_beside()?;
        if let Err(error) = file.write_all(&after).and_then(|()| file.sync_all()) {
            let _ = self.folder.remove_file(self.beside().as_ref());
            return Err(error);
        }
        Ok(Some(ends))
    }

    /// A new file, which the same people may read as the one that is there.
    fn create_beside(&self) -> io::Result<File> {
        self.folder.create_like(self.beside().as_ref(), self.name.as_ref())
    }

    fn take(&self) -> io::Result<()> {
        self.folder.rename(self.beside().as_ref(), &self.folder, self.name.as_ref())
    }

    fn beside(&self) -> String {
        format!(".{}.fingerpost-new", self.name)
    }
}

fn name(path: &Path) -> io::Result<String> {
    let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    name.ok_or_else(|| io::Error::other("it is no file's name"))
}

/// How the lines of a file end on the disk.
#[derive(Clone, Copy)]
enum LineEnds {
    /// As in the text that was read.
    AsRead,
    /// In a carriage return alone, as on the oldest Macs; in what was read, a line feed stands for each.
    Returns,
}

impl LineEnds {
    fn of(self, text: &str) -> Vec<u8> {
        match self {
            LineEnds::AsRead => text.as_bytes().to_vec(),
            LineEnds::Returns => text.replace('\n', "\r").into_bytes(),
        }
    }
}

/// How the file has the text that was read, if it still has it.
fn as_read(place: &Place, text: &NewText) -> io::Result<Option<LineEnds>> {
    match place.folder.kind(place.name.as_ref())? {
        Some(Kind::File) => {}
        Some(other) => return Err(other.in_the_way()),
        None => return Ok(None),
    }
    let before = text.before.as_bytes();
    let mut bytes = Vec::with_capacity(before.len());
    // One byte more tells that it has grown.
    place.folder.read(place.name.as_ref())?.take(before.len() as u64 + 1).read_to_end(&mut bytes)?;
    if bytes == before {
        return Ok(Some(LineEnds::AsRead));
    }
    let feed = |byte: &u8| if *byte == b'\r' { b'\n' } else { *byte };
    let returns =
        !bytes.contains(&b'\n') && bytes.len() == before.len() && bytes.iter().map(feed).eq(before.iter().copied());
    Ok(returns.then_some(LineEnds::Returns))
}

struct Renaming {
    from: Place,
    to: Place,
}

impl Renaming {
    fn of(root: &Folder, rename: &Rename) -> io::Result<Renaming> {
        let from = Place::at(root, &rename.old)?;
        let parent = rename.new.parent().unwrap_or(Path::new(""));
        let to = Place { folder: root.made_below(parent)?, name: name(&rename.new)? };
        if to.folder.kind(to.name.as_ref())?.is_some() && !is_itself(rename, (&from, &to))? {
            return Err(io::Error::other("there is something already"));
        }
        Ok(Renaming { from, to })
    }

    fn take(&self) -> io::Result<()> {
        self.from.folder.rename(self.from.name.as_ref(), &self.to.folder, self.to.name.as_ref())
    }
}

/// Whether what stands at the new name is the thing itself: a disk of macOS or Windows does not tell `a.md` from `A.md`.
fn is_itself(rename: &Rename, (from, to): (&Place, &Place)) -> io::Result<bool> {
    let small = |path: &Path| path.to_string_lossy().to_lowercase();
    Ok(small(&rename.old) == small(&rename.new)
        && from.folder.id(from.name.as_ref())? == to.folder.id(to.name.as_ref())?)
}
