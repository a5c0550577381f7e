//! Puts a copy back where nothing is, proves the log in it, and says whether anything is missing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, StreamTrait};
use serde_json::json;
use time::OffsetDateTime;

use super::take::{blocking, digest, sync};
use super::{BackupError, FORMAT, Kind, LogState, MANIFEST, Manifest, copies, file, postgres};
use crate::account::session;
use crate::db::Db;
use crate::ledger::append::append;
use crate::ledger::audit::{Given, verify_against};
use crate::ledger::checkpoint::TreeHead;
use crate::ledger::hash::Hash;
use crate::ledger::signer::{Signer, SignerError};
use crate::ledger::store::{self as ledger, LedgerError};
use crate::ledger::verify::{Report, Verdict};
use crate::ledger::{EntryKind, NewEntry, erasure};
use crate::organisation::KommunId;
use crate::register;
use crate::register::cases::RegisterCases;

/// A copy that was found, and that is what its manifest says.
#[derive(Debug)]
pub struct Copy {
    pub folder: PathBuf,
    pub manifest: Manifest,
}

/// The copy in a folder, or the newest of the copies in it.
///
/// # Errors
/// When there is no such folder or no copy in it, or its manifest is none that this program can read.
pub fn find(folder: &Path) -> Result<Copy, BackupError> {
    if !folder.is_dir() {
        return Err(BackupError::NoFolder(folder.to_owned()));
    }
    let found = if folder.join(MANIFEST).is_file() {
        folder.to_owned()
    } else {
        let newest = copies(folder)?.into_iter().next();
        newest.ok_or_else(|| BackupError::NoCopy(folder.to_owned()))?
    };
    let path = found.join(MANIFEST);
    let text = fs::read(&path).map_err(|error| file(&path, error))?;
    let damaged = |problem: String| BackupError::Damaged {
        path: path.clone(),
        problem,
    };
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
    if manifest.format != FORMAT || !Db::knows_schema(&manifest.schema) {
        return Err(BackupError::Newer {
            program: manifest.program,
            schema: manifest.schema,
        });
    }
    if manifest.file != manifest.kind.file() {
        return Err(damaged(format!(
            "\"{}\" is no file of a copy",
            manifest.file
        )));
    }
    Ok(Copy {
        folder: found,
        manifest,
    })
}

impl Copy {
    fn path(&self) -> PathBuf {
        self.folder.join(self.manifest.kind.file())
    }

    /// Reads the file again and compares it with the manifest.
    ///
    /// # Errors
    /// When it cannot be read or is another.
    pub fn check(&self, progress: impl Fn(u64)) -> Result<(), BackupError> {
        let path = self.path();
        let (bytes, sha256) = digest(&path, progress).map_err(|error| file(&path, error))?;
        let same = (bytes, &sha256) == (self.manifest.bytes, &self.manifest.sha256);
        if same {
            return Ok(());
        }
        Err(BackupError::Damaged {
            path,
            problem: format!(
                "it is not the file that was written: {bytes} bytes, SHA-256 {sha256}; the manifest says {} bytes, {}",
                self.manifest.bytes, self.manifest.sha256
            ),
        })
    }

    /// Puts the copy where it can be proved: on PostgreSQL into the empty database, on SQLite beside the file that
    /// it becomes.
    ///
    /// # Errors
    /// When the target is of another kind or not empty, or the disk or a tool fails.
    pub async fn place(&self, url: &str) -> Result<Placed, BackupError> {
        let kind = self.manifest.kind;
        if Kind::of(url) != kind {
            return Err(BackupError::OtherEngine {
                copy: kind.name().to_owned(),
                target: Kind::of(url).name().to_owned(),
            });
        }
        let from = self.path();
        if kind == Kind::Postgresql {
            if Db::holds_tables(url).await? {
                return Err(BackupError::NotEmpty("the database".to_owned()));
            }
            let to = url.to_owned();
            blocking(move || postgres::put_back(&to, &from)).await?;
            return Ok(Placed {
                url: url.to_owned(),
                file: None,
            });
        }
        let target = sqlite_file(url);
        let with = |end: &str| PathBuf::from(format!("{}{end}", target.display()));
        for there in [target.clone(), with("-wal"), with("-shm")] {
            if there.exists() {
                return Err(BackupError::NotEmpty(there.display().to_string()));
            }
        }
        let proving = with(".restoring");
        clear(&proving).map_err(|error| file(&proving, error))?;
        let to = proving.clone();
        blocking(move || copy_private(&from, &to)).await?;
        Ok(Placed {
            url: format!("sqlite://{}", proving.display()),
            file: Some((proving, target)),
        })
    }
}

fn sqlite_file(url: &str) -> PathBuf {
    let path = url.strip_prefix("sqlite://").unwrap_or(url);
    PathBuf::from(path.split('?').next().unwrap_or(path))
}

fn copy_private(from: &Path, to: &Path) -> Result<(), BackupError> {
    let copy = || {
        fs::copy(from, to)?;
        File::open(to)?.sync_all()
    };
    copy().map_err(|error| file(to, error))
}

/// Removes a database of SQLite with what lies beside it.
fn clear(database: &Path) -> io::Result<()> {
    for end in ["", "-wal", "-shm"] {
        match fs::remove_file(format!("{}{end}", database.display())) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// A copy that lies where it can be opened.
#[derive(Debug)]
pub struct Placed {
    pub url: String,
    /// Where it is proved, and where it goes then.
    file: Option<(PathBuf, PathBuf)>,
}

impl Placed {
    /// It is proved: from now on it is the register, at the address that this gives. To be called when nobody has it
    /// open.
    ///
    /// # Errors
    /// When the disk fails, or somebody has it open all the same.
    pub fn accept(self) -> Result<String, BackupError> {
        let Some((proving, target)) = self.file else {
            return Ok(self.url);
        };
        let unwritten = PathBuf::from(format!("{}-wal", proving.display()));
        let left = fs::metadata(&unwritten).map_or(0, |found| found.len());
        if left > 0 || target.exists() {
            return Err(BackupError::Exists(if left > 0 {
                unwritten
            } else {
                target
            }));
        }
        fs::rename(&proving, &target).map_err(|error| file(&target, error))?;
        match target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            Some(folder) => sync(folder)?,
            None => sync(Path::new("."))?,
        }
        Ok(format!("sqlite://{}", target.display()))
    }

    /// It does not verify: nobody shall serve it. What was put into a database of PostgreSQL is for its owner to drop.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn refuse(self) -> Result<(), BackupError> {
        match self.file {
            Some((proving, _)) => clear(&proving).map_err(|error| file(&proving, error)),
            None => Ok(()),
        }
    }
}

/// What the signer remembers that the log in the copy does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Everything that was ever signed is there.
    Nothing,
    /// Entries from one number to another were signed and are gone.
    Entries { from: u64, until: u64 },
    /// The signer's memory is not on this machine, so nobody here can say.
    Unknown { why: String },
}

/// What a log in a copy turned out to be.
#[derive(Debug)]
pub struct Proof {
    pub report: Report,
    pub missing: Missing,
    signer: Option<Signer>,
    last_signed: Option<TreeHead>,
}

impl Proof {
    pub fn is_whole(&self) -> bool {
        self.report.verdict == Verdict::Intact
    }

    pub const fn signer(&self) -> Option<&Signer> {
        self.signer.as_ref()
    }
}

/// Reads the whole log of a kommun again, against the register, what is `stated` of where the log stood, and what the
/// signer remembers. `None` when the kommun has no log.
///
/// # Errors
/// When the database or the signer's files cannot be read. What is wrong with the log is in the answer.
pub async fn prove<C: ConnectionTrait + StreamTrait>(
    db: &C,
    kommun: KommunId,
    signers: &Path,
    stated: &[LogState],
) -> Result<Option<Proof>, BackupError> {
    let Some(stands) = ledger::head(db, kommun).await? else {
        return headless(db, kommun).await;
    };
    let opened = Signer::open(signers, &stands.origin).map_err(|error| error.to_string());
    let (signer, mut why) = match opened {
        Ok(Some(signer)) => (Some(signer), String::new()),
        Ok(None) => (
            None,
            format!(
                "there is no signer of {} in {}",
                stands.origin,
                signers.display()
            ),
        ),
        Err(error) => (None, error),
    };
    let remembered = signer.as_ref().map(Signer::memory).transpose();
    let last_signed = remembered.unwrap_or_else(|error| {
        why = error.to_string();
        None
    });
    let cases = RegisterCases { db, kommun };
    let mut given = Given {
        cases: Some(&cases),
        ..Given::default()
    };
    let stated = stated.iter().filter(|log| log.origin == stands.origin);
    given.heads.extend(stated.filter_map(tree_head));
    let behind = last_signed
        .as_ref()
        .filter(|memory| memory.size <= stands.size());
    given.heads.extend(behind.cloned());
    if let Some(signer) = &signer {
        given.keys = signer.published().unwrap_or_default();
        given.revoked = signer.revoked().unwrap_or_default();
    }
    let missing = match &last_signed {
        Some(memory) if memory.size > stands.size() => Missing::Entries {
            from: stands.size(),
            until: memory.size - 1,
        },
        Some(_) => Missing::Nothing,
        None => Missing::Unknown { why },
    };
    let report = verify_against(db, kommun, given).await?;
    Ok(Some(Proof {
        report,
        missing,
        signer,
        last_signed,
    }))
}

/// A kommun without a head has no log, or one that somebody beheaded.
async fn headless(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<Option<Proof>, BackupError> {
    let report = match verify_against(db, kommun, Given::default()).await {
        Err(LedgerError::NotOpen(_)) => return Ok(None),
        report => report?,
    };
    Ok(Some(Proof {
        report,
        missing: Missing::Unknown {
            why: "the head of the log is gone".to_owned(),
        },
        signer: None,
        last_signed: None,
    }))
}

fn tree_head(stated: &LogState) -> Option<TreeHead> {
    Some(TreeHead {
        origin: stated.origin.clone(),
        size: stated.size,
        root: Hash::from_base64(&stated.root).ok()?,
    })
}

/// What was written into a log that was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The entry that says that the database was restored.
    pub entry: u64,
    /// Decisions to erase that were carried out again.
    pub erasures: u64,
}

/// Writes into the log that it was restored, and from what; and erases again what was decided after the copy was made.
///
/// # Errors
/// When the database fails: then nothing was written.
pub async fn settle(
    db: &Db,
    kommun: KommunId,
    proof: &Proof,
    copy: &Copy,
    reason: &str,
    at: OffsetDateTime,
) -> Result<Settled, BackupError> {
    let last_signed = match &proof.last_signed {
        Some(head) => json!({ "size": head.size, "root": head.root.to_base64() }),
        None => json!("unknown"),
    };
    let from = json!({
        "made_at": copy.manifest.made_at,
        "sha256": copy.manifest.sha256,
        "size": proof.report.size,
        "root": proof.report.root,
    });
    let entry = NewEntry::new(EntryKind::Restore)
        .with("reason", reason)
        .with("last_signed", last_signed)
        .with("copy", from);
    let decided = match &proof.signer {
        Some(signer) => signer.erasures().map_err(|error| unreadable(&error))?,
        None => Vec::new(),
    };
    let tx = db.begin_write().await?;
    let appended = append(&tx, kommun, at, entry).await?;
    register::erasure::replay(&*tx, kommun).await?;
    let erasures = register::erasure::again(&tx, kommun, &decided, at)
        .await
        .map_err(|error| BackupError::Database(error.to_string()))?;
    tx.commit().await?;
    erasure::scrub(db).await?;
    Ok(Settled {
        entry: appended.idx,
        erasures,
    })
}

fn unreadable(error: &SignerError) -> BackupError {
    BackupError::Database(error.to_string())
}

/// Signs everybody out: sessions that had ended since the copy was made would be open again.
///
/// # Errors
/// When the database fails.
pub async fn sign_everybody_out(db: &impl ConnectionTrait) -> Result<u64, BackupError> {
    Ok(session::end_all(db).await?)
}
