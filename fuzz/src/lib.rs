//! Every parser of bytes from outside, each with what must hold of whatever it is given: it answers, and what it accepts
//! is the one way to write it. Called by the fuzz targets in `fuzz/` and by the suite.

use std::sync::LazyLock;

use objektiv::ledger::Entry;
use objektiv::ledger::Hash;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::note::{Note, Signature, VerificationKey};
use objektiv::ledger::outside::party::Roots;
use objektiv::ledger::outside::stamp;
use objektiv::ledger::outside::step::Step;
use objektiv::ledger::proof_file::ProofFile;
use objektiv::ledger::receipt::{Brought, Receipt};
use objektiv::ledger::sealed::Sealed;
use objektiv::ledger::verify::Verdict;

/// What was accepted is written again as it was.
fn same(accepted: Option<Vec<u8>>, bytes: &[u8]) {
    if let Some(written) = accepted {
        assert_eq!(written, bytes, "accepted, and written in another way");
    }
}

pub fn note(bytes: &[u8]) {
    let note = Note::parse(bytes).ok();
    same(note.map(|note| note.to_string().into_bytes()), bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        let line = Signature::parse(text).ok();
        same(line.map(|line| line.to_string().into_bytes()), bytes);
        let key = VerificationKey::parse(text).ok();
        same(key.map(|key| key.to_string().into_bytes()), bytes);
    }
}

pub fn checkpoint(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        let head = TreeHead::parse(text).ok();
        same(head.map(|head| head.to_string().into_bytes()), bytes);
    }
}

pub fn proof(bytes: &[u8]) {
    let proof = ProofFile::parse(bytes).ok();
    same(proof.map(|proof| proof.to_string().into_bytes()), bytes);
}

pub fn entry(bytes: &[u8]) {
    let entry = Entry::parse(bytes).ok();
    same(entry.and_then(|entry| entry.to_bytes().ok()), bytes);
}

pub fn receipt(bytes: &[u8]) {
    // A zip can be packed in many ways, so it is only asked for an answer.
    for receipt in [Receipt::parse(bytes), Receipt::parse_single(bytes)]
        .into_iter()
        .flatten()
    {
        let brought = Brought {
            keys: &[],
            files: &[],
            witnesses: &[],
            roots: &[],
        };
        let report = receipt.check(&brought);
        assert_ne!(
            report.verdict,
            Verdict::Intact,
            "nothing was brought to check it with"
        );
    }
}

pub fn disclosure(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        let sealed = Sealed::parse(text).ok();
        same(sealed.map(|sealed| sealed.text.into_bytes()), bytes);
    }
}

pub fn step(bytes: &[u8]) {
    let step = Step::parse(bytes).ok();
    same(step.map(|step| step.to_string().into_bytes()), bytes);
    if let Ok(found) = Step::find(bytes) {
        step_again(&found);
    }
}

fn step_again(found: &Step) {
    let written = found.to_string();
    assert_eq!(Step::parse(written.as_bytes()).ok().as_ref(), Some(found));
}

/// The answer of a real authority about [`Hash::ZERO`] (tests/data/README.md).
pub const STAMP: &[u8] = include_bytes!("../../tests/data/tidsstampel.tsr");
/// What it says: 2026-11-27 09:47:09 UTC.
const STAMPED_AT: i64 = 1_795_772_829;
static ROOTS: LazyLock<Roots> = LazyLock::new(|| {
    let root = include_bytes!("../../tests/data/tidsstampel-rot.pem");
    Roots::from_pem(root).expect("the certificate of the authority")
});

/// When the authority saw [`Hash::ZERO`], in seconds since 1970.
pub fn stamped_at(bytes: &[u8]) -> Option<i64> {
    let at = stamp::verify(bytes, Hash::ZERO, None, &ROOTS.0).ok()?;
    Some(at.unix_timestamp())
}

/// The authority answered once, so there is no other time that anybody can make it say.
pub fn stamp(bytes: &[u8]) {
    if let Some(at) = stamped_at(bytes) {
        assert_eq!(at, STAMPED_AT, "a time that nobody signed");
    }
}
