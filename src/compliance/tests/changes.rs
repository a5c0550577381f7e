//! What was added to a site, and what shows that footage was deleted.

use time::macros::{date, datetime};

use super::super::*;
use crate::law::{Fact, Outcome, Value};
use crate::recorder::ProofLevel;

use super::samples::*;

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
fn a_check_that_could_not_see_everything_is_never_green_and_clears_nothing() {
    let mut dossier = schoolyard();
    let mut nothing = check(ProofLevel::Disk, 0);
    nothing.oldest_seen_at = None;
    nothing.incomplete = true;
    dossier.evidence = vec![entry(1, nothing.clone())];
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Unknown);
    let mut old = check(ProofLevel::Disk, 2000);
    old.checked_at -= time::Duration::hours(1);
    dossier.evidence = vec![entry(1, old), entry(2, nothing)];
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Breached);
    dossier.evidence.push(entry(3, {
        let mut clean = check(ProofLevel::Disk, 70);
        clean.checked_at += time::Duration::hours(1);
        clean
    }));
    assert_eq!(outcome(&dossier, "R57", TODAY), Outcome::Met);
}

#[test]
fn three_dygn_over_the_end_of_summer_time_are_not_a_breach() {
    let mut dossier = schoolyard();
    dossier.storage_periods = vec![entry(
        1,
        crate::retention::StoragePeriod {
            length: 3,
            unit: crate::retention::StorageUnit::Days,
            ..storage(72, Some(date!(2019 - 06 - 01)))
        },
    )];
    let mut over = check(ProofLevel::Disk, 0);
    over.oldest_seen_at = Some(datetime!(2026-10-24 12:00 +2));
    over.checked_at = datetime!(2026-10-28 12:00 +1);
    dossier.evidence = vec![entry(1, over.clone())];
    assert_eq!(
        outcome(&dossier, "R57", date!(2026 - 10 - 28)),
        Outcome::Met
    );
    over.checked_at += time::Duration::MINUTE;
    dossier.evidence = vec![entry(1, over)];
    assert_eq!(
        outcome(&dossier, "R57", date!(2026 - 10 - 28)),
        Outcome::Breached
    );
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
