//! Reminders: everybody who can act is told of each step of a deadline, once, also after a week of downtime.

mod answers;
mod checkpoint;
mod desk;
mod duties;
mod feed;
pub mod mail;
mod nightly;
pub mod pages;
mod recorders;
mod replicas;
mod steps;
mod timetable;
mod watched;
mod webhooks;
mod whatever;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use objektiv::account::{self, Account, AccountId, Grant, Role, password};
use objektiv::clock::Clock;
use objektiv::compliance::store::Judgement;
use objektiv::db::Db;
use objektiv::db::record::{self, Record};
use objektiv::jobs::Jobs;
use objektiv::law::PolicySet;
use objektiv::ledger::store::open_log;
use objektiv::organisation::{self, Kommun, KommunId, Unit, UnitId};
use objektiv::permit::Permit;
use objektiv::register::{Author, Change};
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::mail::Mailer;
use objektiv::reminder::{Notice, store};
use objektiv::site::{Site, SiteId, SiteStatus};
use objektiv::web::App;
use serde_json::json;
use time::macros::datetime;
use time::{Date, Duration, OffsetDateTime};

use crate::engine::Engine;

/// A Sunday morning at eight in Sweden.
const MORNING: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);
const DECISION: &str = "decision-in-effect";
const PASSWORD: &str = "en lång lösenfras för provet";

/// A kommun with a unit and the people who are told.
struct Town {
    engine: Engine,
    policies: Arc<PolicySet>,
    kommun: KommunId,
    unit: UnitId,
    manager: AccountId,
    dpo: AccountId,
    sites: AtomicU32,
}

impl Town {
    async fn found(engine: Engine) -> Self {
        let tx = engine.db.begin_write().await.unwrap();
        let kommun = Kommun {
            name: "Ekebro kommun".into(),
            log_origin: "kamera.ekebro.example/utlamnande".into(),
            dpo_contact: String::new(),
            zone_epsg: None,
            public_diary: false,
            ..Kommun::default()
        };
        let number = organisation::store::found(&*tx, &kommun).await.unwrap();
        let kommun = KommunId::acting_for(number);
        open_log(&*tx, kommun, "kamera.ekebro.example/utlamnande", MORNING)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut town = Self {
            engine,
            policies: Arc::new(PolicySet::embedded().unwrap()),
            kommun,
            unit: UnitId(0),
            manager: AccountId(0),
            dpo: AccountId(0),
            sites: AtomicU32::new(0),
        };
        let unit = Unit {
            name: "Utbildningsförvaltningen".into(),
            abbreviation: "UF".into(),
            controller: None,
            manager: "Karin Berg".into(),
            email: "chef@ekebro.example".into(),
        };
        town.unit = town.record(&unit).await;
        let unit = Some(town.unit);
        town.manager = town
            .person("Märta Åkesson", "marta@ekebro.example", Role::Manager, unit)
            .await;
        town.dpo = town
            .person("Vera Lind", "vera@ekebro.example", Role::Dpo, None)
            .await;
        town
    }

    async fn person(&self, name: &str, email: &str, role: Role, unit: Option<UnitId>) -> AccountId {
        let person = Account {
            id: AccountId(0),
            email: email.into(),
            name: name.into(),
            grants: vec![Grant { role, unit }],
        };
        let hash = password::hash(PASSWORD).unwrap();
        let tx = self.engine.db.begin_write().await.unwrap();
        let id = account::store::add(&*tx, self.kommun, &person, &hash, MORNING)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn record<R: Record>(&self, record: &R) -> R::Id
    where
        <<R::Entity as sea_orm::EntityTrait>::PrimaryKey as sea_orm::PrimaryKeyTrait>::ValueType:
            Into<i64> + sea_orm::TryGetable,
    {
        let author = Author {
            kommun: self.kommun,
            account: None,
            name: "provet".into(),
        };
        let by = Judgement {
            policies: &self.policies,
            today: MORNING.date(),
        };
        let mut change = Change::begin(&self.engine.db, &author, MORNING, by)
            .await
            .unwrap();
        let id = change.insert(record).await.unwrap();
        change.commit().await.unwrap();
        id
    }

    async fn site(&self, fill: impl FnOnce(&mut Site)) -> SiteId {
        let number = self.sites.fetch_add(1, Ordering::Relaxed) + 1;
        let mut site = Site {
            reference: format!("EKB-{number:04}"),
            name: "Hedeskolan".into(),
            status: SiteStatus::InUse,
            unit: Some(self.unit),
            started_on: Some(Date::from_calendar_date(2020, time::Month::January, 1).unwrap()),
            ..Site::default()
        };
        fill(&mut site);
        self.record(&site).await
    }

    /// A site that rests on a decision of the kommun's own, valid until a day.
    async fn site_with_decision(&self, until: Date) -> SiteId {
        let site = self.site(|_| {}).await;
        let decision: Permit = serde_json::from_value(json!({
            "site": site, "kind": "kommunens-beslut", "status": "beviljat", "dnr": "KS 2026/12",
            "decided_on": "2020-01-01", "valid_until": until.to_string(),
        }))
        .unwrap();
        self.record(&decision).await;
        site
    }

    /// The service at an instant, as one of perhaps several replicas.
    fn app(&self, at: OffsetDateTime) -> App {
        self.app_on(&self.engine.db, at)
    }

    fn app_on(&self, db: &Db, at: OffsetDateTime) -> App {
        App::new(
            db.clone(),
            Clock::Frozen(at),
            Arc::clone(&self.policies),
            "https://kamera.ekebro.example".into(),
        )
    }

    async fn run(&self, at: OffsetDateTime) {
        Jobs::new(self.app(at), None).tick_all().await;
    }

    /// The notices of a day and nothing else: for a walk through many days.
    async fn tell(&self, at: OffsetDateTime) {
        Jobs::new(self.app(at), None).tick(Job::Notices).await;
    }

    async fn run_with(&self, at: OffsetDateTime, mailer: &Mailer) {
        Jobs::new(self.app(at), Some(mailer.clone()))
            .tick_all()
            .await;
    }

    /// How the runs of a job went, the newest first.
    async fn runs(&self, job: Job) -> Vec<RunOutcome> {
        let runs = store::recent(self.engine.db.read(), self.kommun, 500)
            .await
            .unwrap();
        let of_job = runs.into_iter().filter(|run| run.job == job);
        of_job.map(|run| run.outcome).collect()
    }

    async fn site_body(&self, site: SiteId) -> String {
        let found = record::find::<Site>(self.engine.db.read(), self.kommun, site)
            .await
            .unwrap();
        serde_json::to_string(&found.unwrap().data).unwrap()
    }

    /// What a person has been told by one rule, oldest first.
    async fn told(&self, person: AccountId, policy: &str) -> Vec<Notice> {
        let db = self.engine.db.read();
        let mut notices = store::of_person(db, self.kommun, person, None, None, 10_000)
            .await
            .unwrap();
        notices.retain(|notice| notice.policy == policy);
        notices.reverse();
        notices
    }
}

fn days(count: i64) -> Duration {
    Duration::days(count)
}

fn steps(notices: &[Notice]) -> Vec<(Date, u16)> {
    notices
        .iter()
        .map(|notice| (notice.made_on, notice.step))
        .collect()
}
