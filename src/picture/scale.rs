//! Rows of points → pictures in several smaller sizes, all in one pass.
//!
//! Takes: a picture's rows, from the top, once each. Gives: for each size its points, by Lanczos's windowed sinc (a = 3), the same
//! that the `image` crate has; from a picture much larger than all sizes, by area averaging over whole points first.
//! Never: holds the picture. Of each size so many rows are open as the filter is high, so a picture that was made to be a bomb
//! costs one look at each of its points. (`image::imageops::resize` was not taken: it holds the picture twice, and reads it
//! for each size. SIMD crates that scale whole pictures hold it once.)

use super::head::Extent;
use image::{DynamicImage, RgbImage, RgbaImage};
use std::collections::VecDeque;
use std::ops::Range;

/// So many points of the averaged picture, at least, are behind each of the largest size: fewer would show.
const KEPT: u32 = 2;
/// How far Lanczos's filter reaches, in points of the smaller picture.
const REACH: f64 = 3.0;

/// A picture being read, row by row.
pub(super) struct Scaler {
    width: u32,
    /// From side to side of the squares that are averaged.
    square: u32,
    /// Numbers a point: red, green and blue; and how much shows through.
    channels: usize,
    /// Sums over the squares of the rows so far.
    sums: Vec<f32>,
    /// Rows in them.
    summed: u32,
    /// Averaged rows so far.
    row: usize,
    /// Whether anything shows through.
    through: bool,
    sizes: Vec<Size>,
}

/// One of the sizes, in the making.
struct Size {
    extent: Extent,
    across: Vec<Taps>,
    down: Vec<Taps>,
    /// The rows that further ones still add to; the first of them is number `done`.
    open: VecDeque<Vec<f32>>,
    done: usize,
    points: Vec<u8>,
}

/// What one point is made of: neighbours, and how much each of them counts.
struct Taps {
    from: usize,
    weights: Vec<f32>,
}

impl Taps {
    fn end(&self) -> usize {
        self.from + self.weights.len()
    }
}

impl Scaler {
    /// For a picture of this extent, whose rows have 3 or 4 bytes a point, into these sizes.
    pub(super) fn new(whole: Extent, channels: usize, sizes: &[Extent]) -> Scaler {
        let square =
            |whole: u32, side: fn(&Extent) -> u32| whole / (KEPT * sizes.iter().map(side).max().unwrap_or(whole));
        let square = square(whole.width, |size| size.width).min(square(whole.height, |size| size.height)).max(1);
        let size = |extent: &Extent| Size {
            extent: *extent,
            across: taps(whole.width, square, extent.width),
            down: taps(whole.height, square, extent.height),
            open: VecDeque::new(),
            done: 0,
            points: Vec::with_capacity(extent.width as usize * extent.height as usize * channels),
        };
        Scaler {
            width: whole.width,
            square,
            channels,
            sums: vec![0.0; whole.width.div_ceil(square) as usize * channels],
            summed: 0,
            row: 0,
            through: false,
            sizes: sizes.iter().map(size).collect(),
        }
    }

    /// The next row, a byte a number.
    pub(super) fn push(&mut self, row: &[u8]) {
        match self.channels {
            4 => {
                self.through |= row.as_chunks::<4>().0.iter().any(|point| point[3] < u8::MAX);
                // A point that nobody sees has a colour all the same, which must not run into its neighbours.
                self.add(row, |[red, green, blue, shows]: [f32; 4]| {
                    let part = shows / 255.0;
                    [red * part, green * part, blue * part, shows]
                });
            }
            _ => self.add(row, |point: [f32; 3]| point),
        }
        self.summed += 1;
        if self.summed == self.square {
            self.average();
        }
    }

    fn add<const C: usize>(&mut self, row: &[u8], seen: impl Fn([f32; C]) -> [f32; C]) {
        let (points, sums) = (row.as_chunks::<C>().0, self.sums.as_chunks_mut::<C>().0);
        for (square, sum) in points.chunks(self.square as usize).zip(sums) {
            for point in square {
                let point = seen(point.map(f32::from));
                (0..C).for_each(|c| sum[c] += point[c]);
            }
        }
    }

    /// The squares' rows are whole: each of their sums becomes a point, and goes into every size.
    fn average(&mut self) {
        let last = self.width % self.square;
        let ends = self.sums.len() - self.channels;
        for (at, sum) in self.sums.iter_mut().enumerate().filter(|_| self.square > 1) {
            let across = if at >= ends && last > 0 { last } else { self.square };
            *sum /= (across * self.summed) as f32;
        }
        for size in &mut self.sizes {
            match self.channels {
                4 => size.push::<4>(&self.sums, self.row),
                _ => size.push::<3>(&self.sums, self.row),
            }
        }
        self.sums.fill(0.0);
        (self.summed, self.row) = (0, self.row + 1);
    }

    /// The sizes, in the order in which they were asked for. `None` if rows are missing.
    pub(super) fn finish(mut self) -> Option<Vec<DynamicImage>> {
        if self.summed > 0 {
            self.average();
        }
        let through = self.through;
        let made = self.sizes.into_iter().map(|size| {
            let Extent { width, height } = size.extent;
            if self.channels == 3 {
                return RgbImage::from_raw(width, height, size.points).map(DynamicImage::from);
            }
            let picture = DynamicImage::from(RgbaImage::from_raw(width, height, size.points)?);
            Some(if through { picture } else { picture.to_rgb8().into() })
        });
        made.collect()
    }
}

impl Size {
    fn push<const C: usize>(&mut self, row: &[f32], number: usize) {
        let points = row.as_chunks::<C>().0;
        let mut narrow = Vec::with_capacity(self.across.len() * C);
        for taps in &self.across {
            let mut sum = [0.0; C];
            for (point, weight) in points[taps.from..taps.end()].iter().zip(&taps.weights) {
                (0..C).for_each(|c| sum[c] += point[c] * weight);
            }
            narrow.extend(sum);
        }
        while self.down.get(self.done + self.open.len()).is_some_and(|taps| taps.from <= number) {
            self.open.push_back(vec![0.0; narrow.len()]);
        }
        for (taps, open) in self.down[self.done..].iter().zip(&mut self.open) {
            // An open row whose last neighbour has been is closed below, so this one is a neighbour.
            let weight = taps.weights[number - taps.from];
            open.iter_mut().zip(&narrow).for_each(|(sum, part)| *sum += part * weight);
        }
        while self.down.get(self.done).is_some_and(|taps| taps.end() == number + 1)
            && let Some(row) = self.open.pop_front()
        {
            self.points.extend(row.as_chunks::<C>().0.iter().flat_map(whole));
            self.done += 1;
        }
    }
}

/// A point as bytes, its colour as it is where all of it shows.
fn whole<const C: usize>(point: &[f32; C]) -> [u8; C] {
    let byte = |part: f32| part.round().clamp(0.0, 255.0) as u8;
    let shows = if C == 4 { point[3].clamp(0.0, 255.0) } else { 255.0 };
    if byte(shows) == 0 {
        return [0; C];
    }
    let mut out = point.map(|part| byte(part * (255.0 / shows)));
    if C == 4 {
        out[3] = byte(shows);
    }
    out
}

/// For each point from side to side: its neighbours in the averaged picture, and how much they count. Together it is 1.
fn taps(whole: u32, square: u32, size: u32) -> Vec<Taps> {
    let cells = whole.div_ceil(square) as usize;
    // The last square may be cut off: the points' own measure is what is divided.
    let step = f64::from(whole) / f64::from(square) / f64::from(size);
    let wide = step.max(1.0);
    let of = |number: u32| {
        let middle = (f64::from(number) + 0.5) * step;
        let Range { start, end } = neighbours(middle, REACH * wide, cells);
        let weigh = |cell: usize| lanczos((cell as f64 + 0.5 - middle) / wide);
        let all: f64 = (start..end).map(weigh).sum();
        Taps { from: start, weights: (start..end).map(|cell| (weigh(cell) / all) as f32).collect() }
    };
    (0..size).map(of).collect()
}

/// At least one.
fn neighbours(middle: f64, reach: f64, cells: usize) -> Range<usize> {
    let start = ((middle - reach).floor().max(0.0) as usize).min(cells - 1);
    start..((middle + reach).ceil() as usize).clamp(start + 1, cells)
}

fn lanczos(at: f64) -> f64 {
    let sinc = |x: f64| if x == 0.0 { 1.0 } else { (x * std::f64::consts::PI).sin() / (x * std::f64::consts::PI) };
    if at.abs() < REACH { sinc(at) * sinc(at / REACH) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::imageops::{FilterType, resize};

    fn scaled(picture: &RgbImage, sizes: &[(u32, u32)]) -> Vec<RgbImage> {
        let sizes: Vec<Extent> =
            sizes.iter().map(|(width, height)| Extent { width: *width, height: *height }).collect();
        let mut scaler = Scaler::new(Extent { width: picture.width(), height: picture.height() }, 3, &sizes);
        picture.as_raw().chunks(picture.width() as usize * 3).for_each(|row| scaler.push(row));
        scaler.finish().unwrap().into_iter().map(|made| made.to_rgb8()).collect()
    }

    /// Fine and coarse lines, crossing.
    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let wave = |at: u32, long: f64| ((f64::from(at) / long).sin() * 100.0 + 120.0) as u8;
            image::Rgb([wave(x, 2.0), wave(y, 5.0), wave(x * y % 97 + x, 9.0)])
        })
    }

    /// How far two pictures are apart, in decibels: peak signal to noise.
    fn likeness(a: &RgbImage, b: &RgbImage) -> f64 {
        let squares = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2));
        20.0 * 255f64.log10() - 10.0 * (squares.sum::<f64>() / a.as_raw().len() as f64).max(1e-9).log10()
    }

    #[test]
    fn each_size_is_as_from_the_whole_picture() {
        let picture = picture(211, 160);
        for (made, size) in scaled(&picture, &[(211, 160), (180, 137), (40, 30), (1, 1)]).iter().zip([211, 180, 40, 1])
        {
            let whole = resize(&picture, size, made.height(), FilterType::Lanczos3);
            assert!(likeness(made, &whole) > 50.0, "{size}: {}", likeness(made, &whole));
        }
        assert_eq!(scaled(&picture, &[(211, 160)])[0], picture, "nothing is lost where nothing is scaled");
    }

    #[test]
    fn averaging_first_cannot_be_seen() {
        // Squares of five, the last ones cut off.
        let picture = picture(1003, 1001);
        let made = &scaled(&picture, &[(100, 100), (40, 40)]);
        for (made, size) in made.iter().zip([100, 40]) {
            let whole = resize(&picture, size, size, FilterType::Lanczos3);
            assert!(likeness(made, &whole) > 38.0, "{size}: {}", likeness(made, &whole));
        }
    }

    /// What a bomb is made of: points without end that cost few bytes.
    #[test]
    fn however_high_a_picture_is_few_of_its_rows_are_held() {
        let sizes = [400, 760, 1080, 1440].map(|side| Extent { width: side / 20, height: side });
        let mut scaler = Scaler::new(Extent { width: 500, height: 10_000 }, 3, &sizes);
        for _ in 0..10_000 {
            scaler.push(&[7; 1500]);
            assert!(scaler.sizes.iter().all(|size| size.open.len() <= 8));
        }
        assert!(
            scaler.finish().is_some_and(|made| made.iter().all(|made| made.to_rgb8().iter().all(|part| *part == 7)))
        );
    }

    #[test]
    fn a_colour_that_nobody_sees_does_not_run() {
        let mut scaler = Scaler::new(Extent { width: 4, height: 2 }, 4, &[Extent { width: 2, height: 1 }]);
        let row = [[255, 0, 0, 255], [255, 0, 0, 255], [0, 255, 0, 0], [0, 255, 0, 0]].concat();
        scaler.push(&row);
        scaler.push(&row);
        let made = scaler.finish().unwrap().remove(0).to_rgba8();
        assert!(made.pixels().all(|point| point.0[1] == 0), "{made:?}");
    }

    #[test]
    fn a_picture_that_is_cut_off_is_none() {
        let mut scaler = Scaler::new(Extent { width: 2, height: 9 }, 3, &[Extent { width: 2, height: 9 }]);
        scaler.push(&[0; 6]);
        assert!(scaler.finish().is_none());
    }
}
