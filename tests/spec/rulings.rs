//! What the data protection officer decides about rules that are not statute.

use std::process::Command;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::compliance::store::{Judgement, dossier, ensure_fresh};
use objektiv::compliance::{list, summary};
use objektiv::register::store::latest;
use objektiv::ruling;
use objektiv::ruling::store::Kept;
use objektiv::site::SiteId;
use serde_json::Value;

use crate::api::client::at;
use crate::browser::{Browser, NOW, Town};
use crate::engine::{Asked, Engine, engines};
use crate::parts::add_site;

/// In use, and never reviewed.
const REVIEW: &str = "yearly-review";
const PAGE: &str = "/regler/yearly-review";

/// A kommun with a site that breaks the rule on a yearly review.
async fn town(engine: &Engine) -> (Town, Browser, Browser, String) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
    let dpo = town.sign_in("Vera Lind", &[Role::Dpo]).await;
    let site = add_site(&mut manager, "EK-001").await;
    let typed = [("status", "i-drift"), ("started_on", "2025-06-01")];
    manager.fill_in(&format!("{site}/andra"), &typed).await;
    (town, manager, dpo, site)
}

async fn decide(dpo: &mut Browser, kind: &str, value: &str, reason: &str) {
    let typed = [("kind", kind), ("value", value), ("reason", reason)];
    let path = format!("{PAGE}/beslut/nytt");
    let page = dpo.fill_in(&path, &typed).await;
    assert!(page.has(reason), "{}", page.text());
}

/// Whether a site's page has something to say of the rule.
async fn judged(browser: &mut Browser, path: &str) -> bool {
    let page = browser.open_page(path).await;
    page.html.contains(&format!("id=\"regel-{REVIEW}\""))
}

fn command_line(engine: &Engine, arguments: &[&str]) -> Value {
    let clock = "2026-11-22T08:30+01:00";
    let output = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["--database", &engine.url, "--frozen-clock", clock])
        .args(arguments)
        .args(["--format", "json"])
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn checked(engine: &Engine) -> bool {
    let findings = command_line(engine, &["check"]);
    let mut findings = findings.as_array().unwrap().iter();
    findings.any(|finding| finding["policy"] == REVIEW)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_switched_off_judges_nobody_on_the_page_in_the_list_and_on_the_command_line()
{
    for engine in engines().await {
        let (town, mut manager, mut dpo, site) = town(&engine).await;
        assert!(judged(&mut manager, &site).await && checked(&engine));
        decide(&mut dpo, "avstangd", "", "Nämnden ser över vartannat år").await;
        assert!(!judged(&mut manager, &site).await && !checked(&engine));
        cache_agrees(&town).await;
        // The day before the decision the rule was on.
        assert!(judged(&mut manager, &format!("{site}?per=2026-11-21")).await);
        let rules = manager.open_page("/regler").await;
        assert!(
            rules.has("Avstängd 2026-11-22 av Vera Lind : Nämnden ser över vartannat år"),
            "{}",
            rules.text()
        );
        decide(&mut dpo, "antagen", "", "Riktlinjen är ändrad").await;
        assert!(judged(&mut manager, &site).await && checked(&engine));
        cache_agrees(&town).await;
    }
}

/// The list says of every site what its page says.
async fn cache_agrees(town: &Town) {
    let (db, kommun) = (&town.app.db, town.kommun);
    let rules = ruling::store::rules(db.read(), kommun, &town.app.policies, NOW.date())
        .await
        .unwrap();
    let by = Judgement {
        policies: &rules,
        today: NOW.date(),
    };
    ensure_fresh(db, kommun, by).await.unwrap();
    let lines = list::lines(db.read(), kommun, &list::Filter::default(), None, 10)
        .await
        .unwrap();
    for line in lines {
        let (_, dossier) = dossier(db.read(), kommun, line.id).await.unwrap().unwrap();
        let found = objektiv::compliance::findings(&rules, &dossier, NOW.date());
        let breaches = i32::try_from(summary(&found).breaches).unwrap();
        assert_eq!(line.breaches, breaches);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_of_the_kommuns_own_counts_from_the_day_it_was_decided() {
    for engine in engines().await {
        let (_, mut manager, mut dpo, site) = town(&engine).await;
        let reviewed = [("reviewed_on", "2025-09-01")];
        manager.fill_in(&format!("{site}/andra"), &reviewed).await;
        assert!(judged(&mut manager, &site).await, "more than 12 months ago");
        decide(&mut dpo, "justerad", "24", "Vartannat år räcker").await;
        assert!(!judged(&mut manager, &site).await && !checked(&engine));
        let page = manager.open_page(PAGE).await;
        assert!(
            page.has("months = 24") && page.has("12 (från"),
            "{}",
            page.text()
        );
        let listed = command_line(&engine, &["policy", "list"]);
        let listed = listed.as_array().unwrap().iter();
        let rule = listed.clone().find(|rule| rule["id"] == REVIEW).unwrap();
        assert_eq!(rule["ruling"]["kind"], "justerad");
        assert_eq!(rule["ruling"]["parameters"]["months"], 24);
        assert_eq!(rule["ruling"]["by"], "Vera Lind");
        assert_eq!(rule["ruling"]["on"], "2026-11-22");
        crate::schema::assert_as_promised(&Value::Array(listed.cloned().collect()), "policy-list");
    }
}

#[tokio::test]
async fn only_the_data_protection_officer_decides_and_never_about_a_statute() {
    for engine in engines().await {
        let (town, mut manager, mut dpo, _) = town(&engine).await;
        let path = format!("{PAGE}/beslut/nytt");
        assert!(dpo.open_page(PAGE).await.has("Besluta om regeln"));
        assert!(!manager.open_page(PAGE).await.has("Besluta om regeln"));
        assert_eq!(manager.get(&path).await.status, StatusCode::FORBIDDEN);
        let sent = [("kind", "avstangd"), ("reason", "Vi vill inte")];
        let refused = manager.send(&format!("{PAGE}/beslut"), &sent).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let others = [
            Role::Officer,
            Role::DecisionMaker,
            Role::Auditor,
            Role::Administrator,
        ];
        let mut other = town.sign_in("Alla Andra", &others).await;
        assert_eq!(other.get(&path).await.status, StatusCode::FORBIDDEN);

        let statute = "/regler/kbl-15-signs-exist";
        let page = dpo.open_page(statute).await;
        assert!(
            page.has("Den kan inte justeras eller stängas av"),
            "{}",
            page.text()
        );
        let asked = dpo.get(&format!("{statute}/beslut/nytt")).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
        let sent = dpo.send(&format!("{statute}/beslut"), &sent).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_decision_needs_a_reason_and_a_value_that_can_be_read() {
    for engine in engines().await {
        let (_, _, mut dpo, _) = town(&engine).await;
        let form = dpo.open_page(&format!("{PAGE}/beslut/nytt")).await;
        assert_eq!(form.field("value"), "12", "the value in use stands there");
        let typed = [("kind", "justerad"), ("value", "tolv")];
        let refused = dpo.submit(&form, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let errors = refused.errors();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(errors[0].contains("”tolv” är inget heltal"), "{errors:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_a_revision_covered_by_the_log_and_cannot_be_changed() {
    for engine in engines().await {
        let (town, _, mut dpo, _) = town(&engine).await;
        decide(&mut dpo, "avstangd", "", "Prövas").await;
        let newest = latest(town.app.db.read(), town.kommun, None, &[], None, 1)
            .await
            .unwrap();
        let revision = &newest[0].revision;
        assert_eq!(revision.kind, objektiv::register::RecordKind::Ruling);
        assert_eq!(revision.author, "Vera Lind");
        assert_eq!(revision.after["reason"], "Prövas");
        let verified = command_line(&engine, &["log", "verify"]);
        assert_eq!(verified["verdict"], "intact");
        let changed = engine
            .try_meddle("UPDATE ruling SET body = '' WHERE id = ?", [1_i64.into()])
            .await;
        assert!(changed.is_err(), "the database refuses");
    }
}

#[tokio::test]
async fn one_kommun_does_not_decide_for_another() {
    for engine in engines().await {
        let (town, _, mut dpo, _) = town(&engine).await;
        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut manager = other.sign_in("Nils Ek", &[Role::Manager]).await;
        let site = add_site(&mut manager, "GR-001").await;
        let typed = [("status", "i-drift"), ("started_on", "2025-06-01")];
        manager.fill_in(&format!("{site}/andra"), &typed).await;
        decide(&mut dpo, "avstangd", "", "Bara hos oss").await;
        assert!(judged(&mut manager, &site).await);
        let id: i64 = site.rsplit('/').next().unwrap().parse().unwrap();
        assert!(
            dossier(town.app.db.read(), other.kommun, SiteId(id))
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_on_one_server_counts_on_the_next_page_of_another() {
    for engine in engines().await {
        let (_, manager, mut dpo, site) = town(&engine).await;
        let mut elsewhere = manager.at(&at(&engine, NOW));
        assert!(judged(&mut elsewhere, &site).await);
        decide(&mut dpo, "avstangd", "", "Nämnden ser över vartannat år").await;
        assert!(!judged(&mut elsewhere, &site).await);
        decide(&mut dpo, "antagen", "", "Riktlinjen är ändrad").await;
        assert!(judged(&mut elsewhere, &site).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rulings_are_read_once_and_the_rules_follow_the_day() {
    for mut engine in engines().await {
        let (db, asked) = Asked::of(&engine.db);
        engine.db = db;
        let (town, _, mut dpo, _) = town(&engine).await;
        decide(&mut dpo, "avstangd", "", "Nämnden ser över vartannat år").await;
        let (kept, db) = (Kept::default(), town.app.db.read());
        let rules = &town.app.policies;
        asked.take();
        for (day, on) in [(22, false), (21, true), (23, false), (23, false)] {
            let day = NOW.date().replace_day(day).unwrap();
            let decided = kept.decided(db, town.kommun, 1, (rules, day)).await;
            let decided = decided.unwrap();
            let review = decided.rules.get(REVIEW).unwrap();
            assert_eq!(decided.rules.is_on(review), on, "{day}");
            assert_eq!(decided.rulings.len(), 1);
        }
        assert_eq!(asked.take().len(), 1);
    }
}
