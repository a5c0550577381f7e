//! `objektiv log`: verify it, sign it, show it to others, erase from it on a decision.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{Format, Verdict, kommun, open, output};
use crate::config::{RegisterArgs, SignerArgs};
use crate::db::Db;
use crate::ledger::append::append;
use crate::ledger::erasure::{self, Decision, Remembered, Target};
use crate::ledger::signer::Signer;
use crate::ledger::{EntryKind, NewEntry, export, issue, keys, self_test, signing, store};
use crate::organisation::KommunId;
use crate::register;

mod key;
mod outside;
mod show;
mod verify;

#[derive(Debug, Args)]
pub struct LogArgs {
    #[command(flatten)]
    pub signer: SignerArgs,
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Read every entry, sealed field, disclosure and revision again; exit code 1 names the first that is not as it was
    Verify(verify::VerifyArgs),
    /// Sign where the log stands now and print the checkpoint
    Checkpoint,
    /// Show an entry, and of each of its sealed fields whether it is there, erased by which entry, missing or another
    Show {
        /// Number of the entry
        entry: u64,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write the receipt of an entry, as a zip or (.tlog-proof) as one text file; that it was done becomes an entry
    Prove {
        /// Number of the entry
        entry: u64,
        /// Where to write it: kvitto.zip or kvitto.tlog-proof
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Write the whole log as C2SP tiles, which hold digests only; that it was done becomes an entry
    Export {
        #[arg(value_name = "DIR")]
        directory: PathBuf,
        /// Who asked for it, and what for
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// The keys that the log signs with
    #[command(subcommand)]
    Key(key::KeyAction),
    /// Let the signer go on after a restored database or a lost memory; the reason becomes an entry
    Adopt {
        /// Why it may go on; it stands in the log for ever
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Keep the line of a witness that signed by hand (`objektiv witness cosign`)
    Cosigned {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The published key of the witness
        #[arg(long = "witness", value_name = "KEY")]
        key: String,
    },
    /// Erase fields of an entry on a recorded decision (gallring)
    Erase(EraseArgs),
    /// Tamper with a copy of the log in every way and see that it is found
    SelfTest {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Args)]
pub struct EraseArgs {
    /// Number of the entry
    pub entry: u64,
    /// A field to erase
    #[arg(long, required = true, value_name = "NAME")]
    pub field: Vec<String>,
    /// Number of the decision by which it is erased
    #[arg(long, value_name = "NUMBER")]
    pub decision: String,
    /// The rule that allows it
    #[arg(long, value_name = "TEXT")]
    pub ground: String,
    /// Who made the decision
    #[arg(long, value_name = "NAME")]
    pub decided_by: String,
}

/// # Errors
/// When the log cannot be read or the signer refuses.
pub async fn run(register: &RegisterArgs, arguments: &LogArgs) -> anyhow::Result<Verdict> {
    let db = open(register).await?;
    let (kommun, _) = kommun(register, &db).await?;
    let at = register.clock().now();
    let base = arguments.signer.directory(register.clock().is_frozen());
    let log = Log {
        db: &db,
        kommun,
        base: &base,
        at,
    };
    match &arguments.action {
        Action::Verify(verify) => return log.verify(verify).await,
        Action::Checkpoint => {
            let signer = log.signer().await?;
            let note = signing::sign(&db, kommun, &signer, at).await?;
            output::line(note.to_string().trim_end())?;
        }
        Action::Show { entry, format } => log.show(*entry, *format).await?,
        Action::Prove { entry, out } => log.prove(*entry, out).await?,
        Action::Export { directory, reason } => log.export(directory, reason).await?,
        Action::Key(action) => key::run(&log, action).await?,
        Action::Adopt { reason } => log.adopt(reason).await?,
        Action::Cosigned { file, key } => outside::cosigned(&log, file, key).await?,
        Action::Erase(erase) => log.erase(erase).await?,
        Action::SelfTest { format } => return log.self_test(*format).await,
    }
    Ok(Verdict::Fine)
}

/// The log that a command works on.
struct Log<'a> {
    db: &'a Db,
    kommun: KommunId,
    /// Where the signers keep their files.
    base: &'a Path,
    at: time::OffsetDateTime,
}

impl Log<'_> {
    async fn signer(&self) -> anyhow::Result<Signer> {
        let is_here = self.base.exists();
        let ready = keys::ready(self.db, self.kommun, self.base, self.at).await;
        ready.with_context(|| {
            let folder = self.base.display();
            if is_here {
                format!("the signer in {folder}")
            } else {
                format!(
                    "the folder {folder} was not here; where the register is served from another folder, name its signer with --signer"
                )
            }
        })
    }

    /// What to say to whoever asks for an entry that is not there.
    async fn no_entry(&self, entry: u64) -> anyhow::Result<anyhow::Error> {
        let head = store::head(self.db.read(), self.kommun).await?;
        let size = head.map_or(0, |head| head.size());
        Ok(anyhow::anyhow!(
            "there is no entry {entry}: the log has {size} entries, and the first is 0; the page Logg shows the number of each, and so does a disclosure"
        ))
    }

    async fn prove(&self, entry: u64, out: &Path) -> anyhow::Result<()> {
        let head = store::head(self.db.read(), self.kommun).await?;
        if entry >= head.map_or(0, |head| head.size()) {
            return Err(self.no_entry(entry).await?);
        }
        let signer = self.signer().await?;
        // Before it leaves: who has a receipt of which entry is for the log to tell.
        let told = NewEntry::new(EntryKind::Export).with("receipt_of", entry);
        let tx = self.db.begin_write().await?;
        append(&tx, self.kommun, self.at, told).await?;
        tx.commit().await?;
        let receipt = issue::receipt(self.db, self.kommun, &signer, entry, self.at).await?;
        let bytes = if out.extension().is_some_and(|extension| extension == "zip") {
            receipt.to_zip(&crate::ledger::words::of(&receipt, signer.public()?))?
        } else {
            receipt.to_single().into_bytes()
        };
        std::fs::write(out, bytes).with_context(|| out.display().to_string())?;
        output::line(&format!("{}: kvitto på post {entry}", out.display()))
    }

    async fn export(&self, directory: &Path, reason: &str) -> anyhow::Result<()> {
        let signer = self.signer().await?;
        let tx = self.db.begin_write().await?;
        let entry = NewEntry::new(EntryKind::Export).with("reason", reason);
        append(&tx, self.kommun, self.at, entry).await?;
        tx.commit().await?;
        let note = signing::sign(self.db, self.kommun, &signer, self.at).await?;
        let head = export::write(self.db.read(), self.kommun, &note, directory).await?;
        output::line(&format!("{}: {} poster", directory.display(), head.size))
    }

    async fn erase(&self, arguments: &EraseArgs) -> anyhow::Result<()> {
        let decision = Decision {
            targets: vec![Target {
                idx: arguments.entry,
                fields: arguments.field.clone(),
            }],
            number: arguments.decision.clone(),
            ground: arguments.ground.clone(),
            decided_by: arguments.decided_by.clone(),
        };
        let decision = register::erasure::widened(self.db.read(), self.kommun, &decision).await?;
        self.remember(&decision).await?;
        let tx = self.db.begin_write().await?;
        let appended = register::erasure::erase(&tx, self.kommun, &decision, self.at).await?;
        tx.commit().await?;
        erasure::scrub(self.db)
            .await
            .context("the fields are erased, but the database files still hold them")?;
        for target in decision.targets.iter().skip(1) {
            let fields = target.fields.join(", ");
            output::line(&format!("Också gallrat i post {}: {fields}", target.idx))?;
        }
        output::line(&format!("Gallrat; antecknat i post {}", appended.idx))
    }

    /// Before it is done: after a restored backup nothing else in the house knows of it.
    async fn remember(&self, decision: &Decision) -> anyhow::Result<()> {
        let head = store::head(self.db.read(), self.kommun).await?;
        let origin = head.map(|head| head.origin).unwrap_or_default();
        if let Some(signer) = Signer::open(self.base, &origin)? {
            let remembered = Remembered::of(self.db.read(), self.kommun, decision).await?;
            signer.remember_erasure(&remembered)?;
        }
        Ok(())
    }

    async fn adopt(&self, reason: &str) -> anyhow::Result<()> {
        let signer = keys::adopt(self.db, self.kommun, self.base, reason, self.at).await?;
        output::line(&format!(
            "Loggen är övertagen. Nyckel: {}",
            signer.public()?
        ))?;
        let tx = self.db.begin_write().await?;
        let erasures = signer.erasures()?;
        let again = register::erasure::again(&tx, self.kommun, &erasures, self.at).await?;
        tx.commit().await?;
        if again > 0 {
            erasure::scrub(self.db).await?;
            signing::sign(self.db, self.kommun, &signer, self.at).await?;
            output::line(&format!("Gallringsbeslut utförda igen: {again}"))?;
        }
        Ok(())
    }

    async fn self_test(&self, format: Format) -> anyhow::Result<Verdict> {
        let seeded = self_test::run(self.db.read(), self.kommun, self.at).await?;
        match format {
            Format::Json => output::json(&seeded)?,
            Format::Text => {
                for one in &seeded {
                    let mark = if one.found { "hittad" } else { "MISSAD" };
                    output::line(&format!("{mark}  post {}  {}", one.entry, one.said))?;
                }
            }
        }
        Ok(Verdict::fine_if(seeded.iter().all(|one| one.found)))
    }
}
