//! A logo as it is kept: pixels and nothing else. What was sent is decoded and written anew, so that nothing that hides in a
//! file reaches a browser. Only PNG: a drawing (SVG) can carry scripts and addresses, and is refused.

use std::io::Cursor;

use image::codecs::png::{PngDecoder, PngEncoder};
use image::{DynamicImage, ImageError, Limits};
use sha2::{Digest, Sha256};

/// Largest file that is sent, in bytes.
pub const BYTES_MAX: usize = 512 * 1024;
/// Largest side, in pixels.
pub const SIDE_MAX: u32 = 1_000;
/// What it may take of memory while it is read.
const MEMORY_MAX: u64 = 8 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotALogo {
    #[error("not a PNG")]
    NotPng,
    #[error("larger than is shown")]
    TooLarge,
}

/// Pixels, packed anew, and their digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    pub png: Vec<u8>,
    /// SHA-256, in hexadecimal.
    pub digest: String,
}

/// Reads what was sent and writes its pixels anew.
///
/// # Errors
/// When it is no PNG, or larger than a logo is shown.
pub fn read(sent: &[u8]) -> Result<Logo, NotALogo> {
    if sent.len() > BYTES_MAX {
        return Err(NotALogo::TooLarge);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    let decoder = PngDecoder::with_limits(Cursor::new(sent), limits).map_err(refused)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    // Eight bits to a channel, no palette: one form for all.
    let picture = if picture.color().has_alpha() {
        DynamicImage::from(picture.into_rgba8())
    } else {
        DynamicImage::from(picture.into_rgb8())
    };
    let mut png = Vec::new();
    picture
        .write_with_encoder(PngEncoder::new(&mut png))
        .map_err(refused)?;
    let digest = crate::hex(&Sha256::digest(&png));
    Ok(Logo { png, digest })
}

fn refused(error: ImageError) -> NotALogo {
    match error {
        ImageError::Limits(_) => NotALogo::TooLarge,
        _ => NotALogo::NotPng,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    /// A picture with a text beside its pixels.
    fn picture(side: u32, hidden: &str) -> Vec<u8> {
        let pixels = RgbaImage::from_pixel(side, side, Rgba([10, 20, 30, 255]));
        let mut png = Vec::new();
        pixels
            .write_with_encoder(PngEncoder::new(&mut png))
            .unwrap();
        let text = chunk(b"tEXt", format!("Comment\0{hidden}").as_bytes());
        // After the signature and the head of the picture.
        png.splice(33..33, text);
        png
    }

    /// A part of a PNG, with its checksum.
    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let body = [kind, data].concat();
        let crc = body.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
            })
        });
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], &body, &(!crc).to_be_bytes()].concat()
    }

    #[test]
    fn the_pixels_are_kept_and_what_hid_beside_them_is_not() {
        let sent = picture(8, "ligger har i skymundan");
        let holds = |bytes: &[u8]| bytes.windows(8).any(|eight| eight == b"skymunda");
        assert!(holds(&sent));
        let logo = read(&sent).unwrap();
        assert!(!holds(&logo.png));
        let again = read(&logo.png).unwrap();
        assert_eq!(again, logo, "written once, it is what it is");
        assert_eq!(logo.digest.len(), 64);
        let other = read(&picture(8, "annat")).unwrap();
        assert_eq!(
            other.digest, logo.digest,
            "the same pixels are the same logo"
        );
    }

    #[test]
    fn a_drawing_a_torn_file_and_a_poster_are_refused() {
        let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
        assert_eq!(read(drawing), Err(NotALogo::NotPng));
        let mut torn = picture(64, "");
        torn.truncate(torn.len() / 2);
        assert_eq!(read(&torn), Err(NotALogo::NotPng));
        assert_eq!(read(&picture(1_001, "")), Err(NotALogo::TooLarge));
        assert_eq!(read(&vec![0; BYTES_MAX + 1]), Err(NotALogo::TooLarge));
        assert_eq!(read(b""), Err(NotALogo::NotPng));
    }
}
