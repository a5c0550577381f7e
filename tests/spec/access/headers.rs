//! What every answer carries, and what the cookie is.

use std::sync::Arc;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::account::door::{DOORS, Verb};
use objektiv::clock::Clock;
use objektiv::law::PolicySet;
use objektiv::web::App;

use super::house::address;
use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::{Engine, engines};

fn installed(engine: &Engine, public_url: &str) -> App {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    App::new(
        engine.db.clone(),
        Clock::Frozen(NOW),
        policies,
        public_url.into(),
    )
}

fn header<'a>(page: &'a Page, name: &str) -> &'a str {
    page.headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_answer_is_closed_to_other_sites_and_other_eyes() {
    for engine in engines().await {
        let app = installed(&engine, "https://kamera.ekebro.example");
        let town = Town::found_in(app, "ekebro").await;
        let mut person = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let doors = DOORS.iter().filter(|door| door.verb == Verb::Get);
        let mut paths: Vec<String> = doors.map(|door| address(door.path, "1")).collect();
        paths.push("/finns-inte".into());
        for path in &paths {
            let page = person.get(path).await;
            let policy = header(&page, "content-security-policy");
            for part in [
                "default-src 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "base-uri 'none'",
            ] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe-inline"), "{path}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                (
                    "strict-transport-security",
                    "max-age=31536000; includeSubDomains",
                ),
            ] {
                assert_eq!(header(&page, name), value, "{path}: {name}");
            }
            assert!(header(&page, "permissions-policy").contains("camera=()"));
            assert!(header(&page, "server").is_empty() && header(&page, "x-powered-by").is_empty());
        }
        assert_eq!(header(&person.get("/").await, "cache-control"), "no-store");
        let cookie = person.cookies.as_set("__Host-objektiv");
        for part in [
            "__Host-objektiv=",
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
        ] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn without_https_nothing_is_promised_that_a_browser_would_hold_us_to() {
    for engine in engines().await {
        let app = installed(&engine, "http://127.0.0.1:8080");
        let page = Browser::open(&app).get("/logga-in").await;
        assert_eq!(header(&page, "strict-transport-security"), "");
    }
}

#[tokio::test]
async fn where_to_report_a_weakness_stands_where_it_is_looked_for() {
    for engine in engines().await {
        let app = installed(&engine, "https://kamera.ekebro.example");
        let silent = Browser::open(&app).get("/.well-known/security.txt").await;
        assert_eq!(
            silent.status,
            StatusCode::NOT_FOUND,
            "nobody has been named"
        );
        let app = installed(&engine, "https://kamera.ekebro.example")
            .reached_at(Some("mailto:it-sakerhet@ekebro.example".into()));
        let page = Browser::open(&app)
            .open_page("/.well-known/security.txt")
            .await;
        assert!(header(&page, "content-type").starts_with("text/plain"));
        for line in [
            "Contact: mailto:it-sakerhet@ekebro.example",
            "Expires: 2027-02-20T00:00:00Z",
            "Preferred-Languages: sv, en",
            "Canonical: https://kamera.ekebro.example/.well-known/security.txt",
        ] {
            assert!(
                page.html.lines().any(|one| one == line),
                "{line}: {}",
                page.html
            );
        }
    }
}
