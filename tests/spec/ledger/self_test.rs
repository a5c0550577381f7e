//! The verifier can fail, and shows it on a copy of the log that it is used for.

use std::collections::BTreeSet;

use objektiv::code::Code;
use objektiv::ledger::self_test::{SelfTestError, run};
use objektiv::ledger::store;
use objektiv::ledger::verify::Tampering;

use super::meddling::disarm;
use super::{EKEBRO, NINE, log_of, verified};
use crate::engine::engines;

#[tokio::test]
async fn every_seeded_tampering_is_found_and_the_log_itself_is_untouched() {
    for engine in engines().await {
        for releases in [0, 5] {
            if releases == 0 {
                super::opened(&engine).await;
            } else {
                for number in 1..=releases {
                    super::appended(&engine, NINE, super::release(number)).await;
                }
            }
            let before = store::head(engine.db.read(), EKEBRO).await.unwrap();
            let seeded = run(engine.db.read(), EKEBRO, NINE).await.unwrap();
            let kinds: BTreeSet<&str> = seeded.iter().map(|one| one.tampering.code()).collect();
            let all = Tampering::ALL.iter().map(|kind| kind.code());
            assert_eq!(kinds, all.collect(), "each that has a name");
            for one in &seeded {
                assert!(one.found, "{one:?}");
            }
            assert_eq!(store::head(engine.db.read(), EKEBRO).await.unwrap(), before);
        }
    }
}

#[tokio::test]
async fn a_log_that_is_not_whole_is_not_called_tested() {
    for engine in engines().await {
        log_of(&engine, 5).await;
        disarm(&engine).await;
        engine
            .meddle("DELETE FROM tl_disclosure WHERE idx = 3", [])
            .await;
        let refused = run(engine.db.read(), EKEBRO, NINE).await;
        assert!(matches!(refused, Err(SelfTestError::NotIntact(_))));
        assert_eq!(verified(&engine).await.first_bad(), Some(3));
    }
}
