//! Weekly hours of surveillance: `mån-fre 20-06; lör-sön, helgdag 17-07`, or `dygnet runt`.
//!
//! A span that passes midnight belongs to the day on which it begins: `fre 20-06` ends on Saturday at 06.
//! `helgdag` is a public holiday whatever weekday it falls on; when it is not mentioned, a public holiday
//! is as the weekday it falls on.

use std::fmt;

use time::{Date, PrimitiveDateTime, Weekday};

use super::calendar::is_public_holiday;

mod parse;
pub use parse::HoursError;

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// What a day is called in the canonical form; the eighth is a public holiday.
const NAMES: [&str; 8] = ["mån", "tis", "ons", "tors", "fre", "lör", "sön", "helgdag"];

/// Minutes from the start of a day, end exclusive; an end past 24.00 runs into the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    start: u16,
    end: u16,
}

/// Days and hours of a week, with public holidays as a day of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyHours {
    /// Monday first; sorted, not overlapping within the day.
    days: [Vec<Span>; 7],
    /// `None` = as the weekday it falls on.
    holiday: Option<Vec<Span>>,
}

/// Part of a day that one set of hours has and another has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// 0 = Monday, 6 = Sunday, 7 = a public holiday.
    day: usize,
    span: Span,
}

/// A kind of day: its weekday, and whether it and the day before are public holidays.
#[derive(Debug, Clone, Copy)]
struct Day {
    weekday: usize,
    holiday: bool,
    after_holiday: bool,
}

/// Every kind of day that a year can hold, ordinary ones first.
fn kinds_of_day() -> impl Iterator<Item = Day> {
    let kinds = [(false, false), (false, true), (true, false), (true, true)];
    kinds.into_iter().flat_map(|(holiday, after_holiday)| {
        (0..7).map(move |weekday| Day {
            weekday,
            holiday,
            after_holiday,
        })
    })
}

impl WeeklyHours {
    /// Every hour of every day.
    pub fn whole_week() -> Self {
        let all = vec![Span { start: 0, end: DAY }];
        Self {
            days: std::array::from_fn(|_| all.clone()),
            holiday: None,
        }
    }

    /// # Errors
    /// Says which part could not be read, and what would have been.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        parse::parse(text)
    }

    /// Whether the hours hold at a local time in Sweden.
    pub fn contains(&self, at: PrimitiveDateTime) -> bool {
        let minute = u16::from(at.hour()) * 60 + u16::from(at.minute());
        self.on(Day::of(at.date()))
            .iter()
            .any(|span| span.start <= minute && minute < span.end)
    }

    /// Every hour of every day, public holidays too.
    pub fn contains_whole_week(&self) -> bool {
        kinds_of_day().all(|day| self.on(day) == [Span { start: 0, end: DAY }])
    }

    /// Never more than `other` on any day of any year.
    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether there is an hour of an ordinary week that both have.
    pub fn overlaps(&self, other: &Self) -> bool {
        (0..7).any(|weekday| {
            let day = Day {
                weekday,
                holiday: false,
                after_holiday: false,
            };
            let theirs = other.on(day);
            self.on(day).iter().any(|span| {
                theirs
                    .iter()
                    .any(|there| span.start < there.end && there.start < span.end)
            })
        })
    }

    /// What `self` has and `other` has not. Public holidays are listed only when they differ from the ordinary week.
    pub fn difference(&self, other: &Self) -> Vec<Excess> {
        let mut found: Vec<Excess> = Vec::new();
        for day in kinds_of_day() {
            let name = if day.holiday { 7 } else { day.weekday };
            for span in without(&self.on(day), &other.on(day)) {
                let known = |seen: &Excess| {
                    (seen.day == name || (name == 7 && seen.day == day.weekday))
                        && seen.span.start <= span.start
                        && span.end <= seen.span.end
                };
                if !found.iter().any(known) {
                    found.push(Excess { day: name, span });
                }
            }
        }
        found
    }

    /// The spans that fall within the calendar day, those that began the day before included.
    fn on(&self, day: Day) -> Vec<Span> {
        let before = self.beginning((day.weekday + 6) % 7, day.after_holiday);
        let spill = before
            .iter()
            .filter(|span| span.end > DAY)
            .map(|span| Span {
                start: 0,
                end: (span.end - DAY).min(DAY),
            });
        let own = self.beginning(day.weekday, day.holiday).iter();
        let own = own.map(|span| Span {
            start: span.start,
            end: span.end.min(DAY),
        });
        merged(spill.chain(own).collect())
    }

    fn beginning(&self, weekday: usize, holiday: bool) -> &[Span] {
        match &self.holiday {
            Some(spans) if holiday => spans,
            _ => self.days.get(weekday).map_or(&[], Vec::as_slice),
        }
    }
}

impl Day {
    fn of(date: Date) -> Self {
        let before = date.previous_day();
        Self {
            weekday: usize::from(date.weekday().number_days_from_monday()),
            holiday: is_public_holiday(date),
            after_holiday: before.is_some_and(is_public_holiday),
        }
    }
}

impl Excess {
    /// The weekday, or `None` for a public holiday.
    pub const fn weekday(&self) -> Option<Weekday> {
        match self.day {
            0 => Some(Weekday::Monday),
            1 => Some(Weekday::Tuesday),
            2 => Some(Weekday::Wednesday),
            3 => Some(Weekday::Thursday),
            4 => Some(Weekday::Friday),
            5 => Some(Weekday::Saturday),
            6 => Some(Weekday::Sunday),
            _ => None,
        }
    }
}

/// Sorted, and joined where they touch.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The canonical form of the spans that begin on one day: merged, and none longer than 24 hours, since a longer one
/// could not be written (00-24 and 10-09.20 together become `00-24, 09.20-09.20`).
fn canonical(spans: Vec<Span>) -> Vec<Span> {
    let split = |span: Span| {
        let long = span.end - span.start > DAY;
        let head = Span {
            start: span.start,
            end: if long { span.start + DAY } else { span.end },
        };
        let tail = long.then(|| Span {
            start: span.end - DAY,
            end: span.end,
        });
        std::iter::once(head).chain(tail)
    };
    merged(spans).into_iter().flat_map(split).collect()
}

/// What is left of `spans` when `taken` is taken away; both sorted and joined.
fn without(spans: &[Span], taken: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    for span in spans {
        let mut start = span.start;
        for hole in taken
            .iter()
            .filter(|hole| hole.start < span.end && span.start < hole.end)
        {
            if start < hole.start {
                left.push(Span {
                    start,
                    end: hole.start,
                });
            }
            start = start.max(hole.end);
        }
        if start < span.end {
            left.push(Span {
                start,
                end: span.end,
            });
        }
    }
    left
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |minutes: u16| {
            let (hour, minute) = (minutes / 60, minutes % 60);
            if minute == 0 {
                format!("{hour:02}")
            } else {
                format!("{hour:02}.{minute:02}")
            }
        };
        let end = if self.end > DAY {
            self.end - DAY
        } else {
            self.end
        };
        write!(f, "{}-{}", clock(self.start), clock(end))
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}",
            NAMES.get(self.day).copied().unwrap_or_default(),
            self.span
        )
    }
}

impl fmt::Display for WeeklyHours {
    /// The canonical form: days with the same hours are written together.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.contains_whole_week() {
            return f.write_str("dygnet runt");
        }
        let mut groups: Vec<(Vec<usize>, &[Span])> = Vec::new();
        let holiday = self.holiday.as_deref().map(|spans| (7, spans));
        for (day, spans) in self
            .days
            .iter()
            .map(Vec::as_slice)
            .enumerate()
            .chain(holiday)
        {
            // A weekday without hours is left out; a holiday without hours must be said.
            if spans.is_empty() && day != 7 {
                continue;
            }
            match groups.iter_mut().find(|(_, known)| *known == spans) {
                Some((days, _)) => days.push(day),
                None => groups.push((vec![day], spans)),
            }
        }
        for (index, (days, spans)) in groups.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            let times: Vec<String> = spans.iter().map(ToString::to_string).collect();
            let times = if times.is_empty() {
                "stängt".to_owned()
            } else {
                times.join(", ")
            };
            write!(f, "{separator}{} {times}", day_list(days))?;
        }
        if groups.is_empty() {
            f.write_str("aldrig")
        } else {
            Ok(())
        }
    }
}

/// `mån-fre, helgdag` from sorted day numbers.
fn day_list(days: &[usize]) -> String {
    let name = |day: usize| NAMES.get(day).copied().unwrap_or_default();
    let mut parts: Vec<String> = Vec::new();
    let mut rest = days;
    while let Some((&first, _)) = rest.split_first() {
        let run = rest
            .iter()
            .enumerate()
            .take_while(|(n, day)| **day == first + n && **day < 7)
            .count()
            .max(1);
        let last = first + run - 1;
        match run {
            1 => parts.push(name(first).to_owned()),
            _ => parts.push(format!("{}-{}", name(first), name(last))),
        }
        rest = rest.get(run..).unwrap_or_default();
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests;
