//! What the register says of footage that is kept although its time has passed, of personal data breaches and of
//! access requests.

use time::Date;

use crate::access_request::AccessRequest;
use crate::compliance::Dossier;
use crate::hold::Hold;
use crate::law::calendar::date_in_sweden;
use crate::law::{Fact, Facts, Value};
use crate::recorder::RecorderId;
use crate::retention::DeletionEvidence;

pub(super) fn record(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let open: Vec<&Hold> = known(dossier)
        .filter(|hold| hold.is_open_on(as_of))
        .collect();
    facts.set(Fact::OnHold, Some(!open.is_empty()));
    let incomplete = open.iter().filter(|hold| lacks_something(hold));
    facts.set(
        Fact::HoldsIncomplete,
        Some(Value::names(incomplete.map(|hold| hold.designation()))),
    );
    let ends = open.iter().filter_map(|hold| hold.last_day()).min();
    facts.set(Fact::HoldEndsOn, ends);
    orders(facts, &open);
    gone(facts, dossier, as_of);
    incidents(facts, dossier, as_of);
    access_requests(facts, dossier, as_of);
}

/// The holds that everybody may know of.
fn known(dossier: &Dossier) -> impl Iterator<Item = &Hold> {
    let holds = dossier.holds.iter().map(|entry| &entry.data);
    holds.filter(|hold| !hold.gag)
}

fn lacks_something(hold: &Hold) -> bool {
    hold.reason.trim().is_empty() || hold.owner.is_none() || hold.last_day().is_none()
}

/// How long the orders last that are open: unknown as soon as one of them has no end.
fn orders(facts: &mut Facts, open: &[&Hold]) {
    let orders: Vec<&&Hold> = open.iter().filter(|hold| hold.is_order()).collect();
    facts.set(Fact::OnOrder, Some(!orders.is_empty()));
    let days = orders
        .iter()
        .map(|order| Some((order.ends_on? - order.decided_on).whole_days()));
    let all: Option<Vec<i64>> = days.collect();
    facts.set(Fact::OrderDays, all.and_then(|days| days.into_iter().max()));
    let extended = orders
        .iter()
        .filter_map(|order| Some((order.extended_until? - order.ends_on?).whole_days()));
    facts.set(Fact::OrderExtensionDays, extended.max());
}

/// The stores in which a check found held footage to be gone.
fn gone(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let checks = dossier.evidence.iter().map(|entry| &entry.data);
    let checks = checks.filter(|check| date_in_sweden(check.checked_at) <= as_of);
    let mut stores: Vec<String> = checks
        .filter(|check| known(dossier).any(|hold| contradicts(dossier, hold, check)))
        .map(|check| check.store.clone())
        .collect();
    stores.sort_unstable();
    stores.dedup();
    facts.set(Fact::HeldFootageGone, Some(Value::names(stores)));
}

fn contradicts(dossier: &Dossier, hold: &Hold, check: &DeletionEvidence) -> bool {
    let recorder_of = |camera| -> Option<RecorderId> {
        let found = dossier.cameras.iter().find(|entry| entry.id == camera)?;
        found.data.recorder
    };
    // A camera of which nobody knows the recorder may be in any of them.
    hold.is_contradicted_by(check, |camera| {
        recorder_of(camera).is_none_or(|recorder| Some(recorder) == check.recorder)
    })
}

fn incidents(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let incidents = || dossier.incidents.iter().map(|entry| &entry.data);
    let due = incidents()
        .filter(|incident| incident.waits_on(as_of))
        .map(|incident| incident.report_due().1)
        .min();
    facts.set(Fact::IncidentReportDueOn, due);
    let late = incidents()
        .filter(|incident| incident.was_late_on(as_of))
        .map(|incident| date_in_sweden(incident.discovered_at).to_string());
    facts.set(Fact::IncidentsReportedLate, Some(Value::names(late)));
}

/// The oldest of the requests that wait for an answer, of those with more time and of those without.
fn access_requests(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let requests = dossier.access_requests.iter().map(|entry| &entry.data);
    let (extended, ordinary): (Vec<_>, Vec<_>) = requests
        .filter(|request| request.waits_on(as_of))
        .partition(|request| request.is_extended_on(as_of));
    let oldest = |requests: Vec<&AccessRequest>| {
        let received = requests.into_iter().map(|request| request.received_on);
        received.min()
    };
    facts.set(Fact::AccessRequestedOn, oldest(ordinary));
    facts.set(Fact::AccessExtendedFrom, oldest(extended));
}
