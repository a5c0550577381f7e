//! SHA-256 digests and the two ways in which the log writes them.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash(pub [u8; 32]);

/// A text or a column that should hold a digest and does not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest: {0}")]
pub struct NotAHash(pub String);

impl Hash {
    /// What the first entry of a log has as its `prev`: there is nothing before it.
    pub const ZERO: Self = Self([0; 32]);

    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of the parts laid end to end.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// # Errors
    /// When there are not exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, NotAHash> {
        let array = bytes
            .try_into()
            .map_err(|_| NotAHash(format!("{} bytes instead of 32", bytes.len())))?;
        Ok(Self(array))
    }

    /// RFC 4648 section 4 with padding, as in checkpoints and `prev`.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }

    /// # Errors
    /// When `text` is not the one way to write 32 bytes in base64 with padding.
    pub fn from_base64(text: &str) -> Result<Self, NotAHash> {
        Self::decoded(&STANDARD, text)
    }

    /// RFC 4648 section 5 without padding, as RFC 9901 writes the digest of a disclosure.
    pub fn to_base64url(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// # Errors
    /// When `text` is not the one way to write 32 bytes in base64url without padding.
    pub fn from_base64url(text: &str) -> Result<Self, NotAHash> {
        Self::decoded(&URL_SAFE_NO_PAD, text)
    }

    fn decoded(alphabet: &GeneralPurpose, text: &str) -> Result<Self, NotAHash> {
        // Decoding asks for room for whole groups of three, whatever stands in the last.
        let mut room = [0; 33];
        let length = alphabet
            .decode_slice(text, &mut room)
            .map_err(|error| NotAHash(error.to_string()))?;
        Self::from_slice(&room[..length])
    }

    /// 64 lower-case hexadecimal digits, as `sha256sum` prints it.
    pub fn to_hex(self) -> String {
        crate::hex(&self.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_base64())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_digest_come_back_as_the_same_digest() {
        let hash = Hash::of(b"hej");
        assert_eq!(Hash::from_base64(&hash.to_base64()), Ok(hash));
        assert_eq!(Hash::from_base64url(&hash.to_base64url()), Ok(hash));
    }

    #[test]
    fn a_digest_has_only_one_spelling() {
        let text = Hash::ZERO.to_base64();
        let same_bits = text.replace("A=", "B=");
        assert!(Hash::from_base64(&same_bits).is_err(), "stray bits");
        assert!(Hash::from_base64(text.trim_end_matches('=')).is_err());
        assert!(Hash::from_base64url(&text).is_err(), "padding");
        assert!(Hash::from_base64("AAAA").is_err(), "too short");
    }
}
