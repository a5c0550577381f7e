//! Where a site or camera is: what was typed and WGS 84.
//!
//! Latitude and longitude, SWEREF 99 TM and the kommun's zone are told apart by the size of the numbers.
//! Swapped numbers are seen and offered, never silently put right.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::geodesy::{Geodetic, Grid, Projection, TM};

mod numbers;
pub use numbers::number;
use numbers::{Axis, axes_and_numbers};

/// EPSG code of latitude and longitude in WGS 84.
pub const WGS84: u16 = 4326;

/// Sweden with its territorial sea, in degrees.
const LATITUDES: std::ops::RangeInclusive<f64> = 54.9..=69.2;
const LONGITUDES: std::ops::RangeInclusive<f64> = 10.5..=24.4;
/// Northings of the country in metres, and the eastings of each grid.
const NORTHINGS: std::ops::RangeInclusive<f64> = 6_100_000.0..=7_700_000.0;
const TM_EASTINGS: std::ops::RangeInclusive<f64> = 180_000.0..=950_000.0;
const ZONE_EASTINGS: std::ops::RangeInclusive<f64> = 20_000.0..=300_000.0;
const RT90_EASTINGS: std::ops::RangeInclusive<f64> = 1_200_000.0..=1_900_000.0;
/// No kommun lies further than this from the meridian of its own zone, in metres.
const ZONE_HALF_WIDTH: f64 = 110_000.0;

/// Degrees in whole millionths, as the database finds them: about a tenth of a metre.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a position is at most 180 degrees; more is cut to the largest number there is"
)]
pub fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

/// WGS 84 in degrees to seven decimals, and the text it was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// As typed: `N 6177305.077 E 130076.043`.
    pub typed: String,
    /// EPSG code of what was typed: 4326, 3006 or 3007-3018.
    pub epsg: u16,
}

/// Why a text is not a position in Sweden.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PositionError {
    #[error("not two coordinates")]
    Unreadable,
    #[error("north and east have changed places")]
    Swapped {
        /// What it is when they change places again: to offer, not to use unasked.
        offer: Position,
    },
    #[error("outside Sweden")]
    OutsideSweden,
    #[error("an easting of a local zone, and the zone is not known")]
    ZoneUnknown,
    #[error("both SWEREF 99 TM and the local zone give a place in Sweden")]
    Ambiguous,
    #[error("RT 90, the grid before SWEREF 99")]
    Rt90,
}

impl PositionError {
    /// The id of the text that tells a person what to do.
    pub const fn text_id(&self) -> &'static str {
        match self {
            Self::Unreadable => "position-unreadable",
            Self::Swapped { .. } => "position-swapped",
            Self::OutsideSweden => "position-outside-sweden",
            Self::ZoneUnknown => "position-zone-unknown",
            Self::Ambiguous => "position-ambiguous",
            Self::Rt90 => "position-rt90",
        }
    }
}

impl Position {
    /// Reads what a person typed. `zone` is the EPSG code of the local zone that the kommun or the column
    /// heading names, if any.
    pub fn parse(text: &str, zone: Option<u16>) -> Result<Self, PositionError> {
        let typed = text.trim();
        let pair = axes_and_numbers(typed).ok_or(PositionError::Unreadable)?;
        match pair {
            [(Axis::Either, first), (Axis::Either, second)] => {
                Self::from_either_order(first, second, typed, zone)
            }
            [(Axis::East, east), (_, north)] | [(_, north), (_, east)] => {
                Self::from_numbers(north, east, typed, zone)
            }
        }
    }

    /// X and Y: north is X on a Swedish map and Y in most computer programs, so either order is right.
    pub fn from_either_order(
        first: f64,
        second: f64,
        typed: &str,
        zone: Option<u16>,
    ) -> Result<Self, PositionError> {
        match Self::from_numbers(first, second, typed, zone) {
            Err(PositionError::Swapped { .. }) => Self::from_numbers(second, first, typed, zone),
            other => other,
        }
    }

    /// The position with `north` (or latitude) and `east` (or longitude), told apart by their size.
    pub fn from_numbers(
        north: f64,
        east: f64,
        typed: &str,
        zone: Option<u16>,
    ) -> Result<Self, PositionError> {
        let found = locate(north, east, zone);
        match found {
            Ok((epsg, place)) => Ok(Self::new(place, typed.to_owned(), epsg)),
            Err(error) => match locate(east, north, zone) {
                Ok((epsg, place)) => {
                    let typed = if epsg == WGS84 {
                        format!("{east}, {north}")
                    } else {
                        format!("N {east} E {north}")
                    };
                    let offer = Self::new(place, typed, epsg);
                    Err(PositionError::Swapped { offer })
                }
                Err(_) => Err(error),
            },
        }
    }

    /// A position that was computed and not typed.
    pub fn at(latitude: f64, longitude: f64) -> Self {
        let place = Geodetic {
            latitude: to_seven_decimals(latitude),
            longitude: to_seven_decimals(longitude),
        };
        let typed = format!("{}, {}", place.latitude, place.longitude);
        Self::new(place, typed, WGS84)
    }

    fn new(place: Geodetic, typed: String, epsg: u16) -> Self {
        Self {
            latitude: to_seven_decimals(place.latitude),
            longitude: to_seven_decimals(place.longitude),
            typed,
            epsg,
        }
    }

    /// Metres between two positions, good to a per cent within a kommun.
    pub fn metres_to(&self, other: &Self) -> f64 {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        let north = (self.latitude - other.latitude) * METRES_PER_DEGREE;
        let middle = f64::midpoint(self.latitude, other.latitude).to_radians();
        let east = (self.longitude - other.longitude) * METRES_PER_DEGREE * middle.cos();
        north.hypot(east)
    }
}

fn to_seven_decimals(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

fn is_in_sweden(place: Geodetic) -> bool {
    LATITUDES.contains(&place.latitude) && LONGITUDES.contains(&place.longitude)
}

/// Which reference system the numbers are in, and where that is.
pub fn locate(north: f64, east: f64, zone: Option<u16>) -> Result<(u16, Geodetic), PositionError> {
    if north.abs() <= 90.0 && east.abs() <= 180.0 {
        let place = Geodetic {
            latitude: north,
            longitude: east,
        };
        return if is_in_sweden(place) {
            Ok((WGS84, place))
        } else {
            Err(PositionError::OutsideSweden)
        };
    }
    if !NORTHINGS.contains(&north) {
        return Err(PositionError::Unreadable);
    }
    if RT90_EASTINGS.contains(&east) {
        return Err(PositionError::Rt90);
    }
    let in_tm = TM_EASTINGS.contains(&east).then_some(TM);
    let is_zone_sized =
        ZONE_EASTINGS.contains(&east) && (east - 150_000.0).abs() <= ZONE_HALF_WIDTH;
    let in_zone = zone
        .filter(|_| is_zone_sized)
        .and_then(Projection::from_epsg)
        .filter(|projection| *projection != TM);
    let place = |projection: Option<Projection>| {
        let projection = projection?;
        let place = projection.inverse(Grid { north, east });
        is_in_sweden(place).then_some((projection.epsg, place))
    };
    match (place(in_tm), place(in_zone)) {
        (Some(_), Some(_)) => Err(PositionError::Ambiguous),
        (Some(found), None) | (None, Some(found)) => Ok(found),
        (None, None) if is_zone_sized && in_zone.is_none() => Err(PositionError::ZoneUnknown),
        (None, None) if in_tm.is_some() || in_zone.is_some() => Err(PositionError::OutsideSweden),
        (None, None) => Err(PositionError::Unreadable),
    }
}

#[cfg(test)]
mod tests;
