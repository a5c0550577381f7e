//! What the register says of storage periods, and of whether footage is gone when they have passed.
//!
//! A claim (what a recorder is set to), what the system lists (index) and what lies in the store (disk) are three
//! different things and stay three facts. A claim alone never shows that footage is gone.

use std::collections::BTreeMap;

use time::Date;

use super::cameras::was_up;
use crate::compliance::{Dossier, Entry};
use crate::law::calendar::date_in_sweden;
use crate::law::{Fact, Facts, Value};
use crate::recorder::{ProofLevel, Recorder, RecorderId};
use crate::retention::{DeletionEvidence, Span, StoragePeriod, StoragePeriodId};

pub(super) fn record(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let period = period(&dossier.storage_periods, as_of);
    // A storage period is decided for what is recorded.
    facts.set(
        Fact::Recording,
        dossier.site.recording.or(period.map(|_| true)),
    );
    let recorders = recorders(dossier, as_of);
    facts.set(Fact::AutomaticDeletion, automatic(period, &recorders));
    let disposal = period.map_or("", |period| period.disposal_decision_reference.as_str());
    let disposal = if disposal.trim().is_empty() {
        &dossier.site.disposal_decision_reference
    } else {
        disposal
    };
    facts.set_text(Fact::DisposalDecisionReference, disposal);
    if let Some(period) = period {
        facts.set(Fact::StorageHours, Some(period.hours()));
        facts.set(Fact::StorageFrom, period.applies_from);
        facts.set_text(Fact::StorageJustification, &period.justification);
    }
    evidence(facts, dossier, as_of, &recorders);
}

/// The storage period that applied on the day: the one that began last.
pub(in crate::compliance) fn period(
    periods: &[Entry<StoragePeriodId, StoragePeriod>],
    as_of: Date,
) -> Option<&StoragePeriod> {
    let periods = periods.iter().map(|entry| &entry.data);
    periods
        .filter(|period| period.applies_from.is_none_or(|from| from <= as_of))
        .max_by_key(|period| period.applies_from)
}

/// The recorders of the cameras that were up; all of the site's when the cameras do not say.
fn recorders(dossier: &Dossier, as_of: Date) -> Vec<&Entry<RecorderId, Recorder>> {
    let up = dossier
        .cameras
        .iter()
        .filter(|camera| was_up(&camera.data, as_of));
    let named: Vec<RecorderId> = up.filter_map(|camera| camera.data.recorder).collect();
    let chosen = dossier
        .recorders
        .iter()
        .filter(|recorder| named.is_empty() || named.contains(&recorder.id));
    chosen.collect()
}

/// What was decided of deletion; else what every recorder is set to.
fn automatic(
    period: Option<&StoragePeriod>,
    recorders: &[&Entry<RecorderId, Recorder>],
) -> Option<bool> {
    let settings = || {
        recorders
            .iter()
            .map(|recorder| recorder.data.automatic_deletion)
    };
    let set = if settings().any(|setting| setting == Some(false)) {
        Some(false)
    } else if !recorders.is_empty() && settings().all(|setting| setting == Some(true)) {
        Some(true)
    } else {
        None
    };
    period.and_then(|period| period.automatic_deletion).or(set)
}

fn evidence(
    facts: &mut Facts,
    dossier: &Dossier,
    as_of: Date,
    recorders: &[&Entry<RecorderId, Recorder>],
) {
    let limit =
        period(&dossier.storage_periods, as_of).map_or(Span::of_hours(0), StoragePeriod::span);
    let seen = |level: ProofLevel| latest(dossier, as_of, level, limit);
    let oldest = |level: ProofLevel| seen(level).values().map(|check| check.oldest).max();
    facts.set(Fact::IndexOldestHours, oldest(ProofLevel::Index));
    facts.set(Fact::DiskOldestHours, oldest(ProofLevel::Disk));
    let configured = recorders
        .iter()
        .filter_map(|recorder| recorder.data.configured_hours)
        .max()
        .map(i64::from);
    facts.set(Fact::ClaimHours, configured.max(oldest(ProofLevel::Claim)));

    let (index, disk) = (seen(ProofLevel::Index), seen(ProofLevel::Disk));
    // What could not be read may be older: then nothing says that everything is gone.
    let incomplete = index
        .values()
        .chain(disk.values())
        .any(|check| check.incomplete);
    facts.set(Fact::ChecksComplete, (!incomplete).then_some(true));

    let mut checked: BTreeMap<Store<'_>, Date> = BTreeMap::new();
    for (store, check) in index.into_iter().chain(disk) {
        let day = checked.entry(store).or_insert(check.checked_on);
        *day = (*day).max(check.checked_on);
    }
    facts.set(Fact::DeletionCheckedOn, checked.values().copied().min());
    let unchecked = recorders
        .iter()
        .filter(|recorder| !checked.contains_key(&Store::Recorder(recorder.id)));
    facts.set(
        Fact::StoresUnchecked,
        Some(Value::names(
            unchecked.map(|recorder| recorder.data.name.clone()),
        )),
    );
}

/// Where footage lies: a recorder of the register, or a store that is only named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Store<'a> {
    Recorder(RecorderId),
    Named(&'a str),
}

/// What is known of a store at a level.
#[derive(Debug, Clone, Copy)]
struct Latest {
    checked_on: Date,
    /// In hours when it was seen.
    oldest: i64,
    incomplete: bool,
}

/// What is known of each store at a level by the day: what the latest check saw, and where it could not see everything,
/// also what was there before. A store that is not mounted has not been emptied.
fn latest(
    dossier: &Dossier,
    as_of: Date,
    level: ProofLevel,
    limit: Span,
) -> BTreeMap<Store<'_>, Latest> {
    let all = dossier.evidence.iter().map(|entry| &entry.data);
    let mut checks: Vec<&DeletionEvidence> = all
        .filter(|check| check.level == level && date_in_sweden(check.checked_at) <= as_of)
        .collect();
    checks.sort_by_key(|check| check.checked_at);
    let mut found: BTreeMap<Store<'_>, Latest> = BTreeMap::new();
    for check in checks {
        let store = check
            .recorder
            .map_or(Store::Named(&check.store), Store::Recorder);
        let seen = oldest_hours(check, limit);
        let before = found.get(&store).filter(|_| check.incomplete);
        let latest = Latest {
            checked_on: date_in_sweden(check.checked_at),
            oldest: before.map_or(seen, |before| before.oldest.max(seen)),
            incomplete: check.incomplete,
        };
        found.insert(store, latest);
    }
    found
}

/// Age of the oldest footage when it was seen, in hours begun as the storage period counts them; 0 when there was none.
fn oldest_hours(check: &DeletionEvidence, limit: Span) -> i64 {
    check
        .oldest_seen_at
        .map_or(0, |oldest| limit.age_in_hours(oldest, check.checked_at))
}
