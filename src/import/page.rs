//! The pages of an import: what was read, what was not, and what was done.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use super::columns::{Column, Layout, Mapping};
use super::compare::Counts;
use super::form::field_of_column;
use super::outcome::{Outcome, Told};
use super::table::Workbook;
use crate::code::Code;
use crate::site::geodesy::ZONES;
use crate::web::assets::asset_path;
use crate::web::form::Form;
use crate::web::view::{Crumb, Loc, Shell};

/// More problems than this are not read on a page; the whole list is a file to save.
pub const PROBLEMS_SHOWN: usize = 500;
/// And more than this are folded: below them a person says how the columns are to be read.
const PROBLEMS_OPEN: usize = 20;

/// A column with what it is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnLine {
    pub field: String,
    pub heading: String,
    /// The first thing that stands in it.
    pub example: String,
    pub column: Option<Column>,
}

/// How the list is read: what a person may change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub sheets: Vec<String>,
    pub sheet: String,
    pub header_row: String,
    pub zone: Option<u16>,
    pub columns: Vec<ColumnLine>,
}

impl Reading {
    pub fn new(workbook: &Workbook, layout: Option<&Layout>, mapping: &Mapping) -> Self {
        let sheet = layout.and_then(|layout| workbook.sheets.get(layout.sheet));
        let example = |index: usize| {
            let rows = sheet.map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
            let below = rows
                .iter()
                .filter(|row| layout.is_some_and(|layout| row.number > layout.header_row));
            let mut shown = below.map(|row| row.cell(index).shown());
            shown.find(|text| !text.is_empty()).unwrap_or_default()
        };
        let headings = layout
            .map(|layout| layout.headings.as_slice())
            .unwrap_or_default();
        Self {
            sheets: workbook
                .sheets
                .iter()
                .map(|sheet| sheet.name.clone())
                .collect(),
            sheet: sheet
                .map(|sheet| sheet.name.clone())
                .or_else(|| mapping.sheet.clone())
                .unwrap_or_default(),
            header_row: layout
                .map(|layout| layout.header_row)
                .or(mapping.header_row)
                .map(|row| row.to_string())
                .unwrap_or_default(),
            zone: mapping.zone,
            columns: headings
                .iter()
                .enumerate()
                .map(|(index, heading)| ColumnLine {
                    field: field_of_column(index),
                    heading: heading.text.clone(),
                    example: example(index).chars().take(60).collect(),
                    column: heading.column,
                })
                .collect(),
        }
    }
}

/// Where a list is sent, and what became of those that the person sent before.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "import/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub form: Form,
    pub uploads: Vec<Uploaded>,
}

/// A list that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// With the language.
    pub href: String,
    pub file: String,
    pub at: OffsetDateTime,
    pub state: Standing,
}

/// What has become of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said yet that it is to be imported.
    Waiting,
    /// So many sites of so many are written; of 0 when that is not known here.
    UnderWay((usize, usize)),
    Imported,
    /// It was tried, and nothing was written.
    Failed,
}

impl Standing {
    pub fn words(self, l: Loc) -> String {
        match self {
            Self::Waiting => l.t("import-waiting").to_owned(),
            Self::UnderWay(so_far) => written(l, so_far),
            Self::Imported => l.t("import-imported").to_owned(),
            Self::Failed => l.t("import-failed").to_owned(),
        }
    }
}

/// How far the writing has come, in words.
fn written(l: Loc, (done, whole): (usize, usize)) -> String {
    if whole == 0 {
        return l.t("import-begun").to_owned();
    }
    l.tt("import-so-far", "done", done, "whole", whole)
}

/// A list that is being written into the register.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "import/under_way.html")]
pub struct UnderWay {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: i64,
    pub file: String,
    pub so_far: (usize, usize),
}

impl UnderWay {
    pub fn path(&self) -> String {
        self.l.path(&format!("/import/{}", self.id))
    }

    pub fn words(&self) -> String {
        written(self.l, self.so_far)
    }

    pub fn script(&self) -> &'static str {
        asset_path("again.js")
    }
}

/// What would be imported, before anything is written.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "import/preview.html")]
pub struct Preview {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: i64,
    pub file: String,
    /// Nothing when no list was found in the file.
    pub outcome: Option<Outcome>,
    /// Why no list was found.
    pub failure: Option<String>,
    /// Everything stands in the register already.
    pub is_nothing: bool,
    /// It was tried before, and nothing was written.
    pub failed: bool,
    pub reading: Reading,
}

impl Preview {
    pub fn path(&self, part: &str) -> String {
        self.l.path(&format!("/import/{}{part}", self.id))
    }

    pub fn columns(&self) -> &'static [Column] {
        Column::ALL
    }

    pub fn zones(&self) -> Vec<(u16, &'static str)> {
        ZONES.iter().map(|zone| (zone.epsg, zone.name)).collect()
    }

    pub fn is_read_as(&self, line: &ColumnLine, column: &Column) -> bool {
        line.column == Some(*column)
    }

    pub fn is_zone(&self, epsg: &u16) -> bool {
        self.reading.zone == Some(*epsg)
    }

    pub fn shown(&self) -> &[Told] {
        first(self.outcome.as_ref())
    }

    pub fn left_out(&self) -> usize {
        left_out(self.outcome.as_ref())
    }
}

/// What was imported.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "import/done.html")]
pub struct Done {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub id: i64,
    pub outcome: Outcome,
}

impl Done {
    pub fn path(&self, part: &str) -> String {
        self.l.path(&format!("/import/{}{part}", self.id))
    }

    pub fn shown(&self) -> &[Told] {
        first(Some(&self.outcome))
    }

    pub fn left_out(&self) -> usize {
        left_out(Some(&self.outcome))
    }
}

/// `18 nya, 0 ändrade, 0 oförändrade`.
pub fn counts(l: &Loc, counts: &Counts) -> String {
    let message = crate::texts::Message::new("import-counts")
        .with("new", counts.new.to_string())
        .with("changed", counts.changed.to_string())
        .with("unchanged", counts.unchanged.to_string());
    l.message(&message)
}

fn first(outcome: Option<&Outcome>) -> &[Told] {
    let problems = outcome
        .map(|outcome| outcome.problems.as_slice())
        .unwrap_or_default();
    problems.get(..PROBLEMS_SHOWN).unwrap_or(problems)
}

/// The problems that are read at once.
pub fn open(shown: &[Told]) -> &[Told] {
    shown.get(..PROBLEMS_OPEN).unwrap_or(shown)
}

/// Those that are read on request.
pub fn folded(shown: &[Told]) -> &[Told] {
    shown.get(PROBLEMS_OPEN..).unwrap_or_default()
}

fn left_out(outcome: Option<&Outcome>) -> usize {
    outcome.map_or(0, |outcome| {
        outcome.problems.len().saturating_sub(PROBLEMS_SHOWN)
    })
}

#[cfg(test)]
fn sample_outcome(l: Loc) -> Outcome {
    let told = |row, column: &str, value: &str, problem: &str| Told {
        sheet: "Kameror 2026".into(),
        row,
        column: column.into(),
        value: value.into(),
        problem: l.t(problem).to_owned(),
        accepted: l.t("import-date-accepted").to_owned(),
    };
    let new = |new| Counts {
        new,
        changed: 0,
        unchanged: 0,
    };
    let place = "N 132760.353 E 6175524.466";
    Outcome {
        file: "kameralista-ekebro.xlsx".into(),
        sheet: "Kameror 2026".into(),
        rows: 64,
        sites: new(18),
        cameras: new(64),
        problems: vec![
            told(6, "Driftsatt", "våren 2015", "import-date-only-year"),
            told(20, "", "", "import-row-hidden"),
            told(47, "N (SWEREF 99 13 30)", place, "position-swapped"),
        ],
    }
}

#[cfg(test)]
fn sample_reading() -> Reading {
    let line = |index, heading: &str, example: &str, column| ColumnLine {
        field: field_of_column(index),
        heading: heading.into(),
        example: example.into(),
        column,
    };
    let site = Some(Column::SiteName);
    Reading {
        sheets: vec!["Kameror 2026".into(), "Utlämnat 2025-2026".into()],
        sheet: "Kameror 2026".into(),
        header_row: "4".into(),
        zone: None,
        columns: vec![
            line(0, "Kameranr", "K-001", Some(Column::Label)),
            line(1, "Objekt / anläggning", "Ängsbyskolan", site),
            line(2, "Faktureringskonto", "4711", None),
        ],
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let crumbs = |name: &str| {
        vec![
            Crumb::link(l.t("nav-import"), l.path("/import")),
            Crumb::here(name),
        ]
    };
    let preview = Preview {
        shell: shell(l, "/import/1"),
        l,
        crumbs: crumbs("kameralista-ekebro.xlsx"),
        id: 1,
        file: "kameralista-ekebro.xlsx".into(),
        outcome: Some(sample_outcome(l)),
        failure: None,
        is_nothing: false,
        failed: true,
        reading: sample_reading(),
    };
    let not_found = Preview {
        shell: shell(l, "/import/2"),
        l,
        crumbs: crumbs("hundar.csv"),
        id: 2,
        file: "hundar.csv".into(),
        outcome: None,
        failure: Some(l.t("import-no-place").to_owned()),
        is_nothing: false,
        failed: false,
        reading: Reading {
            columns: Vec::new(),
            ..sample_reading()
        },
    };
    let done = Done {
        shell: shell(l, "/import/1"),
        l,
        crumbs: crumbs("kameralista-ekebro.xlsx"),
        id: 1,
        outcome: sample_outcome(l),
    };
    let under_way = UnderWay {
        shell: shell(l, "/import/1"),
        l,
        crumbs: crumbs("kameralista-ekebro.xlsx"),
        id: 1,
        file: "kameralista-ekebro.xlsx".into(),
        so_far: (120, 900),
    };
    vec![
        Sample::new("import", &sample_index(l)),
        Sample::new("import-under-way", &under_way),
        Sample::new("import-preview", &preview),
        Sample::new("import-no-list", &not_found),
        Sample::new("import-done", &done),
    ]
}

#[cfg(test)]
fn sample_index(l: Loc) -> Index {
    let uploaded = |id: i64, state| Uploaded {
        href: l.path(&format!("/import/{id}")),
        file: "kameralista-ekebro.xlsx".into(),
        at: time::macros::datetime!(2026-11-22 08:00 UTC),
        state,
    };
    let states = [
        Standing::Waiting,
        Standing::UnderWay((120, 900)),
        Standing::Failed,
        Standing::Imported,
    ];
    Index {
        shell: crate::web::page_tests::shell(l, "/import"),
        l,
        form: super::form::upload(Vec::new()),
        uploads: (1..)
            .zip(states)
            .map(|(id, state)| uploaded(id, state))
            .collect(),
    }
}
