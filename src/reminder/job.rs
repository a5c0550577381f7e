//! The jobs of the timetable: when each is looked at, and how it fares.
//!
//! Every job is looked at every ten minutes, in UTC. It does its work at the first look of a Swedish day and, unless
//! that failed, nothing after it: so summer time needs no thought, and what was missed is caught up at the next look.

use time::{Date, Duration, OffsetDateTime};

use crate::clock::stockholm;
use crate::code::codes;
use crate::law::calendar::date_in_sweden;

/// Minutes between two looks.
pub const EVERY: u8 = 10;
/// No mail before this hour in Sweden: a telephone on the bedside table stays silent.
const MAIL_FROM_HOUR: u8 = 6;
/// From this hour notices no longer wait for the recorders.
const NOTICES_FROM_HOUR: u8 = 5;
/// A timetable that has not been heard of for this long stands still.
pub const SILENT_AFTER: Duration = Duration::minutes(3 * EVERY as i64);

codes! {
    /// In the order in which they run.
    Job, "job" {
        /// Asks every recorder that can be asked what it still has.
        RecorderChecks = "inspelare",
        /// Judges every site anew for the day.
        Standing = "status",
        /// Makes the day's notices.
        Notices = "paminnelser",
        /// Sends what has not been sent.
        Mail = "epost",
        /// Sends what other systems are to be told.
        Webhooks = "webhookar",
        /// Writes the anchor entry of the day and shows its checkpoint to those outside the house.
        Checkpoint = "kontrollpunkt",
        /// Removes sessions that have expired, uploads that nobody finished, and old runs.
        CleanUp = "rensning",
        /// Verifies the log of every kommun.
        Verification = "granskning",
        /// Copies the register.
        Backup = "sakerhetskopia",
    }
}

impl Job {
    /// The minute of the ten at which it is looked at: standing before notices, notices before mail.
    const fn minute(self) -> u8 {
        match self {
            Self::Standing => 0,
            Self::Notices => 1,
            Self::Mail => 2,
            Self::CleanUp => 3,
            Self::Verification => 4,
            Self::Checkpoint => 5,
            Self::RecorderChecks => 6,
            Self::Webhooks => 7,
            Self::Backup => 8,
        }
    }

    /// Seconds, minutes, hours, day, month, weekday; in UTC.
    pub fn cron(self) -> String {
        format!("0 {}/{EVERY} * * * *", self.minute())
    }

    /// The first look after an instant.
    pub fn next_look(self, after: OffsetDateTime) -> OffsetDateTime {
        let whole = after - Duration::nanoseconds(i64::from(after.nanosecond()));
        let minute = whole - Duration::seconds(i64::from(whole.second()));
        let since = (minute.minute() + EVERY - self.minute()) % EVERY;
        minute + Duration::minutes(i64::from(EVERY - since))
    }

    /// Whether there is work at an instant, when the job was last done for a day. The clock may have been set back:
    /// any other day than today's is not done.
    pub fn is_due(self, done_for: Option<Date>, now: OffsetDateTime) -> bool {
        let early = self == Self::Mail && stockholm(now).hour() < MAIL_FROM_HOUR;
        !early && (!self.is_daily() || done_for != Some(date_in_sweden(now)))
    }

    /// Done once a day. Any other is done whenever something waits for it.
    pub const fn is_daily(self) -> bool {
        !matches!(self, Self::Webhooks)
    }

    /// Done once for the whole installation and not once for each kommun.
    pub const fn is_for_everybody(self) -> bool {
        matches!(self, Self::CleanUp | Self::Backup)
    }

    /// Whether notices are made without the recorders' answers of the day.
    pub fn waits_no_longer(now: OffsetDateTime) -> bool {
        stockholm(now).hour() >= NOTICES_FROM_HOUR
    }

    /// The first look at which there will be work.
    fn next_run(self, done_for: Option<Date>, now: OffsetDateTime) -> OffsetDateTime {
        let mut look = self.next_look(now);
        // At most the looks of a day and a morning.
        while !self.is_due(done_for, look) {
            look += Duration::minutes(i64::from(EVERY));
        }
        look
    }
}

codes! {
    RunOutcome, "run-outcome" {
        Running = "pagar",
        Done = "klar",
        /// Done for the day, but somebody should look at what it says.
        Partly = "delvis",
        Failed = "misslyckades",
        /// The server stopped while it ran.
        Interrupted = "avbruten",
    }
}

/// One run that had something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub job: Job,
    pub for_day: Date,
    pub started_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
    pub outcome: RunOutcome,
    /// Days before it that had no run.
    pub missed: i64,
    /// What was done.
    pub count: i64,
    /// Why it failed, or what to look at, for the administrator.
    pub message: String,
    /// Who asked for it; empty when it was due.
    pub asked_by: String,
}

/// A run that somebody has asked for and that has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub job: Job,
    pub at: OffsetDateTime,
    pub by: String,
}

/// What is remembered of a job between runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobState {
    pub job: Job,
    pub done_for: Option<Date>,
    pub looked_at: Option<OffsetDateTime>,
}

codes! {
    Condition, "job-condition" {
        Fine = "fungerar",
        /// Has not run yet.
        Waiting = "vantar",
        Failed = "misslyckas",
        /// Nobody has looked at it for half an hour.
        Silent = "tyst",
        /// No mail server is set.
        Off = "avstangd",
    }
}

/// How a job fares, for the page of the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    pub job: Job,
    pub condition: Condition,
    pub last: Option<Run>,
    pub next: Option<OffsetDateTime>,
    /// Days without a run before the last, and when there is none today the days until today.
    pub missed: i64,
}

/// `runs` are the latest, newest first.
pub fn health(job: Job, states: &[JobState], runs: &[Run], now: OffsetDateTime) -> Health {
    let mine = || states.iter().filter(|state| state.job == job);
    let looked_at = mine().filter_map(|state| state.looked_at).max();
    let done_for = mine().filter_map(|state| state.done_for).max();
    let last = runs.iter().find(|run| run.job == job);
    let failed = matches!(
        last.map(|run| run.outcome),
        Some(RunOutcome::Partly | RunOutcome::Failed | RunOutcome::Interrupted)
    );
    let condition = match looked_at {
        None if matches!(job, Job::Mail | Job::Checkpoint | Job::Backup) => Condition::Off,
        None => Condition::Silent,
        Some(at) if now - at > SILENT_AFTER => Condition::Silent,
        Some(_) if failed => Condition::Failed,
        Some(_) if done_for.is_none() && job.is_daily() => Condition::Waiting,
        Some(_) => Condition::Fine,
    };
    let runs_here = !matches!(condition, Condition::Silent | Condition::Off);
    let daily = done_for.filter(|_| job.is_daily());
    let behind = daily.map_or(0, |day| (date_in_sweden(now) - day).whole_days() - 1);
    Health {
        job,
        condition,
        last: last.cloned(),
        next: runs_here.then(|| job.next_run(done_for, now)),
        missed: behind.max(daily.and(last).map_or(0, |run| run.missed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn jobs_are_looked_at_every_ten_minutes_one_after_the_other() {
        assert_eq!(Job::Notices.cron(), "0 1/10 * * * *");
        let at = datetime!(2026-11-22 07:01:00.5 UTC);
        assert_eq!(Job::Notices.next_look(at), datetime!(2026-11-22 07:11 UTC));
        assert_eq!(Job::Mail.next_look(at), datetime!(2026-11-22 07:02 UTC));
        assert_eq!(Job::Standing.next_look(at), datetime!(2026-11-22 07:10 UTC));
    }

    #[test]
    fn a_daily_job_runs_next_after_midnight_in_sweden_on_both_sides_of_summer_time() {
        let next = |today, now| Job::Standing.next_run(Some(today), now);
        assert_eq!(
            next(date!(2026 - 10 - 24), datetime!(2026-10-24 12:00 UTC)),
            datetime!(2026-10-24 22:00 UTC)
        );
        assert_eq!(
            next(date!(2026 - 10 - 25), datetime!(2026-10-25 12:00 UTC)),
            datetime!(2026-10-25 23:00 UTC)
        );
        assert_eq!(
            next(date!(2027 - 03 - 28), datetime!(2027-03-28 12:00 UTC)),
            datetime!(2027-03-28 22:00 UTC)
        );
    }

    #[test]
    fn mail_waits_for_the_morning() {
        let yesterday = Some(date!(2026 - 11 - 21));
        assert!(!Job::Mail.is_due(yesterday, datetime!(2026-11-22 04:52 UTC)));
        assert!(Job::Mail.is_due(yesterday, datetime!(2026-11-22 05:02 UTC)));
        assert_eq!(
            Job::Mail.next_run(Some(date!(2026 - 11 - 22)), datetime!(2026-11-22 07:00 UTC)),
            datetime!(2026-11-23 05:02 UTC)
        );
    }

    #[test]
    fn a_timetable_that_nobody_has_looked_at_for_half_an_hour_is_silent() {
        let state = JobState {
            job: Job::Notices,
            done_for: Some(date!(2026 - 11 - 22)),
            looked_at: Some(datetime!(2026-11-22 07:01 UTC)),
        };
        let at = |now| health(Job::Notices, &[state], &[], now).condition;
        assert_eq!(at(datetime!(2026-11-22 07:31 UTC)), Condition::Fine);
        assert_eq!(at(datetime!(2026-11-22 07:32 UTC)), Condition::Silent);
    }

    #[test]
    fn mail_that_was_never_set_up_is_off_and_has_no_next_run() {
        let mail = health(Job::Mail, &[], &[], datetime!(2026-11-22 07:01 UTC));
        assert_eq!((mail.condition, mail.next), (Condition::Off, None));
    }

    #[test]
    fn days_without_a_run_are_counted_while_they_last() {
        let state = JobState {
            job: Job::Notices,
            done_for: Some(date!(2026 - 11 - 18)),
            looked_at: Some(datetime!(2026-11-22 07:01 UTC)),
        };
        let missed = |now| health(Job::Notices, &[state], &[], now).missed;
        assert_eq!(missed(datetime!(2026-11-22 07:01 UTC)), 3);
        assert_eq!(
            missed(datetime!(2026-11-19 07:01 UTC)),
            0,
            "today is not over"
        );
    }
}
