//! What it costs to judge sites by the rules: one, two thousand, a hundred thousand.
//!
//! `cargo bench --bench judging` fills a register of its own with the demonstration's sites, judges them by every rule and
//! fails when a limit of docs/performance.md is exceeded. `cargo bench --bench judging -- 20000` takes another number
//! than a hundred thousand.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints what it found and stops at what it did not expect"
)]

use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use objektiv::compliance::store::{
    Judgement, ensure_fresh, forget, next_dossiers, summaries, summaries_then,
};
use objektiv::compliance::{Dossier, findings};
use objektiv::db::Db;
use objektiv::demo;
use objektiv::law::PolicySet;
use objektiv::organisation::KommunId;
use objektiv::site::SiteId;
use time::macros::{date, datetime};

/// One site by every rule.
const ONE: Duration = Duration::from_millis(2);
/// The sites of a large kommun by every rule, in processor time.
const KOMMUN: usize = 2_000;
const KOMMUN_WITHIN: Duration = Duration::from_secs(1);
/// A shared installation, with reading and with writing the cache, on two cores.
const SHARED: usize = 100_000;
const SHARED_WITHIN: Duration = Duration::from_secs(20);
/// Memory at its most, in mebibytes.
const MEMORY: u64 = 400;

struct Report(bool);

impl Report {
    fn within(&mut self, what: &str, took: Duration, limit: Duration) {
        let verdict = if took <= limit { "" } else { "  TOO SLOW" };
        println!("{what}: {took:.2?} (at most {limit:.0?}){verdict}");
        self.0 &= took <= limit;
    }
}

/// Processor time of this process so far.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|field| field.parse::<u64>().unwrap()).sum();
    // A tick is a hundredth of a second on every Linux that Rust runs on.
    Duration::from_millis(ticks * 10)
}

/// The most memory that this process has had, in mebibytes.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        / 1024
}

async fn filled(folder: &tempfile::TempDir, sites: usize, by: Judgement<'_>) -> (Db, KommunId) {
    let url = format!(
        "sqlite://{}",
        folder.path().join(format!("{sites}.db")).display()
    );
    let db = Db::open(&url).await.unwrap();
    let now = datetime!(2026-11-22 09:00 UTC);
    let began = Instant::now();
    let kommun = demo::fill(&db, sites, now, by, &|_| ()).await.unwrap();
    println!("{sites} sites were written in {:.1?}", began.elapsed());
    (db, kommun)
}

async fn all_dossiers(db: &Db, kommun: KommunId) -> Vec<Dossier> {
    let mut all = Vec::new();
    let mut after = SiteId(0);
    loop {
        let batch = next_dossiers(db.read(), kommun, after).await.unwrap();
        let Some(last) = batch.last() else { return all };
        after = last.id;
        all.extend(batch);
    }
}

fn judging(report: &mut Report, dossiers: &[Dossier], by: Judgement<'_>) {
    let mut found = 0;
    let before = processor_time();
    for dossier in dossiers {
        found += findings(by.policies, dossier, by.today).len();
    }
    let took = processor_time().saturating_sub(before);
    println!("{found} findings of {} sites", dossiers.len());
    let what = format!("{} sites by every rule, processor time", dossiers.len());
    report.within(&what, took, KOMMUN_WITHIN);
    let one = took / u32::try_from(dossiers.len()).unwrap();
    report.within("one site by every rule, processor time", one, ONE);
}

async fn shared(report: &mut Report, db: &Db, kommun: KommunId, sites: usize, by: Judgement<'_>) {
    let began = Instant::now();
    let all = summaries(db.read(), kommun, by).await.unwrap();
    let what = format!("{} sites read and judged", all.len());
    report.within(&what, began.elapsed(), SHARED_WITHIN);
    forget(db, kommun).await.unwrap();
    let began = Instant::now();
    ensure_fresh(db, kommun, by).await.unwrap();
    let what = format!("{sites} sites read, judged and written to the cache");
    report.within(&what, began.elapsed(), SHARED_WITHIN);
    let began = Instant::now();
    let known = summaries_then(db.read(), kommun, by).await.unwrap();
    // Asked for by hand and then remembered: measured, without a limit.
    let took = began.elapsed();
    println!(
        "{} sites as the register knew them then: {took:.2?}",
        known.len()
    );
}

fn main() -> ExitCode {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let sites = asked.unwrap_or(SHARED);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let policies = PolicySet::embedded().unwrap();
    let by = Judgement {
        policies: &policies,
        today: date!(2026 - 11 - 22),
    };
    let folder = tempfile::tempdir().unwrap();
    let mut report = Report(true);
    let (small, large) = runtime.block_on(async {
        let (db, kommun) = filled(&folder, KOMMUN, by).await;
        let small = all_dossiers(&db, kommun).await;
        (small, filled(&folder, sites, by).await)
    });
    judging(&mut report, &small, by);
    drop(small);
    runtime.block_on(shared(&mut report, &large.0, large.1, sites, by));
    let memory = memory();
    println!("memory at its most: {memory} MiB (at most {MEMORY})");
    if report.0 && memory <= MEMORY {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
