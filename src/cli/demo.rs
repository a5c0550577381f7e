//! `objektiv demo`: a fictional kommun with every kind of record and every status, then serves.

use anyhow::bail;
use clap::Args;
use indicatif::ProgressBar;

use super::{Verdict, open_or_begin, output, policies, serve};
use crate::code::Code;
use crate::compliance::store::{Judgement, ensure_fresh};
use crate::config::{RegisterArgs, ServeArgs};
use crate::db::DEFAULT_URL;
use crate::demo;
use crate::ledger::signers::Signers;

/// The demonstration never touches the register that lies beside it.
const DEMO_URL: &str = "sqlite://objektiv-demo.db";

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// How many sites
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub sites: u32,
    /// Fill the database and stop
    #[arg(long)]
    pub fill_only: bool,
    #[command(flatten)]
    pub serve: ServeArgs,
}

/// # Errors
/// When the database holds something else, or cannot be opened.
pub async fn run(register: &RegisterArgs, arguments: &DemoArgs) -> anyhow::Result<Verdict> {
    let mut register = register.clone();
    if register.database == DEFAULT_URL {
        DEMO_URL.clone_into(&mut register.database);
    }
    let policies = policies(&register)?;
    let db = open_or_begin(&register).await?;
    let clock = register.clock();
    if demo::is_empty(&db).await? {
        let by = Judgement {
            policies: &policies,
            today: clock.today(),
        };
        let progress = ProgressBar::new(u64::from(arguments.sites));
        let sites = usize::try_from(arguments.sites)?;
        let signers = Signers::below(arguments.serve.signer.directory(clock.is_frozen()));
        let kommun = demo::fill_signed(&db, &signers, sites, clock.now(), by, &|done| {
            progress.set_position(done as u64);
        })
        .await?;
        ensure_fresh(&db, kommun, by).await?;
        progress.finish_and_clear();
    } else if crate::account::store::credentials(db.read(), demo::PEOPLE[0].1)
        .await?
        .is_none()
    {
        bail!(
            "{} holds another register; choose an empty one with --database",
            register.database
        );
    }
    output::line("Ekebro kommun, en fiktiv kommun. Logga in med:")?;
    for (role, email, name) in demo::PEOPLE {
        output::line(&format!("  {email:<28} {} ({name})", role.code()))?;
    }
    output::line(&format!("Lösenord för alla: {}", demo::PASSWORD))?;
    db.close().await?;
    if arguments.fill_only {
        return Ok(Verdict::Fine);
    }
    serve::run(&register, &arguments.serve).await
}
