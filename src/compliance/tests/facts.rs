//! Signs, decisions and pauses, and that every fact is produced.

use time::macros::{date, datetime};

use super::super::*;
use crate::hold::HoldKind;
use crate::law::{Fact, Outcome, Subject};
use crate::permit::DecisionKind;
use crate::signage::SignItem;
use crate::site::{Exemption, SiteStatus};

use super::samples::*;

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
    dossier.holds.push(entry(
        1,
        Hold {
            kind: HoldKind::PreservationOrder,
            ends_on: Some(date!(2027 - 01 - 20)),
            extended_until: Some(date!(2027 - 04 - 01)),
            ..hold()
        },
    ));
    let noon = datetime!(2026-11-21 11:00 UTC);
    dossier.incidents.push(entry(1, Incident::at(ID, noon)));
    let mut extended = AccessRequest::at(ID, date!(2026 - 10 - 01));
    extended.extension_told_on = Some(date!(2026 - 10 - 20));
    let waiting = AccessRequest::at(ID, date!(2026 - 11 - 01));
    dossier
        .access_requests
        .extend([entry(1, extended), entry(2, waiting)]);
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
