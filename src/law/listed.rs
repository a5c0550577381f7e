//! The rules as a list: what the command line and the API print of each.

use serde::Serialize;
use utoipa::ToSchema;

use super::policy::{PeriodInForce, Policy, PolicyKind, Severity};
use super::policy_set::PolicySet;
use super::ruling::Ruling;
use crate::texts::Loc;

/// A rule, and what the kommun has decided about it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Policy)]
pub struct ListedPolicy {
    pub id: String,
    /// Short number, such as R01.
    pub number: String,
    /// The duty in one sentence.
    pub title: String,
    pub kind: PolicyKind,
    pub severity: Severity,
    /// Statute, section and SFS number.
    pub source: String,
    pub in_force: ListedPeriod,
    /// SHA-256 of the rule's file.
    pub digest: String,
    /// `null` when nothing is decided, and never about a statute.
    #[schema(required)]
    pub ruling: Option<Ruling>,
}

/// First and last day, both included; no last day while the rule is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PeriodInForce)]
pub struct ListedPeriod {
    pub from: time::Date,
    #[schema(required)]
    pub until: Option<time::Date>,
}

impl From<PeriodInForce> for ListedPeriod {
    fn from(period: PeriodInForce) -> Self {
        Self {
            from: period.from,
            until: period.until,
        }
    }
}

impl PolicySet {
    /// Every rule of the set, in its order.
    pub fn listed(&self, l: Loc) -> Vec<ListedPolicy> {
        self.iter()
            .map(|policy| self.one_listed(policy, l))
            .collect()
    }

    fn one_listed(&self, policy: &Policy, l: Loc) -> ListedPolicy {
        ListedPolicy {
            id: policy.id.clone(),
            number: policy.number.clone(),
            title: policy.title.get(l.lang()).to_owned(),
            kind: policy.kind,
            severity: policy.severity,
            source: policy.source.citation(),
            in_force: policy.in_force.into(),
            digest: self.digest_of(policy).unwrap_or_default().to_owned(),
            ruling: self.ruling(policy).cloned(),
        }
    }
}
