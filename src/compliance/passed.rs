//! The standing of every site on days other than today, remembered for as long as nothing is written and no rule changes.
//!
//! The list of another day is turned page by page; judging every site anew for each page would be waste. What is
//! remembered is found by everything that it depends on, so that it can never be out of date.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use time::Date;

use super::Summary;
use super::list::{Distribution, SiteThen};
use crate::organisation::KommunId;
use crate::site::SiteId;

/// Days in memory at a time, over all kommuner.
const DAYS: usize = 4;

/// Everything that the standing of a day depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub kommun: KommunId,
    pub day: Date,
    /// The digest of the rules.
    pub rules: String,
    /// The latest that was written in the register of the kommun.
    pub written: i64,
    pub known_then: bool,
}

/// By one of the two answers about a day.
#[derive(Debug)]
pub enum Standings {
    /// What is recorded today about the day.
    Recorded(HashMap<SiteId, Summary>),
    /// What the register knew then.
    Known(HashMap<SiteId, SiteThen>),
}

impl Standings {
    /// Of all sites but those that are not to be known of.
    pub fn distribution(&self, unseen: &BTreeSet<SiteId>) -> Distribution {
        let mut distribution = Distribution::default();
        let mut count = |(site, summary): (&SiteId, &Summary)| {
            if !unseen.contains(site) {
                distribution.add(summary.standing, 1);
            }
        };
        match self {
            Self::Recorded(found) => found.iter().for_each(&mut count),
            Self::Known(found) => {
                let sites = found.iter().map(|(site, then)| (site, &then.summary));
                sites.for_each(&mut count);
            }
        }
        distribution
    }
}

#[derive(Debug, Default)]
pub struct PassedDays(Mutex<VecDeque<(Key, Arc<Standings>)>>);

impl PassedDays {
    pub fn find(&self, key: &Key) -> Option<Arc<Standings>> {
        let days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = days.iter().find(|(known, _)| known == key);
        found.map(|(_, standings)| Arc::clone(standings))
    }

    pub fn remember(&self, key: Key, standings: &Arc<Standings>) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What was written since makes older answers about the same day useless.
        days.retain(|(known, _)| {
            (known.kommun, known.day, known.known_then) != (key.kommun, key.day, key.known_then)
        });
        days.truncate(DAYS - 1);
        days.push_front((key, Arc::clone(standings)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn key(day: Date, written: i64) -> Key {
        Key {
            kommun: KommunId::acting_for(1),
            day,
            rules: String::new(),
            written,
            known_then: false,
        }
    }

    #[test]
    fn a_day_is_remembered_until_something_is_written_and_only_a_few_are() {
        let days = PassedDays::default();
        let nothing = Arc::new(Standings::Recorded(HashMap::new()));
        let first = key(date!(2025 - 03 - 31), 1);
        days.remember(first.clone(), &nothing);
        assert!(days.find(&first).is_some());
        assert!(days.find(&key(first.day, 2)).is_none());
        let known = Key {
            known_then: true,
            ..first.clone()
        };
        assert!(days.find(&known).is_none());
        for number in 1..=4 {
            let day = first.day.saturating_add(time::Duration::days(number));
            days.remember(key(day, 1), &nothing);
        }
        assert!(days.find(&first).is_none());
    }
}
