//! What a rule says about a subject on a day. Computed, never stored.

use std::sync::Arc;

use time::Date;

use super::fact::{Fact, Facts, Value};
use super::policy::{Policy, Severity};
use crate::code::codes;

codes! {
    /// What came of a rule.
    Outcome, "outcome" {
        Met = "met",
        Breached = "breached",
        /// Met today; falls due soon.
        AtRisk = "at_risk",
        /// The register does not know enough to tell.
        Unknown = "unknown",
        NotApplicable = "not_applicable",
    }
}

codes! {
    /// The kommun's own status scale, never shown by colour alone.
    Standing, "standing" {
        /// Green circle, *uppfyllt*.
        Ok = "ok",
        /// Yellow square, *delvis* or *snart*.
        Partly = "partly",
        /// Red square with a cross, *brister*.
        Breach = "breach",
        /// Grey triangle, *kan inte bedömas*.
        Unknown = "unknown",
    }
}

/// When something falls due, and the days before it at which people are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Last day in time.
    pub on: Date,
    /// Days before `on`, the longest first; 0 is the day itself.
    pub steps: Vec<u16>,
}

impl Due {
    /// Negative when overdue.
    pub fn days_left(&self, today: Date) -> i64 {
        (self.on - today).whole_days()
    }

    /// The step that has been reached on `today`: the shortest lead that is not shorter than the days left.
    /// `None` = too early to tell anyone; overdue stays at the last step.
    pub fn step(&self, today: Date) -> Option<u16> {
        let left = self.days_left(today).max(0);
        self.steps
            .iter()
            .copied()
            .filter(|step| left <= i64::from(*step))
            .min()
    }
}

/// One rule applied to one subject. Texts are made when they are asked for.
#[derive(Debug, Clone)]
pub struct Finding {
    pub policy: Arc<Policy>,
    pub outcome: Outcome,
    /// How long it has been so at least: a breach, or the time of warning. `None` when the register cannot tell.
    pub since: Option<Date>,
    pub due: Option<Due>,
    /// The day asked about.
    pub as_of: Date,
    pub(super) facts: Arc<Facts>,
    /// The facts that decided.
    pub(super) because: Vec<Fact>,
}

impl Finding {
    /// The recorded facts that decided; `None` = nothing is recorded.
    pub fn because(&self) -> impl Iterator<Item = (Fact, Option<&Value>)> {
        self.because
            .iter()
            .map(|fact| (*fact, self.facts.get(*fact)))
    }

    /// What the finding alone would make of the status.
    pub fn standing(&self) -> Standing {
        match (self.outcome, self.policy.severity) {
            (Outcome::Met | Outcome::NotApplicable, _) | (_, Severity::Advice) => Standing::Ok,
            (Outcome::Breached, Severity::Breach) => Standing::Breach,
            (Outcome::Breached | Outcome::AtRisk, _) => Standing::Partly,
            (Outcome::Unknown, _) => Standing::Unknown,
        }
    }

    /// Everything but *met* and *not applicable*.
    pub const fn needs_attention(&self) -> bool {
        matches!(
            self.outcome,
            Outcome::Breached | Outcome::AtRisk | Outcome::Unknown
        )
    }
}

/// The status of a subject: red if anything is red; else grey if what is not known could make it red; else yellow if
/// anything is yellow; else grey if what is not known could make it yellow; else green.
pub fn worst<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Standing {
    let rank = |finding: &Finding| match (finding.standing(), finding.policy.severity) {
        (Standing::Breach, _) => 4,
        (Standing::Unknown, Severity::Breach) => 3,
        (Standing::Partly, _) => 2,
        (Standing::Unknown, _) => 1,
        (Standing::Ok, _) => 0,
    };
    match findings.into_iter().map(rank).max() {
        Some(4) => Standing::Breach,
        Some(1 | 3) => Standing::Unknown,
        Some(2) => Standing::Partly,
        _ => Standing::Ok,
    }
}
