//! A site in one line: its worst finding and how many there are of each kind.

use time::Date;

use crate::law::{Finding, Outcome, Standing};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub standing: Standing,
    pub breaches: usize,
    pub risks: usize,
    pub unknowns: usize,
    /// The next day on which something falls due.
    pub due_on: Option<Date>,
}

impl Summary {
    /// What needs attention first has the highest rank; the list is ordered by it.
    pub const fn rank(&self) -> i16 {
        rank(self.standing)
    }
}

/// Order of the status scale as it is stored and sorted.
pub const fn rank(standing: Standing) -> i16 {
    match standing {
        Standing::Ok => 0,
        Standing::Unknown => 1,
        Standing::Partly => 2,
        Standing::Breach => 3,
    }
}

/// The standing of a stored rank; what is not one cannot be judged.
pub const fn from_rank(rank: i16) -> Standing {
    match rank {
        0 => Standing::Ok,
        2 => Standing::Partly,
        3 => Standing::Breach,
        _ => Standing::Unknown,
    }
}

/// Sums up what was found.
pub fn summary(findings: &[Finding]) -> Summary {
    let count = |outcome: Outcome| {
        findings
            .iter()
            .filter(|finding| finding.outcome == outcome)
            .count()
    };
    Summary {
        standing: crate::law::worst(findings),
        breaches: count(Outcome::Breached),
        risks: count(Outcome::AtRisk),
        unknowns: count(Outcome::Unknown),
        due_on: findings
            .iter()
            .filter_map(|finding| {
                finding
                    .due
                    .as_ref()
                    .map(|due| due.on)
                    .filter(|on| *on >= finding.as_of)
            })
            .min(),
    }
}

/// Order in which findings are read: breaches, what falls due soonest, what the register does not know.
pub fn urgency(finding: &Finding) -> (u8, crate::law::Severity, Option<Date>) {
    let outcome = match finding.outcome {
        Outcome::Breached => 0,
        Outcome::AtRisk => 1,
        Outcome::Unknown => 2,
        Outcome::Met | Outcome::NotApplicable => 3,
    };
    (
        outcome,
        finding.policy.severity,
        finding.due.as_ref().map(|due| due.on),
    )
}
