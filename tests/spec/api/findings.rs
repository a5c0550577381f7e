//! The same findings, word for word, on the page, in the list, on the command line and in the API.

use std::collections::BTreeSet;
use std::process::Command;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use futures_util::StreamExt;
use objektiv::account::Role;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::client::{Client, client, ekebro, make_key};
use crate::engine::{Engine, engines};
use crate::known::told_late;
use crate::schema::assert_as_promised;

pub fn checked(engine: &Engine, arguments: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["--database", &engine.url])
        .args(["--frozen-clock", "2026-11-22T08:30+01:00"])
        .args(["check", "--format", "json"])
        .args(arguments)
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Without what is said of disclosures, which no key may read.
fn of_sites(findings: Vec<Value>, references: &BTreeSet<String>) -> Vec<Value> {
    let is_site = |finding: &Value| references.contains(finding["site"].as_str().unwrap());
    findings.into_iter().filter(is_site).collect()
}

/// What the page of a site says, in its order.
fn told_on_the_page(html: &str) -> Vec<String> {
    let told = Selector::parse("article.o-finding--nej > p:first-of-type, article.o-finding--delvis > p:first-of-type, article.o-finding--okand > p:first-of-type").unwrap();
    let document = Html::parse_document(html);
    // What keeps a section beside its number is a space like another.
    let text = |told: ElementRef| told.text().collect::<String>().replace('\u{a0}', " ");
    document.select(&told).map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn page_list_command_and_api_say_the_same_on_both_sides_of_the_reform() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let mut reader = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        for day in ["2025-03-31", "2025-04-01"] {
            let path = format!("/api/v1/sites?limit=200&as_of={day}");
            let list = client.read(&path).await;
            let sites = list["sites"].as_array().unwrap();
            let reference = |site: &Value| site["reference"].as_str().unwrap().to_owned();
            let references = sites.iter().map(reference).collect();
            let found = client.read(&format!("/api/v1/findings?as_of={day}")).await;
            assert_as_promised(&found, "check");
            let found = found.as_array().unwrap();
            assert!(found.len() > 20, "{day}: {}", found.len());
            let told = checked(&engine, &["--as-of", day]);
            assert_eq!(found, &of_sites(told, &references), "{day}");

            let page = reader.open_page(&format!("/bevakningar?per={day}")).await;
            for site in sites {
                let (id, name) = (&site["id"], site["name"].as_str().unwrap());
                let path = format!("/api/v1/sites/{id}/findings?as_of={day}");
                let own = client.read(&path).await;
                let of_site: Vec<&Value> = found
                    .iter()
                    .filter(|one| one["site"] == site["reference"])
                    .collect();
                assert_eq!(own.as_array().unwrap().iter().collect::<Vec<_>>(), of_site);
                let shown = reader
                    .open_page(&format!("/bevakningar/{id}?per={day}"))
                    .await;
                let words: Vec<&str> = of_site
                    .iter()
                    .map(|one| one["finding"].as_str().unwrap())
                    .collect();
                assert_eq!(told_on_the_page(&shown.html), words, "{name} {day}");
                let breached = of_site
                    .iter()
                    .filter(|one| one["outcome"] == "breached")
                    .count();
                assert_eq!(site["breaches"], breached, "{name} {day}");
                if breached > 0 {
                    assert!(page.has(&format!("{name} ")) && page.has(&format!("({breached})")));
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_holds_what_is_met_and_does_not_apply_as_on_the_command_line() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let list = client.read("/api/v1/sites?limit=200").await;
        let sites = list["sites"].as_array().unwrap().iter();
        let references = sites.map(|site| site["reference"].as_str().unwrap().to_owned());
        let all = client.read("/api/v1/findings?all=true").await;
        assert_as_promised(&all, "check");
        let told = of_sites(checked(&engine, &["--all"]), &references.collect());
        assert_eq!(all.as_array().unwrap(), &told);
        let outcomes: BTreeSet<_> = told.iter().map(|one| one["outcome"].as_str()).collect();
        assert_eq!(outcomes.len(), 5, "{outcomes:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_known_then_is_told_apart_from_what_is_recorded_about_the_day() {
    for engine in engines().await {
        let (town, _, _) = told_late(&engine).await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let client = client(&town, &mut admin).await;
        let recorded = client.read("/api/v1/findings?as_of=2025-03-31").await;
        let known = client
            .read("/api/v1/findings?as_of=2025-03-31&known_then=true")
            .await;
        let has = |found: &Value, policy: &str| {
            let mut found = found.as_array().unwrap().iter();
            found.any(|finding| finding["policy"] == policy)
        };
        assert!(!has(&recorded, "permit-in-effect") && has(&known, "permit-in-effect"));
        let day = ["--as-of", "2025-03-31"];
        assert_eq!(recorded, Value::Array(checked(&engine, &day)));
        let then = ["--as-of", "2025-03-31", "--known-then"];
        assert_eq!(known, Value::Array(checked(&engine, &then)));
        let one = "/api/v1/sites/1/findings?as_of=2025-03-31&known_then=true";
        assert_eq!(client.read(one).await, known);
        let shown = client
            .read("/api/v1/sites/1?as_of=2025-03-31&known_then=true")
            .await;
        assert_eq!(shown["site"]["address"], "Hedevägen 1");
        assert_eq!(shown["known_then"], true);
        let shown = client.read("/api/v1/sites/1?as_of=2025-03-31").await;
        assert_eq!(shown["site"]["address"], "Hedevägen 3");

        // Before the site was recorded the register knew nothing of it.
        let before = "as_of=2023-01-01&known_then=true";
        let answer = client.get(&format!("/api/v1/sites/1?{before}")).await;
        let problem = answer.problem(StatusCode::NOT_FOUND);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("kände inte till")
        );
        let nothing = client.read(&format!("/api/v1/findings?{before}")).await;
        assert_eq!(nothing, serde_json::json!([]));
        let list = client.read(&format!("/api/v1/sites?{before}")).await;
        assert_eq!(list["sites"], serde_json::json!([]));
        // Of today there is one answer only.
        let today = client
            .read("/api/v1/sites/1?as_of=2026-11-22&known_then=true")
            .await;
        assert_eq!(today["known_then"], false);
    }
}

#[tokio::test]
async fn an_answer_is_sent_again_only_when_something_has_changed() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let paths = [
            "/api/v1/findings",
            "/api/v1/findings?as_of=2025-03-31&known_then=true",
            "/api/v1/sites",
            "/api/v1/sites/1",
            "/api/v1/sites/1/findings",
            "/api/v1/policies",
            "/api/v1/openapi.json",
        ];
        let ask = async |client: &Client, path: &str, tag: &str| {
            let has = [(header::IF_NONE_MATCH, tag)];
            client.ask(Method::GET, path, &has, Body::empty()).await
        };
        let mut tags = Vec::new();
        for path in paths {
            let answer = client.get(path).await;
            let tag = answer.header(header::ETAG).to_owned();
            assert!(tag.starts_with("W/\""), "{path}: {tag}");
            assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-cache");
            let again = ask(&client, path, &tag).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            assert!(again.text.is_empty());
            tags.push(tag);
        }
        let other = ask(&client, "/api/v1/findings?all=true", &tags[0]).await;
        assert_eq!(other.status, StatusCode::OK, "another question");
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        manager
            .fill_in("/bevakningar/1/andra", &[("name", "Äldre namnet")])
            .await;
        for (path, tag) in paths.iter().zip(&tags).take(4).skip(2) {
            let answer = ask(&client, path, tag).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
        let answer = ask(&client, paths[0], &tags[0]).await;
        assert_eq!(answer.status, StatusCode::OK, "something was written");
    }
}

#[tokio::test]
async fn all_findings_are_sent_site_by_site_and_never_held_together() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let client = client(&town, &mut admin).await;
        let path = "/api/v1/findings?all=true";
        let answer = client.begin(Method::GET, path, &[], Body::empty()).await;
        let chunks: Vec<_> = answer.into_body().into_data_stream().collect().await;
        assert_eq!(chunks.len(), 25, "one of each site, and the end");
        let bytes: Vec<u8> = chunks.into_iter().flat_map(Result::unwrap).collect();
        let whole: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(whole, client.read(path).await);
    }
}

#[tokio::test]
async fn disclosures_are_open_to_no_key() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let key = make_key(&mut admin, &["register", "logg"], None).await;
        let client = Client::new(&town.app, &key);
        let all = client.read("/api/v1/findings?all=true").await;
        for finding in all.as_array().unwrap() {
            assert_ne!(finding["go_to"], "disclosure", "{finding}");
            assert!(finding["site"].as_str().unwrap().starts_with("EK-"));
        }
    }
}
