//! The sites of the demonstration: one in good order, one with every common fault, and so on around.

use time::{Date, Duration, OffsetDateTime, macros::date};

use super::parts::{assessment, cameras, permit, signs, storage};
use super::{DemoError, Organisation, ago};
use crate::compliance::store::Judgement;
use crate::db::Db;
use crate::register::{Author, Change};
use crate::site::{LegalGround, PlaceType, Position, Purpose, Site, SiteStatus, SpecialTechnology};

/// Sites written in one transaction.
const BATCH: usize = 200;

/// A place of the fictional kommun.
struct Place {
    name: &'static str,
    address: &'static str,
    kind: PlaceType,
    unit: usize,
    north: f64,
    east: f64,
}

const PLACES: [Place; 12] = [
    Place {
        name: "Ängsbyskolan, skolgård",
        address: "Skolvägen 3",
        kind: PlaceType::SchoolYard,
        unit: 0,
        north: 55.7201,
        east: 13.1790,
    },
    Place {
        name: "Hedeskolan, fasad",
        address: "Hedegatan 18",
        kind: PlaceType::SchoolFacade,
        unit: 0,
        north: 55.7035,
        east: 13.2011,
    },
    Place {
        name: "Ekebro gymnasium, korridor",
        address: "Gymnasiegatan 1",
        kind: PlaceType::SchoolIndoors,
        unit: 0,
        north: 55.7098,
        east: 13.1903,
    },
    Place {
        name: "Stortorget",
        address: "Stortorget",
        kind: PlaceType::Square,
        unit: 1,
        north: 55.7042,
        east: 13.1915,
    },
    Place {
        name: "P-hus Svanen",
        address: "Kyrkogatan 22",
        kind: PlaceType::ParkingHouse,
        unit: 1,
        north: 55.7060,
        east: 13.1954,
    },
    Place {
        name: "Resecentrum, cykelgarage",
        address: "Bangatan 2",
        kind: PlaceType::Station,
        unit: 1,
        north: 55.7077,
        east: 13.1871,
    },
    Place {
        name: "Stadsbiblioteket",
        address: "S:t Petri gata 6",
        kind: PlaceType::Library,
        unit: 2,
        north: 55.7031,
        east: 13.1939,
    },
    Place {
        name: "Ekebrobadet",
        address: "Badgatan 40",
        kind: PlaceType::SportsFacility,
        unit: 2,
        north: 55.7123,
        east: 13.2080,
    },
    Place {
        name: "Stadshuset, reception",
        address: "Stortorget 1",
        kind: PlaceType::Office,
        unit: 3,
        north: 55.7044,
        east: 13.1921,
    },
    Place {
        name: "Socialkontoret, väntrum",
        address: "Lindgatan 14",
        kind: PlaceType::SocialOffice,
        unit: 3,
        north: 55.7016,
        east: 13.1888,
    },
    Place {
        name: "Återvinningscentralen Norrby",
        address: "Industrigatan 77",
        kind: PlaceType::Recycling,
        unit: 1,
        north: 55.7290,
        east: 13.2150,
    },
    Place {
        name: "Kvarteret Eken, trapphus",
        address: "Ekgatan 5",
        kind: PlaceType::Residential,
        unit: 4,
        north: 55.7152,
        east: 13.1825,
    },
];

/// How a site of the demonstration is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Everything is done and fresh.
    Good,
    /// Everything is done, and much falls due soon.
    Soon,
    /// As good, but for a question that nobody has answered: it cannot be judged.
    Unclear,
    /// Only an old permit, footage too old, no signs.
    Bad,
    /// Imported: most questions have no answer.
    Unanswered,
    Planned,
    Ended,
}

const ORDERS: [Order; 12] = [
    Order::Good,
    Order::Bad,
    Order::Soon,
    Order::Good,
    Order::Unanswered,
    Order::Good,
    Order::Soon,
    Order::Bad,
    Order::Good,
    Order::Unclear,
    Order::Planned,
    Order::Ended,
];

pub(super) async fn fill(
    db: &Db,
    author: &Author,
    organisation: &Organisation,
    sites: usize,
    now: OffsetDateTime,
    by: Judgement<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), DemoError> {
    let mut written = 0;
    while written < sites {
        let end = sites.min(written + BATCH);
        let at =
            now - Duration::days(30) + Duration::minutes(i64::try_from(written).unwrap_or(0) / 100);
        let mut change = Change::begin(db, author, at, by).await?;
        for number in written..end {
            site(&mut change, organisation, number, now, by.today).await?;
        }
        change.commit().await?;
        written = end;
        progress(written);
    }
    Ok(())
}

async fn site(
    change: &mut Change<'_>,
    organisation: &Organisation,
    number: usize,
    now: OffsetDateTime,
    today: Date,
) -> Result<(), DemoError> {
    let place = &PLACES[number % PLACES.len()];
    // The order moves on by one each round, so that every place meets every order.
    let order = ORDERS[(number + number / PLACES.len()) % ORDERS.len()];
    let id = change
        .insert(&record(place, order, organisation, number, today))
        .await?;
    cameras(change, organisation, id, order, number, today).await?;
    if order == Order::Unanswered {
        return Ok(());
    }
    permit(change, id, order, today).await?;
    if !matches!(order, Order::Bad | Order::Planned) {
        change.insert(&assessment(id, order, today)).await?;
        signs(change, id, order, today).await?;
    }
    if order != Order::Planned {
        storage(change, organisation, id, order, now, today).await?;
    }
    Ok(())
}

fn record(
    place: &Place,
    order: Order,
    organisation: &Organisation,
    number: usize,
    today: Date,
) -> Site {
    let round = number / PLACES.len();
    let name = if round == 0 {
        place.name.to_owned()
    } else {
        format!("{} {}", place.name, round + 1)
    };
    let bare = Site {
        reference: format!("EK-{:03}", number + 1),
        name,
        address: place.address.into(),
        place_type: Some(place.kind),
        unit: organisation.units.get(place.unit).copied(),
        status: match order {
            Order::Planned => SiteStatus::Planned,
            Order::Ended => SiteStatus::Ended,
            _ => SiteStatus::InUse,
        },
        started_on: (order != Order::Planned).then_some(date!(2021 - 08 - 16)),
        ended_on: (order == Order::Ended).then(|| ago(today, 200)),
        position: Some(Position {
            latitude: place.north,
            longitude: place.east,
            typed: format!("{}, {}", place.north, place.east),
            epsg: 4326,
        }),
        ..Site::default()
    };
    match order {
        Order::Unanswered => bare,
        _ => answered(bare, place, order, organisation, today),
    }
}

fn answered(
    bare: Site,
    place: &Place,
    order: Order,
    organisation: &Organisation,
    today: Date,
) -> Site {
    let good = order != Order::Bad;
    Site {
        controller: organisation.controllers.get(place.unit.min(2)).copied(),
        responsible: "Anna Ek".into(),
        purposes: vec![Purpose::Crime],
        purpose_text: "Förebygga och utreda skadegörelse och inbrott".into(),
        audio: Some(!good),
        special_technology: Some(if good {
            Vec::new()
        } else {
            vec![SpecialTechnology::PanTiltZoom]
        }),
        property_designation: "Innerstaden 2:1".into(),
        public_access: Some(true),
        workplace: Some(true),
        children: Some(place.kind.is_school()),
        private_area: Some(false),
        entrances: Some(2),
        hours: "mån-fre 20-06; lör-sön 17-07".into(),
        live_viewing: Some(false),
        recording: Some(true),
        masking_needed: Some(true),
        masking: if good {
            "Grannfastigheten är maskerad".into()
        } else {
            String::new()
        },
        legal_ground: Some(LegalGround::PublicInterest),
        prior_measures: "Belysning och larm 2019, beskurna buskar 2020".into(),
        incidents: if good {
            "14 skadegörelser 2025, tre inbrott".into()
        } else {
            String::new()
        },
        incidents_as_of: good.then(|| ago(today, 90)),
        dpia_reference: if good {
            "KS 2025/0118".into()
        } else {
            String::new()
        },
        dpia_on: good.then(|| ago(today, 300)),
        processing_record_reference: "Behandling 27".into(),
        outside_operator: (order != Order::Unclear).then_some(false),
        mbl_negotiated_on: good.then_some(date!(2021 - 06 - 10)),
        access_reviewed_on: Some(ago(today, if order == Order::Soon { 350 } else { 100 })),
        reviewed_on: Some(ago(today, if order == Order::Soon { 350 } else { 100 })),
        still_needed: good.then_some(true),
        area_limited: Some(good),
        second_layer_non_digital: Some(good),
        disposal_decision_reference: "Informationshanteringsplan 4.2".into(),
        register_updated_on: Some(ago(today, 30)),
        ..bare
    }
}
