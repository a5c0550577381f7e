//! What people answer to a notice: why it waits, and until when.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::code::ids;
use crate::site::SiteId;

pub mod form;

ids! { AnswerId }

/// One answer to one step of a matter. Never changed: a later one stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub site: SiteId,
    /// Id of the rule.
    pub policy: String,
    pub due_on: Date,
    /// Days before `due_on`.
    pub step: u16,
    pub reason: String,
    /// When it will have been done. Always stated once the last day has passed.
    pub until: Option<Date>,
    pub by: String,
    /// Civil date in Sweden.
    pub on: Date,
}

impl Answer {
    /// The day from which people are disturbed again: the one that was stated, but never later than the last day in
    /// time. `None` when that day has come: then the answer stands on record and the notice stays.
    pub fn silent_until(&self) -> Option<Date> {
        let end = self
            .until
            .map_or(self.due_on, |until| until.min(self.due_on));
        (end > self.on).then_some(end)
    }

    /// Whether the matter is answered on a day: until the day that was stated, else until the last day in time.
    pub fn holds_on(&self, today: Date) -> bool {
        today <= self.until.unwrap_or(self.due_on)
    }

    pub fn is_about(&self, site: SiteId, policy: &str, due_on: Date) -> bool {
        self.site == site && self.policy == policy && self.due_on == due_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn answer(due_on: Date, until: Option<Date>) -> Answer {
        Answer {
            site: SiteId(1),
            policy: "decision-in-effect".into(),
            due_on,
            step: 30,
            reason: "Nämnden sammanträder den 10 december".into(),
            until,
            by: "Märta Åkesson".into(),
            on: date!(2026 - 11 - 22),
        }
    }

    #[test]
    fn silence_ends_on_the_day_that_was_stated_and_never_after_the_last_day_in_time() {
        let due = date!(2026 - 12 - 24);
        let until = |until| answer(due, until).silent_until();
        assert_eq!(
            until(Some(date!(2026 - 12 - 01))),
            Some(date!(2026 - 12 - 01))
        );
        assert_eq!(until(Some(date!(2027 - 02 - 01))), Some(due));
        assert_eq!(until(None), Some(due));
    }

    #[test]
    fn once_the_last_day_has_come_nothing_is_silent() {
        let late = answer(date!(2026 - 11 - 20), Some(date!(2026 - 12 - 31)));
        assert_eq!(late.silent_until(), None);
        let today = answer(date!(2026 - 11 - 22), None);
        assert_eq!(today.silent_until(), None);
    }

    #[test]
    fn an_answer_holds_until_the_day_that_was_stated() {
        let late = answer(date!(2026 - 11 - 20), Some(date!(2026 - 12 - 01)));
        assert!(late.holds_on(date!(2026 - 12 - 01)));
        assert!(!late.holds_on(date!(2026 - 12 - 02)));
    }
}
