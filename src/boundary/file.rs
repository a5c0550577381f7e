//! What an administrator sends: a file that is read as strictly as it will be drawn.

use serde_json::Value;

use super::ring::{LEAST, Ring};
use super::{Area, Boundary, Point};
use crate::site::geodesy::{Grid, Projection};
use crate::site::position::{self, PositionError, WGS84};
use crate::texts::Message;

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 4 << 20;
/// Most points in it: one kommun's boundary has a few thousand.
pub const POINTS_MAX: usize = 20_000;

/// Why a file is no boundary. Outlines are counted from 1, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotABoundary {
    #[error("no file")]
    Nothing,
    #[error("more than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("more than {POINTS_MAX} points")]
    TooManyPoints,
    #[error("no JSON: line {line}")]
    NotJson { line: usize },
    #[error("no GeoJSON")]
    NotGeoJson,
    #[error("a {0} is no area")]
    NotAnArea(String),
    #[error("no area")]
    Empty,
    #[error("outline {ring} is not closed")]
    Open { ring: usize },
    #[error("outline {ring} has a point that cannot be read")]
    Point { ring: usize },
    #[error("outline {ring} has a point that is not in Sweden")]
    Outside { ring: usize },
    #[error("latitude stands before longitude")]
    Swapped,
    #[error("the reference system {0} is not read")]
    System(String),
    #[error("the zone of the coordinates is not known")]
    Zone,
}

impl NotABoundary {
    pub fn message(&self) -> Message {
        let at = |id: &'static str, ring: usize| Message::new(id).with("ring", ring.to_string());
        match self {
            Self::Nothing => Message::new("boundary-nothing"),
            Self::TooLarge => Message::new("boundary-too-large"),
            Self::TooManyPoints => {
                Message::new("boundary-too-many").with("most", POINTS_MAX.to_string())
            }
            Self::NotJson { line } => {
                Message::new("boundary-not-json").with("line", line.to_string())
            }
            Self::NotGeoJson => Message::new("boundary-not-geojson"),
            Self::NotAnArea(kind) => Message::new("boundary-not-an-area").with("kind", &**kind),
            Self::Empty => Message::new("boundary-empty"),
            Self::Open { ring } => at("boundary-open", *ring),
            Self::Point { ring } => at("boundary-point", *ring),
            Self::Outside { ring } => at("boundary-outside", *ring),
            Self::Swapped => Message::new("boundary-swapped"),
            Self::System(name) => Message::new("boundary-system").with("name", &**name),
            Self::Zone => Message::new("boundary-zone"),
        }
    }
}

/// Reads a file. `zone` is the kommun's own zone, for coordinates that do not say which they are of.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(sent: &[u8], zone: Option<u16>) -> Result<Boundary, NotABoundary> {
    if sent.is_empty() {
        return Err(NotABoundary::Nothing);
    }
    if sent.len() > BYTES_MAX {
        return Err(NotABoundary::TooLarge);
    }
    // Some programs begin a file with a mark of its encoding.
    let sent = sent.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sent);
    let file: Value = serde_json::from_slice(sent)
        .map_err(|error| NotABoundary::NotJson { line: error.line() })?;
    let mut found = Found {
        system: named(&file)?,
        zone,
        areas: Vec::new(),
        rings: 0,
        points: 0,
    };
    found.take(&file)?;
    if found.areas.is_empty() {
        return Err(NotABoundary::Empty);
    }
    Ok(Boundary::of(found.areas))
}

/// The reference system that the file names, as files did before RFC 7946: `urn:ogc:def:crs:EPSG::3008`.
fn named(file: &Value) -> Result<Option<u16>, NotABoundary> {
    let Some(name) = file.pointer("/crs/properties/name").and_then(Value::as_str) else {
        return Ok(None);
    };
    if name.ends_with("CRS84") {
        return Ok(Some(WGS84));
    }
    let epsg = name.rsplit(':').next().and_then(|code| code.parse().ok());
    epsg.filter(|epsg| *epsg == WGS84 || Projection::from_epsg(*epsg).is_some())
        .map(Some)
        .ok_or_else(|| NotABoundary::System(name.chars().take(60).collect()))
}

struct Found {
    system: Option<u16>,
    zone: Option<u16>,
    areas: Vec<Area>,
    rings: usize,
    points: usize,
}

impl Found {
    /// Every area of a geometry, a feature or a collection.
    fn take(&mut self, value: &Value) -> Result<(), NotABoundary> {
        let kind = value.get("type").and_then(Value::as_str);
        let inner = |name: &str| value.get(name).and_then(Value::as_array);
        match kind.ok_or(NotABoundary::NotGeoJson)? {
            "FeatureCollection" => self.each(inner("features")),
            "GeometryCollection" => self.each(inner("geometries")),
            "Feature" => match value.get("geometry") {
                Some(Value::Null) | None => Ok(()),
                Some(geometry) => self.take(geometry),
            },
            "Polygon" => self.area(inner("coordinates")),
            "MultiPolygon" => {
                let areas = inner("coordinates").ok_or(NotABoundary::NotGeoJson)?;
                areas.iter().try_for_each(|area| self.area(area.as_array()))
            }
            other => Err(NotABoundary::NotAnArea(other.chars().take(40).collect())),
        }
    }

    fn each(&mut self, values: Option<&Vec<Value>>) -> Result<(), NotABoundary> {
        let values = values.ok_or(NotABoundary::NotGeoJson)?;
        values.iter().try_for_each(|value| self.take(value))
    }

    fn area(&mut self, rings: Option<&Vec<Value>>) -> Result<(), NotABoundary> {
        let rings = rings.filter(|rings| !rings.is_empty());
        let rings = rings.ok_or(NotABoundary::NotGeoJson)?;
        let area = rings.iter().map(|ring| self.ring(ring));
        let area: Area = area.collect::<Result<_, _>>()?;
        self.areas.push(area);
        Ok(())
    }

    fn ring(&mut self, ring: &Value) -> Result<Ring, NotABoundary> {
        self.rings += 1;
        let points = ring.as_array().ok_or(NotABoundary::NotGeoJson)?;
        self.points += points.len();
        if self.points > POINTS_MAX {
            return Err(NotABoundary::TooManyPoints);
        }
        if points.len() < LEAST || points.first() != points.last() {
            return Err(NotABoundary::Open { ring: self.rings });
        }
        points.iter().map(|point| self.point(point)).collect()
    }

    fn point(&mut self, point: &Value) -> Result<Point, NotABoundary> {
        let ring = self.rings;
        let number = |place| point.get(place).and_then(Value::as_f64);
        let (Some(east), Some(north)) = (number(0), number(1)) else {
            return Err(NotABoundary::Point { ring });
        };
        // The first point says what they all are.
        let system = match self.system {
            Some(system) => system,
            None => *self.system.insert(guessed(north, east, self.zone, ring)?),
        };
        let (latitude, longitude) = match Projection::from_epsg(system) {
            Some(projection) => {
                let place = projection.inverse(Grid { north, east });
                (place.latitude, place.longitude)
            }
            None => (north, east),
        };
        let is_in_degrees = |north, east| {
            let found = position::locate(north, east, None);
            found.is_ok_and(|(system, _)| system == WGS84)
        };
        if is_in_degrees(latitude, longitude) {
            Ok([six(longitude), six(latitude)])
        } else if is_in_degrees(longitude, latitude) {
            Err(NotABoundary::Swapped)
        } else {
            Err(NotABoundary::Outside { ring })
        }
    }
}

/// The system of coordinates that do not say it, by their size.
fn guessed(north: f64, east: f64, zone: Option<u16>, ring: usize) -> Result<u16, NotABoundary> {
    match position::locate(north, east, zone) {
        Ok((system, _)) => Ok(system),
        Err(_) if position::locate(east, north, zone).is_ok() => Err(NotABoundary::Swapped),
        Err(PositionError::ZoneUnknown | PositionError::Ambiguous) => Err(NotABoundary::Zone),
        Err(PositionError::OutsideSweden) => Err(NotABoundary::Outside { ring }),
        Err(_) => Err(NotABoundary::Point { ring }),
    }
}

/// Six decimals of a degree: a tenth of a metre.
fn six(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Position;
    use serde_json::json;

    fn lund() -> Position {
        Position::parse("55.70466, 13.19321", None).unwrap()
    }

    fn read_value(file: &Value, zone: Option<u16>) -> Result<Boundary, NotABoundary> {
        read(file.to_string().as_bytes(), zone)
    }

    /// A square around a place.
    fn square([x, y]: [f64; 2], half: f64) -> Value {
        let corner = |east: f64, north: f64| [x + east * half, y + north * half];
        let first = corner(-1.0, -1.0);
        let others = [corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
        json!({"type": "Polygon", "coordinates": [[first, others[0], others[1], others[2], first]]})
    }

    #[test]
    fn a_boundary_is_read_in_degrees_in_sweref_and_in_the_kommuns_zone() {
        let degrees = square([13.193_21, 55.704_66], 0.1);
        let tm = square([386_463.492, 6_174_688.965], 5_000.0);
        let zone = square([130_712.84, 6_175_722.77], 5_000.0);
        for (file, zone) in [(&degrees, None), (&tm, None), (&zone, Some(3008))] {
            let boundary = read_value(file, zone).unwrap();
            assert!(boundary.contains(&lund()), "{file}");
            let far = Position::parse("57.7089, 11.9746", None).unwrap();
            assert!(!boundary.contains(&far));
        }
        assert_eq!(read_value(&zone, None), Err(NotABoundary::Zone));
        let feature = json!({"type": "Feature", "properties": {}, "geometry": zone});
        let mut named = json!({"type": "FeatureCollection", "features": [feature]});
        let of = |name: &str| json!({"type": "name", "properties": {"name": name}});
        named["crs"] = of("urn:ogc:def:crs:EPSG::3008");
        assert!(read_value(&named, None).unwrap().contains(&lund()));
        named["crs"] = of("urn:ogc:def:crs:EPSG::3021");
        let unknown = NotABoundary::System("urn:ogc:def:crs:EPSG::3021".into());
        assert_eq!(read_value(&named, None), Err(unknown));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let refused = |file: Value| read_value(&file, None).unwrap_err();
        let polygon = |ring: Value| json!({"type": "Polygon", "coordinates": [ring]});
        let open = json!([[13.0, 55.5], [13.1, 55.5], [13.1, 55.6], [13.0, 55.6]]);
        assert_eq!(refused(polygon(open)), NotABoundary::Open { ring: 1 });
        let words = json!(["a", "b", "c", "a"]);
        assert_eq!(refused(polygon(words)), NotABoundary::Point { ring: 1 });
        assert_eq!(refused(square([55.7, 13.2], 0.1)), NotABoundary::Swapped);
        let abroad = square([2.3, 48.9], 0.1);
        assert_eq!(refused(abroad), NotABoundary::Outside { ring: 1 });
        let line = json!({"type": "LineString", "coordinates": [[13.0, 55.5], [13.1, 55.5]]});
        assert_eq!(refused(line), NotABoundary::NotAnArea("LineString".into()));
        let empty = json!({"type": "FeatureCollection", "features": []});
        assert_eq!(refused(empty), NotABoundary::Empty);
        assert_eq!(refused(json!([1])), NotABoundary::NotGeoJson);
        let many = json!(vec![[13.0, 55.5]; POINTS_MAX + 1]);
        assert_eq!(refused(polygon(many)), NotABoundary::TooManyPoints);
        let torn = read(b"{\n\"type\": ", None);
        assert_eq!(torn, Err(NotABoundary::NotJson { line: 2 }));
        assert_eq!(read(b"", None), Err(NotABoundary::Nothing));
        let large = vec![b' '; BYTES_MAX + 1];
        assert_eq!(read(&large, None), Err(NotABoundary::TooLarge));
    }
}
