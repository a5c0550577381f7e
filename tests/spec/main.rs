//! The specification. Each module is a part of what Objektiv promises, each test a sentence of it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod administration;
mod assessments;
mod browser;
mod disclosures;
mod engine;
mod first_day;
mod import;
mod ledger;
mod pages;
mod parts;
mod recorder;
mod reminder;
mod schema;
mod standing;
mod tidy;
