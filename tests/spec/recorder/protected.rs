//! Footage that a recorder is told not to delete: a hold explains it, and without one it is as old as any.

use objektiv::camera::CameraId;
use objektiv::compliance::store::Judgement;
use objektiv::hold::{Hold, HoldKind};
use objektiv::recorder::check::{CheckMeans, Protected, RecorderCheck, StoreSeen};
use objektiv::recorder::{ProofLevel, RecorderId, round};
use objektiv::register::{Author, Change};
use objektiv::site::SiteId;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

use super::NOW;
use super::upload::Place;
use crate::engine::engines;

/// When the protected footage is from.
const THEN: OffsetDateTime = datetime!(2026-10-03 20:00 UTC);

fn author(place: &Place) -> Author {
    Author {
        kommun: place.town.kommun,
        account: None,
        name: "provet".into(),
    }
}

async fn hold(place: &Place, fill: impl FnOnce(&mut Hold)) {
    let mut hold = Hold {
        kind: HoldKind::Incident,
        decided_on: date!(2026 - 10 - 04),
        interval_from: THEN - Duration::HOUR,
        interval_until: THEN + Duration::HOUR,
        ends_on: Some(date!(2027 - 01 - 01)),
        ..Hold::at(SiteId(1), THEN)
    };
    fill(&mut hold);
    keep(place, async |change| {
        change.insert(&hold).await.unwrap();
    })
    .await;
}

async fn keep(place: &Place, work: impl AsyncFnOnce(&mut Change<'_>)) {
    let author = author(place);
    let app = &place.town.app;
    let by = Judgement {
        policies: &app.policies,
        today: NOW.date(),
    };
    let mut change = Change::begin(&app.db, &author, NOW, by).await.unwrap();
    work(&mut change).await;
    change.commit().await.unwrap();
}

/// An answer over the network that lists one archived event of October and nothing else that is old.
async fn answered(place: &Place, store: &str, minutes: i64) {
    let seen = StoreSeen {
        oldest: Some(NOW - Duration::HOUR),
        newest: Some(NOW),
        count: 5,
        older_than_limit: Some(1),
        protected: vec![Protected {
            label: "händelse 7".into(),
            from: THEN,
            older: true,
            hold: None,
        }],
        ..StoreSeen::new(store, ProofLevel::Index)
    };
    let at = NOW - Duration::HOUR + Duration::minutes(minutes);
    let means = CheckMeans::ZoneMinder;
    let check = RecorderCheck::new(RecorderId(1), means, at, "Objektiv", vec![seen]);
    keep(place, async |change| {
        round::keep(change, &check).await.unwrap();
    })
    .await;
}

/// The oldest footage that the last check leaves unexplained.
async fn oldest(place: &Place) -> OffsetDateTime {
    let db = place.town.app.db.read();
    let kommun = place.town.kommun;
    let (dossiers, _) = round::dossiers(db, kommun, RecorderId(1), 10)
        .await
        .unwrap();
    let evidence = dossiers[0].evidence.iter().map(|entry| &entry.data);
    let last = evidence.max_by_key(|check| check.checked_at).unwrap();
    last.oldest_seen_at.unwrap()
}

#[tokio::test]
async fn protected_footage_is_matched_to_a_hold_of_its_camera_when_the_answer_comes_in() {
    for engine in engines().await {
        let place = Place::on(&engine).await;
        answered(&place, "ZoneMinder/0042", 0).await;
        assert_eq!(oldest(&place).await, THEN, "nothing explains it");
        // Another hour, another camera, a hold that was lifted, an order that must not be known of.
        hold(&place, |hold| {
            hold.interval_from = THEN + Duration::HOUR;
            hold.interval_until = THEN + Duration::HOUR * 2;
        })
        .await;
        hold(&place, |hold| hold.cameras = vec![CameraId(99)]).await;
        hold(&place, |hold| hold.lifted_on = Some(date!(2026 - 11 - 01))).await;
        hold(&place, |hold| hold.gag = true).await;
        answered(&place, "ZoneMinder/0042", 1).await;
        assert_eq!(oldest(&place).await, THEN, "none of them explains it");
        hold(&place, |hold| hold.cameras = vec![CameraId(1)]).await;
        answered(&place, "ZoneMinder/0042", 2).await;
        assert_eq!(oldest(&place).await, NOW - Duration::HOUR);
    }
}

#[tokio::test]
async fn a_store_of_every_camera_is_explained_by_a_hold_of_any_of_them() {
    for engine in engines().await {
        let place = Place::on(&engine).await;
        hold(&place, |_| ()).await;
        answered(&place, "NVR 1", 0).await;
        assert_eq!(oldest(&place).await, NOW - Duration::HOUR);
    }
}

#[tokio::test]
async fn the_page_tells_protected_footage_with_a_hold_from_such_without() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        answered(&place, "ZoneMinder/0042", 0).await;
        let unexplained = place.manager.open_page("/inspelare/1").await;
        hold(&place, |_| ()).await;
        answered(&place, "ZoneMinder/0042", 1).await;
        let explained = place.manager.open_page("/inspelare/1").await;
        let count = |page: &crate::browser::Page, words: &str| page.text().matches(words).count();
        let with = "Skyddat för ett bevarande: händelse 7";
        let without = "utan att något bevarande är registrerat: händelse 7";
        assert_eq!(count(&unexplained, without), 1, "{}", unexplained.text());
        assert_eq!(count(&unexplained, with), 0);
        assert_eq!(
            (count(&explained, with), count(&explained, without)),
            (1, 1)
        );
        // 72 hours after the third of October, as the site's storage period has it.
        assert!(
            unexplained.has("2026-10-06 22:00"),
            "{}",
            unexplained.text()
        );
        assert!(unexplained.has("dygn för sent"), "{}", unexplained.text());
        assert!(unexplained.has("IT-enheten"));
    }
}
