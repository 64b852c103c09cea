//! Words → lines that fit a box.
//!
//! Takes: a text and a width. Gives: lines, by how wide letters are in most fonts.
//! Never: lets a line be wider because a word is long: such a word is cut.

/// The height of a line, in CSS pixels; the letters are 13 high.
pub(crate) const LINE: f64 = 17.0;
const SIZE: f64 = 13.0;

fn width(c: char) -> f64 {
    let part = match c {
        'i' | 'l' | 'j' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' => 0.3,
        'f' | 't' | 'r' | '(' | ')' | ' ' | '-' | '“' | '”' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '…' | '—' | '→' => 0.92,
        'A'..='Z' => 0.7,
        c if (c as u32) >= 0x2e80 => 1.05,
        _ => 0.59,
    };
    part * SIZE
}

pub(crate) fn measure(text: &str) -> f64 {
    text.chars().map(width).sum()
}

/// At most so many lines; what is left out is shown by dots.
pub(crate) fn wrap(text: &str, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split_whitespace();
    let mut rest = words.next().map(str::to_owned);
    while let Some(word) = rest.take() {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if measure(&longer) <= room {
            line = longer;
        } else if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            rest = Some(word);
        } else {
            let mut at = 0.0;
            let cut = word.char_indices().skip(1).find(|(i, c)| {
                at = measure(&word[..*i]) + width(*c);
                at > room
            });
            let cut = cut.map_or(word.len(), |(i, _)| i);
            lines.push(word[..cut].to_owned());
            rest = (cut < word.len()).then(|| word[cut..].to_owned());
        }
        if lines.len() > most {
            break;
        }
        if rest.is_none() {
            rest = words.next().map(str::to_owned);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while measure(last) + SIZE > room && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}
