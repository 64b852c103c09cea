//! What stands before a drawing, and how much of it there is.
//!
//! Takes: the text of an SVG file. Gives: a text that an XML reader may be given: as long, so that places stay what they
//! are, with the usual `<!DOCTYPE svg …>` blanked out; or why there is no reading it.
//! Never: lets through what defines entities or attributes, or so much of anything that reading it would take long.

use super::Broken;
use std::borrow::Cow;
use std::ops::Range;

/// `<` in a file: tags, comments and the like. A map of a country has a tenth of it.
const MOST_TAGS: usize = 500_000;
/// `=` in a file: attributes, and more.
const MOST_ATTRIBUTES: usize = 2_000_000;
/// Attributes of one element: the reader compares each with each.
const MOST_OF_ONE: usize = 500;
/// Prefixes that are declared on an element and those around it: the reader looks through all of them for each.
const MOST_PREFIXES: usize = 64;
/// Elements within one another. Browsers end at some thousands, other programs at 256.
const DEEPEST: usize = 256;

/// What a reader is given.
pub(super) fn readable(text: &str) -> Result<Cow<'_, str>, Broken> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    encoding(text, start)?;
    let doctype = doctype(text, start)?;
    sized(text)?;
    let Some(doctype) = doctype else { return Ok(Cow::Borrowed(text)) };
    let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
    let blanked: String = text[doctype.clone()].chars().map(blank).collect();
    Ok(Cow::Owned([&text[..doctype.start], &blanked, &text[doctype.end..]].concat()))
}

/// The encoding that the first line names. All files of a site are read as UTF-8; a browser would believe that line.
fn encoding(text: &str, start: usize) -> Result<(), Broken> {
    let Some(inside) = text[start..].strip_prefix("<?xml").filter(|rest| rest.starts_with(char::is_whitespace)) else {
        return Ok(());
    };
    let inside = &inside[..inside.find("?>").unwrap_or(inside.len())];
    let Some(at) = inside.find("encoding") else { return Ok(()) };
    let rest = inside[at + "encoding".len()..].trim_start().strip_prefix('=').unwrap_or_default().trim_start();
    let quoted = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    let name = quoted.split(['"', '\'']).next().unwrap_or_default();
    if ["utf-8", "utf8"].contains(&name.to_ascii_lowercase().as_str()) {
        return Ok(());
    }
    let at = start + "<?xml".len() + at;
    Err(Broken {
        what: format!("This drawing says that it is saved as `{}`, and not as UTF-8", short(name)),
        help: "If it looks right in a text editor that reads UTF-8, write `encoding=\"UTF-8\"`; else save it again from the \
               program that drew it."
            .into(),
        span: at..at + "encoding".len(),
    })
}

/// Where `<!DOCTYPE …>` stands, if it is one of those that programs write and that say nothing.
fn doctype(text: &str, start: usize) -> Result<Option<Range<usize>>, Broken> {
    let mut at = start;
    loop {
        at = text.len() - text[at..].trim_start().len();
        let rest = &text[at..];
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|end| end + 3),
            _ if rest.starts_with("<?") => rest.find("?>").map(|end| end + 2),
            _ if rest.starts_with("<!DOCTYPE") => break,
            _ => return Ok(None),
        };
        let Some(end) = end else { return Ok(None) };
        at += end;
    }
    let (mut quote, mut end) = (None, text.len());
    for (i, c) in text[at..].char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '[') if text[at + i..].contains("<!ENTITY ns_") => return Err(illustrators(at)),
            (None, '[') => return Err(defines(at)),
            (None, '>') => {
                end = at + i + 1;
                break;
            }
            _ => {}
        }
    }
    let words: Vec<&str> = text[at..end].trim_end_matches('>').splitn(4, char::is_whitespace).collect();
    let usual = match words.as_slice() {
        [_, "svg"] | [_, "svg", ""] => true,
        [_, "svg", "PUBLIC", id] => id.trim_start().trim_start_matches(['"', '\'']).starts_with("-//W3C//DTD SVG "),
        _ => false,
    };
    if usual { Ok(Some(at..end)) } else { Err(defines(at)) }
}

/// Illustrator's own data: names of its own for addresses, used all over the drawing, so that to cut them out would break it.
fn illustrators(at: usize) -> Broken {
    Broken {
        what: "This drawing holds what Illustrator keeps for itself, in `<!DOCTYPE`".into(),
        help:
            "Open it in Illustrator, choose \u{201c}File\u{201d}, \u{201c}Export\u{201d}, \u{201c}Export As\u{2026}\u{201d}, and SVG; or \u{201c}Save As\u{2026}\u{201d}, SVG, without \
             \u{201c}Preserve Illustrator Editing Capabilities\u{201d}. Without Illustrator: open it in Inkscape and save it as \
             \u{201c}Plain SVG\u{201d}."
                .into(),
        span: at..at + "<!DOCTYPE".len(),
    }
}

fn defines(at: usize) -> Broken {
    Broken {
        what: "This drawing brings definitions of its own, in `<!DOCTYPE`".into(),
        help:
            "Take out everything from `<!DOCTYPE` to its `>`, or save the drawing again as plain SVG: in Illustrator \
               without \u{201c}Preserve Illustrator Editing Capabilities\u{201d}."
                .into(),
        span: at..at + "<!DOCTYPE".len(),
    }
}

/// Counts what the reader's work grows with, by the reader's own rules for where a tag ends.
fn sized(text: &str) -> Result<(), Broken> {
    let count = |wanted: u8| text.bytes().filter(|byte| *byte == wanted).count();
    if count(b'<') > MOST_TAGS || count(b'=') > MOST_ATTRIBUTES {
        return Err(too_much("This drawing has more parts than can be looked through", 0..0));
    }
    let mut open: Vec<usize> = Vec::new();
    let (mut prefixes, mut at) = (0, 0);
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        let after = |end: &str| rest.find(end).map_or(text.len(), |found| start + found + end.len());
        at = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => after("-->"),
            Some(b'!') if rest.starts_with("<![CDATA[") => after("]]>"),
            Some(b'?') => after("?>"),
            Some(b'!') => after(">"),
            Some(b'/') => {
                prefixes -= open.pop().unwrap_or_default();
                after(">")
            }
            _ => {
                let tag = tag(rest);
                prefixes += tag.prefixes;
                let span = start..start + 1;
                if tag.attributes > MOST_OF_ONE || prefixes > MOST_PREFIXES {
                    return Err(too_much("This element has more attributes than any drawing needs", span));
                }
                if tag.closed {
                    prefixes -= tag.prefixes;
                } else {
                    open.push(tag.prefixes);
                }
                if open.len() > DEEPEST {
                    let what = format!("More than {DEEPEST} elements are within one another here");
                    return Err(too_much(&what, span));
                }
                start + tag.length
            }
        };
    }
    Ok(())
}

fn too_much(what: &str, span: Range<usize>) -> Broken {
    let help = "Save the drawing in a simpler form, or as a picture of points: PNG or WebP.".into();
    Broken { what: what.to_owned(), help, span }
}

/// An opening tag, counted and not read.
struct Tag {
    attributes: usize,
    prefixes: usize,
    closed: bool,
    length: usize,
}

fn tag(text: &str) -> Tag {
    let bytes = text.as_bytes();
    let mut tag = Tag { attributes: 0, prefixes: 0, closed: false, length: bytes.len() };
    let mut quote = None;
    for (i, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'=') => tag.attributes += 1,
            (None, b'x') if bytes[i..].starts_with(b"xmlns") && bytes[i - 1].is_ascii_whitespace() => tag.prefixes += 1,
            (None, b'>') => {
                tag.closed = bytes[i - 1] == b'/';
                tag.length = i + 1;
                break;
            }
            _ => {}
        }
    }
    tag
}

/// The first letters of a name that an author wrote.
pub(super) fn short(name: &str) -> String {
    const MOST: usize = 40;
    let mut shown: String = name.chars().take(MOST).filter(|c| !c.is_control()).collect();
    if name.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doctypes_that_programs_write_say_nothing() {
        for usual in [
            "<!DOCTYPE svg>",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">",
            "<?xml version='1.0'?>\n<!-- by Graphviz -->\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 20010904//EN' 'x'>",
        ] {
            let text = format!("{usual}<svg/>");
            let read = readable(&text).unwrap();
            assert!(read.len() == text.len() && read.ends_with("<svg/>") && !read.contains("DOCTYPE"), "{usual}");
        }
        for bad in [
            "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
            "<!DOCTYPE svg SYSTEM 'x.dtd'>",
            "<!DOCTYPE html>",
            "<!-- --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x' [<!ATTLIST svg onload CDATA 'x'>]>",
        ] {
            assert!(readable(&format!("{bad}<svg/>")).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_utf_8_is_read() {
        for (encoding, read) in [("UTF-8", true), ("utf8", true), ("ISO-2022-JP", false), ("UTF-7", false), ("", false)]
        {
            let text = format!("\u{feff}<?xml version='1.0'\nencoding = '{encoding}'?><svg/>");
            assert_eq!(readable(&text).is_ok(), read, "{encoding}");
        }
        assert!(readable("<?xml\tversion='1.0' encoding=\"utf-16\"?><svg/>").is_err());
    }

    #[test]
    fn what_would_take_long_is_not_read() {
        let attributes: String = (0..1000).map(|i| format!(" a{i}='='")).collect();
        let prefixes: String = (0..100).map(|i| format!(" xmlns:a{i}='b{i}'")).collect();
        for long in [
            "<a>".repeat(300),
            "<a/>".repeat(600_000),
            format!("<a{attributes}/>"),
            format!("<a{prefixes}/>"),
            "<a xmlns='b'>".repeat(100),
        ] {
            assert!(readable(&long).is_err(), "{}", &long[..30]);
        }
        assert!(readable(&"<a xmlns='b' c='=>'><d/></a>".repeat(10_000)).is_ok());
    }
}
