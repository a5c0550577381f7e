//! What every page costs: a fixed number of queries, however much the register holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use objektiv::account::Role;

use crate::browser::Town;
use crate::engine::engines;
use crate::parts::add_site;

#[tokio::test]
async fn a_page_asks_the_database_as_much_with_one_record_as_with_many() {
    for engine in engines().await {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let db = engine.db.clone().observed(move |_| {
            seen.fetch_add(1, Ordering::Relaxed);
        });
        let town = Town::found(db, "ekebro").await;
        let roles = [Role::Manager, Role::Administrator];
        let mut manager = town.sign_in("Maja Lund", &roles).await;
        let site = add_site(&mut manager, "EK-001").await;
        let pages = [
            site.clone(),
            format!("{site}/kameror/ny"),
            format!("{site}/historik"),
            "/kameror/1".to_owned(),
            "/inspelare".to_owned(),
            "/administration/enheter".to_owned(),
            "/administration/personer".to_owned(),
        ];
        let mut costs: Vec<Vec<usize>> = Vec::new();
        for round in 0..2 {
            for number in 0..=round * 10 {
                let name = format!("{round}-{number}");
                let typed = [("name", &*name), ("kind", "nvr")];
                manager.fill_in("/inspelare/ny", &typed).await;
                manager
                    .fill_in("/administration/enheter/ny", &typed[..1])
                    .await;
                let typed = [("label", &*name), ("status", "i-drift"), ("recorder", "1")];
                manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
                manager
                    .fill_in(&format!("{site}/skyltar/ny"), &[("entrance", &name)])
                    .await;
            }
            let mut cost = Vec::new();
            for page in &pages {
                let before = count.load(Ordering::Relaxed);
                manager.open_page(page).await;
                cost.push(count.load(Ordering::Relaxed) - before);
            }
            costs.push(cost);
        }
        assert_eq!(costs[0], costs[1], "{pages:?}");
        assert!(
            costs[0].iter().all(|cost| *cost > 0 && *cost <= 20),
            "{costs:?}"
        );
    }
}
