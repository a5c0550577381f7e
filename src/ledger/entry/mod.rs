//! One entry of the log: the exact bytes that are stored, hashed and handed out.
//!
//! RFC 8785 (JCS) JSON in UTF-8, at most 65 535 bytes. The bytes are never written anew from parsed data: reading
//! accepts only bytes that are already the one canonical way to write what they say, so that no two programs can
//! read the same entry differently.

use std::borrow::Cow;

use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use super::digests::Digests;
use super::hash::Hash;
use crate::code::{Code, codes};

mod wire;

use wire::{Members, Wire};

/// C2SP tlog-tiles: entry bundles have a 16-bit length.
pub const MAX_BYTES: usize = 65_535;
/// The largest integer that every JSON reader keeps exactly is one below this (RFC 8785 section 3.2.2.3).
pub const MAX_INTEGER: u64 = 1 << 53;

const VERSION: u64 = 1;
const SD_ALG: &str = "sha-256";
const INSTANT: StaticFormatDescription =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

codes! {
    /// What an entry says that happened.
    EntryKind, "entry-kind" {
        /// The log begins.
        Genesis = "genesis",
        /// Records were changed, in one transaction: digests of their revisions.
        Register = "register",
        /// Somebody asked for footage, and it was noted (begäran).
        Request = "request",
        /// What secrecy says of a request was weighed (sekretessprövning).
        Assessment = "assessment",
        /// A request was decided.
        Decision = "decision",
        /// A request ended without a decision.
        Withdrawal = "withdrawal",
        /// A receipt was handed out.
        Receipt = "receipt",
        /// Footage was released (utlämnande).
        Disclosure = "disclosure",
        /// A release was refused.
        Refusal = "refusal",
        /// What was released reached its receiver.
        Delivery = "delivery",
        /// An earlier entry said something wrong.
        Correction = "correction",
        /// Fields of earlier entries were erased on a decision (gallring).
        Erasure = "erasure",
        /// The signing key was made, changed or revoked.
        Key = "key",
        /// What parties outside the house attested about the log.
        Anchor = "anchor",
        /// The database was restored.
        Restore = "restore",
        /// The log or the register was exported.
        Export = "export",
        /// The log ends; another takes over.
        Close = "close",
    }
}

/// An entry as it is read. What people recorded stands behind the digests of `sealed` (see `sealed.rs`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it was written down, in whole seconds UTC; what happened when is among the sealed fields.
    pub at: OffsetDateTime,
    pub idx: u64,
    /// The origin of the log that it belongs to.
    pub log: String,
    /// Leaf hash of the entry before; zero for the first.
    pub prev: Hash,
    /// Digest of each sealed field, by name.
    pub sealed: Digests,
    pub kind: EntryKind,
}

/// Why bytes are not an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("{0} bytes; an entry has at most {MAX_BYTES}")]
    TooLong(usize),
    #[error("not the JSON of an entry: {0}")]
    Json(String),
    #[error("\"{field}\" is \"{given}\"; expected {expected}")]
    Field {
        field: &'static str,
        given: String,
        expected: &'static str,
    },
    #[error("not written in the canonical way (RFC 8785)")]
    NotCanonical,
}

impl Entry {
    /// The canonical bytes.
    ///
    /// # Errors
    /// When the entry would be too long, or has a name, an origin or a number that no entry may have.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        check_origin(&self.log)?;
        for name in self.sealed.names() {
            check_name(name)?;
        }
        check_integer("idx", self.idx)?;
        let sd = self
            .sealed
            .iter()
            .map(|(name, digest)| (Cow::Borrowed(&**name), Cow::Owned(digest.to_base64url())));
        let wire = Wire {
            at: Cow::Owned(write_instant(self.at)?),
            idx: self.idx,
            log: Cow::Borrowed(&self.log),
            prev: Cow::Owned(self.prev.to_base64()),
            sd: Members(sd.collect()),
            sd_alg: Cow::Borrowed(SD_ALG),
            kind: Cow::Borrowed(self.kind.code()),
            v: VERSION,
        };
        let bytes = canonical(&wire)?;
        if bytes.len() > MAX_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        Ok(bytes)
    }

    /// Reads an entry, and refuses every byte string that is not exactly what [`Entry::to_bytes`] writes.
    ///
    /// # Errors
    /// Says what is wrong: too long, not JSON, a duplicate or unknown name, a value that no entry may have, or
    /// another spelling than the canonical one.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        // Once for all of it, not for each text again.
        let text = str::from_utf8(bytes).map_err(|error| EntryError::Json(error.to_string()))?;
        match Wire::written(text) {
            Some(wire) => wire.entry(),
            None => Err(Wire::why_not(text)),
        }
    }
}

fn wrong(field: &'static str, given: &str, expected: &'static str) -> EntryError {
    EntryError::Field {
        field,
        given: given.chars().take(80).collect(),
        expected,
    }
}

fn expect(
    field: &'static str,
    given: &str,
    expected: &'static str,
    holds: bool,
) -> Result<(), EntryError> {
    if holds {
        Ok(())
    } else {
        Err(wrong(field, given, expected))
    }
}

/// RFC 8785 bytes of anything that serialises without failing.
pub(super) fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>, EntryError> {
    serde_json_canonicalizer::to_vec(value).map_err(|error| EntryError::Json(error.to_string()))
}

/// An origin is also the key name of signed notes: C2SP signed-note forbids spaces and plus signs in it.
pub(super) fn check_origin(origin: &str) -> Result<(), EntryError> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'+' | b'"' | b'\\');
    let holds = (1..=255).contains(&origin.len()) && origin.bytes().all(plain);
    let expected = "1 to 255 visible ASCII characters without space, +, \" and \\";
    expect("log", origin, expected, holds)
}

/// Names of sealed fields: lower-case letters, digits and underscores, a letter first.
pub(super) fn check_name(name: &str) -> Result<(), EntryError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let holds = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(plain);
    let expected = "a name of at most 64 of a-z, 0-9 and _, a letter first";
    expect("sd", name, expected, holds)
}

fn check_integer(field: &'static str, value: u64) -> Result<(), EntryError> {
    if value < MAX_INTEGER {
        return Ok(());
    }
    Err(wrong(field, &value.to_string(), "an integer below 2^53"))
}

fn write_instant(at: OffsetDateTime) -> Result<String, EntryError> {
    let utc = at.to_offset(time::UtcOffset::UTC);
    let fits = (0..=9999).contains(&utc.year());
    expect("at", &utc.year().to_string(), "a year of four digits", fits)?;
    utc.format(INSTANT)
        .map_err(|error| EntryError::Json(error.to_string()))
}

/// One way to write it of those that RFC 3339 has: the length leaves no room for fractions or another offset. A leap second,
/// which would come back as a fraction, is no second here.
fn read_instant(text: &str) -> Result<OffsetDateTime, EntryError> {
    let expected = "YYYY-MM-DDThh:mm:ssZ";
    let bytes = text.as_bytes();
    let plain = bytes.len() == expected.len() && bytes[10] == b'T' && bytes.ends_with(b"Z");
    expect("at", text, expected, plain)?;
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .filter(|at| at.nanosecond() == 0)
        .ok_or_else(|| wrong("at", text, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = concat!(
        r#"{"at":"2026-11-22T09:00:12Z","idx":12,"log":"kamera.ekebro.example/utlamnande","#,
        r#""prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","#,
        r#""sd":{"basis":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","case":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},"#,
        r#""sd_alg":"sha-256","type":"disclosure","v":1}"#
    );

    #[test]
    fn the_canonical_bytes_come_back_as_they_were() {
        let entry = Entry::parse(GOOD.as_bytes()).unwrap();
        assert_eq!(entry.to_bytes().unwrap(), GOOD.as_bytes());
        assert_eq!(entry.sealed.len(), 2);
    }

    /// Each of these says the same, or nearly, to some reader of JSON.
    #[test]
    fn bytes_that_could_be_read_in_two_ways_are_refused() {
        let spoilt = [
            GOOD.replace(r#""idx":12"#, r#""idx": 12"#),
            GOOD.replace(r#""idx":12"#, r#""idx":012"#),
            GOOD.replace(r#""idx":12"#, r#""idx":+12"#),
            GOOD.replace(r#""idx":12"#, r#""idx":12.0"#),
            GOOD.replace(r#""idx":12"#, r#""idx":1.2e1"#),
            GOOD.replace(r#""idx":12"#, r#""idx":"12""#),
            GOOD.replace(r#""idx":12"#, r#""idx":-12"#),
            GOOD.replace(r#""idx":12"#, r#""idx":9007199254740992"#),
            GOOD.replace(r#""idx":12"#, r#""idx":null"#),
            GOOD.replace(r#""idx":12"#, r#""idx":11,"idx":12"#),
            GOOD.replace(r#""basis""#, r#""case""#),
            GOOD.replace(r#""basis""#, r#""\u0062asis""#),
            GOOD.replace(r#""basis""#, r#""zeta""#),
            GOOD.replace(r#""basis""#, r#""Basis""#),
            GOOD.replace(r#""basis":"#, r#""":"#),
            GOOD.replace(r#""v":1"#, r#""v":2"#),
            GOOD.replace(r#""v":1"#, r#""v":1,"x":1"#),
            GOOD.replace(r#","v":1"#, ""),
            GOOD.replace("sha-256", "sha-512"),
            GOOD.replace("disclosure", "release"),
            GOOD.replace("disclosure", "\\ud800"),
            GOOD.replace("09:00:12Z", "09:00:12.0Z"),
            GOOD.replace("09:00:12Z", "09:00:12+00:00"),
            GOOD.replace("2026-11-22", "2026-02-30"),
            GOOD.replace("2026-11-22T09:00:12Z", "2016-12-31T23:59:60Z"),
            GOOD.replace("2026-11-22T09", "2026-11-22t09"),
            GOOD.replace("2026-11-22T09", "2026-11-22 09"),
            GOOD.replace("2026-11-22T09", "2026-11-2\u{e5}09"),
            GOOD.replace("00:12Z", "00:12z"),
            GOOD.replace("AAA=", "AAB="),
            GOOD.replace("kamera.ekebro", "kamera ekebro"),
            format!("{GOOD}\n"),
            format!(" {GOOD}"),
            format!("\u{feff}{GOOD}"),
            format!("{GOOD}{GOOD}"),
            GOOD[..GOOD.len() - 1].to_owned(),
            String::new(),
        ];
        for bytes in spoilt {
            assert_ne!(bytes, GOOD);
            assert!(Entry::parse(bytes.as_bytes()).is_err(), "{bytes}");
        }
        let not_utf8 = GOOD.replace("disclosure", "?").into_bytes();
        let not_utf8: Vec<u8> = not_utf8
            .into_iter()
            .map(|b| if b == b'?' { 0xff } else { b })
            .collect();
        assert!(Entry::parse(&not_utf8).is_err());
    }

    #[test]
    fn an_entry_is_never_longer_than_a_bundle_of_entries_can_hold() {
        let mut entry = Entry::parse(GOOD.as_bytes()).unwrap();
        for number in 0..1_200 {
            entry.sealed.add(format!("field_{number}"), Hash::ZERO);
        }
        assert!(matches!(entry.to_bytes(), Err(EntryError::TooLong(_))));
        let long = vec![b' '; MAX_BYTES + 1];
        assert_eq!(Entry::parse(&long), Err(EntryError::TooLong(MAX_BYTES + 1)));
    }
}
