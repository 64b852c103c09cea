//! Mutations: an input and some seeds in, another input out.
//!
//! Takes: bytes, the seeds of a target, and a state. Gives: bytes like them. Never: reads a clock: the same state gives the same.

/// Vigna's SplitMix64: small, and good enough to choose by.
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of so many, from 0.
    pub fn below(&mut self, many: usize) -> usize {
        (self.number() % many.max(1) as u64) as usize
    }
}

/// Bytes that readers of texts trip over: marks, ends of lines, the ends of what UTF-8 can say.
const MARKS: [&[u8]; 28] = [
    b"\n",
    b"\r\n",
    b"\t",
    b" ",
    b"\0",
    b"\x1b",
    b"<",
    b">",
    b"&",
    b"\"",
    b"'",
    b"[",
    b"]",
    b"(",
    b")",
    b"|",
    b"`",
    b"-",
    b":",
    b"#",
    b"\\",
    "é".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{202e}".as_bytes(),
    "İ".as_bytes(),
    "🏃".as_bytes(),
    "e\u{301}".as_bytes(),
    b"\xff",
];

/// Some changes to an input.
pub fn mutate(input: &[u8], seeds: &[&[u8]], random: &mut Random) -> Vec<u8> {
    let mut out = input.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(out.len() + 1);
        let end = at + random.below((out.len() - at).min(24) + 1);
        match random.below(8) {
            0 | 1 => insert(&mut out, at, seeds[random.below(seeds.len())]),
            2 => insert(&mut out, at, part(seeds[random.below(seeds.len())], random)),
            3 => insert(&mut out, at, MARKS[random.below(MARKS.len())]),
            4 => drop(out.drain(at..end)),
            5 => {
                let again = out[at..end].to_vec();
                let at = random.below(out.len() + 1);
                insert(&mut out, at, &again);
            }
            6 if at < out.len() => out[at] = random.number() as u8,
            _ if at < out.len() => out[at] ^= 1 << random.below(8),
            _ => {}
        }
    }
    out
}

fn insert(out: &mut Vec<u8>, at: usize, what: &[u8]) {
    out.splice(at..at, what.iter().copied());
}

fn part<'s>(seed: &'s [u8], random: &mut Random) -> &'s [u8] {
    let from = random.below(seed.len() + 1);
    &seed[from..from + random.below(seed.len() - from + 1)]
}
