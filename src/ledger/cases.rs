//! Level 5: do the log and the register agree. Every sealed field has the digest that its entry holds, every record
//! that was logged still says what was sealed with it, and nothing is on one side only.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use serde_json::Value;

use super::entry::Entry;
use super::erasure::Erased;
use super::fields::{Compared, FieldReport};
use super::sealed::Sealed;
use super::store::LedgerError;
use super::verify::{Bad, Tampering};
use super::{EntryKind, NewEntry};

/// What a record in the register says was written into the log together with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub idx: u64,
    pub kind: EntryKind,
    pub fields: BTreeMap<String, Value>,
    /// What the record no longer says, because it was erased on a decision.
    pub erased: BTreeSet<String>,
}

impl Claim {
    /// The claim of a record whose entry would be `entry` if it were written today, and that says it is at `idx`.
    pub fn at(idx: u64, entry: NewEntry) -> Self {
        let fields = entry.fields.into_iter();
        Self {
            idx,
            kind: entry.kind,
            fields: fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            erased: BTreeSet::new(),
        }
    }

    /// The claim of a record that cannot be read. It agrees with no entry: of the first one there is no record.
    pub const fn unreadable(idx: u64) -> Self {
        Self {
            idx,
            kind: EntryKind::Genesis,
            fields: BTreeMap::new(),
            erased: BTreeSet::new(),
        }
    }

    /// The same claim of a record from which fields were erased.
    #[must_use]
    pub fn without(mut self, erased: Vec<String>) -> Self {
        self.fields.retain(|name, _| !erased.contains(name));
        self.erased.extend(erased);
        self
    }
}

/// The records of the register that were logged, as the slices that own them tell.
#[async_trait]
pub trait Cases: Sync {
    /// The kinds of entries that each have a record.
    fn kinds(&self) -> &[EntryKind];

    /// The claims of the records whose entries are `from..until`, in any order.
    async fn claims(&self, from: u64, until: u64) -> Result<Vec<Claim>, LedgerError>;
}

/// Compares entries, sealed fields and claims, page by page.
#[derive(Debug)]
pub(super) struct Agreement {
    kinds: Vec<EntryKind>,
    erased: Erased,
    fields: FieldReport,
    bad: Option<Bad>,
}

impl Agreement {
    pub(super) fn new(kinds: &[EntryKind], erased: Erased) -> Self {
        Self {
            kinds: kinds.to_vec(),
            erased,
            fields: FieldReport::default(),
            bad: None,
        }
    }

    pub(super) const fn bad(&self) -> Option<Bad> {
        self.bad
    }

    /// What became of the fields.
    pub(super) fn into_fields(self) -> FieldReport {
        self.fields
    }

    fn found(&mut self, kind: Tampering, idx: u64) {
        if self.bad.is_none_or(|first| idx < first.idx) {
            self.bad = Some(Bad { kind, idx });
        }
    }

    /// One entry with what is stored for it and what the register says of it.
    pub(super) fn take(&mut self, entry: &Entry, stored: &Fields, claims: &[Claim]) {
        self.compare_sealed(entry, stored);
        let expected = self.kinds.contains(&entry.kind);
        match claims {
            [] if expected => self.found(Tampering::CaseMissing, entry.idx),
            [] => {}
            [claim] => {
                if claim.kind != entry.kind || !agrees(claim, entry, stored) {
                    self.found(Tampering::CaseEdited, entry.idx);
                }
                self.compare_erased(claim, entry);
            }
            [_, _, ..] => self.found(Tampering::UnloggedCase, entry.idx),
        }
    }

    /// What the log says was erased is gone from the record as well, and nothing else is.
    fn compare_erased(&mut self, claim: &Claim, entry: &Entry) {
        for name in entry.sealed.names() {
            let by = self.erased.by(entry.idx, name);
            match (by, claim.erased.contains(name)) {
                (Some(_), false) => self.found(Tampering::NotErased, entry.idx),
                (None, true) => self.found(Tampering::CaseEdited, entry.idx),
                _ => {}
            }
        }
    }

    /// A record that says it is at `idx`, where no entry is.
    pub(super) fn claimed_without_entry(&mut self, idx: u64) {
        self.found(Tampering::UnloggedCase, idx);
    }

    /// Every field has the digest that the entry holds, and is gone exactly when it was erased.
    fn compare_sealed(&mut self, entry: &Entry, stored: &Fields) {
        let mut tampering = None;
        for (name, state) in stored.compared.states(entry, &self.erased) {
            self.fields.add(entry.idx, name, state);
            tampering = tampering.or(state.tampering());
        }
        if let Some(kind) = tampering {
            self.found(kind, entry.idx);
        }
    }
}

/// What is stored of an entry's sealed fields, and what they say where a record says it too.
#[derive(Debug, Default)]
pub(super) struct Fields {
    compared: Compared,
    /// What the genuine ones say, when there is a record to compare it with. A log has millions of fields, and only some
    /// of its entries have records.
    told: Vec<(String, Option<Value>)>,
}

impl Fields {
    /// Of the fields with these names and texts.
    pub(super) fn of<'a>(
        entry: &Entry,
        stored: impl Iterator<Item = (&'a str, &'a str)> + Clone,
        is_recorded: bool,
    ) -> Self {
        let compared = Compared::of(entry, stored.clone());
        let told = stored.filter(|(name, _)| is_recorded && compared.is_genuine(name));
        let value = |text: &str| Sealed::parse(text).ok().map(|sealed| sealed.value);
        let told = told.map(|(name, text)| (name.to_owned(), value(text)));
        Self {
            told: told.collect(),
            compared,
        }
    }
}

/// Fields that are gone cannot be compared; every other one must be word for word what the register says.
fn agrees(claim: &Claim, entry: &Entry, stored: &Fields) -> bool {
    let told: BTreeSet<&String> = claim.fields.keys().chain(&claim.erased).collect();
    let same = |(name, value): &(String, Option<Value>)| {
        claim.erased.contains(name) || (value.is_some() && claim.fields.get(name) == value.as_ref())
    };
    told.into_iter().eq(entry.sealed.names()) && stored.told.iter().all(same)
}
