//! Notes that are templates of Obsidian's plugin Templater: its commands stand in them as they are typed, and are for nobody.
//!
//! Takes: a note as written. Gives: whether it is one. Never: runs a command, or looks at those that are shown as code.

use memchr::memmem;

/// Whether a note holds a command, `<% tp.date.now() %>` or `<%* … %>`, outside of code.
pub(in crate::parse) fn is_template(text: &str) -> bool {
    if memmem::find(text.as_bytes(), b"<%").is_none() {
        return false;
    }
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start_matches([' ', '\t', '>']);
        let marks = fence_marks(start);
        match (fence, marks) {
            (None, Some(marks)) => fence = Some(marks),
            (Some(open), Some(marks)) if marks.starts_with(open) && start[marks.len()..].trim().is_empty() => {
                fence = None;
            }
            (None, None) if has_command(line) => return true,
            _ => {}
        }
    }
    false
}

/// The signs that a block of code begins or ends with, where a line begins with some.
fn fence_marks(line: &str) -> Option<&str> {
    ["`", "~"].into_iter().find_map(|sign| {
        let rest = line.trim_start_matches(sign);
        let marks = &line[..line.len() - rest.len()];
        // What has such signs behind it as well is code within a line.
        (marks.len() >= 3 && !(sign == "`" && rest.contains('`'))).then_some(marks)
    })
}

/// Whether a line holds a command that is not between two backticks.
fn has_command(line: &str) -> bool {
    line.match_indices("<%").any(|(at, mark)| {
        let inside = &line[at + mark.len()..];
        let is_code = line[..at].matches('`').count() % 2 == 1 && inside.contains('`');
        let signs = inside.len() - inside.trim_start_matches(['-', '_', '+', '*']).len();
        let runs = inside[..signs].contains('*');
        !is_code && (runs || inside[signs..].trim_start().starts_with("tp."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_known_by_its_commands() {
        for text in ["# <% tp.file.title %>\n", "---\ncreated: <% tp.date.now() %>\n---\n", "a\n<%*\nlet x = 1\n%>\n"] {
            assert!(is_template(text), "{text}");
        }
        for text in ["<%_* x -%>", "<%+tp.file.cursor()%>", "```js\nx\n```\n<%- tp.user.x() %>", "> <% tp.web() %>"] {
            assert!(is_template(text), "{text}");
        }
        for text in [
            "Type `<% tp.file.title %>`.\n",
            "````md\n```\n<%* x %>\n```\n<% tp.a %>\n````\n",
            "~~~\n<% tp.file.title %>\n~~~\n",
            "<%= erb %>\n",
            "x <% y\n",
        ] {
            assert!(!is_template(text), "{text}");
        }
    }
}
