//! Search over the disclosures, and what the found ones add up to: by recipient, ground, site, decision and outcome, and
//! how long answers took.

use std::collections::{BTreeMap, HashMap};

use time::{Date, Duration};

use super::sequel::Outcome;
use super::store::Recorded;
use super::{Decision, Disclosure, DisclosureId, Ground, Recipient};
use crate::collation::fold;
use crate::law::calendar::date_in_sweden;
use crate::site::SiteId;

pub mod page;
pub mod web;

/// What is looked for. The period is that of the days on which requests came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub recipient: Option<Recipient>,
    pub ground: Option<Ground>,
    pub decision: Option<Decision>,
    pub outcome: Option<Outcome>,
    pub site: Option<SiteId>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Filter {
    pub fn fits(&self, recorded: &Recorded, outcomes: &Outcomes) -> bool {
        let data = &recorded.data;
        let received = date_in_sweden(data.received_at);
        let text = fold(&self.text);
        self.recipient.is_none_or(|wanted| data.recipient == wanted)
            && self.ground.is_none_or(|wanted| data.ground == wanted)
            && self.decision.is_none_or(|wanted| data.decision == wanted)
            && self.site.is_none_or(|wanted| data.site == wanted)
            && self.from.is_none_or(|from| from <= received)
            && self.until.is_none_or(|until| received <= until)
            && self
                .outcome
                .is_none_or(|wanted| outcomes.get(&recorded.id) == Some(&wanted))
            && (text.is_empty() || holds_words(data, &text))
    }
}

fn holds_words(data: &Disclosure, text: &str) -> bool {
    let all = [
        &*data.dnr,
        &*data.case_reference,
        &*data.matter,
        &*data.officer,
        &*data.recipient_name,
        &*data.decided_by,
        &*data.received_by,
    ];
    let all = fold(&all.join("\n"));
    text.split_whitespace().all(|word| all.contains(word))
}

/// The latest outcome that was told of each disclosure.
pub type Outcomes = HashMap<DisclosureId, Outcome>;

/// What the found disclosures add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    pub found: u64,
    pub by_recipient: BTreeMap<Recipient, u64>,
    pub by_ground: BTreeMap<Ground, u64>,
    pub by_decision: BTreeMap<Decision, u64>,
    pub by_site: BTreeMap<SiteId, u64>,
    /// By the month in which the request came: year and month.
    pub by_month: BTreeMap<(i32, u8), u64>,
    /// `None` = nobody has told.
    pub by_outcome: BTreeMap<Option<Outcome>, u64>,
    /// Whole days from the request to the decision, with how many took so long.
    pub days: BTreeMap<i64, u64>,
}

impl Sums {
    /// Counts one more. A correction takes the place of what it corrects only in the eyes of people: both are counted by
    /// their own numbers, so that the sums agree with the log.
    pub fn add(&mut self, recorded: &Recorded, outcomes: &Outcomes) {
        let data = &recorded.data;
        self.found += 1;
        *self.by_recipient.entry(data.recipient).or_default() += 1;
        *self.by_ground.entry(data.ground).or_default() += 1;
        *self.by_decision.entry(data.decision).or_default() += 1;
        *self.by_site.entry(data.site).or_default() += 1;
        if data.decision.releases() {
            let outcome = outcomes.get(&recorded.id).copied();
            *self.by_outcome.entry(outcome).or_default() += 1;
        }
        // What was erased has no times any more.
        if !recorded.is_erased("requester") && !recorded.is_erased("decided_by") {
            let received = date_in_sweden(data.received_at);
            let month = (received.year(), u8::from(received.month()));
            *self.by_month.entry(month).or_default() += 1;
            let took = data.decided_on - received;
            let days = took.max(Duration::ZERO).whole_days();
            *self.days.entry(days).or_default() += 1;
        }
    }

    /// Days within which half of the answers were given; the middle one of an even number is the later.
    pub fn median_days(&self) -> Option<i64> {
        let all: u64 = self.days.values().sum();
        let mut seen = 0;
        self.days.iter().find_map(|(days, count)| {
            seen += count;
            (seen > all / 2).then_some(*days)
        })
    }

    pub fn longest_days(&self) -> Option<i64> {
        self.days.keys().next_back().copied()
    }

    /// Answers on the same day.
    pub fn at_once(&self) -> u64 {
        self.days.get(&0).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_time_within_which_half_of_the_answers_were_given() {
        let sums = |days: &[(i64, u64)]| Sums {
            days: days.iter().copied().collect(),
            ..Sums::default()
        };
        assert_eq!(sums(&[]).median_days(), None);
        assert_eq!(sums(&[(0, 3), (9, 1)]).median_days(), Some(0));
        assert_eq!(sums(&[(0, 1), (2, 1), (9, 1)]).median_days(), Some(2));
        assert_eq!(sums(&[(0, 1), (4, 1)]).median_days(), Some(4));
        assert_eq!(sums(&[(0, 1), (4, 1)]).longest_days(), Some(4));
        assert_eq!(sums(&[(1, 1)]).at_once(), 0);
    }
}
