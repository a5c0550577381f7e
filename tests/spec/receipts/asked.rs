//! The exit code answers what was asked: 0 when all of it holds, 1 when something was tampered with, 2 when something that
//! was asked for could not be checked, 64 when the arguments are wrong. A script that asks for time stamps and gets none is
//! not told that all is well.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::demonstration::{DEMO, run};

/// Certificates of an authority that has stamped nothing.
fn certificates(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "30",
        ])
        .args([
            "-subj",
            "/CN=tsa.example",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.pem",
        ])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
}

/// A folder with the demonstration's log, the receipt of entry 5, and the log's key.
fn demonstration() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let done = |words: &[&str]| {
        let (code, said) = run(at, words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        said
    };
    done(&["demo", "--fill-only"]);
    done(&[&["log", "prove", "5", "--out", "kvitto.zip"][..], &DEMO].concat());
    let key = done(&[&["log", "key", "show"][..], &DEMO].concat());
    certificates(at);
    (folder, key.trim().to_owned())
}

fn json(said: &str) -> Value {
    serde_json::from_str(said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

#[test]
fn what_was_asked_for_and_could_not_be_checked_is_exit_code_2() {
    let (folder, key) = demonstration();
    let at = folder.path();
    let log = [&["log", "verify", "--format", "json"][..], &DEMO].concat();
    let stamped = ["--tsa-ca", "tsa.pem"];
    let (code, said) = run(at, &log);
    assert_eq!((code, &json(&said)["verdict"]), (Some(0), &"intact".into()));
    let (code, said) = run(at, &[&log[..], &stamped].concat());
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(json(&said)["verdict"], "not-checked");

    let receipt = [
        "receipt",
        "verify",
        "kvitto.zip",
        "--format",
        "json",
        "--key",
        &key,
    ];
    let (code, said) = run(at, &receipt);
    assert_eq!((code, &json(&said)["verdict"]), (Some(0), &"intact".into()));
    let (code, said) = run(at, &[&receipt[..], &stamped].concat());
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(json(&said)["verdict"], "not-checked");
}

#[test]
fn arguments_that_are_wrong_are_exit_code_64_and_help_is_0() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in [
        &["log", "verify", "--agianst", "x"][..],
        &["log", "show", "tolv"],
        &["receipt", "verify"],
        &["finns-inte"],
    ] {
        let (code, said) = run(folder.path(), wrong);
        assert_eq!(code, Some(64), "{wrong:?}: {said}");
        assert!(said.contains("Usage") || said.contains("--help"), "{said}");
    }
    for right in [&["--help"][..], &["log", "verify", "--help"]] {
        assert_eq!(run(folder.path(), right).0, Some(0), "{right:?}");
    }
}

#[test]
fn an_entry_is_shown_with_what_became_of_each_of_its_fields() {
    let (folder, _) = demonstration();
    let at = folder.path();
    let show = [&["log", "show", "5", "--format", "json"][..], &DEMO].concat();
    let erase = [
        "log",
        "erase",
        "5",
        "--field",
        "case",
        "--decision",
        "KS 2026/114",
    ];
    let why = [
        "--ground",
        "Dokumenthanteringsplan 4.2",
        "--decided-by",
        "Arkivet",
    ];
    let (code, said) = run(at, &show);
    assert_eq!(code, Some(0), "{said}");
    let shown = json(&said);
    crate::schema::assert_as_promised(&shown, "log-show");
    let states = |shown: &Value| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let fields = shown["fields"].as_array().unwrap().iter();
        fields
            .map(|field| (text(&field["field"]), text(&field["state"])))
            .collect()
    };
    let before = states(&shown);
    assert!(before.iter().all(|(_, state)| state == "present"), "{said}");
    let (code, said) = run(at, &[&erase[..], &why, &DEMO].concat());
    assert_eq!(code, Some(0), "{said}");
    let (_, said) = run(at, &show);
    let after = json(&said);
    let case = states(&after)
        .into_iter()
        .find(|(field, _)| field == "case");
    assert_eq!(case.unwrap().1, "erased", "{said}");
    let (code, said) = run(at, &[&["log", "show", "5"][..], &DEMO].concat());
    assert_eq!(code, Some(0));
    assert!(
        said.contains("gallrad på beslut (gallring i post "),
        "{said}"
    );
    let (code, said) = run(at, &[&["log", "verify"][..], &DEMO].concat());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("gallrad på beslut: 1"), "{said}");
    let (code, said) = run(at, &[&["log", "show", "999"][..], &DEMO].concat());
    assert_eq!(code, Some(2));
    assert!(said.contains("the log has"), "{said}");
}
