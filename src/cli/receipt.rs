//! `objektiv receipt verify`: offline, without a database.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{Format, Verdict, hash, output};
use crate::code::Code;
use crate::ledger::footage::Footage;
use crate::ledger::note::{Scheme, VerificationKey};
use crate::ledger::outside::party::Roots;
use crate::ledger::receipt::{Brought, Check, Receipt, ReceiptReport};
use crate::ledger::verify::Verdict as Found;

#[derive(Debug, Args)]
pub struct ReceiptArgs {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Check a receipt, and the files that came with it
    Verify {
        /// The receipt: .zip or .tlog-proof
        receipt: PathBuf,
        /// The files that were released
        files: Vec<PathBuf>,
        /// The log's published key, NAME+ID+KEY or a file with it; not the one inside the receipt
        #[arg(long, value_name = "KEY")]
        key: Vec<String>,
        /// The key of a witness that must have signed too
        #[arg(long, value_name = "KEY")]
        witness: Vec<String>,
        /// The certificates, in PEM, that a time stamp is trusted under
        #[arg(long, value_name = "FILE")]
        tsa_ca: Option<PathBuf>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// # Errors
/// When the receipt or a file cannot be read.
pub fn run(arguments: &ReceiptArgs) -> anyhow::Result<Verdict> {
    let Action::Verify {
        receipt,
        files,
        key,
        witness,
        tsa_ca,
        format,
    } = &arguments.action;
    let shown = receipt.display();
    let bytes = std::fs::read(receipt).with_context(|| shown.to_string())?;
    let parsed = Receipt::parse(&bytes).map_err(|error| {
        anyhow::anyhow!("{shown}: {error}; give the .zip or .tlog-proof as it was handed out")
    })?;
    let files = files
        .iter()
        .map(|path| footage(path))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let witnesses = read_keys(witness)?.into_iter();
    let witnesses = witnesses.map(|key| key.of(Scheme::Cosignature));
    let (keys, witnesses) = (read_keys(key)?, witnesses.collect::<Result<Vec<_>, _>>()?);
    let roots = tsa_ca.as_deref().map(Roots::read).transpose()?;
    let report = parsed.check(&Brought {
        keys: &keys,
        witnesses: &witnesses,
        roots: roots.as_ref().map_or(&[], |roots| &roots.0),
        files: &files,
    });
    let asked = [
        (Check::Signature, true),
        (Check::Stamp, roots.is_some()),
        (Check::Files, !files.is_empty()),
    ];
    let asked = asked.into_iter().filter(|(_, is_asked)| *is_asked);
    let asked: Vec<Check> = asked.map(|(check, _)| check).collect();
    let report = report.asked(&asked);
    match format {
        Format::Json => output::json(&report)?,
        Format::Text => in_words(&report)?,
    }
    if keys.is_empty() && report.verdict == Found::NotChecked {
        anyhow::bail!("the signature was not checked: name the log's published key with --key");
    }
    Ok(report.verdict.into())
}

fn footage(path: &Path) -> anyhow::Result<Footage> {
    let file = hash::hash(path)?;
    Ok(Footage {
        name: file.name,
        size: file.size,
        sha256: file.sha256,
    })
}

/// Keys as they are written, or files that hold one a line.
fn read_keys(given: &[String]) -> anyhow::Result<Vec<VerificationKey>> {
    let mut keys = Vec::new();
    for text in given {
        if Path::new(text).is_file() {
            let lines = std::fs::read_to_string(text).with_context(|| text.clone())?;
            for line in lines.lines().filter(|line| !line.trim().is_empty()) {
                keys.push(VerificationKey::parse(line.trim()).with_context(|| text.clone())?);
            }
        } else {
            keys.push(VerificationKey::parse(text.trim()).with_context(|| text.clone())?);
        }
    }
    Ok(keys)
}

fn in_words(report: &ReceiptReport) -> anyhow::Result<()> {
    output::line(&format!(
        "Post {} i en logg om {} poster",
        report.entry, report.size
    ))?;
    for check in &report.checks {
        let mark = match check.ok {
            Some(true) => "ok ",
            Some(false) => "FEL",
            None => "-  ",
        };
        output::line(&format!(
            "{mark}  {:<12} {}",
            check.name.code(),
            check.detail
        ))?;
    }
    match report.verdict {
        Found::Intact => output::line("Kvittot håller."),
        Found::Tampered => output::line("Kvittot håller inte."),
        Found::NotChecked => output::line(
            "Kvittot är inte kontrollerat: allt som efterfrågades kunde inte svaras på.",
        ),
    }
}
