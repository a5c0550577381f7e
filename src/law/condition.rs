//! Conditions as data, three-valued, so that a finding can say which recorded facts decided.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde::de;

use super::fact::{Fact, Kind};
use super::operand::{
    Amount, Count, CountOperand, Day, DayOperand, Many, One, Week, WeekOperand, YesNo,
};

/// Days before the due date at which people are told, unless the file says otherwise.
const DEFAULT_STEPS: [u16; 5] = [180, 90, 30, 7, 0];

/// What must hold. A comparison with a missing fact is *unknown*; only `is_present` and `is_absent` ask whether it is missing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// A condition with a name of its own, from `policies/terms.toml`.
    Term(TermUse),
    IsTrue(YesNo),
    IsFalse(YesNo),
    IsPresent(Fact),
    IsAbsent(Fact),
    OnOrBefore(DayComparison),
    Before(DayComparison),
    OnOrAfter(DayComparison),
    After(DayComparison),
    AtMost(CountComparison),
    AtLeast(CountComparison),
    OneOf(Choice),
    /// The list has the value.
    Contains(Membership),
    ContainsAny(Selection),
    ContainsAll(Selection),
    /// The list has nothing but these.
    ContainsOnly(Selection),
    IsEmpty(Many),
    HoursWithin(WeekComparison),
    HoursOverlap(WeekComparison),
    /// Holds until the date, which is the fact's date and what is added to it; warns before.
    Deadline(Deadline),
    /// Something that begins must be followed by something done.
    DoneWithin(DoneWithin),
}

/// The use of a named condition; what it means is filled in when the set is read.
#[derive(Debug, Clone, PartialEq)]
pub struct TermUse {
    pub id: String,
    pub(super) meaning: Option<Arc<Condition>>,
}

impl<'de> Deserialize<'de> for TermUse {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            id: String::deserialize(deserializer)?,
            meaning: None,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayComparison {
    pub fact: Day,
    pub than: DayOperand,
    /// Added to `than`.
    pub plus_days: Option<Amount>,
    /// Calendar months added to `than`.
    pub plus_months: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountComparison {
    pub fact: Count,
    pub than: CountOperand,
    /// Added to `than`.
    pub plus: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekComparison {
    pub fact: Week,
    pub than: WeekOperand,
}

/// The text is one of the values; codes are checked against the closed list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenChoice")]
pub struct Choice {
    pub fact: One,
    pub values: Vec<Cow<'static, str>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenSelection")]
pub struct Selection {
    pub fact: Many,
    pub values: Vec<Cow<'static, str>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenMembership")]
pub struct Membership {
    pub fact: Many,
    pub value: Cow<'static, str>,
}

/// Due on the fact's date with days and calendar months added; that day is still in time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub fact: Day,
    pub plus_days: Option<Amount>,
    pub plus_months: Option<Amount>,
    /// A due date on a Saturday, Sunday or holiday moves to the next working day (lag 1930:173).
    #[serde(default)]
    pub on_working_day: bool,
    /// Days before the due date at which people are told, the longest first.
    #[serde(default = "default_steps")]
    pub lead_days: Vec<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneWithin {
    pub start: Day,
    /// Done on the day of the start or later counts; when is not asked, since what is done is done.
    pub done: Day,
    pub plus_days: Option<Amount>,
    pub plus_months: Option<Amount>,
    #[serde(default)]
    pub on_working_day: bool,
    #[serde(default = "default_steps")]
    pub lead_days: Vec<u16>,
}

fn default_steps() -> Vec<u16> {
    DEFAULT_STEPS.to_vec()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChoice {
    fact: One,
    values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSelection {
    fact: Many,
    values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMembership {
    fact: Many,
    value: String,
}

impl TryFrom<WrittenChoice> for Choice {
    type Error = String;

    fn try_from(written: WrittenChoice) -> Result<Self, String> {
        let values = known_values(written.fact.0, written.values)?;
        Ok(Self {
            fact: written.fact,
            values,
        })
    }
}

impl TryFrom<WrittenSelection> for Selection {
    type Error = String;

    fn try_from(written: WrittenSelection) -> Result<Self, String> {
        let values = known_values(written.fact.0, written.values)?;
        Ok(Self {
            fact: written.fact,
            values,
        })
    }
}

impl TryFrom<WrittenMembership> for Membership {
    type Error = String;

    fn try_from(written: WrittenMembership) -> Result<Self, String> {
        let value = known_value(written.fact.0, written.value)?;
        Ok(Self {
            fact: written.fact,
            value,
        })
    }
}

/// Checks codes against the fact's closed list, if it has one.
pub(super) fn known_values(
    fact: Fact,
    values: Vec<String>,
) -> Result<Vec<Cow<'static, str>>, String> {
    values
        .into_iter()
        .map(|value| known_value(fact, value))
        .collect()
}

pub(super) fn known_value(fact: Fact, value: String) -> Result<Cow<'static, str>, String> {
    let (Kind::Choice(list) | Kind::Choices(list)) = fact.kind() else {
        return Ok(Cow::Owned(value));
    };
    let codes = list.codes();
    let known = codes.iter().find(|code| **code == value);
    known.map(|code| Cow::Borrowed(*code)).ok_or_else(|| {
        format!(
            "\"{value}\" is not a value of `{}`; expected one of: {}",
            fact.name(),
            codes.join(", ")
        )
    })
}

impl Condition {
    /// Visits this condition and all within it, named ones too.
    pub(super) fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.visit(see)),
            Self::Not(part) => part.visit(see),
            Self::Term(TermUse {
                meaning: Some(meaning),
                ..
            }) => meaning.visit(see),
            _ => {}
        }
    }

    /// Every fact that the condition asks for.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        self.visit(&mut |condition| facts.extend(condition.own_facts()));
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    /// The facts of a condition that has no conditions within it.
    pub(super) fn own_facts(&self) -> impl Iterator<Item = Fact> + use<> {
        let (first, second) = match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::Term(_) => (None, None),
            Self::IsTrue(fact) | Self::IsFalse(fact) => (Some(fact.0), None),
            Self::IsPresent(fact) | Self::IsAbsent(fact) => (Some(*fact), None),
            Self::OnOrBefore(days)
            | Self::Before(days)
            | Self::OnOrAfter(days)
            | Self::After(days) => (Some(days.fact.0), days.than.fact()),
            Self::AtMost(counts) | Self::AtLeast(counts) => {
                (Some(counts.fact.0), counts.than.fact())
            }
            Self::OneOf(choice) => (Some(choice.fact.0), None),
            Self::Contains(membership) => (Some(membership.fact.0), None),
            Self::ContainsAny(selection)
            | Self::ContainsAll(selection)
            | Self::ContainsOnly(selection) => (Some(selection.fact.0), None),
            Self::IsEmpty(fact) => (Some(fact.0), None),
            Self::HoursWithin(weeks) | Self::HoursOverlap(weeks) => {
                (Some(weeks.fact.0), weeks.than.fact())
            }
            Self::Deadline(deadline) => (Some(deadline.fact.0), None),
            Self::DoneWithin(task) => (Some(task.start.0), Some(task.done.0)),
        };
        first.into_iter().chain(second)
    }

    /// The parameters that the condition itself names.
    pub(super) fn own_parameters(&self) -> Vec<&str> {
        let amounts: [Option<&Amount>; 2] = match self {
            Self::OnOrBefore(days)
            | Self::Before(days)
            | Self::OnOrAfter(days)
            | Self::After(days) => [days.plus_days.as_ref(), days.plus_months.as_ref()],
            Self::Deadline(deadline) => {
                [deadline.plus_days.as_ref(), deadline.plus_months.as_ref()]
            }
            Self::DoneWithin(task) => [task.plus_days.as_ref(), task.plus_months.as_ref()],
            Self::AtMost(counts) | Self::AtLeast(counts) => {
                let than = match &counts.than {
                    CountOperand::Amount(amount) => Some(amount),
                    CountOperand::Fact(_) => None,
                };
                [than, counts.plus.as_ref()]
            }
            Self::HoursWithin(weeks) | Self::HoursOverlap(weeks) => {
                return match &weeks.than {
                    WeekOperand::Parameter(name) => vec![name],
                    WeekOperand::Fact(_) => Vec::new(),
                };
            }
            _ => [None, None],
        };
        amounts
            .into_iter()
            .flatten()
            .filter_map(Amount::parameter)
            .collect()
    }
}
