//! HTTP plumbing; knows nothing about cameras.

pub mod actor;
pub mod api;
pub mod app;
pub mod around;
pub mod assets;
pub mod change;
pub mod csv;
pub mod error;
pub mod form;
pub mod health;
pub mod language;
pub mod limit;
pub mod notice;
pub mod page;
pub mod proxy;
pub mod router;
pub mod security;
pub mod seen;
pub mod submitted;
pub mod unsent;
pub mod uploaded;
pub mod view;
pub mod visitor;
pub mod works;
pub mod xlsx;

pub use app::{App, FOOTAGE_BYTES_MAX};
pub use error::PageError;

#[cfg(test)]
pub(crate) mod page_tests;
