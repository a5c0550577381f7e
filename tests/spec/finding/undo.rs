//! What was changed on several sites at once is taken back at once, but for what somebody has changed since.

use axum::http::StatusCode;
use objektiv::account::{Grant, Role};
use objektiv::code::Code;
use objektiv::db::record;
use objektiv::ledger::store::head;
use objektiv::organisation::UnitId;
use objektiv::signage::Sign;
use time::macros::date;

use super::bulk::{sites, town};
use crate::browser::{Browser, Page};
use crate::disclosures::log_is_intact;
use crate::engine::engines;

/// Changes every site that the list shows, and gives the page that says so.
async fn change_all(person: &mut Browser, typed: &[(&str, &str)]) -> Page {
    let choose = person.open_page("/bevakningar/flera?enhet=1").await;
    let mut all = vec![("vilka", "alla")];
    all.extend_from_slice(typed);
    let preview = person.submit(&choose, &all).await;
    let done = person.submit(&preview, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    person.open_page(&done.location).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_taken_back_on_what_is_as_it_was_left_and_the_rest_is_named() {
    for engine in engines().await {
        let (town, mut all) = town(&engine).await;
        let typed = [
            ("responsible", "Bo Alm"),
            ("unit", "2"),
            ("inspected_on", "2026-11-21"),
        ];
        let done = change_all(&mut all, &typed).await;
        for words in [
            "2 bevakningar ändrades",
            "2 skyltar fick ny kontroll",
            "Ansvarig Anna Ek Bo Alm 2",
            "2 bevakningar får sina tidigare uppgifter igen",
        ] {
            assert!(done.has(words), "”{words}” is not in {}", done.text());
        }
        assert_eq!(
            done.link("Till listan över bevakningar"),
            "/bevakningar?enhet=1"
        );
        let mut other = town.sign_in("Siv Alm", &[Role::Manager]).await;
        other
            .fill_in("/bevakningar/2/andra", &[("address", "Nygatan 1")])
            .await;
        let before = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        let undone = all.submit(&done, &[]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
        let after = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        assert_eq!(after.size(), before.size() + 1, "one change is one entry");
        let told = all.open_page(&undone.location).await;
        assert!(told.has("Ändringen är ångrad"), "{}", told.text());
        assert!(
            told.has(
                "ändrats sedan dess och ångras inte Ängsbyskolan EK-2 Bevakningen har ändrats"
            ),
            "{}",
            told.text()
        );
        let found = sites(&engine, &town).await;
        assert_eq!(found[0].responsible, "Anna Ek");
        assert_eq!(found[0].unit, Some(UnitId(1)));
        assert_eq!(found[1].responsible, "Bo Alm", "changed since");
        assert_eq!(found[1].address, "Nygatan 1");
        // The sign of the site that was changed since was not itself changed.
        let signs = record::all::<Sign>(engine.db.read(), town.kommun).await;
        for sign in signs.unwrap() {
            assert_eq!(sign.data.inspected_on, None);
            assert_eq!(sign.data.inspected_by, "");
            assert_eq!(sign.data.next_inspection_on, Some(date!(2026 - 11 - 01)));
        }
        // The history says why, and the log holds what it says.
        let history = all.open_page("/bevakningar/1/historik").await;
        assert!(history.has("Ångrar ändringen i post"), "{}", history.text());
        log_is_intact(&engine, town.kommun).await;
        // Twice is once.
        let again = all.submit(&done, &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.has("Det finns inget att ångra"), "{}", again.text());
        let last = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        assert_eq!(last.size(), after.size());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_back_what_others_did_nor_what_was_no_such_change() {
    for engine in engines().await {
        let (town, mut all) = town(&engine).await;
        let done = change_all(&mut all, &[("responsible", "Bo Alm")]).await;
        let at = done.form().0;
        let mut other = town.sign_in("Siv Alm", Role::ALL).await;
        assert_eq!(other.send(&at, &[]).await.status, StatusCode::NOT_FOUND);
        let page = at.trim_end_matches("/angring");
        assert_eq!(other.get(page).await.status, StatusCode::NOT_FOUND);
        // An entry over a site that was registered, and one that there is not.
        let registered = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        for entry in 0..registered.size() - 1 {
            let status = all.get(&format!("/bevakningar/flera/{entry}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{entry}");
        }
        assert_eq!(
            all.get("/bevakningar/flera/999999").await.status,
            StatusCode::NOT_FOUND
        );
        // Who may change one unit only does not give a site back to another.
        let grants = vec![Grant {
            role: Role::Manager,
            unit: Some(UnitId(1)),
        }];
        let mut maja = town.sign_in_with("Maja Lund", grants).await;
        let hers = change_all(&mut maja, &[("responsible", "Maja Lund")]).await;
        for site in [1, 2] {
            let moved = [("unit", "2")];
            all.fill_in(&format!("/bevakningar/{site}/andra"), &moved)
                .await;
        }
        let undone = maja.submit(&hers, &[]).await;
        assert_eq!(undone.status, StatusCode::CONFLICT, "{}", undone.text());
        let found = sites(&engine, &town).await;
        assert!(
            found[..2]
                .iter()
                .all(|site| site.responsible == "Maja Lund")
        );
    }
}
