//! The only reader of wall time. Everything else takes `now` or `today` as a parameter.

use chrono::{Offset, TimeZone};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// Wall time, or an instant that stands still for demonstrations and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    #[default]
    Wall,
    Frozen(OffsetDateTime),
}

impl Clock {
    /// The instant, in UTC.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    pub fn now(self) -> OffsetDateTime {
        match self {
            Self::Wall => OffsetDateTime::now_utc(),
            Self::Frozen(instant) => instant.to_offset(UtcOffset::UTC),
        }
    }

    /// The civil date in Sweden: the date that duties and deadlines are counted in.
    pub fn today(self) -> Date {
        stockholm(self.now()).date()
    }

    /// How far it is ahead of the clock on the wall, by which libraries reckon.
    pub fn ahead(self) -> Duration {
        match self {
            Self::Wall => Duration::ZERO,
            Self::Frozen(instant) => instant - Self::Wall.now(),
        }
    }

    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Frozen(_))
    }
}

/// The same instant with the offset of Europe/Stockholm, whatever zone the server is in.
pub fn stockholm(instant: OffsetDateTime) -> OffsetDateTime {
    let seconds = chrono::DateTime::from_timestamp(instant.unix_timestamp(), 0).map_or(0, |utc| {
        chrono_tz::Europe::Stockholm
            .offset_from_utc_datetime(&utc.naive_utc())
            .fix()
            .local_minus_utc()
    });
    instant.to_offset(UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC))
}

/// What a local date and time in Sweden can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    Once(OffsetDateTime),
    /// The hour that occurs twice when summer time ends: summer time first.
    Twice(OffsetDateTime, OffsetDateTime),
    /// The hour that is skipped when summer time begins.
    Never,
}

/// Reads a local date and time as Europe/Stockholm.
pub fn from_stockholm(local: PrimitiveDateTime) -> Local {
    let utc = local.assume_utc();
    let candidate = |hours: i8| {
        let instant =
            UtcOffset::from_hms(hours, 0, 0).map_or(utc, |offset| local.assume_offset(offset));
        let shown = stockholm(instant);
        (shown.date() == local.date() && shown.time() == local.time()).then_some(shown)
    };
    match (candidate(2), candidate(1)) {
        (Some(summer), Some(winter)) => Local::Twice(summer, winter),
        (Some(only), None) | (None, Some(only)) => Local::Once(only),
        (None, None) => Local::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_day_begins_at_midnight_in_stockholm_and_not_in_utc() {
        assert_eq!(
            Clock::Frozen(datetime!(2025-03-31 22:00 UTC)).today(),
            time::macros::date!(2025 - 04 - 01)
        );
        assert_eq!(
            Clock::Frozen(datetime!(2025-03-31 21:59:59 UTC)).today(),
            time::macros::date!(2025 - 03 - 31)
        );
    }

    #[test]
    fn the_hour_that_occurs_twice_is_told_apart() {
        let Local::Twice(summer, winter) = from_stockholm(datetime!(2026-10-25 02:30)) else {
            panic!("02.30 on 25 October 2026 occurs twice")
        };
        assert_eq!(winter - summer, time::Duration::HOUR);
    }

    #[test]
    fn the_hour_that_is_skipped_does_not_exist() {
        assert_eq!(from_stockholm(datetime!(2027-03-28 02:30)), Local::Never);
    }

    #[test]
    fn an_ordinary_winter_time_is_one_hour_before_utc() {
        assert_eq!(
            from_stockholm(datetime!(2026-11-22 08:00)),
            Local::Once(datetime!(2026-11-22 07:00 UTC))
        );
    }
}
