//! `objektiv witness`: for the dataskyddsombud, the kommunrevision and everybody else outside the IT department, on
//! their own machine. Needs no register and no network: what it judges is the mail, or what `/checkpoint` answers.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{Verdict, output};
use crate::config::RegisterArgs;
use crate::ledger::note::VerificationKey;
use crate::ledger::outside::memory::{Alarm, Found, Memory};
use crate::ledger::outside::step::Step;

#[derive(Debug, Args)]
pub struct WitnessArgs {
    /// Where what was seen is kept
    #[arg(
        long,
        env = "OBJEKTIV_WITNESS",
        value_name = "DIR",
        default_value = "objektiv-vittne",
        global = true
    )]
    pub memory: PathBuf,
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Is this still the log that was seen last? Exit code 1 is an alarm
    Verify(SeenArgs),
    /// The same, and sign that it was seen
    Cosign(SeenArgs),
    /// Print the witness's own key, to be published; make one under a name if there is none
    Key {
        /// An address without https:// that the witness controls, such as revision.ekebro.example/vittne
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct SeenArgs {
    /// Saved mails or attached files, the oldest first; - reads what is piped in
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The published key of the log, as NAME+ID+KEY
    #[arg(long, value_name = "KEY")]
    pub key: String,
}

/// # Errors
/// When it cannot be said whether the log is the one that was seen.
pub fn run(register: &RegisterArgs, arguments: &WitnessArgs) -> anyhow::Result<Verdict> {
    let memory = Memory::new(&arguments.memory);
    match &arguments.action {
        Action::Verify(seen) => judge(&memory, seen, None),
        Action::Cosign(seen) => judge(&memory, seen, Some(register.clock().now())),
        Action::Key { name } => {
            let key = memory.key(name.as_deref())?;
            output::line(&key.public().to_string())?;
            Ok(Verdict::Fine)
        }
    }
}

/// Judges the steps in the order given, and stops at the first that is not fine.
fn judge(
    memory: &Memory,
    arguments: &SeenArgs,
    sign_at: Option<time::OffsetDateTime>,
) -> anyhow::Result<Verdict> {
    let log = VerificationKey::parse(arguments.key.trim())?;
    for file in &arguments.files {
        let shown = file.display().to_string();
        let step = Step::find(&read(file)?).with_context(|| shown.clone())?;
        let found = memory.judge(&log, &step).with_context(|| shown.clone())?;
        output::line(&in_words(&found))?;
        match found {
            Found::Alarm(_) => return Ok(Verdict::Wrong),
            Found::Gap { seen, .. } => anyhow::bail!(
                "{shown}: the proof starts from another log than the one that was seen; ask for it from there: \
                 /checkpoint/{}?sedan={seen}",
                log.name()
            ),
            Found::First(_) | Found::Same(_) | Found::Continues { .. } => {}
        }
        if let Some(at) = sign_at {
            output::line(&memory.cosign(&step.checkpoint, at)?.to_string())?;
        }
    }
    Ok(Verdict::Fine)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        // More than any step.
        std::io::stdin().take(1 << 20).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| file.display().to_string())
}

fn in_words(found: &Found) -> String {
    match found {
        Found::First(now) => format!(
            "OK: loggen har {} poster och är undertecknad. Inget var sett förut; det här minns jag nu.",
            now.size
        ),
        Found::Same(now) => format!("OK: samma logg som senast, {} poster.", now.size),
        Found::Continues { seen, now } => format!(
            "OK: loggen har vuxit från {seen} till {} poster, och början är den som sågs då.",
            now.size
        ),
        Found::Gap { seen, from } => {
            format!("EJ KONTROLLERAT: senast sågs {seen} poster, men beviset börjar vid {from}.")
        }
        Found::Alarm(Alarm::TwoLogs { size }) => format!(
            "LARM: två olika loggar med {size} poster, båda undertecknade. Loggen är omskriven eller visas olika för \
             olika personer. Bägge kontrollpunkterna är sparade som bevis."
        ),
        Found::Alarm(Alarm::Rewritten { seen, size }) => format!(
            "LARM: loggen med {size} poster börjar inte med de {seen} poster som sågs förut. Den är omskriven."
        ),
        Found::Alarm(Alarm::Shorter { seen, size }) => format!(
            "LARM: loggen har {size} poster men hade {seen}. Är det inte ett gammalt brev har poster försvunnit."
        ),
    }
}
