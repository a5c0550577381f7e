//! What administrators keep: recorders, units, controllers, the kommun and its people.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::register::store::latest;

use crate::browser::{Browser, Town};
use crate::engine::{Engine, engines};
use crate::parts::add_site;

async fn administered(engine: &Engine) -> (Town, Browser) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let admin = town.sign_in("Åsa Bok", &[Role::Administrator]).await;
    (town, admin)
}

#[tokio::test]
async fn units_and_controllers_are_registered_listed_and_changed() {
    for engine in engines().await {
        let (_, mut admin) = administered(&engine).await;
        let boards = "/administration/personuppgiftsansvariga";
        let typed = [("name", "Utbildningsnämnden"), ("kind", "namnd")];
        admin.fill_in(&format!("{boards}/ny"), &typed).await;
        let units = "/administration/enheter";
        let typed = [
            ("name", "Skolförvaltningen"),
            ("abbreviation", "SKF"),
            ("controller", "1"),
        ];
        let page = admin.fill_in(&format!("{units}/ny"), &typed).await;
        assert!(page.has("Utbildningsnämnden"), "{}", page.text());
        let edit = page.link("Ändra");
        admin.fill_in(&edit, &[("manager", "Eva Ask")]).await;
        let list = admin.open_page(units).await;
        assert!(list.has("SKF") && list.has("Eva Ask"), "{}", list.text());
        list.link("Skolförvaltningen");

        let form = admin.open_page(&format!("{units}/ny")).await;
        let twice = admin.submit(&form, &[("name", "Skolförvaltningen")]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            twice.errors(),
            ["Namn: Namnet är upptaget. Välj ett annat."]
        );
    }
}

#[tokio::test]
async fn the_kommun_changes_its_name_and_never_the_name_of_its_log() {
    for engine in engines().await {
        let (_, mut admin) = administered(&engine).await;
        let path = "/administration/kommunen";
        let page = admin.open_page(path).await;
        assert!(page.has("kamera.ekebro.example/utlamnande"));
        let typed = [
            ("name", "Ekebro stad"),
            ("log_origin", "annan.example/logg"),
        ];
        let page = admin.fill_in(path, &typed).await;
        assert_eq!(page.field("name"), "Ekebro stad");
        assert!(page.has("kamera.ekebro.example/utlamnande"));
        let late = admin
            .send(path, &[("name", "Ekeby"), ("version", "1")])
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn a_recorder_is_kept_by_administrators_and_by_those_who_keep_sites() {
    for engine in engines().await {
        let (town, mut admin) = administered(&engine).await;
        let typed = [
            ("name", "NVR Hedeskolan"),
            ("kind", "nvr"),
            ("configured_hours", "72"),
        ];
        let page = admin.fill_in("/inspelare/ny", &typed).await;
        assert!(page.has("72 timmar"));
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let recorder = manager.open_page("/inspelare").await.link("NVR Hedeskolan");
        let site = add_site(&mut manager, "EK-001").await;
        let typed = [("label", "0042"), ("status", "i-drift"), ("recorder", "1")];
        manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        manager
            .fill_in(&format!("{recorder}/andra"), &[("configured_hours", "720")])
            .await;
        assert!(manager.open_page("/inspelare").await.has("720 timmar"));
        let mut dpo = town.sign_in("Dan Öst", &[Role::Dpo]).await;
        assert!(dpo.open_page(&recorder).await.has("720 timmar"));
        let refused = dpo.get("/inspelare/ny").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.html.contains("Dan Öst") && refused.html.contains("/utloggning"));
    }
}

#[tokio::test]
async fn a_new_person_gets_a_link_that_is_shown_once_and_chooses_a_password() {
    for engine in engines().await {
        let (town, mut admin) = administered(&engine).await;
        let form = admin.open_page("/administration/personer/nytt").await;
        let typed = [
            ("name", "Nils Ros"),
            ("email", "nils.ros@ekebro.example"),
            ("officer_in", "0"),
        ];
        let page = admin.submit(&form, &typed).await;
        assert_eq!(page.status, StatusCode::CREATED, "{:?}", page.errors());
        let words = page.text();
        let link = words
            .split_whitespace()
            .find_map(|word| word.strip_prefix("http://kamera.example"))
            .expect("the link stands on the page");
        let mut nils = Browser::open(&town.app);
        let welcome = nils.open_page(link).await;
        let done = nils
            .submit(&welcome, &[("password", "ett långt lösenord")])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        nils.open_page("/bevakningar").await;
        assert_eq!(nils.get(link).await.status, StatusCode::NOT_FOUND, "once");
        let list = admin.open_page("/administration/personer").await;
        assert!(list.has("Handläggare av utlämnanden"), "{}", list.text());
        assert!(!list.html.contains("/valkommen/"), "nowhere else");

        let again = admin.submit(&form, &typed).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            again.errors()[0].contains("redan en person"),
            "{:?}",
            again.errors()
        );
        assert_eq!(again.field("name"), "Nils Ros");
    }
}

#[tokio::test]
async fn what_a_person_may_do_and_who_said_so_stands_in_the_history_and_in_the_log() {
    for engine in engines().await {
        let (town, mut admin) = administered(&engine).await;
        let typed = [
            ("name", "Nils Ros"),
            ("email", "nils.ros@ekebro.example"),
            ("officer_in", "0"),
        ];
        let form = admin.open_page("/administration/personer/nytt").await;
        admin.submit(&form, &typed).await;
        let person = admin.open_page("/administration/personer").await;
        let person = person.link("Nils Ros");
        admin
            .fill_in(&person, &[("officer_in", ""), ("roles", "granskare")])
            .await;
        let mut dpo = town.sign_in("Dan Öst", &[Role::Dpo]).await;
        let history = dpo.open_page("/administration/historik").await;
        for told in [
            "Åsa Bok",
            "nils.ros@ekebro.example",
            "Granskare",
            "Handläggare av utlämnanden i",
        ] {
            assert!(history.has(told), "{told}: {}", history.text());
        }
        assert!(!history.has("granskare\""), "no stored codes");
        let revisions = latest(engine.db.read(), town.kommun, None, &[], None, 10)
            .await
            .unwrap();
        assert_eq!(revisions.len(), 2, "let in, then given another role");
        assert!(revisions[0].ledger_idx > revisions[1].ledger_idx);
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let closed = manager.get("/administration/historik").await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn nobody_takes_away_the_last_administrator() {
    for engine in engines().await {
        let (town, mut admin) = administered(&engine).await;
        let me = admin
            .open_page("/administration/personer")
            .await
            .link("Åsa Bok");
        let form = admin.open_page(&me).await;
        let resigned = admin.submit(&form, &[("roles", "granskare")]).await;
        assert_eq!(resigned.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(resigned.errors()[0].contains("Någon måste vara administratör"));
        let locked_out = admin.submit(&form, &[("active", "")]).await;
        assert_eq!(locked_out.status, StatusCode::UNPROCESSABLE_ENTITY);
        town.sign_in("Bo Ny", &[Role::Administrator]).await;
        let page = admin.submit(&form, &[("roles", "granskare")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{:?}", page.errors());
        assert_eq!(
            admin.get("/administration/personer").await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test]
async fn who_may_no_longer_sign_in_is_out_at_once_and_can_be_let_in_again() {
    for engine in engines().await {
        let (town, mut admin) = administered(&engine).await;
        let mut maja = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let path = admin
            .open_page("/administration/personer")
            .await
            .link("Maja Lund");
        let form = admin.open_page(&path).await;
        admin.submit(&form, &[("active", "")]).await;
        assert_eq!(maja.get("/bevakningar").await.status, StatusCode::SEE_OTHER);
        let stale = admin.submit(&form, &[("roles", "administrator")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        admin.fill_in(&path, &[("active", "ja")]).await;
        let old = maja.get("/bevakningar").await;
        assert_eq!(old.status, StatusCode::SEE_OTHER, "the old session is over");
        let mut maja = town.sign_in_again("Maja Lund").await;
        maja.open_page("/bevakningar").await;
    }
}

#[tokio::test]
async fn people_and_organisation_are_closed_to_everyone_else() {
    for engine in engines().await {
        let (town, _) = administered(&engine).await;
        let mut dpo = town.sign_in("Dan Öst", &[Role::Dpo]).await;
        for path in [
            "/administration",
            "/administration/personer",
            "/administration/personer/1/andra",
            "/administration/enheter",
            "/administration/kommunen",
        ] {
            assert_eq!(dpo.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}
