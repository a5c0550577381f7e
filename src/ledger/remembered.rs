//! The erasures that were decided, as the signer's directory remembers them: a restored database that is older than a
//! decision does not know of it.

use std::fs;
use std::io;

use super::erasure::Remembered;
use super::signer::{Signer, SignerError, file, write_durably};

/// One decision a line.
const ERASURES: &str = "erasures";

impl Signer {
    /// Remembers an erasure before it is carried out, so that it can be carried out again when an older copy of the
    /// database is restored.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn remember_erasure(&self, decision: &Remembered) -> Result<(), SignerError> {
        let mut all = self.erasures()?;
        if all.contains(decision) {
            return Ok(());
        }
        all.push(decision.clone());
        let path = self.path(ERASURES);
        let mut text = Vec::new();
        for one in &all {
            let line = serde_json::to_string(one).map_err(|error| SignerError::Damaged {
                path: path.clone(),
                problem: error.to_string(),
            })?;
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
        write_durably(&path, &text)
    }

    /// The erasures that were decided, the oldest first.
    ///
    /// # Errors
    /// When the file cannot be read or is not what was written.
    pub fn erasures(&self) -> Result<Vec<Remembered>, SignerError> {
        let path = self.path(ERASURES);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(file(&path, source)),
        };
        let read = text.lines().map(serde_json::from_str);
        read.collect::<Result<_, _>>()
            .map_err(|error| SignerError::Damaged {
                path,
                problem: error.to_string(),
            })
    }
}
