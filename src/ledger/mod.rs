//! The ledger: an append-only log of which every receiver of footage can verify an entry without asking us.
//!
//! An entry is a string of bytes (`entry.rs`) that holds digests of what people recorded (`sealed.rs`). Entries are
//! chained by `prev` and are the leaves of a Merkle tree (`tree.rs`). The formats are public specifications, so that
//! programs that nobody here wrote can check the log: RFC 8785, RFC 6962, RFC 9901, and C2SP
//! signed-note, tlog-checkpoint, tlog-proof, tlog-tiles.
//!
//! The log is *manipulationsavslöjande*: it cannot keep a person with the database from changing it, but the change
//! shows. `audit.rs` re-reads every byte and names the first entry that is not as it was.

pub mod api;
pub mod append;
pub mod audit;
pub mod cases;
pub mod chain;
pub mod checkpoint;
pub mod digests;
pub mod entry;
pub mod erasure;
pub mod export;
pub mod fields;
pub mod footage;
pub mod hash;
pub mod head;
mod intent;
pub mod issue;
pub mod keys;
pub mod kvitto;
mod memory;
pub mod note;
pub mod outside;
pub mod page;
mod pages;
mod pending;
pub mod proof;
pub mod proof_file;
pub mod read;
pub mod receipt;
pub mod receipt_zip;
mod remembered;
pub mod revoked;
mod rows;
pub mod sealed;
pub mod self_test;
pub mod signer;
pub mod signers;
pub mod signing;
mod soon;
pub mod store;
pub mod tiles;
pub mod tree;
pub mod verification;
pub mod verifier;
pub mod verify;
pub mod web;
pub mod words;

pub use entry::{Entry, EntryKind};
pub use hash::Hash;
pub use head::{Head, NewEntry};
