//! A release costs the same however many there are.

use axum::http::StatusCode;
use sea_orm::{ConnectionTrait, Statement};

use crate::browser::Town;
use crate::disclosures::{counter_of, release};
use crate::engine::{Asked, sqlite};

/// Tables that grow with what happens at the desk, year after year.
const GROWING: [&str; 9] = [
    "desk_step",
    "disclosure",
    "disclosure_draft",
    "desk_trace",
    "notice",
    "revision",
    "tl_disclosure",
    "tl_entry",
    "tl_node",
];

/// How SQLite finds what a statement asks for, step by step.
async fn plan(db: &impl ConnectionTrait, mut asked: Statement) -> Vec<String> {
    asked.sql = format!("EXPLAIN QUERY PLAN {}", asked.sql);
    let steps = db.query_all_raw(asked).await.unwrap();
    let steps = steps.iter().map(|step| step.try_get("", "detail").unwrap());
    steps.collect()
}

#[tokio::test]
async fn nothing_that_a_release_asks_for_goes_through_all_that_was_released_before() {
    let engine = sqlite().await;
    let (db, asked) = Asked::of(&engine.db);
    let town = Town::found(db, "ekebro").await;
    let (mut officer, site) = counter_of(&town).await;
    let first = release(&mut officer, &site, &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    asked.take();
    release(&mut officer, &site, &[("dnr", "KS 2026/0412")]).await;

    let asked = asked.take();
    // The steps cost two statements: which are in the log, and those that are not.
    let steps = asked.iter().filter(|one| one.sql.contains("desk_step"));
    assert_eq!(steps.count(), 2);
    let mut looked_at = 0;
    for statement in asked {
        let sql = statement.sql.clone();
        if !sql.starts_with("SELECT") {
            continue;
        }
        let steps = plan(engine.db.read(), statement).await;
        let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
        // One row from the end of an index, or one that has two keys of it.
        let ends = sql.contains("LIMIT") && !sorts;
        for step in steps {
            let mut words = step.split(' ').skip(1);
            if words.next().is_some_and(|table| GROWING.contains(&table)) {
                let by_keys = step.contains(" AND ") || step.contains("rowid=");
                assert!(
                    step.starts_with("SEARCH") && (by_keys || ends),
                    "{step}: {sql}"
                );
                looked_at += 1;
            }
        }
    }
    assert!(looked_at >= 4, "{looked_at} steps were looked at");
}
