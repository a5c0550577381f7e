//! What one request reads goes over one connection, and is of one moment until the request writes.

use std::time::Duration;

use futures_util::future::join_all;
use objektiv::db::Db;
use objektiv::db::look::looking;
use sea_orm::{ConnectionTrait, Statement};

use crate::engine::engines;

async fn count(db: &Db) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM lease";
    let row = db.read().query_one_raw(Statement::from_string(
        db.read().get_database_backend(),
        sql,
    ));
    row.await.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn write(db: &Db, job: &str) {
    let tx = db.begin_write().await.unwrap();
    let sql = format!("INSERT INTO lease (job, holder, expires_at) VALUES ('{job}', '', 0)");
    tx.execute_unprepared(&sql).await.unwrap();
    tx.commit().await.unwrap();
}

/// Somebody else writes: another task, which has no part in this one's look.
async fn meanwhile(db: &Db, job: &'static str) {
    let db = db.clone();
    tokio::spawn(async move { write(&db, job).await })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_request_sees_what_others_wrote_after_it_wrote_itself_or_looked_up() {
    for engine in engines().await {
        let db = &engine.db;
        looking(async {
            assert_eq!(count(db).await, 0);
            meanwhile(db, "one").await;
            if db.is_sqlite() {
                assert_eq!(count(db).await, 0, "as when it began to read");
            }
            write(db, "own").await;
            assert_eq!(count(db).await, 2);
            meanwhile(db, "two").await;
            assert_eq!(count(db).await, 3, "who has written looks anew each time");
        })
        .await;
        looking(async {
            assert_eq!(count(db).await, 3);
            meanwhile(db, "three").await;
            db.read().look_up().await;
            assert_eq!(count(db).await, 4);
        })
        .await;
    }
}

#[tokio::test]
async fn requests_that_take_their_time_keep_nobody_from_reading_or_writing() {
    for engine in engines().await {
        let db = &engine.db;
        let slow = (0..40).map(|number| {
            looking(async move {
                count(db).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                write(db, &format!("job {number}")).await;
                count(db).await
            })
        });
        let seen = join_all(slow).await;
        assert_eq!(seen.iter().max(), Some(&40));
    }
}

#[tokio::test]
async fn a_query_that_fails_does_not_keep_the_next_one_from_its_answer() {
    for engine in engines().await {
        let db = &engine.db;
        looking(async {
            assert_eq!(count(db).await, 0);
            let nonsense = "SELECT nothing FROM nowhere";
            let backend = db.read().get_database_backend();
            let failed = db
                .read()
                .query_one_raw(Statement::from_string(backend, nonsense))
                .await;
            assert!(failed.is_err());
            assert_eq!(count(db).await, 0);
        })
        .await;
    }
}
