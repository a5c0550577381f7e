//! What those who write together write once for all of them: before their commit, and not each in its turn.

use std::any::Any;
use std::fmt::Debug;

use async_trait::async_trait;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr};

use super::batch::Batch;

/// Kept in memory while a transaction is handed from one to the next. What one of them added is taken back when that one
/// gives up, as the database takes back what it wrote.
#[async_trait]
pub trait Owed: Any + Debug + Send + Sync {
    /// The next one begins here.
    fn mark(&mut self);

    /// Forgets what was added since the mark.
    fn take_back(&mut self);

    /// Writes all of it, and `rows` with it.
    ///
    /// # Errors
    /// When the database does not take it: then the transaction is rolled back.
    async fn write(&self, tx: &DatabaseTransaction, rows: Batch) -> Result<(), DbErr>;
}

/// Where it is kept.
#[derive(Debug, Default)]
pub struct Slot {
    pub owed: Option<Box<dyn Owed>>,
    rows: Batch,
    /// How many of them there were when the one whose turn it is began.
    marked: usize,
}

impl Slot {
    /// Rows that nobody asks for before they are durable.
    pub fn insert<A: ActiveModelTrait>(&mut self, rows: Vec<A>) {
        self.rows.insert(rows);
    }

    pub(super) fn mark(&mut self) {
        self.marked = self.rows.len();
        if let Some(owed) = &mut self.owed {
            owed.mark();
        }
    }

    pub(super) fn take_back(&mut self) {
        self.rows.truncate(self.marked);
        if let Some(owed) = &mut self.owed {
            owed.take_back();
        }
    }

    pub(super) async fn write(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        match self.owed {
            Some(owed) => owed.write(tx, self.rows).await,
            None => self.rows.write(tx).await,
        }
    }
}
