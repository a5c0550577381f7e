//! Programs that share no code with ours accept what we export, and refuse it after one changed byte: Go's
//! golang.org/x/mod/sumdb, Python's aics-tlog, and coreutils with openssl here, the latter also in `stock_tools.rs` and
//! `outside/stamps.rs`, a witness in `outside/witness.rs`, three crates in `oracles.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use objektiv::ledger::append::append_all;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::export;
use objektiv::ledger::note::Note;
use objektiv::ledger::outside::memory::Memory;
use objektiv::ledger::signing::{prove_consistency, sign};
use objektiv::ledger::{EntryKind, NewEntry};
use tempfile::TempDir;

use super::receipts::issued_on;
use super::{EKEBRO, NINE, ORIGIN};
use crate::engine::{engines, sqlite};

/// Runs a Go program of `tests/interop` on what we wrote.
fn go(program: &str, arguments: &[PathBuf]) -> Output {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    Command::new("go")
        .arg("run")
        .arg(programs.join(program))
        .args(arguments)
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOFLAGS", "")
        .env("GOCACHE", std::env::temp_dir().join("objektiv-go-cache"))
        .output()
        .expect("this needs Debian's golang and golang-golang-x-mod-dev")
}

/// What the Go program says of a directory that we wrote.
fn go_verifies(directory: &Path) -> Output {
    go("verify.go", &[directory.to_owned()])
}

/// A log of 600 entries exported as tiles, with a receipt from before and a proof that it was continued.
async fn exported() -> TempDir {
    exported_from(sqlite().await).await
}

async fn exported_from(engine: crate::engine::Engine) -> TempDir {
    let issued = issued_on(engine).await;
    let db = &issued.engine.db;
    let old = TreeHead::parse(issued.receipt.proof.checkpoint.text()).unwrap();
    let tx = db.begin_write().await.unwrap();
    let more = vec![NewEntry::new(EntryKind::Anchor); 600];
    append_all(&tx, EKEBRO, NINE, more).await.unwrap();
    tx.commit().await.unwrap();
    let checkpoint = sign(db, EKEBRO, &issued.signer, NINE).await.unwrap();

    let directory = tempfile::tempdir().unwrap();
    let head = export::write(db.read(), EKEBRO, &checkpoint, directory.path())
        .await
        .unwrap();
    let proof = prove_consistency(db.read(), EKEBRO, old.size, head.size)
        .await
        .unwrap();
    let hashes: Vec<String> = proof.iter().map(ToString::to_string).collect();
    let put = |name: &str, text: String| fs::write(directory.path().join(name), text).unwrap();
    put("log.vkey", format!("{}\n", issued.key));
    put("old", issued.receipt.proof.checkpoint.to_string());
    put("consistency", hashes.join("\n"));
    put(
        "entry.json",
        String::from_utf8(issued.receipt.entry).unwrap(),
    );
    put("entry.json.tlog-proof", issued.receipt.proof.to_string());
    let own = tempfile::tempdir().unwrap();
    let memory = Memory::new(own.path());
    let witness = memory.key(Some("revision.ekebro.example/vittne")).unwrap();
    put("witness.vkey", format!("{}\n", witness.public()));
    let mut cosigned = checkpoint.clone();
    cosigned.add(memory.cosign(&checkpoint, NINE).unwrap());
    put("cosigned", cosigned.to_string());
    directory
}

#[tokio::test]
async fn go_accepts_our_tiles_checkpoints_proofs_and_receipts() {
    for engine in engines().await {
        let directory = exported_from(engine).await;
        let run = go_verifies(directory.path());
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        assert_eq!(String::from_utf8_lossy(&run.stdout), "verified 613\n");
    }
}

/// Runs the Python program, where `OBJEKTIV_TEST_PYTHON` names a Python that has aics-tlog.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the Python of the tests is told by the environment, and a test that is skipped says so"
)]
fn python(directory: &Path) -> Option<Output> {
    let Ok(python) = std::env::var("OBJEKTIV_TEST_PYTHON") else {
        eprintln!("SKIPPED: aics-tlog was not asked; set OBJEKTIV_TEST_PYTHON as tests/run does");
        return None;
    };
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/verify.py");
    let run = Command::new(python).arg(program).arg(directory).output();
    Some(run.unwrap())
}

#[tokio::test]
async fn a_python_auditor_accepts_our_tiles_checkpoints_proofs_receipts_and_cosignatures() {
    for engine in engines().await {
        let directory = exported_from(engine).await;
        let Some(run) = python(directory.path()) else {
            return;
        };
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        assert_eq!(String::from_utf8_lossy(&run.stdout), "verified 613\n");
    }
}

#[tokio::test]
async fn a_python_auditor_refuses_each_of_them_after_one_changed_byte() {
    let directory = exported().await;
    for file in ["cosigned", "witness.vkey"].iter().chain(&FILES) {
        let path = directory.path().join(file);
        let right = fs::read(&path).unwrap();
        let mut wrong = right.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 0x01;
        fs::write(&path, wrong).unwrap();
        let Some(run) = python(directory.path()) else {
            return;
        };
        assert!(!run.status.success(), "{file} was changed");
        fs::write(&path, right).unwrap();
    }
    let run = python(directory.path()).unwrap();
    assert!(run.status.success(), "all is as it was");
}

/// What is exported, and changed in turn.
const FILES: [&str; 10] = [
    "checkpoint",
    "old",
    "consistency",
    "entry.json",
    "entry.json.tlog-proof",
    "log.vkey",
    "tile/0/000",
    "tile/0/002.p/101",
    "tile/1/000.p/2",
    "tile/entries/001",
];

#[tokio::test]
async fn go_refuses_each_of_them_after_one_changed_byte() {
    let directory = exported().await;
    for file in FILES {
        let path = directory.path().join(file);
        let right = fs::read(&path).unwrap();
        let mut wrong = right.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 0x01;
        fs::write(&path, wrong).unwrap();
        let run = go_verifies(directory.path());
        assert!(!run.status.success(), "{file} was changed");
        fs::write(&path, right).unwrap();
    }
    let run = go_verifies(directory.path());
    assert!(run.status.success(), "all is as it was");
}

/// Everything of an export that somebody outside reads: the checkpoint and each tile and bundle.
fn exported_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = vec![directory.join("checkpoint")];
    let mut folders = vec![directory.join("tile")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = if path.is_dir() {
                &mut folders
            } else {
                &mut files
            };
            kind.push(path);
        }
    }
    files
}

/// What a page of shell with sha256sum and openssl says: no library of anybody.
fn stock_tools(directory: &Path) -> Output {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/tiles.sh");
    let mut bash = Command::new("bash");
    bash.arg(script).arg(directory).output().unwrap()
}

#[tokio::test]
async fn coreutils_and_openssl_accept_our_tiles_and_checkpoint() {
    for engine in engines().await {
        let directory = exported_from(engine).await;
        let run = stock_tools(directory.path());
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        assert_eq!(String::from_utf8_lossy(&run.stdout), "verified 613\n");
    }
}

#[tokio::test]
async fn coreutils_and_openssl_refuse_each_of_them_after_one_changed_byte() {
    let directory = exported().await;
    let mut files = exported_files(directory.path());
    // Three bundles, as many tiles of leaves, the tile above them, and the checkpoint.
    assert_eq!(files.len(), 8, "{files:?}");
    files.push(directory.path().join("log.vkey"));
    for path in files {
        let right = fs::read(&path).unwrap();
        let mut wrong = right.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 0x01;
        fs::write(&path, wrong).unwrap();
        let run = stock_tools(directory.path());
        assert!(!run.status.success(), "{} was changed", path.display());
        fs::write(&path, right).unwrap();
    }
    let run = stock_tools(directory.path());
    assert!(run.status.success(), "all is as it was");
}

/// The receipt as one text: the entry and its fields are in the extra line, which nobody signed.
#[tokio::test]
async fn go_reads_the_single_file_of_a_receipt_and_refuses_it_after_any_changed_byte() {
    for engine in engines().await {
        let issued = issued_on(engine).await;
        let directory = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| {
            let path = directory.path().join(name);
            fs::write(&path, bytes).unwrap();
            path
        };
        let single = issued.receipt.to_single().into_bytes();
        let key = put("log.vkey", format!("{}\n", issued.key).as_bytes());
        let mut asked = vec![key, put("kvitto.tlog-proof", &single)];
        for at in 0..single.len() {
            let mut wrong = single.clone();
            // Not the lowest bit: that of the last character of a hash says nothing, and x/mod does not look at it.
            wrong[at] ^= 0x04;
            asked.push(put(&at.to_string(), &wrong));
        }
        let run = go("single.go", &asked);
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        let said = String::from_utf8(run.stdout).unwrap();
        assert_eq!(said.lines().count(), 1 + single.len(), "each was read");
        let verified: Vec<&str> = said
            .lines()
            .filter(|line| line.contains(" verified "))
            .collect();
        let [line] = verified[..] else {
            panic!("{verified:#?}");
        };
        let expected = format!("kvitto.tlog-proof verified entry 7 of {ORIGIN} with 4 of 4 fields");
        assert!(line.ends_with(&expected), "{line}");
    }
}

#[tokio::test]
async fn an_export_of_something_else_than_what_was_signed_is_refused() {
    let issued = issued_on(sqlite().await).await;
    let mut other = TreeHead::parse(issued.receipt.proof.checkpoint.text()).unwrap();
    other.size -= 1;
    let note = Note::new(&other.to_string()).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let refused = export::write(issued.engine.db.read(), EKEBRO, &note, directory.path()).await;
    assert!(refused.is_err());
    assert!(!directory.path().join("checkpoint").exists());
}
