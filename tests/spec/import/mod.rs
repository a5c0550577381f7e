//! A kommun's own list becomes its register.

use std::path::Path;
use std::sync::Arc;

use objektiv::account::{self, Account, AccountId, Grant, Role, password};
use objektiv::compliance::store::Judgement;
use objektiv::db::Db;
use objektiv::db::record::{self, Record};
use objektiv::import::columns::Mapping;
use objektiv::import::compare::{Changes, compare};
use objektiv::import::outcome::Outcome;
use objektiv::import::plan::plan;
use objektiv::import::{store, table};
use objektiv::law::PolicySet;
use objektiv::ledger;
use objektiv::organisation::{self, Kommun, KommunId};
use objektiv::register::{Author, Change};
use objektiv::texts::Loc;
use time::OffsetDateTime;
use time::macros::{date, datetime};

mod command;
mod list;
mod register;
mod web;

const NOW: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);
const PASSWORD: &str = "en lång och säker mening";

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(Path::new("tests/data").join(name)).unwrap()
}

fn ekebro() -> Kommun {
    Kommun {
        name: "Ekebro kommun".into(),
        log_origin: "kamera.ekebro.example/utlamnande".into(),
        dpo_contact: String::new(),
        zone_epsg: Some(3008),
        public_diary: false,
        ..Kommun::default()
    }
}

/// A kommun with a person in each of these roles: `ansvarig@ekebro.example`.
async fn founded(db: &Db, kommun: &Kommun, roles: &[Role]) -> KommunId {
    let hash = password::hash(PASSWORD).unwrap();
    let tx = db.begin_write().await.unwrap();
    let id = KommunId::acting_for(organisation::store::found(&*tx, kommun).await.unwrap());
    ledger::store::open_log(&*tx, id, &kommun.log_origin, NOW)
        .await
        .unwrap();
    for role in roles {
        let person = Account {
            id: AccountId(0),
            email: format!("{}@ekebro.example", objektiv::code::Code::code(*role)),
            name: "Anna Ek".into(),
            grants: vec![Grant {
                role: *role,
                unit: None,
            }],
        };
        account::store::add(&*tx, id, &person, &hash, NOW)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    id
}

fn policies() -> Arc<PolicySet> {
    Arc::new(PolicySet::embedded().unwrap())
}

/// Imports a list and says what it did.
async fn import(db: &Db, id: KommunId, kommun: &Kommun, bytes: &[u8]) -> (Changes, Outcome) {
    let policies = policies();
    let author = Author {
        kommun: id,
        account: None,
        name: "prov".into(),
    };
    let by = Judgement {
        policies: &policies,
        today: date!(2026 - 11 - 22),
    };
    let workbook = table::read(bytes).unwrap();
    let mut change = Change::begin(db, &author, NOW, by).await.unwrap();
    let existing = store::existing(&**change.tx(), id, kommun).await.unwrap();
    let plan = plan(
        &workbook,
        &Mapping::default(),
        &store::known(&existing, kommun),
    )
    .unwrap();
    let changes = compare(&plan, &existing);
    store::write(&mut change, &changes, &existing, &|| ())
        .await
        .unwrap();
    change.commit().await.unwrap();
    let outcome = Outcome::new("lista", &plan, &changes, Loc::sv());
    (changes, outcome)
}

async fn all<R: Record>(db: &Db, kommun: KommunId) -> Vec<R> {
    let stored = record::all::<R>(db.read(), kommun).await.unwrap();
    stored.into_iter().map(|stored| stored.data).collect()
}
