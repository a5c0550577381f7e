//! Permits, assessments, signs and the storage period of a site.

use std::collections::HashMap;

use time::Date;

use super::group::Group;
use super::report::Report;
use super::{NOT_YET, at, combine};
use crate::assessment::{Assessment, AssessmentKind};
use crate::import::Message;
use crate::import::columns::Column;
use crate::import::rows::{CameraRow, SignNote, StorageNote};
use crate::import::values::permit::{PermitNote, authority};
use crate::permit::Permit;
use crate::retention::StoragePeriod;
use crate::signage::Sign;

/// `kamera 0003, 0010 enligt importerad lista`.
fn cameras(rows: &[&CameraRow], labels: &HashMap<u32, String>) -> String {
    let numbers: Vec<&str> = rows
        .iter()
        .filter_map(|row| labels.get(&row.row))
        .map(String::as_str)
        .collect();
    format!(
        "Gäller kamera {} enligt importerad lista.",
        numbers.join(", ")
    )
}

/// One for each number; applications without a number are one.
pub(super) fn permits(
    group: &Group<'_>,
    labels: &HashMap<u32, String>,
    report: &mut Report<'_>,
) -> Vec<Permit> {
    let mut found: Vec<(Permit, Vec<&CameraRow>)> = Vec::new();
    for row in &group.rows {
        let Some(PermitNote::Decision { kind, status, dnr }) = &row.permit else {
            if let Some(date) = row.permit_date {
                let problem = Message::new("import-permit-date-alone");
                report.cell(
                    row.row,
                    Column::PermitDate,
                    date.to_string(),
                    problem,
                    "import-permit-accepted",
                );
            }
            continue;
        };
        let known = found
            .iter_mut()
            .find(|(permit, _)| permit.dnr == *dnr && permit.status == *status);
        match known {
            Some((permit, rows)) => {
                if permit.decided_on.is_some()
                    && row
                        .permit_date
                        .is_some_and(|date| Some(date) != permit.decided_on)
                {
                    let value = row
                        .permit_date
                        .map(|date| date.to_string())
                        .unwrap_or_default();
                    let problem = Message::new("import-permit-two-dates").with("dnr", dnr);
                    report.cell(
                        row.row,
                        Column::PermitDate,
                        value,
                        problem,
                        "import-permit-accepted",
                    );
                }
                permit.decided_on = permit.decided_on.or(row.permit_date);
                rows.push(row);
            }
            None => found.push((permit(*kind, *status, dnr, row.permit_date), vec![row])),
        }
    }
    let with_cameras = |(mut permit, rows): (Permit, Vec<&CameraRow>)| {
        permit.note = cameras(&rows, labels);
        permit
    };
    found.into_iter().map(with_cameras).collect()
}

fn permit(
    kind: crate::permit::DecisionKind,
    status: crate::permit::DecisionStatus,
    dnr: &str,
    decided_on: Option<Date>,
) -> Permit {
    Permit {
        site: NOT_YET,
        kind,
        status,
        dnr: dnr.to_owned(),
        authority: authority(kind).to_owned(),
        decided_on,
        valid_from: None,
        valid_until: None,
        revoked_on: None,
        purposes: Vec::new(),
        max_cameras: None,
        area: String::new(),
        hours: String::new(),
        storage_hours: None,
        live_only: None,
        audio_allowed: None,
        conditions: String::new(),
        area_as_permitted: None,
        conditions_followed: None,
        note: String::new(),
    }
}

/// What the list says of cameras that it holds to need no permit.
pub(super) fn not_needed(group: &Group<'_>, labels: &HashMap<u32, String>) -> String {
    let rows: Vec<&CameraRow> = group
        .rows
        .iter()
        .filter(|row| row.permit == Some(PermitNote::NotNeeded))
        .copied()
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("Tillstånd behövdes inte. {}", cameras(&rows, labels))
}

/// One unsigned version for each date. The list does not say what was assessed, so nothing else is filled in.
pub(super) fn assessments(
    group: &Group<'_>,
    labels: &HashMap<u32, String>,
    report: &mut Report<'_>,
) -> Vec<Assessment> {
    let mut dates: Vec<Date> = group
        .rows
        .iter()
        .filter_map(|row| row.assessed_on)
        .collect();
    dates.sort_unstable();
    dates.dedup();
    let with_date = group
        .rows
        .iter()
        .filter(|row| row.assessed_on.is_some())
        .count();
    if with_date > 0 && with_date < group.rows.len() {
        let problem = at("import-assessment-some", group)
            .with("with", with_date.to_string())
            .with("all", group.rows.len().to_string());
        let values: Vec<String> = dates.iter().map(ToString::to_string).collect();
        report.differ(
            &group.rows,
            Column::AssessmentDate,
            &values,
            problem,
            "import-assessment-accepted",
        );
    }
    (1..)
        .zip(dates)
        .map(|(number, date)| {
            let rows: Vec<&CameraRow> = group
                .rows
                .iter()
                .filter(|row| row.assessed_on == Some(date))
                .copied()
                .collect();
            let dnr = rows
                .iter()
                .map(|row| &row.assessment_number)
                .find(|dnr| !dnr.is_empty());
            assessment(
                number,
                date,
                dnr.cloned().unwrap_or_default(),
                cameras(&rows, labels),
            )
        })
        .collect()
}

fn assessment(number: u32, assessed_on: Date, dnr: String, area_and_hours: String) -> Assessment {
    Assessment {
        site: NOT_YET,
        number,
        kind: AssessmentKind::Own,
        assessed_on: Some(assessed_on),
        factors: Vec::new(),
        alternatives: String::new(),
        area_and_hours,
        mitigations: String::new(),
        conclusion: None,
        dpo_advice: String::new(),
        advice: None,
        incidents: String::new(),
        decided_by: String::new(),
        dnr,
        next_review_on: None,
        covers_changes_until: None,
        changes: String::new(),
        signed: None,
    }
}

/// One sign when any row says that there is one: the list counts cameras, not entrances. Put up on the first day given.
pub(super) fn signs(group: &Group<'_>, report: &mut Report<'_>) -> Vec<Sign> {
    let notes: Vec<SignNote> = group.rows.iter().filter_map(|row| row.sign).collect();
    let days: Vec<Date> = notes
        .iter()
        .filter_map(|note| match note {
            SignNote::Up { on } => *on,
            SignNote::Missing => None,
        })
        .collect();
    let missing: Vec<&CameraRow> = group
        .rows
        .iter()
        .filter(|row| row.sign == Some(SignNote::Missing))
        .copied()
        .collect();
    if !notes.iter().any(|note| matches!(note, SignNote::Up { .. })) {
        return Vec::new();
    }
    if let Some(row) = missing.first() {
        let problem =
            at("import-sign-some-missing", group).with("count", missing.len().to_string());
        report.cell(
            row.row,
            Column::Sign,
            "nej",
            problem,
            "import-sign-accepted",
        );
    }
    vec![Sign {
        put_up_on: days.into_iter().min(),
        note: "Finns enligt importerad lista; vid vilken entré framgår inte.".to_owned(),
        ..Sign::at(NOT_YET)
    }]
}

/// The longest period that any row gives. None when a row that could not be read may mean a longer one.
pub(super) fn storage(group: &Group<'_>, report: &mut Report<'_>) -> Option<StoragePeriod> {
    let texts = combine::distinct(group, |row| &row.storage_text);
    let known = group.rows.iter().filter_map(|row| match row.storage {
        StorageNote::Known(storage) => Some(storage),
        _ => None,
    });
    let longest = known.max_by_key(|storage| storage.hours())?;
    let may_be_longer = group.rows.iter().any(|row| match row.storage {
        StorageNote::Unbounded => true,
        StorageNote::AtMost(storage) => storage.hours() > longest.hours(),
        StorageNote::Known(_) | StorageNote::Nothing => false,
    });
    if texts.len() > 1 {
        let problem = if may_be_longer {
            at("import-storage-not-all-read", group)
        } else {
            at("import-storage-longest", group).with("days", days(longest.hours()))
        };
        report.differ(
            &group.rows,
            Column::Storage,
            &texts,
            problem,
            "import-storage-accepted",
        );
    }
    (!may_be_longer).then(|| StoragePeriod {
        site: NOT_YET,
        length: longest.length,
        unit: longest.unit,
        applies_from: None,
        ground: String::new(),
        justification: String::new(),
        automatic_deletion: None,
        disposal_decision_reference: String::new(),
    })
}

/// `3 dygn` of 72 hours; hours where they are no whole days.
fn days(hours: u32) -> String {
    if hours.is_multiple_of(24) {
        format!("{} dygn", hours / 24)
    } else {
        format!("{hours} timmar")
    }
}
