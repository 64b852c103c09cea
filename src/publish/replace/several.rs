//! Several files of a site, replaced or renamed together: all, or none.
//!
//! Each new text is written beside its file, in a name that nobody has; then all take their places, and last the file or folder is
//! renamed. What fails on the way is taken back.

use crate::publish::held::Folder;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A file whose text is to be another.
#[derive(Clone, Debug)]
pub struct NewText {
    /// Below the folder, before anything is renamed.
    pub path: PathBuf,
    /// What is in it now: with anything else there, nothing is written.
    pub before: Vec<u8>,
    /// What is to be in it.
    pub after: Vec<u8>,
}

/// A rename below a folder.
#[derive(Clone, Debug)]
pub struct Rename {
    /// What is there.
    pub old: PathBuf,
    /// Where nothing is yet.
    pub new: PathBuf,
}

/// Does all of it, or nothing.
pub fn replace_all(root: &Path, texts: &[NewText], rename: Option<&Rename>) -> io::Result<()> {
    let folder = Folder::at(root)?;
    for text in texts {
        let place = Place::of(&folder, &text.path)?;
        let mut now = Vec::new();
        place.folder.read(place.name.as_ref())?.read_to_end(&mut now)?;
        if now != text.before {
            return Err(changed(&text.path));
        }
    }
    let renamed = rename.map(|rename| Renaming::of(&folder, rename)).transpose()?;
    let mut beside = Vec::new();
    let written = texts.iter().try_for_each(|text| {
        let place = Place::of(&folder, &text.path)?;
        let mut file = place.create_beside()?;
        beside.push(place);
        file.write_all(&text.after).and_then(|()| file.sync_all())
    });
    let drop_all = |places: &[Place]| {
        for place in places {
            let _ = place.folder.remove_file(place.beside().as_ref());
        }
    };
    if let Err(error) = written {
        drop_all(&beside);
        return Err(error);
    }
    let mut done = 0;
    let placed = beside.iter().try_for_each(|place| {
        place.folder.rename(place.beside().as_ref(), &place.folder, place.name.as_ref())?;
        done += 1;
        Ok(())
    });
    let all = placed.and_then(|()| renamed.as_ref().map_or(Ok(()), Renaming::take));
    if all.is_err() {
        drop_all(&beside[done..]);
        for (place, text) in beside.iter().zip(texts).take(done) {
            let back = place.create_beside();
            let back = back.and_then(|mut file| file.write_all(&text.before));
            let _ =
                back.and_then(|()| place.folder.rename(place.beside().as_ref(), &place.folder, place.name.as_ref()));
        }
    }
    all?;
    beside.iter().try_for_each(|place| place.folder.sync())
}

fn changed(path: &Path) -> io::Error {
    io::Error::other(format!("`{}` has changed meanwhile, so nothing was written", path.display()))
}

/// A file's folder, held open, and its name in it.
struct Place {
    folder: Folder,
    name: String,
}

impl Place {
    fn of(root: &Folder, path: &Path) -> io::Result<Place> {
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        let name = name.ok_or_else(|| io::Error::other("it is no file's name"))?;
        Ok(Place { folder: root.below(path.parent().unwrap_or(Path::new("")))?, name })
    }

    /// A new file, which the same people may read as the one that is there.
    fn create_beside(&self) -> io::Result<File> {
        let beside = self.beside();
        match self.folder.create_like(beside.as_ref(), self.name.as_ref()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(io::Error::other(format!(
                "`{beside}` stands beside `{}`, which a move that was broken off has left, or somebody else. Delete it or move it away",
                self.name
            ))),
            made => made,
        }
    }

    fn beside(&self) -> String {
        format!(".{}.fingerpost-new", self.name)
    }
}

struct Renaming {
    from: Place,
    to: Place,
}

impl Renaming {
    fn of(root: &Folder, rename: &Rename) -> io::Result<Renaming> {
        let from = Place::of(root, &rename.old)?;
        let parent = rename.new.parent().unwrap_or(Path::new(""));
        let name = rename.new.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        let name = name.ok_or_else(|| io::Error::other("it is no file's name"))?;
        let to = Place { folder: root.made_below(parent)?, name };
        if to.folder.kind(to.name.as_ref())?.is_some() {
            return Err(io::Error::other(format!("there is something at `{}` already", rename.new.display())));
        }
        Ok(Renaming { from, to })
    }

    fn take(&self) -> io::Result<()> {
        self.from.folder.rename(self.from.name.as_ref(), &self.to.folder, self.to.name.as_ref())
    }
}
