//! All entries → the files of the index.
//!
//! What ranking needs of the whole site (how rare a word is, how long a text is beside the others) is worked out here and
//! written as whole numbers, so that no reader of the index has to reckon with fractions.

use super::ROOT;
use super::entry::{Count, Entry, Section};
use super::lexicon::Lexicon;
use super::pieces::{HASH, List, NAME_BITS, Posting, Postings, Root, SHOWN_PER_PIECE, Shown, TEXT_BITS, Term, Words};
use super::stop_words::stop_words;
use super::words::words;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

type Files = BTreeMap<String, Arc<[u8]>>;

/// So many words share a piece.
const WORDS_PER_PIECE: usize = 400;
/// A piece of postings is closed when it has so many bytes.
const POSTINGS_PER_PIECE: usize = 2048;

pub(super) fn assemble(entries: &[&Entry], language: &str, synonyms: &[Vec<String>]) -> Files {
    let mut files = Files::new();
    let lexicon = Lexicon::new(entries, language);
    let (names, texts, found) = all_postings(entries, &lexicon);
    let weigh = |count: u32| rarity(entries.len(), count);
    let (name_hashes, names) = postings(&mut files, 'n', names, weigh);
    let (text_hashes, texts) = postings(&mut files, 't', texts, weigh);
    let term = |term: u32| {
        let (t, count) = (term as usize, found[term as usize]);
        Term { id: term, found: count, weight: weigh(count) + COMMON, names: names[t], texts: texts[t] }
    };
    let mut root = Root {
        entries: entries.len(),
        names: name_hashes,
        texts: text_hashes,
        shown: shown(&mut files, entries),
        synonyms: forms_of_synonyms(&lexicon, synonyms),
        stops: stop_words(language).map(str::to_owned).collect(),
        ..Root::default()
    };
    for (number, some) in lexicon.forms.chunks(WORDS_PER_PIECE).enumerate() {
        root.first.push(some[0].0.to_owned());
        let json = json(&piece(some, term));
        root.words.push_str(&file(&mut files, 'w', number, "json", json));
    }
    files.insert(ROOT.into(), json(&root).into());
    files
}

/// What every word weighs beside its rarity.
const COMMON: u32 = 8;

/// How much a word tells that so many of the entries have.
fn rarity(all: usize, count: u32) -> u32 {
    let (all, count) = (all as f64, f64::from(count));
    (64.0 * (1.0 + (all - count + 0.5) / (count + 0.5)).ln()).round() as u32 + 4
}

/// Of every term the postings of names, of texts, and how many entries have it.
fn all_postings<'a>(entries: &[&'a Entry], lexicon: &Lexicon<'a>) -> (Vec<Postings>, Vec<Postings>, Vec<u32>) {
    let length: u64 = entries.iter().map(|entry| u64::from(entry.length)).sum();
    let average = (length / entries.len().max(1) as u64).max(1);
    let mut names = vec![Postings::default(); lexicon.count];
    let mut texts = names.clone();
    let mut found = vec![0u32; lexicon.count];
    let mut number = 0;
    for (some, terms) in &lexicon.batches {
        let mut rest = terms.as_slice();
        let mut own = |entry: &'a Entry| {
            let (own, others) = rest.split_at(entry.counts.len());
            rest = others;
            (entry, own)
        };
        let owned: Vec<(&Entry, &[u32])> = some.iter().map(|entry| own(entry)).collect();
        let counted: Vec<Vec<(u32, Count)>> =
            owned.into_par_iter().map(|(entry, terms)| by_term(entry, terms)).collect();
        for (counts, entry) in counted.into_iter().zip(*some) {
            for (term, count) in counts {
                let term = term as usize;
                found[term] += 1;
                if count.names > 0 {
                    let impact = name_impact(count.names, &entry.care);
                    names[term].push(Posting { entry: number, impact, mask: count.name_mask }, NAME_BITS);
                }
                if count.text > 0 {
                    let impact = text_impact(count.text, u64::from(entry.length), average, &entry.care);
                    texts[term].push(Posting { entry: number, impact, mask: count.text_mask }, TEXT_BITS);
                }
            }
            number += 1;
        }
    }
    (names, texts, found)
}

fn by_term(entry: &Entry, terms: &[u32]) -> Vec<(u32, Count)> {
    let mut counts: Vec<(u32, Count)> = terms.iter().copied().zip(entry.counts.iter().copied()).collect();
    counts.sort_unstable_by_key(|(term, _)| *term);
    counts.dedup_by(|other, one| {
        let same = other.0 == one.0;
        if same {
            one.1.names = one.1.names.saturating_add(other.1.names);
            one.1.name_mask |= other.1.name_mask;
            one.1.text = one.1.text.saturating_add(other.1.text);
            one.1.text_mask |= other.1.text_mask;
        }
        same
    });
    counts
}

/// What tells of help that cannot wait weighs more, so that it is never buried: a quarter where it is an emergency, an eighth
/// where it is urgent.
fn with_care(weight: u64, care: &str) -> u64 {
    match care {
        "emergency" => weight * 5 / 4,
        "urgent" => weight * 9 / 8,
        _ => weight,
    }
}

fn name_impact(names: u16, care: &str) -> u32 {
    let names = with_care(u64::from(names), care);
    (63 * names / (names + 40)).max(1) as u32
}

/// BM25 with k = 1.2 and b = 0.75, in tenths.
fn text_impact(count: u16, length: u64, average: u64, care: &str) -> u32 {
    let count = 10 * u64::from(count);
    let impact = 15 * count / (count + 3 + 9 * length / average);
    with_care(impact, care).clamp(1, 15) as u32
}

/// Writes the postings of all terms into pieces. Gives the pieces' hashes, and where each term's are.
fn postings(files: &mut Files, kind: char, all: Vec<Postings>, weigh: impl Fn(u32) -> u32) -> (String, Vec<List>) {
    let (mut hashes, mut lists, mut bytes, mut piece) = (String::new(), Vec::with_capacity(all.len()), Vec::new(), 0);
    for list in all {
        if !bytes.is_empty() && bytes.len() + list.bytes.len() > POSTINGS_PER_PIECE {
            hashes.push_str(&file(files, kind, piece, "bin", std::mem::take(&mut bytes)));
            piece += 1;
        }
        lists.push(match list.count {
            0 => List::default(),
            count => List {
                weight: weigh(count),
                piece: piece as u32,
                place: bytes.len() as u32,
                length: list.bytes.len() as u32,
            },
        });
        bytes.extend(list.bytes);
    }
    if !bytes.is_empty() {
        hashes.push_str(&file(files, kind, piece, "bin", bytes));
    }
    (hashes, lists)
}

fn shown(files: &mut Files, entries: &[&Entry]) -> String {
    let pieces: Vec<Vec<u8>> = entries
        .par_chunks(SHOWN_PER_PIECE)
        .map(|some| json(&some.iter().map(|entry| entry_shown(entry)).collect::<Vec<_>>()))
        .collect();
    pieces.into_iter().enumerate().map(|(number, piece)| file(files, 'e', number, "json", piece)).collect()
}

fn entry_shown(entry: &Entry) -> Shown<'_> {
    let care = if entry.within.is_empty() { "" } else { &entry.care };
    fn section(section: &Section) -> [Cow<'_, str>; 3] {
        [&section.heading, &section.href, &section.excerpt].map(|text| Cow::Borrowed(text.as_str()))
    }
    Shown {
        t: Cow::Borrowed(&entry.title),
        a: entry.names.iter().map(|name| Cow::Borrowed(name.as_str())).collect(),
        w: Cow::Borrowed(&entry.within),
        c: Cow::Borrowed(care),
        s: entry.sections.iter().map(section).collect(),
    }
}

fn piece(some: &[(&str, u32)], term: impl Fn(u32) -> Term) -> Words {
    let (mut of, mut terms) = (Vec::new(), Vec::new());
    let mut places: HashMap<u32, u32> = HashMap::new();
    for (_, number) in some {
        of.push(*places.entry(*number).or_insert_with(|| {
            terms.push(term(*number));
            terms.len() as u32 - 1
        }));
    }
    let forms: Vec<&str> = some.iter().map(|(form, _)| *form).collect();
    Words::new(forms.join(" "), &of, &terms)
}

/// Each word of each phrase, in all the forms that the site has of it.
fn forms_of_synonyms(lexicon: &Lexicon<'_>, synonyms: &[Vec<String>]) -> Vec<Vec<Vec<Vec<String>>>> {
    if synonyms.is_empty() {
        return Vec::new();
    }
    let mut forms: HashMap<u32, Vec<&str>> = HashMap::new();
    for (form, term) in &lexicon.forms {
        forms.entry(*term).or_default().push(form);
    }
    // The forms that the site has come first: they are looked up.
    let word = |word: String| {
        let known = lexicon.term(&word).and_then(|term| forms.get(&term));
        let mut all: Vec<String> = known.into_iter().flatten().map(|form| (*form).to_owned()).collect();
        if !all.contains(&word) {
            all.push(word);
        }
        all
    };
    let phrase = |phrase: &String| words(phrase).into_iter().map(word).collect::<Vec<_>>();
    synonyms.iter().map(|group| group.iter().map(phrase).filter(|words| !words.is_empty()).collect()).collect()
}

/// Adds a piece, named by what is in it; gives the hash.
fn file(files: &mut Files, kind: char, number: usize, extension: &str, bytes: Vec<u8>) -> String {
    let hash = format!("{:016x}", xxh3_64(&bytes))[..HASH].to_owned();
    files.insert(format!("{kind}{number}-{hash}.{extension}"), bytes.into());
    hash
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
