//! What the register says of the cameras and of extensions of the surveillance.

use time::Date;

use super::by;
use crate::assessment::AssessmentKind;
use crate::camera::{Camera, CameraStatus};
use crate::compliance::{Dossier, RecordedExtension};
use crate::law::{Fact, Facts, Value};
use crate::register::RecordKind;
use crate::site::Extension;

pub(super) fn record(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let cameras = dossier
        .cameras
        .iter()
        .filter(|camera| was_up(&camera.data, as_of))
        .count();
    facts.set(Fact::CameraCount, i64::try_from(cameras).ok());
    let extensions = extensions(dossier, as_of);
    let latest = extensions.iter().map(|extension| extension.on).max();
    facts.set(Fact::LatestChangeOn, latest);
    let events = [
        latest,
        by(dossier.site.started_on, as_of),
        by(dossier.site.ended_on, as_of),
    ];
    facts.set(Fact::LatestEventOn, events.into_iter().flatten().max());
    unassessed(facts, dossier, as_of, &extensions);
}

/// A broken camera is still one to the passer-by; a planned one is not there yet.
pub(super) fn was_up(camera: &Camera, as_of: Date) -> bool {
    let put_up = camera.installed_on.is_none_or(|on| on <= as_of);
    match camera.status {
        CameraStatus::Planned => false,
        CameraStatus::InUse | CameraStatus::Broken => {
            put_up && camera.removed_on.is_none_or(|on| as_of < on)
        }
        CameraStatus::Removed => put_up && camera.removed_on.is_some_and(|on| as_of < on),
    }
}

/// Extensions by the day: those in the revisions, cameras put up after the start, and storage periods made longer.
fn extensions(dossier: &Dossier, as_of: Date) -> Vec<RecordedExtension> {
    let registered = |what, on, kind: RecordKind, id: i64| RecordedExtension {
        what,
        on,
        by: dossier
            .registered_by
            .get(&(kind, id))
            .cloned()
            .unwrap_or_default(),
    };
    let mut found: Vec<RecordedExtension> = dossier
        .extensions
        .iter()
        .filter(|extension| extension.on <= as_of)
        .cloned()
        .collect();
    let installed = || {
        dossier
            .cameras
            .iter()
            .filter(|camera| camera.data.status != CameraStatus::Planned)
            .filter_map(|camera| Some((camera.id, camera.data.installed_on?)))
    };
    // Without a recorded start the first camera is the start.
    let start = dossier
        .site
        .started_on
        .or_else(|| installed().map(|(_, on)| on).min());
    if let Some(start) = start {
        let later = installed().filter(|(_, on)| start < *on && *on <= as_of);
        found.extend(
            later.map(|(id, on)| registered(Extension::Camera, on, RecordKind::Camera, id.0)),
        );
    }
    let mut periods: Vec<_> = dossier.storage_periods.iter().collect();
    periods.sort_by_key(|period| period.data.applies_from);
    for pair in periods.windows(2) {
        if let [before, after] = pair
            && before.data.hours() < after.data.hours()
            && let Some(on) = by(after.data.applies_from, as_of)
        {
            let kind = RecordKind::StoragePeriod;
            found.push(registered(Extension::Storage, on, kind, after.id.0));
        }
    }
    found.sort_by_key(|extension| extension.on);
    found
}

/// What was extended after the time that the own assessments cover.
fn unassessed(facts: &mut Facts, dossier: &Dossier, as_of: Date, extensions: &[RecordedExtension]) {
    let own = dossier
        .assessments
        .iter()
        .map(|entry| &entry.data)
        .filter(|assessment| assessment.kind == AssessmentKind::Own);
    let covered = own
        .filter_map(|assessment| {
            by(assessment.assessed_on, as_of)
                .max(by(assessment.assessed_on, as_of).and(assessment.covers_changes_until))
        })
        .max();
    let later: Vec<&RecordedExtension> = extensions
        .iter()
        .filter(|extension| covered.is_none_or(|covered| covered < extension.on))
        .collect();
    let Some(first) = later.first() else { return };
    facts.set(Fact::UnassessedChangeOn, Some(first.on));
    facts.set_text(Fact::UnassessedChangeBy, &first.by);
    let mut kinds: Vec<Extension> = later.iter().map(|extension| extension.what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    facts.set(Fact::UnassessedChanges, Some(Value::codes(kinds)));
}
