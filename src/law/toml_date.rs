//! TOML's own dates as `time::Date`.

use serde::de::{Deserialize, Deserializer, Error};
use time::{Date, Month};
use toml::value::Datetime;

/// # Errors
/// When it is not a date alone.
pub(super) fn from_toml<E: Error>(value: &Datetime) -> Result<Date, E> {
    let (Some(date), None, None) = (value.date, value.time, value.offset) else {
        return Err(E::custom(format!(
            "{value} is not a date; write for example 2025-04-01"
        )));
    };
    Month::try_from(date.month)
        .and_then(|month| Date::from_calendar_date(i32::from(date.year), month, date.day))
        .map_err(|_| E::custom(format!("{value} is not a day of the calendar")))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    from_toml(&Datetime::deserialize(deserializer)?)
}

/// The same for a date that may be left out.
pub(super) mod option {
    use super::{Date, Datetime, Deserialize, Deserializer, from_toml};

    pub(in crate::law) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let value = Option::<Datetime>::deserialize(deserializer)?;
        value.as_ref().map(from_toml).transpose()
    }
}
