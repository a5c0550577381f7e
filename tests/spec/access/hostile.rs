//! Every route, asked in ways that no page of ours asks: nothing breaks, whatever is refused.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use objektiv::account::Role;
use objektiv::account::door::{DOORS, Door, Verb};
use objektiv::code::Code;

use super::house::{House, address, pages};
use crate::api::client::Client;
use crate::browser::Browser;
use crate::engine::engines;

/// What stands where a number or a word is expected.
const IDS: [&str; 9] = [
    "abc",
    "-1",
    "0",
    "9223372036854775807",
    "99999999999999999999999",
    "1%00",
    "%FF%FE",
    "..%2F..%2Fetc%2Fpasswd",
    "1%27%20OR%201%3D1--",
];

/// Queries that no form sends.
const QUERIES: [&str; 8] = [
    "per=2026-02-30",
    "per=2025-03-31&per=nonsens&kand=%FF",
    "per=-9999-01-01",
    "sok=%00%01%02&text=%00&plats=%00&ord=%00",
    "sok=%25%25__%5C&plats=91%2C181",
    "fore=99999999999999999999999&after=%FF&sida=-1&from=9999999-01-01&until=0000-00-00&address=%00",
    "bevakning=abc&till=%2F%2Fevil.example&code=%00&state=%00",
    "=&&&=%&a=%E5%A4%A7%E0",
];

/// Bodies, with the type that is claimed for them.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let form = "application/x-www-form-urlencoded";
    let many: Vec<String> = (0..6_000).map(|number| format!("a{number}=1")).collect();
    vec![
        ("application/json", b"{\"a\": [1, 2".to_vec()),
        ("multipart/form-data", b"--x\r\n".to_vec()),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"\r\n\r\n".to_vec()),
        ("", vec![0xFF, 0xFE, 0x00]),
        (form, b"name=%FF%FE&version=1".to_vec()),
        (form, vec![0xFF; 64]),
        (form, b"name=a%00b&reference=%00&label=%00&code=%00&email=%00@x.se&password=%00&request_key=%00&version=99999999999999999999".to_vec()),
        (form, many.join("&").into_bytes()),
        (form, vec![b'a'; 3 << 20]),
    ]
}

/// The addresses of a route with something else in the place of each of its variables.
fn addresses(door: &Door) -> Vec<String> {
    let fit = address(door.path, "1");
    let mut all: Vec<String> = QUERIES
        .iter()
        .map(|query| format!("{}?{query}", fit.split('?').next().unwrap_or_default()))
        .collect();
    if door.path.contains('{') {
        let parts = |id: &str| -> String {
            let parts = door
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { id } else { part });
            parts.collect::<Vec<_>>().join("/")
        };
        all.extend(IDS.iter().map(|id| parts(id)));
    }
    all
}

#[tokio::test]
async fn no_route_breaks_however_it_is_asked() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let mut all = house.town.sign_in("Ada Nord", Role::ALL).await;
        let client = Client::new(&house.town.app, &house.key);
        let (mut broken, mut asked) = (Vec::new(), 0);
        for door in DOORS.iter().filter(|door| door.path != "/utloggning") {
            let api = door.path.starts_with("/api/");
            for at in addresses(door) {
                // What is no address at all is refused before the program sees it.
                if Request::get(&at).body(()).is_err() {
                    continue;
                }
                let status = match (api, door.verb) {
                    (true, Verb::Get) => {
                        client
                            .ask(Method::GET, &at, &[], Body::empty())
                            .await
                            .status
                    }
                    (true, Verb::Post) => {
                        client
                            .ask(Method::POST, &at, &[], Body::empty())
                            .await
                            .status
                    }
                    (false, Verb::Get) => all.get(&at).await.status,
                    (false, Verb::Post) => all.send(&at, &[]).await.status,
                };
                asked += 1;
                if status.is_server_error() {
                    broken.push(format!("{} {at}: {status}", door.verb.name()));
                }
            }
            if door.verb == Verb::Post {
                let at = address(door.path, "1");
                for (kind, body) in bodies() {
                    let status = all.send_body(&at, kind, body).await.status;
                    asked += 1;
                    if status.is_server_error() {
                        broken.push(format!("POST {at} {kind}: {status}"));
                    }
                }
            }
        }
        assert!(asked > 1_500, "{asked}");
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

/// What no field asks for.
const TYPED: [&str; 11] = [
    "\0",
    "-1",
    "99999999999999999999",
    "1e400",
    "2026-02-30",
    "9999-12-31",
    "24:61",
    "'\"<>;--%_",
    "\u{feff}å\u{202e}\u{1F52D}",
    "../../etc/passwd",
    "a\r\nb",
];

/// Every form that a page shows, by where it goes; those that change how people come in are last.
async fn forms(browser: &mut Browser) -> Vec<(String, Vec<(String, String)>)> {
    let mut forms = BTreeMap::new();
    for door in pages().filter(|door| door.verb == Verb::Get) {
        let page = browser.get(&address(door.path, "1")).await;
        forms.extend(page.forms());
    }
    forms.remove("/utloggning");
    let way_in = ["/konto", "/administration/inloggning", "/logga-in"];
    let (last, first): (Vec<_>, Vec<_>) = forms
        .into_iter()
        .partition(|(action, _)| way_in.iter().any(|path| action.starts_with(path)));
    first.into_iter().chain(last).collect()
}

#[tokio::test]
async fn no_form_breaks_whatever_is_typed_into_it() {
    for engine in engines().await {
        let house = House::furnished(&engine).await;
        let mut all = house.town.sign_in("Ada Nord", Role::ALL).await;
        let forms = forms(&mut all).await;
        let (mut broken, mut understood) = (Vec::new(), 0);
        let long = "å".repeat(4_000);
        for (action, fields) in &forms {
            // Every field once, beside others that stay as they were.
            for turn in 0..4.min(fields.len()) {
                let typed = fields.iter().enumerate().map(|(at, (name, value))| {
                    let hostile = TYPED.get((at * 5 + turn) % (TYPED.len() + 1));
                    let value = if at % 4 == turn {
                        hostile.copied().unwrap_or(&long)
                    } else {
                        value
                    };
                    (name.as_str(), value)
                });
                let page = all.send(action, &typed.collect::<Vec<_>>()).await;
                if page.status.is_server_error() {
                    broken.push(format!("{action} {turn}: {}", page.status));
                }
                let turned_away = page.location.starts_with("/logga-in?");
                understood += usize::from(page.status != StatusCode::NOT_FOUND && !turned_away);
            }
        }
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(forms.len() > 60, "{}", forms.len());
        assert!(understood > 150, "{understood}");
    }
}

#[tokio::test]
async fn no_method_that_is_not_in_the_table_does_anything() {
    let engine = crate::engine::sqlite().await;
    let house = House::furnished(&engine).await;
    let client = Client::new(&house.town.app, "");
    for door in DOORS {
        for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "NONSENS"] {
            let method: Method = method.parse().unwrap();
            let answer = client
                .ask(method.clone(), &address(door.path, "1"), &[], Body::empty())
                .await;
            let refused = [
                StatusCode::NOT_FOUND,
                StatusCode::METHOD_NOT_ALLOWED,
                StatusCode::FORBIDDEN,
            ];
            assert!(
                refused.contains(&answer.status),
                "{method} {}: {}",
                door.path,
                answer.status
            );
        }
    }
    let mut nobody = Browser::open(&house.town.app);
    assert_eq!(
        nobody.delete("/bevakningar/1").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}
