//! The counter: a release is recorded once, with its entry in the log, and never changed.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::disclosure::{self, Disclosure};
use objektiv::ledger::audit;
use objektiv::ledger::verify::Verdict;
use objektiv::organisation::KommunId;
use objektiv::register::cases::RegisterCases;
use tempfile::TempDir;

use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::{Engine, engines};
use crate::parts::add_site;

pub const CLIP: &str =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  entre.mp4";

/// A site with a camera, and the officer at the counter.
pub async fn at_the_counter(engine: &Engine) -> (Town, Browser, String) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let (officer, site) = counter_of(&town).await;
    (town, officer, site)
}

/// The same where the log is signed, with the keys in the folder.
pub async fn at_a_signed_counter(engine: &Engine) -> (Town, Browser, String, TempDir) {
    let signer = tempfile::tempdir().unwrap();
    let town = Town::found_signed(engine.db.clone(), "ekebro", signer.path()).await;
    let (officer, site) = counter_of(&town).await;
    (town, officer, site, signer)
}

/// The same in a town that is there.
pub async fn counter_of(town: &Town) -> (Browser, String) {
    let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
    let site = add_site(&mut manager, "EK-001").await;
    let camera = [
        ("label", "0007"),
        ("status", "i-drift"),
        ("placement", "Entré norr"),
    ];
    manager
        .fill_in(&format!("{site}/kameror/ny"), &camera)
        .await;
    (town.sign_in("Per Holm", &[Role::Officer]).await, site)
}

/// The desk of a site, with the camera ticked and everything filled in that has no answer beforehand.
pub async fn release(officer: &mut Browser, site: &str, typed: &[(&str, &str)]) -> Page {
    let desk = desk(officer, site).await;
    let camera = camera_of(&desk);
    let mut all = vec![
        ("matter", "Skadegörelse vid entrén"),
        ("dnr", "KS 2026/0411"),
        ("delegation_reference", "Delegationsordningen 3.4"),
        ("cameras", camera.as_str()),
        ("interval_from", "2026-11-21"),
        ("interval_from-tid", "22.00"),
        ("interval_until", "2026-11-21"),
        ("interval_until-tid", "2330"),
        ("files", CLIP),
    ];
    all.retain(|(name, _)| typed.iter().all(|(other, _)| other != name));
    all.extend(typed);
    officer.submit(&desk, &all).await
}

async fn desk(officer: &mut Browser, site: &str) -> Page {
    let number = site.rsplit('/').next().unwrap();
    officer
        .open_page(&format!("/utlamnanden/nytt?bevakning={number}"))
        .await
}

/// The value of the only camera on the form.
fn camera_of(desk: &Page) -> String {
    let at = desk.html.find("name=\"cameras\"").unwrap();
    let value = &desk.html[at..];
    value
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

pub async fn recorded(engine: &Engine, kommun: KommunId) -> Vec<disclosure::store::Recorded> {
    disclosure::store::latest(engine.db.read(), kommun, None, None, 100)
        .await
        .unwrap()
}

pub async fn log_is_intact(engine: &Engine, kommun: KommunId) {
    let cases = RegisterCases {
        db: engine.db.read(),
        kommun,
    };
    let report = audit::verify(engine.db.read(), kommun, Some(&cases))
        .await
        .unwrap();
    assert_eq!(report.verdict, Verdict::Intact, "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_to_the_police_is_recorded_with_its_entry_in_the_log() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let done = release(&mut officer, &site, &[("officer", "Insp. M. Holm")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let page = officer.open_page(&done.location).await;
        page.says(&[
            "Utlämnande 1",
            "Insp. M. Holm",
            "LUB",
            "0007, Entré norr",
            "2026-11-21 22:00",
            "2026-11-21 23:30",
            "entre.mp4",
            "i loggen",
        ]);
        let all = recorded(&engine, town.kommun).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].data.number, 1);
        assert_eq!(all[0].recorded_at, NOW);
        log_is_intact(&engine, town.kommun).await;
        assert!(
            officer
                .open_page("/utlamnanden")
                .await
                .has("Skadegörelse vid entrén")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_is_one_release() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let desk = desk(&mut officer, &site).await;
        let camera = camera_of(&desk);
        let typed = [
            ("matter", "Skadegörelse"),
            ("dnr", "KS 2026/0411"),
            ("delegation_reference", "Delegationsordningen 3.4"),
            ("cameras", camera.as_str()),
            ("interval_from", "2026-11-21"),
            ("interval_from-tid", "22.00"),
            ("interval_until", "2026-11-21"),
            ("interval_until-tid", "23.30"),
            ("files", CLIP),
        ];
        let first = officer.submit(&desk, &typed).await;
        let second = officer.submit(&desk, &typed).await;
        assert_eq!(first.location, second.location);
        assert_eq!(recorded(&engine, town.kommun).await.len(), 1);
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_impossible_is_said_at_once_and_what_was_typed_is_kept() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [
            ("matter", ""),
            ("files", "entre.mp4"),
            ("interval_until-tid", "21.00"),
            ("officer", "Insp. M. Holm"),
        ];
        let refused = release(&mut officer, &site, &typed).await;
        refused.refuses(&[
            "Fyll i uppgiften",
            "Rad 1 är inte en kontrollsumma",
            "kan inte sluta innan de börjar",
        ]);
        assert_eq!(refused.field("officer"), "Insp. M. Holm");
        assert_eq!(refused.field("files"), "entre.mp4");
        assert!(refused.html.contains("<title>Fel: "));
        assert!(recorded(&engine, town.kommun).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personnummer_is_asked_about_before_it_is_saved_for_good() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [("note", "Hämtades av 19850214-1234")];
        let asked = release(&mut officer, &site, &typed).await;
        asked.refuses(&["personnummer"]);
        assert!(recorded(&engine, town.kommun).await.is_empty());
        let meant = officer.submit(&asked, &[("aware", "ja")]).await;
        assert_eq!(meant.status, StatusCode::SEE_OTHER, "{:?}", meant.errors());
        assert_eq!(recorded(&engine, town.kommun).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_and_the_other_kommun_see_no_disclosure() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let path = release(&mut officer, &site, &[]).await.location;
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        assert_eq!(administrator.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            administrator.get("/utlamnanden").await.status,
            StatusCode::FORBIDDEN
        );
        let other = Town::found_in(town.app.clone(), "lindby").await;
        let mut stranger = other.sign_in("Per Holm", &[Role::Officer]).await;
        let unknown = stranger.get("/utlamnanden/999999").await;
        let theirs = stranger.get(&path).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!(theirs.text(), unknown.text());
        let number = site.rsplit('/').next().unwrap();
        let desk = stranger
            .get(&format!("/utlamnanden/nytt?bevakning={number}"))
            .await;
        assert_eq!(desk.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_to_change_or_remove_a_release() {
    use sea_orm::ConnectionTrait;
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        release(&mut officer, &site, &[]).await;
        for statement in [
            "UPDATE disclosure SET recipient = 'x'",
            "DELETE FROM disclosure",
        ] {
            let refused = engine
                .db
                .read()
                .execute_unprepared(statement)
                .await
                .unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_releases_at_once_get_numbers_without_gaps() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        release(&mut officer, &site, &[]).await;
        let pattern: Disclosure = recorded(&engine, town.kommun).await.remove(0).data;
        let writers = (0..64).map(|writer| {
            let (db, kommun, disclosure) = (engine.db.clone(), town.kommun, pattern.clone());
            tokio::spawn(async move {
                let tx = db.begin_write().await.unwrap();
                let key = format!("counter {writer}");
                let by = crate::desk::taken(&key);
                let done = disclosure::store::record(&tx, kommun, &disclosure, by, NOW).await;
                let done = done.unwrap();
                tx.commit().await.unwrap();
                assert!(done.is_new);
                done.recorded.data.number
            })
        });
        let mut numbers = Vec::new();
        for writer in writers.collect::<Vec<_>>() {
            numbers.push(writer.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (2..=65).collect::<Vec<_>>());
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_is_said_before_it_is_saved_and_is_saved_all_the_same() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [
            ("dnr", ""),
            ("recipient", "annan"),
            ("recipient_name", "Ekebro Försäkring"),
        ];
        let asked = release(&mut officer, &site, &typed).await;
        asked.refuses(&[
            "Grunden gäller inte för mottagaren",
            "Diarienummer: saknas",
            "5 kap. 2 §",
        ]);
        assert_eq!(asked.field("recipient_name"), "Ekebro Försäkring");
        assert!(recorded(&engine, town.kommun).await.is_empty());
        let meant = officer.submit(&asked, &[("aware", "ja")]).await;
        assert_eq!(meant.status, StatusCode::SEE_OTHER, "{:?}", meant.errors());
        let page = officer.open_page(&meant.location).await;
        assert!(
            page.has("Grunden gäller inte för mottagaren") && page.has("Diarienummer: saknas"),
            "{}",
            page.text()
        );
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_an_entry_of_its_kind_and_needs_no_files() {
    use objektiv::disclosure::{Decision, Medium};
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [
            ("recipient", "enskild"),
            ("ground", "TF_2_15"),
            ("decision", "avslag"),
            ("files", ""),
            ("told_of_appeal", "ja"),
            ("decision_asked_for", "ja"),
            ("written_decision", "ja"),
            ("refusal_reasons", "32 kap. 3 § OSL"),
            ("served_on", "2026-11-22"),
        ];
        let done = release(&mut officer, &site, &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let page = officer.open_page(&done.location).await;
        assert!(
            page.has("Avslag") && page.has("2026-12-14") && !page.has("SHA-256"),
            "three weeks from a Sunday, moved to the Monday: {}",
            page.text()
        );
        let all = recorded(&engine, town.kommun).await;
        assert_eq!(all[0].data.decision, Decision::Refused);
        assert_eq!(all[0].data.medium, Medium::Nothing);
        let idx = u64::try_from(all[0].ledger_idx).unwrap();
        let entries =
            objektiv::ledger::read::entries(engine.db.read(), town.kommun, idx, idx + 1).await;
        let entries = entries.unwrap();
        let entry = objektiv::ledger::entry::Entry::parse(&entries[0].bytes).unwrap();
        assert_eq!(entry.kind, objektiv::ledger::EntryKind::Refusal);
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_to_say_who_they_are_or_why_to_ask_for_a_public_record() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [
            ("recipient", "enskild"),
            ("ground", "TF_2_15"),
            ("matter", "Begäran om allmän handling"),
        ];
        // Not a word of who asks or why, and no rule that says there should be one.
        let done = release(&mut officer, &site, &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let data = recorded(&engine, town.kommun).await.remove(0).data;
        for field in [&data.recipient_name, &data.officer, &data.case_reference] {
            assert_eq!(field, "");
        }
        // What the form cannot do without is about the kommun and the footage, and nothing else.
        let empty = desk(&mut officer, &site).await;
        let (_, pairs) = empty.form();
        let cleared: Vec<(&str, &str)> = pairs
            .iter()
            .filter(|(name, _)| name != "request_key")
            .map(|(name, _)| (name.as_str(), ""))
            .collect();
        let refused = officer.submit(&empty, &cleared).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut demanded = refused.fields_in_error();
        demanded.sort_unstable();
        demanded.dedup();
        let about_the_kommun_and_the_footage = [
            "cameras",
            "channel",
            "decided_by",
            "decided_on",
            "decision",
            "files",
            "ground",
            "interval_from",
            "interval_until",
            "matter",
            "medium",
            "received_at",
            "received_by",
            "recipient",
        ];
        assert_eq!(demanded, about_the_kommun_and_the_footage);
        assert!(
            empty.has("behöver inte säga vem hen är"),
            "{}",
            empty.text()
        );
    }
}
