//! Evaluates conditions: true, false or unknown, with the facts that decided and what falls due.

use time::Date;

use super::calendar::{add_days, add_months, on_working_day};
use super::condition::{Condition, CountComparison, DayComparison, Deadline, DoneWithin};
use super::fact::{Fact, Value};
use super::operand::{Amount, Context};

/// Kleene's three values. The order is that of *and*: the least decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    False,
    Unknown,
    True,
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Self {
        match value {
            Some(true) => Self::True,
            Some(false) => Self::False,
            None => Self::Unknown,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
            Self::False => Self::True,
        }
    }
}

/// A due date, and the days before it at which people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DueOn<'a> {
    pub(super) on: Date,
    pub(super) steps: &'a [u16],
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict<'a> {
    pub(super) truth: Truth,
    pub(super) due: Option<DueOn<'a>>,
}

impl Condition {
    /// The facts that decided are added to `because`.
    pub(super) fn evaluate<'a>(
        &'a self,
        context: &Context<'_>,
        because: &mut Vec<Fact>,
    ) -> Verdict<'a> {
        match self {
            Self::All(parts) => several(parts, context, because, &EVERY),
            Self::Any(parts) => several(parts, context, because, &ONE),
            Self::Not(part) => {
                let truth = !part.evaluate(context, because).truth;
                Verdict { truth, due: None }
            }
            Self::Term(term) => match &term.meaning {
                Some(meaning) => meaning.evaluate(context, because),
                None => Verdict {
                    truth: Truth::Unknown,
                    due: None,
                },
            },
            _ => {
                because.extend(self.own_facts());
                self.single(context)
            }
        }
    }

    /// A condition with no conditions within it.
    fn single<'a>(&'a self, context: &Context<'_>) -> Verdict<'a> {
        let truth: Option<bool> = match self {
            Self::Deadline(deadline) => return deadline.evaluate(context),
            Self::DoneWithin(task) => return task.evaluate(context),
            Self::IsTrue(fact) => context.facts.truth(fact.0),
            Self::IsFalse(fact) => context.facts.truth(fact.0).map(|truth| !truth),
            Self::IsPresent(fact) => Some(context.facts.get(*fact).is_some()),
            Self::IsAbsent(fact) => Some(context.facts.get(*fact).is_none()),
            Self::OnOrBefore(days) => days.evaluate(context, |day, than| day <= than),
            Self::Before(days) => days.evaluate(context, |day, than| day < than),
            Self::OnOrAfter(days) => days.evaluate(context, |day, than| day >= than),
            Self::After(days) => days.evaluate(context, |day, than| day > than),
            Self::AtMost(counts) => counts.evaluate(context, |count, than| count <= than),
            Self::AtLeast(counts) => counts.evaluate(context, |count, than| count >= than),
            Self::HoursWithin(weeks) => week(context, weeks.fact.0)
                .zip(weeks.than.in_context(context))
                .map(|(own, than)| own.is_subset_of(than)),
            Self::HoursOverlap(weeks) => week(context, weeks.fact.0)
                .zip(weeks.than.in_context(context))
                .map(|(own, than)| own.overlaps(than)),
            Self::OneOf(choice) => match context.facts.get(choice.fact.0) {
                Some(Value::Text(text)) => Some(choice.values.contains(text)),
                _ => None,
            },
            Self::Contains(one) => list(context, one.fact.0).map(|list| list.contains(&one.value)),
            Self::ContainsAny(some) => list(context, some.fact.0)
                .map(|list| some.values.iter().any(|value| list.contains(value))),
            Self::ContainsAll(all) => list(context, all.fact.0)
                .map(|list| all.values.iter().all(|value| list.contains(value))),
            Self::ContainsOnly(only) => list(context, only.fact.0)
                .map(|list| list.iter().all(|value| only.values.contains(value))),
            Self::IsEmpty(fact) => list(context, fact.0).map(<[_]>::is_empty),
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::Term(_) => None,
        };
        Verdict {
            truth: truth.into(),
            due: None,
        }
    }
}

fn list<'a>(context: &Context<'a>, fact: Fact) -> Option<&'a [std::borrow::Cow<'static, str>]> {
    match context.facts.get(fact) {
        Some(Value::Set(values)) => Some(values),
        _ => None,
    }
}

fn week<'a>(context: &Context<'a>, fact: Fact) -> Option<&'a super::hours::WeeklyHours> {
    match context.facts.get(fact) {
        Some(Value::Hours(hours)) => Some(hours),
        _ => None,
    }
}

/// How the parts of a condition decide together.
struct Joint {
    combine: fn(Truth, Truth) -> Truth,
    /// Nothing in *all* is true, nothing in *any* is false.
    empty: Truth,
    /// What falls due when several parts decided.
    due: for<'a> fn(Truth, Option<DueOn<'a>>, Option<DueOn<'a>>) -> Option<DueOn<'a>>,
}

const EVERY: Joint = Joint {
    combine: Truth::min,
    empty: Truth::True,
    due: earliest,
};
const ONE: Joint = Joint {
    combine: Truth::max,
    empty: Truth::False,
    due: latest,
};

/// *All* is the least of its parts, *any* the greatest; only the facts of the parts that decided are kept.
fn several<'a>(
    parts: &'a [Condition],
    context: &Context<'_>,
    because: &mut Vec<Fact>,
    joint: &Joint,
) -> Verdict<'a> {
    let start = because.len();
    let mut decided: Option<Verdict<'a>> = None;
    for part in parts {
        let before = because.len();
        let new = part.evaluate(context, because);
        decided = Some(match decided {
            None => new,
            Some(old) if new.truth == old.truth => Verdict {
                truth: old.truth,
                due: (joint.due)(old.truth, old.due, new.due),
            },
            Some(old) if (joint.combine)(old.truth, new.truth) == old.truth => {
                because.truncate(before);
                old
            }
            Some(_) => {
                because.drain(start..before);
                new
            }
        });
    }
    decided.unwrap_or(Verdict {
        truth: joint.empty,
        due: None,
    })
}

/// Of several things that must hold, the first to fall due.
fn earliest<'a>(_: Truth, a: Option<DueOn<'a>>, b: Option<DueOn<'a>>) -> Option<DueOn<'a>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.on < a.on { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Of several things of which one is enough, the last to fall due; nothing when one that holds never does.
fn latest<'a>(truth: Truth, a: Option<DueOn<'a>>, b: Option<DueOn<'a>>) -> Option<DueOn<'a>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.on > a.on { b } else { a }),
        (a, b) if truth != Truth::True => a.or(b),
        _ => None,
    }
}

/// `date` with what is added to it; unknown when a parameter has no value on the day asked about.
fn plus(
    context: &Context<'_>,
    date: Date,
    days: Option<&Amount>,
    months: Option<&Amount>,
) -> Option<Date> {
    let amount =
        |amount: Option<&Amount>| amount.map_or(Some(0), |amount| amount.in_context(context));
    let months = i32::try_from(amount(months)?).ok()?;
    Some(add_days(add_months(date, months), amount(days)?))
}

impl DayComparison {
    fn evaluate(&self, context: &Context<'_>, holds: fn(Date, Date) -> bool) -> Option<bool> {
        let day = context.facts.date(self.fact.0)?;
        let than = self.than.in_context(context)?;
        Some(holds(
            day,
            plus(
                context,
                than,
                self.plus_days.as_ref(),
                self.plus_months.as_ref(),
            )?,
        ))
    }
}

impl CountComparison {
    fn evaluate(&self, context: &Context<'_>, holds: fn(i64, i64) -> bool) -> Option<bool> {
        let count = context.facts.number(self.fact.0)?;
        let than = self.than.in_context(context)?;
        let more = self
            .plus
            .as_ref()
            .map_or(Some(0), |amount| amount.in_context(context))?;
        Some(holds(count, than.saturating_add(more)))
    }
}

impl Deadline {
    fn evaluate(&self, context: &Context<'_>) -> Verdict<'_> {
        let date = context.facts.date(self.fact.0);
        let due = date.and_then(|date| {
            plus(
                context,
                date,
                self.plus_days.as_ref(),
                self.plus_months.as_ref(),
            )
        });
        let due = due.map(|day| {
            if self.on_working_day {
                on_working_day(day)
            } else {
                day
            }
        });
        Verdict {
            truth: due.map(|due| context.today <= due).into(),
            due: due.map(|on| DueOn {
                on,
                steps: &self.lead_days,
            }),
        }
    }
}

impl DoneWithin {
    fn evaluate(&self, context: &Context<'_>) -> Verdict<'_> {
        let Some(start) = context.facts.date(self.start.0) else {
            return Verdict {
                truth: Truth::Unknown,
                due: None,
            };
        };
        if context
            .facts
            .date(self.done.0)
            .is_some_and(|done| start <= done)
        {
            return Verdict {
                truth: Truth::True,
                due: None,
            };
        }
        let due = plus(
            context,
            start,
            self.plus_days.as_ref(),
            self.plus_months.as_ref(),
        );
        let due = due.map(|day| {
            if self.on_working_day {
                on_working_day(day)
            } else {
                day
            }
        });
        Verdict {
            truth: due.map(|due| context.today <= due).into(),
            due: due.map(|on| DueOn {
                on,
                steps: &self.lead_days,
            }),
        }
    }
}
