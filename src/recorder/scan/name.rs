//! The time in the name of a file. A copy or a restored backup gives every file a new time of its own; the name stays.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

use crate::clock::{Local, from_stockholm};

/// Which times in names count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameTimes {
    /// The usual forms: `20261122104512`, `2026-11-22_10-45-12`, a folder `2026-11-22`.
    Usual,
    /// Names say nothing about time.
    Ignored,
    Patterns(Vec<Pattern>),
}

/// The zone that names are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    #[default]
    Sweden,
    Utc,
}

/// `%Y%m%d%H%M%S`, `%Y/%m/%d/%H`: found anywhere in the path below the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Token>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Literal(u8),
    Year,
    YearOfCentury,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    /// Seconds since 1970.
    Epoch,
}

/// Why a pattern is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” is no pattern; use %Y (or %y) %m %d %H %M %S, or %s for seconds since 1970")]
pub struct NoPattern(pub String);

#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    hour: Option<u8>,
    minute: u8,
    second: u8,
}

impl Pattern {
    /// # Errors
    /// When it has an unknown field, or neither a whole date nor seconds since 1970.
    pub fn parse(text: &str) -> Result<Self, NoPattern> {
        let wrong = || NoPattern(text.to_owned());
        let mut tokens = Vec::new();
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            tokens.push(match byte {
                b'%' => match bytes.next() {
                    Some(b'Y') => Token::Year,
                    Some(b'y') => Token::YearOfCentury,
                    Some(b'm') => Token::Month,
                    Some(b'd') => Token::Day,
                    Some(b'H') => Token::Hour,
                    Some(b'M') => Token::Minute,
                    Some(b'S') => Token::Second,
                    Some(b's') => Token::Epoch,
                    Some(b'%') => Token::Literal(b'%'),
                    _ => return Err(wrong()),
                },
                other => Token::Literal(other),
            });
        }
        let has = |token: Token| tokens.contains(&token);
        let dated =
            (has(Token::Year) || has(Token::YearOfCentury)) && has(Token::Month) && has(Token::Day);
        if dated || has(Token::Epoch) {
            Ok(Self(tokens))
        } else {
            Err(wrong())
        }
    }

    fn find(&self, path: &[u8], zone: Zone) -> Option<i64> {
        (0..path.len()).find_map(|start| self.at(path, start, zone))
    }

    fn at(&self, path: &[u8], start: usize, zone: Zone) -> Option<i64> {
        let mut rest = path.get(start..)?;
        let mut parts = Parts::default();
        let mut epoch = None;
        for token in &self.0 {
            let width = match token {
                Token::Literal(byte) => {
                    rest = rest.strip_prefix(std::slice::from_ref(byte))?;
                    continue;
                }
                Token::Year => 4,
                Token::Epoch => 10,
                _ => 2,
            };
            let number = number(rest.get(..width)?)?;
            rest = &rest[width..];
            let small = u8::try_from(number % 100).ok()?;
            match token {
                Token::Year => parts.year = i32::try_from(number).ok(),
                Token::YearOfCentury => parts.year = Some(2000 + i32::from(small)),
                Token::Month => parts.month = Some(small),
                Token::Day => parts.day = Some(small),
                Token::Hour => parts.hour = Some(small),
                Token::Minute => parts.minute = small,
                Token::Second => parts.second = small,
                Token::Epoch => epoch = Some(number),
                Token::Literal(_) => {}
            }
        }
        epoch.or_else(|| parts.instant(zone))
    }
}

impl NameTimes {
    /// Seconds since 1970 of the time in the path below the store. A date alone stands for the end of its day: the
    /// footage is at least that old.
    pub fn of(&self, path: &[u8], zone: Zone) -> Option<i64> {
        match self {
            Self::Ignored => None,
            Self::Patterns(patterns) => {
                patterns.iter().find_map(|pattern| pattern.find(path, zone))
            }
            Self::Usual => {
                let mut date = None;
                for name in path.rsplit(|byte| *byte == b'/' || *byte == b'\\') {
                    match usual(name) {
                        Some(found) if found.hour.is_some() => return found.instant(zone),
                        found => date = date.or(found),
                    }
                }
                date.and_then(|date| date.instant(zone))
            }
        }
    }
}

impl Parts {
    fn date(self) -> Option<Date> {
        let year = self.year.filter(|year| (2000..2100).contains(year))?;
        let month = Month::try_from(self.month?).ok()?;
        Date::from_calendar_date(year, month, self.day?).ok()
    }

    fn instant(self, zone: Zone) -> Option<i64> {
        let date = self.date()?;
        let local = match self.hour {
            Some(hour) => {
                PrimitiveDateTime::new(date, Time::from_hms(hour, self.minute, self.second).ok()?)
            }
            None => PrimitiveDateTime::new(date.next_day()?, Time::MIDNIGHT),
        };
        Some(in_zone(local, zone).unix_timestamp())
    }
}

/// Of an hour that occurs twice it is the second: nothing is called older than it surely is.
fn in_zone(local: PrimitiveDateTime, zone: Zone) -> OffsetDateTime {
    if zone == Zone::Utc {
        return local.assume_utc();
    }
    match from_stockholm(local) {
        Local::Once(instant) | Local::Twice(_, instant) => instant,
        Local::Never => local.assume_utc(),
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(digits).ok()?.parse().ok()
}

/// The first date in a name, with the time that follows it if one does.
fn usual(name: &[u8]) -> Option<Parts> {
    let mut at = 0;
    while at < name.len() {
        if !name[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        if let Some(found) = date_at(name, at) {
            return Some(found);
        }
        at += run(name, at).len();
    }
    None
}

/// The digits from `at` on.
fn run(name: &[u8], at: usize) -> &[u8] {
    let rest = name.get(at..).unwrap_or_default();
    let end = rest.iter().position(|byte| !byte.is_ascii_digit());
    &rest[..end.unwrap_or(rest.len())]
}

/// Runs of exactly these lengths, one byte between: where they end, and their digits together.
fn runs(name: &[u8], mut at: usize, lengths: &[usize]) -> Option<(usize, Vec<u8>)> {
    let mut digits = Vec::with_capacity(14);
    for (index, length) in lengths.iter().enumerate() {
        at += usize::from(index > 0);
        let run = run(name, at);
        if run.len() != *length {
            return None;
        }
        digits.extend_from_slice(run);
        at += length;
    }
    Some((at, digits))
}

fn date_at(name: &[u8], at: usize) -> Option<Parts> {
    let whole = run(name, at);
    if matches!(whole.len(), 14 | 17) {
        return with_time(date_of(&whole[..8])?, &whole[8..14]);
    }
    let (end, digits) = runs(name, at, &[8]).or_else(|| runs(name, at, &[4, 2, 2]))?;
    let date = date_of(&digits)?;
    let time = [&[6][..], &[9], &[2, 2, 2]]
        .iter()
        .find_map(|lengths| runs(name, end + 1, lengths))
        .and_then(|(_, digits)| with_time(date, &digits));
    Some(time.unwrap_or(date))
}

fn date_of(digits: &[u8]) -> Option<Parts> {
    let parts = Parts {
        year: i32::try_from(number(digits.get(..4)?)?).ok(),
        month: u8::try_from(number(digits.get(4..6)?)?).ok(),
        day: u8::try_from(number(digits.get(6..8)?)?).ok(),
        ..Parts::default()
    };
    parts.date().map(|_| parts)
}

fn with_time(date: Parts, digits: &[u8]) -> Option<Parts> {
    let two = |at: usize| u8::try_from(number(digits.get(at..at + 2)?)?).ok();
    let (hour, minute, second) = (two(0)?, two(2)?, two(4)?);
    Time::from_hms(hour, minute, second).ok()?;
    Some(Parts {
        hour: Some(hour),
        minute,
        second,
        ..date
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::datetime;

    fn usual(path: &str) -> Option<OffsetDateTime> {
        let found = NameTimes::Usual.of(path.as_bytes(), Zone::Sweden);
        found.map(|seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap())
    }

    #[test]
    fn the_usual_names_of_recorders_are_read() {
        let at = datetime!(2026-11-22 10:45:12 +1);
        for name in [
            "20261122/01-03-20261122104512.mp4",
            "kamera 2/20261122_104512.mkv",
            "2026-11-22_10-45-12.avi",
            "2026-11-22T10:45:12.mp4",
            "NVR_ch3_main_20261122104512_20261122105512.dav",
            "20261122-104512123.jpg",
            "LKF-1042 2026.11.22 10.45.12.mp4",
        ] {
            assert_eq!(usual(name), Some(at), "{name}");
        }
    }

    #[test]
    fn a_date_alone_is_the_end_of_its_day() {
        let end = datetime!(2026-10-09 00:00 +2);
        assert_eq!(usual("1/2026-10-08/3/00001-capture.jpg"), Some(end));
        assert_eq!(usual("20261008/film.mp4"), Some(end));
    }

    #[test]
    fn numbers_that_are_no_dates_are_none() {
        for name in [
            "00001-capture.jpg",
            "kamera-12345678.mp4",
            "99999999999999.mp4",
            "20261341/x.mp4",
            "192.168.10.20/film.mp4",
            "",
        ] {
            assert_eq!(usual(name), None, "{name}");
        }
    }

    #[test]
    fn a_pattern_reads_what_is_unusual() {
        let read = |pattern: &str, path: &str, zone| {
            let names = NameTimes::Patterns(vec![Pattern::parse(pattern).unwrap()]);
            names.of(path.as_bytes(), zone)
        };
        let at = datetime!(2026-10-08 07:12:03 UTC).unix_timestamp();
        assert_eq!(
            read(
                "%y/%m/%d/%H/%M/%S",
                "1/26/10/08/07/12/03/00001.jpg",
                Zone::Utc
            ),
            Some(at)
        );
        assert_eq!(
            read("%s", "1791443523.5-abc.mp4", Zone::Sweden),
            Some(1_791_443_523)
        );
        assert_eq!(
            read("%d.%m.%Y-%H.%M", "08.10.2026-09.12.mp4", Zone::Sweden),
            Some(at - 3)
        );
        assert!(Pattern::parse("%H%M").is_err());
        assert!(Pattern::parse("%Y%q").is_err());
    }

    proptest! {
        #[test]
        fn no_name_stops_the_scan(path in proptest::collection::vec(any::<u8>(), 0..60), digits in "[0-9/_.-]{0,40}") {
            let pattern = Pattern::parse("%Y%m%d%H%M%S").expect("a pattern");
            for names in [NameTimes::Usual, NameTimes::Patterns(vec![pattern])] {
                let _ = names.of(&path, Zone::Sweden);
                let _ = names.of(digits.as_bytes(), Zone::Sweden);
            }
        }

        #[test]
        fn every_second_is_read_back_from_a_name(seconds in 946_684_800_i64..4_000_000_000) {
            let at = OffsetDateTime::from_unix_timestamp(seconds).expect("in range");
            let name = format!(
                "x/{:04}{:02}{:02}-{:02}{:02}{:02}.mp4",
                at.year(), u8::from(at.month()), at.day(), at.hour(), at.minute(), at.second()
            );
            prop_assert_eq!(NameTimes::Usual.of(name.as_bytes(), Zone::Utc), Some(seconds));
        }
    }
}
