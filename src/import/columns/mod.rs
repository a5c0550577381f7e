//! Which sheet holds the list, which row its headings, and which column is what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::table::{Row, Sheet, Workbook};
use super::{Message, Problem};
use crate::code::codes;
use crate::site::geodesy::{TM, ZONES};

mod synonyms;

pub use synonyms::example;

codes! {
    /// What a column of a list can be.
    Column, "import-column" {
        Label = "kameranr",
        SiteName = "objekt",
        Property = "fastighetsbeteckning",
        Address = "adress",
        Placement = "placering",
        PlaceType = "typ-av-plats",
        Unit = "forvaltning",
        Responsible = "ansvarig",
        Purpose = "syfte",
        Hours = "bevakningstid",
        Recording = "inspelning",
        Audio = "ljud",
        Storage = "lagringstid",
        PermitNumber = "tillstand-dnr",
        PermitDate = "tillstand-datum",
        AssessmentDate = "bedomning-datum",
        AssessmentNumber = "bedomning-dnr",
        Sign = "skylt",
        North = "nord",
        East = "ost",
        /// North on a Swedish map, east in most computer programs.
        X = "x",
        Y = "y",
        /// Both coordinates in one cell.
        Position = "position",
        Installed = "driftsatt",
        Removed = "avvecklad",
        Status = "status",
        Kind = "kameratyp",
        Direction = "riktning",
        Indoor = "inomhus",
        PublicAccess = "allman-plats",
        Note = "anmarkning",
        /// Left out because a person said so.
        LeftOut = "utelamnas",
    }
}

/// How far down the headings are looked for.
const ROWS_TO_LOOK_AT: usize = 40;
/// Fewer recognised headings than this are chance.
const FEWEST_COLUMNS: usize = 2;

/// What a person has said of a list: overrides what is recognised. Saved under a name and used again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Name of the sheet.
    pub sheet: Option<String>,
    /// Number of the row with the headings.
    pub header_row: Option<u32>,
    /// What the column with this heading is.
    pub columns: BTreeMap<String, Column>,
    /// EPSG code of the coordinates, where neither heading nor kommun tells.
    pub zone: Option<u16>,
    /// What the list writes for a unit, and the unit's name.
    pub units: BTreeMap<String, String>,
}

/// A column of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// As written, or `kolumn M` where nothing is.
    pub text: String,
    pub column: Option<Column>,
    /// EPSG code of the zone that the heading names: `N (SWEREF 99 13 30)`.
    pub zone: Option<u16>,
}

/// Where the list is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Index of the sheet.
    pub sheet: usize,
    /// Number of the row with the headings.
    pub header_row: u32,
    /// By index of the column.
    pub headings: Vec<Heading>,
}

/// Why no list was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    #[error(
        "no row has headings that tell what is in the columns; the best was row {row}{}",
        of_sheet(sheet)
    )]
    NoHeadings { sheet: String, row: u32 },
    #[error("no sheet is called “{0}”")]
    NoSuchSheet(String),
    #[error("no column tells where the cameras are: a name of the place or an address is needed")]
    NoPlace,
}

/// A text file has one sheet, and it has no name.
fn of_sheet(sheet: &str) -> String {
    if sheet.is_empty() {
        String::new()
    } else {
        format!(" of sheet “{sheet}”")
    }
}

impl NoList {
    /// What to tell the person.
    pub fn message(&self) -> Message {
        match self {
            Self::NoHeadings { sheet, row } if sheet.is_empty() => {
                Message::new("import-no-headings-text").with("row", row.to_string())
            }
            Self::NoHeadings { sheet, row } => Message::new("import-no-headings")
                .with("sheet", sheet)
                .with("row", row.to_string()),
            Self::NoSuchSheet(name) => Message::new("import-no-such-sheet").with("sheet", name),
            Self::NoPlace => Message::new("import-no-place"),
        }
    }
}

impl Layout {
    /// Index of the column that is `column`.
    pub fn index(&self, column: Column) -> Option<usize> {
        self.headings
            .iter()
            .position(|heading| heading.column == Some(column))
    }

    pub fn heading(&self, column: Column) -> Option<&Heading> {
        self.headings
            .iter()
            .find(|heading| heading.column == Some(column))
    }
}

/// Finds the list.
///
/// # Errors
/// When no row of any sheet has enough known headings, or none of them names a place.
pub fn find(workbook: &Workbook, mapping: &Mapping) -> Result<Layout, NoList> {
    let mut best: Option<(usize, bool, Layout)> = None;
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        if mapping
            .sheet
            .as_ref()
            .is_some_and(|name| *name != sheet.name)
        {
            continue;
        }
        for row in candidates(sheet, mapping) {
            let headings = recognise(row, mapping);
            let known = headings
                .iter()
                .filter(|heading| heading.column.is_some())
                .count();
            // A visible sheet goes before a hidden one; else the first with the most known headings.
            let score = (known, !sheet.hidden);
            if best
                .as_ref()
                .is_none_or(|(known, visible, _)| score > (*known, *visible))
            {
                let layout = Layout {
                    sheet: index,
                    header_row: row.number,
                    headings,
                };
                best = Some((known, !sheet.hidden, layout));
            }
        }
    }
    let Some((known, _, layout)) = best else {
        let name = mapping.sheet.clone().unwrap_or_default();
        return Err(NoList::NoSuchSheet(name));
    };
    if known < FEWEST_COLUMNS {
        return Err(NoList::NoHeadings {
            sheet: workbook.sheets[layout.sheet].name.clone(),
            row: layout.header_row,
        });
    }
    let has_place = [Column::SiteName, Column::Address]
        .iter()
        .any(|column| layout.index(*column).is_some());
    if has_place {
        Ok(layout)
    } else {
        Err(NoList::NoPlace)
    }
}

fn candidates<'a>(sheet: &'a Sheet, mapping: &Mapping) -> impl Iterator<Item = &'a Row> {
    let stated = mapping.header_row;
    sheet
        .rows
        .iter()
        .take(if stated.is_some() {
            usize::MAX
        } else {
            ROWS_TO_LOOK_AT
        })
        .filter(move |row| stated.is_none_or(|number| row.number == number))
}

fn recognise(row: &Row, mapping: &Mapping) -> Vec<Heading> {
    let mut taken: Vec<Column> = Vec::new();
    let mut headings = Vec::new();
    for (index, cell) in row.cells.iter().enumerate() {
        let text = cell
            .shown()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let column = mapping
            .columns
            .get(&text)
            .copied()
            .or_else(|| synonyms::column(&text))
            .filter(|column| *column == Column::LeftOut || !taken.contains(column));
        taken.extend(column);
        headings.push(Heading {
            column,
            zone: zone_in(&text),
            text: if text.is_empty() {
                name_of_column(index)
            } else {
                text
            },
        });
    }
    headings
}

/// The zone that a heading names, as Lantmäteriet writes it.
fn zone_in(heading: &str) -> Option<u16> {
    let written: String = heading.to_lowercase().split_whitespace().collect();
    let named = |name: &str| written.contains(&name.to_lowercase().replace(' ', ""));
    ZONES
        .iter()
        .chain(std::iter::once(&TM))
        .find(|projection| named(projection.name))
        .map(|projection| projection.epsg)
}

/// `kolumn M` for the thirteenth.
pub fn name_of_column(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    format!("kolumn {}", letters.iter().rev().collect::<String>())
}

/// Sheets, columns and headings that are not read.
pub fn problems(workbook: &Workbook, layout: &Layout) -> Vec<Problem> {
    let mut found = Vec::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        if index != layout.sheet && !sheet.rows.is_empty() {
            found.push(Problem {
                sheet: sheet.name.clone(),
                row: sheet.rows.first().map_or(1, |row| row.number),
                column: String::new(),
                value: String::new(),
                problem: Message::new(if sheet.hidden {
                    "import-hidden-sheet-not-read"
                } else {
                    "import-sheet-not-read"
                }),
                accepted: Message::new("import-sheet-not-read-accepted"),
            });
        }
    }
    let sheet = &workbook.sheets[layout.sheet];
    let widest = sheet
        .rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0);
    for index in 0..widest {
        let heading = layout.headings.get(index);
        if heading.is_some_and(|heading| heading.column.is_some()) {
            continue;
        }
        let below = || {
            sheet
                .rows
                .iter()
                .filter(|row| row.number > layout.header_row)
        };
        let example = below()
            .map(|row| row.cell(index))
            .find(|cell| !cell.is_empty());
        let Some(example) = example else { continue };
        found.push(Problem {
            sheet: sheet.name.clone(),
            row: layout.header_row,
            column: heading.map_or_else(|| name_of_column(index), |heading| heading.text.clone()),
            value: example.shown(),
            problem: unknown_heading(heading, layout),
            accepted: accepted_heading(heading),
        });
    }
    found
}

fn unknown_heading(heading: Option<&Heading>, layout: &Layout) -> Message {
    let text = heading.map_or("", |heading| heading.text.as_str());
    if let Some(column) = synonyms::column(text)
        && let Some(first) = layout.heading(column)
    {
        return Message::new("import-column-twice").with("first", &first.text);
    }
    if synonyms::is_protected(text) {
        return Message::new("import-column-protected");
    }
    Message::new("import-column-unknown")
}

fn accepted_heading(heading: Option<&Heading>) -> Message {
    let text = heading.map_or("", |heading| heading.text.as_str());
    if synonyms::is_protected(text) {
        return Message::new("import-column-protected-accepted");
    }
    match synonyms::nearest(text) {
        Some(near) => Message::new("import-column-unknown-near").with("near", near),
        None => Message::new("import-column-unknown-accepted"),
    }
}
