//! A list and the register it is written to, on every engine.

use std::collections::BTreeMap;
use std::fmt::Write;

use objektiv::assessment::Assessment;
use objektiv::camera::Camera;
use objektiv::db::Db;
use objektiv::organisation::{KommunId, Unit};
use objektiv::permit::Permit;
use objektiv::register::store;
use objektiv::retention::StoragePeriod;
use objektiv::signage::Sign;
use objektiv::site::Site;

use super::{all, ekebro, founded, import, sample};
use crate::engine::engines;

#[tokio::test]
async fn the_sample_list_becomes_18_sites_with_64_cameras() {
    for engine in engines().await {
        let kommun = ekebro();
        let id = founded(&engine.db, &kommun, &[]).await;
        import(&engine.db, id, &kommun, &sample("kameralista-ekebro.xlsx")).await;
        let sites = all::<Site>(&engine.db, id).await;
        let cameras = all::<Camera>(&engine.db, id).await;
        assert_eq!((sites.len(), cameras.len()), (18, 64));
        assert!(cameras.iter().all(|camera| camera.unconfirmed));
        let hedeskolan = sites.iter().find(|site| site.name == "Hedeskolan").unwrap();
        let units = all::<Unit>(&engine.db, id).await;
        assert!(hedeskolan.unit.is_some());
        assert!(
            units.iter().any(
                |unit| unit.name == "Barn- och skolförvaltningen" && unit.abbreviation == "BSF"
            )
        );
        assert_eq!(hedeskolan.reference, "EK-002");
    }
}

#[tokio::test]
async fn importing_twice_adds_nothing_and_leaves_no_trace() {
    for engine in engines().await {
        let kommun = ekebro();
        let id = founded(&engine.db, &kommun, &[]).await;
        let list = sample("kameralista-ekebro.xlsx");
        import(&engine.db, id, &kommun, &list).await;
        let before = everything(&engine.db, id).await;
        let (changes, outcome) = import(&engine.db, id, &kommun, &list).await;
        assert!(changes.is_nothing(), "{changes:?}");
        assert_eq!(
            (outcome.sites.unchanged, outcome.cameras.unchanged),
            (18, 64)
        );
        assert_eq!(everything(&engine.db, id).await, before);
    }
}

/// How many records of each kind there are, and how many revisions.
async fn everything(db: &Db, id: KommunId) -> Vec<usize> {
    vec![
        all::<Unit>(db, id).await.len(),
        all::<Site>(db, id).await.len(),
        all::<Camera>(db, id).await.len(),
        all::<Permit>(db, id).await.len(),
        all::<Assessment>(db, id).await.len(),
        all::<Sign>(db, id).await.len(),
        all::<StoragePeriod>(db, id).await.len(),
        revisions(db, id).await.values().map(Vec::len).sum(),
    ]
}

/// The digests of the revisions, by the entry of the log that covers them.
async fn revisions(db: &Db, id: KommunId) -> BTreeMap<i64, Vec<String>> {
    store::digests_between(db.read(), id, 0, i64::MAX)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_imported_record_has_a_revision_under_one_entry_of_the_log() {
    for engine in engines().await {
        let kommun = ekebro();
        let id = founded(&engine.db, &kommun, &[]).await;
        import(&engine.db, id, &kommun, &sample("kameralista-ekebro.xlsx")).await;
        let revisions = revisions(&engine.db, id).await;
        let records: usize = everything(&engine.db, id).await[..7].iter().sum();
        assert_eq!(revisions.len(), 1, "one entry covers them all");
        assert_eq!(revisions.values().map(Vec::len).sum::<usize>(), records);
    }
}

#[tokio::test]
async fn a_list_of_another_kommun_does_not_touch_this_one() {
    for engine in engines().await {
        let kommun = ekebro();
        let id = founded(&engine.db, &kommun, &[]).await;
        let other = objektiv::organisation::Kommun {
            name: "Grannbro kommun".into(),
            log_origin: "kamera.grannbro.example/utlamnande".into(),
            ..ekebro()
        };
        let other_id = founded(&engine.db, &other, &[]).await;
        let list = sample("kameralista-ekebro.xlsx");
        import(&engine.db, id, &kommun, &list).await;
        let (changes, _) = import(&engine.db, other_id, &other, &list).await;
        assert_eq!(changes.site_counts().new, 18);
        assert_eq!(all::<Camera>(&engine.db, id).await.len(), 64);
        assert_eq!(
            all::<Site>(&engine.db, other_id).await[0].reference,
            "GR-001"
        );
    }
}

#[tokio::test]
async fn ten_thousand_rows_are_imported_in_one_transaction() {
    let engine = crate::engine::sqlite().await;
    let kommun = ekebro();
    let id = founded(&engine.db, &kommun, &[]).await;
    let mut list = String::from("kameranr;objekt;adress;typ av plats;ljud;lagringstid\n");
    for number in 0..10_000 {
        let site = number / 10;
        let _ = writeln!(list, "{number:05};Plats {site};Gatan {site};torg;nej;72 h");
    }
    import(&engine.db, id, &kommun, list.as_bytes()).await;
    assert_eq!(all::<Site>(&engine.db, id).await.len(), 1_000);
    assert_eq!(all::<Camera>(&engine.db, id).await.len(), 10_000);
}
