//! The child processes of `crash` and `faults`: this test binary itself, which is told by its environment what to do and
//! says on its output what it was told is stored.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use objektiv::db::Db;
use objektiv::ledger::append::append;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::keys::ready;
use objektiv::ledger::signer::Signer;
use objektiv::ledger::signing::sign;

use super::super::{EKEBRO, NINE, ORIGIN, release};
use crate::engine::Engine;

const URL: &str = "OBJEKTIV_TEST_CHILD_DATABASE";
const COUNT: &str = "OBJEKTIV_TEST_CHILD_APPENDS";
/// Below this folder is the signer. Without it the child signs nothing.
const SIGNER: &str = "OBJEKTIV_TEST_CHILD_SIGNER";

/// Four tasks at once, each of which signs what is there after every second of its appends.
const AT_ONCE: &str = "ledger::crash::child::child_that_appends_and_acknowledges";
/// One after the other and on one thread: `strace` counts the system calls of each thread, so one of them can be chosen.
const IN_TURN: &str = "ledger::crash::child::child_that_signs_after_each_append";

#[expect(
    clippy::disallowed_methods,
    reason = "the parent tells the child what to do"
)]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn base() -> Option<PathBuf> {
    told(SIGNER).map(PathBuf::from)
}

fn appends() -> u64 {
    told(COUNT).unwrap().parse().unwrap()
}

/// The test harness may be in the middle of a line.
fn say(what: &str, number: u64) {
    let mut pipe = std::io::stdout().lock();
    writeln!(pipe, "\n{what} {number}").unwrap();
    pipe.flush().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the child process of the tests of crash and faults, which start it"]
async fn child_that_appends_and_acknowledges() {
    let db = Db::open(&told(URL).unwrap()).await.unwrap();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let db = db.clone();
            // Each its own, as in processes of their own.
            let signer = base().map(|base| Signer::open(&base, ORIGIN).unwrap().unwrap());
            tokio::spawn(async move {
                for number in 0..appends() / 4 {
                    // Half of them share their commits with others.
                    let is_first = number % 2 == 0;
                    let tx = if is_first {
                        db.begin_write_together().await.unwrap()
                    } else {
                        db.begin_write().await.unwrap()
                    };
                    let appended = append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
                    tx.commit().await.unwrap();
                    say("acknowledged", appended.idx);
                    if let Some(signer) = signer.as_ref().filter(|_| !is_first) {
                        let note = sign(&db, EKEBRO, signer, NINE).await.unwrap();
                        say("signed", TreeHead::parse(note.text()).unwrap().size);
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
#[ignore = "the child process of the tests of crash and faults, which start it"]
async fn child_that_signs_after_each_append() {
    let db = Db::open(&told(URL).unwrap()).await.unwrap();
    let signer = ready(&db, EKEBRO, &base().unwrap(), NINE).await.unwrap();
    for number in 0..appends() {
        let tx = db.begin_write().await.unwrap();
        let appended = append(&tx, EKEBRO, NINE, release(number)).await.unwrap();
        tx.commit().await.unwrap();
        say("acknowledged", appended.idx);
        match sign(&db, EKEBRO, &signer, NINE).await {
            Ok(note) => say("signed", TreeHead::parse(note.text()).unwrap().size),
            // As the server does: the entry stands, and the next one is tried.
            Err(_) => say("unsigned", appended.idx + 1),
        }
    }
}

/// What a child is to do.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    test: &'static str,
    engine: &'a Engine,
    base: Option<&'a Path>,
    appends: u64,
}

impl<'a> Order<'a> {
    pub fn at_once(engine: &'a Engine, base: Option<&'a Path>, appends: u64) -> Self {
        Self {
            test: AT_ONCE,
            engine,
            base,
            appends,
        }
    }

    pub fn in_turn(engine: &'a Engine, base: &'a Path, appends: u64) -> Self {
        Self {
            test: IN_TURN,
            engine,
            base: Some(base),
            appends,
        }
    }

    pub fn start(self) -> Child {
        self.given_to(Command::new(std::env::current_exe().unwrap()))
    }

    /// Starts it under a program that takes what it is to run after its own arguments.
    pub fn start_under<A: AsRef<OsStr>>(
        self,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Child {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .arg(std::env::current_exe().unwrap());
        self.given_to(command)
    }

    fn given_to(self, mut command: Command) -> Child {
        command
            .args(["--ignored", "--exact", "--nocapture", self.test])
            .env(URL, &self.engine.url)
            .env(COUNT, self.appends.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(base) = self.base {
            command.env(SIGNER, base);
        }
        let started = command.spawn();
        started.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()))
    }
}

/// What a child said.
#[derive(Debug, Default)]
pub struct Seen {
    /// The entries that it was told are stored.
    pub appended: Vec<u64>,
    /// The sizes whose checkpoint it was told is stored.
    pub signed: Vec<u64>,
    /// The sizes that it could not sign.
    pub unsigned: Vec<u64>,
}

impl Seen {
    /// All that a child says until its end.
    pub fn of(child: Child) -> Self {
        Self::until(child, usize::MAX)
    }

    /// What a child says that is killed without warning once it has acknowledged `kill_after` times.
    pub fn until(mut child: Child, kill_after: usize) -> Self {
        let pipe = BufReader::new(child.stdout.take().unwrap());
        let mut seen = Self::default();
        for line in pipe.lines() {
            let line = line.unwrap();
            let Some((what, number)) = line.split_once(' ') else {
                continue;
            };
            let list = match what {
                "acknowledged" => &mut seen.appended,
                "signed" => &mut seen.signed,
                "unsigned" => &mut seen.unsigned,
                _ => continue,
            };
            list.push(number.parse().unwrap());
            if seen.count() == kill_after {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        seen
    }

    /// How often something was acknowledged.
    pub fn count(&self) -> usize {
        self.appended.len() + self.signed.len()
    }
}
