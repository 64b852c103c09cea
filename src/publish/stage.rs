//! The folder beside the output folder, in which the new site is put together.

use super::Refusal;
use super::folder::{self, Before, MARKER};
use crate::render::{Content, Output};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A staging folder, locked. What an earlier build left there when it was killed is cleared away.
pub(super) struct Stage {
    /// Holds the lock and the new site.
    folder: PathBuf,
    /// The new site.
    site: PathBuf,
    _lock: File,
}

fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Refusal {
    let path = path.to_owned();
    move |error| Refusal::Disk { doing, path, error }
}

impl Stage {
    pub(super) fn begin(target: &Path) -> Result<Stage, Refusal> {
        let name = target.file_name().map_or_else(|| "site".into(), |name| name.to_string_lossy().into_owned());
        let folder = target.with_file_name(format!(".{name}.fingerpost"));
        fs::create_dir_all(&folder).map_err(disk("make the folder", &folder))?;
        let lock_path = folder.join("lock");
        let lock = File::create(&lock_path).map_err(disk("write", &lock_path))?;
        if lock.try_lock().is_err() {
            return Err(Refusal::Busy(target.to_owned()));
        }
        let site = folder.join("site");
        if site.exists() {
            fs::remove_dir_all(&site).map_err(disk("clear", &site))?;
        }
        fs::create_dir(&site).map_err(disk("make the folder", &site))?;
        Ok(Stage { folder, site, _lock: lock })
    }

    /// Puts the new site together: what has not changed is linked from the old one, and so is what is not ours.
    pub(super) fn fill(
        &self,
        outputs: &[Output],
        unchanged: &[bool],
        target: &Path,
        before: &Before,
    ) -> Result<(), Refusal> {
        let result = self.try_fill(outputs, unchanged, target, before);
        if result.is_err() {
            let _ = fs::remove_dir_all(&self.folder);
        }
        result
    }

    fn try_fill(&self, outputs: &[Output], unchanged: &[bool], target: &Path, before: &Before) -> Result<(), Refusal> {
        let folders: BTreeSet<&str> =
            outputs.iter().filter_map(|o| o.path.rsplit_once('/').map(|(folder, _)| folder)).collect();
        for folder in folders {
            let folder = self.site.join(folder);
            fs::create_dir_all(&folder).map_err(disk("make the folder", &folder))?;
        }
        outputs.par_iter().zip(unchanged).try_for_each(|(output, unchanged)| {
            let (old, new) = (target.join(&output.path), self.site.join(&output.path));
            if *unchanged && fs::hard_link(&old, &new).is_ok() {
                return Ok(());
            }
            let written = match &output.content {
                Content::Text(text) => fs::write(&new, text.as_bytes()),
                Content::Bytes(bytes) => fs::write(&new, bytes),
                Content::Copy(from) => fs::copy(from, &new).map(|_| ()),
                Content::Rendition(..) => Err(io::Error::other("it was not made")),
            };
            written.map_err(disk("write", &new))
        })?;
        let ours: BTreeSet<&str> = outputs.iter().map(|o| o.path.as_str()).collect();
        let marker = self.site.join(MARKER);
        fs::write(&marker, folder::marker(ours.iter().copied())).map_err(disk("write", &marker))?;
        if before.exists { self.carry_over(target, before, &ours) } else { Ok(()) }
    }

    /// What somebody else put into the old site (a `CNAME`, say) stays.
    fn carry_over(&self, target: &Path, before: &Before, ours: &BTreeSet<&str>) -> Result<(), Refusal> {
        for entry in WalkDir::new(target).min_depth(1) {
            let Ok(entry) = entry else { continue };
            let Ok(below) = entry.path().strip_prefix(target) else { continue };
            let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
            let path = parts.join("/");
            if entry.file_type().is_dir()
                || path == MARKER
                || ours.contains(path.as_str())
                || before.ours.contains(&path)
            {
                continue;
            }
            let new = self.site.join(below);
            if let Some(folder) = new.parent() {
                fs::create_dir_all(folder).map_err(disk("make the folder", folder))?;
            }
            fs::hard_link(entry.path(), &new)
                .or_else(|_| fs::copy(entry.path(), &new).map(|_| ()))
                .map_err(disk("keep", entry.path()))?;
        }
        Ok(())
    }

    /// The new site takes the old one's place.
    pub(super) fn swap(self, target: &Path, exists: bool) -> Result<(), Refusal> {
        let result = if exists { exchange(&self.site, target) } else { fs::rename(&self.site, target) };
        let result = result.map_err(disk("put the new site in place of", target));
        let _ = fs::remove_dir_all(&self.folder);
        result
    }
}

/// Which outputs are in the old site with the same bytes. Bytes are compared, not a list of hashes: somebody may have
/// edited the output.
pub(super) fn unchanged(outputs: &[Output], target: &Path, before: &Before) -> Vec<bool> {
    outputs.par_iter().map(|output| before.exists && same(&output.content, &target.join(&output.path))).collect()
}

/// Whether a file has these bytes already. A file of another length is not read.
fn same(content: &Content, old: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(old) else { return false };
    if !metadata.is_file() {
        return false;
    }
    let holds = |new: &[u8]| metadata.len() == new.len() as u64 && fs::read(old).is_ok_and(|bytes| bytes == new);
    match content {
        Content::Text(text) => holds(text.as_bytes()),
        Content::Bytes(bytes) => holds(bytes),
        Content::Rendition(..) => false,
        Content::Copy(from) => fs::metadata(from).is_ok_and(|m| m.len() == metadata.len()) && same_bytes(from, old),
    }
}

fn same_bytes(a: &Path, b: &Path) -> bool {
    let (Ok(mut a), Ok(mut b)) = (File::open(a), File::open(b)) else { return false };
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let Ok(read) = a.read(&mut left) else { return false };
        if read == 0 {
            return b.read(&mut right).is_ok_and(|more| more == 0);
        }
        if b.read_exact(&mut right[..read]).is_err() || left[..read] != right[..read] {
            return false;
        }
    }
}

/// Two folders change places: at once where the system can, else by two renames with a way back.
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let aside = new.with_file_name("old");
    fs::rename(old, &aside)?;
    fs::rename(new, old).inspect_err(|_| {
        let _ = fs::rename(&aside, old);
    })
}
