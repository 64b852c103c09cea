//! Texts of one file: an article's Markdown, its raw HTML, its front matter; a decision tree.
//!
//! Takes: a text. Gives: nothing. Never: expects the text to be right: it is told, and the page beside it is as it was.

use super::pages::{self, Files, text};
use fingerpost::parse::html::{self, Piece};

/// A site with one file of the author's beside a page that others link to and a picture.
fn beside(path: &str, text: String) -> Files {
    let files = [
        ("site.yaml", "title: S\nbase_url: https://x.example/h/\n".to_owned()),
        ("content/good.md", "---\naliases: [Well]\n---\n\n# Good\n\nWords. ^mark\n\n## Part\n\nMore.\n".to_owned()),
        ("content/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\"/>".to_owned()),
        ("content/references.yaml", "key: {title: A, authors: [B], year: 2020, url: 'https://x.example'}\n".to_owned()),
        (path, text),
    ];
    files.map(|(path, text)| (path.to_owned(), text)).into()
}

/// Markdown in every dialect that is read: CommonMark, GitHub's, Obsidian's, MkDocs', mdBook's and Pandoc's.
pub fn markdown(data: &[u8]) {
    pages::held(&beside("content/index.md", text(data)));
}

/// Raw HTML, in a block, in a line, in a link's words, and in pieces.
pub fn inline_html(data: &[u8]) {
    let html = text(data);
    let mut last = 0;
    for piece in html::pieces(&html) {
        let span = match piece {
            Piece::Text(span) => span,
            Piece::Open { name, span, .. } | Piece::Close { name, span } => {
                assert!(html::let_through(name).is_some(), "<{name}>");
                span
            }
            Piece::Refused { span, .. } | Piece::Unknown { span, .. } | Piece::Hidden { span } => {
                assert!(html.get(span).is_some(), "a place between characters");
                continue;
            }
            Piece::DropUntil(_) => continue,
        };
        assert!(html.get(span.clone()).is_some() && span.start >= last, "{span:?} after {last}");
        last = span.start;
    }
    let line = html.replace(['\n', '\r'], " ");
    let forms = format!(
        "# H\n\n{html}\n\nA {line} b.\n\n[a {line} b](good.md)\n\n## {line}\n\n| {line} |\n| - |\n| {line} |\n"
    );
    pages::held(&beside("content/index.md", forms));
}

/// What stands before an article's text.
pub fn front_matter(data: &[u8]) {
    pages::held(&beside("content/index.md", format!("---\n{}\n---\n\n# A\n\nWords.\n", text(data))));
}

/// A decision tree.
pub fn tree_yaml(data: &[u8]) {
    pages::held(&beside("content/calf.tree.yaml", text(data)));
}
