//! "Which cameras covered this place then?": the first question at the counter.

pub mod form;
pub mod page;
pub mod web;
