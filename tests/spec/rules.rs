//! The rules on the command line: listed, explained, run, the kommun's own beside them, and the same in every time zone.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::schema::assert_as_promised;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/example-policies");

/// Runs `objektiv` in a folder, in a time zone.
fn in_zone(folder: &Path, zone: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .current_dir(folder)
        .env("TZ", zone)
        .env_remove("OBJEKTIV_DATABASE")
        .env_remove("OBJEKTIV_POLICIES")
        .output()
        .unwrap()
}

fn objektiv(folder: &Path, arguments: &[&str]) -> Output {
    in_zone(folder, "UTC", arguments)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", err(output)))
}

#[test]
fn the_list_of_rules_is_as_its_schema_promises_and_makes_no_register() {
    let folder = tempfile::tempdir().unwrap();
    let listed = json(&objektiv(
        folder.path(),
        &["policy", "list", "--format", "json"],
    ));
    assert_as_promised(&listed, "policy-list");
    assert!(listed.as_array().unwrap().len() > 60);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn one_rule_is_explained_in_words_with_source_demand_and_cases() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["storage-over-72-hours-justified", "r34"] {
        let words = out(&objektiv(folder.path(), &["policy", "explain", name]));
        for part in [
            "R34 ",
            "Källa: ",
            "lagringstid i timmar: högst 72",
            "hours: 72 (från 2018-08-01; EDPB 3/2019)",
            "Förbehåll: ",
            "Vägledning; Risk",
        ] {
            assert!(words.contains(part), "”{part}” is not in {words}");
        }
    }
}

#[test]
fn the_table_of_what_the_rules_show_is_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let printed = out(&objektiv(folder.path(), &["policy", "coverage"]));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rule-coverage.md");
    let stored = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        printed == stored,
        "docs/rule-coverage.md is stale: objektiv policy coverage > docs/rule-coverage.md"
    );
}

#[test]
fn the_rules_of_a_fictional_kommun_are_read_run_and_judge() {
    let folder = tempfile::tempdir().unwrap();
    let tested = objektiv(folder.path(), &["--policies", EXAMPLES, "policy", "test"]);
    assert!(tested.status.success(), "{}", out(&tested));
    assert!(out(&tested).contains(", 0 med annat utfall"));
    let listed = objektiv(
        folder.path(),
        &["--policies", EXAMPLES, "policy", "list", "--format", "json"],
    );
    let local = json(&listed);
    let local = local.as_array().unwrap().iter();
    assert_eq!(local.filter(|rule| rule["kind"] == "local").count(), 4);

    let demo = [
        "--frozen-clock",
        "2026-11-22T08:00+01:00",
        "demo",
        "--fill-only",
    ];
    assert!(objektiv(folder.path(), &demo).status.success());
    let check = [
        "--policies",
        EXAMPLES,
        "--database",
        "sqlite://objektiv-demo.db",
        "--frozen-clock",
        "2026-11-22T08:00+01:00",
        "check",
        "--format",
        "json",
    ];
    let findings = json(&objektiv(folder.path(), &check));
    assert_as_promised(&findings, "check");
    let found = findings.as_array().unwrap().iter();
    assert!(
        found
            .clone()
            .any(|finding| finding["policy"] == "ekebro-longest-storage")
    );
}

#[test]
fn a_broken_rule_of_its_own_stops_the_server_with_file_line_column_and_the_valid_names() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("egna");
    std::fs::create_dir(&rules).unwrap();
    let sound = std::fs::read_to_string(format!("{EXAMPLES}/ekebro-longest-storage.toml")).unwrap();
    let broken = sound.replace("fact = \"storage_hours\"", "fact = \"lagringstid\"");
    std::fs::write(rules.join("ekebro-longest-storage.toml"), broken).unwrap();
    let line = 1 + sound
        .lines()
        .position(|line| line.starts_with("at_most"))
        .unwrap();
    for command in ["serve", "check", "demo"] {
        let arguments = ["--policies", "egna", command];
        let refused = objektiv(folder.path(), &arguments);
        assert_eq!(refused.status.code(), Some(2), "{command}");
        let said = err(&refused);
        let place = format!("ekebro-longest-storage.toml:{line}:");
        assert!(said.contains(&place), "{command}: {said}");
        assert!(said.contains("storage_hours"), "{command}: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is made before the rules are read");
}

#[test]
fn a_server_in_any_time_zone_gives_the_same_answer_on_either_side_of_midnight() {
    let folder = tempfile::tempdir().unwrap();
    let demo = [
        "--frozen-clock",
        "2026-11-22T08:00+01:00",
        "demo",
        "--fill-only",
    ];
    assert!(objektiv(folder.path(), &demo).status.success());
    let check = |zone: &str, instant: &str| {
        let arguments = [
            "--database",
            "sqlite://objektiv-demo.db",
            "--frozen-clock",
            instant,
            "check",
            "--all",
            "--format",
            "json",
        ];
        json(&in_zone(folder.path(), zone, &arguments))
    };
    // The last second of summer time's law of permits in Sweden, and the first of the new law.
    let (before, after) = ("2025-03-31T21:59:59Z", "2025-03-31T22:00:00Z");
    let (old, new) = (check("UTC", before), check("UTC", after));
    let rules = |found: &Value| found.to_string().contains("\"R29\"");
    assert!(rules(&old) && !rules(&new));
    for zone in [
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Europe/Stockholm",
        "America/New_York",
    ] {
        assert_eq!(check(zone, before), old, "{zone}");
        assert_eq!(check(zone, after), new, "{zone}");
    }
}
