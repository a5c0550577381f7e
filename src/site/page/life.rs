//! The life of a site as a picture: what was decided, assessed, changed, inspected and released, and when. Every day leads
//! to the site as of that day.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use time::{Date, Duration};

use crate::compliance::Dossier;
use crate::law::calendar::date_in_sweden;
use crate::permit::Permit;

/// Room after the last event and after today, as a share of the whole: one part of so many.
const MARGIN: i32 = 20;
/// How the picture is drawn: once for a desk and once for a phone, where a picture that is made smaller cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawing {
    pub name: &'static str,
    pub width: u16,
    /// What is left of the days: room for the names of the rows, where they stand beside them.
    left: u16,
    /// Height of a row.
    pub row: usize,
    /// Years that get a line of their own; more would not be told apart.
    years: usize,
}

pub const DRAWINGS: [Drawing; 2] = [
    Drawing {
        name: "wide",
        width: 1000,
        left: 150,
        row: 26,
        years: 12,
    },
    Drawing {
        name: "narrow",
        width: 340,
        left: 8,
        row: 48,
        years: 5,
    },
];

impl Drawing {
    /// Where a place in hundredths of the days stands.
    pub fn x(&self, at: impl Borrow<f64>) -> String {
        format!("{:.1}", f64::from(self.left) + at.borrow() * self.scale())
    }

    pub fn wide(&self, width: &f64) -> String {
        format!("{:.1}", width * self.scale())
    }

    /// A day at the edge is seen whole.
    fn scale(self) -> f64 {
        f64::from(self.width - self.left - 10) / 100.0
    }
}

/// What a row of the picture is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Use,
    Permit,
    Assessment,
    Inspection,
    Evidence,
    Disclosure,
    Change,
}

impl Kind {
    pub const fn text_id(self) -> &'static str {
        match self {
            Self::Use => "life-use",
            Self::Permit => "life-permit",
            Self::Assessment => "life-assessment",
            Self::Inspection => "life-inspection",
            Self::Evidence => "life-evidence",
            Self::Disclosure => "life-disclosure",
            Self::Change => "life-change",
        }
    }
}

/// From when until when something held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    /// The last day; `None` = it goes on.
    pub until: Option<Date>,
}

/// One row of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub kind: Kind,
    pub periods: Vec<Period>,
    /// Days, each with how much happened on it.
    pub days: BTreeMap<Date, usize>,
}

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    pub first: Date,
    pub last: Date,
    /// The day that the page shows.
    pub shown: Date,
    pub rows: Vec<Row>,
}

/// Where something stands in the picture, in hundredths of its width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub from: f64,
    pub width: f64,
}

impl Life {
    /// `changed` and `released` are the days of changes and of releases, one for each. `None` when nothing has a day.
    pub fn new(
        dossier: &Dossier,
        shown: Date,
        today: Date,
        changed: &[Date],
        released: &[Date],
    ) -> Option<Self> {
        let site = &dossier.site;
        let began = site.started_on.map(|from| Period {
            from: Some(from),
            until: site.ended_on,
        });
        let permits = dossier.permits.iter().map(|permit| period(&permit.data));
        let assessed = dossier.assessments.iter();
        let assessed = assessed.filter_map(|assessment| assessment.data.assessed_on);
        let inspected = dossier.signs.iter();
        let inspected = inspected.filter_map(|sign| sign.data.inspected_on);
        let seen = dossier.evidence.iter();
        let seen = seen.map(|evidence| date_in_sweden(evidence.data.checked_at));
        let mut rows = vec![
            Row::of_periods(Kind::Use, began.into_iter().collect()),
            Row::of_periods(Kind::Permit, permits.collect()),
            Row::of_days(Kind::Assessment, assessed),
            Row::of_days(Kind::Inspection, inspected),
            Row::of_days(Kind::Evidence, seen),
            Row::of_days(Kind::Disclosure, released.iter().copied()),
            Row::of_days(Kind::Change, changed.iter().copied()),
        ];
        rows.retain(|row| !row.periods.is_empty() || !row.days.is_empty());
        let days = || rows.iter().flat_map(Row::all_days);
        let (first, last) = (days().min()?, days().max()?.max(today).max(shown));
        let first = first.min(shown);
        let room = Duration::days(((last - first).whole_days() / i64::from(MARGIN)).max(15));
        Some(Self {
            first: first.saturating_sub(room),
            last: last.saturating_add(room),
            shown,
            rows,
        })
    }

    /// Hundredths of the width from the left.
    pub fn place(&self, day: Date) -> f64 {
        let of = |days: i64| f64::from(i32::try_from(days).unwrap_or(i32::MAX));
        let whole = of((self.last - self.first).whole_days()).max(1.0);
        (100.0 * of((day - self.first).whole_days()) / whole).clamp(0.0, 100.0)
    }

    /// Where the day stands that the page shows.
    pub fn shown_at(&self) -> f64 {
        self.place(self.shown)
    }

    /// Where the days of a row stand.
    pub fn marks(&self, row: &Row) -> Vec<f64> {
        row.days.keys().map(|day| self.place(*day)).collect()
    }

    pub fn span(&self, period: &Period) -> Span {
        let from = self.place(period.from.unwrap_or(self.first));
        let until = self.place(period.until.unwrap_or(self.last));
        Span {
            from,
            // A day is seen, however long the picture is.
            width: (until - from).max(0.4),
        }
    }

    pub const fn height(&self, drawing: &Drawing) -> usize {
        drawing.row * self.rows.len() + 34
    }

    /// Whether there is room for words below a place: at the edges they would be cut off.
    pub fn is_told(&self, at: &f64) -> bool {
        (5.0..=94.0).contains(at)
    }

    /// The first days of years: where lines are drawn.
    pub fn years(&self, drawing: &Drawing) -> Vec<(i32, f64)> {
        let years = self.first.year() + 1..=self.last.year();
        let step = years.clone().count().div_ceil(drawing.years).max(1);
        years
            .step_by(step)
            .filter_map(|year| {
                let day = Date::from_ordinal_date(year, 1).ok()?;
                Some((year, self.place(day)))
            })
            .collect()
    }

    /// Everything that has a day, newest first, with how much of it happened on that day.
    pub fn events(&self) -> Vec<(Date, Kind, usize)> {
        let mut events = Vec::new();
        for row in &self.rows {
            events.extend(row.days.iter().map(|(day, count)| (*day, row.kind, *count)));
            let begun = row.periods.iter().filter_map(|period| period.from);
            events.extend(begun.map(|day| (day, row.kind, 1)));
        }
        events.sort_by_key(|(day, kind, _)| (std::cmp::Reverse(*day), *kind));
        events
    }
}

impl Row {
    const fn of_periods(kind: Kind, periods: Vec<Period>) -> Self {
        Self {
            kind,
            periods,
            days: BTreeMap::new(),
        }
    }

    fn of_days(kind: Kind, days: impl Iterator<Item = Date>) -> Self {
        let mut counted = BTreeMap::new();
        for day in days {
            *counted.entry(day).or_default() += 1;
        }
        Self {
            kind,
            periods: Vec::new(),
            days: counted,
        }
    }

    fn all_days(&self) -> impl Iterator<Item = Date> {
        let ends = |period: &Period| [period.from, period.until];
        let periods = self.periods.iter().flat_map(ends).flatten();
        self.days.keys().copied().chain(periods)
    }
}

/// From when a decision could be used until it could no longer.
fn period(permit: &Permit) -> Period {
    Period {
        from: permit.valid_from.or(permit.decided_on),
        until: permit.in_effect_until(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::tests::samples::schoolyard;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    #[test]
    fn everything_with_a_day_is_in_the_picture_in_its_order() {
        let changed = [date!(2026 - 10 - 01), date!(2026 - 10 - 01)];
        let released = [date!(2026 - 11 - 02)];
        let life = Life::new(&schoolyard(), TODAY, TODAY, &changed, &released).unwrap();
        let change = life.rows.iter().find(|row| row.kind == Kind::Change);
        assert_eq!(change.unwrap().days[&date!(2026 - 10 - 01)], 2);
        let events = life.events();
        assert!(events.windows(2).all(|pair| pair[0].0 >= pair[1].0));
        assert!(events.contains(&(date!(2026 - 11 - 02), Kind::Disclosure, 1)));
        for (day, ..) in &events {
            let at = life.place(*day);
            assert!((0.0..=100.0).contains(&at), "{day} stands at {at}");
        }
        assert!(life.place(date!(2026 - 10 - 01)) < life.place(date!(2026 - 11 - 02)));
        assert!(life.first < events.last().unwrap().0 && life.last > TODAY);
    }

    #[test]
    fn what_goes_on_reaches_the_end_and_a_single_day_is_still_seen() {
        let life = Life::new(&schoolyard(), TODAY, TODAY, &[TODAY], &[]).unwrap();
        let open = life.span(&Period {
            from: Some(TODAY),
            until: None,
        });
        assert!((open.from + open.width - 100.0).abs() < 1e-9);
        let day = life.span(&Period {
            from: Some(TODAY),
            until: Some(TODAY),
        });
        assert!(day.width > 0.0);
    }

    #[test]
    fn days_at_the_ends_of_the_calendar_make_no_trouble() {
        for day in [Date::MIN, Date::MAX] {
            let life = Life::new(&schoolyard(), day, TODAY, &[day], &[]).unwrap();
            assert!((0.0..=100.0).contains(&life.place(TODAY)));
            for drawing in &DRAWINGS {
                let years = life.years(drawing).len();
                assert!(years <= drawing.years, "{years}");
            }
        }
    }

    #[test]
    fn a_site_of_which_nothing_has_a_day_has_no_picture() {
        let mut empty = schoolyard();
        empty.site.started_on = None;
        empty.permits.clear();
        empty.assessments.clear();
        empty.signs.clear();
        empty.evidence.clear();
        assert_eq!(Life::new(&empty, TODAY, TODAY, &[], &[]), None);
    }
}
