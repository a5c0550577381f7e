//! Where a site or camera is: what was typed and WGS 84.

use serde::{Deserialize, Serialize};

/// WGS 84 in degrees to seven decimals, and the text it was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
