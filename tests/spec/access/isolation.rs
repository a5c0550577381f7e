//! Two kommuner in one installation: the ids of one are to the other as ids that do not exist.

use std::sync::Arc;

use axum::http::{Method, StatusCode, header};
use objektiv::account::Role;
use objektiv::account::door::{DOORS, Door, Opens, Verb};
use objektiv::code::Code;
use objektiv::web::App;

use super::house::{House, Walker, address, pages};
use crate::api::client::{Answer, Client, make_key, own_key};
use crate::browser::{Browser, Page, Town};
use crate::engine::{Asked, Engine, engines};

/// An id that no kommun has.
pub const MISSING: &str = "999999";
/// Ids that Ekebro has of most kinds; the stranger's kommun has none of these numbers.
const EKEBROS: [&str; 3] = ["1", "2", "3"];

/// Ekebro with everything, and somebody with every role in another kommun, who has nothing.
async fn stranger(engine: &Engine) -> (House, Town, Walker) {
    let house = House::furnished(engine).await;
    let other = Town::found_in(house.town.app.clone(), "granby").await;
    let browser = other.sign_in("Siv Alm", Role::ALL).await;
    let walker = Walker {
        name: "Siv Alm".into(),
        browser,
        person: None,
    };
    (house, other, walker)
}

/// What came, but for the names of the address and of the request.
pub fn told(page: &Page, at: &str) -> (StatusCode, String, String) {
    let request = page.headers.get("x-request-id");
    let request = request.map_or("-", |id| id.to_str().unwrap());
    let back = serde_urlencoded::to_string([("till", at)]).unwrap();
    let body = page.html.replace(request, "(request)");
    let body = body.replace(at, "(address)").replace(&back, "(address)");
    let location = page.location.replace(at, "(address)");
    (page.status, location.replace(&back, "(address)"), body)
}

#[tokio::test]
async fn another_kommuns_id_is_answered_as_one_that_does_not_exist_on_every_route() {
    for engine in engines().await {
        let (_house, _, mut walker) = stranger(&engine).await;
        let mut tried = 0;
        for door in
            pages().filter(|door| door.path.contains("{id}") || door.path.contains("{site}"))
        {
            if door.path.starts_with("/regler/") {
                continue;
            }
            let at = address(door.path, MISSING);
            let expected = told(&walker.tries(door.verb, &at).await, &at);
            for id in EKEBROS {
                let at = address(door.path, id);
                let theirs = told(&walker.tries(door.verb, &at).await, &at);
                assert_eq!(theirs, expected, "{} {at}", door.verb.name());
                tried += 1;
            }
        }
        assert!(tried > 200, "{tried}");
    }
}

/// The statements that a request to the pages asks the database.
async fn asked(browser: &mut Browser, seen: &Asked, verb: Verb, at: &str) -> Vec<String> {
    seen.take();
    match verb {
        Verb::Get => browser.get(at).await,
        Verb::Post => browser.send(at, &[]).await,
    };
    seen.take_sql()
}

/// The stranger's kommun, and every statement that is asked of the database for it.
async fn watched(engine: &Engine) -> (Town, Asked) {
    let (house, other, _) = stranger(engine).await;
    let (db, asked) = Asked::of(&engine.db);
    let app = App::new(
        db,
        house.town.app.clock,
        Arc::clone(&house.town.app.policies),
        house.town.app.public_url.clone(),
    );
    let kommun = other.kommun;
    (Town { app, kommun }, asked)
}

#[tokio::test]
async fn another_kommuns_id_takes_the_same_work_as_one_that_does_not_exist() {
    for engine in engines().await {
        let (watched, seen) = watched(&engine).await;
        let mut siv = watched.sign_in("Siv Ek", Role::ALL).await;
        siv.get("/").await;
        let mut tried = 0;
        for door in
            pages().filter(|door| door.path.contains("{id}") || door.path.contains("{site}"))
        {
            let missing = asked(&mut siv, &seen, door.verb, &address(door.path, MISSING)).await;
            let theirs = asked(&mut siv, &seen, door.verb, &address(door.path, "1")).await;
            assert_eq!(theirs, missing, "{} {}", door.verb.name(), door.path);
            tried += 1;
        }
        assert!(tried > 80, "{tried}");
    }
}

/// The variables of addresses, and what is asked of those that are no number of a record.
const VARIABLES: [(&str, &str); 14] = [
    ("id", ""),
    ("site", ""),
    ("delivery", "below the number of its disclosure"),
    ("entry", "a place in the log of the kommun that asks"),
    ("step", "a name of ours"),
    ("job", "a name of ours"),
    ("z", "a place on the ground that every kommun has"),
    ("x", "the same"),
    ("y", "the same"),
    ("file", "ours, or a secret of 128 bits"),
    ("token", "a secret of 128 bits, or a digest"),
    ("sha256", "a digest, asked for in the kommun alone"),
    ("kommun", "public, where the kommun has opened it"),
    ("*log", "public"),
];

fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

#[test]
fn every_address_with_a_number_is_compared_and_every_other_variable_is_known() {
    let known = |name: &str| VARIABLES.iter().find(|(known, _)| *known == name);
    for door in DOORS {
        for name in variables(door.path) {
            assert!(known(name).is_some(), "{}: {name}", door.path);
        }
        let numbered = door.path.contains("{id}") || door.path.contains("{site}");
        let compared = variables(door.path).any(|name| known(name).unwrap().1.is_empty());
        assert_eq!(numbered, compared, "{}", door.path);
    }
}

/// Asks at a door of the API; where something is to be sent, nothing that could be recorded.
async fn knock(client: &Client, door: &Door, id: &str) -> Answer {
    let at = address(door.path, id);
    if door.verb == Verb::Get {
        return client.get(&at).await;
    }
    let key = header::HeaderName::from_static("idempotency-key");
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (key, "gissat-1"),
    ];
    client.ask(Method::POST, &at, &headers, "{}".into()).await
}

#[tokio::test]
async fn another_kommuns_number_is_over_the_api_one_that_does_not_exist_and_takes_the_same_work() {
    for engine in engines().await {
        let (watched, seen) = watched(&engine).await;
        let mut siv = watched.sign_in("Siv Ek", Role::ALL).await;
        let register = make_key(&mut siv, &["register", "logg"], None).await;
        let desk = ["lasa-utlamnanden", "registrera-utlamnanden"];
        let desk = own_key(&mut siv, &desk).await;
        let mut tried = 0;
        for door in DOORS {
            if !door.path.starts_with("/api/") || !door.path.contains("{id}") {
                continue;
            }
            let of_desk = matches!(door.opens, Opens::Key(scope) if scope.needs().is_some());
            let key = if of_desk { &desk } else { &register };
            let client = Client::new(&watched.app, key);
            // That a key is used is noted once an hour.
            knock(&client, door, MISSING).await;
            let mut answers = Vec::new();
            for id in [MISSING, "1", "2", "3"] {
                seen.take();
                let answer = knock(&client, door, id).await;
                let asked = seen.take_sql();
                let is_missing = answer.status == StatusCode::NOT_FOUND;
                // What is sent may be refused first, whatever the number.
                let is_refused = door.verb == Verb::Post && answer.status.is_client_error();
                assert!(is_missing || is_refused, "{} {}", door.path, answer.text);
                let mut problem = answer.problem(answer.status);
                let problem = problem.as_object_mut().unwrap();
                problem.remove("instance");
                problem.remove("request");
                answers.push((problem.clone(), asked));
                tried += 1;
            }
            assert!(answers.iter().all(|one| *one == answers[0]), "{answers:#?}");
        }
        assert!(tried >= 12, "{tried}");
    }
}

#[tokio::test]
async fn a_key_of_one_kommun_reads_nothing_of_another() {
    for engine in engines().await {
        let (house, _, mut siv) = stranger(&engine).await;
        let key = make_key(&mut siv.browser, &["register", "logg"], None).await;
        let (theirs, ours) = (
            Client::new(&house.town.app, &house.key),
            Client::new(&house.town.app, &key),
        );
        let mut tried = 0;
        for door in DOORS
            .iter()
            // Keys to disclosures are a person's: `api::disclosures`.
            .filter(|door| matches!(door.opens, Opens::Key(scope) if scope.needs().is_none()))
        {
            let at = address(door.path, "1");
            let open = theirs.get(&at).await;
            assert_eq!(open.status, StatusCode::OK, "{at}");
            let answer = ours.get(&at).await;
            if door.path.contains("{id}") {
                let mut refused = answer.problem(StatusCode::NOT_FOUND);
                let mut missing = ours
                    .get(&address(door.path, MISSING))
                    .await
                    .problem(StatusCode::NOT_FOUND);
                for problem in [&mut refused, &mut missing] {
                    problem.as_object_mut().unwrap().remove("instance");
                    problem.as_object_mut().unwrap().remove("request");
                }
                assert_eq!(refused, missing, "{at}");
            } else {
                assert!(
                    !answer.text.to_lowercase().contains("ekebro"),
                    "{at}: {}",
                    answer.text
                );
            }
            tried += 1;
        }
        assert!(tried >= 6, "{tried}");
    }
}

#[tokio::test]
async fn lists_searches_feeds_and_files_tell_nothing_of_another_kommun() {
    for engine in engines().await {
        let (house, _, mut siv) = stranger(&engine).await;
        let mut vera = house.town.sign_in("Vera Ek", Role::ALL).await;
        let searches = [
            "/bevakningar?sok=skola",
            "/kameror?sok=0",
            "/utlamnanden/sok?text=polis",
            "/utlamnanden/sok/csv",
            "/utlamnanden/kameror?plats=skola&fran=2026-11-21&fran-tid=22.00",
            "/utlamnanden/diarium/csv",
        ];
        let lists = pages().filter(|door| {
            let open = matches!(door.opens, Opens::Everyone | Opens::Address);
            // A form that waits is no list, and nothing waits here.
            let waits = door.path == "/osparat";
            door.verb == Verb::Get && !door.path.contains('{') && !open && !waits
        });
        let lists = lists.map(|door| door.path).chain(searches);
        let (mut tried, mut filled) = (0, 0);
        for at in lists {
            let page = siv.browser.open_page(at).await;
            let own = vera.open_page(at).await;
            for theirs in [
                "ekebro",
                "vera lind",
                "anna ek",
                "vms stadshuset",
                "0123-45",
            ] {
                let told = page.html.to_lowercase().contains(theirs);
                assert!(!told, "{at} tells of ”{theirs}”");
                filled += usize::from(own.html.to_lowercase().contains(theirs));
            }
            tried += 1;
        }
        assert!(tried > 30 && filled > 30, "{tried} {filled}");
    }
}

/// A form, what else is typed into it, and the field in which something of the kommun is chosen.
type Choosing = (
    String,
    &'static [(&'static str, &'static str)],
    &'static str,
);

fn choosing(site: &str) -> [Choosing; 6] {
    [
        (
            "/bevakningar/ny".into(),
            &[("name", "A"), ("purposes", "brott")],
            "unit",
        ),
        (
            "/bevakningar/ny".into(),
            &[("name", "A"), ("purposes", "brott")],
            "controller",
        ),
        (
            format!("{site}/kameror/ny"),
            &[("label", "1"), ("status", "i-drift")],
            "recorder",
        ),
        (
            "/administration/enheter/ny".into(),
            &[("name", "A")],
            "controller",
        ),
        (
            "/administration/api-nycklar/ny".into(),
            &[
                ("name", "A"),
                ("scopes", "register"),
                ("expires_on", "2027-01-01"),
            ],
            "unit",
        ),
        (
            "/administration/personer/nytt".into(),
            &[("name", "A"), ("email", "a@granby.example")],
            "officer_in",
        ),
    ]
}

#[tokio::test]
async fn another_kommuns_ids_cannot_be_chosen_in_a_form_or_a_query() {
    for engine in engines().await {
        let (_house, _, mut siv) = stranger(&engine).await;
        let siv = &mut siv.browser;
        let own = siv
            .fill_in(
                "/bevakningar/ny",
                &[
                    ("name", "Torget"),
                    ("reference", "G-1"),
                    ("purposes", "brott"),
                ],
            )
            .await;
        assert!(own.has("Torget"));
        let site = siv.open_page("/bevakningar").await.link("Torget");
        for (path, typed, field) in choosing(&site) {
            let form = siv.open_page(&path).await;
            let mut answers = Vec::new();
            for id in ["1", MISSING] {
                let mut typed = typed.to_vec();
                typed.push((field, id));
                let page = siv.submit(&form, &typed).await;
                assert_eq!(
                    page.status,
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "{path} {field}={id}"
                );
                answers.push(page.errors());
            }
            assert!(!answers[0].is_empty());
            assert_eq!(answers[0], answers[1], "{path} {field}");
        }
        for path in ["/utlamnanden/nytt?bevakning=", "/utlamnanden?bevakning="] {
            let mut told_of = Vec::new();
            for id in ["1", MISSING] {
                let at = format!("{path}{id}");
                told_of.push(told(&siv.get(&at).await, &at));
            }
            assert_eq!(told_of[0], told_of[1], "{path}");
        }
        let begun = siv
            .send("/utlamnanden/utkast?bevakning=1", &[("request_key", "x")])
            .await;
        assert_eq!(begun.status, StatusCode::NOT_FOUND);
    }
}
