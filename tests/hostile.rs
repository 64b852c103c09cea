//! Input made to hang or break the program: always an answer, never a panic.
#![allow(clippy::disallowed_methods, reason = "tests make folders")]

use std::fs;
use std::process::Command;

fn said(name: &str, text: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("site.yaml"), "title: T\n").unwrap();
    fs::write(folder.path().join("content").join(name), text).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(["check", "--format", "short", "--root"])
        .arg(folder.path())
        .output()
        .unwrap();
    let code = run.status.code();
    assert!(matches!(code, Some(0 | 1)), "{name}: {code:?} {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn deep_nesting_of_markdown_is_survived() {
    for piece in [
        "[",
        "]",
        "> ",
        "- ",
        "*a_ ",
        "<div>",
        "<b>",
        "</b>",
        "[[",
        "![[",
        "`",
        "$",
        "[@",
        "> [!NOTE]\n",
        "<script>",
        "&#",
        "|",
    ] {
        said("a.md", piece.repeat(100_000).as_bytes());
    }
}

#[test]
fn deep_nesting_of_yaml_is_told() {
    for piece in ["[", "{a: ", "- "] {
        let text = format!("---\ntags: {}\n---\n", piece.repeat(100_000));
        let said = said("a.md", text.as_bytes());
        assert!(said.contains("error[yaml-syntax]"), "{said}");
    }
    let mut laughs = String::from("a: &a [x, x]\n");
    for level in 1..40 {
        laughs.push_str(&format!(
            "a{level}: &a{level} [*a{}, *a{}]\n",
            if level == 1 { String::new() } else { (level - 1).to_string() },
            if level == 1 { String::new() } else { (level - 1).to_string() }
        ));
    }
    assert!(said("a.tree.yaml", laughs.as_bytes()).contains("error["));
}

#[test]
fn odd_bytes_and_names_are_taken() {
    said("a.md", b"");
    said("a.md", b"\0\0\0");
    said("a.md", &[0xff; 1000]);
    assert_eq!(said("a.md", "\u{feff}---\r\ntitle: T\r\n---\r\n\r\nText.\r\n".as_bytes()), "");
    assert_eq!(said("Größe & 日本語 🏃.md", b"# T\n"), "");
}
