//! Outlines: fewer points where a line is straight, and what lies inside.

use super::Point;

/// An outline whose last point is its first.
pub type Ring = Vec<Point>;

/// What may be left out of an outline, in metres: no map shows it.
const TOLERANCE: f64 = 5.0;
/// Metres to a degree of latitude, on a sphere as large as the earth.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// Points of the smallest outline: a triangle that is closed.
pub const LEAST: usize = 4;

/// How many times a line from a place to the east crosses the outline.
pub fn crossings(ring: &[Point], [longitude, latitude]: Point) -> usize {
    let crossed = |from: Point, to: Point| {
        let part = (latitude - from[1]) / (to[1] - from[1]);
        (from[1] > latitude) != (to[1] > latitude) && longitude < from[0] + part * (to[0] - from[0])
    };
    let sides = ring.iter().zip(ring.iter().skip(1));
    sides.filter(|(from, to)| crossed(**from, **to)).count()
}

/// The outline without the points that lie within [`TOLERANCE`] of the line between others (Douglas and Peucker). One
/// that would be too small for an area is left as it is.
pub fn simplified(ring: Ring) -> Ring {
    let mut kept = Vec::with_capacity(ring.len());
    kept.extend(ring.first().map(|_| 0));
    let mut spans: Vec<(usize, usize)> = ring
        .len()
        .checked_sub(1)
        .map(|last| (0, last))
        .into_iter()
        .collect();
    while let Some((from, to)) = spans.pop() {
        if let Some(far) = farthest(&ring, from, to) {
            // The nearer part first: what is kept comes out in order.
            spans.push((far, to));
            spans.push((from, far));
        } else {
            kept.push(to);
        }
    }
    if kept.len() < LEAST {
        return ring;
    }
    let point = |place: &usize| ring.get(*place).copied();
    kept.iter().filter_map(point).collect()
}

/// The point farthest from the line between two others, if it is too far to be left out.
fn farthest(ring: &[Point], from: usize, to: usize) -> Option<usize> {
    let (start, end) = (*ring.get(from)?, *ring.get(to)?);
    let between = ring.iter().enumerate().take(to).skip(from + 1);
    let far = between.map(|(place, point)| (place, from_line(*point, start, end)));
    let (place, distance) = far.max_by(|one, other| one.1.total_cmp(&other.1))?;
    (distance > TOLERANCE).then_some(place)
}

/// Metres from a point to the line between two others.
fn from_line(point: Point, from: Point, to: Point) -> f64 {
    let narrower = from[1].to_radians().cos();
    let metres = |end: Point| {
        (
            (end[0] - from[0]) * METRES_PER_DEGREE * narrower,
            (end[1] - from[1]) * METRES_PER_DEGREE,
        )
    };
    let ((px, py), (tx, ty)) = (metres(point), metres(to));
    let length = tx * tx + ty * ty;
    let along = if length > 0.0 {
        ((px * tx + py * ty) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - along * tx).hypot(py - along * ty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_straight_line_are_left_out_and_corners_are_not() {
        let step = |n: u32| 13.0 + f64::from(n) / 1_000.0;
        let mut ring: Ring = (0..=100).map(|n| [step(n), 55.0]).collect();
        ring.extend([[13.1, 55.1], [13.0, 55.1], [13.0, 55.0]]);
        let corners = [
            [13.0, 55.0],
            [13.1, 55.0],
            [13.1, 55.1],
            [13.0, 55.1],
            [13.0, 55.0],
        ];
        assert_eq!(simplified(ring), corners);
    }

    #[test]
    fn an_island_that_is_smaller_than_the_tolerance_stays() {
        let tiny = |n: f64| 13.0 + n / 1e6;
        let ring = vec![
            [tiny(0.0), 55.0],
            [tiny(1.0), 55.0],
            [tiny(1.0), 55.000_001],
            [tiny(0.0), 55.0],
        ];
        assert_eq!(simplified(ring.clone()), ring);
        assert_eq!(simplified(Vec::new()), Vec::<Point>::new());
    }
}
