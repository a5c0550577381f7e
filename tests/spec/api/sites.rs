//! Sites over the API: pages, filters, units and other kommuner.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::db::record;
use objektiv::organisation::{Unit, UnitId};
use objektiv::site::Site;
use serde_json::Value;

use super::client::{Client, client, ekebro, make_key};
use crate::browser::Town;
use crate::engine::{Engine, engines};
use crate::parts::add_site;

/// Every site, page by page.
async fn every_site(client: &Client, first: &str) -> Vec<Value> {
    let (mut path, mut found) = (first.to_owned(), Vec::new());
    loop {
        let page = client.read(&path).await;
        found.extend(page["sites"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => return found,
        }
    }
}

fn ids(sites: &[Value]) -> BTreeSet<i64> {
    sites
        .iter()
        .map(|site| site["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn following_next_visits_every_site_once_on_any_day() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        // The same name twice: the order has to go on by number.
        for reference in ["X-1", "X-2", "X-3"] {
            add_site(&mut manager, reference).await;
        }
        for (question, sites) in [
            ("limit=1", 27),
            ("limit=5", 27),
            ("limit=200", 27),
            ("limit=5&as_of=2025-03-31", 27),
            ("limit=2&as_of=2026-11-21&known_then=true", 24),
        ] {
            let found = every_site(&client, &format!("/api/v1/sites?{question}")).await;
            assert_eq!(
                (found.len(), ids(&found).len()),
                (sites, sites),
                "{question}"
            );
        }
        let breaches = every_site(&client, "/api/v1/sites?limit=2&standing=breach").await;
        assert!(breaches.iter().all(|site| site["standing"] == "breach"));
        let all = every_site(&client, "/api/v1/sites").await;
        let red = all.iter().filter(|site| site["standing"] == "breach");
        assert_eq!(red.count(), breaches.len());
        assert!(!breaches.is_empty());
        let found = every_site(&client, "/api/v1/sites?search=hedeskolan&limit=1").await;
        assert!(found.len() >= 3, "{found:?}");
        let planned = every_site(&client, "/api/v1/sites?status=i-drift&place_type=torg").await;
        assert!(!planned.is_empty());
        assert!(planned.iter().all(|site| site["place_type"] == "torg"));
    }
}

#[tokio::test]
async fn a_site_is_shown_with_the_five_statutory_items_and_what_belongs_to_it() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let sites = record::all::<Site>(engine.db.read(), town.kommun)
            .await
            .unwrap();
        let mut seen = [0; 5];
        for site in &sites {
            let shown = client.read(&format!("/api/v1/sites/{}", site.id)).await;
            assert_eq!(shown["site"], serde_json::to_value(&site.data).unwrap());
            let statutory = &shown["statutory"];
            assert_eq!(statutory["location"], site.data.address);
            assert_eq!(statutory["purposes"], shown["site"]["purposes"]);
            assert_eq!(statutory["audio"], shown["site"]["audio"]);
            let days = shown["assessments"].as_array().unwrap().iter();
            let signed = days.filter(|made| !made["record"]["signed"].is_null());
            let latest = signed.filter_map(|made| made["record"]["assessed_on"].as_str());
            assert_eq!(statutory["assessed_on"].as_str(), latest.max());
            let parts = [
                "cameras",
                "permits",
                "assessments",
                "signs",
                "storage_periods",
            ];
            for (count, part) in seen.iter_mut().zip(parts) {
                *count += shown[part].as_array().unwrap().len();
            }
            for not_open in ["holds", "incidents", "access_requests", "evidence"] {
                assert!(shown.get(not_open).is_none());
            }
        }
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    }
}

/// A unit with sites, and those.
async fn a_unit(engine: &Engine, town: &Town) -> (UnitId, BTreeSet<i64>) {
    let sites = record::all::<Site>(engine.db.read(), town.kommun)
        .await
        .unwrap();
    let unit = sites.iter().find_map(|site| site.data.unit).unwrap();
    let of_unit = sites.iter().filter(|site| site.data.unit == Some(unit));
    (unit, of_unit.map(|site| site.id.0).collect())
}

#[tokio::test]
async fn a_key_for_a_unit_sees_the_sites_that_are_its_own_today_and_no_others() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let (unit, own) = a_unit(&engine, &town).await;
        let whole = client(&town, &mut admin).await;
        let key = make_key(&mut admin, &["register"], Some(unit)).await;
        let client = Client::new(&town.app, &key);
        let days = [
            "limit=200",
            "limit=200&as_of=2025-03-31",
            "limit=200&as_of=2026-11-21&known_then=true",
        ];
        for question in days {
            let found = every_site(&client, &format!("/api/v1/sites?{question}")).await;
            assert_eq!(ids(&found), own, "{question}");
        }
        let all = every_site(&whole, "/api/v1/sites?limit=200").await;
        let reference = |site: &Value| site["reference"].clone();
        let references: Vec<Value> = all
            .iter()
            .filter(|site| own.contains(&site["id"].as_i64().unwrap()))
            .map(reference)
            .collect();
        for question in ["", "?as_of=2025-03-31", "?as_of=2026-11-21&known_then=true"] {
            let found = client.read(&format!("/api/v1/findings{question}")).await;
            let found = found.as_array().unwrap();
            assert!(!found.is_empty());
            assert!(found.iter().all(|one| references.contains(&one["site"])));
        }
        let missing = client.get("/api/v1/sites/999999").await;
        missing.problem(StatusCode::NOT_FOUND);
        for site in ids(&all).difference(&own) {
            for path in [
                format!("/api/v1/sites/{site}"),
                format!("/api/v1/sites/{site}/findings"),
                format!("/api/v1/sites/{site}?as_of=2026-11-21&known_then=true"),
            ] {
                let answer = client.get(&path).await;
                assert_eq!(
                    (answer.status, &answer.text),
                    (missing.status, &missing.text)
                );
            }
        }
        let units = record::all::<Unit>(engine.db.read(), town.kommun)
            .await
            .unwrap();
        let other = units.iter().find(|other| other.id != unit).unwrap().id;
        let found = every_site(&client, &format!("/api/v1/sites?unit={other}")).await;
        assert!(found.is_empty(), "{found:?}");

        // A site that moves to another unit is gone, also from days on which it was the unit's.
        let moved = *own.first().unwrap();
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let to = other.to_string();
        manager
            .fill_in(&format!("/bevakningar/{moved}/andra"), &[("unit", &to)])
            .await;
        for question in days {
            let found = every_site(&client, &format!("/api/v1/sites?{question}")).await;
            assert!(!ids(&found).contains(&moved), "{question}");
            assert_eq!(found.len(), own.len() - 1);
        }
    }
}

#[tokio::test]
async fn another_kommuns_sites_are_as_unknown_as_any_number() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let other = Town::found_in(town.app.clone(), "Lindby").await;
        let mut theirs = other.sign_in("Bo Berg", &[Role::Administrator]).await;
        let mut manager = other.sign_in("Maja Lund", &[Role::Manager]).await;
        let path = add_site(&mut manager, "LI-001").await;
        let id = path.rsplit('/').next().unwrap();
        let (ours, theirs) = (
            client(&town, &mut admin).await,
            client(&other, &mut theirs).await,
        );
        assert_eq!(ids(&every_site(&theirs, "/api/v1/sites").await).len(), 1);
        let found = every_site(&ours, "/api/v1/sites?limit=200").await;
        assert_eq!(found.len(), 24);
        let missing = ours.get("/api/v1/sites/999999").await;
        for path in [
            format!("/api/v1/sites/{id}"),
            format!("/api/v1/sites/{id}/findings"),
        ] {
            assert_eq!(theirs.get(&path).await.status, StatusCode::OK);
            let answer = ours.get(&path).await;
            answer.problem(StatusCode::NOT_FOUND);
            assert_eq!(answer.text, missing.text);
        }
        for id in ids(&found) {
            let answer = theirs.get(&format!("/api/v1/sites/{id}")).await;
            answer.problem(StatusCode::NOT_FOUND);
        }
        let judged = theirs.read("/api/v1/findings?all=true").await;
        let judged = judged.as_array().unwrap();
        assert!(judged.iter().all(|one| one["site"] == "LI-001") && !judged.is_empty());
        let unit = a_unit(&engine, &town).await.0;
        let found = every_site(&theirs, &format!("/api/v1/sites?unit={unit}")).await;
        assert!(found.is_empty());
        // Nor can a key be made for another kommun's unit, or theirs be seen or revoked.
        let mut admin = other.sign_in("Cia Dal", &[Role::Administrator]).await;
        let unit = unit.to_string();
        let typed = [
            ("name", "Kartan"),
            ("scopes", "register"),
            ("unit", &unit),
            ("expires_on", "2027-01-01"),
        ];
        let page = admin.send("/administration/api-nycklar", &typed).await;
        assert_eq!(page.fields_in_error(), ["unit"]);
        for path in [
            "/administration/api-nycklar/1",
            "/administration/api-nycklar/1/aterkallande",
        ] {
            assert_eq!(admin.get(path).await.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn the_log_hands_out_its_last_signed_checkpoint() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let town = Town::found_signed(engine.db.clone(), "ekebro", folder.path()).await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let client = client(&town, &mut admin).await;
        let answer = client.get("/api/v1/log/checkpoint").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(
            answer
                .text
                .starts_with("kamera.ekebro.example/utlamnande\n")
        );
        let signed = objektiv::ledger::store::last_checkpoint(engine.db.read(), town.kommun, 0);
        assert_eq!(answer.text, signed.await.unwrap().unwrap().to_string());
        let unsigned = Town::found_in(
            objektiv::web::App::new(
                engine.db.clone(),
                town.app.clock,
                std::sync::Arc::clone(&town.app.policies),
                "http://kamera.example".into(),
            ),
            "lindby",
        )
        .await;
        let mut admin = unsigned.sign_in("Bo Berg", &[Role::Administrator]).await;
        let client = super::client::client(&unsigned, &mut admin).await;
        let answer = client.get("/api/v1/log/checkpoint").await;
        let problem = answer.problem(StatusCode::NOT_FOUND);
        assert!(problem["detail"].as_str().unwrap().contains("underskriven"));
    }
}
