//! Passwords of recorders at rest: XChaCha20-Poly1305 with a key in a file outside the database, bound to the recorder.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the key file of passwords {path} cannot be used: {source}", path = .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{path} is not a key file of passwords", path = .0.display())]
    Key(PathBuf),
    #[error("no random numbers: {0}")]
    Random(String),
    #[error("the password was locked with another key, for another recorder, or was changed")]
    Locked,
}

/// The key that locks passwords. Wiped from memory when it is dropped.
pub struct Locker(Zeroizing<[u8; 32]>);

impl Locker {
    /// Opens the key file, or makes it the first time.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is something else.
    pub fn open(path: &Path) -> Result<Self, SecretError> {
        Self::existing(path)?.map_or_else(|| Self::create(path), Ok)
    }

    /// Opens the key file, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read, or is something else.
    pub fn existing(path: &Path) -> Result<Option<Self>, SecretError> {
        match fs::read(path) {
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes);
                let key = <[u8; 32]>::try_from(bytes.as_slice());
                let key = key.map_err(|_| SecretError::Key(path.to_owned()))?;
                Ok(Some(Self(Zeroizing::new(key))))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(file(path, source)),
        }
    }

    /// Makes a key file where there is none.
    ///
    /// # Errors
    /// When the file is there already or cannot be made.
    pub fn create(path: &Path) -> Result<Self, SecretError> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).map_err(|error| SecretError::Random(error.to_string()))?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| file(path, source))?;
        }
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut made = options.open(path).map_err(|source| file(path, source))?;
        made.write_all(&*key)
            .and_then(|()| made.sync_all())
            .map_err(|source| file(path, source))?;
        Ok(Self(key))
    }

    /// Locks a password. `bound_to` must be given again to unlock it: a row that is moved to another recorder is
    /// worth nothing there.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn lock(&self, password: &str, bound_to: &str) -> Result<String, SecretError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| SecretError::Random(error.to_string()))?;
        let payload = Payload {
            msg: password.as_bytes(),
            aad: bound_to.as_bytes(),
        };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed.map_err(|_| SecretError::Locked)?);
        Ok(STANDARD.encode(bytes))
    }

    /// # Errors
    /// When the key, the recorder or the locked password is another.
    pub fn unlock(&self, locked: &str, bound_to: &str) -> Result<Zeroizing<String>, SecretError> {
        let bytes = STANDARD.decode(locked).map_err(|_| SecretError::Locked)?;
        let (nonce, sealed) = bytes
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(SecretError::Locked)?;
        let payload = Payload {
            msg: sealed,
            aad: bound_to.as_bytes(),
        };
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        let opened = opened.map_err(|_| SecretError::Locked)?;
        String::from_utf8(opened)
            .map(Zeroizing::new)
            .map_err(|_| SecretError::Locked)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.0).into())
    }
}

impl std::fmt::Debug for Locker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locker").finish_non_exhaustive()
    }
}

fn file(path: &Path, source: io::Error) -> SecretError {
    SecretError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_unlocked_by_the_same_key_for_the_same_recorder_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ny mapp/nyckel");
        let locked = Locker::open(&path).unwrap().lock("hemligt", "1/7").unwrap();
        assert!(!locked.contains("hemligt"));
        let again = Locker::open(&path).unwrap();
        assert_eq!(again.unlock(&locked, "1/7").unwrap().as_str(), "hemligt");
        assert!(again.unlock(&locked, "1/8").is_err());
        let other = Locker::open(&folder.path().join("annan")).unwrap();
        assert!(other.unlock(&locked, "1/7").is_err());
        assert!(again.unlock("kort", "1/7").is_err());
        assert_ne!(
            again.lock("hemligt", "1/7").unwrap(),
            locked,
            "never the same twice"
        );
    }

    #[test]
    fn another_file_is_no_key_and_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("viktig.txt");
        fs::write(&path, "viktigt").unwrap();
        assert!(matches!(Locker::open(&path), Err(SecretError::Key(_))));
        assert_eq!(fs::read(&path).unwrap(), b"viktigt");
    }
}
