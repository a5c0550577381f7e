//! Hashing of footage piece by piece: SHA-256 and SHA-512 in one go, however large the file is.

use sha2::{Digest, Sha256, Sha512};

use super::ReleasedFile;

#[derive(Debug, Default, Clone)]
pub struct Summing {
    sha256: Sha256,
    sha512: Sha512,
    bytes: u64,
}

impl Summing {
    pub fn update(&mut self, piece: &[u8]) {
        self.sha256.update(piece);
        self.sha512.update(piece);
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
    }

    /// Read so far.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    pub fn finish(self, name: impl Into<String>) -> ReleasedFile {
        ReleasedFile {
            name: name.into(),
            size: Some(self.bytes),
            sha256: crate::hex(&self.sha256.finalize()),
            sha512: Some(crate::hex(&self.sha512.finalize())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_the_digests_of_the_whole() {
        let mut summing = Summing::default();
        summing.update(b"a");
        summing.update(b"");
        summing.update(b"bc");
        let file = summing.finish("klipp.mp4");
        assert_eq!(file.size, Some(3));
        // FIPS 180-4, the examples for "abc".
        assert_eq!(
            file.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(
            file.sha512
                .unwrap()
                .starts_with("ddaf35a193617abacc417349ae204131")
        );
    }
}
