//! What every page costs: a fixed number of queries, however much the register holds, and no writing. The one exception is
//! a page with the content of a disclosure: that it was read is written down (`desk::trace`).

use objektiv::account::Role;
use objektiv::code::Code;

use crate::browser::{Browser, Town};
use crate::engine::{Asked, engines};
use crate::parts::add_site;

/// One page of each kind that a person asks for by a link.
fn pages(site: &str) -> Vec<String> {
    let below = |rest: &str| format!("{site}{rest}");
    let mut pages = vec![
        site.to_owned(),
        below("?per=2025-03-31"),
        below("/historik"),
        below("/kameror/ny"),
    ];
    let fixed = [
        "/",
        "/bevakningar",
        "/bevakningar?status=nej",
        "/bevakningar?sok=skola",
        "/bevakningar?status=nej&ordning=-enhet",
        "/bevakningar/vyer",
        "/bevakningar/flera",
        "/kameror/1",
        "/bedomningar/1/dokument",
        "/bedomningar/1/steg/intresse",
        "/inspelare",
        "/utlamnanden",
        "/utlamnanden/kameror?plats=hedeskolan&fran=2026-11-21&fran-tid=22.00",
        "/utlamnanden/sok",
        "/utlamnanden/kopior",
        "/utlamnanden/diarium",
        "/utlamnanden/spar",
        "/logg",
        "/logg/3",
        "/paminnelser",
        "/regler",
        "/import",
        "/administration",
        "/administration/enheter",
        "/administration/personer",
        "/administration/api-nycklar",
        "/administration/historik",
    ];
    pages.extend(fixed.map(ToOwned::to_owned));
    pages
}

/// Ten more of everything.
async fn register_more(person: &mut Browser, site: &str, round: usize) {
    for number in 0..10 {
        let name = format!("{round}-{number}");
        let typed = [("name", &*name), ("kind", "nvr")];
        person.fill_in("/inspelare/ny", &typed).await;
        person
            .fill_in("/administration/enheter/ny", &typed[..1])
            .await;
        let typed = [("label", &*name), ("status", "i-drift"), ("recorder", "1")];
        person.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        person
            .fill_in(&format!("{site}/skyltar/ny"), &[("entrance", &name)])
            .await;
        add_site(person, &format!("EK-{round}{number}")).await;
    }
}

#[tokio::test]
async fn a_page_asks_the_database_as_much_with_one_record_as_with_many_and_writes_nothing() {
    for engine in engines().await {
        let (db, asked) = Asked::of(&engine.db);
        let town = Town::found(db, "ekebro").await;
        let mut person = town.sign_in("Maja Lund", Role::ALL).await;
        let site = add_site(&mut person, "EK-001").await;
        let draft = format!("{site}/bedomningar/ny");
        person.fill_in(&draft, &[("kind", "egen")]).await;
        let pages = pages(&site);
        let mut costs: Vec<Vec<usize>> = Vec::new();
        for round in 0..2 {
            register_more(&mut person, &site, round).await;
            // Whoever reads first after a change keeps what the rules say now.
            person.open_page("/").await;
            let mut cost = Vec::new();
            for page in &pages {
                asked.take();
                person.open_page(page).await;
                let queries = asked.take();
                let written = queries.iter().find(|one| !one.sql.starts_with("SELECT"));
                assert_eq!(written, None, "{page} writes");
                cost.push(queries.len());
            }
            costs.push(cost);
        }
        for (page, (few, many)) in pages.iter().zip(costs[0].iter().zip(&costs[1])) {
            assert_eq!(few, many, "queries of {page}");
            assert!((1..=24).contains(few), "{few} queries of {page}");
        }
    }
}
