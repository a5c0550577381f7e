//! Whatever happens to a register, in whatever order: the cache is the computation.

use std::sync::Arc;

use objektiv::compliance::store::{Counted, Judgement, ensure_fresh, forget};
use objektiv::db::record;
use objektiv::law::calendar::add_months;
use objektiv::law::{PolicySet, Ruling, RulingKind, Setting};
use objektiv::organisation::KommunId;
use objektiv::register::{Author, Change};
use objektiv::ruling;
use objektiv::site::{Site, SiteStatus};
use proptest::prelude::*;
use time::{Date, Duration};

use super::{NOW, agrees, filled_with};
use crate::engine::{Engine, engines};

/// Something that happens to the register, or to the day.
#[derive(Debug, Clone)]
enum Event {
    /// Somebody changes a site.
    Edit { site: usize, what: u8 },
    /// Days pass, or a clock is set right.
    Days(i64),
    /// The data protection officer decides about a rule.
    Rule { rule: usize, kind: u8 },
    /// A change that was begun before midnight, or before a ruling, is committed when the cache is already of after it.
    Straggler { site: usize, what: u8 },
    /// Somebody looks.
    Look,
    /// The cache is thrown away.
    Forget,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0..12_usize, 0..6_u8).prop_map(|(site, what)| Event::Edit { site, what }),
        2 => prop_oneof![Just(1), Just(-1), -400..400_i64].prop_map(Event::Days),
        2 => (0..3_usize, 0..3_u8).prop_map(|(rule, kind)| Event::Rule { rule, kind }),
        2 => (0..12_usize, 0..6_u8).prop_map(|(site, what)| Event::Straggler { site, what }),
        2 => Just(Event::Look),
        1 => Just(Event::Forget),
    ];
    proptest::collection::vec(event, 1..12)
}

fn changed(site: &Site, what: u8, step: usize) -> Site {
    let mut site = site.clone();
    match what {
        0 => site.audio = Some(site.audio != Some(true)),
        1 => {
            site.address = if step.is_multiple_of(2) {
                String::new()
            } else {
                "Torget 1".into()
            }
        }
        2 => {
            site.status = if site.status == SiteStatus::Ended {
                SiteStatus::InUse
            } else {
                SiteStatus::Ended
            }
        }
        3 => {
            site.reviewed_on = Some(NOW.date() - Duration::days(i64::try_from(step).unwrap() * 90));
        }
        4 => site.name = format!("{} {step}", site.name),
        _ => site.still_needed = Some(step.is_multiple_of(2)),
    }
    site
}

/// The register of a test that goes on for a while.
struct Life<'a> {
    engine: &'a Engine,
    kommun: KommunId,
    base: Arc<PolicySet>,
    today: Date,
    author: Author,
    step: usize,
    /// What was counted the last time that somebody looked.
    remembered: Counted,
}

impl Life<'_> {
    async fn rules(&self) -> Arc<PolicySet> {
        ruling::store::rules(self.engine.db.read(), self.kommun, &self.base, self.today)
            .await
            .unwrap()
    }

    /// Whatever has happened, the cache says what a computation says.
    async fn agrees(&self) {
        let rules = self.rules().await;
        let by = Judgement {
            policies: &rules,
            today: self.today,
        };
        agrees(self.engine, self.kommun, by, &self.remembered).await;
    }

    async fn edit(&self, site: usize, by: Judgement<'_>, change_of: impl Fn(&Site) -> Site) {
        let db = &self.engine.db;
        let sites = record::all::<Site>(db.read(), self.kommun).await.unwrap();
        let site = &sites[site % sites.len()];
        let at = NOW + Duration::minutes(i64::try_from(self.step).unwrap());
        let mut change = Change::begin(db, &self.author, at, by).await.unwrap();
        change.update(site, &change_of(&site.data)).await.unwrap();
        change.commit().await.unwrap();
    }

    async fn rule(&self, rule: usize, kind: u8) {
        let (policy, parameter) = [
            ("yearly-review", "months"),
            ("incident-statistics-current", "months"),
            ("storage-at-most-30-days", "hours"),
        ][rule];
        let kind = [RulingKind::Adopted, RulingKind::Adjusted, RulingKind::Off][usize::from(kind)];
        let parameters = (kind == RulingKind::Adjusted)
            .then(|| (parameter.to_owned(), Setting::Number(7)))
            .into_iter()
            .collect();
        let ruling = Ruling {
            policy: policy.into(),
            kind,
            parameters,
            reason: "Provet".into(),
            by: "Vera Lind".into(),
            on: self.today,
        };
        let rules = self.rules().await;
        let by = Judgement {
            policies: &rules,
            today: self.today,
        };
        let db = &self.engine.db;
        let mut change = Change::begin(db, &self.author, NOW, by).await.unwrap();
        change.insert(&ruling).await.unwrap();
        change.commit().await.unwrap();
    }

    async fn straggle(&mut self, site: usize, what: u8) {
        let rules = self.rules().await;
        let yesterday = Judgement {
            policies: &rules,
            today: self.today,
        };
        self.today += Duration::days(1);
        self.rule(0, what % 3).await;
        self.agrees().await;
        // What was in time yesterday and is not today.
        let reviewed_on = Some(add_months(yesterday.today, -12));
        let in_time = |site: &Site| Site {
            status: SiteStatus::InUse,
            started_on: Some(add_months(yesterday.today, -60)),
            ended_on: None,
            reviewed_on,
            ..site.clone()
        };
        self.edit(site, yesterday, in_time).await;
        self.agrees().await;
    }

    async fn happens(&mut self, event: &Event) {
        self.step += 1;
        match event {
            Event::Edit { site, what } => {
                let rules = self.rules().await;
                let by = Judgement {
                    policies: &rules,
                    today: self.today,
                };
                let step = self.step;
                self.edit(*site, by, |site| changed(site, *what, step))
                    .await;
            }
            Event::Days(days) => self.today += Duration::days(*days),
            Event::Rule { rule, kind } => self.rule(*rule, *kind).await,
            Event::Straggler { site, what } => self.straggle(*site, *what).await,
            Event::Look => self.agrees().await,
            Event::Forget => forget(&self.engine.db, self.kommun).await.unwrap(),
        }
    }
}

/// Each case is a dozen transactions on each engine.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(16)
    }
}

#[test]
fn the_cache_is_the_computation_whatever_happens_in_whatever_order() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let base = Arc::new(PolicySet::embedded().unwrap());
    let filled: Vec<(Engine, KommunId)> = runtime.block_on(async {
        let mut filled = Vec::new();
        for engine in engines().await {
            let kommun = filled_with(&engine, &base, 12).await;
            filled.push((engine, kommun));
        }
        filled
    });
    // Every life goes on where the one before ended.
    proptest!(config(), |(events in events())| {
        runtime.block_on(async {
            for (engine, kommun) in &filled {
                let mut life = Life {
                    engine,
                    kommun: *kommun,
                    base: Arc::clone(&base),
                    today: NOW.date(),
                    author: Author { kommun: *kommun, account: None, name: "Anna Ek".into() },
                    step: 0,
                    remembered: Counted::default(),
                };
                for event in &events {
                    life.happens(event).await;
                }
                life.agrees().await;
            }
        });
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_and_writers_around_midnight_leave_a_cache_that_is_the_computation() {
    let base = Arc::new(PolicySet::embedded().unwrap());
    for engine in engines().await {
        let kommun = filled_with(&engine, &base, 24).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..12_usize {
            let (db, base) = (engine.db.clone(), Arc::clone(&base));
            tasks.spawn(async move {
                let by = Judgement {
                    policies: &base,
                    today: NOW.date() + Duration::days(i64::try_from(number % 2).unwrap()),
                };
                if number % 3 == 0 {
                    let author = Author {
                        kommun,
                        account: None,
                        name: "Anna Ek".into(),
                    };
                    let sites = record::all::<Site>(db.read(), kommun).await.unwrap();
                    let site = &sites[number];
                    let mut change = Change::begin(&db, &author, NOW, by).await.unwrap();
                    change
                        .update(site, &changed(&site.data, 0, number))
                        .await
                        .unwrap();
                    change.commit().await.unwrap();
                } else {
                    ensure_fresh(&db, kommun, by).await.unwrap();
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        let by = Judgement {
            policies: &base,
            today: NOW.date() + Duration::days(1),
        };
        agrees(&engine, kommun, by, &Counted::default()).await;
    }
}
