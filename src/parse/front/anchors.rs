//! `anchors: {old-name: new-name}`: former names of a page's parts, that of a heading or of a tree's question.

use crate::problem::{Code, Problem, near};
use crate::source::SitePath;
use crate::yaml::{Fields, Text, text};

/// A former name of a part of a page, and the name that the part has now. Both without `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnchor {
    /// What stood behind `#`.
    pub old: Text,
    /// What stands there now.
    pub new: Text,
}

/// Takes them out of the front matter.
pub(super) fn kept(fields: &mut Fields<'_>, path: &SitePath, problems: &mut Vec<Problem>) -> Vec<KeptAnchor> {
    let mut out = Vec::new();
    for (key, node) in fields.map("anchors", problems) {
        let plain = |name: &str| name.trim().trim_start_matches('#').to_owned();
        let Some(new) = text(node, path, "An entry of `anchors`", problems) else { continue };
        let old = Text { text: plain(&key.text), span: key.span };
        let new = Text { text: plain(&new.text), span: new.span };
        if old.text.is_empty() || old.text.contains(char::is_whitespace) {
            problems.push(
                Problem::at(Code::WrongType, path, old.span, "This is no name of a part of a page")
                    .help("Write what stood behind `#`, without spaces, like `old-name: new-name`."),
            );
        } else {
            out.push(KeptAnchor { old, new });
        }
    }
    out
}

/// A name that is to lead to a part that is not there.
pub(in crate::parse) fn unknown(path: &SitePath, kept: &KeptAnchor, known: &[&str]) -> Problem {
    let KeptAnchor { old, new } = kept;
    let message = format!("There is no `{}` here, so nothing can be found at `#{}`", new.text, old.text);
    let problem = Problem::at(Code::BrokenAnchor, path, new.span, message);
    match near::nearest(&new.text, known.iter().copied()) {
        Some(near) => problem.help(format!("Did you mean `{near}`?")),
        None => problem.help("Behind the old name stands the one of today, as it stands behind `#` in a link."),
    }
}

/// A former name that another part has now.
pub(in crate::parse) fn taken(path: &SitePath, kept: &KeptAnchor) -> Problem {
    let message = format!("`{}` is the name of a part of this page, so a link to it leads there", kept.old.text);
    Problem::at(Code::BrokenAnchor, path, kept.old.span, message).help("Take this line out.")
}
