//! Which cameras covered this place then?

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::disclosure::Decision;

use crate::browser::{Browser, Page, Town};
use crate::disclosures::{CLIP, recorded};
use crate::engine::{Engine, engines};

/// A schoolyard with three cameras, one of them gone, and footage that is kept for three days.
async fn schoolyard(engine: &Engine) -> (Town, Browser, String) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
    let form = manager.open_page("/bevakningar/ny").await;
    let typed = [
        ("name", "Hedeskolan"),
        ("reference", "EK-001"),
        ("address", "Skolgatan 4, Ekebro"),
        ("purposes", "brott"),
        ("status", "i-drift"),
        ("started_on", "2024-08-12"),
    ];
    let site = manager.submit(&form, &typed).await.location;
    let cameras: [&[(&str, &str)]; 3] = [
        &[
            ("label", "0007"),
            ("status", "i-drift"),
            ("placement", "Entré norr"),
            ("position", "55.70466, 13.19321"),
            ("direction_degrees", "0"),
            ("angle_degrees", "90"),
        ],
        &[("label", "0008"), ("status", "trasig")],
        &[
            ("label", "0009"),
            ("status", "nedmonterad"),
            ("removed_on", "2026-11-01"),
        ],
    ];
    for typed in cameras {
        manager.fill_in(&format!("{site}/kameror/ny"), typed).await;
    }
    let typed = [("length", "3"), ("unit", "dygn")];
    manager
        .fill_in(&format!("{site}/lagringstider/ny"), &typed)
        .await;
    let seen = [
        ("level", "disk"),
        ("store", "NVR i källaren"),
        ("checked_at", "2026-11-22"),
        ("checked_at-tid", "08.00"),
        ("oldest_seen_at", "2026-11-19"),
        ("oldest_seen_at-tid", "09.00"),
    ];
    manager
        .fill_in(&format!("{site}/gallringsbevis/nytt"), &seen)
        .await;
    let officer = town.sign_in("Per Holm", &[Role::Officer]).await;
    (town, officer, site)
}

async fn ask(officer: &mut Browser, place: &str, day: &str, clock: &str) -> Page {
    let query = [("plats", place), ("fran", day), ("fran-tid", clock)];
    let query = serde_urlencoded::to_string(query).unwrap();
    officer.get(&format!("/utlamnanden/kameror?{query}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_time_give_the_cameras_that_were_up_and_what_is_left_of_what_they_saw() {
    for engine in engines().await {
        let (_, mut officer, _) = schoolyard(&engine).await;
        let page = ask(&mut officer, "skolgatan 4, ekebro", "2026-11-21", "22.00").await;
        assert_eq!(page.status, StatusCode::OK);
        page.says(&[
            "0007",
            "Entré norr",
            "0008",
            "Trasig enligt det senast kända",
            "Ska finnas kvar till 2026-11-24 22:00",
            "3 dygn",
            "2026-11-19 08:30",
            "2026-11-22 08:00, NVR i källaren",
            "äldsta bilder från 2026-11-19 09:00",
        ]);
        assert!(!page.has("0009"), "it was taken down three weeks before");
        let before = ask(&mut officer, "hedeskolan", "2026-10-31", "22.00").await;
        before.says(&["0009", "Skulle ha raderats 2026-11-03 22:00"]);
        // What was written down only today is told apart from what was known then.
        before.says(&["Uppgiften har kommit till efteråt"]);
        let none = ask(&mut officer, "Storgatan", "2026-11-21", "22.00").await;
        none.says(&["Ingen plats i registret passar"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_point_gives_the_cameras_near_it_with_distance_and_which_way_they_look() {
    for engine in engines().await {
        let (_, mut officer, _) = schoolyard(&engine).await;
        // 33 metres to the north of the camera, which looks north.
        let north = ask(&mut officer, "55.70496, 13.19321", "2026-11-21", "22.00").await;
        north.says(&["33 meter bort. Vänd mot punkten"]);
        let south = ask(&mut officer, "55.70436, 13.19321", "2026-11-21", "22.00").await;
        south.says(&["33 meter bort. Vänd åt ett annat håll"]);
        let far = ask(&mut officer, "55.71466, 13.19321", "2026-11-21", "22.00").await;
        far.says(&["Ingen plats i registret passar"]);
        let swapped = ask(&mut officer, "40.0, 3.0", "2026-11-21", "22.00").await;
        assert_eq!(swapped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(swapped.fields_in_error(), ["plats"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hour_that_occurs_twice_is_asked_about_and_the_one_that_does_not_exist_is_refused() {
    for engine in engines().await {
        let (_, mut officer, _) = schoolyard(&engine).await;
        let twice = ask(&mut officer, "hedeskolan", "2026-10-25", "02.30").await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says(&["Vilken menas?"]);
        assert!(twice.errors().join(" ").contains("inträffar två gånger"));
        for (offset, due) in [("2", "2026-10-28 02:30"), ("1", "2026-10-28 03:00")] {
            let path = format!(
                "/utlamnanden/kameror?plats=hedeskolan&fran=2026-10-25&fran-tid=02.30&fran-forskjutning={offset}"
            );
            let page = officer.open_page(&path).await;
            page.says(&[&format!("Skulle ha raderats {due}")]);
            let at = if offset == "2" { "00%3A30" } else { "01%3A30" };
            assert!(page.link("Börja ett utlämnande Hedeskolan").contains(at));
        }
        // Also where the interval ends, and where a site was chosen instead of a place.
        let until = "/utlamnanden/kameror?bevakning=1&fran=2026-10-24&fran-tid=22.00&till=2026-10-25&till-tid=02.30";
        let twice = officer.get(until).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(twice.fields_in_error(), ["till"]);
        let page = officer
            .open_page(&format!("{until}&till-forskjutning=1"))
            .await;
        page.says(&["0007"]);
        let never = ask(&mut officer, "hedeskolan", "2026-03-29", "02.30").await;
        assert_eq!(never.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(never.errors().join(" ").contains("finns inte den dagen"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_button_begins_a_disclosure_with_the_cameras_and_the_time_filled_in() {
    for engine in engines().await {
        let (town, mut officer, _) = schoolyard(&engine).await;
        let path = "/utlamnanden/kameror?plats=hedeskolan&fran=2026-11-21&fran-tid=22.00&till=2026-11-21&till-tid=23.30";
        let page = officer.open_page(path).await;
        let desk = officer
            .open_page(&page.link("Börja ett utlämnande Hedeskolan"))
            .await;
        assert_eq!(desk.field("interval_from-tid"), "22:00");
        assert_eq!(desk.field("interval_until-tid"), "23:30");
        let typed = [
            ("matter", "Skadegörelse"),
            ("dnr", "KS 2026/0411"),
            ("delegation_reference", "3.4"),
            ("files", CLIP),
        ];
        let done = officer.submit(&desk, &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let data = recorded(&engine, town.kommun).await.remove(0).data;
        assert_eq!(data.decision, Decision::Released);
        assert_eq!(data.cameras.len(), 2);
        assert_eq!(data.requested_from, Some(data.interval_from));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_on_the_footage_is_shown_and_a_gagged_one_only_to_those_who_may_know_of_it() {
    for engine in engines().await {
        let (town, mut officer, site) = schoolyard(&engine).await;
        let order = |reference: &'static str, gag: &'static str| {
            [
                ("kind", "forelaggande"),
                ("issued_by", "Åklagarkammaren"),
                ("reference", reference),
                ("decided_on", "2026-11-22"),
                ("interval_from", "2026-11-21"),
                ("interval_from-tid", "21.00"),
                ("interval_until", "2026-11-21"),
                ("interval_until-tid", "23.00"),
                ("reason", "Förundersökning"),
                ("ends_on", "2027-02-19"),
                ("gag", gag),
            ]
        };
        let new = format!("{site}/bevaranden/nytt");
        officer.fill_in(&new, &order("K-OPEN-26", "")).await;
        officer.fill_in(&new, &order("K-TYST-26", "ja")).await;
        let own = ask(&mut officer, "hedeskolan", "2026-11-21", "22.00").await;
        own.says(&["K-OPEN-26", "K-TYST-26"]);
        let mut other = town.sign_in("Olle Berg", &[Role::Officer]).await;
        let page = ask(&mut other, "hedeskolan", "2026-11-21", "22.00").await;
        page.says(&["K-OPEN-26, till och med 2027-02-19"]);
        assert!(!page.html.contains("TYST"), "{}", page.text());
        let later = ask(&mut other, "hedeskolan", "2026-11-21", "23.01").await;
        assert!(!later.has("K-OPEN-26"), "it is about other footage");
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        let refused = ask(&mut administrator, "hedeskolan", "2026-11-21", "22.00").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
}
