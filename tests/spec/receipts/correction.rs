//! What is recorded after a release: that it was wrong, and that it was handed over.

use axum::http::StatusCode;
use objektiv::ledger::verify::{Tampering, Verdict};
use objektiv::ledger::{audit, read};
use objektiv::organisation::KommunId;
use objektiv::register::cases::RegisterCases;

use super::{Counter, counters};
use crate::browser::Page;
use crate::disclosures::{log_is_intact, recorded};
use crate::engine::Engine;

async fn corrected(counter: &mut Counter, path: &str) -> Page {
    let form = counter.officer.open_page(&format!("{path}/rattelse")).await;
    assert_eq!(
        form.field("officer"),
        "Insp. M. Holm",
        "filled with what was recorded"
    );
    let typed = [
        ("correction_reason", "Fel tjänsteman antecknades"),
        ("officer", "Insp. A. Berg"),
    ];
    counter.officer.submit(&form, &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_a_new_release_that_points_at_the_old_one_and_both_can_be_read() {
    for mut counter in counters().await {
        let old = counter.release().await;
        let old_receipt = counter.receipt(&old).await;
        let without = counter.officer.open_page(&format!("{old}/rattelse")).await;
        let refused = counter
            .officer
            .submit(&without, &[("officer", "Insp. A. Berg")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.errors().join(" ").contains("Fyll i"),
            "{:?}",
            refused.errors()
        );
        let done = corrected(&mut counter, &old).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        assert_eq!(kind_of_last(&counter).await, "correction");
        let new = counter.officer.open_page(&done.location).await;
        for words in [
            "Utlämnande 2",
            "Rättar utlämnande 1",
            "Fel tjänsteman antecknades",
            "Insp. A. Berg",
            "Klart att lämna ut",
        ] {
            assert!(new.has(words), "”{words}” is not in {}", new.text());
        }
        let page = counter.officer.open_page(&old).await;
        assert!(page.has("Insp. M. Holm"), "the old one reads as before");
        assert_eq!(page.link("Rättat av utlämnande 2."), done.location);
        let receipt = counter.officer.open_page(&format!("{old}/kvitto")).await;
        assert!(receipt.has("Rättat av utlämnande 2."), "{}", receipt.text());
        assert_eq!(
            counter.holds(&old_receipt),
            Verdict::Intact,
            "the old receipt still holds"
        );
        let new_receipt = counter.receipt(&done.location).await;
        assert_eq!(counter.holds(&new_receipt), Verdict::Intact);
        assert_eq!(
            new_receipt.opened()["correction"]["entry"],
            old_receipt.proof.idx
        );
        log_is_intact(&counter.engine, counter.town.kommun).await;
        assert_eq!(kind_of_last(&counter).await, "receipt", "handed out");
        let twice = counter.officer.get(&format!("{old}/rattelse")).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let twice = counter
            .officer
            .submit(&without, &[("correction_reason", "igen")])
            .await;
        assert_eq!(
            twice.status,
            StatusCode::CONFLICT,
            "a release is corrected once"
        );
        assert_eq!(
            recorded(&counter.engine, counter.town.kommun).await.len(),
            2
        );
    }
}

async fn kind_of_last(counter: &Counter) -> String {
    let (db, kommun) = (counter.engine.db.read(), counter.town.kommun);
    let entries = read::entries(db, kommun, 0, u64::from(u32::MAX))
        .await
        .unwrap();
    let last: serde_json::Value = serde_json::from_slice(&entries.last().unwrap().bytes).unwrap();
    last["type"].as_str().unwrap().to_owned()
}

async fn handed_over(counter: &mut Counter, path: &str) -> Page {
    let form = counter
        .officer
        .open_page(&format!("{path}/overlamning"))
        .await;
    let typed = [
        ("received_by", "Insp. M. Holm"),
        ("note", "Legitimation visad"),
    ];
    let done = counter.officer.submit(&form, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
    let twice = counter.officer.submit(&form, &typed).await;
    assert_eq!(twice.location, done.location);
    counter.officer.open_page(&done.location).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_recorded_once_with_when_by_whom_to_whom_and_how() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let page = handed_over(&mut counter, &path).await;
        for words in [
            "Insp. M. Holm",
            "Per Holm",
            "USB",
            "Legitimation visad",
            "2026-11-22 08:30",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        assert_eq!(page.html.matches("Legitimation visad").count(), 1);
        assert_eq!(kind_of_last(&counter).await, "delivery");
        log_is_intact(&counter.engine, counter.town.kommun).await;
    }
}

/// What the register and the log disagree about.
async fn disagreement(engine: &Engine, kommun: KommunId) -> Option<Tampering> {
    let db = engine.db.read();
    let cases = RegisterCases { db, kommun };
    let report = audit::verify(db, kommun, Some(&cases)).await.unwrap();
    report
        .levels
        .iter()
        .find(|level| level.level == 5)
        .unwrap()
        .tampering
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_or_a_correction_that_is_edited_or_removed_in_the_database_is_found() {
    for mut counter in counters().await {
        let path = counter.release().await;
        handed_over(&mut counter, &path).await;
        corrected(&mut counter, &path).await;
        let kommun = counter.town.kommun;
        assert_eq!(disagreement(&counter.engine, kommun).await, None);
        for table in ["delivery", "disclosure"] {
            for verb in ["update", "delete"] {
                let drop = if counter.engine.db.is_sqlite() {
                    format!("DROP TRIGGER {table}_no_{verb}")
                } else {
                    format!("DROP TRIGGER {table}_no_{verb} ON {table}")
                };
                counter.engine.meddle(&drop, []).await;
            }
        }
        let edit = "UPDATE delivery SET body = replace(body, 'Holm', 'Berg')";
        counter.engine.meddle(edit, []).await;
        assert_eq!(
            disagreement(&counter.engine, kommun).await,
            Some(Tampering::CaseEdited)
        );
        counter.engine.meddle("DELETE FROM delivery", []).await;
        assert_eq!(
            disagreement(&counter.engine, kommun).await,
            Some(Tampering::CaseMissing)
        );
        counter
            .engine
            .meddle("DELETE FROM disclosure WHERE corrects_id IS NOT NULL", [])
            .await;
        let edit = "UPDATE disclosure SET body = replace(body, 'Skadeg', 'Stöld')";
        counter.engine.meddle(edit, []).await;
        assert_eq!(
            disagreement(&counter.engine, kommun).await,
            Some(Tampering::CaseEdited)
        );
    }
}
