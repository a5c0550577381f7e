//! The rules: those that the program itself upholds, and those about disclosures.

use std::path::Path;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::law::PolicySet;

use crate::browser::Town;
use crate::engine::engines;
use crate::parts::with_a_site;

/// Every test of the product, by name.
fn tests_in(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_in(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = source.lines().map(str::trim).collect();
            for pair in lines.windows(2) {
                let is_test = pair[0] == "#[test]" || pair[0].starts_with("#[tokio::test");
                let name = pair[1]
                    .trim_start_matches("async ")
                    .strip_prefix("fn ")
                    .and_then(|rest| rest.split('(').next());
                found.extend(name.filter(|_| is_test).map(str::to_owned));
            }
        }
    }
}

#[test]
fn every_test_that_a_rule_names_as_its_guard_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut known = Vec::new();
    tests_in(&root.join("src"), &mut known);
    tests_in(&root.join("tests/spec"), &mut known);
    let rules = PolicySet::embedded().unwrap();
    let mut guarded = 0;
    for policy in rules.iter() {
        for guard in &policy.guarded_by {
            guarded += 1;
            assert!(known.contains(guard), "{}: no test {guard}", policy.number);
        }
    }
    assert!(guarded >= 6, "{guarded} guards");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_site_and_its_assessments_cannot_be_removed() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        manager
            .fill_in(
                &format!("{site}/andra"),
                &[("status", "avslutad"), ("ended_on", "2026-11-01")],
            )
            .await;
        let assessment = manager
            .fill_in(
                &format!("{site}/bedomningar/ny"),
                &[("kind", "egen"), ("assessed_on", "2026-01-10")],
            )
            .await;
        assert!(assessment.has("Bedömningar"), "{}", assessment.text());
        for table in ["assessment", "site"] {
            let refused = engine.try_meddle(&format!("DELETE FROM {table}"), []).await;
            let why = refused.unwrap_err().to_string();
            assert!(why.contains(&format!("{table} is kept")), "{why}");
        }
        for path in [
            site.clone(),
            format!("{site}/bedomningar/1"),
            "/bedomningar/1".into(),
        ] {
            let answer = manager.delete(&path).await;
            assert!(
                [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND].contains(&answer.status),
                "{path}: {}",
                answer.status
            );
        }
        assert!(manager.open_page(&site).await.has("Avslutad"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_rules_lists_those_about_disclosures_and_those_without_examples() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut reader = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = reader.open_page("/regler").await;
        for number in ["D01", "D11", "D20", "R17", "R37"] {
            assert!(page.has(number), "{number}");
        }
        let guarded = reader
            .open_page("/regler/tf-2-18-no-identity-demanded")
            .await;
        assert!(
            guarded.has("Upprätthålls av programmet"),
            "{}",
            guarded.text()
        );
    }
}
