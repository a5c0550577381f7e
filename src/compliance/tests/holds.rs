//! Footage that is kept, personal data breaches and access requests.

use time::macros::{date, datetime};

use super::super::*;
use crate::hold::HoldKind;
use crate::law::Outcome;
use crate::recorder::ProofLevel;

use super::samples::*;

fn kept(hold: Hold) -> Dossier {
    let mut dossier = schoolyard();
    dossier.holds.push(entry(1, hold));
    dossier
}

#[test]
fn a_hold_without_an_owner_or_past_its_last_day_is_found_until_it_is_lifted() {
    assert_eq!(outcome(&schoolyard(), "R37", TODAY), Outcome::NotApplicable);
    assert_eq!(outcome(&kept(hold()), "R37", TODAY), Outcome::Met);
    let unowned = Hold {
        owner: None,
        ..hold()
    };
    assert_eq!(outcome(&kept(unowned), "R37", TODAY), Outcome::Breached);
    let past = Hold {
        ends_on: Some(date!(2026 - 11 - 21)),
        ..hold()
    };
    assert_eq!(
        outcome(&kept(past.clone()), "R37", TODAY),
        Outcome::Breached
    );
    let lifted = Hold {
        lifted_on: Some(TODAY),
        ..past
    };
    assert_eq!(outcome(&kept(lifted), "R37", TODAY), Outcome::NotApplicable);
}

#[test]
fn an_order_of_91_days_is_too_long_and_a_request_is_no_order() {
    let order = Hold {
        kind: HoldKind::PreservationOrder,
        ends_on: Some(date!(2027 - 01 - 30)),
        ..hold()
    };
    assert_eq!(outcome(&kept(order.clone()), "D13", TODAY), Outcome::Met);
    let long = Hold {
        ends_on: Some(date!(2027 - 01 - 31)),
        ..order.clone()
    };
    assert_eq!(outcome(&kept(long), "D13", TODAY), Outcome::Breached);
    let extended = Hold {
        extended_until: Some(date!(2027 - 05 - 01)),
        ..order
    };
    assert_eq!(outcome(&kept(extended), "D13", TODAY), Outcome::Breached);
    assert_eq!(outcome(&kept(hold()), "D13", TODAY), Outcome::NotApplicable);
}

#[test]
fn a_check_that_finds_held_footage_gone_is_a_breach_unless_a_copy_was_secured() {
    let mut dossier = kept(hold());
    assert_eq!(
        outcome(&dossier, "D14", TODAY),
        Outcome::Breached,
        "70 hours old at most"
    );
    dossier.holds[0].data.secured_at = "USB 4".to_owned();
    assert_eq!(outcome(&dossier, "D14", TODAY), Outcome::Met);
    dossier.holds[0].data.secured_at.clear();
    dossier.evidence = vec![entry(1, check(ProofLevel::Disk, 24 * 30))];
    assert_eq!(
        outcome(&dossier, "D14", TODAY),
        Outcome::Met,
        "it is still there"
    );
}

#[test]
fn a_gagged_order_moves_no_finding_of_its_site() {
    let gagged = Hold {
        kind: HoldKind::PreservationOrder,
        gag: true,
        owner: None,
        ..hold()
    };
    let (with, without) = (
        judged(&kept(gagged.clone()), TODAY),
        judged(&schoolyard(), TODAY),
    );
    let told = |found: &[Finding]| -> Vec<String> {
        let reports = found
            .iter()
            .map(|finding| finding.report("EK-001", crate::texts::Loc::sv()));
        reports.map(|report| format!("{report:?}")).collect()
    };
    assert_eq!(told(&with), told(&without));
    let rules = PolicySet::embedded().expect("sound rules");
    let own = of_hold(&rules, schoolyard(), HoldId(1), gagged, TODAY);
    let breached: Vec<&str> = own
        .iter()
        .filter(|finding| finding.outcome == Outcome::Breached)
        .map(|finding| finding.policy.number.as_str())
        .collect();
    assert_eq!(breached, ["D13", "D14", "R37"], "whoever may know is told");
}

#[test]
fn a_breach_falls_due_72_hours_after_its_discovery_and_an_access_request_after_a_month() {
    let mut dossier = schoolyard();
    let discovered = datetime!(2026-11-19 10:00 UTC);
    dossier
        .incidents
        .push(entry(1, Incident::at(ID, discovered)));
    assert_eq!(
        outcome(&dossier, "D19", date!(2026 - 11 - 18)),
        Outcome::Met
    );
    assert_eq!(outcome(&dossier, "D19", TODAY), Outcome::AtRisk);
    assert_eq!(
        outcome(&dossier, "D19", date!(2026 - 11 - 23)),
        Outcome::Breached
    );
    dossier.incidents[0].data.reported_at = Some(datetime!(2026-11-22 10:00 UTC));
    assert_eq!(
        outcome(&dossier, "D19", date!(2026 - 11 - 23)),
        Outcome::Met
    );

    let request = AccessRequest::at(ID, date!(2026 - 10 - 22));
    dossier.access_requests.push(entry(1, request));
    assert_eq!(outcome(&dossier, "D18", TODAY), Outcome::AtRisk);
    assert_eq!(
        outcome(&dossier, "D18", date!(2026 - 11 - 23)),
        Outcome::Breached
    );
    dossier.access_requests[0].data.extension_told_on = Some(date!(2026 - 11 - 20));
    assert_eq!(
        outcome(&dossier, "D18", date!(2027 - 01 - 22)),
        Outcome::AtRisk
    );
    assert_eq!(
        outcome(&dossier, "D18", date!(2027 - 01 - 23)),
        Outcome::Breached
    );
}
