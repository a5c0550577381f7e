//! What the register knew: its revisions, replayed in the order in which they were written.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use time::Date;

use super::extensions::of_edit;
use super::{Dossier, Entry, facts};
use crate::law::Fact;
use crate::law::calendar::date_in_sweden;
use crate::recorder::{Recorder, RecorderId};
use crate::register::{RecordKind, Revision};
use crate::site::{Site, SiteId};

/// The sites that some revisions tell of.
#[derive(Debug, Default)]
pub struct Replay {
    sites: BTreeMap<SiteId, Dossier>,
    recorders: BTreeMap<RecorderId, Recorder>,
}

/// Who wrote something down, on which day in Sweden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub on: Date,
    pub by: String,
}

impl Recorded {
    pub fn of(revision: &Revision) -> Self {
        Self {
            on: date_in_sweden(revision.at),
            by: revision.author.clone(),
        }
    }
}

impl Replay {
    /// Takes in one revision. Those of what no rule sees, such as units, change nothing.
    ///
    /// # Errors
    /// When the record in it cannot be read.
    pub fn learn(&mut self, revision: &Revision) -> Result<(), serde_json::Error> {
        let (after, id) = (&revision.after, revision.record);
        if revision.kind == RecordKind::Recorder {
            self.recorders
                .insert(RecorderId(id), Recorder::deserialize(after)?);
            return Ok(());
        }
        let Some(site) = revision.site else {
            return Ok(());
        };
        if revision.kind == RecordKind::Site {
            return self.learn_site(site, revision);
        }
        let Some(dossier) = self.sites.get_mut(&site) else {
            return Ok(());
        };
        dossier.extensions.extend(of_edit(revision)?);
        let named = [RecordKind::Camera, RecordKind::StoragePeriod].contains(&revision.kind);
        if named && revision.before.is_none() {
            let key = (revision.kind, id);
            dossier.registered_by.insert(key, revision.author.clone());
        }
        match revision.kind {
            RecordKind::Camera => put(&mut dossier.cameras, id, after),
            RecordKind::Permit => put(&mut dossier.permits, id, after),
            RecordKind::Assessment => put(&mut dossier.assessments, id, after),
            RecordKind::Sign => put(&mut dossier.signs, id, after),
            RecordKind::StoragePeriod => put(&mut dossier.storage_periods, id, after),
            RecordKind::DeletionEvidence => put(&mut dossier.evidence, id, after),
            RecordKind::Hold => put(&mut dossier.holds, id, after),
            RecordKind::Incident => put(&mut dossier.incidents, id, after),
            RecordKind::AccessRequest => put(&mut dossier.access_requests, id, after),
            _ => Ok(()),
        }
    }

    fn learn_site(&mut self, id: SiteId, revision: &Revision) -> Result<(), serde_json::Error> {
        let after = Site::deserialize(&revision.after)?;
        let Some(dossier) = self.sites.get_mut(&id) else {
            self.sites.insert(id, Dossier::new(id, after));
            return Ok(());
        };
        dossier.extensions.extend(of_edit(revision)?);
        dossier.site = after;
        Ok(())
    }

    /// The site as it is known by now; `None` when nothing is known of it.
    pub fn dossier(&self, site: SiteId) -> Option<Dossier> {
        let mut dossier = self.sites.get(&site)?.clone();
        self.complete(&mut dossier);
        Some(dossier)
    }

    /// Every site that is known by now, by id.
    pub fn into_dossiers(mut self) -> Vec<Dossier> {
        let mut sites = std::mem::take(&mut self.sites);
        for dossier in sites.values_mut() {
            self.complete(dossier);
        }
        sites.into_values().collect()
    }

    fn complete(&self, dossier: &mut Dossier) {
        dossier.recorders = self.used_by(dossier);
        // What must not be known of is in no dossier (see `compliance::store::dossiers`).
        dossier.holds.retain(|hold| !hold.data.gag);
    }

    fn used_by(&self, dossier: &Dossier) -> Vec<Entry<RecorderId, Recorder>> {
        let used: BTreeSet<RecorderId> = dossier
            .cameras
            .iter()
            .filter_map(|camera| camera.data.recorder)
            .collect();
        let known = self.recorders.iter().filter(|(id, _)| used.contains(id));
        known
            .map(|(id, recorder)| Entry {
                id: *id,
                data: recorder.clone(),
            })
            .collect()
    }
}

/// Adds or replaces a record; ids rise, so that the order stays that of the register.
fn put<I: From<i64> + PartialEq + Copy, T: DeserializeOwned>(
    records: &mut Vec<Entry<I, T>>,
    id: i64,
    after: &Json,
) -> Result<(), serde_json::Error> {
    let (id, data) = (I::from(id), T::deserialize(after)?);
    match records.iter_mut().find(|record| record.id == id) {
        Some(record) => record.data = data,
        None => records.push(Entry { id, data }),
    }
    Ok(())
}

/// A record that was registered or changed after a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    pub kind: RecordKind,
    pub id: i64,
    /// Registered then, not only changed.
    pub new: bool,
    /// The latest time.
    pub recorded: Recorded,
}

/// A site on a day that has passed: what the register knew then, and what it has been told since.
#[derive(Debug, Default)]
pub struct SiteThen {
    /// `None` when nothing was known of the site at the end of the day.
    pub known: Option<Dossier>,
    /// When the site was first recorded.
    pub first: Option<Recorded>,
    /// What was recorded afterwards, by kind and id.
    pub later: Vec<Later>,
    /// Facts about the day that are other ones by now, with who told the register so and when.
    pub learnt: BTreeMap<Fact, Recorded>,
}

/// Replays every revision of a site, and of the recorders of its kommun, up to today. `day` is the day asked about.
///
/// # Errors
/// When a record in a revision cannot be read.
pub fn site_then(
    site: SiteId,
    day: Date,
    revisions: &[Revision],
) -> Result<SiteThen, serde_json::Error> {
    let by_day = |revision: &&Revision| date_in_sweden(revision.at) <= day;
    let mut replay = Replay::default();
    for revision in revisions.iter().filter(by_day) {
        replay.learn(revision)?;
    }
    let mut then = SiteThen {
        known: replay.dossier(site),
        ..SiteThen::default()
    };
    let of_site = |revision: &&Revision| revision.site == Some(site);
    then.first = revisions.iter().find(of_site).map(Recorded::of);
    let facts_of = |dossier: &Option<Dossier>| dossier.as_ref().map(|known| facts(known, day));
    let before = facts_of(&then.known);
    let mut present = before.clone();
    let mut later: BTreeMap<(RecordKind, i64), Later> = BTreeMap::new();
    let afterwards: Vec<&Revision> = revisions.iter().filter(|one| !by_day(one)).collect();
    // What was written in one go is one step.
    for step in afterwards.chunk_by(|one, other| one.at == other.at && one.author == other.author) {
        for revision in step {
            replay.learn(revision)?;
            if of_site(revision) && !is_gagged(revision) {
                note(&mut later, revision);
            }
        }
        let Some(recorded) = step.last().map(|revision| Recorded::of(revision)) else {
            continue;
        };
        let after = facts_of(&replay.dossier(site));
        for fact in Fact::ALL.iter().copied() {
            let value = after.as_ref().and_then(|facts| facts.get(fact));
            if value != present.as_ref().and_then(|facts| facts.get(fact)) {
                then.learnt.insert(fact, recorded.clone());
            }
        }
        present = after;
    }
    // What was changed and changed back is as it was known.
    then.learnt.retain(|fact, _| {
        let value = present.as_ref().and_then(|facts| facts.get(*fact));
        value != before.as_ref().and_then(|facts| facts.get(*fact))
    });
    then.later = later.into_values().collect();
    Ok(then)
}

/// A hold that must not be known of.
fn is_gagged(revision: &Revision) -> bool {
    let told = |record: &Json| record.get("gag").and_then(Json::as_bool) == Some(true);
    revision.kind == RecordKind::Hold
        && (told(&revision.after) || revision.before.as_ref().is_some_and(told))
}

fn note(later: &mut BTreeMap<(RecordKind, i64), Later>, revision: &Revision) {
    let recorded = Recorded::of(revision);
    let noted = later
        .entry((revision.kind, revision.record))
        .or_insert_with(|| Later {
            kind: revision.kind,
            id: revision.record,
            new: revision.before.is_none(),
            recorded: recorded.clone(),
        });
    noted.recorded = recorded;
}
