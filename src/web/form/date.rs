//! The ways in which people in Sweden write dates and times.

use time::{Date, Month, Time};

/// Dashes that word processors and our own texts put between the parts.
const SEPARATORS: [char; 7] = ['-', '/', '.', ' ', '\u{a0}', '\u{2011}', '\u{2013}'];

/// `2026-11-22`, `20261122`, `22/11 2026`, `22.11.2026`, `22 november 2026`; a two-digit year is refused as a guess.
pub fn parse_date(text: &str) -> Option<Date> {
    let (year, month, day) = parts(text)?;
    Date::from_calendar_date(year, month, day).ok()
}

/// Written as a date, of a day that no calendar has: `2026-02-31`.
pub fn is_no_day(text: &str) -> bool {
    parts(text).is_some_and(|(year, month, day)| {
        (29..=31).contains(&day) && Date::from_calendar_date(year, month, day).is_err()
    })
}

fn parts(text: &str) -> Option<(i32, Month, u8)> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return date(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let parts: Vec<&str> = text
        .split(SEPARATORS)
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => date(year, month, day),
        [day, month, year] if year.len() == 4 => date(year, month, day),
        _ => None,
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<(i32, Month, u8)> {
    Some((digits(year)?, month_of(month)?, digits(day)?))
}

fn month_of(text: &str) -> Option<Month> {
    if let Some(number) = digits::<u8>(text) {
        return Month::try_from(number).ok();
    }
    let text = text.to_lowercase();
    let position = MONTHS
        .iter()
        .position(|names| names.contains(&text.as_str()))?;
    Month::try_from(u8::try_from(position + 1).ok()?).ok()
}

const MONTHS: [[&str; 3]; 12] = [
    ["januari", "january", "jan"],
    ["februari", "february", "feb"],
    ["mars", "march", "mar"],
    ["april", "april", "apr"],
    ["maj", "may", "maj"],
    ["juni", "june", "jun"],
    ["juli", "july", "jul"],
    ["augusti", "august", "aug"],
    ["september", "september", "sep"],
    ["oktober", "october", "okt"],
    ["november", "november", "nov"],
    ["december", "december", "dec"],
];

/// `14.05`, `14:05`, `1405`, `kl. 14.05`; seconds are taken when given with separators.
pub fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase();
    let text = text
        .strip_prefix("kl")
        .map_or(text.as_str(), |rest| rest.trim_start_matches('.'))
        .trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(text.len(), 3 | 4) {
        let (hour, minute) = text.split_at_checked(text.len() - 2)?;
        return Time::from_hms(digits(hour)?, digits(minute)?, 0).ok();
    }
    match text.split(['.', ':']).collect::<Vec<_>>()[..] {
        [hour, minute] => Time::from_hms(digits(hour)?, digits(minute)?, 0).ok(),
        [hour, minute, second] => {
            Time::from_hms(digits(hour)?, digits(minute)?, digits(second)?).ok()
        }
        _ => None,
    }
}

/// Digits only: `parse` alone would also take a sign.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}
