//! Several sites are changed at once, after it has been shown what changes, in one transaction, by whoever may change each.

use axum::http::StatusCode;
use objektiv::account::{Grant, Role};
use objektiv::code::Code;
use objektiv::db::record;
use objektiv::ledger::store::head;
use objektiv::organisation::UnitId;
use objektiv::signage::Sign;
use objektiv::site::Site;
use time::macros::date;

use crate::browser::{Browser, Page, Town};
use crate::engine::{Engine, engines};

const PATH: &str = "/bevakningar/flera";

/// Two units; in the first two sites with a sign each, in the second one site.
pub async fn town(engine: &Engine) -> (Town, Browser) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut all = town.sign_in("Ada Nord", Role::ALL).await;
    for unit in ["Skola", "Teknik"] {
        let typed = [("name", unit)];
        all.fill_in("/administration/enheter/ny", &typed).await;
    }
    for (reference, name, unit) in [
        ("EK-1", "Hedeskolan", "1"),
        ("EK-2", "Ängsbyskolan", "1"),
        ("EK-3", "Torget", "2"),
    ] {
        let typed = [
            ("reference", reference),
            ("name", name),
            ("unit", unit),
            ("responsible", "Anna Ek"),
        ];
        all.fill_in("/bevakningar/ny", &typed).await;
    }
    for site in [1, 2] {
        let typed = [
            ("entrance", "Huvudentrén"),
            ("next_inspection_on", "2026-11-01"),
        ];
        all.fill_in(&format!("/bevakningar/{site}/skyltar/ny"), &typed)
            .await;
    }
    (town, all)
}

pub async fn sites(engine: &Engine, town: &Town) -> Vec<Site> {
    let found = record::all::<Site>(engine.db.read(), town.kommun).await;
    found.unwrap().into_iter().map(|site| site.data).collect()
}

fn refused(page: &Page, words: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.errors().join(" ").contains(words),
        "{:?}",
        page.errors()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_filter_shows_is_changed_in_one_change_after_it_was_shown_with_how_many() {
    for engine in engines().await {
        let (town, mut all) = town(&engine).await;
        let list = all.open_page("/bevakningar?enhet=1").await;
        let choose = all.open_page(&list.link("Ändra flera")).await;
        assert!(choose.has("Alla 2 som filtret visar"), "{}", choose.text());
        refused(
            &all.submit(&choose, &[("unit", "2")]).await,
            "Kryssa för minst en",
        );
        refused(
            &all.submit(&choose, &[("vilka", "alla")]).await,
            "Fyll i något",
        );
        let typed = [
            ("vilka", "alla"),
            ("responsible", "Bo Alm"),
            ("unit", "2"),
            ("reviewed_on", "2026-11-20"),
            ("inspected_on", "2026-11-21"),
        ];
        let preview = all.submit(&choose, &typed).await;
        assert_eq!(preview.status, StatusCode::OK, "{:?}", preview.errors());
        for words in [
            "2 bevakningar ändras. Inget är sparat än.",
            "2 skyltar får ny kontroll.",
            "Enhet Skola Teknik 2",
            "Ansvarig Anna Ek Bo Alm 2",
        ] {
            assert!(preview.has(words), "”{words}” is not in {}", preview.text());
        }
        assert!(
            sites(&engine, &town)
                .await
                .iter()
                .all(|site| site.responsible == "Anna Ek")
        );
        let before = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        let done = all.submit(&preview, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert!(done.location.ends_with("?enhet=1"), "{}", done.location);
        let after = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        assert_eq!(after.size(), before.size() + 1, "one change is one entry");
        let found = sites(&engine, &town).await;
        for site in &found[..2] {
            assert_eq!(site.responsible, "Bo Alm");
            assert_eq!(site.unit, Some(UnitId(2)));
            assert_eq!(site.reviewed_on, Some(date!(2026 - 11 - 20)));
        }
        assert_eq!(found[2].responsible, "Anna Ek", "it was not shown");
        let signs = record::all::<Sign>(engine.db.read(), town.kommun).await;
        for sign in signs.unwrap() {
            assert_eq!(sign.data.inspected_on, Some(date!(2026 - 11 - 21)));
            assert_eq!(sign.data.inspected_by, "Ada Nord");
            assert_eq!(sign.data.next_inspection_on, None);
        }
        for site in ["1", "2"] {
            let history = all
                .open_page(&format!("/bevakningar/{site}/historik"))
                .await;
            assert!(history.has("Bo Alm"), "a revision of each site");
        }
        // The list knows of it at once: it is sorted by what was changed.
        let teknik = all.open_page("/bevakningar?enhet=2&ordning=enhet").await;
        assert!(teknik.has("Ängsbyskolan"), "{}", teknik.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_what_is_not_theirs_nor_gives_it_to_a_unit_that_is_not() {
    for engine in engines().await {
        let (town, _) = town(&engine).await;
        let grants = vec![Grant {
            role: Role::Manager,
            unit: Some(UnitId(1)),
        }];
        let mut maja = town.sign_in_with("Maja Lund", grants).await;
        let choose = maja.open_page(PATH).await;
        assert!(choose.has("En bevakning i listan får du inte ändra"));
        assert!(!choose.has("Torget"), "{}", choose.text());
        // A unit that is not hers is not among the choices, and what is not is not taken.
        let typed = [("vilka", "alla"), ("unit", "2")];
        assert_eq!(
            maja.submit(&choose, &typed).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let typed = [
            ("bevakning", "1"),
            ("bevakning", "3"),
            ("responsible", "Maja"),
        ];
        let preview = maja.submit(&choose, &typed).await;
        assert!(preview.has("En bevakning ändras"), "{}", preview.text());
        assert!(!preview.has("Torget"));
        let forged = [
            ("bevakning", "1-1"),
            ("bevakning", "3-1"),
            ("responsible", "Maja"),
        ];
        assert_eq!(maja.send(PATH, &forged).await.status, StatusCode::FORBIDDEN);
        for role in [Role::Dpo, Role::Officer, Role::Auditor, Role::Administrator] {
            let mut person = town.sign_in(&format!("{role:?}"), &[role]).await;
            assert_eq!(person.get(PATH).await.status, StatusCode::FORBIDDEN);
            let sent = person.send(PATH, &forged).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN);
        }
        let found = sites(&engine, &town).await;
        assert!(found.iter().all(|site| site.responsible == "Anna Ek"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_site_that_somebody_else_changed_meanwhile_stops_all_of_it() {
    for engine in engines().await {
        let (town, mut all) = town(&engine).await;
        let choose = all.open_page(PATH).await;
        let typed = [("vilka", "alla"), ("responsible", "Bo Alm")];
        let preview = all.submit(&choose, &typed).await;
        let mut other = town.sign_in("Siv Alm", &[Role::Manager]).await;
        other
            .fill_in("/bevakningar/2/andra", &[("address", "Nygatan 1")])
            .await;
        let stopped = all.submit(&preview, &[]).await;
        assert_eq!(stopped.status, StatusCode::CONFLICT, "{}", stopped.text());
        assert!(stopped.has("Någon ändrade en av bevakningarna"));
        let found = sites(&engine, &town).await;
        assert!(found.iter().all(|site| site.responsible == "Anna Ek"));
        // Read through again, it is done.
        let done = all.submit(&stopped, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let found = sites(&engine, &town).await;
        assert!(found.iter().all(|site| site.responsible == "Bo Alm"));
        assert_eq!(found[1].address, "Nygatan 1");
    }
}
