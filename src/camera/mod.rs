//! A camera at a site.

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use crate::code::{codes, ids};
use crate::recorder::RecorderId;
use crate::site::{Position, SiteId};

pub mod form;
pub mod store;
pub mod web;

ids! { CameraId }

codes! {
    CameraKind, "camera-kind" {
        Fixed = "fast",
        PanTiltZoom = "ptz",
        Dome = "dome",
        Panoramic = "panorama",
        Body = "kroppsburen",
        Other = "annan",
    }
}

codes! {
    CameraStatus, "camera-status" {
        Planned = "planerad",
        InUse = "i-drift",
        /// Out of order is still in the register: a camera that looks like surveillance is one to the passer-by.
        Broken = "trasig",
        Removed = "nedmonterad",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    pub site: SiteId,
    /// The kommun's own number, such as `0042`: text, since leading zeros count.
    pub label: String,
    pub status: CameraStatus,
    #[serde(default)]
    pub kind: Option<CameraKind>,
    #[serde(default)]
    pub placement: String,
    #[serde(default)]
    pub recorder: Option<RecorderId>,
    #[serde(default)]
    pub indoor: Option<bool>,
    /// Degrees clockwise from north, 0-359.
    #[serde(default)]
    pub direction_degrees: Option<u16>,
    /// Field of view in degrees, 1-360.
    #[serde(default)]
    pub angle_degrees: Option<u16>,
    #[serde(default)]
    pub range_metres: Option<u16>,
    #[serde(default)]
    pub masking: String,
    #[serde(default)]
    pub position: Option<Position>,
    #[serde(default)]
    pub installed_on: Option<Date>,
    #[serde(default)]
    pub removed_on: Option<Date>,
    /// Imported and not yet confirmed by anyone (*oprövad*).
    #[serde(default)]
    pub unconfirmed: bool,
    #[serde(default)]
    pub note: String,
    /// Where it is, how it is turned and where it records is secret of this camera (OSL 18:8), whatever the site is marked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// The day of the marking, which states the rule, OSL 18:8, and the authority, the site's controller (OSL 5:5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marked_on: Option<Date>,
    /// What is secret has been taken out: a copy to be read, never to be written.
    #[serde(skip)]
    pub concealed: bool,
}

impl Camera {
    /// What is told of a camera where the details are secret (OSL 18:8): that it is there, and what it is.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        Self {
            label: self.label.clone(),
            status: self.status,
            kind: self.kind,
            indoor: self.indoor,
            installed_on: self.installed_on,
            removed_on: self.removed_on,
            unconfirmed: self.unconfirmed,
            secret: self.secret,
            marked_on: self.marked_on,
            concealed: true,
            ..Self::at(self.site)
        }
    }

    /// A camera of which only the site is known.
    pub const fn at(site: SiteId) -> Self {
        Self {
            site,
            label: String::new(),
            status: CameraStatus::Planned,
            kind: None,
            placement: String::new(),
            recorder: None,
            indoor: None,
            direction_degrees: None,
            angle_degrees: None,
            range_metres: None,
            masking: String::new(),
            position: None,
            installed_on: None,
            removed_on: None,
            unconfirmed: false,
            note: String::new(),
            secret: false,
            marked_on: None,
            concealed: false,
        }
    }
}

/// A camera as other systems read it, with its number.
#[derive(Debug, Serialize, ToSchema)]
pub struct CameraTold {
    id: i64,
    record: Camera,
    /// Where it is, how it is turned and where it records is secret (OSL 18:8) and left out: `null` does not say that nobody
    /// knows.
    withheld: bool,
}

impl CameraTold {
    pub fn of(id: CameraId, record: Camera) -> Self {
        Self {
            id: id.0,
            withheld: record.concealed,
            record,
        }
    }
}
