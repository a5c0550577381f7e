//! What one request reads, over one connection. A pool takes a connection for each query and asks it afterwards whether it is
//! still there: a page of fifteen queries did everything twice, and each query on another connection with a cold cache.
//!
//! A request that is answered [within a look](looking) keeps the connection of its first query, in a transaction that only
//! reads, until it writes or ends. So on SQLite all of a page is of one moment, too. Whoever wants to see what others have
//! written since [looks up](Reader::look_up) first; after that every query has a connection of its own again.

use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, ExecResult,
    QueryResult, Statement, StreamTrait, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

tokio::task_local! {
    static LOOK: Look;
}

/// What is read one after the other over one connection. Cheap to clone: the clones are the same look.
#[derive(Debug, Clone, Default)]
pub struct Look(Arc<Mutex<State>>);

impl Look {
    /// Gives an answer whose queries share the connection of this look as long as they only read.
    pub async fn during<T>(self, answer: impl Future<Output = T>) -> T {
        LOOK.scope(self, answer).await
    }
}

#[derive(Debug, Default)]
enum State {
    /// Nothing was read yet.
    #[default]
    Before,
    Open {
        tx: DatabaseTransaction,
        #[expect(dead_code, reason = "held until the look has ended")]
        place: OwnedSemaphorePermit,
    },
    Over,
}

/// Answers a request whose queries share a connection as long as it only reads.
pub async fn looking<T>(answer: impl Future<Output = T>) -> T {
    Look::default().during(answer).await
}

/// For queries that only read. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    pool: DatabaseConnection,
    /// How many looks there may be at once: the rest of the connections is for everybody else, however long a look lasts.
    places: Arc<Semaphore>,
}

impl Reader {
    pub(super) fn new(pool: DatabaseConnection, looks: usize) -> Self {
        Self {
            pool,
            places: Arc::new(Semaphore::new(looks)),
        }
    }

    /// The connections themselves, for what is read row by row.
    pub const fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    pub(super) const fn pool_mut(&mut self) -> &mut DatabaseConnection {
        &mut self.pool
    }

    /// Ends the look that this request had, if it had one: what is read from now on is how everything stands then.
    pub async fn look_up(&self) {
        if let Ok(Look(look)) = LOOK.try_with(Look::clone) {
            *look.lock_owned().await = State::Over;
        }
    }

    /// The look of this request, begun if it was not. `None` where queries have connections of their own.
    #[expect(
        clippy::disallowed_methods,
        reason = "it never writes, so it never waits for the right to"
    )]
    async fn look(&self) -> Result<Option<OwnedMutexGuard<State>>, DbErr> {
        let Ok(Look(look)) = LOOK.try_with(Look::clone) else {
            return Ok(None);
        };
        let mut state = look.lock_owned().await;
        if matches!(*state, State::Before) {
            *state = match Arc::clone(&self.places).try_acquire_owned() {
                Ok(place) => State::Open {
                    tx: self.pool.begin().await?,
                    place,
                },
                Err(_) => State::Over,
            };
        }
        Ok(matches!(*state, State::Open { .. }).then_some(state))
    }
}

/// Asks within the look, or by itself. A look in which something failed is over: PostgreSQL would refuse all that follows.
macro_rules! ask {
    ($self:ident, $ask:ident, $what:expr) => {
        match $self.look().await? {
            None => $self.pool.$ask($what).await,
            Some(mut state) => {
                let answer = match &*state {
                    State::Open { tx, .. } => tx.$ask($what).await,
                    State::Before | State::Over => $self.pool.$ask($what).await,
                };
                if answer.is_err() {
                    *state = State::Over;
                }
                answer
            }
        }
    };
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DatabaseBackend {
        ConnectionTrait::get_database_backend(&self.pool)
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.pool.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.pool.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        ask!(self, query_one_raw, statement)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        ask!(self, query_all_raw, statement)
    }
}

/// What is read row by row has a connection of its own, also within a look.
impl StreamTrait for Reader {
    type Stream<'a> = <DatabaseConnection as StreamTrait>::Stream<'a>;

    fn get_database_backend(&self) -> DatabaseBackend {
        ConnectionTrait::get_database_backend(&self.pool)
    }

    fn stream_raw<'a>(
        &'a self,
        statement: Statement,
    ) -> Pin<Box<dyn Future<Output = Result<Self::Stream<'a>, DbErr>> + 'a + Send>> {
        self.pool.stream_raw(statement)
    }
}
