//! The demonstration's log and receipts, on the command line.

use std::path::Path;

pub fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .args(["--frozen-clock", "2026-11-22T08:00+01:00"])
        .current_dir(folder)
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    (
        output.status.code(),
        if said.is_empty() { complained } else { said },
    )
}

pub const DEMO: [&str; 2] = ["--database", "sqlite://objektiv-demo.db"];

#[test]
fn the_demonstration_is_signed_without_adopting_and_its_receipts_verify_offline_as_the_schema_promises()
 {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (code, said) = run(at, &["demo", "--fill-only"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(at, &["log", "verify", "--format", "json", DEMO[0], DEMO[1]]);
    assert_eq!(code, Some(0), "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    crate::schema::assert_as_promised(&report, "log-verify");
    // The last entry is over what is kept, the one before is a request that waits; before it is the last release.
    let released = report["size"].as_u64().unwrap() - 3;
    let beyond = ["log", "prove", "999", "--out", "kvitto.zip"];
    let (code, said) = run(at, &[&beyond[..], &DEMO].concat());
    assert_eq!(code, Some(2), "{said}");
    let entry = released.to_string();
    let (code, said) = run(
        at,
        &[
            "log",
            "prove",
            &entry,
            "--out",
            "kvitto.zip",
            DEMO[0],
            DEMO[1],
        ],
    );
    assert_eq!(code, Some(0), "{said}");
    let (code, key) = run(at, &["log", "key", "show", DEMO[0], DEMO[1]]);
    assert_eq!(code, Some(0), "{key}");
    for file in [
        "objektiv-demo.db",
        "objektiv-demo.db-wal",
        "objektiv-demo.db-shm",
    ] {
        let _ = std::fs::remove_file(at.join(file));
    }
    let verify = [
        "receipt",
        "verify",
        "kvitto.zip",
        "--format",
        "json",
        "--key",
        key.trim(),
    ];
    let (code, said) = run(at, &verify);
    assert_eq!(code, Some(0), "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    crate::schema::assert_as_promised(&report, "receipt-verify");
    assert_eq!(report["entry"], released);
    std::fs::write(at.join("film.mp4"), "en annan film").unwrap();
    let with_a_film = [
        "receipt",
        "verify",
        "kvitto.zip",
        "film.mp4",
        "--format",
        "json",
        "--key",
        key.trim(),
    ];
    let (code, said) = run(at, &with_a_film);
    assert_eq!(code, Some(1), "{said}");
    crate::schema::assert_as_promised(&serde_json::from_str(&said).unwrap(), "receipt-verify");
    let (code, said) = run(at, &["demo", "--fill-only"]);
    assert_eq!(code, Some(0), "the demonstration begins anew: {said}");
    let (code, said) = run(at, &["log", "checkpoint", DEMO[0], DEMO[1]]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn whoever_gives_the_film_instead_of_its_receipt_is_told_what_to_give() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("film.mp4"), "en film").unwrap();
    let (code, said) = run(folder.path(), &["receipt", "verify", "film.mp4"]);
    assert_eq!(code, Some(2), "{said}");
    for part in ["film.mp4: not a receipt", "give the .zip or .tlog-proof"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// An auditor kept them; the keys were exchanged, retired and stolen since.
#[test]
fn a_checkpoint_that_was_kept_is_compared_whatever_became_of_the_key_that_signed_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (code, said) = run(at, &["demo", "--fill-only"]);
    assert_eq!(code, Some(0), "{said}");
    let log = |words: &[&str]| run(at, &[&["log"], words, &DEMO].concat());
    let done = |words: &[&str]| {
        let (code, said) = log(words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        said
    };
    let newest = || {
        let keys = done(&["key", "show"]);
        let newest = keys.trim().lines().last().unwrap();
        newest.split('+').nth(1).unwrap().to_owned()
    };
    let keep = |name: &str| std::fs::write(at.join(name), done(&["checkpoint"])).unwrap();
    let first = newest();
    keep("retired.txt");
    done(&["key", "exchange", "--reason", "byts varje år"]);
    done(&["key", "retire", &first, "--reason", "bytt"]);
    let second = newest();
    keep("stolen.txt");
    done(&["key", "exchange", "--reason", "datorn är borta"]);
    done(&["key", "revoke", &second, "--reason", "datorn är borta"]);
    assert!(!done(&["key", "show"]).contains(&second), "not published");
    keep("newest.txt");
    for name in ["retired.txt", "stolen.txt", "newest.txt"] {
        let said = done(&["verify", "--against", name]);
        assert!(said.contains("ok   nivå 3"), "{name}: {said}");
    }
    let newest = std::fs::read_to_string(at.join("newest.txt")).unwrap();
    let size = newest.lines().nth(1).unwrap();
    let forged = newest.replacen(size, "1", 1);
    std::fs::write(at.join("forged.txt"), forged).unwrap();
    let (code, said) = log(&["verify", "--against", "forged.txt"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("none of the known keys signed"), "{said}");
    let nobody = ["verify", "--against", "newest.txt", "--signer", "nowhere"];
    let (code, said) = log(&nobody);
    assert_eq!(code, Some(2), "there is no key to check it with: {said}");
}
