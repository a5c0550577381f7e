//! Fifty releases at once over two server processes, half of them by a system with an idempotency key, and one server is
//! killed: no number is missing or given twice, every receipt that was handed out verifies, and a request that is sent again
//! doubles nothing.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::DatabaseBackend;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::api::client::own_key;
use crate::browser::Town;
use crate::disclosures::{CLIP, counter_of, log_is_intact, recorded};
use crate::engine::{Engine, engines};

const RELEASES: usize = 50;
/// Answers after which one server is killed, in the midst of the others.
const KILLED_AFTER: usize = 12;
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// A server process of the installation.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(engine: &Engine, signer: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_objektiv"))
            .args(["serve", "--listen", "127.0.0.1:0", "--no-scheduler"])
            .args(["--frozen-clock", "2026-11-22T08:30+01:00"])
            .args(["--database", &engine.url, "--signer"])
            .arg(signer)
            .current_dir(signer)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let printed = BufReader::new(process.stdout.take().unwrap());
        let line = printed
            .lines()
            .map_while(Result::ok)
            .find(|line| line.contains("http://127.0.0.1:"))
            .expect("it says where it listens");
        let at = line.find("127.0.0.1:").unwrap();
        let address = line[at..]
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':'))
            .collect::<String>();
        Self {
            process,
            address: address.parse().unwrap(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Answer {
    status: u16,
    location: String,
    cookie: String,
    body: Vec<u8>,
}

/// What is sent: method, path, the lines of the head that say who sends it and as what, and the body.
type Sent<'a> = (&'a str, &'a str, &'a str, &'a str);

/// One request on a connection of its own; an error when the server went away before it had answered.
async fn request(to: SocketAddr, sent: Sent<'_>) -> std::io::Result<Answer> {
    let (method, path, who, body) = sent;
    let mut stream = TcpStream::connect(to).await?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{who}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await?;
    let broken = || std::io::Error::other("the answer broke off");
    let end = all
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or_else(broken)?;
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or(String::new(), |(_, value)| value.to_owned())
    };
    let body = all[end + 4..].to_vec();
    let length: Option<usize> = header("content-length").parse().ok();
    if length.is_some_and(|length| body.len() < length) {
        return Err(broken());
    }
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Ok(Answer {
        status: status.ok_or_else(broken)?,
        location: header("location"),
        cookie: header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned(),
        body,
    })
}

/// The same request until a server answers it, first the one, then the other; a receipt that is not signed yet is asked
/// for again.
async fn insist(servers: [SocketAddr; 2], first: usize, send: Sent<'_>) -> Answer {
    for attempt in 0..200 {
        let to = servers[(first + attempt) % 2];
        match request(to, send).await {
            Ok(answer) if answer.status < 500 && answer.status != 409 => return answer,
            _ => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
    panic!("no server answered {}", send.1)
}

/// How a release is recorded: by somebody at the counter, or by a system with that person's key.
#[derive(Clone)]
struct Way {
    path: &'static str,
    /// Who sends it, and as what.
    head: String,
    body: fn(&str) -> String,
    /// What is answered when it is recorded; a system is told when it was recorded before, by an answer that was lost.
    recorded: &'static [u16],
    receipt: &'static str,
}

const KEY_FOR: [&str; 2] = ["lasa-utlamnanden", "registrera-utlamnanden"];

fn ways(cookie: &str, key: &str) -> [Way; 2] {
    [
        Way {
            path: "/utlamnanden?bevakning=1",
            head: format!("{FORM}Cookie: {cookie}\r\n"),
            body: body_of,
            recorded: &[303],
            receipt: "kvitto.tlog-proof",
        },
        Way {
            path: "/api/v1/disclosures",
            head: format!("Content-Type: application/json\r\nAuthorization: Bearer {key}\r\n"),
            body: |_| crate::api::disclosures::release(serde_json::json!({})).to_string(),
            recorded: &[201, 200],
            receipt: "receipt",
        },
    ]
}

impl Way {
    fn who(&self, key: &str) -> String {
        format!("{}Idempotency-Key: {key}\r\n", self.head)
    }

    fn body(&self, key: &str) -> String {
        (self.body)(key)
    }
}

fn body_of(key: &str) -> String {
    let pairs = [
        ("recipient", "polismyndigheten"),
        ("matter", "Skadegörelse"),
        ("dnr", "KS 2026/0411"),
        ("channel", "disk"),
        ("received_at", "2026-11-22"),
        ("received_at-tid", "08:20"),
        ("received_by", "Per Holm"),
        ("noted_at", "2026-11-22"),
        ("noted_at-tid", "08:25"),
        ("noted_by", "Per Holm"),
        ("cameras", "1"),
        ("interval_from", "2026-11-21"),
        ("interval_from-tid", "22:00"),
        ("interval_until", "2026-11-21"),
        ("interval_until-tid", "23:30"),
        ("ground", "LUB_6"),
        ("decision", "utlamnat"),
        ("decided_by", "Per Holm"),
        ("decided_on", "2026-11-22"),
        ("delegation_reference", "3.4"),
        ("files", CLIP),
        ("medium", "usb"),
        ("request_key", key),
    ];
    serde_urlencoded::to_string(pairs).unwrap()
}

async fn signed_in(at: SocketAddr) -> String {
    let typed = serde_urlencoded::to_string([
        ("email", "per.holm.1@example.se"),
        ("password", "tre små grisar på rad"),
        ("till", "/"),
    ]);
    let answer = request(at, ("POST", "/logga-in", FORM, &typed.unwrap()))
        .await
        .unwrap();
    assert_eq!(answer.status, 303);
    answer.cookie
}

/// Whether the program itself says that a receipt holds, offline.
fn verifies(folder: &Path, number: usize, receipt: &[u8], key: &str) {
    let path = folder.join(format!("kvitto-{number}.tlog-proof"));
    std::fs::write(&path, receipt).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["receipt", "verify"])
        .arg(&path)
        .args(["--key", key])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "receipt {number}: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_releases_over_two_servers_of_which_one_is_killed() {
    for engine in engines().await {
        // Several servers need a database that is one.
        if engine.backend() != DatabaseBackend::Postgres {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        // Where a server whose clock stands still has its signer.
        let signer = folder.path().join("frozen-clock");
        let town = Town::found_signed(engine.db.clone(), "ekebro", &signer).await;
        let (mut officer, _) = counter_of(&town).await;
        let mut killed = Server::start(&engine, folder.path());
        let other = Server::start(&engine, folder.path());
        let servers = [killed.address, other.address];
        let ways = ways(
            &signed_in(other.address).await,
            &own_key(&mut officer, &KEY_FOR).await,
        );
        let answered = Arc::new(AtomicUsize::new(0));
        let tasks = (0..RELEASES).map(|number| {
            let (ways, answered) = (ways.clone(), Arc::clone(&answered));
            tokio::spawn(async move {
                let way = &ways[number % 2];
                let key = format!("two-servers-{number}");
                let (who, body) = (way.who(&key), way.body(&key));
                let send = ("POST", way.path, who.as_str(), body.as_str());
                let first = insist(servers, number, send).await;
                let told = String::from_utf8_lossy(&first.body);
                assert!(
                    way.recorded.contains(&first.status),
                    "{}: {told}",
                    first.status
                );
                let receipt = format!("{}/{}", first.location, way.receipt);
                let fetch = ("GET", receipt.as_str(), who.as_str(), "");
                let receipt = insist(servers, number, fetch).await;
                answered.fetch_add(1, Ordering::SeqCst);
                // Whoever did not see the answer sends it again, to whichever server.
                let again = insist(servers, number + 1, send).await;
                assert_eq!(again.location, first.location);
                (number, first.location, receipt)
            })
        });
        let tasks: Vec<_> = tasks.collect();
        while answered.load(Ordering::SeqCst) < KILLED_AFTER {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        killed.process.kill().unwrap();
        let mut receipts = Vec::new();
        for task in tasks {
            receipts.push(task.await.unwrap());
        }
        let mut numbers: Vec<i64> = recorded(&engine, town.kommun)
            .await
            .iter()
            .map(|one| one.data.number)
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
        log_is_intact(&engine, town.kommun).await;
        let key = Command::new(env!("CARGO_BIN_EXE_objektiv"))
            .args(["log", "key", "show", "--database", &engine.url])
            .args(["--frozen-clock", "2026-11-22T08:30+01:00", "--signer"])
            .arg(folder.path())
            .output()
            .unwrap();
        let key = String::from_utf8(key.stdout).unwrap();
        for (number, location, receipt) in receipts {
            assert_eq!(receipt.status, 200, "{location}");
            verifies(folder.path(), number, &receipt.body, key.trim());
        }
    }
}
