//! What the receiver of footage gets, and what it shows without asking anybody.

use std::io::{Cursor, read_to_string};

use objektiv::code::Code;
use objektiv::ledger::footage::{self, Footage};
use objektiv::ledger::issue::receipt;
use objektiv::ledger::keys::{exchange, ready};
use objektiv::ledger::note::{Scheme, SigningKey, VerificationKey};
use objektiv::ledger::proof_file::ProofFile;
use objektiv::ledger::receipt::{Brought, Check, Receipt, ReceiptReport};
use objektiv::ledger::receipt_zip::{GUIDE, README};
use objektiv::ledger::signer::Signer;
use objektiv::ledger::tree::leaf_hash;
use objektiv::ledger::verify::Verdict;
use objektiv::ledger::{EntryKind, NewEntry, words};
use serde_json::json;
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter};

use super::{EKEBRO, NINE, appended, opened, release};
use crate::engine::{Engine, engines, sqlite};

pub const CLIP: &[u8] = b"not really footage, but bytes all the same";

pub fn clip() -> Footage {
    footage::hash(CLIP, "utlamnande-7-film-1.mp4", |_| {}).unwrap()
}

/// A release of one file to the police, in a log with others around it.
pub fn police_release() -> NewEntry {
    NewEntry::new(EntryKind::Disclosure)
        .with("number", 7)
        .with(
            "requester",
            json!({ "authority": "polismyndigheten", "officer": "A. Berg" }),
        )
        .with(
            "case",
            json!({ "reference": "5000-K7-26", "matter": "Skadegörelse" }),
        )
        .with("files", json!([clip()]))
}

pub struct Issued {
    pub engine: Engine,
    pub signer: Signer,
    pub key: VerificationKey,
    pub receipt: Receipt,
    _outside: TempDir,
}

pub async fn issued_on(engine: Engine) -> Issued {
    let outside = tempfile::tempdir().unwrap();
    opened(&engine).await;
    let signer = ready(&engine.db, EKEBRO, outside.path(), NINE)
        .await
        .unwrap();
    for number in 1..=5 {
        appended(&engine, NINE, release(number)).await;
    }
    let idx = appended(&engine, NINE, police_release()).await.idx;
    for number in 8..=12 {
        appended(&engine, NINE, release(number)).await;
    }
    let receipt = receipt(&engine.db, EKEBRO, &signer, idx, NINE)
        .await
        .unwrap();
    let key = signer.public().unwrap().clone();
    Issued {
        engine,
        signer,
        key,
        receipt,
        _outside: outside,
    }
}

async fn issued() -> Vec<Issued> {
    let mut all = Vec::new();
    for engine in engines().await {
        all.push(issued_on(engine).await);
    }
    all
}

fn ok(report: &ReceiptReport, check: Check) -> Option<bool> {
    report
        .checks
        .iter()
        .find(|checked| checked.name == check)
        .unwrap()
        .ok
}

fn checked(receipt: &Receipt, keys: &[VerificationKey], files: &[Footage]) -> ReceiptReport {
    receipt.check(&Brought {
        keys,
        files,
        witnesses: &[],
        roots: &[],
    })
}

#[tokio::test]
async fn a_receipt_with_the_published_key_and_the_files_shows_everything_that_matters() {
    for issued in issued().await {
        let report = checked(&issued.receipt, &[issued.key], &[clip()]);
        assert_eq!(
            (report.verdict, report.entry, report.size),
            (Verdict::Intact, 7, 13)
        );
        for check in [
            Check::Entry,
            Check::Fields,
            Check::Inclusion,
            Check::Signature,
            Check::Files,
        ] {
            assert_eq!(ok(&report, check), Some(true), "{}", check.code());
        }
        assert_eq!(ok(&report, Check::Witnesses), None, "none was asked");
    }
}

#[tokio::test]
async fn without_a_published_key_the_signature_is_not_checked_and_nothing_is_called_shown() {
    for issued in issued().await {
        let report = checked(&issued.receipt, &[], &[clip()]);
        assert_eq!(ok(&report, Check::Signature), None);
        assert_eq!(report.verdict, Verdict::NotChecked);
        assert_eq!(
            serde_json::to_value(&report).unwrap()["checks"][3]["ok"],
            json!(null)
        );
    }
}

#[tokio::test]
async fn a_file_that_was_changed_or_never_released_is_named() {
    for issued in issued().await {
        let other = footage::hash(&CLIP[1..], "klipp.mp4", |_| {}).unwrap();
        let report = checked(&issued.receipt, &[issued.key], &[clip(), other]);
        assert_eq!(
            (ok(&report, Check::Files), report.verdict),
            (Some(false), Verdict::Tampered)
        );
        let mut checks = report.checks.iter();
        let files = checks.find(|check| check.name == Check::Files).unwrap();
        assert!(files.detail.contains("klipp.mp4"));
    }
}

#[tokio::test]
async fn the_zip_and_the_single_file_are_the_same_receipt() {
    for issued in issued().await {
        let zip = issued
            .receipt
            .to_zip(&words::of(&issued.receipt, &issued.key))
            .unwrap();
        assert_eq!(Receipt::parse(&zip).unwrap(), issued.receipt);
        let single = issued.receipt.to_single();
        assert_eq!(Receipt::parse(single.as_bytes()).unwrap(), issued.receipt);
        let proof = ProofFile::parse(single.as_bytes()).unwrap();
        let leaf = leaf_hash(&issued.receipt.entry);
        assert!(
            proof.verify(&issued.key, leaf).is_ok(),
            "any reader of tlog-proofs can check it"
        );
    }
}

/// The receiver has no documentation of ours; a receipt from before it was put into the zip is a receipt all the same.
#[tokio::test]
async fn the_zip_holds_the_document_that_its_words_name_and_is_read_without_it() {
    let issued = issued_on(sqlite().await).await;
    let words = words::of(&issued.receipt, &issued.key);
    let zip = issued.receipt.to_zip(&words).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(&zip)).unwrap();
    let document = read_to_string(archive.by_name(GUIDE).unwrap()).unwrap();
    assert_eq!(document, include_str!("../../../docs/verify-a-receipt.md"));
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    for name in names.iter().filter(|name| *name != README) {
        let listed = format!("\n{name}  ");
        assert!(words.readme.contains(&listed), "{name} is not explained");
    }
    assert!(
        words
            .readme
            .contains(&format!("följ {GUIDE}, som ligger i kvittot"))
    );

    let mut before = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names.iter().filter(|name| *name != GUIDE) {
        let part = archive.by_name(name).unwrap();
        before.raw_copy_file(part).unwrap();
    }
    let before = before.finish().unwrap().into_inner();
    assert!(before.len() < zip.len());
    assert_eq!(Receipt::parse(&before).unwrap(), issued.receipt);
}

#[tokio::test]
async fn one_changed_byte_anywhere_in_a_receipt_is_never_accepted() {
    let issued = issued_on(sqlite().await).await;
    let single = issued.receipt.to_single().into_bytes();
    let keys = [issued.key];
    for at in 0..single.len() {
        for bit in [0x01, 0x20] {
            let mut spoilt = single.clone();
            spoilt[at] ^= bit;
            let verdict =
                Receipt::parse(&spoilt).map(|receipt| checked(&receipt, &keys, &[]).verdict);
            assert_ne!(
                verdict,
                Ok(Verdict::Intact),
                "byte {at} of {}",
                single.len()
            );
        }
    }
}

#[tokio::test]
async fn a_receipt_of_somebody_who_has_another_key_is_not_accepted() {
    for issued in issued().await {
        let thief = SigningKey::from_seed(issued.key.name(), Scheme::Ed25519, &[9; 32]).unwrap();
        let report = checked(&issued.receipt, &[thief.public().clone()], &[]);
        assert_eq!(
            (ok(&report, Check::Signature), report.verdict),
            (Some(false), Verdict::Tampered)
        );
    }
}

#[tokio::test]
async fn a_field_of_another_entry_is_not_accepted_in_its_place() {
    for issued in issued().await {
        let mut receipt = issued.receipt.clone();
        let other = super::read_fields(&issued.engine, 3).await;
        receipt.fields[0].clone_from(&other[0]);
        let report = checked(&receipt, &[issued.key], &[]);
        assert_eq!(ok(&report, Check::Fields), Some(false));
    }
}

#[tokio::test]
async fn a_receipt_with_fewer_fields_says_which_are_not_with_it() {
    for issued in issued().await {
        let mut receipt = issued.receipt.clone();
        receipt.fields.retain(|text| {
            objektiv::ledger::sealed::Sealed::parse(text).unwrap().name != "requester"
        });
        let report = checked(&receipt, &[issued.key], &[]);
        assert_eq!(report.verdict, Verdict::Intact);
        assert!(
            report.checks[1].detail.contains("requester"),
            "{}",
            report.checks[1].detail
        );
    }
}

#[tokio::test]
async fn an_entry_of_one_place_with_the_proof_of_another_is_not_accepted() {
    for issued in issued().await {
        let mut receipt = issued.receipt.clone();
        receipt.proof.idx = 6;
        let report = checked(&receipt, &[issued.key], &[]);
        assert_eq!(ok(&report, Check::Inclusion), Some(false));
    }
}

#[tokio::test]
async fn a_receipt_made_after_a_key_exchange_is_under_the_new_key_too() {
    for mut issued in issued().await {
        let db = issued.engine.db.clone();
        let new = exchange(&db, EKEBRO, &mut issued.signer, "byte", NINE)
            .await
            .unwrap();
        let receipt = receipt(&db, EKEBRO, &issued.signer, 7, NINE).await.unwrap();
        for key in [issued.key, new] {
            assert_eq!(checked(&receipt, &[key], &[]).verdict, Verdict::Intact);
        }
    }
}

#[test]
fn what_is_no_receipt_is_refused_with_a_reason() {
    for bytes in [
        &b""[..],
        b"hej",
        b"PK\x03\x04",
        b"c2sp.org/tlog-proof@v1\nindex 0\n\nx\n",
    ] {
        assert!(Receipt::parse(bytes).is_err());
    }
}
