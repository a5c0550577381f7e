//! Copies of the whole register: what a copy says of itself, and which copies have had their time.
//!
//! A copy is a folder with the database in one file and a manifest beside it. The signing keys and the signer's memory
//! are never in it: whoever holds a copy cannot sign, and a copy that is put back is measured by that memory.

pub mod moving;
pub mod postgres;
pub mod restore;
pub mod take;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

use crate::ledger::store::LedgerError;

/// The file in which a copy says what it is.
pub const MANIFEST: &str = "manifest.json";
/// Of what the manifest says.
pub const FORMAT: u32 = 1;
/// Before the instant in the name of a copy.
const PREFIX: &str = "objektiv-";
const INSTANT: StaticFormatDescription =
    format_description!("[year][month][day]T[hour][minute][second]Z");

/// Why there is no copy, or why it cannot be put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{0} is there already")]
    Exists(PathBuf),
    #[error(
        "{0} and the folder of signing keys lie in one another: a copy must not bring the keys with it"
    )]
    Keys(PathBuf),
    #[error(
        "there is no folder {0}: name the folder of a copy, or the one that the copies of every night are in (--backup-to)"
    )]
    NoFolder(PathBuf),
    #[error("{0} holds no copy of a register: it has no {MANIFEST}, nor has any folder in it")]
    NoCopy(PathBuf),
    #[error("{path}: {problem}")]
    Damaged { path: PathBuf, problem: String },
    #[error(
        "the copy is of a register in {copy}; it cannot be put into {target}. Name a database of the same kind"
    )]
    OtherEngine { copy: String, target: String },
    #[error(
        "the copy was made by a newer Objektiv ({program}, schema {schema}): put it back with that"
    )]
    Newer { program: String, schema: String },
    #[error("{0} is not empty: a copy is put back where nothing is")]
    NotEmpty(String),
    #[error("{tool} is not on this machine; it comes with PostgreSQL's client (postgresql-client)")]
    NoTool { tool: &'static str },
    #[error("{tool} failed: {said}")]
    Tool { tool: &'static str, said: String },
    #[error("the database: {0}")]
    Database(String),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// In which kind of database the copied register lay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Sqlite,
    Postgresql,
}

impl Kind {
    /// By the address of a database.
    pub fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            Self::Sqlite
        } else {
            Self::Postgresql
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        }
    }

    /// The file that holds the database.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "register.db",
            Self::Postgresql => "register.dump",
        }
    }
}

/// What a copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    /// The version of Objektiv that made it.
    pub program: String,
    /// UTC, to the second.
    pub made_at: String,
    pub kind: Kind,
    /// The last migration that the database had been through.
    pub schema: String,
    pub file: String,
    pub bytes: u64,
    /// SHA-256, as `sha256sum` prints it.
    pub sha256: String,
    /// Where each log stood.
    pub logs: Vec<LogState>,
}

/// Where a log stood when the copy was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogState {
    pub origin: String,
    pub size: u64,
    /// Base64.
    pub root: String,
    /// Whether the log in the copy was whole. `None` when it was not read again, as in a dump.
    pub whole: Option<bool>,
}

/// What a copy made at an instant is called.
pub fn folder_name(at: OffsetDateTime) -> String {
    let utc = at.to_offset(time::UtcOffset::UTC);
    // Only years that cannot be written in four digits have no name of this form.
    let written = utc.format(INSTANT).unwrap_or_default();
    format!("{PREFIX}{written}")
}

/// Whether a folder has the name of a copy.
fn is_named_as_copy(name: &str) -> bool {
    let instant = name.strip_prefix(PREFIX);
    instant.is_some_and(|text| time::PrimitiveDateTime::parse(text, INSTANT).is_ok())
}

/// The folders of copies below `base`, the newest first. What is not finished has no manifest and is none.
///
/// # Errors
/// When the folder cannot be read.
pub fn copies(base: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let wrong = |source| file(base, source);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(base).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let named = entry.file_name().to_str().is_some_and(is_named_as_copy);
        if named && entry.path().join(MANIFEST).is_file() {
            found.push(entry.path());
        }
    }
    // The names sort by time.
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

/// Removes the oldest copies until `keep` are left, and what was cut short before those; gives how many copies went.
/// Nothing else in the folder is touched.
///
/// # Errors
/// When one of them cannot be removed.
pub fn prune(base: &Path, keep: usize) -> Result<usize, BackupError> {
    let mut all = copies(base)?;
    let old = all.split_off(keep.max(1).min(all.len()));
    for folder in &old {
        // First the manifest: what is half removed is no copy.
        let manifest = folder.join(MANIFEST);
        std::fs::remove_file(&manifest).map_err(|source| file(&manifest, source))?;
        std::fs::remove_dir_all(folder).map_err(|source| file(folder, source))?;
    }
    if let Some(oldest) = all.last().and_then(|folder| folder.file_name()) {
        clear_unfinished(base, &oldest.to_string_lossy())?;
    }
    Ok(old.len())
}

/// Copies that were begun before another and never got their name.
fn clear_unfinished(base: &Path, before: &str) -> Result<(), BackupError> {
    let wrong = |source| file(base, source);
    for entry in std::fs::read_dir(base).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let begun = name.and_then(|name| name.strip_prefix('.'));
        if begun.is_some_and(|name| is_named_as_copy(name) && name < before) {
            std::fs::remove_dir_all(&path).map_err(|source| file(&path, source))?;
        }
    }
    Ok(())
}

fn file(path: &Path, source: std::io::Error) -> BackupError {
    BackupError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn copy(base: &Path, at: OffsetDateTime) -> PathBuf {
        let folder = base.join(folder_name(at));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(MANIFEST), "{}").unwrap();
        folder
    }

    #[test]
    fn the_newest_copies_stay_and_nothing_else_in_the_folder_is_touched() {
        let base = tempfile::tempdir().unwrap();
        let at = |day| datetime!(2026-11-22 02:00 UTC) + time::Duration::days(day);
        let made: Vec<PathBuf> = (0..5).map(|day| copy(base.path(), at(day))).collect();
        let own = base.path().join("objektiv-anteckningar");
        std::fs::create_dir(&own).unwrap();
        let begun = |day| base.path().join(format!(".{}", folder_name(at(day))));
        for day in [-9, 9] {
            std::fs::create_dir(begun(day)).unwrap();
        }
        assert_eq!(prune(base.path(), 2).unwrap(), 3);
        assert_eq!(
            copies(base.path()).unwrap(),
            [made[4].clone(), made[3].clone()]
        );
        assert!(own.exists() && begun(9).exists() && !begun(-9).exists());
        assert_eq!(
            prune(base.path(), 0).unwrap(),
            1,
            "the last is never removed"
        );
        assert_eq!(prune(base.path(), 9).unwrap(), 0);
    }

    #[test]
    fn a_copy_is_named_by_its_instant_in_utc() {
        let at = datetime!(2026-11-22 03:04:05 +1);
        assert_eq!(folder_name(at), "objektiv-20261122T020405Z");
        assert!(is_named_as_copy("objektiv-20261122T020405Z"));
        assert!(!is_named_as_copy("objektiv-20261322T020405Z"));
    }
}
