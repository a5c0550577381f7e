//! The rules as each kommun has them, remembered from one page to the next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::{ConnectionTrait, DbErr};
use time::Date;

use crate::law::{PolicySet, Ruling};
use crate::organisation::KommunId;
use crate::ruling::ruled;

/// What a kommun has decided, and the rules that follow from it on a day.
#[derive(Debug, Clone)]
pub struct Decided {
    /// In the order in which they were made.
    pub rulings: Arc<[Ruling]>,
    pub rules: Arc<PolicySet>,
    day: Date,
}

/// A ruling is written once and never changed or removed: as many as were read before are the same.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<i64, Decided>>);

impl Kept {
    /// The rules as the kommun has them on a day, `rulings` being how many it [has made](super::counted).
    ///
    /// # Errors
    /// When the database does not answer or a ruling cannot be read.
    pub async fn decided(
        &self,
        db: &impl ConnectionTrait,
        kommun: KommunId,
        rulings: i64,
        (rules, day): (&Arc<PolicySet>, Date),
    ) -> Result<Decided, DbErr> {
        let known = self.find(kommun, rulings);
        if let Some(known) = known.as_ref().filter(|known| known.day == day) {
            return Ok(known.clone());
        }
        let made: Arc<[Ruling]> = match known {
            Some(known) => known.rulings,
            None if rulings == 0 => Arc::default(),
            None => super::of_kommun(db, kommun).await?.into(),
        };
        let decided = Decided {
            rules: ruled(rules, &made, day),
            rulings: made,
            day,
        };
        self.lock().insert(kommun.number(), decided.clone());
        Ok(decided)
    }

    fn find(&self, kommun: KommunId, rulings: i64) -> Option<Decided> {
        let known = self.lock();
        let of_kommun = known.get(&kommun.number())?;
        let as_many = i64::try_from(of_kommun.rulings.len()) == Ok(rulings);
        as_many.then(|| of_kommun.clone())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Decided>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
