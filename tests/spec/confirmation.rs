//! Once a year the responsible person says on one page of every own site that it is still right.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::db::record;
use objektiv::ledger::store::head;
use objektiv::site::Site;
use time::macros::date;

use crate::browser::{Browser, Page, Town};
use crate::engine::{Engine, engines};
use crate::parts::with_a_site;

const PATH: &str = "/bevakningar/bekraftelse";

async fn with_two_sites(engine: &Engine) -> (Town, Browser, String) {
    let (town, mut manager, site) = with_a_site(engine).await;
    let more = [
        ("reference", "EKB-0002"),
        ("name", "Torget"),
        ("status", "i-drift"),
    ];
    manager.fill_in("/bevakningar/ny", &more).await;
    (town, manager, site)
}

/// The values of the boxes.
fn boxes(page: &Page) -> Vec<String> {
    let parts = page
        .html
        .split("name=\"stammer\" type=\"checkbox\" value=\"")
        .skip(1);
    let values = parts.map(|part| part.split('"').next().unwrap().to_owned());
    values.collect()
}

async fn sites(engine: &Engine, town: &Town) -> Vec<Site> {
    let found = record::all::<Site>(engine.db.read(), town.kommun).await;
    found.unwrap().into_iter().map(|site| site.data).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_own_site_is_confirmed_on_one_page_in_one_change_that_the_history_and_the_log_know_of()
 {
    for engine in engines().await {
        let (town, mut manager, site) = with_two_sites(&engine).await;
        let page = manager.open_page(PATH).await;
        let all = boxes(&page);
        assert_eq!(all.len(), 2, "{}", page.text());
        let before = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        let ticked: Vec<(&str, &str)> = all.iter().map(|value| ("stammer", &**value)).collect();
        let answer = manager.send(PATH, &ticked).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let after = head(engine.db.read(), town.kommun).await.unwrap().unwrap();
        assert_eq!(after.size(), before.size() + 1, "one change is one entry");
        for site in sites(&engine, &town).await {
            assert_eq!(site.reviewed_on, Some(date!(2026 - 11 - 22)));
            assert_eq!(site.still_needed, Some(true));
        }
        let page = manager.open_page(PATH).await;
        assert!(page.has("Allt är bekräftat"), "{}", page.text());
        let history = manager.open_page(&format!("{site}/historik")).await;
        assert!(history.has("Senaste översyn"), "{}", history.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_while_somebody_looked_is_not_confirmed_unseen() {
    for engine in engines().await {
        let (town, mut manager, site) = with_two_sites(&engine).await;
        let seen = boxes(&manager.open_page(PATH).await);
        let mut other = town.sign_in("Anna Ek", &[Role::Manager]).await;
        other
            .fill_in(&format!("{site}/andra"), &[("address", "Nygatan 1")])
            .await;
        let ticked: Vec<(&str, &str)> = seen.iter().map(|value| ("stammer", &**value)).collect();
        let answer = manager.send(PATH, &ticked).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(
            answer.has("Ändrad medan du läste") && answer.has("Nygatan 1"),
            "{}",
            answer.text()
        );
        let unconfirmed = sites(&engine, &town).await;
        assert!(unconfirmed.iter().all(|site| site.reviewed_on.is_none()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_confirms_what_is_not_theirs_and_nothing_is_confirmed_by_default() {
    for engine in engines().await {
        let (town, mut manager, _) = with_two_sites(&engine).await;
        let answer = manager.send(PATH, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.has("Ingen bevakning är förkryssad"),
            "{}",
            answer.text()
        );
        let answer = manager
            .send(PATH, &[("stammer", "99-1"), ("stammer", "x")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for role in [Role::Dpo, Role::Officer, Role::Auditor, Role::Administrator] {
            let mut person = town.sign_in(&format!("{role:?}"), &[role]).await;
            assert_eq!(person.get(PATH).await.status, StatusCode::FORBIDDEN);
            let sent = person.send(PATH, &[("stammer", "1-1")]).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN);
        }
        assert!(
            sites(&engine, &town)
                .await
                .iter()
                .all(|site| site.reviewed_on.is_none())
        );
    }
}
