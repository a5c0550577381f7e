//! A file's bytes as sheets of rows of cells, whatever the format.
//!
//! The format is told by the content, never by the file name. Everything a hostile file can inflate is
//! bounded before it is unpacked.

use time::Date;

use crate::texts::Message;

mod archive;
mod biff;
mod spreadsheet;
mod text;
mod xml;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 25 * 1024 * 1024;
/// Most a compressed file may unpack to, in bytes. A list of 20 000 cameras is about 40 MB of XML.
pub const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// More rows than the largest kommun has cameras.
pub const MAX_ROWS: usize = 50_000;
pub const MAX_COLUMNS: usize = 256;
pub const MAX_CELLS: usize = 1_000_000;
pub const MAX_SHEETS: usize = 50;
/// Most text of all cells of a sheet, in bytes: one long text can stand in a million cells at no cost to the file.
pub const MAX_TEXT: usize = 50_000_000;
/// Longest text of one cell, in characters: what Excel allows.
pub const MAX_CELL_CHARACTERS: usize = 32_767;

#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    pub format: Format,
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xls,
    Ods,
    /// Text with this encoding (`UTF-8`, `windows-1252`) and delimiter.
    Text {
        encoding: &'static str,
        delimiter: char,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Empty for a text file.
    pub name: String,
    pub hidden: bool,
    /// Only rows with something in them.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the spreadsheet numbers it: the first is 1. In a text file the line.
    pub number: u32,
    pub hidden: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What the cell shows; of a formula what it showed when the file was saved.
    pub value: Option<Value>,
    pub formula: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Trimmed and never empty.
    Text(String),
    Number(f64),
    Date(Date),
    Bool(bool),
    /// `#REF!` and its like.
    Error(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Error(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Bool(true) => f.write_str("SANT"),
            Self::Bool(false) => f.write_str("FALSKT"),
        }
    }
}

impl Cell {
    pub fn text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        Self {
            value: (!text.is_empty()).then(|| Value::Text(text.to_owned())),
            formula: None,
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.value.is_none() && self.formula.is_none()
    }

    /// What a person sees, or the formula where nothing was saved to see.
    pub fn shown(&self) -> String {
        match (&self.value, &self.formula) {
            (Some(value), _) => value.to_string(),
            (None, Some(formula)) => format!("={formula}"),
            (None, None) => String::new(),
        }
    }
}

impl Row {
    pub fn cell(&self, column: usize) -> &Cell {
        const NOTHING: &Cell = &Cell {
            value: None,
            formula: None,
        };
        self.cells.get(column).unwrap_or(NOTHING)
    }

    pub fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
    }
}

/// Why nothing can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty")]
    Empty,
    #[error("{what} is over the limit of {limit}")]
    TooLarge { what: Limited, limit: u64 },
    #[error("the file is encrypted")]
    Encrypted,
    #[error("not a spreadsheet and not a text file with columns")]
    NotATable,
    #[error("the spreadsheet is damaged: {0}")]
    Broken(String),
    #[error("a quotation mark in row {row} is never closed")]
    OpenQuote { row: u64 },
}

/// What is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    Bytes,
    Unpacked,
    Rows,
    Columns,
    Cells,
    Sheets,
    CellText,
    Text,
}

impl Limited {
    fn message(self, limit: u64) -> Message {
        let message = match self {
            Self::Bytes => Message::new("import-file-too-many-bytes"),
            Self::Unpacked | Self::Text => Message::new("import-file-unpacks-to-too-much"),
            Self::Rows => Message::new("import-file-too-many-rows"),
            Self::Columns => Message::new("import-file-too-many-columns"),
            Self::Cells => Message::new("import-file-too-many-cells"),
            Self::Sheets => Message::new("import-file-too-many-sheets"),
            Self::CellText => Message::new("import-file-cell-too-long"),
        };
        match self {
            Self::Bytes | Self::Unpacked | Self::Text => {
                message.with("limit", (limit / (1024 * 1024)).to_string())
            }
            _ => message.with("limit", limit.to_string()),
        }
    }
}

impl std::fmt::Display for Limited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Bytes => "file size in bytes",
            Self::Unpacked => "unpacked size in bytes",
            Self::Rows => "number of rows",
            Self::Columns => "number of columns",
            Self::Cells => "number of cells",
            Self::Sheets => "number of sheets",
            Self::CellText => "text of one cell in characters",
            Self::Text => "text of all cells in bytes",
        })
    }
}

impl Unreadable {
    /// What to tell the person.
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("import-file-empty"),
            Self::TooLarge { what, limit } => what.message(*limit),
            Self::Encrypted => Message::new("import-file-encrypted"),
            Self::NotATable => Message::new("import-file-not-a-table"),
            Self::Broken(_) => Message::new("import-file-broken"),
            Self::OpenQuote { row } => {
                Message::new("import-file-open-quote").with("row", row.to_string())
            }
        }
    }

    fn too_large(what: Limited, limit: usize) -> Self {
        Self::TooLarge {
            what,
            limit: limit as u64,
        }
    }
}

/// Reads a file of any supported format.
pub fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::too_large(Limited::Bytes, MAX_BYTES));
    }
    let workbook = if bytes.starts_with(b"PK") {
        archive::read(bytes)?
    } else if bytes.starts_with(OLE) {
        biff::check(bytes)?;
        spreadsheet::xls(bytes)?
    } else {
        text::read(bytes)?
    };
    if workbook.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Unreadable::Empty);
    }
    Ok(workbook)
}

/// Collects cells into rows and refuses what is too large.
#[derive(Default)]
struct Collector {
    rows: std::collections::BTreeMap<u32, Vec<Cell>>,
    cells: usize,
    text: usize,
}

impl Collector {
    /// `row` and `column` count from 0.
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Unreadable> {
        if cell.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(Unreadable::too_large(Limited::Columns, MAX_COLUMNS));
        }
        if let Some(Value::Text(text)) = &cell.value
            && text.len() > MAX_CELL_CHARACTERS
            && text.chars().count() > MAX_CELL_CHARACTERS
        {
            return Err(Unreadable::too_large(
                Limited::CellText,
                MAX_CELL_CHARACTERS,
            ));
        }
        if let Some(Value::Text(text)) = &cell.value {
            self.text += text.len();
        }
        if self.text > MAX_TEXT {
            return Err(Unreadable::too_large(Limited::Text, MAX_TEXT));
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
        if self.rows.len() > MAX_ROWS {
            return Err(Unreadable::too_large(Limited::Rows, MAX_ROWS));
        }
        if self.cells > MAX_CELLS {
            return Err(Unreadable::too_large(Limited::Cells, MAX_CELLS));
        }
        Ok(())
    }

    /// Repeats the first value of a cell merged over several rows: that is what a reader sees.
    fn fill_down(&mut self, column: u32, first: u32, last: u32) -> Result<(), Unreadable> {
        let value = self
            .rows
            .get(&first)
            .and_then(|row| row.get(column as usize))
            .cloned();
        if let Some(value) = value {
            let below: Vec<u32> = self
                .rows
                .range(first..=last)
                .map(|(row, _)| *row)
                .skip(1)
                .collect();
            for row in below {
                self.put(row, column, value.clone())?;
            }
        }
        Ok(())
    }

    fn into_rows(self, is_hidden: impl Fn(u32) -> bool) -> Vec<Row> {
        self.rows
            .into_iter()
            .map(|(index, cells)| Row {
                number: index + 1,
                hidden: is_hidden(index + 1),
                cells,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
