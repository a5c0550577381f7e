//! Local accounts: the second factor, passwords that are easily guessed, and the sessions that a person has.

use std::path::Path;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::account::second::Shared;
use objektiv::recorder::ask::Asking;
use objektiv::web::App;
use time::Duration;

use crate::api::client::at;
use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::{Engine, engines};

const PASSWORD: &str = "tre små grisar på rad";

/// The installation some minutes later, with its key file.
fn later(engine: &Engine, folder: &Path, minutes: i64) -> App {
    at(engine, NOW + Duration::minutes(minutes)).asking(Asking {
        key_file: folder.join("nyckel"),
        ..Asking::default()
    })
}

/// Ekebro, where the roles need a second factor.
async fn demanding(engine: &Engine, folder: &Path, roles: &[Role]) -> (Town, Browser) {
    let town = Town::found_in(later(engine, folder, 0), "ekebro").await;
    let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
    let codes: Vec<(&str, &str)> = roles
        .iter()
        .map(|role| ("second_factor", objektiv::code::Code::code(*role)))
        .collect();
    admin
        .fill_in("/administration/inloggning/regler", &codes)
        .await;
    (town, admin)
}

async fn with_password(app: &App, email: &str) -> (Browser, Page) {
    let mut browser = Browser::open(app);
    let page = browser
        .send(
            "/logga-in",
            &[("email", email), ("password", PASSWORD), ("till", "/")],
        )
        .await;
    (browser, page)
}

/// Lets the phone read the secret; the secret and the codes for a day without it.
async fn enrol(person: &mut Browser) -> (Shared, Vec<String>) {
    person.send("/konto/tvafaktor/nyckel", &[]).await;
    let page = person.open_page("/konto/tvafaktor").await;
    let secret: String = page
        .codes()
        .concat()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let shared = Shared::kept(&secret);
    let wrong = person.submit(&page, &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = shared.code_at(NOW.unix_timestamp()).unwrap();
    let done = person.submit(&page, &[("code", &code)]).await;
    assert_eq!(done.status, StatusCode::CREATED, "{:?}", done.errors());
    (shared, done.codes())
}

#[tokio::test]
async fn whoever_needs_a_second_factor_gets_nowhere_before_it_is_there_and_is_asked_for_it_from_then_on()
 {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, _) = demanding(&engine, folder.path(), &[Role::Dpo]).await;
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        manager.open_page("/bevakningar").await;
        let mut vera = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let email = format!("vera.lind.{}@example.se", town.kommun.number());
        for path in ["/", "/bevakningar", "/logg", "/administration/historik"] {
            let page = vera.get(path).await;
            assert_eq!(page.location, "/konto/tvafaktor", "{path}");
        }
        assert!(
            vera.open_page("/konto/tvafaktor")
                .await
                .has("Din kommun kräver")
        );
        let (shared, _) = enrol(&mut vera).await;
        vera.open_page("/logg").await;
        assert!(
            !vera
                .open_page("/konto")
                .await
                .html
                .contains(shared.as_base32())
        );

        let (mut again, page) = with_password(&town.app, &email).await;
        assert_eq!(page.location, "/logga-in/kod");
        assert_eq!(
            again.get("/bevakningar").await.status,
            StatusCode::SEE_OTHER,
            "half-way is not in"
        );
        let used = shared.code_at(NOW.unix_timestamp()).unwrap();
        let replayed = again.send("/logga-in/kod", &[("code", &used)]).await;
        assert_eq!(
            replayed.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "no code is used twice"
        );
        assert!(replayed.errors()[0].contains("Koden stämmer inte"));

        let app = later(&engine, folder.path(), 1);
        let (mut again, _) = with_password(&app, &email).await;
        let code = shared
            .code_at((NOW + Duration::minutes(1)).unix_timestamp())
            .unwrap();
        let done = again.send("/logga-in/kod", &[("code", &code)]).await;
        assert_eq!(done.location, "/", "{:?}", done.errors());
        again.open_page("/logg").await;
    }
}

#[tokio::test]
async fn a_spare_code_opens_once_and_an_administrator_helps_when_all_is_lost() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, mut admin) = demanding(&engine, folder.path(), &[]).await;
        let mut olle = town.sign_in("Olle Ek", &[Role::Officer]).await;
        let email = format!("olle.ek.{}@example.se", town.kommun.number());
        let (_, codes) = enrol(&mut olle).await;
        assert_eq!(codes.len(), 10);
        for (code, expected) in [
            (&codes[0], StatusCode::SEE_OTHER),
            (&codes[0], StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let (mut browser, _) = with_password(&town.app, &email).await;
            let typed = code.replace('-', " ").to_uppercase();
            let page = browser.send("/logga-in/kod", &[("code", &typed)]).await;
            assert_eq!(page.status, expected, "{code}");
        }
        assert!(
            olle.open_page("/konto/tvafaktor")
                .await
                .has("9 reservkoder")
        );
        let person = admin
            .open_page("/administration/personer")
            .await
            .link("Olle Ek");
        admin.fill_in(&person, &[("drop_factor", "ja")]).await;
        assert_eq!(
            olle.get("/bevakningar").await.status,
            StatusCode::SEE_OTHER,
            "out everywhere"
        );
        let (_, page) = with_password(&town.app, &email).await;
        assert_eq!(page.location, "/", "the password is enough again");
    }
}

#[tokio::test]
async fn guessing_codes_is_stopped_after_five_a_minute() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, _) = demanding(&engine, folder.path(), &[]).await;
        let mut olle = town.sign_in("Olle Ek", &[Role::Officer]).await;
        enrol(&mut olle).await;
        let email = format!("olle.ek.{}@example.se", town.kommun.number());
        let (mut guesser, _) = with_password(&town.app, &email).await;
        let mut answers = Vec::new();
        for number in 0..7 {
            let code = format!("{number:06}");
            answers.push(
                guesser
                    .send("/logga-in/kod", &[("code", &code)])
                    .await
                    .status,
            );
        }
        assert_eq!(answers[0], StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answers[6], StatusCode::TOO_MANY_REQUESTS);
        let nobody = Browser::open(&town.app)
            .send("/logga-in/kod", &[("code", "1")])
            .await;
        assert_eq!(
            nobody.location, "/logga-in",
            "nobody is asked without a password"
        );
    }
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_it_and_nobody_else_can() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, _) = demanding(&engine, folder.path(), &[]).await;
        let mut here = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let email = format!("maja.lund.{}@example.se", town.kommun.number());
        let (mut there, _) = with_password(&town.app, &email).await;
        let (mut elsewhere, _) = with_password(&town.app, &email).await;
        let page = here.open_page("/konto").await;
        assert!(
            page.has("127.0.0.1") && page.has("Den du använder nu"),
            "{}",
            page.text()
        );
        let form = page.html.split("action=\"").find(|part| {
            part.starts_with("/konto/sessioner/") && !part.starts_with("/konto/sessioner/avslut")
        });
        let end = form.unwrap().split('"').next().unwrap().to_owned();
        let mut stranger = town.sign_in("Siv Alm", &[Role::Administrator]).await;
        assert_eq!(stranger.send(&end, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(here.send(&end, &[]).await.status, StatusCode::SEE_OTHER);
        let mut open = 0;
        for browser in [&mut there, &mut elsewhere] {
            open += usize::from(browser.get("/bevakningar").await.status == StatusCode::OK);
        }
        assert_eq!(open, 1, "one of the two is ended");
        here.send("/konto/sessioner/avslut", &[]).await;
        for browser in [&mut there, &mut elsewhere] {
            assert_eq!(
                browser.get("/bevakningar").await.status,
                StatusCode::SEE_OTHER
            );
        }
        here.open_page("/bevakningar").await;
    }
}

#[tokio::test]
async fn a_new_password_is_not_easily_guessed_and_ends_every_other_session() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, _) = demanding(&engine, folder.path(), &[]).await;
        let mut here = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let email = format!("maja.lund.{}@example.se", town.kommun.number());
        let (mut there, _) = with_password(&town.app, &email).await;
        for (old, new, told) in [
            (PASSWORD, "Sommar2026!!", "för lätt att gissa"),
            (PASSWORD, "majalund2026", "för lätt att gissa"),
            (PASSWORD, "kort", "minst 12"),
            ("fel lösenord", "grinden står öppen", "inte ditt lösenord"),
        ] {
            let page = here
                .send("/konto/losenord", &[("old", old), ("password", new)])
                .await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
            assert!(page.errors()[0].contains(told), "{:?}", page.errors());
            assert!(!page.html.contains(new), "no password is shown");
        }
        let done = here
            .send(
                "/konto/losenord",
                &[("old", PASSWORD), ("password", "grinden står öppen")],
            )
            .await;
        assert_eq!(done.location, "/konto", "{:?}", done.errors());
        here.open_page("/bevakningar").await;
        assert_eq!(
            there.get("/bevakningar").await.status,
            StatusCode::SEE_OTHER
        );
        let (_, page) = with_password(&later(&engine, folder.path(), 2), &email).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the old one opens nothing"
        );
    }
}
