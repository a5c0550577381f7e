//! Writing: a row and its entry in one transaction, or neither.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

use super::{entity, is_handed_out, is_waiting, of_request};
use crate::code::Code;
use crate::db::WriteTx;
use crate::disclosure::Disclosure;
use crate::disclosure::step::{
    By, Logged, ReceiptForm, Said, Steps, is_new, missing, receipt, withdrawal,
};
use crate::disclosure::store::{Recorded, by_key};
use crate::ledger::NewEntry;
use crate::ledger::append::{Locked, append_after, lock};
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;
use crate::site::SiteId;

/// Steps that are to be written together with their entries.
#[derive(Debug)]
pub struct Rows(Vec<entity::ActiveModel>);

/// The rows of entries that are appended from `first` on. `ahead`: nothing is recorded of the disclosure yet.
///
/// # Errors
/// When what is said cannot be written down.
fn rows(
    (kommun, site): (KommunId, SiteId),
    by: By<'_>,
    entries: &[NewEntry],
    (first, ahead): (i64, bool),
    at: OffsetDateTime,
) -> Result<Rows, DbErr> {
    let row = |(idx, entry): (i64, &NewEntry)| {
        let said: Said = entry
            .fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        let body = serde_json::to_string(&said).map_err(|error| DbErr::Type(error.to_string()))?;
        Ok(entity::ActiveModel {
            kommun_id: Set(kommun.number()),
            site_id: Set(site.0),
            request_key: Set(by.key.to_owned()),
            kind: Set(entry.kind.code().to_owned()),
            ahead: Set(ahead),
            ledger_idx: Set(idx),
            recorded_at: Set(at),
            account_id: Set(by.account.0),
            body: Set(body),
            ..Default::default()
        })
    };
    let rows: Result<Vec<_>, DbErr> = (first..).zip(entries).map(row).collect();
    rows.map(Rows)
}

/// What is to be written of the steps of a disclosure that is recorded now.
#[derive(Debug)]
pub struct Due {
    pub entries: Vec<NewEntry>,
    pub rows: Rows,
    /// Where all of them stand then; none of a correction, which is an entry of its own.
    pub steps: Option<Steps>,
}

/// The steps of a disclosure that are not in the log as it says them, to be appended from `first` on, when `earlier` are
/// there already.
///
/// # Errors
/// When what is said cannot be written down.
pub fn due(
    kommun: KommunId,
    (disclosure, by): (&Disclosure, By<'_>),
    earlier: &[Logged],
    first: i64,
    at: OffsetDateTime,
) -> Result<Due, DbErr> {
    let (mut entries, mut steps) = (Vec::new(), None);
    if disclosure.correction.is_none() {
        let (new, all) = missing(earlier, disclosure, by, first);
        (entries, steps) = (new, Some(all));
    }
    let place = (kommun, disclosure.site);
    Ok(Due {
        rows: rows(place, by, &entries, (first, false), at)?,
        entries,
        steps,
    })
}

/// Writes rows whose entries are appended in the same transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(tx: &WriteTx, rows: Rows) -> Result<(), DbErr> {
    tx.insert_later(rows.0).await
}

/// Writes down what is new of some steps of a request that nothing is recorded of yet. Gives how many were.
///
/// # Errors
/// When the database or the ledger refuses: then none is written.
pub async fn write(
    tx: &WriteTx,
    (kommun, site): (KommunId, SiteId),
    by: By<'_>,
    mut steps: Vec<NewEntry>,
    at: OffsetDateTime,
) -> Result<usize, LedgerError> {
    if steps.is_empty() {
        return Ok(0);
    }
    let head = lock(tx, kommun).await?;
    let all = kommun.unveiled();
    let earlier = of_request(&**tx, all, by.key).await?;
    steps.retain(|step| is_new(&earlier, step));
    if steps.is_empty() || by_key(&**tx, all, by.key).await?.is_some() {
        return Ok(0);
    }
    let written = steps.len();
    append(tx, (kommun, site), (head, by), steps, (true, at)).await?;
    Ok(written)
}

async fn append(
    tx: &WriteTx,
    place: (KommunId, SiteId),
    (head, by): (Locked, By<'_>),
    steps: Vec<NewEntry>,
    (ahead, at): (bool, OffsetDateTime),
) -> Result<(), LedgerError> {
    let rows = rows(place, by, &steps, (head.next(), ahead), at)?;
    append_after(tx, head, at, steps).await?;
    Ok(insert(tx, rows).await?)
}

/// Ends a request without a decision. `false` when it has ended already, or something was recorded of it.
///
/// # Errors
/// When the database or the ledger refuses.
pub async fn end(
    tx: &WriteTx,
    kommun: KommunId,
    request: &Logged,
    (by, reason): (By<'_>, &str),
    at: OffsetDateTime,
) -> Result<bool, LedgerError> {
    let head = lock(tx, kommun).await?;
    if !is_waiting(&**tx, kommun.unveiled(), request.id).await? {
        return Ok(false);
    }
    let place = (kommun, request.site);
    let step = withdrawal(request, reason, by);
    append(tx, place, (head, by), vec![step], (true, at)).await?;
    Ok(true)
}

/// Writes down that a receipt was handed out, the first time in each form.
///
/// # Errors
/// When the database or the ledger refuses.
pub async fn hand_out(
    tx: &WriteTx,
    kommun: KommunId,
    (of, form): (&Recorded, ReceiptForm),
    by: By<'_>,
    at: OffsetDateTime,
) -> Result<(), LedgerError> {
    let head = lock(tx, kommun).await?;
    if is_handed_out(&**tx, kommun, of, form).await? {
        return Ok(());
    }
    let place = (kommun, of.data.site);
    let step = receipt(of, form, by);
    append(tx, place, (head, by), vec![step], (false, at)).await
}
