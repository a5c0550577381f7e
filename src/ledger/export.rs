//! Writes the log to a directory as C2SP tiles, under a checkpoint of exactly that size.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sea_orm::ConnectionTrait;

use super::checkpoint::{CheckpointError, TreeHead};
use super::note::Note;
use super::read;
use super::store::LedgerError;
use super::tiles::{Tile, Tiler, TooLong};
use crate::organisation::KommunId;

/// Entries held in memory at a time.
const PAGE: u64 = 4096;

/// Why the log was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Entry(#[from] TooLong),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("entry {0} is missing")]
    Missing(u64),
    #[error("what is stored is not what was signed; see `objektiv log verify`")]
    OtherRoot,
}

/// Writes `checkpoint` and the tiles that it covers below `directory`, the checkpoint last: who sees it finds all
/// that it covers.
///
/// # Errors
/// When the files cannot be written, or what is stored does not lead to the root that was signed.
pub async fn write(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    checkpoint: &Note,
    directory: &Path,
) -> Result<TreeHead, ExportError> {
    let head = TreeHead::parse(checkpoint.text())?;
    let mut tiler = Tiler::default();
    let mut from = 0;
    while from < head.size {
        let until = head.size.min(from + PAGE);
        let rows = read::entries(db, kommun, from, until).await?;
        for (idx, row) in (from..).zip(&rows) {
            if row.idx != idx {
                return Err(ExportError::Missing(idx));
            }
            for tile in tiler.push(&row.bytes)? {
                put(directory, &tile)?;
            }
        }
        let read = from + rows.len() as u64;
        if read < until {
            return Err(ExportError::Missing(read));
        }
        from = until;
    }
    let (rest, root) = tiler.finish();
    if root != head.root {
        return Err(ExportError::OtherRoot);
    }
    for tile in rest {
        put(directory, &tile)?;
    }
    put(
        directory,
        &Tile {
            path: "checkpoint".to_owned(),
            bytes: checkpoint.to_string().into_bytes(),
        },
    )?;
    Ok(head)
}

fn put(directory: &Path, tile: &Tile) -> Result<(), ExportError> {
    let path = directory.join(&tile.path);
    let wrap = |source| ExportError::File {
        path: path.clone(),
        source,
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(wrap)?;
    }
    fs::write(&path, &tile.bytes).map_err(wrap)
}
