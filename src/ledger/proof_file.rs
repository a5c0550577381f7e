//! A proof that one entry is in the log, in one text file (C2SP tlog-proof): it holds the checkpoint it leads to, so
//! that it can be checked offline with nothing but the log's published key.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::checkpoint::{CheckpointError, TreeHead, parse_decimal};
use super::hash::Hash;
use super::note::{Note, NoteError, VerificationKey};
use super::proof::{ProofError, verify_inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 2^63 entries has no longer path; C2SP tlog-witness says the same of a step.
const MAX_HASHES: usize = 63;
/// The extra line carries a whole receipt when it is handed over as a single file.
const MAX_BYTES: usize = 32 << 20;

/// A proof as it was received; [`ProofFile::verify`] says whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// Anything; not covered by the proof.
    pub extra: Option<Vec<u8>>,
    pub idx: u64,
    pub hashes: Vec<Hash>,
    pub checkpoint: Note,
}

/// Why a proof is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    #[error("not a proof: {0}")]
    Format(&'static str),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl From<NoteError> for ProofFileError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

/// What stands before the checkpoint, and the checkpoint, of a proof in a file.
///
/// # Errors
/// When it is none of at most so many bytes.
pub(in crate::ledger) fn halves(
    bytes: &[u8],
    max_bytes: usize,
) -> Result<(&str, &str), &'static str> {
    if bytes.len() > max_bytes {
        return Err("too long");
    }
    let text = str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
    text.split_once("\n\n")
        .ok_or("an empty line before the checkpoint is expected")
}

/// The path of a proof, a hash on each line.
///
/// # Errors
/// When a line holds something else, or there are more than any tree needs.
pub(in crate::ledger) fn path<'a>(
    lines: impl Iterator<Item = &'a str>,
) -> Result<Vec<Hash>, &'static str> {
    let hashes = lines
        .map(Hash::from_base64)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| "a hash in base64 is expected on each line")?;
    if hashes.len() > MAX_HASHES {
        return Err("too many hashes");
    }
    Ok(hashes)
}

impl ProofFile {
    /// # Errors
    /// When `bytes` are not a proof of the first version.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFileError> {
        let format = ProofFileError::Format;
        let (head, checkpoint) = halves(bytes, MAX_BYTES).map_err(format)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(format("the first line is another"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra.map(|line| STANDARD.decode(&line["extra ".len()..]));
        let extra = extra
            .transpose()
            .map_err(|_| format("the extra line is not base64"))?;
        let idx = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(parse_decimal)
            .ok_or(format("the number of the entry is expected"))?;
        Ok(Self {
            extra,
            idx,
            hashes: path(lines).map_err(format)?,
            checkpoint: Note::parse(checkpoint.as_bytes())?,
        })
    }

    /// Checks that the entry with hash `leaf` is in the log of `key`, and gives the signed head.
    ///
    /// # Errors
    /// When the checkpoint or the path does not hold.
    pub fn verify(&self, key: &VerificationKey, leaf: Hash) -> Result<TreeHead, ProofFileError> {
        let head = TreeHead::open(&self.checkpoint, key)?;
        verify_inclusion(self.idx, leaf, head.size, head.root, &self.hashes)?;
        Ok(head)
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.idx)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
