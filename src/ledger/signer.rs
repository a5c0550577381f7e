//! The signer's keys and memory, in a directory outside the database and outside its backup.
//!
//! It remembers what it signed last and refuses to sign anything that is not a continuation of that. So who can
//! change the database, or brings back an old copy of it, is caught at the next signature.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::checkpoint::TreeHead;
use super::entry::check_origin;
use super::intent::{Intent, KeyEvent};
use super::memory;
use super::note::{NoteError, Scheme, SigningKey, VerificationKey};
use super::tree::Frontier;

const STATE: &str = "state.json";
const KEYS: &str = "keys";
const PUBLISHED: &str = "published";

/// Why the signer cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    #[error("the signer's file {path}: {source}")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the signer's file {path} is not what the signer wrote: {problem}")]
    Damaged { path: PathBuf, problem: String },
    #[error(
        "the signer has lost its memory: {0} is missing. It does not sign before somebody has compared the log with a \
         copy outside the house and said so: objektiv log adopt --reason TEXT"
    )]
    NoMemory(PathBuf),
    #[error("no folder for the signer is set: start with --signer DIR")]
    NoDirectory,
    #[error("there is a signer for \"{0}\" already")]
    Exists(String),
    #[error("there is no key {0} here")]
    NoSuchKey(String),
    #[error("the last key cannot be retired: make a new one first")]
    LastKey,
    #[error("the operating system gave no random bytes: {0}")]
    Random(String),
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// The keys of one log, read into memory, and where its memory is kept.
#[derive(Debug)]
pub struct Signer {
    directory: PathBuf,
    origin: String,
    keys: Vec<SigningKey>,
}

/// Held while a signature is made, so that two processes cannot sign past each other.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "the lock lasts as long as the open file")] File);

impl Signer {
    /// Where the signer of a log keeps its files.
    pub fn directory(base: &Path, origin: &str) -> PathBuf {
        base.join(format!("log-{}", origin.replace('/', "_")))
    }

    /// Makes the signer of a log that is just beginning, with its first key. The log has no entry about that key yet.
    ///
    /// # Errors
    /// When there is a signer for it already, or the files cannot be written.
    pub fn create(base: &Path, origin: &str) -> Result<Self, SignerError> {
        check_origin(origin).map_err(|_| NoteError::Key("the name of the log"))?;
        let directory = Self::directory(base, origin);
        if directory.exists() {
            return Err(SignerError::Exists(origin.to_owned()));
        }
        let new = new_key(origin)?;
        // Made aside and moved: a signer of which half the files are there would never be one again.
        let mut aside = directory.clone().into_os_string();
        aside.push(format!(".{}.new", new.key.public().id_hex()));
        let mut signer = Self {
            directory: aside.into(),
            origin: origin.to_owned(),
            keys: Vec::new(),
        };
        fs::create_dir_all(&signer.directory).map_err(|source| file(&signer.directory, source))?;
        signer.remember(&TreeHead {
            origin: origin.to_owned(),
            size: 0,
            root: Frontier::default().root(),
        })?;
        signer.intend(&Intent {
            event: KeyEvent::First,
            key: new.key.public().clone(),
            signed: 0,
        })?;
        signer.write_seed(&new)?;
        signer.take_up(&new.key.public().id_hex())?;
        if let Err(source) = fs::rename(&signer.directory, &directory) {
            // Its key never signed anything. What cannot be removed stays aside.
            let _ = fs::remove_dir_all(&signer.directory);
            let was_made = directory.exists();
            let exists = || SignerError::Exists(origin.to_owned());
            return Err(was_made
                .then(exists)
                .unwrap_or_else(|| file(&directory, source)));
        }
        sync(base)?;
        signer.directory = directory;
        Ok(signer)
    }

    /// Reads the keys of a log, or `None` when it never had a signer here.
    ///
    /// # Errors
    /// When files are missing, unreadable or not what the signer wrote.
    pub fn open(base: &Path, origin: &str) -> Result<Option<Self>, SignerError> {
        let directory = Self::directory(base, origin);
        if !directory.exists() {
            return Ok(None);
        }
        let mut signer = Self {
            directory,
            origin: origin.to_owned(),
            keys: Vec::new(),
        };
        signer.read_keys()?;
        Ok(Some(signer))
    }

    /// Reads the keys that sign anew.
    ///
    /// # Errors
    /// When files are missing, unreadable or not what the signer wrote.
    pub(super) fn read_keys(&mut self) -> Result<(), SignerError> {
        let list = self.directory.join(KEYS);
        let ids = fs::read_to_string(&list).map_err(|source| file(&list, source))?;
        let keys = ids
            .lines()
            .map(|id| read_key(&self.directory, &self.origin, id));
        self.keys = keys.collect::<Result<Vec<_>, _>>()?;
        Ok(())
    }

    /// The keys that sign, the newest last. While a key is exchanged there are two.
    pub fn keys(&self) -> &[SigningKey] {
        &self.keys
    }

    /// The published half of the newest key.
    ///
    /// # Errors
    /// When there is none.
    pub fn public(&self) -> Result<&VerificationKey, SignerError> {
        let newest = self.keys.last().map(SigningKey::public);
        newest.ok_or_else(|| SignerError::NoSuchKey(self.origin.clone()))
    }

    /// Every key that vouches for what it signed, the retired ones too, oldest first: what receivers compare with. Those
    /// that were stolen are not among them.
    ///
    /// # Errors
    /// When a list is there and cannot be read.
    pub fn published(&self) -> Result<Vec<VerificationKey>, SignerError> {
        let revoked = self.revoked()?;
        let mut known = self.known()?;
        known.retain(|key| revoked.iter().all(|gone| gone.key != *key));
        Ok(known)
    }

    /// Every key that ever signed, the stolen ones too.
    pub(super) fn known(&self) -> Result<Vec<VerificationKey>, SignerError> {
        let path = self.directory.join(PUBLISHED);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(file(&path, source)),
        };
        let mut all = text
            .lines()
            .map(VerificationKey::parse)
            .collect::<Result<Vec<_>, _>>()?;
        for key in &self.keys {
            if !all.contains(key.public()) {
                all.push(key.public().clone());
            }
        }
        Ok(all)
    }

    /// The turn to sign, or `None` while somebody else has it, in this process or another.
    ///
    /// # Errors
    /// When the lock file cannot be opened or locked.
    pub fn try_turn(&self) -> Result<Option<Turn>, SignerError> {
        let path = self.directory.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let lock = lock.map_err(|source| file(&path, source))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Turn(lock))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(file(&path, source)),
        }
    }

    /// What was signed last.
    ///
    /// # Errors
    /// When the memory is missing or damaged: then nothing is signed before somebody has adopted the log anew.
    pub fn memory(&self) -> Result<TreeHead, SignerError> {
        memory::recall(&self.directory.join(STATE), &self.origin)
    }

    /// Remembers `head` before its signature leaves the house. It is on disk when this returns.
    ///
    /// # Errors
    /// When the disk does not take it; then nothing may be signed.
    pub fn remember(&self, head: &TreeHead) -> Result<(), SignerError> {
        memory::remember(&self.directory.join(STATE), head)
    }

    /// Where the files of this signer are.
    pub(super) fn directory_here(&self) -> &Path {
        &self.directory
    }

    /// Where another part of the memory is kept.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Makes one more key. It signs nothing before it is taken up.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub(super) fn make_key(&self, signed: u64) -> Result<Intent, SignerError> {
        let new = new_key(&self.origin)?;
        let intent = Intent {
            event: KeyEvent::Exchange,
            key: new.key.public().clone(),
            signed,
        };
        // Before its seed is there, so that no seed lies there of which nobody knows.
        self.intend(&intent)?;
        self.write_seed(&new)?;
        Ok(intent)
    }

    /// Signs with a key whose seed is here, beside those that sign already.
    ///
    /// # Errors
    /// When the seed is not here or the files cannot be written.
    pub(super) fn take_up(&mut self, id: &str) -> Result<(), SignerError> {
        let key = read_key(&self.directory, &self.origin, id)?;
        let mut known = self.known()?;
        if !known.contains(key.public()) {
            known.push(key.public().clone());
        }
        let lines = known.iter().map(|key| format!("{key}\n"));
        write_durably(
            &self.directory.join(PUBLISHED),
            lines.collect::<String>().as_bytes(),
        )?;
        if !self.signs_with(id) {
            self.keys.push(key);
        }
        self.write_list()
    }

    /// Stops signing with a key, where it does, and destroys its seed.
    ///
    /// # Errors
    /// When it is the only key or the files cannot be changed.
    pub(super) fn put_down(&mut self, id: &str) -> Result<(), SignerError> {
        if self.signs_with(id) {
            if self.keys.len() == 1 {
                return Err(SignerError::LastKey);
            }
            self.keys.retain(|key| key.public().id_hex() != id);
            self.write_list()?;
        }
        let seed = self.seed(id);
        match fs::remove_file(&seed) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file(&seed, error)),
            _ => sync(&self.directory),
        }
    }

    pub(super) fn signs_with(&self, id: &str) -> bool {
        self.keys.iter().any(|key| key.public().id_hex() == id)
    }

    fn seed(&self, id: &str) -> PathBuf {
        self.directory.join(format!("{id}.seed"))
    }

    fn write_seed(&self, new: &NewKey) -> Result<(), SignerError> {
        let path = self.seed(&new.key.public().id_hex());
        write_durably(&path, new.text.as_bytes())
    }

    fn write_list(&self) -> Result<(), SignerError> {
        let ids = self.keys.iter().map(|key| key.public().id_hex() + "\n");
        write_durably(
            &self.directory.join(KEYS),
            ids.collect::<String>().as_bytes(),
        )
    }
}

/// A key, and its seed as it is written.
struct NewKey {
    key: SigningKey,
    text: Zeroizing<String>,
}

fn new_key(origin: &str) -> Result<NewKey, SignerError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|error| SignerError::Random(error.to_string()))?;
    Ok(NewKey {
        key: SigningKey::from_seed(origin, Scheme::Ed25519, &seed)?,
        text: Zeroizing::new(crate::hex(&*seed)),
    })
}

fn read_key(directory: &Path, origin: &str, id: &str) -> Result<SigningKey, SignerError> {
    let path = directory.join(format!("{id}.seed"));
    let text = fs::read_to_string(&path).map_err(|source| file(&path, source))?;
    let text = Zeroizing::new(text);
    let damaged = |problem: &str| SignerError::Damaged {
        path: path.clone(),
        problem: problem.to_owned(),
    };
    let seed = unhex(&text).ok_or_else(|| damaged("64 hexadecimal digits are expected"))?;
    let key = SigningKey::from_seed(origin, Scheme::Ed25519, &seed)?;
    if key.public().id_hex() == id {
        Ok(key)
    } else {
        Err(damaged("it is the seed of another key"))
    }
}

pub(super) fn unhex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// Replaces a file so that after a crash it is either the old one or the new one, and readable by us alone.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), SignerError> {
    let wrap = |source| file(path, source);
    let temporary = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut new = options.open(&temporary).map_err(wrap)?;
    new.write_all(bytes).map_err(wrap)?;
    new.sync_all().map_err(wrap)?;
    fs::rename(&temporary, path).map_err(wrap)?;
    path.parent().map_or(Ok(()), sync)
}

/// Waits until the names in a directory are on disk.
fn sync(directory: &Path) -> Result<(), SignerError> {
    let opened = File::open(directory).and_then(|directory| directory.sync_all());
    opened.map_err(|source| file(directory, source))
}

pub(super) fn file(path: &Path, source: io::Error) -> SignerError {
    SignerError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Hash;

    const ORIGIN: &str = "kamera.ekebro.example/utlamnande";

    fn head(size: u64) -> TreeHead {
        TreeHead {
            origin: ORIGIN.to_owned(),
            size,
            root: Hash::of(&size.to_be_bytes()),
        }
    }

    #[test]
    fn keys_and_memory_are_there_again_when_the_signer_is_opened_again() {
        let base = tempfile::tempdir().unwrap();
        assert!(Signer::open(base.path(), ORIGIN).unwrap().is_none());
        let made = Signer::create(base.path(), ORIGIN).unwrap();
        made.remember(&head(7)).unwrap();
        let opened = Signer::open(base.path(), ORIGIN).unwrap().unwrap();
        assert_eq!(opened.memory().unwrap(), head(7));
        assert_eq!(opened.public().unwrap(), made.public().unwrap());
        assert!(matches!(
            Signer::create(base.path(), ORIGIN),
            Err(SignerError::Exists(_))
        ));
    }

    #[test]
    fn a_memory_that_is_gone_is_never_made_anew_silently() {
        let base = tempfile::tempdir().unwrap();
        let signer = Signer::create(base.path(), ORIGIN).unwrap();
        fs::remove_file(Signer::directory(base.path(), ORIGIN).join(STATE)).unwrap();
        assert!(matches!(signer.memory(), Err(SignerError::NoMemory(_))));
        assert!(Signer::create(base.path(), ORIGIN).is_err());
    }

    #[test]
    fn a_memory_of_another_log_is_refused() {
        let base = tempfile::tempdir().unwrap();
        let signer = Signer::create(base.path(), ORIGIN).unwrap();
        let mut other = head(7);
        other.origin = "kamera.hedeby.example/utlamnande".to_owned();
        signer.remember(&other).unwrap();
        assert!(matches!(signer.memory(), Err(SignerError::Damaged { .. })));
    }

    #[test]
    fn an_exchanged_key_signs_beside_the_new_one_until_it_is_retired() {
        let base = tempfile::tempdir().unwrap();
        let mut signer = Signer::create(base.path(), ORIGIN).unwrap();
        let old = signer.public().unwrap().id_hex();
        assert!(matches!(signer.put_down(&old), Err(SignerError::LastKey)));
        let new = signer.make_key(0).unwrap().key;
        assert_eq!(signer.keys().len(), 1, "it is not taken up yet");
        signer.take_up(&new.id_hex()).unwrap();
        assert_eq!(signer.keys().len(), 2);
        signer.put_down(&old).unwrap();
        let opened = Signer::open(base.path(), ORIGIN).unwrap().unwrap();
        assert_eq!((opened.keys().len(), opened.public().unwrap()), (1, &new));
        let published: Vec<String> = opened
            .published()
            .unwrap()
            .iter()
            .map(VerificationKey::id_hex)
            .collect();
        assert_eq!(
            published,
            [old.clone(), new.id_hex()],
            "receipts that the old key signed can still be checked"
        );
        let directory = Signer::directory(base.path(), ORIGIN);
        assert!(
            !directory.join(format!("{old}.seed")).exists(),
            "its seed is destroyed"
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_seed_can_be_read_by_nobody_else() {
        use std::os::unix::fs::PermissionsExt;
        let base = tempfile::tempdir().unwrap();
        let signer = Signer::create(base.path(), ORIGIN).unwrap();
        let id = signer.public().unwrap().id_hex();
        let seed = Signer::directory(base.path(), ORIGIN).join(format!("{id}.seed"));
        let mode = fs::metadata(seed).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
