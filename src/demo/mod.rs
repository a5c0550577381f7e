//! A fictional kommun with every kind of record and every status, for showing and for load tests.
//!
//! It is written through the same doors as real records: every change has its revision and its entry in the log.

use std::collections::BTreeMap;

use time::{Date, Duration, OffsetDateTime};

use crate::account::password::{self, HashError};
use crate::account::{self, Account, AccountId, Grant, Role};
use crate::boundary::{self, Boundary};
use crate::clock::stockholm;
use crate::compliance::store::Judgement;
use crate::db::Db;
use crate::disclosure;
use crate::law::{Ruling, RulingKind, Setting};
use crate::ledger;
use crate::ledger::keys::AdoptError;
use crate::ledger::signers::Signers;
use crate::ledger::signing::{self, SignError};
use crate::ledger::store::LedgerError;
use crate::organisation::{self, Controller, ControllerKind, Kommun, KommunId, Unit};
use crate::recorder::{Recorder, RecorderKind};
use crate::register::{Author, Change, ChangeError};

mod holds;
mod parts;
mod release;
mod sites;

/// The password of every demonstration account. The demonstration listens on loopback and holds nothing real.
pub const PASSWORD: &str = "objektiv-demonstration";

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
    #[error(transparent)]
    Hash(#[from] HashError),
    #[error(transparent)]
    Adopt(#[from] AdoptError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error(transparent)]
    Boundary(#[from] boundary::Unreadable),
}

/// Who can sign in to the demonstration, and as what.
pub const PEOPLE: [(Role, &str, &str); 6] = [
    (Role::Dpo, "dso@ekebro.example", "Vera Lind"),
    (Role::Manager, "ansvarig@ekebro.example", "Anna Ek"),
    (Role::Officer, "handlaggare@ekebro.example", "Per Holm"),
    (Role::DecisionMaker, "beslut@ekebro.example", "Karin Berg"),
    (Role::Auditor, "revisor@ekebro.example", "Olof Sten"),
    (Role::Administrator, "admin@ekebro.example", "Sara Nyman"),
];

/// Around Ekebro, in degrees.
const OUTLINE: [boundary::Point; 13] = [
    [13.1602, 55.7011],
    [13.1691, 55.6942],
    [13.1838, 55.6921],
    [13.1990, 55.6955],
    [13.2147, 55.6938],
    [13.2261, 55.7019],
    [13.2233, 55.7135],
    [13.2318, 55.7248],
    [13.2204, 55.7352],
    [13.1997, 55.7309],
    [13.1785, 55.7331],
    [13.1660, 55.7194],
    [13.1602, 55.7011],
];

/// The ids that sites of the demonstration point at.
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    pub units: Vec<organisation::UnitId>,
    pub controllers: Vec<organisation::ControllerId>,
    pub recorders: Vec<crate::recorder::RecorderId>,
}

/// Fills an empty database with a log that is signed from its first entry to its last; `progress` hears how many sites
/// are written. A demonstration that was filled before under the same signer begins anew, and its log says so.
///
/// # Errors
/// When the database, the log or the signer refuses: what was written before stays.
pub async fn fill_signed(
    db: &Db,
    signers: &Signers,
    sites: usize,
    now: OffsetDateTime,
    by: Judgement<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<KommunId, DemoError> {
    let began = now - Duration::days(400);
    let kommun = found(db, began, by).await?;
    let again = "Demonstrationen fylldes på nytt";
    let signer = signers.ready_again(db, kommun, again, began).await?;
    furnish(db, kommun, sites, now, by, progress).await?;
    signing::sign(db, kommun, &signer, now).await?;
    Ok(kommun)
}

/// As [`fill_signed`], unsigned: for judging and measuring.
///
/// # Errors
/// When the database or the log refuses: what was written before stays.
pub async fn fill(
    db: &Db,
    sites: usize,
    now: OffsetDateTime,
    by: Judgement<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<KommunId, DemoError> {
    let kommun = found(db, now - Duration::days(400), by).await?;
    furnish(db, kommun, sites, now, by, progress).await?;
    Ok(kommun)
}

async fn furnish(
    db: &Db,
    kommun: KommunId,
    sites: usize,
    now: OffsetDateTime,
    by: Judgement<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), DemoError> {
    let author = author(kommun);
    let mut change = Change::begin(db, &author, now - Duration::days(399), by).await?;
    let organisation = organise(&mut change).await?;
    change.commit().await?;
    sites::fill(db, &author, &organisation, sites, now, by, progress).await?;
    release::fill(db, kommun, now).await?;
    holds::fill(db, &author, now, by).await
}

async fn found(db: &Db, at: OffsetDateTime, by: Judgement<'_>) -> Result<KommunId, DemoError> {
    let hash = password::hash(PASSWORD)?;
    let outline = Boundary::of(vec![vec![OUTLINE.to_vec()]]).text()?;
    let kommun = Kommun {
        boundary: Some(boundary::digest(&outline)),
        name: "Ekebro kommun".into(),
        log_origin: "kamera.ekebro.example/utlamnande".into(),
        dpo_contact: "dataskyddsombud@ekebro.example, 0123-45 67 89".into(),
        zone_epsg: Some(3008),
        public_diary: false,
        ..Kommun::default()
    };
    let tx = db.begin_write().await?;
    let scope = KommunId::acting_for(organisation::store::found(&*tx, &kommun).await?).unveiled();
    ledger::store::open_log(&*tx, scope, &kommun.log_origin, at).await?;
    boundary::store::keep(&*tx, scope, &boundary::digest(&outline), &outline).await?;
    let author = author(scope);
    let mut change = Change::within(tx, &author, at, by);
    for (role, email, name) in PEOPLE {
        let grants = vec![Grant { role, unit: None }];
        let person = Account {
            id: AccountId(0),
            email: email.into(),
            name: name.into(),
            grants,
        };
        account::membership::add(&mut change, &person, &hash).await?;
    }
    change.commit().await?;
    Ok(scope)
}

fn author(kommun: KommunId) -> Author {
    Author {
        kommun,
        account: None,
        name: "Demonstrationen".into(),
    }
}

async fn organise(change: &mut Change<'_>) -> Result<Organisation, DemoError> {
    let mut controllers = Vec::new();
    for (name, kind) in [
        ("Kommunstyrelsen", ControllerKind::ExecutiveBoard),
        ("Barn- och skolnämnden", ControllerKind::Board),
        ("Tekniska nämnden", ControllerKind::Board),
        ("Ekebrobostäder AB", ControllerKind::Company),
    ] {
        let contact = "0123-45 60 00".to_owned();
        controllers.push(
            change
                .insert(&Controller {
                    name: name.into(),
                    kind,
                    contact,
                })
                .await?,
        );
    }
    let mut units = Vec::new();
    for (name, abbreviation, controller) in [
        ("Barn- och skolförvaltningen", "BSF", 1),
        ("Tekniska förvaltningen", "TF", 2),
        ("Kultur- och fritidsförvaltningen", "KFF", 0),
        ("Kommunkontoret", "KK", 0),
        ("Ekebrobostäder AB", "", 3),
    ] {
        let unit = Unit {
            name: name.into(),
            abbreviation: abbreviation.into(),
            controller: controllers.get(controller).copied(),
            manager: "Anna Ek".into(),
            email: "ansvarig@ekebro.example".into(),
        };
        units.push(change.insert(&unit).await?);
    }
    let mut recorders = Vec::new();
    for (name, kind, hours, outside) in [
        ("VMS Stadshuset", RecorderKind::Vms, 72, false),
        ("NVR Badet", RecorderKind::Nvr, 336, false),
        ("Molnlagring Bevak", RecorderKind::Cloud, 720, true),
    ] {
        let recorder = Recorder {
            name: name.into(),
            kind,
            unit: None,
            location: "Serverrum, Stadshuset".into(),
            operator: if outside {
                "Bevak AB".into()
            } else {
                "IT-enheten".into()
            },
            outside_operator: Some(outside),
            configured_hours: Some(hours),
            automatic_deletion: Some(true),
            ..Recorder::unnamed()
        };
        recorders.push(change.insert(&recorder).await?);
    }
    rule(change).await?;
    Ok(Organisation {
        units,
        controllers,
        recorders,
    })
}

/// What the data protection officer has decided about guidance.
async fn rule(change: &mut Change<'_>) -> Result<(), DemoError> {
    let on = stockholm(change.at()).date();
    let ruling = |policy: &str, kind, reason: &str| Ruling {
        policy: policy.into(),
        kind,
        parameters: BTreeMap::new(),
        reason: reason.into(),
        by: "Vera Lind".into(),
        on,
    };
    let adopted = ruling(
        "storage-over-72-hours-justified",
        RulingKind::Adopted,
        "Kommunens riktlinje säger detsamma.",
    );
    change.insert(&adopted).await?;
    let mut adjusted = ruling(
        "incident-statistics-current",
        RulingKind::Adjusted,
        "Händelserna sammanställs varje mandatperiod.",
    );
    let months = Setting::Number(48);
    adjusted.parameters.insert("months".into(), months);
    change.insert(&adjusted).await?;
    Ok(())
}

/// A day some days before `today`.
pub(crate) fn ago(today: Date, days: i64) -> Date {
    today.checked_sub(Duration::days(days)).unwrap_or(today)
}

/// Whether a kommun is there already: a demonstration is never poured into a register.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, DemoError> {
    Ok(organisation::store::kommuner(db.read()).await?.is_empty())
}

pub(crate) use disclosure::store as disclosures;
