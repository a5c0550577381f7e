//! Whole dossiers under either law.

use std::collections::BTreeSet;

use time::macros::date;

use super::super::*;
use crate::law::Outcome;
use crate::permit::DecisionStatus;
use crate::site::SiteStatus;

use super::samples::*;

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
