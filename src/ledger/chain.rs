//! Level 2 and 3: rebuilds chain and tree beside the stored ones, entry by entry, and looks for heads that were told
//! earlier.

use time::OffsetDateTime;

use super::EntryKind;
use super::checkpoint::TreeHead;
use super::entry::Entry;
use super::hash::Hash;
use super::head::Head;
use super::proof::Place;
use super::read::StoredEntry;
use super::tree::{Frontier, Node, leaf_hash};
use super::verify::{Bad, Tampering};

/// An entry as it was read: its bytes are parsed and hashed, which needs nothing of what stands before it.
#[derive(Debug)]
pub struct Examined {
    pub idx: u64,
    /// What the bytes say, if they are those of an entry.
    pub entry: Option<Entry>,
    leaf: Hash,
    /// The stored leaf hash is that of the bytes.
    agrees: bool,
}

impl Examined {
    pub(super) fn new(idx: u64, bytes: &[u8], stored_leaf: &[u8]) -> Self {
        let leaf = leaf_hash(bytes);
        Self {
            idx,
            entry: Entry::parse(bytes).ok(),
            agrees: stored_leaf == leaf.0,
            leaf,
        }
    }
}

impl From<StoredEntry> for Examined {
    fn from(row: StoredEntry) -> Self {
        Self::new(row.idx, &row.bytes, &row.leaf)
    }
}

/// Level 2: reads the entries from the first on and rebuilds chain and tree beside them.
#[derive(Debug)]
pub struct Chain {
    origin: String,
    /// When the last entry was written.
    last: Option<OffsetDateTime>,
    prev: Hash,
    frontier: Frontier,
    suspect: Option<Suspect>,
    bad: Option<Bad>,
    /// A row was there after the first bad one.
    goes_on: bool,
}

/// Two entries, or an entry and the tree, contradict each other. The next entry's `prev` tells which is right.
#[derive(Debug, Clone, Copy)]
struct Suspect {
    vouched: Bad,
    contradicted: Bad,
}

impl Chain {
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            last: None,
            prev: Hash::ZERO,
            frontier: Frontier::default(),
            suspect: None,
            bad: None,
            goes_on: false,
        }
    }

    /// Goes on after `last`, whose leaf is the last in `frontier`.
    pub fn resume(origin: &str, last: &Entry, leaf: Hash, frontier: Frontier) -> Self {
        Self {
            last: Some(last.at),
            prev: leaf,
            frontier,
            ..Self::new(origin)
        }
    }

    /// Takes the entries `from..until`, of which some may be missing in `rows`.
    pub fn take_page(
        &mut self,
        from: u64,
        until: u64,
        rows: Vec<StoredEntry>,
        stored: &dyn Fn(Place) -> Option<Hash>,
    ) {
        let mut rows = rows.into_iter().map(Examined::from).peekable();
        for idx in from..until {
            match rows.next_if(|row| row.idx == idx) {
                Some(row) => self.take(&row, stored),
                None => self.missing(idx),
            }
        }
    }

    pub const fn bad(&self) -> Option<Bad> {
        self.bad
    }

    /// How many entries were believed.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// No row has the number `idx`.
    pub fn missing(&mut self, idx: u64) {
        let missing = Bad {
            kind: Tampering::Missing,
            idx,
        };
        self.bad = self.bad.or(self.suspected()).or(Some(missing));
    }

    /// Takes the next entry in the order of `idx` and the stored nodes, of which it uses those that this entry
    /// completes.
    pub fn take(&mut self, row: &Examined, stored: &dyn Fn(Place) -> Option<Hash>) {
        if self.bad.is_some() {
            self.goes_on = true;
        } else if let Err(bad) = self.judge(row, stored) {
            self.bad = Some(bad);
        }
    }

    fn judge(&mut self, row: &Examined, stored: &dyn Fn(Place) -> Option<Hash>) -> Result<(), Bad> {
        let idx = self.frontier.size();
        let bad = |kind| Bad { kind, idx };
        let entry = row.entry.as_ref().ok_or_else(|| bad(Tampering::Edited))?;
        if entry.idx != idx {
            return Err(bad(Tampering::Reordered));
        }
        let leaf = row.leaf;
        let begins = (entry.kind == EntryKind::Genesis) == (idx == 0);
        if !row.agrees || entry.log != self.origin || !begins {
            return Err(bad(Tampering::Edited));
        }
        self.resolve(entry.prev)?;
        if entry.prev != self.prev {
            self.suspect = Some(Suspect {
                vouched: Bad {
                    kind: Tampering::Edited,
                    idx: idx.saturating_sub(1),
                },
                contradicted: bad(Tampering::Edited),
            });
        } else if self.last.is_some_and(|last| entry.at < last) {
            return Err(bad(Tampering::Rewritten));
        }
        let completed = self.frontier.push(leaf);
        let differs = |node: &&Node| stored((node.level, node.index)) != Some(node.hash);
        if let Some(node) = completed.iter().find(differs)
            && self.suspect.is_none()
        {
            // A pair of leaves: either may be the one. Above it both halves are right and only the node is not.
            let from = if node.level == 1 { idx - 1 } else { idx };
            self.suspect = Some(Suspect {
                vouched: Bad {
                    kind: Tampering::Rewritten,
                    idx: from,
                },
                contradicted: bad(Tampering::Edited),
            });
        }
        self.prev = leaf;
        self.last = Some(entry.at);
        Ok(())
    }

    /// Settles an open contradiction about the entry before by what its successor says of it.
    fn resolve(&mut self, successor_prev: Hash) -> Result<(), Bad> {
        match self.suspect {
            Some(suspect) if successor_prev == self.prev => Err(suspect.vouched),
            Some(suspect) => Err(suspect.contradicted),
            None => Ok(()),
        }
    }

    fn suspected(&self) -> Option<Bad> {
        self.suspect.map(|suspect| suspect.contradicted)
    }

    /// After the last entry below the head: compares with the head.
    pub fn finish(&mut self, head: &Head) {
        if let Some(bad) = &mut self.bad {
            if bad.kind == Tampering::Missing && !self.goes_on {
                bad.kind = Tampering::CutTail;
            }
            return;
        }
        let idx = self.frontier.size();
        if let Err(bad) = self.resolve(head.prev) {
            self.bad = Some(bad);
        } else if self.prev != head.prev
            || self.frontier != head.frontier
            || self.last.is_some_and(|last| last != head.at)
        {
            let idx = idx.saturating_sub(1);
            self.bad = Some(Bad {
                kind: Tampering::Rewritten,
                idx,
            });
        }
    }

    /// Rows were found from entry `idx` on, where the head says that nothing is.
    pub fn found_beyond(&mut self, idx: u64) {
        self.bad = self.bad.or(Some(Bad {
            kind: Tampering::CutTail,
            idx,
        }));
    }
}

/// Heads of this log that were told earlier, to be found again on the way.
#[derive(Debug)]
pub struct Watch {
    heads: Vec<TreeHead>,
    agreed: u64,
    bad: Option<Bad>,
}

impl Watch {
    pub fn new(mut heads: Vec<TreeHead>) -> Self {
        heads.sort_by_key(|head| std::cmp::Reverse(head.size));
        Self {
            heads,
            agreed: 0,
            bad: None,
        }
    }

    /// Compares with what was told of the size that `chain` has reached.
    pub fn look(&mut self, chain: &Chain) {
        while let Some(head) = self.heads.pop_if(|head| head.size <= chain.size()) {
            let same = head.size == 0 || head.root == chain.root();
            if same && self.bad.is_none() {
                self.agreed = head.size;
            } else if !same {
                self.found(Tampering::Fork, self.agreed);
            }
        }
    }

    /// After the last entry: what was told of larger sizes is gone.
    pub fn finish(&mut self, chain: &Chain) {
        if !self.heads.is_empty() && chain.bad().is_none() {
            self.found(Tampering::Rollback, chain.size());
        }
    }

    fn found(&mut self, kind: Tampering, idx: u64) {
        self.bad = self.bad.or(Some(Bad { kind, idx }));
    }

    /// What contradicts the log. The entry is the first after the largest size that agreed.
    pub const fn bad(&self) -> Option<Bad> {
        self.bad
    }

    /// The largest size that agreed.
    pub const fn agreed(&self) -> u64 {
        self.agreed
    }
}
