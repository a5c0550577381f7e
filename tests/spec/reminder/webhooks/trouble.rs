//! What does not arrive, and where nothing is sent.

use axum::http::StatusCode;
use objektiv::jobs::Jobs;
use objektiv::organisation::KommunId;
use objektiv::recorder::ask::Asking;
use objektiv::recorder::ask::address::Loopback;
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::store as reminders;
use objektiv::webhook::{WebhookId, store};
use time::Duration;
use time::macros::date;

use super::super::pages::Browser;
use super::super::{MORNING, Town, days};
use super::{ADMIN, PAGE, Wired, typed};
use crate::engine::engines;

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_arrive_is_tried_again_ever_more_seldom_under_the_same_name() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        wired.town.site_with_decision(date!(2026 - 12 - 24)).await;
        wired.receiver.answers(500);
        // A tick every ten minutes for two hours.
        for tick in 0..12 {
            wired.tick(MORNING + Duration::minutes(10 * tick)).await;
        }
        let attempts = wired.receiver.received();
        let at: Vec<i64> = attempts
            .iter()
            .filter(|one| one.id == attempts[0].id)
            .map(|one| (one.timestamp.parse::<i64>().unwrap() - MORNING.unix_timestamp()) / 60)
            .collect();
        assert_eq!(at, [0, 10, 40]);
        let last = &wired.messages().await[0];
        assert_eq!((last.attempts, last.outcome.as_str()), (3, "status 500"));
        assert_eq!(wired.town.runs(Job::Webhooks).await[0], RunOutcome::Failed);
        wired.receiver.answers(204);
        wired.tick(MORNING + Duration::hours(4)).await;
        let last = &wired.messages().await[0];
        assert!(
            last.delivered_at.is_some() && last.next_at.is_none(),
            "{last:?}"
        );
        assert_eq!(wired.webhook().await.failing_since, None);
    }
}

async fn alerts(wired: &Wired) -> Vec<bool> {
    let (db, kommun) = (wired.town.engine.db.read(), wired.town.kommun);
    let people = objektiv::account::store::all(db, kommun).await.unwrap();
    let admin = people.iter().find(|person| person.email == ADMIN).unwrap();
    let alerts = reminders::alert::of_person(db, kommun, admin.id, false, 10)
        .await
        .unwrap();
    alerts.iter().map(|alert| alert.open).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_nothing_for_days_is_switched_off_and_told_of_until_it_is_on_again() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        wired.town.site_with_decision(date!(2026 - 12 - 24)).await;
        wired.receiver.answers(503);
        for hour in 0..110 {
            let jobs = Jobs::new(wired.app(MORNING + Duration::hours(hour)), None);
            if hour == 0 {
                jobs.tick(Job::Notices).await;
            }
            jobs.tick(Job::Webhooks).await;
        }
        let sent = wired.receiver.received().len();
        let webhook = wired.webhook().await;
        let off_after = webhook.off_at.unwrap() - MORNING;
        assert!(
            off_after > Duration::days(4) && off_after < Duration::days(5),
            "{off_after}"
        );
        assert_eq!(alerts(&wired).await, [true]);
        let mut admin = wired.admin().await;
        let (_, page) = admin.get("/paminnelser").await;
        assert!(
            page.contains("Webhooken är avstängd: Ärendehanteringen"),
            "{page}"
        );
        wired.tick(MORNING + days(6)).await;
        assert_eq!(
            wired.receiver.received().len(),
            sent,
            "nothing more is sent"
        );

        wired.receiver.answers(204);
        let (status, _) = admin.post(&format!("{PAGE}/1/start"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(alerts(&wired).await, [false]);
        wired.tick(MORNING + days(26)).await;
        assert!(
            wired.receiver.received().len() > sent,
            "the next step arrives"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_wants_no_more_gets_no_more() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        wired.town.site_with_decision(date!(2026 - 12 - 24)).await;
        wired.receiver.answers(410);
        wired.tick(MORNING).await;
        assert!(wired.webhook().await.off_at.is_some());
        let sent = wired.receiver.received().len();
        assert_eq!(sent, 1, "not even the others of the round");
        wired.tick(MORNING + days(3)).await;
        assert_eq!(wired.receiver.received().len(), sent);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_goes_to_this_machine_to_the_insides_of_a_network_or_where_an_answer_leads() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        let mut admin = wired.admin().await;
        for (address, why) in [
            ("http://169.254.169.254/", "nätets egna delar"),
            ("http://[::ffff:169.254.169.254]/", "nätets egna delar"),
            ("https://hemlig@varden.example/", "inte stå i adressen"),
            ("file:///etc/passwd", "https://VÄRD/SÖKVÄG"),
            ("http://finns.inte.invalid/", "Ingen värd"),
        ] {
            let (status, page) = admin.post(PAGE, &typed(address)).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(page.contains(why), "{why} is missing in {page}");
        }
        wired.town.site_with_decision(date!(2026 - 12 - 24)).await;
        wired.receiver.answers(302);
        wired.tick(MORNING).await;
        let last = wired.messages().await.pop().unwrap();
        assert!(last.outcome.contains("not followed"), "{last:?}");
        // As if the name had been pointed at this machine after it was saved.
        let sent = wired.receiver.received().len();
        wired.receiver.answers(204);
        let asking = Asking {
            loopback: Loopback::Refused,
            ..wired.asking.clone()
        };
        let app = wired.town.app(MORNING + days(1)).asking(asking);
        Jobs::new(app, None).tick(Job::Webhooks).await;
        assert_eq!(wired.receiver.received().len(), sent);
        let last = wired.messages().await.pop().unwrap();
        assert!(last.outcome.contains("this machine itself"), "{last:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_of_the_kommun_see_its_webhooks_and_a_trial_arrives() {
    for engine in engines().await {
        let wired = Wired::up(Town::found(engine).await).await;
        for email in ["vera@ekebro.example", "marta@ekebro.example"] {
            let mut person = Browser::signed_in(wired.app(MORNING), email).await;
            assert_eq!(person.get(PAGE).await.0, StatusCode::FORBIDDEN);
            let tried = person.post(&format!("{PAGE}/1/prov"), "").await;
            assert_eq!(tried.0, StatusCode::FORBIDDEN);
        }
        let db = wired.town.engine.db.read();
        let other = KommunId::acting_for(wired.town.kommun.number() + 1);
        assert_eq!(store::find(db, other, WebhookId(1)).await.unwrap(), None);
        let mut admin = wired.admin().await;
        assert_eq!(
            admin.get(&format!("{PAGE}/99")).await.0,
            StatusCode::NOT_FOUND
        );
        let (status, _) = admin.post(&format!("{PAGE}/1/prov"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        Jobs::new(wired.app(MORNING), None).tick_asked().await;
        let received = wired.receiver.received();
        assert_eq!(received.len(), 1);
        assert!(received[0].body.contains("\"trial\""), "{received:?}");
        let (_, page) = admin.get(&format!("{PAGE}/1")).await;
        assert!(
            page.contains("Kom fram <span class=\"nw\">2026-11-22</span> 08:00"),
            "{page}"
        );
    }
}
