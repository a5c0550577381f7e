//! What became of the sealed fields: each is there, erased as an entry tells, gone without one, there although it was
//! erased, or another than was written.

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::erasure::Erased;
use super::sealed;
use super::verify::Tampering;
use crate::code::codes;

/// Fields that a report names. How many more there are stands in the counts.
const NAMED_MAX: usize = 1_000;

/// What became of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldState {
    Present,
    /// Erased, as the entry with this number tells.
    Erased(u64),
    /// Gone, and no entry tells of it: an alarm.
    Missing,
    /// An entry tells that it was erased, and it is there: the erasure has to be carried out again.
    NotErased(u64),
    /// Not what the entry holds the digest of.
    Mismatch,
}

codes! {
    /// [`FieldState`] without the number of the entry.
    FieldCode, "field-state" {
        Present = "present",
        Erased = "erased",
        Missing = "missing",
        NotErased = "not-erased",
        Mismatch = "mismatch",
    }
}

impl FieldState {
    /// `genuine` says whether what is stored is what the entry holds the digest of; nothing is stored where it is `None`.
    pub(super) const fn of(genuine: Option<bool>, erased_by: Option<u64>) -> Self {
        match (genuine, erased_by) {
            (Some(false), _) => Self::Mismatch,
            (Some(true), Some(by)) => Self::NotErased(by),
            (Some(true), None) => Self::Present,
            (None, Some(by)) => Self::Erased(by),
            (None, None) => Self::Missing,
        }
    }

    pub const fn code(self) -> FieldCode {
        match self {
            Self::Present => FieldCode::Present,
            Self::Erased(_) => FieldCode::Erased,
            Self::Missing => FieldCode::Missing,
            Self::NotErased(_) => FieldCode::NotErased,
            Self::Mismatch => FieldCode::Mismatch,
        }
    }

    /// The entry that tells that it was erased.
    pub const fn erased_by(self) -> Option<u64> {
        match self {
            Self::Erased(by) | Self::NotErased(by) => Some(by),
            Self::Present | Self::Missing | Self::Mismatch => None,
        }
    }

    /// Which tampering it is, if it is not as it should be.
    pub const fn tampering(self) -> Option<Tampering> {
        match self {
            Self::Present | Self::Erased(_) => None,
            Self::Missing => Some(Tampering::PayloadMissing),
            Self::NotErased(_) => Some(Tampering::NotErased),
            Self::Mismatch => Some(Tampering::PayloadEdited),
        }
    }
}

/// A field that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedField {
    pub entry: u64,
    pub field: String,
    pub state: FieldCode,
    /// The entry that tells that it was erased.
    pub erased_by: Option<u64>,
}

/// How many fields of a log are in which state, and which are not as they should be: the first thousand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReport {
    pub present: u64,
    pub erased: u64,
    pub missing: u64,
    pub not_erased: u64,
    pub mismatch: u64,
    pub named: Vec<NamedField>,
}

impl FieldReport {
    pub(super) fn add(&mut self, entry: u64, field: &str, state: FieldState) {
        let count = match state {
            FieldState::Present => &mut self.present,
            FieldState::Erased(_) => &mut self.erased,
            FieldState::Missing => &mut self.missing,
            FieldState::NotErased(_) => &mut self.not_erased,
            FieldState::Mismatch => &mut self.mismatch,
        };
        *count += 1;
        if state.tampering().is_some() && self.named.len() < NAMED_MAX {
            self.named.push(NamedField {
                entry,
                field: field.to_owned(),
                state: state.code(),
                erased_by: state.erased_by(),
            });
        }
    }

    /// Fields that are not as they should be.
    pub const fn alarms(&self) -> u64 {
        self.missing + self.not_erased + self.mismatch
    }

    /// How many fields are in each state.
    pub const fn counts(&self) -> [(FieldCode, u64); 5] {
        [
            (FieldCode::Present, self.present),
            (FieldCode::Erased, self.erased),
            (FieldCode::Missing, self.missing),
            (FieldCode::NotErased, self.not_erased),
            (FieldCode::Mismatch, self.mismatch),
        ]
    }
}

/// The sealed fields that are stored of an entry, compared with its digests: which needs nothing of other entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// What is stored and is not what the entry holds the digest of.
    other: Vec<String>,
    /// What the entry holds a digest of and is not there.
    gone: Vec<String>,
}

impl Compared {
    /// Of the fields with these names and texts.
    pub(super) fn of<'a>(
        entry: &Entry,
        stored: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Self {
        let other = stored
            .clone()
            .filter(|(name, text)| !is_genuine(entry, name, text));
        let there = |name: &str| stored.clone().any(|(stored, _)| stored == name);
        Self {
            other: other.map(|(name, _)| name.to_owned()).collect(),
            gone: entry
                .sealed
                .names()
                .filter(|name| !there(name))
                .cloned()
                .collect(),
        }
    }

    /// Whether a field that is stored is what the entry holds the digest of. A name stands once in a log's fields.
    pub(super) fn is_genuine(&self, name: &str) -> bool {
        !self.other.iter().any(|other| other == name)
    }

    /// What became of each field, those that are others than were written first.
    pub(super) fn states<'a>(
        &'a self,
        entry: &'a Entry,
        erased: &'a Erased,
    ) -> impl Iterator<Item = (&'a str, FieldState)> {
        let by = |name: &str| erased.by(entry.idx, name);
        let others = self.other.iter().map(move |name| (&**name, Some(false)));
        let named = entry.sealed.names().filter(|name| self.is_genuine(name));
        let others_of_it = named.map(|name| (&**name, (!self.gone.contains(name)).then_some(true)));
        others
            .chain(others_of_it)
            .map(move |(name, genuine)| (name, FieldState::of(genuine, by(name))))
    }
}

/// Whether a stored field is the one that the entry holds the digest of.
fn is_genuine(entry: &Entry, name: &str, text: &str) -> bool {
    entry.sealed.get(name) == Some(sealed::digest(text)) && sealed::is_named(text, name)
}
