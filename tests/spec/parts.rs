//! What belongs to a site: cameras, decisions, signs, storage periods and checks that footage is gone.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::register::store::latest;
use objektiv::site::SiteId;

use crate::browser::{Browser, Page, Town};
use crate::engine::{Engine, engines};

/// A kommun with the site Hedeskolan, and someone who may change it.
pub async fn with_a_site(engine: &Engine) -> (Town, Browser, String) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
    let site = add_site(&mut manager, "EK-001").await;
    (town, manager, site)
}

/// Registers a site and returns its path.
pub async fn add_site(manager: &mut Browser, reference: &str) -> String {
    let form = manager.open_page("/bevakningar/ny").await;
    let typed = [
        ("name", "Hedeskolan"),
        ("reference", reference),
        ("purposes", "brott"),
    ];
    manager.submit(&form, &typed).await.location
}

fn refused(page: &Page, status: StatusCode, words: &str) {
    assert_eq!(page.status, status, "{}", page.text());
    page.says(&[words]);
}

#[tokio::test]
async fn a_camera_is_registered_shown_and_changed_without_scripts() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let typed = [
            ("label", "0042"),
            ("status", "i-drift"),
            ("position", "55.70466, 13.19321"),
            ("direction_degrees", "90"),
        ];
        let page = manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        assert!(page.has("Sparat") && page.has("0042"), "{}", page.text());
        let camera = page.link("0042");
        let page = manager.open_page(&camera).await;
        assert!(page.has("90 grader"), "{}", page.text());
        let change = page.link("Ändra");
        let page = manager.fill_in(&change, &[("placement", "Entrén")]).await;
        assert!(page.has("Entrén"));
        let page = manager.open_page(&camera).await;
        assert!(
            page.has("55.70466, 13.19321"),
            "what was not changed is kept"
        );
    }
}

#[tokio::test]
async fn a_camera_is_found_by_its_label_or_its_site_and_the_list_has_pages() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let new = format!("{site}/kameror/ny");
        for number in 1..=51 {
            let label = format!("K_{number:03}");
            let typed = [("label", &*label), ("status", "i-drift")];
            manager.fill_in(&new, &typed).await;
        }
        let page = manager.open_page("/kameror").await;
        assert!(page.has("K_050") && !page.has("K_051"), "{}", page.text());
        let next = manager.open_page(&page.link("Nästa sida")).await;
        assert!(next.has("K_051") && !next.has("K_050"), "{}", next.text());
        let found = manager.open_page("/kameror?sok=hedeskolan+k_007").await;
        assert_eq!(found.link("K_007"), "/kameror/7");
        assert!(!found.has("K_008"));
        let none = manager.open_page("/kameror?sok=K%25").await;
        assert!(none.has("Ingen kamera passar"), "a wildcard is a letter");
        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut stranger = other.sign_in("Siv Alm", &[Role::Manager]).await;
        let theirs = stranger.open_page("/kameror").await;
        assert!(
            theirs.has("Inga kameror är registrerade"),
            "{}",
            theirs.text()
        );
    }
}

#[tokio::test]
async fn a_decision_shows_both_its_own_end_and_the_end_by_law() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let typed = [
            ("kind", "tillstand-imy"),
            ("status", "beviljat"),
            ("dnr", "DI-2019-4711"),
            ("decided_on", "14/3 2019"),
            ("valid_until", "2027-12-31"),
        ];
        let page = manager
            .fill_in(&format!("{site}/beslut/nytt"), &typed)
            .await;
        let permit = page.link("Tillstånd från IMY");
        let page = manager.open_page(&permit).await;
        assert!(
            page.has("2027-12-31") && page.has("2025-03-31"),
            "{}",
            page.text()
        );
        assert!(page.has("upphörde senast 31 mars 2025"), "{}", page.text());
        let typed = [("status", "aterkallat"), ("revoked_on", "2024-01-01")];
        manager.fill_in(&format!("{permit}/andra"), &typed).await;
        assert!(manager.open_page(&permit).await.has("2023-12-31"));
    }
}

#[tokio::test]
async fn a_sign_with_its_checklist_is_registered_shown_and_changed() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let typed = [
            ("entrance", "Huvudentrén"),
            ("items", "vem"),
            ("items", "andamal"),
        ];
        let page = manager.fill_in(&format!("{site}/skyltar/ny"), &typed).await;
        let sign = page.link("Huvudentrén");
        assert!(
            manager
                .open_page(&sign)
                .await
                .has("Vem som bevakar, Ändamål")
        );
        manager
            .fill_in(&format!("{sign}/andra"), &[("items", "ingen")])
            .await;
        assert!(manager.open_page(&sign).await.has("Inget av detta"));
    }
}

#[tokio::test]
async fn a_storage_period_keeps_the_unit_in_which_it_was_decided() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let typed = [("length", "3"), ("unit", "dygn")];
        let page = manager
            .fill_in(&format!("{site}/lagringstider/ny"), &typed)
            .await;
        let period = page.link("3 dygn");
        let typed = [("length", "72"), ("unit", "timmar")];
        let page = manager.fill_in(&format!("{period}/andra"), &typed).await;
        page.link("72 timmar");
    }
}

#[tokio::test]
async fn a_check_is_written_down_once_and_has_no_page_to_change_it() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let form = format!("{site}/gallringsbevis/nytt");
        let page = manager.open_page(&form).await;
        assert_eq!(page.field("checked_at"), "2026-11-22");
        assert_eq!(page.field("checked_at-tid"), "08:30");
        assert_eq!(page.field("checked_by"), "Maja Lund");
        let typed = [
            ("level", "disk"),
            ("store", "NVR i källaren"),
            ("nothing_seen", "ja"),
        ];
        let page = manager.fill_in(&form, &typed).await;
        assert!(page.has("NVR i källaren") && page.has("2026-11-22 08:30"));
        let again = manager
            .send("/gallringsbevis/1", &[("level", "uppgift")])
            .await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let changed = engine
            .try_meddle("UPDATE deletion_evidence SET version = 2", [])
            .await;
        assert!(changed.is_err(), "the database refuses it too");
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let form = manager.open_page(&format!("{site}/kameror/ny")).await;
        let typed = [
            ("label", ""),
            ("status", "i-drift"),
            ("placement", "Bakom <gymnastiksalen>"),
            ("installed_on", "31/2 2024"),
            ("direction_degrees", "361"),
            ("recorder", "999"),
        ];
        let page = manager.submit(&form, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let errors = page.errors();
        assert_eq!(errors.len(), 4, "{errors:?}");
        assert!(errors[0].starts_with("Beteckning:"), "{errors:?}");
        assert!(errors.iter().any(|error| error.contains("31/2 2024")));
        assert_eq!(page.field("installed_on"), "31/2 2024");
        assert_eq!(page.field("placement"), "Bakom <gymnastiksalen>");
        assert_eq!(page.field("status"), "i-drift");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_registered_once() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        for (path, typed) in [
            ("kameror/ny", vec![("label", "0042"), ("status", "i-drift")]),
            ("skyltar/ny", vec![("entrance", "Baksidan")]),
            (
                "lagringstider/ny",
                vec![("length", "72"), ("unit", "timmar")],
            ),
            (
                "gallringsbevis/nytt",
                vec![("level", "uppgift"), ("store", "Inställningen i VMS")],
            ),
        ] {
            let form = manager.open_page(&format!("{site}/{path}")).await;
            let first = manager.submit(&form, &typed).await;
            assert_eq!(
                first.status,
                StatusCode::SEE_OTHER,
                "{path} {:?}",
                first.errors()
            );
            let second = manager.submit(&form, &typed).await;
            assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert_eq!(second.errors().len(), 1, "{path}");
            assert_eq!(second.field(typed[0].0), typed[0].1, "{path}");
        }
    }
}

#[tokio::test]
async fn the_second_of_two_people_who_change_the_same_record_is_told() {
    for engine in engines().await {
        let (town, mut maja, site) = with_a_site(&engine).await;
        let mut olle = town.sign_in("Olle Berg", &[Role::Manager]).await;
        let typed = [("label", "0042"), ("status", "i-drift")];
        let page = maja.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        let camera = page.link("0042");
        let edit = format!("{camera}/andra");
        let (hers, his) = (maja.open_page(&edit).await, olle.open_page(&edit).await);
        let saved = maja.submit(&hers, &[("note", "Ny lins")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let late = olle.submit(&his, &[("note", "Trasig")]).await;
        refused(&late, StatusCode::CONFLICT, "Någon annan har ändrat");
        assert!(maja.open_page(&camera).await.has("Ny lins"));
    }
}

#[tokio::test]
async fn another_kommuns_records_do_not_exist() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let typed = [("label", "0042"), ("status", "i-drift")];
        let page = manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        let camera = page.link("0042");
        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut stranger = other.sign_in("Siv Alm", &[Role::Manager]).await;
        for path in [
            camera.clone(),
            format!("{camera}/andra"),
            format!("{site}/kameror/ny"),
            format!("{site}/bedomningar/ny"),
            "/kameror/4711".into(),
        ] {
            refused(
                &stranger.get(&path).await,
                StatusCode::NOT_FOUND,
                "Sidan finns inte",
            );
        }
        let typed = [("label", "X"), ("status", "i-drift"), ("version", "1")];
        assert_eq!(
            stranger.send(&camera, &typed).await.status,
            StatusCode::NOT_FOUND
        );
        let below = format!("{site}/kameror");
        assert_eq!(
            stranger.send(&below, &typed).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(manager.open_page(&camera).await.has("0042"));
    }
}

#[tokio::test]
async fn who_may_only_read_is_shown_no_way_to_change_and_has_none() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let typed = [("label", "0042"), ("status", "i-drift")];
        let page = manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        let camera = page.link("0042");
        let mut auditor = town.sign_in("Gun Ek", &[Role::Auditor]).await;
        let page = auditor.open_page(&camera).await;
        assert!(page.has("0042") && !page.html.contains("/andra"));
        let edit = auditor.get(&format!("{camera}/andra")).await;
        refused(&edit, StatusCode::FORBIDDEN, "Du har inte behörighet");
        let sent = auditor.send(&camera, &typed).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_or_not_a_form_is_refused_in_words() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let path = format!("{site}/kameror");
        let form = "application/x-www-form-urlencoded";
        let body = format!("label={}", "a".repeat(2 << 20));
        let page = manager.send_body(&path, form, body).await;
        refused(&page, StatusCode::PAYLOAD_TOO_LARGE, "för stort");
        let page = manager.send_body(&path, form, "label=%C5sa").await;
        refused(&page, StatusCode::BAD_REQUEST, "Servern förstod inte");
        let page = manager.send_body(&path, "application/json", "{}").await;
        refused(&page, StatusCode::UNSUPPORTED_MEDIA_TYPE, "Formatet");
    }
}

#[tokio::test]
async fn every_change_leaves_a_revision_with_who_before_and_after() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let typed = [("label", "0042"), ("status", "i-drift")];
        let page = manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        let camera = page.link("0042");
        manager
            .fill_in(&format!("{camera}/andra"), &[("note", "Ny lins")])
            .await;
        let id = site.rsplit('/').next().unwrap().parse().unwrap();
        let revisions = latest(
            engine.db.read(),
            town.kommun,
            Some(SiteId(id)),
            &[],
            None,
            10,
        )
        .await
        .unwrap();
        assert_eq!(revisions.len(), 3, "the site, the camera, the change");
        let latest = &revisions[0].revision;
        assert_eq!(latest.author, "Maja Lund");
        assert_eq!(latest.before.as_ref().unwrap()["note"], "");
        assert_eq!(latest.after["note"], "Ny lins");
        let history = manager.open_page(&format!("{site}/historik")).await;
        assert!(history.has("Ny lins") && history.has("Maja Lund"));
    }
}
