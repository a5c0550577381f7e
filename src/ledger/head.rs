//! Where a log stands, and what the next entry becomes.

use serde_json::Value;
use time::OffsetDateTime;

use super::checkpoint::TreeHead;
use super::digests::Digests;
use super::entry::{Entry, EntryError, EntryKind};
use super::hash::Hash;
use super::sealed::{Salt, Sealed, SealedError};
use super::tree::{Frontier, Node, leaf_hash};

/// What somebody wants written: what kind of event, and what is known about it, field by field.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub kind: EntryKind,
    pub fields: Vec<(&'static str, Value)>,
}

impl NewEntry {
    pub const fn new(kind: EntryKind) -> Self {
        Self {
            kind,
            fields: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.fields.push((name, value.into()));
        self
    }
}

/// Where a log stands after its last entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub origin: String,
    /// When the last entry was written.
    pub at: OffsetDateTime,
    /// Leaf hash of the last entry.
    pub prev: Hash,
    pub frontier: Frontier,
}

/// Everything that has to be stored for one entry.
#[derive(Debug)]
pub struct Written {
    pub idx: u64,
    /// The exact bytes that are hashed.
    pub bytes: Vec<u8>,
    pub leaf: Hash,
    pub nodes: Vec<Node>,
    pub sealed: Vec<Sealed>,
}

/// Why an entry cannot be written as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    #[error("the field \"{0}\" is given twice")]
    Twice(&'static str),
    #[error("the field {0}")]
    Sealed(#[from] SealedError),
    #[error("the entry: {0}")]
    Entry(#[from] EntryError),
    #[error("the operating system gave no random bytes: {0}")]
    Random(String),
}

impl Head {
    /// The state before the first entry.
    ///
    /// # Errors
    /// When `origin` cannot be the name of a log.
    pub fn before_genesis(origin: &str, at: OffsetDateTime) -> Result<Self, EntryError> {
        super::entry::check_origin(origin)?;
        Ok(Self {
            origin: origin.to_owned(),
            at: whole_seconds(at),
            prev: Hash::ZERO,
            frontier: Frontier::default(),
        })
    }

    /// How many entries there are, which is also the `idx` of the next.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Moves the head past an entry that was written before, as from a copy or an export. `None` when it is not the
    /// next entry of this log.
    pub fn retrace(&mut self, bytes: &[u8], sealed: Vec<Sealed>) -> Option<Written> {
        let entry = Entry::parse(bytes).ok()?;
        let next = entry.idx == self.size() && entry.prev == self.prev && entry.log == self.origin;
        if !next || entry.at < self.at {
            return None;
        }
        let leaf = leaf_hash(bytes);
        let nodes = self.frontier.push(leaf);
        self.at = entry.at;
        self.prev = leaf;
        Some(Written {
            idx: entry.idx,
            bytes: bytes.to_vec(),
            leaf,
            nodes,
            sealed,
        })
    }

    /// What a checkpoint says of this.
    pub fn tree_head(&self) -> TreeHead {
        TreeHead {
            origin: self.origin.clone(),
            size: self.size(),
            root: self.frontier.root(),
        }
    }

    /// Makes the next entry and moves the head past it. `salt` gives fresh random bytes at each call.
    ///
    /// A clock that was set back does not turn the log around: an entry is never older than the one before.
    ///
    /// # Errors
    /// When a field cannot stand in the log. The head is then as it was.
    pub fn append(
        &mut self,
        at: OffsetDateTime,
        new: NewEntry,
        mut salt: impl FnMut() -> Result<Salt, AppendError>,
    ) -> Result<Written, AppendError> {
        let mut digests = Digests::default();
        let mut sealed = Vec::with_capacity(new.fields.len());
        for (name, value) in new.fields {
            let field = Sealed::new(salt()?, name, value)?;
            if !digests.add(name.to_owned(), field.digest()) {
                return Err(AppendError::Twice(name));
            }
            sealed.push(field);
        }
        let entry = Entry {
            at: whole_seconds(at).max(self.at),
            idx: self.size(),
            log: self.origin.clone(),
            prev: self.prev,
            sealed: digests,
            kind: new.kind,
        };
        let bytes = entry.to_bytes()?;
        let leaf = leaf_hash(&bytes);
        let nodes = self.frontier.push(leaf);
        self.at = entry.at;
        self.prev = leaf;
        Ok(Written {
            idx: entry.idx,
            bytes,
            leaf,
            nodes,
            sealed,
        })
    }
}

/// Entries hold whole seconds: nothing is hashed that a database column could round.
fn whole_seconds(at: OffsetDateTime) -> OffsetDateTime {
    let second = at.to_offset(time::UtcOffset::UTC);
    second.replace_nanosecond(0).unwrap_or(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use time::macros::datetime;

    fn opened() -> Head {
        Head::before_genesis(
            "kamera.ekebro.example/utlamnande",
            datetime!(2026-11-22 09:00 UTC),
        )
        .unwrap()
    }

    fn add(head: &mut Head, at: OffsetDateTime, new: NewEntry) -> Written {
        head.append(at, new, || Ok([7; 16])).unwrap()
    }

    #[test]
    fn an_entry_is_these_exact_bytes() {
        let mut head = opened();
        let new = NewEntry::new(EntryKind::Genesis).with("controller", "Ekebro kommun");
        let written = add(&mut head, datetime!(2026-11-22 10:00:12.9 +01:00), new);
        let expected = concat!(
            r#"{"at":"2026-11-22T09:00:12Z","idx":0,"log":"kamera.ekebro.example/utlamnande","#,
            r#""prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","#,
            r#""sd":{"controller":"DIGEST"},"sd_alg":"sha-256","type":"genesis","v":1}"#
        );
        let digest = written.sealed[0].digest().to_base64url();
        let expected = expected.replace("DIGEST", &digest);
        assert_eq!(String::from_utf8(written.bytes).unwrap(), expected);
    }

    #[test]
    fn each_entry_holds_the_leaf_of_the_one_before() {
        let mut head = opened();
        let at = datetime!(2026-11-22 09:00 UTC);
        let first = add(&mut head, at, NewEntry::new(EntryKind::Genesis));
        let second = add(&mut head, at, NewEntry::new(EntryKind::Anchor));
        let entry = Entry::parse(&second.bytes).unwrap();
        assert_eq!((entry.idx, entry.prev), (1, first.leaf));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_turn_the_log_around() {
        let mut head = opened();
        let late = datetime!(2026-11-22 12:00 UTC);
        add(&mut head, late, NewEntry::new(EntryKind::Genesis));
        let early = datetime!(2026-11-22 11:00 UTC);
        let written = add(&mut head, early, NewEntry::new(EntryKind::Anchor));
        assert_eq!(Entry::parse(&written.bytes).unwrap().at, late);
    }

    #[test]
    fn nanoseconds_are_cut_before_anything_is_hashed() {
        let mut one = opened();
        let mut two = opened();
        let a = datetime!(2026-11-22 09:00:01.123456789 UTC);
        let b = datetime!(2026-11-22 09:00:01.123456 UTC);
        let genesis = || NewEntry::new(EntryKind::Genesis);
        assert_eq!(
            add(&mut one, a, genesis()).leaf,
            add(&mut two, b, genesis()).leaf
        );
    }

    #[test]
    fn a_field_that_cannot_stand_in_the_log_leaves_the_head_as_it_was() {
        let mut head = opened();
        let before = head.clone();
        let fraction = NewEntry::new(EntryKind::Disclosure).with("size", json!(1.5));
        let twice = NewEntry::new(EntryKind::Disclosure)
            .with("a", "1")
            .with("a", "2");
        for new in [fraction, twice] {
            assert!(head.append(before.at, new, || Ok([7; 16])).is_err());
            assert_eq!(head, before);
        }
    }

    #[test]
    fn a_log_name_that_a_signed_note_could_not_carry_is_refused() {
        let at = datetime!(2026-11-22 09:00 UTC);
        for origin in ["", "kamera ekebro", "a+b", "ekebro\n", "\"", "kamera.ängby"] {
            assert!(Head::before_genesis(origin, at).is_err(), "{origin:?}");
        }
    }
}
