//! What became of each sealed field: there, erased as an entry tells, gone without one, there although it was erased, or
//! another than was written. The verification counts them and names every one that is not as it should be.

use std::collections::BTreeMap;

use objektiv::code::Code;
use objektiv::ledger::erasure;
use objektiv::ledger::fields::{FieldCode, FieldState, NamedField};
use objektiv::ledger::verify::{Tampering, Verdict};
use objektiv::ledger::{Entry, read};
use objektiv::organisation::KommunId;

use super::erasure::{decision, erased};
use super::meddling::defenceless;
use super::{EKEBRO, level, read_fields, verified};
use crate::engine::Engine;

/// What became of each field of an entry, by name.
pub async fn states_in(
    engine: &Engine,
    kommun: KommunId,
    idx: u64,
) -> BTreeMap<String, FieldState> {
    let db = engine.db.read();
    let rows = read::entries(db, kommun, idx, idx + 1).await.unwrap();
    let entry = Entry::parse(&rows[0].bytes).unwrap();
    erasure::states(db, kommun, &entry).await.unwrap()
}

pub async fn states(engine: &Engine, idx: u64) -> BTreeMap<String, FieldState> {
    states_in(engine, EKEBRO, idx).await
}

fn named(entry: u64, field: &str, state: FieldCode, erased_by: Option<u64>) -> NamedField {
    NamedField {
        entry,
        field: field.to_owned(),
        state,
        erased_by,
    }
}

/// Twenty releases with three fields each, of which one of every kind is meddled with.
async fn meddled(engine: &Engine) -> (u64, u64) {
    let by = erased(engine, &decision(3, &["case"])).await.unwrap();
    let text = read_fields(engine, 4).await.remove(0);
    let again = erased(engine, &decision(4, &["case"])).await.unwrap();
    let other = read_fields(engine, 8).await.remove(0);
    let sql = "INSERT INTO tl_disclosure (log_id, idx, name, d) VALUES (1, 4, 'case', ?)";
    engine.meddle(sql, [text.into()]).await;
    engine
        .meddle(
            "DELETE FROM tl_disclosure WHERE idx = 5 AND name = 'case'",
            [],
        )
        .await;
    let sql = "UPDATE tl_disclosure SET d = ? WHERE idx = 6 AND name = 'case'";
    engine.meddle(sql, [other.clone().into()]).await;
    // A field that the entry knows nothing of.
    let sql = "INSERT INTO tl_disclosure (log_id, idx, name, d) VALUES (1, 7, 'note', ?)";
    engine.meddle(sql, [other.into()]).await;
    (by, again)
}

#[tokio::test]
async fn each_field_of_an_entry_is_there_erased_missing_not_erased_or_another() {
    for engine in defenceless().await {
        let (by, again) = meddled(&engine).await;
        let expected = [
            (2, FieldState::Present),
            (3, FieldState::Erased(by)),
            (4, FieldState::NotErased(again)),
            (5, FieldState::Missing),
            (6, FieldState::Mismatch),
        ];
        for (idx, state) in expected {
            let states = states(&engine, idx).await;
            assert_eq!(states["case"], state, "entry {idx}");
            assert_eq!(states["number"], FieldState::Present, "entry {idx}");
        }
        assert_eq!(states(&engine, 7).await["note"], FieldState::Mismatch);
    }
}

#[tokio::test]
async fn a_verification_counts_the_fields_and_names_every_one_that_is_not_as_it_should_be() {
    for engine in defenceless().await {
        let before = verified(&engine).await.fields;
        assert_eq!((before.present, before.alarms()), (60, 0));
        assert!(before.named.is_empty());
        let (_, again) = meddled(&engine).await;
        let report = verified(&engine).await;
        // Two erasures have four fields each.
        let counts = [60 - 4 + 8, 1, 1, 1, 2];
        assert_eq!(report.fields.counts().map(|(_, count)| count), counts);
        let expected = [
            named(4, "case", FieldCode::NotErased, Some(again)),
            named(5, "case", FieldCode::Missing, None),
            named(6, "case", FieldCode::Mismatch, None),
            named(7, "note", FieldCode::Mismatch, None),
        ];
        assert_eq!(report.fields.named, expected);
        assert_eq!(
            (level(&report, 2), level(&report, 5)),
            (Some(true), Some(false))
        );
        assert_eq!(
            (report.verdict, report.first_bad()),
            (Verdict::Tampered, Some(4))
        );
        let found = report.levels.iter().find_map(|level| level.tampering);
        assert_eq!(found, Some(Tampering::NotErased));
        let json = serde_json::to_value(&report).unwrap();
        crate::schema::assert_as_promised(&json, "log-verify");
        assert_eq!(
            json["fields"]["named"][1]["state"],
            FieldCode::Missing.code()
        );
    }
}
