//! After the release, over the API: corrections, handing over, outcomes, copies on loose media and receipts, by the same
//! rules as on the pages, each once for each key, and traced in the person's name.

use std::process::Command;

use axum::http::StatusCode;
use futures_util::future::join_all;
use objektiv::account::Role;
use objektiv::ledger;
use serde_json::{Value, json};

use super::client::{Answer, Client, own_key};
use super::disclosures::{Desk, desks, post_to, release};
use crate::disclosures::{log_is_intact, recorded};

const DISCLOSURES: &str = "/api/v1/disclosures";

/// The fields that were refused, in their order.
fn refused(answer: &Answer) -> Vec<String> {
    let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY);
    let faults = problem["faults"].as_array();
    let fields = faults.into_iter().flatten().map(|fault| &fault["field"]);
    fields
        .map(|field| field.as_str().unwrap().to_owned())
        .collect()
}

/// Recorded the first time, told again the second, and refused with something else.
async fn once(client: &Client, path: &str, key: &str, body: &Value, other: Value) -> Value {
    let first = post_to(client, path, key, body).await;
    assert_eq!(first.status, StatusCode::CREATED, "{path}: {}", first.text);
    let again = post_to(client, path, key, body).await;
    assert_eq!(again.status, StatusCode::OK, "{path}: {}", again.text);
    assert_eq!(again.json()["id"], first.json()["id"]);
    let mut changed = body.clone();
    let more = other.as_object().unwrap().clone();
    changed.as_object_mut().unwrap().extend(more);
    let reused = post_to(client, path, key, &changed).await;
    assert_eq!(refused(&reused), Vec::<String>::new(), "{}", reused.text);
    assert!(reused.text.contains("Idempotency-Key"), "{}", reused.text);
    first.json()
}

async fn released(desk: &Desk, key: &str) -> String {
    let made = post_to(&desk.client, DISCLOSURES, key, &release(json!({}))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    format!("{DISCLOSURES}/{}", made.json()["id"])
}

fn right() -> Value {
    let disclosure = release(json!({ "dnr": "KS 2026/0412" }));
    json!({ "reason": "Fel diarienummer", "disclosure": disclosure })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_points_at_the_old_one_is_made_once_and_the_old_receipt_still_verifies() {
    for mut desk in desks().await {
        let old = released(&desk, "a").await;
        let path = format!("{old}/correction");
        let client = &desk.client;
        let mut without = right();
        without["reason"] = "".into();
        let answer = post_to(client, &path, "b", &without).await;
        assert_eq!(refused(&answer), ["correction_reason"]);
        let mut elsewhere = right();
        elsewhere["disclosure"]["site"] = 2.into();
        let answer = post_to(client, &path, "b", &elsewhere).await;
        assert_eq!(refused(&answer), ["site"]);
        let mut unregistered = right();
        unregistered["disclosure"]["dnr"] = "".into();
        let answer = post_to(client, &path, "b", &unregistered).await;
        assert_eq!(refused(&answer), ["dnr"], "what a rule says is asked about");
        let receipt = client.get(&format!("{old}/receipt")).await;
        let made = once(client, &path, "b", &right(), json!({ "reason": "Annat" })).await;
        assert_eq!(made["disclosure"]["corrects"], 1);
        assert_eq!(
            made["disclosure"]["correction"]["reason"],
            "Fel diarienummer"
        );
        assert_eq!(client.read(&old).await["corrected_by"], made["id"]);
        let second = post_to(client, &path, "c", &right()).await;
        second.problem(StatusCode::CONFLICT);
        assert_eq!(recorded(&desk.engine, desk.town.kommun).await.len(), 2);
        // The receipt is the page's, and holds after the correction.
        assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.text);
        let page = desk.officer.get("/utlamnanden/1/kvitto.tlog-proof").await;
        // The proof leads to the tree of the day; the entry and its fields are the same.
        let entry = |text: &str| text.lines().nth(1).unwrap().to_owned();
        assert_eq!(entry(&receipt.text), entry(&page.html));
        verified(&desk, &receipt.text).await;
        let page = desk.officer.open_page("/utlamnanden/1").await;
        assert!(
            page.has("Fel diarienummer") || page.html.contains("/utlamnanden/2"),
            "{}",
            page.text()
        );
        log_is_intact(&desk.engine, desk.town.kommun).await;
    }
}

/// The program itself says that the receipt holds, with the key that the log publishes.
async fn verified(desk: &Desk, receipt: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kvitto.tlog-proof");
    std::fs::write(&file, receipt).unwrap();
    let head = ledger::store::head(desk.engine.db.read(), desk.town.kommun).await;
    let origin = head.unwrap().unwrap().origin;
    let keys = desk.town.app.signers.published(&[origin]);
    let run = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["receipt", "verify"])
        .arg(&file)
        .args(["--key", &keys[0].to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
}

fn handing() -> Value {
    json!({
        "delivered_at": "2026-11-22T08:28:00+01:00", "delivered_by": "Per Holm",
        "received_by": "Insp. M. Holm", "medium": "usb", "medium_reference": "USB 4",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_over_its_outcome_and_what_became_of_the_copy_are_recorded_once_each() {
    for mut desk in desks().await {
        let at = released(&desk, "a").await;
        let other = released(&desk, "b").await;
        let client = desk.client.clone();
        let path = format!("{at}/deliveries");
        let mut tomorrow = handing();
        tomorrow["delivered_at"] = "2026-11-23T08:28:00+01:00".into();
        let answer = post_to(&client, &path, "c", &tomorrow).await;
        assert_eq!(refused(&answer), ["delivered_at"]);
        let handed = once(
            &client,
            &path,
            "c",
            &handing(),
            json!({ "medium": "annat" }),
        )
        .await;
        let copies = client.read("/api/v1/disclosures/copies").await;
        assert_eq!(copies["copies"][0]["delivery"], handed["id"]);
        assert!(!copies.to_string().contains("USB 4"), "{copies}");
        let outcome =
            json!({ "outcome": "anvant", "on": "2026-11-22", "told_by": "Insp. M. Holm" });
        let path = format!("{at}/outcome");
        let mut later = outcome.clone();
        later["on"] = "2026-11-23".into();
        assert_eq!(refused(&post_to(&client, &path, "d", &later).await), ["on"]);
        once(&client, &path, "d", &outcome, json!({ "outcome": "okant" })).await;
        let fate = json!({ "fate": "aterlamnad", "on": "2026-11-22" });
        let wrong = format!("{other}/deliveries/{}/fate", handed["id"]);
        let answer = post_to(&client, &wrong, "e", &fate).await;
        answer.problem(StatusCode::NOT_FOUND);
        let path = format!("{at}/deliveries/{}/fate", handed["id"]);
        once(&client, &path, "e", &fate, json!({ "fate": "forlorad" })).await;
        // One key is one thing, whatever kind of thing it is.
        let answer = post_to(&client, &path, "d", &fate).await;
        assert_eq!(refused(&answer), Vec::<String>::new());
        let copies = client.read("/api/v1/disclosures/copies").await;
        assert_eq!(copies["copies"], json!([]));
        let whole = client.read(&at).await;
        assert_eq!(
            whole["deliveries"][0]["delivery"]["received_by"],
            "Insp. M. Holm"
        );
        assert_eq!(whole["sequels"].as_array().unwrap().len(), 2);
        let page = desk.officer.open_page("/utlamnanden/1").await;
        page.says(&[
            "USB 4",
            "Kom till användning, 2026-11-22",
            "Återlämnad, 2026-11-22",
        ]);
        let found = desk
            .officer
            .open_page("/utlamnanden/sok?utfall=anvant")
            .await;
        assert!(found.has("1 utlämnande eller avslag"), "{}", found.text());
        let mut dpo = desk.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = dpo.open_page("/utlamnanden/1").await;
        let lines = page.text().matches("API-nyckeln Ärendesystemet").count();
        assert_eq!(lines, 3, "recorded, handed over, read: {}", page.text());
        let history = dpo.open_page("/bevakningar/1/historik").await;
        assert!(
            history.has("Per Holm (API-nyckeln Ärendesystemet)"),
            "{}",
            history.text()
        );
        log_is_intact(&desk.engine, desk.town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_sent_many_times_at_once_is_recorded_once() {
    for desk in desks().await {
        let at = released(&desk, "a").await;
        let outcome = json!({ "outcome": "anvant", "on": "2026-11-22" });
        for (below, body) in [
            ("outcome", outcome),
            ("deliveries", handing()),
            ("correction", right()),
        ] {
            let path = format!("{at}/{below}");
            let sent = (0..8).map(|_| post_to(&desk.client, &path, below, &body));
            let mut ids = Vec::new();
            for answer in join_all(sent).await {
                assert!(answer.status.is_success(), "{path}: {}", answer.text);
                ids.push(answer.json()["id"].clone());
            }
            ids.dedup();
            assert_eq!(ids.len(), 1, "{path}");
        }
        let whole = desk.client.read(&at).await;
        assert_eq!(whole["sequels"].as_array().unwrap().len(), 1);
        assert_eq!(whole["deliveries"].as_array().unwrap().len(), 1);
        assert_eq!(recorded(&desk.engine, desk.town.kommun).await.len(), 2);
        log_is_intact(&desk.engine, desk.town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_afterwards_by_a_key_that_only_reads_or_is_of_another_kommun() {
    for desk in desks().await {
        let at = released(&desk, "a").await;
        let given = post_to(&desk.client, &format!("{at}/deliveries"), "b", &handing()).await;
        assert_eq!(given.status, StatusCode::CREATED, "{}", given.text);
        let mut dpo = desk.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let reads = own_key(&mut dpo, &["lasa-utlamnanden"]).await;
        let reader = Client::new(&desk.town.app, &reads);
        let other = crate::browser::Town::found_in(desk.town.app.clone(), "granby").await;
        let mut siv = other.sign_in("Siv Alm", &[Role::Officer]).await;
        let both = ["lasa-utlamnanden", "registrera-utlamnanden"];
        let stranger = Client::new(&other.app, &own_key(&mut siv, &both).await);
        let told = json!({ "outcome": "anvant", "on": "2026-11-22" });
        let fate = json!({ "fate": "aterlamnad", "on": "2026-11-22" });
        for (below, body) in [
            ("correction", right()),
            ("deliveries", handing()),
            ("outcome", told),
            ("deliveries/1/fate", fate),
        ] {
            let path = format!("{at}/{below}");
            let answer = post_to(&reader, &path, "c", &body).await;
            answer.problem(StatusCode::FORBIDDEN);
            let answer = post_to(&stranger, &path, "c", &body).await;
            answer.problem(StatusCode::NOT_FOUND);
            let answer = post_to(&desk.client, &path, "", &body).await;
            answer.problem(StatusCode::BAD_REQUEST);
        }
        assert_eq!(
            reader.get(&format!("{at}/receipt")).await.status,
            StatusCode::OK
        );
        let answer = stranger.get(&format!("{at}/receipt")).await;
        answer.problem(StatusCode::NOT_FOUND);
        let copies = stranger.read("/api/v1/disclosures/copies").await;
        assert_eq!(copies["copies"], json!([]));
        let whole = desk.client.read(&at).await;
        assert_eq!(whole["sequels"], json!([]));
    }
}
