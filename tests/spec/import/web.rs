//! The same import through the page.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use objektiv::account::Role;
use objektiv::camera::Camera;
use objektiv::clock::Clock;
use objektiv::db::Db;
use objektiv::organisation::KommunId;
use objektiv::site::Site;
use objektiv::web::{App, router};
use tower::ServiceExt;

use super::{NOW, PASSWORD, all, ekebro, founded, import, policies, sample};
use crate::engine::{engines, sqlite};

/// A browser without JavaScript.
struct Browser {
    app: App,
    cookie: String,
}

impl Browser {
    async fn signed_in(db: &Db, role: &str) -> Self {
        let app = App::new(
            db.clone(),
            Clock::Frozen(NOW),
            policies(),
            "http://localhost".into(),
        );
        let mut browser = Self {
            app,
            cookie: String::new(),
        };
        let form = serde_urlencoded::to_string([
            ("email", format!("{role}@ekebro.example")),
            ("password", PASSWORD.to_owned()),
        ])
        .unwrap();
        let response = browser.submit("/logga-in", form).await;
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        cookie
            .split(';')
            .next()
            .unwrap()
            .clone_into(&mut browser.cookie);
        browser
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        router::service(self.app.clone())
            .oneshot(request)
            .await
            .unwrap()
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let address: SocketAddr = ([127, 0, 0, 1], 1).into();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .extension(ConnectInfo(address))
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let response = self
            .send(self.request("GET", path).body(Body::empty()).unwrap())
            .await;
        read(response).await
    }

    async fn submit(&self, path: &str, form: impl Into<String>) -> Response<Body> {
        let kind = "application/x-www-form-urlencoded";
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(form.into())).unwrap())
            .await
    }

    async fn upload(&self, name: &str, content: &[u8]) -> Response<Body> {
        let boundary = "------------------------gräns".replace('ä', "a");
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"list\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let body = [head.as_bytes(), content, tail.as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = self
            .request("POST", "/import")
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Uploads a list and gives the address of its preview.
    async fn uploaded(&self, name: &str, content: &[u8]) -> String {
        let response = self.upload(name, content).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        location(&response)
    }
}

fn location(response: &Response<Body>) -> String {
    response.headers()[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned()
}

async fn read(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let body = to_bytes(response.into_body(), 10_000_000).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_list_is_uploaded_looked_at_and_imported() {
    for engine in engines().await {
        let id = founded(&engine.db, &ekebro(), &[Role::Manager]).await;
        let browser = Browser::signed_in(&engine.db, "ansvarig").await;
        let (status, page) = browser.get("/import").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("multipart/form-data"), "{page}");
        let preview = browser
            .uploaded("lista.xlsx", &sample("kameralista-ekebro.xlsx"))
            .await;
        let (_, page) = browser.get(&preview).await;
        assert!(page.contains("18 nya, 0 ändrade, 0 oförändrade"), "{page}");
        assert!(page.contains("våren 2015") && page.contains("N 6175524.466 E 132760.353"));
        assert_eq!(
            all::<Site>(&engine.db, id).await,
            [],
            "nothing is written before it is confirmed"
        );
        let done = browser.submit(&format!("{preview}/inlasning"), "").await;
        assert_eq!(location(&done), preview);
        let (_, page) = browser.get(&preview).await;
        assert!(page.contains("Listan är inläst"), "{page}");
        assert_eq!(all::<Camera>(&engine.db, id).await.len(), 64);
    }
}

#[tokio::test]
async fn the_page_and_the_command_make_the_same_register() {
    let (page, command) = (sqlite().await, sqlite().await);
    let list = sample("kameralista-ekebro.xlsx");
    let id = founded(&page.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&page.db, "ansvarig").await;
    let preview = browser.uploaded("lista.xlsx", &list).await;
    browser.submit(&format!("{preview}/inlasning"), "").await;
    let other = founded(&command.db, &ekebro(), &[]).await;
    import(&command.db, other, &ekebro(), &list).await;
    assert_eq!(
        all::<Site>(&page.db, id).await,
        all::<Site>(&command.db, other).await
    );
    assert_eq!(
        all::<Camera>(&page.db, id).await,
        all::<Camera>(&command.db, other).await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_when_the_page_is_left_and_says_how_far_it_has_come() {
    let engine = sqlite().await;
    let id = founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let list = sample("kameralista-ekebro.xlsx");
    let preview = browser.uploaded("lista.xlsx", &list).await;
    // Somebody else is writing: the import waits for its turn, and the person does not.
    let other = engine.db.begin_write().await.unwrap();
    let button = format!("{preview}/inlasning");
    let asked = browser.submit(&button, "");
    let left = tokio::time::timeout(Duration::from_millis(500), asked).await;
    assert!(left.is_err(), "it was done at once");
    let (_, page) = browser.get(&preview).await;
    assert!(page.contains("Listan läses in"), "{page}");
    let (_, page) = browser.get("/import").await;
    assert!(page.contains("Inläsningen har börjat."), "{page}");
    drop(other);
    for _ in 0..200 {
        let (_, page) = browser.get(&preview).await;
        if page.contains("Listan är inläst") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(all::<Camera>(&engine.db, id).await.len(), 64);
    let (_, page) = browser.get("/import").await;
    assert!(page.contains("Inläst"), "{page}");
}

#[tokio::test]
async fn pressing_the_button_twice_imports_once() {
    let engine = sqlite().await;
    let id = founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let preview = browser
        .uploaded("lista.xlsx", &sample("kameralista-ekebro.xlsx"))
        .await;
    for _ in 0..2 {
        let done = browser.submit(&format!("{preview}/inlasning"), "").await;
        assert_eq!(done.status(), StatusCode::SEE_OTHER);
    }
    assert_eq!(all::<Camera>(&engine.db, id).await.len(), 64);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_in_plain_words() {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let whole = sample("kameralista-ekebro.xlsx");
    for (content, words) in [
        (&b""[..], "Filen är tom. Spara listan i den"),
        (
            &whole[..whole.len() / 2],
            "Filen är skadad. Öppna den i kalkylprogrammet",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0",
            "Filen är inte ett kalkylblad eller en text med kolumner. Spara listan som xlsx",
        ),
    ] {
        let (status, page) = read(browser.upload("lista.xlsx", content).await).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(words), "{words}: {page}");
    }
    let (status, page) = read(browser.upload("", b"").await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Välj en fil"), "{page}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_is_read() {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let (status, page) = read(
        browser
            .upload("stor.csv", &vec![b'a'; 27 * 1024 * 1024])
            .await,
    )
    .await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.contains("för stort"), "{page}");
}

#[tokio::test]
async fn columns_that_were_not_recognised_can_be_named_and_kept_for_the_next_list() {
    let engine = sqlite().await;
    let id = founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let list = "Kameranr;Var då?;Adress\n0001;Torget;Torget 1\n";
    let preview = browser.uploaded("lista.csv", list.as_bytes()).await;
    let form = "kolumn-0=kameranr&kolumn-1=objekt&kolumn-2=adress&rubrikrad=1&namn=Fastighet";
    let again = browser.submit(&format!("{preview}/kolumner"), form).await;
    assert_eq!(location(&again), preview);
    browser.submit(&format!("{preview}/inlasning"), "").await;
    assert_eq!(all::<Site>(&engine.db, id).await[0].name, "Torget");
    let (_, page) = browser.get("/import").await;
    assert!(page.contains("Fastighet"), "{page}");
}

#[tokio::test]
async fn a_file_without_a_list_shows_what_is_missing_and_can_be_removed() {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let preview = browser
        .uploaded("hundar.csv", b"namn p\xc3\xa5 hund;ras\nKarl;tax\n")
        .await;
    let (status, page) = browser.get(&preview).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("Ingen rad har rubriker som känns igen"),
        "{page}"
    );
    assert!(page.contains("välj en annan fil"), "what to do: {page}");
    let refused = browser.submit(&format!("{preview}/inlasning"), "").await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let gone = browser.submit(&format!("{preview}/borttagning"), "").await;
    assert_eq!(location(&gone), "/import");
    assert_eq!(browser.get(&preview).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_role_that_may_not_import_sees_nothing_of_it() {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[Role::Manager, Role::Dpo]).await;
    let manager = Browser::signed_in(&engine.db, "ansvarig").await;
    let preview = manager.uploaded("lista.xls", &sample("lista.xls")).await;
    let dpo = Browser::signed_in(&engine.db, "dataskyddsombud").await;
    assert_eq!(dpo.get("/import").await.0, StatusCode::FORBIDDEN);
    assert_eq!(dpo.get(&preview).await.0, StatusCode::FORBIDDEN);
    let response = dpo.upload("lista.xls", &sample("lista.xls")).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_upload_is_its_persons_own() {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[Role::Manager, Role::Administrator]).await;
    let manager = Browser::signed_in(&engine.db, "ansvarig").await;
    let preview = manager.uploaded("lista.xls", &sample("lista.xls")).await;
    let other = Browser::signed_in(&engine.db, "administrator").await;
    assert_eq!(other.get(&preview).await.0, StatusCode::NOT_FOUND);
    let id = KommunId::acting_for(1);
    other.submit(&format!("{preview}/inlasning"), "").await;
    assert_eq!(all::<Site>(&engine.db, id).await, []);
}

#[tokio::test]
async fn all_problems_can_be_saved_as_a_file_that_excel_opens() {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[Role::Manager]).await;
    let browser = Browser::signed_in(&engine.db, "ansvarig").await;
    let preview = browser
        .uploaded("lista.xlsx", &sample("kameralista-ekebro.xlsx"))
        .await;
    let (status, csv) = browser.get(&format!("{preview}/problem.csv")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(csv.starts_with("\u{feff}Blad;Rad;Kolumn;Värde"), "{csv}");
    assert!(csv.contains("'=24*3"), "a formula is not one in the file");
}
