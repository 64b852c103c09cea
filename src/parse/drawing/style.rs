//! The styles of a drawing → the same, written anew.
//!
//! Takes: a style sheet, the declarations of an attribute, or one value, as the XML reader gives them. Gives: the rules,
//! properties and functions that are listed, put together from tokens; and what of the rest could fetch or run something.
//! Never: compares a name before escapes and comments are undone: the tokenizer is the one that Firefox's styles are read with.

mod tokens;

use super::Depth;
use super::lists::{FONT_FACE, GROUPS, PRESENTATION, PROPERTIES, REFUSED_PROPERTIES};
use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, ParseErrorKind, Parser, ParserInput, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser, serialize_identifier,
};
use std::ops::Range;
use tokens::{Stop, tokens};

/// A style written anew.
#[derive(Debug, Default)]
pub(super) struct Style {
    /// What is let through.
    pub(super) text: String,
    /// What is not and could do harm: what it is, and its bytes in the style.
    pub(super) refused: Vec<(String, Range<usize>)>,
}

/// Rules within rules within rules, at most.
const DEEPEST: u8 = 16;

/// The text of a `<style>`.
pub(super) fn sheet(text: &str, depth: Depth) -> Style {
    let (mut input, mut rules) = (ParserInput::new(text), Rules::new(Body::Rules, depth));
    let mut input = Parser::new(&mut input);
    let mut style = Style::default();
    for rule in StyleSheetParser::new(&mut input, &mut rules) {
        match rule {
            Ok(rule) => style.text.push_str(&rule),
            Err((error, _)) => style.refused.extend(refusal(error)),
        }
    }
    style.refused.append(&mut rules.refused);
    style
}

/// The value of an attribute `style`.
pub(super) fn declarations(text: &str, depth: Depth) -> Style {
    let (mut input, mut rules) = (ParserInput::new(text), Rules::new(Body::Declarations, depth));
    let mut input = Parser::new(&mut input);
    let text = rules.body(&mut input);
    Style { text, refused: rules.refused }
}

/// The value of one property; empty if it is not let through.
pub(super) fn value(text: &str, depth: Depth) -> Style {
    let mut input = ParserInput::new(text);
    let mut input = Parser::new(&mut input);
    let mut out = String::with_capacity(text.len());
    match tokens(&mut input, &mut out, depth, DEEPEST) {
        Ok(()) => Style { text: out.trim().to_owned(), refused: Vec::new() },
        Err(error) => Style { text: String::new(), refused: refusal(error).into_iter().collect() },
    }
}

fn refusal(error: ParseError<'_, Stop>) -> Option<(String, Range<usize>)> {
    match error.kind {
        ParseErrorKind::Custom(Stop::Harmful(what, place)) => Some((what, place)),
        _ => None,
    }
}

/// What may stand between two braces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    /// Properties, and rules within this rule.
    Style,
    /// Properties only.
    Declarations,
    /// What a font is.
    Font,
    /// Rules only.
    Rules,
}

struct Rules {
    body: Body,
    /// How deep the drawing is held in others.
    depth: Depth,
    /// How many rules may still be within one another.
    left: u8,
    refused: Vec<(String, Range<usize>)>,
}

impl Rules {
    fn new(body: Body, depth: Depth) -> Rules {
        Rules { body, depth, left: DEEPEST, refused: Vec::new() }
    }

    /// Everything up to the closing brace.
    fn body(&mut self, input: &mut Parser<'_, '_>) -> String {
        let (mut out, mut refused) = (String::new(), Vec::new());
        for item in RuleBodyParser::new(input, self) {
            match item {
                Ok(text) => out.push_str(&text),
                Err((error, _)) => refused.extend(refusal(error)),
            }
        }
        self.refused.append(&mut refused);
        out
    }

    /// A block, as `body` says.
    fn block<'i>(&mut self, body: Body, input: &mut Parser<'i, '_>) -> Result<String, ParseError<'i, Stop>> {
        let left = self.left.checked_sub(1).ok_or_else(|| input.new_custom_error(Stop::Unknown))?;
        let mut within = Rules { body, depth: self.depth, left, refused: Vec::new() };
        let text = within.body(input);
        self.refused.append(&mut within.refused);
        Ok(text)
    }
}

impl<'i> DeclarationParser<'i> for Rules {
    type Declaration = String;
    type Error = Stop;

    fn parse_value<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
        start: &ParserState,
    ) -> Result<String, ParseError<'i, Stop>> {
        let property = name.to_ascii_lowercase();
        let mut value = String::new();
        let read = tokens(input, &mut value, self.depth, DEEPEST);
        let from = start.position().byte_index();
        if REFUSED_PROPERTIES.has(&property) {
            let place = from..from + name.len();
            return Err(input.new_custom_error(Stop::Harmful(format!("`{property}`"), place)));
        }
        read?;
        let bare = ["-webkit-", "-moz-", "-ms-", "-o-"].iter().find_map(|prefix| property.strip_prefix(prefix));
        let bare = bare.unwrap_or(&property);
        let listed = match self.body {
            Body::Font => FONT_FACE.has(bare),
            _ => name.starts_with("--") || PROPERTIES.has(bare) || PRESENTATION.has(bare),
        };
        if !listed {
            return Err(input.new_custom_error(Stop::Unknown));
        }
        // A property of the author's own is told by its capitals.
        let shown = if name.starts_with("--") { &*name } else { &property };
        let mut out = String::new();
        let _ = serialize_identifier(shown, &mut out);
        Ok(format!("{out}:{};", value.trim()))
    }
}

impl<'i> QualifiedRuleParser<'i> for Rules {
    type Prelude = String;
    type QualifiedRule = String;
    type Error = Stop;

    fn parse_prelude<'t>(&mut self, input: &mut Parser<'i, 't>) -> Result<String, ParseError<'i, Stop>> {
        let mut selector = String::new();
        tokens(input, &mut selector, self.depth, DEEPEST)?;
        Ok(selector.trim().to_owned())
    }

    fn parse_block<'t>(
        &mut self,
        selector: String,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<String, ParseError<'i, Stop>> {
        Ok(format!("{selector}{{{}}}", self.block(Body::Style, input)?))
    }
}

impl<'i> AtRuleParser<'i> for Rules {
    type Prelude = (String, Body);
    type AtRule = String;
    type Error = Stop;

    fn parse_prelude<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
    ) -> Result<(String, Body), ParseError<'i, Stop>> {
        let at = input.position().byte_index();
        let name = name.to_ascii_lowercase();
        let body = match name.as_str() {
            "font-face" => Body::Font,
            "keyframes" | "-webkit-keyframes" | "-moz-keyframes" | "-o-keyframes" => Body::Rules,
            _ if GROUPS.has(&name) && self.body == Body::Style => Body::Style,
            _ if GROUPS.has(&name) => Body::Rules,
            "import" => {
                let place = at.saturating_sub(name.len() + 1)..at;
                return Err(input.new_custom_error(Stop::Harmful("`@import`".into(), place)));
            }
            _ => return Err(input.new_custom_error(Stop::Unknown)),
        };
        let mut out = format!("@{name}");
        tokens(input, &mut out, self.depth, DEEPEST)?;
        Ok((out.trim_end().to_owned(), body))
    }

    /// Only `@layer a, b;` has a meaning without a block.
    fn rule_without_block(&mut self, (rule, _): (String, Body), _: &ParserState) -> Result<String, ()> {
        if rule.starts_with("@layer") { Ok(format!("{rule};")) } else { Err(()) }
    }

    fn parse_block<'t>(
        &mut self,
        (rule, body): (String, Body),
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<String, ParseError<'i, Stop>> {
        Ok(format!("{rule}{{{}}}", self.block(body, input)?))
    }
}

impl<'i> RuleBodyItemParser<'i, String, Stop> for Rules {
    fn parse_declarations(&self) -> bool {
        self.body != Body::Rules
    }

    fn parse_qualified(&self) -> bool {
        matches!(self.body, Body::Style | Body::Rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<String>) {
        let style = sheet(text, 0);
        (style.text, style.refused.into_iter().map(|(what, _)| what).collect())
    }

    #[test]
    fn what_is_listed_stays_as_it_was() {
        for (text, written) in [
            (
                "a > b , #c.d { fill : url( '#e' ) ; stroke-width:1.23456789012px!important }",
                "a > b , #c.d{fill:url(#e);stroke-width:1.23456789012px!important;}",
            ),
            (
                "@media (prefers-color-scheme: dark) { text { fill: #fff } }",
                "@media (prefers-color-scheme: dark){text{fill:#fff;}}",
            ),
            (
                "@font-face{font-family:X;src:url(data:font/woff2;base64,AAAA) format(\"woff2\");unicode-range:U+0025-00FF,u+4??}",
                "@font-face{font-family:X;src:url(data:font/woff2;base64,AAAA) format(\"woff2\");unicode-range:U+0025-00FF,u+4??;}",
            ),
            (
                "@keyframes k { from { opacity: 0 } 50% { transform: rotate(1e1deg) } }",
                "@keyframes k{from{opacity:0;}50%{transform:rotate(1e1deg);}}",
            ),
            (".a { --B: 1; &:hover { fill: var(--B) } }", ".a{--B:1;&:hover{fill:var(--B);}}"),
            ("a{fill:#000;-inkscape-x:1;unknown:2;color:frobnicate(1)}", "a{fill:#000;}"),
            ("@namespace svg url(http://www.w3.org/2000/svg); a{x:1}", "a{x:1;}"),
        ] {
            assert_eq!(read(text), (written.to_owned(), Vec::new()), "{text}");
            assert_eq!(read(written), (written.to_owned(), Vec::new()), "written anew it stays");
        }
    }

    #[test]
    fn names_are_compared_without_escapes_and_comments() {
        for (text, refused) in [
            ("@import url(//a.example/x);", "`@import`"),
            ("@\\69mport '//a.example/x';", "`@import`"),
            ("a{fill:u\\72l(//a.example/x)}", "`url(…)` to something outside the drawing"),
            ("a{fill:url(\"\\2f/a.example/x\")}", "`url(…)` to something outside the drawing"),
            ("a{--x:url(/x)}", "`url(…)` to something outside the drawing"),
            ("a{nonsense:url(x.png)}", "`url(…)` to something outside the drawing"),
            ("a{background:image-set('x' 1x)}", "`image-set(…)`"),
            ("a{background:-webkit-image-set(url(x) 1x)}", "`-webkit-image-set(…)`"),
            ("a{background:src('x')}", "`src(…)`"),
            ("a{b\\65havior:x}", "`behavior`"),
            ("a{-moz-bindin\\67:url(#x)}", "`-moz-binding`"),
            ("a{width:express\\69on(x)}", "`expression(…)`"),
            ("@font-face{src:url(x.woff2)}", "`url(…)` to something outside the drawing"),
            ("@media print{a{b{fill:url(x)}}}", "`url(…)` to something outside the drawing"),
        ] {
            let (written, told) = read(text);
            assert_eq!(told, [refused], "{text}");
            assert!(!written.contains("a.example") && !written.contains("url("), "{text}: {written}");
        }
    }

    #[test]
    fn rules_within_rules_end() {
        for deep in ["a{".repeat(50_000), "a{x:".to_owned() + &"(".repeat(50_000), "a:b{".repeat(2_000)] {
            assert!(sheet(&deep, 0).text.len() < 1000);
        }
    }
}
