//! The start page: what became red since the last visit, what waits for whom, and whether log and scheduler are well.

use std::sync::Arc;

use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::web::App;
use time::Duration;

use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::{Engine, engines};

/// The same kommun, some days from now.
fn later(engine: &Engine, town: &Town, days: i64) -> Town {
    let clock = Clock::Frozen(NOW + Duration::days(days));
    let policies = Arc::clone(&town.app.policies);
    let app = App::new(
        engine.db.clone(),
        clock,
        policies,
        "http://kamera.example".into(),
    );
    Town {
        app,
        kommun: town.kommun,
    }
}

async fn register(manager: &mut Browser, reference: &str, name: &str) {
    let typed = [
        ("reference", reference),
        ("name", name),
        ("status", "i-drift"),
        ("started_on", "2025-06-01"),
        ("purposes", "brott"),
    ];
    manager.fill_in("/bevakningar/ny", &typed).await;
}

/// What stands under a heading.
fn panel(page: &Page, id: &str) -> String {
    let start = format!("<section aria-labelledby=\"{id}\">");
    let rest = page.html.split_once(&start).map_or("", |(_, rest)| rest);
    let text = rest.split("</section>").next().unwrap();
    text.replace('\u{a0}', " ")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dataskyddsombud_sees_what_became_red_since_the_visit_before_and_nothing_older() {
    for engine in engines().await {
        let today = Town::found(engine.db.clone(), "ekebro").await;
        let mut maja = today.sign_in("Maja Lund", &[Role::Manager]).await;
        register(&mut maja, "EK-001", "Hedeskolan").await;
        let visited = later(&engine, &today, 2);
        let mut vera = visited.sign_in("Vera Lind", &[Role::Dpo]).await;
        let first = panel(&vera.open_page("/").await, "brister");
        assert!(first.contains("Du har inte loggat in här förut") && first.contains("Hedeskolan"));
        let between = later(&engine, &today, 3);
        let mut maja = between.sign_in_again("Maja Lund").await;
        register(&mut maja, "EK-002", "Torget").await;
        let back = later(&engine, &today, 5);
        let mut vera = back.sign_in_again("Vera Lind").await;
        let page = vera.open_page("/").await;
        let red = panel(&page, "brister");
        assert!(red.contains("förra gången, 24 november 2026"), "{red}");
        assert!(
            red.contains("Torget") && red.contains("2026-11-25"),
            "{red}"
        );
        assert!(!red.contains("Hedeskolan"), "{red}");
        assert!(panel(&page, "drift").contains("Loggen är inte kontrollerad"));
        assert!(!page.has("Dina bevakningar") && !page.has("Öppna ärenden"));
        // What is red no more is not told of.
        let mut maja = back.sign_in_again("Maja Lund").await;
        maja.fill_in("/bevakningar/2/andra", &[("status", "planerad")])
            .await;
        // A browser cannot stay signed in ahead of the clock by which sessions end.
        let mut vera = back.sign_in_again("Vera Lind").await;
        let red = panel(&vera.open_page("/").await, "brister");
        assert!(
            !red.contains("Torget") && !red.contains("Hedeskolan"),
            "{red}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_what_they_may_do_something_about() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut maja = town.sign_in("Maja Lund", &[Role::Manager]).await;
        register(&mut maja, "EK-001", "Hedeskolan").await;
        let begin = maja.open_page("/bevakningar/1/bedomningar/steg").await;
        maja.submit(&begin, &[]).await;
        let page = maja.open_page("/").await;
        let own = panel(&page, "egna");
        assert!(
            own.contains("Utan enhet") && own.contains("1 bevakningar, 1 med brister"),
            "{own}"
        );
        assert!(own.contains("Stämmer uppgifterna fortfarande?"), "{own}");
        assert!(panel(&page, "bedomningar").contains("skrivs"));
        assert!(panel(&page, "uppgifter").contains("Inget väntar på dig"));
        assert!(panel(&page, "drift").is_empty() && panel(&page, "arenden").is_empty());
        let mut olle = town.sign_in("Olle Bo", &[Role::Officer]).await;
        olle.send(
            "/utlamnanden/utkast?bevakning=1",
            &[("request_key", "prov")],
        )
        .await;
        let page = olle.open_page("/").await;
        let cases = panel(&page, "arenden");
        assert!(
            cases.contains("Hedeskolan") && cases.contains("Olle Bo"),
            "{cases}"
        );
        assert!(panel(&page, "egna").is_empty() && panel(&page, "bedomningar").is_empty());
        // Nobody decides on what is not whole.
        let mut britt = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        let waiting = panel(&britt.open_page("/").await, "bedomningar");
        assert!(waiting.contains("Ingen bedömning väntar"), "{waiting}");
    }
}
