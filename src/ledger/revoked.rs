//! Keys that were stolen, as the signer's directory remembers them: until where what they signed is the log's.
//!
//! A retired key still vouches for what it signed; a revoked one vouches for nothing by itself, since the thief signs as
//! well as we do. Receivers are no longer given it, and get a new receipt under the new key.

use std::fs;
use std::io;

use serde::{Deserialize, Serialize};

use super::note::VerificationKey;
use super::signer::{Signer, SignerError, file, write_durably};

/// One key a line.
const REVOKED: &str = "revoked";

/// A key that was revoked when the log had `size` entries. A later checkpoint under it alone is forged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    pub key: VerificationKey,
    pub size: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    key: String,
    size: u64,
}

impl Signer {
    /// The keys that were revoked, the oldest first.
    ///
    /// # Errors
    /// When the file cannot be read or is not what was written.
    pub fn revoked(&self) -> Result<Vec<Revoked>, SignerError> {
        let path = self.path(REVOKED);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(file(&path, source)),
        };
        let read = text.lines().map(|line| {
            let line: Line = serde_json::from_str(line).map_err(|error| SignerError::Damaged {
                path: path.clone(),
                problem: error.to_string(),
            })?;
            Ok(Revoked {
                key: VerificationKey::parse(&line.key)?,
                size: line.size,
            })
        });
        read.collect()
    }

    /// Remembers that a key was stolen when `size` entries were signed.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub(super) fn remember_revoked(
        &self,
        key: &VerificationKey,
        size: u64,
    ) -> Result<(), SignerError> {
        let mut all = self.revoked()?;
        if all.iter().any(|known| known.key == *key) {
            return Ok(());
        }
        all.push(Revoked {
            key: key.clone(),
            size,
        });
        let path = self.path(REVOKED);
        let mut text = String::new();
        for one in &all {
            let line = Line {
                key: one.key.to_string(),
                size: one.size,
            };
            let line = serde_json::to_string(&line).map_err(|error| SignerError::Damaged {
                path: path.clone(),
                problem: error.to_string(),
            })?;
            text += &line;
            text.push('\n');
        }
        write_durably(&path, text.as_bytes())
    }
}
