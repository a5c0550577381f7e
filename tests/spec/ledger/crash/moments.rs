//! Killed at a chosen system call of the signer: what is a matter of luck in `kill -9` at any time is made certain here.
//!
//! `strace` kills a process as it enters a call, so the call is not made any more. It counts the calls of each thread.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use objektiv::ledger::keys::{adopt, ready};
use objektiv::ledger::read;
use objektiv::ledger::sealed::Sealed;
use objektiv::ledger::signer::{Signer, SignerError};
use objektiv::ledger::signing::SignError;

use super::super::{EKEBRO, NINE, ORIGIN, appended, release};
use super::child::{Order, Seen};
use super::stands::Log;
use crate::engine::engines;

/// The name depends on the machine.
pub const RENAME: &str = "?rename,?renameat,?renameat2";

/// The arguments of `strace` that limit it to some calls, and to some files if there are any.
pub fn limited(calls: &str, files: &[PathBuf]) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["-f".into(), "-qq".into()];
    arguments.extend(["-e".into(), format!("trace={calls}").into()]);
    for file in files {
        arguments.extend(["-P".into(), file.into()]);
    }
    arguments
}

/// What the child says that is killed at the `place`th of these calls.
fn killed(order: Order<'_>, calls: &str, place: usize, files: &[PathBuf]) -> Seen {
    let mut arguments = limited(calls, files);
    let kill = format!("inject={calls}:signal=KILL:when={place}");
    arguments.extend(["-e".into(), kill.into(), "-o".into(), "/dev/null".into()]);
    Seen::of(order.start_under("strace", arguments))
}

/// A system call of a thread.
struct Call {
    thread: String,
    name: String,
}

/// The calls of a child that nothing happens to, in their order.
struct Calls(Vec<Call>);

impl Calls {
    fn of(order: Order<'_>, calls: &str, files: &[PathBuf]) -> Self {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut arguments = limited(calls, files);
        arguments.extend(["-o".into(), log.path().into()]);
        let seen = Seen::of(order.start_under("strace", arguments));
        assert_eq!(
            seen.signed.len(),
            seen.appended.len(),
            "nothing happened to it"
        );
        let text = fs::read_to_string(log.path()).unwrap();
        let read = |line: &str| {
            let (thread, call) = line.split_once(' ')?;
            let (name, _) = call.trim_start().split_once('(')?;
            // What is not a name is the rest of a call that another thread interrupted.
            name.chars().all(char::is_alphanumeric).then(|| Call {
                thread: thread.to_owned(),
                name: name.to_owned(),
            })
        };
        Self(text.lines().filter_map(read).collect())
    }

    /// Where the signer writes its memory for the second time. Nobody else has a use for this call here.
    fn second_write(&self) -> usize {
        let mut writes = (0..self.0.len()).filter(|at| self.0[*at].name == "write");
        writes.nth(1).expect("the signer writes twice")
    }

    fn first_of(&self, name: &str, mut among: impl Iterator<Item = usize>) -> usize {
        let found = among.find(|at| self.0[*at].name == name);
        found.unwrap_or_else(|| panic!("no {name} there"))
    }

    /// The same call of a child that is started again, as `strace` wants to be told: its name, and its number.
    fn number(&self, at: usize) -> (&str, usize) {
        let it = &self.0[at];
        let same = |one: &&Call| one.thread == it.thread && one.name == it.name;
        (&it.name, self.0[..=at].iter().filter(same).count())
    }
}

fn memory_of(log: &Log) -> PathBuf {
    log.folder().join("state.json")
}

/// The child signed once and was killed while it signed for the second time.
async fn killed_at_the_second(log: &Log, seen: &Seen, is_remembered: bool, what: &str) {
    assert_eq!((seen.appended.len(), seen.signed.len()), (2, 1), "{what}");
    let stands = log.stands(seen, what).await;
    let remembered = seen.signed[0] + u64::from(is_remembered);
    assert_eq!(stands.memory.size, remembered, "{what}");
    assert_eq!(stands.size, seen.signed[0] + 1, "{what}");
    log.signs_on(&stands, what).await;
}

#[tokio::test]
async fn killed_before_and_after_the_memory_is_written_the_signer_goes_on() {
    for engine in engines().await {
        let log = Log::ready(engine).await;
        let memory = [memory_of(&log)];
        let order = Order::in_turn(&log.engine, log.outside.path(), 3);
        let calls = Calls::of(order, "openat,write,fdatasync,close", &memory);
        let written = calls.second_write();
        let opened = calls.first_of("openat", (0..written).rev());
        let synced = calls.first_of("fdatasync", written..calls.0.len());
        let closed = calls.first_of("close", synced..calls.0.len());
        for (at, is_remembered) in [
            (opened, false),
            (written, false),
            (synced, true),
            // It is on disk, and the database has not been told of the signature.
            (closed, true),
        ] {
            let (call, place) = calls.number(at);
            let what = format!("killed at {call} {place}");
            let seen = killed(order, call, place, &memory);
            let stands = log.stands(&seen, &what).await;
            assert!(!stands.is_stored(seen.signed[0] + 1), "{what}");
            killed_at_the_second(&log, &seen, is_remembered, &what).await;
        }
    }
}

/// The memory as an earlier version wrote it, which the next signature replaces by a new file.
pub fn as_an_earlier_version_wrote_it(log: &Log) {
    let memory = log.signer().memory().unwrap();
    let (origin, size, root) = (memory.origin, memory.size, memory.root.to_base64());
    let text = format!(r#"{{"origin":"{origin}","size":{size},"root":"{root}"}}"#);
    fs::write(memory_of(log), text).unwrap();
}

#[tokio::test]
async fn killed_before_and_after_the_memory_gets_its_name_the_signer_goes_on() {
    for engine in engines().await {
        let log = Log::ready(engine).await;
        let (folder, new) = (log.folder(), log.folder().join("state.new"));
        for (call, file, is_remembered) in [
            ("write", &new, false),
            ("fsync", &new, false),
            (RENAME, &new, false),
            // It has its name, and the folder is not waited for any more.
            ("fsync", &folder, true),
        ] {
            as_an_earlier_version_wrote_it(&log);
            let what = format!("killed at {call} of {}", file.display());
            let before = log.stands(&Seen::default(), &what).await;
            let order = Order::in_turn(&log.engine, log.outside.path(), 1);
            let seen = killed(order, call, 1, std::slice::from_ref(file));
            assert_eq!((seen.appended.len(), seen.signed.len()), (1, 0), "{what}");
            let stands = log.stands(&seen, &what).await;
            let remembered = before.memory.size + u64::from(is_remembered);
            assert_eq!(stands.memory.size, remembered, "{what}");
            assert!(!stands.is_stored(before.size + 1), "{what}");
            log.signs_on(&stands, &what).await;
        }
    }
}

/// The memory, what is about to happen, the seed, the published key and the list of keys get their names one after the other,
/// and then their folder gets its own.
#[tokio::test]
async fn killed_while_its_files_are_made_the_signer_of_a_new_log_is_made_at_the_next_start() {
    let renamed = (1..=6).map(|place| (RENAME, place));
    // Every second wait is for a name; after the last one the log is told of the key.
    let synced = [2, 4, 6, 8, 10, 11].map(|place| ("fsync", place));
    for (call, place) in renamed.chain(synced) {
        for engine in engines().await {
            let log = Log::opened(engine).await;
            begins_again(&log, call, place, &[]).await;
        }
    }
}

#[tokio::test]
async fn killed_before_its_first_signature_the_signer_of_a_new_log_makes_it_at_the_next_start() {
    for engine in engines().await {
        let log = Log::opened(engine).await;
        let memory = memory_of(&log);
        begins_again(&log, "fdatasync", 1, &[memory]).await;
    }
}

async fn begins_again(log: &Log, call: &str, place: usize, files: &[PathBuf]) {
    let what = format!("killed at {call} {place}");
    let base = log.outside.path();
    let seen = killed(Order::in_turn(&log.engine, base, 1), call, place, files);
    assert_eq!(seen.count(), 0, "{what}: it came to its work");
    let made = ready(&log.engine.db, EKEBRO, base, NINE).await;
    let signer = made.unwrap_or_else(|error| panic!("{what}: {error}"));
    let key = signer.public().unwrap();
    let published = signer.published().unwrap();
    assert_eq!(published, std::slice::from_ref(key), "{what}");
    assert_eq!(seeds(&log.folder()), 1, "{what}: seeds");
    assert_eq!(named_keys(log).await, [key.to_string()], "{what}");
    let stands = log.stands(&seen, &what).await;
    appended(&log.engine, NINE, release(1)).await;
    log.signs_on(&stands, &what).await;
}

fn seeds(folder: &Path) -> usize {
    let files = fs::read_dir(folder).unwrap();
    let is_seed = |name: PathBuf| name.extension().is_some_and(|kind| kind == "seed");
    files
        .filter(|file| is_seed(file.as_ref().unwrap().path()))
        .count()
}

/// The keys that the log says it has had.
async fn named_keys(log: &Log) -> Vec<String> {
    let fields = read::fields_named(log.engine.db.read(), EKEBRO, "key").await;
    let fields = fields.unwrap().into_iter();
    let value = |text: &str| {
        Sealed::parse(text)
            .unwrap()
            .value
            .as_str()
            .unwrap()
            .to_owned()
    };
    fields.map(|field| value(&field.text)).collect()
}

/// A signer that was made for a log that has entries, by somebody who was stopped before the log was told why.
#[tokio::test]
async fn a_log_whose_adoption_was_interrupted_is_signed_when_it_has_been_adopted_again() {
    for engine in engines().await {
        let log = Log::opened(engine).await;
        for number in 1..=5 {
            appended(&log.engine, NINE, release(number)).await;
        }
        let (db, base) = (&log.engine.db, log.outside.path());
        Signer::create(base, ORIGIN).unwrap();
        let error = ready(db, EKEBRO, base, NINE).await.unwrap_err();
        let is_lost = matches!(error, SignError::Signer(SignerError::NoMemory(_)));
        assert!(is_lost, "{error}");
        let signer = adopt(db, EKEBRO, base, "ny server", NINE).await.unwrap();
        let key = signer.public().unwrap().to_string();
        assert_eq!(named_keys(&log).await, [key]);
        let reasons = read::fields_named(db.read(), EKEBRO, "reason").await;
        assert_eq!(reasons.unwrap().len(), 1, "of the adoption");
        let stands = log.stands(&Seen::default(), "adopted").await;
        assert_eq!(stands.memory.size, stands.size);
    }
}
