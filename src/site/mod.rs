//! A site: one place under surveillance for stated purposes, one entry of the statutory register (KBL 10 §).

use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use crate::code::{codes, ids};
use crate::organisation::{ControllerId, UnitId};

pub mod api;
pub mod bulk;
pub mod confirmation;
pub mod extension;
pub mod form;
pub mod geodesy;
pub mod map;
pub mod page;
pub mod position;
pub mod store;
pub mod web;
pub use extension::Extension;
pub use position::Position;

ids! { SiteId }

codes! {
    /// Type of place (KBL 10 § 2). The statute has no list; this one is ours (law.md 7.1).
    PlaceType, "place-type" {
        SchoolYard = "skolgard",
        SchoolIndoors = "skola-inomhus",
        SchoolFacade = "skola-fasad",
        Preschool = "forskola",
        YouthCentre = "fritidsgard",
        Square = "torg",
        Park = "park",
        Parking = "parkering",
        ParkingHouse = "parkeringshus",
        Station = "station",
        Library = "bibliotek",
        SportsFacility = "idrott",
        Office = "kontor",
        SocialOffice = "socialkontor",
        CareHome = "lss-sabo",
        FireStation = "brandstation",
        Utility = "va-energi",
        Depot = "depa",
        Recycling = "atervinning",
        Residential = "bostader",
        Vehicle = "fordon",
        ProtectedObject = "skyddsobjekt",
        Other = "ovrigt",
    }
}

impl PlaceType {
    pub const fn is_school(self) -> bool {
        matches!(
            self,
            Self::SchoolYard | Self::SchoolIndoors | Self::SchoolFacade | Self::Preschool
        )
    }
}

codes! {
    /// The interests in surveillance that KBL 8 § second paragraph lists.
    Purpose, "purpose" {
        Crime = "brott",
        PublicOrder = "ordning",
        Control = "kontroll",
        Accidents = "olyckor",
        Comparable = "jamforligt",
    }
}

codes! {
    /// Sound apart, what *annan särskild teknik* (KBL 10 § 4) may mean. The list is ours (law.md 7.1).
    SpecialTechnology, "technology" {
        FaceRecognition = "ansiktsigenkanning",
        NumberPlates = "anpr",
        Thermal = "varmekamera",
        Analytics = "ai-analys",
        Drone = "dronare",
        PanTiltZoom = "ptz",
        /// Privacy-enhancing, not intrusive, but a register item all the same.
        Pixelation = "pixlering",
    }
}

codes! {
    /// Exemptions from 8-10 §§ that a kommun can meet (KBL 11 and 13 §§).
    Exemption, "exemption" {
        /// 11 § 1
        ProtectedObject = "11-1-skyddsobjekt",
        /// 11 § 4
        RoadTunnel = "11-4-vagtunnel",
        /// 11 § 5
        PublicTransport = "11-5-kollektivtrafik",
        /// 11 § 7
        ParkingHouse = "11-7-parkeringshus",
        /// 11 § 8
        VehicleSight = "11-8-fordonssikt",
        /// 13 §, one month at most
        RescueLeader = "13-raddningsledare",
    }
}

codes! {
    SiteStatus, "site-status" {
        Planned = "planerad",
        InUse = "i-drift",
        Paused = "pausad",
        Ended = "avslutad",
    }
}

codes! {
    /// Which secrecy the footage falls under: it decides the grounds for disclosure (OSL; LUB 8 §).
    SecrecyRegime, "secrecy" {
        /// OSL 32:3, the ordinary rule for camera surveillance.
        CameraSurveillance = "osl-32-3",
        /// OSL 26:1
        SocialServices = "osl-26-1",
        /// OSL 25:1
        HealthCare = "osl-25-1",
        /// OSL 23:2
        School = "osl-23-2",
    }
}

codes! {
    /// What of a site is secret in the register itself, because telling it would defeat the surveillance (OSL 18:8).
    Marking, "site-marking" {
        Nothing = "ingen",
        /// Where its cameras are, how they are turned and where they record.
        Details = "uppgifter",
        /// That it is there at all.
        Whole = "hela",
    }
}

impl Marking {
    /// As it is stored: what hides more is more.
    pub const fn level(self) -> i16 {
        match self {
            Self::Nothing => 0,
            Self::Details => 1,
            Self::Whole => 2,
        }
    }
}

codes! {
    LegalGround, "legal-ground" {
        /// GDPR art. 6.1 e
        PublicInterest = "6-1-e",
        /// GDPR art. 6.1 c
        LegalObligation = "6-1-c",
        /// GDPR art. 6.1 f, for companies
        LegitimateInterest = "6-1-f",
    }
}

/// What is recorded about a site. `None` always means *not answered*, never *no*.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Stands on signs and in mail; unique in the kommun, never reused.
    pub reference: String,
    pub name: String,
    pub status: SiteStatus,
    pub unit: Option<UnitId>,
    pub controller: Option<ControllerId>,
    pub responsible: String,

    // The statutory items (KBL 10 §); the fifth comes from the assessments.
    pub address: String,
    pub place_type: Option<PlaceType>,
    pub purposes: Vec<Purpose>,
    pub purpose_text: String,
    pub audio: Option<bool>,
    /// `None` = not answered, empty = none is used.
    pub special_technology: Option<Vec<SpecialTechnology>>,

    pub started_on: Option<Date>,
    pub ended_on: Option<Date>,
    /// First day of the pause, when the status is paused; `None` = since always.
    pub paused_on: Option<Date>,
    pub property_designation: String,
    pub position: Option<Position>,
    pub public_access: Option<bool>,
    pub workplace: Option<bool>,
    pub children: Option<bool>,
    /// Changing rooms, bedrooms and the like.
    pub private_area: Option<bool>,
    pub entrances: Option<u16>,
    /// Days and hours in the form of `law::hours`, such as `mån-fre 20-06; lör-sön 17-07`.
    pub hours: String,
    pub live_viewing: Option<bool>,
    pub recording: Option<bool>,
    pub audio_motivation: String,
    pub masking_needed: Option<bool>,
    pub masking: String,
    /// The watched area is limited to where the incidents happened.
    pub area_limited: Option<bool>,
    pub legal_ground: Option<LegalGround>,
    pub exemption: Option<Exemption>,
    /// First day of the exemption; left out, the exemption is as old as the surveillance.
    pub exemption_from: Option<Date>,
    /// Last day of a 13 § exemption, as decided.
    pub exemption_until: Option<Date>,
    /// Someone claims that the law does not apply because the picture is pixelated.
    pub claimed_out_of_scope: bool,
    pub secrecy: SecrecyRegime,
    pub prior_measures: String,
    pub incidents: String,
    pub incidents_as_of: Option<Date>,
    pub dpia_reference: String,
    pub dpia_on: Option<Date>,
    pub processing_record_reference: String,
    pub outside_operator: Option<bool>,
    pub processor_agreement_on: Option<Date>,
    pub processor_agreement_until: Option<Date>,
    pub mbl_negotiated_on: Option<Date>,
    pub access_reviewed_on: Option<Date>,
    pub reviewed_on: Option<Date>,
    /// What the latest review found: is the surveillance still needed (KBL 7 §)?
    pub still_needed: Option<bool>,
    /// The full information can be had without digital means (phone, poster).
    pub second_layer_non_digital: Option<bool>,
    pub disposal_decision_reference: String,
    pub register_updated_on: Option<Date>,
    /// A marking states the rule, which is OSL 18:8, the day, and the authority, which is the controller (OSL 5:5).
    pub marking: Marking,
    pub marked_on: Option<Date>,
    /// A circumstance at the place that changed (9 § second paragraph 2), and when.
    pub context_changed_on: Option<Date>,
    pub context_change: String,
    pub note: String,
}

impl Site {
    /// Whether the surveillance was under way on a day: from the day it began to the day it ended, both included.
    /// A start that is not recorded counts as before every day.
    pub fn in_use_on(&self, day: Date) -> bool {
        let begun = self.started_on.is_none_or(|started| started <= day);
        let going_on = match self.status {
            SiteStatus::Planned => false,
            SiteStatus::InUse => self.ended_on.is_none_or(|ended| day <= ended),
            SiteStatus::Paused => self.paused_on.is_some_and(|paused| day < paused),
            SiteStatus::Ended => self.ended_on.is_some_and(|ended| day <= ended),
        };
        begun && going_on
    }
}

impl Default for Site {
    fn default() -> Self {
        Self {
            reference: String::new(),
            name: String::new(),
            status: SiteStatus::Planned,
            unit: None,
            controller: None,
            responsible: String::new(),
            address: String::new(),
            place_type: None,
            purposes: Vec::new(),
            purpose_text: String::new(),
            audio: None,
            special_technology: None,
            started_on: None,
            ended_on: None,
            paused_on: None,
            property_designation: String::new(),
            position: None,
            public_access: None,
            workplace: None,
            children: None,
            private_area: None,
            entrances: None,
            hours: String::new(),
            live_viewing: None,
            recording: None,
            audio_motivation: String::new(),
            masking_needed: None,
            masking: String::new(),
            area_limited: None,
            legal_ground: None,
            exemption: None,
            exemption_from: None,
            exemption_until: None,
            claimed_out_of_scope: false,
            secrecy: SecrecyRegime::CameraSurveillance,
            prior_measures: String::new(),
            incidents: String::new(),
            incidents_as_of: None,
            dpia_reference: String::new(),
            dpia_on: None,
            processing_record_reference: String::new(),
            outside_operator: None,
            processor_agreement_on: None,
            processor_agreement_until: None,
            mbl_negotiated_on: None,
            access_reviewed_on: None,
            reviewed_on: None,
            still_needed: None,
            second_layer_non_digital: None,
            disposal_decision_reference: String::new(),
            register_updated_on: None,
            marking: Marking::Nothing,
            marked_on: None,
            context_changed_on: None,
            context_change: String::new(),
            note: String::new(),
        }
    }
}
