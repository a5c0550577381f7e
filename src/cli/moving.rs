//! `objektiv move`: a register that has outgrown SQLite goes into PostgreSQL as a whole, or not at all.

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::restore::Lacks;
use super::{Format, Verdict, output, refuse_unless_there};
use crate::backup::Kind;
use crate::backup::moving::{Filled, fill, number_on, refuse_another_schema, stands};
use crate::backup::restore::{Missing, Proof, prove, sign_everybody_out};
use crate::config::{RegisterArgs, SignerArgs};
use crate::db::moving::{Arriving, Leaving};
use crate::db::without_password;
use crate::ledger::verify::Report;
use crate::organisation::{self, KommunId};

#[derive(Debug, Args)]
pub struct MoveArgs {
    /// The empty database to move to: <postgres://USER:PASSWORD@HOST/NAME>; with a password best by the environment, for
    /// the arguments of a program can be read by everybody on the machine
    #[arg(
        long,
        env = "OBJEKTIV_MOVE_TO",
        hide_env_values = true,
        value_name = "ADDRESS"
    )]
    pub to: String,
    #[command(flatten)]
    pub signer: SignerArgs,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What one log turned out to be where it was moved to.
#[derive(Debug, Serialize)]
struct Told {
    #[serde(flatten)]
    report: Report,
    #[serde(flatten)]
    lacks: Lacks,
}

#[derive(Debug, Serialize)]
struct Rows {
    table: String,
    rows: u64,
}

/// What `move` prints (docs/schema/move.json).
#[derive(Debug, Serialize)]
struct Outcome {
    from: String,
    /// Without the password.
    to: String,
    /// False when a log is not whole or cannot be compared with the signer's memory; then nothing is there.
    moved: bool,
    rows: u64,
    tables: Vec<Rows>,
    /// Sessions that were ended.
    signed_out: u64,
    /// Whether the old file is marked, so that no program opens it as a register.
    file_closed: bool,
    logs: Vec<Told>,
}

/// Exit code 1 when a log is not whole or lacks what was signed, 2 when nobody here can say: then nothing is moved.
///
/// # Errors
/// When the register is not SQLite's or somebody has it open, the target is not PostgreSQL or not empty, a row does not fit,
/// or a database fails: then nothing is moved either.
pub async fn run(register: &RegisterArgs, arguments: &MoveArgs) -> anyhow::Result<Verdict> {
    refuse_wrong_kinds(&register.database, &arguments.to)?;
    refuse_unless_there(register)?;
    let clock = register.clock();
    let signers = arguments.signer.directory(clock.is_frozen());
    let opened = Leaving::hold(&register.database).await;
    let from = opened.context("the register could not be opened, and nothing was moved")?;
    let fits = refuse_another_schema(&from).await;
    fits.context("nothing was moved")?;
    if organisation::store::kommuner(&from.tx).await?.is_empty() {
        bail!(
            "the register at {} is empty: there is nothing to move",
            register.database
        );
    }
    let opened = Arriving::begin(&arguments.to).await;
    let to = opened.with_context(|| {
        format!(
            "nothing was moved: PostgreSQL did not let anybody in at {}; see that it runs there, and that user, password and name of the database are right",
            without_password(&arguments.to)
        )
    })?;
    let progress = bar()?;
    let told_of = |done, whole| {
        progress.set_length(whole);
        progress.set_position(done);
    };
    let filled = fill(&from, &to, &told_of).await;
    let filled = filled.context("nothing was moved")?;
    progress.set_message("loggen läses om");
    let mut proofs = Vec::new();
    for (number, _) in organisation::store::kommuner(&to.tx).await? {
        let kommun = KommunId::acting_for(number).unveiled();
        let stated = stands(&from.tx, kommun).await?;
        let proof = prove(&to.tx, kommun, &signers, &stated).await;
        proofs.extend(proof.context("nothing was moved")?);
    }
    progress.finish_and_clear();
    let verdict = judged(&proofs);
    let mut outcome = Outcome {
        from: register.database.clone(),
        to: without_password(&arguments.to),
        moved: verdict == Verdict::Fine,
        rows: filled.iter().map(|one| one.rows).sum(),
        tables: filled.iter().map(rows).collect(),
        signed_out: 0,
        file_closed: false,
        logs: proofs.iter().map(told).collect(),
    };
    if outcome.moved {
        outcome.signed_out = settle(&from, to, &filled).await?;
        // The register is where it was to go: a file that cannot be marked is for whoever reads the answer to put away.
        outcome.file_closed = from.close_for_good(clock.now()).await.is_ok();
    } else {
        to.give_up().await?;
        from.let_go().await?;
    }
    match arguments.format {
        Format::Json => output::json(&outcome)?,
        Format::Text => in_words(&outcome)?,
    }
    Ok(verdict)
}

/// What remains to be done with what is proved; how many sessions were ended.
async fn settle(from: &Leaving, to: Arriving, filled: &[Filled]) -> anyhow::Result<u64> {
    let ended = sign_everybody_out(&to.tx).await?;
    number_on(from, &to, filled).await?;
    let kept = to.keep().await;
    kept.context("it could not be made durable")?;
    Ok(ended)
}

fn refuse_wrong_kinds(from: &str, to: &str) -> anyhow::Result<()> {
    if Kind::of(from) != Kind::Sqlite {
        bail!(
            "the register at {} is not in SQLite: only out of SQLite is a register moved. Name it with --database sqlite://FILE",
            without_password(from)
        );
    }
    if !to.starts_with("postgres:") && !to.starts_with("postgresql:") {
        bail!(
            "{} is no address of PostgreSQL; write --to postgres://USER:PASSWORD@HOST/NAME",
            without_password(to)
        );
    }
    Ok(())
}

fn bar() -> anyhow::Result<ProgressBar> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")?;
    Ok(ProgressBar::new(0)
        .with_style(style)
        .with_message("rader flyttas"))
}

fn judged(proofs: &[Proof]) -> Verdict {
    let lacks = |proof: &Proof| matches!(proof.missing, Missing::Entries { .. });
    if proofs.iter().any(|proof| !proof.is_whole() || lacks(proof)) {
        Verdict::Wrong
    } else if proofs.iter().any(|one| one.missing != Missing::Nothing) {
        Verdict::NotChecked
    } else {
        Verdict::Fine
    }
}

fn rows(filled: &Filled) -> Rows {
    Rows {
        table: filled.name().to_owned(),
        rows: filled.rows,
    }
}

fn told(proof: &Proof) -> Told {
    Told {
        report: proof.report.clone(),
        lacks: Lacks::from(&proof.missing),
    }
}

fn in_words(outcome: &Outcome) -> anyhow::Result<()> {
    output::line(&format!("Från {} till {}", outcome.from, outcome.to))?;
    for log in &outcome.logs {
        log_in_words(log)?;
    }
    if !outcome.moved {
        return output::line(
            "Registret flyttades INTE: inget av det ligger kvar i den nya databasen, och det gamla är som det var.",
        );
    }
    output::line(&format!(
        "Registret är flyttat: {} rader i {} tabeller. Alla är utloggade. Gör nu detta:",
        outcome.rows,
        outcome.tables.len()
    ))?;
    output::line(
        "1. Sätt OBJEKTIV_DATABASE till den nya adressen, med lösenord, och starta servern. Ta en säkerhetskopia.",
    )?;
    output::line(
        "2. Låt mappen med loggens nycklar (--signer) och nyckeln till hemligheterna (--secrets-key) ligga där de ligger.",
    )?;
    let marked = if outcome.file_closed {
        "Den är märkt som flyttad: programmet öppnar den inte mer"
    } else {
        "Den kunde INTE märkas som flyttad: servern får aldrig startas på den igen"
    };
    output::line(&format!(
        "3. Lägg undan {}. {marked}. Gallra den som en säkerhetskopia.",
        outcome.from
    ))
}

fn log_in_words(log: &Told) -> anyhow::Result<()> {
    let report = &log.report;
    output::line(&format!(
        "{}: {} poster, rot {}",
        report.log, report.size, report.root
    ))?;
    for level in &report.levels {
        match level.ok {
            Some(true) => output::line(&format!("  ok   nivå {}  {}", level.level, level.detail))?,
            Some(false) => output::line(&format!("  FEL  nivå {}  {}", level.level, level.detail))?,
            None => {}
        }
    }
    if let (Some(from), Some(until)) = (log.lacks.missing_from, log.lacks.missing_until) {
        output::line(&format!(
            "  SAKNAS: posterna {from} till och med {until} skrevs under och finns inte. Avgör det först: objektiv log \
             adopt --reason TEXT"
        ))?;
    } else if let Some(why) = &log.lacks.why {
        output::line(&format!(
            "  Om något som skrevs under saknas går inte att säga här ({why}). Flytta där mappen med loggens nycklar \
             ligger (--signer)"
        ))?;
    }
    Ok(())
}
