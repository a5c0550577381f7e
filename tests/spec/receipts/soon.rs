//! Whoever records a release does not wait for the signature over it; whoever wants to hand out something does.

use std::time::Duration;

use tokio::time::sleep;

use super::*;
use crate::ledger::meddling::disarm;

impl Counter {
    fn signer(&self) -> Signer {
        Signer::open(self.signer.path(), ORIGIN).unwrap().unwrap()
    }

    /// Whether the signer remembers that it signed the release that was recorded last.
    async fn is_signed(&self) -> bool {
        let recorded = recorded(&self.engine, self.town.kommun).await;
        let last = recorded.iter().map(|release| release.ledger_idx).max();
        let idx = last.expect("something is recorded");
        self.signer().memory().unwrap().size > u64::try_from(idx).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_answered_before_it_is_signed_and_its_page_and_receipt_wait_for_the_signature()
{
    for mut counter in counters().await {
        for file in ["", "/kvitto", "/kvitto.zip"] {
            let turn = counter.signer().try_turn().unwrap();
            let turn = turn.expect("nobody else signs");
            let path = counter.release().await;
            assert!(!counter.is_signed().await);
            let asked = format!("{path}{file}");
            let page = counter.officer.get(&asked);
            let (page, ()) = tokio::join!(page, async {
                sleep(Duration::from_millis(100)).await;
                drop(turn);
            });
            assert_eq!(page.status, StatusCode::OK, "{asked}: {}", page.text());
            assert!(!page.has("Ännu inte signerad"), "{}", page.text());
            assert!(counter.is_signed().await);
        }
        log_is_intact(&counter.engine, counter.town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_waits_for_the_signature_that_is_under_way() {
    for mut counter in counters().await {
        let turn = counter.signer().try_turn().unwrap();
        counter.release().await;
        let stopped = counter.town.app.signers.finish();
        tokio::join!(stopped, async {
            sleep(Duration::from_millis(100)).await;
            drop(turn);
        });
        assert!(counter.is_signed().await);
    }
}

/// Recorded, but not signed, as by a server that stopped in between.
async fn left_unsigned(counter: &mut Counter) -> String {
    let memory = counter.memory();
    let aside = memory.with_extension("aside");
    std::fs::rename(&memory, &aside).unwrap();
    let path = counter.release().await;
    counter.town.app.signers.finish().await;
    std::fs::rename(&aside, &memory).unwrap();
    assert!(!counter.is_signed().await);
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_recorded_just_before_a_crash_is_signed_when_the_server_is_started_again() {
    for mut counter in counters().await {
        left_unsigned(&mut counter).await;
        let app = counter.town.app.clone();
        let kommun = counter.town.kommun;
        app.signers.catch_up(&app.db, kommun, NOW).await.unwrap();
        app.signers.finish().await;
        assert!(counter.is_signed().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_release_that_another_server_recorded_does_not_wait_for_that_server() {
    for mut counter in counters().await {
        let path = left_unsigned(&mut counter).await;
        let page = counter.officer.open_page(&path).await;
        assert!(page.has("Klart att lämna ut"), "{}", page.text());
        assert!(counter.is_signed().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_why_the_signer_refused_also_to_whoever_did_not_ask_it_to_sign() {
    const FORGED: &str = "UPDATE tl_entry SET leaf = ? WHERE idx = (SELECT MAX(idx) FROM tl_entry)";
    for mut counter in counters().await {
        disarm(&counter.engine).await;
        let turn = counter.signer().try_turn().unwrap();
        let path = counter.release().await;
        // Somebody who owns the database is quicker than the signer.
        counter.engine.meddle(FORGED, [vec![7_u8; 32].into()]).await;
        drop(turn);
        let page = counter.officer.open_page(&path).await;
        for words in ["Ännu inte signerad", "Signeraren vägrar", "Granska loggen"] {
            assert!(page.has(words), "{words}: {}", page.text());
        }
        assert!(!counter.is_signed().await);
    }
}
