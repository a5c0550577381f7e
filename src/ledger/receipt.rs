//! A receipt: one entry with its fields and the proof that it is in the signed log. It is checked offline with
//! nothing but the log's published key, by us or by anybody else (docs/verify-a-receipt.md).
//!
//! As a single file it is a C2SP tlog-proof whose extra line holds the entry and, line by line, its fields. That line
//! is not signed: it is believed only as far as its hash leads to the root.

use std::collections::BTreeMap;

use rustls_pki_types::TrustAnchor;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::entry::Entry;
use super::footage::Footage;
use super::hash::Hash;
use super::note::VerificationKey;
use super::outside::stamp::{self, StampError};
use super::proof_file::{ProofFile, ProofFileError};
use super::sealed::Sealed;
use super::tree::leaf_hash;
use super::verify::Verdict;
use crate::code::{Code, codes};

/// A receipt as it was received; [`Receipt::check`] says what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The exact bytes of the entry.
    pub entry: Vec<u8>,
    /// The fields that had not been erased when it was made.
    pub fields: Vec<String>,
    /// Without an extra line.
    pub proof: ProofFile,
    /// The answer of a time stamping authority about the checkpoint (RFC 3161), if one has stamped it. Only the zip has it.
    pub stamp: Option<Vec<u8>>,
}

/// Why bytes are not a receipt at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    #[error("not a receipt: {0}")]
    Format(String),
    #[error("not a receipt: {0}")]
    Proof(#[from] ProofFileError),
}

codes! {
    /// What is checked of a receipt.
    Check, "receipt-check" {
        /// The entry is one that a log can hold.
        Entry = "post",
        /// The fields are those whose digests the entry holds.
        Fields = "uppgifter",
        /// The entry is in the log that the checkpoint describes.
        Inclusion = "logg",
        /// The log signed the checkpoint.
        Signature = "underskrift",
        /// Witnesses outside the house signed it too.
        Witnesses = "vittnen",
        /// A time stamping authority saw the checkpoint.
        Stamp = "tidsstampel",
        /// The files are those that were released.
        Files = "filer",
    }
}

/// The answer to one check. `ok` is `None` when it was not made, which is never the same as fine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub name: Check,
    pub ok: Option<bool>,
    pub detail: String,
}

/// What `receipt verify` prints (docs/schema/receipt-verify.json).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptReport {
    /// Number of the entry.
    pub entry: u64,
    /// Number of entries that the checkpoint covers.
    pub size: u64,
    pub checks: Vec<Checked>,
    pub verdict: Verdict,
}

impl ReceiptReport {
    /// The same report for somebody who asked for these checks: when one of them was not made the verdict is "not checked".
    #[must_use]
    pub fn asked(mut self, checks: &[Check]) -> Self {
        let asked = |check: &&Checked| checks.contains(&check.name);
        let answers = self.checks.iter().filter(asked).map(|check| check.ok);
        self.verdict = self.verdict.to_who_asked(answers);
        self
    }
}

/// What the verifier brings, from somewhere else than the receipt.
#[derive(Debug, Default)]
pub struct Brought<'a> {
    /// The log's published keys, as the kommun gave them on another way.
    pub keys: &'a [VerificationKey],
    pub witnesses: &'a [VerificationKey],
    /// The certificates that time stamps are trusted under.
    pub roots: &'a [TrustAnchor<'static>],
    pub files: &'a [Footage],
}

impl Receipt {
    /// Reads the single-file form.
    ///
    /// # Errors
    /// When it is not a proof with an entry in its extra line.
    pub fn parse_single(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let mut proof = ProofFile::parse(bytes)?;
        let format = |problem: &str| ReceiptError::Format(problem.to_owned());
        let extra = proof.extra.take();
        let extra = extra.ok_or_else(|| format("the proof carries no entry"))?;
        let text = String::from_utf8(extra).map_err(|_| format("the entry is not UTF-8"))?;
        let mut lines = text.lines();
        let entry = lines.next().unwrap_or_default().as_bytes().to_vec();
        Ok(Self {
            entry,
            fields: lines.map(str::to_owned).collect(),
            proof,
            stamp: None,
        })
    }

    /// The single-file form: a `.tlog-proof`.
    pub fn to_single(&self) -> String {
        let mut extra = self.entry.clone();
        for field in &self.fields {
            extra.push(b'\n');
            extra.extend_from_slice(field.as_bytes());
        }
        let whole = ProofFile {
            extra: Some(extra),
            ..self.proof.clone()
        };
        whole.to_string()
    }

    /// The fields that the entry vouches for, by name. Nothing is vouched for when the entry is not one.
    pub fn opened(&self) -> BTreeMap<String, Value> {
        let Ok(entry) = Entry::parse(&self.entry) else {
            return BTreeMap::new();
        };
        let genuine = |field: &Sealed| entry.sealed.get(&field.name) == Some(field.digest());
        self.fields
            .iter()
            .filter_map(|text| Sealed::parse(text).ok())
            .filter(genuine)
            .map(|field| (field.name, field.value))
            .collect()
    }

    /// The released files, or `None` when that field is erased or is no list of files.
    pub fn files(&self) -> Option<Vec<Footage>> {
        serde_json::from_value(self.opened().remove("files")?).ok()
    }

    /// Checks everything that can be checked with what is there.
    pub fn check(&self, brought: &Brought<'_>) -> ReceiptReport {
        let entry = Entry::parse(&self.entry);
        let size = self.claimed_size();
        let checks = vec![
            match &entry {
                Ok(entry) => checked(
                    Check::Entry,
                    true,
                    format!("post {}, {}", entry.idx, entry.kind.code()),
                ),
                Err(error) => checked(
                    Check::Entry,
                    false,
                    format!("posten är ingen post: {error}"),
                ),
            },
            self.check_fields(entry.as_ref().ok()),
            self.check_inclusion(entry.as_ref().ok()),
            self.check_signature(brought.keys),
            self.check_witnesses(brought.witnesses),
            self.check_stamp(brought.roots),
            self.check_files(brought.files),
        ];
        ReceiptReport {
            entry: self.proof.idx,
            size,
            verdict: verdict(&checks),
            checks,
        }
    }

    fn check_fields(&self, entry: Option<&Entry>) -> Checked {
        let Some(entry) = entry else {
            return unchecked(Check::Fields, "posten kan inte läsas");
        };
        let opened = self.opened();
        if opened.len() != self.fields.len() {
            let detail = "en uppgift hör inte till posten eller är ändrad".to_owned();
            return checked(Check::Fields, false, detail);
        }
        let absent: Vec<&str> = entry
            .sealed
            .names()
            .filter(|name| !opened.contains_key(*name))
            .map(String::as_str)
            .collect();
        let detail = if absent.is_empty() {
            format!("alla {} uppgifter är de som förseglades", opened.len())
        } else {
            format!("oförändrade; följer inte med: {}", absent.join(", "))
        };
        checked(Check::Fields, true, detail)
    }

    fn check_inclusion(&self, entry: Option<&Entry>) -> Checked {
        let head = super::checkpoint::TreeHead::parse(self.proof.checkpoint.text());
        let head = match head {
            Ok(head) => head,
            Err(error) => return checked(Check::Inclusion, false, error.to_string()),
        };
        let same = |entry: &Entry| entry.idx == self.proof.idx && entry.log == head.origin;
        if !entry.is_some_and(same) {
            let detail = "posten hör till en annan plats eller en annan logg".to_owned();
            return checked(Check::Inclusion, false, detail);
        }
        let (idx, leaf) = (self.proof.idx, leaf_hash(&self.entry));
        let shown =
            super::proof::verify_inclusion(idx, leaf, head.size, head.root, &self.proof.hashes);
        match shown {
            Ok(()) => checked(
                Check::Inclusion,
                true,
                format!("posten finns i loggen om {} poster", head.size),
            ),
            Err(error) => checked(Check::Inclusion, false, error.to_string()),
        }
    }

    fn check_signature(&self, keys: &[VerificationKey]) -> Checked {
        let Some(first) = keys.first() else {
            return unchecked(Check::Signature, "ange loggens publicerade nyckel");
        };
        let opens = |key: &&VerificationKey| {
            super::checkpoint::TreeHead::open(&self.proof.checkpoint, key).is_ok()
        };
        match keys.iter().find(opens) {
            Some(key) => checked(
                Check::Signature,
                true,
                format!("{} skrev under med nyckel {}", key.name(), key.id_hex()),
            ),
            None => checked(
                Check::Signature,
                false,
                format!(
                    "inte underskrivet av {} med den angivna nyckeln",
                    first.name()
                ),
            ),
        }
    }

    fn check_witnesses(&self, witnesses: &[VerificationKey]) -> Checked {
        if witnesses.is_empty() {
            return unchecked(Check::Witnesses, "inga vittnens nycklar angavs");
        }
        let signed = witnesses
            .iter()
            .filter(|key| self.proof.checkpoint.verify(key).is_ok())
            .count();
        let detail = format!("{signed} av {} vittnen skrev under", witnesses.len());
        checked(Check::Witnesses, signed == witnesses.len(), detail)
    }

    /// A stamp by somebody whom the verifier does not trust says nothing; one over something else is false.
    fn check_stamp(&self, roots: &[TrustAnchor<'_>]) -> Checked {
        let Some(stamp) = &self.stamp else {
            return unchecked(Check::Stamp, "kvittot har ingen tidsstämpel");
        };
        if roots.is_empty() {
            return unchecked(Check::Stamp, "ange tidsstämplarens certifikat");
        }
        match self.stamped_at(stamp, roots) {
            Ok(at) => {
                let (hour, minute, _) = at.to_hms();
                let size = self.claimed_size();
                let detail = format!(
                    "loggen om {size} poster fanns {} {hour:02}:{minute:02} UTC",
                    at.date()
                );
                checked(Check::Stamp, true, detail)
            }
            Err(StampError::Chain(_)) => {
                unchecked(Check::Stamp, "den är av någon som inte är betrodd")
            }
            Err(error) => checked(Check::Stamp, false, error.to_string()),
        }
    }

    fn stamped_at(
        &self,
        stamp: &[u8],
        roots: &[TrustAnchor<'_>],
    ) -> Result<OffsetDateTime, StampError> {
        stamp::verify(stamp, self.stamped(), None, roots)
    }

    /// When somebody whom the verifier trusts saw the checkpoint, if its stamp holds.
    pub fn seen_at(&self, roots: &[TrustAnchor<'_>]) -> Option<OffsetDateTime> {
        self.stamped_at(self.stamp.as_ref()?, roots).ok()
    }

    /// What was stamped: the checkpoint as the log signed it, without what witnesses wrote below.
    fn stamped(&self) -> Hash {
        let note = &self.proof.checkpoint;
        let log = note.text().lines().next().unwrap_or_default();
        Hash::of(note.signed_by(log).to_string().as_bytes())
    }

    fn check_files(&self, files: &[Footage]) -> Checked {
        if files.is_empty() {
            return unchecked(Check::Files, "inga filer angavs");
        }
        let Some(released) = self.files() else {
            return unchecked(Check::Files, "kvittot har ingen förteckning över filer");
        };
        let listed = |file: &&Footage| {
            let same = |other: &Footage| other.sha256.eq_ignore_ascii_case(&file.sha256);
            released.iter().any(same)
        };
        match files.iter().find(|file| !listed(file)) {
            Some(file) => checked(
                Check::Files,
                false,
                format!(
                    "{} är inte en av de utlämnade filerna, eller är ändrad",
                    file.name
                ),
            ),
            None => checked(
                Check::Files,
                true,
                format!(
                    "{} av {} utlämnade filer är oförändrade",
                    files.len(),
                    released.len()
                ),
            ),
        }
    }

    fn claimed_size(&self) -> u64 {
        let head = super::checkpoint::TreeHead::parse(self.proof.checkpoint.text());
        head.map_or(0, |head| head.size)
    }
}

const fn checked(name: Check, ok: bool, detail: String) -> Checked {
    Checked {
        name,
        ok: Some(ok),
        detail,
    }
}

fn unchecked(name: Check, why: &str) -> Checked {
    Checked {
        name,
        ok: None,
        detail: format!("ej kontrollerat: {why}"),
    }
}

/// A receipt holds only when its signature was checked against a key that did not come with it.
fn verdict(checks: &[Checked]) -> Verdict {
    let signed = |check: &Checked| check.name == Check::Signature && check.ok == Some(true);
    if checks.iter().any(|check| check.ok == Some(false)) {
        Verdict::Tampered
    } else if checks.iter().any(signed) {
        Verdict::Intact
    } else {
        Verdict::NotChecked
    }
}
