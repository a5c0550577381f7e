//! The documented assessment: written in versions, signed once, never changed after.

use axum::http::StatusCode;
use objektiv::account::Role;

use crate::browser::{Browser, Page};
use crate::engine::engines;
use crate::parts::with_a_site;

const WHOLE: [(&str, &str); 7] = [
    ("kind", "egen"),
    ("assessed_on", "2026-11-20"),
    ("factor_brott", "Tre inbrott under 2026."),
    ("factor_hur", "Två kameror, nattetid."),
    ("factor_integritetsteknik", "Grannfasaden är maskerad."),
    ("factor_omrade", "Skolgården, stängd nattetid."),
    ("conclusion", "overvager"),
];

/// Writes an assessment of a site and returns its path.
async fn write(manager: &mut Browser, site: &str, typed: &[(&str, &str)]) -> String {
    let page = manager
        .fill_in(&format!("{site}/bedomningar/ny"), typed)
        .await;
    page.link("Version 1")
}

async fn sign(decider: &mut Browser, assessment: &str) -> Page {
    let page = decider
        .open_page(&format!("{assessment}/underskrift"))
        .await;
    decider.submit(&page, &[]).await
}

#[tokio::test]
async fn an_assessment_shows_both_sides_of_the_weighing() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let assessment = write(&mut manager, &site, &WHOLE).await;
        let page = manager.open_page(&assessment).await;
        page.says(&[
            "Intresset av att bevaka",
            "Tre inbrott under 2026.",
            "Intresset av att inte bli bevakad",
            "Grannfasaden är maskerad.",
            "Bevakningsintresset väger tyngre",
            "Inte underskriven än",
        ]);
        let change = page.link("Ändra");
        manager
            .fill_in(&change, &[("alternatives", "Bättre belysning")])
            .await;
        assert!(manager.open_page(&assessment).await.has("Bättre belysning"));
    }
}

#[tokio::test]
async fn what_is_missing_is_listed_before_anyone_can_sign() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let assessment = write(&mut manager, &site, &[("kind", "egen")]).await;
        let mut decider = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        let page = decider
            .open_page(&format!("{assessment}/underskrift"))
            .await;
        let missing = page.errors();
        assert_eq!(missing.len(), 6, "{missing:?}");
        assert!(missing.contains(&"Slutsats".to_owned()));
        assert!(missing.contains(&"Vilket område som bevakas".to_owned()));
        let forced = decider
            .send(&format!("{assessment}/underskrift"), &[("version", "1")])
            .await;
        assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(forced.errors(), missing);
    }
}

#[tokio::test]
async fn a_signed_assessment_cannot_be_changed_not_even_in_the_database() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let assessment = write(&mut manager, &site, &WHOLE).await;
        let stale = manager.open_page(&format!("{assessment}/andra")).await;
        let mut decider = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        let done = sign(&mut decider, &assessment).await;
        assert_eq!(done.location, assessment);
        let page = decider.open_page(&assessment).await;
        assert!(page.has("Bedömningen är underskriven") && page.has("Britt Ek"));
        assert!(page.has("2026-11-22"), "signed today: {}", page.text());
        assert!(
            !page.html.contains("/andra"),
            "no way to change it is shown"
        );

        let late = manager
            .submit(&stale, &[("conclusion", "overvager-inte")])
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("Registrera en ny version"), "{}", late.text());
        for path in [
            format!("{assessment}/andra"),
            format!("{assessment}/underskrift"),
        ] {
            assert_eq!(
                decider.get(&path).await.status,
                if path.ends_with("andra") {
                    StatusCode::FORBIDDEN
                } else {
                    StatusCode::CONFLICT
                }
            );
        }
        assert_eq!(
            manager.get(&format!("{assessment}/andra")).await.status,
            StatusCode::CONFLICT
        );
        let changed = engine
            .try_meddle("UPDATE assessment SET body = '{}'", [])
            .await;
        assert!(changed.is_err(), "the database refuses it too");
        let removed = engine.try_meddle("DELETE FROM assessment", []).await;
        assert!(removed.is_err());
    }
}

#[tokio::test]
async fn only_who_may_decide_signs() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let assessment = write(&mut manager, &site, &WHOLE).await;
        let path = format!("{assessment}/underskrift");
        assert_eq!(manager.get(&path).await.status, StatusCode::FORBIDDEN);
        let sent = manager.send(&path, &[("version", "1")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        assert!(
            manager
                .open_page(&assessment)
                .await
                .has("Inte underskriven än")
        );
    }
}

#[tokio::test]
async fn what_is_signed_is_what_was_read() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let assessment = write(&mut manager, &site, &WHOLE).await;
        let mut decider = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        let read = decider
            .open_page(&format!("{assessment}/underskrift"))
            .await;
        let edit = format!("{assessment}/andra");
        manager
            .fill_in(&edit, &[("factor_hur", "Tio kameror, dygnet runt.")])
            .await;
        let late = decider.submit(&read, &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            decider
                .open_page(&assessment)
                .await
                .has("Inte underskriven än")
        );
    }
}

#[tokio::test]
async fn a_new_version_begins_where_the_signed_one_ended_and_there_is_one_draft_at_a_time() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let assessment = write(&mut manager, &site, &WHOLE).await;
        let new = format!("{site}/bedomningar/ny");
        let early = manager.open_page(&new).await;
        assert_eq!(
            early.errors().len(),
            1,
            "the draft is pointed out before anyone types"
        );
        assert!(early.has("Version 1 är inte underskriven än"));
        let doubled = manager.submit(&early, &WHOLE).await;
        assert_eq!(doubled.status, StatusCode::UNPROCESSABLE_ENTITY);

        let mut decider = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        sign(&mut decider, &assessment).await;
        let form = manager.open_page(&new).await;
        assert_eq!(form.field("factor_brott"), "Tre inbrott under 2026.");
        assert_eq!(form.field("assessed_on"), "", "it is made anew");
        assert_eq!(form.field("conclusion"), "");
        let page = manager
            .fill_in(&new, &[("changes", "En kamera till")])
            .await;
        let second = page.link("Version 2");
        assert!(manager.open_page(&second).await.has("En kamera till"));
        let first = manager.open_page(&assessment).await;
        assert!(
            !first.has("En kamera till"),
            "the signed version is as it was"
        );
    }
}
