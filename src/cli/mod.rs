//! The command line: one file per command. Exit codes: 0 fine, 1 something is in breach or does not verify, 2 could
//! not run or not check what was asked for, 64 the arguments are wrong.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::{LogFormat, RegisterArgs};
use crate::db::Db;
use crate::law::PolicySet;
use crate::ledger::verify::Verdict as Found;
use crate::organisation::{self, Kommun, KommunId};

pub mod backup;
pub mod check;
pub mod demo;
pub mod hash;
pub mod import;
pub mod log;
pub mod moving;
pub mod output;
pub mod policy;
pub mod provider;
pub mod providers;
pub mod receipt;
pub mod recorder;
pub mod restore;
pub mod sbom;
pub mod secrets;
pub mod serve;
pub mod user;
pub mod witness;

/// The register in which a Swedish kommun keeps its camera surveillance lawful.
#[derive(Debug, Parser)]
#[command(name = "objektiv", version, about, long_about = None)]
pub struct Arguments {
    #[command(flatten)]
    pub register: RegisterArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// The arguments with `serve` put in where no command is named: `objektiv` alone serves. A first word that is no option is
/// meant as a command, and said to be none.
fn with_command(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let definition = Arguments::command();
    let known: Vec<&str> = definition
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    let says_itself = ["help", "--help", "-h", "--version", "-V"];
    let first = arguments.get(1).and_then(|argument| argument.to_str());
    let names_a_command = first.is_some_and(|first| !first.starts_with('-'));
    let named = arguments
        .iter()
        .skip(1)
        .filter_map(|argument| argument.to_str());
    if !names_a_command
        && !named
            .into_iter()
            .any(|argument| known.contains(&argument) || says_itself.contains(&argument))
    {
        arguments.insert(1.min(arguments.len()), "serve".into());
    }
    arguments
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the register on the web (what happens without a command)
    Serve(crate::config::ServeArgs),
    /// Fill a database with a fictional kommun and serve it
    Demo(demo::DemoArgs),
    /// Judge the sites by the rules of a day
    Check(check::CheckArgs),
    /// Show and test the rules
    Policy(policy::PolicyArgs),
    /// Verify the log, sign it, show it to others
    Log(log::LogArgs),
    /// Check a receipt, without a database
    Receipt(receipt::ReceiptArgs),
    /// Outside the house: remember what was seen of a log, and notice when it is another
    Witness(witness::WitnessArgs),
    /// Show that footage is gone: look in the store of a recorder
    Recorder(recorder::RecorderArgs),
    /// Read a list of cameras into the register
    Import(import::ImportArgs),
    /// Copy the register while it is served, into a folder of its own
    Backup(backup::BackupArgs),
    /// Put a copy back where nothing is: proves its log and says whether anything is missing
    Restore(restore::RestoreArgs),
    /// Move the register from SQLite into an empty database of PostgreSQL, and prove its log there. Stop the server first
    Move(moving::MoveArgs),
    /// Print the SHA-256 of files as a manifest for a disclosure
    Hash(hash::HashArgs),
    /// Add, reset and list accounts
    User(user::UserArgs),
    /// Say what a file of providers of single sign-on would change
    Provider(provider::ProviderArgs),
    /// Print what the program is built of, for scanners that read `CycloneDX`
    Sbom,
    /// Exchange the key that locks the secrets that are kept
    Secrets(secrets::SecretsArgs),
}

/// How output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// The exit code for arguments that are wrong.
const USAGE: u8 = 64;

/// What a command found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fine,
    /// Something is in breach, has problems or does not verify.
    Wrong,
    /// What was asked for could not be checked.
    NotChecked,
}

impl Verdict {
    pub const fn fine_if(fine: bool) -> Self {
        if fine { Self::Fine } else { Self::Wrong }
    }
}

impl From<Found> for Verdict {
    fn from(found: Found) -> Self {
        match found {
            Found::Intact => Self::Fine,
            Found::Tampered => Self::Wrong,
            Found::NotChecked => Self::NotChecked,
        }
    }
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Fine => Self::SUCCESS,
            Verdict::Wrong => Self::from(1),
            Verdict::NotChecked => Self::from(2),
        }
    }
}

/// The whole program: parses the command line, runs the command, and says with what code to exit.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse_from(with_command(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(said) => return not_understood(&said),
    };
    start_log(arguments.register.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime did not start");
    match runtime.and_then(|runtime| runtime.block_on(run(arguments))) {
        Ok(verdict) => verdict.into(),
        Err(error) => could_not_run(&error),
    }
}

/// Prints what the command line answers itself: help, the version, or what is wrong with the arguments. That is exit code
/// 64, the `EX_USAGE` of BSD's sysexits, so that a script can tell it from a log that could not be checked.
fn not_understood(said: &clap::Error) -> ExitCode {
    // Nobody reads what cannot be written.
    let _ = said.print();
    ExitCode::from(if said.use_stderr() { USAGE } else { 0 })
}

/// Says on standard error why a command could not run: exit code 2.
#[expect(clippy::print_stderr, reason = "the command line speaks here")]
fn could_not_run(error: &anyhow::Error) -> ExitCode {
    eprintln!("objektiv: {}", in_one_line(error));
    ExitCode::from(2)
}

/// An error and its causes; what an error says of its cause already is not said again.
fn in_one_line(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !said.ends_with(&cause) {
            let between = if said.is_empty() { "" } else { ": " };
            said = format!("{said}{between}{cause}");
        }
    }
    said
}

/// Starts the log on standard error, one event a line; `OBJEKTIV_LOG=debug` says more.
fn start_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_env_var("OBJEKTIV_LOG")
        .with_default_directive(tracing::level_filters::LevelFilter::WARN.into())
        .from_env_lossy();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<Verdict> {
    let register = arguments.register;
    match arguments.command {
        Command::Serve(serve) => serve::run(&register, &serve).await,
        Command::Demo(demo) => demo::run(&register, &demo).await,
        Command::Check(check) => check::run(&register, &check).await,
        Command::Policy(policy) => policy::run(&register, &policy).await,
        Command::Log(log) => log::run(&register, &log).await,
        Command::Receipt(receipt) => receipt::run(&receipt),
        Command::Witness(witness) => witness::run(&register, &witness),
        Command::Recorder(recorder) => recorder::run(&register, &recorder).await,
        Command::Import(import) => import::run(&register, &import).await,
        Command::Backup(backup) => backup::run(&register, &backup).await,
        Command::Restore(restore) => restore::run(&register, &restore).await,
        Command::Move(moving) => moving::run(&register, &moving).await,
        Command::Hash(hash) => hash::run(&hash),
        Command::User(user) => user::run(&register, &user).await,
        Command::Provider(provider) => provider::run(&register, &provider).await,
        Command::Sbom => sbom::run(),
        Command::Secrets(secrets) => secrets::run(&register, &secrets).await,
    }
}

/// The register that the command works on. Only `serve` and `demo` begin one: an address with a slip of the pen is no empty
/// register.
///
/// # Errors
/// When it is not there or cannot be opened.
pub async fn open(register: &RegisterArgs) -> anyhow::Result<Db> {
    refuse_unless_there(register)?;
    open_or_begin(register).await
}

/// # Errors
/// When there is no register.
fn refuse_unless_there(register: &RegisterArgs) -> anyhow::Result<()> {
    if !is_there(&register.database) {
        bail!(
            "there is no register at {}; say where it is with --database, or begin one with `objektiv serve`",
            register.database
        );
    }
    Ok(())
}

/// The database, made where there is none.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_or_begin(register: &RegisterArgs) -> anyhow::Result<Db> {
    Db::open(&register.database)
        .await
        .context("could not open the register")
}

/// Whether there is a register at the address: a command that only looks does not make an empty one.
pub fn is_there(database: &str) -> bool {
    let Some(file) = database.strip_prefix("sqlite://") else {
        return true;
    };
    Path::new(file.split('?').next().unwrap_or(file)).exists()
}

/// The rules: built in, and the kommun's own.
///
/// # Errors
/// When a file of the kommun's own rules is not a rule; the error names file, line and column.
pub fn policies(register: &RegisterArgs) -> anyhow::Result<Arc<PolicySet>> {
    let read = register
        .policies
        .as_deref()
        .map_or_else(PolicySet::embedded, PolicySet::load);
    read.map(Arc::new).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the rules cannot be read:\n{}", faults.join("\n"))
    })
}

/// The kommun that the command acts for: the only one, or the one that `--kommun` names.
///
/// # Errors
/// When there is none, or several and none was named.
pub async fn kommun(register: &RegisterArgs, db: &Db) -> anyhow::Result<(KommunId, Kommun)> {
    let all = organisation::store::kommuner(db.read()).await?;
    let names = || {
        all.iter()
            .map(|(number, kommun)| format!("{number} {}", kommun.name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = match &register.kommun {
        Some(asked) => all
            .iter()
            .find(|(number, kommun)| kommun.name == *asked || number.to_string() == *asked),
        None if all.len() > 1 => bail!(
            "there are several kommuner; choose one with --kommun: {}",
            names()
        ),
        None => all.first(),
    };
    match found {
        Some((number, kommun)) => Ok((KommunId::acting_for(*number).unveiled(), kommun.clone())),
        None if all.is_empty() => {
            bail!("the register is empty; run `objektiv serve` and open the link it prints")
        }
        None => bail!("there is no such kommun; there are: {}", names()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Arguments {
        Arguments::parse_from(with_command(arguments.iter().map(OsString::from)))
    }

    #[test]
    fn without_a_command_the_register_is_served() {
        assert!(matches!(parsed(&["objektiv"]).command, Command::Serve(_)));
        let Command::Serve(serve) = parsed(&["objektiv", "--listen", "127.0.0.1:9"]).command else {
            panic!("serve")
        };
        assert_eq!(serve.listen.port(), 9);
    }

    #[test]
    fn a_word_that_is_no_command_is_said_to_be_none() {
        let words = ["objektiv", "chekc", "--as-of", "2026-11-22"];
        let said = Arguments::try_parse_from(with_command(words.iter().map(OsString::from)))
            .expect_err("there is no such command")
            .to_string();
        assert!(said.contains("unrecognized subcommand 'chekc'"), "{said}");
        assert!(said.contains("check"), "{said}");
    }

    #[test]
    fn a_cause_that_an_error_has_named_is_not_named_again() {
        let cause = anyhow::anyhow!("no such file");
        let error = cause.context("a.db: no such file").context("the register");
        assert_eq!(in_one_line(&error), "the register: a.db: no such file");
    }

    #[test]
    fn the_register_can_be_named_before_or_after_the_command() {
        let before = parsed(&["objektiv", "--database", "sqlite://a.db", "user", "list"]);
        let after = parsed(&["objektiv", "user", "list", "--database", "sqlite://a.db"]);
        assert_eq!(before.register.database, after.register.database);
    }
}
