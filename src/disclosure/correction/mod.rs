//! A correction (rättelse): a new release that points at the old one and says why. Both can be read for ever.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub mod form;
pub mod web;

/// What a disclosure says of the one that it corrects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Number of the corrected disclosure.
    pub number: i64,
    /// Entry of the corrected disclosure in the log.
    pub entry: i64,
    pub reason: String,
}
