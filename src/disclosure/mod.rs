//! A release of footage (utlämnande), recorded together with its ledger entry.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use crate::camera::CameraId;
use crate::code::{codes, ids};
use crate::law::calendar::{add_days, on_working_day};
use crate::site::SiteId;

pub mod api;
pub mod correction;
pub mod coverage;
pub mod delivery;
pub mod diary;
pub mod draft;
mod emptied;
pub mod erased;
pub mod examination;
pub mod form;
pub mod grounds;
pub mod letter;
pub mod manifest;
pub mod page;
pub mod personnummer;
pub mod receipt;
mod sealed;
pub mod search;
pub mod sequel;
pub mod step;
pub mod store;
pub mod summing;
pub mod trace;
pub mod web;

pub use correction::Correction;
use examination::OverlappingSecrecy;
pub use step::Steps;

ids! { DisclosureId }

codes! {
    /// Who receives. The first seven are the law-enforcement authorities of LUB 2 §.
    Recipient, "recipient" {
        Police = "polismyndigheten",
        Prosecutor = "aklagarmyndigheten",
        EconomicCrime = "ekobrottsmyndigheten",
        Security = "sakerhetspolisen",
        Customs = "tullverket",
        CoastGuard = "kustbevakningen",
        TaxAgency = "skatteverket",
        Rescue = "raddningstjanst",
        OtherAuthority = "annan-myndighet",
        Individual = "enskild",
        Other = "annan",
    }
}

impl Recipient {
    /// LUB (2025:170) 2 §.
    pub const fn is_law_enforcement(self) -> bool {
        matches!(
            self,
            Self::Police
                | Self::Prosecutor
                | Self::EconomicCrime
                | Self::Security
                | Self::Customs
                | Self::CoastGuard
                | Self::TaxAgency
        )
    }
}

codes! {
    /// Grounds for release (law.md 4.2).
    Ground, "ground" {
        Lub6 = "LUB_6",
        Lub7Request = "LUB_7_REQUEST",
        Lub7Own = "LUB_7_OWN",
        Lub4 = "LUB_4",
        Osl323a1 = "OSL_32_3A_1",
        Osl323a2 = "OSL_32_3A_2",
        Osl1024 = "OSL_10_24",
        Osl1015a = "OSL_10_15A",
        Osl1027 = "OSL_10_27",
        Osl102 = "OSL_10_2",
        Osl1212 = "OSL_12_1_2",
        Osl65 = "OSL_6_5",
        Tf215 = "TF_2_15",
        Gdpr15 = "GDPR_15",
        Rb27Seizure = "RB_27_SEIZURE",
        Rb38Edition = "RB_38_EDITION",
    }
}

codes! {
    Channel, "channel" {
        Counter = "disk",
        Written = "skriftligt",
        Phone = "telefon",
        OwnInitiative = "eget-initiativ",
    }
}

impl Channel {
    /// FL 27 § asks for when and by whom what was said was noted.
    pub const fn is_oral(self) -> bool {
        matches!(self, Self::Counter | Self::Phone)
    }
}

codes! {
    /// What was decided about the request.
    Decision, "release-decision" {
        Released = "utlamnat",
        /// Some of it; the rest was refused or masked.
        Partly = "delvis",
        Refused = "avslag",
        /// There is no such footage, or no longer.
        NotFound = "finns-inte",
    }
}

impl Decision {
    pub const fn releases(self) -> bool {
        matches!(self, Self::Released | Self::Partly)
    }

    /// Whether something was refused, so that it can be appealed (OSL 6:7).
    pub const fn refuses(self) -> bool {
        matches!(self, Self::Partly | Self::Refused)
    }
}

codes! {
    /// Where people write freely about a disclosure.
    FreeText, "free-text" {
        Matter = "saken",
        Note = "anteckning",
        Officer = "tjansteman",
        CaseReference = "arende",
        HandedTo = "lamnat-till",
        RefusalReasons = "skal",
        GroundDetails = "grundens-uppgifter",
        Assessment = "provning",
        PublicMatter = "offentlig-sak",
    }
}

codes! {
    Medium, "medium" {
        Usb = "usb",
        RecipientLink = "mottagarens-lank",
        OwnLink = "egen-lank",
        Other = "annat",
        /// Nothing was handed over.
        Nothing = "inget",
    }
}

/// A released file. Hashed, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasedFile {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// 128 of them, when whoever hashed it computed this one, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha512: Option<String>,
}

/// Time to appeal a refusal, from the day it was served (FL 44 §).
const APPEAL_DAYS: i64 = 21;

/// One request for footage and what came of it. Never edited; a correction is a new one that points here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    pub site: SiteId,
    /// 1, 2, 3 ... within the kommun, without gaps.
    pub number: i64,
    #[serde(default)]
    pub dnr: String,
    pub recipient: Recipient,
    #[serde(default)]
    pub recipient_name: String,
    #[serde(default)]
    pub officer: String,
    #[serde(default)]
    pub case_reference: String,
    pub matter: String,
    pub channel: Channel,
    /// What happened when (event time); when it was written down is the ledger's `at`.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub received_at: OffsetDateTime,
    #[serde(default)]
    pub received_by: String,
    pub ground: Ground,
    /// Imprisonment is in the scale of the crime (OSL 32:3 a 1).
    #[serde(default)]
    pub imprisonment_in_scale: Option<bool>,
    pub decided_on: Date,
    pub decided_by: String,
    #[serde(default)]
    pub delegation_reference: String,
    pub cameras: Vec<CameraId>,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub interval_from: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub interval_until: OffsetDateTime,
    pub files: Vec<ReleasedFile>,
    pub medium: Medium,
    #[serde(default)]
    pub medium_reference: String,
    #[serde(default)]
    pub handed_to: String,
    #[serde(default)]
    pub note: String,
    /// The disclosure that this one corrects.
    #[serde(default)]
    pub corrects: Option<DisclosureId>,
    /// What was asked for, where that is known; what was released is `interval_from` and `interval_until`.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub requested_from: Option<OffsetDateTime>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub requested_until: Option<OffsetDateTime>,
    /// When and by whom an oral request was noted (FL 27 §).
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub noted_at: Option<OffsetDateTime>,
    #[serde(default)]
    pub noted_by: String,
    #[serde(default = "released")]
    pub decision: Decision,
    /// Told that a written decision can be asked for, and how to appeal it (OSL 6:3).
    #[serde(default)]
    pub told_of_appeal: Option<bool>,
    #[serde(default)]
    pub decision_asked_for: Option<bool>,
    #[serde(default)]
    pub written_decision: Option<bool>,
    #[serde(default)]
    pub refusal_reasons: String,
    /// When the person refused got part of the decision (delgivning).
    #[serde(default)]
    pub served_on: Option<Date>,
    /// What the ground asks to be recorded: which accident, who seized, who consented.
    #[serde(default)]
    pub ground_details: String,
    /// The assessment of harm (OSL 32:3) in words.
    #[serde(default)]
    pub assessment: String,
    /// The matter as the public view of the log tells it; empty = it is left out (OSL 5:2).
    #[serde(default)]
    pub public_matter: String,
    #[serde(default)]
    pub overlapping: Vec<OverlappingSecrecy>,
    /// A secrecy marking states the rule, the date and the authority (OSL 5:5).
    #[serde(default)]
    pub marking_rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking_on: Option<Date>,
    #[serde(default)]
    pub marking_authority: String,
    /// Which entry of the log it corrects, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    /// Where in the log the steps stand that led to it. Corrections have none, nor what was recorded before steps were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Steps>,
}

/// What was recorded before a decision was asked for was a release.
const fn released() -> Decision {
    Decision::Released
}

impl Disclosure {
    pub fn free_text(&self, which: FreeText) -> &str {
        match which {
            FreeText::Matter => &self.matter,
            FreeText::Note => &self.note,
            FreeText::Officer => &self.officer,
            FreeText::CaseReference => &self.case_reference,
            FreeText::HandedTo => &self.handed_to,
            FreeText::RefusalReasons => &self.refusal_reasons,
            FreeText::GroundDetails => &self.ground_details,
            FreeText::Assessment => &self.assessment,
            FreeText::PublicMatter => &self.public_matter,
        }
    }

    /// Last day to appeal: three weeks from when the decision was served, moved to a working day (FL 44 §; lag 1930:173).
    pub fn appeal_until(&self) -> Option<Date> {
        let served = self.served_on.filter(|_| self.decision.refuses())?;
        Some(on_working_day(add_days(served, APPEAL_DAYS)))
    }
}
