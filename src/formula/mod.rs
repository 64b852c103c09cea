//! A formula in TeX → MathML Core.
//!
//! Takes: what stands between the signs. Gives: the formula as browsers draw it, with its TeX for those who cannot see it, or what
//! is wrong with it: [`Mistake`]. Never: gives an element, an attribute or a style that is not on its lists; nor reads one that is too
//! long or too deep.
//!
//! Of two crates, pulldown-latex reads as many of the formulas tried as math-core, asks for one crate instead of thirteen, and writes
//! classes where that one writes styles, which the pages' policy forbids.

mod mistake;
mod names;

pub use mistake::Mistake;

use crate::text::{Token, Tokens, escaped, without_escapes};
use mistake::Kind;
use pulldown_cmark_escape::escape_html;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event};
use pulldown_latex::mathml::push_mathml;
use pulldown_latex::{Parser, Storage};

/// Whether a formula stands by itself, or in a line of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a line.
    Line,
    /// By itself.
    Block,
}

/// A longer one is none that anybody reads.
const LONGEST: usize = 4_000;

/// So deep may its groups be, and so many commands may follow one another: it is read by functions that call themselves.
const DEEPEST: usize = 60;

/// The elements of MathML that are written.
const ELEMENTS: [&str; 26] = [
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

const ATTRIBUTES: [&str; 20] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "displaystyle",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
];

/// Whether an element is one of MathML's.
pub fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&name)
}

/// Whether an attribute is one that is written in such an element.
pub fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.contains(&name) || matches!(name, "alttext" | "display")
}

/// A formula as MathML, in one element.
pub fn mathml(tex: &str, place: Place) -> Result<String, Mistake> {
    if tex.len() > LONGEST || depth(tex) > DEEPEST {
        return Err(Mistake::of(Kind::TooLarge, 0..0));
    }
    // A few that build on one another would be more than any memory holds.
    if let Some(place) = mistake::definition(tex) {
        return Err(Mistake::of(Kind::Defines, place));
    }
    // The star says where limits stand, which its place in the formula says as well.
    let read = names::usual(&tex.replace("\\operatorname*", "\\operatorname"));
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(&read, &storage) {
        match event {
            // The crate writes the name of a function as it stands, commands and signs of HTML with it.
            Ok(Event::Content(Content::Function(name))) if name.contains(['<', '>', '&', '{', '}', '\\', '$']) => {
                return Err(Mistake::of(Kind::Other, 0..0));
            }
            Ok(event) => events.push(event),
            Err(error) => return Err(mistake::told(tex, &error.to_string())),
        }
    }
    let display_mode = if place == Place::Block { DisplayMode::Block } else { DisplayMode::Inline };
    let mut written = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut written, events, RenderConfig { display_mode, ..RenderConfig::default() })
        .map_err(|_| Mistake::of(Kind::Other, 0..0))?;
    listed(&written, tex, place).ok_or_else(|| Mistake::of(Kind::Other, 0..0))
}

/// What was written, with the elements and attributes of the lists alone. `None` where its elements are not one within the other.
fn listed(written: &str, tex: &str, place: Place) -> Option<String> {
    let mut out = String::with_capacity(written.len() + tex.len());
    let mut open: Vec<String> = Vec::new();
    for (_, token) in Tokens::of(&with_signs(written), &[]) {
        match token {
            Token::Open(tag) if tag.name == "math" => {
                if !open.is_empty() || !out.is_empty() {
                    return None;
                }
                open.push(tag.name.to_owned());
                out.push_str(if place == Place::Block { "<math display=\"block\"" } else { "<math" });
                out.push_str(" alttext=\"");
                let _ = escape_html(&mut out, tex.trim());
                out.push_str("\">");
            }
            Token::Open(tag) if is_element(tag.name) => {
                out.push_str(&format!("<{}", tag.name));
                let fits = |name: &str, value: &str| ATTRIBUTES.contains(&name) && !is_huge(value);
                for (name, value) in tag.attributes().filter(|(name, value)| fits(name, value)) {
                    out.push_str(&format!(" {name}=\""));
                    let _ = escape_html(&mut out, &value);
                    out.push('"');
                }
                out.push('>');
                if tag.attributes.ends_with('/') {
                    out.push_str(&format!("</{}>", tag.name));
                } else {
                    open.push(tag.name.to_owned());
                }
            }
            Token::Close(name) if is_element(name) => {
                open.pop().filter(|last| last == name)?;
                out.push_str(&format!("</{name}>"));
            }
            Token::Words(words) => out.push_str(&escaped(&without_escapes(words))),
            Token::Open(_) | Token::Close(_) | Token::Placeholder(_) => {}
        }
    }
    // No author's own word can be such a mark: it would be an element by itself.
    for ((mark, _), class) in names::MARKED.iter().zip(names::CLASSES) {
        if out.contains(*mark) {
            out = out.replace(&format!("<mrow><mtext>{mark}</mtext>"), &format!("<mrow class=\"{class}\">"));
            out = out.replace(*mark, "");
        }
    }
    open.is_empty().then_some(out)
}

/// Whether a length is more than any page is wide: `99999999em`.
fn is_huge(value: &str) -> bool {
    let digits = value.trim_start_matches(['-', '+']);
    let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len())];
    digits.parse::<f64>().is_ok_and(|number| number > 200.0)
}

/// What was written, each sign `<` of the formula's own as HTML has it.
fn with_signs(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    for (nth, part) in written.split('<').enumerate() {
        let is_tag = part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        out.push_str(if nth == 0 {
            ""
        } else if is_tag {
            "<"
        } else {
            "&lt;"
        });
        out.push_str(part);
    }
    out
}

/// How deep its groups are, or how many commands follow one another, whichever is more.
fn depth(tex: &str) -> usize {
    let (mut open, mut deepest, mut commands) = (0_usize, 0, 0);
    let mut signs = tex.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '{' => open += 1,
            '}' => open = open.saturating_sub(1),
            '\\' => {
                let mut word = String::new();
                while let Some(letter) = signs.next_if(char::is_ascii_alphabetic) {
                    word.push(letter);
                }
                match word.as_str() {
                    "" => drop(signs.next()),
                    "left" | "begin" => open += 1,
                    "right" | "end" => open = open.saturating_sub(1),
                    _ => {}
                }
                commands += 1;
            }
            _ if sign.is_whitespace() || matches!(sign, '^' | '_') => {}
            _ => commands = 0,
        }
        deepest = deepest.max(open).max(commands);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tex: &str) -> String {
        mathml(tex, Place::Line).unwrap_or_else(|mistake| panic!("{tex}: {}", mistake.message()))
    }

    #[test]
    fn nothing_gets_out_of_a_formula() {
        for tex in [
            "\\mathop{<mtext>}",
            "\\mathop{<mspace width=\"9999em\">}",
            "\\mathop{</math>}",
            "\\operatorname{</math>}",
            "\\mathop{<math>}",
            "\\mathop{a<b}",
            "\\operatorname{x<y}",
            "\\mathop{\\mathrm{argmax}}",
            "\\operatorname{a&b}",
        ] {
            assert!(mathml(tex, Place::Line).is_err(), "{tex}");
        }
        assert!(of("\\operatorname*{argmax}_x f").contains("<mi>argmax</mi>"), "{}", of("\\operatorname*{argmax}_x f"));
        assert!(of("a<b").contains("&lt;"));
        assert!(!of("\\kern99999999em x").contains("99999999em\""), "{}", of("\\kern99999999em x"));
    }

    #[test]
    fn formulas_are_mathml() {
        assert_eq!(of("x^2"), "<math alttext=\"x^2\"><msup><mi>x</mi><mn>2</mn></msup></math>");
        assert!(
            mathml("a<\"b\"", Place::Block)
                .unwrap()
                .starts_with("<math display=\"block\" alttext=\"a&lt;&quot;b&quot;\">")
        );
        assert!(of("\\frac{a}{b}").contains("<mfrac>"));
        for tex in [
            "\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}",
            "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
            "\\begin{cases} x & x>0 \\\\ -x & \\text{otherwise} \\end{cases}",
            "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}",
            "\\boxed{E=mc^2}",
            "\\bm{x} + \\pmb{y} + \\mbox{z}",
            "x = y \\tag{1} \\label{eq:a}",
            "\\begin{align} a &= b \\nonumber \\\\ c &= d \\end{align}",
            "\\argmax_x f(x)",
            "\\color{red} x",
            "a \\! b",
            "5\\,\\text{km}",
            "\\sum\\limits_{i} i",
        ] {
            let read = of(tex);
            assert!(!read.contains("style=") && !read.contains("/>"), "{read}");
        }
    }

    #[test]
    fn mistakes_are_told_at_their_place() {
        let told = |tex: &str| {
            let mistake = mathml(tex, Place::Line).unwrap_err();
            (tex[mistake.place()].to_owned(), mistake.message())
        };
        assert_eq!(
            told("a + \\fooo{b}"),
            ("\\fooo".to_owned(), "In formulas, nobody knows the command `\\fooo`".to_owned())
        );
        assert!(told("\\frac{a}").1.contains("lacks"), "{:?}", told("\\frac{a}"));
        assert!(told("{a").1.contains("closed"), "{:?}", told("{a"));
        assert!(told("x^2^3").1.contains("raised"), "{:?}", told("x^2^3"));
        assert!(told("\\def\\a{b}").1.contains("define"), "{:?}", told("\\def\\a{b}"));
        for deep in ["\\hat", "\\hat ", "{", "\\sqrt{", "\\left("] {
            assert_eq!(mathml(&deep.repeat(300), Place::Line), Err(Mistake::of(Kind::TooLarge, 0..0)), "{deep}");
        }
    }
}
