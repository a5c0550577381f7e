//! The signer remembers outside the database what it signed last, and signs nothing that does not continue it.

use std::fs;
use std::path::PathBuf;

use objektiv::ledger::audit::{Given, verify_against};
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::keys::{AdoptError, adopt, exchange, ready, retire, revoke};
use objektiv::ledger::note::{Note, Scheme, SigningKey, VerificationKey};
use objektiv::ledger::proof::verify_consistency;
use objektiv::ledger::signer::{Signer, SignerError};
use objektiv::ledger::signing::{SignError, covering, prove_consistency, sign};
use objektiv::ledger::store;
use objektiv::ledger::verify::{Report, Tampering, Verdict};
use tempfile::TempDir;

use super::meddling::{
    RELEASES, backdated, disarm, put, rebuild_from, rebuild_nodes, rebuilt, set_head, stored,
};
use super::{EKEBRO, NINE, ORIGIN, appended, level, opened, release, verified};
use crate::engine::{Engine, engines};

/// A log with its signer, whose files are where no database is.
struct Signed {
    engine: Engine,
    outside: TempDir,
    signer: Signer,
    last: TreeHead,
}

/// A signed log of entries 0 to 20, on every engine, whose database refuses nothing.
async fn signed() -> Vec<Signed> {
    let mut logs = Vec::new();
    for engine in engines().await {
        let outside = tempfile::tempdir().unwrap();
        opened(&engine).await;
        let signer = ready(&engine.db, EKEBRO, outside.path(), NINE)
            .await
            .unwrap();
        for number in 2..=RELEASES {
            appended(&engine, NINE, release(number)).await;
        }
        let note = sign(&engine.db, EKEBRO, &signer, NINE).await.unwrap();
        let last = TreeHead::open(&note, signer.public().unwrap()).unwrap();
        disarm(&engine).await;
        logs.push(Signed {
            engine,
            outside,
            signer,
            last,
        });
    }
    logs
}

impl Signed {
    async fn sign(&self) -> Result<Note, SignError> {
        sign(&self.engine.db, EKEBRO, &self.signer, NINE).await
    }

    /// The signer as another process reads it.
    fn reopened(&self) -> Signer {
        let base = self.outside.path();
        Signer::open(base, ORIGIN).unwrap().unwrap()
    }

    fn seed(&self, key: &VerificationKey) -> PathBuf {
        let directory = Signer::directory(self.outside.path(), ORIGIN);
        directory.join(format!("{}.seed", key.id_hex()))
    }

    /// What the signer refuses, and that nothing was signed or remembered.
    async fn refused(&self) -> (Tampering, u64) {
        let error = self.sign().await.expect_err("signed what it must refuse");
        assert_eq!(self.signer.memory().unwrap(), self.last);
        match error {
            SignError::Refused { bad, after } => {
                assert_eq!(after, RELEASES + 1);
                (bad.kind, bad.idx)
            }
            other => panic!("{other}"),
        }
    }

    async fn against(&self, heads: Vec<TreeHead>) -> Report {
        let keys = vec![self.signer.public().unwrap().clone()];
        let given = Given {
            heads,
            keys,
            cases: None,
            ..Given::default()
        };
        verify_against(self.engine.db.read(), EKEBRO, given)
            .await
            .unwrap()
    }

    async fn cut(&self, size: u64) {
        let idx = i64::try_from(size).unwrap();
        for (table, tail) in [
            ("tl_entry", "idx >= ?"),
            ("tl_disclosure", "idx >= ?"),
            ("tl_node", "(i + 1) << lvl > ?"),
            ("tl_checkpoint", "size > ?"),
        ] {
            let sql = format!("DELETE FROM {table} WHERE {tail}");
            self.engine.meddle(&sql, [idx.into()]).await;
        }
    }
}

#[tokio::test]
async fn a_checkpoint_is_three_signed_lines_that_cover_every_entry() {
    for log in signed().await {
        assert_eq!(
            (log.last.size, log.last.origin.as_str()),
            (RELEASES + 1, ORIGIN)
        );
        assert_eq!(log.last.root.to_base64(), verified(&log.engine).await.root);
        let report = log.against(vec![log.last.clone()]).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
        assert_eq!(level(&report, 3), Some(true));
    }
}

#[tokio::test]
async fn a_later_checkpoint_is_proved_to_continue_the_earlier_one() {
    for log in signed().await {
        appended(&log.engine, NINE, release(21)).await;
        let note = log.sign().await.unwrap();
        let later = TreeHead::open(&note, log.signer.public().unwrap()).unwrap();
        let db = log.engine.db.read();
        let proof = prove_consistency(db, EKEBRO, log.last.size, later.size)
            .await
            .unwrap();
        let (old, new) = ((log.last.size, log.last.root), (later.size, later.root));
        assert_eq!(verify_consistency(old, new, &proof), Ok(()));
    }
}

#[tokio::test]
async fn thirty_two_releases_at_once_are_each_covered_and_share_signatures() {
    for log in signed().await {
        let tasks = (0..32).map(|number| {
            let (db, signer) = (&log.engine.db, &log.signer);
            let engine = &log.engine;
            async move {
                let entry = appended(engine, NINE, release(100 + number)).await;
                let note = covering(db, EKEBRO, signer, entry.idx, NINE).await.unwrap();
                let head = TreeHead::open(&note, signer.public().unwrap()).unwrap();
                assert!(head.size > entry.idx);
            }
        });
        futures_util::future::join_all(tasks).await;
        let report = log.against(Vec::new()).await;
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
    }
}

#[tokio::test]
async fn a_changed_entry_is_not_signed_over() {
    for log in signed().await {
        appended(&log.engine, NINE, release(21)).await;
        let row = stored(&log.engine, 21).await;
        put(&log.engine, 21, backdated(&row), row.leaf).await;
        assert_eq!(log.refused().await, (Tampering::Edited, 21));
    }
}

#[tokio::test]
async fn an_old_backup_is_not_signed() {
    for log in signed().await {
        let earlier = rebuilt(&log.engine, 15).await;
        set_head(&log.engine, &earlier).await;
        log.cut(15).await;
        assert_eq!(
            verified(&log.engine).await.verdict,
            Verdict::Intact,
            "whole in itself"
        );
        assert_eq!(log.refused().await, (Tampering::Rollback, 15));
        let report = log.against(vec![log.last.clone()]).await;
        assert_eq!(
            (level(&report, 3), report.first_bad()),
            (Some(false), Some(15))
        );
    }
}

#[tokio::test]
async fn an_old_backup_that_grew_past_what_was_signed_is_not_signed() {
    for log in signed().await {
        let earlier = rebuilt(&log.engine, 15).await;
        set_head(&log.engine, &earlier).await;
        log.cut(15).await;
        for number in 50..60 {
            appended(&log.engine, NINE, release(number)).await;
        }
        assert_eq!(log.refused().await.0, Tampering::Fork);
        let report = log.against(vec![log.last.clone()]).await;
        assert_eq!(level(&report, 3), Some(false));
    }
}

#[tokio::test]
async fn a_log_that_was_rebuilt_completely_is_not_signed() {
    for log in signed().await {
        let head = rebuild_from(&log.engine, 8).await;
        set_head(&log.engine, &head).await;
        rebuild_nodes(&log.engine).await;
        log.engine
            .meddle("DELETE FROM tl_checkpoint WHERE size > 8", [])
            .await;
        assert_eq!(
            verified(&log.engine).await.verdict,
            Verdict::Intact,
            "whole in itself"
        );
        assert_eq!(log.refused().await.0, Tampering::Fork);
        let report = log.against(vec![log.last.clone()]).await;
        assert_eq!(level(&report, 3), Some(false));
    }
}

#[tokio::test]
async fn a_rebuilt_log_contradicts_the_checkpoints_that_are_stored_beside_it() {
    for log in signed().await {
        let head = rebuild_from(&log.engine, 8).await;
        set_head(&log.engine, &head).await;
        rebuild_nodes(&log.engine).await;
        let report = log.against(Vec::new()).await;
        assert_eq!(level(&report, 2), Some(false));
        assert_eq!(
            report.first_bad(),
            Some(2),
            "after the last checkpoint that agrees"
        );
    }
}

#[tokio::test]
async fn a_checkpoint_that_the_log_never_signed_is_found() {
    for log in signed().await {
        let thief = tempfile::tempdir().unwrap();
        let forged = Signer::create(thief.path(), ORIGIN).unwrap();
        let note = log.last.sign(forged.keys(), NINE).unwrap().to_string();
        let sql = "UPDATE tl_checkpoint SET note = ? WHERE size > 10";
        log.engine.meddle(sql, [note.into()]).await;
        assert_eq!(level(&log.against(Vec::new()).await, 2), Some(false));
    }
}

#[tokio::test]
async fn a_signer_without_memory_signs_nothing_until_somebody_answers_for_it() {
    for log in signed().await {
        let directory = Signer::directory(log.outside.path(), ORIGIN);
        std::fs::remove_file(directory.join("state.json")).unwrap();
        let error = log.sign().await.unwrap_err();
        assert!(
            matches!(error, SignError::Signer(SignerError::NoMemory(_))),
            "{error}"
        );
        assert!(error.to_string().contains("objektiv log adopt"), "{error}");

        let (db, base) = (&log.engine.db, log.outside.path());
        adopt(db, EKEBRO, base, "disken byttes", NINE)
            .await
            .unwrap();
        log.sign().await.unwrap();
        assert_eq!(last_kind(&log.engine).await, "restore");
    }
}

#[tokio::test]
async fn a_signer_whose_files_are_all_gone_is_not_made_anew_silently() {
    for log in signed().await {
        let elsewhere = tempfile::tempdir().unwrap();
        let error = ready(&log.engine.db, EKEBRO, elsewhere.path(), NINE).await;
        let error = error.expect_err("made silently");
        assert!(
            matches!(error, SignError::Signer(SignerError::NoMemory(_))),
            "{error}"
        );
        let adopted = adopt(&log.engine.db, EKEBRO, elsewhere.path(), "ny server", NINE).await;
        let adopted = adopted.unwrap();
        assert_ne!(adopted.public().unwrap(), log.signer.public().unwrap());
        assert_eq!(verified(&log.engine).await.verdict, Verdict::Intact);
    }
}

#[tokio::test]
async fn a_log_that_does_not_verify_is_not_adopted() {
    for log in signed().await {
        log.engine
            .meddle("DELETE FROM tl_entry WHERE idx = 7", [])
            .await;
        let refused = adopt(&log.engine.db, EKEBRO, log.outside.path(), "x", NINE).await;
        assert!(matches!(refused, Err(AdoptError::NotIntact)));
    }
}

#[tokio::test]
async fn an_exchanged_key_and_the_new_one_both_sign_until_the_old_one_is_retired() {
    for mut log in signed().await {
        let db = log.engine.db.clone();
        let old = log.signer.public().unwrap().clone();
        let new = exchange(&db, EKEBRO, &mut log.signer, "årligt byte", NINE)
            .await
            .unwrap();
        let during = log.sign().await.unwrap();
        assert!(during.verify(&old).is_ok() && during.verify(&new).is_ok());

        let id = old.id_hex();
        retire(&db, EKEBRO, &mut log.signer, &id, "årligt byte", NINE)
            .await
            .unwrap();
        let after = log.sign().await.unwrap();
        assert!(after.verify(&old).is_err() && after.verify(&new).is_ok());

        let both: Vec<VerificationKey> = vec![old, new];
        let given = Given {
            keys: both,
            ..Given::default()
        };
        let report = verify_against(db.read(), EKEBRO, given).await.unwrap();
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
    }
}

#[tokio::test]
async fn a_stolen_key_vouches_for_nothing_new_and_the_log_goes_on_under_another() {
    for mut log in signed().await {
        let db = log.engine.db.clone();
        let stolen = log.signer.public().unwrap().clone();
        let last = log.signer.memory().unwrap();
        let thief = fs::read(log.seed(&stolen)).unwrap();
        revoke(
            &db,
            EKEBRO,
            &mut log.signer,
            &stolen.id_hex(),
            "stulen",
            NINE,
        )
        .await
        .unwrap();
        assert!(
            !log.seed(&stolen).exists(),
            "the seed of the stolen key is destroyed"
        );
        let signer = log.reopened();
        let published = signer.published().unwrap();
        assert!(!published.contains(&stolen) && published.len() == 1);
        let now = log.sign().await.unwrap();
        assert!(now.verify(&stolen).is_err() && now.verify(&published[0]).is_ok());

        // What was signed before the theft was found is still believed.
        let given = || Given {
            keys: signer.published().unwrap(),
            revoked: signer.revoked().unwrap(),
            ..Given::default()
        };
        let report = verify_against(db.read(), EKEBRO, given()).await.unwrap();
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);

        // The thief signs the log as it stands: right in every part but the key.
        appended(&log.engine, NINE, release(99)).await;
        let head = store::head(db.read(), EKEBRO).await.unwrap().unwrap();
        let forged = forged_by(&thief, &head.tree_head());
        store::keep_checkpoint(&*db.write_one().await, EKEBRO, &head.tree_head(), &forged)
            .await
            .unwrap();
        let report = verify_against(db.read(), EKEBRO, given()).await.unwrap();
        let found = (report.first_bad(), report.verdict);
        assert_eq!(found, (Some(head.size() - 1), Verdict::Tampered));
        assert!(head.size() > last.size);
    }
}

/// A checkpoint under a key whose seed somebody has a copy of.
fn forged_by(seed: &[u8], head: &TreeHead) -> Note {
    let pair = |at: usize| u8::from_str_radix(std::str::from_utf8(&seed[at..at + 2]).unwrap(), 16);
    let seed: Vec<u8> = (0..32).map(|n| pair(2 * n).unwrap()).collect();
    let key = SigningKey::from_seed(ORIGIN, Scheme::Ed25519, &seed.try_into().unwrap()).unwrap();
    head.sign(&[key], NINE).unwrap()
}

async fn last_kind(engine: &Engine) -> String {
    let head = store::head(engine.db.read(), EKEBRO)
        .await
        .unwrap()
        .unwrap();
    let row = stored(engine, head.size() - 1).await;
    let json: serde_json::Value = serde_json::from_slice(&row.bytes).unwrap();
    json["type"].as_str().unwrap().to_owned()
}
