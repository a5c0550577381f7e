//! `objektiv log verify`: re-reads everything.

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{Format, Verdict, kommun, open, output};
use crate::config::RegisterArgs;
use crate::ledger::audit;
use crate::ledger::verify::{Report, Verdict as Found};
use crate::register::cases::RegisterCases;

#[derive(Debug, Args)]
pub struct LogArgs {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Read every entry, sealed field, disclosure and revision again; exit code 1 names the first that is not as it was
    Verify {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// # Errors
/// When the log cannot be read at all.
pub async fn run(register: &RegisterArgs, arguments: &LogArgs) -> anyhow::Result<Verdict> {
    let Action::Verify { format } = &arguments.action;
    let db = open(register).await?;
    let (kommun, _) = kommun(register, &db).await?;
    let cases = RegisterCases {
        db: db.read(),
        kommun,
    };
    let report = audit::verify(db.read(), kommun, Some(&cases))
        .await
        .context("the log could not be verified")?;
    match format {
        Format::Json => output::json(&report)?,
        Format::Text => in_words(&report)?,
    }
    Ok(Verdict::fine_if(report.verdict == Found::Intact))
}

fn in_words(report: &Report) -> anyhow::Result<()> {
    output::line(&format!(
        "{}: {} poster, rot {}",
        report.log, report.size, report.root
    ))?;
    for level in &report.levels {
        let mark = match level.ok {
            Some(true) => "ok  ",
            Some(false) => "FEL ",
            None => "-   ",
        };
        output::line(&format!("{mark} nivå {}  {}", level.level, level.detail))?;
    }
    match report.first_bad() {
        Some(first) => output::line(&format!(
            "Loggen är inte som den skrevs. Den första post som inte stämmer är {first}."
        )),
        None => output::line("Loggen är hel."),
    }
}
