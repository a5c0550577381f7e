//! Where and when, as it is typed.

use time::{Duration, OffsetDateTime};

use crate::compliance::coverage::Interval;
use crate::site::position::PositionError;
use crate::site::{Position, SiteId};
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

/// Longer than this is no moment but a history; the register keeps that elsewhere.
const LONGEST: Duration = Duration::days(31);

/// Name of the hidden field with the site, when it was chosen from its page.
pub const SITE: &str = "bevakning";

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub place: Place,
    pub interval: Interval,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    Site(SiteId),
    Point(Position),
    /// Part of a name, a reference or an address.
    Text(String),
}

pub fn form() -> Form {
    Form::new("coverage", "/utlamnanden/kameror")
        .fields(vec![
            Field::position("plats").required(),
            Field::instant("fran").required(),
            Field::instant("till"),
        ])
        .submit("coverage-submit")
}

/// Reads the question; `zone` is the kommun's own grid.
///
/// # Errors
/// Every field that is missing or cannot be read, with what to do.
pub fn read(values: &Values, zone: Option<u16>, now: OffsetDateTime) -> Result<Asked, Errors> {
    let mut reader = Reader::new(values);
    let site = values.first(SITE).parse().ok().map(SiteId);
    let place = site.map_or_else(|| read_place(&mut reader, zone), Place::Site);
    let from = reader.required_instant("fran").unwrap_or(now);
    let until = reader.instant("till").unwrap_or(from);
    if until < from {
        reader.refuse("till", Message::new("disclosure-interval-backwards"));
    }
    if until - from > LONGEST {
        let days = LONGEST.whole_days().to_string();
        reader.refuse("till", Message::new("coverage-too-long").with("days", days));
    }
    if now < from {
        reader.refuse("fran", Message::new("disclosure-in-the-future"));
    }
    let interval = Interval { from, until };
    reader.finish(Asked { place, interval })
}

fn read_place(reader: &mut Reader, zone: Option<u16>) -> Place {
    let text = reader.required_text("plats", 200);
    match Position::parse(&text, zone) {
        Ok(position) => return Place::Point(position),
        Err(PositionError::Unreadable) => {}
        Err(error) => reader.refuse("plats", Message::new(error.text_id())),
    }
    // The comma of an address is no part of its words.
    Place::Text(text.replace([',', ';'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 07:30 UTC);

    fn typed(place: &str, day: &str, clock: &str) -> Values {
        Values::default()
            .text("plats", place)
            .text("fran", day)
            .text("fran-tid", clock)
    }

    fn refused(values: &Values) -> Vec<(String, String)> {
        let errors = read(values, Some(3008), NOW).expect_err("it cannot be read");
        let told = errors.into_iter();
        told.map(|error| (error.field, error.message.id.into_owned()))
            .collect()
    }

    #[test]
    fn coordinates_are_a_point_and_everything_else_is_searched_for() {
        let place = |text: &str| {
            read(&typed(text, "2026-11-21", "22.00"), Some(3008), NOW)
                .unwrap()
                .place
        };
        assert!(matches!(place("55.70466, 13.19321"), Place::Point(_)));
        assert!(matches!(
            place("N 6174688.965 E 386463.492"),
            Place::Point(_)
        ));
        assert_eq!(
            place("Skolgatan 4, Ekebro"),
            Place::Text("Skolgatan 4  Ekebro".into())
        );
        let outside = typed("40.1, 3.2", "2026-11-21", "22.00");
        assert_eq!(
            refused(&outside),
            [("plats".into(), "position-outside-sweden".into())]
        );
    }

    #[test]
    fn the_hour_that_occurs_twice_is_asked_about_and_the_one_that_is_skipped_is_refused() {
        let twice = typed("Torget", "2026-10-25", "02:30");
        assert_eq!(refused(&twice), [("fran".into(), "form-time-twice".into())]);
        let summer = twice.clone().text("fran-forskjutning", "2");
        let winter = twice.text("fran-forskjutning", "1");
        let from = |values: &Values| read(values, None, NOW).unwrap().interval.from;
        assert_eq!(from(&summer), datetime!(2026-10-25 00:30 UTC));
        assert_eq!(from(&winter), datetime!(2026-10-25 01:30 UTC));
        let never = typed("Torget", "2026-03-29", "02:30");
        assert_eq!(refused(&never), [("fran".into(), "form-time-never".into())]);
    }

    #[test]
    fn an_interval_does_not_end_before_it_begins_nor_begin_in_the_future_nor_last_for_months() {
        let until = |day: &str, clock: &str| {
            typed("Torget", "2026-10-20", "12.00")
                .text("till", day)
                .text("till-tid", clock)
        };
        let id = |values: &Values| refused(values).remove(0).1;
        assert_eq!(
            id(&until("2026-10-20", "11.59")),
            "disclosure-interval-backwards"
        );
        assert_eq!(id(&until("2026-11-20", "13.00")), "coverage-too-long");
        assert_eq!(
            id(&typed("Torget", "2026-11-22", "08.31")),
            "disclosure-in-the-future"
        );
    }
}
