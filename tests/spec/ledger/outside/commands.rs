//! The same from the command line, as the kommun's administrator and the auditor type it.

use std::path::Path;
use std::process::{Command, Output};

use crate::engine::engines;
use crate::ledger::incidents::opened_for_the_command;

fn run(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .current_dir(directory)
        .output()
        .unwrap()
}

/// What a command printed; it has to end well.
fn said(directory: &Path, arguments: &[&str]) -> String {
    let run = run(directory, arguments);
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{arguments:?}: {error}");
    String::from_utf8(run.stdout).unwrap()
}

#[tokio::test]
async fn an_auditor_follows_the_log_and_signs_and_the_kommun_keeps_the_signature() {
    for engine in engines().await {
        opened_for_the_command(&engine).await;
        let (kommun, auditor) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let log = |arguments: &[&str]| {
            let mut all = vec!["log"];
            all.extend(arguments);
            all.extend(["--database", &engine.url, "--signer", "signer"]);
            said(kommun.path(), &all)
        };
        let first = log(&["checkpoint"]);
        let key = log(&["key", "show"]).trim().to_owned();
        let put = |name: &str, text: &str| {
            std::fs::write(auditor.path().join(name), text).unwrap();
        };
        put("first", &first);
        let own = said(
            auditor.path(),
            &["witness", "key", "--name", "revision.ekebro.example/vittne"],
        );
        let own = own.trim();
        let cosigned = said(
            auditor.path(),
            &["witness", "cosign", "first", "--key", &key],
        );
        assert!(cosigned.starts_with("OK: "), "{cosigned}");
        std::fs::write(kommun.path().join("cosigned"), &cosigned).unwrap();
        let kept = log(&["cosigned", "cosigned", "--witness", own]);
        assert!(kept.contains("såg 2 poster"), "{kept}");
        let verified = log(&["verify", "--witness", own]);
        assert!(
            verified.contains("revision.ekebro.example/vittne (2) "),
            "{verified}"
        );
        assert!(log(&["verify"]).contains("-    nivå 4  ej kontrollerat"));

        // A longer log without the proof from the last: it cannot be said.
        log(&["key", "exchange", "--reason", "provet"]);
        let longer = log(&["checkpoint"]);
        put("longer", &longer);
        let gap = run(
            auditor.path(),
            &["witness", "verify", "longer", "--key", &key],
        );
        assert_eq!(gap.status.code(), Some(2));
        let error = String::from_utf8_lossy(&gap.stderr);
        assert!(error.contains("?sedan=2"), "{error}");
        // The same file twice is the same log; a file that was changed is not judged.
        let again = said(
            auditor.path(),
            &["witness", "verify", "first", "--key", &key],
        );
        assert!(again.contains("samma logg"), "{again}");
        put("changed", &first.replace("\n2\n", "\n3\n"));
        let changed = run(
            auditor.path(),
            &["witness", "verify", "changed", "--key", &key],
        );
        assert_eq!(changed.status.code(), Some(2));
        // The server's administrator writes another log of the same length and signs it with the same key.
        let seed = std::fs::read_dir(kommun.path().join("signer")).unwrap();
        let folder = seed
            .map(|entry| entry.unwrap().path())
            .find(|path| path.is_dir())
            .unwrap();
        let id = key.split('+').nth(1).unwrap();
        let seed = std::fs::read_to_string(folder.join(format!("{id}.seed"))).unwrap();
        put("forged", &forged(&seed));
        let alarm = run(
            auditor.path(),
            &["witness", "verify", "forged", "--key", &key],
        );
        assert_eq!(alarm.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&alarm.stdout).starts_with("LARM: "));
    }
}

/// Another log of two entries, signed with a stolen seed.
fn forged(seed: &str) -> String {
    use objektiv::ledger::Hash;
    use objektiv::ledger::checkpoint::TreeHead;
    use objektiv::ledger::note::{Scheme, SigningKey};
    let byte = |at: usize| u8::from_str_radix(&seed[at * 2..at * 2 + 2], 16).unwrap();
    let seed: [u8; 32] = std::array::from_fn(byte);
    let key = SigningKey::from_seed(crate::ledger::ORIGIN, Scheme::Ed25519, &seed).unwrap();
    let head = TreeHead {
        origin: crate::ledger::ORIGIN.to_owned(),
        size: 2,
        root: Hash::of(b"another history"),
    };
    head.sign(&[key], crate::ledger::NINE).unwrap().to_string()
}

#[tokio::test]
async fn a_decision_to_erase_is_remembered_outside_the_database() {
    for engine in engines().await {
        opened_for_the_command(&engine).await;
        let kommun = tempfile::tempdir().unwrap();
        let all = |arguments: &[&str]| {
            let mut all = vec!["log"];
            all.extend(arguments);
            all.extend(["--database", &engine.url, "--signer", "signer"]);
            said(kommun.path(), &all)
        };
        all(&["checkpoint"]);
        let idx = super::super::appended(&engine, crate::ledger::NINE, super::release(1))
            .await
            .idx;
        let entry = idx.to_string();
        let decision = [
            "--decision",
            "KS 2026/114",
            "--ground",
            "Plan 4.2",
            "--decided-by",
            "Arkivet",
        ];
        let mut erase = vec!["erase", &entry, "--field", "case"];
        erase.extend(decision);
        let done = all(&erase);
        assert!(done.contains("Gallrat; antecknat i post 3"), "{done}");
        let folder = std::fs::read_dir(kommun.path().join("signer")).unwrap();
        let folder = folder
            .map(|entry| entry.unwrap().path())
            .find(|path| path.is_dir())
            .unwrap();
        let kept = std::fs::read_to_string(folder.join("erasures")).unwrap();
        assert!(
            kept.contains("KS 2026/114") && kept.lines().count() == 1,
            "{kept}"
        );
        let adopted = all(&["adopt", "--reason", "återställd"]);
        assert!(
            !adopted.contains("utförda igen"),
            "there is nothing to do again: {adopted}"
        );
    }
}
