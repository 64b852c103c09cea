//! A written text as XML: for programs that read nothing else, such as those that show e-books.
//!
//! Takes: HTML of ours, its placeholders filled. Gives: the same as XHTML: every element closed, every attribute with a value,
//! no sign that XML cannot have. Never: writes an element that its caller has not looked at.

use super::EMPTY;
use super::token::{Token, Tokens, without_escapes};
use crate::source::escape::{xml_text, xml_value};

/// An element that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// In lower case.
    pub name: &'a str,
    /// In order, as a reader sees their values.
    pub attributes: Vec<(&'a str, String)>,
    /// Words to be written before all else in it.
    pub words: String,
}

impl Element<'_> {
    /// The value of an attribute, where it has one.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// What is written of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// All of it.
    Whole,
    /// What is in it.
    Inside,
    /// Nothing.
    Nothing,
}

/// An element that is open.
struct Open<'a> {
    /// As it is written in the HTML, and in what is made of it.
    name: &'a str,
    written: &'a str,
    keep: Keep,
}

/// Writes a text; `look` may change each element, and says what is written of it.
pub fn xhtml<'a>(html: &'a str, look: &mut dyn FnMut(&mut Element<'a>) -> Keep) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut open: Vec<Open<'a>> = Vec::new();
    // How many of those that are open are left out, with all that is in them.
    let mut left_out = 0;
    for (_, token) in Tokens::of(html, &[]) {
        match token {
            Token::Words(_) if left_out > 0 => {}
            Token::Words(words) => xml_text(&without_escapes(words), &mut out),
            Token::Open(tag) => {
                let mut attributes: Vec<(&str, String)> = Vec::new();
                for (name, value) in tag.attributes() {
                    if attributes.iter().all(|(known, _)| *known != name) {
                        attributes.push((name, value.into_owned()));
                    }
                }
                let mut element = Element { name: tag.name, attributes, words: String::new() };
                let keep = if left_out > 0 { Keep::Nothing } else { look(&mut element) };
                let empty = EMPTY.contains(&tag.name);
                if keep == Keep::Whole {
                    begin(&element, empty, &mut out);
                }
                if !empty {
                    left_out += usize::from(keep == Keep::Nothing);
                    open.push(Open { name: tag.name, written: element.name, keep });
                }
            }
            Token::Close(name) => {
                let Some(place) = open.iter().rposition(|known| known.name == name) else { continue };
                close(&mut open, place, &mut left_out, &mut out);
            }
            Token::Placeholder(_) => {}
        }
    }
    close(&mut open, 0, &mut left_out, &mut out);
    out
}

fn begin(element: &Element<'_>, empty: bool, out: &mut String) {
    out.push('<');
    out.push_str(element.name);
    for (name, value) in &element.attributes {
        out.push_str(&format!(" {name}=\""));
        xml_value(value, out);
        out.push('"');
    }
    out.push_str(if empty { "/>" } else { ">" });
    xml_text(&element.words, out);
}

/// Ends an element and what is open within it.
fn close(open: &mut Vec<Open<'_>>, place: usize, left_out: &mut usize, out: &mut String) {
    for element in open.drain(place..).rev() {
        match element.keep {
            Keep::Whole => out.push_str(&format!("</{}>", element.written)),
            Keep::Inside => {}
            Keep::Nothing => *left_out -= 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> String {
        xhtml(html, &mut |_| Keep::Whole)
    }

    #[test]
    fn every_element_ends_and_every_value_is_quoted() {
        assert_eq!(
            all("<p class=\"a\">1 &lt; 2 &amp;&#39;<br><input type=\"checkbox\" disabled></p>"),
            "<p class=\"a\">1 &lt; 2 &amp;'<br/><input type=\"checkbox\" disabled=\"\"/></p>"
        );
        assert_eq!(all("<ul><li>a<li>b</ul></p>c"), "<ul><li>a<li>b</li></li></ul>c");
        assert_eq!(all("<p>a"), "<p>a</p>");
        assert_eq!(all("<a href=\"?a=1&amp;b=2\" href=\"x\">\u{1}\u{b}é</a>"), "<a href=\"?a=1&amp;b=2\">é</a>");
        assert_eq!(
            all("<p title=\"&amp;amp; &quot;\">&amp;nbsp; > </p>"),
            "<p title=\"&amp;amp; &quot;\">&amp;nbsp; &gt; </p>"
        );
    }

    #[test]
    fn what_is_looked_at_can_be_another_or_nothing() {
        let mut look = |element: &mut Element<'_>| match element.name {
            "picture" => Keep::Inside,
            "source" => Keep::Nothing,
            "video" => Keep::Nothing,
            "a" => {
                element.name = "span";
                element.attributes.clear();
                element.words.push_str("<b> ");
                Keep::Whole
            }
            _ => Keep::Whole,
        };
        let html = "<picture><source srcset=\"a\"><img src=\"b\"></picture><video>a<b>c</b></video><a href=\"d\">e</a>";
        assert_eq!(xhtml(html, &mut look), "<img src=\"b\"/><span>&lt;b&gt; e</span>");
    }
}
