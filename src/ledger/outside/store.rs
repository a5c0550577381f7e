//! What parties outside the house attested, in the database.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, Set};

use super::{ATTESTATIONS, Attestation, Attested, Mention};
use crate::code::Code;
use crate::ledger::entry::Entry;
use crate::ledger::read;
use crate::ledger::rows::{attestations, heads};
use crate::ledger::sealed::{self, Sealed};
use crate::ledger::store::{LedgerError, signed, unsigned};
use crate::organisation::KommunId;

use attestations::Column as C;

fn of(kommun: KommunId) -> Select<attestations::Entity> {
    attestations::Entity::find().filter(C::LogId.eq(kommun.number()))
}

/// Keeps an attestation; the same one is kept once.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    attestation: &Attestation,
) -> Result<(), LedgerError> {
    let row = attestations::ActiveModel {
        log_id: Set(kommun.number()),
        size: Set(signed(attestation.size)?),
        kind: Set(attestation.kind.code().to_owned()),
        digest: Set(attestation.digest().to_hex()),
        body: Set(attestation.body.clone()),
    };
    attestations::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([C::LogId, C::Size, C::Kind, C::Digest])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The attestations of some kinds, the shortest log first, as they stand in the database: not yet believed.
///
/// # Errors
/// When the database fails.
pub async fn all(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    kinds: &[Attested],
) -> Result<Vec<Attestation>, LedgerError> {
    let rows = of(kommun)
        .filter(C::Kind.is_in(kinds.iter().map(|kind| kind.code())))
        .order_by_asc(C::Size)
        .order_by_asc(C::Digest)
        .all(db)
        .await?;
    rows.into_iter().map(open).collect()
}

/// The one of a kind over the longest log.
///
/// # Errors
/// When the database fails.
pub async fn newest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    kind: Attested,
) -> Result<Option<Attestation>, LedgerError> {
    let row = of(kommun)
        .filter(C::Kind.eq(kind.code()))
        .order_by_desc(C::Size)
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// The one of a kind over the shortest log that holds entry `idx`.
///
/// # Errors
/// When the database fails.
pub async fn first_over(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    kind: Attested,
    idx: u64,
) -> Result<Option<Attestation>, LedgerError> {
    let row = of(kommun)
        .filter(C::Kind.eq(kind.code()))
        .filter(C::Size.gt(signed(idx)?))
        .order_by_asc(C::Size)
        .one(db)
        .await?;
    row.map(open).transpose()
}

/// Those of a kind over the log of `size` entries.
///
/// # Errors
/// When the database fails.
pub async fn over(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    kind: Attested,
    size: u64,
) -> Result<Vec<Attestation>, LedgerError> {
    let rows = of(kommun)
        .filter(C::Kind.eq(kind.code()))
        .filter(C::Size.eq(signed(size)?))
        .order_by_asc(C::Digest)
        .all(db)
        .await?;
    rows.into_iter().map(open).collect()
}

fn open(row: attestations::Model) -> Result<Attestation, LedgerError> {
    Ok(Attestation {
        size: unsigned(row.size)?,
        kind: Attested::from_code(&row.kind)
            .map_err(|error| LedgerError::Damaged(error.to_string()))?,
        body: row.body,
    })
}

/// What the anchor entries mention, with the number of the entry. A field counts only when its entry holds its digest.
///
/// # Errors
/// When the database fails.
pub async fn mentioned(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Vec<(u64, Mention)>, LedgerError> {
    let fields = read::fields_named(db, kommun, ATTESTATIONS).await?;
    let at: Vec<u64> = fields.iter().map(|field| field.idx).collect();
    let entries = read::entries_at(db, kommun, &at).await?;
    let mut mentioned = Vec::new();
    for (field, entry) in fields.iter().filter_map(|field| {
        let stored = entries.iter().find(|entry| entry.idx == field.idx)?;
        Some((field, Entry::parse(&stored.bytes).ok()?))
    }) {
        let genuine = entry.sealed.get(ATTESTATIONS) == Some(sealed::digest(&field.text));
        let value = Sealed::parse(&field.text).ok().filter(|_| genuine);
        let list = value.and_then(|field| serde_json::from_value(field.value).ok());
        let list: Vec<Mention> = list.unwrap_or_default();
        mentioned.extend(list.into_iter().map(|mention| (field.idx, mention)));
    }
    Ok(mentioned)
}

/// The attestations by others that no anchor entry mentions yet.
///
/// # Errors
/// When the database fails.
pub async fn unmentioned(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Vec<Mention>, LedgerError> {
    let held = mentioned(db, kommun).await?.into_iter();
    let held: BTreeSet<Mention> = held.map(|(_, mention)| mention).collect();
    let kinds = [Attested::Stamp, Attested::Cosignature];
    let all = all(db, kommun, &kinds).await?;
    let fresh = all.iter().map(Attestation::mention);
    Ok(fresh.filter(|mention| !held.contains(mention)).collect())
}

/// The last anchor entry: its number and when it was written.
///
/// # Errors
/// When the database fails.
pub async fn last_anchor(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Option<Entry>, LedgerError> {
    let Some(idx) = read::last_named(db, kommun, ATTESTATIONS).await? else {
        return Ok(None);
    };
    let rows = read::entries(db, kommun, idx, idx + 1).await?;
    Ok(rows.first().and_then(|row| Entry::parse(&row.bytes).ok()))
}

/// The names of the logs of this installation, each with the number of its kommun.
///
/// # Errors
/// When the database fails.
pub async fn origins(db: &impl ConnectionTrait) -> Result<Vec<(i64, String)>, LedgerError> {
    let rows = heads::Entity::find()
        .order_by_asc(heads::Column::LogId)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.log_id, row.origin))
        .collect())
}
