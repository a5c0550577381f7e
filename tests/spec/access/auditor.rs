//! Auditors: invited for a time, reading only, every page written down, and out when the time is over.

use axum::http::StatusCode;
use objektiv::account::Role;
use time::macros::datetime;

use super::house::House;
use crate::api::client::at;
use crate::browser::{Browser, Page};
use crate::engine::engines;

const TYPED: [(&str, &str); 3] = [
    ("name", "Ida Imy"),
    ("email", "ida@imy.example"),
    ("until", "2026-11-22"),
];

fn link(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::CREATED, "{:?}", page.errors());
    let link = page.codes().concat();
    link.trim_start_matches("http://kamera.example").to_owned()
}

#[tokio::test]
async fn an_auditor_reads_until_the_day_is_over_and_the_dataskyddsombud_sees_what() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let town = &house.town;
        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let form = dpo.open_page("/granskare/ny").await;
        let late = dpo
            .submit(&form, &[TYPED[0], TYPED[1], ("until", "2028-01-01")])
            .await;
        assert!(
            late.errors()[0].contains("senast 2027-11-23"),
            "{:?}",
            late.errors()
        );
        let path = link(&dpo.submit(&form, &TYPED).await);
        // Ten minutes before midnight, in Sweden.
        let evening = at(&engine, datetime!(2026-11-22 22:50 UTC));
        let mut ida = Browser::open(&evening);
        let welcome = ida.open_page(&path).await;
        ida.submit(&welcome, &[("password", "granskar allt i lugn")])
            .await;
        ida.open_page("/utlamnanden/1").await;
        ida.open_page("/bevakningar").await;
        for closed in [
            "/bevakningar/ny",
            "/utlamnanden/nytt",
            "/granskare",
            "/administration",
        ] {
            assert_eq!(
                ida.get(closed).await.status,
                StatusCode::FORBIDDEN,
                "{closed}"
            );
        }
        let list = dpo.open_page("/granskare").await;
        let read = dpo.open_page(&list.link("Visa allt Ida Imy")).await;
        for told in [
            "GET /utlamnanden/1",
            "GET /bevakningar",
            "Nekades en sida",
            "Ida Imy",
        ] {
            assert!(read.has(told), "{told}: {}", read.text());
        }
        // The session is open still, and so is the page: midnight ends both.
        let morning = at(&engine, datetime!(2026-11-22 23:10 UTC));
        let page = ida.at(&morning).get("/bevakningar").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let mut again = Browser::open(&morning);
        let typed = [
            ("email", "ida@imy.example"),
            ("password", "granskar allt i lugn"),
        ];
        let refused = again.send("/logga-in", &typed).await;
        assert!(refused.errors()[0].contains("Tiden för din granskning är slut"));
    }
}

#[tokio::test]
async fn the_dataskyddsombud_ends_a_review_at_once() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let town = &house.town;
        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let form = dpo.open_page("/granskare/ny").await;
        let path = link(&dpo.submit(&form, &TYPED).await);
        let mut ida = Browser::open(&town.app);
        let welcome = ida.open_page(&path).await;
        ida.submit(&welcome, &[("password", "granskar allt i lugn")])
            .await;
        ida.open_page("/logg").await;
        let list = dpo.open_page("/granskare").await;
        let end = list
            .html
            .split("action=\"")
            .find(|part| part.contains("/avslut\""));
        let end = end.unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(dpo.send(&end, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ida.get("/logg").await.status, StatusCode::SEE_OTHER);
        let list = dpo.open_page("/granskare").await;
        assert!(
            list.has("Tiden är slut") && list.has("2026-11-21"),
            "{}",
            list.text()
        );
    }
}
