//! Disclosures over the API: in the name of a person who may, once for each key, by the same rules, and traced.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::http::{Method, StatusCode};
use objektiv::account::Role;
use serde_json::{Value, json};

use super::client::{Answer, Client, asked_for, make_key, own_key};
use crate::browser::{Browser, Town};
use crate::disclosures::{CLIP, counter_of, log_is_intact, recorded};
use crate::engine::{Engine, engines};

const PATH: &str = "/api/v1/disclosures";
const KEYS: &str = "/utlamnanden/nycklar";

pub struct Desk {
    pub engine: Engine,
    pub town: Town,
    pub officer: Browser,
    pub client: Client,
}

pub async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let town = Town::found_signed(engine.db.clone(), "ekebro", folder.path()).await;
        let (mut officer, _) = counter_of(&town).await;
        let both = ["lasa-utlamnanden", "registrera-utlamnanden"];
        let client = Client::new(&town.app, &own_key(&mut officer, &both).await);
        std::mem::forget(folder);
        desks.push(Desk {
            engine,
            town,
            officer,
            client,
        });
    }
    desks
}

/// The standard release to the police, with something else in it.
pub fn release(other: Value) -> Value {
    let (sha256, name) = CLIP.split_once("  ").unwrap();
    let mut body = json!({
        "site": 1, "recipient": "polismyndigheten", "channel": "disk", "matter": "Skadegörelse vid entrén",
        "dnr": "KS 2026/0411", "received_at": "2026-11-22T08:20:00+01:00", "received_by": "Per Holm",
        "noted_at": "2026-11-22T08:25:00+01:00", "noted_by": "Per Holm", "cameras": [1],
        "interval_from": "2026-11-21T22:00:00+01:00", "interval_until": "2026-11-21T23:30:00+01:00",
        "ground": "LUB_6", "decision": "utlamnat", "decided_by": "Per Holm", "decided_on": "2026-11-22",
        "delegation_reference": "Delegationsordningen 3.4", "medium": "usb",
        "files": [{ "name": name, "sha256": sha256 }],
    });
    body.as_object_mut()
        .unwrap()
        .extend(other.as_object().unwrap().clone());
    body
}

async fn post(client: &Client, key: &str, body: &Value) -> Answer {
    post_to(client, PATH, key, body).await
}

/// Sends something to be recorded, under a key.
pub async fn post_to(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    let headers = [
        (HeaderName::from_static("idempotency-key"), key),
        (header::CONTENT_TYPE, "application/json"),
    ];
    let body = Body::from(body.to_string());
    client.ask(Method::POST, path, &headers, body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_recorded_once_for_each_idempotency_key_signed_and_traced_in_the_persons_name()
{
    for mut desk in desks().await {
        let first = post(&desk.client, "ärende-1", &release(json!({}))).await;
        assert_eq!(
            first.status,
            StatusCode::BAD_REQUEST,
            "a header is ASCII: {}",
            first.text
        );
        let first = post(&desk.client, "arende-1", &release(json!({}))).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let location = first.header(header::LOCATION).to_owned();
        let whole = first.json();
        assert_eq!(
            (&whole["signed"], &whole["disclosure"]["number"]),
            (&true.into(), &1.into())
        );
        let again = post(&desk.client, "arende-1", &release(json!({}))).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.text);
        assert_eq!(again.json()["id"], whole["id"]);
        let other = post(
            &desk.client,
            "arende-1",
            &release(json!({ "dnr": "KS 2026/9" })),
        )
        .await;
        other.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(recorded(&desk.engine, desk.town.kommun).await.len(), 1);
        log_is_intact(&desk.engine, desk.town.kommun).await;

        let list = desk.client.read(PATH).await;
        assert_eq!(list["disclosures"][0]["number"], 1);
        assert!(!list.to_string().contains("Skadegörelse"), "{list}");
        let one = desk.client.read(&location).await;
        assert_eq!(one["disclosure"]["matter"], "Skadegörelse vid entrén");
        let page = desk.officer.open_page("/utlamnanden/1").await;
        assert!(page.has("Skadegörelse vid entrén") && page.has("entre.mp4"));
        let mut dpo = desk.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let trace = dpo.open_page("/utlamnanden/1").await;
        let lines = trace.text().matches("API-nyckeln Ärendesystemet").count();
        assert_eq!(lines, 2, "recorded and read: {}", trace.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_would_refuse_is_refused_with_every_field_that_is_wrong() {
    for desk in desks().await {
        let wrong =
            json!({ "cameras": [99], "files": [], "interval_until": "2026-11-23T22:00:00+01:00" });
        let problem = post(&desk.client, "a", &release(wrong)).await;
        let problem = problem.problem(StatusCode::UNPROCESSABLE_ENTITY);
        let fields: BTreeSet<&str> = problem["faults"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| fault["field"].as_str().unwrap())
            .collect();
        assert_eq!(
            fields,
            BTreeSet::from(["cameras", "files", "interval_until"])
        );
        let smuggled = format!("a.mp4\n{}  b.mp4", "a".repeat(64));
        let smuggled = json!({ "files": [{ "name": smuggled, "sha256": "b".repeat(64) }] });
        let answer = post(&desk.client, "b", &release(smuggled)).await;
        answer.problem(StatusCode::UNPROCESSABLE_ENTITY);
        for body in [json!({}), json!([]), release(json!({ "matterr": "x" }))] {
            post(&desk.client, "c", &body)
                .await
                .problem(StatusCode::BAD_REQUEST);
        }
        assert!(recorded(&desk.engine, desk.town.kommun).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_can_neither_make_nor_use_a_key_to_disclosures_and_can_take_one_back() {
    for desk in desks().await {
        let town = &desk.town;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        assert_eq!(admin.get(KEYS).await.status, StatusCode::FORBIDDEN);
        let sent = [
            ("name", "x"),
            ("scopes", "lasa-utlamnanden"),
            ("expires_on", "2027-01-01"),
        ];
        let refused = admin.send("/administration/api-nycklar", &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let refused = admin.send(KEYS, &sent).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let key = make_key(&mut admin, &["register", "logg"], None).await;
        let system = Client::new(&town.app, &key);
        system.get(PATH).await.problem(StatusCode::FORBIDDEN);
        let refused = post(&system, "a", &release(json!({}))).await;
        refused.problem(StatusCode::FORBIDDEN);

        let list = admin.open_page("/administration/api-nycklar").await;
        assert!(!list.html.contains(&desk.client.key));
        let page = admin.open_page(&list.link("Ärendesystemet")).await;
        let confirm = admin.open_page(&page.link("Återkalla nyckeln")).await;
        admin.submit(&confirm, &[]).await;
        desk.client
            .get(PATH)
            .await
            .problem(StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_no_more_than_the_person_behind_it_may_do_today() {
    for desk in desks().await {
        let made = post(&desk.client, "a", &release(json!({}))).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let mut dpo = desk.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let refused = asked_for(&mut dpo, &["registrera-utlamnanden"]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "only reads"
        );
        let reader = Client::new(
            &desk.town.app,
            &own_key(&mut dpo, &["lasa-utlamnanden"]).await,
        );
        assert_eq!(
            reader.get(&format!("{PATH}/1")).await.status,
            StatusCode::OK
        );
        let refused = post(&reader, "a", &release(json!({}))).await;
        refused.problem(StatusCode::FORBIDDEN);
        reader
            .get(&format!("{PATH}/99"))
            .await
            .problem(StatusCode::NOT_FOUND);
        // The officer's roles are taken away.
        desk.engine
            .meddle("DELETE FROM account_role WHERE role = 'handlaggare'", [])
            .await;
        for answer in [
            desk.client.get(PATH).await,
            post(&desk.client, "b", &release(json!({}))).await,
        ] {
            answer.problem(StatusCode::FORBIDDEN);
        }
    }
}
