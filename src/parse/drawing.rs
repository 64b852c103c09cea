//! An SVG file → what in it could run or fetch something.
//!
//! In a page a picture is only shown. Opened by itself it is a page of the site's own, so a stranger's drawing must hold no
//! script. A drawing is refused whole, not cleaned: nobody writes a script into a picture by mistake.

use super::html;
use super::target::{Destination, destination};
use crate::picture::Extent;
use crate::problem::{Code, Problem};
use crate::source::{Source, Span};

/// Elements that run, embed or fetch.
const REFUSED: [&str; 10] =
    ["script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener", "include"];

/// Attributes that hold an address, or that an animation turns into one.
const ADDRESSES: [&str; 6] = ["href", "src", "to", "from", "values", "by"];

/// What is wrong with a drawing.
pub(super) fn drawing(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |what: String, span: std::ops::Range<usize>| {
        let message = format!("{what} is not let through in a picture");
        let problem = Problem::at(Code::UnsafeHtml, &source.path, Span::new(span.start, span.end), message);
        problems
            .push(problem.help("Save the drawing again as plain SVG, without scripts and without links to elsewhere."));
    };
    for tag in html::tags(&source.text) {
        let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
        if REFUSED.contains(&local(&tag.name).as_str()) {
            refuse(format!("`<{}>`", tag.name), tag.span.clone());
        }
        for (name, value, span) in tag.attributes {
            let name = local(&name);
            let elsewhere = || match destination(&value) {
                Destination::Refused => !value.starts_with("data:image/"),
                Destination::Elsewhere(_) => tag.name != "a",
                Destination::Here(_) => false,
            };
            if name.starts_with("on") || (ADDRESSES.contains(&name.as_str()) && elsewhere()) {
                refuse(format!("The attribute `{name}`"), span);
            }
        }
    }
    let lower = source.text.to_ascii_lowercase();
    for marker in ["<!entity", "@import", "url(http", "url('http", "url(\"http", "<?xml-stylesheet"] {
        if let Some(at) = lower.find(marker) {
            refuse(format!("`{marker}`"), at..at + marker.len());
        }
    }
    problems
}

/// How large a drawing is shown: as it says, else as large as the field that it is drawn in.
pub(super) fn extent(source: &Source) -> Option<Extent> {
    let svg = html::tags(&source.text).into_iter().find(|tag| tag.name == "svg")?;
    let value = |wanted: &str| {
        svg.attributes.iter().find(|(name, ..)| name.eq_ignore_ascii_case(wanted)).map(|(_, value, _)| value)
    };
    let pixels = |text: &String| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = (value("width").and_then(pixels), value("height").and_then(pixels));
    let field = value("viewbox").map(String::as_str).unwrap_or_default();
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

    fn refused(svg: &str) -> usize {
        drawing(&Source::new("content/a.svg".into(), svg.into())).len()
    }

    #[test]
    fn a_drawing_is_as_large_as_it_says() {
        let of = |svg: &str| extent(&Source::new("content/a.svg".into(), svg.into())).map(|e| (e.width, e.height));
        assert_eq!(of("<?xml version='1.0'?><svg viewBox='0 0 320 300' width='400' height='375'/>"), Some((400, 375)));
        assert_eq!(of("<svg viewBox='0,0 320,300' width='160px'/>"), Some((160, 150)));
        assert_eq!(of("<svg width='100%' viewBox='0 0 320.4 300'/>"), Some((320, 300)));
        assert_eq!(of("<svg width='100%'/>"), None);
        assert_eq!(of("<svg width='4' viewBox='0 0 0 9'/>"), None);
    }

    #[test]
    fn a_drawing_may_draw_and_nothing_else() {
        assert_eq!(refused("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/><use href=\"#a\"/></svg>"), 0);
        assert_eq!(refused("<svg onload=\"x()\"/>"), 1);
        assert_eq!(refused("<svg><svg:script>x</svg:script></svg>"), 1);
        assert_eq!(refused("<svg><a xlink:href=\"&#106;avascript:x\"/></svg>"), 1);
        assert_eq!(refused("<svg><set attributeName='href' to='javascript:x'/></svg>"), 1);
        assert_eq!(refused("<svg><image href='https://a.example/x.png'/></svg>"), 1);
    }
}
