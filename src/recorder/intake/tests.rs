use time::macros::datetime;

use super::*;
use crate::recorder::agent::{enrol, open, sign};
use crate::recorder::check::Protected;

const NOW: OffsetDateTime = datetime!(2026-11-22 07:30 UTC);
const RECORDER: RecorderId = RecorderId(1);

fn store(name: &str, oldest: OffsetDateTime) -> StoreSeen {
    StoreSeen {
        count: 1,
        oldest: Some(oldest),
        older_than_limit: Some(0),
        ..StoreSeen::new(name, ProofLevel::Disk)
    }
}

fn statement(stores: Vec<StoreSeen>) -> Statement {
    Statement {
        checked_at: NOW,
        limit: None,
        tolerance: None,
        stores,
    }
}

fn camera(site: i64, label: &str) -> Camera {
    Camera {
        label: label.into(),
        recorder: Some(RECORDER),
        ..Camera::at(SiteId(site))
    }
}

fn evidence_of(stores: Vec<StoreSeen>, before: Option<&RecorderCheck>) -> Vec<DeletionEvidence> {
    let check = check(
        &statement(stores),
        RECORDER,
        CheckMeans::Scan,
        "nvr",
        String::new(),
        before,
    );
    let cameras = [camera(1, "0042"), camera(1, "0043"), camera(2, "0044")];
    evidence(RecorderCheckId(7), &check, &cameras)
}

#[test]
fn a_folder_named_after_a_camera_is_evidence_for_its_site_alone() {
    let old = datetime!(2026-10-01 07:00 UTC);
    let fresh = datetime!(2026-11-21 07:00 UTC);
    let found = evidence_of(
        vec![
            store("/lager/0042", fresh),
            store("/lager/0043 Skolgård", fresh),
            store("D:\\lager\\0044", old),
        ],
        None,
    );
    let seen: Vec<_> = found
        .iter()
        .map(|one| (one.site, one.oldest_seen_at))
        .collect();
    assert_eq!(seen, [(SiteId(1), Some(fresh)), (SiteId(2), Some(old))]);
    assert_eq!(found[0].check, Some(RecorderCheckId(7)));
    assert!(!found[0].incomplete && found[0].not_covered.contains("Säkerhetskopior"));
}

#[test]
fn a_store_of_all_cameras_is_evidence_for_all_sites() {
    let old = datetime!(2026-10-01 07:00 UTC);
    let found = evidence_of(vec![store("/lager", old)], None);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|one| one.oldest_seen_at == Some(old)));
}

#[test]
fn a_store_that_was_seen_last_time_and_not_now_makes_the_evidence_incomplete() {
    let fresh = datetime!(2026-11-21 07:00 UTC);
    let before = check(
        &statement(vec![store("/lager", fresh), store("/lager 2", fresh)]),
        RECORDER,
        CheckMeans::Scan,
        "nvr",
        String::new(),
        None,
    );
    let found = evidence_of(vec![store("/lager", fresh)], Some(&before));
    assert!(found[0].incomplete);
    assert!(found[0].not_covered.contains("/lager 2"), "{found:?}");
}

#[test]
fn a_recorder_that_did_not_answer_in_between_is_missing_nothing_afterwards() {
    let fresh = datetime!(2026-11-21 07:00 UTC);
    let of = |stores, before| {
        let statement = statement(stores);
        let sha256 = String::new();
        check(
            &statement,
            RECORDER,
            CheckMeans::Scan,
            "nvr",
            sha256,
            before,
        )
    };
    let first = of(vec![store("/lager", fresh)], None);
    let silent = of(vec![StoreSeen::new("", ProofLevel::Index)], Some(&first));
    assert_eq!(silent.stores_missing, ["/lager"]);
    let again = of(vec![store("/lager", fresh)], Some(&silent));
    assert!(again.stores_missing.is_empty(), "{again:?}");
    let other = of(vec![store("/annat", fresh)], Some(&silent));
    assert_eq!(other.stores_missing, ["/lager"]);
}

#[test]
fn locked_footage_without_a_hold_is_the_oldest_that_was_seen() {
    let locked = StoreSeen {
        protected: vec![Protected {
            label: "7".into(),
            from: datetime!(2026-01-01 07:00 UTC),
            older: true,
            hold: None,
        }],
        ..store("/lager", datetime!(2026-11-21 07:00 UTC))
    };
    let found = evidence_of(vec![locked], None);
    assert_eq!(
        found[0].oldest_seen_at,
        Some(datetime!(2026-01-01 07:00 UTC))
    );
}

struct Signed {
    received: Received,
    known: Vec<Known>,
}

/// A file of recorder 1, and a register that knows recorders 1 and 2.
fn signed() -> Signed {
    let folder = tempfile::tempdir().unwrap();
    let (own, other) = (folder.path().join("a"), folder.path().join("b"));
    let keys = [
        enrol(&own, "nvr-1").unwrap(),
        enrol(&other, "nvr-2").unwrap(),
    ];
    let file = sign(&open(&own).unwrap(), &statement(Vec::new())).unwrap();
    let known = keys.iter().zip(1_i64..).map(|(key, id)| Known {
        id: RecorderId(id),
        name: format!("NVR {id}"),
        key: key.to_string(),
    });
    Signed {
        received: Received::parse(file.as_bytes()).unwrap(),
        known: known.collect(),
    }
}

#[test]
fn only_the_recorders_own_key_speaks_for_it() {
    let Signed {
        received,
        mut known,
    } = signed();
    assert!(accept(&received, RecorderId(1), &known, None, NOW).is_ok());
    assert_eq!(
        accept(&received, RecorderId(2), &known, None, NOW),
        Err(Refused::OtherRecorder("NVR 1".into()))
    );
    known[0].key = String::new();
    assert_eq!(
        accept(&received, RecorderId(2), &known, None, NOW),
        Err(Refused::UnknownRecorder("nvr-1".into()))
    );
    assert_eq!(
        accept(&received, RecorderId(1), &known, None, NOW),
        Err(Refused::NoKey)
    );
}

#[test]
fn a_check_is_newer_than_the_last_and_not_of_tomorrow() {
    let Signed { received, known } = signed();
    let accept = |last, now| accept(&received, RECORDER, &known, last, now).map(|_| ());
    assert!(accept(Some(NOW - Duration::SECOND), NOW).is_ok());
    assert!(matches!(
        accept(Some(NOW), NOW),
        Err(Refused::NotNewer { .. })
    ));
    assert!(accept(None, NOW - Duration::minutes(4)).is_ok());
    assert!(matches!(
        accept(None, NOW - Duration::minutes(6)),
        Err(Refused::InFuture(_))
    ));
}

#[test]
fn every_refusal_says_what_to_do() {
    let refusals = [
        Refused::NoCheck,
        Refused::NoKey,
        Refused::UnknownRecorder("nvr".into()),
        Refused::OtherRecorder("NVR 2".into()),
        Refused::Forged,
        Refused::InFuture(NOW),
        Refused::NotNewer {
            sent: NOW,
            last: NOW,
        },
    ];
    for l in [Loc::sv(), Loc::en()] {
        for refusal in &refusals {
            let words = l.message(&refusal.message(l));
            assert!(words.len() > 40 && !words.contains("check-"), "{words}");
        }
    }
}
