//! Who does not come in learns nothing of who does; and who reads what is public is known by nothing.

use std::sync::Arc;

use axum::http::StatusCode;
use objektiv::account::door::{Opens, Verb};
use objektiv::account::{self, Account, AccountId, Role};
use objektiv::web::App;

use super::house::{address, pages};
use super::isolation::told;
use crate::browser::{Browser, NOW, Town};
use crate::engine::{Asked, engines};

#[tokio::test]
async fn a_wrong_password_and_an_address_that_nobody_has_get_the_same_words_after_the_same_work() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        town.sign_in("Maja Ek", &[Role::Manager]).await;
        let invited = Account {
            id: AccountId(0),
            email: town.email_of("Ny Ek"),
            name: "Ny Ek".into(),
            grants: Vec::new(),
        };
        let tx = town.app.db.begin_write().await.unwrap();
        let no_password = account::store::NO_PASSWORD;
        account::store::add(&*tx, town.kommun, &invited, no_password, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (db, asked) = Asked::of(&engine.db);
        let policies = Arc::clone(&town.app.policies);
        let app = App::new(db, town.app.clock, policies, town.app.public_url.clone());
        let mut answers = Vec::new();
        for name in ["Maja Ek", "Ny Ek", "Ingen Ek"] {
            let email = town.email_of(name);
            let mut browser = Browser::open(&app);
            browser.open_page("/logga-in").await;
            asked.take();
            let typed = [("email", &*email), ("password", "inte det rätta")];
            let page = browser.send("/logga-in", &typed).await;
            let work = asked.take_sql();
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            answers.push((told(&page, &email), work));
        }
        assert!(!answers[0].1.is_empty());
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    }
}

#[tokio::test]
async fn nothing_that_is_public_sets_a_cookie() {
    let engine = crate::engine::sqlite().await;
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut tried = 0;
    for door in pages() {
        let begins = door.path.starts_with("/logga-in/");
        if door.verb != Verb::Get || door.opens != Opens::Everyone || begins {
            continue;
        }
        let mut nobody = Browser::open(&town.app);
        let page = nobody.get(&address(door.path, "1")).await;
        assert!(!page.status.is_server_error(), "{}", door.path);
        assert_eq!(nobody.cookies.header(), "", "{}", door.path);
        tried += 1;
    }
    assert!(tried >= 9, "{tried}");
}

/// Whoever mistypes an address is not shown the door; and a stranger learns nothing of who else there is.
#[tokio::test]
async fn an_address_that_leads_nowhere_says_so_and_where_to_go_to_whoever_is_signed_in() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut maja = town.sign_in("Maja Ek", &[Role::Manager]).await;
        let mut nobody = Browser::open(&town.app);
        for at in ["/finns-inte", "/bevakningar/1/finns-inte?per=i+dag"] {
            let (hers, theirs) = (maja.get(at).await, nobody.get(at).await);
            for page in [&hers, &theirs] {
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{at}");
                assert!(page.has("Sidan finns inte"), "{}", page.text());
            }
            for around in ["href=\"/bevakningar\"", "Maja Ek", "Logga ut"] {
                assert!(hers.html.contains(around), "{at}: {around}");
                assert!(!theirs.html.contains(around), "{at}: {around}");
            }
        }
        assert_eq!(nobody.cookies.header(), "");
    }
}
