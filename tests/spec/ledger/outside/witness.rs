//! A real independent witness: `aics-witness`, a Python package, run by the Python that `OBJEKTIV_TEST_PYTHON` names.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use objektiv::ledger::Hash;
use objektiv::ledger::audit::{Given, verify_against};
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::issue::receipt;
use objektiv::ledger::note::{Scheme, SigningKey, VerificationKey};
use objektiv::ledger::outside::Attested;
use objektiv::ledger::outside::bracket::Trusted;
use objektiv::ledger::outside::daily::DailyError;
use objektiv::ledger::outside::party::Witness;
use objektiv::ledger::outside::step::Step;
use objektiv::ledger::outside::{party, store};
use objektiv::ledger::receipt::{Brought, Check};
use objektiv::ledger::verify::Verdict;
use tempfile::TempDir;

use super::today;
use crate::ledger::{EKEBRO, ORIGIN, level};

struct Running {
    process: Child,
    witness: Witness,
    _directory: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the Python of the tests is told by the environment"
)]
fn python() -> Option<String> {
    std::env::var("OBJEKTIV_TEST_PYTHON").ok()
}

impl Running {
    /// `None`, said aloud, where there is no Python with the witness.
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn start(log: &VerificationKey) -> Option<Self> {
        let Some(python) = python() else {
            eprintln!("SKIPPED: no witness was asked; set OBJEKTIV_TEST_PYTHON as tests/run does");
            return None;
        };
        let directory = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let run = Command::new(&python)
                .args(["-m", "aics_witness"])
                .args(arguments)
                .args(["--config", "witness.json"])
                .current_dir(directory.path())
                .output()
                .unwrap();
            assert!(
                run.status.success(),
                "{}",
                String::from_utf8_lossy(&run.stderr)
            );
            String::from_utf8(run.stdout).unwrap()
        };
        let key = run(&["init", "--name", "vittne.example/w1"]);
        run(&["add-log", "--origin", ORIGIN, "--vkey", &log.to_string()]);
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let listen = format!("127.0.0.1:{port}");
        let process = Command::new(&python)
            .args([
                "-m",
                "aics_witness",
                "serve",
                "--config",
                "witness.json",
                "--listen",
                &listen,
            ])
            .current_dir(directory.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..200 {
            if std::net::TcpStream::connect(&listen).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let witness = Witness::parse(&format!("{} http://{listen}", key.trim())).unwrap();
        Some(Self {
            process,
            witness,
            _directory: directory,
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_signs_a_log_that_grows_and_level_4_counts_it() {
    for log in today().await {
        let Some(running) = Running::start(log.signer.public().unwrap()) else {
            return;
        };
        let first = log.round().publish().await.unwrap();
        assert!(log.round().cosign(&first, &running.witness).await.unwrap());
        let again = log.round().cosign(&first, &running.witness).await.unwrap();
        assert!(!again, "once for a checkpoint");
        let trusted = || Trusted {
            witnesses: vec![running.witness.key.clone()],
            ..Trusted::default()
        };
        let given = Given {
            trusted: trusted(),
            ..Given::default()
        };
        let report = verify_against(log.engine.db.read(), EKEBRO, given)
            .await
            .unwrap();
        assert_eq!(level(&report, 4), Some(true), "{:?}", report.levels);
        let made = receipt(&log.engine.db, EKEBRO, &log.signer, 3, log.now).await;
        let told = made.unwrap().check(&Brought {
            keys: &[log.signer.public().unwrap().clone()],
            witnesses: std::slice::from_ref(&running.witness.key),
            ..Brought::default()
        });
        let mut checks = told.checks.iter();
        let seen = checks.find(|check| check.name == Check::Witnesses).unwrap();
        let told = (seen.ok, told.verdict);
        assert_eq!(
            told,
            (Some(true), Verdict::Intact),
            "the receipt has the line"
        );
        let tomorrow = log.now + time::Duration::DAY;
        log.release(log.now, 9).await;
        let second = log.round_at(tomorrow).publish().await.unwrap();
        assert!(
            log.round_at(tomorrow)
                .cosign(&second, &running.witness)
                .await
                .unwrap()
        );

        let given = Given {
            trusted: trusted(),
            ..Given::default()
        };
        let report = verify_against(log.engine.db.read(), EKEBRO, given)
            .await
            .unwrap();
        // The second anchor is dated tomorrow, which the witness contradicts.
        assert_eq!(level(&report, 4), Some(false), "{:?}", report.levels);
        assert_eq!(report.first_bad(), Some(17));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_has_forgotten_or_was_shown_by_somebody_else_gets_the_proof_it_asks_for() {
    for log in today().await {
        let Some(running) = Running::start(log.signer.public().unwrap()) else {
            return;
        };
        // Shown to the witness without us remembering it.
        let early = log.round().publish().await.unwrap();
        let step = log.round().step(0, &early).await.unwrap();
        let answer = running.witness.show(&step).await;
        assert!(matches!(answer.unwrap(), party::Shown::Cosigned(_)));
        log.release(log.now, 3).await;
        let tomorrow = log.now + time::Duration::DAY;
        let late = log.round_at(tomorrow).publish().await.unwrap();
        assert!(log.round().cosign(&late, &running.witness).await.unwrap());
        let kept = store::all(log.engine.db.read(), EKEBRO, &[Attested::Cosignature]).await;
        assert_eq!(kept.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_refuses_another_log_under_the_same_key_and_a_shorter_one_is_an_alarm() {
    for log in today().await {
        let Some(running) = Running::start(log.signer.public().unwrap()) else {
            return;
        };
        let note = log.round().publish().await.unwrap();
        let size = TreeHead::parse(note.text()).unwrap().size;
        assert!(log.round().cosign(&note, &running.witness).await.unwrap());
        // The server's administrator rewrites and signs with the log's own key.
        let forged = TreeHead {
            origin: ORIGIN.to_owned(),
            size: size + 4,
            root: Hash::of(b"another history"),
        };
        let step = Step {
            old: size,
            hashes: vec![Hash::of(b"x"); 4],
            checkpoint: forged.sign(log.signer.keys(), log.now).unwrap(),
        };
        let answer = running.witness.show(&step).await;
        assert!(
            matches!(answer, Err(party::AttestError::Status(422))),
            "{answer:?}"
        );
        // An old backup: the witness has seen more than there is.
        let old = TreeHead {
            origin: ORIGIN.to_owned(),
            size: 3,
            root: Hash::of(b"shorter"),
        };
        let old = old.sign(log.signer.keys(), log.now).unwrap();
        let sql = "DROP TRIGGER tl_attestation_no_delete";
        let sql = if log.engine.db.is_sqlite() {
            sql.to_owned()
        } else {
            format!("{sql} ON tl_attestation")
        };
        log.engine.meddle(&sql, []).await;
        log.engine.meddle("DELETE FROM tl_attestation", []).await;
        let refused = log.round().cosign(&old, &running.witness).await;
        assert!(
            matches!(refused, Err(DailyError::Shorter { seen, size: 3, .. }) if seen == size),
            "{refused:?}"
        );
    }
}

#[test]
fn a_witness_is_named_by_its_key_and_its_address() {
    let key = SigningKey::from_seed("vittne.example/w1", Scheme::Cosignature, &[3; 32]).unwrap();
    let key = key.public();
    let witness = Witness::parse(&format!("{key}  https://vittne.example/")).unwrap();
    assert_eq!(
        (&witness.key, witness.url.as_str()),
        (key, "https://vittne.example")
    );
    // Older tools publish the key of a witness as a plain Ed25519 key.
    let older = key.of(Scheme::Ed25519).unwrap();
    let same = Witness::parse(&format!("{older} https://vittne.example")).unwrap();
    assert_eq!(same.key, witness.key);
    for wrong in [
        "",
        "https://vittne.example",
        "vittne https://vittne.example",
    ] {
        assert!(Witness::parse(wrong).is_err(), "{wrong}");
    }
    assert!(Witness::parse(&format!("{key} gopher://vittne.example")).is_err());
}
