//! The ledger: every release of footage is written down once, and a change shows.

mod append;
mod crash;
mod erasure;
mod faults;
pub mod fields;
mod group;
mod incidents;
mod interop;
mod keys;
mod meanwhile;
pub mod meddling;
mod oracles;
pub mod outside;
mod owner;
mod parsers;
mod receipts;
mod refusal;
mod self_test;
mod signing;
mod stock_tools;
mod tampering;
mod vectors;

use objektiv::ledger::append::{Appended, append};
use objektiv::ledger::audit::verify;
use objektiv::ledger::store::open_log;
use objektiv::ledger::verify::Report;
use objektiv::ledger::{EntryKind, NewEntry};
use objektiv::organisation::KommunId;
use serde_json::json;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::engine::Engine;

const EKEBRO: KommunId = KommunId::acting_for(1);
const ORIGIN: &str = "kamera.ekebro.example/utlamnande";
const NINE: OffsetDateTime = datetime!(2026-11-22 09:00 UTC);

/// A release with the fields that most tests need.
fn release(number: u64) -> NewEntry {
    NewEntry::new(EntryKind::Disclosure)
        .with("number", number)
        .with("requester", json!({ "authority": "polismyndigheten" }))
        .with("case", format!("5000-K{number}-26"))
}

async fn opened(engine: &Engine) {
    let tx = engine.db.begin_write().await.unwrap();
    open_log(&*tx, EKEBRO, ORIGIN, NINE).await.unwrap();
    tx.commit().await.unwrap();
}

async fn appended(engine: &Engine, at: OffsetDateTime, new: NewEntry) -> Appended {
    let tx = engine.db.begin_write().await.unwrap();
    let appended = append(&tx, EKEBRO, at, new).await.unwrap();
    tx.commit().await.unwrap();
    appended
}

/// A log of the first entry and `releases` more.
async fn log_of(engine: &Engine, releases: u64) {
    opened(engine).await;
    for number in 1..=releases {
        appended(engine, NINE, release(number)).await;
    }
}

async fn verified(engine: &Engine) -> Report {
    verify(engine.db.read(), EKEBRO, None).await.unwrap()
}

fn level(report: &Report, level: u8) -> Option<bool> {
    let found = report.levels.iter().find(|found| found.level == level);
    found.expect("the level is reported").ok
}

/// The sealed fields of an entry, as they are stored.
async fn read_fields(engine: &Engine, idx: u64) -> Vec<String> {
    let fields = objektiv::ledger::read::fields(engine.db.read(), EKEBRO, idx, idx + 1).await;
    fields
        .unwrap()
        .into_iter()
        .map(|field| field.text)
        .collect()
}
