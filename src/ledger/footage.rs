//! Hashes of footage: the file itself is never stored, and is read in pieces however large it is.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hash::Hash;

/// Large enough that reading, not calling, is what takes the time.
const PIECE: usize = 1 << 20;

/// A file as a release lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footage {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
    pub sha256: String,
}

impl Footage {
    /// The line that `sha256sum -c` reads.
    pub fn sum_line(&self) -> String {
        let (escape, name) = if self.name.contains(['\\', '\n']) {
            let name = self.name.replace('\\', "\\\\").replace('\n', "\\n");
            ("\\", name)
        } else {
            ("", self.name.clone())
        };
        format!("{escape}{}  {name}\n", self.sha256)
    }
}

/// Reads to the end and hashes; `progress` is told the bytes read so far.
///
/// # Errors
/// When reading fails.
pub fn hash(mut from: impl Read, name: &str, mut progress: impl FnMut(u64)) -> io::Result<Footage> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut size = 0;
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&piece[..read]);
        size += read as u64;
        progress(size);
    }
    Ok(Footage {
        name: name.to_owned(),
        size: Some(size),
        sha256: Hash(hasher.finalize().into()).to_hex(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_larger_than_a_piece_has_the_hash_of_its_whole() {
        let bytes = vec![7; PIECE * 2 + 3];
        let mut told = 0;
        let footage = hash(&bytes[..], "klipp.mp4", |read| told = read).unwrap();
        assert_eq!(footage.sha256, Hash::of(&bytes).to_hex());
        assert_eq!(
            (footage.size, told),
            (Some(bytes.len() as u64), bytes.len() as u64)
        );
    }

    #[test]
    fn a_name_with_a_line_break_cannot_forge_a_line() {
        let footage = Footage {
            name: "a\nb".to_owned(),
            size: None,
            sha256: "00".repeat(32),
        };
        assert_eq!(
            footage.sum_line(),
            format!("\\{}  a\\nb\n", "00".repeat(32))
        );
    }
}
