//! A notice can be answered: then it is silent until the next step, never past the last day, and what was said stays on
//! record. What nobody answers goes on to the manager of the unit.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::db::{numbers, record};
use objektiv::jobs::Jobs;
use objektiv::organisation::Unit;
use objektiv::register::RecordKind;
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::store;
use serde_json::Value;
use time::macros::date;
use time::{Date, OffsetDateTime};

use super::mail::{Server, plain};
use super::pages::Browser;
use super::{DECISION, MORNING, Town, days, steps};
use crate::engine::engines;

const MANAGER: &str = "marta@ekebro.example";
const REASON: &str = "Nämnden sammanträder den 10 december";

fn typed(until: &str) -> String {
    serde_urlencoded::to_string([("reason", REASON), ("until", until)]).unwrap()
}

async fn page(town: &Town, at: OffsetDateTime, email: &str) -> String {
    let mut browser = Browser::signed_in(town.app(at), email).await;
    browser.get("/paminnelser").await.1
}

/// The manager answers the notice that waits.
async fn answer(town: &Town, at: OffsetDateTime, until: &str) -> (StatusCode, String) {
    let told = town.told(town.manager, DECISION).await;
    let open = told.iter().find(|notice| notice.open).unwrap().id;
    let mut browser = Browser::signed_in(town.app(at), MANAGER).await;
    let path = format!("/paminnelser/{open}/svar");
    assert_eq!(browser.get(&path).await.0, StatusCode::OK);
    browser.post(&path, &typed(until)).await
}

#[tokio::test]
async fn an_answered_notice_is_silent_for_everybody_until_the_next_step_and_the_answer_is_on_record()
 {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let unit = Some(town.unit);
        let other = "olle@ekebro.example";
        town.person("Olle Ek", other, Role::Manager, unit).await;
        let site = town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.tell(MORNING).await;
        assert!(page(&town, MORNING, other).await.contains("32 dagar kvar"));
        let (status, _) = answer(&town, MORNING, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        for email in [MANAGER, other] {
            let page = page(&town, MORNING, email).await;
            assert!(page.contains("Inget väntar på dig"), "{page}");
            assert!(!page.contains("o-nav__count"));
        }
        let mut browser = Browser::signed_in(town.app(MORNING), other).await;
        let (_, all) = browser.get("/paminnelser?visa=alla").await;
        for words in ["Märta Åkesson svarade 2026-11-22:", REASON] {
            assert!(all.contains(words), "{words} is missing in {all}");
        }
        let (_, history) = browser.get(&format!("/bevakningar/{site}/historik")).await;
        assert!(
            history.contains("Svar på påminnelse") && history.contains(REASON),
            "{history}"
        );
        town.tell(MORNING + days(1)).await;
        assert!(waiting(&town, 1).await.is_empty());
        // 30 days before.
        town.tell(MORNING + days(2)).await;
        assert_eq!(waiting(&town, 2).await, [30]);
    }
}

/// The steps that wait for the manager, some days later.
async fn waiting(town: &Town, day: i64) -> Vec<u16> {
    let (db, today) = (town.engine.db.read(), (MORNING + days(day)).date());
    let notices = store::of_person(db, town.kommun, town.manager, Some(today), None, 100);
    let notices = notices.await.unwrap();
    let count = store::waiting(town.kommun, town.manager, today);
    let [counted] = numbers(db, [count]).await.unwrap();
    assert_eq!(usize::try_from(counted), Ok(notices.len()));
    notices.iter().map(|notice| notice.step).collect()
}

#[tokio::test]
async fn a_notice_comes_back_on_the_day_that_was_stated_and_is_told_no_second_time() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2027 - 02 - 10)).await;
        town.tell(MORNING).await;
        answer(&town, MORNING, "2026-11-27").await;
        for (day, steps) in [(4, vec![]), (5, vec![90])] {
            town.tell(MORNING + days(day)).await;
            assert_eq!(waiting(&town, day).await, steps, "{day}");
        }
        assert_eq!(town.told(town.manager, DECISION).await.len(), 1);
    }
}

#[tokio::test]
async fn once_it_is_late_an_answer_needs_a_day_and_silences_nothing_for_others() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 20)).await;
        town.tell(MORNING).await;
        let (status, page_again) = answer(&town, MORNING, "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page_again.contains(REASON), "what was typed is kept");
        let (status, _) = answer(&town, MORNING, "2027-01-31").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let dpo = page(&town, MORNING, "vera@ekebro.example").await;
        assert!(
            dpo.contains("för sent") && dpo.contains("Till 2027-01-31."),
            "{dpo}"
        );
    }
}

#[tokio::test]
async fn nobody_answers_the_notice_of_someone_else_nor_one_that_is_over() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.tell(MORNING).await;
        let notice = town.told(town.manager, DECISION).await[0].id;
        let path = format!("/paminnelser/{notice}/svar");
        let mut dpo = Browser::signed_in(town.app(MORNING), "vera@ekebro.example").await;
        assert_eq!(dpo.get(&path).await.0, StatusCode::NOT_FOUND);
        assert_eq!(dpo.post(&path, &typed("")).await.0, StatusCode::NOT_FOUND);
        town.tell(MORNING + days(3)).await;
        let mut manager = Browser::signed_in(town.app(MORNING), MANAGER).await;
        assert_eq!(
            manager.post(&path, &typed("")).await.0,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_before_the_mail_is_not_mailed_while_it_is_silent() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.tell(MORNING).await;
        answer(&town, MORNING, "").await;
        town.run_with(MORNING, &plain(server.port)).await;
        town.run_with(MORNING + days(2), &plain(server.port)).await;
        let mails = server.stop();
        assert_eq!(mails.len(), 1, "{mails:#?}");
        assert!(
            mails[0]["plain"]
                .as_str()
                .unwrap()
                .contains("30 dagar kvar")
        );
    }
}

/// The letters to the manager of the unit, with the day on which each came.
async fn letters(town: &Town, server: Server, last_day: i64) -> Vec<Value> {
    let mailer = plain(server.port);
    for day in 0..=last_day {
        let jobs = Jobs::new(town.app(MORNING + days(day)), Some(mailer.clone()));
        jobs.tick(Job::Notices).await;
        jobs.tick(Job::Mail).await;
    }
    let mut mails = server.stop();
    mails.retain(|mail| mail["recipients"][0] == "chef@ekebro.example");
    mails
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_that_nobody_answers_goes_on_to_the_manager_of_the_unit_once() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 20)).await;
        let mails = letters(&town, server, 20).await;
        assert_eq!(mails.len(), 1, "{mails:#?}");
        let mail = &mails[0];
        let date = mail["headers"]["date"].as_str().unwrap();
        assert!(
            date.starts_with("Sun, 06 Dec 2026"),
            "14 days later: {date}"
        );
        assert_eq!(mail["headers"]["to"], "Karin Berg <chef@ekebro.example>");
        for body in ["plain", "html"] {
            let body = mail[body].as_str().unwrap();
            for words in [
                "Hej Karin Berg!",
                "16 dagar för sent",
                "KS 2026/12",
                "Utbildningsförvaltningen",
            ] {
                assert!(body.contains(words), "{words} is missing in {body}");
            }
        }
        let page = page(&town, MORNING, MANAGER).await;
        assert!(
            page.contains("Enhetens chef fick veta 2026-12-06."),
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_or_not_red_disturbs_no_manager_until_the_answer_no_longer_holds() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 20)).await;
        town.site_with_decision(date!(2026 - 12 - 24)).await;
        town.tell(MORNING).await;
        answer(&town, MORNING, "2026-12-10").await;
        let mails = letters(&town, server, 22).await;
        let dates: Vec<&str> = mails
            .iter()
            .map(|mail| mail["headers"]["date"].as_str().unwrap())
            .collect();
        assert_eq!(dates.len(), 1, "{dates:?}");
        assert!(dates[0].starts_with("Fri, 11 Dec 2026"), "{dates:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_without_an_address_of_a_manager_is_told_of_on_the_page_of_the_timetable() {
    for engine in engines().await {
        let Some(server) = Server::start(&[]) else {
            return;
        };
        let town = Town::found(engine).await;
        town.site_with_decision(date!(2026 - 11 - 20)).await;
        let body = "UPDATE unit SET body = replace(body, 'chef@ekebro.example', '')";
        town.engine.meddle(body, []).await;
        assert!(letters(&town, server, 15).await.is_empty());
        assert_eq!(town.runs(Job::Mail).await[0], RunOutcome::Partly);
        let db = town.engine.db.read();
        let run = &store::recent(db, town.kommun, 1).await.unwrap()[0];
        assert_eq!(
            run.message,
            "Utbildningsförvaltningen: no address of a manager"
        );
        let units = record::all::<Unit>(db, town.kommun).await.unwrap();
        assert_eq!(units[0].data.email, "");
    }
}

async fn decide(town: &Town, steps: &str, escalate: &str) -> StatusCode {
    let mut dpo = Browser::signed_in(town.app(MORNING), "vera@ekebro.example").await;
    let form = [
        ("policy", DECISION),
        ("steps", steps),
        ("escalate_after_days", escalate),
        ("reason", "Förvaltningen behöver ett år"),
    ];
    let form = serde_urlencoded::to_string(form).unwrap();
    dpo.post("/paminnelser/regler", &form).await.0
}

#[tokio::test]
async fn the_kommun_decides_its_own_steps_of_a_rule_with_a_reason_on_record() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let until = date!(2027 - 11 - 01);
        town.site_with_decision(until).await;
        assert_eq!(
            decide(&town, "snart", "").await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(decide(&town, "300, 20", "").await, StatusCode::SEE_OTHER);
        let left = |days_left: i64| MORNING + ((until - days(days_left)) - MORNING.date());
        for days_left in [340, 301, 300, 200, 180, 90, 30, 21, 20, 7, 1, 0, -1] {
            town.tell(left(days_left)).await;
        }
        let told: Vec<(Date, u16)> = steps(&town.told(town.manager, DECISION).await);
        let expected = [300, 20, 0].map(|step: u16| (until - days(step.into()), step));
        assert_eq!(told, expected);
        let mut dpo = Browser::signed_in(town.app(MORNING), "vera@ekebro.example").await;
        let (_, page) = dpo.get("/paminnelser/regler").await;
        for words in [
            "300, 20, 0 dagar före.",
            "Förvaltningen behöver ett år",
            "Vera Lind",
        ] {
            assert!(page.contains(words), "{words} is missing in {page}");
        }
        assert_eq!(record_kinds(&town, RecordKind::NoticeRule).await, 1);
    }
}

async fn record_kinds(town: &Town, kind: RecordKind) -> usize {
    use objektiv::code::Code;
    use sea_orm::ConnectionTrait;
    let sql = format!("SELECT id FROM revision WHERE kind = '{}'", kind.code());
    let db = town.engine.db.read();
    let statement = sea_orm::Statement::from_string(town.engine.backend(), sql);
    db.query_all_raw(statement).await.unwrap().len()
}

#[tokio::test]
async fn whoever_decides_on_rules_and_nobody_else_decides_when_reminders_come() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let mut manager = Browser::signed_in(town.app(MORNING), MANAGER).await;
        let (status, page) = manager.get("/paminnelser/regler").await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("/paminnelser/regler/ny"));
        assert_eq!(
            manager.get("/paminnelser/regler/ny").await.0,
            StatusCode::FORBIDDEN
        );
        let refused = manager
            .post("/paminnelser/regler", "reason=a&steps=30")
            .await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN);
    }
}
