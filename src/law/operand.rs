//! What a condition compares: facts of one kind, literal values, and dated parameters.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use time::Date;
use toml::value::Datetime;

use super::fact::{Fact, Facts, Kind, Value};
use super::hours::WeeklyHours;
use super::toml_date;
use crate::texts::Lang;

/// A parameter's name is written `parameter.tolerance_hours`.
const PREFIX: &str = "parameter.";

/// What conditions are evaluated against.
pub(super) struct Context<'a> {
    pub(super) facts: &'a Facts,
    pub(super) today: Date,
    pub(super) parameters: &'a BTreeMap<String, Vec<Dated>>,
}

/// A parameter's value from a day on.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    #[serde(deserialize_with = "toml_date::deserialize")]
    pub from: Date,
    pub value: Setting,
    /// Where the value comes from.
    pub source: String,
}

/// A parameter's value: a number, or weekly hours.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    Number(i64),
    Hours(Box<WeeklyHours>),
}

impl<'a> Context<'a> {
    /// The parameter's value on the day asked about.
    pub(super) fn parameter(&self, name: &str) -> Option<&'a Setting> {
        let dated = self.parameters.get(name)?;
        let current = dated
            .iter()
            .filter(|entry| entry.from <= self.today)
            .max_by_key(|entry| entry.from);
        current.map(|entry| &entry.value)
    }
}

/// Declares a fact that a condition demands to be of a certain kind.
macro_rules! fact_of_kind {
    ($($name:ident, $pattern:pat, $what:literal;)+) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub(super) Fact);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let fact = Fact::deserialize(deserializer)?;
                match fact.kind() {
                    $pattern => Ok(Self(fact)),
                    _ => Err(de::Error::custom(wrong_kind(fact, $what, |kind| matches!(kind, $pattern)))),
                }
            }
        }
    )+};
}

fact_of_kind! {
    YesNo, Kind::Bool, "yes or no";
    Day, Kind::Date, "a date";
    Count, Kind::Number, "a number";
    One, Kind::Text | Kind::Choice(_), "a text";
    Many, Kind::Names | Kind::Choices(_), "a list";
    Week, Kind::Hours, "weekly hours";
}

fn wrong_kind(fact: Fact, wanted: &str, fits: fn(Kind) -> bool) -> String {
    let fitting: Vec<&str> = Fact::ALL
        .iter()
        .filter(|fact| fits(fact.kind()))
        .map(|fact| fact.name())
        .collect();
    format!(
        "`{}` is not {wanted}; expected one of: {}",
        fact.name(),
        fitting.join(", ")
    )
}

/// A number written in the file, or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    Number(i64),
    Parameter(String),
}

impl Amount {
    pub(super) fn in_context(&self, context: &Context<'_>) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Parameter(name) => match context.parameter(name)? {
                Setting::Number(number) => Some(*number),
                Setting::Hours(_) => None,
            },
        }
    }

    pub(super) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Parameter(name) => Some(name),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Parameter(name) => write!(f, "{{{PREFIX}{name}}}"),
        }
    }
}

/// A date written in the file, or a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOperand {
    Literal(Date),
    Fact(Day),
}

impl DayOperand {
    pub(super) fn in_context(self, context: &Context<'_>) -> Option<Date> {
        match self {
            Self::Literal(date) => Some(date),
            Self::Fact(fact) => context.facts.date(fact.0),
        }
    }

    pub(super) const fn fact(self) -> Option<Fact> {
        match self {
            Self::Literal(_) => None,
            Self::Fact(fact) => Some(fact.0),
        }
    }

    pub(super) fn words(self, lang: Lang) -> String {
        match self {
            Self::Literal(date) => date.to_string(),
            Self::Fact(fact) => fact.0.meaning(lang).to_owned(),
        }
    }
}

/// A number, a parameter or a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountOperand {
    Amount(Amount),
    Fact(Count),
}

impl CountOperand {
    pub(super) fn in_context(&self, context: &Context<'_>) -> Option<i64> {
        match self {
            Self::Amount(amount) => amount.in_context(context),
            Self::Fact(fact) => context.facts.number(fact.0),
        }
    }

    pub(super) const fn fact(&self) -> Option<Fact> {
        match self {
            Self::Amount(_) => None,
            Self::Fact(fact) => Some(fact.0),
        }
    }

    pub(super) fn words(&self, lang: Lang) -> String {
        match self {
            Self::Amount(amount) => amount.to_string(),
            Self::Fact(fact) => fact.0.meaning(lang).to_owned(),
        }
    }
}

/// Weekly hours: a parameter or a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeekOperand {
    Parameter(String),
    Fact(Week),
}

impl WeekOperand {
    pub(super) fn in_context<'a>(&self, context: &Context<'a>) -> Option<&'a WeeklyHours> {
        match self {
            Self::Parameter(name) => match context.parameter(name)? {
                Setting::Hours(hours) => Some(hours),
                Setting::Number(_) => None,
            },
            Self::Fact(fact) => match context.facts.get(fact.0)? {
                Value::Hours(hours) => Some(hours),
                _ => None,
            },
        }
    }

    pub(super) const fn fact(&self) -> Option<Fact> {
        match self {
            Self::Parameter(_) => None,
            Self::Fact(fact) => Some(fact.0),
        }
    }

    pub(super) fn words(&self, lang: Lang) -> String {
        match self {
            Self::Parameter(name) => format!("{{{PREFIX}{name}}}"),
            Self::Fact(fact) => fact.0.meaning(lang).to_owned(),
        }
    }
}

fn named<'de, T: Deserialize<'de>, E: de::Error>(name: &str) -> Result<T, E> {
    T::deserialize(de::value::StrDeserializer::<E>::new(name))
}

struct AmountVisitor;

impl Visitor<'_> for AmountVisitor {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number or a parameter such as \"parameter.max_hours\"")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Amount, E> {
        Ok(Amount::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
        let name = text.strip_prefix(PREFIX);
        name.map(|name| Amount::Parameter(name.to_owned()))
            .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

struct CountVisitor;

impl Visitor<'_> for CountVisitor {
    type Value = CountOperand;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, a parameter such as \"parameter.max_hours\" or a fact that is a number")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<CountOperand, E> {
        Ok(CountOperand::Amount(Amount::Number(number)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<CountOperand, E> {
        match text.strip_prefix(PREFIX) {
            Some(name) => Ok(CountOperand::Amount(Amount::Parameter(name.to_owned()))),
            None => named(text).map(CountOperand::Fact),
        }
    }
}

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = DayOperand;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as 2025-04-01 or a fact that is a date")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<DayOperand, E> {
        named(text).map(DayOperand::Fact)
    }

    // TOML's own dates reach serde as a map.
    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<DayOperand, A::Error> {
        let value = Datetime::deserialize(de::value::MapAccessDeserializer::new(map))?;
        toml_date::from_toml(&value).map(DayOperand::Literal)
    }
}

struct WeekVisitor;

impl Visitor<'_> for WeekVisitor {
    type Value = WeekOperand;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a parameter such as \"parameter.practice_hours\" or a fact that is weekly hours",
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<WeekOperand, E> {
        match text.strip_prefix(PREFIX) {
            Some(name) => Ok(WeekOperand::Parameter(name.to_owned())),
            None => named(text).map(WeekOperand::Fact),
        }
    }
}

struct SettingVisitor;

impl Visitor<'_> for SettingVisitor {
    type Value = Setting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, or weekly hours such as \"mån-fre 20-06\"")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Setting, E> {
        Ok(Setting::Number(number))
    }

    // JSON's whole numbers are unsigned.
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Setting, E> {
        let number = i64::try_from(number).map_err(E::custom)?;
        Ok(Setting::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Setting, E> {
        WeeklyHours::parse(text)
            .map(|hours| Setting::Hours(Box::new(hours)))
            .map_err(E::custom)
    }
}

macro_rules! deserialize_with_visitor {
    ($($name:ty, $visitor:expr;)+) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($visitor)
            }
        }
    )+};
}

deserialize_with_visitor! {
    Amount, AmountVisitor;
    CountOperand, CountVisitor;
    DayOperand, DayVisitor;
    WeekOperand, WeekVisitor;
    Setting, SettingVisitor;
}

impl serde::Serialize for Setting {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Hours(hours) => serializer.collect_str(hours),
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Hours(hours) => hours.fmt(f),
        }
    }
}
