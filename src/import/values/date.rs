//! Dates in the ways Swedish lists write them.

use time::{Date, Duration, Month, macros::date};

use super::{Reading, fold};
use crate::import::Message;
use crate::import::table::Value;

/// Nothing in a camera register is older or newer.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2100;
/// Day 0 of the spreadsheet calendar for every day after February 1900.
const SERIAL_EPOCH: Date = date!(1899 - 12 - 30);
/// 1980 to 2100 as spreadsheet serial numbers.
const SERIALS: std::ops::RangeInclusive<f64> = 29_221.0..=73_415.0;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// Reads a date cell.
pub fn read(value: &Value) -> Reading<Date> {
    match value {
        Value::Date(date) if YEARS.contains(&date.year()) => Reading::sure(*date),
        Value::Number(number) => read_number(*number),
        other => read_text(&other.to_string()),
    }
}

/// `20261122` as a number, or a day number whose date format was lost.
fn read_number(number: f64) -> Reading<Date> {
    if SERIALS.contains(&number) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the range above is far within i64; the time of day is dropped on purpose"
        )]
        let days = number.floor() as i64;
        if let Some(date) = SERIAL_EPOCH.checked_add(Duration::days(days)) {
            let problem = Message::new("import-date-serial").with("date", date.to_string());
            return Reading::noticed(date, problem, accepted());
        }
    }
    read_text(&number.to_string())
}

pub fn read_text(text: &str) -> Reading<Date> {
    let folded = fold(text);
    match parse(&folded) {
        Parsed::Date(date) => Reading::sure(date),
        Parsed::MonthFirstPossible => {
            Reading::unread(Message::new("import-date-day-or-month"), accepted())
        }
        Parsed::NoSuchDay => Reading::unread(Message::new("import-date-no-such-day"), accepted()),
        Parsed::Nothing => {
            let problem = if year_in(&folded).is_some() {
                "import-date-only-year"
            } else {
                "import-date-unreadable"
            };
            Reading::unread(Message::new(problem), accepted())
        }
    }
}

fn accepted() -> Message {
    Message::new("import-date-accepted")
}

#[derive(Debug, PartialEq)]
enum Parsed {
    Date(Date),
    NoSuchDay,
    /// `3/4/2026`: third of April here, fourth of March elsewhere.
    MonthFirstPossible,
    Nothing,
}

fn parse(folded: &str) -> Parsed {
    // A time of day after the date is dropped: `2026-11-22 00:00:00`, `2026-11-22t08:00`.
    let text = folded
        .split_once(['t', ' '])
        .filter(|(date, time)| date.len() == 10 && time.contains(':'))
        .map_or(folded, |(date, _)| date);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return calendar(&text[..4], &text[4..6], &text[6..]);
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', ' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return Parsed::Nothing;
    };
    if first.len() == 4 {
        return calendar(first, second, third);
    }
    if third.len() != 4 {
        return Parsed::Nothing;
    }
    if let Some(month) = month_named(second) {
        return calendar(third, &month.to_string(), first);
    }
    let is_slashes_only = text.matches('/').count() == 2;
    let is_month_too = |part: &str| part.parse::<u8>().is_ok_and(|number| number <= 12);
    if is_slashes_only && is_month_too(first) && is_month_too(second) && first != second {
        return Parsed::MonthFirstPossible;
    }
    calendar(third, second, first)
}

fn month_named(word: &str) -> Option<u8> {
    let is_it = |month: &&str| word.len() >= 3 && month.starts_with(word);
    let index = MONTHS.iter().position(is_it)?;
    u8::try_from(index + 1).ok()
}

fn calendar(year: &str, month: &str, day: &str) -> Parsed {
    let numbers = (year.parse::<i32>(), month.parse::<u8>(), day.parse::<u8>());
    let (Ok(year), Ok(month), Ok(day)) = numbers else {
        return Parsed::Nothing;
    };
    if !YEARS.contains(&year) {
        return Parsed::NoSuchDay;
    }
    Month::try_from(month)
        .ok()
        .and_then(|month| Date::from_calendar_date(year, month, day).ok())
        .map_or(Parsed::NoSuchDay, Parsed::Date)
}

/// The year in `våren 2019`: too little for a date, but enough to know that another date is earlier.
pub fn year_in(text: &str) -> Option<i32> {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit());
    let mut years = numbers
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| YEARS.contains(year));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}
