//! `objektiv recorder check --scan`, as a person and a script run it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::{footage, objektiv, objektiv_now};
use crate::schema::assert_as_promised;

fn check(root: &Path, arguments: &[&str]) -> Output {
    let scan = ["recorder", "check", "--scan", root.to_str().unwrap()];
    objektiv(&[&scan[..], arguments].concat())
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn nothing_older_than_limit_and_tolerance_is_exit_code_0() {
    let store = tempfile::tempdir().unwrap();
    footage(store.path(), "film.mp4", 95);
    footage(store.path(), "ny.mp4", 1);
    let output = check(store.path(), &["--limit", "72 h", "--format", "json"]);
    let found = json(&output);
    assert_eq!(output.status.code(), Some(0), "{found}");
    assert_as_promised(&found, "recorder-check");
    assert_eq!(found[0]["verdict"], "fine");
    assert_eq!(found[0]["count"], 2);
    assert_eq!(found[0]["oldest"], "2026-11-18T08:30:00Z");
    assert_eq!(found[0]["level"], "disk");
}

#[test]
fn older_footage_is_exit_code_1_and_told_with_its_number() {
    let store = tempfile::tempdir().unwrap();
    footage(store.path(), "film.mp4", 97);
    let output = check(store.path(), &["--limit", "72 h", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)[0]["older_than_limit"], 1);
    let longer = check(store.path(), &["--limit", "30 dygn"]);
    assert_eq!(longer.status.code(), Some(0));
    let text = String::from_utf8_lossy(&longer.stdout).into_owned();
    assert!(
        text.contains("Gräns: 30 dygn, med 24 timmar marginal"),
        "{text}"
    );
    assert!(text.contains("Säkerhetskopior, minneskort"), "{text}");
    let strict = check(
        store.path(),
        &[
            "--limit",
            "4 dygn",
            "--tolerance",
            "0 h",
            "--format",
            "json",
        ],
    );
    assert_eq!(json(&strict)[0]["verdict"], "older");
}

#[test]
fn a_store_that_is_not_there_or_empty_is_exit_code_2_and_never_fine() {
    let store = tempfile::tempdir().unwrap();
    let empty = check(store.path(), &["--format", "json"]);
    assert_eq!(empty.status.code(), Some(2));
    let found = json(&empty);
    assert_as_promised(&found, "recorder-check");
    assert_eq!(found[0]["verdict"], "unknown");
    let missing = check(&store.path().join("borta"), &[]);
    assert_eq!(missing.status.code(), Some(2));
    let why = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(why.contains("borta"), "{why}");
}

/// A path that is longer than the system lets anyone name: no one can read it, whoever they are.
#[cfg(unix)]
#[test]
fn what_cannot_be_read_makes_the_whole_store_unknown() {
    let store = tempfile::tempdir().unwrap();
    footage(store.path(), "film.mp4", 1);
    let name = "d".repeat(200);
    let script = format!("for i in $(seq 25); do mkdir {name} && cd -P {name} || exit 1; done");
    let made = Command::new("bash")
        .args(["-c", &script])
        .current_dir(store.path())
        .status()
        .unwrap();
    assert!(made.success());
    let output = check(store.path(), &["--format", "json"]);
    let found = json(&output);
    assert_eq!(output.status.code(), Some(2), "{found}");
    assert_eq!(found[0]["unreadable"], 1);
    assert_eq!(found[0]["verdict"], "unknown");
    footage(store.path(), "gammal.mp4", 2000);
    let older = check(store.path(), &[]);
    assert_eq!(
        older.status.code(),
        Some(1),
        "what was seen is told all the same"
    );
}

#[test]
fn stores_are_told_apart_by_folder_and_by_option() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    footage(one.path(), "0042/film.mp4", 1);
    footage(one.path(), "0043/film.mp4", 2000);
    footage(two.path(), "0044/film.mp4", 1);
    let output = check(
        one.path(),
        &[
            "--by-folder",
            "--scan",
            two.path().to_str().unwrap(),
            "--not-covered",
            "minneskorten",
            "--format",
            "json",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    let verdicts: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["fine", "older", "fine"]);
    let named = found[0]["not_covered"].as_array().unwrap();
    assert!(named.contains(&"minneskorten".into()), "{named:?}");
}

#[test]
fn a_mistyped_limit_or_pattern_says_what_to_write() {
    let store = tempfile::tempdir().unwrap();
    // What cannot be understood is told from what does not fit together.
    for (arguments, code, why) in [
        (["--limit", "72"], 64, "72 h"),
        (["--tolerance", "snart"], 64, "30 dygn"),
        (["--name-time", "%H:%M"], 2, "%Y"),
    ] {
        let output = check(store.path(), &arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn a_scan_counts_the_files_on_a_terminal_while_it_goes_on() {
    let store = tempfile::tempdir().unwrap();
    for number in 0..1_100 {
        std::fs::write(store.path().join(format!("{number}.mp4")), b"bilder").unwrap();
    }
    let root = store.path().to_str().unwrap();
    let program = env!("CARGO_BIN_EXE_objektiv");
    let command = format!("{program} recorder check --scan {root} --limit '30 dygn'");
    // A terminal of its own; what is not written to one is for other programs and has no count.
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let counted = said.split('\r').any(|drawn| {
        let after = drawn.split(root).nth(1).unwrap_or_default();
        after.starts_with(" 512 ") || after.starts_with(" 1,0") || after.starts_with(" 1,1")
    });
    assert!(counted, "{said:?}");
    let piped = objektiv_now(&["recorder", "check", "--scan", root, "--limit", "30 dygn"]);
    assert!(piped.stderr.is_empty(), "{piped:?}");
}
