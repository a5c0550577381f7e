//! What of a planned import is new to the register.
//!
//! A site is known again by its name and type of place, else by its cameras' numbers; a camera by its number.
//! The list fills in what the register lacks and changes cameras that nobody has confirmed. What a person has
//! answered or confirmed stands: where the list says something else, that is reported and the register is kept.
//! Reading the same list twice therefore changes nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Problem;
use super::plan::{Plan, PlannedUnit};
use super::values::fold;
use crate::assessment::Assessment;
use crate::camera::{Camera, CameraId};
use crate::organisation::{Unit, UnitId};
use crate::permit::Permit;
use crate::retention::StoragePeriod;
use crate::signage::Sign;
use crate::site::{Site, SiteId};

mod index;
mod merge;
mod reference;

use index::{Conflicts, Index};

/// A record of the register with its id and version.
#[derive(Debug, Clone, PartialEq)]
pub struct Held<I, R> {
    pub id: I,
    pub version: i32,
    pub data: R,
}

/// The register as it stands.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    /// Of the kommun: gives new sites their references.
    pub kommun: String,
    pub units: Vec<Held<UnitId, Unit>>,
    pub sites: Vec<Held<SiteId, Site>>,
    pub cameras: Vec<Held<CameraId, Camera>>,
    pub permits: Vec<Permit>,
    pub assessments: Vec<Assessment>,
    pub signs: Vec<Sign>,
    pub storage: Vec<StoragePeriod>,
    /// Those of every site, also of sites that are not among these.
    pub references: Vec<String>,
    /// Cameras that are secret for whoever reads the list in: what the register has of them is left alone.
    pub closed: BTreeSet<CameraId>,
}

/// What happens to one record.
#[derive(Debug, Clone, PartialEq)]
pub enum Change<I, R> {
    New(R),
    Changed { before: Held<I, R>, after: R },
    Unchanged(I),
}

/// What happens to a site and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteChange {
    pub site: Change<SiteId, Site>,
    /// Name of the unit that the site gets, when it has none and the list names one. The site is then new or changed.
    pub unit: Option<String>,
    pub cameras: Vec<Change<CameraId, Camera>>,
    pub permits: Vec<Permit>,
    pub assessments: Vec<Assessment>,
    pub signs: Vec<Sign>,
    pub storage: Option<StoragePeriod>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// Everything that an import would do to the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    pub units: Vec<PlannedUnit>,
    pub sites: Vec<SiteChange>,
    /// Where list and register say different things.
    pub problems: Vec<Problem>,
}

impl Changes {
    /// A site that gets a new part has changed too.
    pub fn site_counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.sites {
            let has_new_parts = change.storage.is_some()
                || !change.permits.is_empty()
                || !change.assessments.is_empty()
                || !change.signs.is_empty();
            match change.site {
                Change::New(_) => counts.new += 1,
                Change::Unchanged(_) if !has_new_parts => counts.unchanged += 1,
                Change::Changed { .. } | Change::Unchanged(_) => counts.changed += 1,
            }
        }
        counts
    }

    pub fn camera_counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in self.sites.iter().flat_map(|site| &site.cameras) {
            match change {
                Change::New(_) => counts.new += 1,
                Change::Changed { .. } => counts.changed += 1,
                Change::Unchanged(_) => counts.unchanged += 1,
            }
        }
        counts
    }

    /// Nothing would be written.
    pub fn is_nothing(&self) -> bool {
        let written = |counts: Counts| counts.new + counts.changed;
        self.units.is_empty() && written(self.site_counts()) + written(self.camera_counts()) == 0
    }
}

/// Compares a plan with the register.
pub fn compare(plan: &Plan, existing: &Existing) -> Changes {
    let known = Index::new(existing);
    let mut references = reference::References::new(existing);
    let mut problems = Vec::new();
    let sites = plan
        .sites
        .iter()
        .map(|planned| {
            let mut report = Conflicts {
                plan,
                row: planned.row,
                problems: &mut problems,
            };
            match known.site(planned) {
                Some(held) => known.site_again(planned, held, &mut report),
                None => known.new_site(planned, references.next(), &mut report),
            }
        })
        .collect();
    let is_new = |unit: &&PlannedUnit| {
        !existing
            .units
            .iter()
            .any(|held| fold(&held.data.name) == fold(&unit.name))
    };
    Changes {
        units: plan.units.iter().filter(is_new).cloned().collect(),
        sites,
        problems,
    }
}

#[cfg(test)]
mod tests;
