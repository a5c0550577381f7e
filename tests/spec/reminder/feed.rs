//! The calendar feed: private, revocable, and the same matters as the reminders.

use axum::http::StatusCode;
use objektiv::account::{self, Role};
use time::macros::date;

use super::pages::Browser;
use super::{MORNING, Town};
use crate::engine::engines;

/// The path of the feed that a page shows.
fn path_on(page: &str) -> String {
    let from = page.find("https://kamera.ekebro.example").unwrap();
    let address: String = page[from..]
        .chars()
        .take_while(|c| *c != '<' && !c.is_whitespace())
        .collect();
    address["https://kamera.ekebro.example".len()..].to_owned()
}

#[tokio::test]
async fn a_calendar_program_reads_what_its_owner_was_told_without_signing_in() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.run(MORNING).await;
        let app = town.app(MORNING);
        let mut marta = Browser::signed_in(app.clone(), "marta@ekebro.example").await;
        let (status, page) = marta.post("/paminnelser/kalender", "").await;
        assert_eq!(status, StatusCode::CREATED);
        let path = path_on(&page);
        let (status, feed) = Browser::unknown(app.clone()).get(&path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(feed.starts_with("BEGIN:VCALENDAR\r\n"), "{feed}");
        assert!(feed.contains("DTSTART;VALUE=DATE:20261224"), "{feed}");
        assert!(feed.contains("SUMMARY:Hedeskolan: "), "{feed}");
        let (_, again) = marta.get("/paminnelser/kalender").await;
        assert!(!again.contains(&path), "the address is shown once");

        town.person("Otto Ek", "otto@ekebro.example", Role::Officer, None)
            .await;
        let mut browser = Browser::signed_in(app, "otto@ekebro.example").await;
        let (_, page) = browser.post("/paminnelser/kalender", "").await;
        let (_, feed) = browser.get(&path_on(&page)).await;
        assert!(!feed.contains("VEVENT"), "Otto was told nothing: {feed}");
    }
}

#[tokio::test]
async fn an_address_that_was_changed_removed_or_made_up_or_whose_owner_is_locked_out_leads_nowhere()
{
    for engine in engines().await {
        let town = Town::found(engine).await;
        let app = town.app(MORNING);
        let mut marta = Browser::signed_in(app.clone(), "marta@ekebro.example").await;
        let mut program = Browser::unknown(app);
        let first = path_on(&marta.post("/paminnelser/kalender", "").await.1);
        let second = path_on(&marta.post("/paminnelser/kalender", "").await.1);
        assert_ne!(first, second);
        assert_eq!(program.get(&first).await.0, StatusCode::NOT_FOUND);
        assert_eq!(program.get(&second).await.0, StatusCode::OK);
        assert_eq!(
            program.get("/kalender/en-gissning.ics").await.0,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            program.get(second.trim_end_matches(".ics")).await.0,
            StatusCode::NOT_FOUND
        );

        let db = &town.engine.db;
        let members = account::store::members(db.read(), town.kommun)
            .await
            .unwrap();
        let mut locked = members
            .into_iter()
            .find(|member| member.account.id == town.manager)
            .unwrap();
        for (active, expected) in [(false, StatusCode::NOT_FOUND), (true, StatusCode::OK)] {
            locked.active = active;
            let tx = db.begin_write().await.unwrap();
            account::store::change(&*tx, town.kommun, &locked)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(program.get(&second).await.0, expected);
        }
        let (status, _) = marta.post("/paminnelser/kalender/borttagning", "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(program.get(&second).await.0, StatusCode::NOT_FOUND);
    }
}
