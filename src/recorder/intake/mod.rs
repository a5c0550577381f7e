//! From a check that arrives to what the register keeps: the check itself, and deletion evidence for each site whose
//! cameras the recorder records.

use time::{Duration, OffsetDateTime};

use super::agent::{Received, Statement};
use super::check::{CheckMeans, RecorderCheck, RecorderCheckId, StoreSeen};
use super::{ProofLevel, RecorderId};
use crate::camera::{Camera, CameraId};
use crate::collation::fold;
use crate::hold::Hold;
use crate::ledger::note::{NoteError, VerificationKey};
use crate::retention::DeletionEvidence;
use crate::site::SiteId;
use crate::texts::{Loc, Message};

/// How far ahead of ours the clock of a recorder may be before its checks are refused.
const CLOCK_SLACK: Duration = Duration::minutes(5);
/// Longest name of a store beside the evidence, in characters.
const STORE_CHARACTERS: usize = 300;

/// Why a check file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The bytes are no check file.
    NoCheck,
    /// The recorder has no key in the register.
    NoKey,
    /// Signed by a key that no recorder of the kommun has.
    UnknownRecorder(String),
    /// Signed by the key of another recorder.
    OtherRecorder(String),
    /// Changed after it was signed.
    Forged,
    InFuture(OffsetDateTime),
    /// Not newer than the last one.
    NotNewer {
        sent: OffsetDateTime,
        last: OffsetDateTime,
    },
}

impl Refused {
    pub fn message(&self, l: Loc) -> Message {
        match self {
            Self::NoCheck => Message::new("check-refused-no-check"),
            Self::NoKey => Message::new("check-refused-no-key"),
            Self::UnknownRecorder(signer) => {
                Message::new("check-refused-unknown").with("signer", signer)
            }
            Self::OtherRecorder(name) => Message::new("check-refused-other").with("name", name),
            Self::Forged => Message::new("check-refused-forged"),
            Self::InFuture(at) => Message::new("check-refused-future").with("at", l.instant(*at)),
            Self::NotNewer { sent, last } => Message::new("check-refused-not-newer")
                .with("sent", l.instant(*sent))
                .with("last", l.instant(*last)),
        }
    }
}

/// A recorder of the kommun with its key, as the register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: RecorderId,
    pub name: String,
    pub key: String,
}

/// What the recorder states, if it is its own, unchanged, and newer than the last.
///
/// # Errors
/// Why the file is not taken.
pub fn accept<'a>(
    received: &'a Received,
    recorder: RecorderId,
    known: &[Known],
    last: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<&'a Statement, Refused> {
    let statement = stated(received, recorder, known)?;
    let sent = statement.checked_at;
    if sent > now + CLOCK_SLACK {
        return Err(Refused::InFuture(sent));
    }
    match last {
        Some(last) if sent <= last => Err(Refused::NotNewer { sent, last }),
        _ => Ok(statement),
    }
}

fn stated<'a>(
    received: &'a Received,
    recorder: RecorderId,
    known: &[Known],
) -> Result<&'a Statement, Refused> {
    let own = known.iter().find(|one| one.id == recorder);
    let own = own
        .filter(|one| !one.key.is_empty())
        .ok_or(Refused::NoKey)?;
    let key = VerificationKey::parse(&own.key).map_err(|_| Refused::NoKey)?;
    match received.stated_by(&key) {
        Ok(statement) => Ok(statement),
        Err(NoteError::NotSigned(_)) => {
            let other = known.iter().find(|one| {
                VerificationKey::parse(&one.key).is_ok_and(|key| received.stated_by(&key).is_ok())
            });
            Err(other.map_or_else(
                || Refused::UnknownRecorder(received.signers().collect::<Vec<_>>().join(", ")),
                |other| Refused::OtherRecorder(other.name.clone()),
            ))
        }
        Err(_) => Err(Refused::Forged),
    }
}

/// The check that a statement becomes. `before` is the last check of the same recorder by the same means.
pub fn check(
    statement: &Statement,
    recorder: RecorderId,
    means: CheckMeans,
    checked_by: &str,
    sha256: String,
    before: Option<&RecorderCheck>,
) -> RecorderCheck {
    let stores = statement.stores.clone();
    RecorderCheck {
        limit: statement.limit,
        tolerance: statement.tolerance,
        stores_missing: before.map_or_else(Vec::new, |before| missing(before, &stores)),
        sha256,
        ..RecorderCheck::new(recorder, means, statement.checked_at, checked_by, stores)
    }
}

/// Stores that the check before saw or missed, and that are not here either.
pub fn missing(before: &RecorderCheck, stores: &[StoreSeen]) -> Vec<String> {
    let seen = before.stores.iter().map(|store| &store.store);
    let mut missing: Vec<String> = seen
        .chain(&before.stores_missing)
        // A recorder that did not answer named none.
        .filter(|name| !name.is_empty() && stores.iter().all(|store| store.store != **name))
        .cloned()
        .collect();
    missing.sort();
    missing.dedup();
    missing
}

/// Evidence for every site with a camera on the recorder, one for each level that was seen.
///
/// A store whose folder is named after a camera is evidence for that camera's site; any other for all of them.
pub fn evidence(
    id: RecorderCheckId,
    check: &RecorderCheck,
    cameras: &[Camera],
) -> Vec<DeletionEvidence> {
    let mut sites: Vec<SiteId> = cameras.iter().map(|camera| camera.site).collect();
    sites.sort();
    sites.dedup();
    let owners: Vec<Vec<SiteId>> = check
        .stores
        .iter()
        .map(|store| owners(&store.store, cameras))
        .collect();
    let mut found = Vec::new();
    for site in sites {
        for level in [ProofLevel::Claim, ProofLevel::Index, ProofLevel::Disk] {
            let stores: Vec<&StoreSeen> = check
                .stores
                .iter()
                .zip(&owners)
                .filter(|(store, owners)| {
                    store.level == level && (owners.is_empty() || owners.contains(&site))
                })
                .map(|(store, _)| store)
                .collect();
            if !stores.is_empty() {
                found.push(of_site(id, check, site, level, &stores));
            }
        }
    }
    found
}

/// The sites of the cameras that a store is named after; none when it holds the footage of all.
fn owners(store: &str, cameras: &[Camera]) -> Vec<SiteId> {
    let named = cameras.iter().filter(|camera| is_of(store, &camera.label));
    named.map(|camera| camera.site).collect()
}

/// Whether a hold keeps footage of a store: of the camera that the store is named after, or else of any camera on the
/// recorder.
pub fn concerns(hold: &Hold, store: &str, cameras: &[(CameraId, Camera)]) -> bool {
    let of_hold = |(id, camera): &(CameraId, Camera)| {
        camera.site == hold.site && (hold.cameras.is_empty() || hold.cameras.contains(id))
    };
    let mut named = cameras
        .iter()
        .filter(|(_, camera)| is_of(store, &camera.label))
        .peekable();
    if named.peek().is_some() {
        named.any(of_hold)
    } else {
        cameras.iter().any(of_hold)
    }
}

/// Whether a store is named after a camera: `/lager/0042`, `D:\lager\0042 Entré`.
pub fn is_of(store: &str, label: &str) -> bool {
    let folder = store.rsplit(['/', '\\']).next().unwrap_or(store);
    let (folder, label) = (fold(folder.trim()), fold(label.trim()));
    let rest = folder.strip_prefix(&label).filter(|_| !label.is_empty());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn of_site(
    id: RecorderCheckId,
    check: &RecorderCheck,
    site: SiteId,
    level: ProofLevel,
    stores: &[&StoreSeen],
) -> DeletionEvidence {
    // What the register keeps in words is kept in Swedish, like everything people write in it.
    let l = Loc::sv();
    let mut not_covered: Vec<String> = Vec::new();
    for words in stores.iter().flat_map(|store| store.not_seen(l)) {
        if !not_covered.contains(&words) {
            not_covered.push(words);
        }
    }
    if !check.failure.is_empty() {
        not_covered.push(l.kept(&check.failure));
    }
    if !check.stores_missing.is_empty() {
        let names = check.stores_missing.join(", ");
        not_covered.push(l.ta("check-stores-missing", "names", names));
    }
    let names: Vec<&str> = stores.iter().map(|store| store.store.as_str()).collect();
    DeletionEvidence {
        recorder: Some(check.recorder),
        level,
        oldest_seen_at: stores
            .iter()
            .filter_map(|store| store.oldest_unexplained())
            .min(),
        store: names.join(", ").chars().take(STORE_CHARACTERS).collect(),
        not_covered: not_covered.join("\n"),
        checked_by: check.checked_by.clone(),
        check: Some(id),
        incomplete: !check.stores_missing.is_empty()
            || !check.failure.is_empty()
            || stores.iter().any(|store| store.is_incomplete()),
        ..DeletionEvidence::at(site, check.checked_at)
    }
}

#[cfg(test)]
mod tests;
