//! The register by what a list knows of it, and what happens to each record.

use std::collections::HashMap;

use super::merge::{Conflict, Merged, camera_fields, fill, overwrite, site_fields};
use super::{Change, Existing, Held, SiteChange};
use crate::assessment::Assessment;
use crate::camera::{Camera, CameraId};
use crate::import::columns::Column;
use crate::import::plan::{Plan, PlannedCamera, PlannedSite, site_key};
use crate::import::values::fold;
use crate::import::{Message, Problem};
use crate::permit::Permit;
use crate::retention::StoragePeriod;
use crate::site::{PlaceType, Site, SiteId};

/// Reports what the list says against the register.
pub(super) struct Conflicts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) row: u32,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Conflicts<'_> {
    fn kept(&mut self, row: u32, conflicts: Vec<Conflict>) {
        for conflict in conflicts {
            let heading = conflict
                .column
                .and_then(|column| self.plan.layout.heading(column));
            self.problems.push(Problem {
                sheet: self.plan.sheet.clone(),
                row,
                column: heading
                    .map(|heading| heading.text.clone())
                    .unwrap_or_default(),
                value: conflict.listed,
                problem: Message::new("import-register-differs").with("held", conflict.held),
                accepted: Message::new("import-register-differs-accepted"),
            });
        }
    }

    fn camera_elsewhere(&mut self, row: u32, label: &str) {
        self.problems.push(Problem {
            sheet: self.plan.sheet.clone(),
            row,
            column: String::new(),
            value: label.to_owned(),
            problem: Message::new("import-camera-elsewhere"),
            accepted: Message::new("import-register-differs-accepted"),
        });
    }
}

/// The register by what a list knows of it.
pub(super) struct Index<'a> {
    existing: &'a Existing,
    by_key: HashMap<(String, Option<PlaceType>), &'a Held<SiteId, Site>>,
    by_label: HashMap<String, &'a Held<CameraId, Camera>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(existing: &'a Existing) -> Self {
        let key =
            |held: &'a Held<SiteId, Site>| (site_key(&held.data.name, held.data.place_type), held);
        let label = |held: &'a Held<CameraId, Camera>| (fold(&held.data.label), held);
        Self {
            existing,
            by_key: existing.sites.iter().map(key).collect(),
            by_label: existing.cameras.iter().map(label).collect(),
        }
    }

    /// The site that is meant: by name and type of place, else the one site that has all its known cameras.
    pub(super) fn site(&self, planned: &PlannedSite) -> Option<&'a Held<SiteId, Site>> {
        let key = site_key(&planned.site.name, planned.site.place_type);
        if let Some(held) = self.by_key.get(&key) {
            return Some(held);
        }
        let cameras = &planned.cameras;
        let mut sites = cameras
            .iter()
            .filter_map(|planned| self.by_label.get(&fold(&planned.camera.label)))
            .map(|held| held.data.site);
        let first = sites.next()?;
        let is_one = sites.all(|site| site == first);
        self.existing
            .sites
            .iter()
            .find(|held| is_one && held.id == first)
    }

    pub(super) fn new_site(
        &self,
        planned: &PlannedSite,
        reference: String,
        report: &mut Conflicts<'_>,
    ) -> SiteChange {
        let site = Site {
            reference,
            ..planned.site.clone()
        };
        SiteChange {
            site: Change::New(site),
            unit: planned.unit.clone(),
            cameras: self.cameras(planned, None, report),
            permits: planned.permits.clone(),
            assessments: planned.assessments.clone(),
            signs: planned.signs.clone(),
            storage: planned.storage.clone(),
        }
    }

    pub(super) fn site_again(
        &self,
        planned: &PlannedSite,
        held: &Held<SiteId, Site>,
        report: &mut Conflicts<'_>,
    ) -> SiteChange {
        let merged = fill(&held.data, &planned.site, site_fields());
        report.kept(report.row, merged.conflicts);
        let unit = self.unit(planned, held, report);
        let site = if merged.data == held.data && unit.is_none() {
            Change::Unchanged(held.id)
        } else {
            Change::Changed {
                before: held.clone(),
                after: merged.data,
            }
        };
        SiteChange {
            site,
            unit,
            cameras: self.cameras(planned, Some(held.id), report),
            permits: self.permits(planned, held.id),
            assessments: self.assessments(planned, held.id),
            signs: if self.has_sign(held.id) {
                Vec::new()
            } else {
                planned.signs.clone()
            },
            storage: self.storage(planned, held.id, report),
        }
    }

    fn unit(
        &self,
        planned: &PlannedSite,
        held: &Held<SiteId, Site>,
        report: &mut Conflicts<'_>,
    ) -> Option<String> {
        let listed = planned.unit.clone()?;
        let Some(id) = held.data.unit else {
            return Some(listed);
        };
        let name = self
            .existing
            .units
            .iter()
            .find(|unit| unit.id == id)
            .map(|unit| &unit.data.name);
        if let Some(name) = name
            && fold(name) != fold(&listed)
        {
            let conflict = Conflict::new(Column::Unit, listed, name.clone());
            report.kept(report.row, vec![conflict]);
        }
        None
    }

    fn cameras(
        &self,
        planned: &PlannedSite,
        site: Option<SiteId>,
        report: &mut Conflicts<'_>,
    ) -> Vec<Change<CameraId, Camera>> {
        let change = |listed: &PlannedCamera| {
            let Some(held) = self.by_label.get(&fold(&listed.camera.label)) else {
                return Change::New(listed.camera.clone());
            };
            if self.existing.closed.contains(&held.id) {
                return Change::Unchanged(held.id);
            }
            if site.is_none_or(|site| site != held.data.site) {
                report.camera_elsewhere(listed.row, &listed.camera.label);
            }
            let Merged { data, conflicts } = if held.data.unconfirmed {
                overwrite(&held.data, &listed.camera, camera_fields())
            } else {
                fill(&held.data, &listed.camera, camera_fields())
            };
            report.kept(listed.row, conflicts);
            if data == held.data {
                Change::Unchanged(held.id)
            } else {
                Change::Changed {
                    before: (*held).clone(),
                    after: data,
                }
            }
        };
        planned.cameras.iter().map(change).collect()
    }

    fn permits(&self, planned: &PlannedSite, site: SiteId) -> Vec<Permit> {
        let is_known = |permit: &Permit| {
            let mut held = self
                .existing
                .permits
                .iter()
                .filter(|held| held.site == site);
            held.any(|held| {
                fold(&held.dnr) == fold(&permit.dnr)
                    && (held.kind == permit.kind || !permit.dnr.is_empty())
            })
        };
        planned
            .permits
            .iter()
            .filter(|permit| !is_known(permit))
            .cloned()
            .collect()
    }

    /// Only what is later than every assessment that the register has: a version supersedes those before it.
    fn assessments(&self, planned: &PlannedSite, site: SiteId) -> Vec<Assessment> {
        let held = || {
            self.existing
                .assessments
                .iter()
                .filter(|held| held.site == site)
        };
        let latest = held().filter_map(|held| held.assessed_on).max();
        let number = held().map(|held| held.number).max().unwrap_or(0);
        let later = planned
            .assessments
            .iter()
            .filter(|listed| latest.is_none() || listed.assessed_on > latest);
        let numbered = |(next, listed): (u32, &Assessment)| Assessment {
            number: next,
            ..listed.clone()
        };
        (number + 1..).zip(later).map(numbered).collect()
    }

    fn has_sign(&self, site: SiteId) -> bool {
        self.existing.signs.iter().any(|sign| sign.site == site)
    }

    fn storage(
        &self,
        planned: &PlannedSite,
        site: SiteId,
        report: &mut Conflicts<'_>,
    ) -> Option<StoragePeriod> {
        let listed = planned.storage.clone()?;
        let held: Vec<&StoragePeriod> = self
            .existing
            .storage
            .iter()
            .filter(|held| held.site == site)
            .collect();
        if let Some(last) = held.last()
            && !held.iter().any(|held| held.hours() == listed.hours())
        {
            let hours = |period: &StoragePeriod| format!("{} timmar", period.hours());
            let conflict = Conflict::new(Column::Storage, hours(&listed), hours(last));
            report.kept(report.row, vec![conflict]);
        }
        held.is_empty().then_some(listed)
    }
}
