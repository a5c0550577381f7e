//! The steps, and the draft that is kept at every one of them.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::disclosure::Decision;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::browser::{Browser, Page, Town};
use crate::disclosures::{CLIP, at_the_counter, log_is_intact, recorded};
use crate::engine::{Engine, engines};

/// Begins a draft from the counter with nothing typed, and returns the first step.
pub(super) async fn begun(officer: &mut Browser, site: &str) -> Page {
    let number = site.rsplit('/').next().unwrap();
    let desk = officer
        .open_page(&format!("/utlamnanden/nytt?bevakning={number}"))
        .await;
    let (_, pairs) = desk.form();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let path = format!("/utlamnanden/utkast?bevakning={number}");
    let made = officer.send(&path, &pairs).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    follow(officer, made).await
}

/// Goes where redirects lead.
pub(super) async fn follow(officer: &mut Browser, mut page: Page) -> Page {
    while page.status == StatusCode::SEE_OTHER {
        page = officer.get(&page.location.clone()).await;
    }
    page
}

pub(super) async fn step(officer: &mut Browser, page: &Page, typed: &[(&str, &str)]) -> Page {
    let sent = officer.submit(page, typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{:?}", sent.errors());
    follow(officer, sent).await
}

pub(super) fn camera(page: &Page) -> String {
    let (_, value) = page.html.split_once("name=\"cameras\"").unwrap();
    let (_, value) = value.split_once("value=\"").unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// The two steps of the talk that come first.
async fn asked(officer: &mut Browser, site: &str) -> Page {
    let page = begun(officer, site).await;
    assert!(page.has("Vem frågar?"), "{}", page.text());
    let typed = [("matter", "Skadegörelse"), ("dnr", "KS 2026/0411")];
    let page = step(officer, &page, &typed).await;
    let camera = camera(&page);
    let typed = [
        ("cameras", camera.as_str()),
        ("interval_from", "2026-11-21"),
        ("interval_from-tid", "22.00"),
        ("interval_until", "2026-11-21"),
        ("interval_until-tid", "23.30"),
    ];
    step(officer, &page, &typed).await
}

#[derive(FromQueryResult)]
struct Kept {
    body: String,
    ended: String,
}

async fn kept(engine: &Engine) -> Vec<Kept> {
    let sql = "SELECT body, ended FROM disclosure_draft ORDER BY id";
    let statement = Statement::from_string(engine.backend(), sql);
    Kept::find_by_statement(statement)
        .all(engine.db.read())
        .await
        .unwrap()
}

/// Entries in the log, of whatever kind.
async fn entries(town: &Town) -> u64 {
    let head = objektiv::ledger::store::head(town.app.db.read(), town.kommun).await;
    head.unwrap().unwrap().size()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disclosure_is_made_step_by_step_and_the_disclosure_itself_is_in_the_log_when_it_is_recorded()
 {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let before = entries(&town).await;
        let page = asked(&mut officer, &site).await;
        assert!(page.has("Sekretessprövning"), "{}", page.text());
        let page = step(&mut officer, &page, &[("assessment", "Ingen men väntas")]).await;
        let page = step(&mut officer, &page, &[("delegation_reference", "3.4")]).await;
        let page = step(&mut officer, &page, &[("files", CLIP)]).await;
        page.says(&[
            "Skadegörelse",
            "0007, Entré norr",
            "Ingen men väntas",
            "entre.mp4",
        ]);
        assert_eq!(page.errors(), Vec::<String>::new());
        let steps = "request, assessment and decision, and nothing of the files";
        assert_eq!(entries(&town).await, before + 3, "{steps}");
        let done = officer.submit(&page, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        assert_eq!(entries(&town).await, before + 4);
        let all = recorded(&engine, town.kommun).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].data.decision, Decision::Released);
        assert_eq!(all[0].data.assessment, "Ingen men väntas");
        // What was typed is gone from the draft; the same step again leads to what it became.
        let drafts = kept(&engine).await;
        assert_eq!(
            (drafts[0].body.as_str(), drafts[0].ended.as_str()),
            ("", "registrerat")
        );
        let again = officer.submit(&page, &[]).await;
        assert_eq!(again.location, done.location);
        assert_eq!(recorded(&engine, town.kommun).await.len(), 1);
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_kept_at_every_submit_also_when_it_cannot_be_read_and_survives_signing_out()
 {
    for engine in engines().await {
        let (_, mut officer, site) = at_the_counter(&engine).await;
        let page = begun(&mut officer, &site).await;
        let typed = [("matter", ""), ("officer", "Insp. M. Holm")];
        let refused = officer.submit(&page, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.fields_in_error(), ["matter"]);
        officer.send("/utloggning", &[]).await;
        let signed_out = officer.get("/utlamnanden").await;
        assert_eq!(
            signed_out.status,
            StatusCode::SEE_OTHER,
            "to the sign-in page"
        );
        let typed = [
            ("email", "per.holm.1@example.se"),
            ("password", "tre små grisar på rad"),
            ("till", "/utlamnanden"),
        ];
        officer.send("/logga-in", &typed).await;
        let log = officer.open_page("/utlamnanden").await;
        assert!(log.has("Påbörjade utlämnanden"), "{}", log.text());
        let page = officer.get("/utlamnanden/utkast/1").await;
        let page = follow(&mut officer, page).await;
        assert_eq!(page.field("officer"), "Insp. M. Holm");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_at_the_counter_is_a_draft_that_is_gone_on_with() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [("matter", ""), ("officer", "Insp. M. Holm")];
        let refused = crate::disclosures::release(&mut officer, &site, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("sparat som ett utkast"));
        let page = officer.get("/utlamnanden/utkast/1").await;
        let page = follow(&mut officer, page).await;
        assert_eq!(page.field("officer"), "Insp. M. Holm");
        // Recorded from the counter after all: the draft has ended.
        let done = officer
            .submit(&refused, &[("matter", "Skadegörelse")])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        assert_eq!(kept(&engine).await[0].ended, "registrerat");
        let led = officer.get("/utlamnanden/utkast/1").await;
        assert_eq!(led.location, done.location);
        assert_eq!(recorded(&engine, town.kommun).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_takes_over_and_that_is_written_down() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let page = asked(&mut officer, &site).await;
        let mut second = town.sign_in("Olle Berg", &[Role::Officer]).await;
        let shown = second.open_page("/utlamnanden/utkast/1/begaran").await;
        assert!(
            shown.has("Per Holm arbetar med det här utkastet")
                && !shown.html.contains("Skadegörelse"),
            "{}",
            shown.text()
        );
        // Nothing is changed by somebody who has not taken it over.
        let sent = second
            .send("/utlamnanden/utkast/1/begaran", &[("matter", "x")])
            .await;
        assert_eq!(sent.status, StatusCode::CONFLICT);
        let taken = second.submit(&shown, &[]).await;
        let theirs = follow(&mut second, taken).await;
        assert_eq!(theirs.status, StatusCode::OK);
        // And the first can no longer save on top of it.
        let late = officer.submit(&page, &[("assessment", "för sent")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("tagits över av någon annan"), "{}", late.text());
        // Whoever took it over goes on where the first had come to, and it is recorded.
        assert!(theirs.has("Filer"), "{}", theirs.text());
        let review = step(&mut second, &theirs, &[("files", CLIP)]).await;
        assert!(review.has("Skadegörelse"), "{}", review.text());
        let done = second.submit(&review, &[("aware", "ja")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        assert_eq!(recorded(&engine, town.kommun).await.len(), 1);
        let mut dpo = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let people = dpo.open_page("/utlamnanden/spar").await;
        let trace = dpo.open_page(&people.link("Olle Berg")).await;
        assert!(
            trace.has("Tog över ett utkast utkast 1, Per Holm") && trace.has("Registrerade"),
            "{}",
            trace.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_offered_to_those_who_may_record_at_its_site_and_to_nobody_else() {
    use objektiv::account::Grant;
    use objektiv::organisation::UnitId;
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let mut admin = town.sign_in("Åsa Bok", &[Role::Administrator]).await;
        for name in ["Skolförvaltningen", "Tekniska förvaltningen"] {
            admin
                .fill_in("/administration/enheter/ny", &[("name", name)])
                .await;
        }
        let mut manager = town.sign_in("Eva Ask", &[Role::Manager]).await;
        manager
            .fill_in(&format!("{site}/andra"), &[("unit", "1")])
            .await;
        asked(&mut officer, &site).await;
        // A person of another kommun, and one who records nothing, see no draft.
        let mut auditor = town.sign_in("Olof Sten", &[Role::Auditor]).await;
        let status = auditor.get("/utlamnanden/utkast/1/begaran").await.status;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let other = Town::found_in(town.app.clone(), "lindby").await;
        let mut stranger = other.sign_in("Per Holm", &[Role::Officer]).await;
        let status = stranger.get("/utlamnanden/utkast/1/begaran").await.status;
        assert_eq!(status, StatusCode::NOT_FOUND);
        for (name, unit, offered) in [("Siv Alm", 1, true), ("Kim Ek", 2, false)] {
            let grant = Grant {
                role: Role::Officer,
                unit: Some(UnitId(unit)),
            };
            let mut person = town.sign_in_with(name, vec![grant]).await;
            let log = person.open_page("/utlamnanden").await;
            assert_eq!(log.has("Påbörjade utlämnanden"), offered, "{}", log.text());
            let status = person.get("/utlamnanden/utkast/1/begaran").await.status;
            assert_eq!(status == StatusCode::OK, offered, "{status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discarded_draft_leaves_nothing_of_what_was_typed() {
    for engine in engines().await {
        let (_, mut officer, site) = at_the_counter(&engine).await;
        asked(&mut officer, &site).await;
        assert!(kept(&engine).await[0].body.contains("Skadegörelse"));
        // Its request is in the log, and ends with a reason.
        let led = officer.send("/utlamnanden/utkast/1/kassering", &[]).await;
        assert!(kept(&engine).await[0].body.contains("Skadegörelse"));
        let ended = [("reason", "Polisen tog tillbaka den")];
        officer.fill_in(&led.location, &ended).await;
        // One of which nothing is in the log is thrown away at once.
        begun(&mut officer, &site).await;
        let done = officer.send("/utlamnanden/utkast/2/kassering", &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        for draft in kept(&engine).await {
            let left = (draft.body.as_str(), draft.ended.as_str());
            assert_eq!(left, ("", "kasserat"));
        }
        let gone = officer.get("/utlamnanden/utkast/1/begaran").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert!(!officer.open_page("/utlamnanden").await.has("Påbörjade"));
        let refused = engine
            .db
            .read()
            .execute_unprepared("DELETE FROM desk_trace")
            .await;
        assert!(refused.unwrap_err().to_string().contains("append-only"));
    }
}
