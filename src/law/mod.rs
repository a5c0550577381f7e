//! The rule engine: what the law demands, as data, applied to facts on a day. Pure.
//!
//! A *policy* is one duty, read from one file in `policies/`. It asks for *facts*, a closed list, through *conditions*
//! that are three-valued: what the register does not know is *unknown*, never silently *no*.
//! [`findings`] applies every policy in force on a day and says which facts decided.

mod bilingual;
pub mod calendar;
mod condition;
mod coverage;
mod embedded;
mod evaluate;
mod examples;
mod explain;
mod fact;
mod fact_list;
mod finding;
pub mod hours;
mod listed;
mod operand;
mod policy;
mod policy_check;
mod policy_error;
mod policy_set;
mod ruling;
mod term;
pub(crate) mod toml_date;
mod truth;
mod wording;

pub use bilingual::Bilingual;
pub use condition::Condition;
pub use evaluate::{broken, findings, past_breaches, past_days};
pub use examples::FailedExample;
pub use explain::in_general;
pub use fact::{Absence, ClosedList, Fact, Facts, Kind, Subject, Value};
pub use finding::{Due, Finding, Outcome, Standing, worst};
pub use listed::{ListedPeriod, ListedPolicy};
pub use operand::{Dated, Setting};
pub use policy::{
    Example, ExampleFacts, FindingText, GoTo, PeriodInForce, Policy, PolicyKind, Severity, Source,
};
pub use policy_error::PolicyError;
pub use policy_set::{PolicySet, may_be_adjusted};
pub use ruling::{Ruling, RulingKind};
pub use term::Term;
pub use wording::{Cause, Report, show};

#[cfg(test)]
mod tests;
