//! The editor that an author has named, and how it is told a file and a line.
//!
//! Takes: a name of a list, or a command with `{file}`, `{line}` and `{column}`. Gives: a program, started.
//! Never: asks a shell, or the site: whoever sends a site would else name a program to run. Each argument is given as it is.

use crate::preview::Editor;
use crate::problem::in_line;
use crate::source::Position;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// The variable that names the editor where the command line does not.
pub(super) const VARIABLE: &str = "FINGERPOST_EDITOR";

/// Editors by their names, and how each is told a place. Those of a terminal are told by a template, which says which terminal.
const KNOWN: [(&str, &str); 10] = [
    ("code", "code -g {file}:{line}:{column}"),
    ("codium", "codium -g {file}:{line}:{column}"),
    ("cursor", "cursor -g {file}:{line}:{column}"),
    ("emacs", "emacsclient -n +{line}:{column} {file}"),
    ("idea", "idea --line {line} --column {column} {file}"),
    ("kate", "kate -l {line} -c {column} {file}"),
    ("obsidian", OBSIDIAN),
    ("sublime", "subl {file}:{line}:{column}"),
    ("vim", "gvim --remote-silent +{line} {file}"),
    ("zed", "zed {file}:{line}:{column}"),
];

/// It has no command; the system finds it by its own kind of address, and it opens a note, not a line.
const OBSIDIAN: &str = "obsidian://open?path={file}";

/// An editor by what an author calls it; or what is wrong with that.
pub(super) fn editor(said: &str) -> Result<Editor, String> {
    let template = KNOWN.iter().find(|(name, _)| *name == said.trim()).map(|(_, template)| *template);
    if template == Some(OBSIDIAN) {
        return Ok(Editor::new(|file, _| {
            let file = crate::source::url::encoded(&file.to_string_lossy()).replace('/', "%2F");
            ::open::that_detached(OBSIDIAN.replace("{file}", &file))
        }));
    }
    let parts = parts(template.unwrap_or(said));
    if parts.is_empty() || template.is_none() && !parts.iter().any(|part| part.contains("{file}")) {
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "`--editor {}` names no editor that is known ({}). Write a command with its file, such as `--editor \"code -g {{file}}:{{line}}\"`",
            in_line(said),
            names.join(", "),
        ));
    }
    Ok(Editor::new(move |file, at| start(&parts, file, at)))
}

/// A command's parts, divided at spaces that are not in quotation marks.
fn parts(template: &str) -> Vec<String> {
    let (mut out, mut part, mut quote) = (Vec::new(), None::<String>, None);
    for c in template.chars() {
        match quote {
            Some(mark) if c == mark => quote = None,
            None if matches!(c, '"' | '\'') => {
                quote = Some(c);
                part.get_or_insert_default();
            }
            None if c.is_whitespace() => out.extend(part.take()),
            _ => part.get_or_insert_default().push(c),
        }
    }
    out.into_iter().chain(part).collect()
}

/// What a part of the command is for this place. All are put in at once: a file may be called `{line}`.
fn filled(part: &str, file: &str, at: Position) -> String {
    let (mut out, mut rest) = (String::new(), part);
    while let Some(brace) = rest.find('{') {
        out.push_str(&rest[..brace]);
        rest = &rest[brace..];
        let value = [("{file}", file.to_owned()), ("{line}", at.line.to_string()), ("{column}", at.column.to_string())];
        match value.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                out.push_str(value);
                rest = &rest[name.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Starts the program, and waits for it beside: a child that nobody waits for stays in the system's list.
fn start(parts: &[String], file: &Path, at: Position) -> io::Result<()> {
    let file = file.to_str().ok_or(io::ErrorKind::InvalidInput)?;
    let mut arguments = parts.iter().map(|part| filled(part, file, at));
    let program = arguments.next().unwrap_or_default();
    let mut command = Command::new(&program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_divided_as_its_author_means_it_and_no_shell_reads_it() {
        assert_eq!(parts("code  -g {file}:{line}"), ["code", "-g", "{file}:{line}"]);
        assert_eq!(parts("\"C:\\My Editor\\e.exe\" '' {file}"), ["C:\\My Editor\\e.exe", "", "{file}"]);
        assert_eq!(parts("  "), [""; 0]);
        let at = Position { line: 12, column: 3 };
        let name = "/site/a; rm -rf $HOME `x` {line} \"q\".md";
        assert_eq!(filled("{file}:{line}:{column}{", name, at), format!("{name}:12:3{{"));
    }

    #[test]
    fn what_names_no_editor_is_told() {
        for said in ["", " ", "nano", "rm -rf .", "code -g"] {
            let told = editor(said).expect_err("no editor");
            assert!(told.contains("{file}") && told.contains("zed"), "{told}");
        }
        for (name, _) in KNOWN {
            assert!(editor(name).is_ok(), "{name}");
        }
        assert!(editor("my-editor {file}").is_ok());
    }
}
