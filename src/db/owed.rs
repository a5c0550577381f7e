//! What those who write together write once for all of them: before their commit, and not each in its turn.

use std::any::Any;
use std::fmt::Debug;

use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};

/// Kept in memory while a transaction is handed from one to the next. What one of them added is taken back when that one
/// gives up, as the database takes back what it wrote.
#[async_trait]
pub trait Owed: Any + Debug + Send + Sync {
    /// The next one begins here.
    fn mark(&mut self);

    /// Forgets what was added since the mark.
    fn take_back(&mut self);

    /// Writes all of it.
    ///
    /// # Errors
    /// When the database does not take it: then the transaction is rolled back.
    async fn write(&self, tx: &DatabaseTransaction) -> Result<(), DbErr>;
}

/// Where it is kept, if there is any.
pub type Slot = Option<Box<dyn Owed>>;
