//! Copies outside the house: what makes a rewrite visible even when the database, the key and the signer's memory are
//! all in the same hands.
//!
//! Once a day an `anchor` entry is written, also when nothing happened, and the checkpoint over it is *the* checkpoint
//! of the day: it is published (`web.rs`), mailed with the proof that it continues the last one that was mailed
//! (`mail.rs`), stamped by a time stamping authority (RFC 3161, `stamp.rs`) and shown to witnesses (C2SP tlog-witness,
//! `party.rs`). What they attest is kept, and the next anchor entry holds its digests: so every entry was written after
//! the attestations that an earlier anchor holds, and before those that cover it (`bracket.rs`).

pub mod bracket;
pub mod daily;
pub mod http;
pub mod mail;
pub mod memory;
pub mod party;
pub mod stamp;
pub mod step;
pub mod store;
pub mod web;

use serde::{Deserialize, Serialize};

use crate::code::{Code, codes};
use crate::ledger::{EntryKind, Hash, NewEntry};

/// The field of an anchor entry that holds the digests of what was attested since the last.
pub const ATTESTATIONS: &str = "attestations";

codes! {
    /// What is kept about a checkpoint.
    Attested, "attested" {
        /// The answer of a time stamping authority.
        Stamp = "rfc3161",
        /// The line of a witness.
        Cosignature = "cosignature",
        /// The checkpoint itself, as it was published on its day.
        Published = "published",
        /// The step as it was mailed.
        Mailed = "mailed",
    }
}

impl Attested {
    /// Whether somebody outside the house made it.
    pub const fn is_by_others(self) -> bool {
        matches!(self, Self::Stamp | Self::Cosignature)
    }
}

/// One thing that is kept about the checkpoint of a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    pub size: u64,
    pub kind: Attested,
    pub body: Vec<u8>,
}

impl Attestation {
    pub fn digest(&self) -> Hash {
        Hash::of(&self.body)
    }

    pub fn mention(&self) -> Mention {
        Mention {
            kind: self.kind.code().to_owned(),
            sha256: self.digest().to_hex(),
            size: self.size,
        }
    }
}

/// An attestation as an anchor entry mentions it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    pub kind: String,
    pub sha256: String,
    pub size: u64,
}

/// The daily sign of life: written also when nothing happened, so that there is a checkpoint of every day. A reader of the
/// public count sees whether anything at all was written, and not what (docs/threat-model.md).
pub fn anchor(mentions: &[Mention]) -> NewEntry {
    NewEntry::new(EntryKind::Anchor).with(ATTESTATIONS, serde_json::json!(mentions))
}
