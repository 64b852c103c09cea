//! An address → its QR code as a drawing, so that what is printed leads back to its page.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;
use tera::{Kwargs, State};

/// Around a code so many points stay light, or cameras do not find it.
const QUIET: usize = 4;

/// The filter `qr` of templates: the drawing of a text that is not empty and not too long for a code.
pub(super) fn filter(text: &str, _: Kwargs, _: &State<'_>) -> String {
    drawing(text).unwrap_or_default()
}

/// Each row as strokes: a point is one wide, so strokes of that width along the middle of a row fill it.
fn drawing(text: &str) -> Option<String> {
    let code = Some(text).filter(|text| !text.is_empty())?;
    let code = QrCode::with_error_correction_level(code, EcLevel::M).ok()?;
    let (width, points) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut out = format!(r##"<svg viewBox="0 0 {side} {side}"><path d="M{QUIET} {QUIET}.5"##);
    for row in points.chunks(width) {
        let mut passed = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let _ =
                    write!(out, "{}h{}", if passed > 0 { format!("m{passed} 0") } else { String::new() }, run.len());
                passed = 0;
            } else {
                passed += run.len();
            }
        }
        // Back to the beginning of the next row.
        let _ = write!(out, "m-{} 1", width - passed);
    }
    out.push_str(r##"" stroke="#000" fill="none"/></svg>"##);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_point_is_drawn_and_no_other() {
        let text = "https://club.example/help/sore-calf/";
        let (code, drawn) = (QrCode::with_error_correction_level(text, EcLevel::M).unwrap(), drawing(text).unwrap());
        let path = drawn.split('"').nth(3).unwrap().strip_prefix("M4 4.5").unwrap();
        let (mut x, mut y, mut dark) = (0_i64, 0_usize, Vec::new());
        for step in path.replace('m', " m").replace('h', " h").replace(" m", "|m").replace(" h", "|h").split('|') {
            let numbers: Vec<i64> = step.get(1..).unwrap_or("").split(' ').filter_map(|n| n.parse().ok()).collect();
            match (step.chars().next(), numbers.as_slice()) {
                (Some('h'), [along]) => {
                    dark.extend((x..x + along).map(|x| (x as usize, y)));
                    x += along;
                }
                (Some('m'), [along, down]) => {
                    x += along;
                    y += *down as usize;
                }
                _ => {}
            }
        }
        let points = code.to_colors();
        let wanted = (0..points.len()).filter(|i| points[*i] == Color::Dark);
        let wanted: Vec<_> = wanted.map(|i| (i % code.width(), i / code.width())).collect();
        assert_eq!(dark, wanted);
        assert_eq!((drawing(""), drawing(&"x".repeat(5000))), (None, None));
    }
}
