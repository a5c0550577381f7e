//! What an import did, or would do, as the command line and the page show it.

use serde::{Deserialize, Serialize};

use super::Problem;
use super::compare::{Changes, Counts};
use super::plan::Plan;
use crate::texts::Loc;

/// The output of `objektiv import --format json` (docs/schema/import.json).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Name of the file without its folder.
    pub file: String,
    /// Name of the sheet; empty for a text file.
    pub sheet: String,
    /// Rows that are cameras.
    pub rows: usize,
    pub sites: Counts,
    pub cameras: Counts,
    pub problems: Vec<Told>,
}

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub value: String,
    pub problem: String,
    pub accepted: String,
}

impl Outcome {
    pub fn new(file: &str, plan: &Plan, changes: &Changes, l: Loc) -> Self {
        let mut problems: Vec<&Problem> = plan.problems.iter().chain(&changes.problems).collect();
        // Stable: within a row the order of the plan is kept.
        problems.sort_by_key(|problem| (problem.sheet != plan.sheet, problem.row));
        Self {
            file: file.to_owned(),
            sheet: plan.sheet.clone(),
            rows: plan.rows,
            sites: changes.site_counts(),
            cameras: changes.camera_counts(),
            problems: problems
                .into_iter()
                .map(|problem| told(problem, l))
                .collect(),
        }
    }
}

/// The problems as text that Excel opens: UTF-8 with its mark, semicolons, and no cell that is taken for a formula.
///
/// # Errors
/// When there is no memory for it.
pub fn csv(problems: &[Told], l: Loc) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer("\u{feff}".as_bytes().to_vec());
    let headings = [
        "import-sheet",
        "import-row",
        "import-column",
        "import-value",
        "import-problem",
        "import-accepted",
    ];
    writer.write_record(headings.map(|id| l.t(id)))?;
    for told in problems {
        let row = told.row.to_string();
        let cells = [
            &told.sheet,
            &row,
            &told.column,
            &told.value,
            &told.problem,
            &told.accepted,
        ];
        writer.write_record(cells.map(|cell| not_a_formula(cell)))?;
    }
    writer.flush()?;
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

fn not_a_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn told(problem: &Problem, l: Loc) -> Told {
    Told {
        sheet: problem.sheet.clone(),
        row: problem.row,
        column: problem.column.clone(),
        value: problem.value.clone(),
        problem: l.message(&problem.problem),
        accepted: l.message(&problem.accepted),
    }
}
