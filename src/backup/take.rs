//! Makes a copy of the register while it is served.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DbErr};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::{BackupError, FORMAT, Kind, LogState, MANIFEST, Manifest, file, folder_name, postgres};
use crate::db::Db;
use crate::ledger::audit;
use crate::ledger::store as ledger;
use crate::ledger::verify::Verdict;
use crate::organisation::KommunId;

/// Read at a time.
const BUFFER_BYTES: usize = 1 << 20;

/// What is copied, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub db: &'a Db,
    /// The address that `db` was opened with: the tools of PostgreSQL need it.
    pub url: &'a str,
    /// The folder of the signing keys, which no copy may bring with it.
    pub signer: &'a Path,
    pub kommuner: &'a [KommunId],
}

impl From<DbErr> for BackupError {
    fn from(error: DbErr) -> Self {
        Self::Database(error.to_string())
    }
}

/// Makes a copy in a folder of its own below `base`. It is there under its name only when it is whole and on the disk.
///
/// # Errors
/// When the database, a tool or the disk fails: then there is no copy, and what was begun is removed.
pub async fn take(
    source: Source<'_>,
    base: &Path,
    at: OffsetDateTime,
) -> Result<(PathBuf, Manifest), BackupError> {
    fs::create_dir_all(base).map_err(|error| file(base, error))?;
    keep_apart(base, source.signer)?;
    let folder = base.join(folder_name(at));
    if folder.exists() {
        return Err(BackupError::Exists(folder));
    }
    let unfinished = base.join(format!(".{}", folder_name(at)));
    // What a copy that was cut short at the same second left.
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(|error| file(&unfinished, error))?;
    }
    make_private(&unfinished)?;
    let made = write(source, &unfinished, at).await;
    if made.is_err() {
        // The error that is told is why there is no copy.
        let _ = fs::remove_dir_all(&unfinished);
    }
    let manifest = made?;
    fs::rename(&unfinished, &folder).map_err(|error| file(&folder, error))?;
    sync(base)?;
    Ok((folder, manifest))
}

/// Neither lies in the other.
fn keep_apart(base: &Path, signer: &Path) -> Result<(), BackupError> {
    // Without such a folder there is nothing that could come along.
    let (Ok(copies), Ok(keys)) = (base.canonicalize(), signer.canonicalize()) else {
        return Ok(());
    };
    if copies.starts_with(&keys) || keys.starts_with(&copies) {
        return Err(BackupError::Keys(base.to_owned()));
    }
    Ok(())
}

/// A folder that nobody else can read.
fn make_private(folder: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| file(folder, error))
}

async fn write(
    source: Source<'_>,
    folder: &Path,
    at: OffsetDateTime,
) -> Result<Manifest, BackupError> {
    let kind = Kind::of(source.url);
    let path = folder.join(kind.file());
    let (schema, logs) = match kind {
        Kind::Sqlite => {
            source.db.copy_to(&path).await?;
            let copy = Db::open_copy(&path).await?;
            let read = state(copy.read(), source.kommuner, true).await;
            copy.close().await?;
            read?
        }
        Kind::Postgresql => {
            let moment = source.db.moment().await?;
            let read = state(&moment.tx, source.kommuner, false).await?;
            let (url, name, to) = (source.url.to_owned(), moment.name.clone(), path.clone());
            blocking(move || postgres::dump(&url, &name, &to)).await?;
            moment.tx.rollback().await?;
            read
        }
    };
    let to = path.clone();
    let (bytes, sha256) = blocking(move || settle(&to)).await?;
    let utc = at.to_offset(time::UtcOffset::UTC).replace_nanosecond(0);
    let made_at = utc.ok().and_then(|at| {
        at.format(&time::format_description::well_known::Rfc3339)
            .ok()
    });
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: made_at.unwrap_or_default(),
        kind,
        schema,
        file: kind.file().to_owned(),
        bytes,
        sha256,
        logs,
    };
    write_manifest(&folder.join(MANIFEST), &manifest)?;
    sync(folder)?;
    Ok(manifest)
}

/// How far the schema has come and where the logs stand; with `prove`, every log is read again.
async fn state(
    db: &impl ConnectionTrait,
    kommuner: &[KommunId],
    prove: bool,
) -> Result<(String, Vec<LogState>), BackupError> {
    let schema = Db::schema(db).await?;
    let mut logs = Vec::new();
    for kommun in kommuner {
        let Some(head) = ledger::head(db, *kommun).await? else {
            continue;
        };
        let whole = if prove {
            let report = audit::verify(db, *kommun, None).await?;
            Some(report.verdict == Verdict::Intact)
        } else {
            None
        };
        let head = head.tree_head();
        logs.push(LogState {
            origin: head.origin,
            size: head.size,
            root: head.root.to_base64(),
            whole,
        });
    }
    Ok((schema, logs))
}

/// Reads a file to its end for its size and digest, and waits until it is on the disk.
fn settle(path: &Path) -> Result<(u64, String), BackupError> {
    let wrong = |error| file(path, error);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(wrong)?;
    }
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(wrong)?;
    digest(path, |_| ()).map_err(wrong)
}

/// The size and the SHA-256 of a file; `progress` hears how much is read.
pub(super) fn digest(path: &Path, progress: impl Fn(u64)) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut bytes, mut sum) = (0, Sha256::new());
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, crate::hex(&sum.finalize())));
        }
        sum.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
        progress(bytes);
    }
}

fn write_manifest(path: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let mut text = serde_json::to_vec_pretty(manifest).map_err(|error| BackupError::Damaged {
        path: path.to_owned(),
        problem: error.to_string(),
    })?;
    text.push(b'\n');
    let write = || {
        let mut new = File::create_new(path)?;
        new.write_all(&text)?;
        new.sync_all()
    };
    write().map_err(|error| file(path, error))
}

pub(super) fn sync(folder: &Path) -> Result<(), BackupError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| file(folder, error))
}

/// Work that waits for a program or the disk, away from the threads that answer requests.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(BackupError::Database(error.to_string())),
    }
}
