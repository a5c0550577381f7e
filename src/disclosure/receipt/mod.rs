//! The receipt of a release: a page to print, and the files that the receiver verifies without us.

pub mod page;
pub mod web;
