use std::collections::BTreeMap;

use objektiv::law::{Ruling, RulingKind};
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::store;
use objektiv::retention::{DeletionEvidence, StoragePeriod};
use serde_json::json;
use time::macros::{date, datetime};

use super::{DECISION, MORNING, Town, days, steps};
use crate::engine::engines;

#[tokio::test]
async fn day_by_day_a_decision_that_expires_is_told_at_each_step_once() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let until = date!(2027 - 05 - 25);
        town.site_with_decision(until).await;
        for day in 0..190 {
            town.tell(MORNING + days(day)).await;
            // Another run of the same day finds nothing to do.
            if day % 15 == 0 {
                town.tell(MORNING + days(day)).await;
            }
        }
        let expected = [180, 90, 30, 7, 0].map(|step| (until - days(step.into()), step));
        assert_eq!(steps(&town.told(town.manager, DECISION).await), expected);
        assert_eq!(
            steps(&town.told(town.dpo, DECISION).await),
            [(date!(2027 - 05 - 26), 0)]
        );
    }
}

#[tokio::test]
async fn a_rule_that_is_switched_off_tells_nobody_any_more() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.run(MORNING).await;
        let before = town.told(town.manager, DECISION).await;
        assert!(!before.is_empty() && before.iter().any(|notice| notice.open));
        let off = Ruling {
            policy: DECISION.into(),
            kind: RulingKind::Off,
            parameters: BTreeMap::new(),
            reason: "Beslutet förnyas av sig självt".into(),
            by: "Vera Lind".into(),
            on: date!(2026 - 11 - 23),
        };
        town.record(&off).await;
        for day in 1..60 {
            town.tell(MORNING + days(day)).await;
        }
        let after = town.told(town.manager, DECISION).await;
        assert_eq!(after.len(), before.len(), "nothing new is told");
        assert!(
            after.iter().all(|notice| !notice.open),
            "and what was told is over"
        );
    }
}

#[tokio::test]
async fn a_week_of_downtime_is_caught_up_once_and_shows_as_missed() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        // 30 days before is the 24th, when nobody ran.
        for at in [MORNING, MORNING + days(8), MORNING + days(9)] {
            town.run(at).await;
        }
        let told = town.told(town.manager, DECISION).await;
        let caught_up: Vec<_> = told.iter().filter(|notice| notice.step == 30).collect();
        assert_eq!(caught_up.len(), 1);
        assert_eq!(caught_up[0].made_on, date!(2026 - 11 - 30));
        assert_eq!(caught_up[0].planned_on, date!(2026 - 11 - 24));
        let runs = store::recent(town.engine.db.read(), town.kommun, 50)
            .await
            .unwrap();
        let of_notices = runs.iter().filter(|run| run.job == Job::Notices);
        let missed: Vec<i64> = of_notices.map(|run| run.missed).collect();
        assert_eq!(missed, [0, 7, 0], "the newest first");
    }
}

#[tokio::test]
async fn the_days_around_summer_time_have_one_run_each_and_no_step_is_lost() {
    for (until, first, last) in [
        (
            date!(2026 - 10 - 25),
            datetime!(2026-10-24 21:50 UTC),
            datetime!(2026-10-26 00:00 UTC),
        ),
        (
            date!(2027 - 03 - 28),
            datetime!(2027-03-27 22:50 UTC),
            datetime!(2027-03-29 00:00 UTC),
        ),
    ] {
        for engine in engines().await {
            let town = Town::found(engine).await;
            town.site_with_decision(until).await;
            // Ticks of the timetable, in UTC.
            let mut at = first;
            while at < last {
                town.tell(at).await;
                at += time::Duration::minutes(30);
            }
            let told = steps(&town.told(town.manager, DECISION).await);
            assert_eq!(told, [(until.previous_day().unwrap(), 7), (until, 0)]);
            let runs = store::recent(town.engine.db.read(), town.kommun, 500)
                .await
                .unwrap();
            let mut run_for: Vec<_> = runs
                .iter()
                .filter(|run| run.job == Job::Notices)
                .map(|run| (run.for_day, run.outcome))
                .collect();
            run_for.reverse();
            let days = [
                until.previous_day().unwrap(),
                until,
                until.next_day().unwrap(),
            ];
            assert_eq!(run_for, days.map(|day| (day, RunOutcome::Done)));
        }
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_and_forward_tells_nothing_twice() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        for day in [0, 10, -30, 10, 0, 40, 0, 10] {
            town.run(MORNING + days(day)).await;
        }
        let mut told: Vec<u16> = steps(&town.told(town.manager, DECISION).await)
            .into_iter()
            .map(|(_, step)| step)
            .collect();
        told.sort_unstable();
        assert_eq!(told, [0, 30, 90]);
    }
}

#[tokio::test]
async fn footage_that_should_be_gone_is_told_until_a_check_finds_it_gone() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let site = town.site(|site| site.recording = Some(true)).await;
        let period: StoragePeriod = serde_json::from_value(json!({
            "site": site, "length": 72, "unit": "timmar", "applies_from": "2020-01-01",
        }))
        .unwrap();
        town.record(&period).await;
        let check = |checked: &str, oldest: &str| -> DeletionEvidence {
            serde_json::from_value(json!({
                "site": site, "level": "disk", "store": "NVR Heden",
                "checked_at": checked, "oldest_seen_at": oldest,
            }))
            .unwrap()
        };
        town.record(&check("2026-11-20T08:00:00Z", "2026-11-01T08:00:00Z"))
            .await;
        town.run(MORNING).await;
        town.run(MORNING + days(1)).await;
        let policy = "footage-deleted-in-time";
        for person in [town.manager, town.dpo] {
            let told = town.told(person, policy).await;
            assert_eq!(steps(&told), [(date!(2026 - 11 - 22), 0)]);
            assert_eq!(told[0].due_on, date!(2026 - 11 - 20));
            assert!(told[0].open);
        }
        town.record(&check("2026-11-23T12:00:00Z", "2026-11-21T08:00:00Z"))
            .await;
        town.run(MORNING + days(2)).await;
        let told = town.told(town.manager, policy).await;
        assert_eq!((told.len(), told[0].open), (1, false));
    }
}
