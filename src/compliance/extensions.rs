//! Extensions of the surveillance that show in the revisions (KBL 9 § second paragraph 1): what, when and by whom.

use serde::Deserialize;
use serde_json::Value as Json;

use super::RecordedExtension;
use super::replay::Recorded;
use crate::camera::Camera;
use crate::register::{RecordKind, Revision};
use crate::retention::StoragePeriod;
use crate::site::{Extension, Site, extension};

/// What an edit extends. New records are no edits: a new camera shows by the day it was put up.
///
/// # Errors
/// When the record in the revision cannot be read.
pub fn of_edit(revision: &Revision) -> Result<Vec<RecordedExtension>, serde_json::Error> {
    let (Some(before), after) = (&revision.before, &revision.after) else {
        return Ok(Vec::new());
    };
    let extended = match revision.kind {
        RecordKind::Site => compared::<Site>(before, after, extension::between)?,
        RecordKind::Camera => compared(before, after, wider_view)?,
        RecordKind::StoragePeriod => compared(before, after, longer_storage)?,
        _ => Vec::new(),
    };
    let Recorded { on, by } = Recorded::of(revision);
    let recorded = extended.into_iter().map(|what| RecordedExtension {
        what,
        on,
        by: by.clone(),
    });
    Ok(recorded.collect())
}

fn compared<'a, T: Deserialize<'a>>(
    before: &'a Json,
    after: &'a Json,
    between: fn(&T, &T) -> Vec<Extension>,
) -> Result<Vec<Extension>, serde_json::Error> {
    Ok(between(&T::deserialize(before)?, &T::deserialize(after)?))
}

/// A number that is filled in for the first time is an answer and no extension.
fn wider_view(before: &Camera, after: &Camera) -> Vec<Extension> {
    let grew = |before: Option<u16>, after: Option<u16>| {
        before
            .zip(after)
            .is_some_and(|(before, after)| before < after)
    };
    let wider = grew(before.angle_degrees, after.angle_degrees)
        || grew(before.range_metres, after.range_metres);
    let unmasked = !before.masking.trim().is_empty() && after.masking.trim().is_empty();
    [(Extension::View, wider), (Extension::LessMasking, unmasked)]
        .into_iter()
        .filter_map(|(what, extended)| extended.then_some(what))
        .collect()
}

fn longer_storage(before: &StoragePeriod, after: &StoragePeriod) -> Vec<Extension> {
    (before.hours() < after.hours())
        .then_some(Extension::Storage)
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;
    use serde_json::json;
    use time::macros::datetime;

    fn edited(kind: RecordKind, before: Json, after: Json) -> Vec<Extension> {
        let revision = Revision {
            at: datetime!(2026-03-31 22:30 UTC),
            author: "Kim Ek".to_owned(),
            kind,
            record: 1,
            site: Some(SiteId(1)),
            before: Some(before),
            after,
            undoes: None,
        };
        let found = of_edit(&revision).expect("a record");
        for extension in &found {
            // Half past midnight in Sweden.
            assert_eq!(extension.on, time::macros::date!(2026 - 04 - 01));
            assert_eq!(extension.by, "Kim Ek");
        }
        found.into_iter().map(|extension| extension.what).collect()
    }

    fn camera(angle: Option<u16>, masking: &str) -> Json {
        let mut camera = Camera::at(SiteId(1));
        camera.angle_degrees = angle;
        camera.masking = masking.to_owned();
        serde_json::to_value(camera).expect("json")
    }

    #[test]
    fn a_wider_view_and_a_removed_mask_are_extensions_and_a_first_answer_is_none() {
        let edit = |before, after| edited(RecordKind::Camera, before, after);
        assert_eq!(
            edit(camera(Some(60), "Altan"), camera(Some(90), "")),
            [Extension::View, Extension::LessMasking]
        );
        assert_eq!(edit(camera(None, ""), camera(Some(90), "Altan")), []);
        assert_eq!(
            edit(camera(Some(90), "Altan"), camera(Some(60), "Altanen")),
            []
        );
    }

    #[test]
    fn a_storage_period_that_is_made_longer_is_an_extension_and_another_unit_is_none() {
        let period = |length, unit| json!({"site": 1, "length": length, "unit": unit});
        let edit = |before, after| edited(RecordKind::StoragePeriod, before, after);
        assert_eq!(
            edit(period(72, "timmar"), period(73, "timmar")),
            [Extension::Storage]
        );
        assert_eq!(edit(period(72, "timmar"), period(3, "dygn")), []);
        assert_eq!(edit(period(3, "dygn"), period(48, "timmar")), []);
    }

    #[test]
    fn a_corrected_spelling_is_no_extension() {
        let site = |name: &str| json!({"name": name, "hours": "mån-fre 20-06"});
        assert_eq!(
            edited(RecordKind::Site, site("Hedeskola"), site("Hedeskolan")),
            []
        );
    }
}
