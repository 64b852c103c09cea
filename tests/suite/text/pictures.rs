//! Pictures are published in the sizes that screens need, and hold nothing but the picture.
use crate::common::{run, write};
use fingerpost::publish::{self, CACHE, Made};
use fingerpost::{Choices, Memory, load};
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A folder with a site's settings.
fn folder() -> tempfile::TempDir {
    let folder = crate::common::folder();
    write(folder.path(), "site.yaml", crate::common::SITE_YAML);
    folder
}

/// A field under a sky, wide enough to be made smaller.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let grain = (x * 7 + y * 13) % 23;
        let part = if y < height / 2 { [90, 140, 220] } else { [60, 150, 50] };
        Rgb(part.map(|colour| (colour + grain) as u8))
    })
}

fn stored(picture: impl Into<image::DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// What a phone writes beside a photo: how it was held, and where.
fn notes(held: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([held, 0, 0, 0]);
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    tiff.extend(b"\x01\0\x02\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0");
    for part in [[51u32, 1], [30, 1], [12, 1]].concat() {
        tiff.extend(part.to_le_bytes());
    }
    tiff
}

/// A photo as it comes from a phone.
fn from_a_phone(width: u32, height: u32, held: u8) -> Vec<u8> {
    let plain = stored(photo(width, height), ImageFormat::Jpeg);
    let notes = notes(held);
    let mut out = plain[..2].to_vec();
    out.extend(b"\xff\xe1");
    out.extend((notes.len() as u16 + 8).to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(notes);
    out.extend(&plain[2..]);
    out
}

fn built(root: &Path) -> Made {
    let (inputs, problems) = load::load(root).unwrap();
    let built = fingerpost::build(&inputs, problems, &Choices::default(), &mut Memory::default());
    publish::make(built.outputs, root)
}

/// Everything that is published, by path.
fn bytes(made: &Made) -> BTreeMap<String, Vec<u8>> {
    let of = |content: &fingerpost::render::Content| match content {
        fingerpost::render::Content::Text(text) => text.as_bytes().to_vec(),
        fingerpost::render::Content::Bytes(bytes) => bytes.to_vec(),
        fingerpost::render::Content::Copy(path) => fs::read(path).unwrap(),
        fingerpost::render::Content::Bared(path) => fingerpost::picture::bare(&fs::read(path).unwrap()),
        _ => panic!("it was not made"),
    };
    made.outputs.iter().map(|output| (output.path.clone(), of(&output.content))).collect()
}

/// All that a run printed.
fn both(said: &crate::common::Said) -> String {
    format!("{}{}", said.stdout, said.stderr)
}

/// Of a WebP: its points as red, green and blue, and how wide it is.
fn web_points(bytes: &[u8]) -> (Vec<u8>, (u32, u32)) {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).unwrap();
    let mut points = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut points).unwrap();
    (points, decoder.dimensions())
}

#[test]
fn readers_get_a_photo_in_the_size_of_their_screen() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\nOurs: ![A field](field.jpg \"Ours\")\n");
    write(root.path(), "content/field.jpg", stored(photo(2000, 1500), ImageFormat::Jpeg));
    let files = bytes(&built(root.path()));
    let page = String::from_utf8(files["index.html"].clone()).unwrap();
    let picture = page.split("<picture>").nth(1).unwrap().split("</picture>").next().unwrap();
    assert!(
        picture.starts_with(
            "<source type=\"image/webp\" srcset=\"field.jpg.400.webp 400w, field.jpg.760.webp 760w, \
             field.jpg.1080.webp 1080w, field.jpg.1440.webp 1440w\" sizes=\"(min-width"
        ),
        "{picture}"
    );
    let plain = "src=\"field.jpg.1080.jpg\" alt=\"A field\" title=\"Ours\" width=\"2000\" height=\"1500\">";
    assert!(picture.ends_with(plain), "{picture}");
    for (width, height) in [(400, 300), (760, 570), (1080, 810), (1440, 1080)] {
        let (points, size) = web_points(&files[&format!("field.jpg.{width}.webp")]);
        assert_eq!(size, (width, height));
        assert!(points[2] > points[0], "the sky is blue");
    }
    let plain = image::load_from_memory(&files["field.jpg.1080.jpg"]).unwrap();
    assert_eq!((plain.width(), plain.height()), (1080, 810));
    assert!(files["field.jpg.1080.webp"].len() < files["field.jpg.1080.jpg"].len());
    assert!(!files.contains_key("field.jpg"), "nobody asks for the file itself");
}

#[test]
fn no_reader_learns_where_a_photo_was_taken() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![A field](field.jpg) ![Small](small.jpg)\n");
    write(root.path(), "content/field.jpg", from_a_phone(1600, 1200, 6));
    write(root.path(), "content/small.jpg", from_a_phone(64, 48, 1));
    let said = run(root.path(), &["build"]);
    assert!(!both(&said).contains("picture-says-where"), "{}", both(&said));
    let files = crate::common::files(&root.path().join("public"));
    let pictures: Vec<_> = files.iter().filter(|(path, _)| path.contains(".jpg")).collect();
    assert_eq!(pictures.len(), 6, "{:?}", files.keys());
    for (path, bytes) in pictures {
        let found = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
        assert!(!found(b"Exif") && !found(b"EXIF") && !found(&notes(6)[38..]), "{path} says more than the picture");
    }
    // Held upright, the photo's sky is on its right.
    let (points, (width, height)) = web_points(&files["field.jpg.400.webp"]);
    assert_eq!((width, height), (400, 533));
    let at = |x: u32, y: u32| ((y * width + x) * 3) as usize;
    let blue = |at: usize| points[at + 2] > points[at + 1];
    assert!(blue(at(390, 10)) && blue(at(390, 520)) && !blue(at(10, 10)) && !blue(at(10, 520)));
    assert!(String::from_utf8_lossy(&files["index.html"]).contains("width=\"1200\" height=\"1600\""));
}

#[test]
fn a_file_that_a_page_links_to_is_published_as_it_is() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n[![A field](field.jpg)](field.jpg) ![Moves](moves.gif)\n");
    let photo = from_a_phone(800, 600, 1);
    write(root.path(), "content/field.jpg", &photo);
    write(root.path(), "content/moves.gif", b"GIF89a\x05\0\x05\0\0\0\0;");
    let said = run(root.path(), &["build"]);
    assert!(
        both(&said).contains("content/index.md:3:25") && both(&said).contains("picture-says-where"),
        "{}",
        both(&said)
    );
    let files = crate::common::files(&root.path().join("public"));
    assert_eq!(files["field.jpg"], photo);
    assert!(files.contains_key("field.jpg.800.webp") && files.contains_key("moves.gif"));
}

/// A picture that moves cannot be made anew; what was noted beside it goes all the same, whoever asks for it.
#[test]
fn a_moving_picture_is_published_without_its_notes() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![Moves](moves.gif) [file](linked.gif) ![Live](live.png)\n");
    let noted = b"GIF89a\x05\0\x05\0\0\0\0!\xfe\x17exif:GPSLatitude=51,30N\0;";
    for file in ["moves.gif", "linked.gif", "unused.gif"] {
        write(root.path(), &format!("content/{file}"), noted);
    }
    let part = |name: &[u8], inside: &[u8]| [&(inside.len() as u32).to_be_bytes()[..], name, inside, &[0; 4]].concat();
    let live = |note: &[u8]| {
        let head = part(b"IHDR", &[0, 0, 0, 5, 0, 0, 0, 5, 8, 6, 0, 0, 0]);
        [b"\x89PNG\r\n\x1a\n", &head[..], &part(b"acTL", &[0; 8]), note, &part(b"IDAT", b"x"), &part(b"IEND", b"")]
            .concat()
    };
    write(root.path(), "content/live.png", live(&part(b"iTXt", b"exif:GPSLatitude")));
    for round in ["new", "again"] {
        let said = run(root.path(), &["build"]);
        assert!(said.code == 0 && !both(&said).contains("picture-says-where"), "{round}: {}", both(&said));
        let files = crate::common::files(&root.path().join("public"));
        for file in ["moves.gif", "linked.gif", "unused.gif"] {
            assert_eq!(files[file], b"GIF89a\x05\0\x05\0\0\0\0;", "{round}: {file}");
        }
        assert_eq!(files["live.png"], live(b""), "{round}");
    }
    let said = run(root.path(), &["build"]);
    assert!(
        both(&said).contains("0 files written") || both(&said).contains(" 0 written"),
        "nothing is new: {}",
        both(&said)
    );
}

#[test]
fn a_drawing_keeps_its_edges_and_what_shows_through() {
    let root = folder();
    let drawing = RgbaImage::from_fn(1000, 400, |x, y| {
        if (x / 40 + y / 40) % 2 == 0 { Rgba([200, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) }
    });
    write(root.path(), "content/index.md", "# Home\n\n![Squares](squares.png)\n");
    write(root.path(), "content/squares.png", stored(drawing.clone(), ImageFormat::Png));
    let files = bytes(&built(root.path()));
    let (points, _) = web_points(&files["squares.png.1000.webp"]);
    assert!(drawing.pixels().zip(points.chunks(4)).all(|(was, is)| was.0[3] == is[3] && (is[3] == 0 || was.0 == *is)));
    // Smaller, red does not fade into a black that nobody sees.
    let (points, _) = web_points(&files["squares.png.400.webp"]);
    assert!(points.chunks(4).filter(|point| point[3] > 40).all(|point| point[0] > 180 && point[1] < 20));
    let plain = image::load_from_memory(&files["squares.png.1000.png"]).unwrap();
    assert_eq!(plain.to_rgba8(), drawing);
}

#[test]
fn what_is_made_is_kept_and_taken_only_if_it_is_whole() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![A](a.jpg) ![B](b.png)\n");
    write(root.path(), "content/a.jpg", stored(photo(1000, 600), ImageFormat::Jpeg));
    write(root.path(), "content/b.png", stored(photo(300, 200), ImageFormat::Png));
    let first = built(root.path());
    assert_eq!(first.encoded, 6, "three sizes and one for all; one size and one for all");
    let before = bytes(&first);
    let kept = || fs::read_dir(root.path().join(CACHE)).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    assert_eq!((built(root.path()).encoded, kept().len()), (0, 6));

    // One half written, one edited, and one that a build left behind as it was killed.
    let names = kept();
    fs::write(&names[0], &fs::read(&names[0]).unwrap()[..40]).unwrap();
    fs::write(&names[1], "something else").unwrap();
    fs::write(root.path().join(CACHE).join(".new-1-2"), "half").unwrap();
    let again = built(root.path());
    assert_eq!((again.encoded, kept().len()), (2, 6));
    assert_eq!(bytes(&again), before);

    // Another picture of the same name is another one.
    write(root.path(), "content/b.png", stored(photo(200, 200), ImageFormat::Png));
    assert_eq!((built(root.path()).encoded, kept().len()), (2, 6));

    fs::remove_dir_all(root.path().join(CACHE)).unwrap();
    write(root.path(), "content/b.png", stored(photo(300, 200), ImageFormat::Png));
    let anew = built(root.path());
    assert_eq!((anew.encoded, bytes(&anew)), (6, before));
}

#[test]
fn where_nothing_can_be_kept_the_site_is_published_all_the_same() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![A](a.jpg)\n");
    write(root.path(), "content/a.jpg", stored(photo(300, 200), ImageFormat::Jpeg));
    write(root.path(), CACHE, "a file in its place");
    let said = run(root.path(), &["build"]);
    assert_eq!(said.code, 0, "{}", both(&said));
    assert!(root.path().join("public/a.jpg.300.webp").exists());
}

#[test]
#[cfg(unix)]
fn a_web_server_may_read_them_as_it_may_read_the_pages() {
    use std::os::unix::fs::MetadataExt;
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![A](a.jpg)\n");
    write(root.path(), "content/a.jpg", stored(photo(300, 200), ImageFormat::Jpeg));
    assert_eq!(run(root.path(), &["build"]).code, 0);
    let mode = |name: &str| fs::metadata(root.path().join("public").join(name)).unwrap().mode();
    assert_eq!(mode("a.jpg.300.webp"), mode("index.html"));
}

#[test]
fn a_check_makes_no_picture() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![A](a.jpg)\n");
    write(root.path(), "content/a.jpg", stored(photo(300, 200), ImageFormat::Jpeg));
    assert_eq!(run(root.path(), &["check"]).code, 0);
    assert!(!root.path().join(CACHE).exists());
}

#[test]
fn what_cannot_be_decoded_is_told_and_not_published() {
    let root = folder();
    let whole = stored(photo(300, 200), ImageFormat::Png);
    let mut broken = whole.clone();
    for byte in &mut broken[60..] {
        *byte ^= 0x55;
    }
    // Says that it is small, and holds points without end.
    let mut bomb = stored(RgbImage::new(6000, 6000), ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0, 9, 0, 0, 0, 9]);
    let files = [
        ("broken.png", broken),
        ("bomb.png", bomb),
        ("huge.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0".to_vec()),
        ("page.jpg", b"<html><script>alert(1)</script></html>".to_vec()),
        ("noise.gif", b"\x7fELF and more".to_vec()),
        ("cut.webp", b"RIFF\x64\0\0\0WEBPVP8 \x58\0\0\0\x30\x01\0\x9d\x01\x2a\x40\0\x40\0".to_vec()),
    ];
    let mut page = String::from("# Home\n");
    for (name, bytes) in &files {
        write(root.path(), &format!("content/{name}"), bytes);
        page.push_str(&format!("\n![A picture]({name})\n"));
    }
    // A photo without points: browsers show an empty field, and so do its sizes.
    let hollow = b"\xff\xd8\xff\xc0\0\x11\x08\x0f\xff\x05\xdc\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
    write(root.path(), "content/hollow.jpg", [&hollow[..], &[7; 99]].concat());
    page.push_str("\n![Fine](fine.png) ![Hollow](hollow.jpg) [the page](page.jpg)\n");
    write(root.path(), "content/fine.png", &whole);
    write(root.path(), "content/index.md", &page);
    let said = run(root.path(), &["build"]);
    assert_eq!(said.code, 0, "{}", both(&said));
    let out = crate::common::files(&root.path().join("public"));
    let html = String::from_utf8_lossy(&out["index.html"]).into_owned();
    for (name, bytes) in &files {
        let times = if *name == "page.jpg" { 2 } else { 1 };
        assert_eq!(both(&said).matches(&format!("`{name}` ")).count(), times, "{name}: {}", both(&said));
        // One that is only too large is a picture still.
        let shown = *name == "huge.png";
        assert_eq!(out.get(*name), Some(bytes).filter(|_| shown), "{name}");
        assert_eq!(html.contains(&format!("\"{name}\"")), shown, "{name}");
        assert!(!html.contains(&format!("{name}.")), "{name}");
    }
    assert_eq!(html.matches("<p>A picture</p>").count(), files.len() - 1, "its words in its place: {html}");
    assert!(out.contains_key("fine.png.300.webp"));
}

/// A PNG of 8 times 8 points as bytes, interlaced or not: of each row its filter's number, then its points.
fn png(depth: u8, colour: u8, interlaced: bool, rows: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        out.extend((data.len() as u32).to_be_bytes());
        out.extend([name, data].concat());
        let mut sum = flate2::Crc::new();
        sum.update(&[name, data].concat());
        out.extend(sum.sum().to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 8, depth, colour, 0, 0, interlaced.into()]);
    if colour == 3 {
        chunk(b"PLTE", &[10, 20, 30, 200, 100, 0]);
        chunk(b"tRNS", &[255, 0]);
    }
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, rows).unwrap();
    chunk(b"IDAT", &packed.finish().unwrap());
    chunk(b"IEND", b"");
    out
}

/// However a PNG is stored, its points are those that it was stored from.
#[test]
fn every_way_of_storing_points_is_read() {
    let of = |file: &[u8]| {
        let head = fingerpost::picture::seen(Cursor::new(file)).head;
        let forms = fingerpost::picture::renditions("png", head);
        let made = fingerpost::picture::made(file, &forms).expect("it can be decoded");
        image::load_from_memory(made.last().expect("one for everybody")).unwrap()
    };
    // A ramp of greys with 16 bits, to the nearest of 256.
    let deep: Vec<u8> =
        (0..8).flat_map(|y| [vec![0], (0..8).flat_map(|x| [y * 16 + x, 0xf0]).collect()].concat()).collect();
    let grey = of(&png(16, 0, false, &deep)).to_rgb8();
    assert_eq!(grey.get_pixel(3, 2).0, [((u32::from(2u8 * 16 + 3) << 8 | 0xf0) + 128) / 257; 3].map(|c| c as u8));
    // Of two colours one cannot be seen; a bit a point.
    let stripes: Vec<u8> = (0..8).flat_map(|_| [0, 0b0101_0101]).collect();
    let palette = of(&png(1, 3, false, &stripes)).to_rgba8();
    assert_eq!((palette.get_pixel(0, 0).0, palette.get_pixel(1, 0).0[3]), ([10, 20, 30, 255], 0));
    // Adam7: seven small pictures, each with every so many-th point.
    let point = |x: usize, y: usize| [x as u8 * 30, y as u8 * 30, 77];
    let mut woven = Vec::new();
    for (left, top, across, down) in
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    {
        for y in (top..8).step_by(down) {
            woven.push(0);
            woven.extend((left..8).step_by(across).flat_map(|x| point(x, y)));
        }
    }
    let interlaced = of(&png(8, 2, true, &woven)).to_rgb8();
    assert!(interlaced.enumerate_pixels().all(|(x, y, seen)| seen.0 == point(x as usize, y as usize)));
}

/// `check` and `build` say the same of a picture that asks for more than it is given, and neither begins it.
#[test]
fn a_picture_that_asks_for_too_much_is_told_by_both_and_not_begun() {
    let root = folder();
    write(root.path(), "content/index.md", "# Home\n\n![Woven](woven.png)\n");
    let mut woven = png(16, 6, true, &[]);
    woven[16..24].copy_from_slice(&[0, 0, 0x26, 0xac, 0, 0, 0x26, 0xac]);
    write(root.path(), "content/woven.png", &woven);
    for command in ["check", "build"] {
        let said = run(root.path(), &[command]);
        assert_eq!(both(&said).matches("asks for more memory or work").count(), 1, "{command}: {}", both(&said));
    }
    assert_eq!(crate::common::files(&root.path().join("public"))["woven.png"], woven, "published as it is");
    assert!(!root.path().join(CACHE).exists(), "nothing was made");
}

#[test]
fn pictures_that_stand_alone_have_captions_and_stand_in_rows() {
    let site = crate::common::site(
        "--- content/index.md\n# Home\n\n![A dot](dot.png \"What *this* dot <is>\")\n\n![One](dot.png) ![Two](dot.png)\n\n\
         ![Three](dot.png \"The third\")\n[![Four](dot.png)](other.md)\n\n![Five](dot.png)\n\n\
         Words ![Six](dot.png \"Seen on pointing\")\n\n![Seven](dot.png)\\\n![Eight](dot.png)\n\n- ![Nine](dot.png \"In a list\")\n\n  Text.\n\
         --- content/other.md\n# Other\n\n![[Home]]\n--- content/dot.png (picture)\n",
    );
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}", both(&said));
    let page = fs::read_to_string(site.path().join("public/index.html")).unwrap();
    let document = scraper::Html::parse_document(&page);
    let seen = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        let words = |e: scraper::ElementRef<'_>| e.text().collect::<String>() + e.attr("alt").unwrap_or_default();
        document.select(&selector).map(words).collect()
    };
    assert_eq!(seen(".prose figcaption"), ["What *this* dot <is>", "The third", "In a list"]);
    assert_eq!(seen(".prose > figure img"), ["A dot"]);
    assert_eq!(seen(".prose li > figure img"), ["Nine"]);
    assert_eq!(seen(".pictures img"), ["One", "Two", "Three", "Four"]);
    assert_eq!(seen(".pictures > :is(img, picture, figure, a)").len(), 4);
    assert_eq!(seen(".pictures > a[href] img"), ["Four"]);
    assert_eq!(seen("p img"), ["Five", "Six", "Seven", "Eight"]);
    assert_eq!(seen("[title]"), ["Six"], "a caption is not shown a second time");
    let embedded = fs::read_to_string(site.path().join("public/other/index.html")).unwrap();
    assert!(embedded.contains("<figcaption>The third</figcaption>"));
    let index: Vec<String> = crate::common::files(&site.path().join("public/assets/search"))
        .into_values()
        .map(|b| String::from_utf8_lossy(&b).into_owned())
        .collect();
    assert!(index.iter().any(|text| text.contains("The third")), "a caption is found");
}
