//! The register does not stand still while its log is read from the first entry to the last: what happens meanwhile is not
//! taken for tampering.

use std::sync::atomic::{AtomicBool, Ordering};

use objektiv::ledger::EntryKind;
use objektiv::ledger::audit::verify;
use objektiv::ledger::cases::{Cases, Claim};
use objektiv::ledger::erasure::{Decision, Target, erase};
use objektiv::ledger::store::LedgerError;
use objektiv::ledger::verify::Verdict;

use super::{EKEBRO, NINE, appended, log_of, release};
use crate::engine::{Engine, engines};

/// A register that somebody works in as soon as it is asked the first time, or asked for what came last.
struct Busy<'a> {
    engine: &'a Engine,
    /// Whether a field is erased, or another release recorded.
    erases: bool,
    done: AtomicBool,
}

impl Busy<'_> {
    async fn work(&self) {
        if !self.erases {
            appended(self.engine, NINE, release(7)).await;
            return;
        }
        let tx = self.engine.db.begin_write().await.unwrap();
        let decision = Decision {
            targets: vec![Target {
                idx: 3,
                fields: vec!["case".to_owned()],
            }],
            number: "KS 2026/114".to_owned(),
            ground: "Dokumenthanteringsplan 4.2".to_owned(),
            decided_by: "Kommunarkivet".to_owned(),
        };
        erase(&tx, EKEBRO, &decision, NINE).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[async_trait::async_trait]
impl Cases for Busy<'_> {
    fn kinds(&self) -> &[EntryKind] {
        &[EntryKind::Disclosure]
    }

    async fn claims(&self, from: u64, until: u64) -> Result<Vec<Claim>, LedgerError> {
        let now = self.erases || from > 0;
        if now && !self.done.swap(true, Ordering::SeqCst) {
            self.work().await;
        }
        let done = self.done.load(Ordering::SeqCst);
        let recorded = if done && !self.erases { 7 } else { 6 };
        let claims = (1..=recorded).map(|number| {
            let gone = done && self.erases && number == 3;
            let gone = gone.then(|| "case".to_owned()).into_iter().collect();
            Claim::at(number, release(number)).without(gone)
        });
        Ok(claims
            .filter(|claim| (from..until).contains(&claim.idx))
            .collect())
    }
}

async fn verdicts(erases: bool) {
    for engine in engines().await {
        log_of(&engine, 6).await;
        let register = Busy {
            engine: &engine,
            erases,
            done: AtomicBool::new(false),
        };
        let report = verify(engine.db.read(), EKEBRO, Some(&register)).await;
        let report = report.unwrap();
        assert!(register.done.into_inner(), "somebody worked meanwhile");
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.levels);
    }
}

#[tokio::test]
async fn what_is_erased_while_the_log_is_read_is_not_missing() {
    verdicts(true).await;
}

#[tokio::test]
async fn what_is_released_while_the_log_is_read_is_not_without_an_entry() {
    verdicts(false).await;
}
