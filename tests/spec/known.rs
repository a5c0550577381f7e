//! A day that has passed has two answers: what is recorded today about it, and what the register knew then.

use std::process::Command;

use objektiv::account::Role;
use objektiv::camera::{Camera, CameraStatus};
use objektiv::compliance::Dossier;
use objektiv::compliance::store::{Judgement, next_dossiers, next_known};
use objektiv::db::record;
use objektiv::demo;
use objektiv::law::PolicySet;
use objektiv::organisation::KommunId;
use objektiv::permit::{DecisionKind, Permit};
use objektiv::register::{Author, Change};
use objektiv::site::{Purpose, Site, SiteId, SiteStatus};
use serde_json::Value;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

use crate::browser::{Browser, NOW, Town};
use crate::engine::{Asked, Engine, engines};

const LAST_PERMIT_DAY: Date = date!(2025 - 03 - 31);

/// Writes as someone did at an instant.
async fn at<'a>(
    engine: &'a Engine,
    author: &'a Author,
    instant: OffsetDateTime,
    policies: &'a PolicySet,
) -> Change<'a> {
    let by = Judgement {
        policies,
        today: instant.date(),
    };
    Change::begin(&engine.db, author, instant, by)
        .await
        .unwrap()
}

fn author(kommun: KommunId, name: &str) -> Author {
    Author {
        kommun,
        account: None,
        name: name.to_owned(),
    }
}

fn site() -> Site {
    Site {
        reference: "EK-001".into(),
        name: "Hedeskolan".into(),
        status: SiteStatus::InUse,
        started_on: Some(date!(2020 - 05 - 01)),
        public_access: Some(true),
        purposes: vec![Purpose::Crime],
        address: "Hedevägen 1".into(),
        ..Site::default()
    }
}

/// A site that was recorded in 2024; its permit, another address and a camera only in 2026.
pub async fn told_late(engine: &Engine) -> (Town, Browser, String) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let policies = PolicySet::embedded().unwrap();
    let early = author(town.kommun, "Maja Lund");
    let mut change = at(engine, &early, datetime!(2024-06-03 09:00 UTC), &policies).await;
    let id = change.insert(&site()).await.unwrap();
    change.commit().await.unwrap();
    let late = author(town.kommun, "Kim Ek");
    let mut change = at(engine, &late, datetime!(2026-05-04 09:00 UTC), &policies).await;
    let mut permit = Permit::at(id);
    permit.kind = DecisionKind::PermitDi;
    permit.dnr = "DI-2019-4004".into();
    permit.decided_on = Some(date!(2020 - 01 - 10));
    change.insert(&permit).await.unwrap();
    let before = record::find::<Site>(&**change.tx(), town.kommun, id)
        .await
        .unwrap()
        .unwrap();
    let after = Site {
        address: "Hedevägen 3".into(),
        ..before.data.clone()
    };
    change.update(&before, &after).await.unwrap();
    change.commit().await.unwrap();
    let manager = town.sign_in("Anna Ek", &[Role::Manager]).await;
    (town, manager, format!("/bevakningar/{id}"))
}

fn has_rule(html: &str, policy: &str) -> bool {
    html.contains(&format!("id=\"regel-{policy}\""))
}

#[tokio::test]
async fn a_permit_first_recorded_in_2026_counts_for_2025_and_is_told_apart_from_what_was_known_then()
 {
    for engine in engines().await {
        let (_, mut reader, site) = told_late(&engine).await;
        let recorded = reader.open_page(&format!("{site}?per=2025-03-31")).await;
        assert!(
            !has_rule(&recorded.html, "permit-in-effect"),
            "{}",
            recorded.text()
        );
        assert!(recorded.has("Bedömt efter vad som i dag är registrerat om dagen."));
        assert!(
            recorded.has("Beslut registrerades 2026-05-04 av Kim Ek"),
            "{}",
            recorded.text()
        );
        assert!(recorded.has("Bevakning ändrades 2026-05-04 av Kim Ek"));
        assert!(recorded.has("Hedevägen 3"));

        let known = recorded.link("Visa vad registret visste då");
        let known = reader.open_page(&known).await;
        assert!(
            has_rule(&known.html, "permit-in-effect"),
            "{}",
            known.text()
        );
        assert!(known.has("Bedömt efter vad registret visste när dagen var slut."));
        assert!(known.has("Hedevägen 1") && !known.has("Hedevägen 3"));
        let mark = "ett tillstånd gäller : Nej Ändrat senare, 2026-05-04 av Kim Ek";
        assert!(known.has(mark), "{}", known.text());

        let back = known.link("Visa vad som i dag är registrerat om dagen");
        assert_eq!(back, format!("{site}?per=2025-03-31"));
    }
}

#[tokio::test]
async fn a_fact_recorded_later_is_marked_where_a_finding_rests_on_it() {
    for engine in engines().await {
        let (_, mut reader, site) = told_late(&engine).await;
        // The permit says nothing of hours, area and so on: the later rule rests on what was recorded in 2026.
        let page = reader.open_page(&format!("{site}?per=2025-04-01")).await;
        assert!(
            has_rule(&page.html, "legacy-permit-replaced"),
            "{}",
            page.text()
        );
        let mark = "beslutades : 2020-01-10 Registrerat senare, 2026-05-04 av Kim Ek";
        assert!(page.has(mark), "{}", page.text());
        assert!(
            !page.has("2020-05-01 Registrerat senare"),
            "known since 2024"
        );
    }
}

#[tokio::test]
async fn where_nothing_was_known_the_page_and_the_list_say_so() {
    for engine in engines().await {
        let (_, mut reader, site) = told_late(&engine).await;
        let page = reader
            .open_page(&format!("{site}?per=2023-01-01&kand=da"))
            .await;
        assert!(
            page.has("Registret kände inte till bevakningen 1 januari 2023."),
            "{}",
            page.text()
        );
        assert!(page.has("Den registrerades först 2024-06-03 av Maja Lund."));
        let today = page.link("Visa vad som i dag är registrerat om dagen");
        let recorded = reader.open_page(&today).await;
        assert!(recorded.has("Registret kände inte till bevakningen"));
        let list = reader
            .open_page("/bevakningar?per=2023-01-01&kand=da")
            .await;
        assert!(
            list.has("Registret kände inte till någon bevakning den dagen."),
            "{}",
            list.text()
        );
        let list = reader.open_page("/bevakningar?per=2023-01-01").await;
        assert!(list.has("Hedeskolan"));
    }
}

#[tokio::test]
async fn what_was_known_ends_with_the_civil_day_in_sweden() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let policies = PolicySet::embedded().unwrap();
        let author = author(town.kommun, "Maja Lund");
        for (reference, instant) in [
            ("EK-001", datetime!(2025-03-31 21:59:59 UTC)),
            ("EK-002", datetime!(2025-03-31 22:00:00 UTC)),
        ] {
            let mut change = at(&engine, &author, instant, &policies).await;
            let site = Site {
                reference: reference.into(),
                ..site()
            };
            change.insert(&site).await.unwrap();
            change.commit().await.unwrap();
        }
        let known = async |day| {
            let (_, known) = next_known(engine.db.read(), town.kommun, SiteId(0), day)
                .await
                .unwrap()
                .unwrap();
            known.len()
        };
        assert_eq!(known(date!(2025 - 03 - 30)).await, 0);
        assert_eq!(known(LAST_PERMIT_DAY).await, 1);
        assert_eq!(known(date!(2025 - 04 - 01)).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_by_now_is_what_is_recorded() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let by = Judgement {
            policies: &policies,
            today: NOW.date(),
        };
        let kommun = demo::fill(&engine.db, 24, NOW, by, &|_| ()).await.unwrap();
        edit_everything(&engine, kommun, &policies).await;
        let recorded = next_dossiers(engine.db.read(), kommun, SiteId(0))
            .await
            .unwrap();
        let (_, known) = next_known(engine.db.read(), kommun, SiteId(0), date!(2026 - 12 - 31))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(recorded.len(), 24);
        for (recorded, known) in recorded.iter().zip(&known) {
            assert_eq!(sorted(recorded), sorted(known));
        }
    }
}

/// Recorders come in the order of their ids in one and of their first use in the other.
fn sorted(dossier: &Dossier) -> Dossier {
    let mut dossier = dossier.clone();
    dossier.recorders.sort_by_key(|recorder| recorder.id);
    dossier
}

async fn edit_everything(engine: &Engine, kommun: KommunId, policies: &PolicySet) {
    let author = author(kommun, "Kim Ek");
    let mut change = at(engine, &author, NOW, policies).await;
    for site in record::all::<Site>(&**change.tx(), kommun).await.unwrap() {
        let after = Site {
            audio: Some(true),
            hours: "dygnet runt".into(),
            ..site.data.clone()
        };
        change.update(&site, &after).await.unwrap();
    }
    for camera in record::all::<Camera>(&**change.tx(), kommun).await.unwrap() {
        let mut after = camera.data.clone();
        after.angle_degrees = Some(180);
        after.status = CameraStatus::Broken;
        change.update(&camera, &after).await.unwrap();
    }
    change.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_gives_both_answers_and_says_which() {
    for engine in engines().await {
        let (_, mut reader, site) = told_late(&engine).await;
        let check = |arguments: &[&str]| {
            Command::new(env!("CARGO_BIN_EXE_objektiv"))
                .args([
                    "--database",
                    &engine.url,
                    "--frozen-clock",
                    "2026-11-22T08:30+01:00",
                ])
                .args(["check", "--as-of", "2025-03-31"])
                .args(arguments)
                .env_remove("OBJEKTIV_DATABASE")
                .output()
                .unwrap()
        };
        let policies = |arguments: &[&str]| -> Vec<String> {
            let output = check(&[arguments, &["--format", "json"]].concat());
            let found: Value = serde_json::from_slice(&output.stdout).unwrap();
            crate::schema::assert_as_promised(&found, "check");
            let found = found.as_array().unwrap().iter();
            found
                .map(|finding| finding["policy"].as_str().unwrap().to_owned())
                .collect()
        };
        let (recorded, known) = (policies(&[]), policies(&["--known-then"]));
        assert!(!recorded.contains(&"permit-in-effect".to_owned()));
        assert!(known.contains(&"permit-in-effect".to_owned()));
        for (address, listed) in [("", &recorded), ("&kand=da", &known)] {
            let page = reader
                .open_page(&format!("{site}?per=2025-03-31{address}"))
                .await;
            let shown = page.html.matches("<article class=\"o-finding").count();
            assert_eq!(shown, listed.len(), "{address}");
            for policy in listed {
                assert!(has_rule(&page.html, policy), "{policy} {address}");
            }
        }
        let said = String::from_utf8(check(&["--known-then"]).stdout).unwrap();
        assert!(said.contains("efter vad registret visste då"), "{said}");
    }
}

#[tokio::test]
async fn old_breaches_stay_on_the_page_as_history_until_the_end_of_march_2030() {
    for engine in engines().await {
        let (_, mut reader, site) = told_late(&engine).await;
        // The permit was recorded without its conditions: whether the area was kept is not known, that the sign was
        // missing is. Known then: no permit at all.
        let page = reader
            .open_page(&format!("{site}?per=2026-01-01&kand=da"))
            .await;
        assert!(page.has("Äldre brister"), "{}", page.text());
        assert!(page.has("Bedömt per 2025-03-31."));
        assert!(has_rule(&page.html, "permit-in-effect"));
        let page = reader
            .open_page(&format!("{site}?per=2025-03-31&kand=da"))
            .await;
        assert!(!page.has("Äldre brister"), "not history yet");
        let page = reader.open_page(&format!("{site}?per=2030-04-01")).await;
        assert!(!page.has("Äldre brister"), "no longer tried");
    }
}

#[tokio::test]
async fn a_passed_day_costs_the_same_number_of_queries_whatever_was_written_since() {
    for mut engine in engines().await {
        let (db, asked) = Asked::of(&engine.db);
        engine.db = db;
        let (_, mut manager, site) = told_late(&engine).await;
        let pages = [
            format!("{site}?per=2025-03-31"),
            format!("{site}?per=2025-03-31&kand=da"),
            "/bevakningar?per=2025-03-31".to_owned(),
            "/bevakningar?per=2025-03-31&kand=da".to_owned(),
        ];
        let mut costs = Vec::new();
        for round in 0..2 {
            // What was said of the last change is taken here.
            manager.open_page("/").await;
            let mut cost = Vec::new();
            for page in &pages {
                asked.take();
                manager.open_page(page).await;
                cost.push(asked.take().len());
            }
            costs.push(cost);
            for number in 0..8 {
                let label = format!("{round}-{number}");
                let typed = [("label", &*label), ("status", "i-drift")];
                manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
                let typed = [("note", &*label)];
                manager.fill_in(&format!("{site}/andra"), &typed).await;
            }
        }
        assert_eq!(costs[0], costs[1], "{pages:?}");
        assert!(costs[0].iter().all(|cost| *cost <= 30), "{costs:?}");
    }
}
