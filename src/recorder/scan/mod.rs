//! What lies in the store of a recorder: every file below a folder, dated by the older of its name and its own time.
//!
//! Memory does not grow with the number of files, only with the number of stores.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use time::OffsetDateTime;
use walkdir::{DirEntry, WalkDir};

use super::ProofLevel;
use super::check::StoreSeen;

pub mod glob;
pub mod name;

use glob::Glob;
use name::{NameTimes, Zone};

/// Paths that are named; the rest are counted.
const NAMED: usize = 20;
/// Stores below one folder; more than that is not a folder of cameras.
const MOST_STORES: usize = 10_000;
/// Older file times are what a broken clock or a file system without times gives: 1980-01-01.
const FIRST_TIME: i64 = 315_532_800;
/// How far ahead a recorder's clock may be.
const CLOCK_SLACK: i64 = 300;
/// Files between two reports of progress.
const STEP: u64 = 512;

/// What to look for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Every folder directly below the root is a store of its own, such as one for each camera.
    pub by_folder: bool,
    pub names: NameTimes,
    pub zone: Zone,
    /// Only files with such names are footage.
    pub only: Vec<Glob>,
    /// What is from before it is too old.
    pub first_allowed: OffsetDateTime,
    pub now: OffsetDateTime,
}

/// Why nothing could be scanned.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    #[error("{path} could not be read: {source}", path = .path.display())]
    Root { path: PathBuf, source: io::Error },
    #[error("{path} is not a folder", path = .0.display())]
    NoFolder(PathBuf),
    #[error(
        "{path} has more than {MOST_STORES} folders; without --by-folder it is one store",
        path = .0.display()
    )]
    TooManyStores(PathBuf),
}

/// Scans everything below `root`. `progress` is told of files and bytes now and then.
///
/// # Errors
/// When the root itself cannot be read; what cannot be read below it is counted.
pub fn scan(
    root: &Path,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Vec<StoreSeen>, ScanError> {
    let wrong = |source| ScanError::Root {
        path: root.to_owned(),
        source,
    };
    let real = root.canonicalize().map_err(wrong)?;
    if !real.is_dir() {
        return Err(ScanError::NoFolder(root.to_owned()));
    }
    std::fs::read_dir(&real).map_err(wrong)?;
    let mut scan = Scan {
        root,
        real: &real,
        options,
        stores: BTreeMap::new(),
        told: (0, 0),
    };
    if !options.by_folder {
        scan.store(Path::new(""))?;
    }
    for entry in WalkDir::new(&real) {
        match entry {
            Ok(entry) => scan.entry(&entry)?,
            Err(error) => scan.unreadable(&error)?,
        }
        if scan.told.0.is_multiple_of(STEP) {
            progress(scan.told.0, scan.told.1);
        }
    }
    progress(scan.told.0, scan.told.1);
    Ok(scan.stores.into_values().map(Tally::finish).collect())
}

struct Scan<'a> {
    /// As it was named, for the eyes.
    root: &'a Path,
    real: &'a Path,
    options: &'a Options,
    stores: BTreeMap<PathBuf, Tally>,
    /// Files and bytes so far.
    told: (u64, u64),
}

/// One store while it is counted, in whole seconds since 1970.
struct Tally {
    seen: StoreSeen,
    older: u64,
    oldest: Option<i64>,
    newest: Option<i64>,
}

impl Tally {
    fn finish(self) -> StoreSeen {
        let instant = |seconds: Option<i64>| {
            seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        };
        StoreSeen {
            oldest: instant(self.oldest),
            newest: instant(self.newest),
            older_than_limit: Some(self.older),
            ..self.seen
        }
    }

    fn cannot_read(&mut self, what: String) {
        self.seen.unreadable += 1;
        if self.seen.unreadable_paths.len() < NAMED {
            self.seen.unreadable_paths.push(what);
        }
    }
}

impl Scan<'_> {
    /// The store that a path below the root belongs to.
    fn store(&mut self, below: &Path) -> Result<&mut Tally, ScanError> {
        let key = if self.options.by_folder {
            below.iter().next().map(PathBuf::from).unwrap_or_default()
        } else {
            PathBuf::new()
        };
        if self.stores.len() >= MOST_STORES && !self.stores.contains_key(&key) {
            return Err(ScanError::TooManyStores(self.root.to_owned()));
        }
        let root = self.root;
        Ok(self.stores.entry(key).or_insert_with_key(|key| {
            let shown = if key.as_os_str().is_empty() {
                root.to_owned()
            } else {
                root.join(key)
            };
            Tally {
                seen: StoreSeen::new(shown.to_string_lossy(), ProofLevel::Disk),
                older: 0,
                oldest: None,
                newest: None,
            }
        }))
    }

    fn entry(&mut self, entry: &DirEntry) -> Result<(), ScanError> {
        let real = self.real;
        let below = entry.path().strip_prefix(real).unwrap_or(entry.path());
        let kind = entry.file_type();
        if kind.is_dir() {
            // A folder without a file is a store too: it says that nothing is there.
            if self.options.by_folder && entry.depth() == 1 {
                self.store(below)?;
            }
            return Ok(());
        }
        // Files beside the folders are a store of their own.
        let parent = if entry.depth() == 1 {
            Path::new("")
        } else {
            below
        };
        if kind.is_symlink() {
            let out = leads_out(entry.path(), real);
            let tally = self.store(parent)?;
            tally.seen.links += 1;
            if out && tally.seen.links_out.len() < NAMED {
                tally.seen.links_out.push(below.display().to_string());
            }
            return Ok(());
        }
        if !kind.is_file() {
            self.store(parent)?.seen.special += 1;
            return Ok(());
        }
        let only = &self.options.only;
        let is_meant = |name: &str| only.iter().any(|glob| glob.matches(name));
        if !only.is_empty() && !is_meant(&entry.file_name().to_string_lossy()) {
            self.store(parent)?.seen.left_out += 1;
            return Ok(());
        }
        match entry.metadata() {
            Ok(metadata) => self.file(parent, below, &metadata),
            Err(error) => self.unreadable(&error),
        }
    }

    fn file(
        &mut self,
        parent: &Path,
        below: &Path,
        metadata: &std::fs::Metadata,
    ) -> Result<(), ScanError> {
        let options = self.options;
        let size = metadata.len();
        self.told.0 += 1;
        self.told.1 = self.told.1.saturating_add(size);
        let tally = self.store(parent)?;
        if size == 0 {
            tally.seen.empty_files += 1;
            return Ok(());
        }
        tally.seen.count += 1;
        tally.seen.bytes = tally.seen.bytes.saturating_add(size);
        let own = own_time(metadata);
        let named = options
            .names
            .of(below.as_os_str().as_encoded_bytes(), options.zone);
        let latest = options.now.unix_timestamp() + CLOCK_SLACK;
        let Some(at) = own
            .into_iter()
            .chain(named)
            .min()
            .filter(|at| *at <= latest)
        else {
            tally.seen.undated += 1;
            return Ok(());
        };
        tally.oldest = Some(tally.oldest.map_or(at, |oldest| oldest.min(at)));
        tally.newest = Some(tally.newest.map_or(at, |newest| newest.max(at)));
        tally.older += u64::from(at < options.first_allowed.unix_timestamp());
        Ok(())
    }

    fn unreadable(&mut self, error: &walkdir::Error) -> Result<(), ScanError> {
        let cause = error.io_error().map(io::Error::kind);
        if cause == Some(ErrorKind::NotFound) {
            // Deleted while we looked: that is what is meant to happen.
            return Ok(());
        }
        let real = self.real;
        let path = error.path().unwrap_or(real);
        let below = path.strip_prefix(real).unwrap_or(path);
        let why = error
            .io_error()
            .map_or_else(String::new, ToString::to_string);
        let tally = self.store(below)?;
        tally.cannot_read(format!("{}: {why}", below.display()));
        Ok(())
    }
}

/// The time of the file itself; `None` where the file system has none worth the name.
fn own_time(metadata: &std::fs::Metadata) -> Option<i64> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    (seconds > FIRST_TIME).then_some(seconds)
}

fn leads_out(link: &Path, root: &Path) -> bool {
    link.canonicalize()
        .is_ok_and(|target| !target.starts_with(root))
}

#[cfg(test)]
mod tests;
