//! Whether the timetable lives, for those who watch over the installation.

use time::{Date, OffsetDateTime};

use super::job::{Job, RunOutcome, SILENT_AFTER};
use crate::code::Code;

/// How a job fares in one kommun; 0 stands for the whole installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobPulse {
    pub job: Job,
    pub kommun: i64,
    pub looked_at: Option<OffsetDateTime>,
    pub done_for: Option<Date>,
    pub ended_at: Option<OffsetDateTime>,
    /// Of the last run that ended.
    pub outcome: Option<RunOutcome>,
    /// Days before the last run that had none.
    pub missed: i64,
}

/// A lease that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub job: Job,
    /// Since it was taken.
    pub seconds: i64,
    /// Until it expires; negative when its holder has died.
    pub left: i64,
}

/// What is remembered of the timetable, by whichever replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    pub jobs: Vec<JobPulse>,
    pub leases: Vec<Held>,
    pub now: OffsetDateTime,
    pub today: Date,
}

impl Pulse {
    /// When any replica last looked at any job.
    pub fn heard_at(&self) -> Option<OffsetDateTime> {
        self.jobs.iter().filter_map(|job| job.looked_at).max()
    }

    /// Nobody has looked at any job for half an hour. `since` is when the timetable of this replica started, which
    /// may not have come to look yet.
    pub fn is_silent(&self, since: Option<OffsetDateTime>) -> bool {
        let heard = self.heard_at().max(since);
        heard.is_none_or(|heard| self.now - heard > SILENT_AFTER)
    }

    /// Jobs that were not done for yesterday either, and how many days they are behind.
    pub fn behind(&self) -> impl Iterator<Item = (&JobPulse, i64)> {
        let daily = self.jobs.iter().filter(|job| job.job.is_daily());
        let behind = daily.filter_map(|job| {
            let days = (self.today - job.done_for?).whole_days();
            Some((job, days))
        });
        behind.filter(|(_, days)| *days > 1)
    }

    /// In words, for whoever asks by hand, a line each.
    pub fn lines(&self, since: Option<OffsetDateTime>) -> Vec<String> {
        let mut lines = vec![self.heard(since)];
        for (job, days) in self.behind() {
            let (job, kommun) = (job.job.code(), job.kommun);
            lines.push(format!("job {job} of kommun {kommun}: {days} days behind"));
        }
        for job in &self.jobs {
            if job.outcome == Some(RunOutcome::Failed) {
                let (job, kommun) = (job.job.code(), job.kommun);
                lines.push(format!("job {job} of kommun {kommun}: failed last"));
            }
        }
        for held in &self.leases {
            let (job, seconds) = (held.job.code(), held.seconds);
            lines.push(if held.left < 0 {
                format!(
                    "lease {job}: its holder has not been heard of for {} s",
                    -held.left
                )
            } else {
                format!("lease {job}: held for {seconds} s")
            });
        }
        lines
    }

    fn heard(&self, since: Option<OffsetDateTime>) -> String {
        match self.heard_at() {
            Some(at) if self.is_silent(since) => {
                let minutes = (self.now - at).whole_minutes();
                format!("scheduler: silent for {minutes} minutes")
            }
            Some(_) => "scheduler: ok".to_owned(),
            None if self.is_silent(since) => "scheduler: has never run".to_owned(),
            None => "scheduler: starting".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);

    fn pulse(looked_minutes_ago: Option<i64>, days_behind: i64) -> Pulse {
        let looked = looked_minutes_ago.map(|minutes| NOW - time::Duration::minutes(minutes));
        let job = JobPulse {
            job: Job::Notices,
            kommun: 1,
            looked_at: looked,
            done_for: Some(NOW.date() - time::Duration::days(days_behind)),
            ended_at: None,
            outcome: Some(RunOutcome::Done),
            missed: 0,
        };
        Pulse {
            jobs: vec![job],
            leases: Vec::new(),
            now: NOW,
            today: NOW.date(),
        }
    }

    #[test]
    fn a_timetable_is_silent_after_half_an_hour_but_not_while_it_starts() {
        assert!(!pulse(Some(30), 0).is_silent(None));
        assert!(pulse(Some(31), 0).is_silent(None));
        assert!(pulse(None, 0).is_silent(None));
        let just_started = Some(NOW - time::Duration::minutes(5));
        assert!(!pulse(Some(10_000), 0).is_silent(just_started));
        assert!(!pulse(None, 0).is_silent(just_started));
        let long_ago = Some(NOW - time::Duration::hours(5));
        assert!(pulse(Some(31), 0).is_silent(long_ago));
    }

    #[test]
    fn a_job_is_behind_when_yesterday_had_no_run_either() {
        assert_eq!(pulse(Some(1), 1).behind().count(), 0);
        let late = pulse(Some(1), 3);
        assert_eq!(late.behind().map(|(_, days)| days).collect::<Vec<_>>(), [3]);
        assert!(late.lines(None)[1].contains("paminnelser of kommun 1: 3 days behind"));
    }

    #[test]
    fn a_lease_whose_holder_died_is_told_from_one_that_is_held() {
        let mut held = pulse(Some(1), 0);
        for left in [200, -40] {
            held.leases.push(Held {
                job: Job::Mail,
                seconds: 100,
                left,
            });
        }
        let lines = held.lines(None);
        assert_eq!(lines[1], "lease epost: held for 100 s");
        assert!(lines[2].contains("not been heard of for 40 s"));
    }
}
