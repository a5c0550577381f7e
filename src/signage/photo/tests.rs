use super::*;
use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use image::{ImageFormat, Rgb, RgbImage};

const PLACE: &str = "N59.3293";

/// A photo as a phone makes it: lying down, with the time, the place and the phone beside it.
fn from_phone(width: u32, height: u32) -> Vec<u8> {
    let points = RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [200, 0, 0]
        } else {
            [0, 0, 200]
        })
    });
    let mut jpeg = Vec::new();
    let mut cursor = Cursor::new(&mut jpeg);
    points.write_to(&mut cursor, ImageFormat::Jpeg).unwrap();
    let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let fields = [
        (Tag::DateTimeOriginal, ascii("2026:11:20 09:12:31")),
        (Tag::GPSAreaInformation, ascii(PLACE)),
        (Tag::Make, ascii("Telefon")),
        // To be turned by a quarter.
        (Tag::Orientation, Value::Short(vec![6])),
    ];
    let fields = fields.map(|(tag, value)| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    });
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, false).unwrap();
    let told = [b"Exif\0\0".to_vec(), tiff.into_inner()].concat();
    let length = u16::try_from(told.len() + 2).unwrap().to_be_bytes();
    // Behind the first two bytes, which say that a JPEG begins.
    [&jpeg[..2], &[0xff, 0xe1], &length, &told, &jpeg[2..]].concat()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn the_time_is_read_and_everything_else_that_the_phone_added_is_gone() {
    let file = from_phone(400, 300);
    assert!(holds(&file, PLACE) && holds(&file, "Telefon"));
    let prepared = prepare(&file).unwrap();
    assert_eq!(
        prepared.photo.taken_on,
        Some(time::macros::date!(2026 - 11 - 20))
    );
    assert_eq!(prepared.photo.taken_at, "09:12");
    let kept = &prepared.picture;
    assert!(!holds(kept, PLACE) && !holds(kept, "Telefon") && !holds(kept, "Exif"));
    assert_eq!(prepared.photo.sha256, hex(&Sha256::digest(kept)));
}

#[test]
fn a_photo_that_lies_down_is_turned_upright_and_a_large_one_is_made_smaller() {
    let prepared = prepare(&from_phone(3_200, 2_400)).unwrap();
    let kept = image::load_from_memory(&prepared.picture)
        .unwrap()
        .to_rgb8();
    assert_eq!(kept.dimensions(), (1_200, 1_600));
    // What was to the left is above after a quarter turn to the right.
    let (above, below) = (kept.get_pixel(600, 100), kept.get_pixel(600, 1_500));
    assert!(above[0] > 150 && below[2] > 150, "{above:?} {below:?}");
}

#[test]
fn a_picture_in_png_is_kept_as_jpeg_and_says_nothing_of_the_time() {
    let mut file = Vec::new();
    let points = RgbImage::from_pixel(20, 10, Rgb([1, 2, 3]));
    let mut cursor = Cursor::new(&mut file);
    points.write_to(&mut cursor, ImageFormat::Png).unwrap();
    let prepared = prepare(&file).unwrap();
    assert_eq!(&prepared.picture[..3], [0xff, 0xd8, 0xff]);
    assert_eq!(prepared.photo.taken_on, None);
    assert_eq!(prepared.photo.taken_at, "");
}

#[test]
fn what_is_no_photo_is_refused_whatever_it_is_called() {
    for file in [
        &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
        b"GIF89a",
        b"%PDF-1.7",
    ] {
        assert_eq!(prepare(file), Err(PhotoError::Kind));
    }
    let whole = from_phone(400, 300);
    assert_eq!(prepare(&whole[..200]), Err(PhotoError::Damaged));
    // A PNG of a hundred bytes that says it is 100 000 points wide.
    let mut huge = Vec::new();
    let mut cursor = Cursor::new(&mut huge);
    let small = RgbImage::from_pixel(1, 1, Rgb([0, 0, 0]));
    small.write_to(&mut cursor, ImageFormat::Png).unwrap();
    huge[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
    let crc = crc32(&huge[12..29]);
    huge[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(prepare(&huge), Err(PhotoError::Large));
}

/// Of PNG (ISO/IEC 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}
