//! Keys: made by administrators, shown once, kept as a digest, used until they end or are revoked.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use objektiv::account::Role;
use objektiv::db::record;
use objektiv::register::store::latest;
use objektiv::token::{Token, TokenId, secret, store};
use time::Duration;
use time::macros::datetime;

use super::client::{Client, at, ekebro, make_key};
use crate::browser::{NOW, Town};
use crate::engine::{Engine, engines};

const TOKENS: &str = "/administration/api-nycklar";
const SITES: &str = "/api/v1/sites";

#[tokio::test]
async fn an_administrator_makes_a_key_that_is_shown_once_and_nobody_else_does() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let empty = admin.open_page(TOKENS).await;
        assert!(empty.has("Inget annat system läser registret."));
        let key = make_key(&mut admin, &["register"], None).await;
        assert_eq!(
            Client::new(&town.app, &key).get(SITES).await.status,
            StatusCode::OK
        );

        let list = admin.open_page(TOKENS).await;
        assert!(
            list.has("Kartan Kan användas") && !list.html.contains(&key),
            "{}",
            list.text()
        );
        let page = admin.open_page(&list.link("Kartan")).await;
        assert!(page.has("2027-06-30") && page.has("Hela kommunen"));
        assert!(!page.has("Återkallad") && !page.html.contains(&key));
        let history = admin.open_page("/administration/historik").await;
        assert!(history.has("API-nyckel") && !history.html.contains(&key));
        for role in [Role::Dpo, Role::Manager, Role::Officer, Role::Auditor] {
            let mut person = town.sign_in(&format!("En {role:?}"), &[role]).await;
            for path in [
                TOKENS,
                "/administration/api-nycklar/ny",
                &format!("{TOKENS}/1"),
            ] {
                let page = person.get(path).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            let sent = person.send(TOKENS, &[("name", "Mitt")]).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN);
        }
    }
}

#[tokio::test]
async fn only_the_digest_of_a_key_is_in_the_database() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let key = make_key(&mut admin, &["register"], None).await;
        let owner = store::owner(engine.db.read(), &secret::digest(&key)).await;
        assert_eq!(owner.unwrap().unwrap().token, TokenId(1));
        let random = key.trim_start_matches("objektiv_");
        let revisions = latest(engine.db.read(), town.kommun, None, &[], None, 100)
            .await
            .unwrap();
        assert!(!format!("{revisions:?}").contains(random));
        if let Some(file) = engine.url.strip_prefix("sqlite://") {
            for file in [file.to_owned(), format!("{file}-wal")] {
                let bytes = std::fs::read(&file).unwrap();
                let found = bytes
                    .windows(random.len())
                    .any(|part| part == random.as_bytes());
                assert!(!found, "{file}");
            }
        }
    }
}

#[tokio::test]
async fn a_key_that_has_expired_or_was_revoked_opens_nothing_from_that_moment() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let key = make_key(&mut admin, &["register"], None).await;
        let on = |instant| Client::new(&at(&engine, instant), &key);
        // The last day ends at midnight in Sweden.
        let last = on(datetime!(2027-06-30 21:59 UTC)).get(SITES).await;
        assert_eq!(last.status, StatusCode::OK, "{}", last.text);
        let over = on(datetime!(2027-06-30 22:00 UTC)).get(SITES).await;
        over.problem(StatusCode::UNAUTHORIZED);

        let page = admin.open_page(&format!("{TOKENS}/1")).await;
        let confirm = admin.open_page(&page.link("Återkalla nyckeln")).await;
        assert!(confirm.has("Det går inte att ångra"), "{}", confirm.text());
        assert_eq!(on(NOW).get(SITES).await.status, StatusCode::OK, "not yet");
        let done = admin.submit(&confirm, &[]).await;
        let page = admin.open_page(&done.location).await;
        assert!(page.has("Nyckeln är återkallad.") && page.has("Återkallad"));
        let refused = on(NOW).get(SITES).await;
        let problem = refused.problem(StatusCode::UNAUTHORIZED);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("administratör")
        );
        assert_eq!(
            refused.header(header::WWW_AUTHENTICATE),
            r#"Bearer realm="objektiv", error="invalid_token""#
        );
        let again = admin.get(&format!("{TOKENS}/1/aterkallande")).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let token = record::find::<Token>(engine.db.read(), town.kommun, TokenId(1)).await;
        assert_eq!(token.unwrap().unwrap().data.revoked_on, Some(NOW.date()));
    }
}

/// When the only key was last used.
async fn last_used(engine: &Engine, town: &Town) -> Option<time::OffsetDateTime> {
    let used = store::last_used(engine.db.read(), town.kommun).await;
    used.unwrap().get(&TokenId(1)).copied()
}

#[tokio::test]
async fn the_last_use_is_noted_once_an_hour_and_leaves_no_trace_in_the_register() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let key = make_key(&mut admin, &["register"], None).await;
        assert!(admin.open_page(TOKENS).await.has("Aldrig"));
        let entries = objektiv::ledger::store::head(engine.db.read(), town.kommun)
            .await
            .unwrap()
            .unwrap()
            .size();
        for (minutes, noted) in [(0, 0), (59, 0), (60, 60), (61, 60), (300, 300)] {
            let now = NOW + Duration::minutes(minutes);
            let answer = Client::new(&at(&engine, now), &key).get(SITES).await;
            assert_eq!(answer.status, StatusCode::OK);
            let used = last_used(&engine, &town).await;
            assert_eq!(used, Some(NOW + Duration::minutes(noted)), "{minutes}");
        }
        let page = admin.open_page(TOKENS).await;
        assert!(page.has("2026-11-22 13:30"), "{}", page.text());
        let after = objektiv::ledger::store::head(engine.db.read(), town.kommun).await;
        assert_eq!(after.unwrap().unwrap().size(), entries);
    }
}

#[tokio::test]
async fn a_cookie_opens_nothing_below_api_and_a_key_opens_no_page() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let key = make_key(&mut admin, &["register"], None).await;
        for path in [SITES, "/api/v1/findings", "/api/v1/log/checkpoint"] {
            assert_eq!(admin.get(path).await.status, StatusCode::UNAUTHORIZED);
        }
        let client = Client::new(&town.app, &key);
        for page in ["/bevakningar", "/", TOKENS, "/utlamnanden"] {
            let answer = client.get(page).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
            assert!(answer.header(header::LOCATION).starts_with("/logga-in"));
        }
        for scheme in ["Basic", "Token", ""] {
            let sent = [(header::AUTHORIZATION, &*format!("{scheme} {key}"))];
            let nobody = Client::new(&town.app, "");
            let answer = nobody.ask(Method::GET, SITES, &sent, Body::empty()).await;
            answer.problem(StatusCode::UNAUTHORIZED);
        }
    }
}

#[tokio::test]
async fn whoever_guesses_keys_is_asked_to_wait_and_a_key_that_works_goes_on_working_beside_it() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let key = make_key(&mut admin, &["register"], None).await;
        let client = Client::new(&town.app, &key);
        let mut guesser = client.clone();
        guesser.key = secret::make().unwrap();
        for _ in 0..20 {
            let answer = guesser.get(SITES).await;
            answer.problem(StatusCode::UNAUTHORIZED);
        }
        let waits = guesser.get(SITES).await;
        waits.problem(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(waits.header(header::RETRY_AFTER), "60");
        assert_eq!(client.get(SITES).await.status, StatusCode::OK);
        guesser.from = [127, 0, 0, 2];
        guesser.get(SITES).await.problem(StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_key_is_for_what_it_says() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let register = Client::new(&town.app, &make_key(&mut admin, &["register"], None).await);
        let log = Client::new(&town.app, &make_key(&mut admin, &["logg"], None).await);
        let problem = register
            .get("/api/v1/log/checkpoint")
            .await
            .problem(StatusCode::FORBIDDEN);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("Loggens kontrollpunkt")
        );
        for path in [
            SITES,
            "/api/v1/sites/1",
            "/api/v1/sites/1/findings",
            "/api/v1/findings",
            "/api/v1/policies",
        ] {
            log.get(path).await.problem(StatusCode::FORBIDDEN);
            assert_eq!(register.get(path).await.status, StatusCode::OK, "{path}");
        }
    }
}

/// Everything that is written to the log of the program.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_key_is_ever_in_the_log_of_the_program() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let written = Written::default();
        let (to, max) = (written.clone(), tracing::Level::TRACE);
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(max)
            .with_writer(move || to.clone())
            .finish();
        let key = {
            let _guard = tracing::subscriber::set_default(subscriber);
            let key = make_key(&mut admin, &["register"], None).await;
            let client = Client::new(&town.app, &key);
            client.get(SITES).await;
            client.get("/api/v1/findings?as_of=never").await;
            client.get("/api/v1/log/checkpoint").await;
            let misspelt = Client::new(&town.app, &format!("{key}x"));
            misspelt.get(SITES).await;
            key
        };
        let log = String::from_utf8_lossy(&written.0.lock().unwrap()).into_owned();
        assert!(
            log.contains("/api/v1/sites"),
            "the log says what was asked: {log}"
        );
        assert!(!log.contains(key.trim_start_matches("objektiv_")), "{log}");
    }
}
