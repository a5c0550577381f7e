//! Who signed in, was refused, read and did what: written down with the address, for those who review others.

use axum::http::StatusCode;
use objektiv::account::{AccountId, Role};
use objektiv::disclosure::trace::{Act, Deed, store};

use objektiv::reminder::cleaning;
use sea_orm::ConnectionTrait;

use super::house::House;
use crate::api::client::at;
use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::engines;

const ACCESS: &str = "/atkomst";

#[tokio::test]
async fn sign_ins_refusals_readings_exports_and_changed_roles_are_listed_with_who_when_and_from_where()
 {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let town = &house.town;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let mut auditor = town.sign_in("Olof Gren", &[Role::Auditor]).await;
        let email = format!("olof.gren.{}@example.se", town.kommun.number());
        let mut guesser = Browser::open(&town.app);
        for who in [&*email, "finns.inte@example.se"] {
            let typed = [("email", who), ("password", "Hemligt123"), ("till", "/")];
            let page = guesser.send("/logga-in", &typed).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(
            admin.get("/utlamnanden/1").await.status,
            StatusCode::FORBIDDEN
        );
        auditor.open_page("/utlamnanden/1").await;
        auditor.open_page("/utlamnanden/diarium/csv").await;
        let person = admin
            .open_page("/administration/personer")
            .await
            .link("Olof Gren");
        admin.fill_in(&person, &[("manager_in", "0")]).await;
        auditor.send("/utloggning", &[]).await;

        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let page = dpo.open_page(ACCESS).await;
        for told in [
            "Olof Gren Loggade in lösenord 127.0.0.1",
            "Olof Gren Kom inte in fel lösenord 127.0.0.1",
            "Ada Nord Nekades en sida GET /utlamnanden/1 127.0.0.1",
            "Olof Gren Läste utlämnande med id 1 127.0.0.1",
            "Olof Gren Exporterade utlämnanden diarium 127.0.0.1",
            "Olof Gren Läste en sida som granskare GET /utlamnanden/1 127.0.0.1",
            "Ada Nord Lade till eller ändrade en person Olof Gren 127.0.0.1",
            "Olof Gren Loggade ut 127.0.0.1",
            "Vera Berg Loggade in lösenord 127.0.0.1",
            "2026-11-22 08:30",
        ] {
            let text = page.text().replace('\u{a0}', " ");
            assert!(text.contains(told), "{told}: {text}");
        }
        for secret in ["Hemligt123", "finns.inte@example.se"] {
            assert!(!page.html.contains(secret), "{secret}");
        }
        assert!(
            dpo.open_page(ACCESS).await.has("Läste åtkomsten"),
            "reading it is told, too"
        );
        for closed in [&mut admin, &mut Browser::open(&town.app)] {
            let page = closed.get(ACCESS).await;
            assert_ne!(page.status, StatusCode::OK);
            assert!(!page.html.contains("Olof Gren"));
        }
    }
}

#[tokio::test]
async fn the_access_is_narrowed_in_the_address_turned_page_by_page_and_fetched_as_a_file() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let tx = town.app.db.begin_write().await.unwrap();
        for number in 0..250 {
            let deed = Deed::of(Act::Refused)
                .detail(format!("GET /{number}"))
                .from([10, 0, 0, number % 3].into());
            store::note_of(&*tx, town.kommun, (AccountId(1), "Vera Berg"), &deed, NOW)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let first = dpo.open_page(&format!("{ACCESS}?act=atkomst-nekad")).await;
        assert!(first.has("GET /249") && first.has("GET /150") && !first.has("GET /149"));
        assert!(
            !first.has("Loggade in lösenord"),
            "narrowed to what was asked for"
        );
        let second = dpo.open_page(&first.link("Nästa sida")).await;
        assert!(second.has("GET /149") && !second.has("GET /150"));
        let third = dpo.open_page(&second.link("Nästa sida")).await;
        assert!(third.has("GET /0") && !third.html.contains("Nästa sida"));
        let narrow =
            format!("{ACCESS}?act=atkomst-nekad&address=10.0.0.1&from=2026-11-22&until=2026-11-22");
        let page = dpo.open_page(&narrow).await;
        assert!(
            page.has("GET /1 10.0.0.1") && !page.has("10.0.0.2"),
            "{}",
            page.text()
        );
        assert!(
            dpo.open_page(&format!("{ACCESS}?until=2026-11-21"))
                .await
                .has("Ingenting")
        );
        assert!(
            dpo.open_page(&format!("{ACCESS}?from=2026-11-23"))
                .await
                .has("Ingenting")
        );
        assert!(
            dpo.open_page(&format!("{ACCESS}?person=1"))
                .await
                .has("Vera Berg")
        );
        for wrong in ["from=igår", "act=finns-inte", "person=999"] {
            let page = dpo
                .get(&format!("{ACCESS}?{}", wrong.replace('å', "%C3%A5")))
                .await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let file = dpo
            .open_page(&format!("{ACCESS}/csv?act=atkomst-nekad"))
            .await;
        assert_eq!(file.html.lines().count(), 251, "a heading and every line");
        assert!(file.html.contains("GET /0;10.0.0.0"));
    }
}

#[tokio::test]
async fn the_trace_of_one_kommun_tells_nothing_of_another() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut dpo = other.sign_in("Siv Alm", &[Role::Dpo]).await;
        let page = dpo.open_page(ACCESS).await;
        assert!(
            page.has("Siv Alm") && !page.has("Vera Berg"),
            "{}",
            page.text()
        );
    }
}

/// The access of the first day, as somebody who reviews reads it.
async fn first_day(town: &Town) -> Page {
    let name = format!("Vera {}", town.app.clock.today());
    let mut dpo = town.sign_in(&name, &[Role::Dpo]).await;
    dpo.open_page("/atkomst?person=&from=2026-11-22&until=2026-11-22")
        .await
}

#[tokio::test]
async fn from_where_somebody_came_is_erased_after_two_years_and_nothing_else_can_be() {
    for engine in engines().await {
        let app = at(&engine, NOW);
        let town = Town::found_in(app, "ekebro").await;
        town.sign_in("Maja Ek", &[Role::Manager]).await;
        let before = first_day(&town).await;
        assert!(
            before.has("Maja Ek") && before.has("127.0.0.1"),
            "{}",
            before.text()
        );
        for (days, kept) in [(729, true), (731, false)] {
            let later = at(&engine, NOW + time::Duration::days(days));
            cleaning::clean_up(&later.db, later.clock).await.unwrap();
            let kommun = town.kommun;
            let page = first_day(&Town { app: later, kommun }).await;
            assert!(page.has("Maja Ek"), "{}", page.text());
            assert_eq!(page.has("127.0.0.1"), kept, "{}", page.text());
        }
        for change in [
            "person = 'Otto'",
            "address = NULL, act = 'annat'",
            "address = '10.0.0.1'",
        ] {
            let change = format!("UPDATE desk_trace SET {change}");
            let tx = engine.db.begin_write().await.unwrap();
            assert!(tx.execute_unprepared(&change).await.is_err(), "{change}");
        }
    }
}
