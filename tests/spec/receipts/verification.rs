//! The verification that somebody asks for on the page of the log.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::ledger::outside::bracket::Trusted;
use objektiv::ledger::verification::run::Task;
use objektiv::ledger::verify::Verdict;

use super::counters;
use crate::browser::NOW;

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_that_was_asked_for_survives_that_the_page_is_left() {
    for counter in counters().await {
        let mut dpo = counter.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = dpo.open_page("/logg").await;
        assert!(page.has("har inte granskats än"), "{}", page.text());
        let asked = dpo.submit(&page, &[]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let page = dpo.open_page("/logg").await;
        for words in [
            "Loggen är hel",
            "på begäran av Vera Lind",
            "manipulationsavslöjande",
            "Loggen fortsätter det som signeraren senast skrev under",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        assert!(!page.has("omanipulerbar"));
    }
}

/// Another server's verification, which has not come to its end.
#[tokio::test(flavor = "multi_thread")]
async fn a_verification_under_way_shows_how_far_it_has_come_and_none_is_begun_beside_it() {
    use objektiv::ledger::verification::store;
    for counter in counters().await {
        let (db, kommun) = (&counter.engine.db, counter.town.kommun);
        let id = store::begin(db, kommun, "", 1_000_000, NOW).await.unwrap();
        store::progress(db, kommun, id, 40_960, NOW).await.unwrap();
        let mut dpo = counter.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = dpo.open_page("/logg").await;
        assert!(page.html.contains("value=\"40960\""), "{}", page.text());
        let task = Task {
            db: db.clone(),
            kommun,
            signers: counter.town.app.signers.clone(),
            trusted: Trusted::default(),
            clock: Clock::Frozen(NOW),
            started_by: String::new(),
        };
        assert!(task.run().await.unwrap().is_none());
        let later = Task {
            clock: Clock::Frozen(NOW + time::Duration::MINUTE),
            ..task
        };
        let found = later.run().await.unwrap();
        assert_eq!(
            found.unwrap().verdict,
            Verdict::Intact,
            "the other one has stopped"
        );
    }
}
