//! What inspectors really found in 52 of 132 Swedish inspections, the borders between the laws, and exemptions.

use time::macros::date;

use super::super::*;
use crate::law::{Fact, hours::WeeklyHours};
use crate::law::{Finding, Outcome, Value};
use crate::permit::DecisionKind;
use crate::signage::SignItem;
use crate::site::{Exemption, PlaceType, Purpose};
use crate::texts::Loc;

use super::samples::*;

const LAST_PERMIT_DAY: Date = date!(2025 - 03 - 31);

fn breach(dossier: &Dossier, policy: &str, as_of: Date) -> bool {
    judged(dossier, as_of)
        .iter()
        .any(|finding| finding.policy.id == policy && finding.outcome == Outcome::Breached)
}

fn found(dossier: &Dossier, number: &str, as_of: Date) -> Finding {
    judged(dossier, as_of)
        .into_iter()
        .find(|finding| finding.policy.number == number)
        .expect("in force")
}

/// A permit with every condition, all of them kept.
fn conditioned() -> Dossier {
    let mut dossier = schoolyard();
    let permit = &mut dossier.permits[0].data;
    permit.max_cameras = Some(1);
    permit.storage_hours = Some(72);
    permit.live_only = Some(false);
    permit.audio_allowed = Some(false);
    dossier
}

/// The fault, what makes it, and the rule that finds it.
type Fault = (&'static str, fn(&mut Dossier), &'static str, Date);

const FAULTS: [Fault; 8] = [
    (
        "area too wide",
        |dossier| dossier.permits[0].data.area_as_permitted = Some(false),
        "permit-area-kept",
        LAST_PERMIT_DAY,
    ),
    (
        "missing signs",
        |dossier| dossier.signs.clear(),
        "kbl-15-signs-exist",
        LAST_PERMIT_DAY,
    ),
    (
        "poor signs",
        |dossier| dossier.signs[0].data.items = Some(vec![SignItem::Identity]),
        "sign-first-layer-complete",
        LAST_PERMIT_DAY,
    ),
    (
        "no permit",
        |dossier| dossier.permits.clear(),
        "permit-in-effect",
        LAST_PERMIT_DAY,
    ),
    (
        "recording where only live viewing was allowed",
        |dossier| dossier.permits[0].data.live_only = Some(true),
        "permit-live-only-kept",
        LAST_PERMIT_DAY,
    ),
    (
        "too many cameras",
        |dossier| {
            let second = camera(Some(date!(2020 - 01 - 01)));
            dossier.cameras.push(entry(2, second));
        },
        "permit-camera-count-kept",
        LAST_PERMIT_DAY,
    ),
    (
        "outside the hours",
        |dossier| dossier.permits[0].data.hours = "mån-fre 22-06".to_owned(),
        "permit-hours-kept",
        LAST_PERMIT_DAY,
    ),
    (
        "cameras no longer needed",
        |dossier| dossier.site.still_needed = Some(false),
        "surveillance-still-needed",
        TODAY,
    ),
];

#[test]
fn each_fault_that_inspectors_found_is_found_by_a_rule_and_only_when_it_is_there() {
    for (fault, make, policy, day) in FAULTS {
        let mut dossier = conditioned();
        assert!(!breach(&dossier, policy, day), "{policy} before: {fault}");
        make(&mut dossier);
        assert!(
            breach(&dossier, policy, day),
            "{policy} does not see: {fault}"
        );
    }
}

#[test]
fn storage_sound_and_purpose_beyond_the_permit_are_found_too() {
    let mut dossier = conditioned();
    dossier.permits[0].data.storage_hours = Some(71);
    dossier.site.audio = Some(true);
    dossier.site.purposes.push(Purpose::Accidents);
    for policy in [
        "permit-storage-kept",
        "permit-sound-kept",
        "permit-purpose-kept",
    ] {
        assert!(breach(&dossier, policy, LAST_PERMIT_DAY), "{policy}");
    }
}

#[test]
fn what_differs_from_a_permit_that_serves_as_the_assessment_is_listed_and_nothing_else() {
    let mut dossier = conditioned();
    dossier.assessments.clear();
    let text = |dossier: &Dossier| found(dossier, "R05", TODAY).text(Loc::sv());
    assert_eq!(found(&dossier, "R05", TODAY).outcome, Outcome::Met);
    dossier.permits[0].data.area_as_permitted = Some(false);
    dossier.site.hours = "dygnet runt".to_owned();
    let said = text(&dossier);
    assert!(
        said.contains("avser: större område, längre tider."),
        "{said}"
    );
    assert!(!said.contains("ny kamera"), "{said}");
    let listed = facts(&dossier, TODAY).get(Fact::PermitDifferences).cloned();
    assert_eq!(
        listed,
        Some(Value::codes([
            crate::site::Extension::Area,
            crate::site::Extension::Hours
        ]))
    );
}

#[test]
fn the_permit_law_began_on_the_first_of_august_2018_and_ended_with_march_2025() {
    let mut dossier = schoolyard();
    dossier.site.started_on = Some(date!(2015 - 01 - 01));
    dossier.permits.clear();
    let has = |number: &str, day| {
        judged(&dossier, day)
            .iter()
            .any(|finding| finding.policy.number == number)
    };
    assert!(!has("R29", date!(2018 - 07 - 31)) && has("R29", date!(2018 - 08 - 01)));
    assert!(has("R29", LAST_PERMIT_DAY) && !has("R29", date!(2025 - 04 - 01)));
    for number in ["R01", "R03", "R11", "R15"] {
        assert!(
            !has(number, LAST_PERMIT_DAY) && has(number, date!(2025 - 04 - 01)),
            "{number}"
        );
    }
    let permit = &permit(DecisionKind::PermitCounty);
    assert_eq!(permit.in_effect_until(), Some(LAST_PERMIT_DAY));
}

#[test]
fn an_exemption_of_a_month_ends_by_the_calendar_and_never_covers_signs() {
    let mut dossier = schoolyard();
    dossier.assessments.clear();
    dossier.permits.clear();
    dossier.site.place_type = Some(PlaceType::Park);
    dossier.site.purposes = vec![Purpose::Accidents];
    dossier.site.exemption = Some(Exemption::RescueLeader);
    dossier.site.started_on = Some(date!(2026 - 01 - 31));
    dossier.site.exemption_from = Some(date!(2026 - 01 - 31));
    // One month after 31 January is the last of February.
    assert!(!breach(
        &dossier,
        "kbl-9-assessment-exists",
        date!(2026 - 02 - 28)
    ));
    assert!(breach(
        &dossier,
        "kbl-9-assessment-exists",
        date!(2026 - 03 - 01)
    ));
    assert!(breach(
        &dossier,
        "kbl-13-at-most-a-month",
        date!(2026 - 03 - 01)
    ));
    dossier.signs.clear();
    assert!(breach(
        &dossier,
        "kbl-15-exempt-site-still-signed",
        date!(2026 - 02 - 01)
    ));
}

#[test]
fn a_parking_house_is_exempt_for_crime_and_for_nothing_else() {
    let mut dossier = schoolyard();
    dossier.assessments.clear();
    dossier.permits.clear();
    dossier.site.place_type = Some(PlaceType::ParkingHouse);
    dossier.site.exemption = Some(Exemption::ParkingHouse);
    dossier.site.purposes = vec![Purpose::Crime];
    assert_eq!(outcome(&dossier, "R19", TODAY), Outcome::Met);
    dossier.site.purposes.push(Purpose::PublicOrder);
    assert_eq!(outcome(&dossier, "R19", TODAY), Outcome::Breached);
    dossier.site.purposes = vec![Purpose::Crime];
    dossier.site.place_type = Some(PlaceType::Parking);
    assert_eq!(outcome(&dossier, "R19", TODAY), Outcome::Breached);
}

#[test]
fn a_public_holiday_in_the_week_has_the_hours_of_a_weekend() {
    let practice = WeeklyHours::parse("mån-fre 20-06; lör-sön, helgdag 17-07").expect("hours");
    let weekdays = WeeklyHours::parse("mån-fre, helgdag 20-06").expect("hours");
    let afternoons = WeeklyHours::parse("helgdag 17-20").expect("hours");
    assert!(weekdays.is_subset_of(&practice));
    assert!(afternoons.is_subset_of(&practice));
    let mondays = WeeklyHours::parse("mån 17-20").expect("hours");
    assert!(!mondays.is_subset_of(&practice));
}

#[test]
fn an_added_camera_and_a_longer_storage_are_named_with_who_registered_them() {
    let mut dossier = schoolyard();
    dossier
        .cameras
        .push(entry(2, camera(Some(date!(2026 - 02 - 10)))));
    let key = (crate::register::RecordKind::Camera, 2);
    dossier.registered_by.insert(key, "Maja Lund".to_owned());
    let said = found(&dossier, "R06", TODAY).text(Loc::sv());
    assert!(
        said.contains("2026-02-10") && said.contains("ny kamera") && said.contains("Maja Lund"),
        "{said}"
    );
}
