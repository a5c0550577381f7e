//! Rows of a list as cameras with typed values.

use time::Date;

use super::columns::{Column, Layout};
use super::table::{Row, Sheet, Value};
use super::values::answer::{self, Recording};
use super::values::permit::{self, PermitNote};
use super::values::storage;
use super::values::{camera, date, fold, hours, place, purpose};
use super::{Message, Problem};
use crate::camera::{CameraKind, CameraStatus};
use crate::law::hours::WeeklyHours;
use crate::retention::Span;
use crate::site::{PlaceType, Position, Purpose};

mod coordinates;
mod reader;

use reader::RowReader;

/// How long a row says that footage is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StorageNote {
    #[default]
    Nothing,
    Known(Span),
    /// A bare number: hours or days, so never more than that many days.
    AtMost(Span),
    /// Something that has no length: `tills disken är full`.
    Unbounded,
}

/// What a row says of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignNote {
    Missing,
    Up { on: Option<Date> },
}

/// One camera of the list. Empty and `None` mean that the list says nothing that could be read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CameraRow {
    pub row: u32,
    pub label: String,
    /// The cell held a number, so leading zeros may be lost.
    pub label_is_number: bool,
    pub name: String,
    pub property: String,
    pub address: String,
    pub placement: String,
    pub place: Option<PlaceType>,
    pub unit: String,
    pub responsible: String,
    pub purposes: Vec<Purpose>,
    pub purpose_text: String,
    pub hours: Option<WeeklyHours>,
    pub hours_text: String,
    pub recording: Option<Recording>,
    pub audio: Option<bool>,
    pub storage: StorageNote,
    pub storage_text: String,
    pub permit: Option<PermitNote>,
    pub permit_date: Option<Date>,
    pub assessed_on: Option<Date>,
    pub assessment_number: String,
    pub sign: Option<SignNote>,
    pub position: Option<Position>,
    pub installed_on: Option<Date>,
    /// What stands there when it is not a date: `våren 2019`.
    pub installed_text: String,
    pub removed_on: Option<Date>,
    pub status: Option<CameraStatus>,
    pub kind: Option<CameraKind>,
    pub direction: Option<u16>,
    pub indoor: Option<bool>,
    pub public_access: Option<bool>,
    pub note: String,
    /// Heading and contents of cells that could not be read: kept word for word.
    pub kept: Vec<(String, String)>,
}

/// Reads every row below the headings. `zone` is the EPSG code of the kommun's own grid.
pub fn read(
    sheet: &Sheet,
    layout: &Layout,
    zone: Option<u16>,
    problems: &mut Vec<Problem>,
) -> Vec<CameraRow> {
    let mut rows = Vec::new();
    for row in sheet
        .rows
        .iter()
        .filter(|row| row.number > layout.header_row)
    {
        if let Some(reason) = not_a_camera(row, layout) {
            let (index, cell) = row.filled().next().unwrap_or((0, row.cell(0)));
            problems.push(Problem {
                sheet: sheet.name.clone(),
                row: row.number,
                column: layout
                    .headings
                    .get(index)
                    .map(|heading| heading.text.clone())
                    .unwrap_or_default(),
                value: cell.shown(),
                problem: Message::new(reason),
                accepted: Message::new("import-row-not-a-camera-accepted"),
            });
            continue;
        }
        let mut reader = RowReader::new(sheet, layout, row, problems);
        if row.hidden {
            reader.report_row("import-row-hidden", "import-row-hidden-accepted");
        }
        rows.push(read_row(&mut reader, zone));
    }
    rows
}

/// Headings between groups, sums below them and headings repeated on a new page.
fn not_a_camera(row: &Row, layout: &Layout) -> Option<&'static str> {
    let first = row
        .filled()
        .next()
        .map(|(_, cell)| fold(&cell.shown()))
        .unwrap_or_default();
    let is_sum = ["summa", "totalt", "total", "antal", "sum"]
        .iter()
        .any(|word| {
            first
                .strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
    if is_sum {
        return Some("import-row-sum");
    }
    let known = row.filled().filter(|(index, _)| {
        layout
            .headings
            .get(*index)
            .is_some_and(|heading| heading.column.is_some())
    });
    if known.count() < 2 {
        return Some("import-row-heading");
    }
    let is_heading = |(index, cell): (usize, &super::table::Cell)| {
        layout
            .headings
            .get(index)
            .is_some_and(|heading| fold(&heading.text) == fold(&cell.shown()))
    };
    row.filled()
        .all(is_heading)
        .then_some("import-row-heading-again")
}

fn read_row(reader: &mut RowReader<'_>, zone: Option<u16>) -> CameraRow {
    let (label, label_is_number) = reader.label();
    let (removed, status) = read_standing(reader);
    let storage = read_storage(reader);
    let mut read = CameraRow {
        row: reader.number(),
        label,
        label_is_number,
        name: reader.text(Column::SiteName),
        property: reader.text(Column::Property),
        address: reader.text(Column::Address),
        placement: reader.text(Column::Placement),
        place: reader.read(Column::PlaceType, place::read),
        unit: reader.text(Column::Unit),
        responsible: reader.text(Column::Responsible),
        purposes: reader
            .read(Column::Purpose, purpose::read)
            .unwrap_or_default(),
        purpose_text: reader.shown(Column::Purpose),
        hours: reader.read(Column::Hours, hours::read),
        hours_text: reader.shown(Column::Hours),
        recording: reader.read(Column::Recording, answer::read_recording),
        audio: reader.read(Column::Audio, answer::read),
        storage,
        storage_text: reader.shown(Column::Storage),
        permit: reader.read(Column::PermitNumber, permit::read),
        permit_date: reader.read_value(Column::PermitDate, date::read),
        assessed_on: reader.read_value(Column::AssessmentDate, date::read),
        assessment_number: reader.text(Column::AssessmentNumber),
        sign: read_sign(reader),
        position: coordinates::read(reader, zone),
        installed_on: reader.read_value(Column::Installed, date::read),
        removed_on: reader.read_value(Column::Removed, date::read).or(removed),
        status,
        kind: reader.read(Column::Kind, camera::read_kind),
        direction: reader.read(Column::Direction, camera::read_direction),
        indoor: reader.read(Column::Indoor, answer::read_indoor),
        public_access: reader.read(Column::PublicAccess, answer::read),
        note: reader.text(Column::Note),
        ..CameraRow::default()
    };
    if read.installed_on.is_none() {
        read.installed_text = reader.shown(Column::Installed);
    }
    read.kept = reader.take_kept();
    read
}

/// `nedmonterad 2025`: the standing, and the day if it is one.
fn read_standing(reader: &mut RowReader<'_>) -> (Option<Date>, Option<CameraStatus>) {
    let mut when = None;
    let status = reader.read(Column::Status, |text| {
        let (status, rest) = camera::read_status(text);
        when = rest;
        status
    });
    let removed = when.and_then(|when| {
        let reading = date::read_text(&when);
        if reading.value.is_none() {
            let removed_when = Message::new("import-removed-when").with("when", &when);
            reader.report(
                Column::Status,
                removed_when,
                Message::new("import-removed-when-accepted"),
            );
            reader.keep(Column::Status);
        }
        reading.value
    });
    (removed, status)
}

fn read_storage(reader: &mut RowReader<'_>) -> StorageNote {
    let unit = storage::unit_in(&reader.heading(Column::Storage));
    if let Some(known) = reader.read(Column::Storage, |text| storage::read(text, unit)) {
        return StorageNote::Known(known);
    }
    let shown = reader.shown(Column::Storage);
    if shown.is_empty() {
        return StorageNote::Nothing;
    }
    shown.parse().map_or(StorageNote::Unbounded, |length| {
        StorageNote::AtMost(Span {
            length,
            unit: crate::retention::StorageUnit::Days,
        })
    })
}

/// `ja`, `nej`, or the day on which the sign was put up.
fn read_sign(reader: &mut RowReader<'_>) -> Option<SignNote> {
    reader.read_value(Column::Sign, |value| {
        if let Value::Text(text) = value
            && let Some(answer) = answer::yes_or_no(text)
        {
            return super::values::Reading::sure(if answer {
                SignNote::Up { on: None }
            } else {
                SignNote::Missing
            });
        }
        let reading = date::read(value);
        super::values::Reading {
            value: reading.value.map(|day| SignNote::Up { on: Some(day) }),
            doubt: reading.doubt.map(|doubt| super::values::Doubt {
                accepted: Message::new("import-sign-accepted"),
                ..doubt
            }),
        }
    })
}
