//! Flags and environment -> typed options. The only reader of the environment (through clap), and every problem is
//! reported at once.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clock::Clock;
use crate::recorder::ask::Asking;
use crate::recorder::ask::address::Loopback;

/// Options of every command that needs the register.
#[derive(Debug, Clone, Args)]
pub struct RegisterArgs {
    /// Where the register is: <sqlite://FILE> or <postgres://USER:PASSWORD@HOST/NAME>
    #[arg(long, env = "OBJEKTIV_DATABASE", hide_env_values = true, default_value = crate::db::DEFAULT_URL, global = true)]
    pub database: String,
    /// A folder with the kommun's own rules, beside the built-in ones
    #[arg(long, env = "OBJEKTIV_POLICIES", value_name = "DIR", global = true)]
    pub policies: Option<PathBuf>,
    /// Stand still at an instant, for demonstrations and tests: 2026-11-22T08:00+01:00
    #[arg(long, value_name = "INSTANT", value_parser = instant, global = true)]
    pub frozen_clock: Option<OffsetDateTime>,
    /// How the program logs on standard error: text, or JSON for a system that gathers logs
    #[arg(
        long,
        env = "OBJEKTIV_LOG_FORMAT",
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        global = true
    )]
    pub log_format: LogFormat,
    /// Which kommun, by name or number, where an installation holds several
    #[arg(long, env = "OBJEKTIV_KOMMUN", value_name = "NAME", global = true)]
    pub kommun: Option<String>,
}

impl RegisterArgs {
    pub fn clock(&self) -> Clock {
        self.frozen_clock.map_or(Clock::Wall, Clock::Frozen)
    }
}

/// How the program logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Where the log is signed.
#[derive(Debug, Clone, Args)]
pub struct SignerArgs {
    /// The folder of the log's signing keys and memory; keep it on another disk than the database and out of its backup
    #[arg(
        long,
        env = "OBJEKTIV_SIGNER",
        value_name = "DIR",
        default_value = "objektiv-data/signer",
        global = true
    )]
    pub signer: PathBuf,
}

impl SignerArgs {
    /// While the clock stands still another key signs, so that no demonstration passes for the real thing.
    pub fn directory(&self, frozen: bool) -> PathBuf {
        if frozen {
            self.signer.join("frozen-clock")
        } else {
            self.signer.clone()
        }
    }
}

/// How recorders are asked over the network.
#[derive(Debug, Clone, Default, Args)]
pub struct AskingArgs {
    /// The key that locks the passwords of recorders; made the first time. Keep it out of the backup of the database
    #[arg(
        long,
        env = "OBJEKTIV_SECRETS_KEY",
        value_name = "FILE",
        default_value = "objektiv-data/secrets.key"
    )]
    pub secrets_key: PathBuf,
    /// Let a recorder be on this machine itself: for tests and demonstrations
    #[arg(long)]
    pub allow_loopback_recorders: bool,
}

impl AskingArgs {
    pub fn asking(&self) -> Asking {
        Asking {
            key_file: self.secrets_key.clone(),
            loopback: if self.allow_loopback_recorders {
                Loopback::Allowed
            } else {
                Loopback::Refused
            },
        }
    }
}

/// Options of the commands that serve.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, env = "OBJEKTIV_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address people use, such as <https://kamera.ekebro.example>; needed for links in mail and for secure cookies
    #[arg(long, env = "OBJEKTIV_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Address of a reverse proxy that says in X-Forwarded-For from where people come; several with commas between
    #[arg(
        long,
        env = "OBJEKTIV_PROXIES",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    pub proxies: Vec<IpAddr>,
    /// Where weaknesses of this installation are reported, for /.well-known/security.txt: <mailto:it@ekebro.example>
    #[arg(long, env = "OBJEKTIV_SECURITY_CONTACT", value_name = "URL")]
    pub security_contact: Option<String>,
    /// Address and port where Prometheus reads how the service fares, at /metrics; not for the network of the users
    #[arg(long, env = "OBJEKTIV_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
    /// Providers of single sign-on, several kommuner's if need be: a TOML file as in docs/single-sign-on.md
    #[arg(long, env = "OBJEKTIV_PROVIDERS", value_name = "FILE")]
    pub providers: Option<PathBuf>,
    /// Do not run the timetable here: another replica does
    #[arg(long)]
    pub no_scheduler: bool,
    /// Most footage, in bytes, that is taken to be hashed in one go from those without scripts; none of it is kept
    #[arg(long, env = "OBJEKTIV_FOOTAGE_BYTES_MAX", value_name = "BYTES", default_value_t = crate::web::FOOTAGE_BYTES_MAX)]
    pub footage_bytes_max: u64,
    #[command(flatten)]
    pub basemap: BasemapArgs,
    #[command(flatten)]
    pub mail: MailArgs,
    #[command(flatten)]
    pub signer: SignerArgs,
    #[command(flatten)]
    pub outside: OutsideArgs,
    #[command(flatten)]
    pub asking: AskingArgs,
    #[command(flatten)]
    pub copies: CopyArgs,
}

/// The copy of every night. Without a folder none is made, and the page of the scheduler says so.
#[derive(Debug, Clone, Default, Args)]
pub struct CopyArgs {
    /// The folder in which the register is copied every night, each copy in a folder of its own; best on another machine's disk
    #[arg(long, env = "OBJEKTIV_BACKUP_TO", value_name = "DIR")]
    pub backup_to: Option<PathBuf>,
    /// How many of them stay: text that was erased from the register is in them for as many nights
    #[arg(long, env = "OBJEKTIV_BACKUP_KEEP", value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..))]
    pub backup_keep: u16,
}

/// Who outside the house is shown the checkpoint of each day. No address is contacted that is not named here.
#[derive(Debug, Clone, Default, Args)]
pub struct OutsideArgs {
    /// Time stamping authority (RFC 3161) that stamps the checkpoint of each day
    #[arg(long, env = "OBJEKTIV_TSA", value_name = "URL")]
    pub tsa: Option<String>,
    /// Certificates (PEM) that its time stamps are trusted under
    #[arg(long, env = "OBJEKTIV_TSA_CA", value_name = "FILE")]
    pub tsa_ca: Option<PathBuf>,
    /// Witness (C2SP tlog-witness) that cosigns the checkpoint of each day, as "NAME+ID+KEY URL"; several with commas between
    #[arg(
        long = "witness",
        env = "OBJEKTIV_WITNESSES",
        value_name = "KEY URL",
        value_delimiter = ','
    )]
    pub witnesses: Vec<String>,
    /// Who gets the checkpoint by mail beside dataskyddsombud and granskare, such as the kommunrevision
    #[arg(
        long = "checkpoint-to",
        env = "OBJEKTIV_CHECKPOINT_TO",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    pub checkpoint_to: Vec<String>,
}

/// Where reminders are sent from. Without a server no mail is sent, and the page of the scheduler says so.
#[derive(Debug, Clone, Default, Args)]
pub struct MailArgs {
    /// Mail server: smtp://HOST:PORT, smtp+starttls://USER:PASSWORD@HOST:PORT or smtps://...
    #[arg(
        long,
        env = "OBJEKTIV_SMTP",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub smtp: Option<String>,
    /// Sender of reminders
    #[arg(
        long,
        env = "OBJEKTIV_MAIL_FROM",
        value_name = "ADDRESS",
        default_value = "objektiv@localhost"
    )]
    pub mail_from: String,
    /// Certificate (PEM) of the issuer to trust when the mail server's is not a public one
    #[arg(long, env = "OBJEKTIV_SMTP_CA", value_name = "FILE")]
    pub smtp_ca: Option<PathBuf>,
}

/// What stands in the environment under a name that a file of the installation gives.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the file that reads the environment"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reads an instant with its offset; seconds may be left out.
fn instant(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| {
            // RFC 3339 wants seconds; people leave them out.
            let zone = text
                .rfind(['+', '-', 'Z'])
                .filter(|at| *at > 10)
                .unwrap_or(text.len());
            OffsetDateTime::parse(&format!("{}:00{}", &text[..zone], &text[zone..]), &Rfc3339)
        })
        .map_err(|_| {
            format!("\"{text}\" is not an instant; write for example 2026-11-22T08:00+01:00")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn an_instant_may_leave_out_its_seconds() {
        assert_eq!(
            instant("2026-11-22T08:00+01:00"),
            Ok(datetime!(2026-11-22 08:00 +1))
        );
        assert_eq!(
            instant("2026-11-22T07:00:00Z"),
            Ok(datetime!(2026-11-22 07:00 UTC))
        );
    }

    #[test]
    fn an_instant_without_offset_is_refused_with_an_example() {
        let error = instant("2026-11-22 08:00").expect_err("no offset");
        assert!(error.contains("2026-11-22T08:00+01:00"), "{error}");
        assert!(instant("").is_err());
        assert!(instant("åäö+").is_err());
    }
}

/// What maps are drawn on.
#[derive(Debug, Clone, Default, Args)]
pub struct BasemapArgs {
    /// What maps are drawn on: a `GeoPackage` of tiles, or the address of tiles with {z}, {x} and {y} in it. Addresses are
    /// asked by this server, never by a browser. Without it maps have a grid
    #[arg(
        long,
        env = "OBJEKTIV_BASEMAP",
        value_name = "FILE or URL",
        hide_env_values = true
    )]
    pub basemap: Option<String>,
    /// Whom to name as the maker of that, such as "© Lantmäteriet"
    #[arg(
        long,
        env = "OBJEKTIV_BASEMAP_SOURCE",
        value_name = "TEXT",
        default_value = ""
    )]
    pub basemap_source: String,
    /// The closest zoom that a server of tiles has
    #[arg(long, value_name = "ZOOM", default_value_t = 19, value_parser = clap::value_parser!(u8).range(1..=24))]
    pub basemap_zoom: u8,
}
