//! A personal data breach (personuppgiftsincident): footage that was lost, leaked or seen by the wrong person.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use crate::code::ids;
use crate::law::calendar::date_in_sweden;
use crate::site::SiteId;

pub mod form;
pub mod store;
pub mod web;

ids! { IncidentId }

/// Time within which IMY is told (GDPR art. 33.1).
pub const REPORTED_WITHIN: Duration = Duration::hours(72);

/// What happened, and what was done about it (GDPR art. 33.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    pub site: SiteId,
    /// When the kommun became aware of it.
    #[serde(with = "time::serde::rfc3339")]
    pub discovered_at: OffsetDateTime,
    pub what: String,
    /// Whether it can be a risk for people; unless that is unlikely, IMY is told.
    #[serde(default)]
    pub risk: Option<bool>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub reported_at: Option<OffsetDateTime>,
    #[serde(default)]
    pub report_reference: String,
    /// Why the report came later than 72 hours.
    #[serde(default)]
    pub delay_reasons: String,
    /// When the people concerned were told (art. 34).
    #[serde(default)]
    pub people_informed_on: Option<Date>,
    #[serde(default)]
    pub measures: String,
    #[serde(default)]
    pub note: String,
}

impl Incident {
    /// An incident of which only the site is known, discovered now.
    pub const fn at(site: SiteId, now: OffsetDateTime) -> Self {
        Self {
            site,
            discovered_at: now,
            what: String::new(),
            risk: None,
            reported_at: None,
            report_reference: String::new(),
            delay_reasons: String::new(),
            people_informed_on: None,
            measures: String::new(),
            note: String::new(),
        }
    }

    /// The last instant to tell IMY, and the day in Sweden on which it falls.
    pub fn report_due(&self) -> (OffsetDateTime, Date) {
        let due = self.discovered_at.saturating_add(REPORTED_WITHIN);
        (due, date_in_sweden(due))
    }

    /// Waits for a report on a day: discovered, not said to be without risk, and not yet reported.
    pub fn waits_on(&self, day: Date) -> bool {
        let reported = self.reported_at.map(date_in_sweden);
        self.risk != Some(false)
            && date_in_sweden(self.discovered_at) <= day
            && reported.is_none_or(|reported| day < reported)
    }

    /// Reported by the day, after the time was out and without a reason.
    pub fn was_late_on(&self, day: Date) -> bool {
        let (due, _) = self.report_due();
        let reported = self.reported_at.filter(|at| date_in_sweden(*at) <= day);
        self.delay_reasons.trim().is_empty() && reported.is_some_and(|at| due < at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    fn incident() -> Incident {
        Incident::at(SiteId(1), datetime!(2026-11-19 22:30 UTC))
    }

    #[test]
    fn the_72_hours_are_hours_and_the_day_they_end_on_is_a_day_in_sweden() {
        let (at, day) = incident().report_due();
        assert_eq!(at, datetime!(2026-11-22 22:30 UTC));
        assert_eq!(day, date!(2026 - 11 - 22));
        let evening = Incident::at(SiteId(1), datetime!(2026-11-19 23:30 UTC));
        assert_eq!(evening.report_due().1, date!(2026 - 11 - 23));
    }

    #[test]
    fn an_incident_waits_until_it_is_reported_or_found_to_be_without_risk() {
        let mut open = incident();
        assert!(!open.waits_on(date!(2026 - 11 - 18)));
        assert!(open.waits_on(date!(2026 - 11 - 19)));
        open.reported_at = Some(datetime!(2026-11-21 10:00 UTC));
        assert!(open.waits_on(date!(2026 - 11 - 20)) && !open.waits_on(date!(2026 - 11 - 21)));
        let harmless = Incident {
            risk: Some(false),
            ..incident()
        };
        assert!(!harmless.waits_on(date!(2026 - 11 - 20)));
    }

    #[test]
    fn a_report_is_late_after_72_hours_and_not_at_them_unless_it_gives_a_reason() {
        let day = date!(2026 - 11 - 23);
        let mut reported = incident();
        reported.reported_at = Some(datetime!(2026-11-22 22:30 UTC));
        assert!(!reported.was_late_on(day));
        reported.reported_at = Some(datetime!(2026-11-22 22:31 UTC));
        assert!(reported.was_late_on(day));
        reported.delay_reasons = "Leverantören svarade först då".to_owned();
        assert!(!reported.was_late_on(day));
    }
}
