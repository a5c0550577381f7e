//! A logo as it is kept: pixels and nothing else. What was sent is decoded and written anew, so that nothing that hides in a
//! file reaches a browser. Only PNG: a drawing (SVG) can carry scripts and addresses, and is refused.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};
use sha2::{Digest, Sha256};

/// Largest file that is sent, in bytes.
pub const BYTES_MAX: usize = 512 * 1024;
/// Largest side, in pixels.
pub const SIDE_MAX: u32 = 1_000;
/// A file that unpacks to more is refused before it has.
const MEMORY_MAX: usize = 8 << 20;

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
    let limits = Limits { bytes: MEMORY_MAX };
    let mut decoder = Decoder::new_with_limits(Cursor::new(sent), limits);
    // Eight bits to a channel, no palette: one form for all.
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| NotALogo::NotPng)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > SIDE_MAX || height > SIDE_MAX {
        return Err(NotALogo::TooLarge);
    }
    let size = reader.output_buffer_size().ok_or(NotALogo::TooLarge)?;
    let mut pixels = vec![0; size];
    let frame = reader
        .next_frame(&mut pixels)
        .map_err(|_| NotALogo::NotPng)?;
    pixels.truncate(frame.buffer_size());
    let png = written(&pixels, (width, height), frame.color_type).ok_or(NotALogo::NotPng)?;
    let digest = crate::hex(&Sha256::digest(&png));
    Ok(Logo { png, digest })
}

fn written(pixels: &[u8], (width, height): (u32, u32), colour: ColorType) -> Option<Vec<u8>> {
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, width, height);
    encoder.set_color(colour);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels).ok()?;
    writer.finish().ok()?;
    Some(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with a text beside its pixels.
    fn picture(side: u32, hidden: &str) -> Vec<u8> {
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, side, side);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        encoder
            .add_text_chunk("Comment".into(), hidden.into())
            .unwrap();
        let mut writer = encoder.write_header().unwrap();
        let pixels: Vec<u8> = (0..side * side).flat_map(|_| [10, 20, 30, 255]).collect();
        writer.write_image_data(&pixels).unwrap();
        writer.finish().unwrap();
        png
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
