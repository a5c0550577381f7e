//! How long somebody stays signed in, and by which clock.

use axum::http::StatusCode;
use objektiv::account::Role;
use time::Duration;
use time::macros::datetime;

use crate::api::client::at;
use crate::browser::{NOW, Town};
use crate::engine::engines;

const STAY: &str = "/konto/kvar";

#[tokio::test]
async fn whoever_says_that_they_are_still_there_stays_and_nobody_stays_for_longer_than_a_day() {
    for engine in engines().await {
        let town = Town::found_in(at(&engine, NOW), "ekebro").await;
        let mut maja = town.sign_in("Maja Ek", &[Role::Manager]).await;
        let page = maja.open_page("/bevakningar").await;
        assert!(page.html.contains("data-seconds=\"43200\""), "twelve hours");
        let later = |hours| maja.at(&at(&engine, NOW + Duration::hours(hours)));
        let kept = later(11).send(STAY, &[]).await;
        assert_eq!(kept.status, StatusCode::OK);
        let left: i64 = kept.html.parse().unwrap();
        assert!((11 * 3600..=12 * 3600).contains(&left), "{left}");
        // Without it the session would have ended; an hour before the day is over a page says so.
        let page = later(22).open_page("/bevakningar").await;
        assert!(page.html.contains("data-seconds=\"7200\""));
        let over = later(25).send(STAY, &[]).await;
        assert_eq!(over.status, StatusCode::SEE_OTHER);
        let strangers = crate::browser::Browser::open(&town.app)
            .open_page("/logga-in")
            .await;
        assert!(!strangers.html.contains("data-seconds"));
    }
}

#[tokio::test]
async fn whoever_signs_in_gets_a_session_of_their_own_and_the_one_that_the_browser_came_with_is_over()
 {
    for engine in engines().await {
        let town = Town::found_in(at(&engine, NOW), "ekebro").await;
        let mut maja = town.sign_in("Maja Ek", &[Role::Manager]).await;
        assert!(maja.open_page("/konto").await.has("Maja Ek"));
        // Somebody who knows the number of the session from before.
        let mut other = maja.at(&town.app);
        town.come_in(&mut maja, "Maja Ek").await;
        assert_ne!(maja.cookies.header(), other.cookies.header());
        assert!(maja.open_page("/konto").await.has("Maja Ek"));
        let turned_away = other.get("/konto").await;
        assert_eq!(turned_away.status, StatusCode::SEE_OTHER);
        assert!(turned_away.location.starts_with("/logga-in?"));
    }
}

#[tokio::test]
async fn a_clock_that_stands_years_away_lets_people_in_and_keeps_them_in() {
    for (engine, clock) in engines().await.iter().flat_map(|engine| {
        let clocks = [
            datetime!(2041-03-02 09:00 UTC),
            datetime!(2019-03-02 09:00 UTC),
        ];
        clocks.map(|clock| (engine, clock))
    }) {
        let name = format!("ekebro{}", clock.year());
        let town = Town::found_in(at(engine, clock), &name).await;
        let mut maja = town.sign_in("Maja Ek", &[Role::Manager]).await;
        assert!(maja.open_page("/konto").await.has("Maja Ek"));
        let late = at(engine, clock + Duration::hours(13));
        assert_eq!(
            maja.at(&late).get("/konto").await.status,
            StatusCode::SEE_OTHER
        );
    }
}
