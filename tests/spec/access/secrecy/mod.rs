//! What is secret in the register (OSL 18:8): seen by those who need it, and to everybody else as if it were not there.

mod counter;
mod gag;
mod letters;
mod town;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::account::door::{Opens, Verb};
use objektiv::code::Code;
use objektiv::texts::Loc;

use self::town::{DETAIL, Guarded, NUMBERS, Numbers, OPEN, WHOLE, Waterworks};
use super::house::{Walker, address, pages};
use super::isolation::{MISSING, told};
use crate::api::client::{Client, make_key};
use crate::browser::{Browser, Page};
use crate::engine::engines;

/// Those who must not know of the waterworks: nobody, the administrator, and whoever works in another unit.
async fn outsiders(works: &Waterworks) -> Vec<Walker> {
    let mut all = vec![walker("nobody", Browser::open(&works.town.app))];
    let elsewhere = Some(works.house.elsewhere);
    for (role, unit) in [
        (Role::Administrator, None),
        (Role::Administrator, Some(works.unit)),
        (Role::Manager, elsewhere),
        (Role::Officer, elsewhere),
        (Role::DecisionMaker, elsewhere),
        (Role::Dpo, elsewhere),
        (Role::Auditor, elsewhere),
    ] {
        let name = format!("{} utanför {}", role.code(), all.len());
        let browser = works.person(&name, role, unit).await;
        all.push(walker(&name, browser));
    }
    all
}

fn walker(name: &str, browser: Browser) -> Walker {
    Walker {
        name: name.to_owned(),
        browser,
        person: None,
    }
}

fn tells(page: &Page, word: &str) -> bool {
    let text = String::from_utf8_lossy(&page.bytes).to_lowercase();
    text.contains(word)
}

/// Lists, searches, maps and files: whatever is no page about one thing.
fn lists() -> Vec<String> {
    // These grow with everything that is written, whatever it is; what they tell is looked at by itself. And whoever sets
    // up recorders knows of every recorder.
    let grow = [
        "/logg",
        "/checkpoint",
        "/health",
        "/utlamnanden/diarium",
        "/administration/historik",
        "/administration/personer",
        "/inspelare",
        // Packed with the time of day; the same lines are in the other file.
        "/bevakningar/xlsx",
        "/static",
    ];
    let lists = pages().filter(|door| {
        let grows = grow.iter().any(|path| door.path.starts_with(path));
        let own = matches!(door.opens, Opens::Address);
        door.verb == Verb::Get && !door.path.contains('{') && !grows && !own
    });
    let mut lists: Vec<String> = lists.map(|door| door.path.to_owned()).collect();
    for more in [
        "/bevakningar?sok=verket",
        "/bevakningar?per=2026-11-22",
        "/bevakningar?per=2026-11-22&kand=da",
        "/bevakningar?status=brister",
        "/karta/platser.geojson?per=2026-11-22",
        "/kameror?sok=verket",
        "/utlamnanden/sok?text=verket",
        "/utlamnanden/kameror?plats=55.61237%2C+13.43219&fran=2026-11-21&fran-tid=22.00",
        "/utlamnanden/kameror?plats=verket&fran=2026-11-21&fran-tid=22.00",
        "/paminnelser?alla=ja",
        "/?per=2026-11-22",
    ] {
        lists.push(more.to_owned());
    }
    lists
}

async fn seen_by_all(outsiders: &mut [Walker]) -> Vec<(String, String, Page)> {
    let mut seen = Vec::new();
    for walker in outsiders {
        for at in lists() {
            let page = walker.browser.get(&at).await;
            assert!(!page.status.is_server_error(), "{at}: {}", page.status);
            seen.push((walker.name.clone(), at, page));
        }
    }
    seen
}

#[tokio::test]
async fn a_secret_site_is_to_outsiders_as_if_it_were_not_there() {
    for engine in engines().await {
        let works = Waterworks::open(&engine).await;
        let mut outsiders = outsiders(&works).await;
        // Twice: what is said once has then been said.
        seen_by_all(&mut outsiders).await;
        let before = seen_by_all(&mut outsiders).await;
        let numbers = works.build().await;
        let after = seen_by_all(&mut outsiders).await;
        let (mut compared, mut changed) = (0, Vec::new());
        // What is listed, counted, searched, drawn and sent as a file is the same to the letter.
        for ((who, at, was), (_, _, is)) in before.iter().zip(&after) {
            let (was, is) = (told(was, at), told(is, at));
            if is != was {
                let new = is.2.lines().find(|line| !was.2.contains(line));
                changed.push(format!("{at} as {who}: {} {new:?}", is.0));
            }
            compared += 1;
        }
        assert!(changed.is_empty(), "{changed:#?}");
        assert!(compared > 300, "{compared}");
        by_number(&mut outsiders, &numbers).await;
        by_key(&works, &numbers).await;
        in_public(&works, &mut outsiders).await;
    }
}

/// Every route with the number of something secret, as one with a number that nothing has.
async fn by_number(outsiders: &mut [Walker], numbers: &Numbers) {
    let mut tried = 0;
    for door in pages() {
        let Some(number) = numbers.behind(door.path) else {
            continue;
        };
        for walker in &mut *outsiders {
            // Whoever sets up recorders knows of every recorder.
            if door.path.starts_with("/inspelare") && walker.name.starts_with("administrator") {
                continue;
            }
            let at = address(door.path, MISSING);
            let expected = told(&walker.tries(door.verb, &at).await, &at);
            let at = address(door.path, &number.to_string());
            let page = walker.tries(door.verb, &at).await;
            let (verb, who) = (door.verb.name(), &walker.name);
            assert_eq!(told(&page, &at), expected, "{verb} {at} as {who}");
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}

/// A key of the kommun, made by somebody who sees nothing secret.
async fn by_key(works: &Waterworks, numbers: &Numbers) {
    let name = "Adam Nyckel";
    let mut admin = works.person(name, Role::Administrator, None).await;
    let key = make_key(&mut admin, &["register", "logg"], None).await;
    let client = Client::new(&works.town.app, &key);
    for at in [
        "/api/v1/sites?limit=200".to_owned(),
        "/api/v1/sites?search=qxhemlig".to_owned(),
        "/api/v1/sites?as_of=2026-11-22&known_then=true&limit=200".to_owned(),
        "/api/v1/findings?all=true".to_owned(),
        "/api/v1/findings?as_of=2026-11-22&known_then=true".to_owned(),
        format!("/api/v1/sites/{}", works.guarded[0].site),
        format!("/api/v1/sites/{}", works.guarded[1].site),
        format!(
            "/api/v1/sites/{}?as_of=2026-11-22&known_then=true",
            works.guarded[0].site
        ),
        format!(
            "/api/v1/sites/{}?as_of=2026-11-22&known_then=true",
            works.guarded[1].site
        ),
    ] {
        let answer = client.get(&at).await;
        assert_eq!(answer.status, StatusCode::OK, "{at}: {}", answer.text);
        let text = answer.text.to_lowercase();
        for word in [WHOLE, DETAIL].into_iter().chain(NUMBERS) {
            // The word that was searched for stands in the address of the next page, of which there is none.
            assert!(!text.contains(word), "{at} tells of ”{word}”: {text}");
        }
    }
    let station = format!("/api/v1/sites/{}", works.guarded[1].site);
    let station = client.get(&station).await.json();
    let withheld = station["cameras"].as_array().unwrap();
    let withheld: Vec<_> = withheld.iter().map(|one| &one["withheld"]).collect();
    assert_eq!(withheld, [false, true], "{station}");
    for rest in ["", "/findings"] {
        let mut answers = Vec::new();
        for id in [numbers.site.to_string(), MISSING.to_owned()] {
            let answer = client.get(&format!("/api/v1/sites/{id}{rest}")).await;
            let mut problem = answer.problem(StatusCode::NOT_FOUND);
            let problem = problem.as_object_mut().unwrap();
            problem.remove("instance");
            problem.remove("request");
            answers.push(problem.clone());
        }
        assert_eq!(answers[0], answers[1], "{rest}");
    }
}

/// The log of disclosures is public, and says only that there was one (OSL 5:2).
async fn in_public(works: &Waterworks, outsiders: &mut [Walker]) {
    let mut admin = works.person("Ada Öppen", Role::Administrator, None).await;
    let opened = admin
        .fill_in("/administration/kommunen", &[("public_diary", "ja")])
        .await;
    assert!(opened.has("Ekebro"), "{}", opened.text());
    for walker in outsiders {
        for at in [
            "/oppet/utlamnanden",
            "/utlamnanden/diarium",
            "/utlamnanden/diarium/csv",
        ] {
            let page = walker.browser.get(at).await;
            assert!(!tells(&page, WHOLE), "{at} tells {}", walker.name);
            if at.starts_with("/oppet") {
                assert!(page.has("Utelämnat Utelämnat Utelämnat"), "{}", page.text());
            }
        }
    }
}

#[tokio::test]
async fn whoever_needs_what_is_secret_finds_it() {
    for engine in engines().await {
        let works = Waterworks::open(&engine).await;
        let numbers = works.build().await;
        let own = Some(works.unit);
        for (role, unit, details) in [
            (Role::Dpo, None, true),
            (Role::Manager, own, true),
            (Role::DecisionMaker, own, true),
            (Role::Auditor, own, true),
            (Role::Officer, own, false),
            (Role::Administrator, None, false),
        ] {
            let mut browser = works.person(role.code(), role, unit).await;
            if role != Role::Administrator {
                knows(&mut browser, &numbers, role, details).await;
            }
            for place in &works.guarded {
                guarded(&mut browser, place, role, details).await;
            }
            beside_what_is_marked(&mut browser, &works, role, details).await;
        }
    }
}

/// Somebody who knows of the waterworks.
async fn knows(browser: &mut Browser, numbers: &Numbers, role: Role, details: bool) {
    let who = role.code();
    for at in [
        "/bevakningar?sok=ansvarig".to_owned(),
        "/kameror?sok=ansvarig".to_owned(),
        "/karta/platser.geojson".to_owned(),
        "/bevakningar?sok=ansvarig&per=2026-11-22&kand=da".to_owned(),
        format!("/bevakningar/{}", numbers.site),
        format!("/kameror/{}", numbers.camera),
        format!("/beslut/{}", numbers.permit),
        format!("/skyltar/{}", numbers.sign),
        format!("/lagringstider/{}", numbers.storage),
        format!("/bedomningar/{}", numbers.assessment),
        format!("/incidenter/{}", numbers.incident),
        format!("/bevakningar/{}/historik", numbers.site),
    ] {
        let page = browser.open_page(&at).await;
        assert!(tells(&page, WHOLE), "{at} as {who}: {}", page.text());
    }
    if role != Role::Manager {
        for at in [
            "/utlamnanden".to_owned(),
            format!("/utlamnanden/{}", numbers.disclosure),
        ] {
            let page = browser.open_page(&at).await;
            assert!(tells(&page, WHOLE), "{at} as {who}: {}", page.text());
        }
    }
    let camera = browser
        .open_page(&format!("/kameror/{}", numbers.camera))
        .await;
    assert_eq!(tells(&camera, "24789"), details, "{who}: {}", camera.text());
    let map = format!("/bevakningar/{}/karta.geojson", numbers.site);
    let map = browser.open_page(&map).await;
    assert_eq!(tells(&map, "synfalt"), details, "{who}");
}

/// The place is no secret; details are, also for those who know of the waterworks and only hand footage out.
async fn guarded(browser: &mut Browser, place: &Guarded, role: Role, details: bool) {
    let (who, site, camera) = (role.code(), place.site, place.camera);
    let near =
        "/utlamnanden/kameror?plats=55.61237%2C+13.43219&fran=2026-11-23&fran-tid=22.00".to_owned();
    let named = serde_urlencoded::to_string([("plats", place.name)]).unwrap();
    for (at, tell) in [
        (format!("/bevakningar/{site}"), true),
        (format!("/bevakningar/{site}?per=2026-11-22&kand=da"), true),
        (format!("/bevakningar/{site}/historik"), true),
        (format!("/bevakningar/{site}/karta.geojson"), true),
        (format!("/kameror/{camera}"), true),
        (
            format!("/utlamnanden/kameror?{named}&fran=2026-11-23&fran-tid=22.00"),
            false,
        ),
        (near.clone(), false),
    ] {
        let page = browser.get(&at).await;
        if page.status == StatusCode::FORBIDDEN {
            continue;
        }
        assert_eq!(page.status, StatusCode::OK, "{at} as {who}");
        let told = tells(&page, DETAIL) || NUMBERS[..3].iter().any(|number| tells(&page, number));
        if at == near {
            // Where a camera is shows in what is found there.
            assert_eq!(page.has(place.name), details, "{at} as {who}");
        } else if details && tell {
            assert!(told, "{at} as {who}: {}", page.text());
        } else if !details {
            assert!(!told, "{at} as {who}: {}", page.text());
        }
    }
    let page = browser.open_page(&format!("/kameror/{camera}")).await;
    let has = page.has(place.recorder_name);
    assert_eq!(has, details, "{who}: {}", page.text());
    assert_eq!(page.has("sekretessmarkerade"), !details, "{who}");
    let page = browser.open_page(&format!("/bevakningar/{site}")).await;
    let withheld = page.has("Visas inte: sekretess (OSL 18:8)");
    assert_eq!(withheld, !details, "{who}: {}", page.text());
}

/// The other camera of the station is told to everybody, also which recorder it has; not what the recorder says.
async fn beside_what_is_marked(
    browser: &mut Browser,
    works: &Waterworks,
    role: Role,
    details: bool,
) {
    let who = role.code();
    let (yard, station) = (&works.guarded[0], &works.guarded[1]);
    let recorder = browser
        .open_page(&format!("/inspelare/{}", yard.recorder))
        .await;
    assert_eq!(recorder.has(yard.name), details, "{who}");
    let recorder = browser
        .open_page(&format!("/inspelare/{}", station.recorder))
        .await;
    assert!(recorder.has(station.name), "{who}: {}", recorder.text());
    assert_eq!(tells(&recorder, DETAIL), details, "{who}");
    let told = role == Role::Administrator || details;
    let secret = recorder.has(Loc::sv().t("recorder-checks-secret"));
    assert_eq!(secret, !told, "{who}: {}", recorder.text());
    for at in [
        format!("/kameror/{}", works.open_camera),
        format!("/bevakningar/{}", station.site),
    ] {
        assert!(tells(&browser.open_page(&at).await, OPEN), "{at} as {who}");
    }
    let open = format!("/kameror/{}", works.open_camera);
    let open = browser.open_page(&open).await;
    assert!(open.has(station.recorder_name), "{who}: {}", open.text());
}
