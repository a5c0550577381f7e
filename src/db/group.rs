//! Group commit: short transactions that wait at the same time become durable by one `COMMIT`.
//!
//! The first has a transaction of its own, and who comes after it a savepoint inside, one after the other. Who finishes while
//! others wait hands the open transaction on; who finishes last commits it, and only then is anybody told that theirs is
//! durable.
//! When the commit fails it fails for all of them: nothing that was acknowledged is lost. So it does when what one of them
//! wrote cannot be taken back: where the savepoint then stands nobody knows, and a `COMMIT` might end that alone.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex as Lock, MutexGuard, PoisonError};

use sea_orm::{DatabaseTransaction, DbErr, TransactionTrait};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::Db;
use super::owed::Slot;

/// At most this many share a commit: the first of them waits for the last.
const MOST: usize = 64;

/// Where those who write together meet.
#[derive(Debug, Default)]
pub(super) struct Group {
    open: Arc<Mutex<Open>>,
    waiting: AtomicUsize,
}

/// The transaction that is open, and who waits for it to become durable.
#[derive(Debug, Default)]
struct Open {
    outer: Option<DatabaseTransaction>,
    /// Keeps other writers of SQLite away as long as it is open.
    turn: Option<OwnedMutexGuard<()>>,
    told: Vec<oneshot::Sender<Result<(), String>>>,
    /// What those who have finished left to be written once for all.
    owed: Slot,
}

impl Open {
    /// Ends the open transaction and tells everybody how it went.
    async fn finish(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        let done = match self.outer.take() {
            // Nobody finished: there is nothing to keep.
            Some(outer) if self.told.is_empty() => outer.rollback().await,
            Some(outer) => settled(outer, owed).await,
            None => Ok(()),
        };
        self.tell(done);
    }

    /// Gives the open transaction up, and what everybody wrote in it.
    fn fail(&mut self, error: DbErr) {
        self.owed = Slot::default();
        // Rolled back; a connection on which that fails is closed (`db/mod.rs`).
        self.outer = None;
        self.tell(Err(error));
    }

    fn tell(&mut self, done: Result<(), DbErr>) {
        self.turn = None;
        let done = done.map_err(|error| error.to_string());
        for waiting in self.told.drain(..) {
            // Who no longer listens does not need to be told.
            let _ = waiting.send(done.clone());
        }
    }
}

/// Writes what is owed and makes everything durable, or nothing.
async fn settled(outer: DatabaseTransaction, owed: Slot) -> Result<(), DbErr> {
    if let Err(error) = owed.write(&outer).await {
        outer.rollback().await?;
        return Err(error);
    }
    outer.commit().await
}

/// One of those who write together. Dropped without [`Member::commit`], what it wrote has been rolled back, and what the
/// others wrote before it is made durable.
#[derive(Debug)]
pub(super) struct Member {
    open: Option<OwnedMutexGuard<Open>>,
    /// What this one writes in, until it commits.
    tx: Option<Arc<DatabaseTransaction>>,
    /// Taken along while it is this one's turn.
    owed: Lock<Slot>,
    group: Arc<Group>,
}

impl Group {
    #[expect(
        clippy::disallowed_methods,
        reason = "a savepoint of the transaction that `db/mod.rs` began"
    )]
    pub(super) async fn join(
        self: &Arc<Self>,
        db: &Db,
    ) -> Result<(Arc<DatabaseTransaction>, Member), DbErr> {
        let waiting = Waiting::new(self);
        let mut open = Arc::clone(&self.open).lock_owned().await;
        waiting.end();
        if open.outer.is_none() {
            // Nobody else has written anything in it: it can be rolled back as a whole.
            let (outer, turn) = db.begin_alone().await?;
            open.turn = turn;
            return Ok(Member::new(self, open, Slot::default()).with(outer));
        }
        let mut owed = std::mem::take(&mut open.owed);
        owed.mark();
        let member = Member::new(self, open, owed);
        let outer = member.open.as_ref().and_then(|open| open.outer.as_ref());
        let outer = outer.ok_or_else(|| DbErr::Custom("no transaction is open".to_owned()))?;
        let savepoint = outer.begin().await?;
        Ok(member.with(savepoint))
    }

    /// Ends the open transaction unless somebody waits for it, who will then.
    async fn settle(self: Arc<Self>) {
        let mut open = Arc::clone(&self.open).lock_owned().await;
        if self.waiting.load(Ordering::SeqCst) == 0 {
            open.finish().await;
        }
    }
}

impl Member {
    fn new(group: &Arc<Group>, open: OwnedMutexGuard<Open>, owed: Slot) -> Self {
        Self {
            open: Some(open),
            tx: None,
            owed: Lock::new(owed),
            group: Arc::clone(group),
        }
    }

    fn with(mut self, tx: DatabaseTransaction) -> (Arc<DatabaseTransaction>, Self) {
        let tx = Arc::new(tx);
        self.tx = Some(Arc::clone(&tx));
        (tx, self)
    }

    pub(super) fn owed(&self) -> MutexGuard<'_, Slot> {
        self.owed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what was written in `tx`, which [`Group::join`] gave, and waits until it is durable.
    pub(super) async fn commit(mut self, tx: Arc<DatabaseTransaction>) -> Result<(), DbErr> {
        self.tx = None;
        let ended = || DbErr::Custom("it has ended already".to_owned());
        let tx = Arc::into_inner(tx).ok_or_else(ended)?;
        let is_first = self.open.as_ref().is_some_and(|open| open.outer.is_none());
        let (outer, kept) = if is_first {
            (Some(tx), Ok(()))
        } else {
            (None, tx.commit().await)
        };
        let mut open = self.open.take().ok_or_else(ended)?;
        if let Err(error) = kept {
            open.fail(DbErr::Custom(error.to_string()));
            return Err(error);
        }
        if outer.is_some() {
            open.outer = outer;
        }
        let (tell, told) = oneshot::channel();
        open.told.push(tell);
        open.owed = std::mem::take(&mut *self.owed());
        let others_wait = self.group.waiting.load(Ordering::SeqCst) > 0;
        if others_wait && open.told.len() < MOST {
            drop(open);
        } else {
            // Not to be broken off in the middle when the one who commits goes away.
            tokio::spawn(async move { open.finish().await });
        }
        let done = told
            .await
            .unwrap_or_else(|_| Err("nobody committed".to_owned()));
        done.map_err(|error| {
            DbErr::Custom(format!("the commit that it shared with others: {error}"))
        })
    }
}

impl Drop for Member {
    /// An error may have ended the whole transaction (SQLite does so when the disk is full). So nobody joins it any
    /// more: it is ended at once, and if it is gone it fails for all.
    fn drop(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        open.owed = std::mem::take(&mut *self.owed());
        open.owed.take_back();
        let tx = self.tx.take().and_then(Arc::into_inner);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let taken_back = match tx {
                    Some(tx) => tx.rollback().await,
                    None => Ok(()),
                };
                match taken_back {
                    Ok(()) => open.finish().await,
                    Err(error) => open.fail(error),
                }
            });
        }
    }
}

/// Somebody who waits to join, until they have or go away.
struct Waiting<'a> {
    group: &'a Arc<Group>,
    over: bool,
}

impl<'a> Waiting<'a> {
    fn new(group: &'a Arc<Group>) -> Self {
        group.waiting.fetch_add(1, Ordering::SeqCst);
        Self { group, over: false }
    }

    fn end(mut self) {
        self.over = true;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.group.waiting.fetch_sub(1, Ordering::SeqCst);
        // Somebody may have left the commit to this one.
        if !self.over
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(Arc::clone(self.group).settle());
        }
    }
}
