//! Who may set how a recorder is asked, and which addresses never are.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::recorder::ask::address::Loopback;
use objektiv::recorder::ask::client::{Client, MOST_BYTES};
use objektiv::recorder::ask::{AskError, Asking};
use objektiv::web::App;
use reqwest::Method;

use super::device::Device;
use crate::browser::{Browser, Town};
use crate::engine::{Engine, engines, sqlite};
use crate::exports::says;

/// A kommun that may ask recorders on this machine, with one recorder and its administrator.
async fn town(engine: &Engine, folder: &std::path::Path) -> (Town, Browser) {
    let app = App::new(
        engine.db.clone(),
        objektiv::clock::Clock::Frozen(crate::browser::NOW),
        std::sync::Arc::new(objektiv::law::PolicySet::embedded().unwrap()),
        "http://kamera.example".into(),
    )
    .asking(Asking {
        loopback: Loopback::Allowed,
        key_file: folder.join("secrets.key"),
    });
    let town = Town::found_in(app, "ekebro").await;
    let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
    let typed = [("name", "NVR Hedeskolan"), ("kind", "nvr")];
    admin.fill_in("/inspelare/ny", &typed).await;
    (town, admin)
}

const PATH: &str = "/inspelare/1/anslutning";

fn typed(address: &str) -> [(&str, &str); 4] {
    [
        ("system", "zoneminder"),
        ("address", address),
        ("user", "objektiv"),
        ("password", "mycket hemligt"),
    ]
}

#[tokio::test]
async fn only_administrators_set_an_address_and_the_password_is_never_shown_nor_stored_in_clear() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, mut admin) = town(&engine, folder.path()).await;
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        assert_eq!(manager.get(PATH).await.status, StatusCode::FORBIDDEN);
        let refused = manager.send(PATH, &typed("http://127.0.0.1:9/zm")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);

        admin.fill_in(PATH, &typed("http://127.0.0.1:9/zm")).await;
        let page = admin.open_page(PATH).await;
        assert_eq!(page.field("address"), "http://127.0.0.1:9/zm");
        assert_eq!(page.field("password"), "");
        assert!(!page.html.contains("hemligt"));
        let kept = objektiv::recorder::store::access::all(engine.db.read(), town.kommun).await;
        assert!(!kept.unwrap()[0].locked.contains("hemligt"));

        let without = [("address", "http://127.0.0.1:10/zm"), ("password", "")];
        let moved = admin.submit(&page, &without).await;
        assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(moved.errors()[0].contains("skickas aldrig till en ny adress"));
        let renamed = admin.submit(&page, &[("user", "annan")]).await;
        assert_eq!(
            renamed.status,
            StatusCode::SEE_OTHER,
            "the password is kept"
        );

        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut stranger = other.sign_in("Siv Alm", &[Role::Administrator]).await;
        assert_eq!(stranger.get(PATH).await.status, StatusCode::NOT_FOUND);
        let asked = stranger.send("/inspelare/1/fraga", &[]).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn addresses_that_are_nobodys_recorder_are_refused_with_the_reason() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (_, mut admin) = town(&engine, folder.path()).await;
        for (address, why) in [
            ("http://169.254.169.254/zm", "nätets egna delar"),
            ("http://[fe80::1]/zm", "nätets egna delar"),
            ("http://[::ffff:169.254.169.254]/zm", "nätets egna delar"),
            ("http://user:hemligt@127.0.0.1/zm", "inte stå i adressen"),
            ("ftp://127.0.0.1/zm", "https://VÄRD/SÖKVÄG"),
            ("http://finns.inte.invalid/zm", "Ingen värd"),
        ] {
            let page = admin.send(PATH, &typed(address)).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(page.errors()[0].contains(why), "{:?}", page.errors());
            assert!(!page.html.contains("mycket hemligt"));
        }
    }
}

#[tokio::test]
async fn a_recorder_that_does_not_answer_is_grey_with_the_reason_in_its_history() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (_, mut admin) = town(&engine, folder.path()).await;
        let nobody = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let address = format!("http://{nobody}/zm");
        admin.fill_in(PATH, &typed(&address)).await;
        let sent = admin.send("/inspelare/1/fraga", &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let page = admin.open_page("/inspelare/1").await;
        assert!(page.has("Inspelaren svarar inte"), "{}", page.text());
    }
}

/// A server that answers every request with these bytes.
fn answering(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(&answer);
        }
    });
    format!("http://{address}")
}

async fn asked(answer: Vec<u8>) -> Result<(), AskError> {
    let address = answering(answer);
    let mut client = Client::to(&address, Loopback::Allowed).await?;
    client.ask(Method::GET, "x", &[], None).await.map(|_| ())
}

#[tokio::test]
async fn redirects_large_answers_and_other_statuses_end_the_conversation() {
    let redirect =
        b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n";
    let found = asked(redirect.to_vec()).await;
    assert!(matches!(found, Err(AskError::Redirect)), "{found:?}");
    let mut large = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    large.resize(MOST_BYTES + 100, b'x');
    let found = asked(large).await;
    assert!(matches!(found, Err(AskError::TooLarge)), "{found:?}");
    let broken = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n".to_vec();
    let found = asked(broken).await;
    assert!(matches!(found, Err(AskError::Status(500))), "{found:?}");
    let fine = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_vec();
    assert!(asked(fine).await.is_ok());
}

#[tokio::test]
async fn this_machine_is_not_asked_unless_that_was_allowed() {
    let refused = Client::to("http://127.0.0.1:9/", Loopback::Refused).await;
    assert!(matches!(refused, Err(AskError::Address(_))));
    let by_name = Client::to("http://localhost:9/", Loopback::Refused).await;
    assert!(matches!(by_name, Err(AskError::Address(_))));
}

/// The device waits before it lists what it has.
static LISTS: AtomicBool = AtomicBool::new(false);

fn slow(path: &str, _: &str) -> Option<String> {
    if path.starts_with("/axis-cgi/record/") {
        // What waits on this thread goes on elsewhere; and a test that fails ends.
        tokio::task::block_in_place(|| {
            for _ in 0..1_500 {
                if LISTS.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
        });
    }
    super::axis::young_answer(path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_question_goes_on_when_the_page_is_left_and_says_how_many_answers_have_come() {
    let engine = sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let (_, mut admin) = town(&engine, folder.path()).await;
    let device = Device::start("MD5", slow).await;
    let mut asked = typed(&device.address);
    (asked[0].1, asked[3].1) = ("axis", super::device::PASSWORD);
    admin.fill_in(PATH, &asked).await;
    let question = admin.send("/inspelare/1/fraga", &[]);
    let left = tokio::time::timeout(Duration::from_millis(500), question).await;
    assert!(left.is_err(), "it was done at once");
    // The one that asks who we are, and the one that names the disks.
    let words = "2 svar har kommit, och fler väntas.";
    let page = says(&mut admin, "/inspelare/1", words).await;
    assert!(page.has("Du kan lämna sidan"), "{}", page.text());
    assert!(
        !page.html.contains("/inspelare/1/fraga"),
        "it is asked once"
    );
    LISTS.store(true, Ordering::Relaxed);
    says(&mut admin, "/inspelare/1", "Axis/SD_DISK").await;
}
