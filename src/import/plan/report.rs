//! Problems that concern several rows, or none.

use crate::import::columns::{self, Column, Layout};
use crate::import::rows::CameraRow;
use crate::import::table::Format;
use crate::import::{Message, Problem};

pub(super) struct Report<'a> {
    sheet: &'a str,
    layout: &'a Layout,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(super) const fn new(
        sheet: &'a str,
        layout: &'a Layout,
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        Self {
            sheet,
            layout,
            problems,
        }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.layout.index(column).is_some()
    }

    pub(super) fn heading(&self, column: Column) -> &str {
        self.layout
            .heading(column)
            .map_or("", |heading| heading.text.as_str())
    }

    pub(super) fn cell(
        &mut self,
        row: u32,
        column: Column,
        value: impl Into<String>,
        problem: Message,
        accepted: &'static str,
    ) {
        self.problems.push(Problem {
            sheet: self.sheet.to_owned(),
            row,
            column: self.heading(column).to_owned(),
            value: value.into(),
            problem,
            accepted: Message::new(accepted),
        });
    }

    /// The rows of a site say different things.
    pub(super) fn differ(
        &mut self,
        rows: &[&CameraRow],
        column: Column,
        values: &[String],
        problem: Message,
        accepted: &'static str,
    ) {
        let row = rows.first().map_or(0, |row| row.row);
        self.cell(row, column, values.join(" | "), problem, accepted);
    }

    pub(super) fn missing_column(&mut self, column: Column, rows: usize) {
        let example = columns::example(column);
        self.problems.push(Problem {
            sheet: self.sheet.to_owned(),
            row: self.layout.header_row,
            column: example.to_owned(),
            value: String::new(),
            problem: Message::new("import-column-missing").with("rows", rows.to_string()),
            accepted: Message::new("import-column-missing-accepted").with("column", example),
        });
    }

    /// An encoding that had to be guessed is said.
    pub(super) fn format(&mut self, format: Format) {
        if let Format::Text { encoding, .. } = format
            && !encoding.starts_with("UTF-")
        {
            self.problems.push(Problem {
                sheet: self.sheet.to_owned(),
                row: 1,
                column: String::new(),
                value: encoding.to_owned(),
                problem: Message::new("import-encoding").with("encoding", encoding),
                accepted: Message::new("import-encoding-accepted"),
            });
        }
    }
}
