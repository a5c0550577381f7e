//! Taking back a change of several sites: what it changed gets its earlier values again, unless it was changed since.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::register::{RecordKind, Revision};
use crate::signage::{Sign, SignId};
use crate::site::{Site, SiteId};

pub mod page;
pub mod web;

/// Revisions of one change at most: each of its sites has signs beside it.
pub const REVISIONS: u64 = 20_000;

/// One record as a change found it, and as it left it.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn<I, R> {
    pub id: I,
    pub before: R,
    pub after: R,
}

/// How a record stands that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// As the change left it: it can be taken back.
    AsLeft,
    /// As the change found it.
    PutBack,
    /// Somebody has changed it since.
    Changed,
}

impl<I, R: PartialEq> Turn<I, R> {
    pub fn since(&self, now: &R) -> Since {
        if *now == self.after {
            Since::AsLeft
        } else if *now == self.before {
            Since::PutBack
        } else {
            Since::Changed
        }
    }
}

/// What one change of several sites did.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub at: OffsetDateTime,
    pub sites: Vec<Turn<SiteId, Site>>,
    pub signs: Vec<Turn<SignId, Sign>>,
}

impl Done {
    /// What the revisions under one entry of the log tell; `None` when they tell of anything else.
    pub fn of(revisions: &[Revision]) -> Option<Self> {
        let mut done = Self {
            at: revisions.first()?.at,
            sites: Vec::new(),
            signs: Vec::new(),
        };
        for revision in revisions {
            match revision.kind {
                RecordKind::Site => done.sites.push(turn(revision, like_site)?),
                RecordKind::Sign => done.signs.push(turn(revision, like_sign)?),
                _ => return None,
            }
        }
        Some(done)
    }

    /// The sites that were changed, or that have a sign that was.
    pub fn places(&self) -> BTreeSet<SiteId> {
        let sites = self.sites.iter().map(|turn| turn.id);
        sites
            .chain(self.signs.iter().map(|turn| turn.after.site))
            .collect()
    }
}

/// One record's turn, when it is one that [`super::Wanted`] can make.
fn turn<I: From<i64>, R: DeserializeOwned + PartialEq>(
    revision: &Revision,
    like: fn(&R, &R) -> R,
) -> Option<Turn<I, R>> {
    let before = R::deserialize(revision.before.as_ref()?).ok()?;
    let after = R::deserialize(&revision.after).ok()?;
    let alike = like(&before, &after) == after;
    alike.then(|| Turn {
        id: I::from(revision.record),
        before,
        after,
    })
}

/// `before` with what is changed on several sites at once as in `after`.
fn like_site(before: &Site, after: &Site) -> Site {
    Site {
        responsible: after.responsible.clone(),
        unit: after.unit,
        controller: after.controller,
        reviewed_on: after.reviewed_on,
        ..before.clone()
    }
}

fn like_sign(before: &Sign, after: &Sign) -> Sign {
    Sign {
        inspected_on: after.inspected_on,
        inspected_by: after.inspected_by.clone(),
        next_inspection_on: after.next_inspection_on,
        ..before.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::UnitId;
    use time::macros::datetime;

    fn site(responsible: &str, name: &str) -> Site {
        Site {
            responsible: responsible.into(),
            name: name.into(),
            ..Site::default()
        }
    }

    fn revision(kind: RecordKind, before: Option<&Site>, after: &Site) -> Revision {
        let json = |site: &Site| serde_json::to_value(site).unwrap();
        Revision {
            at: datetime!(2026-11-22 07:00 UTC),
            author: "Anna Ek".into(),
            kind,
            record: 7,
            site: Some(SiteId(7)),
            before: before.map(json),
            after: json(after),
            undoes: None,
        }
    }

    #[test]
    fn a_change_is_told_by_its_revisions_and_anything_else_is_none() {
        let (before, after) = (site("Anna Ek", "Torget"), site("Bo Alm", "Torget"));
        let of = |kind, before, after| Done::of(&[revision(kind, before, after)]);
        let done = of(RecordKind::Site, Some(&before), &after).unwrap();
        assert_eq!(done.sites[0].id, SiteId(7));
        assert_eq!(done.places().len(), 1);
        let renamed = site("Bo Alm", "Stortorget");
        assert_eq!(of(RecordKind::Site, Some(&before), &renamed), None);
        assert_eq!(of(RecordKind::Site, None, &after), None, "it was new");
        assert_eq!(of(RecordKind::Sign, Some(&before), &after), None);
        assert_eq!(of(RecordKind::Camera, Some(&before), &after), None);
        assert_eq!(Done::of(&[]), None);
    }

    #[test]
    fn what_was_changed_since_is_told_from_what_was_not() {
        let turn = Turn {
            id: SiteId(7),
            before: site("Anna Ek", "Torget"),
            after: site("Bo Alm", "Torget"),
        };
        assert_eq!(turn.since(&turn.after), Since::AsLeft);
        assert_eq!(turn.since(&turn.before), Since::PutBack);
        let moved = Site {
            unit: Some(UnitId(2)),
            ..turn.after.clone()
        };
        assert_eq!(turn.since(&moved), Since::Changed);
    }
}
