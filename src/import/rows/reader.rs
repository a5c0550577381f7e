//! The cells of one row, by what their columns are.

use crate::import::columns::{Column, Layout};
use crate::import::table::{Cell, Row, Sheet, Value};
use crate::import::values::Reading;
use crate::import::{Message, Problem};

/// Reads one row and reports what needs a look.
pub(super) struct RowReader<'a> {
    sheet: &'a Sheet,
    layout: &'a Layout,
    row: &'a Row,
    problems: &'a mut Vec<Problem>,
    kept: Vec<(String, String)>,
}

impl<'a> RowReader<'a> {
    pub(super) const fn new(
        sheet: &'a Sheet,
        layout: &'a Layout,
        row: &'a Row,
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        Self {
            sheet,
            layout,
            row,
            problems,
            kept: Vec::new(),
        }
    }

    pub(super) const fn number(&self) -> u32 {
        self.row.number
    }

    fn cell(&self, column: Column) -> &'a Cell {
        self.row
            .cell(self.layout.index(column).unwrap_or(usize::MAX))
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.layout.index(column).is_some()
    }

    pub(super) fn heading(&self, column: Column) -> String {
        self.layout
            .heading(column)
            .map(|heading| heading.text.clone())
            .unwrap_or_default()
    }

    /// The EPSG code that the heading names.
    pub(super) fn zone(&self, column: Column) -> Option<u16> {
        self.layout.heading(column).and_then(|heading| heading.zone)
    }

    /// What a person sees in the cell; nothing is reported.
    pub(super) fn shown(&self, column: Column) -> String {
        self.cell(column).shown()
    }

    /// The number of the camera, and whether the cell held a number and not a text.
    pub(super) fn label(&mut self) -> (String, bool) {
        let is_number = matches!(self.cell(Column::Label).value, Some(Value::Number(_)));
        (self.text(Column::Label), is_number)
    }

    pub(super) fn text(&mut self, column: Column) -> String {
        self.read(column, |text| Reading::sure(text.to_owned()))
            .unwrap_or_default()
    }

    pub(super) fn read<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&str) -> Reading<T>,
    ) -> Option<T> {
        self.read_value(column, |value| read(&value.to_string()))
    }

    pub(super) fn read_value<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&Value) -> Reading<T>,
    ) -> Option<T> {
        let cell = self.cell(column);
        let value = match (&cell.value, &cell.formula) {
            (Some(Value::Error(_)), _) => {
                self.report(
                    column,
                    Message::new("import-cell-error"),
                    Message::new("import-cell-error-accepted"),
                );
                return None;
            }
            (Some(value), None) => value,
            (Some(value), Some(formula)) => {
                let problem = Message::new("import-formula-read").with("formula", formula);
                self.report(column, problem, Message::new("import-formula-accepted"));
                value
            }
            (None, Some(_)) => {
                self.report(
                    column,
                    Message::new("import-formula-without-value"),
                    Message::new("import-formula-accepted"),
                );
                self.keep(column);
                return None;
            }
            (None, None) => return None,
        };
        let reading = read(value);
        if reading.value.is_none() {
            self.keep(column);
        }
        if let Some(doubt) = reading.doubt {
            self.report(column, doubt.problem, doubt.accepted);
        }
        reading.value
    }

    pub(super) fn report(&mut self, column: Column, problem: Message, accepted: Message) {
        let value = self.shown(column);
        self.report_value(column, value, problem, accepted);
    }

    pub(super) fn report_value(
        &mut self,
        column: Column,
        value: String,
        problem: Message,
        accepted: Message,
    ) {
        self.problems.push(Problem {
            sheet: self.sheet.name.clone(),
            row: self.row.number,
            column: self.heading(column),
            value,
            problem,
            accepted,
        });
    }

    pub(super) fn report_row(&mut self, problem: &'static str, accepted: &'static str) {
        self.problems.push(Problem {
            sheet: self.sheet.name.clone(),
            row: self.row.number,
            column: String::new(),
            value: String::new(),
            problem: Message::new(problem),
            accepted: Message::new(accepted),
        });
    }

    /// Remembers the contents of a cell word for word.
    pub(super) fn keep(&mut self, column: Column) {
        self.keep_value(column, self.shown(column));
    }

    pub(super) fn keep_value(&mut self, column: Column, value: String) {
        let kept = (self.heading(column), value);
        if !self.kept.contains(&kept) {
            self.kept.push(kept);
        }
    }

    pub(super) fn take_kept(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.kept)
    }
}
