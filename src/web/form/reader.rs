//! Reads what was typed into types: collects every error, and leaves the typed text as it is.

use std::ops::RangeInclusive;
use std::str::FromStr;

use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};
use unicode_normalization::UnicodeNormalization;

use super::date::is_no_day;
use super::{BACK, Choice, Errors, FieldError, NONE, VERSION, Values, parse_date, parse_time};
use crate::clock::{Local, from_stockholm};
use crate::code::Code;
use crate::texts::Message;

/// Longest text in a field where nothing else is said, in characters.
const LONGEST: usize = 10_000;
/// How much of what was typed an error repeats, in characters: enough to find it by.
const REPEATED: usize = 60;
/// Earliest year of any date: camera surveillance is younger.
const EARLIEST_YEAR: i32 = 1900;
const LATEST_YEAR: i32 = 2200;

/// Reads the fields of a submitted form one by one; ask [`Reader::finish`] for the result.
#[derive(Debug)]
pub struct Reader<'a> {
    values: &'a Values,
    errors: Errors,
}

impl<'a> Reader<'a> {
    pub const fn new(values: &'a Values) -> Self {
        Self {
            values,
            errors: Vec::new(),
        }
    }

    /// The result, or everything that was wrong.
    ///
    /// # Errors
    /// When any field was refused.
    pub fn finish<T>(mut self, result: T) -> Result<T, Errors> {
        if !self.values.first(BACK).is_empty() {
            // It was typed before the person was signed out: shown again, and saved by whoever looks it through.
            let first = self.values.pairs().iter().find(|(name, _)| name != VERSION);
            let first = first.map_or(String::new(), |(name, _)| name.clone());
            self.refuse(&first, Message::new("unsent-look"));
        }
        if self.errors.is_empty() {
            Ok(result)
        } else {
            Err(self.errors)
        }
    }

    /// Refuses a field for a reason of the slice's own. Of a long text the message repeats the beginning.
    pub fn refuse(&mut self, field: &str, mut message: Message) {
        for (name, said) in &mut message.args {
            if matches!(*name, "typed" | "line") && said.chars().count() > REPEATED {
                *said = said.chars().take(REPEATED).chain(['…']).collect();
            }
        }
        self.errors.push(FieldError {
            field: field.to_owned(),
            message,
        });
    }

    fn refuse_id(&mut self, field: &str, id: &'static str) {
        self.refuse(field, Message::new(id));
    }

    /// The text without surrounding space, in NFC, with ordinary line ends and no control characters.
    pub fn text(&mut self, field: &str) -> String {
        self.text_up_to(field, LONGEST)
    }

    pub fn text_up_to(&mut self, field: &str, longest: usize) -> String {
        let text = clean(self.values.first(field));
        let length = text.chars().count();
        if length > longest {
            let message = Message::new("form-too-long")
                .with("longest", longest.to_string())
                .with("length", length.to_string());
            self.refuse(field, message);
        }
        text
    }

    pub fn required_text(&mut self, field: &str, longest: usize) -> String {
        let text = self.text_up_to(field, longest);
        if text.is_empty() {
            self.refuse_id(field, "form-required");
        }
        text
    }

    /// A password as typed: spaces count.
    pub fn password(&mut self, field: &str) -> String {
        let text = self.values.first(field).to_owned();
        if text.is_empty() {
            self.refuse_id(field, "form-required");
        }
        text
    }

    pub fn date(&mut self, field: &str) -> Option<Date> {
        let typed = clean(self.values.first(field));
        self.read_date(field, &typed)
    }

    pub fn required_date(&mut self, field: &str) -> Option<Date> {
        if clean(self.values.first(field)).is_empty() {
            self.refuse_id(field, "form-required");
            return None;
        }
        self.date(field)
    }

    fn read_date(&mut self, field: &str, typed: &str) -> Option<Date> {
        if typed.is_empty() {
            return None;
        }
        match parse_date(typed) {
            Some(day) if (EARLIEST_YEAR..=LATEST_YEAR).contains(&day.year()) => Some(day),
            Some(_) => {
                self.refuse_id(field, "form-date-year");
                None
            }
            None => {
                let id = if is_no_day(typed) {
                    "form-date-none"
                } else {
                    "form-date"
                };
                self.refuse(field, Message::new(id).with("typed", typed));
                None
            }
        }
    }

    /// A date and a time in Sweden. Both or neither; the hour that occurs twice asks which is meant.
    pub fn instant(&mut self, field: &str) -> Option<OffsetDateTime> {
        let day = clean(self.values.first(field));
        let clock = clean(self.values.part(field, "tid"));
        if day.is_empty() && clock.is_empty() {
            return None;
        }
        if day.is_empty() || clock.is_empty() {
            self.refuse_id(field, "form-instant-both");
            return None;
        }
        let day = self.read_date(field, &day)?;
        let Some(clock) = parse_time(&clock) else {
            self.refuse(field, Message::new("form-time").with("typed", clock));
            return None;
        };
        match from_stockholm(PrimitiveDateTime::new(day, clock)) {
            Local::Once(instant) => Some(instant),
            Local::Never => {
                self.refuse_id(field, "form-time-never");
                None
            }
            Local::Twice(summer, winter) => {
                let offset = self.values.part(field, "forskjutning").parse().ok();
                let meant = [summer, winter]
                    .into_iter()
                    .find(|instant| Some(instant.offset().whole_hours()) == offset);
                if meant.is_none() {
                    self.refuse_id(field, "form-time-twice");
                }
                meant
            }
        }
        .map(|instant| instant.to_offset(UtcOffset::UTC))
    }

    pub fn required_instant(&mut self, field: &str) -> Option<OffsetDateTime> {
        let empty = clean(self.values.first(field)).is_empty()
            && clean(self.values.part(field, "tid")).is_empty();
        if empty {
            self.refuse_id(field, "form-required");
            return None;
        }
        self.instant(field)
    }

    /// A whole number; spaces between thousands are taken.
    pub fn number<T: FromStr + PartialOrd + ToString>(
        &mut self,
        field: &str,
        range: RangeInclusive<T>,
    ) -> Option<T> {
        let typed: String = self
            .values
            .first(field)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let message = Message::new("form-number")
                .with("typed", typed)
                .with("from", range.start().to_string())
                .with("to", range.end().to_string());
            self.refuse(field, message);
        }
        number
    }

    /// Ja, nej, or `None` = not answered.
    pub fn yes_no(&mut self, field: &str) -> Option<bool> {
        match self.values.first(field) {
            "ja" => Some(true),
            "nej" => Some(false),
            "" => None,
            _ => {
                self.refuse_id(field, "form-choice");
                None
            }
        }
    }

    /// A member of a closed list, or `None` = nothing was chosen.
    pub fn code<T: Code>(&mut self, field: &str) -> Option<T> {
        let chosen = self.values.first(field);
        if chosen.is_empty() {
            return None;
        }
        let member = T::from_code(chosen).ok();
        if member.is_none() {
            self.refuse_id(field, "form-choice");
        }
        member
    }

    pub fn required_code<T: Code>(&mut self, field: &str) -> Option<T> {
        if self.values.first(field).is_empty() {
            self.refuse_id(field, "form-choose");
            return None;
        }
        self.code(field)
    }

    /// The chosen members, each once, in the order of the list.
    pub fn codes<T: Code>(&mut self, field: &str) -> Vec<T> {
        let chosen: Vec<&str> = self
            .values
            .all(field)
            .filter(|value| !value.is_empty() && *value != NONE)
            .collect();
        if chosen.iter().any(|value| T::from_code(value).is_err()) {
            self.refuse_id(field, "form-choice");
        }
        T::ALL
            .iter()
            .copied()
            .filter(|member| chosen.contains(&member.code()))
            .collect()
    }

    /// As [`Reader::codes`]; `None` = not answered, empty = "none of these" is ticked.
    pub fn codes_or_none<T: Code>(&mut self, field: &str) -> Option<Vec<T>> {
        let none = self.values.all(field).any(|value| value == NONE);
        let members = self.codes(field);
        if none && !members.is_empty() {
            self.refuse_id(field, "form-none-and-some");
        }
        (none || !members.is_empty()).then_some(members)
    }

    /// The id of one of the offered choices, or `None` = nothing was chosen.
    pub fn id<T: From<i64>>(&mut self, field: &str, offered: &[Choice]) -> Option<T> {
        let chosen = self.values.first(field);
        if chosen.is_empty() {
            return None;
        }
        let known = offered.iter().any(|choice| choice.value == chosen);
        let id = chosen.parse::<i64>().ok().filter(|_| known);
        if id.is_none() {
            self.refuse_id(field, "form-choice");
        }
        id.map(T::from)
    }

    pub fn required_id<T: From<i64>>(&mut self, field: &str, offered: &[Choice]) -> Option<T> {
        if self.values.first(field).is_empty() {
            self.refuse_id(field, "form-choose");
            return None;
        }
        self.id(field, offered)
    }

    /// The ids of the chosen boxes, each once, in the order in which they are offered.
    pub fn ids<T: From<i64>>(&mut self, field: &str, offered: &[Choice]) -> Vec<T> {
        let chosen: Vec<&str> = self
            .values
            .all(field)
            .filter(|value| !value.is_empty())
            .collect();
        if chosen
            .iter()
            .any(|value| offered.iter().all(|choice| choice.value != *value))
        {
            self.refuse_id(field, "form-choice");
        }
        let known = offered
            .iter()
            .filter(|choice| chosen.contains(&choice.value.as_str()));
        known
            .filter_map(|choice| choice.value.parse::<i64>().ok())
            .map(T::from)
            .collect()
    }

    /// The version that the person saw, from the hidden field.
    pub fn version(&self) -> Option<i64> {
        self.values.first(VERSION).parse().ok()
    }
}

fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines
        .nfc()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .collect();
    kept.trim().to_owned()
}
