//! Verifications of the log that were made, at night or because somebody asked: what each found, level by level.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use super::fields::FieldReport;
use super::verify::{Level, Report, Tampering, Verdict};
use crate::law::calendar::date_in_sweden;
use crate::law::{self, Finding, PolicySet};

pub mod run;
pub mod store;

/// How the log is called where findings are listed.
pub const REFERENCE: &str = "logg";
/// The rule that a verification watches over.
const RULE: &str = "log-shows-every-change";

/// One that has not been heard of for this long has stopped with its server.
const SILENT_AFTER: Duration = Duration::seconds(30);

/// A verification, finished or under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub id: i64,
    /// Empty for the nightly one.
    pub started_by: String,
    pub started_at: OffsetDateTime,
    pub heard_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
    /// Entries read so far, of `size`.
    pub checked: u64,
    pub size: u64,
    pub found: Option<Found>,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub verdict: Verdict,
    pub log: String,
    pub size: u64,
    pub root: String,
    pub answers: Vec<Answer>,
    /// What became of the sealed fields.
    #[serde(default)]
    pub fields: FieldReport,
    /// Why it could not be made; empty when it was.
    #[serde(default)]
    pub hindered: String,
}

/// The answer to one level. `ok` is `None` when it was not checked, which is never the same as fine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub level: u8,
    pub ok: Option<bool>,
    pub tampering: Option<Tampering>,
    pub first_bad: Option<u64>,
    /// As [`Level::seen`].
    #[serde(default)]
    pub seen: String,
}

impl Verification {
    /// What the rule says of the log on a day, after this verification: nothing unless it found the log to be tampered with.
    pub fn finding(&self, policies: &PolicySet, as_of: Date) -> Option<Finding> {
        let found = self.found.as_ref()?;
        let since = date_in_sweden(self.finished_at?);
        let tampered = found.verdict == Verdict::Tampered;
        tampered
            .then(|| law::broken(policies, RULE, since, as_of))
            .flatten()
    }

    /// Whether it still goes on at `now`.
    pub fn is_under_way(&self, now: OffsetDateTime) -> bool {
        self.finished_at.is_none() && now - self.heard_at < SILENT_AFTER
    }
}

impl Found {
    pub fn hindered(why: String) -> Self {
        Self {
            verdict: Verdict::NotChecked,
            log: String::new(),
            size: 0,
            root: String::new(),
            answers: Vec::new(),
            fields: FieldReport::default(),
            hindered: why,
        }
    }

    /// The lowest entry that any level found bad.
    pub fn first_bad(&self) -> Option<u64> {
        self.answers
            .iter()
            .filter_map(|answer| answer.first_bad)
            .min()
    }

    /// What was found, the lowest entry first.
    pub fn bad(&self) -> Vec<(Tampering, u64)> {
        let bad = |answer: &Answer| Some((answer.tampering?, answer.first_bad?));
        let mut all: Vec<_> = self.answers.iter().filter_map(bad).collect();
        all.sort_by_key(|(_, idx)| *idx);
        all
    }
}

impl From<Report> for Found {
    fn from(report: Report) -> Self {
        Self {
            verdict: report.verdict,
            answers: report.levels.iter().map(Answer::from).collect(),
            log: report.log,
            size: report.size,
            root: report.root,
            fields: report.fields,
            hindered: String::new(),
        }
    }
}

impl From<&Level> for Answer {
    fn from(level: &Level) -> Self {
        Self {
            level: level.level,
            ok: level.ok,
            tampering: level.tampering,
            first_bad: level.first_bad,
            seen: level.seen.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_verification_whose_server_stopped_is_not_under_way_for_ever() {
        let at = datetime!(2026-11-22 02:00 UTC);
        let begun = Verification {
            id: 1,
            started_by: String::new(),
            started_at: at,
            heard_at: at,
            finished_at: None,
            checked: 0,
            size: 10,
            found: None,
        };
        assert!(begun.is_under_way(at + Duration::seconds(29)));
        assert!(!begun.is_under_way(at + Duration::seconds(30)));
    }
}
