//! A small site that uses every construct once, and its pages as they were when somebody last looked at them.
//! After a change that is meant: `UPDATE_GOLDEN=1 cargo test golden`, and read the diff.
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_pages_are_as_they_were() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    // In a folder of its own: in this repository, git would know when each page was last changed.
    let site = folder.path().join("site");
    copy(&golden.join("site"), &site);
    let built = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(["build", "--strict", "--today", "2026-11-24", "--root"])
        .arg(&site)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stdout));
    let kept = golden.join("public");
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        let _ = fs::remove_dir_all(&kept);
    }
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(&out).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let below = entry.path().strip_prefix(&out).unwrap();
        if below.starts_with("assets") || below.starts_with(".fingerpost") {
            continue;
        }
        let file = kept.join(below);
        // What a picture becomes is seen in `pictures.rs`; here, that the pages ask for it.
        let Ok(made) = fs::read_to_string(entry.path()) else { continue };
        if std::env::var("UPDATE_GOLDEN").is_ok() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &made).unwrap();
        }
        let wanted = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is new", below.display()));
        assert_eq!(made, wanted, "{}", below.display());
        seen += 1;
    }
    let all = walkdir::WalkDir::new(&kept).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    assert_eq!(seen, all.count(), "a page is gone");
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let to = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
