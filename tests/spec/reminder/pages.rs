use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use objektiv::account::Role;
use objektiv::web::{App, router};
use std::net::SocketAddr;
use time::macros::date;
use tower::ServiceExt;

use super::{MORNING, PASSWORD, Town};
use crate::cookies::Jar;
use crate::engine::engines;

/// A browser without scripts.
pub struct Browser {
    app: App,
    cookies: Jar,
}

impl Browser {
    /// One that nobody has signed in with.
    pub fn unknown(app: App) -> Self {
        Self {
            app,
            cookies: Jar::default(),
        }
    }

    pub async fn signed_in(app: App, email: &str) -> Self {
        Self::signed_in_with(app, email, PASSWORD).await
    }

    pub async fn signed_in_with(app: App, email: &str, password: &str) -> Self {
        let mut browser = Self::unknown(app);
        let form = serde_urlencoded::to_string([("email", email), ("password", password)]).unwrap();
        let (status, _) = browser.post("/logga-in", &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        browser
    }

    async fn send(
        &mut self,
        request: axum::http::request::Builder,
        body: String,
    ) -> (StatusCode, String) {
        let mut request: Request<Body> = request
            .header(header::COOKIE, self.cookies.header())
            .header("sec-fetch-site", "same-origin")
            .body(body.into())
            .unwrap();
        let peer: SocketAddr = "127.0.0.1:4711".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router::service(self.app.clone())
            .oneshot(request)
            .await
            .unwrap();
        self.cookies.keep(answer.headers());
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    pub async fn get(&mut self, path: &str) -> (StatusCode, String) {
        self.send(Request::get(path), String::new()).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> (StatusCode, String) {
        let kind = "application/x-www-form-urlencoded";
        self.send(
            Request::post(path).header(header::CONTENT_TYPE, kind),
            form.to_owned(),
        )
        .await
    }
}

#[tokio::test]
async fn a_person_sees_what_waits_marks_it_as_read_and_finds_it_among_all() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let site = town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.run(MORNING).await;
        let mut browser = Browser::signed_in(town.app(MORNING), "marta@ekebro.example").await;
        let (status, page) = browser.get("/paminnelser").await;
        assert_eq!(status, StatusCode::OK);
        let link = format!("/bevakningar/{site}#regel-decision-in-effect");
        for words in [
            "32 dagar kvar",
            "KS 2026/12",
            "Hedeskolan",
            "o-nav__count",
            &link,
        ] {
            assert!(page.contains(words), "{words} is missing in {page}");
        }
        let (_, of_site) = browser.get(&format!("/bevakningar/{site}")).await;
        assert!(
            of_site.contains("id=\"regel-decision-in-effect\""),
            "the link leads somewhere"
        );
        let (status, _) = browser.post("/paminnelser/lasta", "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = browser.get("/paminnelser").await;
        assert!(page.contains("Inget väntar på dig"), "{page}");
        assert!(!page.contains("o-nav__count"));
        let (_, page) = browser.get("/paminnelser?visa=alla").await;
        assert!(page.contains("32 dagar kvar"), "{page}");
    }
}

#[tokio::test]
async fn nobody_can_read_or_mark_the_notices_of_someone_else() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.person("Otto Ek", "otto@ekebro.example", Role::Officer, None)
            .await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.run(MORNING).await;
        let notice = town.told(town.manager, super::DECISION).await[0].id;
        let mut browser = Browser::signed_in(town.app(MORNING), "otto@ekebro.example").await;
        let (_, page) = browser.get("/paminnelser?visa=alla").await;
        assert!(!page.contains("Hedeskolan"));
        browser
            .post(&format!("/paminnelser/{notice}/last"), "")
            .await;
        assert!(!town.told(town.manager, super::DECISION).await[0].read);
    }
}

#[tokio::test]
async fn the_page_of_the_timetable_is_for_the_dataskyddsombud_and_the_administrator() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.run(MORNING).await;
        let mut dpo = Browser::signed_in(town.app(MORNING), "vera@ekebro.example").await;
        let (status, page) = dpo.get("/schemalaggaren").await;
        assert_eq!(status, StatusCode::OK);
        for words in [
            "Fungerar",
            "E-post skickas inte",
            "2026-11-22 08:00",
            "2026-11-23 00:01",
        ] {
            assert!(page.contains(words), "{words} is missing in {page}");
        }
        let mut manager = Browser::signed_in(town.app(MORNING), "marta@ekebro.example").await;
        assert_eq!(
            manager.get("/schemalaggaren").await.0,
            StatusCode::FORBIDDEN
        );
    }
}
