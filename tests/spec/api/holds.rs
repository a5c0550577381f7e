//! Holds over the API: registered once, changed by whoever has seen the latest version, by the form of the pages.

use axum::http::StatusCode;
use objektiv::account::Role;
use serde_json::{Value, json};

use super::client::{Client, own_key};
use super::disclosures::{desks, post_to};
use crate::browser::Town;

const HOLDS: &str = "/api/v1/holds";

fn order(other: Value) -> Value {
    let mut body = json!({
        "site": 1, "kind": "forelaggande", "issued_by": "Åklagarkammaren", "reference": "5000-K777-26",
        "decided_on": "2026-11-20", "cameras": [1], "reason": "Förundersökning",
        "interval_from": "2026-11-19T22:00:00+01:00", "interval_until": "2026-11-19T23:00:00+01:00",
        "ends_on": "2027-02-18",
    });
    let more = other.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_registered_once_for_each_key_extended_and_lifted() {
    for mut desk in desks().await {
        let client = desk.client.clone();
        for (wrong, field) in [
            (json!({ "ends_on": "2026-11-19" }), "ends_on"),
            (
                json!({ "interval_until": "2026-11-19T21:00:00+01:00" }),
                "interval_until",
            ),
            (json!({ "kind": "begaran", "gag": true }), "gag"),
            (json!({ "cameras": [99] }), "cameras"),
            (json!({ "lifted_on": "2026-11-21" }), "lifted_because"),
            (json!({ "owner": 99 }), "owner"),
        ] {
            let answer = post_to(&client, HOLDS, "a", &order(wrong)).await;
            let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(problem["faults"][0]["field"], field, "{problem}");
        }
        let first = post_to(&client, HOLDS, "a", &order(json!({}))).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let mut held = first.json();
        assert!(
            held["hold"]["owner"].is_i64(),
            "whoever registers it: {held}"
        );
        let again = post_to(&client, HOLDS, "a", &order(json!({}))).await;
        assert_eq!((again.status, &again.json()), (StatusCode::OK, &held));
        let other = post_to(&client, HOLDS, "a", &order(json!({ "reason": "x" }))).await;
        other.problem(StatusCode::UNPROCESSABLE_ENTITY);
        let one = format!("{HOLDS}/{}", held["id"]);
        let seen = held.clone();
        held["hold"]["extended_until"] = "2027-05-19".into();
        let change = |held: &Value| json!({ "version": held["version"], "hold": held["hold"] });
        let extended = post_to(&client, &one, "", &change(&held)).await;
        assert_eq!(extended.status, StatusCode::OK, "{}", extended.text);
        assert_eq!(extended.json()["version"], 2);
        let again = post_to(&client, &one, "", &change(&held)).await;
        assert_eq!(
            again.json(),
            extended.json(),
            "sent again it changes nothing"
        );
        let late = post_to(&client, &one, "", &change(&seen)).await;
        late.problem(StatusCode::CONFLICT);
        let mut lifted = extended.json();
        lifted["hold"]["lifted_on"] = "2026-11-22".into();
        lifted["hold"]["lifted_because"] = "Åklagaren har hämtat bilderna".into();
        let lifted = post_to(&client, &one, "", &change(&lifted)).await;
        assert_eq!(lifted.status, StatusCode::OK, "{}", lifted.text);
        assert_eq!(
            client.read("/api/v1/sites/1/holds").await,
            json!([lifted.json()])
        );
        let page = desk.officer.open_page("/bevaranden/1").await;
        assert!(
            page.has("2027-05-19") && page.has("har hämtat"),
            "{}",
            page.text()
        );
        let history = desk.officer.open_page("/bevakningar/1/historik").await;
        assert!(
            history.has("Per Holm (API-nyckeln Ärendesystemet)"),
            "{}",
            history.text()
        );
        crate::disclosures::log_is_intact(&desk.engine, desk.town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_for_those_who_may_and_a_gagged_one_of_others_can_neither_be_read_nor_changed() {
    for desk in desks().await {
        let gagged = order(json!({ "gag": true }));
        let made = post_to(&desk.client, HOLDS, "a", &gagged).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let one = format!("{HOLDS}/{}", made.json()["id"]);
        let both = ["lasa-utlamnanden", "registrera-utlamnanden"];
        let mut olle = desk.town.sign_in("Olle Berg", &[Role::Officer]).await;
        let other = Client::new(&desk.town.app, &own_key(&mut olle, &both).await);
        let granby = Town::found_in(desk.town.app.clone(), "granby").await;
        let mut siv = granby.sign_in("Siv Alm", &[Role::Officer]).await;
        let stranger = Client::new(&granby.app, &own_key(&mut siv, &both).await);
        let change = json!({ "version": 1, "hold": gagged });
        for client in [&other, &stranger] {
            client.get(&one).await.problem(StatusCode::NOT_FOUND);
            let answer = post_to(client, &one, "", &change).await;
            answer.problem(StatusCode::NOT_FOUND);
        }
        stranger
            .get("/api/v1/sites/1/holds")
            .await
            .problem(StatusCode::NOT_FOUND);
        let mut dpo = desk.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let dpo = Client::new(
            &desk.town.app,
            &own_key(&mut dpo, &["lasa-utlamnanden"]).await,
        );
        assert_eq!(dpo.read(&one).await["hold"]["gag"], true);
        let answer = post_to(&dpo, HOLDS, "b", &order(json!({}))).await;
        answer.problem(StatusCode::FORBIDDEN);
        // Given to somebody else it is theirs: whoever sends it again is told what they sent, and no more.
        let owner = json!({ "gag": true, "owner": 99 });
        let answer = post_to(&desk.client, HOLDS, "c", &order(owner)).await;
        answer.problem(StatusCode::UNPROCESSABLE_ENTITY);
    }
}
