//! Entries of those who write together, until they are written for all of them at once.
//!
//! One after the other they have the transaction and with it the head of the log. Where the log stands is known after the
//! first of them, so the next need not ask, and the rows of all are inserted together before the commit.

use std::any::Any;
use std::collections::HashMap;

use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};

use super::append::{Locked, write};
use super::head::{Head, Written};
use super::store::LedgerError;
use crate::db::batch::Batch;
use crate::db::owed::{Owed, Slot};

/// By the number of the log.
#[derive(Debug, Default)]
pub(super) struct Pending {
    logs: HashMap<i64, Log>,
    /// How far each was when the one whose turn it is began.
    marked: HashMap<i64, (Head, usize)>,
}

/// A log whose head was taken by this transaction.
#[derive(Debug)]
struct Log {
    /// After `written`.
    locked: Locked,
    written: Vec<Written>,
}

impl Pending {
    /// Does something with what is pending.
    ///
    /// # Errors
    /// When something else than a log is kept there.
    pub(super) fn with<T>(
        slot: &mut Slot,
        act: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, LedgerError> {
        let owed: &mut dyn Any = &mut **slot.owed.get_or_insert_with(|| Box::new(Self::default()));
        let pending = owed.downcast_mut::<Self>();
        let pending = pending.ok_or_else(|| DbErr::Custom("owed by somebody else".to_owned()))?;
        Ok(act(pending))
    }

    /// Where a log stands, when somebody of this transaction has its head.
    pub(super) fn head(&self, log: i64) -> Option<Locked> {
        Some(self.logs.get(&log)?.locked.clone())
    }

    /// The log stands at `locked` after `written`.
    pub(super) fn add(&mut self, locked: Locked, written: Vec<Written>) {
        match self.logs.get_mut(&locked.log) {
            Some(log) => {
                log.locked = locked;
                log.written.extend(written);
            }
            None => {
                self.logs.insert(locked.log, Log { locked, written });
            }
        }
    }
}

#[async_trait]
impl Owed for Pending {
    fn mark(&mut self) {
        let logs = self.logs.iter();
        let marks = logs.map(|(log, at)| (*log, (at.locked.head.clone(), at.written.len())));
        self.marked = marks.collect();
    }

    /// A head that was first taken after the mark is let go: rolling back to a savepoint unlocks it.
    fn take_back(&mut self) {
        let marked = &mut self.marked;
        self.logs.retain(|number, log| {
            let Some((head, length)) = marked.remove(number) else {
                return false;
            };
            log.locked.head = head;
            log.written.truncate(length);
            true
        });
    }

    async fn write(&self, tx: &DatabaseTransaction, rows: Batch) -> Result<(), DbErr> {
        let mut rows = Some(rows);
        for log in self.logs.values().filter(|log| !log.written.is_empty()) {
            let rows = rows.take().unwrap_or_default();
            let written = write(tx, &log.locked, &log.written, rows).await;
            written.map_err(|error| DbErr::Custom(error.to_string()))?;
        }
        match rows {
            Some(rows) => rows.write(tx).await,
            None => Ok(()),
        }
    }
}
