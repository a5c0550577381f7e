//! What lies before whoever stands at the counter is found in one question, and holds what they see and nothing else.

use objektiv::account::{self, Role};
use objektiv::camera::Camera;
use objektiv::compliance::release::store::{holds, place_and_cameras};
use objektiv::compliance::store::parts_of;
use objektiv::db::record;
use objektiv::organisation::UnitId;
use objektiv::retention::StoragePeriod;
use objektiv::site::{Site, SiteId};

use super::town::{DETAIL, WHOLE, Waterworks};
use crate::engine::{Asked, engines};

/// Whether the person sees the waterworks, and what is secret of the cameras of the yard and the station.
async fn compared(
    works: &Waterworks,
    (role, unit): (Role, Option<UnitId>),
    asked: &Asked,
) -> (bool, bool) {
    let (db, kommun) = (&works.town.app.db, works.town.kommun);
    let name = format!("{role:?} i {unit:?}");
    works.person(&name, role, unit).await;
    let email = works.town.email_of(&name);
    let id = account::store::by_email(db.read(), &email).await.unwrap();
    let account = account::store::find(db.read(), kommun, id.unwrap()).await;
    let account = account.unwrap().unwrap();
    let kommun = kommun.seen_with(account.sight());
    let mut told = String::new();
    for site in (1..30).map(SiteId) {
        asked.take();
        let at_once = place_and_cameras(db.read(), kommun, site, &account).await;
        assert_eq!(asked.take().len(), 1, "{name}: {site}");
        let alone = record::find::<Site>(db.read(), kommun, site).await.unwrap();
        let Some((place, cameras)) = at_once.unwrap() else {
            assert_eq!(alone, None, "{name}: {site}");
            continue;
        };
        assert_eq!(Some(&place.site), alone.map(|site| site.data).as_ref());
        let unit = place.site.unit;
        let known = holds(db.read(), kommun, (site, unit), &account).await;
        assert_eq!(place.holds, known.unwrap().known, "{name}: {site}");
        let periods = parts_of::<StoragePeriod>(db.read(), kommun, site).await;
        let periods: Vec<_> = periods.unwrap().into_iter().map(|one| one.id).collect();
        let found: Vec<_> = place.storage_periods.iter().map(|one| one.id).collect();
        assert_eq!(found, periods, "{name}: {site}");
        let alone = parts_of::<Camera>(db.read(), kommun, site).await.unwrap();
        assert_eq!(cameras, alone, "{name}: {site}");
        told += &format!("{place:?} {cameras:?}").to_lowercase();
    }
    (told.contains(WHOLE), told.contains(DETAIL))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_asks_once_and_is_told_what_the_person_sees() {
    for mut engine in engines().await {
        let (db, asked) = Asked::of(&engine.db);
        engine.db = db;
        let works = Waterworks::open(&engine).await;
        works.build().await;
        let (own, elsewhere) = (Some(works.unit), Some(works.house.elsewhere));
        for (who, sees) in [
            ((Role::Officer, None), (true, false)),
            ((Role::Officer, own), (true, false)),
            ((Role::Officer, elsewhere), (false, false)),
            ((Role::Dpo, None), (true, true)),
            ((Role::Manager, own), (true, true)),
            ((Role::Manager, elsewhere), (false, false)),
            ((Role::Administrator, None), (false, false)),
        ] {
            assert_eq!(compared(&works, who, &asked).await, sees, "{who:?}");
        }
    }
}
