//! Signs where the log stands: re-reads and recomputes what is new, compares it with what was signed last, remembers,
//! and only then signs.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::ConnectionTrait;
use time::OffsetDateTime;

use super::chain::Chain;
use super::checkpoint::{CheckpointError, TreeHead};
use super::entry::Entry;
use super::hash::Hash;
use super::head::Head;
use super::note::{Note, NoteError};
use super::pages::Packed;
use super::proof::{Place, Plan, ProofError};
use super::read::{self, StoredEntry};
use super::signer::{Signer, SignerError, Turn};
use super::store::{self, LedgerError};
use super::tree::{Frontier, leaf_hash};
use super::verify::{Bad, Tampering};
use crate::code::Code;
use crate::db::Db;
use crate::organisation::KommunId;

/// Entries held in memory at a time.
const PAGE: u64 = 4096;

/// Why no checkpoint was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The log is not a continuation of what was signed last. Nothing was signed.
    #[error(
        "refused to sign: {} (entry {}, the last signature is over {after} entries)",
        .bad.kind.code(), .bad.idx
    )]
    Refused { bad: Bad, after: u64 },
    #[error(transparent)]
    Signer(#[from] SignerError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// A signed checkpoint that covers entry `idx`: the one that is there, or a new one.
///
/// Those who ask at once share one signature.
///
/// # Errors
/// As [`sign`].
pub async fn covering(
    db: &Db,
    kommun: KommunId,
    signer: &Signer,
    idx: u64,
    at: OffsetDateTime,
) -> Result<Note, SignError> {
    covering_from(db, kommun, signer, idx, at, None).await
}

/// As [`covering`], for somebody who has just read the head.
///
/// # Errors
/// As [`sign`].
pub(super) async fn covering_from(
    db: &Db,
    kommun: KommunId,
    signer: &Signer,
    idx: u64,
    at: OffsetDateTime,
    read: Option<Head>,
) -> Result<Note, SignError> {
    let (turn, waited) = take_turn(signer).await?;
    db.read().look_up().await;
    // Without a memory it is for the signature to say so; what is signed already is there to be had.
    let reach = signer.memory().map_or(u64::MAX, |last| last.size);
    if reach > idx
        && let Some(note) = store::last_checkpoint(db.read(), kommun, idx + 1).await?
        && note.verify(signer.public()?).is_ok()
    {
        return Ok(note);
    }
    // Who waited for the turn signs for those who came meanwhile, too.
    let head = match read {
        Some(head) if !waited && head.size() >= reach => Some(head),
        _ => store::head(db.read(), kommun).await?,
    };
    sign_in_turn(db, kommun, signer, at, (turn, head)).await
}

/// Signs the log as it stands now, and stores the checkpoint.
///
/// # Errors
/// Refuses when the log is not a continuation of what was signed last, when what is stored is not what was hashed,
/// and when the signer's memory is missing.
pub async fn sign(
    db: &Db,
    kommun: KommunId,
    signer: &Signer,
    at: OffsetDateTime,
) -> Result<Note, SignError> {
    let (turn, _) = take_turn(signer).await?;
    db.read().look_up().await;
    let head = store::head(db.read(), kommun).await?;
    sign_in_turn(db, kommun, signer, at, (turn, head)).await
}

/// The turn, and whether others had it first.
pub(super) async fn take_turn(signer: &Signer) -> Result<(Turn, bool), SignerError> {
    let mut waited = false;
    loop {
        if let Some(turn) = signer.try_turn()? {
            return Ok((turn, waited));
        }
        waited = true;
        // Another process may have it, so nothing in this one can wake us.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Signs `head`, which was read in the turn.
async fn sign_in_turn(
    db: &Db,
    kommun: KommunId,
    signer: &Signer,
    at: OffsetDateTime,
    (turn, head): (Turn, Option<Head>),
) -> Result<Note, SignError> {
    let head = head.ok_or(LedgerError::NotOpen(kommun.number()))?;
    let last = signer.memory()?;
    if let Some(bad) = contradiction(db.read(), kommun, &head, &last).await? {
        return Err(SignError::Refused {
            bad,
            after: last.size,
        });
    }
    let now = head.tree_head();
    signer.remember(&now)?;
    let note = now.sign(signer.keys(), at)?;
    store::keep_checkpoint(&*db.write_one().await, kommun, &now, &note).await?;
    drop(turn);
    Ok(note)
}

/// How the log contradicts `signed`, if it does: it is shorter, it begins with something else, or what came since is
/// not what was hashed.
async fn contradiction(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    head: &Head,
    signed: &TreeHead,
) -> Result<Option<Bad>, LedgerError> {
    let bad = |kind, idx| Ok(Some(Bad { kind, idx }));
    if head.origin != signed.origin {
        return bad(Tampering::Fork, 0);
    }
    if head.size() < signed.size {
        return bad(Tampering::Rollback, head.size());
    }
    // With the entry before, which the new ones go on from, and the edge of the tree as it was.
    let (edge, mut from) = (Frontier::places(signed.size), signed.size);
    let mut until = head.size().min(from + PAGE);
    let page = Packed::chain(db, kommun, from.saturating_sub(1)..until, &edge).await?;
    let mut rows = page.entries()?;
    let mut nodes: HashMap<Place, Hash> = page.nodes()?.into_iter().collect();
    let before = rows
        .first()
        .is_some_and(|row| row.idx + 1 == from)
        .then(|| rows.remove(0));
    let Some(frontier) = frontier_at(signed.size, &edge, &nodes, before.as_ref())? else {
        return bad(Tampering::Missing, signed.size.saturating_sub(1));
    };
    if frontier.root() != signed.root {
        return bad(Tampering::Fork, signed.size.saturating_sub(1));
    }
    let Some(mut chain) = resume(head, frontier, before) else {
        return bad(Tampering::Edited, signed.size.saturating_sub(1));
    };
    loop {
        chain.take_page(from, until, rows, &|place| nodes.get(&place).copied());
        if until == head.size() {
            break;
        }
        (from, until) = (until, head.size().min(until + PAGE));
        let page = Packed::chain(db, kommun, from..until, &[]).await?;
        (rows, nodes) = (page.entries()?, page.nodes()?.into_iter().collect());
    }
    chain.finish(head);
    Ok(chain.bad())
}

/// A chain that goes on where the last signature ended. `None` when the entry `before` is not what was hashed.
fn resume(head: &Head, frontier: Frontier, before: Option<StoredEntry>) -> Option<Chain> {
    if frontier.size() == 0 {
        return Some(Chain::new(&head.origin));
    }
    let before = before?;
    let (entry, leaf) = (Entry::parse(&before.bytes).ok()?, leaf_hash(&before.bytes));
    let same = before.leaf == leaf.0 && entry.idx + 1 == frontier.size();
    same.then(|| Chain::resume(&head.origin, &entry, leaf, frontier))
}

/// The right-hand edge of the tree as it was at `size`, from the stored nodes and the last leaf, which is `before`'s.
/// `None` when one of them is missing.
fn frontier_at(
    size: u64,
    edge: &[Place],
    nodes: &HashMap<Place, Hash>,
    before: Option<&StoredEntry>,
) -> Result<Option<Frontier>, LedgerError> {
    let leaf = before.and_then(|row| Hash::from_slice(&row.leaf).ok());
    let hash = |place: &Place| match place.0 {
        0 => leaf,
        _ => nodes.get(place).copied(),
    };
    let hashes: Option<Vec<[u8; 32]>> = edge.iter().map(|place| Some(hash(place)?.0)).collect();
    Ok(match hashes {
        Some(hashes) => Some(Frontier::from_bytes(size, &hashes.concat())?),
        None => None,
    })
}

/// The stored hashes at `places`, leaves included.
async fn stored_at(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    places: &[Place],
) -> Result<HashMap<Place, Hash>, LedgerError> {
    Ok(read::readable(read::nodes_at(db, kommun, places).await?))
}

/// The hashes that show that entry `idx` is in the log of `size` entries.
///
/// # Errors
/// When there is no such entry or the database lacks a node.
pub async fn prove_inclusion(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    idx: u64,
    size: u64,
) -> Result<Vec<Hash>, SignError> {
    fill(db, kommun, &Plan::inclusion(idx, size)?).await
}

/// The hashes that show that the log of `new` entries begins with the log of `old` entries.
///
/// # Errors
/// When the sizes do not allow it or the database lacks a node.
pub async fn prove_consistency(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, SignError> {
    fill(db, kommun, &Plan::consistency(old, new)?).await
}

async fn fill(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    plan: &Plan,
) -> Result<Vec<Hash>, SignError> {
    let places: Vec<Place> = plan.places().collect();
    Ok(plan.fill(&stored_at(db, kommun, &places).await?)?)
}
