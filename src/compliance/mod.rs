//! From what people record to what the law says of it: dossier -> facts -> findings. Pure, and the only place that
//! sees every slice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use time::Date;

use crate::access_request::{AccessRequest, AccessRequestId};
use crate::assessment::{Assessment, AssessmentId};
use crate::camera::{Camera, CameraId};
use crate::hold::{Hold, HoldId};
use crate::incident::{Incident, IncidentId};
use crate::law::{self, Finding, GoTo, PolicySet};
use crate::permit::{Permit, PermitId};
use crate::recorder::{Recorder, RecorderId};
use crate::register::RecordKind;
use crate::retention::{DeletionEvidence, DeletionEvidenceId, StoragePeriod, StoragePeriodId};
use crate::signage::{Sign, SignId};
use crate::site::{Extension, Site, SiteId};

pub mod api;
pub mod coverage;
mod extensions;
mod facts;
pub mod list;
mod local_rules;
pub mod order;
pub mod page;
pub mod passed;
pub mod release;
pub mod replay;
pub mod store;
pub mod summary;
mod viewpoint;
pub mod web;

pub use facts::facts;
pub use summary::{Summary, summary, urgency};
pub use viewpoint::{Viewpoint, shown};

/// A record and its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<I, T> {
    pub id: I,
    pub data: T,
}

/// Everything the register holds about one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    pub id: SiteId,
    pub site: Site,
    pub cameras: Vec<Entry<CameraId, Camera>>,
    pub permits: Vec<Entry<PermitId, Permit>>,
    pub assessments: Vec<Entry<AssessmentId, Assessment>>,
    pub signs: Vec<Entry<SignId, Sign>>,
    pub storage_periods: Vec<Entry<StoragePeriodId, StoragePeriod>>,
    pub evidence: Vec<Entry<DeletionEvidenceId, DeletionEvidence>>,
    /// Those that keep the site's footage.
    pub recorders: Vec<Entry<RecorderId, Recorder>>,
    /// None that must not be known of; [`facts()`] passes over a gagged order even if there is one.
    pub holds: Vec<Entry<HoldId, Hold>>,
    pub incidents: Vec<Entry<IncidentId, Incident>>,
    pub access_requests: Vec<Entry<AccessRequestId, AccessRequest>>,
    /// Extensions found in the site's revisions (see `site::extension`).
    pub extensions: Vec<RecordedExtension>,
    /// Who registered cameras and storage periods, by kind and id.
    pub registered_by: BTreeMap<(RecordKind, i64), String>,
    /// The dossier as it is recorded, when what is secret has been taken out of this one: the rules judge it, and nothing
    /// else gets at it.
    behind: Option<Box<Self>>,
}

/// An extension that shows in the revisions: what, when it was recorded and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedExtension {
    pub what: Extension,
    /// Civil date in Sweden.
    pub on: Date,
    pub by: String,
}

impl Dossier {
    /// A dossier with nothing but the site.
    pub const fn new(id: SiteId, site: Site) -> Self {
        Self {
            id,
            site,
            cameras: Vec::new(),
            permits: Vec::new(),
            assessments: Vec::new(),
            signs: Vec::new(),
            storage_periods: Vec::new(),
            evidence: Vec::new(),
            recorders: Vec::new(),
            holds: Vec::new(),
            incidents: Vec::new(),
            access_requests: Vec::new(),
            extensions: Vec::new(),
            registered_by: BTreeMap::new(),
            behind: None,
        }
    }

    /// Without what is secret of some of its cameras (OSL 18:8). The evidence tells of all of them together.
    fn concealed(self, is_secret: impl Fn(CameraId) -> bool) -> Self {
        let mut shown = self.clone();
        for camera in &mut shown.cameras {
            if is_secret(camera.id) {
                camera.data = camera.data.without_secrets();
            }
        }
        let told: BTreeSet<i64> = shown
            .cameras
            .iter()
            .filter_map(|camera| camera.data.recorder.map(i64::from))
            .collect();
        shown
            .recorders
            .retain(|recorder| told.contains(&recorder.id.0));
        for check in &mut shown.evidence {
            check.data = check.data.without_secrets();
        }
        shown.behind = Some(Box::new(self));
        shown
    }

    /// What the rules judge.
    fn judged(&self) -> &Self {
        self.behind.as_deref().unwrap_or(self)
    }

    /// The fifth statutory item (KBL 10 § 5): when the latest assessment was made. The rules count the same: an assessment
    /// that was documented elsewhere and imported has its day and is not signed here.
    pub fn latest_assessment(&self, as_of: Date) -> Option<Date> {
        self.assessments
            .iter()
            .filter_map(|made| made.data.assessed_on)
            .filter(|day| *day <= as_of)
            .max()
    }
}

/// What the rules in force on `as_of` say about the site as it was then. The page, the list, the scheduler, the report,
/// the API and the command line all call this.
pub fn findings(policies: &PolicySet, dossier: &Dossier, as_of: Date) -> Vec<Finding> {
    law::findings(policies, &Arc::new(facts(dossier, as_of)), as_of)
}

/// What the rules say of one hold, for those who may know of it: the rules of its site, as if the hold were the only one.
pub fn of_hold(
    policies: &PolicySet,
    mut dossier: Dossier,
    id: HoldId,
    hold: Hold,
    as_of: Date,
) -> Vec<Finding> {
    let data = Hold { gag: false, ..hold };
    if let Some(behind) = dossier.behind.take() {
        dossier = *behind;
    }
    dossier.holds = vec![Entry { id, data }];
    let mut found = findings(policies, &dossier, as_of);
    found.retain(|finding| finding.policy.finding.go_to == GoTo::Hold);
    found
}

/// Breaches of rules that are no longer in force, as they stood on the rules' last day, for as long as they can still
/// matter: old ones are punishable after the reform (transitional provisions to SFS 2025:220, item 3; DSL 6:4).
pub fn past_breaches(policies: &PolicySet, dossier: &Dossier, today: Date) -> Vec<Finding> {
    law::past_days(policies, today)
        .into_iter()
        .flat_map(|last_day| {
            law::past_breaches(
                policies,
                &Arc::new(facts(dossier, last_day)),
                last_day,
                today,
            )
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
