//! The specification. Each module is a part of what Objektiv promises, each test a sentence of it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod access;
mod administration;
mod api;
mod assessments;
mod backup;
mod boundary;
mod browser;
mod confirmation;
mod cookies;
mod deciding;
mod desk;
mod disclosures;
mod duties;
mod engine;
mod exports;
mod finding;
mod first_day;
mod gallring;
mod holds;
mod import;
mod known;
mod ledger;
mod look;
mod looks;
mod map;
mod pages;
mod parts;
mod receipts;
mod recorder;
mod reminder;
mod rules;
mod rulings;
mod schema;
mod signs;
mod standing;
mod start;
mod statement;
mod template;
mod tidy;
mod why;
