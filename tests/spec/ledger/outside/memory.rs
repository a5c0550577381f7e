//! The auditor's own machine: what was seen is remembered, and another log is an alarm.

use objektiv::ledger::Hash;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::outside::memory::{Alarm, Found, Memory, MemoryError};
use objektiv::ledger::outside::party::cosigned_at;
use objektiv::ledger::outside::step::Step;

use super::{Today, today, today_on};
use crate::engine::sqlite;
use crate::ledger::ORIGIN;

async fn steps(log: &Today) -> (Step, Step) {
    let first = log.round().publish().await.unwrap();
    let first = log.round().to_mail(&first).await.unwrap().unwrap();
    log.round().mailed(&first).await.unwrap();
    log.release(log.now, 30).await;
    let tomorrow = log.round_at(log.now + time::Duration::DAY);
    let second = tomorrow.publish().await.unwrap();
    let second = tomorrow.to_mail(&second).await.unwrap().unwrap();
    (first, second)
}

#[tokio::test]
async fn a_log_that_grows_is_followed_from_mail_to_mail() {
    for log in today().await {
        let (first, second) = steps(&log).await;
        let own = tempfile::tempdir().unwrap();
        let (memory, key) = (Memory::new(own.path()), log.signer.public().unwrap());
        assert!(matches!(
            memory.judge(key, &first).unwrap(),
            Found::First(_)
        ));
        assert!(matches!(memory.judge(key, &first).unwrap(), Found::Same(_)));
        let found = memory.judge(key, &second).unwrap();
        assert!(
            matches!(&found, Found::Continues { seen: 8, now } if now.size == 39),
            "{found:?}"
        );
        let late = memory.judge(key, &first).unwrap();
        assert_eq!(late, Found::Alarm(Alarm::Shorter { seen: 39, size: 8 }));
        assert_eq!(
            memory.seen(key).unwrap().unwrap().size,
            39,
            "and is not forgotten"
        );
    }
}

#[tokio::test]
async fn a_missed_mail_is_not_taken_for_fine() {
    let log = today_on(sqlite().await).await;
    let (first, second) = steps(&log).await;
    let own = tempfile::tempdir().unwrap();
    let (memory, key) = (Memory::new(own.path()), log.signer.public().unwrap());
    memory.judge(key, &first).unwrap();
    let from_elsewhere = log.round().step(5, &second.checkpoint).await.unwrap();
    let found = memory.judge(key, &from_elsewhere).unwrap();
    assert_eq!(found, Found::Gap { seen: 8, from: 5 });
    assert_eq!(memory.seen(key).unwrap().unwrap().size, 8);
}

#[tokio::test]
async fn a_log_that_was_rewritten_and_signed_again_is_an_alarm_and_both_sides_are_kept() {
    let log = today_on(sqlite().await).await;
    let (first, second) = steps(&log).await;
    let own = tempfile::tempdir().unwrap();
    let (memory, key) = (Memory::new(own.path()), log.signer.public().unwrap());
    memory.judge(key, &first).unwrap();
    let signed = |size, root: &[u8]| {
        let head = TreeHead {
            origin: ORIGIN.to_owned(),
            size,
            root: Hash::of(root),
        };
        head.sign(log.signer.keys(), log.now).unwrap()
    };
    let two = Step {
        checkpoint: signed(8, b"another"),
        ..first.clone()
    };
    let found = memory.judge(key, &two).unwrap();
    assert_eq!(found, Found::Alarm(Alarm::TwoLogs { size: 8 }));
    let rewritten = Step {
        checkpoint: signed(39, b"another"),
        ..second
    };
    let found = memory.judge(key, &rewritten).unwrap();
    assert_eq!(found, Found::Alarm(Alarm::Rewritten { seen: 8, size: 39 }));
    let kept = std::fs::read_dir(own.path()).unwrap();
    let names: Vec<String> = kept
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let alarms = names
        .iter()
        .filter(|name| name.starts_with("larm-"))
        .count();
    assert_eq!(alarms, 2, "{names:?}");
    assert_eq!(
        memory.seen(key).unwrap().unwrap(),
        TreeHead::parse(first.checkpoint.text()).unwrap()
    );
}

#[tokio::test]
async fn what_the_log_did_not_sign_is_not_judged_at_all() {
    let log = today_on(sqlite().await).await;
    let (mut first, _) = steps(&log).await;
    let own = tempfile::tempdir().unwrap();
    let (memory, key) = (Memory::new(own.path()), log.signer.public().unwrap());
    let text = first.checkpoint.to_string().replace("\n8\n", "\n9\n");
    first.checkpoint = objektiv::ledger::note::Note::parse(text.as_bytes()).unwrap();
    assert!(matches!(
        memory.judge(key, &first),
        Err(MemoryError::Checkpoint(_))
    ));
    assert_eq!(memory.seen(key).unwrap(), None);
}

#[tokio::test]
async fn a_witness_signs_by_hand_with_a_key_of_its_own_and_the_time() {
    let log = today_on(sqlite().await).await;
    let (first, _) = steps(&log).await;
    let own = tempfile::tempdir().unwrap();
    let memory = Memory::new(own.path());
    assert!(matches!(
        memory.cosign(&first.checkpoint, log.now),
        Err(MemoryError::NoKey)
    ));
    let name = "revision.ekebro.example/vittne";
    let key = memory.key(Some(name)).unwrap().public().clone();
    let line = memory.cosign(&first.checkpoint, log.now).unwrap();
    let at = cosigned_at(&first.checkpoint, &line, &key).unwrap();
    assert_eq!(at.unix_timestamp(), log.now.unix_timestamp());
    assert_eq!(
        memory.key(None).unwrap().public(),
        &key,
        "the same key again"
    );
    assert!(matches!(
        memory.key(Some("other")),
        Err(MemoryError::OtherName(_))
    ));
}
