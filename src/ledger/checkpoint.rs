//! Checkpoints (C2SP tlog-checkpoint): the log's signed word for how long it is and what it holds.
//!
//! Three lines and no more: origin, size, root. Extension lines are refused, since not every witness signs them.

use std::fmt;

use time::OffsetDateTime;

use super::entry::check_origin;
use super::hash::Hash;
use super::note::{Note, NoteError, SigningKey, VerificationKey};

/// How long a log is and what it holds: unsigned, so only as good as where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeHead {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

/// Why a text is not a checkpoint that can be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("not a checkpoint: {0}")]
    Format(&'static str),
    #[error("a checkpoint of \"{given}\", not of \"{expected}\"")]
    OtherLog { given: String, expected: String },
}

impl TreeHead {
    /// # Errors
    /// When `text` is not exactly the three lines of a checkpoint.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [origin, size, root, ""] = lines[..] else {
            return Err(CheckpointError::Format("three lines are expected"));
        };
        check_origin(origin)
            .map_err(|_| CheckpointError::Format("the first line is the origin"))?;
        Ok(Self {
            origin: origin.to_owned(),
            size: parse_decimal(size)
                .ok_or(CheckpointError::Format("the second line is the size"))?,
            root: Hash::from_base64(root)
                .map_err(|_| CheckpointError::Format("the third line is the root"))?,
        })
    }

    /// A note of this head, signed by each of `keys`.
    ///
    /// # Errors
    /// When the origin cannot stand in a note.
    pub fn sign(&self, keys: &[SigningKey], at: OffsetDateTime) -> Result<Note, NoteError> {
        let mut note = Note::new(&self.to_string())?;
        for key in keys {
            note.add(key.sign(note.text(), at));
        }
        Ok(note)
    }

    /// Reads a checkpoint that `key` signed. The key's name is the log's origin.
    ///
    /// # Errors
    /// When the signature is missing or not valid, or the text is not a checkpoint of that log.
    pub fn open(note: &Note, key: &VerificationKey) -> Result<Self, CheckpointError> {
        note.verify(key)?;
        let head = Self::parse(note.text())?;
        if head.origin == key.name() {
            Ok(head)
        } else {
            Err(CheckpointError::OtherLog {
                given: head.origin,
                expected: key.name().to_owned(),
            })
        }
    }
}

impl fmt::Display for TreeHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

/// A number without sign, leading zeroes or anything around it.
pub(super) fn parse_decimal(text: &str) -> Option<u64> {
    let number = text.parse::<u64>().ok()?;
    (number.to_string() == text).then_some(number)
}
