//! Sites and what their cameras see, as `GeoJSON` (RFC 7946): the same shapes for every map and for other programs.
//!
//! Positions are WGS 84 in degrees, longitude first, as the format wants it.

use serde::Serialize;

use super::Position;
use crate::camera::{Camera, CameraKind};

/// Metres to a degree of latitude, on a sphere as large as the earth. A field of view is drawn, not measured.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// Corners on the arc of a wedge: enough to look round.
const STEPS: u16 = 12;

/// A file that any map can draw.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collection {
    #[serde(rename = "type")]
    kind: &'static str,
    pub features: Vec<Feature>,
}

impl Collection {
    pub const fn new(features: Vec<Feature>) -> Self {
        Self {
            kind: "FeatureCollection",
            features,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feature {
    #[serde(rename = "type")]
    kind: &'static str,
    pub geometry: Geometry,
    pub properties: Properties,
}

impl Feature {
    pub const fn new(geometry: Geometry, properties: Properties) -> Self {
        Self {
            kind: "Feature",
            geometry,
            properties,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    Point([f64; 2]),
    /// One ring, closed, against the clock.
    Polygon([Vec<[f64; 2]>; 1]),
}

impl Geometry {
    pub const fn point(position: &Position) -> Self {
        Self::Point([position.longitude, position.latitude])
    }
}

/// What a map says of a shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Properties {
    /// `bevakning`, `kamera` or `synfalt`.
    pub what: &'static str,
    pub name: String,
    /// The kommun's own number or reference.
    pub reference: String,
    /// Name of the symbol: `ok`, `delvis`, `nej`, `okand`; empty for what has no standing of its own.
    pub symbol: &'static str,
    /// The same in words.
    pub words: String,
    /// The page about it.
    pub href: String,
}

/// What a camera sees, as far as direction, angle and range are recorded: a wedge, or a circle for one that looks all
/// around. `None` when too little is known to draw it.
pub fn field_of_view(camera: &Camera, position: &Position) -> Option<Geometry> {
    let range = f64::from(camera.range_metres.filter(|range| *range > 0)?);
    let around = matches!(
        camera.kind,
        Some(CameraKind::Dome | CameraKind::Panoramic | CameraKind::PanTiltZoom)
    );
    let angle = match camera.angle_degrees {
        Some(angle) => angle,
        None if around => 360,
        None => return None,
    };
    let corner = |degrees: f64| {
        let (east, north) = degrees.to_radians().sin_cos();
        let narrower = position.latitude.to_radians().cos();
        [
            position.longitude + range * east / (METRES_PER_DEGREE * narrower),
            position.latitude + range * north / METRES_PER_DEGREE,
        ]
    };
    let whole = angle >= 360;
    // Against the clock: from the right edge to the left.
    let right = match camera.direction_degrees {
        Some(direction) => f64::from(direction) + f64::from(angle) / 2.0,
        None if whole => 360.0,
        None => return None,
    };
    let steps = if whole { STEPS * 3 } else { STEPS };
    let arc = (0..=steps)
        .map(|step| corner(right - f64::from(angle.min(360)) * f64::from(step) / f64::from(steps)));
    let mut ring: Vec<[f64; 2]> = Vec::new();
    if whole {
        ring.extend(arc);
    } else {
        let centre = [position.longitude, position.latitude];
        ring.push(centre);
        ring.extend(arc);
        ring.push(centre);
    }
    // To the bit the same, as the format demands.
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last_mut()) {
        *last = first;
    }
    Some(Geometry::Polygon([ring]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;

    fn lund() -> Position {
        Position::parse("55.70466, 13.19321", None).unwrap()
    }

    fn camera(direction: Option<u16>, angle: Option<u16>, range: Option<u16>) -> Camera {
        Camera {
            direction_degrees: direction,
            angle_degrees: angle,
            range_metres: range,
            ..Camera::at(SiteId(1))
        }
    }

    fn ring(camera: &Camera) -> Vec<[f64; 2]> {
        match field_of_view(camera, &lund()) {
            Some(Geometry::Polygon([ring])) => ring,
            other => panic!("{other:?}"),
        }
    }

    /// Metres east and north of the camera.
    fn offset(point: [f64; 2]) -> (f64, f64) {
        let at = lund();
        let narrower = at.latitude.to_radians().cos();
        (
            (point[0] - at.longitude) * METRES_PER_DEGREE * narrower,
            (point[1] - at.latitude) * METRES_PER_DEGREE,
        )
    }

    #[test]
    fn a_camera_to_the_east_sees_a_wedge_to_the_east_as_far_as_it_reaches() {
        let ring = ring(&camera(Some(90), Some(60), Some(50)));
        assert_eq!(ring.first(), ring.last());
        let corners = &ring[1..ring.len() - 1];
        for corner in corners {
            let (east, north) = offset(*corner);
            assert!((east.hypot(north) - 50.0).abs() < 0.01, "{east} {north}");
            assert!(east > 43.0 && north.abs() < 25.01, "{east} {north}");
        }
        let (_, first) = offset(corners[0]);
        let (_, last) = offset(corners[corners.len() - 1]);
        assert!(
            first < -24.9 && last > 24.9,
            "the ring goes against the clock"
        );
    }

    #[test]
    fn one_that_looks_all_around_sees_a_circle_without_a_direction() {
        let mut dome = camera(None, None, Some(20));
        assert_eq!(
            field_of_view(&dome, &lund()),
            None,
            "nothing says that it does"
        );
        dome.kind = Some(CameraKind::Dome);
        let ring = ring(&dome);
        assert_eq!(ring.first(), ring.last());
        assert!(ring.iter().any(|point| offset(*point).0 < -19.9));
        assert!(ring.iter().any(|point| offset(*point).1 > 19.9));
    }

    #[test]
    fn what_is_not_recorded_is_not_drawn() {
        for camera in [
            camera(None, Some(60), Some(50)),
            camera(Some(90), None, Some(50)),
            camera(Some(90), Some(60), None),
            camera(Some(90), Some(60), Some(0)),
        ] {
            assert_eq!(field_of_view(&camera, &lund()), None);
        }
    }

    #[test]
    fn a_shape_is_written_as_the_format_wants_it() {
        let feature = Feature::new(
            Geometry::point(&lund()),
            Properties {
                what: "bevakning",
                name: "Torget".into(),
                reference: "EK-001".into(),
                symbol: "nej",
                words: "Brister".into(),
                href: "/bevakningar/1".into(),
            },
        );
        let text = serde_json::to_string(&Collection::new(vec![feature])).unwrap();
        assert_eq!(
            text,
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[13.19321,55.70466]},"properties":{"what":"bevakning","name":"Torget","reference":"EK-001","symbol":"nej","words":"Brister","href":"/bevakningar/1"}}]}"#
        );
    }
}
