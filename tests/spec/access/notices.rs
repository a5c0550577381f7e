//! What a form did is said on the next page, once, and costs the disk nothing.

use std::sync::Arc;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::code::Code;
use objektiv::law::PolicySet;
use objektiv::web::App;

use crate::browser::{Browser, NOW, Town};
use crate::engine::{Asked, engines};

const FORM: &str = "/administration/enheter/ny";

fn app(db: objektiv::db::Db, public_url: &str) -> App {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    App::new(db, Clock::Frozen(NOW), policies, public_url.into())
}

/// Saves a unit and tells where the answer leads.
async fn save(person: &mut Browser, name: &str) -> String {
    let form = person.open_page(FORM).await;
    let saved = person.submit(&form, &[("name", name)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    saved.location
}

#[tokio::test]
async fn what_was_done_is_said_on_the_next_page_once_and_no_session_is_written_for_it() {
    for engine in engines().await {
        let (db, asked) = Asked::of(&engine.db);
        let town = Town::found_in(app(db, "https://kamera.ekebro.example"), "ekebro").await;
        let mut person = town.sign_in("Ada Berg", Role::ALL).await;
        person.open_page("/").await;
        asked.take();

        let there = save(&mut person, "Park").await;
        let cookie = person.cookies.as_set("__Host-objektiv-notice");
        for part in [
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
            "Max-Age=600",
        ] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
        assert!(person.open_page(&there).await.has("Sparat"));
        assert!(!person.open_page(&there).await.has("Sparat"), "once");
        let asked = asked.take();
        let written = asked
            .iter()
            .find(|one| !one.sql.starts_with("SELECT") && one.sql.contains("session"));
        assert_eq!(written, None);
        assert!(!asked.is_empty());
    }
}

#[tokio::test]
async fn only_words_of_ours_are_said() {
    for engine in engines().await {
        let town = Town::found_in(app(engine.db.clone(), "http://kamera.example"), "ekebro").await;
        let mut person = town.sign_in("Ada Berg", Role::ALL).await;
        let plain = person.open_page(FORM).await.text();
        for forged in ["finns-inte", "Ring%20070", "<b>", &"saved".repeat(1000)] {
            person.cookies.forge("objektiv-notice", forged);
            assert_eq!(person.open_page(FORM).await.text(), plain, "{forged:.20}");
            assert_eq!(
                person.cookies.as_set("objektiv-notice").split(';').next(),
                Some("objektiv-notice=")
            );
        }
        person.cookies.forge("objektiv-notice", "saved");
        assert!(person.open_page(FORM).await.has("Sparat"));
    }
}
