//! `objektiv restore`: puts a copy back where nothing is, proves its log and says what is missing.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;
use time::OffsetDateTime;

use super::{Format, Verdict, output};
use crate::backup::restore::{
    Copy, Missing, Placed, Proof, find, prove, settle, sign_everybody_out,
};
use crate::config::{RegisterArgs, SignerArgs};
use crate::db::Db;
use crate::ledger::signing;
use crate::ledger::verify::Report;
use crate::organisation::{self, KommunId};

#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The folder of a copy, or of several: then the newest
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// Why; it stands in the log for ever
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[command(flatten)]
    pub signer: SignerArgs,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What became of one log.
#[derive(Debug, Serialize)]
struct Told {
    #[serde(flatten)]
    report: Report,
    #[serde(flatten)]
    lacks: Lacks,
    /// The entry that says that the register was restored.
    restored_in: Option<u64>,
    /// Decisions to erase that were carried out again.
    erased_again: u64,
    signed: bool,
}

/// What a log lacks of what was signed.
#[derive(Debug, Serialize)]
pub(super) struct Lacks {
    /// `nothing`, `entries` or `unknown`.
    pub missing: &'static str,
    pub missing_from: Option<u64>,
    pub missing_until: Option<u64>,
    /// Why nobody here can say.
    pub why: Option<String>,
}

impl From<&Missing> for Lacks {
    fn from(missing: &Missing) -> Self {
        let (missing, missing_from, missing_until, why) = match missing {
            Missing::Nothing => ("nothing", None, None, None),
            Missing::Entries { from, until } => ("entries", Some(*from), Some(*until), None),
            Missing::Unknown { why } => ("unknown", None, None, Some(why.clone())),
        };
        Self {
            missing,
            missing_from,
            missing_until,
            why,
        }
    }
}

#[derive(Debug, Serialize)]
struct Outcome<'a> {
    folder: &'a Path,
    made_at: &'a str,
    /// False when a log in the copy is not whole; then nothing was put in place.
    restored: bool,
    logs: Vec<Told>,
}

struct One {
    kommun: KommunId,
    proof: Proof,
    told: Told,
}

/// Exit code 1 when the log in the copy is not whole, or something that was signed is missing in it.
///
/// # Errors
/// When there is no copy, the target is not empty, or the disk, a tool or the database fails.
pub async fn run(register: &RegisterArgs, arguments: &RestoreArgs) -> anyhow::Result<Verdict> {
    let clock = register.clock();
    let signers = arguments.signer.directory(clock.is_frozen());
    let copy = find(&arguments.directory)?;
    let progress = ProgressBar::new(copy.manifest.bytes);
    copy.check(|read| progress.set_position(read))?;
    progress.finish_and_clear();
    let placed = copy.place(&register.database).await?;
    let db = Db::open(&placed.url).await?;
    let (mut logs, stated) = (Vec::new(), &copy.manifest.logs);
    for (number, _) in organisation::store::kommuner(db.read()).await? {
        let kommun = KommunId::acting_for(number).unveiled();
        if let Some(proof) = prove(db.read(), kommun, &signers, stated).await? {
            let told = told(&proof);
            logs.push(One {
                kommun,
                proof,
                told,
            });
        }
    }
    if logs.iter().any(|one| !one.proof.is_whole()) {
        db.close().await?;
        placed.refuse()?;
        return say(arguments.format, &copy, logs, false);
    }
    let now = clock.now();
    let db = take_over(db, placed, &copy, &mut logs, (&arguments.reason, now)).await?;
    for one in &mut logs {
        // What is missing is not signed away: somebody has to compare and adopt the log.
        if let (Missing::Nothing, Some(signer)) = (&one.proof.missing, one.proof.signer()) {
            signing::sign(&db, one.kommun, signer, now).await?;
            one.told.signed = true;
        }
    }
    db.close().await?;
    say(arguments.format, &copy, logs, true)
}

/// Writes what has to be written before anybody sees it, and makes the copy the register.
async fn take_over(
    db: Db,
    placed: Placed,
    copy: &Copy,
    logs: &mut [One],
    (reason, at): (&str, OffsetDateTime),
) -> anyhow::Result<Db> {
    for one in logs {
        let settled = settle(&db, one.kommun, &one.proof, copy, reason, at).await?;
        one.told.restored_in = Some(settled.entry);
        one.told.erased_again = settled.erasures;
    }
    sign_everybody_out(&*db.write_one().await).await?;
    db.close().await?;
    let url = placed.accept()?;
    Ok(Db::open(&url).await?)
}

fn told(proof: &Proof) -> Told {
    Told {
        report: proof.report.clone(),
        lacks: Lacks::from(&proof.missing),
        restored_in: None,
        erased_again: 0,
        signed: false,
    }
}

fn say(format: Format, copy: &Copy, logs: Vec<One>, restored: bool) -> anyhow::Result<Verdict> {
    let fine = |one: &One| one.proof.missing == Missing::Nothing;
    let verdict = Verdict::fine_if(restored && logs.iter().all(fine));
    let outcome = Outcome {
        folder: &copy.folder,
        made_at: &copy.manifest.made_at,
        restored,
        logs: logs.into_iter().map(|one| one.told).collect(),
    };
    match format {
        Format::Json => output::json(&outcome)?,
        Format::Text => in_words(&outcome)?,
    }
    Ok(verdict)
}

fn in_words(outcome: &Outcome<'_>) -> anyhow::Result<()> {
    output::line(&format!(
        "Kopian från {}: {}",
        outcome.made_at,
        outcome.folder.display()
    ))?;
    for log in &outcome.logs {
        let report = &log.report;
        output::line(&format!("{}: {} poster", report.log, report.size))?;
        for level in report.levels.iter().filter(|level| level.ok == Some(false)) {
            output::line(&format!("  FEL nivå {}: {}", level.level, level.detail))?;
        }
        if let (Some(from), Some(until)) = (log.lacks.missing_from, log.lacks.missing_until) {
            output::line(&format!(
                "  SAKNAS: posterna {from} till och med {until} skrevs under efter kopian. De står på kvitton och i \
                 utskickade kontrollpunkter. Jämför, meddela dataskyddsombudet och avgör: objektiv log adopt --reason TEXT"
            ))?;
        } else if let Some(why) = &log.lacks.why {
            output::line(&format!(
                "  Om något saknas går inte att säga här ({why}). Jämför med en kontrollpunkt utanför huset: objektiv \
                 log verify --against FILE, och avgör: objektiv log adopt --reason TEXT"
            ))?;
        } else {
            output::line("  Inget som skrevs under saknas.")?;
        }
        if let Some(entry) = log.restored_in {
            output::line(&format!("  Antecknat i post {entry}."))?;
        }
        if log.erased_again > 0 {
            output::line(&format!(
                "  Gallringsbeslut utförda igen: {}",
                log.erased_again
            ))?;
        }
    }
    if outcome.restored {
        output::line(
            "Registret är tillbaka. Alla är utloggade. Nycklar och kalenderadresser som togs bort efter kopian gäller igen: se \
             Administration.",
        )
    } else {
        output::line(
            "Registret lades INTE tillbaka: loggen i kopian är inte som den skrevs. Ta en annan kopia.",
        )
    }
}
