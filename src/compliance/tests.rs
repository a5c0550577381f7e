//! Dossiers as people record them, and what the law says of them.

use std::collections::BTreeSet;

use time::macros::{date, datetime};

use super::*;
use crate::assessment::{AssessmentKind, Conclusion, Factor, FactorText};
use crate::camera::CameraStatus;
use crate::code::Code;
use crate::law::{Fact, Outcome, Subject, Value};
use crate::organisation::ControllerId;
use crate::permit::{DecisionKind, DecisionStatus};
use crate::recorder::{ProofLevel, RecorderKind};
use crate::retention::StorageUnit;
use crate::signage::SignItem;
use crate::site::{Exemption, LegalGround, PlaceType, Purpose, SiteStatus};

const ID: SiteId = SiteId(1);
const TODAY: Date = date!(2026 - 11 - 22);

pub(super) fn entry<I: From<i64>, T>(number: i64, data: T) -> Entry<I, T> {
    Entry {
        id: I::from(number),
        data,
    }
}

fn camera(installed_on: Option<Date>) -> Camera {
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
        note: String::new(),
    }
}

fn permit(kind: DecisionKind) -> Permit {
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

fn assessment(on: Option<Date>) -> Assessment {
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
        decided_by: String::new(),
        dnr: String::new(),
        covers_changes_until: None,
        next_review_on: None,
        changes: String::new(),
        signed: None,
    }
}

fn sign() -> Sign {
    Sign {
        site: ID,
        entrance: "Huvudentrén".to_owned(),
        items: Some(SignItem::ALL.to_vec()),
        put_up_on: Some(date!(2019 - 06 - 01)),
        taken_down_on: None,
        inspected_on: None,
        inspected_by: String::new(),
        next_inspection_on: Some(date!(2027 - 06 - 01)),
        note: String::new(),
    }
}

fn storage(hours: u32, from: Option<Date>) -> StoragePeriod {
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

fn recorder() -> Recorder {
    Recorder {
        name: "NVR Heden".to_owned(),
        kind: RecorderKind::Nvr,
        unit: None,
        location: String::new(),
        operator: String::new(),
        outside_operator: None,
        configured_hours: Some(72),
        automatic_deletion: Some(true),
        note: String::new(),
    }
}

/// A check on 2026-11-20 at noon that saw footage of this age.
fn check(level: ProofLevel, oldest_hours: i64) -> DeletionEvidence {
    let at = datetime!(2026-11-20 11:00 UTC);
    DeletionEvidence {
        site: ID,
        recorder: Some(RecorderId(1)),
        level,
        checked_at: at,
        oldest_seen_at: Some(at - time::Duration::hours(oldest_hours)),
        store: "D:".to_owned(),
        not_covered: String::new(),
        checked_by: String::new(),
        note: String::new(),
    }
}

/// A schoolyard from 2019 that has done everything right.
fn schoolyard() -> Dossier {
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

fn judged(dossier: &Dossier, as_of: Date) -> Vec<Finding> {
    findings(&PolicySet::embedded().expect("sound rules"), dossier, as_of)
}

fn outcome(dossier: &Dossier, number: &str, as_of: Date) -> Outcome {
    let found = judged(dossier, as_of)
        .into_iter()
        .find(|finding| finding.policy.number == number);
    found
        .unwrap_or_else(|| panic!("{number} is not in force on {as_of}"))
        .outcome
}

fn not_fine(findings: &[Finding]) -> Vec<(&str, Outcome)> {
    let open = findings.iter().filter(|finding| finding.needs_attention());
    open.map(|finding| (finding.policy.number.as_str(), finding.outcome))
        .collect()
}

#[test]
fn a_site_that_has_done_everything_right_has_nothing_open_under_either_law() {
    let dossier = schoolyard();
    assert_eq!(not_fine(&judged(&dossier, TODAY)), []);
    assert_eq!(law::worst(&judged(&dossier, TODAY)), law::Standing::Ok);
    let under_permits = judged(&dossier, date!(2025 - 03 - 31));
    let permits: Vec<_> = under_permits
        .iter()
        .filter(|finding| finding.policy.in_force.until.is_some())
        .collect();
    assert!(
        permits.len() >= 8 && permits.iter().all(|finding| !finding.needs_attention()),
        "{permits:#?}"
    );
}

#[test]
fn an_empty_site_in_use_breaks_the_register_duty_and_is_red() {
    let site = Site {
        status: SiteStatus::InUse,
        started_on: Some(date!(2026 - 01 - 02)),
        ..Site::default()
    };
    let found = judged(&Dossier::new(ID, site), TODAY);
    let open = not_fine(&found);
    for number in ["R01", "R11", "R12", "R13", "R14", "R15", "R22", "R54"] {
        assert!(
            open.contains(&(number, Outcome::Breached)),
            "{number}: {open:?}"
        );
    }
    assert_eq!(law::worst(&found), law::Standing::Breach);
}

#[test]
fn a_planned_or_ended_site_breaks_nothing() {
    for status in [SiteStatus::Planned, SiteStatus::Ended] {
        let site = Site {
            status,
            ..Site::default()
        };
        assert_eq!(not_fine(&judged(&Dossier::new(ID, site), TODAY)), []);
    }
}

#[test]
fn an_assessment_is_not_seen_before_the_day_it_was_made() {
    let mut dossier = schoolyard();
    dossier.permits.clear();
    dossier.assessments[0].data.assessed_on = Some(date!(2025 - 04 - 15));
    assert_eq!(
        outcome(&dossier, "R03", date!(2025 - 04 - 14)),
        Outcome::Breached
    );
    assert_eq!(
        outcome(&dossier, "R03", date!(2025 - 04 - 15)),
        Outcome::Met
    );
}

#[test]
fn the_last_permit_day_and_the_first_day_of_the_new_law_are_judged_by_different_rules() {
    let mut dossier = schoolyard();
    dossier.assessments.clear();
    dossier.permits[0].data.valid_until = Some(date!(2027 - 06 - 30));
    let numbers = |as_of| {
        judged(&dossier, as_of)
            .iter()
            .map(|finding| finding.policy.number.clone())
            .collect::<BTreeSet<_>>()
    };
    let (before, after) = (
        numbers(date!(2025 - 03 - 31)),
        numbers(date!(2025 - 04 - 01)),
    );
    assert!(before.contains("R29") && !before.contains("R03"));
    assert!(after.contains("R03") && !after.contains("R29"));
    assert_eq!(
        outcome(&dossier, "R29", date!(2025 - 03 - 31)),
        Outcome::Met
    );
    assert_eq!(
        outcome(&dossier, "R04", date!(2025 - 04 - 01)),
        Outcome::Breached,
        "only the permit"
    );
    assert_eq!(
        outcome(&dossier, "R33", date!(2025 - 04 - 01)),
        Outcome::Breached,
        "the permit is stated to go on"
    );
}

#[test]
fn the_documents_of_the_permit_regime_stay_visible_as_history_until_they_can_no_longer_matter() {
    let mut dossier = schoolyard();
    dossier.permits.clear();
    let rules = PolicySet::embedded().expect("sound rules");
    let on = |today| {
        past_breaches(&rules, &dossier, today)
            .iter()
            .map(|finding| finding.policy.number.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        on(date!(2025 - 03 - 31)),
        Vec::<String>::new(),
        "not history yet"
    );
    assert_eq!(on(date!(2025 - 04 - 01)), ["R29"]);
    assert_eq!(on(date!(2030 - 03 - 31)), ["R29"]);
    assert_eq!(on(date!(2030 - 04 - 01)), Vec::<String>::new());
}

#[test]
fn a_permit_without_a_date_leaves_the_question_open() {
    let mut dossier = schoolyard();
    dossier.permits[0].data.decided_on = None;
    assert_eq!(
        outcome(&dossier, "R29", date!(2024 - 01 - 01)),
        Outcome::Unknown
    );
    dossier.permits[0].data.status = DecisionStatus::Applied;
    assert_eq!(
        outcome(&dossier, "R29", date!(2024 - 01 - 01)),
        Outcome::Breached
    );
}

#[test]
fn a_revoked_permit_holds_until_the_day_before() {
    let mut dossier = schoolyard();
    dossier.permits[0].data.status = DecisionStatus::Revoked;
    dossier.permits[0].data.revoked_on = Some(date!(2022 - 03 - 01));
    assert_eq!(
        outcome(&dossier, "R29", date!(2022 - 02 - 28)),
        Outcome::Met
    );
    assert_eq!(
        outcome(&dossier, "R29", date!(2022 - 03 - 01)),
        Outcome::Breached
    );
    dossier.permits[0].data.revoked_on = None;
    assert_eq!(
        outcome(&dossier, "R29", date!(2022 - 02 - 28)),
        Outcome::Unknown
    );
}

#[test]
fn a_camera_put_up_after_the_start_demands_a_new_assessment() {
    let mut dossier = schoolyard();
    dossier
        .cameras
        .push(entry(2, camera(Some(date!(2026 - 02 - 10)))));
    assert_eq!(
        outcome(&dossier, "R06", date!(2026 - 02 - 09)),
        Outcome::Met
    );
    assert_eq!(outcome(&dossier, "R06", TODAY), Outcome::Breached);
    let finding = judged(&dossier, TODAY)
        .into_iter()
        .find(|finding| finding.policy.number == "R06")
        .expect("in force");
    assert_eq!(finding.since, Some(date!(2026 - 02 - 10)));
    dossier.assessments[0].data.covers_changes_until = Some(date!(2026 - 02 - 10));
    assert_eq!(
        outcome(&dossier, "R06", TODAY),
        Outcome::Met,
        "the extension was planned and assessed"
    );
}

#[test]
fn cameras_of_the_first_day_are_no_extension() {
    let mut dossier = schoolyard();
    dossier
        .cameras
        .push(entry(2, camera(Some(date!(2019 - 06 - 01)))));
    assert_eq!(facts(&dossier, TODAY).get(Fact::LatestChangeOn), None);
}

#[test]
fn longer_storage_is_an_extension_and_shorter_is_not() {
    let mut dossier = schoolyard();
    dossier
        .storage_periods
        .push(entry(2, storage(48, Some(date!(2026 - 01 - 01)))));
    assert_eq!(outcome(&dossier, "R06", TODAY), Outcome::Met);
    dossier
        .storage_periods
        .push(entry(3, storage(72, Some(date!(2026 - 05 - 01)))));
    assert_eq!(outcome(&dossier, "R06", TODAY), Outcome::Breached);
}

#[test]
fn an_extension_in_the_revisions_is_named_with_who_recorded_it() {
    let mut dossier = schoolyard();
    dossier.extensions.push(RecordedExtension {
        what: Extension::Hours,
        on: date!(2026 - 03 - 01),
        by: "Kim Ek".to_owned(),
    });
    let finding = judged(&dossier, TODAY)
        .into_iter()
        .find(|finding| finding.policy.number == "R06")
        .expect("in force");
    let text = finding.text(crate::texts::Loc::sv());
    assert!(
        text.contains("2026-03-01") && text.contains("längre tider") && text.contains("Kim Ek"),
        "{text}"
    );
}

#[test]
fn a_claim_alone_never_turns_green() {
    let mut dossier = schoolyard();
    dossier.evidence = vec![entry(1, check(ProofLevel::Claim, 70))];
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Unknown);
    assert_eq!(outcome(&dossier, "R58", TODAY), Outcome::Breached);
    assert_eq!(outcome(&dossier, "R59", TODAY), Outcome::Met);
}

#[test]
fn a_clean_index_does_not_hide_files_that_are_left_on_disk() {
    let mut dossier = schoolyard();
    dossier.evidence = vec![
        entry(1, check(ProofLevel::Index, 70)),
        entry(2, check(ProofLevel::Disk, 2000)),
    ];
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Breached);
}

#[test]
fn only_the_latest_check_of_a_store_counts_and_only_from_its_day() {
    let mut dossier = schoolyard();
    let mut old = check(ProofLevel::Index, 2000);
    old.checked_at = datetime!(2026-10-01 11:00 UTC);
    old.oldest_seen_at = Some(datetime!(2026-01-01 11:00 UTC));
    dossier.evidence.push(entry(3, old));
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Met);
    assert_eq!(
        outcome(&dossier, "R57", date!(2026 - 11 - 19)),
        Outcome::Breached
    );
}

#[test]
fn footage_begun_on_a_further_hour_is_that_much_older() {
    let mut dossier = schoolyard();
    let mut late = check(ProofLevel::Index, 96);
    late.oldest_seen_at = late
        .oldest_seen_at
        .map(|at| at - time::Duration::minutes(1));
    dossier.evidence = vec![entry(1, late)];
    assert_eq!(
        facts(&dossier, TODAY).number(Fact::IndexOldestHours),
        Some(97)
    );
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Breached);
}

#[test]
fn a_recorder_without_a_check_is_named() {
    let mut dossier = schoolyard();
    dossier.cameras.push(entry(
        2,
        Camera {
            recorder: Some(RecorderId(2)),
            ..camera(Some(date!(2019 - 06 - 01)))
        },
    ));
    dossier.recorders.push(entry(
        2,
        Recorder {
            name: "SD-kort kamera 2".to_owned(),
            ..recorder()
        },
    ));
    let unchecked = facts(&dossier, TODAY).get(Fact::StoresUnchecked).cloned();
    assert_eq!(
        unchecked,
        Some(Value::names(["SD-kort kamera 2".to_owned()]))
    );
    assert_eq!(outcome(&dossier, "R58", TODAY), Outcome::Breached);
}

#[test]
fn signs_nobody_has_read_leave_their_content_open_but_not_what_is_seen_to_be_missing() {
    let mut dossier = schoolyard();
    dossier.signs.push(entry(
        2,
        Sign {
            items: None,
            ..sign()
        },
    ));
    assert_eq!(outcome(&dossier, "R24", TODAY), Outcome::Unknown);
    dossier.signs[0].data.items = Some(vec![SignItem::Identity]);
    assert_eq!(outcome(&dossier, "R24", TODAY), Outcome::Breached);
}

#[test]
fn a_decision_replaced_by_a_newer_one_of_its_kind_does_not_expire() {
    let mut dossier = schoolyard();
    let decision = |from, until| Permit {
        decided_on: Some(from),
        valid_until: Some(until),
        ..permit(DecisionKind::Local)
    };
    dossier.permits.push(entry(
        2,
        decision(date!(2023 - 01 - 01), date!(2025 - 12 - 31)),
    ));
    assert_eq!(outcome(&dossier, "R56", TODAY), Outcome::Breached);
    dossier.permits.push(entry(
        3,
        decision(date!(2025 - 12 - 01), date!(2028 - 12 - 31)),
    ));
    assert_eq!(outcome(&dossier, "R56", TODAY), Outcome::Met);
}

#[test]
fn a_paused_site_was_in_use_until_the_pause() {
    let mut dossier = schoolyard();
    dossier.site.status = SiteStatus::Paused;
    dossier.site.paused_on = Some(date!(2026 - 07 - 01));
    assert_eq!(
        facts(&dossier, date!(2026 - 06 - 30)).truth(Fact::InUse),
        Some(true)
    );
    assert_eq!(
        facts(&dossier, date!(2026 - 07 - 01)).truth(Fact::InUse),
        Some(false)
    );
}

/// A dossier with something in every corner, to see that every fact is produced.
fn everything() -> Dossier {
    let mut dossier = schoolyard();
    let site = &mut dossier.site;
    site.audio_motivation = "Porttelefon".to_owned();
    site.exemption = Some(Exemption::RescueLeader);
    site.exemption_until = Some(date!(2026 - 12 - 01));
    site.processor_agreement_on = Some(date!(2024 - 01 - 01));
    site.processor_agreement_until = Some(date!(2027 - 01 - 01));
    site.context_changed_on = Some(date!(2026 - 01 - 01));
    site.context_change = "Fritidsgården har öppnat".to_owned();
    let own = &mut dossier.assessments[0].data;
    own.next_review_on = Some(date!(2027 - 03 - 01));
    let di = &mut dossier.permits[0].data;
    di.valid_until = Some(date!(2027 - 01 - 01));
    di.max_cameras = Some(4);
    di.storage_hours = Some(72);
    di.live_only = Some(false);
    di.audio_allowed = Some(false);
    let mut notice = permit(DecisionKind::NoticeExemption);
    notice.valid_until = Some(date!(2027 - 01 - 01));
    notice.conditions_followed = Some(true);
    let mut local = permit(DecisionKind::Local);
    local.valid_until = Some(date!(2027 - 01 - 01));
    dossier.permits.extend([entry(2, notice), entry(3, local)]);
    dossier.extensions.push(RecordedExtension {
        what: Extension::Hours,
        on: date!(2026 - 03 - 01),
        by: "Kim Ek".to_owned(),
    });
    dossier
}

#[test]
fn every_fact_about_a_site_is_produced() {
    let produced = facts(&everything(), TODAY);
    let missing: Vec<&str> = Fact::ALL
        .iter()
        .filter(|fact| fact.subject() == Subject::Site && produced.get(**fact).is_none())
        .map(|fact| fact.name())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_fact_that_can_always_be_told_is_told_of_an_empty_site() {
    let produced = facts(&Dossier::new(ID, Site::default()), TODAY);
    for fact in Fact::ALL
        .iter()
        .filter(|fact| fact.subject() == Subject::Site)
    {
        let always = fact.absence() == law::Absence::Never;
        assert!(!always || produced.get(*fact).is_some(), "{}", fact.name());
    }
}
