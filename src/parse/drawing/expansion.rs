//! How many elements a browser draws for a drawing in which parts are used by other parts.
//!
//! Takes: a drawing as it is written anew. Gives: whether what it uses again multiplies past a limit: ten uses of ten uses of ten
//! are a thousand, in a file of thirty lines, and a browser draws them one by one until its reader gives up.
//! Never: draws. The elements and the parts they use are a graph; weights are added up from the leaves, each vertex once (a
//! depth-first search with its own stack, since chains may be as long as a file). Circles are passed over, as browsers do. Which element a rule of
//! a style sheet is for is worked out by its words alone, which takes too many rather than too few.

use roxmltree::{Document, Node};
use std::collections::HashMap;

/// So many elements may be drawn besides those that stand in the file. Ten thousand were drawn at once by a phone's browser where
/// a hundred thousand took it more than ten seconds.
const MOST: u64 = 50_000;

/// Parts that paint others, and are not drawn each time.
const PAINTS: [&str; 3] = ["linearGradient", "radialGradient", "filter"];

/// Whether more is drawn than a browser should be asked for.
pub(super) fn is_too_much(written: &str) -> bool {
    if !written.contains("(#")
        && !written.contains("(\"#")
        && !written.contains("(&quot;#")
        && !written.contains("href=\"#")
    {
        return false;
    }
    // It was written here, so it can be read; what cannot be is no drawing.
    let Ok(document) = Document::parse(written) else { return true };
    let graph = Graph::of(&document);
    graph.weight().saturating_sub(graph.elements) > MOST
}

struct Graph<'a> {
    nodes: Vec<Node<'a, 'a>>,
    /// The first element of each name, as browsers take it.
    named: HashMap<&'a str, usize>,
    /// What rules of the style sheets use, by the words of their selectors: names of elements, classes and ids. An element that
    /// has one of the words may be meant.
    of_rules: HashMap<&'a str, Vec<usize>>,
    elements: u64,
}

impl<'a> Graph<'a> {
    fn of(document: &'a Document<'a>) -> Graph<'a> {
        let nodes: Vec<Node<'a, 'a>> = document.descendants().collect();
        let mut named = HashMap::new();
        for (n, node) in nodes.iter().enumerate() {
            if let Some(name) = node.attribute("id") {
                named.entry(name).or_insert(n);
            }
        }
        let elements = nodes.iter().filter(|node| node.is_element()).count() as u64;
        let mut graph = Graph { nodes, named, of_rules: HashMap::new(), elements };
        let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
        for rule in
            sheets.flat_map(|sheet| sheet.descendants().filter_map(|node| node.text())).flat_map(|t| t.split('}'))
        {
            let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
            let mut used = Vec::new();
            graph.used_in(declarations, &mut used);
            let words = selectors.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '*')));
            for word in words.filter(|word| !used.is_empty() && !word.is_empty()) {
                graph.of_rules.entry(word).or_default().extend(&used);
            }
        }
        graph
    }

    /// The parts that `url(#…)` names in a value or a style sheet.
    fn used_in(&self, text: &str, out: &mut Vec<usize>) {
        for (at, open) in text.match_indices("url(") {
            let name = text[at + open.len()..].trim_start_matches([' ', '"', '\'']);
            let Some(name) = name.strip_prefix('#') else { continue };
            let name = &name[..name.find([')', '"', '\'', ' ']).unwrap_or(name.len())];
            out.extend(self.part(name));
        }
    }

    fn part(&self, name: &str) -> Option<usize> {
        let part = *self.named.get(name)?;
        (!PAINTS.contains(&self.nodes[part].tag_name().name())).then_some(part)
    }

    /// What is drawn with an element.
    fn drawn_with(&self, n: usize) -> Vec<usize> {
        let node = self.nodes[n];
        let mut out: Vec<usize> = node.children().map(|child| child.id().get_usize()).collect();
        let mut by_rules = |word: &str| out.extend(self.of_rules.get(word).into_iter().flatten());
        if node.is_element() && !self.of_rules.is_empty() {
            by_rules("*");
            by_rules(node.tag_name().name());
            node.attribute("class").into_iter().flat_map(str::split_whitespace).for_each(&mut by_rules);
            node.attribute("id").into_iter().for_each(&mut by_rules);
        }
        for attribute in node.attributes() {
            match attribute.name() {
                "href" => out.extend(attribute.value().strip_prefix('#').and_then(|name| self.part(name))),
                _ => self.used_in(attribute.value(), &mut out),
            }
        }
        out
    }

    fn weight(&self) -> u64 {
        let own = |n: usize| u64::from(self.nodes[n].is_element());
        let mut done: Vec<Option<u64>> = vec![None; self.nodes.len()];
        let mut begun = vec![false; self.nodes.len()];
        begun[0] = true;
        let mut stack = vec![(0, own(0), self.drawn_with(0))];
        loop {
            let Some((n, weight, rest)) = stack.last_mut() else { return 0 };
            match rest.pop() {
                Some(next) => match done[next] {
                    Some(known) => *weight = weight.saturating_add(known),
                    None if begun[next] => {}
                    None => {
                        begun[next] = true;
                        stack.push((next, own(next), self.drawn_with(next)));
                    }
                },
                None => {
                    let (n, weight) = (*n, *weight);
                    done[n] = Some(weight);
                    stack.pop();
                    let Some((_, above, _)) = stack.last_mut() else { return weight };
                    *above = above.saturating_add(weight);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_much;

    fn svg(inside: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>")
    }

    /// Levels of a part that each use the one before so many times.
    fn levels(levels: usize, times: usize, part: &str, used: impl Fn(usize) -> String) -> String {
        let level = |n: usize| format!("<{part} id=\"p{n}\">{}</{part}>", used(n - 1).repeat(times));
        let first = format!("<{part} id=\"p0\"><rect width=\"1\" height=\"1\"/></{part}>");
        svg(&[first, (1..=levels).map(level).collect()].concat())
    }

    #[test]
    fn what_multiplies_is_too_much_by_whatever_it_is_used() {
        assert!(is_too_much(&levels(5, 10, "g", |n| format!("<use href=\"#p{n}\"/>"))));
        for part in ["mask", "clipPath", "pattern", "marker"] {
            for by in ["mask", "clip-path", "fill", "marker-start"] {
                assert!(is_too_much(&levels(9, 6, part, |n| format!("<rect {by}=\"url(#p{n})\"/>"))), "{part} {by}");
            }
        }
        let styled = levels(9, 6, "mask", |n| format!("<rect style=\"mask:url(&quot;#p{n}&quot;)\"/>"));
        assert!(is_too_much(&styled));
        let by_class = levels(9, 6, "mask", |n| format!("<rect class=\"c{n}\"/>"));
        let sheet: String = (0..9).map(|n| format!(".c{n}{{mask:url(#p{n})}}")).collect();
        assert!(is_too_much(&by_class.replace("</svg>", &format!("<style>{sheet}</style></svg>"))));
    }

    #[test]
    fn letters_marks_and_colours_that_are_used_often_are_not() {
        let glyphs = format!("<g id=\"g\"><path d=\"M0 0\"/></g>{}", "<use href=\"#g\"/>".repeat(10_000));
        assert!(!is_too_much(&svg(&glyphs)));
        let colour = "<linearGradient id=\"l\"><stop/><stop/></linearGradient>".to_owned();
        assert!(!is_too_much(&svg(&(colour + &"<rect fill=\"url(#l)\"/>".repeat(60_000)))));
        assert!(!is_too_much(&svg("<g id=\"a\"><use href=\"#a\"/></g><use href=\"#a\"/>")), "a circle");
        assert!(!is_too_much(&svg("<rect/>")));
    }
}
