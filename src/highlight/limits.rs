//! How much code is read: patterns that look back and forth take a time that grows faster than the line.

use std::ops::Range;

/// A longer block stays as it is: nobody reads it for its colours.
pub(super) const MOST: usize = 48 * 1024;

/// So does a longer line, when what it repeats is left out: it is data, or made to hang a grammar.
const LONGEST: usize = 400;

/// Signs that are repeated are read so often and no more.
const REPEATED: usize = 24;

/// What is looked for as repeated: up to so many signs.
const PERIOD: usize = 3;

/// A line as it is read: without much of what is repeated in it.
pub(super) struct Shortened {
    pub(super) text: String,
    /// What is left out: where it would stand in the text, and its bytes in the line.
    left_out: Vec<(usize, usize)>,
}

impl Shortened {
    /// The place in the line of a place in the text.
    pub(super) fn place(&self, at: usize) -> usize {
        at + self.left_out.iter().take_while(|(place, _)| *place <= at).map(|(_, bytes)| bytes).sum::<usize>()
    }
}

/// A line as it is read; `None` of one that is too long.
pub(super) fn shortened(line: &str) -> Option<Shortened> {
    if line.len() > 16 * LONGEST {
        return None;
    }
    let bytes = line.as_bytes();
    let mut out = Shortened { text: String::with_capacity(line.len().min(LONGEST)), left_out: Vec::new() };
    let (mut at, mut kept) = (0, 0);
    while line.len() > REPEATED && at < bytes.len() {
        let Some(run) = run(bytes, at).filter(|_| bytes[at].is_ascii()) else {
            at += 1;
            continue;
        };
        let cut = run.start + REPEATED..run.end;
        out.text.push_str(line.get(kept..cut.start)?);
        out.left_out.push((out.text.len(), cut.len()));
        (kept, at) = (cut.end, run.end);
    }
    out.text.push_str(line.get(kept..)?);
    (out.text.len() <= LONGEST).then_some(out)
}

/// What is repeated from a place on, if it is longer than is read: whole units of ASCII.
fn run(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    (1..=PERIOD).find_map(|period| {
        let repeats = bytes[at..].iter().zip(bytes.get(at + period..)?).take_while(|(a, b)| a == b && a.is_ascii());
        let length = (repeats.count() + period) / period * period;
        (length > 2 * REPEATED).then(|| at..at + length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_left_out_and_places_stay() {
        let line = format!("a{}b{}c\n", "-".repeat(100), "xy".repeat(100));
        let read = shortened(&line).unwrap();
        assert_eq!(read.text, format!("a{}b{}c\n", "-".repeat(REPEATED), "xy".repeat(REPEATED / 2)));
        assert_eq!([read.place(1), read.place(REPEATED + 2)], [1, 102]);
        assert_eq!(&line[read.place(read.text.len() - 2)..], "c\n");
        assert_eq!(shortened("é é\n").unwrap().text, "é é\n");
        assert!(shortened(&"ab c".repeat(1000)).is_none());
        let plain: String = (0..80).map(|n| format!("{n} + ")).collect();
        assert!(shortened(&plain).is_none_or(|read| read.text == plain));
    }
}
