//! SWEREF 99 to and from latitude and longitude: Gauss-Krüger on GRS 80.
//!
//! The series are those of Lantmäteriet, "Gauss Conformal Projection (Transverse Mercator), Krüger's formulas".
//! SWEREF 99 is taken as equal to WGS 84: they differ by less than a metre, which is accepted practice for maps.

/// Semi-major axis of GRS 80 in metres.
const AXIS: f64 = 6_378_137.0;
/// Flattening of GRS 80.
const FLATTENING: f64 = 1.0 / 298.257_222_101;
/// Third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);
/// First eccentricity squared.
const E2: f64 = FLATTENING * (2.0 - FLATTENING);
/// Radius of the rectifying sphere in metres.
const RADIUS: f64 = AXIS / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0);

/// Latitude and longitude in degrees, SWEREF 99 = WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geodetic {
    pub latitude: f64,
    pub longitude: f64,
}

/// Northing and easting in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    pub north: f64,
    pub east: f64,
}

/// One of the thirteen SWEREF 99 projections.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    pub epsg: u16,
    /// What Lantmäteriet calls it.
    pub name: &'static str,
    /// Degrees east.
    central_meridian: f64,
    scale: f64,
    false_easting: f64,
}

/// SWEREF 99 TM, the whole country.
pub const TM: Projection = Projection {
    epsg: 3006,
    name: "SWEREF 99 TM",
    central_meridian: 15.0,
    scale: 0.9996,
    false_easting: 500_000.0,
};

/// The twelve local zones.
pub const ZONES: [Projection; 12] = [
    zone(3007, "SWEREF 99 12 00", 12.0),
    zone(3008, "SWEREF 99 13 30", 13.5),
    zone(3009, "SWEREF 99 15 00", 15.0),
    zone(3010, "SWEREF 99 16 30", 16.5),
    zone(3011, "SWEREF 99 18 00", 18.0),
    zone(3012, "SWEREF 99 14 15", 14.25),
    zone(3013, "SWEREF 99 15 45", 15.75),
    zone(3014, "SWEREF 99 17 15", 17.25),
    zone(3015, "SWEREF 99 18 45", 18.75),
    zone(3016, "SWEREF 99 20 15", 20.25),
    zone(3017, "SWEREF 99 21 45", 21.75),
    zone(3018, "SWEREF 99 23 15", 23.25),
];

const fn zone(epsg: u16, name: &'static str, central_meridian: f64) -> Projection {
    Projection {
        epsg,
        name,
        central_meridian,
        scale: 1.0,
        false_easting: 150_000.0,
    }
}

impl Projection {
    /// The projection with this EPSG code: 3006 or 3007-3018.
    pub fn from_epsg(epsg: u16) -> Option<Self> {
        if epsg == TM.epsg {
            return Some(TM);
        }
        ZONES.into_iter().find(|zone| zone.epsg == epsg)
    }

    /// Metres in the projection, from degrees.
    pub fn forward(&self, position: Geodetic) -> Grid {
        let latitude = position.latitude.to_radians();
        let conformal =
            latitude - latitude.sin() * latitude.cos() * even_powers(latitude, FORWARD_LATITUDE);
        let from_meridian = (position.longitude - self.central_meridian).to_radians();
        let xi = (conformal.tan() / from_meridian.cos()).atan();
        let eta = (conformal.cos() * from_meridian.sin()).atanh();
        let (along, across) = series(xi, eta, FORWARD_SERIES);
        Grid {
            north: self.scale * RADIUS * (xi + along),
            east: self.scale * RADIUS * (eta + across) + self.false_easting,
        }
    }

    /// Degrees, from metres in the projection.
    pub fn inverse(&self, grid: Grid) -> Geodetic {
        let xi = grid.north / (self.scale * RADIUS);
        let eta = (grid.east - self.false_easting) / (self.scale * RADIUS);
        let (along, across) = series(xi, eta, INVERSE_SERIES);
        let (xi, eta) = (xi - along, eta - across);
        let conformal = (xi.sin() / eta.cosh()).asin();
        let from_meridian = (eta.sinh() / xi.cos()).atan();
        let latitude = conformal
            + conformal.sin() * conformal.cos() * even_powers(conformal, INVERSE_LATITUDE);
        Geodetic {
            latitude: latitude.to_degrees(),
            longitude: self.central_meridian + from_meridian.to_degrees(),
        }
    }
}

/// `A`, `B`, `C`, `D`: geodetic to conformal latitude.
const FORWARD_LATITUDE: [f64; 4] = [
    E2,
    (5.0 * E2 * E2 - E2 * E2 * E2) / 6.0,
    (104.0 * E2 * E2 * E2 - 45.0 * E2 * E2 * E2 * E2) / 120.0,
    1237.0 * E2 * E2 * E2 * E2 / 1260.0,
];

/// `A*`, `B*`, `C*`, `D*`: conformal to geodetic latitude.
const INVERSE_LATITUDE: [f64; 4] = [
    E2 + E2 * E2 + E2 * E2 * E2 + E2 * E2 * E2 * E2,
    -(7.0 * E2 * E2 + 17.0 * E2 * E2 * E2 + 30.0 * E2 * E2 * E2 * E2) / 6.0,
    (224.0 * E2 * E2 * E2 + 889.0 * E2 * E2 * E2 * E2) / 120.0,
    -4279.0 * E2 * E2 * E2 * E2 / 1260.0,
];

/// `β1` to `β4`.
const FORWARD_SERIES: [f64; 4] = [
    N / 2.0 - 2.0 * N * N / 3.0 + 5.0 * N * N * N / 16.0 + 41.0 * N * N * N * N / 180.0,
    13.0 * N * N / 48.0 - 3.0 * N * N * N / 5.0 + 557.0 * N * N * N * N / 1440.0,
    61.0 * N * N * N / 240.0 - 103.0 * N * N * N * N / 140.0,
    49_561.0 * N * N * N * N / 161_280.0,
];

/// `δ1` to `δ4`.
const INVERSE_SERIES: [f64; 4] = [
    N / 2.0 - 2.0 * N * N / 3.0 + 37.0 * N * N * N / 96.0 - N * N * N * N / 360.0,
    N * N / 48.0 + N * N * N / 15.0 - 437.0 * N * N * N * N / 1440.0,
    17.0 * N * N * N / 480.0 - 37.0 * N * N * N * N / 840.0,
    4397.0 * N * N * N * N / 161_280.0,
];

/// `k0 + k1 sin² + k2 sin⁴ + k3 sin⁶` of an angle.
fn even_powers(angle: f64, coefficients: [f64; 4]) -> f64 {
    let square = angle.sin().powi(2);
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * square + coefficient)
}

/// `Σ ki sin 2iξ cosh 2iη` and `Σ ki cos 2iξ sinh 2iη`.
fn series(xi: f64, eta: f64, coefficients: [f64; 4]) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    let mut multiple = 0.0;
    for coefficient in coefficients {
        multiple += 2.0;
        sums.0 += coefficient * (multiple * xi).sin() * (multiple * eta).cosh();
        sums.1 += coefficient * (multiple * xi).cos() * (multiple * eta).sinh();
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LUND: Geodetic = Geodetic {
        latitude: 55.704_66,
        longitude: 13.193_21,
    };

    /// PROJ 9.1.1 gave these; a tenth of a millimetre is what their decimals allow.
    fn assert_grid(found: Grid, north: f64, east: f64) {
        assert!((found.north - north).abs() < 0.000_6, "N {}", found.north);
        assert!((found.east - east).abs() < 0.000_6, "E {}", found.east);
    }

    #[test]
    fn lund_gothenburg_and_kiruna_agree_with_proj_in_sweref_99_tm() {
        assert_grid(TM.forward(LUND), 6_174_688.965, 386_463.492);
        let gothenburg = Geodetic {
            latitude: 57.7089,
            longitude: 11.9746,
        };
        assert_grid(TM.forward(gothenburg), 6_400_326.036, 319_758.020);
        let kiruna = Geodetic {
            latitude: 67.8558,
            longitude: 20.2253,
        };
        assert_grid(TM.forward(kiruna), 7_536_069.970, 719_583.123);
    }

    #[test]
    fn lund_agrees_with_proj_in_its_own_zone() {
        let zone = Projection::from_epsg(3008).expect("13 30");
        assert_eq!(zone.name, "SWEREF 99 13 30");
        assert_grid(zone.forward(LUND), 6_175_722.770, 130_712.840);
    }

    #[test]
    fn the_zones_are_epsg_3007_to_3018_and_no_other_code_is_a_projection() {
        for epsg in 3006..=3018 {
            assert_eq!(Projection::from_epsg(epsg).map(|p| p.epsg), Some(epsg));
        }
        assert_eq!(Projection::from_epsg(3005), None);
        assert_eq!(Projection::from_epsg(4326), None);
    }

    #[test]
    fn the_central_meridian_of_every_zone_stands_in_its_name() {
        for zone in ZONES {
            let mut numbers = zone
                .name
                .split(' ')
                .skip(2)
                .map(|n| n.parse::<f64>().unwrap());
            let meridian = numbers.next().unwrap() + numbers.next().unwrap() / 60.0;
            let on_meridian = zone.forward(Geodetic {
                latitude: 60.0,
                longitude: meridian,
            });
            assert!((on_meridian.east - 150_000.0).abs() < 1e-6, "{}", zone.name);
        }
    }

    proptest! {
        #[test]
        fn metres_to_degrees_and_back_is_the_same_place_to_a_tenth_of_a_millimetre(
            latitude in 55.0..69.2_f64,
            longitude in 10.5..24.3_f64,
            number in 0..13_usize,
        ) {
            let projection = if number == 12 { TM } else { ZONES[number] };
            let grid = projection.forward(Geodetic { latitude, longitude });
            let again = projection.forward(projection.inverse(grid));
            prop_assert!((again.north - grid.north).abs() < 1e-4);
            prop_assert!((again.east - grid.east).abs() < 1e-4);
        }
    }
}
