//! `/verifiera`: anybody checks a receipt, without an account. With scripts nothing leaves the browser; without them
//! the receipt, which is small, is checked here and not kept.

pub mod page;
pub mod web;
