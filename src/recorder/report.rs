//! A table that somebody took out of a system on a closed network: one row a camera, with its oldest recording.
//!
//! Milestone's camera report (`Get-VmsCameraReport`) and any table with a camera and a time. What a system lists is an
//! index: its own word. Only the columns that are asked for are read; a column of passwords is never looked into, nor
//! is `MeetsRetentionPolicy`, which says that footage is kept long *enough* and not that it is deleted.

use serde::{Deserialize, Serialize};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

use super::ProofLevel;
use super::check::{Protected, StoreSeen};
use crate::clock::{Local, from_stockholm};
use crate::import::table::{Row, Sheet, Value, Workbook};
use crate::import::values::letters;
use crate::retention::Span;
use crate::texts::Message;

/// Which columns of a recorder's reports hold what; empty = found by their usual headings. Kept with the recorder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    #[serde(default)]
    pub camera: String,
    #[serde(default)]
    pub oldest: String,
    /// The times are Swedish, and not UTC as Milestone's are.
    #[serde(default)]
    pub local: bool,
}

/// Why a table tells nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoReport {
    /// No row has a heading for the camera and one for its oldest recording.
    NoColumns,
    NoRows,
}

impl NoReport {
    pub fn message(&self) -> Message {
        Message::new(match self {
            Self::NoColumns => "report-no-columns",
            Self::NoRows => "report-no-rows",
        })
    }
}

const CAMERA: &[&str] = &[
    "name",
    "camera",
    "cameraname",
    "kamera",
    "kameranamn",
    "kameranr",
    "kamerabeteckning",
];
const OLDEST: &[&str] = &[
    "mediadatabasebegin",
    "oldestrecording",
    "oldest",
    "earliestrecording",
    "firstrecording",
    "äldstainspelning",
    "äldsta",
    "äldstamaterial",
    "äldstabilder",
];
const NEWEST: &[&str] = &[
    "mediadatabaseend",
    "newestrecording",
    "latestrecording",
    "senasteinspelning",
    "nyaste",
];
const LOCKED: &[&str] = &["hasevidencelock", "evidencelock", "låst", "skyddat"];
/// Rows before the headings: a title, a date.
const ROWS_BEFORE: usize = 10;

struct Layout<'a> {
    sheet: &'a Sheet,
    first_row: usize,
    camera: usize,
    oldest: usize,
    newest: Option<usize>,
    locked: Option<usize>,
}

/// What to compare with.
pub struct Question<'a> {
    /// The storage period of the site of a camera, by the name that the table has for it.
    pub limit: &'a (dyn Fn(&str) -> Option<Span> + Sync),
    pub tolerance: Span,
    /// When the table was taken out.
    pub taken_at: OffsetDateTime,
}

/// Reads a table as what its system lists, one store a camera.
///
/// # Errors
/// When there is no such table in the file.
pub fn read(
    workbook: &Workbook,
    columns: &Columns,
    question: &Question<'_>,
) -> Result<Vec<StoreSeen>, NoReport> {
    let layout = workbook
        .sheets
        .iter()
        .find_map(|sheet| layout(sheet, columns))
        .ok_or(NoReport::NoColumns)?;
    let rows = layout.sheet.rows.iter().skip(layout.first_row);
    let stores: Vec<StoreSeen> = rows
        .filter_map(|row| store(row, &layout, columns, question))
        .collect();
    if stores.is_empty() {
        Err(NoReport::NoRows)
    } else {
        Ok(stores)
    }
}

fn layout<'a>(sheet: &'a Sheet, columns: &Columns) -> Option<Layout<'a>> {
    sheet
        .rows
        .iter()
        .take(ROWS_BEFORE)
        .enumerate()
        .find_map(|(index, row)| {
            let heading = |known: &[&str], chosen: &str| {
                let chosen = plain(chosen);
                row.filled().find_map(|(column, cell)| {
                    let heading = plain(&cell.shown());
                    let is_it = if chosen.is_empty() {
                        known.iter().any(|known| plain(known) == heading)
                    } else {
                        heading == chosen
                    };
                    is_it.then_some(column)
                })
            };
            Some(Layout {
                sheet,
                first_row: index + 1,
                camera: heading(CAMERA, &columns.camera)?,
                oldest: heading(OLDEST, &columns.oldest)?,
                newest: heading(NEWEST, ""),
                locked: heading(LOCKED, ""),
            })
        })
}

/// Letters and digits, without spaces: `Media Database Begin` is `MediaDatabaseBegin`.
fn plain(heading: &str) -> String {
    letters(heading).replace(' ', "")
}

fn store(
    row: &Row,
    layout: &Layout<'_>,
    columns: &Columns,
    question: &Question<'_>,
) -> Option<StoreSeen> {
    let camera = row.cell(layout.camera).shown();
    if camera.trim().is_empty() {
        return None;
    }
    let time = |column: usize| {
        let at = instant(row.cell(column).value.as_ref()?, columns.local)?;
        // A time that has not been, or is the moment of asking, is what a system says that does not know.
        (at < question.taken_at - Duration::MINUTE).then_some(at)
    };
    let mut store = StoreSeen::new(format!("rapport/{}", camera.trim()), ProofLevel::Index);
    store.count = 1;
    store.oldest = time(layout.oldest);
    store.newest = layout.newest.and_then(time);
    let limit = (question.limit)(camera.trim());
    let first_allowed =
        limit.map(|limit| limit.first_allowed(question.tolerance, question.taken_at));
    match store.oldest {
        None => store.undated = 1,
        Some(oldest) => {
            let older = first_allowed.map(|first| oldest < first);
            store.older_than_limit = older.map(u64::from);
            let is_locked = layout
                .locked
                .is_some_and(|column| is_yes(&row.cell(column).shown()));
            if is_locked {
                // The oldest recording may be the locked one: it is then what a hold has to explain.
                store.protected.push(Protected {
                    label: camera.trim().to_owned(),
                    from: oldest,
                    older: older.unwrap_or(false),
                    hold: None,
                });
            }
        }
    }
    Some(store)
}

fn is_yes(text: &str) -> bool {
    ["true", "sant", "ja", "yes", "1"].contains(&text.trim().to_lowercase().as_str())
}

const FORMS: [&[BorrowedFormatItem<'_>]; 6] = [
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]"),
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]"),
    format_description!("[year]-[month]-[day] [hour]:[minute]"),
    format_description!("[year]-[month]-[day] [hour].[minute].[second]"),
    format_description!(
        "[month padding:none]/[day padding:none]/[year] [hour repr:12 padding:none]:[minute]:[second] [period]"
    ),
    format_description!("[day].[month].[year] [hour]:[minute]:[second]"),
];

/// A time in a cell. A day alone is its end: the footage is at least that old. 1970 and the year 1 are no times.
fn instant(value: &Value, local: bool) -> Option<OffsetDateTime> {
    let zoned = |at: PrimitiveDateTime| {
        if !local {
            return Some(at.assume_utc());
        }
        match from_stockholm(at) {
            Local::Once(at) | Local::Twice(_, at) => Some(at),
            Local::Never => None,
        }
    };
    let end_of = |day: Date| zoned(PrimitiveDateTime::new(day.next_day()?, Time::MIDNIGHT));
    let at = match value {
        Value::Date(day) => end_of(*day),
        Value::Text(text) => {
            let (text, is_utc) = match text.trim().strip_suffix('Z') {
                Some(utc) => (utc, true),
                None => (text.trim(), false),
            };
            // Fractions of a second say nothing here.
            let text = text
                .split_once('.')
                .filter(|(_, rest)| rest.len() > 5)
                .map_or(text, |(whole, _)| whole);
            let parsed = FORMS
                .iter()
                .find_map(|form| PrimitiveDateTime::parse(text, form).ok());
            match parsed {
                Some(at) if is_utc => Some(at.assume_utc()),
                Some(at) => zoned(at),
                None => crate::web::form::parse_date(text).and_then(end_of),
            }
        }
        _ => None,
    };
    at.filter(|at| at.year() > 1980)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table;
    use time::macros::datetime;

    const TAKEN: OffsetDateTime = datetime!(2026-11-22 07:30 UTC);

    fn read(text: &str, columns: &Columns) -> Result<Vec<StoreSeen>, NoReport> {
        let workbook = table::read(text.as_bytes()).unwrap();
        let question = Question {
            limit: &|_| Some(Span::of_days(30)),
            tolerance: Span::of_hours(24),
            taken_at: TAKEN,
        };
        super::read(&workbook, columns, &question)
    }

    /// The headings are Milestone's; the values are ours.
    const MILESTONE: &str = "\
\"Name\",\"Password\",\"MediaDatabaseBegin\",\"MediaDatabaseEnd\",\"MeetsRetentionPolicy\",\"HasEvidenceLock\"
\"LKF-1042 Entre\",\"hemligt\",\"2026-10-27 07:12:03\",\"2026-11-22 07:00:00\",\"False\",\"False\"
\"LKF-1043 Gård\",\"hemligt\",\"9/8/2026 7:12:03 AM\",\"2026-11-22 07:00:00\",\"True\",\"False\"
\"LKF-1044 Tak\",\"hemligt\",\"1/1/0001 12:00:00 AM\",\"\",\"True\",\"True\"
";

    #[test]
    fn milestones_camera_report_is_read_without_its_passwords_and_without_its_own_verdict() {
        let stores = read(MILESTONE, &Columns::default()).unwrap();
        assert!(!format!("{stores:?}").contains("hemligt"));
        let told: Vec<_> = stores
            .iter()
            .map(|store| {
                (
                    store.store.as_str(),
                    store.oldest,
                    store.older_than_limit,
                    store.undated,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (
                    "rapport/LKF-1042 Entre",
                    Some(datetime!(2026-10-27 07:12:03 UTC)),
                    Some(0),
                    0
                ),
                // Milestone calls it long enough; it is too long.
                (
                    "rapport/LKF-1043 Gård",
                    Some(datetime!(2026-09-08 07:12:03 UTC)),
                    Some(1),
                    0
                ),
                ("rapport/LKF-1044 Tak", None, None, 1),
            ]
        );
    }

    #[test]
    fn a_plain_table_of_cameras_and_oldest_recordings_is_enough() {
        let text =
            "Uttag 2026-11-22\nKamera;Äldsta inspelning\n0042;2026-11-20 08:00\n0043;2026-11-01\n";
        let local = Columns {
            local: true,
            ..Columns::default()
        };
        let stores = read(text, &local).unwrap();
        assert_eq!(stores[0].oldest, Some(datetime!(2026-11-20 08:00 +1)));
        assert_eq!(
            stores[1].oldest,
            Some(datetime!(2026-11-02 00:00 +1)),
            "the end of the day"
        );
    }

    #[test]
    fn columns_with_other_headings_are_named_by_hand() {
        let text = "Enhet;Från\n0042;2026-11-20 08:00\n";
        assert_eq!(read(text, &Columns::default()), Err(NoReport::NoColumns));
        let named = Columns {
            camera: "enhet".into(),
            oldest: "Från".into(),
            local: false,
        };
        assert_eq!(read(text, &named).unwrap().len(), 1);
    }

    #[test]
    fn times_that_say_nothing_are_undated() {
        let text = "Kamera;Äldsta\na;1970-01-01 00:00:00\nb;2026-11-22 07:30:00\nc;2027-01-01 00:00:00\nd;snart\ne;\n";
        let stores = read(text, &Columns::default()).unwrap();
        assert!(
            stores
                .iter()
                .all(|store| store.undated == 1 && store.is_incomplete()),
            "{stores:?}"
        );
        assert_eq!(stores.len(), 5);
    }

    #[test]
    fn an_evidence_lock_has_to_be_explained_by_a_hold() {
        let text = "Name,MediaDatabaseBegin,HasEvidenceLock\n0042,2026-01-01 00:00:00,True\n";
        let store = &read(text, &Columns::default()).unwrap()[0];
        assert!(store.protected[0].older && store.protected[0].hold.is_none());
    }
}
