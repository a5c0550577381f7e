//! What is asked in the query of an address. The names that count are those of the API's document, and no others.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use time::Date;
use time::macros::format_description;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;

use super::Problem;
use crate::code::Code;
use crate::texts::Message;
use crate::web::App;

/// Years that a day can lie in: as in the forms.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// Longest text that is searched for, in characters.
const LONGEST: usize = 200;

/// The query parameters of an operation, as the document describes them.
pub trait Parameters: IntoParams + Sized + Send {
    /// # Errors
    /// Names the parameter that cannot be read.
    fn read(query: &Query) -> Result<Self, Problem>;

    /// What the document calls them.
    fn names() -> Vec<String> {
        Self::into_params(|| Some(ParameterIn::Query))
            .into_iter()
            .map(|parameter| parameter.name)
            .collect()
    }
}

/// An operation without parameters.
#[derive(Debug)]
pub struct Nothing;

impl IntoParams for Nothing {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        Vec::new()
    }
}

impl Parameters for Nothing {
    fn read(_: &Query) -> Result<Self, Problem> {
        Ok(Self)
    }
}

/// Extracts the parameters. One that is misspelt or given twice is refused, never passed over: who asks about a day and
/// misspells it must not be told of another.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<T: Parameters> FromRequestParts<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let query = Query::parse(parts.uri.query().unwrap_or_default(), &T::names())?;
        T::read(&query).map(Self)
    }
}

/// The pairs of a query, each name once.
#[derive(Debug)]
pub struct Query(Vec<(String, String)>);

impl Query {
    fn parse(query: &str, names: &[String]) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).map_err(|_| {
            let message = Message::new("api-query").with("given", clipped(query));
            Problem::new(StatusCode::BAD_REQUEST, message)
        })?;
        for (index, (name, value)) in pairs.iter().enumerate() {
            if !names.contains(name) {
                return Err(unknown(&clipped(name), names));
            }
            // Bytes that are no text have become U+FFFD; and no database takes a text with a zero in it.
            if value.contains(['\0', '\u{fffd}']) {
                return Err(refused(name, "api-query", value));
            }
            if pairs.iter().take(index).any(|(other, _)| other == name) {
                return Err(refused(name, "api-parameter-twice", name));
            }
        }
        Ok(Self(pairs))
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(known, _)| known == name);
        pair.map(|(_, value)| value.as_str())
    }

    /// # Errors
    /// When it is longer than anything that can be found.
    pub fn search(&self, name: &str) -> Result<String, Problem> {
        match self.text(name) {
            Some(text) if text.chars().count() > LONGEST => {
                let message = Message::new("api-text-long").with("longest", LONGEST.to_string());
                Err(Problem::parameter(name, message, Vec::new()))
            }
            text => Ok(text.unwrap_or_default().to_owned()),
        }
    }

    /// A day as `2025-03-31`.
    ///
    /// # Errors
    /// When it is not a day.
    pub fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let day = Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
        // A sign before the year would be taken too.
        day.filter(|day| text.len() == 10 && YEARS.contains(&day.year()))
            .map(Some)
            .ok_or_else(|| refused(name, "api-day", text))
    }

    /// `true` or `false`; not given is `false`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn truth(&self, name: &str) -> Result<bool, Problem> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => {
                let valid = ["true", "false"].map(ToOwned::to_owned).to_vec();
                Err(choice(name, other, valid))
            }
        }
    }

    /// A member of a closed list.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn code<T: Code>(&self, name: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let member = T::from_code(text).map_err(|unknown| {
            let valid = unknown.known.into_iter().map(ToOwned::to_owned).collect();
            choice(name, text, valid)
        });
        member.map(Some)
    }

    /// A whole number in a range.
    ///
    /// # Errors
    /// When it is none, or outside.
    pub fn number(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<Option<i64>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        number
            .filter(|number| range.contains(number))
            .map(Some)
            .ok_or_else(|| {
                let message = Message::new("api-number")
                    .with("given", clipped(text))
                    .with("from", range.start().to_string())
                    .with("to", range.end().to_string());
                Problem::parameter(name, message, Vec::new())
            })
    }
}

/// A value that cannot be read.
pub fn refused(name: &str, text_id: &'static str, given: &str) -> Problem {
    let message = Message::new(text_id).with("given", clipped(given));
    Problem::parameter(name, message, Vec::new())
}

/// A name that is not one of the operation's.
fn unknown(name: &str, names: &[String]) -> Problem {
    let message = if names.is_empty() {
        Message::new("api-parameter-none").with("name", name)
    } else {
        Message::new("api-parameter-unknown")
            .with("name", name)
            .with("valid", names.join(", "))
    };
    Problem::parameter(name, message, names.to_vec())
}

fn choice(name: &str, given: &str, valid: Vec<String>) -> Problem {
    let message = Message::new("api-choice")
        .with("given", clipped(given))
        .with("valid", valid.join(", "));
    Problem::parameter(name, message, valid)
}

/// What was sent, as far as an answer repeats it.
fn clipped(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        let names = ["as_of", "all", "limit"].map(ToOwned::to_owned);
        Query::parse(text, &names).unwrap()
    }

    #[test]
    fn a_day_is_written_in_one_way_and_lies_in_our_time() {
        let day = |text: &str| query(&format!("as_of={text}")).day("as_of");
        assert_eq!(
            day("2025-03-31").unwrap(),
            Some(time::macros::date!(2025 - 03 - 31))
        );
        assert_eq!(query("").day("as_of").unwrap(), None);
        for wrong in [
            "",
            "2025-3-31",
            "2025-02-30",
            "31/3+2025",
            "20250331",
            "1899-12-31",
            "2201-01-01",
            "-2025-03-31",
            "%2B2025-03-31",
            "2025-03-31T00:00",
        ] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn truths_and_numbers_have_one_spelling() {
        assert!(query("all=true").truth("all").unwrap());
        assert!(!query("all=false").truth("all").unwrap());
        assert!(query("all=1").truth("all").is_err());
        assert!(query("all").truth("all").is_err());
        assert_eq!(
            query("limit=50").number("limit", 1..=200).unwrap(),
            Some(50)
        );
        for wrong in ["0", "201", "%2B5", "-1", "", "5.0", "9".repeat(30).as_str()] {
            let read = query(&format!("limit={wrong}")).number("limit", 1..=200);
            assert!(read.is_err(), "{wrong}");
        }
    }
}
