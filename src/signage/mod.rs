//! Signs: the first layer of the duty to inform (KBL 15 §, GDPR art. 13).

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use self::photo::Photo;
use crate::code::{codes, ids};
use crate::site::{Position, SiteId};

pub mod form;
pub mod inspection;
pub mod photo;
pub mod store;
pub mod web;

ids! { SignId }

codes! {
    /// What the first layer must hold (IMY's FAQ "Hur ska man informera"; GDPR art. 13).
    SignItem, "sign-item" {
        Identity = "vem",
        Contact = "kontakt",
        Dpo = "dataskyddsombud",
        Purpose = "andamal",
        Rights = "rattigheter",
        Pointer = "mer-information",
        /// The special notice of KBL 15 § second paragraph.
        Sound = "ljud",
    }
}

impl SignItem {
    /// Every sign needs it; `Sound` only where sound can be heard or recorded.
    pub const fn always_needed(self) -> bool {
        !matches!(self, Self::Sound)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    pub site: SiteId,
    pub entrance: String,
    /// `None` = nobody has looked at what it says.
    #[serde(default)]
    pub items: Option<Vec<SignItem>>,
    #[serde(default)]
    pub put_up_on: Option<Date>,
    #[serde(default)]
    pub taken_down_on: Option<Date>,
    #[serde(default)]
    pub inspected_on: Option<Date>,
    #[serde(default)]
    pub inspected_by: String,
    #[serde(default)]
    pub next_inspection_on: Option<Date>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub position: Option<Position>,
    #[serde(default)]
    pub photo: Option<Photo>,
}

impl Sign {
    /// A sign of which only the site is known.
    pub const fn at(site: SiteId) -> Self {
        Self {
            site,
            entrance: String::new(),
            items: None,
            put_up_on: None,
            taken_down_on: None,
            inspected_on: None,
            inspected_by: String::new(),
            next_inspection_on: None,
            note: String::new(),
            position: None,
            photo: None,
        }
    }
}
