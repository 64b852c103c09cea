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
const REFUSED: [&str; 9] = ["script", "iframe", "embed", "object", "audio", "video", "handler", "listener", "include"];

/// Elements that draw, besides the parts of filters. Where a drawing has HTML in it, as diagrams.net writes the words of a box, all others are refused, but for
/// the HTML that an article may have: what else HTML can do is a long list.
const DRAWN: &str = "a animate animatemotion animatetransform circle clippath defs desc ellipse filter font foreignobject g image \
    line lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect set stop style svg switch \
    symbol text textpath title tspan use";

/// Attributes that hold an address, or that an animation turns into one.
const ADDRESSES: [&str; 8] = ["href", "src", "background", "data", "to", "from", "values", "by"];

/// What a style names a file with.
const URL: &str = "url(";

/// What is wrong with a drawing.
pub(super) fn drawing(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |what: String, span: std::ops::Range<usize>| {
        let message = format!("{what} is not let through in a picture");
        let problem = Problem::at(Code::UnsafeHtml, &source.path, Span::new(span.start, span.end), message);
        problems
            .push(problem.help("Save the drawing again as plain SVG, without scripts and without links to elsewhere."));
    };
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let tags = html::tags(&source.text);
    let holds_html = tags.iter().any(|tag| local(&tag.name) == "foreignobject");
    let draws = |name: &str| DRAWN.split(' ').any(|n| n == name) || name.starts_with("fe") || html::lets_through(name);
    for tag in tags {
        let element = local(&tag.name);
        if REFUSED.contains(&element.as_str()) || holds_html && !draws(&element) {
            refuse(format!("`<{}>`", tag.name), tag.span.clone());
        }
        for (name, value, span) in tag.attributes {
            let name = local(&name);
            let elsewhere = || match destination(&value) {
                Destination::Refused => !value.starts_with("data:image/"),
                Destination::Elsewhere(_) => tag.name != "a",
                Destination::Here(_) => false,
            };
            if name.starts_with("on") || name == "srcset" || (ADDRESSES.contains(&name.as_str()) && elsewhere()) {
                refuse(format!("The attribute `{name}`"), span);
            }
        }
    }
    // A style's words can be written as entities too.
    let styles = html::decode_entities(&source.text).to_ascii_lowercase();
    let lower = source.text.to_ascii_lowercase();
    let place = |marker: &str, at: Option<usize>| at.map_or(0..0, |at| at..at + marker.len());
    for marker in ["<!entity", "@import", "<?xml-stylesheet"] {
        if styles.contains(marker) {
            refuse(format!("`{marker}`"), place(marker, lower.find(marker)));
        }
    }
    let fetching = |text: &str| text.match_indices(URL).map(|(at, _)| at).find(|at| fetches(&text[at + URL.len()..]));
    if fetching(&styles).is_some() {
        refuse("`url(…)` to elsewhere".into(), place(URL, fetching(&lower)));
    }
    problems
}

/// Whether what a style names in `url(…)` is somewhere else, and not in the file itself or beside it.
fn fetches(address: &str) -> bool {
    let address = address.split(')').next().unwrap_or(address).trim().trim_matches(['\'', '"']);
    let inside = ["data:image/", "data:font/"].iter().any(|own| address.starts_with(own));
    !inside && !matches!(destination(address), Destination::Here(_))
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
        assert_eq!(
            refused(
                "<svg><rect fill='url(#a)' style=\"fill: url( '#b' ); mask: url(&quot;#c&quot;); marker: url(b.svg#d)\"/></svg>"
            ),
            0
        );
        assert_eq!(refused("<svg><style>g { fill: url( '//a.example/x' ) }</style></svg>"), 1);
        assert_eq!(refused("<svg><style>g { fill: url(data:text/html,x) }</style></svg>"), 1);
        assert_eq!(refused("<svg><style>g { fill: url(data:image/png;base64,x) }</style></svg>"), 0);
        assert_eq!(refused("<svg><g style='fill: &#117;rl(//a.example/x)'/></svg>"), 1);
    }

    #[test]
    fn a_drawing_may_hold_words_in_html_and_nothing_that_acts() {
        let with = |html: &str| refused(&format!("<svg><switch><foreignObject>{html}</foreignObject></switch></svg>"));
        assert_eq!(with("<xhtml:div style='color: red'><b>Legs</b><br/><font face='x'>up</font></xhtml:div>"), 0);
        assert_eq!(with("<img src='data:image/png;base64,AA'/>"), 0);
        for acts in [
            "<form><p>x</p></form>",
            "<meta http-equiv='refresh' content='0;url=x'/>",
            "<base href='x'/>",
            "<link rel='stylesheet' href='x'/>",
            "<img srcset='https://a.example/x.png'/>",
            "<td background='https://a.example/x.png'>x</td>",
            "<div onclick='x()'>x</div>",
            "<script>x()</script>",
            "<x-y>x</x-y>",
        ] {
            assert_eq!(with(acts), 1, "{acts}");
        }
    }
}
