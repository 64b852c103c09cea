//! A part of a text that is put into another page → the same, standing by itself.
//!
//! Takes: the HTML of a section or a named block. Gives: the same, without closings of what began before it, and with those of
//! what ends behind it; an item stands in a list of its own kind, with its own number. Never: loses a word.

use super::body::Body;
use super::node::{Kind, Node};
use super::token::{Tag, Token, Tokens};

/// Whether an item begins here, so that a part of it needs a list.
pub fn is_item(body: &Body, at: usize) -> bool {
    matches!(
        Tokens::within(&body.html, &[], at..body.html.len()).next(),
        Some((_, Token::Open(Tag { name: "li", .. })))
    )
}

/// The list that the item which begins here stands in, as an opening tag that goes on with its number: `<ol start="3">`. The
/// nodes are the body's: a page may be put into others in as many parts as it has items.
pub fn list_around(body: &Body, nodes: &[Node], at: usize) -> Option<String> {
    let first = nodes.partition_point(|node| (node.html.start as usize) < at);
    let mut here = nodes[first..].iter().take_while(|node| node.html.start as usize == at);
    let item = first + here.position(|node| node.kind == Kind::Item)?;
    let list = nodes[..item].iter().rposition(|node| node.kind == Kind::List && node.end as usize > item)?;
    let Some((_, Token::Open(tag))) = Tokens::of(inside(body, &nodes[list]), &[]).next() else { return None };
    if tag.name != "ol" {
        return Some("<ul>".to_owned());
    }
    let start = tag.attributes.strip_prefix(" start=\"").and_then(|rest| rest.trim_end_matches('"').parse().ok());
    let mut before = 0;
    let mut next = list + 1;
    while next < item {
        before += u64::from(nodes[next].kind == Kind::Item);
        next = nodes[next].end as usize;
    }
    Some(match start.unwrap_or(1) + before {
        1 => "<ol>".to_owned(),
        number => format!("<ol start=\"{number}\">"),
    })
}

fn inside<'a>(body: &'a Body, node: &Node) -> &'a str {
    &body.html[node.html.start as usize..node.html.end as usize]
}

#[cfg(test)]
mod tests {
    use super::super::node::nodes;
    use super::*;

    #[test]
    fn an_item_keeps_its_number() {
        let html = "<ol start=\"3\">\n<li>a<ul><li>x</li></ul></li>\n<li>b</li>\n</ol>";
        let body = Body { html: html.to_owned(), ..Body::default() };
        let list = |words: &str| list_around(&body, &nodes(&body), html.find(words).unwrap());
        assert_eq!(list("<li>a").as_deref(), Some("<ol start=\"3\">"));
        assert_eq!(list("<li>b").as_deref(), Some("<ol start=\"4\">"));
        assert_eq!(list("<li>x").as_deref(), Some("<ul>"));
        assert_eq!(list("a<ul>"), None);
    }
}
