//! Request, assessment and decision are entries of their own: each at its time, by its person, before anything is recorded of
//! the disclosure, and there also when nothing comes of it.

mod kept;

use std::sync::Arc;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::disclosure::draft::store as drafts;
use objektiv::disclosure::step::store as steps;
use objektiv::ledger::entry::{Entry, EntryKind};
use objektiv::ledger::read;
use objektiv::ledger::sealed::Sealed;
use objektiv::web::App;
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use crate::api::client::{Client, own_key};
use crate::api::disclosures::{post_to, release as sent};
use crate::browser::{Browser, NOW, Page, Town};
use crate::desk::drafts::{begun, camera, follow, step};
use crate::disclosures::{CLIP, at_the_counter, log_is_intact, release};
use crate::engine::engines;

const THE_REQUEST: [(&str, &str); 2] = [
    ("matter", "Skadegörelse vid entrén"),
    ("dnr", "KS 2026/0411"),
];

/// The entries of the desk: number, when, kind.
async fn entries(town: &Town) -> Vec<(u64, OffsetDateTime, EntryKind)> {
    let (db, kommun) = (town.app.db.read(), town.kommun);
    let rows = read::entries(db, kommun, 0, 10_000).await.unwrap();
    let entries = rows.iter().map(|row| Entry::parse(&row.bytes).unwrap());
    let others = [EntryKind::Genesis, EntryKind::Register, EntryKind::Key];
    entries
        .filter(|entry| !others.contains(&entry.kind))
        .map(|entry| (entry.idx, entry.at, entry.kind))
        .collect()
}

async fn kinds(town: &Town) -> Vec<EntryKind> {
    entries(town)
        .await
        .into_iter()
        .map(|(_, _, kind)| kind)
        .collect()
}

/// What an entry seals.
async fn sealed(town: &Town, idx: u64) -> Map<String, Value> {
    let fields = read::fields(town.app.db.read(), town.kommun, idx, idx + 1).await;
    let fields = fields.unwrap().into_iter();
    fields
        .map(|field| {
            (
                field.name.clone(),
                Sealed::parse(&field.text).unwrap().value,
            )
        })
        .collect()
}

/// The same browser later in the day.
fn later(town: &Town, browser: &Browser, minutes: i64) -> Browser {
    let app = &town.app;
    let (policies, url) = (Arc::clone(&app.policies), app.public_url.clone());
    let clock = Clock::Frozen(NOW + Duration::minutes(minutes));
    browser.at(&App::new(app.db.clone(), clock, policies, url))
}

fn seen(camera: &str) -> [(&'static str, &str); 5] {
    [
        ("cameras", camera),
        ("interval_from", "2026-11-21"),
        ("interval_from-tid", "22.00"),
        ("interval_until", "2026-11-21"),
        ("interval_until-tid", "23.30"),
    ]
}

/// The whole way in steps, by one person.
async fn in_steps(officer: &mut Browser, site: &str) -> Page {
    let page = begun(officer, site).await;
    let page = step(officer, &page, &THE_REQUEST).await;
    let camera = camera(&page);
    let page = step(officer, &page, &seen(&camera)).await;
    let page = step(officer, &page, &[]).await;
    let decided = [("delegation_reference", "Delegationsordningen 3.4")];
    let page = step(officer, &page, &decided).await;
    let page = step(officer, &page, &[("files", CLIP)]).await;
    let done = officer.submit(&page, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_an_entry_at_its_time_and_by_its_person_before_anything_is_decided() {
    use EntryKind::{Assessment, Decision, Disclosure, Request};
    for engine in engines().await {
        let (town, mut per, site) = at_the_counter(&engine).await;
        let page = begun(&mut per, &site).await;
        assert_eq!(kinds(&town).await, [], "nothing was said yet");
        let refused = per.submit(&page, &[("matter", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(kinds(&town).await, [], "it is not complete");
        let told = step(&mut per, &page, &THE_REQUEST).await;
        assert_eq!(kinds(&town).await, [Request]);
        // Sent again it says nothing new.
        step(&mut per, &page, &THE_REQUEST).await;
        assert_eq!(kinds(&town).await, [Request]);
        let camera = camera(&told);
        step(&mut per, &told, &seen(&camera)).await;
        assert_eq!(
            kinds(&town).await,
            [Request],
            "a ground that nobody has looked at is no answer"
        );

        // A colleague goes on, half an hour later.
        let vera = town.sign_in("Vera Alm", &[Role::Officer]).await;
        let mut vera = later(&town, &vera, 30);
        let shown = vera.open_page("/utlamnanden/utkast/1/provning").await;
        let taken = vera.submit(&shown, &[]).await;
        follow(&mut vera, taken).await;
        let page = vera.open_page("/utlamnanden/utkast/1/provning").await;
        step(&mut vera, &page, &[("assessment", "Ingen men väntas")]).await;
        assert_eq!(kinds(&town).await, [Request, Assessment]);
        // And thinks better of it.
        let mut vera = later(&town, &vera, 40);
        let told = step(&mut vera, &page, &[("assessment", "Bara entrén")]).await;
        assert_eq!(kinds(&town).await, [Request, Assessment, Assessment]);
        let told = step(&mut vera, &told, &[("delegation_reference", "3.4")]).await;
        let before = [Request, Assessment, Assessment, Decision];
        assert_eq!(kinds(&town).await, before);
        let told = step(&mut vera, &told, &[("files", CLIP)]).await;
        assert_eq!(kinds(&town).await, before);
        let done = vera.submit(&told, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let again = vera.submit(&told, &[]).await;
        assert_eq!(again.location, done.location);
        let all = entries(&town).await;
        assert_eq!(all.len(), 5, "{all:?}");
        assert_eq!(all[4].2, Disclosure);
        let minutes = all.iter().map(|(_, at, _)| (*at - NOW).whole_minutes());
        assert_eq!(minutes.collect::<Vec<_>>(), [0, 30, 40, 40, 40]);
        let mut people = Vec::new();
        for (idx, _, _) in &all[..4] {
            people.push(sealed(&town, *idx).await["by"]["name"].clone());
        }
        assert_eq!(people, ["Per Holm", "Vera Alm", "Vera Alm", "Vera Alm"]);
        // The disclosure says which of them stand.
        let steps = &sealed(&town, all[4].0).await["steps"];
        assert_eq!(
            *steps,
            json!({"request": all[0].0, "assessment": all[2].0, "decision": all[3].0})
        );
        let page = vera.open_page(&done.location).await;
        let first = format!("Begäran: Per Holm post {}", all[0].0);
        let second = format!("Sekretessprövning: Vera Alm post {}", all[2].0);
        assert!(page.has(&first) && page.has(&second), "{}", page.text());
        let instead = format!("post {}, ersatt av post {}", all[1].0, all[2].0);
        assert!(page.has(&instead), "{}", page.text());
        assert_eq!(page.text().matches("ersatt av").count(), 1);
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_steps_on_one_page_and_over_the_api_a_release_leaves_the_same_entries() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        in_steps(&mut officer, &site).await;
        let done = release(&mut officer, &site, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let scopes = ["lasa-utlamnanden", "registrera-utlamnanden"];
        let client = Client::new(&town.app, &own_key(&mut officer, &scopes).await);
        let now = "2026-11-22T08:30:00+01:00";
        let body = sent(json!({ "received_at": now, "noted_at": now }));
        for _ in 0..2 {
            let answer = post_to(&client, "/api/v1/disclosures", "arende-1", &body).await;
            assert!(answer.status.is_success(), "{}", answer.text);
        }
        let all = entries(&town).await;
        let one = [
            EntryKind::Request,
            EntryKind::Assessment,
            EntryKind::Decision,
            EntryKind::Disclosure,
        ];
        assert_eq!(kinds(&town).await, one.repeat(3));
        for step in 0..3 {
            let said = sealed(&town, all[step].0).await;
            assert!(said.len() >= 4, "{said:?}");
            for way in 1..3 {
                assert_eq!(sealed(&town, all[step + 4 * way].0).await, said);
            }
        }
        // A correction is an entry of its own, and has no steps.
        let form = format!("{}/rattelse", done.location);
        let typed = [("correction_reason", "Fel nummer"), ("dnr", "KS 2026/9")];
        officer.fill_in(&form, &typed).await;
        let all = entries(&town).await;
        assert_eq!((all.len(), all[12].2), (13, EntryKind::Correction));
        assert!(!sealed(&town, all[12].0).await.contains_key("steps"));
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_a_request_that_is_in_the_log_ends_with_a_reason() {
    use EntryKind::{Request, Withdrawal};
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let page = begun(&mut officer, &site).await;
        // What is written for good is asked about first.
        let typed = [("matter", "Gäller 19850214-1234")];
        let asked = officer.submit(&page, &typed).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(asked.fields_in_error(), ["matter"]);
        assert_eq!(kinds(&town).await, []);
        step(&mut officer, &asked, &[("aware", "ja")]).await;
        assert_eq!(kinds(&town).await, [Request]);
        let log = officer.open_page("/utlamnanden").await;
        assert!(
            log.has("Begäran utan beslut") && log.has("Polismyndigheten: "),
            "{}",
            log.text()
        );

        // Thrown away it is ended, with a reason.
        let led = officer.send("/utlamnanden/utkast/1/kassering", &[]).await;
        let form = follow(&mut officer, led).await;
        assert!(form.has("Avsluta begäran utan beslut"), "{}", form.text());
        let refused = officer.submit(&form, &[]).await;
        assert_eq!(refused.fields_in_error(), ["reason"]);
        let ended = officer
            .submit(&form, &[("reason", "Polisen tog tillbaka den")])
            .await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{:?}", ended.errors());
        officer.submit(&form, &[("reason", "En gång till")]).await;
        assert_eq!(kinds(&town).await, [Request, Withdrawal]);
        let last = entries(&town).await[1].0;
        assert_eq!(
            sealed(&town, last).await["reason"],
            "Polisen tog tillbaka den"
        );
        let log = officer.open_page("/utlamnanden").await;
        assert!(
            !log.has("Begäran utan beslut") && !log.has("Påbörjade"),
            "{}",
            log.text()
        );
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_which_nothing_comes_stays_until_somebody_says_why() {
    use EntryKind::{Request, Withdrawal};
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        // A draft that is gone for its age leaves the request.
        let page = begun(&mut officer, &site).await;
        let mut typed = THE_REQUEST.to_vec();
        typed.extend([("received_at", "2026-10-22"), ("received_at-tid", "08.30")]);
        step(&mut officer, &page, &typed).await;
        let (db, kommun) = (&town.app.db, town.kommun);
        let draft = drafts::under_way(db.read(), kommun, 9)
            .await
            .unwrap()
            .remove(0);
        let tx = db.begin_write().await.unwrap();
        assert!(
            drafts::end(&*tx, kommun, &draft, drafts::End::Expired, NOW)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let log = officer.open_page("/utlamnanden").await;
        assert!(
            log.has("har väntat 31 dagar") && !log.has("Gå vidare"),
            "{}",
            log.text()
        );
        let start = officer.open_page("/").await;
        assert!(start.has("väntar på beslut"), "{}", start.text());
        let waiting = steps::waiting(db.read(), kommun, 9).await.unwrap();
        assert_eq!(waiting.len(), 1);
        let form = format!("/utlamnanden/begaran/{}/avslut", waiting[0].id);
        let log = officer
            .fill_in(&form, &[("reason", "Ingen hörde av sig")])
            .await;
        assert!(!log.has("Begäran utan beslut"), "{}", log.text());
        assert_eq!(kinds(&town).await, [Request, Withdrawal]);
        log_is_intact(&engine, kommun).await;
    }
}
