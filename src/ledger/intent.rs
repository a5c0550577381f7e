//! What is about to happen to a key, as the signer's directory remembers it from before the entry that tells of it until the
//! keys are as the entry says. Whoever opens the signer after a crash asks the log, and carries it out or drops it.

use std::fs;
use std::io;

use serde::{Deserialize, Serialize};

use super::note::VerificationKey;
use super::signer::{Signer, SignerError, file, write_durably};

const INTENT: &str = "intent.json";

/// What happens to a key, as its entry calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum KeyEvent {
    First,
    Exchange,
    Retire,
    Revoke,
}

impl KeyEvent {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Exchange => "exchange",
            Self::Retire => "retire",
            Self::Revoke => "revoke",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Intent {
    pub(super) event: KeyEvent,
    pub(super) key: VerificationKey,
    /// Entries that were signed when it was begun.
    pub(super) signed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    event: KeyEvent,
    key: String,
    signed: u64,
}

impl Signer {
    /// What was begun and is not finished.
    ///
    /// # Errors
    /// When the file cannot be read or is not what was written.
    pub(super) fn intent(&self) -> Result<Option<Intent>, SignerError> {
        let path = self.path(INTENT);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(file(&path, source)),
        };
        let written: Written =
            serde_json::from_slice(&text).map_err(|error| SignerError::Damaged {
                path,
                problem: error.to_string(),
            })?;
        Ok(Some(Intent {
            event: written.event,
            key: VerificationKey::parse(&written.key)?,
            signed: written.signed,
        }))
    }

    /// Remembers what is about to happen. It is on disk when this returns.
    ///
    /// # Errors
    /// When the disk does not take it; then it may not happen.
    pub(super) fn intend(&self, intent: &Intent) -> Result<(), SignerError> {
        let written = Written {
            event: intent.event,
            key: intent.key.to_string(),
            signed: intent.signed,
        };
        let path = self.path(INTENT);
        let text = serde_json::to_vec(&written).map_err(|error| SignerError::Damaged {
            path: path.clone(),
            problem: error.to_string(),
        })?;
        write_durably(&path, &text)
    }

    /// It has happened, or it will not.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub(super) fn settled(&self) -> Result<(), SignerError> {
        let path = self.path(INTENT);
        fs::remove_file(&path).map_err(|source| file(&path, source))
    }
}
