//! A real `ZoneMinder` with `MariaDB` and Apache: what it lists, what it does not, and what lies on its disk.
//!
//! `tests/run zoneminder` starts it and runs this; `tests/zoneminder` changes what is there.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use objektiv::account::Role;
use objektiv::clock::Clock;
use objektiv::law::PolicySet;
use objektiv::recorder::ask::Asking;
use objektiv::recorder::ask::address::Loopback;
use objektiv::web::App;
use time::Duration;

use super::objektiv_now;
use crate::browser::{Browser, Page, Town};
use crate::engine::{Engine, sqlite};

const ADDRESS: &str = "http://127.0.0.1:8088/zm";
const STORE: &str = "/var/cache/zoneminder/events";

/// Does something to `ZoneMinder`, and gives what it says.
fn zoneminder(arguments: &[&str]) -> String {
    let output = Command::new("tests/zoneminder")
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn app(engine: &Engine, folder: &Path, clock: Clock) -> App {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    App::new(
        engine.db.clone(),
        clock,
        policies,
        "http://kamera.example".into(),
    )
    .asking(Asking {
        loopback: Loopback::Allowed,
        key_file: folder.join("secrets.key"),
    })
}

async fn asked(admin: &mut Browser) -> Page {
    // Two checks in one second are one.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let sent = admin.send("/inspelare/1/fraga", &[]).await;
    assert_eq!(
        sent.status,
        axum::http::StatusCode::SEE_OTHER,
        "{}",
        sent.text()
    );
    admin.open_page(&sent.location).await
}

async fn connect(admin: &mut Browser, password: &str) {
    let typed = [
        ("system", "zoneminder"),
        ("address", ADDRESS),
        ("user", "objektiv"),
        ("password", password),
    ];
    admin.fill_in("/inspelare/1/anslutning", &typed).await;
}

/// Green, red, yellow or grey: what the page says of the site.
fn standing(page: &Page) -> &'static str {
    let words = ["Uppfyllt.", "Brister.", "Delvis", "Kan inte bedömas."];
    words
        .into_iter()
        .find(|words| page.has(words))
        .unwrap_or_else(|| panic!("{}", page.text()))
}

struct Place {
    engine: Engine,
    folder: tempfile::TempDir,
    town: Town,
    admin: Browser,
}

async fn place() -> Place {
    let engine = sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let town = Town::found_in(app(&engine, folder.path(), Clock::Wall), "ekebro").await;
    let roles = [Role::Administrator, Role::Manager];
    let mut admin = town.sign_in("Ada Nord", &roles).await;
    let key = folder.path().join("nyckel");
    let public = objektiv_now(&[
        "recorder",
        "enrol",
        "--name",
        "zm",
        "--key",
        key.to_str().unwrap(),
    ]);
    let public = String::from_utf8(public.stdout).unwrap();
    let typed = [
        ("name", "ZoneMinder"),
        ("kind", "vms"),
        ("check_key", public.trim()),
    ];
    admin.fill_in("/inspelare/ny", &typed).await;
    let site = crate::parts::add_site(&mut admin, "EK-001").await;
    super::upload::in_use(&mut admin, &site).await;
    let camera = [
        ("label", "LKF-1042"),
        ("status", "i-drift"),
        ("recorder", "1"),
    ];
    admin.fill_in(&format!("{site}/kameror/ny"), &camera).await;
    let period = [("length", "30"), ("unit", "dygn")];
    admin
        .fill_in(&format!("{site}/lagringstider/ny"), &period)
        .await;
    Place {
        engine,
        folder,
        town,
        admin,
    }
}

impl Place {
    /// Scans the store, carries the file to the register, and gives exit code and page.
    async fn scanned(&mut self) -> (Option<i32>, Page) {
        let (key, out) = (
            self.folder.path().join("nyckel"),
            self.folder.path().join("kontroll"),
        );
        // Two checks in one second are one.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        let output = objektiv_now(&[
            "recorder",
            "check",
            "--scan",
            STORE,
            "--limit",
            "30 dygn",
            "--key",
            key.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        let file = std::fs::read(&out).unwrap();
        let sent = super::upload::send(&mut self.admin, "/inspelare/1", &file).await;
        let page = self.admin.open_page(&sent.location).await;
        (output.status.code(), page)
    }
}

#[tokio::test]
#[ignore = "needs a ZoneMinder: tests/run zoneminder"]
async fn what_zoneminder_lists_and_what_lies_on_its_disk_are_told_apart() {
    let mut place = place().await;
    connect(&mut place.admin, "objektiv-test").await;
    let events = zoneminder(&["events"]);
    let events: Vec<&str> = events.lines().collect();

    let page = asked(&mut place.admin).await;
    assert_eq!(standing(&page), "Uppfyllt.", "{}", page.text());
    assert!(page.has("enligt systemets eget register") && page.has("ZoneMinder/LKF-1042 Entre"));
    assert!(
        page.has("kontot får inte se dem"),
        "storages are not listed: {}",
        page.text()
    );

    zoneminder(&["age", events[0], "45"]);
    let page = asked(&mut place.admin).await;
    assert_eq!(standing(&page), "Brister.", "{}", page.text());
    let (code, page) = place.scanned().await;
    assert_eq!(
        (code, standing(&page)),
        (Some(1), "Brister."),
        "{}",
        page.text()
    );

    zoneminder(&["purge", "30"]);
    assert_eq!(zoneminder(&["files", events[0]]), "0", "really gone");
    let page = asked(&mut place.admin).await;
    assert_eq!(
        standing(&page),
        "Brister.",
        "the last look at the disk was red"
    );
    let (code, page) = place.scanned().await;
    assert_eq!(
        (code, standing(&page)),
        (Some(0), "Uppfyllt."),
        "{}",
        page.text()
    );

    files_that_are_left_when_the_list_is_clean(&mut place, events[1]).await;
    archived_events(&mut place, events[2]).await;
    what_does_not_answer_is_grey(&mut place).await;
}

/// Files of another user: `ZoneMinder` forgets the event and cannot delete them.
async fn files_that_are_left_when_the_list_is_clean(place: &mut Place, event: &str) {
    zoneminder(&["age", event, "45"]);
    zoneminder(&["foreign", event]);
    zoneminder(&["purge", "30"]);
    assert_ne!(
        zoneminder(&["files", event]),
        "0",
        "the files are still there"
    );
    let page = asked(&mut place.admin).await;
    assert!(
        page.has("Uppfyllt."),
        "the index alone is clean: {}",
        page.text()
    );
    let (code, page) = place.scanned().await;
    assert_eq!(
        (code, standing(&page)),
        (Some(1), "Brister."),
        "{}",
        page.text()
    );
    let page = asked(&mut place.admin).await;
    assert_eq!(
        standing(&page),
        "Brister.",
        "a clean index does not hide files"
    );
    zoneminder(&["remove", event]);
    let (code, page) = place.scanned().await;
    assert_eq!(
        (code, standing(&page)),
        (Some(0), "Uppfyllt."),
        "{}",
        page.text()
    );
}

async fn archived_events(place: &mut Place, event: &str) {
    zoneminder(&["age", event, "45"]);
    zoneminder(&["archive", event]);
    zoneminder(&["purge", "30"]);
    let page = asked(&mut place.admin).await;
    assert_eq!(standing(&page), "Brister.", "{}", page.text());
    assert!(
        page.has("utan att något bevarande är registrerat"),
        "{}",
        page.text()
    );
    zoneminder(&["unarchive", event]);
    zoneminder(&["purge", "30"]);
    let (code, _) = place.scanned().await;
    let page = asked(&mut place.admin).await;
    assert_eq!(
        (code, standing(&page)),
        (Some(0), "Uppfyllt."),
        "{}",
        page.text()
    );
}

async fn what_does_not_answer_is_grey(place: &mut Place) {
    let grey = |page: &Page, why: &str| {
        assert_eq!(standing(page), "Kan inte bedömas.", "{}", page.text());
        assert!(page.has(why), "{}", page.text());
    };
    connect(&mut place.admin, "fel lösenord").await;
    grey(
        &asked(&mut place.admin).await,
        "godtar inte användaren eller lösenordet",
    );
    connect(&mut place.admin, "objektiv-test").await;
    zoneminder(&["api", "off"]);
    grey(
        &asked(&mut place.admin).await,
        "inte använda inspelarens programgränssnitt",
    );
    zoneminder(&["api", "on"]);
    zoneminder(&["web", "down"]);
    grey(&asked(&mut place.admin).await, "Inspelaren svarar inte");
    zoneminder(&["web", "up"]);
    let page = asked(&mut place.admin).await;
    assert_eq!(standing(&page), "Uppfyllt.", "{}", page.text());

    // Our clock is an hour ahead of the recorder's.
    let later = Clock::Frozen(Clock::Wall.now() + Duration::HOUR);
    place.town.app = app(&place.engine, place.folder.path(), later);
    let mut admin = place
        .town
        .sign_in("Ada Syd", &[Role::Administrator, Role::Manager])
        .await;
    grey(&asked(&mut admin).await, "Inspelarens klocka gick");

    let log = std::fs::read_to_string("/var/log/apache2/access.log").unwrap_or_default();
    assert!(
        !log.contains("objektiv-test") && !log.contains("token="),
        "no secret in an address"
    );
}
