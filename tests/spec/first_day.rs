//! The first day of a kommun, on the command line: what README promises to a new user.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs `objektiv` in a folder of its own.
fn objektiv(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .args(["--frozen-clock", "2026-11-22T08:00+01:00"])
        .current_dir(folder)
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A folder with the demonstration in it.
fn demonstration() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let filled = objektiv(folder.path(), &["demo", "--fill-only"]);
    assert!(filled.status.success(), "{}", said(&filled));
    for role in [
        "dataskyddsombud",
        "ansvarig",
        "handlaggare",
        "beslutsfattare",
        "granskare",
        "administrator",
    ] {
        assert!(said(&filled).contains(role), "no login of {role}");
    }
    folder
}

const DEMO: [&str; 2] = ["--database", "sqlite://objektiv-demo.db"];

fn in_demo(folder: &Path, arguments: &[&str]) -> Output {
    let mut all = arguments.to_vec();
    all.extend(DEMO);
    objektiv(folder, &all)
}

fn policies_in_breach(findings: &Value, site: &str) -> Vec<String> {
    let listed = findings.as_array().unwrap().iter();
    let breached =
        listed.filter(|finding| finding["site"] == site && finding["outcome"] == "breached");
    breached
        .map(|finding| finding["policy"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_command_that_looks_for_a_register_says_where_it_looked_and_begins_none() {
    let folder = tempfile::tempdir().unwrap();
    let verified = objektiv(folder.path(), &["log", "verify"]);
    assert_eq!(verified.status.code(), Some(2));
    for word in ["sqlite://objektiv.db", "--database", "objektiv serve"] {
        assert!(said(&verified).contains(word), "{}", said(&verified));
    }
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn the_program_logs_one_json_object_a_line_when_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("objektiv.db"), "").unwrap();
    let listed = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["user", "list", "--log-format", "json"])
        .current_dir(folder.path())
        .env("OBJEKTIV_LOG", "debug")
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap();
    let log = String::from_utf8(listed.stderr).unwrap();
    // An empty register has no kommun whose people could be listed: that is said last, to whoever asked.
    let (events, last) = log.trim_end().rsplit_once('\n').unwrap();
    assert!(last.contains("the register is empty"), "{last}");
    for line in events.lines() {
        let event: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(
            event["timestamp"].as_str().unwrap().ends_with('Z'),
            "{line}"
        );
        assert!(
            event["level"].is_string() && event["target"].is_string(),
            "{line}"
        );
    }
}

#[test]
fn the_demonstration_has_every_status_and_an_intact_log() {
    let folder = demonstration();
    let checked = in_demo(folder.path(), &["check", "--all", "--format", "json"]);
    assert_eq!(checked.status.code(), Some(1), "there are breaches");
    let findings = json(&checked);
    for outcome in ["met", "breached", "at_risk", "unknown"] {
        let found = findings
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["outcome"] == outcome);
        assert!(found, "no finding is {outcome}");
    }
    let verified = in_demo(folder.path(), &["log", "verify", "--format", "json"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert_eq!(json(&verified)["verdict"], "intact");
}

#[test]
fn disclosures_are_checked_beside_the_sites_and_an_order_with_a_gag_is_not_told_of() {
    let folder = demonstration();
    let findings = json(&in_demo(folder.path(), &["check", "--format", "json"]));
    let of = |number: &str| policies_in_breach(&findings, number);
    assert_eq!(of("utlamnande 1"), Vec::<String>::new());
    assert_eq!(
        of("utlamnande 5"),
        Vec::<String>::new(),
        "a refusal as it should be"
    );
    let mut wrong = of("utlamnande 6");
    wrong.sort_unstable();
    assert_eq!(
        wrong,
        [
            "osl-32-3a-imprisonment-in-scale",
            "osl-5-2-disclosure-registered",
            "recipient-fits-the-ground",
            "released-no-more-than-requested",
        ]
    );
    let told = findings.to_string();
    assert!(
        told.contains("hold-complete-and-ends"),
        "the hold that ends soon"
    );
    assert!(!told.contains("5000-K253431-26"), "the order with the gag");
    let before = in_demo(
        folder.path(),
        &["check", "--as-of", "2026-11-01", "--format", "json"],
    );
    assert!(
        !said(&before).contains("utlamnande"),
        "nothing had been released"
    );
}

#[test]
fn the_same_site_is_judged_by_the_permit_on_the_last_day_of_march_and_by_the_assessment_the_day_after()
 {
    let folder = demonstration();
    let check = |day: &str| {
        let arguments = [
            "check", "--as-of", day, "--site", "EK-002", "--format", "json",
        ];
        json(&in_demo(folder.path(), &arguments))
    };
    let (before, after) = (check("2025-03-31"), check("2025-04-01"));
    let (before, after) = (
        policies_in_breach(&before, "EK-002"),
        policies_in_breach(&after, "EK-002"),
    );
    assert!(
        before.iter().any(|policy| policy.starts_with("permit-")),
        "{before:?}"
    );
    assert!(
        !after
            .iter()
            .any(|policy| policy.starts_with("permit-camera")),
        "{after:?}"
    );
    assert_ne!(before, after);
}

#[test]
fn every_finding_says_since_when_why_what_to_do_and_where_the_law_says_so() {
    let folder = demonstration();
    let findings = json(&in_demo(folder.path(), &["check", "--format", "json"]));
    for finding in findings.as_array().unwrap() {
        for field in ["site", "policy", "finding", "remedy", "source"] {
            let text = finding[field].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{field} is empty in {finding}");
        }
        assert!(finding["because"].is_array(), "{finding}");
        assert!(
            ["breached", "at_risk", "unknown"].contains(&finding["outcome"].as_str().unwrap()),
            "only what is not met is listed without --all: {finding}"
        );
    }
}

#[test]
fn a_register_that_is_not_there_yet_says_how_to_begin() {
    let folder = tempfile::tempdir().unwrap();
    let checked = objektiv(folder.path(), &["check"]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(
        said(&checked).contains("objektiv serve"),
        "{}",
        said(&checked)
    );
}

#[test]
fn wrong_flags_and_addresses_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, code, words) in [
        (vec!["check", "--as-of", "31 mars"], 64, "2025-03-31"),
        (vec!["check", "--database", "mysql://x"], 2, "sqlite://FILE"),
        (vec!["hash", "borta.mp4"], 2, "borta.mp4"),
        (vec!["policy", "explain", "R99"], 2, "policy list"),
    ] {
        let output = objektiv(folder.path(), &arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            said(&output)
        );
        assert!(
            said(&output).contains(words),
            "{arguments:?}: {}",
            said(&output)
        );
    }
}

#[test]
fn a_changed_row_in_the_database_is_found_by_the_verification() {
    let folder = demonstration();
    let path = folder.path().join("objektiv-demo.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        use sea_orm::ConnectionTrait;
        let db = objektiv::db::Db::open(&format!("sqlite://{}", path.display())).await.unwrap();
        let owner = db.read();
        let refused = owner.execute_unprepared("UPDATE disclosure SET body = ''").await;
        assert!(refused.is_err(), "the trigger refuses");
        owner.execute_unprepared("DROP TRIGGER disclosure_no_update").await.unwrap();
        let edit = "UPDATE disclosure SET body = replace(body, 'Skadegörelse', 'Ingenting') WHERE number = 1";
        owner.execute_unprepared(edit).await.unwrap();
        db.close().await.unwrap();
    });
    let verified = in_demo(folder.path(), &["log", "verify", "--format", "json"]);
    assert_eq!(verified.status.code(), Some(1));
    let report = json(&verified);
    assert_eq!(report["verdict"], "tampered");
    let level = report["levels"]
        .as_array()
        .unwrap()
        .iter()
        .find(|level| level["level"] == 5)
        .unwrap();
    assert_eq!(level["ok"], false, "{report}");
    assert!(
        level["first_bad"].is_u64(),
        "the first bad entry is named: {report}"
    );
}

#[test]
fn a_changed_word_in_the_history_is_found_by_the_verification_and_so_is_one_that_cannot_be_read() {
    let folder = demonstration();
    let path = folder.path().join("objektiv-demo.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for edit in ["author = 'Någon annan'", "after = '{'"] {
        runtime.block_on(async {
            use sea_orm::ConnectionTrait;
            let db = objektiv::db::Db::open(&format!("sqlite://{}", path.display()))
                .await
                .unwrap();
            let owner = db.read();
            owner
                .execute_unprepared("DROP TRIGGER IF EXISTS revision_no_update")
                .await
                .unwrap();
            let newest = "id = (SELECT max(id) FROM revision)";
            let edit = format!("UPDATE revision SET {edit} WHERE {newest}");
            owner.execute_unprepared(&edit).await.unwrap();
            db.close().await.unwrap();
        });
        let verified = in_demo(folder.path(), &["log", "verify"]);
        assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
        assert!(
            said(&verified).contains("Den första post som inte stämmer är"),
            "{}",
            said(&verified)
        );
    }
}
