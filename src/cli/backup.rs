//! `objektiv backup`: a copy of the register while it is served.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{Format, Verdict, open, output};
use crate::backup::take::{Source, take};
use crate::backup::{LogState, Manifest, prune};
use crate::config::{RegisterArgs, SignerArgs};
use crate::organisation::{self, KommunId};

#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Where copies are kept; this one gets a folder of its own in it
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// How many copies stay; the oldest are removed when this one is there
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub keep: Option<u16>,
    #[command(flatten)]
    pub signer: SignerArgs,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Serialize)]
struct Made<'a> {
    folder: &'a Path,
    /// Older copies that were removed.
    removed: usize,
    #[serde(flatten)]
    manifest: &'a Manifest,
}

/// Exit code 1 when a log in the copy is not whole: the copy is kept all the same.
///
/// # Errors
/// When there is no register, or the copy could not be made.
pub async fn run(register: &RegisterArgs, arguments: &BackupArgs) -> anyhow::Result<Verdict> {
    let db = open(register).await?;
    let clock = register.clock();
    let all = organisation::store::kommuner(db.read()).await?;
    let kommuner = all
        .iter()
        .map(|(number, _)| KommunId::acting_for(*number).unveiled());
    let kommuner: Vec<KommunId> = kommuner.collect();
    let signer = arguments.signer.directory(clock.is_frozen());
    let source = Source {
        db: &db,
        url: &register.database,
        signer: &signer,
        kommuner: &kommuner,
    };
    let (folder, manifest) = take(source, &arguments.directory, clock.now()).await?;
    let removed = match arguments.keep {
        Some(keep) => prune(&arguments.directory, usize::from(keep))?,
        None => 0,
    };
    db.close().await?;
    match arguments.format {
        Format::Json => output::json(&Made {
            folder: &folder,
            removed,
            manifest: &manifest,
        })?,
        Format::Text => in_words(&folder, &manifest, removed)?,
    }
    let whole = |log: &LogState| log.whole != Some(false);
    Ok(Verdict::fine_if(manifest.logs.iter().all(whole)))
}

fn in_words(folder: &Path, manifest: &Manifest, removed: usize) -> anyhow::Result<()> {
    output::line(&format!("{}: {} byte", folder.display(), manifest.bytes))?;
    for log in &manifest.logs {
        let whole = match log.whole {
            Some(true) => "loggen är hel",
            Some(false) => "LOGGEN ÄR INTE SOM DEN SKREVS, se objektiv log verify",
            None => "loggen läses om när kopian läggs tillbaka",
        };
        output::line(&format!("{}: {} poster, {whole}", log.origin, log.size))?;
    }
    if removed > 0 {
        output::line(&format!("Äldre kopior borttagna: {removed}"))?;
    }
    Ok(())
}
