//! Somebody who owns the database drops the triggers and changes the log. Each kind of change is named, with the
//! first entry that it concerns.

use objektiv::ledger::EntryKind;
use objektiv::ledger::audit::verify;
use objektiv::ledger::cases::{Cases, Claim};
use objektiv::ledger::read;
use objektiv::ledger::store::LedgerError;
use objektiv::ledger::tree::leaf_hash;
use objektiv::ledger::verify::{Level, Report, Tampering, Verdict};
use sea_orm::Value;

use super::meddling::{
    RELEASES, backdated, defenceless, put, rebuild_from, rebuild_nodes, rebuilt, set_head, stored,
};
use super::{EKEBRO, level, log_of, release, verified};
use crate::engine::engines;

fn assert_found(report: &Report, at_level: u8, kind: Tampering, idx: u64) {
    assert_eq!(report.verdict, Verdict::Tampered, "{report:?}");
    assert_eq!(level(report, at_level), Some(false));
    let found = |level: &&Level| level.level == at_level;
    let found = report.levels.iter().find(found).unwrap();
    assert_eq!(
        (found.tampering, found.first_bad),
        (Some(kind), Some(idx)),
        "{found:?}"
    );
    assert_eq!(report.first_bad(), Some(idx));
}

#[tokio::test]
async fn an_entry_whose_bytes_were_edited_is_named() {
    for engine in defenceless().await {
        let row = stored(&engine, 7).await;
        put(&engine, 7, backdated(&row), row.leaf).await;
        assert_found(&verified(&engine).await, 2, Tampering::Edited, 7);
    }
}

#[tokio::test]
async fn an_entry_that_is_no_longer_an_entry_is_named() {
    for engine in defenceless().await {
        let mut bytes = stored(&engine, 7).await.bytes;
        bytes.push(b'\n');
        let leaf = leaf_hash(&bytes).0.to_vec();
        put(&engine, 7, bytes, leaf).await;
        assert_found(&verified(&engine).await, 2, Tampering::Edited, 7);
    }
}

#[tokio::test]
async fn an_entry_that_was_edited_together_with_its_leaf_is_named() {
    for idx in [6, 7, RELEASES - 1, RELEASES] {
        for engine in defenceless().await {
            let bytes = backdated(&stored(&engine, idx).await);
            let leaf = leaf_hash(&bytes).0.to_vec();
            put(&engine, idx, bytes, leaf).await;
            let report = verified(&engine).await;
            assert_eq!(report.first_bad(), Some(idx), "{:?}", report.levels);
        }
    }
}

#[tokio::test]
async fn an_entry_that_was_removed_is_named() {
    for engine in defenceless().await {
        engine
            .meddle("DELETE FROM tl_entry WHERE idx = 7", [])
            .await;
        assert_found(&verified(&engine).await, 2, Tampering::Missing, 7);
    }
}

#[tokio::test]
async fn two_entries_that_changed_places_are_named() {
    for engine in defenceless().await {
        let (one, two) = (stored(&engine, 5).await, stored(&engine, 9).await);
        put(&engine, 5, two.bytes, two.leaf).await;
        put(&engine, 9, one.bytes, one.leaf).await;
        assert_found(&verified(&engine).await, 2, Tampering::Reordered, 5);
    }
}

#[tokio::test]
async fn a_tail_that_was_cut_off_is_named() {
    for engine in defenceless().await {
        engine
            .meddle("DELETE FROM tl_entry WHERE idx >= 15", [])
            .await;
        assert_found(&verified(&engine).await, 2, Tampering::CutTail, 15);
    }
}

#[tokio::test]
async fn a_head_that_was_set_back_is_found_by_the_rows_beyond_it() {
    for engine in defenceless().await {
        let earlier = rebuilt(&engine, 15).await;
        set_head(&engine, &earlier).await;
        assert_found(&verified(&engine).await, 2, Tampering::CutTail, 15);
    }
}

#[tokio::test]
async fn a_tail_cut_off_with_its_head_is_found_by_what_was_forgotten() {
    for removed in [["tl_entry", "tl_disclosure"], ["tl_entry", "tl_node"]] {
        for engine in defenceless().await {
            let earlier = rebuilt(&engine, 15).await;
            set_head(&engine, &earlier).await;
            for table in removed {
                let tail = if table == "tl_node" {
                    "(i + 1) << lvl > 15"
                } else {
                    "idx >= 15"
                };
                engine
                    .meddle(&format!("DELETE FROM {table} WHERE {tail}"), [])
                    .await;
            }
            assert_found(&verified(&engine).await, 2, Tampering::CutTail, 15);
        }
    }
}

#[tokio::test]
async fn a_changed_node_of_the_tree_is_found() {
    for engine in defenceless().await {
        let sql = "UPDATE tl_node SET h = ? WHERE lvl = 2 AND i = 1";
        engine.meddle(sql, [vec![0_u8; 32].into()]).await;
        assert_found(&verified(&engine).await, 2, Tampering::Rewritten, 7);
    }
}

#[tokio::test]
async fn a_removed_node_of_the_tree_is_found() {
    for engine in defenceless().await {
        engine
            .meddle("DELETE FROM tl_node WHERE lvl = 3 AND i = 0", [])
            .await;
        assert_found(&verified(&engine).await, 2, Tampering::Rewritten, 7);
    }
}

#[tokio::test]
async fn a_chain_that_was_rebuilt_from_an_entry_on_contradicts_the_tree() {
    for engine in defenceless().await {
        let head = rebuild_from(&engine, 8).await;
        set_head(&engine, &head).await;
        assert_found(&verified(&engine).await, 2, Tampering::Rewritten, 8);
    }
}

#[tokio::test]
async fn a_removed_head_is_found_and_does_not_make_the_log_look_new() {
    for engine in defenceless().await {
        engine.meddle("DELETE FROM tl_head", []).await;
        assert_found(&verified(&engine).await, 2, Tampering::Missing, 0);
    }
}

/// What the levels within the database cannot see, told here so that nobody believes otherwise: only a copy outside
/// it, such as an older root, shows a complete rebuild.
#[tokio::test]
async fn a_complete_rebuild_passes_within_the_database_and_has_another_root() {
    for engine in defenceless().await {
        let before = verified(&engine).await;
        let head = rebuild_from(&engine, 8).await;
        set_head(&engine, &head).await;
        rebuild_nodes(&engine).await;
        let after = verified(&engine).await;
        assert_eq!(after.verdict, Verdict::Intact, "{:?}", after.levels);
        assert_ne!(after.root, before.root);
    }
}

#[tokio::test]
async fn a_field_that_was_edited_is_named() {
    for engine in defenceless().await {
        let fields = read::fields(engine.db.read(), EKEBRO, 8, 9).await.unwrap();
        let other = &fields
            .iter()
            .find(|field| field.name == "case")
            .unwrap()
            .text;
        let sql = "UPDATE tl_disclosure SET d = ? WHERE idx = 7 AND name = 'case'";
        engine.meddle(sql, [other.clone().into()]).await;
        let report = verified(&engine).await;
        assert_eq!(
            level(&report, 2),
            Some(true),
            "the entry itself is untouched"
        );
        assert_found(&report, 5, Tampering::PayloadEdited, 7);
    }
}

#[tokio::test]
async fn a_field_that_was_renamed_is_named() {
    for engine in defenceless().await {
        let sql = "UPDATE tl_disclosure SET name = 'note' WHERE idx = 7 AND name = 'case'";
        engine.meddle(sql, []).await;
        assert_found(&verified(&engine).await, 5, Tampering::PayloadEdited, 7);
    }
}

#[tokio::test]
async fn a_field_that_was_removed_without_an_erasure_is_named() {
    for engine in defenceless().await {
        let sql = "DELETE FROM tl_disclosure WHERE idx = 7 AND name = 'case'";
        engine.meddle(sql, []).await;
        assert_found(&verified(&engine).await, 5, Tampering::PayloadMissing, 7);
    }
}

/// What joins the values of many rows has room for what we write, and not for all that a database holds.
#[tokio::test]
async fn what_is_longer_than_anything_we_write_is_named_like_the_rest() {
    let long = |length| "x".repeat(length);
    let bytes = |length| Value::from(long(length).into_bytes());
    let (edited, field) = (Tampering::Edited, Tampering::PayloadEdited);
    for (what, value, at_level, kind) in [
        (
            "tl_entry SET entry = ? WHERE idx = 7",
            bytes(5 << 20),
            2,
            edited,
        ),
        ("tl_entry SET leaf = ? WHERE idx = 7", bytes(300), 2, edited),
        (
            "tl_node SET h = ? WHERE lvl = 2 AND i = 1",
            bytes(5 << 20),
            2,
            Tampering::Rewritten,
        ),
        (
            "tl_disclosure SET name = ? WHERE idx = 7 AND name = 'case'",
            long(300).into(),
            5,
            field,
        ),
        (
            "tl_disclosure SET d = ? WHERE idx = 7 AND name = 'case'",
            long(5 << 20).into(),
            5,
            field,
        ),
    ] {
        for engine in defenceless().await {
            engine
                .meddle(&format!("UPDATE {what}"), [value.clone()])
                .await;
            assert_found(&verified(&engine).await, at_level, kind, 7);
        }
    }
}

/// The register's side, as a slice tells it.
struct Register(Vec<Claim>);

#[async_trait::async_trait]
impl Cases for Register {
    fn kinds(&self) -> &[EntryKind] {
        &[EntryKind::Disclosure]
    }

    async fn claims(&self, from: u64, until: u64) -> Result<Vec<Claim>, LedgerError> {
        let within = |claim: &&Claim| (from..until).contains(&claim.idx);
        Ok(self.0.iter().filter(within).cloned().collect())
    }
}

async fn compared(change: impl Fn(&mut Vec<Claim>)) -> Vec<Report> {
    let mut reports = Vec::new();
    for engine in engines().await {
        log_of(&engine, RELEASES).await;
        let mut claims = (1..=RELEASES).map(|n| Claim::at(n, release(n))).collect();
        change(&mut claims);
        let register = Register(claims);
        let report = verify(engine.db.read(), EKEBRO, Some(&register)).await;
        reports.push(report.unwrap());
    }
    reports
}

#[tokio::test]
async fn a_register_that_says_what_was_sealed_agrees_with_the_log() {
    for report in compared(|_| {}).await {
        assert_eq!(level(&report, 5), Some(true), "{:?}", report.levels);
    }
}

#[tokio::test]
async fn a_case_that_was_edited_in_the_register_is_named() {
    let edit = |claims: &mut Vec<Claim>| {
        claims[6]
            .fields
            .insert("case".into(), "5000-K999-26".into());
    };
    for report in compared(edit).await {
        assert_found(&report, 5, Tampering::CaseEdited, 7);
    }
}

#[tokio::test]
async fn a_case_that_is_gone_from_the_register_is_named() {
    for report in compared(|claims| drop(claims.remove(6))).await {
        assert_found(&report, 5, Tampering::CaseMissing, 7);
    }
}

#[tokio::test]
async fn a_case_that_never_was_in_the_log_is_named() {
    for idx in [RELEASES + 1, 7] {
        let forge = |claims: &mut Vec<Claim>| claims.push(Claim::at(idx, release(99)));
        for report in compared(forge).await {
            assert_found(&report, 5, Tampering::UnloggedCase, idx);
        }
    }
}

#[tokio::test]
async fn a_log_of_another_origin_cannot_be_put_in_its_place() {
    for engine in defenceless().await {
        let sql = "UPDATE tl_head SET origin = 'kamera.hedeby.example/utlamnande'";
        engine.meddle(sql, []).await;
        assert_found(&verified(&engine).await, 2, Tampering::Edited, 0);
    }
}
