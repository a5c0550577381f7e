//! Signed notes (C2SP signed-note): text that anyone can read, with Ed25519 signatures below it.
//!
//! A signature is the log's own, or a witness's with the time at which it was made (C2SP tlog-cosignature, v1).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, VerifyingKey};
use time::OffsetDateTime;

use super::entry::check_origin;
use super::hash::Hash;

/// Longer notes are refused unread.
const MAX_BYTES: usize = 64 << 10;
/// C2SP signed-note: verifiers accept at least 16.
const MAX_SIGNATURES: usize = 64;
const DASH: &str = "\u{2014} ";

/// Why a note, a key or a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("not a signed note: {0}")]
    Format(&'static str),
    #[error("not a verification key (NAME+ID+KEY): {0}")]
    Key(&'static str),
    #[error("not signed by {0}")]
    NotSigned(String),
    #[error("the signature of {0} is not valid")]
    Forged(String),
}

/// What a key signs, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Type 0x01: the note's text.
    Ed25519,
    /// Type 0x04: the note's text at a stated time, by a witness.
    Cosignature,
}

impl Scheme {
    const fn type_byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

/// The public half of a key, as it is published: `NAME+ID+KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationKey {
    name: String,
    scheme: Scheme,
    key: VerifyingKey,
}

impl VerificationKey {
    pub fn new(name: &str, scheme: Scheme, key: [u8; 32]) -> Result<Self, NoteError> {
        check_origin(name).map_err(|_| NoteError::Key("the name"))?;
        let key =
            VerifyingKey::from_bytes(&key).map_err(|_| NoteError::Key("not an Ed25519 key"))?;
        if key.is_weak() {
            return Err(NoteError::Key(
                "a weak Ed25519 key, under which anything verifies",
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            scheme,
            key,
        })
    }

    /// # Errors
    /// When `text` is not `NAME+ID+KEY` of a known type, or the ID is not that of the key.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key("three parts with + between are expected"));
        };
        let bytes = STANDARD
            .decode(key)
            .map_err(|_| NoteError::Key("the key is not base64"))?;
        let scheme = match bytes.first() {
            Some(0x01) => Scheme::Ed25519,
            Some(0x04) => Scheme::Cosignature,
            _ => return Err(NoteError::Key("an unknown type of key")),
        };
        let raw = bytes[1..]
            .try_into()
            .map_err(|_| NoteError::Key("32 bytes are expected"))?;
        let parsed = Self::new(name, scheme, raw)?;
        if parsed.id_hex() == id {
            Ok(parsed)
        } else {
            Err(NoteError::Key("the ID belongs to another key or name"))
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same key under another scheme, and so with another ID.
    ///
    /// # Errors
    /// Never for a key that was read before.
    pub fn of(&self, scheme: Scheme) -> Result<Self, NoteError> {
        Self::new(&self.name, scheme, *self.key.as_bytes())
    }

    /// The first bytes of a digest of name, type and key: tells keys of one name apart.
    pub fn id(&self) -> [u8; 4] {
        let typed = [b'\n', self.scheme.type_byte()];
        let hash = Hash::of_parts(&[self.name.as_bytes(), &typed, self.key.as_bytes()]);
        [hash.0[0], hash.0[1], hash.0[2], hash.0[3]]
    }

    /// The ID as it stands in the published key: 8 hexadecimal digits.
    pub fn id_hex(&self) -> String {
        crate::hex(&self.id())
    }

    /// Checks one signature over `text`. The time is a witness's; a log's own signature has none.
    fn check(&self, text: &str, signature: &[u8]) -> Result<Option<OffsetDateTime>, NoteError> {
        let forged = || NoteError::Forged(self.name.clone());
        let (time, message, signature) = match self.scheme {
            Scheme::Ed25519 => (None, text.to_owned(), signature),
            Scheme::Cosignature => {
                let (time, signature) = signature.split_first_chunk::<8>().ok_or_else(forged)?;
                let seconds = i64::from_be_bytes(*time);
                let time = OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| forged())?;
                (Some(time), cosigned(text, seconds), signature)
            }
        };
        let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| forged())?;
        let valid = self.key.verify_strict(message.as_bytes(), &signature);
        valid.map(|()| time).map_err(|_| forged())
    }
}

/// What a witness signs (C2SP tlog-cosignature).
fn cosigned(text: &str, seconds: i64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

impl fmt::Display for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.scheme.type_byte()];
        key.extend_from_slice(self.key.as_bytes());
        let id = self.id_hex();
        write!(f, "{}+{id}+{}", self.name, STANDARD.encode(key))
    }
}

/// A key that signs. Its seed is wiped from memory when it is dropped, and never printed.
pub struct SigningKey {
    public: VerificationKey,
    secret: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// # Errors
    /// When `name` cannot be the name of a key.
    pub fn from_seed(name: &str, scheme: Scheme, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = VerificationKey::new(name, scheme, secret.verifying_key().to_bytes())?;
        Ok(Self { public, secret })
    }

    pub const fn public(&self) -> &VerificationKey {
        &self.public
    }

    /// Signs `text`. `at` is what a witness states; a log's own signature does not hold it.
    pub fn sign(&self, text: &str, at: OffsetDateTime) -> Signature {
        let mut bytes = Vec::with_capacity(72);
        let signature = match self.public.scheme {
            Scheme::Ed25519 => self.secret.sign(text.as_bytes()),
            Scheme::Cosignature => {
                let seconds = at.unix_timestamp().max(0);
                bytes.extend_from_slice(&seconds.to_be_bytes());
                self.secret.sign(cosigned(text, seconds).as_bytes())
            }
        };
        bytes.extend_from_slice(&signature.to_bytes());
        Signature {
            name: self.public.name.clone(),
            id: self.public.id(),
            bytes,
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("public", &self.public.to_string())
            .finish_non_exhaustive()
    }
}

/// One signature line, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    pub id: [u8; 4],
    bytes: Vec<u8>,
}

impl Signature {
    /// # Errors
    /// When `line` is not `— NAME BASE64`.
    pub fn parse(line: &str) -> Result<Self, NoteError> {
        let shape = NoteError::Format("a signature line is an em dash, a name and base64");
        let rest = line.strip_prefix(DASH).ok_or(shape.clone())?;
        let (name, encoded) = rest.split_once(' ').ok_or(shape.clone())?;
        let spaced = |c: char| c == '+' || c.is_whitespace();
        if name.is_empty() || name.contains(spaced) {
            return Err(NoteError::Format(
                "the name of a key has no spaces and no +",
            ));
        }
        let bytes = STANDARD.decode(encoded).map_err(|_| shape.clone())?;
        match bytes.split_first_chunk::<4>() {
            Some((id, signature)) if !signature.is_empty() => Ok(Self {
                name: name.to_owned(),
                id: *id,
                bytes: signature.to_vec(),
            }),
            _ => Err(shape),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.to_vec();
        bytes.extend_from_slice(&self.bytes);
        write!(f, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A note as it was received. Nothing in `text` is to be believed before [`Note::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// # Errors
    /// When `text` is empty, does not end in a newline or holds control characters.
    pub fn new(text: &str) -> Result<Self, NoteError> {
        let control = |c: char| c < ' ' && c != '\n';
        if !text.ends_with('\n') || text.contains(control) {
            return Err(NoteError::Format(
                "the text is lines without control characters",
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            signatures: Vec::new(),
        })
    }

    /// # Errors
    /// When `bytes` are not text, an empty line and signature lines.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        Self::parse_up_to(bytes, MAX_BYTES)
    }

    /// The same for notes that may be longer than the log's own.
    ///
    /// # Errors
    /// As [`Note::parse`].
    pub fn parse_up_to(bytes: &[u8], longest: usize) -> Result<Self, NoteError> {
        if bytes.len() > longest {
            return Err(NoteError::Format("too long"));
        }
        let whole = str::from_utf8(bytes).map_err(|_| NoteError::Format("not UTF-8"))?;
        let split = whole.rfind("\n\n");
        let split = split.ok_or(NoteError::Format(
            "an empty line before the signatures is expected",
        ))?;
        let mut note = Self::new(&whole[..=split])?;
        let lines = whole[split + 2..].strip_suffix('\n');
        let lines = lines.ok_or(NoteError::Format("the last signature line has no end"))?;
        for line in lines.split('\n') {
            note.signatures.push(Signature::parse(line)?);
        }
        if note.signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Format("too many signatures"));
        }
        Ok(note)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The same text with the lines of one name alone.
    #[must_use]
    pub fn signed_by(&self, name: &str) -> Self {
        let own = self.signatures.iter().filter(|line| line.name == name);
        Self {
            text: self.text.clone(),
            signatures: own.cloned().collect(),
        }
    }

    /// Adds a signature line unless it is there already.
    pub fn add(&mut self, signature: Signature) {
        if !self.signatures.contains(&signature) {
            self.signatures.push(signature);
        }
    }

    /// Checks that `key` signed this, and gives the time that a witness states.
    ///
    /// # Errors
    /// When there is no line of that key, or one of its lines is not a valid signature.
    pub fn verify(&self, key: &VerificationKey) -> Result<Option<OffsetDateTime>, NoteError> {
        let mut time = Err(NoteError::NotSigned(key.name.clone()));
        for signature in &self.signatures {
            if signature.name == key.name && signature.id == key.id() {
                time = Ok(key.check(&self.text, &signature.bytes)?);
            }
        }
        time
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
