//! The one door through which the register is changed.

use std::collections::BTreeSet;

use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::{Author, RecordKind, Revision, store};

use crate::compliance::store::{Judgement, Moved, renew};
use crate::db::record::{self, Record, Stored, UpdateError};
use crate::db::{Db, WriteTx};
use crate::ledger::append::append;
use crate::ledger::store::LedgerError;
use crate::ledger::{EntryKind, NewEntry};
use crate::site::SiteId;

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error("someone else has changed the record since it was opened")]
    Stale,
    #[error("the database did not take the change: {0}")]
    Db(#[from] DbErr),
    #[error("the ledger did not take the change: {0}")]
    Ledger(#[from] LedgerError),
    #[error("the record has no canonical form: {0}")]
    Canonical(#[from] serde_json::Error),
}

impl From<UpdateError> for ChangeError {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Stale => Self::Stale,
            UpdateError::Db(error) => Self::Db(error),
        }
    }
}

/// A change under way. Dropped without [`Change::commit`], nothing of it has happened.
#[derive(Debug)]
pub struct Change<'a> {
    tx: WriteTx,
    author: &'a Author,
    at: OffsetDateTime,
    by: Judgement<'a>,
    revisions: Vec<Revision>,
    touched: BTreeSet<SiteId>,
    undoes: Option<i64>,
}

impl<'a> Change<'a> {
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(
        db: &Db,
        author: &'a Author,
        at: OffsetDateTime,
        by: Judgement<'a>,
    ) -> Result<Self, ChangeError> {
        Ok(Self::within(db.begin_write().await?, author, at, by))
    }

    /// Goes on with a transaction that is open already: the founding of a kommun is part of its history.
    pub fn within(tx: WriteTx, author: &'a Author, at: OffsetDateTime, by: Judgement<'a>) -> Self {
        Self {
            tx,
            author,
            // Whole seconds, as the ledger counts: the history is digested as every engine can store it.
            at: at.replace_nanosecond(0).unwrap_or(at),
            by,
            revisions: Vec::new(),
            touched: BTreeSet::new(),
            undoes: None,
        }
    }

    /// Says why: what is written takes back the change under another entry of the log.
    #[must_use]
    pub const fn undoing(mut self, entry: i64) -> Self {
        self.undoes = Some(entry);
        self
    }

    /// The transaction, for reading what is being written.
    pub const fn tx(&self) -> &WriteTx {
        &self.tx
    }

    pub const fn author(&self) -> &Author {
        self.author
    }

    pub const fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Marks a site whose standing depends on a record that is not its own, such as its recorder.
    pub fn touch(&mut self, site: SiteId) {
        self.touched.insert(site);
    }

    /// # Errors
    /// When the database refuses the record.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<R::Id, ChangeError> {
        let id = record::insert(&*self.tx, self.author.kommun, record).await?;
        self.note_record::<R>(id, None, record)?;
        Ok(id)
    }

    /// Replaces `before` by `after`; writes nothing when they are the same.
    ///
    /// # Errors
    /// [`ChangeError::Stale`] when someone else was faster.
    pub async fn update<R: Record>(
        &mut self,
        before: &Stored<R>,
        after: &R,
    ) -> Result<(), ChangeError> {
        let old = serde_json::to_value(&before.data)?;
        if old == serde_json::to_value(after)? {
            return Ok(());
        }
        record::update(
            &*self.tx,
            self.author.kommun,
            before.id,
            before.version,
            after,
        )
        .await?;
        self.touched.extend(before.data.site());
        self.note_record::<R>(before.id, Some(old), after)
    }

    /// Notes what is written outside the records of the register but has a history like them, such as people's roles.
    pub fn note(
        &mut self,
        kind: RecordKind,
        record: i64,
        before: Option<serde_json::Value>,
        after: serde_json::Value,
    ) {
        self.push(kind, record, None, (before, after));
    }

    fn note_record<R: Record>(
        &mut self,
        id: R::Id,
        before: Option<serde_json::Value>,
        after: &R,
    ) -> Result<(), ChangeError> {
        let record: i64 = id.into();
        let site = if R::KIND == RecordKind::Site {
            Some(SiteId(record))
        } else {
            after.site()
        };
        self.touched.extend(site);
        self.push(
            R::KIND,
            record,
            site,
            (before, serde_json::to_value(after)?),
        );
        Ok(())
    }

    fn push(
        &mut self,
        kind: RecordKind,
        record: i64,
        site: Option<SiteId>,
        (before, after): (Option<serde_json::Value>, serde_json::Value),
    ) {
        self.revisions.push(Revision {
            at: self.at,
            author: self.author.name.clone(),
            kind,
            record,
            site,
            before,
            after,
            undoes: self.undoes,
        });
    }

    /// Writes the revisions, the ledger entry over their digests and the new standing of the sites, and makes
    /// everything durable. Gives the number of the entry; none when nothing was written.
    ///
    /// # Errors
    /// When the ledger or the database refuses: then nothing has happened.
    pub async fn commit(mut self) -> Result<Option<i64>, ChangeError> {
        let places =
            |revision: &Revision| matches!(revision.kind, RecordKind::Site | RecordKind::Unit);
        let moved = if self.revisions.iter().any(places) {
            Moved::Perhaps
        } else {
            Moved::No
        };
        let entry = self.seal().await?;
        // Sites that the author does not know of stand otherwise too.
        let kommun = self.author.kommun.unveiled();
        renew(&*self.tx, kommun, &self.touched, moved, self.by).await?;
        self.tx.commit().await?;
        Ok(entry)
    }

    async fn seal(&mut self) -> Result<Option<i64>, ChangeError> {
        if self.revisions.is_empty() {
            return Ok(None);
        }
        let mut revisions = Vec::with_capacity(self.revisions.len());
        for revision in self.revisions.drain(..) {
            let digest = revision.digest()?;
            revisions.push((revision, digest));
        }
        let digests: Vec<String> = revisions.iter().map(|(_, digest)| digest.clone()).collect();
        let entry = entry_over(&digests);
        let appended = append(&self.tx, self.author.kommun, self.at, entry).await?;
        let idx = i64::try_from(appended.idx).map_err(|error| DbErr::Type(error.to_string()))?;
        store::insert(&*self.tx, self.author, &revisions, idx).await?;
        Ok(Some(idx))
    }
}

/// The ledger entry of a register transaction: the SHA-256 over the digests of its revisions in the order of their
/// ids, one per line. An import of thousands of records is one short field.
pub(super) fn entry_over(digests: &[String]) -> NewEntry {
    let sum = crate::hex(&Sha256::digest(digests.join("\n")));
    NewEntry::new(EntryKind::Register).with(
        "revisions",
        serde_json::json!({ "count": digests.len(), "sha256": sum }),
    )
}
