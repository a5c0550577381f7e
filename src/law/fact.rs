//! Facts: what the rules may ask about. A closed list; a misspelt fact is refused with the valid names.

use std::borrow::Cow;
use std::fmt;

use time::Date;

use super::hours::WeeklyHours;
use crate::code::{Code, UnknownCode};

pub use super::fact_list::Fact;

/// What kind of value a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Date,
    /// A count, or hours where the fact's name says so.
    Number,
    Text,
    /// One code of a closed list.
    Choice(ClosedList),
    /// Codes of a closed list.
    Choices(ClosedList),
    /// Names without order.
    Names,
    Hours,
}

/// A closed list of the domain, such as the types of place.
#[derive(Debug, Clone, Copy)]
pub struct ClosedList {
    /// Prefix of the text ids of its members.
    pub name: &'static str,
    codes: fn() -> Vec<&'static str>,
}

impl ClosedList {
    pub(super) const fn of<C: Code>() -> Self {
        Self {
            name: C::LIST,
            codes: || C::ALL.iter().map(|member| member.code()).collect(),
        }
    }

    pub fn codes(&self) -> Vec<&'static str> {
        (self.codes)()
    }
}

impl PartialEq for ClosedList {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ClosedList {}

/// What it means that a fact is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Nobody has answered: neither yes nor no.
    Unanswered,
    /// The register holds no such record or date.
    NoRecord,
    /// It can always be told.
    Never,
}

/// What a rule judges.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Deserialize,
    serde::Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    #[default]
    Site,
    Disclosure,
}

impl Subject {
    /// As policy files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Disclosure => "disclosure",
        }
    }
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Bool(bool),
    Date(Date),
    Number(i64),
    /// A text as written, or the code of a choice.
    Text(Cow<'static, str>),
    Set(Vec<Cow<'static, str>>),
    Hours(Box<WeeklyHours>),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Date> for Value {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Number(i64::from(value))
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::Number(i64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Cow::Owned(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl From<WeeklyHours> for Value {
    fn from(value: WeeklyHours) -> Self {
        Self::Hours(Box::new(value))
    }
}

impl Value {
    /// The code of a choice.
    pub fn code<C: Code>(member: C) -> Self {
        Self::Text(Cow::Borrowed(member.code()))
    }

    /// The codes of choices, in the order given.
    pub fn codes<C: Code>(members: impl IntoIterator<Item = C>) -> Self {
        Self::Set(
            members
                .into_iter()
                .map(|member| Cow::Borrowed(member.code()))
                .collect(),
        )
    }

    pub fn names(names: impl IntoIterator<Item = String>) -> Self {
        Self::Set(names.into_iter().map(Cow::Owned).collect())
    }

    fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Bool(_) => kind == Kind::Bool,
            Self::Date(_) => kind == Kind::Date,
            Self::Number(_) => kind == Kind::Number,
            Self::Text(_) => matches!(kind, Kind::Text | Kind::Choice(_)),
            Self::Set(_) => matches!(kind, Kind::Names | Kind::Choices(_)),
            Self::Hours(_) => kind == Kind::Hours,
        }
    }
}

impl fmt::Display for Value {
    /// As stored and exported: codes as codes, `true` and `false`, ISO dates.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Date(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) => f.write_str(value),
            Self::Set(values) => f.write_str(&values.join(", ")),
            Self::Hours(value) => value.fmt(f),
        }
    }
}

impl serde::Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serializer.serialize_i64(*value),
            Self::Set(values) => serializer.collect_seq(values),
            Self::Date(_) | Self::Text(_) | Self::Hours(_) => serializer.collect_str(self),
        }
    }
}

impl Fact {
    /// # Errors
    /// Names the valid facts, the likeliest first, when `name` is none of them.
    pub fn named(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|fact| fact.name() == name)
            .ok_or_else(|| {
                let mut known: Vec<&'static str> =
                    Self::ALL.iter().map(|fact| fact.name()).collect();
                known.sort_by_cached_key(|candidate| distance(candidate, name));
                UnknownCode {
                    given: name.to_owned(),
                    known,
                }
            })
    }
}

impl<'de> serde::Deserialize<'de> for Fact {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for Fact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Edits between two names (Levenshtein), to name the likeliest first.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut corner = i;
        let mut before = i + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(b.bytes()) {
            let replaced = corner + usize::from(left != right);
            corner = *cell;
            *cell = replaced.min(*cell + 1).min(before + 1);
            before = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// What is known about one subject. A fact that is not here is missing, which is never the same as *no*.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    subject: Subject,
    values: Box<[Option<Value>]>,
}

impl Facts {
    pub fn about(subject: Subject) -> Self {
        Self {
            subject,
            values: vec![None; Fact::ALL.len()].into_boxed_slice(),
        }
    }

    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// Records a fact; `None` leaves it missing. A value of the wrong kind is a fault of the program
    /// and leaves the fact missing, so that a rule answers *unknown* rather than something untrue.
    pub fn set<V: Into<Value>>(&mut self, fact: Fact, value: Option<V>) {
        let value = value.map(Into::into);
        debug_assert!(
            value.as_ref().is_none_or(|value| value.fits(fact.kind())),
            "{fact:?} = {value:?}"
        );
        if let Some(slot) = self.values.get_mut(fact as usize) {
            *slot = value.filter(|value| value.fits(fact.kind()));
        }
    }

    /// Records a text when it is not blank.
    pub fn set_text(&mut self, fact: Fact, text: &str) {
        let text = text.trim();
        self.set(fact, (!text.is_empty()).then_some(text));
    }

    pub fn get(&self, fact: Fact) -> Option<&Value> {
        self.values.get(fact as usize)?.as_ref()
    }

    pub fn date(&self, fact: Fact) -> Option<Date> {
        match self.get(fact) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    pub fn number(&self, fact: Fact) -> Option<i64> {
        match self.get(fact) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn truth(&self, fact: Fact) -> Option<bool> {
        match self.get(fact) {
            Some(Value::Bool(truth)) => Some(*truth),
            _ => None,
        }
    }
}

/// Declares the closed list of facts.
macro_rules! facts {
    ($($(#[$meta:meta])* $variant:ident = $name:literal, $subject:ident, $kind:expr, $absence:ident, $go_to:ident, $sv:literal, $en:literal;)+) => {
        /// Something that the register can say about a subject on a day.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Fact { $($(#[$meta])* $variant),+ }

        impl Fact {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in policy files, exports and the API.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub const fn subject(self) -> $crate::law::Subject {
                match self { $(Self::$variant => $crate::law::Subject::$subject),+ }
            }

            pub const fn kind(self) -> $crate::law::Kind {
                use $crate::law::Kind::{Bool, Date, Hours, Names, Number, Text};
                match self { $(Self::$variant => $kind),+ }
            }

            /// What it means that the fact is missing.
            pub const fn absence(self) -> $crate::law::Absence {
                match self { $(Self::$variant => $crate::law::Absence::$absence),+ }
            }

            /// Where in the register it is recorded.
            pub const fn go_to(self) -> $crate::law::GoTo {
                match self { $(Self::$variant => $crate::law::GoTo::$go_to),+ }
            }

            /// What the fact means, as shown beside its value.
            pub const fn meaning(self, lang: $crate::texts::Lang) -> &'static str {
                match lang {
                    $crate::texts::Lang::Sv => match self { $(Self::$variant => $sv),+ },
                    $crate::texts::Lang::En => match self { $(Self::$variant => $en),+ },
                }
            }
        }
    };
}
pub(crate) use facts;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fact_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = Fact::ALL.iter().map(|fact| fact.name()).collect();
        assert_eq!(names.len(), Fact::ALL.len());
    }

    #[test]
    fn a_misspelt_fact_is_refused_with_the_likeliest_name_first() {
        let error = Fact::named("asessed_on").expect_err("no such fact");
        assert_eq!(error.known.first(), Some(&"assessed_on"));
        assert_eq!(error.known.len(), Fact::ALL.len());
    }

    #[test]
    fn the_distance_between_names_counts_edits() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("started_on", "started_on"), 0);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn a_blank_text_is_a_missing_fact() {
        let mut facts = Facts::about(Subject::Site);
        facts.set_text(Fact::Address, "  ");
        assert_eq!(facts.get(Fact::Address), None);
        facts.set_text(Fact::Address, " Skolvägen 3 ");
        assert_eq!(facts.get(Fact::Address), Some(&Value::from("Skolvägen 3")));
    }
}
