//! Records that the tests begin from.

use time::macros::{date, datetime};

use super::super::*;
use crate::account::AccountId;
use crate::assessment::{AssessmentKind, Conclusion, Factor, FactorText};
use crate::camera::CameraStatus;
use crate::code::Code;
use crate::law::Outcome;
use crate::organisation::ControllerId;
use crate::permit::{DecisionKind, DecisionStatus};
use crate::recorder::{ProofLevel, RecorderKind};
use crate::retention::StorageUnit;
use crate::signage::SignItem;
use crate::site::{LegalGround, PlaceType, Purpose, SiteStatus};

pub(super) const ID: SiteId = SiteId(1);
pub(super) const TODAY: Date = date!(2026 - 11 - 22);

pub(super) fn entry<I: From<i64>, T>(number: i64, data: T) -> Entry<I, T> {
    Entry {
        id: I::from(number),
        data,
    }
}

pub(super) fn camera(installed_on: Option<Date>) -> Camera {
    Camera {
        site: ID,
        label: "K-001".to_owned(),
        status: CameraStatus::InUse,
        kind: None,
        placement: String::new(),
        recorder: Some(RecorderId(1)),
        indoor: None,
        direction_degrees: None,
        angle_degrees: None,
        range_metres: None,
        masking: String::new(),
        position: None,
        installed_on,
        removed_on: None,
        unconfirmed: false,
        secret: false,
        marked_on: None,
        concealed: false,
        note: String::new(),
    }
}

pub(super) fn permit(kind: DecisionKind) -> Permit {
    Permit {
        site: ID,
        kind,
        status: DecisionStatus::Granted,
        dnr: "DI-2019-4004".to_owned(),
        authority: String::new(),
        decided_on: Some(date!(2019 - 05 - 02)),
        valid_from: None,
        valid_until: None,
        revoked_on: None,
        purposes: Vec::new(),
        max_cameras: None,
        area: String::new(),
        hours: String::new(),
        storage_hours: None,
        live_only: None,
        audio_allowed: None,
        conditions: String::new(),
        area_as_permitted: None,
        conditions_followed: None,
        note: String::new(),
    }
}

pub(super) fn assessment(on: Option<Date>) -> Assessment {
    Assessment {
        site: ID,
        number: 1,
        kind: AssessmentKind::Own,
        assessed_on: on,
        factors: Vec::new(),
        alternatives: String::new(),
        area_and_hours: String::new(),
        mitigations: String::new(),
        conclusion: Some(Conclusion::Outweighs),
        dpo_advice: String::new(),
        advice: None,
        incidents: String::new(),
        decided_by: String::new(),
        dnr: String::new(),
        covers_changes_until: None,
        next_review_on: None,
        changes: String::new(),
        signed: None,
    }
}

pub(super) fn sign() -> Sign {
    Sign {
        site: ID,
        entrance: "Huvudentrén".to_owned(),
        items: Some(SignItem::ALL.to_vec()),
        put_up_on: Some(date!(2019 - 06 - 01)),
        next_inspection_on: Some(date!(2027 - 06 - 01)),
        ..Sign::at(ID)
    }
}

pub(super) fn storage(hours: u32, from: Option<Date>) -> StoragePeriod {
    StoragePeriod {
        site: ID,
        length: hours,
        unit: StorageUnit::Hours,
        applies_from: from,
        ground: String::new(),
        justification: "Skadegörelse upptäcks efter helgen".to_owned(),
        automatic_deletion: Some(true),
        disposal_decision_reference: "KS 2024/0107".to_owned(),
    }
}

pub(super) fn recorder() -> Recorder {
    Recorder {
        name: "NVR Heden".to_owned(),
        kind: RecorderKind::Nvr,
        configured_hours: Some(72),
        automatic_deletion: Some(true),
        ..Recorder::unnamed()
    }
}

/// A check on 2026-11-20 at noon that saw footage of this age.
pub(super) fn check(level: ProofLevel, oldest_hours: i64) -> DeletionEvidence {
    let at = datetime!(2026-11-20 11:00 UTC);
    DeletionEvidence {
        recorder: Some(RecorderId(1)),
        level,
        oldest_seen_at: Some(at - time::Duration::hours(oldest_hours)),
        store: "D:".to_owned(),
        ..DeletionEvidence::at(ID, at)
    }
}

/// A request of 2026-11-01 to save an hour of the evening before.
pub(super) fn hold() -> Hold {
    Hold {
        reference: "5000-K1234-26".to_owned(),
        decided_on: date!(2026 - 11 - 01),
        interval_from: datetime!(2026-10-31 20:00 UTC),
        interval_until: datetime!(2026-10-31 21:00 UTC),
        reason: "Misshandel".to_owned(),
        owner: Some(AccountId(1)),
        ends_on: Some(date!(2027 - 03 - 01)),
        ..Hold::at(ID, datetime!(2026-11-01 08:00 UTC))
    }
}

/// A schoolyard from 2019 that has done everything right.
pub(crate) fn schoolyard() -> Dossier {
    let site = Site {
        status: SiteStatus::InUse,
        controller: Some(ControllerId(1)),
        address: "Hedegatan 18".to_owned(),
        place_type: Some(PlaceType::SchoolYard),
        purposes: vec![Purpose::Crime],
        purpose_text: "Förebygga skadegörelse".to_owned(),
        audio: Some(false),
        special_technology: Some(Vec::new()),
        started_on: Some(date!(2019 - 06 - 01)),
        public_access: Some(true),
        workplace: Some(true),
        children: Some(true),
        private_area: Some(false),
        entrances: Some(1),
        hours: "mån-fre 20-06; lör-sön, helgdag 17-07".to_owned(),
        live_viewing: Some(false),
        recording: Some(true),
        masking_needed: Some(true),
        masking: "Grannens uteplats".to_owned(),
        legal_ground: Some(LegalGround::PublicInterest),
        prior_measures: "Belysning 2018".to_owned(),
        incidents: "Sju fall av skadegörelse".to_owned(),
        incidents_as_of: Some(date!(2026 - 01 - 15)),
        dpia_reference: "BSN 2025/17".to_owned(),
        dpia_on: Some(date!(2025 - 03 - 01)),
        processing_record_reference: "BSN-4".to_owned(),
        outside_operator: Some(false),
        mbl_negotiated_on: Some(date!(2019 - 05 - 10)),
        access_reviewed_on: Some(date!(2026 - 09 - 01)),
        reviewed_on: Some(date!(2026 - 09 - 01)),
        still_needed: Some(true),
        second_layer_non_digital: Some(true),
        register_updated_on: Some(date!(2026 - 09 - 01)),
        area_limited: Some(true),
        ..Site::default()
    };
    let mut own = assessment(Some(date!(2025 - 03 - 20)));
    own.factors = Factor::ALL
        .iter()
        .map(|factor| FactorText {
            factor: *factor,
            text: "Övervägt.".to_owned(),
        })
        .collect();
    let mut di = permit(DecisionKind::PermitDi);
    di.hours = "mån-fre 20-06; lör-sön, helgdag 17-07".to_owned();
    di.purposes = vec![Purpose::Crime];
    di.area_as_permitted = Some(true);
    Dossier {
        cameras: vec![entry(1, camera(Some(date!(2019 - 06 - 01))))],
        permits: vec![entry(1, di)],
        assessments: vec![entry(1, own)],
        signs: vec![entry(1, sign())],
        storage_periods: vec![entry(1, storage(72, Some(date!(2019 - 06 - 01))))],
        evidence: vec![
            entry(1, check(ProofLevel::Index, 70)),
            entry(2, check(ProofLevel::Disk, 71)),
        ],
        recorders: vec![entry(1, recorder())],
        ..Dossier::new(ID, site)
    }
}

pub(super) fn judged(dossier: &Dossier, as_of: Date) -> Vec<Finding> {
    findings(&PolicySet::embedded().expect("sound rules"), dossier, as_of)
}

pub(super) fn outcome(dossier: &Dossier, number: &str, as_of: Date) -> Outcome {
    let found = judged(dossier, as_of)
        .into_iter()
        .find(|finding| finding.policy.number == number);
    found
        .unwrap_or_else(|| panic!("{number} is not in force on {as_of}"))
        .outcome
}

pub(super) fn not_fine(findings: &[Finding]) -> Vec<(&str, Outcome)> {
    let open = findings.iter().filter(|finding| finding.needs_attention());
    open.map(|finding| (finding.policy.number.as_str(), finding.outcome))
        .collect()
}
