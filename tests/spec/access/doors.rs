//! The table of doors and the doors are the same.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use objektiv::account::Role;
use objektiv::account::door::{self, DOORS, Door, Opens, Verb};
use objektiv::code::Code;

use super::house::{House, Walker, address, pages, routed};
use crate::api::client::{Client, make_key};
use crate::browser::{Page, Town};
use crate::engine::{engines, sqlite};

/// Doors behind which everybody has their own: what is somebody else's is not there, whatever the role.
const OWN: &[&str] = &[
    "/import/{id}",
    "/import/{id}/problem.csv",
    "/import/{id}/kolumner",
    "/import/{id}/inlasning",
    "/import/{id}/borttagning",
    "/paminnelser/{id}/svar",
    // Nobody has invited the person with that number.
    "/granskare/{id}/avslut",
    "/konto/sessioner/{id}/avslut",
    // No map lies behind the shapes here.
    "/karta/bakgrund/{z}/{x}/{y}",
    // No boundary has that name.
    "/karta/grans/{sha256}",
    // The provider that is kept is not in use.
    "/logga-in/extern/{id}",
    // Views of the list are a person's own.
    "/bevakningar/vyer/{id}",
    "/bevakningar/vyer/{id}/borttagning",
    // Files that were too large to be waited for are a person's own.
    "/filer/{id}",
    "/filer/{id}/fil",
    "/filer/{id}/borttagning",
    // Whoever changed several sites takes that back.
    "/bevakningar/flera/{id}",
    "/bevakningar/flera/{id}/angring",
    // There is one version, and nothing to compare it with.
    "/bedomningar/{id}/jamforelse",
    // Keys to disclosures are a person's own.
    "/utlamnanden/nycklar/{id}/aterkallande",
    // Nobody has taken a photo of the sign.
    "/skyltar/{id}/bild/{sha256}",
    // Nobody has said how the recorder is asked.
    "/inspelare/{id}/fraga",
];

#[derive(Debug, PartialEq, Eq)]
enum Came {
    In,
    ToSignIn,
    ToForbidden,
}

fn came(page: &Page) -> Came {
    match page.status {
        StatusCode::FORBIDDEN => Came::ToForbidden,
        StatusCode::SEE_OTHER if page.location.starts_with("/logga-in?") => Came::ToSignIn,
        _ => Came::In,
    }
}

fn expected(door: &Door, walker: &Walker) -> Came {
    // What the doors are tried for belongs to a unit in which no walker has a role of its own.
    match (door.opens.to(walker.person.as_ref(), None), &walker.person) {
        (true, _) => Came::In,
        (false, None) if door.opens == Opens::SignedInOrNothing => Came::In,
        (false, None) => Came::ToSignIn,
        (false, Some(_)) => Came::ToForbidden,
    }
}

fn reviews_elsewhere(walker: &Walker) -> bool {
    let mut grants = walker.person.iter().flat_map(|person| &person.grants);
    grants.all(|grant| grant.role == Role::Auditor && grant.unit.is_some())
        && walker.person.is_some()
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let mut walkers = house.walkers().await;
        let mut wrong = Vec::new();
        // Whoever signs out is out: that door is tried last.
        let out = |door: &&Door| door.path == "/utloggning";
        let doors: Vec<&Door> = pages().filter(|door| !out(door)).collect();
        for door in doors.into_iter().chain(pages().filter(out)) {
            let at = address(door.path, "1");
            let (mut opened, mut found) = (0, 0);
            // Those who may not come in first: whoever may can take away what is behind the door.
            walkers.sort_by_key(|walker| door.opens.to(walker.person.as_ref(), None));
            for walker in &mut walkers {
                let expected = expected(door, walker);
                let page = walker.tries(door.verb, &at).await;
                let (verb, name, status) = (door.verb.name(), &walker.name, page.status);
                // Who reviews another unit does not even learn that something is there.
                let unseen = status == StatusCode::NOT_FOUND && reviews_elsewhere(walker);
                let shut = unseen && expected == Came::ToForbidden;
                if (came(&page) != expected && !shut) || status.is_server_error() {
                    wrong.push(format!("{verb} {at} as {name}: {status}, not {expected:?}"));
                }
                opened += usize::from(expected == Came::In);
                found += usize::from(expected == Came::In && status != StatusCode::NOT_FOUND);
            }
            assert!(opened > 0, "{door:?} opens to nobody");
            let hidden = door.opens == Opens::Address || OWN.contains(&door.path);
            // Nothing is published here yet, and nobody named.
            let published = ["/checkpoint", "/.well-known", "/oppet"];
            let published = published.iter().any(|path| door.path.starts_with(path));
            if found == 0 && !hidden && !published {
                wrong.push(format!("{} {at}: nobody found anything", door.verb.name()));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[tokio::test]
async fn no_operation_of_the_api_opens_without_its_key_or_with_a_cookie() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let mut all = house.town.sign_in("Ada Nord", Role::ALL).await;
        let register = make_key(&mut all, &["register"], None).await;
        let log = make_key(&mut all, &["logg"], None).await;
        let mut tried = 0;
        for door in DOORS.iter().filter(|door| door.path.starts_with("/api/")) {
            let at = address(door.path, "1");
            let method = match door.verb {
                Verb::Get => Method::GET,
                Verb::Post => Method::POST,
            };
            for (scope, key) in [("", ""), ("register", &*register), ("logg", &*log)] {
                let client = Client::new(&house.town.app, key);
                let answer = client.ask(method.clone(), &at, &[], "".into()).await;
                let expected = match door.opens {
                    Opens::Everyone => StatusCode::OK,
                    Opens::Key(wanted) if wanted.code() == scope => StatusCode::OK,
                    Opens::Key(_) if !scope.is_empty() => StatusCode::FORBIDDEN,
                    _ => StatusCode::UNAUTHORIZED,
                };
                assert_eq!(answer.status, expected, "{at} with a key for ”{scope}”");
                tried += 1;
            }
            if door.opens != Opens::Everyone {
                let page = match door.verb {
                    Verb::Get => all.get(&at).await,
                    Verb::Post => all.send(&at, &[]).await,
                };
                assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{at} with a cookie");
            }
        }
        assert!(tried >= 24, "{tried}");
    }
}

#[tokio::test]
async fn a_route_that_is_not_in_the_table_is_none() {
    let engine = sqlite().await;
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut routes = BTreeSet::new();
    for (path, methods) in routed(&town) {
        assert!(!methods.is_empty(), "{path}: axum tells otherwise now");
        for method in methods.into_iter().filter(|method| *method != Method::HEAD) {
            routes.insert(format!("{method} {path}"));
        }
    }
    let table = DOORS
        .iter()
        .map(|door| format!("{} {}", door.verb.name(), door.path));
    let table: BTreeSet<String> = table.collect();
    let missing: Vec<&String> = routes.difference(&table).collect();
    let gone: Vec<&String> = table.difference(&routes).collect();
    assert!(
        missing.is_empty(),
        "not in src/account/door/table.rs: {missing:#?}"
    );
    assert!(gone.is_empty(), "in no router: {gone:#?}");
}

#[test]
fn the_page_of_roles_is_the_table() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/roles.md");
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(
        kept,
        door::in_words(),
        "docs/roles.md is stale: objektiv user roles > docs/roles.md"
    );
}
