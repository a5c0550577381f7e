//! Believes nothing that is stored: reads every entry, in the order of `idx`, and names the first that is not as it
//! was written. `audit.rs` reads, this judges.
//!
//! The levels are those of docs/threat-model.md: 2 is the log whole, 5 do the log and the register agree.

use serde::Serialize;

use super::EntryKind;
use super::checkpoint::TreeHead;
use super::entry::Entry;
use super::hash::Hash;
use super::head::Head;
use super::proof::Place;
use super::read::StoredEntry;
use super::tree::{Frontier, Node, leaf_hash};
use crate::code::{Code, codes};

codes! {
    /// How a log or the records behind it can be found to be changed.
    Tampering, "tampering" {
        /// The bytes of an entry are not the bytes that were hashed.
        Edited = "edited",
        /// An entry is gone.
        Missing = "missing",
        /// An entry stands in another place than it was written in.
        Reordered = "reordered",
        /// The last entries are gone, or the head points short of them.
        CutTail = "cut-tail",
        /// Entries, chain and tree tell different histories.
        Rewritten = "rewritten",
        /// The log is shorter than it was when it was signed.
        Rollback = "rollback",
        /// The log begins with something else than what was signed.
        Fork = "fork",
        /// A sealed field is not the one whose digest the entry holds.
        PayloadEdited = "payload-edited",
        /// A sealed field is gone and no entry says that it was erased.
        PayloadMissing = "payload-missing",
        /// The register tells something else than the entry that was written with it.
        CaseEdited = "case-edited",
        /// An entry whose record in the register is gone.
        CaseMissing = "case-missing",
        /// A record that says it is in the log and is not.
        UnloggedCase = "unlogged-case",
    }
}

impl Tampering {
    /// In plain Swedish, as the command line prints it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Edited => "posten är ändrad efter att den skrevs",
            Self::Missing => "posten saknas",
            Self::Reordered => "posten står på en annan plats än den skrevs på",
            Self::CutTail => "slutet av loggen är avklippt",
            Self::Rewritten => "kedjan och trädet berättar olika historier från denna post",
            Self::Rollback => "loggen är kortare än när den skrevs under",
            Self::Fork => "loggen är en annan än den som skrevs under",
            Self::PayloadEdited => "en uppgift som hör till posten är ändrad",
            Self::PayloadMissing => "en uppgift saknas och ingen gallring är antecknad",
            Self::CaseEdited => "ärendet i registret säger något annat än posten",
            Self::CaseMissing => "posten finns men ärendet i registret är borta",
            Self::UnloggedCase => "ärendet i registret har ingen post i loggen",
        }
    }
}

/// What is wrong, and from which entry on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bad {
    pub kind: Tampering,
    pub idx: u64,
}

/// The answer to one level. `ok` is `None` when it was not checked, which is never the same as fine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    pub level: u8,
    pub ok: Option<bool>,
    pub detail: String,
    pub first_bad: Option<u64>,
    #[serde(skip)]
    pub tampering: Option<Tampering>,
}

impl Level {
    pub fn passed(level: u8, detail: impl Into<String>) -> Self {
        Self {
            level,
            ok: Some(true),
            detail: detail.into(),
            first_bad: None,
            tampering: None,
        }
    }

    pub fn failed(level: u8, bad: Bad) -> Self {
        Self {
            level,
            ok: Some(false),
            detail: format!("{}: {}", bad.kind.code(), bad.kind.in_words()),
            first_bad: Some(bad.idx),
            tampering: Some(bad.kind),
        }
    }

    pub fn not_checked(level: u8, why: &str) -> Self {
        Self {
            level,
            ok: None,
            detail: format!("ej kontrollerat: {why}"),
            first_bad: None,
            tampering: None,
        }
    }
}

codes! {
    /// The outcome of a verification; the command line exits with 0, 1 or 2.
    Verdict, "verdict" {
        /// Every level that was asked for holds.
        Intact = "intact",
        Tampered = "tampered",
        /// What would decide it was not there.
        NotChecked = "not-checked",
    }
}

impl Verdict {
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Intact => 0,
            Self::Tampered => 1,
            Self::NotChecked => 2,
        }
    }
}

/// What `log verify` prints (docs/schema/log-verify.json).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The origin.
    pub log: String,
    /// Number of entries according to the head.
    pub size: u64,
    /// The root that was computed from the stored bytes, in base64.
    pub root: String,
    pub levels: Vec<Level>,
    pub verdict: Verdict,
}

impl Report {
    pub(super) fn new(log: String, size: u64, root: Hash, levels: Vec<Level>) -> Self {
        let tampered = levels.iter().any(|level| level.ok == Some(false));
        Self {
            log,
            size,
            root: root.to_base64(),
            verdict: if tampered {
                Verdict::Tampered
            } else {
                Verdict::Intact
            },
            levels,
        }
    }

    /// The lowest entry that any level found bad.
    pub fn first_bad(&self) -> Option<u64> {
        self.levels.iter().filter_map(|level| level.first_bad).min()
    }
}

/// Level 2: reads the entries from the first on and rebuilds chain and tree beside them.
#[derive(Debug)]
pub struct Chain {
    origin: String,
    last: Option<Entry>,
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
    pub fn resume(origin: &str, last: Entry, leaf: Hash, frontier: Frontier) -> Self {
        Self {
            last: Some(last),
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
        rows: &[StoredEntry],
        stored: &dyn Fn(Place) -> Option<Hash>,
    ) {
        let mut rows = rows.iter().peekable();
        for idx in from..until {
            match rows.next_if(|row| row.idx == idx) {
                Some(row) => drop(self.take(row, stored)),
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
    /// completes. Returns the entry when it can be believed so far.
    pub fn take(
        &mut self,
        row: &StoredEntry,
        stored: &dyn Fn(Place) -> Option<Hash>,
    ) -> Option<Entry> {
        if self.bad.is_some() {
            self.goes_on = true;
            return None;
        }
        match self.judge(row, stored) {
            Ok(entry) => {
                self.last = Some(entry.clone());
                Some(entry)
            }
            Err(bad) => {
                self.bad = Some(bad);
                None
            }
        }
    }

    fn judge(
        &mut self,
        row: &StoredEntry,
        stored: &dyn Fn(Place) -> Option<Hash>,
    ) -> Result<Entry, Bad> {
        let idx = self.frontier.size();
        let bad = |kind| Bad { kind, idx };
        let entry = Entry::parse(&row.bytes).map_err(|_| bad(Tampering::Edited))?;
        if entry.idx != idx {
            return Err(bad(Tampering::Reordered));
        }
        let leaf = leaf_hash(&row.bytes);
        let begins = (entry.kind == EntryKind::Genesis) == (idx == 0);
        if row.leaf != leaf.0 || entry.log != self.origin || !begins {
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
        } else if self.last.as_ref().is_some_and(|last| entry.at < last.at) {
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
        Ok(entry)
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
            || self.last.as_ref().is_some_and(|last| last.at != head.at)
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
