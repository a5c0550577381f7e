//! What the log costs, on the disk and the databases at hand: `cargo bench --bench ledger`.
//!
//! It fails when a limit of docs/performance.md is exceeded. Figures of different runs are not to be compared: the first line
//! says how fast the disk was. With
//! `OBJEKTIV_TEST_POSTGRES` (`tests/postgres start DIR` prints one) PostgreSQL is measured as well;
//! `OBJEKTIV_BENCH_ENTRIES` is the length of the long log.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on ends; it says what it found, and is told by the environment"
)]

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use objektiv::db::Db;
use objektiv::ledger::append::{append, append_all};
use objektiv::ledger::audit::verify;
use objektiv::ledger::signing::{prove_consistency, prove_inclusion};
use objektiv::ledger::store::{head, open_log};
use objektiv::ledger::{EntryKind, NewEntry, footage};
use objektiv::organisation::KommunId;
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;
use time::OffsetDateTime;
use time::macros::datetime;

/// The database that this process verifies, and nothing else.
const VERIFY: &str = "OBJEKTIV_BENCH_VERIFY";
const KOMMUN: KommunId = KommunId::acting_for(1);
const AT: OffsetDateTime = datetime!(2026-11-22 09:00 UTC);

/// A release as it is sealed: nine fields.
fn release(number: u64) -> NewEntry {
    NewEntry::new(EntryKind::Disclosure)
        .with("number", number)
        .with(
            "requester",
            json!({ "authority": "polismyndigheten", "officer": "Insp. M. Holm" }),
        )
        .with(
            "case",
            json!({ "reference": "5000-K77-26", "matter": "Skadegörelse vid entrén" }),
        )
        .with("basis", json!({ "ground": "LUB_6" }))
        .with("cameras", json!({ "site": 3, "cameras": [7, 8] }))
        .with(
            "interval",
            json!({ "from": 1_795_000_000, "until": 1_795_003_600 }),
        )
        .with(
            "files",
            json!([{ "name": "film-1.mp4", "size": 1 << 30, "sha256": "ba".repeat(32) }]),
        )
        .with(
            "decided_by",
            json!({ "by": "Per Holm", "on": "2026-11-22" }),
        )
        .with(
            "delivery",
            json!({ "medium": "usb", "to": "Insp. M. Holm" }),
        )
}

/// An ordinary change of the register: one field.
fn change(number: u64) -> NewEntry {
    let digest = format!("{number:064x}");
    NewEntry::new(EntryKind::Register).with("revisions", json!({ "count": 1, "sha256": digest }))
}

/// At most.
const PROOF_WITHIN: Duration = Duration::from_millis(5);
const RECEIPT_WITHIN: Duration = Duration::from_millis(20);
const MEMORY_WITHIN_MB: u64 = 100;
/// At least so many times as fast.
const GROUP: f64 = 3.0;
const HASHING: f64 = 0.8;

static EXCEEDED: AtomicBool = AtomicBool::new(false);

/// 10 000 entries in 0.1 s, and a million in 3 s.
fn verify_within(entries: u64) -> f64 {
    let entries = f64::from(u32::try_from(entries).unwrap());
    (entries * 3e-6).max(0.1)
}

#[tokio::main]
async fn main() -> ExitCode {
    // `cargo test --benches` runs this to see that it works.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    if let Ok(url) = std::env::var(VERIFY) {
        verified(&url).await;
        return ExitCode::SUCCESS;
    }
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    println!("| what | figure |\n|---|---|");
    row("fdatasync of 8 kB, p50", &micros(disk(directory.path())));
    hashing(directory.path());
    receipts(directory.path());
    let file = directory.path().join("bench.db");
    measure("SQLite", &format!("sqlite://{}", file.display())).await;
    if let Ok(server) = std::env::var("OBJEKTIV_TEST_POSTGRES") {
        measure("PostgreSQL", &fresh(&server).await).await;
    }
    ExitCode::from(u8::from(EXCEEDED.load(Ordering::Relaxed)))
}

fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}

/// A figure that has a limit.
fn limited(what: &str, figure: &str, holds: bool, limit: &str) {
    let verdict = if holds { "" } else { ": EXCEEDED" };
    row(what, &format!("{figure} ({limit}{verdict})"));
    EXCEEDED.fetch_or(!holds, Ordering::Relaxed);
}

fn micros(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn disk(directory: &Path) -> Duration {
    let mut file = File::create(directory.join("disk")).unwrap();
    let block = [7_u8; 8192];
    let mut times: Vec<Duration> = (0..500)
        .map(|_| {
            file.rewind().unwrap();
            file.write_all(&block).unwrap();
            let began = Instant::now();
            file.sync_data().unwrap();
            began.elapsed()
        })
        .collect();
    percentile(&mut times, 50)
}

/// Ours and that of openssl on the same file, which is in the cache of the operating system for both.
fn hashing(directory: &Path) {
    let path = directory.join("film");
    let mut file = File::create(&path).unwrap();
    let block: Vec<u8> = (0..1 << 20)
        .map(|n: u32| u8::try_from(n * 31 % 251).unwrap())
        .collect();
    for _ in 0..1024 {
        file.write_all(&block).unwrap();
    }
    drop(file);
    let best = |run: &dyn Fn()| {
        let times = (0..3).map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        });
        1.073_741_824 / times.min().unwrap().as_secs_f64()
    };
    let ours = best(&|| {
        footage::hash(File::open(&path).unwrap(), "film", |_| {}).unwrap();
    });
    let theirs = best(&|| {
        let run = std::process::Command::new("openssl")
            .args(["dgst", "-sha256"])
            .arg(&path)
            .output();
        assert!(run.unwrap().status.success());
    });
    let share = ours / theirs;
    limited(
        "hashing footage",
        &format!("{ours:.2} GB/s; openssl {theirs:.2} GB/s; {share:.2} of it"),
        share >= HASHING,
        &format!("at least {HASHING}"),
    );
    std::fs::remove_file(path).unwrap();
}

/// As whoever got a receipt runs it: the program starts, reads, checks and ends.
fn receipts(directory: &Path) {
    const DEMO: [&str; 2] = ["--database", "sqlite://objektiv-demo.db"];
    let run = |words: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_objektiv"));
        let output = program.args(words).current_dir(directory).output().unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["demo", "--fill-only"]);
    let prove = ["log", "prove", "5", "--out", "kvitto.zip"];
    run(&[&prove[..], &DEMO].concat());
    let key = run(&[&["log", "key", "show"][..], &DEMO].concat());
    let verify = ["receipt", "verify", "kvitto.zip", "--key", key.trim()];
    let mut times: Vec<Duration> = (0..30)
        .map(|_| {
            let began = Instant::now();
            run(&verify);
            began.elapsed()
        })
        .collect();
    let p50 = percentile(&mut times, 50);
    limited(
        "`objektiv receipt verify`, with the start of the program, p50 of 30",
        &micros(p50),
        p50 <= RECEIPT_WITHIN,
        &format!("at most {}", micros(RECEIPT_WITHIN)),
    );
}

async fn fresh(server: &str) -> String {
    let admin = Database::connect(server).await.unwrap();
    let name = format!("bench_{}", std::process::id());
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

async fn measure(engine: &str, url: &str) {
    let db = &Db::open(url).await.unwrap();
    let tx = db.begin_write().await.unwrap();
    open_log(&*tx, KOMMUN, "kamera.ekebro.example/utlamnande", AT)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    callers(engine, db).await;
    let entries = std::env::var("OBJEKTIV_BENCH_ENTRIES").ok();
    let entries: u64 = entries.map_or(1_000_000, |entries| entries.parse().unwrap());
    for size in [10_000, entries] {
        grow(db, size).await;
        let what = format!("{engine}: verify {size} entries");
        let (seconds, megabytes) = verified_elsewhere(url);
        let within = verify_within(size);
        limited(
            &what,
            &format!("{seconds:.3} s, {megabytes} MB at most in memory"),
            seconds <= within && megabytes <= MEMORY_WITHIN_MB,
            &format!("at most {within:.1} s and {MEMORY_WITHIN_MB} MB"),
        );
    }
    proofs(engine, db, entries).await;
    settle(db).await;
    callers(&format!("{engine}, after {entries} entries"), db).await;
}

/// Durable appends by one caller and by 64, each with a commit of its own and together.
async fn callers(engine: &str, db: &Db) {
    for together in [false, true] {
        let how = if together {
            "commits together"
        } else {
            "a commit each"
        };
        let one = rate(db, 1, 400, together).await;
        let many = rate(db, 64, 25, together).await;
        let what = format!("{engine}: durable append, {how}");
        let times = many.0 / one.0;
        let figure = format!(
            "1 caller {:.0}/s, p50 {}, p99 {}; 64 callers {:.0}/s, p99 {}: {times:.1} times",
            one.0,
            micros(one.1),
            micros(one.2),
            many.0,
            micros(many.2),
        );
        if together {
            limited(&what, &figure, times >= GROUP, &format!("at least {GROUP}"));
        } else {
            row(&what, &figure);
        }
    }
}

async fn rate(db: &Db, callers: u64, each: u64, together: bool) -> (f64, Duration, Duration) {
    let began = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                for number in 0..each {
                    let began = Instant::now();
                    let tx = if together {
                        db.begin_write_together().await.unwrap()
                    } else {
                        db.begin_write().await.unwrap()
                    };
                    append(&tx, KOMMUN, AT, release(number)).await.unwrap();
                    tx.commit().await.unwrap();
                    times.push(began.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let rate = f64::from(u32::try_from(times.len()).unwrap()) / began.elapsed().as_secs_f64();
    (rate, percentile(&mut times, 50), percentile(&mut times, 99))
}

async fn grow(db: &Db, size: u64) {
    let mut now = head(db.read(), KOMMUN).await.unwrap().unwrap().size();
    while now < size {
        let count = (size - now).min(5_000);
        let tx = db.begin_write().await.unwrap();
        append_all(&tx, KOMMUN, AT, (0..count).map(change).collect())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        now += count;
    }
}

/// The housekeeping that a million entries at once bring along: not in the way of what is measured next.
async fn settle(db: &Db) {
    let housekeeping = if db.is_sqlite() {
        "PRAGMA wal_checkpoint(TRUNCATE)"
    } else {
        "VACUUM ANALYZE"
    };
    db.read().execute_unprepared(housekeeping).await.unwrap();
}

async fn proofs(engine: &str, db: &Db, size: u64) {
    let mut times = [Vec::new(), Vec::new()];
    for number in 0..500 {
        let idx = number * 7919 % size;
        let began = Instant::now();
        prove_inclusion(db.read(), KOMMUN, idx, size).await.unwrap();
        times[0].push(began.elapsed());
        let began = Instant::now();
        prove_consistency(db.read(), KOMMUN, idx + 1, size)
            .await
            .unwrap();
        times[1].push(began.elapsed());
    }
    for (what, times) in ["inclusion", "consistency"].iter().zip(&mut times) {
        let (p50, p99) = (percentile(times, 50), percentile(times, 99));
        limited(
            &format!("{engine}: {what} proof in {size} entries"),
            &format!("p50 {}, p99 {}", micros(p50), micros(p99)),
            p99 <= PROOF_WITHIN,
            &format!("at most {}", micros(PROOF_WITHIN)),
        );
    }
}

/// Verifies in a process of its own, as `objektiv log verify` does: the memory is that of verifying alone. Seconds and MB.
fn verified_elsewhere(url: &str) -> (f64, u64) {
    let this = std::env::current_exe().unwrap();
    let child = Command::new(this)
        .arg("--bench")
        .env(VERIFY, url)
        .output()
        .unwrap();
    assert!(child.status.success(), "{child:?}");
    let told = String::from_utf8(child.stdout).unwrap();
    let (seconds, megabytes) = told.trim().split_once(' ').unwrap();
    (seconds.parse().unwrap(), megabytes.parse().unwrap())
}

async fn verified(url: &str) {
    let db = Db::open(url).await.unwrap();
    let began = Instant::now();
    let report = verify(db.read(), KOMMUN, None).await.unwrap();
    let took = began.elapsed();
    assert!(report.levels.iter().all(|level| level.ok != Some(false)));
    println!("{} {}", took.as_secs_f64(), peak());
}

/// The most memory that this process has had, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| {
        line.trim()
            .trim_end_matches("kB")
            .trim()
            .parse::<u64>()
            .ok()
    });
    kb.unwrap_or(0) / 1024
}
