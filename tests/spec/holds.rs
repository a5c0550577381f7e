//! Footage that is kept although its time has passed, and orders that must not be known of.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::compliance::store::next_dossiers;
use objektiv::db::record;
use objektiv::hold::Hold;
use objektiv::site::SiteId;

use crate::browser::{Browser, Town};
use crate::engine::{Engine, engines};
use crate::parts::with_a_site;

const REFERENCE: &str = "5000-K777-26";

/// A check that found nothing at all.
const GONE: [(&str, &str); 5] = [
    ("level", "disk"),
    ("store", "NVR i källaren"),
    ("checked_at", "2026-11-22"),
    ("checked_at-tid", "08.00"),
    ("nothing_seen", "ja"),
];

/// Registers a hold of footage from the evening before, and returns its path.
async fn hold(officer: &mut Browser, site: &str, typed: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("kind", "forelaggande"),
        ("issued_by", "Åklagarkammaren"),
        ("reference", REFERENCE),
        ("decided_on", "2026-11-21"),
        ("interval_from", "2026-11-20"),
        ("interval_from-tid", "22.00"),
        ("interval_until", "2026-11-20"),
        ("interval_until-tid", "23.00"),
        ("reason", "Förundersökning"),
        ("ends_on", "2027-02-19"),
    ];
    all.retain(|(name, _)| typed.iter().all(|(other, _)| other != name));
    all.extend(typed);
    let page = officer
        .fill_in(&format!("{site}/bevaranden/nytt"), &all)
        .await;
    page.link(
        typed
            .iter()
            .find(|(name, _)| *name == "reference")
            .map_or(REFERENCE, |(_, text)| text),
    )
}

async fn with_an_officer(engine: &Engine) -> (Town, Browser, Browser, String) {
    let (town, manager, site) = with_a_site(engine).await;
    let officer = town.sign_in("Per Holm", &[Role::Officer]).await;
    (town, manager, officer, site)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_registered_shown_judged_and_lifted() {
    for engine in engines().await {
        let (_, mut manager, mut officer, site) = with_an_officer(&engine).await;
        let path = hold(
            &mut officer,
            &site,
            &[("ends_on", "2027-06-30"), ("owner", "")],
        )
        .await;
        let page = officer.open_page(&path).await;
        page.says(&[
            REFERENCE,
            "Åklagarkammaren",
            "2026-11-20 22:00",
            "längre än det får",
            "Saknar skäl, ägare",
        ]);
        let theirs = manager.open_page(&site).await;
        assert!(
            theirs.has(REFERENCE) && theirs.has("längre än det får"),
            "{}",
            theirs.text()
        );
        let refused = manager.get(&format!("{path}/andra")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let lifted = [
            ("lifted_on", "2026-11-22"),
            ("lifted_because", "Åklagaren har hämtat bilderna"),
        ];
        officer.fill_in(&format!("{path}/andra"), &lifted).await;
        let theirs = manager.open_page(&site).await;
        assert!(!theirs.has("längre än det får"), "{}", theirs.text());
        assert!(
            manager
                .open_page(&format!("{site}/historik"))
                .await
                .has("Åklagaren har hämtat bilderna")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_ends_soon_is_a_finding_of_its_site_with_a_date() {
    for engine in engines().await {
        let (_, mut manager, mut officer, site) = with_an_officer(&engine).await;
        let owner = "Per Holm";
        let form = officer.open_page(&format!("{site}/bevaranden/nytt")).await;
        assert!(
            form.html.contains(owner) && !form.field("owner").is_empty(),
            "the one who registers it"
        );
        hold(
            &mut officer,
            &site,
            &[("kind", "begaran"), ("ends_on", "2026-12-10")],
        )
        .await;
        let page = manager.open_page(&site).await;
        assert!(
            page.has("Ett bevarande slutar 2026-12-10."),
            "{}",
            page.text()
        );
        assert!(
            page.html.contains("#bevaranden"),
            "the finding leads to the holds"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn footage_under_a_hold_cannot_be_recorded_as_gone() {
    for engine in engines().await {
        let (_, mut manager, mut officer, site) = with_an_officer(&engine).await;
        let path = hold(&mut officer, &site, &[]).await;
        let gone = GONE;
        let new = format!("{site}/gallringsbevis/nytt");
        let form = manager.open_page(&new).await;
        let refused = manager.submit(&form, &gone).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let errors = refused.errors().join(" ");
        assert!(
            errors.contains("2026-11-20 22:00")
                && errors.contains(REFERENCE)
                && errors.contains("ska bevaras"),
            "{errors}"
        );
        assert!(
            !manager.open_page(&site).await.has("NVR i källaren"),
            "nothing was recorded"
        );
        let left = [
            ("oldest_seen_at", "2026-11-20"),
            ("oldest_seen_at-tid", "21.00"),
            ("nothing_seen", ""),
        ];
        let mut all = gone.to_vec();
        all.retain(|(name, _)| *name != "nothing_seen");
        all.extend(left);
        manager.fill_in(&new, &all).await;
        officer
            .fill_in(
                &format!("{path}/andra"),
                &[("secured_at", "USB 4, kassaskåpet")],
            )
            .await;
        manager.fill_in(&new, &gone).await;
    }
}

/// An order that is too long and gives no reason, so that there would be much to say about it.
async fn gagged(officer: &mut Browser, site: &str) -> String {
    let typed = [("gag", "ja"), ("ends_on", "2027-09-30"), ("reason", "")];
    hold(officer, site, &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gagged_order_does_not_exist_for_those_who_must_not_know() {
    for engine in engines().await {
        let (town, mut manager, mut officer, site) = with_an_officer(&engine).await;
        let mut other = town.sign_in("Olle Berg", &[Role::Officer]).await;
        let mut auditor = town.sign_in("Olof Sten", &[Role::Auditor]).await;
        let pages = [
            site.clone(),
            format!("{site}/historik"),
            "/".to_owned(),
            "/bevakningar".to_owned(),
            "/paminnelser".to_owned(),
        ];
        // The first page after a save says so once.
        manager.open_page(&site).await;
        let mut before = Vec::new();
        for page in &pages {
            before.push(manager.open_page(page).await.text());
        }
        let path = gagged(&mut officer, &site).await;
        // Nothing has moved: not a finding, not a count, not a line of the history.
        for (page, before) in pages.iter().zip(&before) {
            assert_eq!(manager.open_page(page).await.text(), *before, "{page}");
        }
        let unknown = manager.get("/bevaranden/999999").await;
        for person in [&mut manager, &mut other, &mut auditor] {
            for below in ["", "/andra"] {
                let answer = person.get(&format!("{path}{below}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{below}");
                assert_eq!(answer.text(), unknown.text());
            }
            let sent = person.send(&path, &[("kind", "begaran")]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND);
            for page in &pages[..2] {
                let page = person.open_page(page).await;
                assert!(!page.has(REFERENCE), "{}", page.text());
            }
        }
        // The administrator reads no holds at all, this one no differently from another.
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        for path in [path.as_str(), "/bevaranden/999999"] {
            let answer = administrator.get(path).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
        }
        let db = engine.db.read();
        let dossiers = next_dossiers(db, town.kommun, SiteId(0)).await.unwrap();
        assert!(
            dossiers.iter().all(|dossier| dossier.holds.is_empty()),
            "no reminder, no list, no command line"
        );
        let stored = record::all::<Hold>(db, town.kommun).await.unwrap();
        assert_eq!(stored.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gagged_order_is_known_to_its_owner_the_decision_maker_and_the_dataskyddsombud() {
    for engine in engines().await {
        let (town, mut manager, mut officer, site) = with_an_officer(&engine).await;
        let path = gagged(&mut officer, &site).await;
        let mut dpo = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let mut decision_maker = town.sign_in("Karin Berg", &[Role::DecisionMaker]).await;
        for person in [&mut dpo, &mut decision_maker, &mut officer] {
            let page = person.open_page(&path).await;
            assert!(
                page.has("Åklagarkammaren") && page.has("längre än det får"),
                "{}",
                page.text()
            );
            let history = format!("{site}/historik");
            assert!(person.open_page(&site).await.has(REFERENCE));
            assert!(person.open_page(&history).await.has(REFERENCE));
        }
        // Whoever must not know is not told by an error either; those who may know see what was recorded.
        let new = format!("{site}/gallringsbevis/nytt");
        let page = manager.fill_in(&new, &GONE).await;
        assert!(!page.has("ska bevaras är borta"), "{}", page.text());
        assert!(officer.open_page(&path).await.has("NVR i källaren"));
        // Lifted of its gag it is a hold like any other.
        let told = [("gag", ""), ("secured_at", "USB 4")];
        decision_maker
            .fill_in(&format!("{path}/andra"), &told)
            .await;
        assert!(manager.open_page(&site).await.has(REFERENCE));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_and_an_access_request_are_recorded_and_fall_due() {
    for engine in engines().await {
        let (_, mut manager, mut officer, site) = with_an_officer(&engine).await;
        let lost = [
            ("discovered_at", "2026-11-21"),
            ("discovered_at-tid", "10.00"),
            ("what", "Ett USB-minne är borta"),
            ("risk", "ja"),
        ];
        officer
            .fill_in(&format!("{site}/incidenter/ny"), &lost)
            .await;
        let asked = [("received_on", "2026-10-25"), ("dnr", "KS 2026/0455")];
        officer
            .fill_in(&format!("{site}/tillgang/ny"), &asked)
            .await;
        let page = manager.open_page(&site).await;
        page.says(&[
            "En personuppgiftsincident ska vara anmäld senast 2026-11-24.",
            "En begäran om tillgång ska besvaras senast 2026-11-25.",
            "Ett USB-minne är borta",
        ]);
        let request = page.link("2026-10-25");
        manager
            .fill_in(
                &format!("{request}/andra"),
                &[("answered_on", "2026-11-22")],
            )
            .await;
        let page = manager.open_page(&site).await;
        assert!(!page.has("ska besvaras senast"), "{}", page.text());
    }
}
