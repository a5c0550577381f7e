//! Checks that are made on the recorder itself, signed there, and carried to the register in a file.
//!
//! A check file is a signed note (C2SP signed-note): a line that says what it is, one line of JSON, and an Ed25519
//! signature. The register knows the public key of each recorder.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::check::StoreSeen;
use crate::ledger::note::{Note, NoteError, Scheme, SigningKey, VerificationKey};
use crate::retention::Span;

/// Longer check files are refused unread: a thousand stores are about half of it.
pub const MAX_BYTES: usize = 1 << 20;
const FIRST_LINE: &str = "objektiv recorder check v1";

/// What an agent states. Nothing in it is to be believed before the signature is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    #[serde(with = "time::serde::rfc3339")]
    pub checked_at: OffsetDateTime,
    #[serde(default)]
    pub limit: Option<Span>,
    #[serde(default)]
    pub tolerance: Option<Span>,
    pub stores: Vec<StoreSeen>,
}

#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    #[error("{path}: {source}", path = .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{path} is not the key of an agent: {problem}", path = .path.display())]
    Key { path: PathBuf, problem: String },
    #[error("no random numbers: {0}")]
    Random(String),
    #[error("a check file has at most {MAX_BYTES} bytes; check fewer stores at a time")]
    TooLong,
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("not the content of a check: {0}")]
    Content(#[from] serde_json::Error),
}

/// Makes a key and writes it to a new file that nobody else can read. The public half goes into the register.
///
/// # Errors
/// When the name cannot be the name of a key, or the file is there already or cannot be written.
pub fn enrol(path: &Path, name: &str) -> Result<VerificationKey, AgentError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|error| AgentError::Random(error.to_string()))?;
    let key = SigningKey::from_seed(name, Scheme::Ed25519, &seed)?;
    let wrap = |source| AgentError::File {
        path: path.to_owned(),
        source,
    };
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(wrap)?;
    let text = Zeroizing::new(format!("{name}\n{}\n", crate::hex(&*seed)));
    file.write_all(text.as_bytes()).map_err(wrap)?;
    file.sync_all().map_err(wrap)?;
    Ok(key.public().clone())
}

/// # Errors
/// When the file is not there or is not what [`enrol`] wrote.
pub fn open(path: &Path) -> Result<SigningKey, AgentError> {
    let text = fs::read_to_string(path).map_err(|source| AgentError::File {
        path: path.to_owned(),
        source,
    })?;
    let text = Zeroizing::new(text);
    let damaged = |problem: &str| AgentError::Key {
        path: path.to_owned(),
        problem: problem.to_owned(),
    };
    let (name, seed) = text
        .trim_end()
        .split_once('\n')
        .ok_or_else(|| damaged("a name and a seed are expected"))?;
    let seed = unhex(seed).ok_or_else(|| damaged("64 hexadecimal digits are expected"))?;
    Ok(SigningKey::from_seed(name, Scheme::Ed25519, &seed)?)
}

fn unhex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// The file that carries a statement.
///
/// # Errors
/// When it would be longer than a register takes.
pub fn sign(key: &SigningKey, statement: &Statement) -> Result<String, AgentError> {
    let json = serde_json_canonicalizer::to_string(statement)?;
    let text = format!("{FIRST_LINE}\n{json}\n");
    let mut note = Note::new(&text)?;
    note.add(key.sign(&text, statement.checked_at));
    let file = note.to_string();
    if file.len() > MAX_BYTES {
        return Err(AgentError::TooLong);
    }
    Ok(file)
}

/// Whether the bytes say of themselves that they are a check file.
pub fn is_check(bytes: &[u8]) -> bool {
    bytes.starts_with(FIRST_LINE.as_bytes())
}

/// A check file as it was received, before anyone has asked who signed it.
#[derive(Debug, Clone)]
pub struct Received {
    note: Note,
    statement: Statement,
}

impl Received {
    /// # Errors
    /// When the bytes are no check file.
    pub fn parse(bytes: &[u8]) -> Result<Self, AgentError> {
        let note = Note::parse_up_to(bytes, MAX_BYTES)?;
        let json = note
            .text()
            .strip_prefix(FIRST_LINE)
            .and_then(|rest| rest.strip_prefix('\n'));
        let json = json.ok_or(NoteError::Format("not a check of a recorder"))?;
        let statement = serde_json::from_str(json)?;
        Ok(Self { note, statement })
    }

    /// The names that signatures claim.
    pub fn signers(&self) -> impl Iterator<Item = &str> {
        self.note
            .signatures()
            .iter()
            .map(|signature| signature.name.as_str())
    }

    /// What `key` states.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] when it is another key's, [`NoteError::Forged`] when it was changed afterwards.
    pub fn stated_by(&self, key: &VerificationKey) -> Result<&Statement, NoteError> {
        self.note.verify(key)?;
        Ok(&self.statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorder::ProofLevel;
    use time::macros::datetime;

    fn statement() -> Statement {
        Statement {
            checked_at: datetime!(2026-11-22 07:00 UTC),
            limit: Some(Span::of_hours(72)),
            tolerance: Some(Span::of_hours(24)),
            stores: vec![StoreSeen::new("/lager/åäö\n", ProofLevel::Disk)],
        }
    }

    #[test]
    fn what_was_signed_is_read_by_whoever_knows_the_public_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nyckel");
        let public = enrol(&path, "nvr-hedeskolan").unwrap();
        let file = sign(&open(&path).unwrap(), &statement()).unwrap();
        let received = Received::parse(file.as_bytes()).unwrap();
        assert_eq!(received.signers().collect::<Vec<_>>(), ["nvr-hedeskolan"]);
        assert_eq!(received.stated_by(&public), Ok(&statement()));
        let published = VerificationKey::parse(&public.to_string()).unwrap();
        assert_eq!(received.stated_by(&published), Ok(&statement()));
    }

    #[test]
    fn a_changed_letter_or_another_key_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (folder.path().join("a"), folder.path().join("b"));
        let public = enrol(&own, "nvr").unwrap();
        let stranger = enrol(&other, "nvr").unwrap();
        let file = sign(&open(&own).unwrap(), &statement()).unwrap();
        let changed = file.replace("\"count\":0", "\"count\":9");
        assert_ne!(file, changed);
        let changed = Received::parse(changed.as_bytes()).unwrap();
        assert!(matches!(
            changed.stated_by(&public),
            Err(NoteError::Forged(_))
        ));
        let received = Received::parse(file.as_bytes()).unwrap();
        assert!(matches!(
            received.stated_by(&stranger),
            Err(NoteError::NotSigned(_))
        ));
    }

    #[test]
    fn a_key_is_written_once_and_read_by_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nyckel");
        enrol(&path, "nvr").unwrap();
        assert!(enrol(&path, "nvr").is_err(), "never overwritten");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert!(enrol(&folder.path().join("b"), "med mellanslag").is_err());
    }

    #[test]
    fn what_is_no_check_is_refused() {
        for bytes in [&b""[..], b"{}", b"objektiv recorder check v1\n{}\n\nx\n"] {
            assert!(Received::parse(bytes).is_err());
        }
        assert!(Received::parse(&vec![b'a'; MAX_BYTES + 1]).is_err());
    }
}
