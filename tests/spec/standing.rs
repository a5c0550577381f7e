//! The cached standing of every site is what would be computed now, whatever was edited and whichever day it is.

use objektiv::compliance::list::{Filter, distribution, lines};
use objektiv::compliance::store::{Judgement, ensure_fresh, forget, summaries};
use objektiv::db::record;
use objektiv::demo;
use objektiv::law::calendar::add_months;
use objektiv::law::{PolicySet, Ruling, RulingKind, Setting};
use objektiv::organisation::KommunId;
use objektiv::register::{Author, Change};
use objektiv::ruling;
use objektiv::site::{Site, SiteStatus};
use proptest::prelude::*;
use std::sync::Arc;
use time::macros::datetime;
use time::{Date, Duration, OffsetDateTime};

use crate::engine::{Engine, engines};

const NOW: OffsetDateTime = datetime!(2026-11-22 09:00 UTC);

async fn filled(engine: &Engine, policies: &PolicySet) -> KommunId {
    filled_with(engine, policies, 24).await
}

async fn filled_with(engine: &Engine, policies: &PolicySet, sites: usize) -> KommunId {
    let by = Judgement {
        policies,
        today: NOW.date(),
    };
    demo::fill(&engine.db, sites, NOW, by, &|_| ())
        .await
        .unwrap()
}

/// Every line of the list says what a computation from the records says.
async fn agrees(engine: &Engine, kommun: KommunId, by: Judgement<'_>) {
    ensure_fresh(&engine.db, kommun, by).await.unwrap();
    let computed = summaries(engine.db.read(), kommun, by).await.unwrap();
    let listed = lines(engine.db.read(), kommun, &Filter::default(), None, 1_000)
        .await
        .unwrap();
    assert_eq!(listed.len(), computed.len());
    for line in &listed {
        let found = computed[&line.id];
        let cached = (line.standing, line.breaches, line.risks, line.unknowns);
        let count = |number: usize| i32::try_from(number).unwrap();
        let now = (
            found.standing,
            count(found.breaches),
            count(found.risks),
            count(found.unknowns),
        );
        assert_eq!(cached, now, "{} on {}", line.reference, by.today);
    }
    let counted = distribution(engine.db.read(), kommun).await.unwrap();
    assert_eq!(counted.total(), listed.len() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cache_is_the_computation_after_edits_and_on_other_days() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let author = Author {
            kommun,
            account: None,
            name: "Anna Ek".into(),
        };
        let mut today: Date = NOW.date();
        for step in 0..6_i64 {
            let by = Judgement {
                policies: &policies,
                today,
            };
            agrees(&engine, kommun, by).await;
            let sites = record::all::<Site>(engine.db.read(), kommun).await.unwrap();
            let site = &sites[usize::try_from(step * 7).unwrap() % sites.len()];
            let mut changed = site.data.clone();
            match step % 3 {
                0 => changed.audio = Some(true),
                1 => changed.address.clear(),
                _ => changed.status = SiteStatus::Ended,
            }
            let at = NOW + Duration::hours(step);
            let mut change = Change::begin(&engine.db, &author, at, by).await.unwrap();
            change.update(site, &changed).await.unwrap();
            change.commit().await.unwrap();
            agrees(&engine, kommun, by).await;
            // Forward over a leap of months, and back again as a corrected clock does.
            today = if step == 3 {
                NOW.date()
            } else {
                today + Duration::days(97)
            };
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_cache_is_built_anew_by_the_next_reader() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let by = Judgement {
            policies: &policies,
            today: NOW.date(),
        };
        agrees(&engine, kommun, by).await;
        forget(&engine.db, kommun).await.unwrap();
        assert_eq!(
            distribution(engine.db.read(), kommun)
                .await
                .unwrap()
                .total(),
            0
        );
        agrees(&engine, kommun, by).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paging_by_key_shows_every_site_once_in_swedish_order() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let by = Judgement {
            policies: &policies,
            today: NOW.date(),
        };
        ensure_fresh(&engine.db, kommun, by).await.unwrap();
        for standing in [None, Some(objektiv::law::Standing::Breach)] {
            let filter = Filter {
                standing,
                ..Filter::default()
            };
            let all = lines(engine.db.read(), kommun, &filter, None, 1_000)
                .await
                .unwrap();
            let mut paged = Vec::new();
            loop {
                let last = paged.last().map(|line: &objektiv::compliance::list::Line| {
                    objektiv::compliance::list::After {
                        sort_key: line.sort_key.clone(),
                        id: line.id.0,
                    }
                });
                let page = lines(engine.db.read(), kommun, &filter, last.as_ref(), 5)
                    .await
                    .unwrap();
                if page.is_empty() {
                    break;
                }
                paged.extend(page);
            }
            assert_eq!(paged, all);
            assert!(all.is_sorted_by(|one, other| one.sort_key <= other.sort_key));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_part_of_a_name_and_takes_wildcards_as_letters() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let found = async |search: &str| {
            let filter = Filter {
                search: search.into(),
                ..Filter::default()
            };
            lines(engine.db.read(), kommun, &filter, None, 100)
                .await
                .unwrap()
                .len()
        };
        assert_eq!(found("ÄNGSBY").await, 2);
        assert_eq!(found("ek-003").await, 1);
        assert_eq!(found("kyrkogatan svanen").await, 2);
        assert_eq!(found("%").await, 0);
        assert_eq!(found("_").await, 0);
        assert_eq!(found("\\").await, 0);
    }
}

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
            site.reviewed_on = Some(NOW.date() - Duration::days(i64::try_from(step).unwrap() * 90))
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
        agrees(self.engine, self.kommun, by).await;
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
        ..ProptestConfig::with_cases(24)
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
        agrees(&engine, kommun, by).await;
    }
}
