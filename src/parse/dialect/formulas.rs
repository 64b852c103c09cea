//! `$$ … $$` over several lines → one block, whatever its lines begin with.
//!
//! Takes: a text. Gives: it, with each formula that the parser would cut up as a block of code of a language of its own, and the
//! parser's events with formulas in their place again. Never: touches a formula that the parser reads as one by itself.
//!
//! To the parser a formula is a part of a paragraph: an empty line, `- x`, `= z`, `> 0` or a line of `---` would end it.

use super::{Copy, Draft, Edit, Searched, edited, is_code, lies_in, ranges};
use crate::source::Offsets;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// The language of such a block. No author can type it.
const FORMULA: &str = "\u{1}formula";

/// The parser's events, with formulas where [`as_blocks`] has put them, and for blocks of code whose language is `math`.
pub(in crate::parse) fn restored<'t>(
    events: impl Iterator<Item = (Event<'t>, Range<usize>)>,
) -> impl Iterator<Item = (Event<'t>, Range<usize>)> {
    let mut formula: Option<String> = None;
    events.flat_map(move |(event, range)| {
        let events = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if *language == *FORMULA || language.trim().eq_ignore_ascii_case("math") =>
            {
                formula = Some(String::new());
                [Some(Event::Start(Tag::Paragraph)), None]
            }
            Event::End(TagEnd::CodeBlock) if formula.is_some() => {
                let written = formula.take().unwrap_or_default();
                [Some(Event::DisplayMath(written.into())), Some(Event::End(TagEnd::Paragraph))]
            }
            Event::Text(words) if formula.is_some() => {
                formula.iter_mut().for_each(|formula| formula.push_str(&words));
                [None, None]
            }
            event => [Some(event), None],
        };
        events.into_iter().flatten().map(move |event| (event, range.clone()))
    })
}

/// No formula stands further in.
const DEEPEST: usize = 200;

/// Where a formula begins: the marks of the lists and quotations that it stands in, and its first sign.
struct Opener {
    /// Where the text behind the marks begins.
    content: usize,
    sign: usize,
    /// What its other lines begin with.
    before: String,
    /// Whether a list's item begins in its line.
    in_item: bool,
    /// Whether words stand beside the sign.
    alone: bool,
}

/// Where it ends: the line, what of it belongs to the formula, and what stands behind.
struct Closer {
    formula: Range<usize>,
    behind: Range<usize>,
    line: Range<usize>,
}

/// The text with such blocks, if it holds a formula that needs one.
pub(super) fn as_blocks(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    let text = searched.text;
    if !searched.contains("$$") || !searched.contains("\n") {
        return None;
    }
    let (mut as_written, mut whole) = (Vec::new(), Vec::new());
    for (event, range) in Parser::new_ext(text, crate::parse::markdown::options()).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => as_written.push(range),
            Event::DisplayMath(_) => whole.push(range),
            _ => {}
        }
    }
    let lines = lines(text);
    let mut copy = Copy::of(text, offsets);
    let (mut next, mut kept) = (0, 0);
    while let Some(line) = lines.get(next) {
        next += 1;
        let Some(opener) = opener(text, line) else { continue };
        if lies_in(&as_written, opener.sign) {
            continue;
        }
        if let Ok(number) = whole.binary_search_by_key(&opener.sign, |range| range.start) {
            let range: &Range<usize> = &whole[number];
            while lines.get(next).is_some_and(|line| line.start < range.end) {
                next += 1;
            }
            continue;
        }
        let Some((end, inner, closer)) = closer(text, &lines[next..], &opener) else { continue };
        copy.keep(kept..opener.content);
        if opener.sign > opener.content {
            copy.keep(opener.content..opener.sign);
            copy.put(&format!("\n{}", opener.before), opener.sign);
        }
        copy.put(&format!("```{FORMULA}\n"), opener.sign);
        let blank = |range: &Range<usize>| text[range.clone()].trim().is_empty();
        let first = opener.sign + 2..line.end;
        for inside in std::iter::once(first).filter(|first| !blank(first)).chain(inner) {
            if blank(&inside) {
                copy.put(&format!("{}\n", opener.before.trim_end()), inside.start);
            } else {
                copy.put(&opener.before, inside.start);
                copy.keep(inside);
            }
        }
        if !blank(&closer.formula) {
            copy.put(&opener.before, closer.formula.start);
            copy.keep(closer.formula.clone());
            copy.put("\n", closer.formula.end);
        }
        copy.put(&format!("{}```\n", opener.before), closer.formula.end);
        if !blank(&closer.behind) {
            copy.put(&opener.before, closer.behind.start);
            copy.keep(closer.behind);
        }
        kept = closer.line.end;
        next += end + 1;
    }
    if kept == 0 {
        return None;
    }
    copy.keep(kept..text.len());
    Some(copy.draft)
}

/// Where `$$` begins what is meant as a formula and is none: it has no end, or an empty line stands before it. Of a text as it is
/// read; prices are words there.
pub(in crate::parse) fn without_end(text: &str) -> Vec<Range<usize>> {
    if !text.contains("$$") {
        return Vec::new();
    }
    let is_none = |event: &Event<'_>| is_code(event) || matches!(event, Event::Start(Tag::HtmlBlock));
    let taken = ranges(text, is_none);
    let mut out = Vec::new();
    // The last that may begin one: where it stands, and whether it does so by itself.
    let mut open: Option<(usize, bool)> = None;
    for line in lines(text) {
        let written = &text[line.clone()];
        let behind_marks = marks(written).0;
        for at in pairs(written).filter(|at| !lies_in(&taken, line.start + at)) {
            let near = written.floor_char_boundary(at.saturating_sub(LONGEST)).max(behind_marks.min(at));
            let before = written[near..at].trim();
            let behind = written[at + 2..written.floor_char_boundary(at + 2 + LONGEST)].trim();
            if is_formula(before) && open.is_some() {
                out.extend(open.take().map(|(at, _)| at));
                continue;
            }
            out.extend(open.take().filter(|(_, alone)| *alone).map(|(at, _)| at));
            let begins = before.is_empty() && (behind.is_empty() || is_formula(behind));
            if begins || is_formula(behind) {
                open = Some((line.start + at, begins));
            }
        }
    }
    out.extend(open.filter(|(_, alone)| *alone).map(|(at, _)| at));
    out.into_iter().map(|at| at..at + 2).collect()
}

/// So far a line is looked at for words: it may be the whole text.
const LONGEST: usize = 300;

/// Whether there is something, and no word of a language in it.
fn is_formula(written: &str) -> bool {
    let is_word =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.contains(['\\', '^', '_']);
    !written.is_empty() && !written.contains(['|', '$']) && !written.split_whitespace().any(is_word)
}

/// So often signs are looked at anew after some have become words: others may be a pair then.
const ROUNDS: usize = 4;

/// The text with prices as words: `$5-$6`, `US$5 to US$6` and `$$ or $$$` are no formulas.
pub(super) fn without_prices(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    if !searched.contains("$") {
        return None;
    }
    let mut draft: Option<Draft> = None;
    for _ in 0..ROUNDS {
        let (text, offsets) = draft.as_ref().map_or((searched.text, offsets), |draft| (&draft.text, &draft.offsets));
        let edits = prices(text);
        if edits.is_empty() {
            break;
        }
        draft = Some(edited(text, offsets, edits));
    }
    draft
}

/// A backslash for each sign of what is no formula.
fn prices(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut done = 0;
    for range in ranges(text, |event| matches!(event, Event::DisplayMath(_) | Event::InlineMath(_))) {
        // A line of such signs alone may be the whole text.
        if range.start < done {
            continue;
        }
        let (before, behind) = (&text[..range.start], &text[range.end..]);
        let more = behind.len() - behind.trim_start_matches('$').len();
        let is_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let inside = text[range.clone()].trim_matches('$');
        let is_sum = is_digit(behind)
            || is_digit(inside) && (before.ends_with(|c: char| c.is_ascii_uppercase()) || is_prose(inside));
        // `$HOME and `$PATH``: a sign in code begins nothing, and ends nothing.
        let tears_code = inside.matches('`').count() % 2 == 1;
        if more > 0 || before.ends_with('$') || is_sum || tears_code || inside.trim().is_empty() {
            let signs = text[range.start..range.end + more].match_indices('$').map(|(at, _)| range.start + at);
            let signs = signs.filter(|at| !(text[..*at].ends_with('\\') || tears_code && *at > range.start));
            done = range.end + more;
            edits.extend(signs.map(|at| (at..at, "\\".to_owned())));
        }
    }
    edits
}

/// Whether words stand in what might be a formula, and nothing of a formula.
fn is_prose(inside: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    !has_signs(&inside.replace("\\$", "")) && inside.split_whitespace().skip(1).any(is_word)
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let line = |line: &str| {
        at += line.len();
        at - line.len()..at
    };
    text.split_inclusive('\n').map(line).collect()
}

fn opener(text: &str, line: &Range<usize>) -> Option<Opener> {
    let written = &text[line.clone()];
    let mut signs = pairs(written);
    let sign = signs.next()?;
    if signs.next().is_some() {
        return None;
    }
    let (length, before, in_item) = marks(written);
    let words = written[length.min(sign)..sign].trim();
    let behind = written[sign + 2..].trim();
    // In the middle of a line, such a sign begins a formula only where nothing else follows.
    if !words.is_empty() && (!behind.is_empty() || !written[..sign].ends_with(char::is_whitespace)) {
        return None;
    }
    // What stands before each of its lines is written before each of them.
    if before.len() > DEEPEST {
        return None;
    }
    Some(Opener {
        content: line.start + length.min(sign),
        sign: line.start + sign,
        before,
        in_item,
        alone: words.is_empty() && behind.is_empty(),
    })
}

/// Where `$$` stands, and neither one sign more nor a backslash.
fn pairs(line: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + line[at..].find('$')?;
            let length = line[start..].len() - line[start..].trim_start_matches('$').len();
            at = start + length;
            if length == 2 && !line[..start].ends_with('\\') {
                return Some(start);
            }
        }
    })
}

/// The marks of quotations, lists and definitions that a line begins with: their bytes, what stands for them in the lines that
/// follow, and whether one of them is an item's.
fn marks(line: &str) -> (usize, String, bool) {
    let (mut at, mut before, mut in_item) = (0, String::new(), false);
    loop {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let words = &rest[blanks..];
        let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let length = match words[digits..].chars().next() {
            Some('>') if digits == 0 => 1,
            Some('-' | '+' | '*' | ':') if digits == 0 => 1,
            Some('.' | ')') if (1..10).contains(&digits) => digits + 1,
            _ => 0,
        };
        let is_quote = words.starts_with('>');
        if length == 0 || !is_quote && !words[length..].starts_with([' ', '\t']) {
            before.push_str(&rest[..blanks]);
            return (at + blanks, before, in_item);
        }
        before.push_str(&rest[..blanks]);
        before.push_str(&if is_quote { ">".to_owned() } else { " ".repeat(length) });
        in_item |= !is_quote;
        at += blanks + length;
    }
}

/// What of a line stands behind what the formula's lines begin with. Nothing where its quotation has ended, or where another
/// item begins.
fn inside(text: &str, line: &Range<usize>, opener: &Opener) -> Option<Range<usize>> {
    let written = &text[line.clone()];
    let mut at = 0;
    for (number, part) in opener.before.split('>').enumerate() {
        if number > 0 {
            let rest = written[at..].trim_start_matches([' ', '\t']);
            at = written.len() - rest.strip_prefix('>')?.len();
        }
        for blank in part.chars() {
            let here = written[at..].chars().next();
            if here == Some(blank) || here == Some('\t') {
                at += 1;
            } else if opener.in_item && !matches!(here, Some('\n') | None) {
                return None;
            } else {
                break;
            }
        }
    }
    Some(line.start + at..line.end)
}

type Found = (usize, Vec<Range<usize>>, Closer);

/// Looks for the end of a formula: how many lines there are before it, what of them is inside, and where it ends.
fn closer(text: &str, lines: &[Range<usize>], opener: &Opener) -> Option<Found> {
    let mut inner = Vec::new();
    let mut is_divided = false;
    let mut is_formula = opener.alone || text[opener.sign..].lines().next().is_some_and(has_signs);
    for (number, line) in lines.iter().enumerate() {
        let inside = inside(text, line, opener)?;
        let written = &text[inside.clone()];
        // Code in a formula is none: its end was forgotten.
        if written.trim_start().starts_with("```") || written.trim_start().starts_with("~~~") {
            return None;
        }
        let Some(sign) = pairs(written).next() else {
            is_divided |= written.trim().is_empty();
            is_formula |= has_signs(written);
            inner.push(inside);
            continue;
        };
        let (before, behind) = (written[..sign].trim(), written[sign + 2..].trim());
        is_formula |= has_signs(before);
        let is_end = behind.is_empty() || before.is_empty() && opener.alone || is_formula && !is_divided;
        // `$$ cheap` and, further down, `$$ cheap` are prices.
        let alone = opener.alone || before.is_empty() && behind.is_empty();
        if !is_end || !is_formula || is_divided && !alone && !has_signs(before) {
            return None;
        }
        let formula = inside.start..inside.start + sign;
        let behind = inside.start + sign + 2..inside.end;
        return Some((number, inner, Closer { formula, behind, line: line.clone() }));
    }
    None
}

/// Whether there is something of a formula in a line of it.
fn has_signs(line: &str) -> bool {
    line.contains(['\\', '^', '=', '_', '+'])
}
