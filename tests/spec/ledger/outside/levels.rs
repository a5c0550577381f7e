//! Level 4: who saw the log when, and whether the times in it agree.

use objektiv::clock::Clock;
use objektiv::ledger::audit::{Given, verify_against};
use objektiv::ledger::outside::bracket::Trusted;
use objektiv::ledger::signers::Signers;
use objektiv::ledger::verification::run::Task;
use objektiv::ledger::verify::{Report, Tampering};
use time::Duration;

use super::authority::{Fault, Running, Signing};
use super::{Today, today};
use crate::ledger::meddling::disarm;
use crate::ledger::{EKEBRO, ORIGIN, level};

async fn verified(log: &Today, running: &Running) -> Report {
    let given = Given {
        trusted: Trusted {
            roots: running.roots(),
            ..Trusted::default()
        },
        ..Given::default()
    };
    verify_against(log.engine.db.read(), EKEBRO, given)
        .await
        .unwrap()
}

#[track_caller]
fn names(report: &Report, tampering: Tampering, entry: u64) {
    let found = report.levels.iter().find(|level| level.level == 4).unwrap();
    let named = (found.tampering, found.first_bad);
    assert_eq!(named, (Some(tampering), Some(entry)), "{:?}", report.levels);
}

async fn stamped(log: &Today, running: &Running) {
    let note = log.round().publish().await.unwrap();
    assert!(
        log.round()
            .stamp(&note, &running.authority())
            .await
            .unwrap()
    );
    let again = log
        .round()
        .stamp(&note, &running.authority())
        .await
        .unwrap();
    assert!(!again, "once for a checkpoint");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stamped_log_says_until_where_and_when_and_the_next_anchor_holds_the_stamp() {
    for log in today().await {
        let running = Running::start(Fault::None, Signing::Rsa);
        assert_eq!(
            level(&verified(&log, &running).await, 4),
            None,
            "nothing yet"
        );
        stamped(&log, &running).await;
        let report = verified(&log, &running).await;
        assert_eq!(level(&report, 4), Some(true), "{:?}", report.levels);
        let words = &report
            .levels
            .iter()
            .find(|level| level.level == 4)
            .unwrap()
            .detail;
        assert!(words.contains("tidsstämpel (8) "), "{words}");
        // Without trusting anybody nothing is said to be fine.
        let nobody = verify_against(log.engine.db.read(), EKEBRO, Given::default()).await;
        assert_eq!(level(&nobody.unwrap(), 4), None);

        let tomorrow = log.round_at(log.now + Duration::DAY);
        tomorrow.publish().await.unwrap();
        let mentioned =
            objektiv::ledger::outside::store::mentioned(log.engine.db.read(), EKEBRO).await;
        let mentioned = mentioned.unwrap();
        assert_eq!(mentioned.len(), 1);
        assert_eq!((mentioned[0].0, mentioned[0].1.size), (8, 8));
        assert_eq!(level(&verified(&log, &running).await, 4), Some(true));
    }
}

/// The nightly one, and the one that somebody asks for on the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_verification_by_the_server_asks_those_it_was_told_to_trust() {
    for log in today().await {
        let running = Running::start(Fault::None, Signing::Rsa);
        stamped(&log, &running).await;
        let kommun = "INSERT INTO kommun (id, version, log_origin, body) VALUES (1, 1, ?, '{}')";
        log.engine.meddle(kommun, [ORIGIN.into()]).await;
        let task = |trusted: Trusted| Task {
            db: log.engine.db.clone(),
            kommun: EKEBRO,
            signers: Signers::nowhere(),
            trusted,
            clock: Clock::Frozen(log.now),
            started_by: String::new(),
        };
        let answer = async |trusted: Trusted| {
            let found = task(trusted).run().await.unwrap().unwrap();
            let level = found.answers.into_iter().find(|answer| answer.level == 4);
            level.unwrap()
        };
        let nobody = answer(Trusted::default()).await;
        assert_eq!((nobody.ok, &*nobody.seen), (None, ""));
        let roots = running.roots();
        let trusted = Trusted {
            roots,
            ..Trusted::default()
        };
        let asked = answer(trusted.clone()).await;
        assert_eq!(asked.ok, Some(true));
        assert!(asked.seen.starts_with("tidsstämpel (8) "), "{}", asked.seen);

        // The anchor of the next day holds the stamp; then somebody takes the stamp away.
        log.round_at(log.now + Duration::DAY)
            .publish()
            .await
            .unwrap();
        disarm(&log.engine).await;
        let sql = "DELETE FROM tl_attestation WHERE kind = 'rfc3161'";
        log.engine.meddle(sql, []).await;
        let robbed = answer(trusted).await;
        assert_eq!(robbed.tampering, Some(Tampering::AttestationMissing));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_dated_after_the_stamp_that_covers_them_are_named() {
    for mut log in today().await {
        let running = Running::start(Fault::None, Signing::Rsa);
        log.now += Duration::hours(3);
        log.release(log.now, 1).await;
        stamped(&log, &running).await;
        let report = verified(&log, &running).await;
        names(&report, Tampering::ClockContradicted, 8);
    }
}

/// The whole log is rewritten with dates of last year, also the anchor that holds today's stamp.
#[tokio::test(flavor = "multi_thread")]
async fn an_anchor_dated_before_the_stamp_that_it_holds_is_named() {
    for mut log in today().await {
        let running = Running::start(Fault::None, Signing::Rsa);
        stamped(&log, &running).await;
        // Only what comes after the stamp is backdated: entry 8, the next anchor, is given the time of entry 7.
        let later = log.now + Duration::hours(30);
        log.now = later;
        log.round().publish().await.unwrap();
        let report = verified(&log, &running).await;
        assert_eq!(level(&report, 4), Some(true), "{:?}", report.levels);
        disarm(&log.engine).await;
        let stored = crate::ledger::meddling::stored(&log.engine, 8).await;
        let mut entry = objektiv::ledger::Entry::parse(&stored.bytes).unwrap();
        entry.at -= Duration::days(2);
        let bytes = entry.to_bytes().unwrap();
        let leaf = objektiv::ledger::tree::leaf_hash(&bytes).0.to_vec();
        crate::ledger::meddling::put(&log.engine, 8, bytes, leaf).await;
        let report = verified(&log, &running).await;
        names(&report, Tampering::ClockContradicted, 8);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attestation_that_was_removed_or_exchanged_is_named() {
    for log in today().await {
        let running = Running::start(Fault::None, Signing::Rsa);
        stamped(&log, &running).await;
        let tomorrow = log.round_at(log.now + Duration::DAY);
        tomorrow.publish().await.unwrap();
        disarm(&log.engine).await;
        log.engine
            .meddle(
                "UPDATE tl_attestation SET size = size - 1 WHERE kind = 'rfc3161'",
                [],
            )
            .await;
        let report = verified(&log, &running).await;
        names(&report, Tampering::AttestationForged, 6);
        log.engine
            .meddle("DELETE FROM tl_attestation WHERE kind = 'rfc3161'", [])
            .await;
        let report = verified(&log, &running).await;
        names(&report, Tampering::AttestationMissing, 8);
    }
}
