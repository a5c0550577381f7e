//! The ground that maps are drawn on, when the administrator has given one: a `GeoPackage` beside the program, or tiles
//! that another server makes and that are fetched here, so that no browser asks anybody else. None by default.

use std::path::Path;

use crate::basemap::store::GeoPackage;

pub mod fetch;
pub mod store;
pub mod web;

/// Largest tile that is passed on.
pub const TILE_BYTES_MAX: usize = 2 << 20;

/// Where the tiles come from.
#[derive(Debug)]
pub enum Source {
    File(GeoPackage),
    Server(fetch::Tiles),
}

/// A ground, and whom to name as its maker.
#[derive(Debug)]
pub struct Basemap {
    pub source: Source,
    pub attribution: String,
    /// The closest zoom that there are tiles for.
    pub zoom_max: u8,
}

impl Basemap {
    /// Opens a file, or prepares to fetch from an address.
    ///
    /// # Errors
    /// When the file is no `GeoPackage` that can be drawn, or the address cannot be one.
    pub async fn open(from: &str, attribution: &str, zoom_max: u8) -> Result<Self, BasemapError> {
        let attribution = attribution.to_owned();
        if from.contains("://") {
            return Ok(Self {
                source: Source::Server(fetch::Tiles::new(from)?),
                attribution,
                zoom_max,
            });
        }
        let (file, zoom_max) = GeoPackage::open(Path::new(from)).await?;
        Ok(Self {
            source: Source::File(file),
            attribution,
            zoom_max,
        })
    }
}

/// Why the ground that was asked for cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BasemapError {
    #[error("the GeoPackage {path}: {problem}")]
    File { path: String, problem: String },
    #[error(
        "the address of the tiles: {0}; write https://host/path/{{z}}/{{x}}/{{y}}.png, where {{z}}, {{x}} and {{y}} stand for the tile"
    )]
    Address(String),
    #[error("the server of the tiles: {0}")]
    Server(String),
}

/// One tile of the world in Web Mercator (EPSG:3857), as most maps number them: row 0 is in the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub zoom: u8,
    pub column: u32,
    pub row: u32,
}

impl Tile {
    /// `None` for one that is not in the world.
    pub fn new(zoom: u8, column: u32, row: u32) -> Option<Self> {
        let across = 1_u32.checked_shl(u32::from(zoom))?;
        (zoom <= 24 && column < across && row < across).then_some(Self { zoom, column, row })
    }
}

/// The kind of picture by its first bytes, whatever its sender says. `None` for anything that a map does not draw.
pub fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_outside_the_world_is_none() {
        assert!(Tile::new(0, 0, 0).is_some());
        assert!(Tile::new(3, 7, 7).is_some());
        assert_eq!(Tile::new(3, 8, 0), None);
        assert_eq!(Tile::new(3, 0, 8), None);
        assert_eq!(Tile::new(25, 0, 0), None);
        assert_eq!(Tile::new(255, 0, 0), None);
    }

    #[test]
    fn what_is_no_picture_is_not_passed_on() {
        assert_eq!(picture(b"\x89PNG\r\n"), Some("image/png"));
        assert_eq!(picture(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(picture(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(picture(b"<svg onload=alert(1)>"), None);
        assert_eq!(picture(b""), None);
    }
}
