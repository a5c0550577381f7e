//! `objektiv recorder`: is footage gone? On the recorder itself or on a read-only mount, without a database.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use time::OffsetDateTime;

use super::{Format, Verdict, output};
use crate::config::{AskingArgs, RegisterArgs};
use crate::import::values::storage;
use crate::recorder::agent::{self, Statement};
use crate::recorder::ask::address::Loopback;
use crate::recorder::ask::client::Client;
use crate::recorder::check::{CheckVerdict, Line, StoreSeen, worst};
use crate::recorder::scan::glob::Glob;
use crate::recorder::scan::name::{NameTimes, Pattern, Zone};
use crate::recorder::scan::{Options, scan};
use crate::retention::Span;
use crate::texts::Loc;

mod ask;

#[derive(Debug, Args)]
pub struct RecorderArgs {
    #[command(subcommand)]
    pub command: RecorderCommand,
}

#[derive(Debug, Subcommand)]
pub enum RecorderCommand {
    /// Look for footage that is older than the storage period
    Check(CheckArgs),
    /// Make the key that signs checks of this recorder, and print its public half for the register
    Enrol(EnrolArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A folder where the recorder stores footage; several times for several stores. Needs no register. Without it the
    /// register's recorders are asked over the network
    #[arg(long, value_name = "DIR")]
    pub scan: Vec<PathBuf>,
    /// Every folder directly below DIR is a store of its own, such as one for each camera
    #[arg(long)]
    pub by_folder: bool,
    /// The storage period: "72 h" or "30 dygn"
    #[arg(long, value_name = "LENGTH", default_value = "72 h", value_parser = span)]
    pub limit: Span,
    /// How long the recorder's own cleaning may take after that: "24 h", "1 dygn", "0 h"
    #[arg(long, value_name = "LENGTH", default_value = "24 h", value_parser = tolerance)]
    pub tolerance: Span,
    /// The time in file names, such as "%Y%m%d%H%M%S" or "%y/%m/%d/%H" for folders; "none" to go by file times alone.
    /// Without it the usual forms are recognised
    #[arg(long, value_name = "PATTERN")]
    pub name_time: Vec<String>,
    /// The zone of times in names
    #[arg(long, value_enum, default_value_t)]
    pub name_zone: NameZone,
    /// Only files with such names are footage: "*.mp4"
    #[arg(long, value_name = "GLOB")]
    pub only: Vec<String>,
    /// What else this check does not see, in words: "minneskorten i kamera 3 och 4"
    #[arg(long, value_name = "TEXT")]
    pub not_covered: Vec<String>,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The key that `recorder enrol` made
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Where to write the signed check, to be uploaded on the recorder's page
    #[arg(long, value_name = "FILE", requires = "key")]
    pub out: Option<PathBuf>,
    /// Where the register is served: the signed check is sent there
    #[arg(long, value_name = "URL", requires_all = ["key", "token"])]
    pub post: Option<String>,
    /// A file with the sending key that the recorder's page gave
    #[arg(long, value_name = "FILE", requires = "post")]
    pub token: Option<PathBuf>,
    #[command(flatten)]
    pub asking: AskingArgs,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum NameZone {
    #[default]
    Stockholm,
    Utc,
}

#[derive(Debug, Args)]
pub struct EnrolArgs {
    /// Where to write the key. It stays on the recorder
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// A name for the key, without spaces: nvr-hedeskolan
    #[arg(long)]
    pub name: String,
}

fn span(text: &str) -> Result<Span, String> {
    let read = storage::read(text, None);
    match (read.value, read.doubt) {
        (Some(span), None) => Ok(span),
        _ => Err(format!(
            "\"{text}\" is not a length of time; write for example \"72 h\" or \"30 dygn\""
        )),
    }
}

/// No tolerance is a tolerance too.
fn tolerance(text: &str) -> Result<Span, String> {
    match text.split_whitespace().next() {
        Some("0" | "0h") => Ok(Span::of_hours(0)),
        _ => span(text),
    }
}

/// Exit code 1 when older footage was seen.
///
/// # Errors
/// When a store cannot be looked at, or so little of it that nothing can be said: exit code 2.
pub async fn run(register: &RegisterArgs, arguments: &RecorderArgs) -> anyhow::Result<Verdict> {
    match &arguments.command {
        RecorderCommand::Check(check) if check.scan.is_empty() => ask::run(register, check).await,
        RecorderCommand::Check(check) => run_check(register.clock().now(), check).await,
        RecorderCommand::Enrol(enrol) => {
            if enrol.name.contains([' ', '+']) {
                bail!(
                    "--name \"{}\": write a name without spaces and plus signs, such as nvr-hedeskolan",
                    enrol.name
                );
            }
            let public = agent::enrol(&enrol.key, &enrol.name)?;
            output::line(&public.to_string())?;
            Ok(Verdict::Fine)
        }
    }
}

async fn run_check(now: OffsetDateTime, arguments: &CheckArgs) -> anyhow::Result<Verdict> {
    let key = arguments.key.as_deref().map(agent::open).transpose()?;
    let options = options(now, arguments)?;
    let mut stores = Vec::new();
    for root in &arguments.scan {
        stores.extend(scanned(root, &options)?);
    }
    for store in &mut stores {
        store.not_covered.clone_from(&arguments.not_covered);
    }
    if arguments.format == Format::Text {
        let l = Loc::sv();
        let length = |span: Span| format!("{} {}", span.length, l.code(span.unit));
        output::line(&l.ta2(
            "check-cli-limit",
            ("limit", &length(arguments.limit)),
            ("tolerance", &length(arguments.tolerance)),
        ))?;
    }
    tell(&stores, arguments.format)?;
    if let Some(key) = &key {
        let statement = Statement {
            checked_at: now.replace_nanosecond(0).unwrap_or(now),
            limit: Some(arguments.limit),
            tolerance: Some(arguments.tolerance),
            stores: stores.clone(),
        };
        deliver(agent::sign(key, &statement)?, arguments).await?;
    }
    verdict(&stores)
}

/// Writes the signed check, and sends it.
async fn deliver(file: String, arguments: &CheckArgs) -> anyhow::Result<()> {
    if let Some(out) = &arguments.out {
        std::fs::write(out, &file)
            .with_context(|| format!("{} could not be written", out.display()))?;
    }
    let (Some(url), Some(path)) = (&arguments.post, &arguments.token) else {
        return Ok(());
    };
    let token = std::fs::read_to_string(path)
        .with_context(|| format!("{} could not be read", path.display()))?;
    let sent = Client::to(url, Loopback::Allowed).await?;
    sent.send_check(token.trim(), file)
        .await
        .context("the check was not taken")
}

/// # Errors
/// When nothing can be said: exit code 2.
fn verdict(stores: &[StoreSeen]) -> anyhow::Result<Verdict> {
    match worst(stores) {
        CheckVerdict::Fine => Ok(Verdict::Fine),
        CheckVerdict::Older => Ok(Verdict::Wrong),
        CheckVerdict::Unknown => bail!(
            "no older footage was seen, but that cannot be said of: {}",
            unknown(stores)
        ),
    }
}

fn options(now: OffsetDateTime, arguments: &CheckArgs) -> anyhow::Result<Options> {
    let names = match arguments.name_time.as_slice() {
        [] => NameTimes::Usual,
        [none] if none == "none" => NameTimes::Ignored,
        patterns => NameTimes::Patterns(
            patterns
                .iter()
                .map(|pattern| Pattern::parse(pattern))
                .collect::<Result<_, _>>()?,
        ),
    };
    Ok(Options {
        by_folder: arguments.by_folder,
        names,
        zone: match arguments.name_zone {
            NameZone::Stockholm => Zone::Sweden,
            NameZone::Utc => Zone::Utc,
        },
        only: arguments.only.iter().map(|glob| Glob::new(glob)).collect(),
        first_allowed: arguments.limit.first_allowed(arguments.tolerance, now),
        now,
    })
}

/// Scans with a count of files on a terminal; how many there are is not known beforehand.
fn scanned(root: &Path, options: &Options) -> anyhow::Result<Vec<StoreSeen>> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template(
        "{spinner} {msg} {human_pos} {elapsed}",
    )?);
    bar.set_message(root.display().to_string());
    let found = scan(root, options, &mut |files, _| bar.set_position(files))?;
    bar.finish_and_clear();
    Ok(found)
}

fn unknown(stores: &[StoreSeen]) -> String {
    let unknown = stores
        .iter()
        .filter(|store| store.verdict() == CheckVerdict::Unknown);
    unknown
        .map(|store| store.store.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn tell(stores: &[StoreSeen], format: Format) -> anyhow::Result<()> {
    let l = Loc::sv();
    let lines: Vec<Line> = stores.iter().map(|store| Line::of(store, l)).collect();
    if format == Format::Json {
        return output::json(&lines);
    }
    for (line, store) in lines.iter().zip(stores) {
        let verdict = l.code(line.verdict);
        output::line(&format!("\n{}: {verdict}", line.store))?;
        let told = [
            ("check-oldest", l.instant(line.oldest)),
            ("check-newest", l.instant(line.newest)),
            ("check-count", l.number(line.count)),
            ("check-bytes", l.number(line.bytes)),
            ("check-older", l.number(store.older_than_limit.unwrap_or(0))),
        ];
        for (id, value) in told {
            output::line(&format!("  {}: {value}", l.t(id)))?;
        }
        output::line(&format!("  {}:", l.t("check-not-seen")))?;
        for words in &line.not_covered {
            output::line(&format!("    {words}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_hours_or_dygn_and_never_a_bare_number() {
        assert_eq!(span("72 h"), Ok(Span::of_hours(72)));
        assert_eq!(span("30 dygn"), Ok(Span::of_days(30)));
        assert!(span("72").unwrap_err().contains("72 h"));
        assert!(span("en månad").is_err() && span("0 h").is_err());
        assert_eq!(tolerance("0 h"), Ok(Span::of_hours(0)));
        assert_eq!(tolerance("1 dygn"), Ok(Span::of_days(1)));
    }
}
