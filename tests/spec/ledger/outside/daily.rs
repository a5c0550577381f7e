//! The daily round: one anchor entry, one published checkpoint, one letter.

use std::sync::Arc;

use axum_test::TestServer;
use objektiv::clock::Clock;
use objektiv::law::PolicySet;
use objektiv::ledger::EntryKind;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::note::Note;
use objektiv::ledger::outside::step::Step;
use objektiv::ledger::signing::sign;
use objektiv::ledger::store;
use objektiv::web::{App, router};
use time::Duration;

use super::{Today, today, today_on};
use crate::engine::sqlite;
use crate::ledger::{EKEBRO, ORIGIN, meddling};

fn served(log: &Today) -> TestServer {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    let url = "https://kamera.ekebro.example".to_owned();
    let app = App::new(log.engine.db.clone(), Clock::Frozen(log.now), policies, url);
    TestServer::builder()
        .build(axum::ServiceExt::<axum::extract::Request>::into_make_service(router::service(app)))
}

async fn size(log: &Today) -> u64 {
    store::head(log.engine.db.read(), EKEBRO)
        .await
        .unwrap()
        .unwrap()
        .size()
}

#[tokio::test]
async fn a_day_without_releases_looks_like_a_day_with_one() {
    for log in today().await {
        let before = size(&log).await;
        let note = log.round().publish().await.unwrap();
        let head = TreeHead::open(&note, log.signer.public().unwrap()).unwrap();
        assert_eq!(head.size, before + 1);
        let last = meddling::stored(&log.engine, before).await;
        let entry = objektiv::ledger::Entry::parse(&last.bytes).unwrap();
        assert_eq!(entry.kind, EntryKind::Anchor);
        // The round begun again, after a failure or by another replica, publishes the same.
        assert_eq!(log.round().publish().await.unwrap(), note);
        assert_eq!(size(&log).await, before + 1);
        let tomorrow = log.round_at(log.now + Duration::DAY);
        tomorrow.publish().await.unwrap();
        assert_eq!(size(&log).await, before + 2);
    }
}

#[tokio::test]
async fn everybody_can_read_the_checkpoint_of_the_day_and_nothing_newer() {
    for log in today().await {
        let server = served(&log);
        server.get("/checkpoint").await.assert_status_not_found();
        let note = log.round().publish().await.unwrap();
        // A release during the day is signed at once, and does not show in the published count.
        log.release(log.now, 1).await;
        sign(&log.engine.db, EKEBRO, &log.signer, log.now)
            .await
            .unwrap();
        for path in ["/checkpoint".to_owned(), format!("/checkpoint/{ORIGIN}")] {
            let answer = server.get(&path).await;
            answer.assert_status_ok();
            assert_eq!(answer.text(), note.to_string());
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
            assert!(answer.maybe_header("set-cookie").is_none());
        }
        let unknown = server
            .get("/checkpoint/kamera.hedeby.example/utlamnande")
            .await;
        unknown.assert_status_not_found();
    }
}

#[tokio::test]
async fn who_missed_a_mail_can_fetch_the_proof_from_what_was_seen_last() {
    for log in today().await {
        let server = served(&log);
        let first = log.round().publish().await.unwrap();
        log.release(log.now, 7).await;
        let tomorrow = log.round_at(log.now + Duration::DAY);
        tomorrow.publish().await.unwrap();
        let seen = TreeHead::parse(first.text()).unwrap();
        let answer = server
            .get(&format!("/checkpoint?sedan={}", seen.size))
            .await;
        let step = Step::parse(answer.text().as_bytes()).unwrap();
        let now = TreeHead::open(&step.checkpoint, log.signer.public().unwrap()).unwrap();
        assert_eq!((step.old, now.size), (8, 16));
        assert_eq!(step.follows(&seen, &now), Ok(()));
        let beyond = server.get("/checkpoint?sedan=17").await;
        beyond.assert_status_not_found();
    }
}

#[tokio::test]
async fn an_installation_with_several_logs_names_them() {
    let log = today_on(sqlite().await).await;
    let tx = log.engine.db.begin_write().await.unwrap();
    let other = objektiv::organisation::KommunId::acting_for(2);
    store::open_log(&*tx, other, "kamera.hedeby.example/utlamnande", log.now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    log.round().publish().await.unwrap();
    let server = served(&log);
    let answer = server.get("/checkpoint").await;
    assert_eq!(answer.status_code(), 300);
    assert!(answer.text().contains(&format!(
        "https://kamera.ekebro.example/checkpoint/{ORIGIN}\n"
    )));
    let own = server.get(&format!("/checkpoint/{ORIGIN}")).await;
    assert!(Note::parse(own.text().as_bytes()).is_ok());
}
