//! What the register says of permits of the old law and of other decisions that can expire.

use std::cmp::Reverse;

use time::Date;

use crate::compliance::Dossier;
use crate::law::hours::WeeklyHours;
use crate::law::{Fact, Facts, Value};
use crate::permit::{DecisionKind, DecisionStatus, LAST_PERMIT_DAY, Permit};
use crate::site::{Extension, Site};

/// Whether there is a permit to compare with.
pub(super) fn record(facts: &mut Facts, dossier: &Dossier, as_of: Date) -> bool {
    let old_permits: Vec<&Permit> = decisions(dossier)
        .filter(|permit| permit.kind.is_old_permit())
        .collect();
    facts.set(Fact::PermitInEffect, any_in_effect(&old_permits, as_of));
    // After the reform the permit that counts is the one that was in effect on the last day.
    let day = as_of.min(LAST_PERMIT_DAY);
    let in_effect = old_permits
        .iter()
        .copied()
        .filter(|permit| permit.had_effect_on(day) == Some(true));
    let permit = in_effect.max_by_key(|permit| permit.in_effect_from());
    facts.set(
        Fact::PermitOutlivesLaw,
        outlives_law(&old_permits, permit, day),
    );
    if let Some(permit) = permit {
        conditions(facts, &dossier.site, permit);
        if LAST_PERMIT_DAY < as_of && facts.get(Fact::LegacyPermitOn).is_none() {
            facts.set(
                Fact::LegacyPermitOn,
                permit.decided_on.or(permit.valid_from),
            );
        }
    }
    notice_exemption(facts, dossier, as_of);
    time_limited(facts, dossier, as_of);
    permit.is_some()
}

/// What goes beyond the permit that counts, listed; to be asked when everything else is recorded.
pub(super) fn differences(facts: &mut Facts) {
    let some = |fact| matches!(facts.get(fact), Some(Value::Set(outside)) if !outside.is_empty());
    let more = |fact, limit| {
        let pair = facts.number(fact).zip(facts.number(limit));
        pair.is_some_and(|(number, limit)| number > limit)
    };
    let is = |fact, truth| facts.truth(fact) == Some(truth);
    let found = [
        (
            Extension::Camera,
            more(Fact::CameraCount, Fact::PermitMaxCameras),
        ),
        (Extension::Area, is(Fact::AreaAsPermitted, false)),
        (Extension::Hours, some(Fact::HoursOutsidePermit)),
        (Extension::Purpose, some(Fact::PurposesOutsidePermit)),
        (
            Extension::Sound,
            is(Fact::Audio, true) && is(Fact::PermitAudioAllowed, false),
        ),
        (
            Extension::Recording,
            is(Fact::Recording, true) && is(Fact::PermitLiveOnly, true),
        ),
        (
            Extension::Storage,
            more(Fact::StorageHours, Fact::PermitStorageHours),
        ),
    ];
    let differing = found.into_iter().filter(|(_, differs)| *differs);
    let differing = Value::codes(differing.map(|(what, _)| what));
    facts.set(Fact::PermitDifferences, Some(differing));
}

fn decisions(dossier: &Dossier) -> impl Iterator<Item = &Permit> {
    dossier.permits.iter().map(|entry| &entry.data)
}

/// True if any had effect; unknown if one may have had; else false.
fn any_in_effect(permits: &[&Permit], day: Date) -> Option<bool> {
    let effects = || permits.iter().map(|permit| permit.had_effect_on(day));
    if effects().any(|effect| effect == Some(true)) {
        Some(true)
    } else if effects().any(|effect| effect.is_none()) {
        None
    } else {
        Some(false)
    }
}

fn outlives_law(permits: &[&Permit], permit: Option<&Permit>, day: Date) -> Option<bool> {
    match permit {
        Some(permit) => Some(
            permit
                .valid_until
                .is_none_or(|until| until > LAST_PERMIT_DAY),
        ),
        None => any_in_effect(permits, day),
    }
}

/// The conditions of a permit (13 § in the wording until 2025-03-31) against what is recorded.
fn conditions(facts: &mut Facts, site: &Site, permit: &Permit) {
    facts.set_text(Fact::PermitDnr, &permit.dnr);
    facts.set(Fact::PermitStatedUntil, permit.valid_until);
    let (own, permitted) = (
        WeeklyHours::parse(&site.hours).ok(),
        WeeklyHours::parse(&permit.hours).ok(),
    );
    if let (Some(own), Some(permitted)) = (&own, &permitted) {
        let outside = own.difference(permitted);
        facts.set(
            Fact::HoursOutsidePermit,
            Some(Value::names(outside.iter().map(ToString::to_string))),
        );
    }
    facts.set(Fact::PermitHours, permitted);
    facts.set(Fact::PermitStorageHours, permit.storage_hours);
    facts.set(Fact::PermitMaxCameras, permit.max_cameras);
    facts.set(Fact::PermitLiveOnly, permit.live_only);
    facts.set(Fact::PermitAudioAllowed, permit.audio_allowed);
    facts.set(Fact::AreaAsPermitted, permit.area_as_permitted);
    let outside = site
        .purposes
        .iter()
        .copied()
        .filter(|purpose| !permit.purposes.is_empty() && !permit.purposes.contains(purpose));
    let comparable = permit.purposes.is_empty() || !site.purposes.is_empty();
    facts.set(
        Fact::PurposesOutsidePermit,
        comparable.then(|| Value::codes(outside)),
    );
}

/// Decisions of a kind that had begun by the day, the one that lasts longest first. Until further notice lasts longest.
fn begun(dossier: &Dossier, kind: DecisionKind, as_of: Date) -> Option<&Permit> {
    let begun = decisions(dossier).filter(|decision| {
        decision.kind == kind
            && matches!(
                decision.status,
                DecisionStatus::Granted | DecisionStatus::Revoked
            )
            && (decision.status == DecisionStatus::Granted || decision.revoked_on.is_some())
            && decision.in_effect_from().is_none_or(|from| from <= as_of)
    });
    begun.min_by_key(|decision| decision.in_effect_until().map(Reverse))
}

/// KBL 17-20 §§.
fn notice_exemption(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let decision = begun(dossier, DecisionKind::NoticeExemption, as_of);
    facts.set(Fact::NoticeExempt, Some(decision.is_some()));
    if let Some(decision) = decision {
        facts.set(Fact::NoticeExemptUntil, decision.in_effect_until());
        facts.set(Fact::NoticeConditionsFollowed, decision.conditions_followed);
    }
}

/// The first to end of the other decisions; a newer one of the same kind takes the place of an older.
fn time_limited(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let kinds = [
        DecisionKind::ProtectedObject,
        DecisionKind::TemporaryExemption,
        DecisionKind::Local,
    ];
    let ending = kinds.into_iter().filter_map(|kind| {
        let decision = begun(dossier, kind, as_of)?;
        Some((decision.in_effect_until()?, decision))
    });
    if let Some((until, decision)) = ending.min_by_key(|(until, _)| *until) {
        facts.set(Fact::DecisionUntil, Some(until));
        let name = if decision.dnr.trim().is_empty() {
            &decision.authority
        } else {
            &decision.dnr
        };
        facts.set_text(Fact::Decision, name);
    }
}
