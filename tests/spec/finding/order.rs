//! The list by any of its columns, one way and the other, page by page.

use std::sync::Arc;

use objektiv::collation::sort_key;
use objektiv::compliance::Viewpoint;
use objektiv::compliance::list::{Filter, Line};
use objektiv::compliance::order::{Column, Order, standing_key, status_key};
use objektiv::compliance::store::{Judgement, ensure_fresh};
use objektiv::demo;
use objektiv::law::{PolicySet, Standing};
use objektiv::organisation::KommunId;
use objektiv::site::web::listed::List;
use objektiv::texts::Loc;
use objektiv::web::App;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use time::Date;
use time::macros::date;

use crate::browser::{NOW, Town};
use crate::engine::{Asked, Engine, engines};

const ORDERS: usize = 2 * Column::ALL.len();

fn orders() -> impl Iterator<Item = Order> {
    let both = |by| [false, true].map(|backwards| Order { by, backwards });
    Column::ALL.into_iter().flat_map(both)
}

async fn filled(engine: &Engine, policies: &PolicySet) -> KommunId {
    let by = Judgement {
        policies,
        today: NOW.date(),
    };
    let kommun = demo::fill(&engine.db, 24, NOW, by, &|_| ()).await.unwrap();
    ensure_fresh(&engine.db, kommun, by).await.unwrap();
    kommun
}

/// What a reader sees in the column, as it sorts.
fn seen(line: &Line, by: Column) -> String {
    match by {
        Column::Name => String::new(),
        Column::Standing => standing_key(line.standing),
        Column::PlaceType => line
            .place_type
            .map_or_else(String::new, |place| sort_key(&Loc::sv().code(place))),
        Column::Unit => sort_key(line.unit.as_deref().unwrap_or_default()),
        Column::Status => line.status.map_or_else(String::new, status_key),
    }
}

async fn pages(list: &List<'_>, filter: &Filter, limit: usize) -> Vec<Line> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = list.lines(filter, after.as_ref(), limit).await.unwrap();
        assert!(page.lines.len() <= limit);
        all.extend(page.lines);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn in_order(list: &List<'_>, filter: &Filter) -> usize {
    let whole = pages(list, filter, 1_000).await;
    let paged = pages(list, filter, 5).await;
    assert_eq!(paged, whole, "{:?}", filter.order);
    let key = |line: &Line| {
        (
            seen(line, filter.order.by),
            line.sort_key.clone(),
            line.id.0,
        )
    };
    let mut expected = whole.clone();
    expected.sort_by_key(key);
    if filter.order.backwards {
        expected.reverse();
    }
    assert_eq!(whole, expected, "{:?}", filter.order);
    whole.len()
}

fn viewpoint(kommun: KommunId, rules: &Arc<PolicySet>, as_of: Date, known_then: bool) -> Viewpoint {
    Viewpoint {
        kommun,
        unit: None,
        today: NOW.date(),
        as_of,
        known_then,
        rules: Arc::clone(rules),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_orders_the_list_both_ways_and_no_page_loses_or_repeats_a_line() {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    for engine in engines().await {
        let kommun = filled(&engine, &policies).await;
        let town = Town {
            app: App::new(
                engine.db.clone(),
                objektiv::clock::Clock::Frozen(NOW),
                Arc::clone(&policies),
                String::new(),
            ),
            kommun,
        };
        for (day, known_then) in [
            (NOW.date(), false),
            (date!(2025 - 03 - 31), false),
            (date!(2026 - 11 - 20), true),
        ] {
            let from = viewpoint(kommun, &policies, day, known_then);
            let list = List::open(&town.app, &from).await.unwrap();
            let (mut compared, mut lines) = (0, 0);
            for standing in [None, Some(Standing::Breach)] {
                for order in orders() {
                    let filter = Filter {
                        standing,
                        order,
                        ..Filter::default()
                    };
                    lines += in_order(&list, &filter).await;
                    compared += 1;
                }
            }
            assert_eq!(compared, 2 * ORDERS);
            assert!(known_then || lines > 100, "{lines} lines on {day}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_order_of_the_list_sorts_what_an_index_has_in_order() {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    for engine in engines().await {
        if engine.backend() != DatabaseBackend::Sqlite {
            continue;
        }
        let kommun = filled(&engine, &policies).await;
        let (db, seen) = Asked::of(&engine.db);
        let mut explained = 0;
        for order in orders() {
            let filter = Filter {
                order,
                ..Filter::default()
            };
            let first = objektiv::compliance::list::lines(db.read(), kommun, &filter, None, 5);
            let place = first.await.unwrap()[4].place(order);
            seen.take();
            let next =
                objektiv::compliance::list::lines(db.read(), kommun, &filter, Some(&place), 5);
            next.await.unwrap();
            let mut asked = seen.take().swap_remove(0);
            asked.sql = format!("EXPLAIN QUERY PLAN {}", asked.sql);
            let plan = engine.db.read().query_all_raw(asked).await.unwrap();
            let plan: Vec<String> = plan
                .iter()
                .map(|step| step.try_get("", "detail").unwrap())
                .collect();
            let plan = plan.join("; ");
            assert!(!plan.contains("TEMP B-TREE"), "{order:?}: {plan}");
            assert!(plan.contains("USING INDEX"), "{order:?}: {plan}");
            explained += 1;
        }
        assert_eq!(explained, ORDERS);
    }
}
