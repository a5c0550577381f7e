//! HTTP plumbing; knows nothing about cameras.

pub mod assets;
pub mod form;
pub mod page;
pub mod submitted;
pub mod view;

#[cfg(test)]
pub(crate) mod page_tests;
