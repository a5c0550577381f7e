//! The cached standing of every site is what would be computed now, whatever was edited and whichever day it is.

mod life;

use objektiv::compliance::findings;
use objektiv::compliance::list::{Filter, distribution, lines};
use objektiv::compliance::store::{
    Counted, DAYS_AHEAD, Judgement, coming, ensure_fresh, forget, next_dossiers, summaries,
};
use objektiv::db::record;
use objektiv::demo;
use objektiv::law::{Outcome, PolicySet};
use objektiv::organisation::KommunId;
use objektiv::register::{Author, Change};
use objektiv::site::{Site, SiteId, SiteStatus};
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

/// Every line of the list says what a computation from the records says, and the counts that are remembered are theirs.
async fn agrees(engine: &Engine, kommun: KommunId, by: Judgement<'_>, remembered: &Counted) {
    let fresh = ensure_fresh(&engine.db, kommun, by).await.unwrap();
    assert!(fresh.is_some(), "nobody else renews it");
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
    comes_as_computed(engine, kommun, by).await;
    let counted = distribution(engine.db.read(), kommun).await.unwrap();
    assert_eq!(counted.total(), listed.len() as u64);
    for _ in 0..2 {
        let told = remembered.distribution(engine.db.read(), kommun, fresh);
        assert_eq!(told.await.unwrap(), counted);
    }
}

/// The days that are kept are those that the findings name, as far as the start page looks.
async fn comes_as_computed(engine: &Engine, kommun: KommunId, by: Judgement<'_>) {
    let found = coming(engine.db.read(), kommun, by.today, 10_000).await;
    let (mut kept, mut first) = (Vec::new(), Vec::new());
    for awaits in found.unwrap() {
        first.push(awaits.coming.iter().map(|one| one.due_on).min().unwrap());
        let of_site = awaits.coming.into_iter();
        kept.extend(of_site.map(|one| (one.due_on, awaits.site, one.policy, one.outcome)));
    }
    assert!(first.is_sorted(), "the first to come first");
    let last = by.today + Duration::days(DAYS_AHEAD);
    let all = next_dossiers(engine.db.read(), kommun, SiteId(0))
        .await
        .unwrap();
    let mut computed = Vec::new();
    for dossier in &all {
        for finding in findings(by.policies, dossier, by.today) {
            let due = finding.due.as_ref().map(|due| due.on);
            let due = due.filter(|on| (by.today..=last).contains(on));
            if let Some(on) = due.filter(|_| finding.outcome != Outcome::NotApplicable) {
                let policy = finding.policy.id.clone();
                computed.push((on, dossier.id, policy, finding.outcome));
            }
        }
    }
    kept.sort_by(|one, other| (one.0, one.1, &one.2).cmp(&(other.0, other.1, &other.2)));
    computed.sort_by(|one, other| (one.0, one.1, &one.2).cmp(&(other.0, other.1, &other.2)));
    assert_eq!(kept, computed, "on {}", by.today);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cache_is_the_computation_after_edits_and_on_other_days() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let remembered = Counted::default();
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
            agrees(&engine, kommun, by, &remembered).await;
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
            agrees(&engine, kommun, by, &remembered).await;
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
async fn the_demonstration_has_sites_of_every_standing() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let counted = distribution(engine.db.read(), kommun).await.unwrap();
        let standings = [counted.breach, counted.partly, counted.unknown, counted.ok];
        assert!(standings.iter().all(|sites| *sites > 0), "{counted:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_cache_is_built_anew_by_the_next_reader() {
    let policies = PolicySet::embedded().unwrap();
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let remembered = Counted::default();
        let by = Judgement {
            policies: &policies,
            today: NOW.date(),
        };
        agrees(&engine, kommun, by, &remembered).await;
        forget(&engine.db, kommun).await.unwrap();
        assert_eq!(
            distribution(engine.db.read(), kommun)
                .await
                .unwrap()
                .total(),
            0
        );
        agrees(&engine, kommun, by, &remembered).await;
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
                let last = paged
                    .last()
                    .map(|line: &objektiv::compliance::list::Line| line.place(filter.order));
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
