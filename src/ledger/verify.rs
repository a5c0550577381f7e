//! What a verification answers: which kind of tampering it found, and the first entry that is not as it was written.
//!
//! The levels are those of docs/threat-model.md: 2 is the log whole, 5 do the log and the register agree.

use serde::Serialize;

use super::fields::FieldReport;
use super::hash::Hash;
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
        /// A sealed field is there although an entry says that it was erased.
        NotErased = "not-erased",
        /// The register tells something else than the entry that was written with it.
        CaseEdited = "case-edited",
        /// An entry whose record in the register is gone.
        CaseMissing = "case-missing",
        /// A record that says it is in the log and is not.
        UnloggedCase = "unlogged-case",
        /// An anchor entry holds the digest of an attestation that is gone.
        AttestationMissing = "attestation-missing",
        /// What is kept as attested by somebody outside the house was not, or not over this log.
        AttestationForged = "attestation-forged",
        /// The time in an entry disagrees with what somebody outside the house attested.
        ClockContradicted = "clock-contradicted",
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
            Self::NotErased => "en uppgift som gallrades finns kvar eller är tillbaka",
            Self::CaseEdited => "ärendet i registret säger något annat än posten",
            Self::CaseMissing => "posten finns men ärendet i registret är borta",
            Self::UnloggedCase => "ärendet i registret har ingen post i loggen",
            Self::AttestationMissing => "ett intyg utifrån som posten vittnar om är borta",
            Self::AttestationForged => "ett intyg utifrån stämmer inte med loggen",
            Self::ClockContradicted => "postens klockslag motsägs av ett intyg utifrån",
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
    /// Who outside the house has seen how many entries, and when. Names, numbers and times only.
    #[serde(skip)]
    pub seen: String,
}

impl Level {
    pub fn passed(level: u8, detail: impl Into<String>) -> Self {
        Self {
            level,
            ok: Some(true),
            detail: detail.into(),
            first_bad: None,
            tampering: None,
            seen: String::new(),
        }
    }

    pub fn failed(level: u8, bad: Bad) -> Self {
        Self {
            level,
            ok: Some(false),
            detail: format!("{}: {}", bad.kind.code(), bad.kind.in_words()),
            first_bad: Some(bad.idx),
            tampering: Some(bad.kind),
            seen: String::new(),
        }
    }

    pub fn not_checked(level: u8, why: &str) -> Self {
        Self {
            level,
            ok: None,
            detail: format!("ej kontrollerat: {why}"),
            first_bad: None,
            tampering: None,
            seen: String::new(),
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
    /// The same for somebody who asked for these answers: without one of them it is "not checked".
    pub(super) fn to_who_asked(self, mut answers: impl Iterator<Item = Option<bool>>) -> Self {
        if self == Self::Intact && answers.any(|answer| answer.is_none()) {
            Self::NotChecked
        } else {
            self
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
    /// What became of the sealed fields of the entries that can be read.
    pub fields: FieldReport,
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
            fields: FieldReport::default(),
        }
    }

    /// The same report for somebody who asked for an answer to these levels: without it the verdict is "not checked".
    #[must_use]
    pub fn asked(mut self, levels: &[u8]) -> Self {
        let asked = |level: &&Level| levels.contains(&level.level);
        let answers = self.levels.iter().filter(asked).map(|level| level.ok);
        self.verdict = self.verdict.to_who_asked(answers);
        self
    }

    /// The lowest entry that any level found bad.
    pub fn first_bad(&self) -> Option<u64> {
        self.levels.iter().filter_map(|level| level.first_bad).min()
    }
}
