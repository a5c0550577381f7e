//! Photos of signs, as a phone takes them: what the camera says of the time is read, then everything that came with the
//! picture is gone: place, phone, owner. What is kept is drawn anew from its points.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Date, Month};
use utoipa::ToSchema;

use crate::hex;
use crate::texts::Message;

pub mod store;

/// Largest file that is taken; photos of today's phones have 3 to 12 MB.
pub const MAX_BYTES: usize = 20 << 20;
/// The longer side of what is kept, in points: the small print of a sign can be read.
const LONGER_SIDE: u32 = 1_600;
/// More points a side is no photo.
const MOST_POINTS: u32 = 12_000;
/// What a picture may take of memory while it is read.
const MOST_MEMORY: u64 = 256 << 20;
const QUALITY: u8 = 80;

/// The newest photo of a sign. The picture itself is beside the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// SHA-256 of the picture that is kept, in hexadecimal.
    pub sha256: String,
    /// By the clock of the camera; `None` when the photo does not say.
    #[serde(default)]
    pub taken_on: Option<Date>,
    /// Time of day by the same clock, such as `09:12`.
    #[serde(default)]
    pub taken_at: String,
}

/// A photo ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub photo: Photo,
    /// JPEG.
    pub picture: Vec<u8>,
}

/// Why a file is not kept as a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    #[error("neither JPEG nor PNG")]
    Kind,
    #[error("more than {MOST_POINTS} points a side, or too much to read")]
    Large,
    #[error("damaged")]
    Damaged,
}

impl PhotoError {
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Kind => "photo-kind",
            Self::Large => "photo-large",
            Self::Damaged => "photo-damaged",
        })
    }
}

/// Reads a photo and draws it anew, upright and no larger than is needed. Takes processor time: not for a thread that
/// answers requests.
///
/// # Errors
/// When the file is no photo, whatever its name says.
pub fn prepare(file: &[u8]) -> Result<Prepared, PhotoError> {
    let mut reader = ImageReader::new(Cursor::new(file))
        .with_guessed_format()
        .map_err(|_| PhotoError::Kind)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_POINTS);
    limits.max_image_height = Some(MOST_POINTS);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let turned = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if picture.width().max(picture.height()) > LONGER_SIDE {
        picture = picture.thumbnail(LONGER_SIDE, LONGER_SIDE);
    }
    picture.apply_orientation(turned);
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    // Without what JPEG does not know, such as transparency.
    let points = picture.to_rgb8();
    points
        .write_with_encoder(encoder)
        .map_err(|_| PhotoError::Damaged)?;
    let (taken_on, taken_at) = taken(file).unzip();
    Ok(Prepared {
        photo: Photo {
            sha256: hex(&Sha256::digest(&bytes)),
            taken_on,
            taken_at: taken_at.unwrap_or_default(),
        },
        picture: bytes,
    })
}

fn refused(error: image::ImageError) -> PhotoError {
    match error {
        image::ImageError::Unsupported(_) => PhotoError::Kind,
        image::ImageError::Limits(_) => PhotoError::Large,
        _ => PhotoError::Damaged,
    }
}

/// When the camera says that the photo was taken (EXIF, `DateTimeOriginal`): its own clock, without a zone.
fn taken(file: &[u8]) -> Option<(Date, String)> {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(file));
    let read = read.ok()?;
    let field = read.get_field(exif::Tag::DateTimeOriginal, exif::In::PRIMARY)?;
    let exif::Value::Ascii(texts) = &field.value else {
        return None;
    };
    let at = exif::DateTime::from_ascii(texts.first()?).ok()?;
    let month = Month::try_from(at.month).ok()?;
    let day = Date::from_calendar_date(i32::from(at.year), month, at.day).ok()?;
    let clock = time::Time::from_hms(at.hour, at.minute, 0).ok()?;
    Some((day, format!("{:02}:{:02}", clock.hour(), clock.minute())))
}

#[cfg(test)]
mod tests;
