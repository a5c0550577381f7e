//! docs/verify-a-receipt.md is run as it stands there: stock tools accept a receipt, and refuse it after one change.

use std::fs;
use std::path::Path;
use std::process::Command;

use objektiv::clock::Clock;
use objektiv::ledger::issue::receipt;
use objektiv::ledger::note::VerificationKey;
use objektiv::ledger::outside::daily::Round;
use objektiv::ledger::receipt::Receipt;
use objektiv::ledger::receipt_zip::{ENTRY, FIELDS, KEY, PROOF, SUMS};
use objektiv::ledger::words;
use tempfile::TempDir;

use super::EKEBRO;
use super::outside::authority::{Fault, Running, Signing};
use super::receipts::{clip, issued_on};
use crate::engine::sqlite;

const DOCUMENT: &str = include_str!("../../../docs/verify-a-receipt.md");

type Forgery = Box<dyn Fn(&Path)>;

/// The code blocks of the document in one language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let after = DOCUMENT.split(&*fence).skip(1);
    after
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

/// The unpacked receipt, the released file and the published key, as the document asks for them.
async fn unpacked() -> TempDir {
    let issued = issued_on(sqlite().await).await;
    laid_out(&issued.receipt, &issued.key)
}

fn laid_out(receipt: &Receipt, key: &VerificationKey) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let zip = receipt.to_zip(&words::of(receipt, key)).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    archive.extract(directory.path()).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    put(&clip().name, super::receipts::CLIP);
    put("published.vkey", format!("{key}\n").as_bytes());
    let [script] = blocks("python")[..] else {
        panic!("the document has one program")
    };
    put("verify.py", script.as_bytes());
    directory
}

/// Follows the document; gives what was printed, or what was said where it stopped.
fn follow(directory: &Path) -> Result<String, String> {
    let mut printed = String::new();
    for block in blocks("sh") {
        let run = Command::new("bash")
            .args(["-euo", "pipefail", "-c", block])
            .current_dir(directory)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout).into_owned()
            + &String::from_utf8_lossy(&run.stderr);
        if !run.status.success() {
            return Err(said);
        }
        printed += &said;
    }
    Ok(printed)
}

#[tokio::test]
async fn following_the_document_verifies_a_receipt() {
    let directory = unpacked().await;
    let printed = follow(directory.path()).unwrap();
    for said in [
        "utlamnande-7-film-1.mp4: OK",
        "entry 7 is in the log kamera.ekebro.example/utlamnande of 13 entries",
        "A. Berg",
        "Signature Verified Successfully",
    ] {
        assert!(printed.contains(said), "{said} is not in:\n{printed}");
    }
}

/// With certificates of its authority it is checked as well; with those of another it does not hold.
#[tokio::test(flavor = "multi_thread")]
async fn following_the_document_verifies_a_time_stamp_too() {
    let issued = issued_on(sqlite().await).await;
    let (db, at) = (&issued.engine.db, Clock::Wall.now());
    let round = Round {
        db,
        kommun: EKEBRO,
        signer: &issued.signer,
        at,
    };
    let running = Running::start(Fault::None, Signing::Rsa);
    let note = round.publish().await.unwrap();
    assert!(round.stamp(&note, &running.authority()).await.unwrap());
    let idx = issued.receipt.proof.idx;
    let stamped = receipt(db, EKEBRO, &issued.signer, idx, at).await.unwrap();
    let directory = laid_out(&stamped, &issued.key);
    let certificates = directory.path().join("tsa.pem");
    fs::copy(running.root(), &certificates).unwrap();
    let printed = follow(directory.path()).unwrap();
    for said in ["Verification: OK", "Time stamp:"] {
        assert!(printed.contains(said), "{said} is not in:\n{printed}");
    }
    let other = Running::start(Fault::None, Signing::Rsa);
    fs::copy(other.root(), &certificates).unwrap();
    follow(directory.path()).unwrap_err();
}

/// A forger changes one file of the receipt, or several that then agree with each other.
#[tokio::test]
async fn following_the_document_fails_after_any_change() {
    let swap = |file: &'static str, from: &'static str, to: &'static str| {
        move |directory: &Path| {
            let path = directory.join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{from} is not in {file}");
            fs::write(path, text.replacen(from, to, 1)).unwrap();
        }
    };
    let other_hash = |directory: &Path| {
        let film = directory.join(clip().name);
        fs::write(film, b"another film").unwrap();
        let sum = objektiv::ledger::Hash::of(b"another film").to_hex();
        fs::write(directory.join(SUMS), format!("{sum}  {}\n", clip().name)).unwrap();
    };
    let other_film = |directory: &Path| fs::write(directory.join(clip().name), b"x").unwrap();
    let flipped = |file: &'static str| {
        move |directory: &Path| {
            let path = directory.join(file);
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        }
    };
    let forgeries: Vec<(&str, Forgery)> = vec![
        ("the film", Box::new(other_film)),
        ("the film and the list", Box::new(other_hash)),
        ("the entry", Box::new(swap(ENTRY, "\"idx\":7", "\"idx\":8"))),
        (
            "the entry's time",
            Box::new(swap(ENTRY, "09:00:00Z", "09:00:01Z")),
        ),
        ("a field", Box::new(flipped(FIELDS))),
        ("the proof", Box::new(swap(PROOF, "index 7", "index 6"))),
        ("the checkpoint", Box::new(swap(PROOF, "\n13\n", "\n14\n"))),
        (
            "the name of the log",
            Box::new(swap(PROOF, "kamera.ekebro", "kamera.hedeby")),
        ),
        ("the published key", Box::new(flipped("published.vkey"))),
    ];
    for (what, forge) in forgeries {
        let directory = unpacked().await;
        forge(directory.path());
        assert!(
            follow(directory.path()).is_err(),
            "{what} was changed and nobody noticed"
        );
    }
}

/// The key that comes with the receipt is for information: the walkthrough never reads it.
#[tokio::test]
async fn the_key_inside_the_receipt_is_not_what_it_is_checked_against() {
    let directory = unpacked().await;
    fs::write(directory.path().join(KEY), "somebody+00000000+AQ==").unwrap();
    assert!(follow(directory.path()).is_ok());
}
