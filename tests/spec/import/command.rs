//! `objektiv import`, as a person and a script run it.

use std::path::Path;
use std::process::{Command, Output};

use objektiv::camera::Camera;
use serde_json::Value;

use super::{all, ekebro, founded};
use crate::engine::{Engine, sqlite};
use crate::schema::assert_as_promised;

const LIST: &str = "tests/data/kameralista-ekebro.xlsx";

fn objektiv(database: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .args([
            "--database",
            database,
            "--frozen-clock",
            "2026-11-22T08:00+01:00",
        ])
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

async fn register() -> Engine {
    let engine = sqlite().await;
    founded(&engine.db, &ekebro(), &[]).await;
    engine
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_says_with_its_exit_code_that_there_are_problems() {
    let engine = register().await;
    let output = objektiv(
        &engine.url,
        &["import", LIST, "--dry-run", "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    assert_eq!(found["sites"]["new"], 18);
    assert_eq!(found["cameras"]["new"], 64);
    let id = objektiv::organisation::KommunId::acting_for(1);
    assert_eq!(all::<Camera>(&engine.db, id).await, []);
}

#[tokio::test]
async fn the_output_is_as_its_schema_promises() {
    let engine = register().await;
    let output = objektiv(
        &engine.url,
        &["import", LIST, "--dry-run", "--format", "json"],
    );
    let found = json(&output);
    assert_as_promised(&found, "import");
    assert_eq!(found["file"], "kameralista-ekebro.xlsx");
    assert_eq!(found["rows"], 64);
}

#[tokio::test]
async fn a_second_run_adds_nothing() {
    let engine = register().await;
    let first = json(&objektiv(
        &engine.url,
        &["import", LIST, "--format", "json"],
    ));
    assert_eq!(first["cameras"]["new"], 64);
    let second = json(&objektiv(
        &engine.url,
        &["import", LIST, "--format", "json"],
    ));
    assert_eq!(second["cameras"]["new"], 0);
    assert_eq!(second["cameras"]["unchanged"], 64);
    assert_eq!(second["sites"]["unchanged"], 18);
}

#[test]
fn a_dry_run_without_a_register_makes_none() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("none.db");
    let output = objektiv(
        &format!("sqlite://{}", file.display()),
        &["import", LIST, "--dry-run"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(!file.exists());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("Bevakningar: 18 nya, 0 ändrade, 0 oförändrade"),
        "{text}"
    );
    assert!(text.contains("Inget är skrivet"), "{text}");
}

#[tokio::test]
async fn a_list_without_problems_is_exit_code_0() {
    let engine = register().await;
    let directory = tempfile::tempdir().unwrap();
    let list = directory.path().join("lista.csv");
    let text = "kameranr;objekt;adress;typ av plats;förvaltning;syfte;ljud;lagringstid;status;koordinater\n\
                0001;Torget;Torget 1;torg;Tekniska förvaltningen;brott;nej;72 h;i drift;55,70466 13,19321\n";
    std::fs::write(&list, text).unwrap();
    let output = objektiv(&engine.url, &["import", list.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
}

#[tokio::test]
async fn what_cannot_be_read_is_exit_code_2_and_says_why() {
    let engine = register().await;
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = directory.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let whole = std::fs::read(LIST).unwrap();
    for (path, why) in [
        (
            write("tom.xlsx", b""),
            "The file is empty. Save the list in it",
        ),
        (
            write("trasig.xlsx", &whole[..whole.len() / 2]),
            "damaged. Open it in the spreadsheet program",
        ),
        (
            write("bild.xlsx", b"\x89PNG\r\n\x1a\n\0"),
            "not a spreadsheet or a text with columns. Save the list as xlsx",
        ),
        (
            write("hundar.csv", b"namn;ras\nKarl;tax\n"),
            "If it is no list of cameras, choose another file.",
        ),
        (
            Path::new("finns/inte.xlsx").to_owned(),
            "could not be opened",
        ),
    ] {
        let output = objektiv(&engine.url, &["import", path.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    }
}

#[tokio::test]
async fn a_mapping_names_columns_that_are_not_recognised() {
    let engine = register().await;
    let directory = tempfile::tempdir().unwrap();
    let list = directory.path().join("lista.csv");
    std::fs::write(&list, "Enhetsid;Var då?\n0001;Torget\n").unwrap();
    let mapping = directory.path().join("kolumner.toml");
    std::fs::write(
        &mapping,
        "[columns]\n\"Enhetsid\" = \"kameranr\"\n\"Var då?\" = \"objekt\"\n",
    )
    .unwrap();
    let arguments = [
        "import",
        list.to_str().unwrap(),
        "--dry-run",
        "--format",
        "json",
        "--mapping",
    ];
    let read = objektiv(
        &engine.url,
        &[&arguments[..], &[mapping.to_str().unwrap()]].concat(),
    );
    assert_eq!(json(&read)["cameras"]["new"], 1);
    let missing = objektiv(&engine.url, &[&arguments[..], &["fastighet"]].concat());
    assert_eq!(missing.status.code(), Some(2));
}
