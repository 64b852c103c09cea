//! What Obsidian, MkDocs and mdBook write otherwise → the Markdown that is read here.
//!
//! Takes: a text as written. Gives: the same in our Markdown, with where each byte stood. Never: changes a byte that it need not.
//!
//! Obsidian's comments go, its notes in the middle of a text come to stand at the end. MkDocs' admonitions and tabs and the
//! containers of Docusaurus and VitePress become call-outs, attributes go, their ids become anchors. All else stays as it is, and each byte still knows where it stands
//! in its file. A text without such signs costs one look.

mod addresses;
mod admonitions;
mod attributes;
mod callout_marks;
mod containers;
mod controls;
mod data;
mod filled;
mod formulas;
mod notes;
mod signs;
mod templating;

use crate::config::settings::Settings;
use crate::source::Offsets;
use memchr::memmem;
use pulldown_cmark::{Event, Parser, Tag};
use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;

pub(super) use addresses::found as addresses;
pub(super) use containers::{Shown as ShownContainer, shown as shown_containers};
pub(super) use controls::{first_of_lines as controls, is_control, without_controls};
pub(super) use data::Given;
pub(super) use formulas::{restored, without_end as open_formulas};
pub(super) use templating::notes::is_template;
pub use templating::{Syntax, Unrendered};

/// Whose Markdown a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Ours.
    Own,
    /// Obsidian's: its comments are for nobody, and a note is called as its file is.
    Obsidian(LineEnds),
    /// Another generator's: MkDocs', Hugo's, Jekyll's and so on.
    Generator,
}

/// What the end of a line means in a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnds {
    /// A space, as Markdown has it.
    Spaces,
    /// The end of a line, as Obsidian shows it.
    Breaks,
}

impl Dialect {
    /// Whose the articles of a site are.
    pub fn of(settings: &Settings) -> Dialect {
        match (settings.vault, settings.open_front_matter) {
            (Some(true), _) if settings.strict_line_breaks => Dialect::Obsidian(LineEnds::Spaces),
            (Some(true), _) => Dialect::Obsidian(LineEnds::Breaks),
            (_, Some(true)) => Dialect::Generator,
            _ => Dialect::Own,
        }
    }
}

/// A text and where its bytes stand in their file.
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) offsets: Offsets,
}

/// A text, and which bytes it has: of most signs that are looked for it has none, and need not be looked through for them.
struct Searched<'t> {
    text: &'t str,
    has: Bytes,
}

/// For each byte, whether a text has it.
type Bytes = [bool; 256];

fn bytes_of(text: &str) -> Bytes {
    let mut has = [false; 256];
    text.bytes().for_each(|byte| has[usize::from(byte)] = true);
    has
}

impl Searched<'_> {
    fn contains(&self, sign: &str) -> bool {
        sign.bytes().all(|byte| self.has[usize::from(byte)])
            && memmem::find(self.text.as_bytes(), sign.as_bytes()).is_some()
    }
}

/// A step from a text as written to the text as it is read.
type Step<'s> = &'s mut dyn FnMut(&Searched<'_>, &Offsets) -> Option<Draft>;

/// The text as it is read, if that is another than as it is written; and what it leaves to another program.
pub(super) fn rewritten(
    text: &str,
    offsets: &Offsets,
    dialect: Dialect,
    given: &mut Given<'_>,
) -> (Option<Draft>, Vec<Unrendered>) {
    let mut unrendered = Vec::new();
    let mut without_signs =
        |searched: &Searched<'_>, offsets: &Offsets| without_signs(searched, offsets, dialect, &mut unrendered);
    let mut callouts =
        |searched: &Searched<'_>, offsets: &Offsets| admonitions::as_callouts(searched, offsets, dialect);
    let mut marks = |searched: &Searched<'_>, offsets: &Offsets| callout_marks::as_read(searched, offsets, dialect);
    let (mut prices, mut formulas) = (formulas::without_prices, formulas::as_blocks);
    let given = RefCell::new(given);
    let mut values = |searched: &Searched<'_>, offsets: &Offsets| {
        data::with_values(searched, offsets, dialect, &mut given.borrow_mut())
    };
    let mut tables =
        |searched: &Searched<'_>, offsets: &Offsets| data::with_tables(searched, offsets, &mut given.borrow_mut());
    let mut notes = notes::moved_to_the_end;
    let (mut controls, mut containers) = (controls::removed, containers::as_callouts);
    let mut addresses = addresses::as_links;
    let steps: [Step<'_>; 11] = [
        &mut controls,
        &mut values,
        &mut tables,
        &mut containers,
        &mut callouts,
        &mut formulas,
        &mut prices,
        &mut marks,
        &mut without_signs,
        &mut notes,
        &mut addresses,
    ];
    let (mut draft, mut has) = (None, bytes_of(text));
    for step in steps {
        let (text, offsets) =
            draft.as_ref().map_or((text, offsets), |draft: &Draft| (draft.text.as_str(), &draft.offsets));
        if let Some(next) = step(&Searched { text, has }, offsets) {
            has = bytes_of(&next.text);
            draft = Some(next);
        }
    }
    (draft, unrendered)
}

/// Without comments, attributes and addresses that wait to be filled in; what else waits for another program is shown as it is
/// written.
fn without_signs(
    searched: &Searched<'_>,
    offsets: &Offsets,
    dialect: Dialect,
    unrendered: &mut Vec<Unrendered>,
) -> Option<Draft> {
    let commented = matches!(dialect, Dialect::Obsidian(_)) && searched.contains("%%");
    let filled = dialect == Dialect::Generator && filled::may_hold(searched);
    let templated = templating::may_hold(searched, dialect);
    let torn = searched.contains("<!--") && may_be_torn(searched.text);
    let (attributed, signed) = (attributes::may_hold(searched), signs::may_hold(searched));
    let named = signs::emoji::may_hold(searched);
    if !commented && !attributed && !signed && !filled && !templated && !torn && !named {
        return None;
    }
    let text = searched.text;
    let code = code(text);
    let (mut edits, mut blocks) = (Vec::new(), Vec::new());
    let filled = if filled { filled::edits(text, &code) } else { Vec::new() };
    let mut found = if templated { templating::found(text, &code, &filled, dialect) } else { Vec::new() };
    if dialect == Dialect::Generator && text.contains('{') {
        let hidden = templating::comments(text, &code);
        let mut lines = Lines::of(text);
        found.retain(|(range, _)| !lies_in(&hidden, range.start));
        let (made, code) = templating::code_blocks(text, &found);
        let mut gone: Vec<Range<usize>> = made.iter().map(|(range, _)| range.clone()).collect();
        gone.sort_by_key(|range| range.start);
        found.retain(|(range, _)| !lies_in(&code, range.start) && !lies_in(&gone, range.start));
        edits.extend(made);
        blocks = code;
        edits.extend(hidden.into_iter().map(|range| (lines.with_theirs(range), String::new())));
    }
    if dialect != Dialect::Own {
        *unrendered = templating::counted(&found, offsets);
    }
    if torn {
        edits.extend(torn_comments(text).into_iter().map(|range| (range, String::new())));
    }
    // What is shown as it is written has no signs.
    let shown: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
    let mut signs = if attributed { attributes::edits(text, &code) } else { Vec::new() };
    if signed {
        signs.extend(signs::edits(text, &code, dialect));
    }
    if named {
        let emoji = signs::emoji::edits(text, &code);
        // Its colon begins nothing.
        let starts: HashSet<usize> = emoji.iter().map(|(name, _)| name.start).collect();
        signs.retain(|(sign, _)| !(sign.is_empty() && starts.contains(&sign.start)));
        signs.extend(emoji);
    }
    if commented {
        signs.extend(comments(text, &code));
    }
    let is_plain = |at: usize| !lies_in(&shown, at) && !lies_in(&blocks, at);
    edits.extend(signs.into_iter().filter(|(range, _)| is_plain(range.start)));
    edits.extend(templating::edits(text, &found, signs::is_address));
    edits.extend(filled.into_iter().filter(|(range, _)| !lies_in(&blocks, range.start)));
    (!edits.is_empty()).then(|| edited(text, offsets, edits))
}

/// Where code and formulas stand, in order.
fn code(text: &str) -> Vec<Range<usize>> {
    ranges(text, is_code)
}

pub(super) fn is_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::InlineMath(_) | Event::DisplayMath(_))
}

/// Where what is wanted stands, in order.
pub(super) fn ranges(text: &str, wanted: impl Fn(&Event<'_>) -> bool) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, super::markdown::options()).into_offset_iter();
    events.filter(|(event, _)| wanted(event)).map(|(_, range)| range).collect()
}

/// Whether a place lies in one of these ranges, which are in order.
pub(super) fn lies_in(ranges: &[Range<usize>], place: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= place);
    ranges.get(next).is_some_and(|range| range.start <= place)
}

/// Whether a place lies in one of these ranges. Places must be asked in ascending order.
struct Inside<'a> {
    ranges: &'a [Range<usize>],
    next: usize,
}

impl<'a> Inside<'a> {
    fn of(ranges: &'a [Range<usize>]) -> Inside<'a> {
        Inside { ranges, next: 0 }
    }

    fn holds(&mut self, at: usize) -> bool {
        while self.ranges.get(self.next).is_some_and(|range| range.end <= at) {
            self.next += 1;
        }
        self.ranges.get(self.next).is_some_and(|range| range.start <= at)
    }
}

/// A stretch of text and what stands in its place.
type Edit = (Range<usize>, String);

/// The comments of Obsidian in a text of ours, where they are none, and readers see what stands in them.
pub(super) fn shown_comments(text: &str) -> Vec<Range<usize>> {
    if text.contains("%%") { commented(text, &code(text)) } else { Vec::new() }
}

/// What begins a comment of Obsidian's in a text of its own, and has no end.
pub(super) fn open_comment(text: &str) -> Option<Range<usize>> {
    let signs = if text.contains("%%") { percents(text, &code(text)) } else { Vec::new() };
    signs.last().filter(|_| signs.len() % 2 == 1).map(|at| *at..at + 2)
}

/// Obsidian's comments.
fn comments(text: &str, code: &[Range<usize>]) -> Vec<Edit> {
    let mut lines = Lines::of(text);
    commented(text, code).into_iter().map(|comment| (lines.with_theirs(comment), String::new())).collect()
}

/// What stands between two `%%` that are not in code, with them. A comment that does not end is none.
fn commented(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    percents(text, code).chunks_exact(2).map(|pair| pair[0]..pair[1] + 2).collect()
}

/// Where `%%` stands that is not in code.
fn percents(text: &str, code: &[Range<usize>]) -> Vec<usize> {
    let mut inside = Inside::of(code);
    let signs = text.match_indices("%%").map(|(at, _)| at);
    signs.filter(|at| !inside.holds(*at) && !text[..*at].ends_with('\\')).collect()
}

/// Whether a comment of HTML has an empty line in it, or no end.
fn may_be_torn(text: &str) -> bool {
    let is_empty = |line: &str| line.trim_matches([' ', '\t', '>', '\r']).is_empty();
    text.match_indices("<!--").any(|(at, _)| {
        let inside = &text[at..];
        let end = inside.find("-->");
        end.is_none_or(|end| inside[..end].split('\n').skip(1).any(is_empty))
    })
}

/// Comments that begin within a block of HTML, which the first empty line ends: what stands behind that line would be read as
/// text. To a browser, and so to whoever wrote it, the comment goes on to its end, or to the end of the page.
fn torn_comments(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for block in ranges(text, |event| matches!(event, Event::Start(Tag::HtmlBlock))) {
        let mut at = block.start.max(out.last().map_or(0, |last| last.end));
        while let Some(open) = text.get(at..block.end).and_then(|rest| rest.find("<!--")).map(|open| at + open) {
            let end = text[open + "<!--".len()..].find("-->").map(|end| open + "<!--".len() + end + "-->".len());
            if end.is_none_or(|end| end > block.end) {
                // Without an end it is left to be told.
                out.push(end.map_or(open + "<!--".len()..text.len(), |end| open..end));
            }
            at = end.unwrap_or(text.len());
        }
    }
    out
}

/// The lines of a text, asked for in ascending order: a line may be the whole text.
struct Lines<'a> {
    text: &'a str,
    line: Range<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        Lines { text, line: 0..text.find('\n').map_or(text.len(), |i| i + 1) }
    }

    /// The line that holds a place, its end included.
    fn at(&mut self, place: usize) -> Range<usize> {
        while self.line.end <= place && self.line.end < self.text.len() {
            let start = self.line.end;
            self.line = start..self.text[start..].find('\n').map_or(self.text.len(), |i| start + i + 1);
        }
        self.line.clone()
    }

    /// A range, with its lines where nothing else stands on them: an empty line would divide a list.
    fn with_theirs(&mut self, range: Range<usize>) -> Range<usize> {
        let first = self.at(range.start).start;
        let last = self.at(range.end.saturating_sub(1).max(range.start)).end;
        let alone = self.text[first..range.start].trim().is_empty() && self.text[range.end..last].trim().is_empty();
        if alone { first..last } else { range }
    }
}

/// The text with edits made. Of two that overlap the first counts.
fn edited(text: &str, offsets: &Offsets, mut edits: Vec<Edit>) -> Draft {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut copy = Copy::of(text, offsets);
    let mut at = 0;
    for (range, instead) in edits {
        if range.start < at {
            continue;
        }
        copy.keep(at..range.start);
        copy.put(&instead, range.start);
        at = range.end;
    }
    copy.keep(at..text.len());
    copy.draft
}

/// A text that is put together from pieces of another.
struct Copy<'a> {
    text: &'a str,
    offsets: &'a Offsets,
    draft: Draft,
}

impl<'a> Copy<'a> {
    fn of(text: &'a str, offsets: &'a Offsets) -> Copy<'a> {
        let draft = Draft { text: String::with_capacity(text.len()), offsets: Offsets::default() };
        Copy { text, offsets, draft }
    }

    /// A piece of the text as it is.
    fn keep(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.draft.offsets.continue_with(self.draft.text.len(), self.offsets, range.clone());
            self.draft.text.push_str(&self.text[range]);
        }
    }

    /// Something else, that stands for what is at `at`.
    fn put(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.draft.offsets.push(self.draft.text.len(), self.offsets.in_file(at));
            self.draft.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing<'a>(path: &'a crate::source::SitePath, problems: &'a mut Vec<crate::problem::Problem>) -> Given<'a> {
        Given { path, taken: None, problems }
    }

    fn of(text: &str) -> String {
        in_dialect(text, Dialect::Obsidian(LineEnds::Breaks))
    }

    fn in_dialect(text: &str, dialect: Dialect) -> String {
        rewritten(text, &Offsets::from(0), dialect, &mut nothing(&"a.md".into(), &mut Vec::new()))
            .0
            .map_or_else(|| text.to_owned(), |draft| draft.text)
    }

    #[test]
    fn comments_go_but_not_in_code() {
        assert_eq!(of("a %%b%% c"), "a  c");
        assert_eq!(of("- a\n  %%b\n  c%%\n- d\n"), "- a\n- d\n");
        assert_eq!(of("`%%` and %%x%%, 100%%"), "`%%` and , 100%%");
        assert_eq!(of("```\n%%a%%\n```\n"), "```\n%%a%%\n```\n");
        assert_eq!(of("100 \\%% and %%"), "100 \\%% and %%");
        for dialect in [Dialect::Own, Dialect::Generator] {
            assert_eq!(in_dialect("a %%b%% c", dialect), "a %%b%% c");
        }
    }

    #[test]
    fn admonitions_become_callouts() {
        assert_eq!(
            of("!!! note \"A *title*\"\n    One.\n\n    Two.\n\n??? tip\n    Three.\nFour.\n"),
            "> [!note] A *title*\n> One.\n>\n> Two.\n\n> [!tip]-\n> Three.\n\nFour.\n"
        );
        assert_eq!(
            of(
                "???+ warning inline end\n    A\n\n    !!! bug\n        B\n\n        ```\n        !!! note\n        ```\n"
            ),
            "> [!warning]+\n> A\n>\n> > [!bug]\n> > B\n> >\n> > ```\n> > !!! note\n> > ```\n"
        );
        assert_eq!(of("1.  A\n\n    !!! note\n        B\n"), "1.  A\n\n    > [!note]\n    > B\n");
        assert_eq!(of("```\n!!! note\n    x\n```\n"), "```\n!!! note\n    x\n```\n");
        assert_eq!(of("=== \"Linux\"\n\n    A\n"), "> [!tab] Linux\n>\n> A\n");
    }

    #[test]
    fn attributes_go_and_their_ids_stay() {
        assert_eq!(of("## Title {: #part .x }\n"), "## Title {#part}\n");
        assert_eq!(of("## Title { data-toc-label=\"T\" }\n"), "## Title\n");
        assert_eq!(of("![a](b.png){ width=\"300\" .x }\n"), "![a](b.png)\n");
        assert_eq!(of("[a](b.md){#c}\n"), "[a](b.md)<a id=\"c\"></a>\n");
        assert_eq!(of("| a {: .x } | b |\n- c {: .y }\n- d {a=b}\n"), "| a  | b |\n- c \n- d {a=b}\n");
        assert_eq!(of("Words.\n{: #p }\n"), "Words.\n<a id=\"p\"></a>\n");
        assert_eq!(of("`{: #a }` {{#include x}} a {b} {: nothing}"), "`{: #a }` `{{#include x}}` a {b} {: nothing}");
    }

    #[test]
    fn signs_of_other_programs_are_read_as_there() {
        assert_eq!(of("10\n:30\n\nWords\n:warning:\n"), "10\n\\:30\n\nWords\n⚠\u{fe0f}\n");
        assert_eq!(of("`std`\n::vector\n\nTerm\n: Meaning\n"), "`std`\n\\::vector\n\nTerm\n: Meaning\n");
        assert_eq!(of("```\nx\n:y\n```\n> a\n> :b\n"), "```\nx\n:y\n```\n> a\n> \\:b\n");
        assert_eq!(of("[[1]](page.md), [[a|b]](c) and [[page]]"), "[\\[1\\]](page.md), [[a|b]](c) and [[page]]");
        assert_eq!(of("- [/] half\n1. [-] gone\n- [-]no\n"), "- ◪ half\n1. ☒ gone\n- [-]no\n");
        assert_eq!(
            of("Press ++ctrl+alt+\"a\"++, i++ and j++."),
            "Press <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>A</kbd>, i++ and j++."
        );
        assert_eq!(
            of("a {{< tube \"x\" >}} {% if %}\n--8<-- \"a.md\"\n"),
            "a `{{< tube \"x\" >}}` `{% if %}`\n`--8<-- \"a.md\"`\n"
        );
        assert_eq!(of("<div>\n{% if a < b %} x\n</div>\n"), "<div>\n<code>{% if a &lt; b %}</code> x\n</div>\n");
        assert_eq!(of("`{{ x }}` and {{ y }}"), "`{{ x }}` and `{{ y }}`");
        assert_eq!(of("a {{< fig\n  src=\"`x`\"\n>}} b"), "a `` {{< fig src=\"`x`\" >}} `` b");
        assert_eq!(of("{{< a\n\nb >}}"), "{{< a\n\nb >}}");
        assert_eq!(of(":::tabs \"x\"\ny\n:::\n"), "`:::tabs \"x\"`\ny\n`:::`\n");
        assert_eq!(of("import X from 'y';\n\nimport from here\n"), "`import X from 'y';`\n\nimport from here\n");
        let filled = |text: &str| in_dialect(text, Dialect::Generator);
        assert_eq!(filled("a\n{% comment %}\nb\n{%- endcomment -%}\nc {# d #} {/* e */}{{/* f */}}"), "a\nc  ");
        assert_eq!(filled("a {::comment}b{:/comment} c\n\n{::comment}\nd\n{:/}\n\ne {% # f %}"), "a  c\n\n\ne ");
        assert_eq!(filled("{% highlight ruby %}\n\"a\"\n{% endhighlight %}\n"), "```ruby\n\"a\"\n```\n");
        assert_eq!(
            filled("{{< highlight go \"x=1\" >}}\n{{ a }} ++b++\n{{< /highlight >}}"),
            "```go\n{{ a }} ++b++\n```"
        );
        assert_eq!(filled("{% raw %}{{ a }}{% endraw %}"), "`{{ a }}`");
        assert_eq!(
            filled("[a]({{ site.baseurl }}/b/) ![c]({{ site.url }}{{ site.baseurl }}/d.png)"),
            "[a](/b/) ![c](/d.png)"
        );
        assert_eq!(
            filled("![a](b/c d.png) [e](f g) [h](i.md 'j') `[k](l m.md)`"),
            "![a](<b/c d.png>) [e](f g) [h](i.md 'j') `[k](l m.md)`"
        );
        assert_eq!(filled("[a]({{ '/b/' | relative_url }}) [c]({% link d.md %})"), "[a](/b/) [c](/d.md)");
        assert_eq!(filled("[a b]({{< ref \"c.md#d\" >}}), ![e]({{< ref \"f\" >}})"), "[[c.md#d|a b]], ![e](f)");
        assert_eq!(filled("[a]({% post_url 2024-01-02-b %})\n[c]: {{ site.url }}/d"), "[[2024-01-02-b|a]]\n[c]: /d");
        assert_eq!(filled("<img src=\"{{ site.baseurl }}/a.png\"> [x]({{ y }})"), "<img src=\"/a.png\"> [x]({{ y }})");
        assert_eq!(of("<div class=\"a\" markdown>\n**b**\n</div>\n"), "<div class=\"a\">\n\n\n**b**\n\n</div>\n");
        assert_eq!(of("<td markdown>**b**</td>\n"), "<td>\n\n**b**\n\n</td>\n");
        assert_eq!(
            of("<tr><td markdown=\"1\">a</td><td markdown='1'>b</td><td markdown=\"span\">`c`</td></tr>\n"),
            "<tr><td>a</td><td markdown='1'>b</td><td>\n\n`c`\n\n</td></tr>\n"
        );
        assert_eq!(of("<span markdown=\"1\">*b*</span>"), "<span>*b*</span>");
    }

    #[test]
    fn notes_in_the_middle_go_to_the_end() {
        assert_eq!(of("A^[b *c*]. D\n"), "A[^\u{1}0]. D\n\n\n[^\u{1}0]: b *c*");
        assert_eq!(
            of("> A^[see [b](c.md)\n> and `]`].\n\nD^[e [[f]] ^[g]]"),
            "> A[^\u{1}0].\n\nD[^\u{1}1]\n\n[^\u{1}0]: see [b](c.md) and `]`\n\n[^\u{1}1]: e [[f]] ^[g]"
        );
        assert_eq!(of("A^[1. b]^[\n# c]\n"), "A[^\u{1}0][^\u{1}1]\n\n\n[^\u{1}0]: 1\\. b\n\n[^\u{1}1]: \\# c");
        for other in [
            "`^[a]` and $x^[2]$",
            "\\^[a]",
            "^[a](b.md)",
            "^[[a]]",
            "^[ ]",
            "^[a\n\nb]",
            "^[a\\\n\nb]",
            "^[a",
            "<a title=\"^[a]\">b</a>",
            "[^[a]]: b",
            "A^[b]\n\n```\ncode",
        ] {
            assert_eq!(of(other), other);
        }
        let many = "^[a ".repeat(100_000) + &"]".repeat(100_000);
        assert!(of(&many).starts_with("[^\u{1}0]\n\n"), "of many in one another the outer counts, and it ends");
    }

    #[test]
    fn each_byte_knows_its_place() {
        let text = "!!! note\n    One %%x%% ^[and [two](three.md)]\n";
        let (path, mut problems) = ("a.md".into(), Vec::new());
        let given = &mut nothing(&path, &mut problems);
        let draft = rewritten(text, &Offsets::from(10), Dialect::Obsidian(LineEnds::Breaks), given).0.unwrap();
        let at = draft.text.find("three").unwrap();
        let span = draft.offsets.span(at..at + 8);
        assert_eq!(span.start as usize, 10 + text.find("three").unwrap());
        assert_eq!(span.end as usize, 10 + text.find(")").unwrap());
    }
}
