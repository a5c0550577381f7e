//! What was acknowledged is never lost: a process is killed in the middle of appending and signing, again and again, and
//! several processes append and sign at once. The child is this test binary itself.

pub mod child;
pub mod moments;
pub mod stands;

use std::fs;

use objektiv::ledger::proof::verify_consistency;
use objektiv::ledger::signing::prove_consistency;
use objektiv::ledger::verify::Verdict;

use self::child::{Order, Seen};
use self::stands::Log;
use super::faults::long;
use super::{EKEBRO, opened, verified};
use crate::engine::engines;

#[tokio::test]
async fn a_process_killed_while_appending_loses_nothing_that_it_acknowledged() {
    for engine in engines().await {
        let log = Log::ready(engine).await;
        let mut size = 1;
        for round in 0..if long() { 200 } else { 20 } {
            let kill_after = 1 + round % 20 * 2;
            let order = Order::at_once(&log.engine, Some(log.outside.path()), 4_000);
            let seen = Seen::until(order.start(), kill_after);
            assert!(
                seen.count() >= kill_after && seen.appended.len() < 4_000,
                "killed while appending"
            );
            let what = format!("round {round}");
            let stands = log.stands(&seen, &what).await;
            let last = seen.appended.into_iter().max().unwrap();
            assert!(last >= size, "new entries follow the old ones");
            log.signs_on(&stands, &what).await;
            size = stands.size;
        }
    }
}

#[tokio::test]
async fn several_processes_append_to_one_log_without_failure_fork_or_gap() {
    for engine in engines().await {
        opened(&engine).await;
        let children: Vec<_> = (0..4)
            .map(|_| Order::at_once(&engine, None, 40).start())
            .collect();
        let seen = children.into_iter().map(Seen::of);
        let mut all: Vec<u64> = seen.flat_map(|seen| seen.appended).collect();
        all.sort_unstable();
        assert_eq!(all, (1..=160).collect::<Vec<u64>>());
        assert_eq!(verified(&engine).await.verdict, Verdict::Intact);
    }
}

/// Each of the children appends forty entries and signs twenty times, in four tasks.
#[tokio::test]
async fn several_processes_sign_one_log_in_turn_and_what_they_sign_is_one_history() {
    for engine in engines().await {
        let log = Log::ready(engine).await;
        let before = log.stands(&Seen::default(), "before").await;
        let signatures_before = signatures(&log);
        let base = Some(log.outside.path());
        let children: Vec<_> = (0..4)
            .map(|_| Order::at_once(&log.engine, base, 40).start())
            .collect();
        let mut all = Seen::default();
        for child in children {
            let seen = Seen::of(child);
            assert_eq!((seen.appended.len(), seen.signed.len()), (40, 20));
            all.appended.extend(seen.appended);
            all.signed.extend(seen.signed);
        }
        all.appended.sort_unstable();
        let new = before.size..before.size + 160;
        assert_eq!(all.appended, new.collect::<Vec<_>>());
        let stands = log.stands(&all, "afterwards").await;
        // Every signature was remembered, and none of them on top of what somebody else had read before.
        assert_eq!(signatures(&log), signatures_before + 80);
        assert_eq!(stands.memory.size, stands.size, "the last one signs all");
        assert_eq!(stands.stored.last(), Some(&stands.memory));
        let db = log.engine.db.read();
        for pair in stands.stored.windows(2) {
            let (old, new) = ((pair[0].size, pair[0].root), (pair[1].size, pair[1].root));
            let proof = prove_consistency(db, EKEBRO, old.0, new.0).await.unwrap();
            assert_eq!(verify_consistency(old, new, &proof), Ok(()), "{pair:?}");
        }
        log.signs_on(&stands, "afterwards").await;
    }
}

/// How many times the signer of a log has remembered something.
fn signatures(log: &Log) -> u64 {
    let file = fs::read_to_string(log.folder().join("state.json")).unwrap();
    let states = file.lines().filter(|line| !line.is_empty());
    let turn = |line: &str| {
        let state: serde_json::Value = serde_json::from_str(line).unwrap();
        state["turn"].as_u64().unwrap()
    };
    states.map(turn).max().unwrap()
}
