//! Numbers as tables have them: `1,234.5`, `1.234,5`, `12 %`, `−3`.

/// The number that a cell holds, where it holds nothing else.
pub fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let cell = cell.strip_suffix('%').unwrap_or(cell).trim_end();
    let (sign, digits) = match cell.strip_prefix(['-', '−', '+']) {
        Some(rest) => (if cell.starts_with('+') { 1.0 } else { -1.0 }, rest.trim_start()),
        None => (1.0, cell),
    };
    let is_gap = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'');
    let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',') || is_gap(c);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits.len() > 40 || !digits.chars().all(known)
    {
        return None;
    }
    let digits: String = digits.chars().filter(|c| !is_gap(*c)).collect();
    let decimal = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (Some(dot), None) => (digits.matches('.').count() == 1).then_some(dot),
        // `1,234` is a thousand and more; `12,5` is not.
        (None, Some(comma)) => (digits.matches(',').count() == 1 && digits.len() - comma != 4).then_some(comma),
        (None, None) => None,
    };
    let plain = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = match decimal {
        Some(at) => format!("{}.{}", plain(&digits[..at]), plain(&digits[at + 1..])),
        None => plain(&digits),
    };
    number.parse::<f64>().ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("1,234", 1234.0),
            ("12,5", 12.5),
            ("−3", -3.0),
            ("12 %", 12.0),
            ("1 000", 1000.0),
            (".5", 0.5),
        ];
        for (text, wanted) in cases {
            assert_eq!(number(text), Some(wanted), "{text}");
        }
        for text in ["", "-", "1:30", "2026-01-02", "a1", "1a", "."] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
