//! Civil dates as the law counts them: calendar months, public holidays, working days, ISO weeks.
//!
//! Nothing here asks what day it is.

use time::{Date, Duration, Month, OffsetDateTime, Weekday};

/// The same day `months` later (or earlier), or the last day of that month when it has no such day:
/// one month after 31 January is 28 or 29 February.
///
/// Saturates at the ends of the calendar (years -9999 to 9999).
pub fn add_months(date: Date, months: i32) -> Date {
    let month_number = date.year() * 12 + i32::from(u8::from(date.month())) - 1;
    let target = month_number.saturating_add(months);
    let month = u8::try_from(target.rem_euclid(12) + 1).ok();
    let year = target.div_euclid(12);
    let ends = if months < 0 { Date::MIN } else { Date::MAX };
    let Some(month) = month.and_then(|number| Month::try_from(number).ok()) else {
        return ends;
    };
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(ends)
}

/// Five years after the surveillance ended (KBL 9 and 10 §§) is counted so.
pub fn add_years(date: Date, years: i32) -> Date {
    add_months(date, years.saturating_mul(12))
}

/// Saturating, so that no date in the register can stop the program.
pub fn add_days(date: Date, days: i64) -> Date {
    let ends = if days < 0 { Date::MIN } else { Date::MAX };
    Duration::DAY
        .checked_mul(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
        .and_then(|span| date.checked_add(span))
        .unwrap_or(ends)
}

/// The civil date in Sweden of an instant, whatever zone the server is in.
pub fn date_in_sweden(instant: OffsetDateTime) -> Date {
    use chrono::{Offset, TimeZone};
    let seconds = chrono::DateTime::from_timestamp(instant.unix_timestamp(), 0).map_or(0, |utc| {
        let zone = chrono_tz::Europe::Stockholm;
        zone.offset_from_utc_datetime(&utc.naive_utc())
            .fix()
            .local_minus_utc()
    });
    let utc = instant.to_offset(time::UtcOffset::UTC);
    utc.checked_add(Duration::seconds(i64::from(seconds)))
        .map_or(utc.date(), OffsetDateTime::date)
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the published table"
)]
pub fn easter_sunday(year: i32) -> Option<Date> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let n = h + l - 7 * m + 114;
    let month = u8::try_from(n.div_euclid(31)).ok()?;
    let day = u8::try_from(n.rem_euclid(31) + 1).ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// A public holiday (lag 1989:253 om allmänna helgdagar). Ordinary Sundays are not counted here.
pub fn is_public_holiday(date: Date) -> bool {
    let fixed = matches!(
        (date.month(), date.day()),
        (Month::January, 1 | 6) | (Month::May, 1) | (Month::December, 25 | 26)
    );
    // The national day replaced Whit Monday in 2005.
    let national = date.year() >= 2005 && (date.month(), date.day()) == (Month::June, 6);
    fixed || national || is_movable_holiday(date)
}

fn is_movable_holiday(date: Date) -> bool {
    let saturday_between = |from: Option<Date>| {
        date.weekday() == Weekday::Saturday
            && from.is_some_and(|from| from <= date && date <= add_days(from, 6))
    };
    let midsummer = Date::from_calendar_date(date.year(), Month::June, 20).ok();
    let all_saints = Date::from_calendar_date(date.year(), Month::October, 31).ok();
    let from_easter = easter_sunday(date.year()).map(|easter| (date - easter).whole_days());
    // Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday, and Whit Monday until 2004.
    let by_easter = match from_easter {
        Some(-2 | 0 | 1 | 39 | 49) => true,
        Some(50) => date.year() <= 2004,
        _ => false,
    };
    by_easter || saturday_between(midsummer) || saturday_between(all_saints)
}

/// Whether something that must be done by law can fall due on the day: not on a Saturday, Sunday, public holiday,
/// midsummer eve, Christmas eve or New Year's eve (lag 1930:173 om beräkning av lagstadgad tid, 2 §).
pub fn is_working_day(date: Date) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let eve = matches!((date.month(), date.day()), (Month::December, 24 | 31));
    let midsummer_eve = date.weekday() == Weekday::Friday
        && date.month() == Month::June
        && (19..=25).contains(&date.day());
    !(weekend || eve || midsummer_eve || is_public_holiday(date))
}

/// The day itself when it is a working day, else the next one.
pub fn on_working_day(date: Date) -> Date {
    let mut day = date;
    while !is_working_day(day) {
        match day.next_day() {
            Some(next) => day = next,
            None => return date,
        }
    }
    day
}

/// Week-numbering year and week (ISO 8601), as Swedish calendars print it: `v. 47`.
pub fn iso_week(date: Date) -> (i32, u8) {
    let (year, week, _) = date.to_iso_week_date();
    (year, week)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    fn any_date() -> impl Strategy<Value = Date> {
        (2_400_000..2_480_000).prop_map(|day| Date::from_julian_day(day).expect("in range"))
    }

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        assert_eq!(add_months(date!(2025 - 01 - 31), 1), date!(2025 - 02 - 28));
        assert_eq!(add_months(date!(2024 - 01 - 31), 1), date!(2024 - 02 - 29));
        assert_eq!(add_months(date!(2025 - 12 - 15), 1), date!(2026 - 01 - 15));
        assert_eq!(add_months(date!(2025 - 01 - 15), -1), date!(2024 - 12 - 15));
    }

    #[test]
    fn five_years_from_a_leap_day_end_on_the_last_of_february() {
        assert_eq!(add_years(date!(2024 - 02 - 29), 5), date!(2029 - 02 - 28));
    }

    #[test]
    fn the_ends_of_the_calendar_stop_nothing() {
        assert_eq!(add_months(Date::MAX, 1), Date::MAX);
        assert_eq!(add_months(Date::MIN, -1), Date::MIN);
        assert_eq!(add_days(Date::MAX, i64::MAX), Date::MAX);
        assert_eq!(add_days(Date::MIN, i64::MIN), Date::MIN);
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        let known = [
            date!(2018 - 04 - 01),
            date!(2024 - 03 - 31),
            date!(2025 - 04 - 20),
            date!(2026 - 04 - 05),
            date!(2038 - 04 - 25),
        ];
        for day in known {
            assert_eq!(easter_sunday(day.year()), Some(day));
        }
    }

    #[test]
    fn the_public_holidays_of_2026_are_these() {
        let first = date!(2026 - 01 - 01);
        let found: Vec<Date> = (0..365)
            .map(|day| add_days(first, day))
            .filter(|day| is_public_holiday(*day))
            .collect();
        let expected = [
            date!(2026 - 01 - 01),
            date!(2026 - 01 - 06),
            date!(2026 - 04 - 03),
            date!(2026 - 04 - 05),
            date!(2026 - 04 - 06),
            date!(2026 - 05 - 01),
            date!(2026 - 05 - 14),
            date!(2026 - 05 - 24),
            date!(2026 - 06 - 06),
            date!(2026 - 06 - 20),
            date!(2026 - 10 - 31),
            date!(2026 - 12 - 25),
            date!(2026 - 12 - 26),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn whit_monday_was_a_holiday_until_the_national_day_replaced_it() {
        assert!(is_public_holiday(date!(2004 - 05 - 31)));
        assert!(!is_public_holiday(date!(2004 - 06 - 06)));
        assert!(!is_public_holiday(date!(2005 - 05 - 16)));
        assert!(is_public_holiday(date!(2005 - 06 - 06)));
    }

    #[test]
    fn a_deadline_on_midsummer_eve_moves_to_monday() {
        assert!(!is_working_day(date!(2026 - 06 - 19)));
        assert_eq!(on_working_day(date!(2026 - 06 - 19)), date!(2026 - 06 - 22));
        assert_eq!(on_working_day(date!(2026 - 12 - 24)), date!(2026 - 12 - 28));
        assert_eq!(on_working_day(date!(2026 - 11 - 20)), date!(2026 - 11 - 20));
    }

    #[test]
    fn the_week_of_a_late_december_day_can_belong_to_the_next_year() {
        assert_eq!(iso_week(date!(2026 - 11 - 22)), (2026, 47));
        assert_eq!(iso_week(date!(2024 - 12 - 30)), (2025, 1));
    }

    #[test]
    fn the_swedish_day_begins_at_midnight_in_stockholm() {
        assert_eq!(
            date_in_sweden(datetime!(2025-03-31 22:00 UTC)),
            date!(2025 - 04 - 01)
        );
        assert_eq!(
            date_in_sweden(datetime!(2025-03-31 21:59 UTC)),
            date!(2025 - 03 - 31)
        );
        assert_eq!(
            date_in_sweden(datetime!(2025-12-31 23:00 UTC)),
            date!(2026 - 01 - 01)
        );
    }

    proptest! {
        #[test]
        fn adding_months_lands_in_the_right_month_and_never_on_a_later_day(day in any_date(), months in -600..600) {
            let there = add_months(day, months);
            let apart = (there.year() - day.year()) * 12 + i32::from(u8::from(there.month())) - i32::from(u8::from(day.month()));
            prop_assert_eq!(apart, months);
            prop_assert!(there.day() <= day.day());
        }

        #[test]
        fn adding_months_keeps_the_order_of_days(a in any_date(), b in any_date(), months in -600..600) {
            prop_assume!(a <= b);
            prop_assert!(add_months(a, months) <= add_months(b, months));
        }

        #[test]
        fn easter_is_a_sunday_between_22_march_and_25_april(year in 1900..2200) {
            let easter = easter_sunday(year).expect("every year has an Easter");
            prop_assert_eq!(easter.weekday(), Weekday::Sunday);
            let first = Date::from_calendar_date(year, Month::March, 22).expect("a date");
            let last = Date::from_calendar_date(year, Month::April, 25).expect("a date");
            prop_assert!(first <= easter && easter <= last);
        }

        #[test]
        fn a_moved_deadline_is_the_first_working_day_at_or_after_it(day in any_date()) {
            let moved = on_working_day(day);
            prop_assert!(is_working_day(moved));
            prop_assert!(moved >= day && (moved - day).whole_days() <= 5);
            let between = (0..(moved - day).whole_days()).map(|n| add_days(day, n));
            prop_assert!(between.into_iter().all(|day| !is_working_day(day)));
        }
    }
}
