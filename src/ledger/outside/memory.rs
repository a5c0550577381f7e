//! What a person outside the house has seen of a log, on a machine of their own: the dataskyddsombud, the
//! kommunrevision, a journalist. The last checkpoint is kept as it was signed, so that two that contradict each other
//! prove by themselves that the log was rewritten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::step::Step;
use crate::ledger::checkpoint::{CheckpointError, TreeHead};
use crate::ledger::note::{Note, NoteError, Scheme, Signature, SigningKey, VerificationKey};
use crate::ledger::proof::ProofError;
use crate::ledger::signer::{SignerError, unhex, write_durably};

const KEY: &str = "vittne.nyckel";

/// A directory in which somebody keeps what they have seen.
#[derive(Debug, Clone)]
pub struct Memory(PathBuf);

/// Why it cannot be said whether a log is the one that was seen.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("the key: {0}")]
    Key(#[from] NoteError),
    #[error(transparent)]
    Write(#[from] SignerError),
    #[error("what is remembered is damaged: {0}")]
    Damaged(CheckpointError),
    #[error("there is a key of another name here: {0}")]
    OtherName(String),
    #[error("there is no key yet: objektiv witness key --name NAME")]
    NoKey,
    #[error("the operating system gave no random bytes: {0}")]
    Random(String),
}

/// What a step says to somebody who remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing was seen before: from now on it is remembered.
    First(TreeHead),
    /// The same as was seen last.
    Same(TreeHead),
    /// The log begins with what was seen last.
    Continues { seen: u64, now: TreeHead },
    /// The proof starts from another size: it cannot be said from this alone.
    Gap { seen: u64, from: u64 },
    /// The log is not the one that was seen.
    Alarm(Alarm),
}

/// How a log contradicts what was seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// Two roots at one size, both signed: this proves that the log was rewritten or is shown differently to different
    /// people.
    TwoLogs { size: u64 },
    /// It does not begin with what was seen.
    Rewritten { seen: u64, size: u64 },
    /// It is shorter than what was seen; unless it is simply an old checkpoint.
    Shorter { seen: u64, size: u64 },
}

impl Memory {
    pub fn new(directory: &Path) -> Self {
        Self(directory.to_owned())
    }

    fn file(&self, origin: &str) -> PathBuf {
        self.0
            .join(format!("{}.checkpoint", origin.replace('/', "_")))
    }

    /// The checkpoint that was seen last.
    ///
    /// # Errors
    /// When the file cannot be read or is not a checkpoint that the log signed.
    pub fn seen(&self, log: &VerificationKey) -> Result<Option<TreeHead>, MemoryError> {
        let path = self.file(log.name());
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(MemoryError::File { path, source }),
        };
        let note = Note::parse(&bytes).map_err(|error| MemoryError::Damaged(error.into()))?;
        let head = TreeHead::open(&note, log).map_err(MemoryError::Damaged)?;
        Ok(Some(head))
    }

    /// Judges a step, and remembers it when the log is the one that was seen. What contradicts it is kept beside it as
    /// evidence.
    ///
    /// # Errors
    /// When the log did not sign the step, or the files cannot be read or written.
    pub fn judge(&self, log: &VerificationKey, step: &Step) -> Result<Found, MemoryError> {
        let now = TreeHead::open(&step.checkpoint, log)?;
        let found = match self.seen(log)? {
            None => Found::First(now.clone()),
            Some(seen) => compare(&seen, now.clone(), step),
        };
        match &found {
            Found::First(_) | Found::Continues { .. } => {
                self.write(&self.file(log.name()), &step.checkpoint.to_string())?;
            }
            Found::Alarm(_) => {
                let root: String = now.root.to_hex().chars().take(16).collect();
                let name = format!("larm-{}-{root}.txt", now.size);
                self.write(&self.0.join(name), &step.to_string())?;
            }
            Found::Same(_) | Found::Gap { .. } => {}
        }
        Ok(found)
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), MemoryError> {
        fs::create_dir_all(&self.0).map_err(|source| MemoryError::File {
            path: self.0.clone(),
            source,
        })?;
        Ok(write_durably(path, text.as_bytes())?)
    }

    /// The witness's own key; made under `name` when there is none yet.
    ///
    /// # Errors
    /// When there is none and no name, or one of another name, or the file cannot be read or written.
    pub fn key(&self, name: Option<&str>) -> Result<SigningKey, MemoryError> {
        let path = self.0.join(KEY);
        match fs::read_to_string(&path).map(Zeroizing::new) {
            Ok(text) => {
                let parts = text.trim_end().split_once(' ');
                let parts = parts.and_then(|(name, seed)| Some((name, unhex(seed)?)));
                let (kept, seed) = parts.ok_or(NoteError::Key("the file of the witness's key"))?;
                match name {
                    Some(name) if name != kept => Err(MemoryError::OtherName(kept.to_owned())),
                    _ => Ok(SigningKey::from_seed(kept, Scheme::Cosignature, &seed)?),
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let name = name.ok_or(MemoryError::NoKey)?;
                let mut seed = Zeroizing::new([0; 32]);
                getrandom::fill(&mut *seed)
                    .map_err(|error| MemoryError::Random(error.to_string()))?;
                let key = SigningKey::from_seed(name, Scheme::Cosignature, &seed)?;
                let text = Zeroizing::new(format!("{name} {}\n", crate::hex(&*seed)));
                self.write(&path, &text)?;
                Ok(key)
            }
            Err(source) => Err(MemoryError::File { path, source }),
        }
    }

    /// Signs a checkpoint that [`Memory::judge`] found to be the log that was seen: `cosignature/v1`.
    ///
    /// # Errors
    /// When there is no key.
    pub fn cosign(&self, checkpoint: &Note, at: OffsetDateTime) -> Result<Signature, MemoryError> {
        Ok(self.key(None)?.sign(checkpoint.text(), at))
    }
}

fn compare(seen: &TreeHead, now: TreeHead, step: &Step) -> Found {
    let (before, size) = (seen.size, now.size);
    if size < before {
        return Found::Alarm(Alarm::Shorter { seen: before, size });
    }
    if size == before {
        return if seen.root == now.root {
            Found::Same(now)
        } else {
            Found::Alarm(Alarm::TwoLogs { size })
        };
    }
    // Every log continues the empty one.
    if before == 0 {
        return Found::Continues { seen: before, now };
    }
    match step.follows(seen, &now) {
        Ok(()) => Found::Continues { seen: before, now },
        Err(ProofError::NotLater { old, .. }) if old != before => Found::Gap {
            seen: before,
            from: old,
        },
        Err(_) => Found::Alarm(Alarm::Rewritten { seen: before, size }),
    }
}
