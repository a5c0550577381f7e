//! `objektiv provider check`: what serving with a file of providers would change, without changing it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::providers::{Wanted, in_lines, read};
use super::{Format, Verdict, open, output, policies};
use crate::account::sso::store::{self, Kept};
use crate::account::sso::{Provider, file::Fault, web::answers};
use crate::config::{AskingArgs, RegisterArgs};
use crate::organisation::{self, KommunId};
use crate::recorder::ask::secret::Locker;
use crate::web::App;

#[derive(Debug, Args)]
pub struct ProviderArgs {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Read a file of providers, ask them who they are, and say what `serve --providers` would change; nothing is written
    Check {
        /// A TOML file as in docs/single-sign-on.md
        file: PathBuf,
        #[command(flatten)]
        asking: AskingArgs,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// # Errors
/// When the register or the file cannot be read.
pub async fn run(register: &RegisterArgs, arguments: &ProviderArgs) -> anyhow::Result<Verdict> {
    let Action::Check {
        file,
        asking,
        format,
    } = &arguments.action;
    let db = open(register).await?;
    let app = App::new(db, register.clock(), policies(register)?, String::new());
    let app = app.asking(asking.asking());
    let steps = match look(&app, file, &crate::config::variable).await? {
        Ok(steps) => steps,
        Err(faults) => {
            output::line(&format!(
                "{} has faults, and nothing of it would be used:\n{}",
                file.display(),
                in_lines(&faults)
            ))?;
            return Ok(Verdict::Wrong);
        }
    };
    match format {
        Format::Json => output::json(&steps)?,
        Format::Text => {
            for step in &steps {
                output::line(&step.in_words())?;
            }
        }
    }
    Ok(Verdict::fine_if(
        steps.iter().all(|step| step.silent.is_none()),
    ))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Would {
    BeNew,
    /// It was made in the interface.
    BeTakenOver,
    BeChanged,
    StayAsItIs,
    /// It is no longer in the file.
    BeSwitchedOff,
}

/// What would become of one provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    pub kommun: String,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub would: Would,
    /// What is otherwise in the file, by its keys.
    pub changes: Vec<&'static str>,
    /// Why it does not say who it is; only of those that would be on the way in.
    pub silent: Option<String>,
}

impl Step {
    fn of(kommun: &str, provider: &Provider, would: Would) -> Self {
        Self {
            kommun: kommun.to_owned(),
            name: provider.name.clone(),
            issuer: provider.issuer.clone(),
            client_id: provider.client_id.clone(),
            would,
            changes: Vec::new(),
            silent: None,
        }
    }

    fn in_words(&self) -> String {
        let would = match self.would {
            Would::BeNew => "would be new",
            Would::BeTakenOver => "was made in the interface and would be taken over",
            Would::BeChanged => "would be changed",
            Would::StayAsItIs => "stays as it is",
            Would::BeSwitchedOff => "is not in the file and would be switched off",
        };
        let mut words = format!(
            "{}, {} ({}, {}): {would}",
            self.kommun, self.name, self.issuer, self.client_id
        );
        if !self.changes.is_empty() {
            words.push_str(" in ");
            words.push_str(&self.changes.join(", "));
        }
        if let Some(why) = &self.silent {
            words.push_str("; it does not say who it is: ");
            words.push_str(why);
        }
        words
    }
}

/// What the file would change in each kommun, or what is wrong with it. Nothing is written, and no key made.
///
/// # Errors
/// When the file cannot be read, or the database does not answer.
pub async fn look(
    app: &App,
    file: &Path,
    variable: &(dyn Fn(&str) -> Option<String> + Sync),
) -> anyhow::Result<Result<Vec<Step>, Vec<Fault>>> {
    let kommuner = organisation::store::kommuner(app.db.read()).await?;
    if kommuner.is_empty() {
        bail!("the register is empty: there is no kommun yet whose providers these could be");
    }
    let wanted = match read(&app.db, &kommuner, file, variable).await? {
        Ok(wanted) => wanted,
        Err(faults) => return Ok(Err(faults)),
    };
    let key = Locker::existing(&app.asking.key_file)?;
    let mut steps = Vec::new();
    for (number, kommun) in &kommuner {
        let id = KommunId::acting_for(*number).unveiled();
        let known = store::all(app.db.read(), id).await?;
        let mut still = Vec::new();
        for one in wanted.iter().filter(|one| one.kommun == *number) {
            let before = one.among(&known);
            still.extend(before.map(|kept| kept.id));
            let mut step = step(&kommun.name, one, before, key.as_ref());
            if one.provider.active {
                let asked = answers(app, &one.provider).await;
                step.silent = asked.err().map(|error| error.to_string());
            }
            steps.push(step);
        }
        let gone = known
            .iter()
            .filter(|kept| kept.from_file && !still.contains(&kept.id));
        steps.extend(gone.map(|kept| Step::of(&kommun.name, &kept.provider, Would::BeSwitchedOff)));
    }
    Ok(Ok(steps))
}

fn step(kommun: &str, wanted: &Wanted, before: Option<&Kept>, key: Option<&Locker>) -> Step {
    let Some(before) = before else {
        return Step::of(kommun, &wanted.provider, Would::BeNew);
    };
    let (was, is) = (&before.provider, &wanted.provider);
    let fields = [
        ("name", was.name != is.name),
        ("groups_claim", was.groups_claim != is.groups_claim),
        ("role", was.mappings != is.mappings),
        ("active", was.active != is.active),
        ("client_secret", !wanted.has_secret(key, before)),
    ];
    let fields = fields.into_iter().filter(|(_, differs)| *differs);
    let changes: Vec<&str> = fields.map(|(field, _)| field).collect();
    let would = match (before.from_file, changes.is_empty()) {
        (false, _) => Would::BeTakenOver,
        (true, true) => Would::StayAsItIs,
        (true, false) => Would::BeChanged,
    };
    Step {
        changes,
        ..Step::of(kommun, is, would)
    }
}
