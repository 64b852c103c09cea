//! An SVG file → the drawing that is published, and what of the file is left out of it.
//!
//! Takes: a [`Source`]. Gives: a [`Drawing`]: its extent, its text written anew, and problems.
//! Never: publishes a byte as its author wrote it. In a page a picture is only shown, but opened by itself it is a page of the
//! site's own; so a drawing is read as XML, as browsers read it, and what is written holds only what the lists in this folder
//! have. (To look for what is bad and refuse it was the older way: two readers that see different things in the same bytes
//! were enough to get by. `usvg` was not taken: it draws text as outlines, which no screen reader reads.)

mod address;
mod attributes;
mod expansion;
mod lists;
mod prolog;
mod rewrite;
mod style;

use crate::picture::Extent;
use crate::problem::{Code, Problem, merge_marks};
use crate::source::{Source, Span};
use prolog::short;
use roxmltree::{Document, Error, ParsingOptions, TextPos};
use std::ops::Range;
use std::sync::Arc;

/// How deep a drawing is held in others, as a picture that is part of them.
type Depth = u8;

/// A drawing, read.
#[derive(Debug)]
pub struct Drawing {
    /// How large it is shown; `None` where it does not say.
    pub extent: Option<Extent>,
    /// What is published; `None` if it cannot be read, so that nothing is.
    pub text: Option<Arc<str>>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A drawing written anew.
struct Cleaned {
    text: String,
    left_out: Vec<LeftOut>,
}

/// Something that could do harm, and so is not written.
struct LeftOut {
    what: What,
    span: Range<usize>,
}

/// What is left out.
enum What {
    /// An element, by its name.
    Element(String),
    /// An attribute, by its name.
    Attribute(String),
    /// An attribute that holds an address, and where that leads.
    Address(&'static str, String),
    /// An animation of this attribute.
    Moving(String),
    /// Part of a style.
    Style(String),
    /// `<?xml-stylesheet`.
    Instruction,
}

/// Why a drawing cannot be read.
#[derive(Debug)]
struct Broken {
    what: String,
    help: String,
    span: Range<usize>,
}

/// Reads a drawing.
pub(super) fn drawing(source: &Source) -> Drawing {
    if let Some(marks) = merge_marks(source, Span::new(0, source.text.len())) {
        return Drawing { extent: None, text: None, problems: vec![marks] };
    }
    match parsed(&source.text, 0, |document, cleaned| (extent(document), cleaned)) {
        Ok((extent, cleaned)) => {
            let problems = cleaned.left_out.iter().map(|left_out| left_out.problem(source)).collect();
            Drawing { extent, text: Some(cleaned.text.into()), problems }
        }
        Err(broken) => {
            let span = Span::new(broken.span.start, broken.span.end);
            let problem = Problem::at(Code::BrokenDrawing, &source.path, span, broken.what).help(broken.help);
            Drawing { extent: None, text: None, problems: vec![problem] }
        }
    }
}

/// A drawing that another one holds.
fn clean(text: &str, depth: Depth) -> Result<Cleaned, Broken> {
    parsed(text, depth, |_, cleaned| cleaned)
}

fn parsed<T>(text: &str, depth: Depth, then: impl FnOnce(&Document<'_>, Cleaned) -> T) -> Result<T, Broken> {
    let readable = prolog::readable(text)?;
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&readable, options).map_err(|error| not_xml(text, &error))?;
    let root = document.root_element();
    let name = root.tag_name();
    if name.name() != "svg" || name.namespace().is_some_and(|namespace| namespace != rewrite::SVG) {
        return Err(Broken {
            what: format!("This file is called a drawing, and begins with `<{}>`", short(name.name())),
            help: "A drawing begins with `<svg xmlns=\"http://www.w3.org/2000/svg\">`. Save it again as plain SVG."
                .into(),
            span: root.range().start..root.range().start + 1,
        });
    }
    let cleaned = rewrite::rewrite(text, &document, depth);
    if expansion::is_too_much(&cleaned.text) {
        return Err(Broken {
            what: "This drawing uses parts of itself so often that a browser would not come to an end".into(),
            help: "Draw with fewer copies of copies, or save it as a PNG.".into(),
            span: root.range().start..root.range().start + 1,
        });
    }
    Ok(then(&document, cleaned))
}

impl LeftOut {
    fn problem(&self, source: &Source) -> Problem {
        let message = format!("{} is not let through, and left out of the drawing", self.named());
        let span = Span::new(self.span.start, self.span.end);
        let help = match &self.what {
            What::Address(..) | What::Style(_) => {
                "A drawing may use its own parts, as `#name`, and pictures and fonts that it holds: in the program that drew \
                 it, choose to embed them."
            }
            What::Moving(_) => "An animation may change colours, measures and forms. Take this one out.",
            _ => "Take it out, or save the drawing again as plain SVG.",
        };
        Problem::at(Code::UnsafeHtml, &source.path, span, message).help(help)
    }

    /// For a message: "`<script>`".
    fn named(&self) -> String {
        match &self.what {
            What::Element(name) => format!("`<{name}>`"),
            What::Attribute(name) => format!("The attribute `{name}`"),
            What::Address(name, leads) => format!("An address in `{name}` {leads}"),
            What::Moving(name) => format!("An animation of `{name}`"),
            What::Style(what) => what.clone(),
            What::Instruction => "`<?xml-stylesheet`".into(),
        }
    }
}

/// What the reader of XML did not understand, in everyday words.
fn not_xml(text: &str, error: &Error) -> Broken {
    let again = "Save it again as plain SVG from the program that drew it.";
    let (what, help) = match error {
        Error::UnknownEntityReference(name, _) => (
            format!("`&{};` is not known in a drawing", short(name)),
            "Write the character itself, or its number: `&#160;` for `&nbsp;`.".to_owned(),
        ),
        Error::MalformedEntityReference(_) => {
            ("A `&` stands by itself here".into(), "Write `&amp;` where `&` is meant.".into())
        }
        Error::UnknownNamespace(prefix, _) => {
            let known = if prefix == "xlink" { rewrite::XLINK } else { "…" };
            let help = format!("Write `xmlns:{}=\"{known}\"` into the `<svg …>` at the top. {again}", short(prefix));
            (format!("The prefix `{}:` is used, and nowhere said what it is", short(prefix)), help)
        }
        Error::UnexpectedCloseTag(expected, found, _) => (
            format!("`</{}>` stands where `</{}>` should", short(found), short(expected)),
            format!("Write `</{}>` before it. {again}", short(expected)),
        ),
        Error::DuplicatedAttribute(name, _) => {
            (format!("The attribute `{}` stands here twice", short(name)), "Take one of them out.".into())
        }
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            ("This drawing ends before its end: part of the file is missing".into(), again.into())
        }
        Error::NoRootNode => ("There is no drawing in this file".into(), again.into()),
        _ => ("From here on this drawing cannot be read: it is not written as XML is".into(), again.into()),
    };
    let at = byte_at(text, error.pos());
    Broken { what, help, span: at..at }
}

/// The byte at a line and a column, both from 1.
fn byte_at(text: &str, place: TextPos) -> usize {
    let lines = text.split_inclusive('\n').take((place.row as usize).saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let column = text[start..].char_indices().nth((place.col as usize).saturating_sub(1));
    column.map_or(text.len(), |(at, _)| start + at)
}

/// How large a drawing is shown: as it says, else as large as the field that it is drawn in.
fn extent(document: &Document<'_>) -> Option<Extent> {
    let svg = document.root_element();
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = (svg.attribute("width").and_then(pixels), svg.attribute("height").and_then(pixels));
    let field = svg.attribute("viewBox").unwrap_or_default();
    let field: Vec<f64> = field.split([' ', ',', '\n', '\t']).filter_map(|side| side.parse().ok()).collect();
    let (wide, high) = match field.as_slice() {
        [_, _, wide, high] => (*wide, *high),
        _ => (0.0, 0.0),
    };
    match (width, height) {
        (Some(width), Some(height)) => Extent::new(width, height),
        (Some(width), None) => Extent::new(width, width * high / wide),
        (None, Some(height)) => Extent::new(height * wide / high, height),
        (None, None) => Extent::new(wide, high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(svg: &str) -> Drawing {
        drawing(&Source::new("content/a.svg".into(), svg.into()))
    }

    /// What is written of the inside of a drawing, and what is told.
    fn inside(inside: &str) -> (String, Vec<String>) {
        let namespaces = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\"";
        let drawing = read(&format!("<svg {namespaces}>{inside}</svg>"));
        let text = drawing.text.unwrap_or_default();
        let start = text.find('>').map_or(0, |at| at + 1);
        let end = text.rfind("</svg>").unwrap_or(start);
        let told = drawing
            .problems
            .into_iter()
            .map(|p| p.message.replace(" is not let through, and left out of the drawing", ""));
        (text[start..end].to_owned(), told.collect())
    }

    #[test]
    fn a_drawing_is_as_large_as_it_says() {
        let of = |svg: &str| read(svg).extent.map(|e| (e.width, e.height));
        assert_eq!(of("<?xml version='1.0'?><svg viewBox='0 0 320 300' width='400' height='375'/>"), Some((400, 375)));
        assert_eq!(of("<svg viewBox='0,0 320,300' width='160px'/>"), Some((160, 150)));
        assert_eq!(of("<svg width='100%' viewBox='0 0 320.4 300'/>"), Some((320, 300)));
        assert_eq!(of("<svg width='100%'/>"), None);
        assert_eq!(of("<svg width='4' viewBox='0 0 0 9'/>"), None);
        assert_eq!(of("<svg><!-- <svg width='4' height='4'/> --></svg>"), None);
    }

    #[test]
    fn what_draws_stays_as_it_was() {
        for same in [
            "<path d=\"M0 0 1.5e-7-3\" fill=\"url(#a)\" stroke-dasharray=\"1,2\" transform=\"rotate(4)\"/>",
            "<use href=\"#a\"/><use xlink:href=\"#é b\"/>",
            "<text xml:space=\"preserve\" font-family=\"&quot;A b&quot;, c\">a &lt;b&gt; &amp;amp; c</text>",
            "<a href=\"https://a.example/?b=c&amp;d\"><title>e</title></a>",
            "<g id=\"b\" class=\"c d\" data-x=\"y\" style=\"fill:#fff;--A:1;\"><desc>f</desc></g>",
            "<image href=\"data:image/png;base64,AAAA\" x=\"1\"/>",
            "<animate attributeName=\"fill\" values=\"#000;url(#a)\" dur=\"1s\" fill=\"freeze\"/>",
            "<set attributeName=\"x\" to=\"4\" begin=\"b.click\"/>",
            "<feColorMatrix type=\"matrix\" values=\"1 0 0 0 0\"/>",
            "<style>a{fill:url(#b);}</style>",
        ] {
            assert_eq!(inside(same), (same.to_owned(), Vec::new()));
        }
        let words = "<foreignObject width=\"9\"><div xmlns=\"http://www.w3.org/1999/xhtml\" style=\"display:flex;\"><b>Legs</b><br/>\
            <font face=\"x\">up</font><img src=\"data:image/png;base64,AAAA\"/></div></foreignObject>";
        assert_eq!(inside(words), (words.to_owned(), Vec::new()));
    }

    #[test]
    fn what_drawing_programs_keep_for_themselves_goes_without_a_word() {
        let (text, told) = inside(
            "<sodipodi:namedview id='a'><sodipodi:x/></sodipodi:namedview><metadata><h:p>b</h:p></metadata><!-- c --><?d e?>\
             <g sodipodi:nodetypes='f' only_selected='g' once='h' unknown='i' jkl:m='n' xmlns:jkl='o'/><flowRoot>p</flowRoot>",
        );
        assert_eq!((text.as_str(), told), ("<g/>", Vec::new()));
    }

    #[test]
    fn what_could_do_harm_is_told_and_gone() {
        for (svg, written, told) in [
            ("<script>x</script>", "", "`<script>`"),
            ("<g onload='x()'/>", "<g/>", "The attribute `onload`"),
            ("<a xlink:href='&#106;ava\tscript:x'>b</a>", "<a>b</a>", "An address in `xlink:href` to `java script:x`"),
            ("<set attributeName=' href ' to='javascript:x'/>", "", "An animation of `href`"),
            (
                "<animate attributeName='fill' values='a;url(//b/)'/>",
                "<animate attributeName=\"fill\" values=\"a;\"/>",
                "`url(…)` to something outside the drawing",
            ),
            (
                "<image href='https://a.example/x.png'/>",
                "<image/>",
                "An address in `href` to something outside the drawing",
            ),
            ("<use href='data:image/svg+xml,x#y'/>", "<use/>", "An address in `href` to something outside the drawing"),
            ("<g style='fill: &#117;rl(//a.example/x)'/>", "<g/>", "`url(…)` to something outside the drawing"),
            ("<h:form><h:p>a</h:p></h:form>", "", "`<form>`"),
            ("<g xml:base='//a.example/'/>", "<g/>", "The attribute `xml:base`"),
            ("<?xml-stylesheet href='a'?>", "", "`<?xml-stylesheet`"),
            ("<metadata><script/></metadata>", "", "`<script>`"),
            ("<foreignObject><h:x-y>a</h:x-y></foreignObject>", "<foreignObject>a</foreignObject>", "`<x-y>`"),
            (
                "<foreignObject><h:img srcset='a 1x'/></foreignObject>",
                "<foreignObject><img xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
                "The attribute `srcset`",
            ),
        ] {
            assert_eq!(inside(svg), (written.to_owned(), vec![told.to_owned()]), "{svg}");
        }
    }

    #[test]
    fn what_is_left_out_is_told_where_it_stands() {
        let place = |svg: &str| read(svg).problems[0].span.map(|span| svg[span.range()].to_owned());
        assert_eq!(place("<svg>\n <g b='c'\n onclick = 'x'/></svg>").as_deref(), Some("onclick"));
        assert_eq!(
            place("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'é'><svg><script /></svg>").as_deref(),
            Some("<script")
        );
        assert_eq!(place("<svg><style>a{}\nb{fill:u\\72l(x)}</style></svg>").as_deref(), Some("u\\72l(x)"));
        assert_eq!(place("<svg><style> <![CDATA[a{}\n]]>b{fill:url(x)}</style></svg>").as_deref(), Some("url(x)"));
        assert_eq!(place("<svg><g style='a:&#117;rl(x)'/></svg>").as_deref(), Some("style"));
    }

    #[test]
    fn what_cannot_be_read_is_not_written() {
        for broken in [
            "",
            "no drawing",
            "<svg>",
            "<svg></g>",
            "<svg>&nbsp;</svg>",
            "<svg a='1' a='2'/>",
            "<svg><a xlink:href='#'/></svg>",
            "<html xmlns='http://www.w3.org/1999/xhtml'/>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
            "<?xml version='1.0' encoding='ISO-2022-JP'?><svg/>",
            "<svg/><svg/>",
        ] {
            let drawing = read(broken);
            assert!(drawing.text.is_none() && drawing.problems.len() == 1, "{broken}");
        }
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
        assert!(read(&deep).text.is_none());
    }
}
