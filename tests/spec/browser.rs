//! A browser without scripts: it opens pages, fills in the forms that it is shown, and keeps its cookies.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use objektiv::account::{self, Account, AccountId, Grant, Role, password};
use objektiv::clock::Clock;
use objektiv::db::Db;
use objektiv::law::PolicySet;
use objektiv::ledger;
use objektiv::ledger::signers::Signers;
use objektiv::organisation::{self, Kommun, KommunId};
use objektiv::web::{App, router};
use scraper::{ElementRef, Html, Selector};
use time::OffsetDateTime;
use time::macros::datetime;
use tower::ServiceExt;
use tower::util::BoxCloneService;

use crate::cookies::Jar;

/// Half past eight on a Sunday in November.
pub const NOW: OffsetDateTime = datetime!(2026-11-22 07:30 UTC);
const PASSWORD: &str = "tre små grisar på rad";

/// An installation with a kommun.
pub struct Town {
    pub app: App,
    pub kommun: KommunId,
}

impl Town {
    pub async fn found(db: Db, name: &str) -> Self {
        let policies = Arc::new(PolicySet::embedded().unwrap());
        let app = App::new(
            db,
            Clock::Frozen(NOW),
            policies,
            "http://kamera.example".into(),
        );
        Self::found_in(app, name).await
    }

    /// An installation that signs, with its keys and memory below `folder`.
    pub async fn found_signed(db: Db, name: &str, folder: &Path) -> Self {
        Self::found_in(Self::signing(db, folder), name).await
    }

    /// The program of such an installation, started anew.
    pub fn signing(db: Db, folder: &Path) -> App {
        let policies = Arc::new(PolicySet::embedded().unwrap());
        App::signing(
            db,
            Clock::Frozen(NOW),
            policies,
            "http://kamera.example".into(),
            Signers::below(folder.to_owned()),
        )
    }

    /// Another kommun of the same installation.
    pub async fn found_in(app: App, name: &str) -> Self {
        let kommun = Kommun {
            name: format!("{name} kommun"),
            log_origin: format!("kamera.{name}.example/utlamnande"),
            dpo_contact: String::new(),
            zone_epsg: Some(3008),
            public_diary: false,
            ..Kommun::default()
        };
        let tx = app.db.begin_write().await.unwrap();
        let number = organisation::store::found(&*tx, &kommun).await.unwrap();
        let id = KommunId::acting_for(number);
        ledger::store::open_log(&*tx, id, &kommun.log_origin, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // Most towns have no signer, and their pages say so.
        if app.signers.ready(&app.db, id, NOW).await.is_err() {
            let head = ledger::store::head(app.db.read(), id).await.unwrap();
            assert_eq!(head.unwrap().size(), 1);
        }
        Self { app, kommun: id }
    }

    /// Someone who holds roles in the whole kommun, signed in through the page.
    pub async fn sign_in(&self, name: &str, roles: &[Role]) -> Browser {
        let grants = roles.iter().map(|role| Grant {
            role: *role,
            unit: None,
        });
        self.sign_in_with(name, grants.collect()).await
    }

    /// Someone who holds roles in some units, signed in through the page.
    pub async fn sign_in_with(&self, name: &str, grants: Vec<Grant>) -> Browser {
        let person = Account {
            id: AccountId(0),
            email: self.email_of(name),
            name: name.into(),
            grants,
        };
        let hash = password::hash(PASSWORD).unwrap();
        let tx = self.app.db.begin_write().await.unwrap();
        account::store::add(&*tx, self.kommun, &person, &hash, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.sign_in_again(name).await
    }

    pub fn email_of(&self, name: &str) -> String {
        let name = name.to_lowercase().replace(' ', ".");
        format!("{name}.{}@example.se", self.kommun.number())
    }

    /// Someone who has an account, in a browser of their own.
    pub async fn sign_in_again(&self, name: &str) -> Browser {
        let mut browser = Browser::open(&self.app);
        self.come_in(&mut browser, name).await;
        browser
    }

    /// Signs somebody in who has an account, in a browser that there is.
    pub async fn come_in(&self, browser: &mut Browser, name: &str) {
        let email = self.email_of(name);
        let typed = [("email", &*email), ("password", PASSWORD), ("till", "/")];
        let page = browser.send("/logga-in", &typed).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
}

/// A page as it came, or where it sends the browser.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    /// Where a redirect leads.
    pub location: String,
    pub html: String,
    /// The same as it came, for files.
    pub bytes: Vec<u8>,
    pub headers: HeaderMap,
}

impl Page {
    fn all(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        // What keeps a day in one line is no border between words.
        let html = self.html.replace("<span class=\"nw\">", "");
        let page = Html::parse_document(&html);
        page.select(&selector).map(text_of).collect()
    }

    /// The words of the page's own part.
    pub fn text(&self) -> String {
        self.all("main").join(" ")
    }

    pub fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// It has each of some words.
    #[track_caller]
    pub fn says(&self, all: &[&str]) {
        let text = self.text();
        for words in all {
            assert!(text.contains(words), "”{words}” is not in: {text}");
        }
    }

    /// It asks to mend something, in each of some words.
    #[track_caller]
    pub fn refuses(&self, all: &[&str]) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY);
        let errors = self.errors().join(" | ");
        for words in all {
            assert!(errors.contains(words), "”{words}” is not in: {errors}");
        }
    }

    /// What stands there to be copied: keys and codes.
    pub fn codes(&self) -> Vec<String> {
        self.all("main .o-code")
    }

    /// What the page asks to mend, as its summary lists it.
    pub fn errors(&self) -> Vec<String> {
        self.all(".govuk-error-summary li")
    }

    /// The fields that the page asks to mend.
    pub fn fields_in_error(&self) -> Vec<String> {
        let links = Selector::parse(".govuk-error-summary li a").unwrap();
        let document = Html::parse_document(&self.html);
        let fields = document
            .select(&links)
            .filter_map(|link| link.value().attr("href"));
        fields
            .map(|href| href.trim_start_matches('#').to_owned())
            .collect()
    }

    /// The names and values that the page's form would send as it stands.
    pub fn form(&self) -> (String, Vec<(String, String)>) {
        let document = Html::parse_document(&self.html);
        let forms = Selector::parse("main form[method=post]:not([data-footage])").unwrap();
        let form = document.select(&forms).next().expect("the page has a form");
        let action = form.value().attr("action").unwrap().to_owned();
        let fields = Selector::parse("input, textarea, select").unwrap();
        let pairs = form.select(&fields).filter_map(sent).collect();
        (action, pairs)
    }

    /// Every form of the page: where it goes, and each of its fields with what it would send.
    pub fn forms(&self) -> Vec<(String, Vec<(String, String)>)> {
        let document = Html::parse_document(&self.html);
        let forms = Selector::parse("main form[method=post]").unwrap();
        let fields = Selector::parse("[name]").unwrap();
        let all = document.select(&forms).map(|form| {
            let action = form.value().attr("action").unwrap().to_owned();
            let mut pairs: Vec<(String, String)> = Vec::new();
            for field in form.select(&fields) {
                let name = field.value().attr("name").unwrap().to_owned();
                let value = sent(field).map(|(_, value)| value);
                match pairs.iter_mut().find(|(known, _)| *known == name) {
                    Some(known) => known.1 = value.unwrap_or_else(|| known.1.clone()),
                    None => pairs.push((name, value.unwrap_or_default())),
                }
            }
            (action, pairs)
        });
        all.collect()
    }

    /// What stands in a field of the form.
    pub fn field(&self, name: &str) -> String {
        let (_, pairs) = self.form();
        pairs
            .into_iter()
            .find(|(key, _)| key == name)
            .map_or(String::new(), |(_, value)| value)
    }

    /// The address of the link with these words.
    pub fn link(&self, words: &str) -> String {
        let document = Html::parse_document(&self.html);
        let links = Selector::parse("main a").unwrap();
        let link = document.select(&links).find(|link| text_of(*link) == words);
        let link = link.unwrap_or_else(|| panic!("no link says ”{words}” in {}", self.text()));
        link.value().attr("href").unwrap().to_owned()
    }
}

/// The pair that a browser sends for a field; none for a box that is not ticked.
fn sent(field: ElementRef) -> Option<(String, String)> {
    let element = field.value();
    let name = element.attr("name")?.to_owned();
    let value = match element.name() {
        "textarea" => {
            let text: String = field.text().collect();
            text.strip_prefix('\n').unwrap_or(&text).to_owned()
        }
        "select" => {
            let chosen = Selector::parse("option[selected]").unwrap();
            let option = field.select(&chosen).next();
            option
                .and_then(|option| option.value().attr("value"))
                .unwrap_or_default()
                .to_owned()
        }
        _ => {
            let is_box = matches!(element.attr("type"), Some("radio" | "checkbox"));
            if is_box && element.attr("checked").is_none() {
                return None;
            }
            element.attr("value").unwrap_or_default().to_owned()
        }
    };
    Some((name, value))
}

fn text_of(element: ElementRef) -> String {
    let text: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
    text.join(" ")
}

/// One person's browser.
pub struct Browser {
    service: BoxCloneService<Request<Body>, Response, Infallible>,
    pub cookies: Jar,
}

impl Browser {
    pub fn open(app: &App) -> Self {
        Self {
            service: BoxCloneService::new(router::service(app.clone())),
            cookies: Jar::default(),
        }
    }

    /// The same browser, when the installation is at another instant.
    pub fn at(&self, app: &App) -> Self {
        Self {
            cookies: self.cookies.clone(),
            ..Self::open(app)
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.request(Request::get(path), Body::empty()).await
    }

    /// Opens a page that is there.
    pub async fn open_page(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
        page
    }

    /// Sends a form that no page was asked for.
    pub async fn send(&mut self, path: &str, pairs: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(pairs).unwrap();
        self.send_body(path, "application/x-www-form-urlencoded", body)
            .await
    }

    pub async fn send_body(&mut self, path: &str, kind: &str, body: impl Into<Body>) -> Page {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.request(request, body.into()).await
    }

    /// Fills in fields of the page's form and sends it. A field that is typed in loses what stood there.
    pub async fn submit(&mut self, page: &Page, typed: &[(&str, &str)]) -> Page {
        let (action, mut pairs) = page.form();
        pairs.retain(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
        let mut all: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend(typed);
        self.send(&action, &all).await
    }

    /// Opens the page of a form, fills it in and sends it; the page that it leads to.
    pub async fn fill_in(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        let form = self.open_page(path).await;
        let done = self.submit(&form, typed).await;
        assert_eq!(
            done.status,
            StatusCode::SEE_OTHER,
            "{path}: {:?} {}",
            done.errors(),
            done.text()
        );
        self.open_page(&done.location).await
    }

    pub async fn delete(&mut self, path: &str) -> Page {
        self.request(Request::delete(path), Body::empty()).await
    }

    async fn request(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let mut request = request
            .header(header::COOKIE, self.cookies.header())
            .body(body)
            .unwrap();
        let peer = SocketAddr::from(([127, 0, 0, 1], 50_000));
        request.extensions_mut().insert(ConnectInfo(peer));
        let Ok(response) = self.service.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        self.cookies.keep(&parts.headers);
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let location = parts.headers.get(header::LOCATION);
        Page {
            status: parts.status,
            location: location.map_or(String::new(), |to| to.to_str().unwrap().to_owned()),
            html: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
            headers: parts.headers,
        }
    }
}
