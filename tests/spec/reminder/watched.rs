//! Those who watch over the installation see when the timetable stands still or the database takes no changes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use axum::http::StatusCode;
use objektiv::reminder::job::Job;
use objektiv::reminder::store::Lease;
use objektiv::web::App;
use time::Duration;

use super::pages::Browser;
use super::{MORNING, Town, days};
use crate::engine::{Engine, engines};

async fn ready(app: App) -> (StatusCode, String) {
    Browser::unknown(app).get("/health/ready").await
}

#[tokio::test]
async fn a_server_whose_timetable_stands_still_is_not_ready_and_one_without_a_timetable_says_so() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let later = MORNING + Duration::minutes(32);
        let (_, told) = ready(town.app(MORNING)).await;
        assert!(told.contains("scheduler: has never run"), "{told}");
        town.run(MORNING).await;
        let (status, told) = ready(town.app(MORNING)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            told.starts_with("ok\ndatabase: ok\nscheduler: ok\n"),
            "{told}"
        );

        let own = town.app(later);
        own.timetable.begin(MORNING);
        let (status, told) = ready(own).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(told.contains("scheduler: silent for 32 minutes"), "{told}");

        let (status, told) = ready(town.app(later)).await;
        assert_eq!(status, StatusCode::OK, "pages are served all the same");
        assert!(told.contains("scheduler: silent for 32 minutes"), "{told}");

        let starting = town.app(later);
        starting.timetable.begin(later);
        assert_eq!(ready(starting).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_job_that_is_behind_or_failed_is_told_and_takes_no_page_away() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let site = town.site(|_| {}).await;
        town.run(MORNING).await;
        town.engine
            .meddle(
                "UPDATE site SET body = ? WHERE id = ?",
                ["{}}".into(), site.0.into()],
            )
            .await;
        town.run(MORNING + days(3)).await;
        let (status, told) = ready(town.app(MORNING + days(3))).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let kommun = town.kommun.number();
        for line in [
            format!("job paminnelser of kommun {kommun}: 3 days behind"),
            format!("job paminnelser of kommun {kommun}: failed last"),
        ] {
            assert!(told.contains(&line), "{line} in {told}");
        }
        assert!(!told.contains("job rensning"), "{told}");
    }
}

#[tokio::test]
async fn a_lease_that_is_held_and_one_whose_holder_died_are_told_with_their_age() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let _held = Lease::take(&town.engine.db, Job::Mail).await.unwrap();
        let _dead = Lease::take(&town.engine.db, Job::Notices).await.unwrap();
        let past = "UPDATE lease SET taken_at = taken_at - 1000, expires_at = expires_at - 1000 WHERE job = 'paminnelser'";
        town.engine.meddle(past, []).await;
        let (_, told) = ready(town.app(MORNING)).await;
        assert!(told.contains("lease epost: held for "), "{told}");
        assert!(
            told.contains("lease paminnelser: its holder has not been heard of for 70"),
            "{told}"
        );
    }
}

/// As a full disk or a standby does.
async fn refuse_changes(engine: &Engine) {
    if engine.db.is_sqlite() {
        let trigger =
            "CREATE TRIGGER full BEFORE INSERT ON lease BEGIN SELECT RAISE(ABORT, 'full'); END";
        engine.meddle(trigger, []).await;
    } else {
        let function = "CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'full'; END $$ LANGUAGE plpgsql";
        engine.meddle(function, []).await;
        let trigger = "CREATE TRIGGER full_disk BEFORE INSERT ON lease FOR EACH ROW EXECUTE FUNCTION full_disk()";
        engine.meddle(trigger, []).await;
    }
}

#[tokio::test]
async fn a_database_that_takes_no_changes_is_not_ready() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let app = town.app(MORNING);
        assert_eq!(ready(app.clone()).await.0, StatusCode::OK);
        refuse_changes(&town.engine).await;
        assert_eq!(
            ready(app).await.0,
            StatusCode::OK,
            "for a few seconds what was found is told again"
        );
        let (status, told) = ready(town.app(MORNING)).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(
            told.starts_with("not ready\ndatabase: takes no changes\n"),
            "{told}"
        );
    }
}

/// What a plain client reads.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn metrics_are_told_on_a_listener_of_their_own_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("r.db").display());
    let signer = folder.path().join("signer");
    let secrets = folder.path().join("secrets.key");
    let mut server = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--metrics",
            "127.0.0.1:0",
        ])
        .args(["--database", &database, "--signer"])
        .arg(&signer)
        .arg("--secrets-key")
        .arg(&secrets)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(server.stdout.take().unwrap());
    let mut lines = said.lines().map(Result::unwrap);
    let mut find = |before: &str| {
        let line = lines.find(|line| line.starts_with(before)).unwrap();
        let rest = line.trim_start_matches(before).to_owned();
        rest.split('/').next().unwrap().to_owned()
    };
    let pages = find("Objektiv: http://");
    let metrics = find("Metrics: http://");
    let told = get(&metrics, "/metrics");
    let of_pages = get(&pages, "/metrics");
    let elsewhere = get(&metrics, "/logga-in");
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(
        told.contains("200 OK") && told.contains("text/plain; version=0.0.4"),
        "{told}"
    );
    assert!(told.contains("\nobjektiv_database_writable 1\n"), "{told}");
    let body = told.split("\r\n\r\n").nth(1).unwrap();
    for line in body.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("objektiv_"), "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
    assert!(of_pages.contains("404 Not Found"), "{of_pages}");
    assert!(elsewhere.contains("404 Not Found"), "{elsewhere}");
}
