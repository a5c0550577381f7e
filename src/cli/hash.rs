//! `objektiv hash FILE...`: what the disclosure form takes, on the workstation where the footage is.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Format, Verdict, output};
use crate::disclosure::summing::Summing;
use crate::disclosure::{ReleasedFile, manifest};

/// Read at a time: footage is never in memory as a whole.
const BUFFER_BYTES: usize = 1 << 20;

#[derive(Debug, Args)]
pub struct HashArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// # Errors
/// When a file cannot be read.
pub fn run(arguments: &HashArgs) -> anyhow::Result<Verdict> {
    let hashed = arguments
        .files
        .iter()
        .map(|path| hash(path))
        .collect::<anyhow::Result<Vec<_>>>()?;
    match arguments.format {
        Format::Json => output::json(&hashed)?,
        // The form of `sha256sum` and `sha512sum`: each takes its own lines of the list with `-c`.
        Format::Text => output::line(&manifest::format(&hashed))?,
    }
    Ok(Verdict::Fine)
}

/// The name, size and digests of a file, read in a stream.
///
/// # Errors
/// When it is not a file or cannot be read to its end.
pub fn hash(path: &Path) -> anyhow::Result<ReleasedFile> {
    let shown = path.display();
    let mut file = File::open(path).with_context(|| format!("{shown} could not be opened"))?;
    let metadata = file
        .metadata()
        .with_context(|| format!("{shown} could not be read"))?;
    if !metadata.is_file() {
        bail!("{shown} is not a file; name the files of a folder one by one");
    }
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .with_context(|| format!("{shown} has a name that is not UTF-8"))?;
    let progress = ProgressBar::new(metadata.len());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")?;
    progress.set_style(style);
    progress.set_message(name.to_owned());
    let mut summing = Summing::default();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let read = file.read(&mut buffer).with_context(|| {
            format!("{shown} could not be read after {} bytes", summing.bytes())
        })?;
        if read == 0 {
            break;
        }
        summing.update(buffer.get(..read).unwrap_or_default());
        progress.set_position(summing.bytes());
    }
    progress.finish_and_clear();
    Ok(summing.finish(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_digest_that_sha256sum_prints() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("klipp.mp4");
        std::fs::write(&path, b"abc").unwrap();
        let hashed = hash(&path).unwrap();
        assert_eq!(hashed.name, "klipp.mp4");
        assert_eq!(hashed.size, Some(3));
        assert_eq!(
            hashed.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn what_is_missing_or_no_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            hash(folder.path())
                .unwrap_err()
                .to_string()
                .contains("is not a file")
        );
        let missing = hash(&folder.path().join("borta.mp4")).unwrap_err();
        assert!(missing.to_string().contains("borta.mp4"), "{missing}");
    }
}
