use objektiv::db::Db;
use objektiv::jobs::Jobs;
use objektiv::reminder::job::{Condition, Job, RunOutcome, health};
use objektiv::reminder::store::{self, Lease};
use time::macros::date;

use super::{DECISION, MORNING, Town, days, steps};
use crate::engine::engines;

#[tokio::test(flavor = "multi_thread")]
async fn two_schedulers_on_one_database_never_tell_anything_twice() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let other = Db::open(&town.engine.url).await.unwrap();
        for _ in 0..20 {
            town.site_with_decision(date!(2026 - 12 - 24)).await;
        }
        for day in 0..5 {
            let at = MORNING + days(day);
            let here = Jobs::new(town.app(at), None);
            let there = Jobs::new(town.app_on(&other, at), None);
            tokio::join!(here.tick_all(), there.tick_all(), here.tick_all());
        }
        let told = steps(&town.told(town.manager, DECISION).await);
        let at_30 = told.iter().filter(|(_, step)| *step == 30).count();
        assert_eq!((told.len(), at_30), (40, 20));
        let runs = store::recent(town.engine.db.read(), town.kommun, 500)
            .await
            .unwrap();
        let mut run_for: Vec<_> = runs
            .iter()
            .filter(|run| run.job == Job::Notices)
            .map(|run| run.for_day)
            .collect();
        run_for.dedup();
        assert_eq!(run_for.len(), 5, "each day was run once: {runs:?}");
    }
}

#[tokio::test]
async fn who_holds_the_lease_of_a_job_keeps_others_from_it_until_it_is_released() {
    for engine in engines().await {
        let first = Lease::take(&engine.db, Job::Notices)
            .await
            .unwrap()
            .unwrap();
        assert!(
            Lease::take(&engine.db, Job::Notices)
                .await
                .unwrap()
                .is_none()
        );
        assert!(Lease::take(&engine.db, Job::Mail).await.unwrap().is_some());
        assert!(first.renew().await.unwrap());
        first.release().await.unwrap();
        assert!(
            Lease::take(&engine.db, Job::Notices)
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn the_lease_of_a_replica_that_died_expires_and_its_run_is_marked_as_interrupted() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let dead = Lease::take(&town.engine.db, Job::Notices)
            .await
            .unwrap()
            .unwrap();
        let kommun = Some(town.kommun);
        let db = &town.engine.db;
        let due = store::Due {
            day: MORNING.date(),
            missed: 0,
            asked_by: "",
        };
        store::begin(db, Job::Notices, kommun, due, MORNING)
            .await
            .unwrap();
        town.run(MORNING).await;
        assert_eq!(town.runs(Job::Notices).await, [RunOutcome::Running]);
        town.engine
            .meddle("UPDATE lease SET expires_at = 1", [])
            .await;
        town.run(MORNING).await;
        assert_eq!(
            town.runs(Job::Notices).await,
            [RunOutcome::Done, RunOutcome::Interrupted]
        );
        assert!(!dead.renew().await.unwrap(), "the dead one has lost it");
    }
}

#[tokio::test]
async fn a_lease_far_in_the_future_is_the_work_of_a_wrong_clock_and_stops_nobody() {
    for engine in engines().await {
        Lease::take(&engine.db, Job::Notices)
            .await
            .unwrap()
            .unwrap();
        engine
            .meddle("UPDATE lease SET expires_at = expires_at + 31536000", [])
            .await;
        assert!(
            Lease::take(&engine.db, Job::Notices)
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_job_that_fails_stops_no_other_says_why_and_is_tried_again() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let site = town.site_with_decision(date!(2026 - 12 - 24)).await;
        let body = |body: &str| [body.into(), site.0.into()];
        let before = town.site_body(site).await;
        town.engine
            .meddle("UPDATE site SET body = ? WHERE id = ?", body("{}}"))
            .await;
        town.run(MORNING).await;
        let state = store::states(town.engine.db.read(), town.kommun)
            .await
            .unwrap();
        let runs = store::recent(town.engine.db.read(), town.kommun, 50)
            .await
            .unwrap();
        let failed = health(Job::Notices, &state, &runs, MORNING);
        assert_eq!(failed.condition, Condition::Failed);
        let why = failed.last.unwrap().message;
        assert!(
            why.contains("bevakning") && why.contains("cannot be read"),
            "{why}"
        );
        assert_eq!(
            health(Job::CleanUp, &state, &runs, MORNING).condition,
            Condition::Fine
        );
        town.engine
            .meddle("UPDATE site SET body = ? WHERE id = ?", body(&before))
            .await;
        town.run(MORNING).await;
        assert_eq!(town.told(town.manager, DECISION).await.len(), 1);
    }
}

#[tokio::test]
async fn the_database_itself_refuses_a_second_notice_of_a_step() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.run(MORNING).await;
        let double = "INSERT INTO notice (kommun_id, account_id, site_id, policy, due_on, step, outcome, planned_on, \
                      made_on) SELECT kommun_id, account_id, site_id, policy, due_on, step, outcome, planned_on, \
                      made_on FROM notice";
        assert!(town.engine.try_meddle(double, []).await.is_err());
    }
}
