//! The card that programs show with a link to a page: its title on a board, how soon help is needed, and the site's name.
//!
//! Takes: words and colours. Gives: a PNG of 1200 by 630 points, the same for the same card; nothing where the font lacks a letter.
//! Never: shapes a script. The font has Latin, Greek and Cyrillic letters, which stand side by side as they are.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use std::borrow::Cow;

/// With every change of what a card looks like, this changes too: kept ones are then made anew.
pub const VERSION: u32 = 1;
/// How wide a card is, in points.
pub const WIDTH: u32 = 1200;
/// How high.
pub const HEIGHT: u32 = 630;

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Card {
    /// The page's title.
    pub title: String,
    /// How soon help is needed, with its colour, where the page says so.
    pub level: Option<(String, Colour)>,
    /// The site's name.
    pub site: String,
    /// The ground of the board.
    pub board: Colour,
    /// The post that it hangs on.
    pub post: Colour,
}

const PAPER: Colour = [255, 255, 255];
const INK: Colour = [0x13, 0x1d, 0x18];
/// From a ground to the ink on it: so many steps.
const STEPS: u8 = 8;

/// What is painted, by the place of its ground among the colours.
#[derive(Clone, Copy)]
enum Ground {
    Paper,
    Board,
    Level,
    Post,
}

const MARGIN: usize = 72;
const POST: std::ops::Range<usize> = MARGIN..MARGIN + 22;
const BOARD_TOP: usize = 150;
const BOARD_BOTTOM: usize = 500;
/// The end of the board, and how far it points.
const BOARD_END: usize = WIDTH as usize - 48;
const TIP: usize = 90;
/// Where text on the board begins, and how wide it may be.
const TEXT: f32 = 150.0;
const ROOM: f32 = (BOARD_END - TIP - 20) as f32 - TEXT;
/// Sizes of the title, the first of which it fits in; and how many lines there are of each.
const SIZES: [(f32, usize); 4] = [(92.0, 3), (78.0, 4), (66.0, 4), (54.0, 5)];

impl Card {
    /// Whether the font has every letter of it.
    pub fn is_writable(&self) -> bool {
        self.font().is_some()
    }

    fn font(&self) -> Option<FontRef<'static>> {
        let font = FontRef::try_from_slice(epaint_default_fonts::UBUNTU_LIGHT).ok()?;
        let texts = [Some(&self.title), Some(&self.site), self.level.as_ref().map(|(words, _)| words)];
        let known = |c: char| c.is_whitespace() || font.glyph_id(c).0 != 0;
        let all = texts.into_iter().flatten().all(|text| text.chars().all(known));
        (all && !self.title.trim().is_empty()).then_some(font)
    }
}

/// The card as a PNG. `None` if the font lacks a letter of it.
pub fn drawn(card: &Card) -> Option<Vec<u8>> {
    let font = card.font()?;
    let mut canvas = Canvas { font, points: vec![Ground::Paper.base(); (WIDTH * HEIGHT) as usize] };
    canvas.fill(POST, 0..HEIGHT as usize, Ground::Post);
    let middle = (BOARD_TOP + BOARD_BOTTOM) / 2;
    for y in BOARD_TOP..BOARD_BOTTOM {
        let in_from_tip = TIP * y.abs_diff(middle) / (middle - BOARD_TOP);
        canvas.fill(MARGIN - 24..BOARD_END - in_from_tip, y..y + 1, Ground::Board);
    }
    let (lines, size) = canvas.fitted(&card.title);
    let height = size * 1.16;
    let first = middle as f32 - height * lines.len() as f32 / 2.0 + size * 0.86;
    for (number, line) in lines.iter().enumerate() {
        canvas.write(line, TEXT, first + number as f32 * height, size, Ground::Board);
    }
    if let Some((words, _)) = &card.level {
        let wide = canvas.width(words, 44.0) as usize + 56;
        canvas.fill(TEXT as usize..(TEXT as usize + wide).min(WIDTH as usize), 52..122, Ground::Level);
        canvas.write(words, TEXT + 28.0, 102.0, 44.0, Ground::Level);
    }
    let site = canvas.cut(&card.site, WIDTH as f32 - TEXT - 60.0, 48.0);
    canvas.write(&site, TEXT, 580.0, 48.0, Ground::Paper);
    encoded(&canvas.points, card)
}

impl Ground {
    fn base(self) -> u8 {
        self as u8 * STEPS
    }
}

struct Canvas {
    font: FontRef<'static>,
    points: Vec<u8>,
}

impl Canvas {
    fn fill(&mut self, x: std::ops::Range<usize>, y: std::ops::Range<usize>, ground: Ground) {
        for row in y {
            let start = row * WIDTH as usize;
            self.points[start + x.start..start + x.end].fill(ground.base());
        }
    }

    /// How wide a line is, kerned.
    fn width(&self, line: &str, size: f32) -> f32 {
        let font = self.font.as_scaled(PxScale::from(size));
        let mut before = None;
        line.chars().map(|c| font.glyph_id(c)).fold(0.0, |width, id| {
            let kern = before.replace(id).map_or(0.0, |before| font.kern(before, id));
            width + kern + font.h_advance(id)
        })
    }

    /// The lines of a title, in the largest size that it fits in; in the smallest, as far as it does.
    fn fitted(&self, title: &str) -> (Vec<String>, f32) {
        for (size, most) in SIZES {
            let lines = self.lines(title, size);
            if lines.len() <= most && lines.iter().all(|line| self.width(line, size) <= ROOM) {
                return (lines, size);
            }
        }
        let (size, most) = SIZES[SIZES.len() - 1];
        let mut lines = self.lines(title, size);
        if lines.len() > most {
            lines.truncate(most);
            lines[most - 1].push('…');
        }
        (lines.iter().map(|line| self.cut(line, ROOM, size).into_owned()).collect(), size)
    }

    fn lines(&self, title: &str, size: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in title.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= ROOM => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// As much of a line as there is room for.
    fn cut<'a>(&self, line: &'a str, room: f32, size: f32) -> Cow<'a, str> {
        if self.width(line, size) <= room {
            return line.into();
        }
        let ends = line.char_indices().map(|(at, _)| at).rev();
        let fit = ends.map(|end| format!("{}…", line[..end].trim_end())).find(|cut| self.width(cut, size) <= room);
        fit.unwrap_or_default().into()
    }

    /// Writes a line in the ink of its ground. The font is a light one: each letter is painted three times, side by side.
    fn write(&mut self, line: &str, x: f32, baseline: f32, size: f32, ground: Ground) {
        let font = self.font.clone();
        let font = font.as_scaled(PxScale::from(size));
        let (mut at, mut before) = (x, None);
        for id in line.chars().map(|c| font.glyph_id(c)) {
            at += before.replace(id).map_or(0.0, |before| font.kern(before, id));
            for aside in [0.0, size * 0.012, size * 0.024] {
                let glyph = id.with_scale_and_position(PxScale::from(size), point(at + aside, baseline));
                let Some(outline) = self.font.outline_glyph(glyph) else { continue };
                let bounds = outline.px_bounds();
                outline.draw(|dx, dy, coverage| {
                    let (px, py) = (bounds.min.x as i64 + i64::from(dx), bounds.min.y as i64 + i64::from(dy));
                    if !(0..i64::from(WIDTH)).contains(&px) || !(0..i64::from(HEIGHT)).contains(&py) {
                        return;
                    }
                    let point = &mut self.points[(py * i64::from(WIDTH) + px) as usize];
                    let step = (coverage.clamp(0.0, 1.0) * f32::from(STEPS - 1)).round() as u8;
                    *point = (*point).max(ground.base() + step);
                });
            }
            at += font.h_advance(id);
        }
    }
}

fn encoded(points: &[u8], card: &Card) -> Option<Vec<u8>> {
    let level = card.level.as_ref().map_or(PAPER, |(_, colour)| *colour);
    let pairs = [(PAPER, INK), (card.board, PAPER), (level, PAPER), (card.post, card.post)];
    let between = |from: u8, to: u8, step: u8| {
        let (from, to, step, steps) = (u32::from(from), u32::from(to), u32::from(step), u32::from(STEPS - 1));
        ((from * (steps - step) + to * step) / steps) as u8
    };
    let palette: Vec<u8> = pairs
        .iter()
        .flat_map(|(ground, ink)| {
            (0..STEPS).flat_map(move |step| [0, 1, 2].map(|part| between(ground[part], ink[part], step)))
        })
        .collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(points).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Extent, Format, Rendition, is_of_form};

    fn card(title: &str) -> Card {
        let level = Some(("Emergency".to_owned(), [158, 13, 22]));
        Card { title: title.to_owned(), level, site: "A club".to_owned(), board: [11, 90, 59], post: [169, 184, 175] }
    }

    #[test]
    fn a_card_is_a_picture_of_its_size_and_the_same_each_time() {
        let form = Rendition { extent: Extent { width: WIDTH, height: HEIGHT }, format: Format::Png };
        let long = "Donaudampfschifffahrtsgesellschaft ".repeat(12);
        for title in ["A", "Sore calves: ÄÖÜ, Ωμέγα, Привет", "x".repeat(300).as_str(), &long] {
            let bytes = drawn(&card(title)).unwrap();
            assert!(is_of_form(&bytes, form) && bytes.len() < 40_000, "{title}: {}", bytes.len());
            assert_eq!(Some(bytes), drawn(&card(title)));
        }
        assert_ne!(drawn(&card("A")), drawn(&card("B")));
    }

    #[test]
    fn what_the_font_cannot_write_is_not_drawn() {
        for title in ["日本", "سلام", "नमस्ते", "", "  "] {
            assert!(!card(title).is_writable() && drawn(&card(title)).is_none(), "{title}");
        }
    }
}
