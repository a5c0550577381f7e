//! What a person must look at in an imported list.

use crate::texts::Message;

/// One cell (or row) that could not be read, or that was read in another way than it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub sheet: String,
    /// As the spreadsheet numbers it: the first is 1.
    pub row: u32,
    /// The heading, or `kolumn M` where there is none. Empty when the whole row is meant.
    pub column: String,
    /// What stands in the cell.
    pub value: String,
    pub problem: Message,
    /// What would be accepted, or what to do.
    pub accepted: Message,
}
