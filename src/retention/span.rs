//! A length of time as it was decided: hours by the clock, dygn by the calendar.
//!
//! Three dygn from 12.00 end at 12.00 three days later, also when the clocks were changed in between; 72 hours do not.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, PrimitiveDateTime, Time};

use super::StorageUnit;
use crate::clock::{Local, from_stockholm, stockholm};
use crate::law::calendar::add_days;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub length: u32,
    pub unit: StorageUnit,
}

impl Span {
    pub const fn of_hours(length: u32) -> Self {
        Self {
            length,
            unit: StorageUnit::Hours,
        }
    }

    pub const fn of_days(length: u32) -> Self {
        Self {
            length,
            unit: StorageUnit::Days,
        }
    }

    /// A day as 24 hours: for comparing with limits in hours.
    pub const fn hours(self) -> u32 {
        match self.unit {
            StorageUnit::Hours => self.length,
            StorageUnit::Days => self.length.saturating_mul(24),
        }
    }

    /// When the time has passed that begins at `from`.
    pub fn after(self, from: OffsetDateTime) -> OffsetDateTime {
        match self.unit {
            StorageUnit::Hours => from.saturating_add(Duration::hours(i64::from(self.length))),
            StorageUnit::Days => {
                let local = time_of_day(from);
                let day = add_days(local.date(), i64::from(self.length));
                on_the_clock(PrimitiveDateTime::new(day, local.time()))
            }
        }
    }

    /// The first whole second whose footage may still be there at `now`: what is from before it is too old.
    pub fn first_allowed(self, tolerance: Self, now: OffsetDateTime) -> OffsetDateTime {
        let allowed = |from: OffsetDateTime| tolerance.after(self.after(from)) >= now;
        let nominal = i64::from(self.hours()) + i64::from(tolerance.hours());
        // No change of the clocks moves an end by more than an hour; two spans meet two of them.
        let (mut too_old, mut fine) = (
            now.saturating_sub(Duration::hours(nominal + 24))
                .unix_timestamp(),
            now.unix_timestamp() + 1,
        );
        while fine - too_old > 1 {
            let middle = too_old + (fine - too_old) / 2;
            let is_allowed = OffsetDateTime::from_unix_timestamp(middle).is_ok_and(allowed);
            if is_allowed {
                fine = middle;
            } else {
                too_old = middle;
            }
        }
        OffsetDateTime::from_unix_timestamp(fine).unwrap_or(now)
    }

    /// Age in hours begun, so that it can be compared with [`Span::hours`]: what is exactly as old as the span is that
    /// many hours old, and what passed since then is counted by the clock.
    pub fn age_in_hours(self, from: OffsetDateTime, now: OffsetDateTime) -> i64 {
        let due = self.after(from);
        let nominal = i64::from(self.hours());
        if now > due {
            return nominal + begun(now - due);
        }
        let passed = match self.unit {
            StorageUnit::Hours => now - from,
            StorageUnit::Days => by_the_wall(now) - by_the_wall(from),
        };
        begun(passed).min(nominal)
    }
}

/// Hours begun.
pub fn begun(passed: Duration) -> i64 {
    let whole = passed.whole_hours();
    whole + i64::from(passed > Duration::hours(whole))
}

fn by_the_wall(at: OffsetDateTime) -> PrimitiveDateTime {
    let local = stockholm(at);
    PrimitiveDateTime::new(local.date(), local.time())
}

/// The local time from which days are counted. The hour that occurs twice when the clocks go back begins anew, and what is
/// recorded later must not be due earlier: so all of its second half counts as the end of the hour.
fn time_of_day(at: OffsetDateTime) -> PrimitiveDateTime {
    let local = by_the_wall(at);
    match from_stockholm(local) {
        Local::Twice(_, second) if second == at => next_hour(local),
        _ => local,
    }
}

fn next_hour(local: PrimitiveDateTime) -> PrimitiveDateTime {
    let hour = Time::from_hms(local.hour(), 0, 0).unwrap_or(Time::MIDNIGHT);
    local.replace_time(hour).saturating_add(Duration::HOUR)
}

/// The instant of a local time. Of an hour that occurs twice it is the second, so that nothing is overdue while it may
/// not be; an hour that is skipped ends when it begins.
fn on_the_clock(local: PrimitiveDateTime) -> OffsetDateTime {
    match from_stockholm(local) {
        Local::Once(instant) | Local::Twice(_, instant) => instant,
        Local::Never => {
            let next = next_hour(local);
            match from_stockholm(next) {
                Local::Once(instant) | Local::Twice(_, instant) => instant,
                Local::Never => next.assume_utc(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::datetime;

    const WHEN_CLOCKS_GO_BACK: OffsetDateTime = datetime!(2026-10-24 12:00 +2);

    #[test]
    fn three_dygn_over_the_end_of_summer_time_are_73_hours_and_72_hours_are_not() {
        let days = Span::of_days(3).after(WHEN_CLOCKS_GO_BACK);
        assert_eq!(days, datetime!(2026-10-27 12:00 +1));
        assert_eq!(days - WHEN_CLOCKS_GO_BACK, Duration::hours(73));
        let hours = Span::of_hours(72).after(WHEN_CLOCKS_GO_BACK);
        assert_eq!(hours, datetime!(2026-10-27 11:00 +1));
    }

    #[test]
    fn three_dygn_over_the_beginning_of_summer_time_are_71_hours() {
        let from = datetime!(2027-03-26 12:00 +1);
        assert_eq!(Span::of_days(3).after(from) - from, Duration::hours(71));
    }

    #[test]
    fn a_dygn_that_ends_in_the_skipped_hour_ends_when_it_begins() {
        let from = datetime!(2027-03-27 02:30 +1);
        assert_eq!(Span::of_days(1).after(from), datetime!(2027-03-28 03:00 +2));
    }

    #[test]
    fn age_is_counted_in_the_unit_of_the_limit() {
        let checked = datetime!(2026-10-27 12:00 +1);
        assert_eq!(
            Span::of_days(3).age_in_hours(WHEN_CLOCKS_GO_BACK, checked),
            72
        );
        assert_eq!(
            Span::of_hours(72).age_in_hours(WHEN_CLOCKS_GO_BACK, checked),
            73
        );
        let a_second_later = checked + Duration::SECOND;
        assert_eq!(
            Span::of_days(3).age_in_hours(WHEN_CLOCKS_GO_BACK, a_second_later),
            73
        );
    }

    fn spans() -> impl Strategy<Value = Span> {
        (0..60_u32, any::<bool>()).prop_map(|(length, hours)| {
            if hours {
                Span::of_hours(length * 7)
            } else {
                Span::of_days(length)
            }
        })
    }

    #[test]
    fn of_the_hour_that_occurs_twice_what_is_recorded_later_is_not_due_earlier() {
        let first = datetime!(2026-10-25 02:59 +2);
        let second = datetime!(2026-10-25 02:00 +1);
        assert_eq!(
            Span::of_days(2).after(first),
            datetime!(2026-10-27 02:59 +1)
        );
        for later in [second, second + Duration::minutes(59)] {
            assert_eq!(
                Span::of_days(2).after(later),
                datetime!(2026-10-27 03:00 +1)
            );
        }
        // Once seen as overdue although what was older was not.
        let now = datetime!(2026-10-27 01:22:30 UTC);
        let (none, two) = (Span::of_days(0), Span::of_days(2));
        let first = none.first_allowed(two, now);
        let overdue = |at: OffsetDateTime| two.after(none.after(at)) < now;
        for seconds in -7_200..7_200 {
            assert_eq!(
                overdue(first + Duration::seconds(seconds)),
                seconds < 0,
                "{seconds}"
            );
        }
    }

    /// Around a change of the clocks, or anywhere in two years.
    fn instants() -> impl Strategy<Value = OffsetDateTime> {
        let at = |seconds: i64| OffsetDateTime::from_unix_timestamp(seconds).expect("in range");
        prop_oneof![
            (0..400_000_i64).prop_map(move |s| at(1_792_700_000 + s)),
            (0..400_000_i64).prop_map(move |s| at(1_806_000_000 + s)),
            (0..63_000_000_i64).prop_map(move |s| at(1_767_225_600 + s)),
        ]
    }

    proptest! {
        #[test]
        fn what_is_recorded_later_is_never_due_earlier(span in spans(), from in instants(), later in 0..200_000_i64) {
            let other = from + Duration::seconds(later);
            prop_assert!(span.after(from) <= span.after(other));
        }

        #[test]
        fn dygn_keep_the_time_of_day_and_hours_keep_the_count(length in 0..60_u32, from in instants()) {
            let days = stockholm(Span::of_days(length).after(from));
            let began = stockholm(from);
            prop_assert_eq!((days.date() - began.date()).whole_days(), i64::from(length));
            let skipped = from_stockholm(PrimitiveDateTime::new(days.date(), began.time())) == Local::Never;
            let again = matches!(
                from_stockholm(PrimitiveDateTime::new(began.date(), began.time())),
                Local::Twice(_, second) if second == from
            );
            prop_assert!(skipped || again || days.time() == began.time());
            let hours = Span::of_hours(length).after(from);
            prop_assert_eq!(hours - from, Duration::hours(i64::from(length)));
        }

        #[test]
        fn what_is_from_before_the_first_allowed_second_is_overdue_and_the_rest_is_not(
            span in spans(), tolerance in spans(), now in instants(), from in -5_000_i64..5_000
        ) {
            let first = span.first_allowed(tolerance, now);
            let at = first + Duration::seconds(from);
            let overdue = tolerance.after(span.after(at)) < now;
            prop_assert_eq!(overdue, at < first, "{} {}", at, first);
        }

        #[test]
        fn the_age_exceeds_the_limit_exactly_when_the_due_time_has_passed(
            span in spans(), tolerance in 0..100_u32, from in instants(), passed in 0..8_000_000_i64
        ) {
            let now = from + Duration::seconds(passed);
            let due = span.after(from).saturating_add(Duration::hours(i64::from(tolerance)));
            let age = span.age_in_hours(from, now);
            prop_assert_eq!(age > i64::from(span.hours() + tolerance), now > due);
        }
    }
}
