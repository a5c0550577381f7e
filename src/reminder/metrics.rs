//! How the timetable and the database fare, as Prometheus reads it. Numbers only: whoever may scrape learns nothing of
//! what the register holds.

use prometheus::core::Collector;
use prometheus::{Encoder, Error, GaugeVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};
use time::OffsetDateTime;

use super::job::RunOutcome;
use super::pulse::Pulse;
use crate::code::Code;

/// What a scrape finds.
#[derive(Debug)]
pub struct Gauges<'a> {
    /// `None` when the database does not answer.
    pub pulse: Option<&'a Pulse>,
    /// When the timetable of this replica started.
    pub since: Option<OffsetDateTime>,
    pub readable: bool,
    pub writable: bool,
}

impl Gauges<'_> {
    /// In the text format, version 0.0.4.
    ///
    /// # Errors
    /// When two gauges have the same name: a fault of this file.
    pub fn text(&self) -> Result<Vec<u8>, Error> {
        let registry = Registry::new();
        let build = labelled(
            &registry,
            "objektiv_build_info",
            "The version of the program.",
            &["version"],
        )?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        for (name, help, value) in [
            (
                "objektiv_database_readable",
                "Whether the database answers.",
                self.readable,
            ),
            (
                "objektiv_database_writable",
                "Whether the database takes changes.",
                self.writable,
            ),
        ] {
            plain(&registry, name, help)?.set(i64::from(value));
        }
        if let Some(pulse) = self.pulse {
            plain(
                &registry,
                "objektiv_scheduler_alive",
                "Whether any replica has looked at the timetable in the last half hour.",
            )?
            .set(i64::from(!pulse.is_silent(self.since)));
            jobs(&registry, pulse)?;
            leases(&registry, pulse)?;
        }
        let mut text = Vec::new();
        TextEncoder::new().encode(&registry.gather(), &mut text)?;
        Ok(text)
    }
}

const BY_JOB: &[&str] = &["job", "kommun"];

fn jobs(registry: &Registry, pulse: &Pulse) -> Result<(), Error> {
    let looked = seconds(
        registry,
        "objektiv_job_looked_at_timestamp_seconds",
        "When the timetable last looked whether the job was due.",
        &["job"],
    )?;
    let ended = seconds(
        registry,
        "objektiv_job_ended_at_timestamp_seconds",
        "When the last run of the job ended.",
        BY_JOB,
    )?;
    let failed = labelled(
        registry,
        "objektiv_job_failed",
        "Whether the last run of the job failed.",
        BY_JOB,
    )?;
    let behind = labelled(
        registry,
        "objektiv_job_days_behind",
        "Days since the day that the job was last done for; 0 when it is done for today.",
        BY_JOB,
    )?;
    let missed = labelled(
        registry,
        "objektiv_job_missed_days",
        "Days without a run before the last run of the job.",
        BY_JOB,
    )?;
    for job in &pulse.jobs {
        let kommun = job.kommun.to_string();
        let labels = [job.job.code(), &kommun];
        if let Some(at) = job.looked_at {
            looked.with_label_values(&labels[..1]).set(unix(at));
        }
        let Some(at) = job.ended_at else { continue };
        ended.with_label_values(&labels).set(unix(at));
        let has_failed = job.outcome == Some(RunOutcome::Failed);
        failed.with_label_values(&labels).set(i64::from(has_failed));
        if !job.job.is_daily() {
            continue;
        }
        missed.with_label_values(&labels).set(job.missed);
        if let Some(day) = job.done_for {
            let days = (pulse.today - day).whole_days();
            behind.with_label_values(&labels).set(days.max(0));
        }
    }
    Ok(())
}

fn leases(registry: &Registry, pulse: &Pulse) -> Result<(), Error> {
    let age = labelled(
        registry,
        "objektiv_lease_age_seconds",
        "How long the job has been held by a replica.",
        &["job"],
    )?;
    let left = labelled(
        registry,
        "objektiv_lease_expires_in_seconds",
        "Until the lease expires; negative when its holder has died.",
        &["job"],
    )?;
    for held in &pulse.leases {
        age.with_label_values(&[held.job.code()]).set(held.seconds);
        left.with_label_values(&[held.job.code()]).set(held.left);
    }
    Ok(())
}

fn plain(registry: &Registry, name: &str, help: &str) -> Result<IntGauge, Error> {
    registered(registry, IntGauge::new(name, help)?)
}

fn labelled(
    registry: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
) -> Result<IntGaugeVec, Error> {
    registered(registry, IntGaugeVec::new(Opts::new(name, help), labels)?)
}

fn seconds(
    registry: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
) -> Result<GaugeVec, Error> {
    registered(registry, GaugeVec::new(Opts::new(name, help), labels)?)
}

fn registered<G: Collector + Clone + 'static>(registry: &Registry, gauge: G) -> Result<G, Error> {
    registry.register(Box::new(gauge.clone()))?;
    Ok(gauge)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds since 1970 are far below 2^52"
)]
fn unix(at: OffsetDateTime) -> f64 {
    at.unix_timestamp() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reminder::job::Job;
    use crate::reminder::pulse::{Held, JobPulse};
    use time::macros::datetime;

    #[test]
    fn a_scrape_tells_of_jobs_leases_and_the_database() {
        let now = datetime!(2026-11-22 07:00 UTC);
        let pulse = Pulse {
            jobs: vec![JobPulse {
                job: Job::Notices,
                kommun: 7,
                looked_at: Some(now),
                done_for: Some(now.date() - time::Duration::days(3)),
                ended_at: Some(now - time::Duration::days(3)),
                outcome: Some(RunOutcome::Failed),
                missed: 2,
            }],
            leases: vec![Held {
                job: Job::Mail,
                seconds: 12,
                left: -8,
            }],
            now,
            today: now.date(),
        };
        let gauges = Gauges {
            pulse: Some(&pulse),
            since: None,
            readable: true,
            writable: false,
        };
        let text = String::from_utf8(gauges.text().unwrap()).unwrap();
        for line in [
            "# TYPE objektiv_job_days_behind gauge",
            "objektiv_job_days_behind{job=\"paminnelser\",kommun=\"7\"} 3",
            "objektiv_job_failed{job=\"paminnelser\",kommun=\"7\"} 1",
            "objektiv_job_missed_days{job=\"paminnelser\",kommun=\"7\"} 2",
            "objektiv_job_looked_at_timestamp_seconds{job=\"paminnelser\"} 1795330800",
            "objektiv_lease_age_seconds{job=\"epost\"} 12",
            "objektiv_lease_expires_in_seconds{job=\"epost\"} -8",
            "objektiv_database_readable 1",
            "objektiv_database_writable 0",
            "objektiv_scheduler_alive 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
    }

    #[test]
    fn while_the_database_is_away_a_scrape_says_that_and_no_more() {
        let gauges = Gauges {
            pulse: None,
            since: None,
            readable: false,
            writable: false,
        };
        let text = String::from_utf8(gauges.text().unwrap()).unwrap();
        assert!(text.contains("objektiv_database_readable 0"), "{text}");
        assert!(!text.contains("objektiv_scheduler_alive"), "{text}");
    }
}
