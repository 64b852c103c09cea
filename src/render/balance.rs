//! A piece cut out of a page's HTML → HTML that stands by itself.

/// Elements without a closing tag.
const EMPTY: [&str; 4] = ["br", "hr", "img", "wbr"];

/// The piece without closing tags of what began before it, and with those of what ends behind it. An item without its list
/// gets one. Only for HTML that this program wrote: no `<` in it is anything but a tag's.
pub(super) fn balanced(piece: &str) -> String {
    let item = piece.starts_with("<li");
    let mut out = String::with_capacity(piece.len() + 16);
    out.push_str(if item { "<ul>" } else { "" });
    let mut open: Vec<&str> = Vec::new();
    let mut rest = piece;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').map_or(rest.len(), |i| start + i + 1);
        let tag = &rest[start..end];
        let closing = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        out.push_str(&rest[..start]);
        if !closing {
            out.push_str(tag);
            if !EMPTY.contains(&name) {
                open.push(name);
            }
        } else if open.last() == Some(&name) {
            open.pop();
            out.push_str(tag);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    for name in open.iter().rev() {
        out.push_str(&format!("</{name}>"));
    }
    out.push_str(if item { "</ul>" } else { "" });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_stands_by_itself() {
        assert_eq!(balanced("<h2 id=\"a\">A</h2>\n<p>x</p></div>"), "<h2 id=\"a\">A</h2>\n<p>x</p>");
        assert_eq!(
            balanced("<details><summary>A</summary><p>x<br>"),
            "<details><summary>A</summary><p>x<br></p></details>"
        );
        assert_eq!(balanced("<li>a<ul><li>b</li></ul></li>"), "<ul><li>a<ul><li>b</li></ul></li></ul>");
    }
}
