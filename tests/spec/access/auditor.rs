//! Auditors: invited for a time, reading only, every page written down, and out when the time is over.

use axum::http::StatusCode;
use objektiv::account::{Grant, Role};
use objektiv::organisation::UnitId;
use time::macros::datetime;

use super::house::House;
use crate::api::client::{Client, at, own_key};
use crate::browser::{Browser, Page, Town};
use crate::engine::engines;
use crate::reminder::mail::{Server, plain};

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

/// The link in a letter.
fn link_in(letter: &serde_json::Value) -> String {
    let text = letter.to_string();
    let from = text.find("/valkommen/").unwrap_or_else(|| panic!("{text}"));
    let path = text[from..].chars();
    path.take_while(|letter| letter.is_ascii_alphanumeric() || "/-_".contains(*letter))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_is_invited_by_mail_and_nobody_else_sees_the_link() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let house = House::furnished(&engine).await;
        let app = at(&engine, crate::browser::NOW).mailing(Some(plain(server.port)));
        let kommun = house.town.kommun;
        let town = Town { app, kommun };
        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let form = dpo.open_page("/granskare/ny").await;
        let sent = dpo.submit(&form, &TYPED).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{:?}", sent.errors());
        assert!(
            sent.has("har skickats till ida@imy.example"),
            "{}",
            sent.text()
        );
        assert!(!sent.html.contains("/valkommen/"), "{}", sent.html);
        let mails = server.stop();
        assert_eq!(mails.len(), 1, "{mails:#?}");
        assert_eq!(mails[0]["recipients"][0], "ida@imy.example");
        let mut ida = Browser::open(&town.app);
        let welcome = ida.open_page(&link_in(&mails[0])).await;
        ida.submit(&welcome, &[("password", "granskar allt i lugn")])
            .await;
        ida.open_page("/bevakningar").await;
        let used = ida.get(&link_in(&mails[0])).await;
        assert_eq!(used.status, StatusCode::NOT_FOUND);
        assert!(used.has("kan användas en gång"), "{}", used.text());
        // The server is gone now: then the link is shown, and why.
        let form = dpo.open_page("/granskare/ny").await;
        let typed = [TYPED[0], ("email", "ivar@imy.example"), TYPED[2]];
        let shown = dpo.submit(&form, &typed).await;
        assert!(shown.has("kunde inte skickas") && link(&shown).starts_with("/valkommen/"));
    }
}

#[tokio::test]
async fn an_auditor_of_a_unit_reads_that_unit_and_no_other_also_with_a_key_until_the_time_is_over()
{
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let town = &house.town;
        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let form = dpo.open_page("/granskare/ny").await;
        let typed = [TYPED[0], TYPED[1], ("until", "2026-11-23"), ("unit", "1")];
        let path = link(&dpo.submit(&form, &typed).await);
        let mut ida = Browser::open(&town.app);
        let welcome = ida.open_page(&path).await;
        ida.submit(&welcome, &[("password", "granskar allt i lugn")])
            .await;
        let unit = Some(UnitId(1));
        let role = Role::Officer;
        let mut clerk = town
            .sign_in_with("Per Ek", vec![Grant { role, unit }])
            .await;
        for at in [
            "/bevakningar",
            "/bevakningar?per=2026-11-21",
            "/bevakningar?per=2026-11-21&kand=da",
            "/kameror",
            "/karta/platser.geojson",
            "/utlamnanden",
            "/utlamnanden/sok/csv",
            "/",
        ] {
            let (read, known) = (ida.open_page(at).await.html, clerk.open_page(at).await.html);
            assert!(!read.contains("Stortorget"), "{at}: {read}");
            // Whoever works in the unit reads the rest of the register as well.
            if at.contains("bevakningar") {
                assert!(
                    read.contains("Ängsbyskolan") && known.contains("Stortorget"),
                    "{at}"
                );
            }
        }
        // The fourth site is at the square, which another unit has.
        for at in ["/bevakningar/4", "/bevakningar/4/historik", "/kameror/10"] {
            assert_eq!(clerk.get(at).await.status, StatusCode::OK, "{at}");
            assert_eq!(ida.get(at).await.status, StatusCode::NOT_FOUND, "{at}");
        }
        let key = own_key(&mut ida, &["lasa-utlamnanden"]).await;
        let read = Client::new(&town.app, &key)
            .read("/api/v1/disclosures")
            .await;
        let read = read["disclosures"].as_array().unwrap().clone();
        assert!(!read.is_empty());
        for one in &read {
            let site = one["disclosure"]["site"].as_i64().or(one["site"].as_i64());
            assert!(site.is_some_and(|site| site != 4), "{one}");
        }
        // The day after the last the key opens nothing.
        let after = at(&engine, datetime!(2026-11-24 07:00 UTC));
        let refused = Client::new(&after, &key).get("/api/v1/disclosures").await;
        refused.problem(StatusCode::FORBIDDEN);
    }
}
