//! What a check of a recorder saw, store by store, and what that says.
//!
//! The three levels are never painted in one another's colour: a claim never says that footage is gone, an index says
//! what the system lists, and only the disk says what lies there.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{ProofLevel, RecorderId};
use crate::code::{codes, ids};
use crate::retention::Span;
use crate::texts::Loc;

ids! { RecorderCheckId }

codes! {
    /// How a check was made.
    CheckMeans, "check-means" {
        Scan = "skanning",
        ZoneMinder = "zoneminder",
        Onvif = "onvif",
        Axis = "axis",
        Report = "rapport",
    }
}

codes! {
    CheckVerdict, "check-verdict" {
        /// Nothing older than the limit, and everything was seen.
        Fine = "fine",
        /// Older footage was seen.
        Older = "older",
        /// Something could not be read or there was nothing to see: not fine.
        Unknown = "unknown",
    }
}

/// Footage that the recorder is told not to delete: archived, locked, under an evidence lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// As the recorder names it.
    pub label: String,
    #[serde(with = "time::serde::rfc3339")]
    pub from: OffsetDateTime,
    /// Older than the limit of the check, and so counted in `older_than_limit`.
    #[serde(default)]
    pub older: bool,
    /// The hold that it is kept for. Without one, old protected footage is as old as any.
    #[serde(default)]
    pub hold: Option<i64>,
}

/// What was seen of one store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSeen {
    pub store: String,
    pub level: ProofLevel,
    /// Of what can be dated and is not empty.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub oldest: Option<OffsetDateTime>,
    /// Tells "deleted" from "never recorded".
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub newest: Option<OffsetDateTime>,
    /// Recordings that hold something: files, or what the system lists.
    pub count: u64,
    pub bytes: u64,
    /// `None` when the check had no limit to compare with.
    #[serde(default)]
    pub older_than_limit: Option<u64>,
    /// Folders and files that could not be read.
    #[serde(default)]
    pub unreadable: u64,
    /// The first of them, as a person looks for them.
    #[serde(default)]
    pub unreadable_paths: Vec<String>,
    /// Recordings whose time could not be read, or lies in the future.
    #[serde(default)]
    pub undated: u64,
    /// Files of 0 bytes.
    #[serde(default)]
    pub empty_files: u64,
    /// Symbolic links; none is followed.
    #[serde(default)]
    pub links: u64,
    /// The first links that lead out of the store.
    #[serde(default)]
    pub links_out: Vec<String>,
    /// Sockets, pipes and devices.
    #[serde(default)]
    pub special: u64,
    /// Files that were left out because of their name.
    #[serde(default)]
    pub left_out: u64,
    /// What the person or the recorder says was not seen.
    #[serde(default)]
    pub not_covered: Vec<String>,
    #[serde(default)]
    pub protected: Vec<Protected>,
}

impl StoreSeen {
    /// A store of which nothing has been seen yet.
    pub fn new(store: impl Into<String>, level: ProofLevel) -> Self {
        Self {
            store: store.into(),
            level,
            oldest: None,
            newest: None,
            count: 0,
            bytes: 0,
            older_than_limit: None,
            unreadable: 0,
            unreadable_paths: Vec::new(),
            undated: 0,
            empty_files: 0,
            links: 0,
            links_out: Vec::new(),
            special: 0,
            left_out: 0,
            not_covered: Vec::new(),
            protected: Vec::new(),
        }
    }

    /// Something was not read, or nothing at all was there: a folder that is not mounted is empty too.
    pub const fn is_incomplete(&self) -> bool {
        self.unreadable > 0 || self.undated > 0 || (self.count == 0 && self.protected.is_empty())
    }

    /// The oldest footage that no hold explains.
    pub fn oldest_unexplained(&self) -> Option<OffsetDateTime> {
        let protected = self.protected.iter().filter(|one| one.hold.is_none());
        protected.map(|one| one.from).chain(self.oldest).min()
    }

    /// How many are older than the limit without a hold that explains it.
    fn older_unexplained(&self) -> Option<u64> {
        let explained = |one: &&Protected| one.older && one.hold.is_some();
        let explained = self.protected.iter().filter(explained).count();
        let explained = u64::try_from(explained).unwrap_or(u64::MAX);
        self.older_than_limit
            .map(|older| older.saturating_sub(explained))
    }

    /// Matches what is protected with the holds of its cameras: `holds` are numbers with the footage that each keeps,
    /// from an instant until another.
    pub fn match_holds(&mut self, holds: &[(i64, OffsetDateTime, OffsetDateTime)]) {
        for protected in &mut self.protected {
            let keeps = holds
                .iter()
                .find(|(_, from, until)| (*from..*until).contains(&protected.from));
            protected.hold = keeps.map(|(hold, _, _)| *hold);
        }
    }

    /// By the limit that the check was made with.
    pub fn verdict(&self) -> CheckVerdict {
        match (self.level, self.older_unexplained()) {
            (ProofLevel::Index | ProofLevel::Disk, Some(1..)) => CheckVerdict::Older,
            (ProofLevel::Index | ProofLevel::Disk, Some(0)) if !self.is_incomplete() => {
                CheckVerdict::Fine
            }
            _ => CheckVerdict::Unknown,
        }
    }

    /// Everything that the check did not see, in words. Never empty: no check sees everything.
    pub fn not_seen(&self, l: Loc) -> Vec<String> {
        let always = match self.level {
            ProofLevel::Disk => "check-never-sees-disk",
            ProofLevel::Index => "check-never-sees-index",
            ProofLevel::Claim => "check-never-sees-claim",
        };
        let mut words = vec![l.t(always).to_owned()];
        let counted = [
            ("check-unreadable", self.unreadable),
            ("check-undated", self.undated),
            ("check-empty-files", self.empty_files),
            ("check-links", self.links),
            ("check-special", self.special),
            ("check-left-out", self.left_out),
        ];
        let seen = counted.into_iter().filter(|(_, count)| *count > 0);
        words.extend(seen.map(|(id, count)| l.tn(id, count)));
        let named = self.unreadable_paths.iter().chain(&self.links_out);
        words.extend(named.cloned());
        words.extend(self.not_covered.iter().cloned());
        words
    }
}

/// The worst verdict of some stores; nothing seen is unknown.
pub fn worst(stores: &[StoreSeen]) -> CheckVerdict {
    let verdicts = || stores.iter().map(StoreSeen::verdict);
    if verdicts().any(|verdict| verdict == CheckVerdict::Older) {
        CheckVerdict::Older
    } else if !stores.is_empty() && verdicts().all(|verdict| verdict == CheckVerdict::Fine) {
        CheckVerdict::Fine
    } else {
        CheckVerdict::Unknown
    }
}

/// A check of a recorder, kept for good: a later one never edits an earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecorderCheck {
    pub recorder: RecorderId,
    pub means: CheckMeans,
    #[serde(with = "time::serde::rfc3339")]
    pub checked_at: OffsetDateTime,
    /// The key that signed, or the person who read a report in.
    pub checked_by: String,
    /// What the recorder was compared with when it was checked.
    #[serde(default)]
    pub limit: Option<Span>,
    #[serde(default)]
    pub tolerance: Option<Span>,
    pub stores: Vec<StoreSeen>,
    /// Stores that an earlier check saw and this one did not.
    #[serde(default)]
    pub stores_missing: Vec<String>,
    /// How far ahead of ours the recorder's clock is.
    #[serde(default)]
    pub clock_skew_seconds: Option<i64>,
    /// Why the recorder told nothing ([`crate::texts::Message::kept`]; in Swedish in what is older); empty when it did.
    #[serde(default)]
    pub failure: String,
    /// SHA-256 of what was received, so that it can be compared with the file.
    #[serde(default)]
    pub sha256: String,
}

impl RecorderCheck {
    /// A check of which only this is known.
    pub fn new(
        recorder: RecorderId,
        means: CheckMeans,
        checked_at: OffsetDateTime,
        checked_by: &str,
        stores: Vec<StoreSeen>,
    ) -> Self {
        Self {
            recorder,
            means,
            // Whole seconds, as every engine stores them.
            checked_at: checked_at.replace_nanosecond(0).unwrap_or(checked_at),
            checked_by: checked_by.to_owned(),
            limit: None,
            tolerance: None,
            stores,
            stores_missing: Vec::new(),
            clock_skew_seconds: None,
            failure: String::new(),
            sha256: String::new(),
        }
    }
}

/// One line of `objektiv recorder check --format json` (docs/schema/recorder-check.json).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub store: String,
    pub level: &'static str,
    #[serde(with = "time::serde::rfc3339::option")]
    pub oldest: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub newest: Option<OffsetDateTime>,
    pub count: u64,
    pub bytes: u64,
    pub older_than_limit: Option<u64>,
    pub unreadable: u64,
    pub not_covered: Vec<String>,
    pub verdict: CheckVerdict,
}

impl Line {
    pub fn of(seen: &StoreSeen, l: Loc) -> Self {
        Self {
            store: seen.store.clone(),
            level: match seen.level {
                ProofLevel::Claim => "claim",
                ProofLevel::Index => "index",
                ProofLevel::Disk => "disk",
            },
            oldest: seen.oldest,
            newest: seen.newest,
            count: seen.count,
            bytes: seen.bytes,
            older_than_limit: seen.older_than_limit,
            unreadable: seen.unreadable,
            not_covered: seen.not_seen(l),
            verdict: seen.verdict(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn seen(level: ProofLevel) -> StoreSeen {
        StoreSeen {
            count: 3,
            older_than_limit: Some(0),
            oldest: Some(datetime!(2026-11-20 07:00 UTC)),
            ..StoreSeen::new("/lager", level)
        }
    }

    #[test]
    fn a_claim_is_never_fine() {
        assert_eq!(seen(ProofLevel::Claim).verdict(), CheckVerdict::Unknown);
        assert_eq!(seen(ProofLevel::Index).verdict(), CheckVerdict::Fine);
        assert_eq!(seen(ProofLevel::Disk).verdict(), CheckVerdict::Fine);
    }

    #[test]
    fn what_was_not_read_or_not_there_is_not_fine() {
        let unread = StoreSeen {
            unreadable: 1,
            ..seen(ProofLevel::Disk)
        };
        let undated = StoreSeen {
            undated: 1,
            ..seen(ProofLevel::Disk)
        };
        let empty = StoreSeen {
            older_than_limit: Some(0),
            ..StoreSeen::new("/lager", ProofLevel::Disk)
        };
        for store in [unread, undated, empty] {
            assert_eq!(store.verdict(), CheckVerdict::Unknown, "{store:?}");
        }
    }

    #[test]
    fn older_footage_is_told_also_when_something_else_could_not_be_read() {
        let older = StoreSeen {
            unreadable: 1,
            older_than_limit: Some(2),
            ..seen(ProofLevel::Disk)
        };
        assert_eq!(older.verdict(), CheckVerdict::Older);
        assert_eq!(worst(&[seen(ProofLevel::Disk), older]), CheckVerdict::Older);
        assert_eq!(worst(&[]), CheckVerdict::Unknown);
    }

    #[test]
    fn protected_footage_counts_unless_a_hold_explains_it() {
        let january = datetime!(2026-01-01 07:00 UTC);
        let mut archived = StoreSeen {
            protected: vec![Protected {
                label: "händelse 7".into(),
                from: january,
                older: true,
                hold: None,
            }],
            older_than_limit: Some(1),
            ..seen(ProofLevel::Index)
        };
        assert_eq!(archived.oldest_unexplained(), Some(january));
        assert_eq!(archived.verdict(), CheckVerdict::Older);
        let hour = time::Duration::HOUR;
        archived.match_holds(&[(3, january + hour, january + hour * 2)]);
        assert_eq!(
            archived.verdict(),
            CheckVerdict::Older,
            "another hour is kept"
        );
        archived.match_holds(&[(4, january - hour, january + hour)]);
        assert_eq!(archived.protected[0].hold, Some(4));
        assert_eq!(
            archived.oldest_unexplained(),
            Some(datetime!(2026-11-20 07:00 UTC))
        );
        assert_eq!(archived.verdict(), CheckVerdict::Fine);
    }

    #[test]
    fn every_check_says_what_it_did_not_see() {
        for l in [Loc::sv(), Loc::en()] {
            for level in [ProofLevel::Claim, ProofLevel::Index, ProofLevel::Disk] {
                assert!(!seen(level).not_seen(l)[0].is_empty());
            }
        }
    }
}
