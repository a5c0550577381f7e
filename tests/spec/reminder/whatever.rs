//! Whatever happens, in whichever order, on whichever replica: each person is told each step once.

use std::collections::BTreeSet;

use objektiv::account::AccountId;
use objektiv::compliance::store::Judgement;
use objektiv::db::{Db, record};
use objektiv::jobs::Jobs;
use objektiv::law::calendar::date_in_sweden;
use objektiv::permit::{Permit, PermitId};
use objektiv::register::{Author, Change};
use objektiv::reminder::answer::Answer;
use objektiv::reminder::job::Job;
use objektiv::reminder::store::{self, Lease};
use objektiv::site::SiteId;
use proptest::prelude::*;
use time::macros::datetime;
use time::{Date, Duration, OffsetDateTime};

use super::{DECISION, Town, days};
use crate::engine::engines;

/// Five days before summer time ends.
const BEGIN: OffsetDateTime = datetime!(2026-10-20 06:00 UTC);

#[derive(Debug, Clone)]
enum Event {
    /// The clock goes, nobody runs, or it is set back.
    Hours(i64),
    /// The first or the second replica looks.
    Run {
        second: bool,
    },
    /// Both look at the same moment.
    Both,
    /// A replica dies while it runs: nobody else may before its lease has expired.
    Dies,
    LeaseExpires,
    /// The decision is prolonged or shortened to this many days from now.
    Until(i64),
    /// Somebody answers what stands open, until so many days from now.
    Answer(i64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => prop_oneof![-480..2_400_i64, 1..30_i64].prop_map(Event::Hours),
        4 => any::<bool>().prop_map(|second| Event::Run { second }),
        2 => Just(Event::Both),
        1 => Just(Event::Dies),
        2 => Just(Event::LeaseExpires),
        2 => (-10..200_i64).prop_map(Event::Until),
        2 => (0..60_i64).prop_map(Event::Answer),
    ];
    proptest::collection::vec(event, 4..24)
}

/// A town with two servers over its database.
struct House {
    town: Town,
    second: Db,
}

/// One decision and what happens to it; beside what the register does, what it should have done.
struct Life<'a> {
    house: &'a House,
    site: SiteId,
    at: OffsetDateTime,
    until: Date,
    /// The day of the last run that went through.
    done_for: Option<Date>,
    /// A replica died with the lease.
    blocked: bool,
    manager: BTreeSet<(Date, u16)>,
    dpo: BTreeSet<(Date, u16)>,
}

impl<'a> Life<'a> {
    async fn begin(house: &'a House) -> Self {
        let until = date_in_sweden(BEGIN) + days(100);
        let town = &house.town;
        expire(town).await;
        let db = town.engine.db.read();
        Self {
            house,
            site: town.site_with_decision(until).await,
            at: BEGIN,
            until,
            done_for: store::done_for(db, Job::Notices, Some(town.kommun))
                .await
                .unwrap(),
            blocked: false,
            manager: BTreeSet::new(),
            dpo: BTreeSet::new(),
        }
    }

    fn today(&self) -> Date {
        date_in_sweden(self.at)
    }

    async fn happens(&mut self, event: &Event) {
        let town = &self.house.town;
        match event {
            Event::Hours(hours) => self.at += Duration::hours(*hours),
            Event::Run { second } => {
                self.look(*second).await;
                self.ran();
            }
            Event::Both => {
                let jobs = [false, true].map(|second| self.jobs(second));
                let looks =
                    jobs.map(|jobs| tokio::spawn(async move { jobs.tick(Job::Notices).await }));
                for look in looks {
                    look.await.unwrap();
                }
                self.ran();
            }
            Event::Dies => {
                let taken = Lease::take(&self.house.second, Job::Notices).await.unwrap();
                assert_eq!(taken.is_none(), self.blocked);
                self.blocked = true;
            }
            Event::LeaseExpires => {
                expire(town).await;
                self.blocked = false;
            }
            Event::Until(days_from_now) => {
                self.until = self.today() + days(*days_from_now);
                self.decide().await;
            }
            Event::Answer(days_from_now) => self.answer(self.today() + days(*days_from_now)).await,
        }
    }

    fn jobs(&self, second: bool) -> Jobs {
        let town = &self.house.town;
        let db = if second {
            &self.house.second
        } else {
            &town.engine.db
        };
        Jobs::new(town.app_on(db, self.at), None)
    }

    async fn look(&self, second: bool) {
        self.jobs(second).tick(Job::Notices).await;
    }

    /// What a look at this moment should have told, written down apart from the engine.
    fn ran(&mut self) {
        let today = self.today();
        if self.blocked || self.done_for == Some(today) {
            return;
        }
        self.done_for = Some(today);
        let step = match (self.until - today).whole_days() {
            left if left > 180 => return,
            left if left > 90 => 180,
            left if left > 30 => 90,
            left if left > 7 => 30,
            left if left > 0 => 7,
            _ => 0,
        };
        self.manager.insert((self.until, step));
        // Once the decision no longer holds it concerns the dataskyddsombud as well.
        if self.until < today {
            self.dpo.insert((self.until, 0));
        }
    }

    async fn decide(&self) {
        let town = &self.house.town;
        let db = town.engine.db.read();
        let all = record::all::<Permit>(db, town.kommun).await.unwrap();
        let mine = all.iter().find(|permit| permit.data.site == self.site);
        let mine = mine.unwrap();
        let _: PermitId = mine.id;
        let mut after = mine.data.clone();
        after.valid_until = Some(self.until);
        let (author, by) = (self.author(), self.by());
        let mut change = Change::begin(&town.engine.db, &author, self.at, by)
            .await
            .unwrap();
        change.update(mine, &after).await.unwrap();
        change.commit().await.unwrap();
    }

    async fn answer(&self, until: Date) {
        let town = &self.house.town;
        let told = self.told(town.manager).await;
        let Some(notice) = told.into_iter().find(|notice| notice.open) else {
            return;
        };
        let answer = Answer {
            site: notice.site,
            policy: notice.policy.clone(),
            due_on: notice.due_on,
            step: notice.step,
            reason: "Nämnden sammanträder".into(),
            until: Some(until),
            by: "Märta Åkesson".into(),
            on: self.today(),
        };
        let (author, by) = (self.author(), self.by());
        let mut change = Change::begin(&town.engine.db, &author, self.at, by)
            .await
            .unwrap();
        change.insert(&answer).await.unwrap();
        if let Some(day) = answer.silent_until() {
            store::silence(&**change.tx(), town.kommun, &notice, day)
                .await
                .unwrap();
        }
        change.commit().await.unwrap();
    }

    fn author(&self) -> Author {
        Author {
            kommun: self.house.town.kommun,
            account: None,
            name: "provet".into(),
        }
    }

    fn by(&self) -> Judgement<'_> {
        Judgement {
            policies: &self.house.town.policies,
            today: self.today(),
        }
    }

    async fn told(&self, person: AccountId) -> Vec<objektiv::reminder::Notice> {
        let mut told = self.house.town.told(person, DECISION).await;
        told.retain(|notice| notice.site == self.site);
        told
    }

    async fn ends(&self) {
        let town = &self.house.town;
        for (person, expected) in [(town.manager, &self.manager), (town.dpo, &self.dpo)] {
            let told = self.told(person).await;
            let mut told: Vec<_> = told.iter().map(|one| (one.due_on, one.step)).collect();
            told.sort_unstable();
            let expected: Vec<_> = expected.iter().copied().collect();
            assert_eq!(told, expected, "person {person}");
        }
    }
}

async fn expire(town: &Town) {
    town.engine.meddle("DELETE FROM lease", []).await;
}

#[test]
fn whatever_happens_on_two_replicas_each_person_is_told_each_step_that_a_run_saw_exactly_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let houses: Vec<House> = runtime.block_on(async {
        let mut houses = Vec::new();
        for engine in engines().await {
            let second = Db::open(&engine.url).await.unwrap();
            let town = Town::found(engine).await;
            houses.push(House { town, second });
        }
        houses
    });
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 40,
        ..ProptestConfig::with_cases(16)
    };
    proptest!(config, |(events in events())| {
        runtime.block_on(async {
            for house in &houses {
                let mut life = Life::begin(house).await;
                for event in &events {
                    life.happens(event).await;
                }
                life.ends().await;
            }
        });
    });
}
