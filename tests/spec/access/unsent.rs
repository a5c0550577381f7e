//! What somebody types who is no longer signed in is not lost.

use axum::http::StatusCode;
use objektiv::account::Role;
use time::Duration;

use crate::api::client::at;
use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::engines;

const TYPED: [(&str, &str); 3] = [
    ("name", "Nya badhuset"),
    ("reference", "EK-900"),
    ("note", "En lång förklaring & \"citat\"\nmed rader"),
];

/// Signs in through the page that the form led to, and comes back to the form.
async fn back_to_the_form(browser: &mut Browser, town: &Town, name: &str, sent: &Page) -> Page {
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(sent.location.contains("osparat"), "{}", sent.location);
    let way_in = browser.open_page(&sent.location).await;
    let email = format!(
        "{}.{}@example.se",
        name.to_lowercase().replace(' ', "."),
        town.kommun.number()
    );
    let typed = [
        ("email", email.as_str()),
        ("password", "tre små grisar på rad"),
    ];
    let done = browser.submit(&way_in, &typed).await;
    assert_eq!(done.location, "/osparat", "{}", done.text());
    let kept = browser.open_page("/osparat").await;
    assert!(kept.has("Det du skrev finns kvar"), "{}", kept.text());
    browser.submit(&kept, &[]).await
}

#[tokio::test]
async fn who_was_away_too_long_comes_back_to_the_form_with_what_was_typed() {
    for engine in engines().await {
        let app = at(&engine, NOW);
        let town = Town::found_in(app, "ekebro").await;
        let mut maja = town.sign_in("Maja Ek", &[Role::Manager]).await;
        let form = maja.open_page("/bevakningar/ny").await;
        assert!(form.has("finns det du har skrivit kvar"), "{}", form.text());
        // Thirteen hours later: the session opens nothing, and what is sent in it waits.
        let late = at(&engine, NOW + Duration::hours(13));
        let mut maja = maja.at(&late);
        let sent = maja.submit(&form, &TYPED).await;
        let again = back_to_the_form(&mut maja, &town, "Maja Ek", &sent).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            again.errors()[0].contains("Titta igenom"),
            "{:?}",
            again.errors()
        );
        for (field, value) in TYPED {
            assert_eq!(again.field(field), value);
        }
        let done = maja.submit(&again, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        assert!(maja.open_page(&done.location).await.has("Nya badhuset"));
        // It waits no more.
        assert_eq!(maja.get("/osparat").await.location, "/");
    }
}

#[tokio::test]
async fn who_signed_out_in_another_window_finds_it_and_nobody_else_does() {
    for engine in engines().await {
        let town = Town::found_in(at(&engine, NOW), "ekebro").await;
        let mut maja = town.sign_in("Maja Ek", &[Role::Manager]).await;
        town.sign_in("Otto Berg", &[Role::Manager]).await;
        let form = maja.open_page("/bevakningar/ny").await;
        maja.send("/utloggning", &[]).await;
        assert_eq!(maja.get("/bevakningar").await.status, StatusCode::SEE_OTHER);
        let sent = maja.submit(&form, &TYPED).await;
        let again = back_to_the_form(&mut maja, &town, "Maja Ek", &sent).await;
        assert_eq!(again.field("name"), "Nya badhuset");
        // Somebody else at the same computer is shown nothing, and then it is gone.
        maja.send("/utloggning", &[]).await;
        let sent = maja.submit(&form, &TYPED).await;
        let way_in = maja.open_page(&sent.location).await;
        let email = format!("otto.berg.{}@example.se", town.kommun.number());
        let typed = [
            ("email", email.as_str()),
            ("password", "tre små grisar på rad"),
        ];
        maja.submit(&way_in, &typed).await;
        let shown = maja.get("/osparat").await;
        assert_eq!(
            (shown.status, &*shown.location),
            (StatusCode::SEE_OTHER, "/")
        );
        // A stranger's form waits nowhere.
        let stranger = Browser::open(&town.app).submit(&form, &TYPED).await;
        assert!(
            !stranger.location.contains("osparat"),
            "{}",
            stranger.location
        );
    }
}

/// What is secret is typed again rather than kept: not a password of one's own, nor that of a recorder or a provider.
#[tokio::test]
async fn a_form_with_a_password_in_it_waits_for_nobody() {
    for engine in engines().await {
        let town = Town::found_in(at(&engine, NOW), "ekebro").await;
        let ada = town.sign_in("Ada Berg", &[Role::Administrator]).await;
        let late = at(&engine, NOW + Duration::hours(13));
        let secrets = [
            ("/inspelare/1/atkomst", "password"),
            ("/administration/inloggning", "secret"),
            ("/konto/losenord", "old"),
        ];
        for (path, field) in secrets {
            let mut ada = ada.at(&late);
            let sent = ada.send(path, &[("name", "x"), (field, "hemligt")]).await;
            assert!(!sent.location.contains("osparat"), "{path}: {sent:?}");
        }
        let mut ada = ada.at(&late);
        let kept = ada.send("/bevakningar", &[("name", "x")]).await;
        assert!(kept.location.contains("osparat"), "{kept:?}");
    }
}
