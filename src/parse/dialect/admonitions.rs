//! The admonitions of MkDocs (`!!! note "Title"`, `??? tip`, `???+ tip`) and its tabs (`=== "Title"`): a line, and what
//! belongs to it four columns further in. They become call-outs.

use super::{Copy, Dialect, Draft, Searched};
use crate::parse::callout;
use crate::source::Offsets;
use std::ops::Range;

/// How deep they may be nested. Deeper is nobody's article, and each level is written before each of its lines.
const DEEPEST: usize = 12;

fn may_hold(searched: &Searched<'_>) -> bool {
    ["!!! ", "??? ", "???+ ", "=== \"", "===! \"", "===+ \""].iter().any(|sign| searched.contains(sign))
}

/// A line that begins one.
struct Opener {
    /// Empty of a tab.
    kind: Range<usize>,
    /// What a tab becomes: `tab`, or `tabs` where it begins a row anew.
    tab: &'static str,
    fold: &'static str,
    title: Range<usize>,
}

/// One that is open: the columns that its lines are further in, and what is written before them instead.
struct Open {
    columns: usize,
    before: String,
}

/// The text with call-outs, if it holds any admonition. Of those in a quotation that is itself in one, the outer is a quotation
/// once it has become a call-out: so the text is looked through again.
pub(super) fn as_callouts(searched: &Searched<'_>, offsets: &Offsets, dialect: Dialect) -> Option<Draft> {
    let mut draft: Option<Draft> = None;
    for _ in 0..DEEPEST {
        let Some(next) = (match &draft {
            None => may_hold(searched).then(|| outermost(searched.text, offsets, dialect)).flatten(),
            Some(draft) => outermost(&draft.text, &draft.offsets, dialect),
        }) else {
            break;
        };
        draft = Some(next);
    }
    draft
}

/// What is open at a line, of a quotation or of the text outside of all.
#[derive(Default)]
struct State {
    open: Vec<Open>,
    fence: Option<(char, usize)>,
    /// The columns at which the lists and definitions begin that a line may belong to.
    lists: Vec<usize>,
}

fn outermost(text: &str, offsets: &Offsets, dialect: Dialect) -> Option<Draft> {
    let mut copy = Copy::of(text, offsets);
    let mut state = State::default();
    let mut quoted = 0;
    let mut blanks: Vec<Range<usize>> = Vec::new();
    let (mut at, mut any, mut after_blank) = (0, false, true);
    for line in text.split_inclusive('\n') {
        let whole = at..at + line.len();
        at = whole.end;
        // Inside code, or inside one, a further mark is text; that one is looked at in the next round.
        let most = if state.open.is_empty() && state.fence.is_none() { usize::MAX } else { quoted };
        let (depth, marks) = quotation(line, most);
        let quote = &line[..marks];
        let start = whole.start + marks;
        let content = text[start..at].trim();
        if content.is_empty() && (depth == quoted || depth == 0 && quoted == 0) {
            blanks.push(whole);
            continue;
        }
        if depth != quoted {
            // Another quotation: nothing of the one before goes on in it.
            blanks.drain(..).for_each(|blank| copy.keep(blank));
            (state, quoted, after_blank) = (State::default(), depth, true);
            if content.is_empty() {
                copy.keep(whole);
                continue;
            }
        }
        let indent = columns(&text[start..at]);
        let before = state.open.len();
        while state.open.last().is_some_and(|open| indent < open.columns) {
            state.open.pop();
            state.fence = None;
        }
        let prefix = state.open.last().map_or("", |open| open.before.as_str());
        let blank_line = format!("{}\n", format!("{quote}{prefix}").trim_end());
        for blank in blanks.drain(..) {
            copy.put(&blank_line, blank.start);
            after_blank = true;
        }
        // What stands behind one is no part of its last line.
        if state.open.len() < before && !after_blank {
            copy.put(&blank_line, start);
            after_blank = true;
        }
        let own = state.open.last().map_or(0, |open| open.columns);
        let inner = start + skipped(&text[start..at], own);
        let further = columns(&text[inner..at]);
        let item = if state.fence.is_none() { item(&text[inner..at]) } else { None };
        if state.fence.is_none() {
            while state.lists.last().is_some_and(|list| *list >= indent) {
                state.lists.pop();
            }
        }
        let in_list = state.lists.last().is_some_and(|list| *list >= own);
        state.lists.extend(item.map(|_| indent));
        let may_open = state.fence.is_none() && quoted + state.open.len() < DEEPEST && (further < 4 || in_list);
        // One may begin behind the mark of a list's item, or of a definition.
        let mark = item.unwrap_or(0);
        if let Some(opener) = may_open.then(|| opener(text, inner + mark..at, dialect)).flatten() {
            if !after_blank && mark == 0 {
                copy.put(&blank_line, start);
            }
            let columns = further + columns_of(&text[inner..inner + mark], further);
            copy.put(&format!("{quote}{prefix}"), start);
            if mark == 0 {
                copy.put(&" ".repeat(further), start);
            } else {
                copy.keep(inner..inner + mark);
            }
            copy.put("> [!", start);
            copy.put(opener.tab, start);
            copy.keep(opener.kind);
            copy.put(&format!("]{}", opener.fold), start);
            if !opener.title.is_empty() {
                copy.put(" ", opener.title.start);
                copy.keep(opener.title);
            }
            copy.put("\n", at - 1);
            let before = format!("{prefix}{}> ", " ".repeat(columns));
            state.open.push(Open { columns: own + columns + 4, before });
            (any, after_blank) = (true, false);
            continue;
        }
        state.fence = after(state.fence, text[inner..at].trim());
        copy.put(&format!("{quote}{prefix}"), start);
        copy.keep(inner..at);
        after_blank = false;
    }
    blanks.into_iter().for_each(|blank| copy.keep(blank));
    any.then_some(copy.draft)
}

/// In how many quotations a line stands, up to so many, and the bytes of their marks.
fn quotation(line: &str, most: usize) -> (usize, usize) {
    let (mut depth, mut at) = (0, 0);
    loop {
        let rest = &line[at..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        if depth == most || spaces > 3 || !rest[spaces..].starts_with('>') {
            return (depth, at);
        }
        depth += 1;
        at += spaces + 1;
        at += usize::from(line[at..].starts_with(' '));
    }
}

/// The bytes up to the text of a list's item or of a definition, if a line is one.
pub(super) fn item(line: &str) -> Option<usize> {
    let text = line.trim_start_matches([' ', '\t']);
    let behind = match text.strip_prefix(['-', '*', '+', ':']) {
        Some(behind) => behind,
        None => text
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .strip_prefix('.')
            .filter(|behind| behind.len() < text.len() - 1)?,
    };
    let words = behind.trim_start_matches([' ', '\t']);
    (words.len() < behind.len()).then_some(line.len() - words.len())
}

/// How many columns some text is wide that begins at a column, behind the spaces before it.
fn columns_of(text: &str, start: usize) -> usize {
    let text = text.trim_start_matches([' ', '\t']);
    let end = text.chars().fold(start, |column, c| if c == '\t' { column + 4 - column % 4 } else { column + 1 });
    end - start
}

/// What a line begins, if an admonition or a tab.
fn opener(text: &str, line: Range<usize>, dialect: Dialect) -> Option<Opener> {
    let whole = text[line.clone()].trim();
    let start = line.start + (text[line.clone()].len() - text[line].trim_start().len());
    let marks =
        [("!!! ", ""), ("???+ ", "+"), ("??? ", "-"), ("=== ", ""), ("===! ", ""), ("===+ ", ""), ("===!+ ", "")];
    let (mark, fold) = marks.into_iter().find(|(mark, _)| whole.starts_with(mark))?;
    let rest = &whole[mark.len()..];
    let (words, title) = match rest.find(['"', '“', '”']) {
        Some(quote) => {
            let inside = rest[quote..].strip_prefix(['"', '“', '”'])?.strip_suffix(['"', '“', '”'])?;
            let start = rest.len() - rest[quote..].len() + rest[quote..].chars().next().map_or(0, char::len_utf8);
            (&rest[..quote], start..start + inside.len())
        }
        None => (rest, 0..0),
    };
    let place = |range: Range<usize>| start + mark.len() + range.start..start + mark.len() + range.end;
    if mark.starts_with("===") {
        return (words.trim().is_empty() && !title.is_empty()).then(|| Opener {
            kind: start..start,
            tab: if mark.contains('!') { "tabs" } else { "tab" },
            fold,
            title: place(title),
        });
    }
    let kind = words.split_whitespace().next()?;
    let plain = words.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let from = words.find(kind)?;
    let behind = words[from + kind.len()..].trim();
    let title = match title.is_empty() && !are_classes(kind, behind, dialect) {
        true => rest.rfind(behind).map_or(title, |at| at..at + behind.len()),
        false => title,
    };
    plain.then(|| Opener { kind: place(from..from + kind.len()), tab: "", fold, title: place(title) })
}

/// Whether the words behind a kind say how it looks. Elsewhere all such words do; but those that are written like words are meant
/// to be read.
fn are_classes(kind: &str, words: &str, dialect: Dialect) -> bool {
    let known = |word: &str| matches!(word, "inline" | "end" | "annotate");
    let small = |word: &str| dialect != Dialect::Own && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let care = callout::level(&kind.to_lowercase()).is_some();
    words.split_whitespace().all(|word| known(word) || small(word) && !care)
}

/// Whether code is open after a line.
pub(super) fn after(fence: Option<(char, usize)>, line: &str) -> Option<(char, usize)> {
    let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { return fence };
    let length = line.chars().take_while(|c| *c == mark).count();
    let rest = &line[length..];
    match fence {
        Some((open, needed)) if open == mark && length >= needed && rest.trim().is_empty() => None,
        Some(open) => Some(open),
        None if length >= 3 && !(mark == '`' && rest.contains('`')) => Some((mark, length)),
        None => None,
    }
}

/// How many columns a line is further in.
pub(super) fn columns(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// The bytes at a line's beginning that make so many columns.
pub(super) fn skipped(line: &str, wanted: usize) -> usize {
    let (mut columns, mut bytes) = (0, 0);
    for byte in line.bytes() {
        if columns >= wanted {
            break;
        }
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
        bytes += 1;
    }
    bytes
}
