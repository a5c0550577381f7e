//! How many sites have each standing today, remembered for as long as no standing changes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::{ConnectionTrait, DbErr};

use super::Fresh;
use crate::compliance::list::{self, Distribution};
use crate::organisation::KommunId;

/// The distribution in each kommun, as each sees it: counted once for every state of the cache of standings.
#[derive(Debug, Default)]
pub struct Counted(Mutex<HashMap<KommunId, (Fresh, Distribution)>>);

impl Counted {
    /// `fresh` is the state that was read last; without one nothing is remembered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn distribution(
        &self,
        db: &impl ConnectionTrait,
        kommun: KommunId,
        fresh: Option<Fresh>,
    ) -> Result<Distribution, DbErr> {
        if let Some(known) = fresh.and_then(|fresh| self.find(kommun, fresh)) {
            return Ok(known);
        }
        // Read later than `fresh`: whoever changed the rows since also changed their state, which is asked for anew.
        let counted = list::distribution(db, kommun).await?;
        if let Some(fresh) = fresh {
            self.lock().insert(kommun, (fresh, counted));
        }
        Ok(counted)
    }

    fn find(&self, kommun: KommunId, fresh: Fresh) -> Option<Distribution> {
        let known = self.lock();
        let (of, distribution) = known.get(&kommun)?;
        (*of == fresh).then_some(*distribution)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<KommunId, (Fresh, Distribution)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
