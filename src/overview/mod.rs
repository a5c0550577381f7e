//! The start page: where the kommun stands, what comes next, and where to begin.

use time::{Date, Duration};

use crate::web::view::Symbol;

pub mod page;
#[cfg(test)]
mod page_tests;
pub mod store;
pub mod web;

/// How many days ahead the time line reaches.
pub use crate::compliance::store::DAYS_AHEAD;

/// Sites named for one thing that falls due; the rest are counted.
const SITES_SHOWN: usize = 5;

/// How many sites of a unit have each status, in the order of [`Symbol::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    pub name: String,
    /// The list of the unit's sites, with the language.
    pub href: String,
    pub counts: [u64; 4],
}

/// A part of a bar, in hundredths of its width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    pub symbol: Symbol,
    pub from: f64,
    pub width: f64,
}

impl UnitLine {
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The distribution as a bar. `largest` is the total of the largest unit, so that bars can be compared.
    pub fn bar(&self, largest: &u64) -> Vec<Part> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a picture needs no more than 52 bits"
        )]
        let share = |count: u64| 100.0 * count as f64 / (*largest).max(1) as f64;
        let mut from = 0.0;
        let parts = Symbol::ALL
            .into_iter()
            .zip(self.counts)
            .filter(|(_, count)| *count > 0);
        parts
            .map(|(symbol, count)| {
                let part = Part {
                    symbol,
                    from,
                    width: share(count),
                };
                from += part.width;
                part
            })
            .collect()
    }
}

/// What one rule asks for on one day, at one site or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub on: Date,
    /// `None` = in time, and too early to warn.
    pub symbol: Option<Symbol>,
    pub title: String,
    pub sites: Vec<Place>,
}

impl Due {
    /// The first sites; a rule that asks the same of the whole kommun would fill the page.
    pub fn shown(&self) -> impl Iterator<Item = &Place> {
        self.sites.iter().take(SITES_SHOWN)
    }

    pub const fn more(&self) -> usize {
        self.sites.len().saturating_sub(SITES_SHOWN)
    }
}

/// A site to go to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub name: String,
    /// With the language.
    pub href: String,
}

/// A place on the time line, in hundredths of its width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    pub at: f64,
    pub symbol: Option<Symbol>,
    /// Step above the line: several on the same day stand on each other.
    pub level: u32,
}

/// The next [`DAYS_AHEAD`] days and what falls due in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    pub today: Date,
    /// In the order of their days.
    pub due: Vec<Due>,
}

impl Timeline {
    /// Keeps what falls due from `today` on and not later than the line reaches, and joins what is the same on the
    /// same day at several sites.
    pub fn new(today: Date, mut due: Vec<Due>) -> Self {
        let last = today.saturating_add(Duration::days(DAYS_AHEAD));
        due.retain(|item| (today..=last).contains(&item.on));
        due.sort_by(|a, b| (a.on, &a.title, a.symbol).cmp(&(b.on, &b.title, b.symbol)));
        due.dedup_by(|next, kept| {
            let same = (next.on, &next.title, next.symbol) == (kept.on, &kept.title, kept.symbol);
            if same {
                kept.sites.append(&mut next.sites);
            }
            same
        });
        for item in &mut due {
            item.sites.sort();
        }
        Self { today, due }
    }

    fn place(&self, day: Date) -> f64 {
        let days = i32::try_from((day - self.today).whole_days()).unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "ninety days fit")]
        let share = 100.0 / DAYS_AHEAD as f64;
        f64::from(days) * share
    }

    pub fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        let mut day_before = None;
        let mut level = 0;
        for item in &self.due {
            level = if day_before == Some(item.on) {
                level + 1
            } else {
                0
            };
            day_before = Some(item.on);
            marks.push(Mark {
                at: self.place(item.on),
                symbol: item.symbol,
                level,
            });
        }
        marks
    }

    /// The first day of each month on the line.
    pub fn months(&self) -> Vec<(f64, Date)> {
        let days =
            (1..=DAYS_AHEAD).filter_map(|ahead| self.today.checked_add(Duration::days(ahead)));
        days.filter(|day| day.day() == 1)
            .map(|day| (self.place(day), day))
            .collect()
    }

    pub fn last(&self) -> Date {
        self.today.saturating_add(Duration::days(DAYS_AHEAD))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn due(on: Date) -> Due {
        titled(on, "")
    }

    fn titled(on: Date, title: &str) -> Due {
        let sites = vec![Place {
            name: "Stortorget".to_owned(),
            href: String::new(),
        }];
        Due {
            on,
            symbol: None,
            title: title.to_owned(),
            sites,
        }
    }

    #[test]
    fn a_bar_is_as_long_as_the_unit_is_large_and_has_no_empty_parts() {
        let line = UnitLine {
            name: String::new(),
            href: String::new(),
            counts: [5, 0, 5, 10],
        };
        let bar = line.bar(&40);
        assert_eq!(
            bar.iter().map(|part| part.symbol).collect::<Vec<_>>(),
            [Symbol::No, Symbol::Unknown, Symbol::Ok]
        );
        let end = bar.last().map(|part| part.from + part.width);
        assert_eq!(end, Some(50.0));
    }

    #[test]
    fn a_kommun_without_sites_has_bars_without_parts() {
        let line = UnitLine {
            name: String::new(),
            href: String::new(),
            counts: [0; 4],
        };
        assert_eq!(line.bar(&0), []);
    }

    #[test]
    fn the_line_holds_today_and_the_ninetieth_day_and_nothing_outside() {
        let today = date!(2026 - 11 - 22);
        let days = [
            date!(2026 - 11 - 21),
            today,
            date!(2027 - 02 - 20),
            date!(2027 - 02 - 21),
        ];
        let line = Timeline::new(today, days.map(due).to_vec());
        assert_eq!(
            line.due.iter().map(|item| item.on).collect::<Vec<_>>(),
            [today, date!(2027 - 02 - 20)]
        );
        assert_eq!(
            line.marks()
                .iter()
                .map(|mark| mark.at.round())
                .collect::<Vec<_>>(),
            [0.0, 100.0]
        );
    }

    #[test]
    fn things_on_the_same_day_stand_on_each_other_and_the_same_thing_is_one() {
        let today = date!(2026 - 11 - 22);
        let then = date!(2026 - 12 - 01);
        let due = vec![
            titled(today, "a"),
            titled(then, "a"),
            titled(then, "b"),
            titled(then, "a"),
        ];
        let line = Timeline::new(today, due);
        let levels: Vec<_> = line.marks().iter().map(|mark| mark.level).collect();
        assert_eq!(levels, [0, 0, 1]);
        assert_eq!(line.due[1].sites.len(), 2);
    }

    #[test]
    fn the_months_on_the_line_begin_on_their_first_day() {
        let line = Timeline::new(date!(2026 - 11 - 22), Vec::new());
        let firsts: Vec<_> = line.months().into_iter().map(|(_, day)| day).collect();
        assert_eq!(
            firsts,
            [
                date!(2026 - 12 - 01),
                date!(2027 - 01 - 01),
                date!(2027 - 02 - 01)
            ]
        );
    }
}
