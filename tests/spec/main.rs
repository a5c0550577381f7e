//! The specification. Each module is a part of what Objektiv promises, each test a sentence of it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod engine;
mod first_day;
mod ledger;
mod reminder;
mod standing;
mod tidy;
