//! The kommun's own boundary, as an administrator has given it: it lies beneath what maps show, and a site outside it is
//! asked about. A file in `GeoJSON` (RFC 7946), in degrees or in SWEREF 99.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::ring::{Ring, crossings, simplified};
use crate::site::Position;

pub mod file;
pub mod page;
mod ring;
pub mod store;
pub mod web;

/// Longitude and latitude in degrees (WGS 84), in the order of the format.
pub type Point = [f64; 2];

/// One area: its outline, and the holes in it.
pub type Area = Vec<Ring>;

/// Areas that belong together, as a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    MultiPolygon(Vec<Area>),
}

/// What is inside the kommun.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    areas: Vec<Area>,
}

/// A stored text that is no boundary.
#[derive(Debug, thiserror::Error)]
#[error("the boundary cannot be read: {0}")]
pub struct Unreadable(#[from] serde_json::Error);

impl Boundary {
    /// Areas as they are drawn: what lies within 5 metres of a straight line is that line.
    pub fn of(areas: Vec<Area>) -> Self {
        let simple = |area: Area| area.into_iter().map(simplified).collect();
        Self {
            areas: areas.into_iter().map(simple).collect(),
        }
    }

    /// Whether a place is inside: an odd number of outlines lies between it and the horizon.
    pub fn contains(&self, position: &Position) -> bool {
        let place = [position.longitude, position.latitude];
        let rings = self.areas.iter().flatten();
        rings.map(|ring| crossings(ring, place)).sum::<usize>() % 2 == 1
    }

    pub const fn areas(&self) -> usize {
        self.areas.len()
    }

    pub fn points(&self) -> usize {
        self.areas.iter().flatten().map(Vec::len).sum()
    }

    /// The corners of the box around it: south-west and north-east.
    pub fn extent(&self) -> [Point; 2] {
        let points = self.areas.iter().flatten().flatten();
        points.fold([[f64::MAX; 2], [f64::MIN; 2]], |[low, high], point| {
            [
                [low[0].min(point[0]), low[1].min(point[1])],
                [high[0].max(point[0]), high[1].max(point[1])],
            ]
        })
    }

    /// As `GeoJSON`: what is kept, and what a map draws.
    ///
    /// # Errors
    /// When a number cannot be written.
    pub fn text(&self) -> Result<String, Unreadable> {
        let geometry = Geometry::MultiPolygon(self.areas.clone());
        Ok(serde_json::to_string(&geometry)?)
    }

    /// # Errors
    /// When the text is not one that [`Boundary::text`] has written.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let Geometry::MultiPolygon(areas) = serde_json::from_str(text)?;
        Ok(Self { areas })
    }
}

/// SHA-256 of a boundary as it is kept, in hexadecimal: its name in addresses and in the history.
pub fn digest(text: &str) -> String {
    crate::hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(from: f64, to: f64) -> Ring {
        let (low, high) = (55.0 + from, 55.0 + to);
        let (west, east) = (13.0 + from, 13.0 + to);
        vec![
            [west, low],
            [east, low],
            [east, high],
            [west, high],
            [west, low],
        ]
    }

    fn at(offset: f64) -> Position {
        let typed = format!("{:.6}, {:.6}", 55.0 + offset, 13.0 + offset);
        Position::parse(&typed, None).unwrap()
    }

    #[test]
    fn a_place_in_a_hole_or_between_two_areas_is_outside() {
        let ring = vec![square(0.0, 0.4), square(0.1, 0.2)];
        let boundary = Boundary::of(vec![ring, vec![square(0.6, 0.8)]]);
        for inside in [0.05, 0.3, 0.7] {
            assert!(boundary.contains(&at(inside)), "{inside}");
        }
        for outside in [0.15, 0.5, 0.9] {
            assert!(!boundary.contains(&at(outside)), "{outside}");
        }
    }

    #[test]
    fn it_is_read_as_it_was_written_and_has_one_name() {
        let boundary = Boundary::of(vec![vec![square(0.0, 0.4)]]);
        let text = boundary.text().unwrap();
        assert!(text.starts_with(r#"{"type":"MultiPolygon","coordinates":[[[[13.0,55.0],"#));
        assert_eq!(Boundary::read(&text).unwrap(), boundary);
        assert_eq!(digest(&text).len(), 64);
        assert_eq!((boundary.areas(), boundary.points()), (1, 5));
        assert_eq!(boundary.extent(), [[13.0, 55.0], [13.4, 55.4]]);
        assert!(Boundary::read(r#"{"type":"Point","coordinates":[13,55]}"#).is_err());
    }
}
