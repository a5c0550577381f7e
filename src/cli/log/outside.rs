//! What parties outside the house attest about the log.

use std::path::Path;

use anyhow::{Context, bail};

use super::Log;
use super::verify::VerifyArgs;
use crate::cli::output;
use crate::ledger::note::{Note, Signature};
use crate::ledger::outside::bracket::Trusted;
use crate::ledger::outside::party::{Roots, cosigned_at, witness_key};
use crate::ledger::outside::{Attestation, Attested, store};
use crate::ledger::read;

/// Whom the arguments name as trusted.
pub(super) fn trusted(arguments: &VerifyArgs) -> anyhow::Result<Trusted> {
    let roots = arguments.tsa_ca.as_deref().map(Roots::read).transpose()?;
    let keys = arguments.witnesses.iter();
    Ok(Trusted {
        roots: roots.unwrap_or_default(),
        witnesses: keys
            .map(|key| witness_key(key.trim()))
            .collect::<Result<_, _>>()?,
    })
}

/// Keeps a witness's line with the checkpoint that it is over.
pub(super) async fn cosigned(log: &Log<'_>, file: &Path, key: &str) -> anyhow::Result<()> {
    let key = witness_key(key.trim())?;
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| shown.clone())?;
    let lines = text
        .lines()
        .filter_map(|line| Signature::parse(line.trim()).ok());
    for line in lines.filter(|line| line.name == key.name()) {
        // The line does not say which checkpoint it is over: the newest that it holds for.
        let checkpoints = read::checkpoints(log.db.read(), log.kommun, u64::MAX >> 1).await?;
        for checkpoint in checkpoints.iter().rev() {
            let note = Note::parse(checkpoint.note.as_bytes())?;
            let Ok(at) = cosigned_at(&note, &line, &key) else {
                continue;
            };
            let attestation = Attestation {
                size: checkpoint.size,
                kind: Attested::Cosignature,
                body: line.to_string().into_bytes(),
            };
            let tx = log.db.begin_write().await?;
            store::keep(&*tx, log.kommun, &attestation).await?;
            tx.commit().await?;
            let (name, size) = (key.name(), checkpoint.size);
            return output::line(&format!("{name} såg {size} poster {at}"));
        }
    }
    bail!("{shown}: no line of this witness that is over a checkpoint of this log")
}
