//! Level 4: who outside the house saw the log, and when. What they attested holds, nothing of it is gone, and the
//! times in the entries agree with it.

use std::collections::BTreeMap;

use time::{Duration, OffsetDateTime};

use super::party::{Roots, cosigned_at, imprint};
use super::{Attestation, Attested, Mention, stamp};
use crate::ledger::entry::Entry;
use crate::ledger::note::{Note, Signature, VerificationKey};
use crate::ledger::read::StoredCheckpoint;
use crate::ledger::verify::{Bad, Level, Tampering};

/// How far our clock and theirs may differ.
const SKEW: Duration = Duration::minutes(5);

/// Whom a verifier trusts to tell the time.
#[derive(Debug, Clone, Default)]
pub struct Trusted {
    pub roots: Roots,
    pub witnesses: Vec<VerificationKey>,
}

impl Trusted {
    pub const fn is_nobody(&self) -> bool {
        self.roots.0.is_empty() && self.witnesses.is_empty()
    }
}

/// The longest log that a party has attested, and when it did.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    party: String,
    size: u64,
    at: OffsetDateTime,
}

/// What the attestations say about the times of the entries.
#[derive(Debug, Default)]
pub(in crate::ledger) struct Brackets {
    asked: bool,
    /// By entry: it was there at this time.
    no_later: BTreeMap<u64, OffsetDateTime>,
    /// By anchor entry: it was written after this time.
    no_earlier: BTreeMap<u64, OffsetDateTime>,
    seen: Vec<Seen>,
    bad: Option<Bad>,
}

impl Brackets {
    pub(in crate::ledger) fn new(
        trusted: &Trusted,
        checkpoints: &[StoredCheckpoint],
        attested: &[Attestation],
        mentioned: &[(u64, Mention)],
    ) -> Self {
        let mut brackets = Self {
            asked: !trusted.is_nobody(),
            ..Self::default()
        };
        let held: BTreeMap<Mention, &Attestation> = attested
            .iter()
            .map(|attestation| (attestation.mention(), attestation))
            .collect();
        let mut anchored: BTreeMap<&Mention, u64> = BTreeMap::new();
        for (idx, mention) in mentioned {
            if !held.contains_key(mention) {
                brackets.found(Tampering::AttestationMissing, *idx);
            }
            anchored.entry(mention).or_insert(*idx);
        }
        for (mention, attestation) in &held {
            let at = by_size(checkpoints, attestation.size)
                .map_or(Told::Nothing, |note| told(trusted, &note, attestation));
            match at {
                Told::At(party, at) => {
                    brackets.take(attestation, party, at, anchored.get(mention).copied());
                }
                Told::Unknown => {}
                Told::Nothing => {
                    let last = attestation.size.saturating_sub(1);
                    brackets.found(Tampering::AttestationForged, last);
                }
            }
        }
        brackets
    }

    fn take(
        &mut self,
        attestation: &Attestation,
        party: String,
        at: OffsetDateTime,
        anchor: Option<u64>,
    ) {
        let last = attestation.size.saturating_sub(1);
        let bound = self.no_later.entry(last).or_insert(at);
        *bound = at.min(*bound);
        if let Some(anchor) = anchor {
            let bound = self.no_earlier.entry(anchor).or_insert(at);
            *bound = at.max(*bound);
        }
        let size = attestation.size;
        match self.seen.iter_mut().find(|seen| seen.party == party) {
            Some(seen) if seen.size < size => (seen.size, seen.at) = (size, at),
            Some(_) => {}
            None => self.seen.push(Seen { party, size, at }),
        }
    }

    fn found(&mut self, kind: Tampering, idx: u64) {
        if self.bad.is_none_or(|first| idx < first.idx) {
            self.bad = Some(Bad { kind, idx });
        }
    }

    /// Entries are never older than the one before (level 2), so that one entry stands for all on its side.
    pub(in crate::ledger) fn look(&mut self, entry: &Entry) {
        let late = self.no_later.get(&entry.idx);
        let early = self.no_earlier.get(&entry.idx);
        if late.is_some_and(|bound| entry.at > *bound + SKEW)
            || early.is_some_and(|bound| entry.at < *bound - SKEW)
        {
            self.found(Tampering::ClockContradicted, entry.idx);
        }
    }

    pub(in crate::ledger) fn level(&self) -> Level {
        if let Some(bad) = self.bad {
            return Level::failed(4, bad);
        }
        if !self.asked {
            return Level::not_checked(4, "kräver tidsstämplar eller vittnen att lita på");
        }
        if self.seen.is_empty() {
            return Level::not_checked(4, "inget är tidsstämplat eller bevittnat av dem som anges");
        }
        let seen = self.seen.iter().map(|seen| {
            let (date, time) = (seen.at.date(), seen.at.time());
            let (hour, minute, _) = time.as_hms();
            format!(
                "{} ({}) {date} {hour:02}:{minute:02} UTC",
                seen.party, seen.size
            )
        });
        let seen = seen.collect::<Vec<_>>().join("; ");
        Level {
            detail: format!("sett, till och med så många poster, av: {seen}"),
            seen,
            ..Level::passed(4, "")
        }
    }
}

/// What an attestation tells.
enum Told {
    At(String, OffsetDateTime),
    /// By somebody whom the verifier has not named.
    Unknown,
    /// It does not hold.
    Nothing,
}

fn told(trusted: &Trusted, checkpoint: &Note, attestation: &Attestation) -> Told {
    match attestation.kind {
        Attested::Stamp if trusted.roots.0.is_empty() => Told::Unknown,
        Attested::Stamp => {
            let imprint = imprint(checkpoint);
            stamp::verify(&attestation.body, imprint, None, &trusted.roots.0)
                .map_or(Told::Nothing, |at| Told::At("tidsstämpel".to_owned(), at))
        }
        Attested::Cosignature => {
            let line = str::from_utf8(&attestation.body).ok();
            let Some(line) = line.and_then(|line| Signature::parse(line).ok()) else {
                return Told::Nothing;
            };
            let named = |key: &&VerificationKey| key.name() == line.name && key.id() == line.id;
            let Some(key) = trusted.witnesses.iter().find(named) else {
                return Told::Unknown;
            };
            cosigned_at(checkpoint, &line, key)
                .map_or(Told::Nothing, |at| Told::At(line.name.clone(), at))
        }
        Attested::Published | Attested::Mailed => Told::Unknown,
    }
}

fn by_size(checkpoints: &[StoredCheckpoint], size: u64) -> Option<Note> {
    let place = checkpoints.binary_search_by_key(&size, |checkpoint| checkpoint.size);
    let found = checkpoints.get(place.ok()?)?;
    Note::parse(found.note.as_bytes()).ok()
}
