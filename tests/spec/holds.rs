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
        for words in [
            REFERENCE,
            "Åklagarkammaren",
            "2026-11-20 22:00",
            "längre än det får",
            "saknar skäl, ägare",
        ] {
            assert!(page.has(words), "”{words}” is not in: {}", page.text());
        }
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
        let gone = [
            ("level", "disk"),
            ("store", "NVR i källaren"),
            ("checked_at", "2026-11-22"),
            ("checked_at-tid", "08.00"),
            ("nothing_seen", "ja"),
        ];
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
            manager.open_page(&site).await.has("NVR i källaren") == false,
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

#[tokio::test(flavor = "multi_thread")]
async fn a_gagged_order_does_not_exist_for_those_who_must_not_know() {
    for engine in engines().await {
        let (town, mut manager, mut officer, site) = with_an_officer(&engine).await;
        manager.open_page(&site).await;
        let before = manager.open_page(&site).await.text();
        let history = manager.open_page(&format!("{site}/historik")).await.text();
        let start = manager.open_page("/").await.text();
        let path = hold(
            &mut officer,
            &site,
            &[("gag", "ja"), ("ends_on", "2027-09-30"), ("reason", "")],
        )
        .await;
        let mut others = vec![
            town.sign_in("Olle Berg", &[Role::Officer]).await,
            town.sign_in("Olof Sten", &[Role::Auditor]).await,
        ];
        let unknown = manager.get("/bevaranden/999999").await;
        for person in others.iter_mut().chain([&mut manager]) {
            for below in ["", "/andra"] {
                let answer = person.get(&format!("{path}{below}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{below}");
                assert_eq!(answer.text(), unknown.text());
            }
            let sent = person.send(&path, &[("kind", "begaran")]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND);
            for page in [
                site.clone(),
                format!("{site}/historik"),
                "/".into(),
                "/bevakningar".into(),
            ] {
                let page = person.open_page(&page).await;
                assert!(
                    !page.has(REFERENCE) && !page.has("Åklagarkammaren"),
                    "{}",
                    page.text()
                );
            }
        }
        // Nothing has moved for them: not a finding, not a count, not a line of the history.
        assert_eq!(manager.open_page(&site).await.text(), before);
        assert_eq!(
            manager.open_page(&format!("{site}/historik")).await.text(),
            history
        );
        assert_eq!(manager.open_page("/").await.text(), start);
        let dossiers = next_dossiers(engine.db.read(), town.kommun, SiteId(0))
            .await
            .unwrap();
        assert!(
            dossiers.iter().all(|dossier| dossier.holds.is_empty()),
            "no reminder, no list"
        );
        assert_eq!(
            record::all::<Hold>(engine.db.read(), town.kommun)
                .await
                .unwrap()
                .len(),
            1
        );
        // The administrator reads no holds at all, this one no differently from another.
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        assert_eq!(administrator.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            administrator.get("/bevaranden/999999").await.status,
            StatusCode::FORBIDDEN
        );
        assert!(!administrator.open_page(&site).await.has(REFERENCE));

        let mut told = vec![
            town.sign_in("Vera Lind", &[Role::Dpo]).await,
            town.sign_in("Karin Berg", &[Role::DecisionMaker]).await,
        ];
        for person in told.iter_mut().chain([&mut officer]) {
            let page = person.open_page(&path).await;
            assert!(
                page.has("Åklagarkammaren") && page.has("längre än det får"),
                "{}",
                page.text()
            );
            assert!(person.open_page(&site).await.has(REFERENCE));
            assert!(
                person
                    .open_page(&format!("{site}/historik"))
                    .await
                    .has(REFERENCE)
            );
        }
        // Whoever must not know is not told by an error either; those who may know see what it said.
        let gone = [
            ("level", "disk"),
            ("store", "NVR i källaren"),
            ("checked_at", "2026-11-22"),
            ("checked_at-tid", "08.00"),
            ("nothing_seen", "ja"),
        ];
        manager
            .fill_in(&format!("{site}/gallringsbevis/nytt"), &gone)
            .await;
        assert!(officer.open_page(&path).await.has("NVR i källaren"));
        assert!(!manager.open_page(&site).await.has("ska bevaras är borta"));
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
        for words in [
            "En personuppgiftsincident ska vara anmäld senast 2026-11-24.",
            "En begäran om tillgång ska besvaras senast 2026-11-25.",
            "Ett USB-minne är borta",
        ] {
            assert!(page.has(words), "”{words}” is not in: {}", page.text());
        }
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
