//! What keeps the footage: a VMS, an NVR, an SD card.

use serde::{Deserialize, Serialize};

use crate::code::{codes, ids};
use crate::organisation::UnitId;

pub mod agent;
pub mod api;
pub mod ask;
pub mod check;
pub mod form;
pub mod intake;
pub mod page;
pub mod report;
pub mod round;
pub mod scan;
pub mod status;
pub mod store;
pub mod web;

ids! { RecorderId }

codes! {
    RecorderKind, "recorder-kind" {
        Vms = "vms",
        Nvr = "nvr",
        SdCard = "sd-kort",
        Cloud = "moln",
        Other = "annan",
    }
}

codes! {
    /// How it is known that footage is gone. The three are different things and never mixed.
    ProofLevel, "proof-level" {
        /// A setting says so.
        Claim = "uppgift",
        /// The system lists nothing older.
        Index = "index",
        /// No older file in the store.
        Disk = "disk",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorder {
    pub name: String,
    pub kind: RecorderKind,
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// Where the footage is stored.
    #[serde(default)]
    pub location: String,
    #[serde(default)]
    pub operator: String,
    /// Someone other than the kommun runs it (GDPR art. 28).
    #[serde(default)]
    pub outside_operator: Option<bool>,
    /// What the recorder is set to keep, in hours: a claim, not evidence.
    #[serde(default)]
    pub configured_hours: Option<u32>,
    #[serde(default)]
    pub automatic_deletion: Option<bool>,
    #[serde(default)]
    pub note: String,
    /// The public key of the agent that checks it: `NAME+ID+KEY`, as `objektiv recorder enrol` prints it.
    #[serde(default)]
    pub check_key: String,
    /// How the reports that are taken out of it are read.
    #[serde(default)]
    pub report: report::Columns,
}

impl Recorder {
    /// A recorder about which nothing is known yet.
    pub const fn unnamed() -> Self {
        Self {
            name: String::new(),
            kind: RecorderKind::Other,
            unit: None,
            location: String::new(),
            operator: String::new(),
            outside_operator: None,
            configured_hours: None,
            automatic_deletion: None,
            note: String::new(),
            check_key: String::new(),
            report: report::Columns {
                camera: String::new(),
                oldest: String::new(),
                local: false,
            },
        }
    }
}
