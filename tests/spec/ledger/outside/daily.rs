//! The daily round: one anchor entry, one published checkpoint, one letter.

use std::sync::Arc;

use axum_test::TestServer;
use objektiv::clock::Clock;
use objektiv::law::PolicySet;
use objektiv::ledger::append::append;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::note::Note;
use objektiv::ledger::outside::mail::CheckpointMail;
use objektiv::ledger::outside::step::Step;
use objektiv::ledger::outside::{self, Attested};
use objektiv::ledger::signing::sign;
use objektiv::ledger::store;
use objektiv::ledger::{Entry, EntryKind, Hash, NewEntry};
use objektiv::texts::Loc;
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

/// What somebody outside the house gets of one day.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// By how much the public number of entries grew.
    grown: u64,
    /// How many checkpoints were published.
    published: usize,
    checkpoint: String,
    /// As dataskyddsombud and granskare get it.
    letter: String,
}

/// A text without what every day has anew: numbers, digests, signatures. How many digests a proof has follows from the two
/// numbers.
fn form(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = if line.starts_with("— ") {
            "SIGNATURE".to_owned()
        } else if Hash::from_base64(line).is_ok() {
            "DIGEST".to_owned()
        } else {
            line.chars().filter(|c| !c.is_ascii_digit()).collect()
        };
        if line != "DIGEST" || lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// A day on which entries of these kinds were written and signed, and then the night came.
async fn day(log: &Today, days: i64, kinds: &[EntryKind]) -> Seen {
    let (db, at) = (&log.engine.db, log.now + Duration::days(days));
    let published = async || {
        let all = outside::store::all(db.read(), EKEBRO, &[Attested::Published]).await;
        all.unwrap()
    };
    let before = published().await;
    for kind in kinds {
        let tx = db.begin_write().await.unwrap();
        append(&tx, EKEBRO, at, NewEntry::new(*kind)).await.unwrap();
        tx.commit().await.unwrap();
        sign(db, EKEBRO, &log.signer, at).await.unwrap();
    }
    let round = log.round_at(at);
    let note = round.publish().await.unwrap();
    let last = meddling::stored(&log.engine, size(log).await - 1).await;
    assert_eq!(Entry::parse(&last.bytes).unwrap().kind, EntryKind::Anchor);

    let step = round.to_mail(&note).await.unwrap().expect("a letter");
    let head = TreeHead::open(&note, log.signer.public().unwrap()).unwrap();
    let mail = CheckpointMail {
        l: Loc::sv(),
        kommun: "Ekebro kommun",
        public_url: "https://kamera.ekebro.example",
        head: &head,
        step: &step,
    };
    let letter = form(&format!("{}\n{}", mail.subject(), mail.text().unwrap()));
    round.mailed(&step).await.unwrap();
    let another = round.to_mail(&note).await.unwrap();
    assert_eq!(another, None, "one letter a day");
    Seen {
        grown: head.size - before.last().map_or(0, |last| last.size),
        published: published().await.len() - before.len(),
        checkpoint: form(&served(log).get("/checkpoint").await.text()),
        letter,
    }
}

/// docs/threat-model.md, about the public number: a release counts like any other entry. Only that nothing at all was
/// written shows.
#[tokio::test]
async fn a_day_without_releases_looks_like_a_day_with_one() {
    for log in today().await {
        day(&log, 0, &[]).await;
        // The steps before it were written down on other days, or all of them on this one.
        let released = day(&log, 1, &[EntryKind::Disclosure]).await;
        let at_once = [
            EntryKind::Request,
            EntryKind::Assessment,
            EntryKind::Decision,
            EntryKind::Disclosure,
        ];
        let released_at_once = day(&log, 2, &at_once).await;
        assert_eq!((released.grown, released.published), (2, 1));
        assert_eq!((released_at_once.grown, released_at_once.published), (5, 1));

        assert_eq!(day(&log, 3, &[EntryKind::Register]).await, released);
        assert_eq!(day(&log, 4, &[EntryKind::Refusal]).await, released);
        let changes = [EntryKind::Register; 4];
        assert_eq!(day(&log, 5, &changes).await, released_at_once);
        let quiet = day(&log, 6, &[]).await;
        let apart_from_the_number = Seen {
            grown: 1,
            ..released
        };
        assert_eq!(quiet, apart_from_the_number);
    }
}

#[tokio::test]
async fn the_round_of_a_day_writes_one_anchor_and_publishes_the_same_however_often_it_is_begun() {
    for log in today().await {
        let before = size(&log).await;
        let note = log.round().publish().await.unwrap();
        let head = TreeHead::open(&note, log.signer.public().unwrap()).unwrap();
        assert_eq!(head.size, before + 1);
        let last = meddling::stored(&log.engine, before).await;
        assert_eq!(Entry::parse(&last.bytes).unwrap().kind, EntryKind::Anchor);
        // After a failure, or by another replica.
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
        // A cache that does not look at what was asked would answer it with the proof for somebody else.
        assert_eq!(answer.header("cache-control"), "no-store");
        let step = Step::parse(answer.text().as_bytes()).unwrap();
        let now = TreeHead::open(&step.checkpoint, log.signer.public().unwrap()).unwrap();
        assert_eq!((step.old, now.size), (8, 16));
        assert_eq!(step.follows(&seen, &now), Ok(()));
        let beyond = server.get("/checkpoint?sedan=17").await;
        beyond.assert_status_not_found();
        assert_eq!(beyond.header("cache-control"), "no-store");
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
