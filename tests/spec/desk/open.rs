//! The public view of the log on an open address: off until the kommun turns it on, a day late, and without what it must
//! not be known.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::db::record;
use objektiv::hold::Hold;
use objektiv::organisation;
use objektiv::web::App;
use time::Duration;

use crate::browser::{Browser, NOW, Town};
use crate::disclosures::{counter_of, release};
use crate::engine::{Engine, engines};

const OPEN: &str = "/oppet/utlamnanden";
const MATTER: &str = "Skadegörelse på en skola";

/// The same installation a day later.
fn tomorrow(engine: &Engine, town: &Town) -> Browser {
    let app = App::new(
        engine.db.clone(),
        Clock::Frozen(NOW + Duration::days(1)),
        town.app.policies.clone(),
        "http://kamera.example".into(),
    );
    Browser::open(&app)
}

async fn opened(town: &Town) {
    let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
    let page = admin
        .fill_in("/administration/kommunen", &[("public_diary", "ja")])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    let kommun = organisation::store::kommun(town.app.db.read(), town.kommun).await;
    assert!(kommun.unwrap().unwrap().public_diary);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_view_is_on_no_address_until_the_kommun_opens_it_and_then_shows_four_items() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let (mut officer, site) = counter_of(&town).await;
        let typed = [
            ("public_matter", MATTER),
            ("officer", "Insp. Zorn"),
            ("case_reference", "5000-K1"),
        ];
        release(&mut officer, &site, &typed).await;
        let mut anybody = tomorrow(&engine, &town);
        for path in [OPEN, "/oppet/utlamnanden/1"] {
            assert_eq!(anybody.get(path).await.status, StatusCode::NOT_FOUND);
        }
        opened(&town).await;
        let mut today = Browser::open(&town.app);
        let page = today.open_page(OPEN).await;
        assert!(!page.has(MATTER), "not on the day itself: {}", page.text());
        for path in [OPEN, "/oppet/utlamnanden/1"] {
            let page = anybody.open_page(path).await;
            for words in [MATTER, "KS 2026/0411", "2026-11-22", "Polismyndigheten"] {
                assert!(page.has(words), "{words} is not in {}", page.text());
            }
            for words in [
                "Zorn",
                "5000-K1",
                "entrén",
                "Per Holm",
                "Hedeskolan",
                "entre.mp4",
            ] {
                assert!(!page.html.contains(words), "{words} is in {}", page.text());
            }
        }
        assert_eq!(
            anybody.get("/oppet/utlamnanden/2").await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            anybody.get("/utlamnanden/diarium").await.status,
            StatusCode::SEE_OTHER
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_marked_secret_or_under_a_gag_keeps_its_number_and_nothing_that_tells_of_it() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let (mut officer, site) = counter_of(&town).await;
        let marked = [
            ("public_matter", MATTER),
            ("marking_rule", "OSL 18:1"),
            ("marking_on", "2026-11-22"),
            ("marking_authority", "Kommunstyrelsen"),
        ];
        release(&mut officer, &site, &marked).await;
        opened(&town).await;
        let mut anybody = tomorrow(&engine, &town);
        let page = anybody.open_page(OPEN).await;
        let secret = |page: &crate::browser::Page| {
            !page.has(MATTER) && !page.has("Polismyndigheten") && page.has("Utelämnat")
        };
        assert!(secret(&page) && page.has("2026-11-22"), "{}", page.text());

        release(
            &mut officer,
            &site,
            &[("public_matter", "Cykelstöld"), ("dnr", "KS 2026/0412")],
        )
        .await;
        let page = anybody.open_page(OPEN).await;
        assert!(
            page.has("Cykelstöld") && page.has("Polismyndigheten"),
            "{}",
            page.text()
        );
        let typed = [
            ("kind", "forelaggande"),
            ("issued_by", "Åklagarkammaren"),
            ("reference", "5000-K777-26"),
            ("decided_on", "2026-11-21"),
            ("interval_from", "2026-11-21"),
            ("interval_from-tid", "23.00"),
            ("interval_until", "2026-11-22"),
            ("interval_until-tid", "01.00"),
            ("reason", "Förundersökning"),
            ("ends_on", "2027-02-19"),
            ("gag", "ja"),
        ];
        officer
            .fill_in(&format!("{site}/bevaranden/nytt"), &typed)
            .await;
        let holds = record::all::<Hold>(engine.db.read(), town.kommun)
            .await
            .unwrap();
        assert!(holds[0].data.gag);
        let page = anybody.open_page(OPEN).await;
        assert!(secret(&page) && !page.has("Cykelstöld"), "{}", page.text());
        assert!(
            page.has("KS 2026/0412"),
            "the number stays: {}",
            page.text()
        );
        let mut manager = town.sign_in("Anna Ek", &[Role::Manager]).await;
        let inside = manager.open_page("/utlamnanden/diarium").await;
        assert!(!inside.has("Cykelstöld"), "{}", inside.text());
    }
}
