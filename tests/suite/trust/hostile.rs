//! Input made to hang or break the program: always an answer, never a panic, and never one that another file pays for.
//!
//! Each runs in a process of its own. The limit is no measure of speed: only what hangs comes to it.
use crate::common::{DOT, Said};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(120);

/// Runs the program on a folder, and ends it where it hangs.
fn run(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program can be started");
    let id = child.id();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = receiver.recv_timeout(LIMIT) else {
        let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        panic!("no answer in {LIMIT:?}");
    };
    let output = output.expect("the program ends");
    Said {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("results are UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("talk is UTF-8"),
    }
}

/// What `check` says of a site with one file, beside a good one. A panic has another exit code.
fn said(name: &str, text: impl AsRef<[u8]>) -> String {
    let site =
        crate::common::site("--- site.yaml\ntitle: S\nchecks: {orphan-page: off}\n--- content/good.md\n# Good\n");
    crate::common::write(site.path(), &format!("content/{name}"), text);
    let said = run(site.path(), &["check", "--format", "short"]);
    assert!(matches!(said.code, 0 | 1), "{name}: {} {}", said.code, said.stderr);
    assert!(!said.stderr.contains("panicked"), "{name}: {}", said.stderr);
    let shown = said.stdout.lines().filter(|line| !line.contains(" more of this kind, `"));
    let of_it = shown.clone().all(|line| line.starts_with("content/") && !line.starts_with("content/good.md"));
    assert!(of_it, "{name}: another file is blamed");
    shown.flat_map(|line| [line, "\n"]).collect()
}

/// What is said but advice, which a megabyte of one word does deserve.
fn faults(said: &str) -> Vec<&str> {
    said.lines().filter(|line| !line.contains(": advice[")).collect()
}

/// The codes of what is said, each once, in order.
fn codes(said: &str) -> Vec<&str> {
    let code = |line| -> Option<&str> { str::split_once(line, "[")?.1.split_once(']').map(|(code, _)| code) };
    let mut codes: Vec<&str> = said.lines().filter_map(code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn markdown_of_one_mark_100_000_times_is_survived() {
    for mark in [
        "[",
        "]",
        "](",
        "[a](",
        "![",
        "> ",
        "- ",
        "1. ",
        "*a_ ",
        "**a ",
        "_",
        "~",
        "`",
        "`a",
        "$",
        "$$",
        "|",
        "|-|\n",
        "&#",
        "&amp",
        "\\",
        "<",
        "<!--",
        "<a",
        "<a ",
        "<b>",
        "</b>",
        "<div>",
        "<script>",
        "<svg>",
        "[^1]",
        "[^1]: ",
        "[[",
        "]]",
        "![[",
        "[[a|",
        "[@",
        "[@a;",
        "[^1][@a] ",
        "[a][@a] ",
        "] (x.md) ",
        "{{ a }} ",
        "{{ ",
        "{% ",
        "++a ",
        "++a++ ",
        "[[a]](b) ",
        "- [/] ",
        "a\n:b\n",
        "$$\n",
        "https:/a ",
        "<p markdown>\n",
        "> [!NOTE]\n",
        "> [!URGENT]- ",
        "# ",
        "#",
        "-",
        ": ",
        "a\n: b\n",
        "\t",
        "\u{301}",
        "🏃",
        "\0",
        "==",
        "==a ",
        "==a== ",
        "==*a ",
        "%%",
        "%%a ",
        "%%\n",
        "![[good]] ",
        "![[good]]\n\n",
        "a ^b\n\n",
        "^b\n\n",
        "- a ^b\n",
        "!!! note\n",
        "!!! note\n    a\n\n",
        "{: #a }",
        "a\n{: #a}\n\n",
        "[[#a#b]] ",
    ] {
        said("a.md", mark.repeat(100_000));
    }
}

#[test]
fn a_line_of_a_megabyte_is_survived() {
    for word in ["a", "a ", "日本語", "http://x.example/ ", "`a` *b* "] {
        let told = said("a.md", word.repeat((1 << 20) / word.len()));
        assert!(faults(&told).iter().all(|line| line.contains("[bare-address]")), "{word}: {told}");
    }
}

#[test]
fn ten_thousand_wrong_links_are_each_told() {
    let site = crate::common::site("--- content/index.md\n# Home\n");
    crate::common::write(site.path(), "content/index.md", "A [link](gone.md).\n\n".repeat(10_000));
    let told = run(site.path(), &["check", "--format", "json"]).stdout;
    assert_eq!(told.matches("\"broken-link\"").count(), 10_000);
}

#[test]
fn yaml_nested_without_end_is_told_and_the_page_is_there_all_the_same() {
    for mark in ["[", "{", "{a: ", "- ", "? ", "\"", "'", "&a ", "*a ", "!a ", "|", ">"] {
        let told = said("a.md", format!("---\ntags: {}\n---\n# A\n", mark.repeat(100_000)));
        assert!(
            told.lines().count() <= 2,
            "{mark}: it is told once, not for each mark: {} lines",
            told.lines().count()
        );
    }
    for mark in ["[", "{a: ", "\"", "- "] {
        let told = said("a.md", format!("---\ntags: {}\n---\n# A\n", mark.repeat(100_000 | 1)));
        assert_eq!(codes(&told), ["yaml-syntax"], "{mark}");
        let tree = said("a.tree.yaml", format!("title: {}", mark.repeat(100_000 | 1)));
        assert!(codes(&tree).contains(&"yaml-syntax"), "{mark}: {tree}");
    }
}

#[test]
fn a_billion_laughs_are_not_laughed() {
    let mut laughs = String::from("a0: &a0 [ha, ha]\n");
    for level in 1..64 {
        let below = level - 1;
        laughs.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}, *a{below}]\n"));
    }
    for (name, text) in [
        ("a.md", format!("---\n{laughs}---\n# A\n")),
        ("a.tree.yaml", laughs.clone()),
        ("references.yaml", laughs.clone()),
    ] {
        let told = said(name, text);
        assert!(codes(&told).contains(&"yaml-syntax"), "{name}: {told}");
    }
}

#[test]
fn odd_bytes_are_read_or_told() {
    for (text, expected) in [
        (&b""[..], &[][..]),
        (b"\n", &[]),
        (b"\0\0\0", &["broken-markup"]),
        (b"\xef\xbb\xbf", &[]),
        (b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nText.\r\n", &[]),
        (b"---\r\ntitel: T\r\n---\r\n", &["unknown-key"]),
        (b"a\rb\r\rc", &[]),
        (b"---", &[]),
        (b"---\ntitle: T", &["front-matter"]),
        (b"---\n---", &[]),
        (b"\xff\xfe\x00", &["not-utf8"]),
        (b"\xff", &["not-utf8"]),
        (b"\xed\xa0\x80 a surrogate", &["not-utf8"]),
        (b"cut off \xe2\x82", &["not-utf8"]),
    ] {
        assert_eq!(codes(&said("a.md", text)), expected, "{:?}", String::from_utf8_lossy(text));
    }
    for name in ["a.tree.yaml", "references.yaml"] {
        for text in [&b"\0"[..], b"\xff\xfe", b"\xef\xbb\xbf", b"", b"\r", b"---\n...\n---\n"] {
            said(name, text);
        }
    }
}

#[test]
fn a_file_too_large_to_be_read_is_told() {
    let text = "word\n".repeat((17 << 20) / 5);
    assert_eq!(codes(&said("a.md", text)), ["file-too-large"]);
}

#[test]
fn names_of_any_script_are_addresses() {
    for name in
        ["Two Words.md", "ALL CAPS.MD", "日本語 🏃.md", "Größe & 'Co'.md", "🏃.md", "100%.md", "a#b?c.md", "-.md"]
    {
        let settings = "title: T\nchecks: {unportable-name: off}";
        let site = crate::common::site(&format!("--- site.yaml\n{settings}\n--- content/index.md\n# Home\n"));
        crate::common::write(site.path(), &format!("content/{name}"), "# T\n");
        let said = run(site.path(), &["build"]);
        assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{name}: {}", said.stderr);
        let pages = crate::common::files(&site.path().join("public"));
        let own = pages.iter().find(|(_, page)| String::from_utf8_lossy(page).contains(">T</h1>"));
        let (path, _) = own.unwrap_or_else(|| panic!("{name} has no page: {:?}", pages.keys()));
        let plain = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
        assert!(plain, "{name} has an address that must be escaped: {path}");
    }
}

#[test]
fn many_links_or_mistakes_do_not_take_time_by_the_square() {
    for mark in [
        "[[good]] ",
        "[g](good.md) ",
        "<a href=good.md>a</a> ",
        "![[gone.png]] ",
        "[@a] ",
        "# a\n",
        "# a {#b}\n",
        "a\n=\n",
        "<p title=\"",
    ] {
        said("a.md", mark.repeat((4 << 20) / mark.len()));
    }
    // One bracket that closes a million.
    said("a.md", format!("Words {}]\n", "[!".repeat(1 << 20)));
}

#[test]
fn a_page_with_as_many_headings_as_links_to_them_is_read() {
    let part = |number: usize| {
        let (to, next) = (20_000 - number, number + 1);
        format!("## h{number} ^b{number}\n\n[[#h{to}]] [[#h{to}#none]] [[#^b{to}]]\n\n![[#h{next}]]\n\n")
    };
    let told = said("a.md", (1..20_000).map(part).collect::<String>());
    assert_eq!(codes(&told), ["broken-anchor", "embed-too-large"]);
    let note = |number: usize| format!("a[^{number}]\n\n[^{number}]: b[^{}]\n\n", number + 1);
    said("a.md", (0..50_000).map(note).collect::<String>());
    let deep = |level: usize| format!("{}!!! note\n", " ".repeat(4 * level));
    said("a.md", (0..2_000).map(deep).collect::<String>());
}

/// U+00A0 comes in with words from web pages; a text that holds one of these spaces stopped the program.
#[test]
fn a_space_of_several_bytes_before_a_value_is_survived() {
    for space in ["\u{a0}", "\u{3000}", "\u{2028}"] {
        said("a.md", format!("---\nthe{space}title: x\n---\n\n# A\n"));
        said("a.tree.yaml", format!("title:{space}!x y\nthe{space}purpose: x\n"));
    }
}

/// What a page is called in its address is a name on a disk too.
#[test]
fn a_name_that_no_disk_takes_does_not_stop_a_build() {
    let site =
        crate::common::site("--- site.yaml\ntitle: S\nchecks: {orphan-page: off}\n--- content/index.md\n# Home\n");
    let long = "\u{65e5}".repeat(100);
    let page = format!(
        "---\ntags: [{long}]\naliases: [{long}, /old/{long}/, \"/old/a\\0b/\"]\n---\n\n# A\n\n![A]({}.png)\n",
        "a".repeat(251)
    );
    crate::common::write(site.path(), "content/a.md", page);
    crate::common::write(site.path(), &format!("content/{}.png", "a".repeat(251)), DOT);
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    assert!(site.path().join("public/old/ab/index.html").exists());
}

#[test]
fn yaml_in_one_line_of_a_megabyte_is_survived() {
    let many = |entry: &dyn Fn(usize) -> String| (0..200_000).map(entry).collect::<Vec<_>>().join(",");
    let maps = format!("title: T\nx: {{{}}}\n", many(&|n| format!("k{n},a{n}: [1]")));
    let lists = format!("title: T\nx: [{}]{}\n", many(&|_| "[1]".to_owned()), " ".repeat(500_000));
    let names = format!("title: T\nx: [{}]\n", many(&|n| format!("&a{n} x")));
    let spaces = format!("title: T\nx: {{{}}}\n", vec![format!("{}a: 1", " ".repeat(256)); 5_000].join(","));
    let broken = format!("title: T\n  x{}: [\n", "\u{a0}a".repeat(500_000));
    let run_together = format!("title:{}T\n  x: [\n", "\u{a0}".repeat(500_000));
    let brackets = format!("title: T\nx: {{a: b{}\n", "}".repeat(200_000));
    for (name, text) in [
        ("maps", maps),
        ("lists", lists),
        ("names", names),
        ("spaces", spaces),
        ("broken", broken),
        ("run-together", run_together),
        ("brackets", brackets),
    ] {
        let said = said(&format!("{name}.tree.yaml"), &text);
        assert!(!faults(&said).is_empty(), "{name}");
    }
}
