//! What a night costs: the jobs of a day over a large kommun, in processor time.
//!
//! `cargo bench --bench nightly` fills a register of its own with 2 000 sites, 20 000 cameras and 500 people, runs the
//! timetable on two days, and fails when a limit of docs/performance.md is exceeded. Then it does the same for a shared
//! installation of 100 000 sites and looks at the memory that a night takes; `OBJEKTIV_BENCH_SITES` makes it smaller.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints what it found and stops at what it did not expect"
)]

use std::fs;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use objektiv::account::{self, Account, AccountId, Grant, Role, password};
use objektiv::camera::Camera;
use objektiv::clock::Clock;
use objektiv::code::Code;
use objektiv::compliance::store::Judgement;
use objektiv::db::Db;
use objektiv::db::record;
use objektiv::demo;
use objektiv::jobs::Jobs;
use objektiv::law::PolicySet;
use objektiv::organisation::{KommunId, Unit};
use objektiv::register::{Author, Change};
use objektiv::reminder::job::{Job, RunOutcome};
use objektiv::reminder::store;
use objektiv::web::App;
use time::OffsetDateTime;
use time::macros::{date, datetime};

const SITES: usize = 2_000;
const CAMERAS: usize = 20_000;
const PEOPLE: usize = 500;
/// A whole night, in processor time.
const NIGHT: Duration = Duration::from_secs(5);
/// Sites of a shared installation.
const SHARED: usize = 100_000;
/// Memory that a night may take there beside what was taken before it, in MiB.
const SHARED_MEMORY: u64 = 256;
const NOW: OffsetDateTime = datetime!(2026-11-22 00:30 UTC);

/// Processor time of this process so far.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|field| field.parse::<u64>().unwrap()).sum();
    // A tick is a hundredth of a second on every Linux that Rust runs on.
    Duration::from_millis(ticks * 10)
}

/// Memory of this process at its most since the last [`forget_peak`], in MiB.
fn memory_peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<u64>().unwrap() / 1024
}

fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// The first nights of a shared installation, when everything is new; whether their memory is bounded.
async fn shared(folder: &tempfile::TempDir, policies: &Arc<PolicySet>, by: Judgement<'_>) -> bool {
    let sites = sites_shared();
    let url = format!("sqlite://{}", folder.path().join("delad.db").display());
    let db = Db::open(&url).await.unwrap();
    let began = Instant::now();
    let kommun = demo::fill(&db, sites, NOW, by, &|_| ()).await.unwrap();
    println!("{sites} sites written in {:.1?}", began.elapsed());
    let mut fine = true;
    for day in [0, 1] {
        forget_peak();
        let before = memory_peak();
        let took = night(&db, kommun, policies, day).await;
        let grown = memory_peak().saturating_sub(before);
        let verdict = if grown <= SHARED_MEMORY {
            ""
        } else {
            "  TOO MUCH"
        };
        println!(
            "a night over {sites} sites, processor time: {took:.2?}; memory {grown} MiB beside {before} MiB (at most \
             {SHARED_MEMORY}){verdict}"
        );
        fine &= grown <= SHARED_MEMORY;
    }
    fine
}

#[expect(
    clippy::disallowed_methods,
    reason = "how much is measured is told by the environment"
)]
fn sites_shared() -> usize {
    let told = std::env::var("OBJEKTIV_BENCH_SITES").ok();
    told.and_then(|sites| sites.parse().ok()).unwrap_or(SHARED)
}

async fn filled(folder: &tempfile::TempDir, by: Judgement<'_>) -> (Db, KommunId) {
    let url = format!("sqlite://{}", folder.path().join("natt.db").display());
    let db = Db::open(&url).await.unwrap();
    let began = Instant::now();
    let kommun = demo::fill(&db, SITES, NOW, by, &|_| ()).await.unwrap();
    more_cameras(&db, kommun, by).await;
    people(&db, kommun).await;
    println!("written in {:.1?}", began.elapsed());
    (db, kommun)
}

/// As many more of each site's first camera as it takes.
async fn more_cameras(db: &Db, kommun: KommunId, by: Judgement<'_>) {
    let author = Author {
        kommun,
        account: None,
        name: "natten".into(),
    };
    let known = record::all::<Camera>(db.read(), kommun).await.unwrap();
    let mut change = Change::begin(db, &author, NOW, by).await.unwrap();
    for number in 0..CAMERAS.saturating_sub(known.len()) {
        let mut camera = known[number % known.len()].data.clone();
        camera.label = format!("N{number:05}");
        change.insert(&camera).await.unwrap();
    }
    change.commit().await.unwrap();
    let all = record::all::<Camera>(db.read(), kommun).await.unwrap();
    println!("{SITES} sites, {} cameras", all.len());
}

/// Most of them answer for a unit, as in a kommun.
async fn people(db: &Db, kommun: KommunId) {
    let units = record::all::<Unit>(db.read(), kommun).await.unwrap();
    let hash = password::hash("en lång lösenfras för natten").unwrap();
    let tx = db.begin_write().await.unwrap();
    for number in 0..PEOPLE {
        let unit = units.get(number % (units.len() + 1)).map(|unit| unit.id);
        let role = match (number % 25, unit) {
            (0, _) => Role::Dpo,
            (_, Some(_)) => Role::Manager,
            (_, None) => Role::Officer,
        };
        let person = Account {
            id: AccountId(0),
            email: format!("person{number}@ekebro.example"),
            name: format!("Person {number}"),
            grants: vec![Grant { role, unit }],
        };
        account::store::add(&*tx, kommun, &person, &hash, NOW)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// One night; its processor time.
async fn night(db: &Db, kommun: KommunId, policies: &Arc<PolicySet>, day: i64) -> Duration {
    let at = NOW + time::Duration::days(day);
    let url = "https://kamera.ekebro.example".into();
    let app = App::new(db.clone(), Clock::Frozen(at), Arc::clone(policies), url);
    let jobs = Jobs::new(app, None);
    let mut whole = Duration::ZERO;
    for job in Job::ALL {
        let (before, began) = (processor_time(), Instant::now());
        jobs.tick(*job).await;
        let took = processor_time().saturating_sub(before);
        whole += took;
        println!(
            "  {}: {took:.2?} ({:.2?} by the clock)",
            job.code(),
            began.elapsed()
        );
    }
    let runs = store::recent(db.read(), kommun, 20).await.unwrap();
    let failed = runs.iter().filter(|run| run.outcome == RunOutcome::Failed);
    assert_eq!(failed.count(), 0, "{runs:?}");
    let notices = runs.iter().find(|run| run.job == Job::Notices);
    println!("  {} notices were made", notices.map_or(0, |run| run.count));
    whole
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let policies = Arc::new(PolicySet::embedded().unwrap());
    let by = Judgement {
        policies: &policies,
        today: date!(2026 - 11 - 22),
    };
    let folder = tempfile::tempdir().unwrap();
    let mut fine = true;
    runtime.block_on(async {
        let (db, kommun) = filled(&folder, by).await;
        for day in [0, 1] {
            println!("night {}", day + 1);
            let took = night(&db, kommun, &policies, day).await;
            let verdict = if took <= NIGHT { "" } else { "  TOO SLOW" };
            println!("a night, processor time: {took:.2?} (at most {NIGHT:.0?}){verdict}");
            fine &= took <= NIGHT;
        }
        fine &= shared(&folder, &policies, by).await;
    });
    if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
