//! What somebody can do who owns the database.

use objektiv::ledger::read::{self, StoredEntry};
use objektiv::ledger::tree::leaf_hash;
use objektiv::ledger::{Entry, Head, NewEntry};
use sea_orm::DatabaseBackend;

use super::{EKEBRO, NINE, ORIGIN, log_of};
use crate::engine::{Engine, engines};

pub const RELEASES: u64 = 20;

/// A log of entries 0 to 20 whose database no longer refuses anything.
pub async fn defenceless() -> Vec<Engine> {
    let engines = engines().await;
    for engine in &engines {
        log_of(engine, RELEASES).await;
        disarm(engine).await;
    }
    engines
}

/// The tables of the log.
pub const TABLES: [&str; 6] = [
    "tl_entry",
    "tl_node",
    "tl_disclosure",
    "tl_head",
    "tl_checkpoint",
    "tl_attestation",
];

/// Drops the triggers.
pub async fn disarm(engine: &Engine) {
    for table in TABLES {
        for verb in ["update", "delete"] {
            let sql = match engine.backend() {
                DatabaseBackend::Sqlite => format!("DROP TRIGGER IF EXISTS {table}_no_{verb}"),
                _ => format!("DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}"),
            };
            engine.meddle(&sql, []).await;
        }
    }
}

pub async fn stored(engine: &Engine, idx: u64) -> StoredEntry {
    let rows = read::entries(engine.db.read(), EKEBRO, idx, idx + 1)
        .await
        .unwrap();
    rows.into_iter().next().unwrap()
}

pub async fn put(engine: &Engine, idx: u64, bytes: Vec<u8>, leaf: Vec<u8>) {
    let sql = "UPDATE tl_entry SET entry = ?, leaf = ? WHERE idx = ?";
    let idx = i64::try_from(idx).unwrap();
    engine
        .meddle(sql, [bytes.into(), leaf.into(), idx.into()])
        .await;
}

/// The entry one second later than it was: still a well-formed entry.
pub fn backdated(row: &StoredEntry) -> Vec<u8> {
    let mut entry = Entry::parse(&row.bytes).unwrap();
    entry.at += time::Duration::SECOND;
    entry.to_bytes().unwrap()
}

/// The head as it was after the first `size` entries.
pub async fn rebuilt(engine: &Engine, size: u64) -> Head {
    let mut head = Head::before_genesis(ORIGIN, NINE).unwrap();
    for row in read::entries(engine.db.read(), EKEBRO, 0, size)
        .await
        .unwrap()
    {
        head.prev = leaf_hash(&row.bytes);
        head.frontier.push(head.prev);
    }
    head
}

/// Writes the entries from `first` on anew, one second later, each chained to the one before.
pub async fn rebuild_from(engine: &Engine, first: u64) -> Head {
    let mut head = rebuilt(engine, first).await;
    for idx in first..=RELEASES {
        let kept = Entry::parse(&stored(engine, idx).await.bytes).unwrap();
        let at = kept.at + time::Duration::SECOND;
        let mut written = head
            .clone()
            .append(at, NewEntry::new(kept.kind), || Ok([0; 16]))
            .unwrap();
        let mut entry = Entry::parse(&written.bytes).unwrap();
        entry.sealed = kept.sealed;
        written.bytes = entry.to_bytes().unwrap();
        let leaf = leaf_hash(&written.bytes);
        head.frontier.push(leaf);
        (head.prev, head.at) = (leaf, at);
        put(engine, idx, written.bytes, leaf.0.to_vec()).await;
    }
    head
}

pub async fn rebuild_nodes(engine: &Engine) {
    let mut head = rebuilt(engine, 0).await;
    let rows = read::entries(engine.db.read(), EKEBRO, 0, RELEASES + 1).await;
    for row in rows.unwrap() {
        for node in head.frontier.push(leaf_hash(&row.bytes)) {
            let sql = "UPDATE tl_node SET h = ? WHERE lvl = ? AND i = ?";
            let (level, index) = (i16::from(node.level), i64::try_from(node.index).unwrap());
            let values = [node.hash.0.to_vec().into(), level.into(), index.into()];
            engine.meddle(sql, values).await;
        }
    }
}

pub async fn set_head(engine: &Engine, head: &Head) {
    let sql = "UPDATE tl_head SET size = ?, at = ?, prev = ?, frontier = ?";
    let values = [
        i64::try_from(head.size()).unwrap().into(),
        head.at.unix_timestamp().into(),
        head.prev.0.to_vec().into(),
        head.frontier.to_bytes().into(),
    ];
    engine.meddle(sql, values).await;
}
