//! `objektiv log verify`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::{Log, outside};
use crate::cli::{Format, Verdict, output};
use crate::ledger::audit::{Given, verify_against};
use crate::ledger::checkpoint::TreeHead;
use crate::ledger::fields::FieldReport;
use crate::ledger::note::{Note, VerificationKey};
use crate::ledger::revoked::Revoked;
use crate::ledger::signer::Signer;
use crate::ledger::store;
use crate::ledger::verify::{Report, Verdict as Found};
use crate::register::cases::RegisterCases;
use crate::texts::Loc;

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A checkpoint that was kept from earlier: is this the same log?
    #[arg(long, value_name = "FILE")]
    pub against: Vec<PathBuf>,
    /// A published key of the log, as NAME+ID+KEY, once for each that it has had; without any the signer's own, where they are
    #[arg(long, value_name = "KEY")]
    pub key: Vec<String>,
    /// Certificates (PEM) that time stamps are trusted under: who saw the log when?
    #[arg(long, value_name = "FILE")]
    pub tsa_ca: Option<PathBuf>,
    /// The published key of a witness
    #[arg(long = "witness", value_name = "KEY")]
    pub witnesses: Vec<String>,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Log<'_> {
    pub(super) async fn verify(&self, arguments: &VerifyArgs) -> anyhow::Result<Verdict> {
        let cases = RegisterCases {
            db: self.db.read(),
            kommun: self.kommun,
        };
        let keys = self.published(&arguments.key).await?;
        let revoked = self.revoked().await?;
        let heads = arguments
            .against
            .iter()
            .map(|path| kept(path, &keys, &revoked))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let given = Given {
            cases: Some(&cases),
            heads,
            keys,
            revoked,
            trusted: outside::trusted(arguments)?,
        };
        let asked = [
            (3, !given.heads.is_empty()),
            (4, !given.trusted.is_nobody()),
        ];
        let asked = asked.into_iter().filter(|(_, is_asked)| *is_asked);
        let asked: Vec<u8> = asked.map(|(level, _)| level).collect();
        let report = verify_against(self.db.read(), self.kommun, given)
            .await
            .context("the log could not be verified")?
            .asked(&asked);
        match arguments.format {
            Format::Json => output::json(&report)?,
            Format::Text => in_words(&report)?,
        }
        Ok(report.verdict.into())
    }

    /// The keys that were given, or else those of the signer on this machine.
    async fn published(&self, given: &[String]) -> anyhow::Result<Vec<VerificationKey>> {
        if !given.is_empty() {
            let parsed = given.iter().map(|key| VerificationKey::parse(key.trim()));
            return Ok(parsed.collect::<Result<_, _>>()?);
        }
        let head = store::head(self.db.read(), self.kommun).await;
        let Ok(Some(head)) = head else {
            return Ok(Vec::new());
        };
        // A key that was retired signed what came before.
        match Signer::open(self.base, &head.origin)? {
            Some(signer) => Ok(signer.published()?),
            None => Ok(Vec::new()),
        }
    }

    /// The keys that were stolen, as the signer on this machine remembers them.
    async fn revoked(&self) -> anyhow::Result<Vec<Revoked>> {
        let Ok(Some(head)) = store::head(self.db.read(), self.kommun).await else {
            return Ok(Vec::new());
        };
        let signer = Signer::open(self.base, &head.origin)?;
        Ok(signer
            .map(|signer| signer.revoked())
            .transpose()?
            .unwrap_or_default())
    }
}

/// Reads a checkpoint that somebody kept. One that nobody is known to have signed says nothing.
fn kept(path: &Path, keys: &[VerificationKey], revoked: &[Revoked]) -> anyhow::Result<TreeHead> {
    let shown = path.display();
    let bytes = std::fs::read(path).with_context(|| shown.to_string())?;
    let note = Note::parse(&bytes).with_context(|| shown.to_string())?;
    let head = TreeHead::parse(note.text()).with_context(|| shown.to_string())?;
    let by = |key: &VerificationKey| note.verify(key).is_ok();
    let before = |stolen: &Revoked| head.size <= stolen.size && by(&stolen.key);
    if keys.iter().any(by) || revoked.iter().any(before) {
        return Ok(head);
    }
    bail!(
        "{shown}: none of the known keys signed this checkpoint; name every key that the log has had: --key NAME+ID+KEY, once for each"
    )
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
    in_words_of_fields(&report.fields)?;
    match (report.first_bad(), report.verdict) {
        (Some(first), _) => output::line(&format!(
            "Loggen är inte som den skrevs. Den första post som inte stämmer är {first}."
        )),
        (None, Found::NotChecked) => {
            output::line("Inget fel är funnet, men allt som efterfrågades kunde inte kontrolleras.")
        }
        (None, _) => output::line("Loggen är hel."),
    }
}

/// How many sealed fields are in which state, and those that are not as they should be.
fn in_words_of_fields(fields: &FieldReport) -> anyhow::Result<()> {
    let sv = Loc::sv();
    let counts = fields.counts();
    let counts = counts.map(|(state, count)| format!("{}: {count}", sv.code(state)));
    output::line(&format!("Uppgifter: {}", counts.join(", ")))?;
    for named in &fields.named {
        let by = named.erased_by;
        let by = by.map_or_else(String::new, |by| format!(" (gallring i post {by})"));
        let state = sv.code(named.state);
        output::line(&format!(
            "FEL  post {} {}: {state}{by}",
            named.entry, named.field
        ))?;
    }
    match fields.alarms() - u64::try_from(fields.named.len())? {
        0 => Ok(()),
        more => output::line(&format!("och {more} till")),
    }
}
