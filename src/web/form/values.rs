//! What stands in the fields of a form: pairs of name and text, a name once per chosen box.

use time::{Date, OffsetDateTime};

use crate::clock::stockholm;
use crate::code::Code;

/// Sent with a form that was typed before the person was signed out: it is shown again before it is saved.
pub const BACK: &str = "_tillbaka";

/// Names and texts, as a browser sends them and as a form shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(Vec<(String, String)>);

impl Values {
    pub const fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The first text under a name; empty when there is none.
    pub fn first(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first text under a name with an ending: the second box of a field with two.
    pub fn part(&self, name: &str, part: &str) -> &str {
        self.first(&format!("{name}-{part}"))
    }

    /// Whether a box is ticked. Radios where nothing was sent stand on the empty choice.
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        let mut sent = self.all(name).peekable();
        if sent.peek().is_none() {
            return value.is_empty();
        }
        sent.any(|chosen| chosen == value)
    }

    /// As [`Values::is_chosen`] for a part of a field.
    pub fn is_part_chosen(&self, name: &str, part: &str, value: &str) -> bool {
        self.part(name, part) == value
    }

    #[must_use]
    pub fn text(mut self, name: &str, text: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), text.into()));
        self
    }

    /// What was typed but for one field: a password is not shown again.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }

    #[must_use]
    pub fn number(self, name: &str, number: Option<impl ToString>) -> Self {
        match number {
            Some(number) => self.text(name, number.to_string()),
            None => self,
        }
    }

    /// An id, or another choice that is stored as a number.
    #[must_use]
    pub fn id(self, name: &str, id: Option<impl Into<i64>>) -> Self {
        match id {
            Some(id) => self.text(name, Into::<i64>::into(id).to_string()),
            None => self,
        }
    }

    #[must_use]
    pub fn date(self, name: &str, day: Option<Date>) -> Self {
        match day {
            Some(day) => self.text(name, day.to_string()),
            None => self,
        }
    }

    /// Date and time in Sweden, with the offset so that the hour that occurs twice keeps its meaning.
    #[must_use]
    pub fn instant(self, name: &str, instant: Option<OffsetDateTime>) -> Self {
        let Some(at) = instant.map(stockholm) else {
            return self;
        };
        self.text(name, at.date().to_string())
            .text(
                &format!("{name}-tid"),
                format!("{:02}:{:02}", at.hour(), at.minute()),
            )
            .text(
                &format!("{name}-forskjutning"),
                at.offset().whole_hours().to_string(),
            )
    }

    #[must_use]
    pub fn yes_no(self, name: &str, answer: Option<bool>) -> Self {
        match answer {
            Some(true) => self.text(name, "ja"),
            Some(false) => self.text(name, "nej"),
            None => self,
        }
    }

    #[must_use]
    pub fn code<T: Code>(self, name: &str, member: Option<T>) -> Self {
        match member {
            Some(member) => self.text(name, member.code()),
            None => self,
        }
    }

    #[must_use]
    pub fn codes<T: Code>(self, name: &str, members: &[T]) -> Self {
        members
            .iter()
            .fold(self, |values, member| values.text(name, member.code()))
    }

    /// `None` = not answered; none of them is the box "none of these".
    #[must_use]
    pub fn codes_or_none<T: Code>(self, name: &str, members: Option<&[T]>) -> Self {
        match members {
            None => self,
            Some([]) => self.text(name, super::NONE),
            Some(members) => self.codes(name, members),
        }
    }
}
