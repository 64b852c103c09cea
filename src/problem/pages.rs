//! The explanations of the codes as articles, for the site's own pages.

use super::Code;
use crate::source::{Source, slug};
use std::sync::Arc;

/// Where the pages of the codes are on the web, with `/` at the end; the address of a code's page is that and its id.
pub fn pages_address(base_url: &str, folder: &str) -> String {
    let parts = folder.split('/').map(|part| format!("{}/", slug::address_part(part)));
    format!("{base_url}{}", parts.collect::<String>())
}

/// An article for each code, and one above them, in a folder such as `content/about/checks`. The search leaves them out: they
/// are for authors.
pub fn pages(folder: &str) -> Vec<Arc<Source>> {
    let article = |name: &str, front: &str, text: &str| {
        let path = format!("{folder}/{name}.md");
        Arc::new(Source::new(path.into(), format!("---\nsearch: false\n{front}---\n{text}")))
    };
    let about = "What the program looks for in every article and tree, what each message means, and how to mend it.";
    let index = article("index", &format!("title: The checks\ndescription: {about}\n"), about);
    let code = |code: &Code| {
        // In YAML, a text in double quotes may hold anything but these two.
        let summary = code.summary().replace('\\', "\\\\").replace('"', "\\\"");
        let text = code.explanation().split_once('\n').map_or("", |(_, text)| text);
        article(code.id(), &format!("title: {}\ndescription: \"{summary}\"\n", code.id()), text)
    };
    std::iter::once(index).chain(Code::ALL.iter().map(code)).collect()
}
