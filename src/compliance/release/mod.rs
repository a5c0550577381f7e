//! From a disclosure, and its site as it stands, to what the law says of it. Pure.

use std::sync::Arc;

use time::{Date, Duration, PrimitiveDateTime, Time};

use super::facts::deletion::period;
use super::{Dossier, Entry};
use crate::clock::{Local, from_stockholm};
use crate::disclosure::{Disclosure, personnummer};
use crate::hold::{Hold, HoldId};
use crate::law::calendar::date_in_sweden;
use crate::law::{self, Fact, Facts, Finding, PolicySet, Subject, Value};
use crate::retention::{StoragePeriod, StoragePeriodId};
use crate::site::Site;

pub mod store;

/// What is known of the site that footage is from, as far as a release of it is judged by that.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub site: Site,
    pub storage_periods: Vec<Entry<StoragePeriodId, StoragePeriod>>,
    /// Those that whoever asks may know of.
    pub holds: Vec<Entry<HoldId, Hold>>,
}

impl From<&Dossier> for Place {
    fn from(dossier: &Dossier) -> Self {
        Self {
            site: dossier.site.clone(),
            storage_periods: dossier.storage_periods.clone(),
            holds: dossier.holds.clone(),
        }
    }
}

/// What the rules in force on `today` say about a disclosure. The form before it is saved, the page and the command
/// line all call this. The holds that are looked at are those of the place.
pub fn findings(
    policies: &PolicySet,
    disclosure: &Disclosure,
    place: &Place,
    today: Date,
) -> Vec<Finding> {
    law::findings(policies, &Arc::new(facts(disclosure, place)), today)
}

/// How a disclosure is called outside its own page.
pub fn reference(number: i64) -> String {
    format!("utlamnande {number}")
}

/// The facts about a disclosure.
pub fn facts(disclosure: &Disclosure, place: &Place) -> Facts {
    let mut facts = Facts::about(Subject::Disclosure);
    request(&mut facts, disclosure);
    decision(&mut facts, disclosure);
    refusal(&mut facts, disclosure);
    facts.set(Fact::FootageSecrecy, Some(Value::code(place.site.secrecy)));
    if disclosure.decision.releases() {
        footage(&mut facts, disclosure, place);
    }
    let on_hold = place.holds.iter().any(|hold| keeps(&hold.data, disclosure));
    facts.set(Fact::FootageOnHold, Some(on_hold));
    facts
}

fn request(facts: &mut Facts, disclosure: &Disclosure) {
    facts.set(Fact::Recipient, Some(Value::code(disclosure.recipient)));
    facts.set_text(Fact::RecipientName, &disclosure.recipient_name);
    facts.set_text(Fact::Dnr, &disclosure.dnr);
    facts.set_text(Fact::Matter, &disclosure.matter);
    facts.set(
        Fact::ReceivedOn,
        Some(date_in_sweden(disclosure.received_at)),
    );
    facts.set(Fact::Oral, Some(disclosure.channel.is_oral()));
    facts.set(Fact::NotedOn, disclosure.noted_at.map(date_in_sweden));
    facts.set_text(Fact::NotedBy, &disclosure.noted_by);
    let found = personnummer::found_in(disclosure);
    facts.set(Fact::PersonnummerIn, Some(Value::codes(found)));
}

fn decision(facts: &mut Facts, disclosure: &Disclosure) {
    facts.set(Fact::Ground, Some(Value::code(disclosure.ground)));
    facts.set(Fact::ImprisonmentInScale, disclosure.imprisonment_in_scale);
    facts.set(
        Fact::ReleaseDecision,
        Some(Value::code(disclosure.decision)),
    );
    facts.set(Fact::DecidedOn, Some(disclosure.decided_on));
    facts.set_text(Fact::DecidedBy, &disclosure.decided_by);
    facts.set_text(Fact::DelegationReference, &disclosure.delegation_reference);
}

fn refusal(facts: &mut Facts, disclosure: &Disclosure) {
    facts.set(Fact::ToldOfAppeal, disclosure.told_of_appeal);
    facts.set(Fact::DecisionAskedFor, disclosure.decision_asked_for);
    facts.set(Fact::WrittenDecision, disclosure.written_decision);
    facts.set_text(Fact::RefusalReasons, &disclosure.refusal_reasons);
    facts.set(Fact::AppealUntil, disclosure.appeal_until());
}

/// What was released, beside what was asked for and what there should have been.
fn footage(facts: &mut Facts, disclosure: &Disclosure, place: &Place) {
    let (from, until) = (disclosure.interval_from, disclosure.interval_until);
    if let (Some(asked_from), Some(asked_until)) =
        (disclosure.requested_from, disclosure.requested_until)
    {
        let before = (asked_from - from).max(Duration::ZERO);
        let after = (until - asked_until).max(Duration::ZERO);
        facts.set(
            Fact::MinutesBeyondRequest,
            Some((before + after).whole_minutes()),
        );
    }
    // The day is known and not the hour: the age is what the footage had reached at least.
    let begun = match from_stockholm(PrimitiveDateTime::new(
        disclosure.decided_on,
        Time::MIDNIGHT,
    )) {
        Local::Once(instant) | Local::Twice(instant, _) => instant,
        Local::Never => disclosure.received_at,
    };
    let released_at = begun.max(disclosure.received_at);
    facts.set(
        Fact::FootageAgeHours,
        Some((released_at - from).whole_hours().max(0)),
    );
    let period = period(&place.storage_periods, disclosure.decided_on);
    facts.set(Fact::FootageStorageHours, period.map(StoragePeriod::hours));
}

/// Whether the footage was on hold when the request was decided.
fn keeps(hold: &Hold, disclosure: &Disclosure) -> bool {
    let cameras = hold.cameras.is_empty()
        || disclosure
            .cameras
            .iter()
            .all(|camera| hold.cameras.contains(camera));
    hold.is_open_on(disclosure.decided_on)
        && hold.interval_from <= disclosure.interval_from
        && disclosure.interval_until <= hold.interval_until
        && cameras
}
