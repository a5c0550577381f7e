//! An order with a gag (RB 27:16 a), at every place where something is listed, counted, searched, sent as a file, fed to a
//! calendar, shown to the public or read by another system: to those who must not know of it nothing has moved.

use axum::http::StatusCode;
use objektiv::account::door::{DOORS, Opens, Verb};
use objektiv::account::{Grant, Role};
use objektiv::jobs::Jobs;
use objektiv::reminder::job::Job;
use objektiv::webhook;
use serde_json::Value;

use super::{lists, tells, walker};
use crate::access::house::{House, Walker, address, pages};
use crate::access::isolation::{MISSING, told};
use crate::api::client::{Client, own_key};
use crate::browser::{Browser, Page};
use crate::engine::engines;

/// As it is written in lower case on whatever tells of it.
const WORDS: [&str; 3] = ["5000-k777-26", "hemliga kammaren", "qxförhör"];

/// Tells of whoever reads it, that it was read.
const OF_THE_READER: &str = "/atkomst";

/// An order that is too long, so that there would be something to say about it.
const ORDER: [(&str, &str); 10] = [
    ("kind", "forelaggande"),
    ("issued_by", "Hemliga kammaren"),
    ("reference", "5000-K777-26"),
    ("decided_on", "2026-11-21"),
    ("interval_from", "2026-11-20"),
    ("interval_from-tid", "00.00"),
    ("interval_until", "2026-11-21"),
    ("interval_until-tid", "23.00"),
    ("reason", "Qxförhör"),
    ("ends_on", "2027-09-30"),
];

/// Those who must not know: everybody but the owner, the decision-maker and the dataskyddsombud of the site.
async fn outsiders(house: &House) -> Vec<Walker> {
    let mut all = vec![walker("nobody", Browser::open(&house.town.app))];
    for (role, unit) in [
        (Role::Manager, None),
        (Role::Officer, None),
        (Role::Auditor, None),
        (Role::Administrator, None),
        (Role::Dpo, Some(house.elsewhere)),
    ] {
        let name = format!("Utan vetskap {}", all.len());
        let grants = vec![Grant { role, unit }];
        let mut browser = house.town.sign_in_with(&name, grants).await;
        // What is said once has then been said.
        browser.get("/").await;
        all.push(walker(&name, browser));
    }
    all
}

/// Every place that is no page about one thing, and those about the site and about whoever registers the order.
fn places(owner: &str) -> Vec<String> {
    let mut all = lists();
    all.retain(|at| !at.starts_with(OF_THE_READER));
    for more in [
        "/bevakningar?sok=K777",
        "/utlamnanden/sok?ord=K777",
        "/utlamnanden/kameror?bevakning=1&fran=2026-11-20&fran-tid=22.00",
        "/utlamnanden?bevakning=1",
        "/bevakningar/1",
        "/bevakningar/1?per=2026-11-22&kand=da",
        "/bevakningar/1/historik",
        "/bevakningar/1/gallringsbevis/nytt",
    ] {
        all.push(more.to_owned());
    }
    all.extend(["", "/csv"].map(|rest| format!("/utlamnanden/spar/{owner}{rest}")));
    all
}

async fn seen(outsiders: &mut [Walker], places: &[String]) -> Vec<(String, String, Page)> {
    let mut seen = Vec::new();
    for walker in outsiders {
        for at in places {
            let page = walker.browser.get(at).await;
            assert!(!page.status.is_server_error(), "{at}: {}", page.status);
            seen.push((walker.name.clone(), at.clone(), page));
        }
    }
    seen
}

/// The addresses of their calendars, for those who are told anything.
async fn calendars(outsiders: &mut [Walker]) -> Vec<String> {
    let mut all = Vec::new();
    for walker in outsiders {
        let made = walker.browser.send("/paminnelser/kalender", &[]).await;
        if made.status == StatusCode::CREATED {
            let address = made.codes().concat();
            all.push(
                address
                    .trim_start_matches("http://kamera.example")
                    .to_owned(),
            );
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_place_tells_of_a_gagged_order_and_no_count_moves_for_those_who_must_not_know() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let mut owner = house.town.sign_in("Per Hemlig", &[Role::Officer]).await;
        let mut dpo = house.town.sign_in("Vera Hemlig", &[Role::Dpo]).await;
        let people = dpo.open_page("/utlamnanden/spar").await;
        let number = people.link("Per Hemlig");
        let number = number.rsplit('/').next().unwrap().to_owned();
        let mut outsiders = outsiders(&house).await;
        let jobs = Jobs::new(house.town.app.clone(), None);
        jobs.tick(Job::Notices).await;
        let mut places = places(&number);
        places.extend(calendars(&mut outsiders).await);
        let before = seen(&mut outsiders, &places).await;
        let mut typed = ORDER.to_vec();
        typed.push(("gag", "ja"));
        let known = owner
            .fill_in("/bevakningar/1/bevaranden/nytt", &typed)
            .await;
        let hold = known.link("5000-K777-26");
        jobs.tick(Job::Notices).await;
        let after = seen(&mut outsiders, &places).await;
        let mut moved = Vec::new();
        for ((who, at, was), (_, _, is)) in before.iter().zip(&after) {
            let (was, is) = (told(was, at), told(is, at));
            if is != was {
                let new = is.2.lines().find(|line| !was.2.contains(line));
                moved.push(format!("{at} as {who}: {} {new:?}", is.0));
            }
        }
        assert!(moved.is_empty(), "{moved:#?}");
        assert!(before.len() > 300, "{}", before.len());
        by_number(&mut outsiders, &hold).await;
        by_key(&house, &mut outsiders, &mut owner, &hold).await;
        let sent = webhook::store::due(
            engine.db.read(),
            house.town.kommun,
            crate::browser::NOW,
            1000,
        );
        for message in sent.await.unwrap() {
            let payload = message.payload.to_lowercase();
            assert!(
                !WORDS.iter().any(|word| payload.contains(word)),
                "{payload}"
            );
        }
        // Those who know of it find it: the words are the right ones.
        for person in [&mut owner, &mut dpo] {
            for at in ["/bevakningar/1", "/bevakningar/1/historik", &hold] {
                let page = person.open_page(at).await;
                assert!(tells(&page, WORDS[0]), "{at}: {}", page.text());
            }
        }
    }
}

/// Every page with a number: those about the order as if it were not there, and no other tells of it.
async fn by_number(outsiders: &mut [Walker], hold: &str) {
    let number = hold.rsplit('/').next().unwrap();
    let mut tried = 0;
    for door in pages().filter(|door| door.path.contains('{')) {
        let about = door.path.starts_with("/bevaranden/");
        for walker in &mut *outsiders {
            if about {
                let at = address(door.path, MISSING);
                let expected = told(&walker.tries(door.verb, &at).await, &at);
                let at = address(door.path, number);
                let page = walker.tries(door.verb, &at).await;
                assert_eq!(told(&page, &at), expected, "{at} as {}", walker.name);
            } else if door.verb == Verb::Get {
                let at = address(door.path, "1");
                let page = walker.browser.get(&at).await;
                let word = WORDS.iter().find(|word| tells(&page, word));
                assert_eq!(word, None, "{at} as {}", walker.name);
            }
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}

/// Every operation of the API that reads, by the keys of a system and of somebody who must not know.
async fn by_key(house: &House, outsiders: &mut [Walker], owner: &mut Browser, hold: &str) {
    let app = &house.town.app;
    let officer = outsiders
        .iter_mut()
        .find(|one| one.name == "Utan vetskap 2");
    let scopes = ["lasa-utlamnanden", "registrera-utlamnanden"];
    let own = own_key(&mut officer.unwrap().browser, &scopes).await;
    let clients = [Client::new(app, &house.key), Client::new(app, &own)];
    let mut read = 0;
    for door in DOORS
        .iter()
        .filter(|door| matches!(door.opens, Opens::Key(_)))
    {
        for client in &clients {
            for query in [
                "",
                "?as_of=2026-11-22&known_then=true",
                "?all=true",
                "?limit=200",
            ] {
                let at = format!("{}{query}", address(door.path, "1"));
                if door.verb == Verb::Get {
                    let text = client.get(&at).await.text.to_lowercase();
                    assert!(
                        !WORDS.iter().any(|word| text.contains(word)),
                        "{at}: {text}"
                    );
                    read += 1;
                }
            }
        }
    }
    assert!(read > 80, "{read}");
    let number = hold.rsplit('/').next().unwrap();
    let problem = |id: String| {
        let client = clients[1].clone();
        async move {
            let answer = client.get(&format!("/api/v1/holds/{id}")).await;
            answer.problem(StatusCode::NOT_FOUND)
        }
    };
    let (hidden, missing) = (problem(number.to_owned()), problem(MISSING.to_owned()));
    assert_eq!(hidden.await["detail"], missing.await["detail"]);
    let mine = Client::new(app, &own_key(owner, &["lasa-utlamnanden"]).await);
    let listed = mine.read("/api/v1/sites/1/holds").await;
    let references: Vec<&Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["hold"]["reference"])
        .collect();
    assert!(
        references.contains(&&Value::from("5000-K777-26")),
        "{listed}"
    );
}
