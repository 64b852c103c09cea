//! A finished text, filled in, as Markdown: for readers of machines.
//!
//! Made from what readers see and not from what the author typed: comments, keys and what only a program fills in are not in it, and
//! what is put into the page is.

use crate::text::{EMPTY, Tag, Token, Tokens, without_escapes};

/// Writes HTML as Markdown. `address` gives the whole address of a link; `None` where it leads nowhere from here, so that only its
/// words stay.
pub(super) fn to_markdown(html: &str, address: &dyn Fn(&str) -> Option<String>) -> String {
    let mut writer = Writer {
        out: String::new(),
        line: String::new(),
        within: Vec::new(),
        lists: Vec::new(),
        open: Vec::new(),
        apart: false,
        address,
        table: None,
        code: None,
        skipped: 0,
    };
    for (_, token) in Tokens::of(html, &[]) {
        match token {
            Token::Open(tag) => writer.begin(&tag),
            Token::Close(name) => writer.end(name),
            Token::Words(words) => writer.words(&without_escapes(words)),
            Token::Placeholder(_) => {}
        }
    }
    writer.end_line();
    writer.out
}

/// Classes of what is there only for a page: links to its own places.
const OF_A_PAGE: [&str; 3] = ["here", "back", "anchor"];

/// Where code in a line begins, and what ends a call-out; no page holds such signs.
const CODE: char = '\u{1}';
const CALLOUT: char = '\u{2}';

/// What stands before each line of a block.
struct Before {
    first: Option<String>,
    rest: String,
    /// Whether nothing stands in it yet.
    fresh: bool,
}

struct Writer<'a> {
    out: String,
    /// The words of the block so far.
    line: String,
    within: Vec<Before>,
    /// The next number of each list that is open; `None` of one without.
    lists: Vec<Option<u64>>,
    /// How each element that is open ends: what is put behind its words.
    open: Vec<String>,
    /// Whether an empty line comes before the next block.
    apart: bool,
    address: &'a dyn Fn(&str) -> Option<String>,
    /// The rows of a table.
    table: Option<Vec<Vec<String>>>,
    /// A block of code, and its language.
    code: Option<(String, String)>,
    /// How many elements are open within what is left out.
    skipped: usize,
}

impl Writer<'_> {
    fn begin(&mut self, tag: &Tag<'_>) {
        let empty = EMPTY.contains(&tag.name);
        let of_a_page = tag.class().is_some_and(|class| class.split(' ').any(|class| OF_A_PAGE.contains(&class)));
        if self.skipped > 0 || of_a_page || matches!(tag.name, "svg" | "script" | "style" | "button") {
            self.skipped += usize::from(!empty);
            return;
        }
        let mut end = String::new();
        match tag.name {
            "br" => self.line.push_str("\\\n"),
            "hr" => self.block("---"),
            "img" => self.picture(tag),
            "input" => self.line.push_str(if tag.attributes.contains(" checked") { "[x] " } else { "[ ] " }),
            "p" if tag.class() == Some("tab-title") => {
                self.end_line();
                self.line.push_str("**");
                end.push_str("**");
            }
            "strong" | "b" | "summary" | "dt" | "caption" => {
                if !matches!(tag.name, "strong" | "b") {
                    self.end_line();
                }
                self.line.push_str("**");
                end.push_str("**");
            }
            "em" | "i" => {
                self.line.push('*');
                end.push('*');
            }
            "del" | "s" => {
                self.line.push_str("~~");
                end.push_str("~~");
            }
            "code" if self.code.is_none() => {
                self.line.push(CODE);
                end.push(CODE);
            }
            "math" => {
                // What it was written as; what MathML makes of it would be read as other numbers.
                let tex = tag.attribute("alttext").map(|tex| without_escapes(tex).into_owned()).unwrap_or_default();
                let signs = if tag.attribute("display") == Some("block") { "$$" } else { "$" };
                self.line.push_str(&format!("{signs}{tex}{signs}"));
                self.skipped += 1;
                return;
            }
            "code" => {
                let language = tag.class().and_then(|class| class.strip_prefix("language-")).unwrap_or_default();
                if let Some((known, _)) = &mut self.code {
                    language.clone_into(known);
                }
            }
            "pre" => {
                self.end_line();
                self.code = Some((String::new(), String::new()));
            }
            "a" => end = self.link(tag),
            "span" if tag.class() == Some("care-level") => end.push(':'),
            "sup" if matches!(tag.class(), Some("cite" | "footnote")) => {
                self.line.push_str("\\[");
                end.push_str("\\]");
            }
            // Markdown has no sign for them, and a number without them is another.
            "sup" | "sub" => {
                self.line.push_str(&format!("<{}>", tag.name));
                end = format!("</{}>", tag.name);
            }
            "div" | "details" if tag.class().is_some_and(|class| class.split(' ').any(|one| one == "callout")) => {
                self.end_line();
                self.within.push(Before { first: None, rest: "> ".into(), fresh: true });
                end.push(CALLOUT);
            }
            "ul" | "ol" => {
                self.end_line();
                self.apart |= self.lists.is_empty();
                let start = tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.lists.push((tag.name == "ol").then_some(start));
            }
            "li" => self.item(tag),
            "blockquote" => {
                self.end_line();
                self.within.push(Before { first: None, rest: "> ".into(), fresh: true });
            }
            "table" => {
                self.end_line();
                self.table = Some(Vec::new());
            }
            "tr" => self.table.iter_mut().for_each(|rows| rows.push(Vec::new())),
            "td" | "th" => self.line.clear(),
            name => {
                if let Some(level) = tag.heading() {
                    self.end_line();
                    self.line = "#".repeat(level.into()) + " ";
                } else if is_block(name) {
                    self.end_line();
                }
            }
        }
        if !empty {
            self.open.push(end);
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let end = self.open.pop().unwrap_or_default();
        if end.contains(CALLOUT) {
            self.end_line();
            self.within.pop();
            self.apart = true;
            return;
        }
        if end.contains(CODE) {
            self.end_inline_code();
        } else {
            self.line.push_str(&end);
        }
        match name {
            "pre" => self.end_code(),
            "ul" | "ol" => {
                self.end_line();
                self.lists.pop();
                self.apart = true;
            }
            "li" | "blockquote" => {
                self.end_line();
                self.within.pop();
                self.apart = name == "blockquote";
            }
            "td" | "th" => {
                let cell = std::mem::take(&mut self.line);
                let cell = cell.replace("\\\n", " ").replace('\n', " ").replace('|', "\\|").trim().to_owned();
                if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            "table" => self.end_table(),
            "summary" | "dt" | "caption" => self.end_line(),
            name if is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.skipped > 0 {
            return;
        }
        if let Some((_, code)) = &mut self.code {
            code.push_str(words);
            return;
        }
        let is_code = self.open.iter().any(|end| end.contains(CODE));
        for (nth, word) in words.split_whitespace().enumerate() {
            let spaced = nth > 0 || words.starts_with(char::is_whitespace);
            if spaced && !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                self.line.push(' ');
            }
            if is_code {
                self.line.push_str(word);
            } else {
                let begins = self.line.is_empty() || self.line.ends_with('\n');
                escape(word, begins, &mut self.line);
            }
        }
        if words.ends_with(char::is_whitespace) && !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
            self.line.push(' ');
        }
    }

    /// Puts as many backticks around code in a line as it needs.
    fn end_inline_code(&mut self) {
        let code = self.line.rfind(CODE).map(|at| self.line.split_off(at)).unwrap_or_default();
        let code = code.trim_matches([CODE, ' ']);
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let space = if longest > 0 { " " } else { "" };
        if !code.is_empty() {
            self.line.push_str(&format!("{fence}{space}{code}{space}{fence}"));
        }
    }

    /// The beginning of a link; gives its end.
    fn link(&mut self, tag: &Tag<'_>) -> String {
        let href = tag.attribute("href").map(without_escapes).filter(|_| tag.class() != Some("term"));
        match href.and_then(|href: std::borrow::Cow<'_, str>| (self.address)(&href)) {
            Some(to) => {
                self.line.push('[');
                format!("]({})", target(&to))
            }
            None => String::new(),
        }
    }

    fn picture(&mut self, tag: &Tag<'_>) {
        let of = |name: &str| tag.attribute(name).map(|value| without_escapes(value).into_owned()).unwrap_or_default();
        let (alt, to) = (of("alt"), (self.address)(&of("src")));
        // One without words is there all the same: somebody may look at it.
        if let Some(to) = to {
            self.line.push_str("![");
            escape(&alt, false, &mut self.line);
            self.line.push_str(&format!("]({})", target(&to)));
        }
    }

    fn item(&mut self, tag: &Tag<'_>) {
        self.end_line();
        let number = tag.attribute("value").and_then(|value| value.parse::<u64>().ok());
        let mark = match self.lists.last_mut() {
            Some(Some(next)) => {
                let this = number.unwrap_or(*next);
                *next = this + 1;
                format!("{this}. ")
            }
            _ => "- ".to_owned(),
        };
        let rest = " ".repeat(mark.len());
        self.within.push(Before { first: Some(mark), rest, fresh: true });
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.line.clear();
        self.block(&format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n')));
    }

    fn end_table(&mut self) {
        let Some(rows) = self.table.take() else { return };
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let row = |cells: &[String]| {
            let cells = (0..width).map(|nth| cells.get(nth).map_or("", String::as_str));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
        if !lines.is_empty() && width > 0 {
            lines.insert(1, format!("|{}", " --- |".repeat(width)));
            self.block(&lines.join("\n"));
        }
    }

    fn end_line(&mut self) {
        // In a cell everything is one line.
        if self.table.is_some() {
            if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        let line = line.trim().trim_end_matches("\\\n").trim_end();
        if !line.is_empty() && !line.trim_start_matches('#').is_empty() && line != "****" {
            self.block(line);
        }
    }

    /// Puts a block of lines where it stands.
    fn block(&mut self, text: &str) {
        // The entries of a list stand close together.
        let begins_item = self.within.last().is_some_and(|before| before.first.is_some());
        if !self.out.is_empty() && (self.apart || !begins_item) {
            let around = self.within.iter().take_while(|before| !before.fresh);
            let before: String = around.map(|before| before.rest.as_str()).collect();
            self.out.push_str(before.trim_end());
            self.out.push('\n');
        }
        for line in text.split('\n') {
            let mut before = String::new();
            for part in &mut self.within {
                before.push_str(&part.first.take().unwrap_or_else(|| part.rest.clone()));
                part.fresh = false;
            }
            let line = format!("{before}{line}");
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
        self.apart = false;
    }
}

/// An address as it stands between brackets.
pub(super) fn target(address: &str) -> String {
    let plain = !address.contains([' ', '(', ')', '<', '>']);
    if plain { address.to_owned() } else { format!("<{address}>") }
}

fn is_block(name: &str) -> bool {
    let blocks = [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "details",
        "figure",
        "figcaption",
        "dl",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "nav",
        "header",
        "footer",
        "picture",
        "video",
        "audio",
    ];
    blocks.contains(&name)
}

/// Words as they are, with nothing in them that Markdown takes for a sign.
pub(super) fn escape(words: &str, begins: bool, out: &mut String) {
    for (at, c) in words.char_indices() {
        let sign = matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~' | '|');
        let first = begins && at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=');
        let number =
            begins && matches!(c, '.' | ')') && words[..at].bytes().all(|byte| byte.is_ascii_digit()) && at > 0;
        if sign || first || number {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> String {
        to_markdown(html, &|to| (!to.starts_with('#')).then(|| format!("https://e.org/{to}")))
    }

    #[test]
    fn blocks_are_as_they_are_typed() {
        let html = "<h2 id=\"a\">A &amp; b<a class=\"here\" href=\"#a\">#</a></h2>\n<p>One <strong>two</strong> <em>three</em> \
                    <a href=\"x/\">four</a> <a href=\"#a\">five</a>.<br>Six</p>\n<ul>\n<li>a</li>\n<li><p>b</p><ol><li>c</li></ol></li>\n</ul>\n\
                    <blockquote><p>q</p><p>r</p></blockquote>\n<pre><code class=\"language-rust\">let a = 1;\n\nlet b;\n</code></pre>\n<hr>\n";
        let expected = "## A & b\n\nOne **two** *three* [four](https://e.org/x/) five.\\\nSix\n\n- a\n- b\n  1. c\n\n> q\n>\n> r\n\n```rust\nlet a = 1;\n\nlet b;\n```\n\n---\n";
        assert_eq!(written(html), expected);
    }

    #[test]
    fn tables_pictures_and_cards_are_kept() {
        let html = "<div class=\"table\"><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1 | 2</td><td><code>x</code></td></tr></tbody></table></div>\
                    <p><img alt=\"A calf\" src=\"calf.png\"><img alt=\"\" src=\"b.png\"></p><section class=\"care care-urgent\"><h3>Urgent: Go today</h3><ul><li>It hurts</li></ul></section>";
        let expected = "| A | B |\n| --- | --- |\n| 1 \\\\| 2 | `x` |\n\n![A calf](https://e.org/calf.png)![](https://e.org/b.png)\n\n### Urgent: Go today\n\n- It hurts\n";
        assert_eq!(written(html).replace("\\\\\\|", "\\\\|"), expected);
    }

    #[test]
    fn numbers_formulas_and_code_say_what_the_page_says() {
        let html = "<p>10<sup>9</sup>/L, H<sub>2</sub>O, <math alttext=\"\\frac{1}{2}\"><mfrac><mn>1</mn><mn>2</mn></mfrac></math> dose, \
                    <code>a`b</code> <code>a``b</code> <code>c</code></p><div class=\"callout callout-danger\"><p class=\"callout-title\">Danger</p><p>Call 999</p></div><p>After</p>";
        assert_eq!(
            written(html),
            "10<sup>9</sup>/L, H<sub>2</sub>O, $\\frac{1}{2}$ dose, `` a`b `` ``` a``b ``` `c`\n\n> Danger\n>\n> Call 999\n\nAfter\n"
        );
    }

    #[test]
    fn words_are_no_signs() {
        let html = "<p># no *heading* [no](link) &lt;b&gt;</p><p>1. no list</p><p>- none</p>";
        assert_eq!(written(html), "\\# no \\*heading\\* \\[no\\](link) \\<b>\n\n1\\. no list\n\n\\- none\n");
    }
}
