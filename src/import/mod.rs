//! Lists in: spreadsheets and text files that a kommun already has, read into the register.
//!
//! Nothing is guessed silently. What cannot be read is left empty and reported with its row, and so is
//! everything that was read in another way than it is written. The way through:
//! bytes -> [`table`] (sheets of cells) -> [`columns`] (which column is what) -> [`rows`] (cameras with
//! typed values) -> [`plan`] (sites with their cameras) -> [`compare`] (what is new) -> the register.

pub mod columns;
pub mod compare;
pub mod form;
pub mod outcome;
pub mod page;
pub mod plan;
mod problem;
pub mod rows;
pub mod store;
pub mod table;
pub mod values;
pub mod web;

pub use crate::texts::Message;
pub use problem::Problem;
