//! The cameras of the list, and their numbers.

use std::collections::HashMap;

use super::group::Group;
use super::report::Report;
use super::{NOT_YET, PlannedCamera};
use crate::camera::{Camera, CameraStatus};
use crate::import::Message;
use crate::import::columns::Column;
use crate::import::rows::CameraRow;
use crate::import::values::fold;

/// The number that each row's camera gets. A number used twice is told apart by its turn in the list.
pub(super) fn labels(rows: &[CameraRow], report: &mut Report<'_>) -> HashMap<u32, String> {
    let mut labels = HashMap::new();
    let mut seen: HashMap<String, (u32, u32)> = HashMap::new();
    let has_zeros = rows
        .iter()
        .any(|row| !row.label_is_number && row.label.starts_with('0'));
    for row in rows {
        let stated = if row.label.is_empty() {
            if report.has(Column::Label) {
                let problem = Message::new("import-label-missing");
                report.cell(row.row, Column::Label, "", problem, "import-label-accepted");
            }
            let place = if row.name.is_empty() {
                &row.address
            } else {
                &row.name
            };
            format!("{place} utan nummer")
        } else {
            row.label.clone()
        };
        if row.label_is_number && has_zeros {
            let problem = Message::new("import-label-zeros");
            report.cell(
                row.row,
                Column::Label,
                &stated,
                problem,
                "import-label-accepted",
            );
        }
        let (times, first) = seen.entry(fold(&stated)).or_insert((0, row.row));
        *times += 1;
        if *times == 1 {
            labels.insert(row.row, stated);
            continue;
        }
        let told_apart = format!("{stated} ({times})");
        if !row.label.is_empty() {
            let problem = Message::new("import-label-twice")
                .with("first", first.to_string())
                .with("label", &told_apart);
            report.cell(
                row.row,
                Column::Label,
                &stated,
                problem,
                "import-label-accepted",
            );
        }
        labels.insert(row.row, told_apart);
    }
    labels
}

pub(super) fn camera(
    row: &CameraRow,
    group: &Group<'_>,
    labels: &HashMap<u32, String>,
    report: &mut Report<'_>,
) -> PlannedCamera {
    let status = row.status.unwrap_or_else(|| {
        // In the list means there: what may be watching counts as watching until someone says otherwise.
        if report.has(Column::Status) {
            let problem = Message::new("import-status-taken-as-in-use");
            report.cell(
                row.row,
                Column::Status,
                "",
                problem,
                "import-status-accepted",
            );
        }
        CameraStatus::InUse
    });
    PlannedCamera {
        row: row.row,
        camera: Camera {
            site: NOT_YET,
            label: labels.get(&row.row).cloned().unwrap_or_default(),
            status,
            kind: row.kind,
            placement: row.placement.clone(),
            recorder: None,
            indoor: row.indoor,
            direction_degrees: row.direction,
            angle_degrees: None,
            range_metres: None,
            masking: String::new(),
            position: row.position.clone(),
            installed_on: row.installed_on,
            removed_on: row.removed_on,
            unconfirmed: true,
            secret: false,
            marked_on: None,
            concealed: false,
            note: note(row, group, report),
        },
    }
}

type Text = fn(&CameraRow) -> &str;

/// The list's own note, and word for word what could not be read or is not the same for the whole site.
fn note(row: &CameraRow, group: &Group<'_>, report: &Report<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !row.note.is_empty() {
        lines.push(row.note.clone());
    }
    let mut kept = row.kept.clone();
    let texts: [(Column, Text); 3] = [
        (Column::Hours, |row| &row.hours_text),
        (Column::Storage, |row| &row.storage_text),
        (Column::Purpose, |row| &row.purpose_text),
    ];
    for (column, text) in texts {
        let own = text(row);
        let differs = group.rows.iter().any(|other| text(other) != own);
        let pair = (report.heading(column).to_owned(), own.to_owned());
        if differs && !own.is_empty() && !kept.contains(&pair) {
            kept.push(pair);
        }
    }
    if !kept.is_empty() {
        let words: Vec<String> = kept
            .iter()
            .map(|(heading, value)| format!("{heading}: {value}"))
            .collect();
        lines.push(format!("Enligt listan: {}.", words.join("; ")));
    }
    lines.join("\n")
}
