//! Another system with a key.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::compliance::store::Judgement;
use objektiv::demo;
use objektiv::law::PolicySet;
use objektiv::ledger::signers::Signers;
use objektiv::organisation::UnitId;
use objektiv::web::{App, router};
use serde_json::Value;
use time::OffsetDateTime;
use tower::ServiceExt;
use tower::util::BoxCloneService;

use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::Engine;

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        let value = self.headers.get(&name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Fails unless it is problem details with this status.
    pub fn problem(&self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(
            self.header(header::CONTENT_TYPE),
            "application/problem+json"
        );
        let problem = self.json();
        assert_eq!(problem["status"], status.as_u16());
        assert_eq!(problem["title"], status.canonical_reason().unwrap());
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        problem
    }
}

/// Another system.
#[derive(Clone)]
pub struct Client {
    service: BoxCloneService<Request<Body>, Response, Infallible>,
    pub key: String,
    /// Which address it asks from.
    pub from: [u8; 4],
}

impl Client {
    pub fn new(app: &App, key: &str) -> Self {
        Self {
            service: BoxCloneService::new(router::service(app.clone())),
            key: key.to_owned(),
            from: [127, 0, 0, 1],
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    /// The JSON at a path that is there.
    pub async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.json()
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(header::HeaderName, &str)],
        body: Body,
    ) -> Answer {
        let response = self.begin(method, path, headers, body).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// The answer before its body has been read.
    pub async fn begin(
        &self,
        method: Method,
        path: &str,
        headers: &[(header::HeaderName, &str)],
        body: Body,
    ) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        if !self.key.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.key));
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let mut request = request.body(body).unwrap();
        let peer = SocketAddr::from((self.from, 50_000));
        request.extensions_mut().insert(ConnectInfo(peer));
        let Ok(response) = self.service.clone().oneshot(request).await;
        response
    }
}

/// Ekebro with every kind of site and a signed log, and someone who makes keys.
pub async fn ekebro(engine: &Engine) -> (Town, Browser) {
    let policies = PolicySet::embedded().unwrap();
    let by = Judgement {
        policies: &policies,
        today: NOW.date(),
    };
    let folder = tempfile::tempdir().unwrap();
    let signers = Signers::below(folder.path().to_owned());
    let filled = demo::fill_signed(&engine.db, &signers, 24, NOW, by, &|_| ()).await;
    let kommun = filled.unwrap();
    let url = "http://kamera.example".to_owned();
    let rules = std::sync::Arc::new(PolicySet::embedded().unwrap());
    let app = App::signing(engine.db.clone(), Clock::Frozen(NOW), rules, url, signers);
    // The keys are needed as long as the installation.
    std::mem::forget(folder);
    let town = Town { app, kommun };
    let admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
    (town, admin)
}

/// The installation at another instant.
pub fn at(engine: &Engine, now: OffsetDateTime) -> App {
    let policies = std::sync::Arc::new(PolicySet::embedded().unwrap());
    App::new(
        engine.db.clone(),
        Clock::Frozen(now),
        policies,
        "http://kamera.example".into(),
    )
}

/// Makes a key on the page, and reads it there.
pub async fn make_key(admin: &mut Browser, scopes: &[&str], unit: Option<UnitId>) -> String {
    let unit = unit.map_or(String::new(), |unit| unit.to_string());
    let mut typed = vec![
        ("name", "Kartan"),
        ("unit", &*unit),
        ("expires_on", "2027-06-30"),
    ];
    typed.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let form = admin.open_page("/administration/api-nycklar/ny").await;
    let page = admin.submit(&form, &typed).await;
    assert_eq!(page.status, StatusCode::CREATED, "{:?}", page.errors());
    let text = page.text();
    let mut words = text.split_whitespace();
    let key = words.find(|word| word.starts_with("objektiv_"));
    key.expect("the page shows the key").to_owned()
}

/// A client that may read everything that keys are for.
pub async fn client(town: &Town, admin: &mut Browser) -> Client {
    let key = make_key(admin, &["register", "logg"], None).await;
    Client::new(&town.app, &key)
}

/// Asks for a key to the disclosures on the page where people make their own.
pub async fn asked_for(person: &mut Browser, scopes: &[&str]) -> Page {
    let mut typed = vec![("name", "Ärendesystemet"), ("expires_on", "2027-06-30")];
    typed.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let form = person.open_page("/utlamnanden/nycklar/ny").await;
    person.submit(&form, &typed).await
}

/// Makes such a key, and reads it there.
pub async fn own_key(person: &mut Browser, scopes: &[&str]) -> String {
    let page = asked_for(person, scopes).await;
    assert_eq!(page.status, StatusCode::CREATED, "{:?}", page.errors());
    let text = page.text();
    let mut words = text.split_whitespace();
    words
        .find(|word| word.starts_with("objektiv_"))
        .unwrap()
        .to_owned()
}
