//! What is kept of the steps: unedited, erased with the disclosure, and with it also that its receipt was handed out.

use axum::http::StatusCode;
use objektiv::disclosure::step::Logged;
use objektiv::disclosure::store::in_log::claims_between;
use objektiv::ledger::entry::EntryKind;
use objektiv::ledger::erasure::{Decision, Target};
use objektiv::ledger::verify::Tampering;
use objektiv::ledger::{audit, read};
use objektiv::organisation::KommunId;
use objektiv::register::cases::RegisterCases;
use objektiv::register::erasure::{erase, replay, widened};
use serde_json::json;

use super::{entries, sealed};
use crate::api::client::{Client, own_key};
use crate::browser::{NOW, Town};
use crate::desk::drafts::{begun, step};
use crate::disclosures::{at_the_counter, counter_of, log_is_intact, recorded, release};
use crate::engine::{Engine, engines};

async fn disagreement(engine: &Engine, kommun: KommunId) -> Option<(Tampering, u64)> {
    let db = engine.db.read();
    let cases = RegisterCases { db, kommun };
    let report = audit::verify(db, kommun, Some(&cases)).await.unwrap();
    let level = report.levels.iter().find(|level| level.level == 5).unwrap();
    Some((level.tampering?, level.first_bad?))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_edited_moved_removed_or_put_in_is_named() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        release(&mut officer, &site, &[]).await;
        let all = entries(&town).await;
        let kommun = town.kommun;
        for statement in [
            "UPDATE desk_step SET kind = 'decision'",
            "DELETE FROM desk_step",
        ] {
            let refused = engine.try_meddle(statement, []).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
        assert_eq!(disagreement(&engine, kommun).await, None);
        for verb in ["update", "delete"] {
            let on = if engine.db.is_sqlite() {
                ""
            } else {
                " ON desk_step"
            };
            engine
                .meddle(&format!("DROP TRIGGER desk_step_no_{verb}{on}"), [])
                .await;
        }
        let (request, assessment) = (all[0].0, all[1].0);
        for (there, back) in [
            (
                "body = replace(body, 'Per Holm', 'Ada Berg')",
                "body = replace(body, 'Ada Berg', 'Per Holm')",
            ),
            ("account_id = account_id + 1", "account_id = account_id - 1"),
            ("kind = 'decision'", "kind = 'request'"),
            ("body = '{' || body", "body = substr(body, 2)"),
        ] {
            let at = format!("WHERE ledger_idx = {request}");
            engine
                .meddle(&format!("UPDATE desk_step SET {there} {at}"), [])
                .await;
            let found = disagreement(&engine, kommun).await;
            assert_eq!(found, Some((Tampering::CaseEdited, request)), "{there}");
            engine
                .meddle(&format!("UPDATE desk_step SET {back} {at}"), [])
                .await;
        }
        assert_eq!(disagreement(&engine, kommun).await, None);
        let copied = "INSERT INTO desk_step (kommun_id, site_id, request_key, kind, ahead, ledger_idx, recorded_at, \
                      account_id, body) SELECT kommun_id, site_id, request_key, kind, ahead, 1, recorded_at, \
                      account_id, body FROM desk_step WHERE kind = 'request'";
        engine.meddle(copied, []).await;
        let found = disagreement(&engine, kommun).await.unwrap();
        assert_eq!(found.1, 1, "an entry that tells of something else");
        engine
            .meddle("DELETE FROM desk_step WHERE ledger_idx = 1", [])
            .await;
        engine
            .meddle(
                &format!("DELETE FROM desk_step WHERE ledger_idx = {assessment}"),
                [],
            )
            .await;
        let found = disagreement(&engine, kommun).await;
        assert_eq!(found, Some((Tampering::CaseMissing, assessment)));
    }
}

fn decision(idx: u64, fields: &[&str]) -> Decision {
    Decision {
        targets: vec![Target {
            idx,
            fields: fields.iter().map(ToString::to_string).collect(),
        }],
        number: "KS 2026/114".to_owned(),
        ground: "Dokumenthanteringsplan 4.2".to_owned(),
        decided_by: "Kommunarkivet".to_owned(),
    }
}

async fn erased(engine: &Engine, kommun: KommunId, decision: &Decision) {
    let tx = engine.db.begin_write().await.unwrap();
    erase(&tx, kommun, decision, NOW).await.unwrap();
    tx.commit().await.unwrap();
}

/// Everything that the register and the log hold of the steps, as text.
async fn held(engine: &Engine, town: &Town) -> String {
    let (db, kommun) = (engine.db.read(), town.kommun);
    let rows = claims_between::<Logged>(db, kommun, 0, 10_000)
        .await
        .unwrap();
    let fields = read::fields(db, kommun, 0, 10_000).await.unwrap();
    let texts = fields.iter().map(|field| field.text.as_str());
    format!("{rows:?} {}", texts.collect::<Vec<_>>().join(" "))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_of_a_disclosure_is_erased_of_its_steps_by_the_same_decision() {
    const OFFICER: &str = "Inspektör Zacharias Quist";
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let kommun = town.kommun;
        let path = release(&mut officer, &site, &[("officer", OFFICER)])
            .await
            .location;
        assert!(held(&engine, &town).await.contains(OFFICER));
        let one = recorded(&engine, kommun).await.remove(0);
        let idx = u64::try_from(one.ledger_idx).unwrap();
        let decided = decision(idx, &["requester", "case"]);
        let all = widened(engine.db.read(), kommun, &decided).await.unwrap();
        assert_eq!(all.targets.len(), 2);
        assert_eq!(all.targets[1].idx, idx - 3);
        assert_eq!(all.targets[1].fields, ["by", "case", "requester"]);
        let before = engine
            .try_meddle("UPDATE desk_step SET body = '{}'", [])
            .await;
        assert!(before.is_err(), "nothing was decided");
        erased(&engine, kommun, &decided).await;
        let left = held(&engine, &town).await;
        assert!(
            !left.contains(OFFICER) && !left.contains("entrén"),
            "{left}"
        );
        log_is_intact(&engine, kommun).await;
        let page = officer.open_page(&path).await;
        assert!(
            page.has("Begäran: Gallrad") && page.has("Beslut: Per Holm"),
            "{}",
            page.text()
        );
        erased(&engine, kommun, &decision(idx, &["decided_by"])).await;
        let page = officer.open_page(&path).await;
        assert!(page.has("Beslut: Gallrad"), "{}", page.text());
        // In a copy from before, it is carried out again.
        let tx = engine.db.begin_write().await.unwrap();
        assert_eq!(replay(&*tx, kommun).await.unwrap(), 0);
        tx.commit().await.unwrap();
        log_is_intact(&engine, kommun).await;

        // A request that still waits is erased by its own number.
        let page = begun(&mut officer, &site).await;
        step(
            &mut officer,
            &page,
            &[("matter", "x"), ("officer", OFFICER)],
        )
        .await;
        let last = entries(&town).await.pop().unwrap().0;
        erased(&engine, kommun, &decision(last, &["requester", "by"])).await;
        assert!(!held(&engine, &town).await.contains(OFFICER));
        let log = officer.open_page("/utlamnanden").await;
        assert!(log.has("Begäran utan beslut Gallrad: "), "{}", log.text());
        log_is_intact(&engine, kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_is_handed_out_is_an_entry_the_first_time_in_each_form() {
    use objektiv::disclosure::step::ReceiptForm;
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let town = Town::found_signed(engine.db.clone(), "ekebro", folder.path()).await;
        let (mut officer, site) = counter_of(&town).await;
        let path = release(&mut officer, &site, &[]).await.location;
        let before = entries(&town).await.len();
        for _ in 0..2 {
            for form in ["kvitto.zip", "kvitto.tlog-proof"] {
                officer.open_page(&format!("{path}/{form}")).await;
            }
        }
        let client = Client::new(
            &town.app,
            &own_key(&mut officer, &["lasa-utlamnanden"]).await,
        );
        let single = client.get("/api/v1/disclosures/1/receipt").await;
        assert_eq!(single.status, StatusCode::OK, "{}", single.text);
        let new = entries(&town).await.split_off(before);
        let kinds: Vec<_> = new.iter().map(|(_, _, kind)| *kind).collect();
        assert_eq!(kinds, [EntryKind::Receipt, EntryKind::Receipt]);
        for ((idx, _, _), form) in new.iter().zip([ReceiptForm::Zip, ReceiptForm::Single]) {
            let said = sealed(&town, *idx).await;
            assert_eq!(said["form"], json!(form));
            assert_eq!(said["disclosure"]["number"], 1);
            assert_eq!(said["by"]["name"], "Per Holm");
        }
        let page = officer.open_page(&path).await;
        assert!(page.has("Kvitto utlämnat: Per Holm"), "{}", page.text());
        log_is_intact(&engine, town.kommun).await;
    }
}
