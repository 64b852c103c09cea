//! A line that begins too far left or right → the line to move, so that the rest is read.
//!
//! The reader of YAML gives up where lines no longer fit together, which is often below the line that was moved: of one key too far
//! left, it is the next key that stands "too far right". So each line that decides where others begin is tried at the places where
//! its neighbours begin, those first that leave the fewest odd steps in the whole text.

use super::{Line, Mend, TRIALS, joined};
use crate::source::Span;

/// So many places of neighbours are tried for a line.
const COLUMNS: usize = 8;
/// So many lines are tried.
const CANDIDATES: usize = 12;

/// The move of one line, or of it with what is below it, after which the text is read, and all its steps are as they are elsewhere.
pub(super) fn moved(text: &str, place: usize, read: impl Fn(&str) -> Result<(), usize>) -> Option<Mend> {
    let lines: Vec<Line<'_>> = all(text);
    let here = lines.partition_point(|line| line.start <= place).checked_sub(1)?;
    // Tabs, and hyphens that begin no entry, are told as such.
    let other = |line: &Line<'_>| line.text[..line.indent()].contains('\t') || joined(line.text.trim_start()).is_some();
    if lines.iter().skip(here.saturating_sub(1)).take(3).any(other) {
        return None;
    }
    if let Some(mend) = outside_its_text(text, &lines, here).filter(|mend| reads(text, mend, place, &read)) {
        return Some(mend);
    }
    let habit = habit(&lines);
    let odd = oddness(&lines, habit, None);
    let mut moves: Vec<(usize, usize, usize, Move)> = Vec::new();
    for (rank, at) in deciding(&lines, here).into_iter().enumerate() {
        for column in columns(&lines, at, habit.step) {
            let alone = Move { from: at, to: at + 1, column };
            let together = Move { to: end_of_block(&lines, at), ..alone };
            for candidate in [alone, together] {
                if candidate.to == at + 1 && candidate != alone {
                    continue;
                }
                let left = oddness(&lines, habit, Some(&candidate));
                if left < odd {
                    moves.push((left, candidate.to - candidate.from, rank, candidate));
                }
            }
        }
    }
    // Of two as good ones, spaces were lost rather than added.
    let leftwards = |candidate: &Move| candidate.column < lines[candidate.from].indent();
    let known = |to: &Move| {
        lines.iter().enumerate().any(|(at, line)| at != to.from && is_same_key(line, &lines[to.from], to.column))
    };
    let far = |candidate: &Move| candidate.column.abs_diff(lines[candidate.from].indent());
    moves.sort_by_key(|(left, moved, rank, to)| (*left, *moved, !known(to), leftwards(to), far(to), *rank));
    moves.dedup_by(|(_, _, _, one), (_, _, _, other)| one == other);
    let mends = moves.iter().take(TRIALS).map(|(.., candidate)| candidate.mend(text, &lines));
    mends.into_iter().find(|mend| reads(text, mend, place, &read))
}

/// Whether a mended text is read, or read beyond the place.
fn reads(text: &str, mend: &Mend, place: usize, read: impl Fn(&str) -> Result<(), usize>) -> bool {
    let range = mend.span.range();
    let mended = [&text[..range.start], &mend.replacement, &text[range.end..]].concat();
    let end = text[place..].find('\n').map_or(text.len(), |end| place + end).max(range.end);
    mended != text && read(&mended).map_or_else(|at| at > (end + mended.len()).saturating_sub(text.len()), |()| true)
}

/// Lines that begin elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Move {
    /// The first, and the one behind the last.
    from: usize,
    to: usize,
    /// Where the first begins then; those below keep their distance to it.
    column: usize,
}

impl Move {
    /// Where a line begins then.
    fn indent(&self, lines: &[Line<'_>], at: usize) -> usize {
        let own = lines[at].indent();
        match (self.from..self.to).contains(&at) {
            true => (own + self.column).saturating_sub(lines[self.from].indent()),
            false => own,
        }
    }

    fn mend(&self, text: &str, lines: &[Line<'_>]) -> Mend {
        let (first, last) = (&lines[self.from], &lines[self.to - 1]);
        let own = first.indent();
        let mut replacement = String::new();
        let mut at = first.start;
        for (number, line) in lines.iter().enumerate().take(self.to).skip(self.from) {
            // What ends the line before this one stays as it is.
            replacement += &text[at..line.start];
            replacement += &" ".repeat(self.indent(lines, number));
            let end = if number + 1 == self.to { line.start + line.indent() } else { line.start + line.text.len() };
            replacement += &text[line.start + line.indent()..end];
            at = end;
        }
        let sign = first.text.chars().next().map_or(0, char::len_utf8);
        let begins = |line: &&Line<'_>| [line.indent(), line.body() - line.start].contains(&self.column);
        let near = |from: usize| lines[from..].iter().take(4).filter(|line| !line.text.trim().is_empty());
        let beside = near(self.to).find(|line| line.indent() == self.column);
        let above = || lines[..self.from].iter().rev().filter(|line| !line.text.trim().is_empty()).find(begins);
        let word = beside.or_else(above).map(|line| {
            let at = if line.indent() == self.column { line.indent() } else { line.body() - line.start };
            line.text[at..].split([':', ' ']).next().unwrap_or_default()
        });
        let as_many = |what: &str| match word {
            Some(word) if !word.is_empty() => format!(", as {what} `{word}`"),
            _ => String::new(),
        };
        let help = match self.column {
            0 => format!("Begin it at the left edge{}.", as_many("does")),
            column => format!("Write {} before it{}.", spaces(column), as_many("many as before")),
        };
        let help = if self.to > self.from + 1 { format!("{help} Move what is below it along.") } else { help };
        let have = match self.column {
            0 => "none".to_owned(),
            column => column.to_string(),
        };
        Mend {
            place: Span::new(first.start, first.start + own.max(sign)),
            message: format!("This line begins with {}; the lines beside it have {have}", spaces(own)),
            help,
            span: Span::new(first.start, last.start + last.indent()),
            replacement,
        }
    }
}

/// `1 space`.
fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}

fn all(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let line = |line: &'_ str| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']).len())
    };
    let places: Vec<(usize, usize)> = text.split_inclusive('\n').map(line).collect();
    places.into_iter().map(|(start, length)| Line { start, text: &text[start..start + length] }).collect()
}

/// Whether a line is nothing, or a comment.
fn is_blank(line: &Line<'_>) -> bool {
    let text = line.text.trim_start();
    text.is_empty() || text.starts_with('#')
}

/// Whether a line begins as a key or an entry of a list does.
fn is_structure(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    text == "-" || text.starts_with("- ") || is_key(text)
}

/// Whether a text begins with a key.
fn is_key(text: &str) -> bool {
    let end = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len));
    end.is_some_and(|end| !text[..end].contains(' ') || text.starts_with(['"', '\'']))
}

/// Whether a line has the key of another, at this column.
fn is_same_key(line: &Line<'_>, other: &Line<'_>, column: usize) -> bool {
    let word = |line: &Line<'_>| line.text[line.body() - line.start..].split_once(':').map(|(word, _)| word.to_owned());
    line.body() - line.start == column && word(line).is_some_and(|key| word(other).as_ref() == Some(&key))
}

/// Whether the text of a key, or of an entry, begins in the line below it.
fn opens_text(line: &Line<'_>) -> bool {
    let text = line.text.rsplit_once(" #").map_or(line.text, |(text, _)| text).trim_end();
    let sign = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    sign.strip_suffix(['|', '>']).is_some_and(|before| before.ends_with(": ") || before.ends_with("- "))
}

/// The lines that decide where the one begins at which the reader gave up: itself, those it stands in, and the first beside each.
fn deciding(lines: &[Line<'_>], here: usize) -> Vec<usize> {
    let mut out = vec![here];
    let mut least = lines[here].indent();
    // The first line, so far, of those that begin alike.
    let mut first = None;
    for at in (0..here).rev().filter(|at| !is_blank(&lines[*at])) {
        if out.len() >= CANDIDATES {
            break;
        }
        if out.len() == 1 {
            out.push(at);
        }
        if lines[at].indent() < least {
            out.extend(first.take());
            out.push(at);
            least = lines[at].indent();
            if least == 0 {
                break;
            }
        } else {
            first = Some(at);
        }
    }
    out.extend(first);
    out.extend(lines.iter().position(|line| !is_blank(line)));
    out.extend((here + 1..lines.len()).find(|at| !is_blank(&lines[*at])));
    let mut known = Vec::new();
    out.retain(|at| {
        !known.contains(at) && {
            known.push(*at);
            true
        }
    });
    out
}

/// Where the neighbours of a line begin.
fn columns(lines: &[Line<'_>], at: usize, step: usize) -> Vec<usize> {
    let near = |line: &&Line<'_>| !is_blank(line);
    let above = lines[..at].iter().rev().filter(near).take(4);
    let below = lines[at + 1..].iter().filter(near).take(3);
    let mut out: Vec<usize> = Vec::new();
    let stand = lines[..at].iter().rev().find(near).map(|line| line.body() - line.start + step);
    for line in above.chain(below) {
        out.extend([line.indent(), line.body() - line.start]);
    }
    out.extend(stand);
    // Of those above, each that a line may come back to.
    let mut least = usize::MAX;
    for line in lines[..at].iter().rev().filter(near) {
        if line.indent() < least {
            least = line.indent();
            out.push(least);
        }
        if least == 0 {
            break;
        }
    }
    out.push(0);
    out.sort_unstable();
    out.dedup();
    let own = lines[at].indent();
    out.retain(|column| *column != own);
    out.sort_by_key(|column| column.abs_diff(own));
    out.truncate(COLUMNS);
    out
}

/// The line behind those that stand further in than one.
fn end_of_block(lines: &[Line<'_>], at: usize) -> usize {
    let own = lines[at].indent();
    let below = lines[at + 1..].iter().take_while(|line| line.text.trim().is_empty() || line.indent() > own);
    let last = below.enumerate().filter(|(_, line)| !line.text.trim().is_empty()).last();
    last.map_or(at + 1, |(nth, _)| at + nth + 2)
}

/// How the lines of a text are moved in.
#[derive(Clone, Copy)]
struct Habit {
    /// How far most lines are from those that they stand in.
    step: usize,
    /// Whether most lists begin at the column of their keys.
    flush: bool,
}

fn habit(lines: &[Line<'_>]) -> Habit {
    // Two, unless most are others: the line that was moved is among them.
    let mut counts = [0, 0, 2, 0, 0, 0, 0, 0, 0];
    let mut flush = [0_usize; 2];
    for [above, below] in lines.array_windows() {
        let step = below.indent().saturating_sub(above.indent());
        let opens = above.text.trim_end().ends_with(':') && !is_blank(below);
        if opens && (1..counts.len()).contains(&step) {
            counts[step] += 1;
        }
        if opens && below.text.trim_start().starts_with("- ") && below.indent() >= above.indent() {
            flush[usize::from(step == 0)] += 1;
        }
    }
    let step = (1..counts.len()).rev().max_by_key(|step| counts[*step]).unwrap_or(2);
    Habit { step, flush: flush[1] > flush[0] }
}

/// How many lines begin where nothing says that they should: as they are, or moved.
fn oddness(lines: &[Line<'_>], Habit { step, flush }: Habit, moved: Option<&Move>) -> usize {
    let mut odd = 0;
    // The columns that a line may begin at, the last of them the innermost, and whether entries of a list begin there.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut above = Above::Nothing;
    // The column of a key whose text goes on below it, and where the first line of that text begins.
    let mut of_text: Option<(usize, Option<usize>)> = None;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.text.trim().is_empty()) {
        let indent = moved.map_or_else(|| line.indent(), |moved| moved.indent(lines, at));
        if let Some((key, first)) = of_text.as_mut().filter(|(key, _)| indent > *key) {
            odd += match first {
                None => usize::from(indent - *key != step && indent - *key != 2),
                Some(first) => 2 * usize::from(indent < *first),
            };
            // Keys that would be a part of the text above them.
            odd += usize::from(is_structure(line));
            first.get_or_insert(indent);
            continue;
        }
        of_text = None;
        if is_blank(line) {
            continue;
        }
        let body = indent + (line.body() - line.start - line.indent());
        let is_entry = body > indent;
        let innermost = open.last().map(|(column, _)| *column);
        if innermost.is_none_or(|column| indent > column) {
            match (above, innermost) {
                (Above::Value, _) if !is_structure(line) => continue,
                (Above::Value, _) => odd += 2,
                (_, column) => {
                    let further = indent - column.unwrap_or(0);
                    let usual = if column.is_some() {
                        further == step || is_entry && further == 2 && !flush
                    } else {
                        further == 0
                    };
                    odd += usize::from(!usual);
                }
            }
            open.push((indent, is_entry));
        } else {
            let opened = above == Above::Key;
            // A list may begin at the column of its key.
            let own_list = opened && is_entry && open.last() == Some(&(indent, false));
            odd += usize::from(opened && !(own_list && flush));
            while open.last().is_some_and(|known| known.0 > indent || *known == (indent, true) && !is_entry) {
                open.pop();
            }
            if own_list {
                open.push((indent, true));
            } else if open.last() != Some(&(indent, is_entry)) {
                odd += 2;
                open.push((indent, is_entry));
            }
        }
        let text = line.text.trim_end();
        above = if text.ends_with(':') { Above::Key } else { Above::Value };
        let hyphens =
            text.as_bytes().iter().enumerate().take(line.body() - line.start).filter(|(_, sign)| **sign == b'-');
        open.extend(hyphens.skip(1).map(|(column, _)| (indent + column - line.indent(), true)));
        if is_entry && is_key(&text[line.body() - line.start..]) {
            open.push((body, false));
        }
        if opens_text(line) {
            of_text = Some((if is_key(&text[line.body() - line.start..]) { body } else { indent }, None));
        }
    }
    odd
}

/// What the line above is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Nothing,
    /// A key without a value, whose value begins below.
    Key,
    /// Something with a value, which may go on below.
    Value,
}

/// Lines of a text that begin no further in than the key that they belong to.
fn outside_its_text(text: &str, lines: &[Line<'_>], here: usize) -> Option<Mend> {
    let says = |at: &usize| !is_blank(&lines[*at]) && !is_structure(&lines[*at]);
    let at = [here, here.saturating_sub(1)].into_iter().chain((0..here).rev().find(says)).find(says)?;
    // The first such line, and the key above it.
    let mut first = at;
    let key = loop {
        let above = (0..first).rev().find(|above| !lines[*above].text.trim().is_empty())?;
        if opens_text(&lines[above]) {
            break above;
        }
        let inside = lines[above].indent() > lines[at].indent();
        if !inside && is_structure(&lines[above]) {
            return None;
        }
        first = above;
    };
    let own = lines[key].body() - lines[key].start;
    let stands = |at: usize| lines[at].indent();
    let outside = (key + 1..=at).find(|at| !lines[*at].text.trim().is_empty() && stands(*at) <= own)?;
    let within = (key + 1..outside).find(|at| !lines[*at].text.trim().is_empty()).map_or(own + 2, stands);
    // What stands as far in as the text does belongs to it already, and stays.
    let goes_on = |at: &usize| {
        let line = &lines[*at];
        line.text.trim().is_empty()
            || stands(*at) >= stands(outside) && stands(*at) <= own && !is_structure(line)
            || stands(*at) > own && stands(*at) < within
    };
    let last = (outside..lines.len()).take_while(goes_on).filter(|at| !lines[*at].text.trim().is_empty()).last()?;
    let before = stands(outside);
    let moved = Move { from: outside, to: last + 1, column: within };
    let word = lines[key].text[own..].split(':').next().unwrap_or_default();
    let more = if last > outside { ", and as many more before the lines of the text below it" } else { "" };
    Some(Mend {
        message: format!("This line begins with {}, and so it is no part of the text of `{word}`", spaces(before)),
        help: format!("Write {} before it{more}.", spaces(within)),
        ..moved.mend(text, lines)
    })
}
