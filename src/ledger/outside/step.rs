//! One step of a log, in the words of C2SP tlog-witness: from the size that somebody has seen to a newer checkpoint,
//! with the proof that the newer log begins with the older. Witnesses are sent it, the dataskyddsombud and the
//! auditors get it by mail, and anybody can fetch it.

use std::fmt;

use crate::ledger::checkpoint::{TreeHead, parse_decimal};
use crate::ledger::hash::Hash;
use crate::ledger::note::{Note, NoteError, Signature};
use crate::ledger::proof::{ProofError, verify_consistency};
use crate::ledger::proof_file::{halves, path};

const MAX_BYTES: usize = 128 << 10;

/// A step as it was received; [`Step::follows`] says whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The size that the proof starts from; 0 when nothing was seen before.
    pub old: u64,
    pub hashes: Vec<Hash>,
    pub checkpoint: Note,
}

/// Why something is not a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    #[error("not a step of a log: {0}")]
    Format(&'static str),
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Step {
    /// # Errors
    /// When `bytes` are not exactly a step.
    pub fn parse(bytes: &[u8]) -> Result<Self, StepError> {
        let format = StepError::Format;
        let (proof, note) = halves(bytes, MAX_BYTES).map_err(format)?;
        let mut lines = proof.split('\n');
        let old = lines
            .next()
            .and_then(|line| line.strip_prefix("old "))
            .and_then(parse_decimal)
            .ok_or(format("\"old\" and a size are expected"))?;
        Ok(Self {
            old,
            hashes: path(lines).map_err(format)?,
            checkpoint: Note::parse(note.as_bytes())?,
        })
    }

    /// Finds the step in a mail that was saved as text: people save the whole mail, and mail programs end lines in
    /// their own way. A bare checkpoint is a step from nothing.
    ///
    /// # Errors
    /// When there is none, or it is damaged.
    pub fn find(bytes: &[u8]) -> Result<Self, StepError> {
        if bytes.len() > MAX_BYTES {
            return Err(StepError::Format("too long"));
        }
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let is_start = |line: &&str| {
            let size = line.strip_prefix("old ");
            size.is_some_and(|size| parse_decimal(size).is_some())
        };
        let is_signature = |line: &&str| Signature::parse(line).is_ok();
        let end = lines.iter().rposition(is_signature);
        let end = end.ok_or(StepError::Format("no signature is in it"))?;
        match lines.iter().position(is_start) {
            Some(start) if start < end => {
                Self::parse(format!("{}\n", lines[start..=end].join("\n")).as_bytes())
            }
            // Three lines, an empty one, and the signatures.
            _ => {
                let from = lines[..=end].iter().rposition(|line| line.is_empty());
                let start = from.and_then(|empty| empty.checked_sub(3));
                let start = start.ok_or(StepError::Format("no checkpoint is in it"))?;
                let note = format!("{}\n", lines[start..=end].join("\n"));
                Ok(Self {
                    old: 0,
                    hashes: Vec::new(),
                    checkpoint: Note::parse(note.as_bytes())?,
                })
            }
        }
    }

    /// Checks that the log of this step begins with the log that was `seen`.
    ///
    /// # Errors
    /// When it does not, or the step starts from another size.
    pub fn follows(&self, seen: &TreeHead, now: &TreeHead) -> Result<(), ProofError> {
        if seen.size == now.size {
            return verify_consistency((seen.size, seen.root), (now.size, now.root), &[]);
        }
        if self.old != seen.size {
            return Err(ProofError::NotLater {
                old: self.old,
                new: seen.size,
            });
        }
        verify_consistency((seen.size, seen.root), (now.size, now.root), &self.hashes)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::note::{Scheme, SigningKey};
    use time::macros::datetime;

    fn step() -> Step {
        let name = "kamera.ekebro.example/utlamnande";
        let key = SigningKey::from_seed(name, Scheme::Ed25519, &[7; 32]).unwrap();
        let head = TreeHead {
            origin: name.to_owned(),
            size: 12,
            root: Hash::of(b"root"),
        };
        Step {
            old: 5,
            hashes: vec![Hash::of(b"1"), Hash::of(b"2")],
            checkpoint: head.sign(&[key], datetime!(2026-11-22 09:00 UTC)).unwrap(),
        }
    }

    #[test]
    fn a_step_comes_back_as_it_was_written() {
        assert_eq!(Step::parse(step().to_string().as_bytes()), Ok(step()));
        let mut first = step();
        (first.old, first.hashes) = (0, Vec::new());
        assert_eq!(Step::parse(first.to_string().as_bytes()), Ok(first));
    }

    #[test]
    fn a_step_is_found_in_a_mail_that_was_saved_as_text() {
        let mail = format!(
            "Från: Objektiv\n\nHej!\nold news: nothing\n\n{}\nMed vänlig hälsning\n",
            step()
        );
        assert_eq!(Step::find(mail.as_bytes()), Ok(step()));
        let windows = mail.replace('\n', "\r\n");
        assert_eq!(Step::find(windows.as_bytes()), Ok(step()));
    }

    #[test]
    fn a_bare_checkpoint_is_a_step_from_nothing() {
        let found = Step::find(step().checkpoint.to_string().as_bytes()).unwrap();
        assert_eq!((found.old, found.hashes.len()), (0, 0));
        assert_eq!(found.checkpoint, step().checkpoint);
        assert!(Step::find(b"no checkpoint at all\n").is_err());
    }
}
