//! From where the register is looked at: which kommun, which of its sites, which day, by which of the two answers.

use std::sync::Arc;

use time::Date;

use super::{Dossier, findings, urgency};
use crate::law::{Finding, Outcome, PolicySet, Report};
use crate::organisation::{KommunId, UnitId};
use crate::texts::Loc;

/// What the list, the command line and the API have in common when they ask about a day.
#[derive(Debug, Clone)]
pub struct Viewpoint {
    pub kommun: KommunId,
    /// Only the sites that belong to this unit today, whatever was known of them then; `None` = every site.
    pub unit: Option<UnitId>,
    pub today: Date,
    /// The day asked about.
    pub as_of: Date,
    /// What the register knew when the day ended, and not what is recorded today about it. Only of a day that has passed.
    pub known_then: bool,
    /// The rules as the kommun had them on the day.
    pub rules: Arc<PolicySet>,
}

impl Viewpoint {
    /// Whether a site that belongs to `unit` today is seen.
    pub fn sees(&self, unit: Option<UnitId>) -> bool {
        self.unit.is_none() || self.unit == unit
    }

    /// What the rules say of a site, in words: only what needs attention, unless all is asked for.
    pub fn reports(&self, dossier: &Dossier, all: bool, l: Loc) -> Vec<Report> {
        let found = findings(&self.rules, dossier, self.as_of);
        shown(&found, all)
            .into_iter()
            .map(|finding| finding.report(&dossier.site.reference, l))
            .collect()
    }
}

/// What is shown of some findings, the most urgent first: what is not met, or all.
pub fn shown(found: &[Finding], all: bool) -> Vec<&Finding> {
    let unmet =
        |finding: &&Finding| !matches!(finding.outcome, Outcome::Met | Outcome::NotApplicable);
    let mut shown: Vec<&Finding> = found
        .iter()
        .filter(|finding| all || unmet(finding))
        .collect();
    shown.sort_by_key(|finding| urgency(finding));
    shown
}
